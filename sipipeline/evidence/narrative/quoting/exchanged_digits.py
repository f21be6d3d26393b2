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
_CAUSES = "causes"


def misprinted(
    quotes: Iterable[Quote], figures: FiguresOfTables, submission: Submission, money_unit: str
) -> Iterator[tuple[Quote, Compared]]:
    """The quotes with two digits exchanged, each beside the figure that it then is. Its sentence
    names the fund of that, and the line where the number has but few digits. None where the tables
    have the number itself."""
    for quote in quotes:
        if not quote.exact or slips.telling_digits(quote.mention) < _TELLING:
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
    alone = slips.telling_digits(quote.mention) >= _TELLING_ALONE
    found = (
        key
        for meant in slips.exchanged(quote.mention)
        for key in figures.within(dimension, bounds_of(meant))
        if _is_of_sentence(quote, key, alone)
    )
    compared = (beside(quote, key, submission, money_unit) for key in found)
    one = next((one for one in compared if one is not None), None)
    return one and replace(one, value=math.copysign(one.value, one.told.value))


def _is_of_sentence(quote: Quote, key: str, of_any_line: bool) -> bool:
    """Whether a sentence names the fund that a figure is of, and its line unless any will do. A
    cause is of all funds."""
    if keys.family(key) == _CAUSES:
        return True
    line = (keys.family(key), keys.item(key))
    names_line = any(line in meant for meant in (*quote.around.here, *quote.around.names))
    return keys.fund(key) in quote.around.accounts and (of_any_line or names_line)
