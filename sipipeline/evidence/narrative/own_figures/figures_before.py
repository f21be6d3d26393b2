"""The figures before a number that it may be worked out of."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines.sentence_figures import RATES, NumberInLine, is_whole
from sipipeline.language.lexicon import table
from sipipeline.language.mentions import Mention


def alike(here: NumberInLine) -> Sequence[Mention]:
    """The figures before a number that are measured as it is; none where one of them is but near,
    or they are rates that are not taken apart."""
    measured_alike = [
        one for one in here.alike(here.dimension) if one.unit.per == here.number.unit.per
    ]
    return measured_alike if all(map(is_whole, measured_alike)) else ()


def two(here: NumberInLine) -> Sequence[Mention]:
    """The two figures right before a number, where each says one figure and both are measured
    alike; none elsewhere."""
    both = here.before[-2:]
    alike = len(both) == 2 and both[0].unit.base == both[1].unit.base
    return both if alike and all(map(is_whole, both)) else ()


def two_amounts(here: NumberInLine) -> Sequence[Mention]:
    """The two figures before a number, where each says one amount; none elsewhere."""
    figures = here.before[-2:]
    amounts = len(figures) == 2 and all(one.unit.dimension == "money" for one in figures)
    return figures if amounts and all(map(is_whole, figures)) else ()


def may_hold_both(here: NumberInLine, whole: Mention, parts: tuple[Mention, Mention]) -> bool:
    """Whether a figure may be the whole of two parts: of parts of two funds one of the sentence
    that is of none of them, and not what the first of them has:
    职工医保定期存款12500万元，占结余的55.5%；居民医保定期存款6800万元，占48.5%."""
    first, last, of_whole = (_fund(here, one) for one in (*parts, whole))
    if last in ("", first):
        return True
    return bool(first) and not of_whole and whole in here.before


def are_levels(figures: Sequence[Mention]) -> bool:
    """Whether each figure says one figure, and none is a rate."""
    return all(is_whole(one) and one.unit.dimension not in RATES for one in figures)


def _fund(here: NumberInLine, figure: Mention) -> str:
    """The fund that the words before a figure name; "" where they name none."""
    lead = here.words_to(figure)
    funds = table()["narrative"]["workings"]["disjoint"]["funds"]
    return next((fund for fund, names in funds.items() if any(map(lead.count, names))), "")
