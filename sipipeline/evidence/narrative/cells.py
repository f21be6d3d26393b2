"""What the tables say of a figure: the cell, or where it is blank what the cells beside it make."""

from dataclasses import dataclass

from sipipeline.core import keys
from sipipeline.core.submission import Submission


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the tables have it, between its bounds, in the unit of the cell."""

    key: str
    low: float
    high: float
    derived: bool = False
    """The cell is blank or computed by the form; the figure is worked out from others."""

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


def told(key: str, submission: Submission) -> Told | None:
    """The figure of a cell; None where the tables do not say it."""
    claim = submission.figure(key)
    if claim is None:
        return _derived(key, submission)
    if not isinstance(claim.value, float):
        return None
    low, high = claim.value - claim.half_width, claim.value + claim.half_width
    return Told(key, low, high, derived=key not in submission.claims)


def _derived(key: str, submission: Submission) -> Told | None:
    """A blank change, rate or figure of last year from its own row."""
    if keys.family(key) not in ("accounts", "headcounts"):
        return None

    def cell(measure: str) -> Told | None:
        beside = keys.beside(key, measure)
        return told(beside, submission) if submission.figure(beside) else None

    actual = cell("actual")
    if actual is None:
        return None
    match keys.measure(key):
        case "change":
            return _less(key, actual, cell("prior"))
        case "prior":
            return _less(key, actual, cell("change"))
        case "growth_rate":
            growth = _over(key, actual, cell("prior"))
            return growth and Told(key, growth.low - 1, growth.high - 1, True)
        case "completion_rate":
            return _over(key, actual, cell("budget"))
    return None


def _less(key: str, one: Told, other: Told | None) -> Told | None:
    return other and Told(key, one.low - other.high, one.high - other.low, True)


def _over(key: str, one: Told, base: Told | None) -> Told | None:
    """A ratio; None on a base that is not above nothing."""
    if base is None or base.low <= 0 or one.low < 0:
        return None
    return Told(key, one.low / base.high, one.high / base.low, True)
