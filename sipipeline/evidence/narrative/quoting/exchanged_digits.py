"""Numbers that no cell was linked to, and that are a figure of the tables but for two digits that
are exchanged: 8261.35 for 8216.35."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.sentence_figures import Bounds, bounds_of
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.evidence.narrative.quoting.cells import told
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote, beside

_TELLING = 5
"""Digits that are rarely those of another figure of the same fund and line by chance."""
_TELLING_ALONE = 6
"""Digits that are rarely those of another figure of the same fund."""
_PEOPLE, _CAUSES = "headcounts", "causes"
_MEASURES = {
    keys.ACCOUNTS: ("actual", "prior", "budget", "change", "over_budget"),
    _PEOPLE: ("actual", "prior", "change"),
    _CAUSES: ("amount",),
}
_Figures = Sequence[tuple[float, str]]
"""Figures of the tables without their signs, in yuan or persons, the least first; their keys."""


def misprinted(
    quotes: Iterable[Quote], submission: Submission, money_unit: str
) -> Iterator[tuple[Quote, Compared]]:
    """The quotes with two digits exchanged, each beside the figure that it then is. Its sentence
    names the fund of that, and the line where the number has but few digits. None where the tables
    have the number itself."""
    figures: Mapping[str, _Figures] = {}
    for quote in quotes:
        if not quote.exact or slips.telling_digits(quote.mention) < _TELLING:
            continue
        figures = figures or _figures(submission, money_unit)
        one = _meant(quote, figures.get(quote.mention.unit.dimension, ()), submission, money_unit)
        if one is not None:
            yield quote, one


def _meant(
    quote: Quote, figures: _Figures, submission: Submission, money_unit: str
) -> Compared | None:
    """The figure that a quote is but for two digits; None where there is none."""
    if not figures or next(_within(bounds_of(quote.mention), figures), None) is not None:
        return None
    alone = slips.telling_digits(quote.mention) >= _TELLING_ALONE
    found = (
        key
        for meant in slips.exchanged(quote.mention)
        for key in _within(bounds_of(meant), figures)
        if _is_of_sentence(quote, key, alone)
    )
    compared = (beside(quote, key, submission, money_unit) for key in found)
    one = next((one for one in compared if one is not None), None)
    return one and replace(one, value=math.copysign(one.value, one.told.value))


def _within(span: Bounds, figures: _Figures) -> Iterator[str]:
    """The keys of the figures that a number may be."""
    first = bisect_left(figures, (span.low, ""))
    near = takewhile(lambda one: one[0] <= span.high, figures[first:])
    return (key for _, key in near)


def _is_of_sentence(quote: Quote, key: str, of_any_line: bool) -> bool:
    """Whether a sentence names the fund that a figure is of, and its line unless any will do. A
    cause is of all funds."""
    if keys.family(key) == _CAUSES:
        return True
    line = (keys.family(key), keys.item(key))
    names_line = any(line in meant for meant in (*quote.around.here, *quote.around.names))
    return keys.fund(key) in quote.around.accounts and (of_any_line or names_line)


def _figures(submission: Submission, money_unit: str) -> Mapping[str, _Figures]:
    """Of money and of people: what the tables have, and by how much it changed."""
    found: dict[str, list[tuple[float, str]]] = {"money": [], "people": []}
    yuan = submission.standard.yuan(money_unit)
    for key in _of_tables(submission):
        figure = told(key, submission)
        of_people = keys.family(key) == _PEOPLE
        if figure is not None:
            value = abs(figure.value) * (1 if of_people else yuan)
            found["people" if of_people else "money"].append((value, key))
    return {dimension: sorted(figures) for dimension, figures in found.items()}


def _of_tables(submission: Submission) -> Iterable[str]:
    """The keys of the figures of all accounts, the total's too, of people and of causes."""
    total = submission.standard.total.key
    known = [key for key in submission.claims if keys.family(key) in _MEASURES]
    of_total = [keys.of_fund(key, total) for key in known if keys.is_account(key)]
    return dict.fromkeys(
        keys.beside(key, measure)
        for key in (*known, *of_total)
        for measure in _MEASURES[keys.family(key)]
    )
