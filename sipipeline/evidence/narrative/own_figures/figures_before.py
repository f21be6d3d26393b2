"""The figures before a number that it may be worked out of."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines.sentence_figures import NumberInLine, is_whole
from sipipeline.language.mentions import Mention

_TWO = 2
_RATES = ("percent", "fold")


def alike(here: NumberInLine) -> Sequence[Mention]:
    """The figures before a number that are measured as it is; none where one of them is but near,
    or they are rates that are not taken apart."""
    measured_alike = [
        one for one in here.alike(here.dimension) if one.unit.per == here.number.unit.per
    ]
    return measured_alike if all(map(is_whole, measured_alike)) else ()


def two_amounts(here: NumberInLine) -> Sequence[Mention]:
    """The two figures before a number, where each says one amount; none elsewhere."""
    figures = here.before[-_TWO:]
    amounts = len(figures) == _TWO and all(one.unit.dimension == "money" for one in figures)
    return figures if amounts and all(map(is_whole, figures)) else ()


def are_levels(figures: Sequence[Mention]) -> bool:
    """Whether each figure says one figure, and none is a rate."""
    return all(is_whole(one) and one.unit.dimension not in _RATES for one in figures)
