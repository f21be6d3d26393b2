"""Whether a figure lies where it is said to lie to that of a larger region, where a sentence states
both: 参保率98.3%，全省平均97.1%，高于全省平均; 高于全省平均（97.1%）."""

from collections.abc import Iterator

from sipipeline.evidence.narrative.lines.sentence_figures import (
    NumberInLine,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.own_figures.untrue_words import Span, found_by
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import WordPattern, has
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "levels_of_regions")
_COMPARED = ("comparisons",)


def statements(line: Paragraph) -> Iterator[Statement]:
    """The pairs of figures of a line of which words say the wrong one to be more."""
    compared = has(line.text, *_COMPARED, "regions")
    return found_by(line, _otherwise) if compared else iter(())


def _otherwise(here: NumberInLine) -> Span | None:
    """The words that say the wrong one of two figures to be more."""
    if _is_apart_otherwise(here):
        return here.before[-2].start, here.number.end
    found = _beside(here) or _behind_both(here)
    if found is None or not _are_alike(here):
        return None
    above, own, others = found
    (low, high), (least, most) = bounds_of(own), bounds_of(others)
    if not (high < least if above else most < low):
        return None
    behind = _COMPARES.match(here.behind)
    return here.last.start, here.number.end + (behind.end() if behind else 0)


_Compared = tuple[bool, Mention, Mention]
"""Whether it is said to be above, the own figure, and that of the region."""


def _beside(here: NumberInLine) -> _Compared | None:
    """满意度92.3%，高于全省平均（91.5%）; 仅够支付0.7个月，低于全省平均4.6个月的水平."""
    told = _LEADING.fullmatch(here.words())
    if told is None:
        return None
    level = told["bracket"] or _LEVEL_BEHIND.match(here.behind)
    return (bool(told["above"]), here.last, here.number) if level else None


def _behind_both(here: NumberInLine) -> _Compared | None:
    """全省增长9.4%，我市增长7.8%，低于全省平均; 我市增长7.8%，全省平均9.4%，低于全省平均."""
    told = _COMPARES.match(here.behind)
    if told is None or len(here.before) < 1:
        return None
    first, last = here.last, here.number
    of_region = [told["region"] in words for words in (here.lead(1), here.lead(0))]
    if of_region == [False, True]:
        return bool(told["above"]), first, last
    own = has(here.lead(0), "narrative", "signs", "own_office")
    return (bool(told["above"]), last, first) if own and of_region[0] else None


def _is_apart_otherwise(here: NumberInLine) -> bool:
    """Whether a number is by how much two figures before it lie apart, one of them that of a
    region, and words say the wrong one to be more: 我县9.6%，比全省平均7.2%低2.4个百分点."""
    two = here.before[-2:]
    if len(two) < 2 or two[0].unit != two[1].unit or not all(map(is_whole, (*two, here.number))):
        return False
    if here.dimension != two[0].unit.dimension or has(here.lead(2), *_HERE, "fallen"):
        return False
    first, second = map(bounds_of, two)
    low, high = first.low - second.high, first.high - second.low
    own_is_more = _way_of(here)
    if not own_is_more or has(here.lead(1), *_HERE, "fallen"):
        return False
    sign = own_is_more if _are_of_regions(here)[-1] else -own_is_more
    apart = bounds_of(here.number)
    meets = apart.low <= max(abs(low), abs(high)) and apart.high >= min(abs(low), abs(high))
    return meets and (high < 0 if sign > 0 else low > 0)


def _way_of(here: NumberInLine) -> int:
    """1 where words say that the own figure is more than that of the region by the number, -1 less;
    0 where they do not, or it is unclear which of the two is the own one."""
    first, second = _are_of_regions(here)
    if first == second:
        return 0
    told = _APART.fullmatch(here.words()) or _APART_BEFORE.search(here.words(1))
    behind = _APART.fullmatch(here.words())
    if told is None or (behind is None and here.words() not in ("", ")")):
        return 0
    compared = second or has(here.lead(1), "narrative", "signs", "own_office")
    rates = has(told.group(), *_HERE, "of_rates") and here.dimension != "percent"
    return 0 if rates or not compared else 1 if told["higher"] else -1


def _are_of_regions(here: NumberInLine) -> tuple[bool, bool]:
    """Whether each of the two figures before a number is that of a region."""
    first, second = here.lead(2), here.words(1)
    return has(first, *_COMPARED, "regions"), has(second, *_COMPARED, "regions")


def _are_alike(here: NumberInLine) -> bool:
    """Whether a number and the one before it are measured alike, and neither is how much something
    fell."""
    one, other = here.last, here.number
    measured = one.unit == other.unit and bool(one.unit.symbol)
    fallen = any(has(here.lead(back), *_HERE, "fallen") for back in (0, 1))
    return measured and is_whole(one) and is_whole(other) and not fallen


_APART = WordPattern(
    ",?{narrative.stated_limits.adverbs}*(?:(?P<higher>{higher})|{lower})"
    "(?:{comparisons.regions}|{named})*",
    *_HERE,
)
"""，高出全省: the words before by how much the own figure is more than that of a region."""
_APART_BEFORE = WordPattern(
    ",{narrative.stated_limits.adverbs}*(?:(?P<higher>{higher})|{lower})"
    r"(?:{comparisons.regions}|{named})+\(?$",
    *_HERE,
)
"""落后全省（7.2%）2.4个百分点: those words before the figure of the region."""
_LEADING = WordPattern(
    ",{narrative.stated_limits.adverbs}*(?:(?P<above>{narrative.stated_limits.above})"
    "|{narrative.stated_limits.below})(?P<region>{comparisons.regions})"
    r"(?:{comparisons.averages}|{comparisons.levels})*(?P<bracket>\()?"
)
_COMPARES = WordPattern(
    ",{narrative.stated_limits.adverbs}*(?:(?P<above>{narrative.stated_limits.above})"
    "|{narrative.stated_limits.below})(?P<region>{comparisons.regions})"
    "(?:{comparisons.averages}|{comparisons.levels})*(?=[,;。)]|$)"
)
_LEVEL_BEHIND = WordPattern("{level_behind}", *_HERE)
