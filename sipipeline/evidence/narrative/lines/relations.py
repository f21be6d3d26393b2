"""What figures make of each other, each known between its least and its most: one relation each,
for the cells of the tables and for the figures of a sentence."""

import math
from collections.abc import Callable, Iterable
from functools import reduce
from typing import NamedTuple

from sipipeline.core.figures import SLACK

_MONTHS = 12
_TENTH = 1
"""Decimals to which months are mostly rounded."""


class Bounds(NamedTuple):
    """The least and the most that a figure may be."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def plus(self, other: "Bounds") -> "Bounds":
        return Bounds(self.low + other.low, self.high + other.high)

    def minus(self, other: "Bounds") -> "Bounds":
        return Bounds(self.low - other.high, self.high - other.low)

    def times(self, other: "Bounds") -> "Bounds":
        ends = [one * another for one in self for another in other]
        return Bounds(min(ends), max(ends))

    def by(self, factor: float) -> "Bounds":
        """So many times it; where the factor is -1 what is as far on the other side of nothing."""
        return self.times(Bounds(factor, factor))

    def over(self, other: "Bounds") -> "Bounds":
        """Their quotient; anything where the other may be 0."""
        if other.low <= 0 <= other.high:
            return Bounds(-math.inf, math.inf)
        ends = [one / another for one in self for another in other]
        return Bounds(min(ends), max(ends))

    def meets(self, other: "Bounds") -> bool:
        room = SLACK * max(abs(end) for end in (*self, *other) if math.isfinite(end))
        return self.low < other.high + room and other.low < self.high + room


Relation = Callable[..., Bounds]
"""What makes a figure of others, in their order."""
NOTHING, ALL = Bounds(0.0, 0.0), Bounds(1.0, 1.0)
difference, share, product = Bounds.minus, Bounds.over, Bounds.times


def total(*parts: Bounds) -> Bounds:
    return together(parts)


def together(spans: Iterable[Bounds]) -> Bounds:
    """Several figures added up."""
    return reduce(Bounds.plus, spans, NOTHING)


def opposite(one: Bounds) -> Bounds:
    """What is as far on the other side of nothing."""
    return one.by(-1)


def multiple(now: Bounds, before: Bounds) -> Bounds:
    """How many times a figure is another, be it that both lie below nothing."""
    return now.over(before)


def growth(now: Bounds, before: Bounds) -> Bounds:
    return now.over(before).minus(ALL)


def between(one: Bounds, other: Bounds) -> Bounds:
    """All from the least to the most of two figures."""
    return Bounds(min(one.low, other.low), max(one.high, other.high))


def a_month(year: Bounds) -> Bounds:
    """A month's part of what a year has."""
    return year.over(Bounds(_MONTHS, _MONTHS))


def months(balance: Bounds, expenditure: Bounds) -> Bounds:
    """How many months of a year's expenditure a balance pays."""
    return balance.over(expenditure).by(_MONTHS)


def more_months(now: Bounds, spent: Bounds, before: Bounds, spent_before: Bounds) -> Bounds:
    """By how much the months are more, or those of either year as they are mostly rounded."""
    this, last = months(now, spent), months(before, spent_before)
    rounded = round(this.middle, _TENTH) - round(last.middle, _TENTH)
    return between(Bounds(rounded, rounded), this.minus(last))


QUOTIENTS = frozenset({share, multiple, growth, months, more_months})
"""Relations to a base, which stands behind what is measured by it: those of several funds have no
sum, and nobody states one on a base that is not above nothing."""
