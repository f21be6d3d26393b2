"""Numbers that no cell was linked to, and that are a figure of the tables but for two digits that
are exchanged: 8261.35 for 8216.35."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.evidence.narrative.quoting.figures_of_tables import FiguresOfTables
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote, beside

_TELLING = 5
"""Digits that are rarely those of another figure of the same fund and line by chance."""
_TELLING_ALONE = 6
"""Digits that are rarely those of another figure of the same fund."""
_TELLING_OF_CHANGE = 4
"""Digits that are rarely those of how much the very line beside them changed."""
_CAUSES = "causes"


def misprinted(
    quotes: Iterable[Quote], figures: FiguresOfTables, submission: Submission, money_unit: str
) -> Iterator[tuple[Quote, Compared]]:
    """The quotes with two digits exchanged, each beside the figure that it then is. Its sentence
    names the fund of that, and the line where the number has but few digits. None where the tables
    have the number itself."""
    for quote in quotes:
        if not quote.exact or slips.telling_digits(quote.mention) < _TELLING_OF_CHANGE:
            continue
        one = _meant(quote, figures, submission, money_unit)
        if one is not None:
            yield quote, one


def _meant(
    quote: Quote, figures: FiguresOfTables, submission: Submission, money_unit: str
) -> Compared | None:
    """The figure that a quote is but for two digits; None where there is none."""
    if figures.have(quote.mention):
        return None
    dimension = quote.mention.unit.dimension
    found = (
        key
        for meant in slips.exchanged(quote.mention)
        for key in figures.within(dimension, bounds_of(meant))
        if _is_of_sentence(quote, key)
    )
    compared = (beside(quote, key, submission, money_unit) for key in found)
    one = next((one for one in compared if one is not None), None)
    return one and replace(one, value=math.copysign(one.value, one.told.value))


def _is_of_sentence(quote: Quote, key: str) -> bool:
    """Whether a sentence names the fund that a figure is of, and its line as near as the digits of
    a quote need it. A cause is of all funds."""
    telling = slips.telling_digits(quote.mention)
    if keys.family(key) == _CAUSES:
        return telling >= _TELLING
    if keys.fund(key) not in quote.around.accounts:
        return False
    line = (keys.family(key), keys.item(key))
    if telling < _TELLING:
        is_change = quote.changes and keys.measure(key) == "change"
        return (
            is_change and bool(quote.around.here) and all(line in one for one in quote.around.here)
        )
    named = any(line in meant for meant in (*quote.around.here, *quote.around.names))
    return named or telling >= _TELLING_ALONE
