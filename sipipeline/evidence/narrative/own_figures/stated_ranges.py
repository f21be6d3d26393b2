"""Whether a figure lies where it is said to lie to a range that is written out:
预算执行率104%，处于95%—105%的区间; or each of a list: 工伤100.7%、失业106.7%，均在95%—107%之间."""

from dataclasses import replace

from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import (
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures.stated_limits import listed_before
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "stated_ranges")
"""A figure, and the lower end of a range behind it."""
_ANYTHING = Bounds(0.0, float("inf"))


def ranged(here: NumberInLine) -> Working | None:
    """What the upper end of a range may be behind a figure that is said to lie in it, or not:
    nothing where this is not so."""
    if here.place < 2:
        return None
    figure, low = here.figures[here.place - 2 : here.place]
    if not _is_range(low, here) or figure.unit != here.number.unit or not is_whole(figure):
        return None
    if _EACH.fullmatch(here.words(1)):
        return _ranged_each(here, low)
    told = _TOLD.fullmatch(here.words(1))
    if told is None:
        return None
    holds = _may_lie(bounds_of(figure), told["inside"] or "", low, here)
    return Working(figure.start, [_ANYTHING] if holds else [])


def _may_lie(value: Bounds, inside: str, low: Mention, here: NumberInLine) -> bool:
    """Whether a figure may lie in a range as words say, or outside it."""
    least, most = _exact(low, here.number), _exact(here.number, here.number)
    if not inside or _lies_beyond(inside, here):
        return not (least < value.low and value.high < most)
    reached = inside in words(*_HERE, "reaching")
    return not (value.high < least or (most < value.low and not reached))


def _lies_beyond(lying: str, here: NumberInLine) -> bool:
    """Whether the words behind a range say that a figure lies outside it: 处于…的目标区间之外."""
    behind = here.behind
    return lying in words(*_HERE, "lying") and _BEYOND.match(behind) is not None


def _ranged_each(here: NumberInLine, low: Mention) -> Working | None:
    """Nothing for the upper end of a range in which each figure of the list before is said to lie,
    where one of them does not; None where all do, or there is no such list."""
    least, most = _exact(low, here.number), _exact(here.number, here.number)
    listed = listed_before(NumberInLine(here.text, here.figures, here.place - 1), here.number)
    spans = [bounds_of(one) for one in listed]
    outside = [one for one, span in zip(listed, spans) if span.high < least or most < span.low]
    excepted = has(here.words(1), "narrative", "exceptions", "but")
    of_others = excepted or has(here.words(1), "narrative", "workings", "of_other_times")
    told = not of_others and len(listed) >= 2 and bool(outside)
    return Working(outside[0].start, []) if told else None


def _exact(end: Mention, other: Mention) -> float:
    """The end of a range in the unit of both, to the letter."""
    return bounds_of(replace(end, unit=other.unit), exact=True).low


def _is_range(low: Mention, here: NumberInLine) -> bool:
    """Whether two numbers are the ends of what is called a range, and the sentence ends there."""
    joined = here.words() in words("joins", "range")
    alike = low.unit.symbol in ("", here.number.unit.symbol)
    behind = here.behind
    return joined and alike and _CALLED.match(behind) is not None


_TOLD = WordPattern(",?{before}*(?:(?P<inside>{inside})|{outside})", *_HERE)
"""，处于, ，超出了: what stands between a figure and a range."""
_EACH = WordPattern(",[^,;:()。]{0,6}{narrative.stated_limits.each}{before}*{lying}", *_HERE)
"""，四项均在: what stands between a list and a range."""
_CALLED = WordPattern("(?:{named}*{ranges}{behind|beyond}?|{between})(?=[,;。)]|$)", *_HERE)
"""的目标区间内: what stands behind it."""
_BEYOND = WordPattern("(?:{named}*{ranges})?{beyond}(?=[,;。)]|$)", *_HERE)
"""的目标区间之外."""
