"""Target against what was reached: reached, exceeded, unmet or undecided, and to what degree."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from sipipeline.domain.figures import SLACK
from sipipeline.domain.statements import Stated, Unit, parse
from sipipeline.domain.text import Text

_PUNCTUATION = re.compile(r"[\s,，。.;；:：、()（）]")


@dataclass(frozen=True, slots=True)
class Attainment:
    status: str
    """reached, exceeded (by more than the target asks, a rate above 100 %), unmet, undecided."""
    completion: float | None
    """Degree of completion as a fraction: 9175 of 9203 is 0.99696."""
    shortfall: float | None
    """What is missing, in the target's unit; None where nothing is."""
    reason: Text
    """How it was decided, or why it was not."""
    target: Stated
    actual: Stated
    repeats: bool = False
    """What was reached merely repeats the target."""
    unlike: bool = False
    """Their units cannot be compared."""

    @property
    def decided(self) -> bool:
        return self.status != "undecided"


@lru_cache(maxsize=4096)
def attain(target: str, actual: str, lower_is_better: bool = False) -> Attainment:
    """Judge one indicator; never raises. A target that is a bare number is to be reached, or kept to where lower is
    better; a target of 0 is all or nothing."""
    wanted, reached = parse(target), parse(actual)
    repeats = _repeats(wanted, reached)
    if (why := _obstacle(wanted, reached)) is not None:
        return Attainment("undecided", None, None, why, wanted, reached, repeats)
    if wanted.kind == "qualitative" or reached.kind == "qualitative":
        return _by_words(wanted, reached, repeats)
    fitted = _fitted(wanted, reached)
    if fitted is None:
        return Attainment(
            "undecided", None, None, _UNLIKE.fill(**_units(wanted, reached)), wanted, reached, repeats, True
        )
    if repeats:
        return Attainment("undecided", None, None, _REPEATS, wanted, reached, True)
    return _by_figures(wanted, _directed(wanted, lower_is_better), fitted, reached)


_UNLIKE = Text(
    "指标值的单位是“{wanted}”，实际完成值的单位是“{reached}”，没法比",
    "the target is in “{wanted}”, what was reached in “{reached}”: they cannot be compared",
)
_REPEATS = Text("实际完成值照抄了指标值，不是实际数", "what was reached repeats the target and is no figure of its own")
_ALWAYS = Text("指标值怎么都能达到，没法判断", "the target is met by anything")
_NEVER = Text("指标值自相矛盾，不可能达到", "the target contradicts itself")
_WORDS = Text("实际完成值是“{reached}”，看不出完成与否", "“{reached}” does not say whether it was reached")
_SAID = Text("实际完成值是“{reached}”", "“{reached}” says so")
_MAYBE = Text(
    "实际完成值是一个范围，可能达到也可能没达到", "what was reached is a range that may or may not meet the target"
)
_COMPARED = Text("实际 {reached}，指标值 {wanted}", "{reached} reached, {wanted} wanted")
_TARGET, _ACTUAL = Text("指标值", "the target "), Text("实际完成值", "what was reached ")
_BLANK = Text("没有填", "is not filled in")


def _obstacle(wanted: Stated, reached: Stated) -> Text | None:
    for side, stated in ((_TARGET, wanted), (_ACTUAL, reached)):
        if stated.kind == "blank":
            return side + _BLANK
        if stated.problem is not None:
            return side + stated.problem
    if wanted.always or wanted.never:
        return _ALWAYS if wanted.always else _NEVER
    return None


def _repeats(wanted: Stated, reached: Stated) -> bool:
    """The same words; or the same bound or deadline. A bare number that equals the target is a figure of its own."""
    if wanted.kind in ("qualitative", "unreadable"):
        return _plain(wanted.text) == _plain(reached.text)
    same = (wanted.kind, wanted.lo, wanted.hi, wanted.unit.dimension) == (
        reached.kind,
        reached.lo,
        reached.hi,
        reached.unit.dimension,
    )
    return same and wanted.kind in ("bound", "range", "deadline") and wanted.anchor in ("", reached.anchor)


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def _by_words(wanted: Stated, reached: Stated, repeats: bool) -> Attainment:
    """One of them is a wording: what was reached must say it."""
    if repeats:
        return Attainment("undecided", None, None, _REPEATS, wanted, reached, True)
    shown = _SAID.fill(reached=reached.text)
    if reached.band:
        status = "reached" if reached.band == "reached" else "unmet"
        return Attainment(status, 1.0 if status == "reached" else None, None, shown, wanted, reached)
    if reached.kind == "number" and reached.unit.dimension == "percent" and reached.lo is not None:
        status = "reached" if reached.lo >= 100 else "unmet"
        return Attainment(status, reached.lo / 100, None, shown, wanted, reached)
    return Attainment("undecided", None, None, _WORDS.fill(reached=reached.text), wanted, reached)


