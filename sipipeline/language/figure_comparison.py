"""A figure held to a target that is a number, a bound or a range."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core.text import Text
from sipipeline.language.comparison import (
    AT_BOUND,
    CHANGE,
    COMPARED,
    UNLIKE,
    WITHOUT_UNIT,
    Attainment,
)
from sipipeline.language.conversion import range_of, ranges_in_unit, rounding
from sipipeline.language.direction import HIGHER, LOWER
from sipipeline.language.lexicon import one_of
from sipipeline.language.ranges import Range, below, degree, mirrored, rounded, within
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES

_SHORT = Text(zh="，差 {by}", en=", {by} short")
_OVER = Text(zh="，超出 {by}", en=", {by} over")
_BEYOND = Text(zh="，超过 {by}", en=", {by} more")
_TAKEN = Text(
    zh="（实际完成值没写全单位，按指标值的单位理解）",
    en=" (read in the unit of the target, as its own is not written out)",
)
_MAYBE = Text(
    zh="实际完成值“{reached}”是一个范围，可能达到“{wanted}”，也可能没达到；请填实际数",
    en="“{reached}” is a range that may or may not meet “{wanted}”; state the exact figure",
)
_ROUNDED = Text(
    zh="实际完成值“{reached}”取过整，可能达到“{wanted}”，也可能没达到；请填准确数",
    en="“{reached}” is rounded and may or may not meet “{wanted}”; state the exact figure",
)
_EITHER = Text(
    zh="实际完成值“{reached}”没写 %，按小数和按百分数理解结论不同",
    en="“{reached}” has no %: read as a fraction or as percent it is decided differently",
)
_PERIOD = Text(
    zh="实际完成值“{reached}”没写是每期的还是全年的，两种理解结论不同",
    en="“{reached}” may be of each period or of the year: it is decided differently",
)
_SIGNED = Text(
    zh="实际完成值“{reached}”是负数，指标值“{wanted}”没写 ±，少了这么多算不算偏差看不出",
    en="“{reached}” is negative and “{wanted}” has no ±: whether so much less deviates is unclear",
)
_DIRECTION = Text(
    zh="指标值“{wanted}”没写 ≥ 或 ≤，看不出是越高越好还是越低越好",
    en="“{wanted}” has no ≥ or ≤, and whether higher or lower is better is unclear",
)
_ANCHORS = Text(
    zh="“{wanted}”与“{reached}”起算的时点不同，没法比",
    en="“{wanted}” and “{reached}” are not counted from the same day",
)
_ALWAYS = Text(
    zh="指标值“{wanted}”怎么都能达到，没法判断", en="the target “{wanted}” is met by anything"
)
_NEARLY = Text(
    zh="指标值“{wanted}”，实际完成值“{reached}”在左右之内", en="“{reached}” is about “{wanted}”"
)
_ABOUT = Text(
    zh="指标值“{wanted}”没写明允许差多少，看不出“{reached}”算不算达到",
    en="“{wanted}” does not say how near is near enough for “{reached}”",
)
_SURELY, _HARDLY = 0.02, 0.05
"""Share of a target that says 左右 which may surely be missing, and that hardly may be."""
_OPPOSITE = {"up": "down", "down": "up", "above": "below", "below": "above"}
NOTHING = Text(zh="", en="")


def by_figures(undecided: Attainment, direction: str, deviates: bool = False) -> Attainment:
    """Judge figure against figure; `direction` is that of a bare number, and what `deviates` may be
    off either way."""
    wanted, reached = undecided.target, undecided.actual
    anchors = {wanted.anchor, reached.anchor} - {""}
    if len(anchors) > 1:
        return undecided.because_of_target(_ANCHORS)
    turned = _turned(wanted.sense, reached)
    if turned is None or _is_level(wanted, reached):
        return undecided.because(CHANGE)
    spans = ranges_in_unit(wanted, turned)
    if not spans:
        return replace(undecided.because(_why_unlike(wanted, reached)), unlike=True)
    goals = _goals(wanted, direction)
    why = _DIRECTION if len(goals) > 1 else _reading(wanted, reached)
    if deviates and _falls_short(goals, spans):
        spans, why = [*spans, *map(mirrored, spans)], _SIGNED
    judged = [_compared(undecided, goal, span, turned) for goal in goals for span in spans]
    if wanted.always and not judged[0].is_met:
        return undecided.because_of_target(_ALWAYS)
    return _nearly(_agreed(undecided, judged, why), goals, spans)


def _why_unlike(wanted: Stated, reached: Stated) -> Text:
    """Why two figures cannot be compared: one has no unit, or another than the target."""
    is_bare = bool(wanted.unit.symbol) and not reached.unit.symbol
    return WITHOUT_UNIT if is_bare and reached.kind == "number" else UNLIKE


def _nearly(strict: Attainment, goals: Sequence[Range], spans: Sequence[Range]) -> Attainment:
    """What was judged to the last one, by what the words of a target like 40万人左右 allow."""
    if not strict.target.about or strict.is_met:
        return strict
    if all(_is_within(goals, span, _SURELY) for span in spans):
        return replace(strict.kept(_NEARLY), shortfall=None)
    if strict.status == "unmet" and any(_is_within(goals, span, _HARDLY) for span in spans):
        about = strict.because_of_target(_ABOUT)
        return replace(about, status="undecided", completion=None, shortfall=None)
    return strict


def _is_within(goals: Sequence[Range], span: Range, share: float) -> bool:
    """Whether all goals are met if so much of them may be missing."""
    return all(within(goal.loosened(share), span) for goal in goals)


def _falls_short(goals: Sequence[Range], spans: Sequence[Range]) -> bool:
    """Whether a negative deviation is held to what only says how much it may be at most."""
    return all(math.isinf(goal.low) for goal in goals) and spans[0].high < 0


def _turned(sense: str, reached: Stated) -> Stated | None:
    """A change in the direction that the target speaks of: 增长2% against 下降5% is −2%; None where
    one of the two is no change."""
    if sense == reached.sense:
        return reached
    opposite = _OPPOSITE.get(sense)
    if opposite is None or reached.sense not in ("", opposite):
        return None
    fell = sense == "down" and (reached.hi or 0) < 0
    if not reached.sense and not fell:
        return reached
    low, high = (None if end is None else -end for end in (reached.hi, reached.lo))
    return replace(reached, lo=low, hi=high, lo_open=reached.hi_open, hi_open=reached.lo_open)


def _is_level(wanted: Stated, reached: Stated) -> bool:
    """Whether a figure is what something rose or fell to where the change is asked for: 提高到96%;
    but 增长率到5% is a change."""
    if reached.sense or wanted.sense not in _OPPOSITE:
        return False
    changed = f"(?:{one_of('changes', 'up')}|{one_of('changes', 'down')})"
    rate = f"(?:{one_of('changes', 'nouns')}|{one_of('changes', 'rates')})"
    return re.search(f"(?!{rate}){changed}{one_of('changes', 'ends_at')}", reached.text) is not None


def _goals(wanted: Stated, direction: str) -> list[Range]:
    """What meets the target, in its own unit; two where its direction is doubtful."""
    bounds = range_of(replace(wanted, about=False))
    at_least, at_most = Range(bounds.low, math.inf), Range(-math.inf, bounds.high)
    if wanted.more:
        return [at_least]
    if wanted.kind == "range" and wanted.unit.dimension in TIMES and direction == LOWER:
        return [at_most]
    if wanted.kind != "number":
        return [bounds]
    goals = {HIGHER: [at_least], LOWER: [at_most]}
    return goals.get(direction, [at_least, at_most])


def _reading(wanted: Stated, reached: Stated) -> Text:
    """What may be read in two ways."""
    return _EITHER if "percent" in (wanted.unit.dimension, reached.unit.dimension) else _PERIOD


def _agreed(undecided: Attainment, judged: Sequence[Attainment], why: Text) -> Attainment:
    """What all readings come to; undecided where they come to different things, and `why`."""
    first = judged[0]
    if judged.count(first) == len(judged):
        return first
    if all(reading.is_met for reading in judged):
        return undecided.kept(COMPARED, completion=None)
    statuses = {reading.status for reading in judged}
    if len(statuses) == 1:
        return replace(first, completion=None, shortfall=None, reason=undecided.told(COMPARED))
    if why is _DIRECTION:
        return replace(undecided.because_of_target(why), either_way=True)
    return undecided.because(why)


def _compared(undecided: Attainment, goal: Range, span: Range, reached: Stated) -> Attainment:
    """All of what was reached within the goal, or none of it; else it may be either."""
    shown = COMPARED + (_TAKEN if span.assumed else NOTHING)
    half_width = rounding(undecided.target, reached)
    share, printed = None, span
    if span.low == span.high:
        share = degree(goal, span.low)
        exact = span.low in goal.ends and not reached.about
        span = span if exact else span.widened(half_width)
    if within(goal, span):
        if _lies_above(goal, span, reached, known=share is not None):
            return replace(undecided.kept(shown, None), status="exceeded")
        return _met(undecided, span.low - goal.low, share, shown)
    if below(goal, span):
        return _unmet(undecided, goal.low - printed.high, share, shown, _SHORT)
    if below(mirrored(goal), mirrored(span)):
        return _unmet(undecided, printed.low - goal.high, share, shown, _OVER)
    return replace(undecided.because(_ROUNDED if half_width else _MAYBE), inexact=True)


def _lies_above(goal: Range, span: Range, reached: Stated, *, known: bool) -> bool:
    """Whether what was reached says that it is more than was asked for, and not how much: 1000余人
    for 1000人, 约97% and 超过97% for ≥95%; its share is then not known."""
    if not math.isinf(goal.high) or known:
        return False
    return reached.more or goal.low < span.low < span.high or _excludes(goal, span)


def _excludes(goal: Range, span: Range) -> bool:
    """Whether what was reached is the target and more: >90% for ≥90%."""
    return span.low == goal.low and span.low_open and not goal.low_open


def _met(undecided: Attainment, beyond: float, share: float | None, shown: Text) -> Attainment:
    """Reached; exceeded where the degree of completion is above 1."""
    if share is None or share <= 1:
        return undecided.kept(shown, share)
    excess = rounded(beyond)
    told = _BEYOND.fill(by=undecided.amount(excess)) if excess else NOTHING
    return replace(undecided.kept(shown + told, share), status="exceeded")


def _unmet(
    undecided: Attainment, by: float, share: float | None, shown: Text, gap: Text
) -> Attainment:
    """Missed by so much; by nothing where a bound was met that the target excludes."""
    missing = rounded(by)
    if missing:
        told = gap.fill(by=undecided.amount(missing))
        return undecided.missed(shown + told, share, missing)
    if undecided.actual.about or not undecided.actual.point:
        return undecided.missed(shown)
    return replace(undecided.missed(shown + AT_BOUND), at_bound=True)
