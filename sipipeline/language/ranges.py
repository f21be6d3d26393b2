"""From low to high: what a target allows and what was reached, in one unit, and how the two lie to
each other."""

import math

from sipipeline.core.figures import SLACK, significant
from sipipeline.core.values import frozen


@frozen
class Range:
    """From low to high, in the unit of the target."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    assumed: str = ""
    """`unit` where the actual's unit was not written and taken to be the target's."""

    @property
    def ends(self) -> tuple[float, float]:
        return self.low, self.high

    def widened(self, half_width: float) -> "Range":
        if not half_width:
            return self
        return Range(self.low - half_width, self.high + half_width)

    def loosened(self, share: float) -> "Range":
        """The range with a share of either end more room."""
        low, high = self.low - abs(self.low) * share, self.high + abs(self.high) * share
        return Range(low, high, assumed=self.assumed)

    def scaled(self, factor: float, assumed: str = "") -> "Range":
        low, high = significant(self.low * factor, 13), significant(self.high * factor, 13)
        return Range(low, high, self.low_open, self.high_open, assumed or self.assumed)


def within(goal: Range, span: Range) -> bool:
    return _above_floor(goal, span) and _above_floor(mirrored(goal), mirrored(span))


def below(goal: Range, span: Range) -> bool:
    """Whether the whole span lies below the low end of the goal."""
    slack = SLACK * largest(goal.low, span.high)
    if math.isinf(goal.low) or span.high > goal.low + slack:
        return False
    at_bound = span.high >= goal.low - slack
    return goal.low_open or span.high_open or not at_bound


def mirrored(span: Range) -> Range:
    return Range(-span.high, -span.low, span.high_open, span.low_open)


def largest(*ends: float) -> float:
    """The size of the farthest end that is not infinite."""
    return max(filter(math.isfinite, map(abs, ends)), default=0.0)


def degree(goal: Range, value: float) -> float | None:
    """Higher is better: reached / target. Lower is better: 1 up to the target, from there down to 0
    at twice it."""
    if value < goal.low or math.isinf(goal.high):
        return _of_floor(goal.low, value)
    if value <= goal.high:
        return 1.0
    if goal.high <= 0:
        return 0.0
    return max(0.0, 1 - (value - goal.high) / goal.high)


def rounded(value: float) -> float:
    return abs(significant(value))


def _above_floor(goal: Range, span: Range) -> bool:
    """Whether the whole span lies at or above the low end of the goal."""
    if math.isinf(goal.low):
        return True
    slack = SLACK * largest(goal.low, span.low)
    if span.low > goal.low + slack:
        return True
    at_bound = span.low >= goal.low - slack
    return at_bound and (span.low_open or not goal.low_open)


def _of_floor(floor: float, value: float) -> float | None:
    if floor > 0:
        return max(0.0, value / floor)
    return 1.0 if floor == 0 <= value else None
