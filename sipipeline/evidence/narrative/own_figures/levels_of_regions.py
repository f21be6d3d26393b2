"""Whether a figure lies where it is said to lie to that of a larger region, where a sentence states
both: 参保率98.3%，全省平均97.1%，高于全省平均; 高于全省平均（97.1%）."""

from collections.abc import Iterator

from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    NumberInLine,
    bounds_of,
    figures_in,
    is_whole,
)
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import WordPattern, has
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "levels_of_regions")
_COMPARED = ("comparisons",)


def statements(line: Paragraph) -> Iterator[Statement]:
    """The pairs of figures of a line of which words say the wrong one to be more."""
    if not has(line.text, *_COMPARED, "regions"):
        return
    figures = figures_in(line.text)
    for place in range(1, len(figures)):
        here = NumberInLine(line.text, figures, place)
        found = _beside(here) or _behind_both(here)
        if found is None or not _are_alike(here):
            continue
        above, own, others = found
        (low, high), (least, most) = bounds_of(own), bounds_of(others)
        if (high < least) if above else (most < low):
            end = line.text[here.number.end :][:FARTHEST]
            behind = _COMPARES.match(end)
            stop = here.number.end + (behind.end() if behind else 0)
            yield Statement(line.key, line.text[figures[place - 1].start : stop], (), holds=False)


_Compared = tuple[bool, Mention, Mention]
"""Whether it is said to be above, the own figure, and that of the region."""


def _beside(here: NumberInLine) -> _Compared | None:
    """满意度92.3%，高于全省平均（91.5%）; 仅够支付0.7个月，低于全省平均4.6个月的水平."""
    told = _LEADING.fullmatch(here.words())
    if told is None:
        return None
    behind = here.text[here.number.end :][:FARTHEST]
    level = told["bracket"] or _LEVEL_BEHIND.match(behind)
    return (bool(told["above"]), here.figures[here.place - 1], here.number) if level else None


def _behind_both(here: NumberInLine) -> _Compared | None:
    """全省增长9.4%，我市增长7.8%，低于全省平均; 我市增长7.8%，全省平均9.4%，低于全省平均."""
    told = _COMPARES.match(here.text[here.number.end :][:FARTHEST])
    if told is None or len(here.before) < 1:
        return None
    first, last = here.figures[here.place - 1], here.number
    of_region = [told["region"] in words for words in (here.lead(1), here.lead(0))]
    if of_region == [False, True]:
        return bool(told["above"]), first, last
    own = has(here.lead(0), "narrative", "signs", "own_office")
    return (bool(told["above"]), last, first) if own and of_region[0] else None


def _are_alike(here: NumberInLine) -> bool:
    """Whether a number and the one before it are measured alike, and neither is how much something
    fell."""
    one, other = here.figures[here.place - 1], here.number
    measured = one.unit == other.unit and bool(one.unit.symbol)
    fallen = any(has(here.lead(back), *_HERE, "fallen") for back in (0, 1))
    return measured and is_whole(one) and is_whole(other) and not fallen


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
