"""The stated figures of a batch as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

Interval = tuple[float, float]
"""Closed; an open end is infinite."""


def meet(one: Interval, other: Interval) -> bool:
    """Whether two intervals have a number in common."""
    return common(one, other) is not None


def common(one: Interval, other: Interval) -> Interval | None:
    """What two intervals have in common; None where that is nothing."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def columns_of(keys: Iterable[str]) -> dict[str, int]:
    """The column of each key, in the order given."""
    return {key: column for column, key in enumerate(keys)}


@dataclass(frozen=True)
class Figures:
    """The figures of n submissions, in the units of the workbook: arrays of shape (n, K), one
    column a key."""

    columns: Mapping[str, int]
    value: Floats
    """0 where blank."""
    half_width: Floats
    """By the rounding of the figure itself, or of the figures that it was derived from."""
    printed_half_width: Floats
    """By the rounding of the printed digits alone."""
    stated: Flags
    not_run: Flags
    """Figures of funds that a submission does not report: exactly 0, never doubted."""
    formula: Flags
    """Values of formula cells."""
    floor: Floats
    """Shape (K,): the least that a figure can be, 0 or -inf."""

    @cached_property
    def lo(self) -> Floats:
        """Lower ends: of a blank figure its floor."""
        return np.where(self._known, self.value - self.half_width, self.floor)

    @cached_property
    def hi(self) -> Floats:
        """Upper ends: of a blank figure infinity."""
        return np.where(self._known, self.value + self.half_width, np.inf)

    @cached_property
    def _known(self) -> Flags:
        return self.stated | self.not_run

    def typed(self, key: str, row: int = 0) -> Interval | None:
        """What stands in a cell of a submission, give or take its rounding; None where it is
        blank."""
        place = row, self.columns[key]
        ends = float(self.lo[place]), float(self.hi[place])
        return ends if self.stated[place] else None

    def of(self, rows: Sequence[int]) -> "Figures":
        """The figures of some submissions of the batch."""
        return replace(
            self,
            value=self.value[rows],
            half_width=self.half_width[rows],
            printed_half_width=self.printed_half_width[rows],
            stated=self.stated[rows],
            not_run=self.not_run[rows],
            formula=self.formula[rows],
        )

    def only(self, keys: Sequence[str]) -> "Figures":
        """The figures of some keys, in their order."""
        chosen = [self.columns[key] for key in keys]
        return Figures(
            columns_of(keys),
            self.value[:, chosen],
            self.half_width[:, chosen],
            self.printed_half_width[:, chosen],
            self.stated[:, chosen],
            self.not_run[:, chosen],
            self.formula[:, chosen],
            self.floor[chosen],
        )

    def without(self, doubted: Flags) -> "Figures":
        """The same figures, the doubted ones taken as blank."""
        return replace(
            self,
            value=np.where(doubted, 0.0, self.value),
            half_width=np.where(doubted, 0.0, self.half_width),
            stated=self.stated & ~doubted,
        )
