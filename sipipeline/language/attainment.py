"""Target against what was reached: reached, exceeded, unmet or undecided, and to what degree.

- `≥`, `>` and a plain number are reached from the target up; above it `exceeded`, with a completion
  above 1.
- `≤`, `<`, deadlines and ranges are kept or not: completion 1 where kept, never `exceeded`; beyond,
  1 − the overrun as a
  share of the target, down to 0 at twice it.
- A target of 0 is all or nothing.
- An actual that is itself a bound or a range is decided only where all of it, or none of it, meets
  the target.
- An actual that merely repeats the target is no figure and decides nothing.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from sipipeline.core import display
from sipipeline.core.text import Text
from sipipeline.language.conversion import span_of, spans_in_unit
from sipipeline.language.dates import When
from sipipeline.language.ranges import Span, below, degree, mirrored, rounded, within
from sipipeline.language.targets import Stated, only_a_band, parse


@dataclass(frozen=True, slots=True)
class Attainment:
    status: str
    """`reached`, `exceeded` (more than the target asks), `unmet`, `undecided`."""
    completion: float | None
    """Degree of completion as a fraction: 9175 of 9203 is 0.99696; None where it cannot be told."""
    shortfall: float | None
    """What is missing to the target, in its unit: 28; None where nothing is or it cannot be
    told."""
    reason: Text
    """How it was decided, or why it was not."""
    target: Stated
    actual: Stated
    repeats: bool = False
    """What was reached merely repeats the target."""
    unlike: bool = False
    """Their units cannot be compared."""
    excess: float | None = None
    """By how much the target was exceeded, in its unit."""

    @property
    def decided(self) -> bool:
        return self.status != "undecided"


@lru_cache(maxsize=8192)
def attain(
    target: str, actual: str, lower_is_better: bool = False, year: int | None = None
) -> Attainment:
    """Judge one indicator; never raises. `year` is the year that dates without one lie in.

    A target that is a plain number is to be reached, or kept to where `lower_is_better`.
    """
    wanted, reached = parse(target), parse(actual)
    undecided = Attainment(
        "undecided", None, None, _COMPARED, wanted, reached, _repeats(wanted, reached)
    )
    if (why := _obstacle(wanted, reached)) is not None:
        return replace(undecided, reason=why)
    if undecided.repeats:
        return replace(undecided, reason=_REPEATS)
    if wanted.kind == "date":
        return _by_date(undecided, year)
    if wanted.kind == "qualitative":
        return _by_words(undecided)
    if reached.kind in ("qualitative", "blank"):
        return _worded_answer(undecided)
    if reached.sense in ("early", "late", "beyond", "gap"):
        return _by_difference(undecided)
    if reached.kind == "date":
        return replace(undecided, reason=_DATE_GIVEN.fill(reached=reached.text), unlike=True)
    return _by_figures(undecided, lower_is_better)


# ---------------------------------------------------------------- what stands in the way
_BLANK_TARGET = Text(zh="没有填指标值", en="no target is filled in")
_BLANK_ACTUAL = Text(zh="没有填实际完成值", en="what was reached is not filled in")
_TARGET = Text(zh="指标值“{text}”看不明白：{problem}", en="the target “{text}”: {problem}")
_ACTUAL = Text(
    zh="实际完成值“{text}”看不明白：{problem}", en="what was reached, “{text}”: {problem}"
)
_REPEATS = Text(
    zh="实际完成值照抄了指标值，不是实际数",
    en="what was reached repeats the target and is no figure of its own",
)
_ALWAYS = Text(
    zh="指标值“{text}”怎么都能达到，没法判断", en="the target “{text}” is met by anything"
)
_NEVER = Text(
    zh="指标值“{text}”自相矛盾，怎么都达不到",
    en="the target “{text}” contradicts itself and cannot be met",
)


def _obstacle(wanted: Stated, reached: Stated) -> Text | None:
    if wanted.kind == "blank":
        return _BLANK_TARGET
    if wanted.problem is not None:
        return _TARGET.fill(text=wanted.text, problem=wanted.problem)
    if wanted.never:
        return _NEVER.fill(text=wanted.text)
    if reached.kind == "blank" and not (reached.none and (wanted.none or _wants_none(wanted))):
        return _BLANK_ACTUAL
    if reached.problem is not None:
        return _ACTUAL.fill(text=reached.text, problem=reached.problem)
    return None


def _wants_none(wanted: Stated) -> bool:
    return wanted.hi == 0 and not wanted.sense


def _repeats(wanted: Stated, reached: Stated) -> bool:
    """The same words, or the same bound or deadline. A plain number that equals the target is a
    figure of its own."""
    if wanted.none or wanted.grade is not None:
        return False
    if wanted.kind == "qualitative":
        return _letters(wanted.text) == _letters(reached.text) and not only_a_band(wanted.text)
    if wanted.kind != reached.kind or wanted.kind in ("number", "blank"):
        return False
    if wanted.kind == "unreadable":
        return wanted.text == reached.text
    if wanted.kind == "date":
        return wanted.until and reached.until and _days(wanted.when) == _days(reached.when)
    same_ends = (wanted.lo_open, wanted.hi_open, wanted.about) == (
        reached.lo_open,
        reached.hi_open,
        reached.about,
    )
    spans = (
        spans_in_unit(wanted, reached)
        if same_ends and reached.anchor in ("", wanted.anchor)
        else []
    )
    own = span_of(wanted)
    return any((span.low, span.high) == (own.low, own.high) for span in spans)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _days(when: When | None) -> tuple[object, ...]:
    return (when.first, when.last, when.year, when.cycle, when.anchor) if when else ()


# ---------------------------------------------------------------- words
_SAID = Text(zh="实际完成值是“{reached}”", en="what was reached is “{reached}”")
_UNSAID = Text(
    zh="实际完成值“{reached}”看不出完成与否",
    en="“{reached}” does not say whether the target was reached",
)
_NO_FIGURE = Text(
    zh="指标值“{wanted}”是数，实际完成值“{reached}”没有数",
    en="the target “{wanted}” is a figure, “{reached}” has none",
)
_GRADED = Text(
    zh="等次是“{reached}”，指标值是“{wanted}”", en="graded “{reached}”, wanted “{wanted}”"
)


def _by_words(undecided: Attainment) -> Attainment:
    """The target is a wording: what was reached must say whether it holds."""
    wanted, reached = undecided.target, undecided.actual
    shown = _SAID.fill(reached=reached.text)
    if wanted.grade and reached.grade and wanted.grade[0] == reached.grade[0]:
        kept = reached.grade[1] <= wanted.grade[1]
        graded = _GRADED.fill(reached=reached.text, wanted=wanted.text)
        return replace(
            undecided,
            status="reached" if kept else "unmet",
            completion=1.0 if kept else None,
            reason=graded,
        )
    if wanted.none and (reached.none or reached.point) and reached.sense == "":
        kept = reached.none or reached.lo == 0
        return replace(
            undecided, status="reached" if kept else "unmet", completion=float(kept), reason=shown
        )
    if reached.band:
        return _banded(undecided, shown)
    if (
        reached.point
        and reached.unit.dimension == "percent"
        and not reached.sense
        and reached.lo is not None
    ):
        share = reached.lo * reached.unit.factor / 100
        return replace(
            undecided, status="reached" if share >= 1 else "unmet", completion=share, reason=shown
        )
    return replace(undecided, reason=_UNSAID.fill(reached=reached.text))


def _worded_answer(undecided: Attainment) -> Attainment:
    """The target is a figure, the answer words: only 无 for 0, 按时 for a deadline and 未完成 say
    something."""
    wanted, reached = undecided.target, undecided.actual
    shown = _SAID.fill(reached=reached.text)
    if reached.none and _wants_none(wanted):
        return replace(undecided, status="reached", completion=1.0, reason=shown)
    if reached.band in ("unmet", "partly") or (reached.band and wanted.kind == "deadline"):
        return _banded(undecided, shown)
    return replace(undecided, reason=_NO_FIGURE.fill(wanted=wanted.text, reached=reached.text))


def _banded(undecided: Attainment, reason: Text) -> Attainment:
    kept = undecided.actual.band == "reached"
    return replace(
        undecided,
        status="reached" if kept else "unmet",
        completion=1.0 if kept else None,
        reason=reason,
    )


# ---------------------------------------------------------------- dates
_DATE_GIVEN = Text(
    zh="指标值不是日期，实际完成值“{reached}”是日期，没法比",
    en="the target is no date, “{reached}” is one: they cannot be compared",
)
_NO_DATE = Text(
    zh="指标值“{wanted}”是日期，实际完成值“{reached}”不是日期，没法比",
    en="the target “{wanted}” is a date, “{reached}” is none: they cannot be compared",
)
_NO_YEAR = Text(
    zh="一个写了年份，一个没写，不知道是不是同一年", en="only one of the two dates has a year"
)
_PERIODS = Text(
    zh="“{wanted}”与“{reached}”不是同一种期限，没法比",
    en="“{wanted}” and “{reached}” are different kinds of dates",
)
_MAY_BE = Text(
    zh="“{reached}”可能在“{wanted}”这个期限之内，也可能超过",
    en="“{reached}” may lie before or after “{wanted}”",
)


def _by_date(undecided: Attainment, year: int | None) -> Attainment:
    wanted, reached = undecided.target, undecided.actual
    limit, done = wanted.when, reached.when
    if reached.band and reached.kind == "qualitative":
        return _banded(undecided, _SAID.fill(reached=reached.text))
    if reached.sense in ("early", "late"):
        return _by_difference(undecided)
    if (
        limit is not None
        and limit.cycle == "month"
        and reached.point
        and reached.unit.dimension in ("", "day")
    ):
        day = int(min(max(reached.lo or 0, 0), 99))
        done = When(day, day, cycle="month")
    if limit is None or done is None:
        return replace(undecided, reason=_NO_DATE.fill(**_shown(undecided)), unlike=True)
    if limit.cycle != done.cycle or (limit.anchor and done.anchor and limit.anchor != done.anchor):
        return replace(undecided, reason=_PERIODS.fill(**_shown(undecided)))
    years = limit.year or year, done.year or year
    if None in years and years != (None, None):
        return replace(undecided, reason=_NO_YEAR)
    ahead = ((years[1] or 0) - (years[0] or 0)) * 31 * 13
    # 第四季度前 may mean before it begins or before it ends; 12月底前 and 12月20日前 are clear.
    surely = limit.last if limit.is_day or limit.closing or not wanted.until else limit.first - 1
    if done.last + ahead <= surely:
        return replace(
            undecided, status="reached", completion=1.0, reason=_COMPARED.fill(**_shown(undecided))
        )
    if done.first + ahead > limit.last:
        return replace(undecided, status="unmet", reason=_COMPARED.fill(**_shown(undecided)))
    if done.closing and done.first + ahead <= surely and done.last + ahead <= limit.last:
        return replace(
            undecided, status="reached", completion=1.0, reason=_COMPARED.fill(**_shown(undecided))
        )
    return replace(undecided, reason=_MAY_BE.fill(**_shown(undecided)))


def _shown(undecided: Attainment) -> dict[str, object]:
    return {"wanted": undecided.target.text, "reached": undecided.actual.text}


# ---------------------------------------------------------------- figures
_COMPARED = Text(
    zh="实际“{reached}”，指标值“{wanted}”", en="“{reached}” reached, “{wanted}” wanted"
)
_SHORT = Text(zh="，差 {by}{unit}", en=", {by}{unit} short")
_OVER = Text(zh="，超出 {by}{unit}", en=", {by}{unit} over")
_BEYOND = Text(zh="，超过 {by}{unit}", en=", {by}{unit} more")
_TAKEN = Text(
    zh="（实际完成值没写全单位，按指标值的单位理解）",
    en=" (read in the unit of the target, as its own is not written out)",
)
_UNLIKE = Text(
    zh="指标值“{wanted}”和实际完成值“{reached}”单位不同，没法比",
    en="“{wanted}” and “{reached}” are in different units and cannot be compared",
)
_MAYBE = Text(
    zh="实际完成值“{reached}”是一个范围，可能达到“{wanted}”，也可能没达到；请填实际数",
    en="“{reached}” is a range that may or may not meet “{wanted}”",
)
_EITHER = Text(
    zh="实际完成值“{reached}”没写 %，按小数和按百分数理解结论不同",
    en="“{reached}” has no %: read as a fraction or as percent it is decided differently",
)
_CHANGE = Text(
    zh="“{wanted}”与“{reached}”一个是增减幅度，一个不是，没法比",
    en="one of “{wanted}” and “{reached}” is a change, the other is not",
)
_ANCHORS = Text(
    zh="“{wanted}”与“{reached}”起算的时点不同，没法比",
    en="“{wanted}” and “{reached}” are not counted from the same day",
)


def _by_figures(undecided: Attainment, lower_is_better: bool) -> Attainment:
    wanted, reached = undecided.target, undecided.actual
    if wanted.anchor and reached.anchor and wanted.anchor != reached.anchor:
        return replace(undecided, reason=_ANCHORS.fill(**_shown(undecided)))
    turned = _turned(wanted.sense, reached)
    if turned is None:
        return replace(undecided, reason=_CHANGE.fill(**_shown(undecided)))
    spans = spans_in_unit(wanted, turned)
    if not spans:
        return replace(undecided, reason=_UNLIKE.fill(**_shown(undecided)), unlike=True)
    goal = _goal(wanted, lower_is_better)
    verdicts = [_compared(undecided, goal, span) for span in spans]
    if any(verdict.status != verdicts[0].status for verdict in verdicts):
        return replace(undecided, reason=_EITHER.fill(**_shown(undecided)))
    if wanted.always and not within(_bounds(wanted), spans[0]):
        return replace(undecided, reason=_ALWAYS.fill(text=wanted.text))
    return verdicts[0]


def _turned(sense: str, reached: Stated) -> Stated | None:
    """A change in the direction that the target speaks of: 增长2% against 下降5% is −2%."""
    if sense == reached.sense:
        return reached
    if sense not in ("up", "down"):
        return None
    opposite = reached.sense not in ("", sense) or (
        sense == "down" and not reached.sense and (reached.hi or 0) < 0
    )
    if not opposite:
        return reached
    low, high = (None if end is None else -end for end in (reached.hi, reached.lo))
    return replace(reached, lo=low, hi=high, lo_open=reached.hi_open, hi_open=reached.lo_open)


def _bounds(wanted: Stated) -> Span:
    return span_of(replace(wanted, about=False))


def _goal(wanted: Stated, lower_is_better: bool) -> Span:
    """What meets the target, in its own unit."""
    bounds = _bounds(wanted)
    if wanted.kind == "number":
        lower = lower_is_better or wanted.hi == 0
        return Span(-math.inf, bounds.high) if lower else Span(bounds.low, math.inf)
    return bounds


def _compared(undecided: Attainment, goal: Span, span: Span) -> Attainment:
    """All of what was reached within the goal, or none of it; else it may be either."""
    shown = _COMPARED.fill(**_shown(undecided)) + (_TAKEN if span.assumed else Text(zh="", en=""))
    point = span.low == span.high
    if within(goal, span):
        share = degree(goal, span.low) if point else None
        if share is None or share <= 1:
            return replace(undecided, status="reached", completion=share, reason=shown)
        excess = rounded(span.low - goal.low)
        shown += _gap_text(_BEYOND, excess, undecided.target)
        return replace(undecided, status="exceeded", completion=share, excess=excess, reason=shown)
    short, over = below(goal, span), below(mirrored(goal), mirrored(span))
    if not (short or over):
        return replace(undecided, reason=_MAYBE.fill(**_shown(undecided)))
    missing = rounded(goal.low - span.high if short else span.low - goal.high)
    shown += _gap_text(_SHORT if short else _OVER, missing, undecided.target)
    share = degree(goal, span.low) if point else None
    return replace(undecided, status="unmet", completion=share, shortfall=missing, reason=shown)


def _gap_text(text: Text, by: float, wanted: Stated) -> Text:
    unit = wanted.unit.symbol
    return (
        text.fill(
            by=display.number(by), unit=" 个百分点" if unit == "%" else f" {unit}" if unit else ""
        )
        if by
        else Text(zh="", en="")
    )


# ---------------------------------------------------------------- differences
_STATED_GAP = Text(zh="实际完成值写明“{reached}”", en="what was reached says “{reached}”")


def _by_difference(undecided: Attainment) -> Attainment:
    """提前5天, 逾期3天, 超额200人, 差28人: the actual states only how far it is from the target."""
    wanted, reached = undecided.target, undecided.actual
    shown = _STATED_GAP.fill(reached=reached.text)
    timely = wanted.kind in ("deadline", "date")
    if timely != (reached.sense in ("early", "late")):
        return replace(undecided, reason=_CHANGE.fill(**_shown(undecided)))
    by = _difference(wanted, reached)
    if timely:
        late = reached.sense == "late" and reached.lo != 0
        return replace(
            undecided,
            status="unmet" if late else "reached",
            completion=None if late else 1.0,
            shortfall=by if late else None,
            reason=shown,
        )
    if by is None or wanted.direction not in ("higher", None) or not wanted.lo:
        return replace(undecided, reason=_UNLIKE.fill(**_shown(undecided)), unlike=by is None)
    share = by / wanted.lo
    if reached.sense == "gap":
        return replace(
            undecided,
            status="unmet" if by else "reached",
            completion=1 - share,
            shortfall=by or None,
            reason=shown,
        )
    return replace(
        undecided,
        status="exceeded" if by else "reached",
        completion=1 + share,
        excess=by or None,
        reason=shown,
    )


def _difference(wanted: Stated, reached: Stated) -> float | None:
    """How far from the target, in its unit; 超额5% of a number of people is a share of the
    target."""
    if reached.lo is None or not reached.point:
        return None
    if reached.unit.dimension == "percent" and wanted.unit.dimension != "percent" and wanted.lo:
        return rounded(wanted.lo * reached.lo * reached.unit.factor / 100)
    if wanted.unit.base == reached.unit.base or not reached.unit.symbol:
        return rounded(
            reached.lo * reached.unit.factor / (wanted.unit.factor if reached.unit.symbol else 1.0)
        )
    return None
