"""From low to high: what a target allows and what was reached, in one unit, and how the two lie to
each other."""

import math
from dataclasses import dataclass

from sipipeline.core.figures import SLACK, significant


@dataclass(frozen=True, slots=True)
class Span:
    """From low to high, in the unit of the target."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    assumed: str = ""
    """`unit` where the actual's unit was not written and taken to be the target's."""

    def scaled(self, factor: float, assumed: str = "") -> "Span":
        low, high = significant(self.low * factor, 13), significant(self.high * factor, 13)
        return Span(low, high, self.low_open, self.high_open, assumed or self.assumed)


def within(goal: Span, span: Span) -> bool:
    return _above_floor(goal, span) and _above_floor(mirrored(goal), mirrored(span))


def _above_floor(goal: Span, span: Span) -> bool:
    """Whether the whole span lies at or above the low end of the goal."""
    if math.isinf(goal.low):
        return True
    slack = _slack(goal.low, span.low)
    return span.low > goal.low + slack or (
        span.low >= goal.low - slack and (not goal.low_open or span.low_open)
    )


def below(goal: Span, span: Span) -> bool:
    """Whether the whole span lies below the low end of the goal."""
    slack = _slack(goal.low, span.high)
    if math.isinf(goal.low) or span.high > goal.low + slack:
        return False
    return span.high < goal.low - slack or goal.low_open or span.high_open


def mirrored(span: Span) -> Span:
    return Span(-span.high, -span.low, span.high_open, span.low_open)


def _slack(*ends: float) -> float:
    return SLACK * max((abs(end) for end in ends if math.isfinite(end)), default=0.0)


def degree(goal: Span, value: float) -> float | None:
    """Higher is better: reached / target. Lower is better: 1 up to the target, from there down to 0
    at twice it."""
    if value < goal.low or math.isinf(goal.high):
        if goal.low > 0:
            return max(0.0, value / goal.low)
        return 1.0 if goal.low == 0 <= value else None
    if value <= goal.high:
        return 1.0
    return max(0.0, 1 - (value - goal.high) / goal.high) if goal.high > 0 else 0.0


def rounded(value: float) -> float:
    return abs(significant(value))