def _fitted(wanted: Stated, reached: Stated) -> tuple[float, float] | None:
    """What was reached in the target's own unit; None where the units are unlike."""
    mine, other = wanted.unit, reached.unit
    if "date" in (wanted.kind, reached.kind):
        same = wanted.kind == reached.kind and mine.dimension == other.dimension
        return (
            reached.own if (same and wanted.anchor in ("", reached.anchor)) or (same and not reached.anchor) else None
        )
    if mine.dimension == other.dimension:
        low, high = reached.own
        return low / mine.factor, high / mine.factor
    if "percent" in (mine.dimension, other.dimension):
        return _percent(wanted, reached)
    if _bare(mine) or _bare(other):
        factor = other.factor / mine.factor if other.dimension else 1.0
        low, high = (-math.inf if reached.lo is None else reached.lo), (math.inf if reached.hi is None else reached.hi)
        return low * factor, high * factor
    return None


def _bare(unit: Unit) -> bool:
    return unit.dimension in ("", "plain")


def _percent(wanted: Stated, reached: Stated) -> tuple[float, float] | None:
    """A percent against a bare number: 0.98 is 98 %, 98 is 98 %; 0 and what lies between 1 and 2 are not told apart."""
    mine, other = wanted.unit, reached.unit
    if mine.dimension == "percent" and not other.dimension:
        low, high = reached.own
        factor = 100.0 if 0 < max(abs(low), abs(high)) <= 1 else 1.0
        return low * factor, high * factor
    if other.dimension == "percent" and not mine.dimension:
        low, high = reached.own
        top = max(abs(end) for end in wanted.own if math.isfinite(end))
        factor = 0.01 if 0 < top <= 1 else 1.0
        return low * factor, high * factor
    return None


def _directed(wanted: Stated, lower_is_better: bool) -> tuple[float, float]:
    """What meets the target, in its own unit."""
    low = -math.inf if wanted.lo is None else wanted.lo
    high = math.inf if wanted.hi is None else wanted.hi
    if wanted.kind == "number":
        return (-math.inf, high) if lower_is_better or wanted.hi == 0 else (low, math.inf)
    return low, high


def _by_figures(wanted: Stated, goal: tuple[float, float], fitted: tuple[float, float], reached: Stated) -> Attainment:
    """All of what was reached within the goal, or none of it; else it may be either."""
    low, high = goal
    slack = SLACK * max(abs(end) for end in (*goal, *fitted, 1.0) if math.isfinite(end))
    over_low = fitted[0] > low + slack if wanted.lo_open and not reached.lo_open else fitted[0] >= low - slack
    under_high = fitted[1] < high - slack if wanted.hi_open and not reached.hi_open else fitted[1] <= high + slack
    shown = _COMPARED.fill(reached=reached.text, wanted=wanted.text)
    if over_low and under_high:
        degree = _degree(goal, fitted)
        beyond = (
            math.isinf(high) and fitted[0] > low + slack and (wanted.unit.dimension != "percent" or fitted[0] > 100)
        )
        return Attainment("exceeded" if beyond else "reached", degree, None, shown, wanted, reached)
    below = fitted[1] < low - slack or (wanted.lo_open and fitted[1] <= low + slack)
    above = fitted[0] > high + slack or (wanted.hi_open and fitted[0] >= high - slack)
    if below or above:
        if wanted.kind == "date":
            return Attainment("unmet", None, None, shown, wanted, reached)
        missing = low - fitted[1] if below else fitted[0] - high
        return Attainment("unmet", _degree(goal, fitted), float(f"{missing:.12g}"), shown, wanted, reached)
    return Attainment("undecided", None, None, _MAYBE, wanted, reached)


def _degree(goal: tuple[float, float], fitted: tuple[float, float]) -> float | None:
    """Higher is better: reached / target. Lower is better: 1 up to the target, from there down to 0 at twice it."""
    low, high = goal
    value = fitted[0] if math.isfinite(fitted[0]) else fitted[1]
    if math.isinf(high):
        return value / low if low > 0 else (1.0 if value >= low else 0.0)
    if value > high:
        return max(0.0, 1 - (value - high) / high) if high > 0 else 0.0
    if math.isfinite(low) and value < low:
        return max(0.0, value / low) if low > 0 else 0.0
    return 1.0


def _units(wanted: Stated, reached: Stated) -> dict[str, object]:
    return {"wanted": wanted.unit.written or "—", "reached": reached.unit.written or "—"}
