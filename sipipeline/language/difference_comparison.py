"""An actual that states only how far it is from the target: 提前5天, 逾期3天, 超额200人, 差28人."""

from dataclasses import replace

from sipipeline.core.text import Text
from sipipeline.language.comparison import CHANGE, UNLIKE, Attainment
from sipipeline.language.direction import LOWER
from sipipeline.language.ranges import rounded
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES

SENSES = ("early", "late", "beyond", "gap")
"""The senses of such differences."""
_WHOLE = 100
_STATED = Text(zh="实际完成值写明“{reached}”", en="what was reached says “{reached}”")
_CEILING = Text(
    zh="指标值“{wanted}”是上限或范围，从“{reached}”看不出在不在里面；请填实际数",
    en="“{wanted}” is an upper limit or a range; “{reached}” does not say whether it was kept; "
    "state the exact figure",
)
_OTHER_LIMIT = Text(
    zh="“{reached}”比指标值“{wanted}”还长，提前的是另一个期限；请填实际用时",
    en="“{reached}” is longer than “{wanted}” and counted from another limit; state the time that "
    "it took",
)


def by_difference(undecided: Attainment, direction: str) -> Attainment:
    """Judge by the distance to the target that the actual states; `direction` is that of a bare
    number."""
    wanted, reached = undecided.target, undecided.actual
    timely = wanted.kind in ("deadline", "date") or _is_time_limit(wanted, direction)
    if timely != (reached.sense in ("early", "late")):
        return undecided.because(CHANGE)
    by = _difference(wanted, reached)
    if timely:
        return _in_time(undecided, by)
    if by is None:
        return replace(undecided.because(UNLIKE), unlike=True)
    if LOWER in (wanted.direction, direction if wanted.direction is None else ""):
        return _from_ceiling(undecided, by)
    if wanted.direction in ("higher", None) and wanted.lo:
        return _from_floor(undecided, wanted.lo, by)
    return undecided.because(_CEILING)


def _is_time_limit(wanted: Stated, direction: str) -> bool:
    """Whether a plain number is the time that something may take at most."""
    plain = wanted.kind == "number" and wanted.unit.dimension in TIMES
    return plain and direction == LOWER


def _in_time(undecided: Attainment, by: float | None) -> Attainment:
    """提前5天 keeps a limit that is no shorter: 提前20天 of 15天 is counted from another."""
    if undecided.actual.sense == "late" and undecided.actual.lo != 0:
        return undecided.missed(_STATED, shortfall=by)
    limit = undecided.target.hi
    if limit is not None and by is not None and by > limit:
        return undecided.because(_OTHER_LIMIT)
    return undecided.kept(_STATED)


def _from_floor(undecided: Attainment, least: float, by: float) -> Attainment:
    """超额20人, 差28人 of at least so many."""
    if not by:
        return undecided.kept(_STATED)
    if undecided.actual.sense == "gap":
        return undecided.missed(_STATED, 1 - by / least, by)
    return replace(undecided.kept(_STATED, 1 + by / least), status="exceeded")


def _from_ceiling(undecided: Attainment, by: float) -> Attainment:
    """超额20人 where at most so many were to be, 超预算3% where at most 100%; 差20人 does not say
    whether that is kept."""
    most = undecided.target.hi
    is_share = undecided.target.unit.dimension == "percent" and most != _WHOLE
    if undecided.actual.sense != "beyond" or is_share:
        return undecided.because(_CEILING)
    if not by:
        return undecided.kept(_STATED)
    completion = max(0.0, 1 - by / most) if most else 0.0
    return undecided.missed(_STATED, completion, by)


def _difference(wanted: Stated, reached: Stated) -> float | None:
    """How far from the target, in its unit; 超额5% of a number of people is a share of the
    target."""
    if reached.lo is None or not reached.point:
        return None
    base = wanted.lo or wanted.hi
    is_share = reached.unit.dimension == "percent" != wanted.unit.dimension
    if is_share and base:
        return rounded(base * reached.lo * reached.unit.factor / 100)
    if not reached.unit.symbol:
        return rounded(reached.lo)
    if wanted.unit.base != reached.unit.base:
        return None
    return rounded(reached.lo * reached.unit.factor / wanted.unit.factor)
