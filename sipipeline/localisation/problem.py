"""The relations of one submission as sparse linear rows `lo <= coefficients @ figures <= hi`."""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation
from sipipeline.localisation.system import Figure, System

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """K figures and m rows of one submission. Figures of funds that the unit does not run are
    nowhere in it."""

    given: Callable[[], System]
    relations: Sequence[Relation]
    keys: list[str]
    number: dict[str, int]
    value: Floats
    """(K,): as stated; of a blank one any value of its range that the rest makes likely."""
    lo: Floats
    hi: Floats
    stated: Flags
    weight: Floats
    relation: list[int]
    """(m,): number of the relation that a row comes from."""
    owner: Numbers
    """(m,): the rate whose interval the row rests on; -1 where none."""
    part: Flags
    """(m,): rows of `<=`."""
    pointer: Numbers
    column: Numbers
    coefficient: Floats
    """Compressed sparse rows."""
    low: Floats
    high: Floats
    """(m,): bounds of the rows, slack included."""

    @cached_property
    def system(self) -> System:
        """The submission in full."""
        return self.given()

    @cached_property
    def figures(self) -> list[Figure]:
        """(K,)."""
        known = self.system.figures
        return [known.get(key) or Figure(key, 0.0, math.inf, stated=False) for key in self.keys]

    def terms(self, row: int) -> tuple[list[int], list[float]]:
        pointer, column, coefficient = self._lists
        start, end = pointer[row], pointer[row + 1]
        return column[start:end], coefficient[start:end]

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[float]]:
        return self.pointer.tolist(), self.column.tolist(), self.coefficient.tolist()

    @cached_property
    def touching(self) -> list[list[int]]:
        """Figure to the rows that it stands in; a rate to the rows that rest on it."""
        found: list[list[int]] = [[] for _ in self.keys]
        rows = np.repeat(np.arange(len(self.low)), np.diff(self.pointer))
        for column, row in zip(self.column.tolist(), rows.tolist()):
            found[column].append(row)
        for row in np.flatnonzero(self.owner >= 0).tolist():
            found[self.owner[row]].append(row)
        return found

    @cached_property
    def matrix(self) -> Any:
        from scipy.sparse import csr_array

        return csr_array(
            (self.coefficient, self.column, self.pointer), shape=(len(self.low), len(self.keys))
        )

    @cached_property
    def scale(self) -> Floats:
        """(K,): unit in which a figure is measured when solving, about its half-width."""
        half = (self.hi - self.lo) / 2
        known = np.isfinite(half) & (half > 0)
        scale = np.where(known, half, 0.0)
        exact = np.isfinite(half) & ~known
        scale[exact] = np.maximum(SLACK * np.abs(self.value[exact]), 1e-9)
        rows = np.repeat(np.arange(len(self.low)), np.diff(self.pointer))
        reach = np.zeros(len(self.low))
        np.maximum.at(reach, rows, np.abs(self.coefficient) * scale[self.column])
        found = np.zeros(len(self.keys))
        np.maximum.at(found, self.column, reach[rows] / np.abs(self.coefficient))
        usual = float(np.median(half[known])) if known.any() else 1.0
        return np.where(scale > 0, scale, np.where(found > 0, found, usual))

    @cached_property
    def grain(self) -> Floats:
        """(m,): unit in which a row is measured, that of its coarsest term."""
        rows = np.repeat(np.arange(len(self.low)), np.diff(self.pointer))
        grain = np.zeros(len(self.low))
        np.maximum.at(grain, rows, np.abs(self.coefficient) * self.scale[self.column])
        return grain

    def ends(self, free: Collection[int] = ()) -> tuple[Floats, Floats]:
        """Bounds of the figures when those of `free` are doubted."""
        lo, hi = self.lo.copy(), self.hi.copy()
        for at in free:
            lo[at], hi[at] = self.figures[at].may_be
        return lo, hi

    def reach(self, lo: Floats, hi: Floats) -> tuple[Floats, Floats]:
        """Least and most that each row can be, (m,) each."""
        if not len(self.low):
            return np.zeros(0), np.zeros(0)
        up = self.coefficient > 0
        lows, highs = lo[self.column], hi[self.column]
        least = np.add.reduceat(np.where(up, lows, highs) * self.coefficient, self.pointer[:-1])
        most = np.add.reduceat(np.where(up, highs, lows) * self.coefficient, self.pointer[:-1])
        return least, most

    def violated(self) -> list[int]:
        """Rows that do not hold by themselves."""
        least, most = self.reach(self.lo, self.hi)
        return np.flatnonzero((most < self.low) | (least > self.high)).tolist()

    def implied(self, at: int, rows: Iterable[int], lo: Floats, hi: Floats) -> tuple[float, float]:
        """What rows, one by one, leave of a figure within bounds of all figures."""
        least, most = float(lo[at]), float(hi[at])
        for row in rows:
            columns, weights = self.terms(row)
            if at not in columns:
                continue
            low = high = 0.0
            for other, weight in zip(columns, weights):
                if other != at:
                    ends = sorted((weight * float(lo[other]), weight * float(hi[other])))
                    low, high = low + ends[0], high + ends[1]
            weight = weights[columns.index(at)]
            ends = sorted(
                ((float(self.low[row]) - high) / weight, (float(self.high[row]) - low) / weight)
            )
            least, most = max(least, ends[0]), min(most, ends[1])
        return least, most

    def asked(self, row: int, free: Collection[int]) -> bool:
        """Whether a row is asked when the figures of `free` are doubted.

        A rate that is doubted frees its rows. Nothing is a part of any whole: a doubted part is
        held to its whole only where the whole is surely not negative."""
        if int(self.owner[row]) in free:
            return False
        if self.part[row]:
            (subject, *rest), (_, *weights) = self.terms(row)
            if subject in free:
                ends = (
                    (self.lo[at] if w < 0 else -self.hi[at]) if at not in free else -math.inf
                    for at, w in zip(rest, weights)
                )
                return sum(abs(w) * end for end, w in zip(ends, weights)) >= 0
        return True

    def partners(self, row: int) -> set[int]:
        """The figures whose change could mend a row."""
        found = {at for at in self.terms(row)[0] if self.stated[at]}
        return found | {int(self.owner[row])} if self.owner[row] >= 0 else found

    def partners_of(self, rows: Iterable[int]) -> list[frozenset[int]]:
        return [frozenset(self.partners(row)) for row in sorted(rows)]


def refer(problem: Problem, value: Floats, unknown: Iterable[int], lo: Floats, hi: Floats) -> None:
    """Give unknown figures values that the rows make likely, in place: amounts beyond 1e12 must not
    meet 0.

    Solving then works on deviations from these values. Any value is right; a near one keeps the
    numbers small."""
    left = set(unknown)
    counts: dict[int, int] = {}
    for at in left:
        for row in problem.touching[at]:
            counts[row] = counts.get(row, 0) + (int(problem.owner[row]) != at)
    ready = [row for row, count in counts.items() if count == 1]
    while left:
        at, guess = _next(problem, value, left, ready)
        left.discard(at)
        value[at] = min(max(guess, lo[at]), hi[at])
        for row in problem.touching[at]:
            counts[row] -= int(problem.owner[row]) != at
            if counts[row] == 1:
                ready.append(row)


def _next(problem: Problem, value: Floats, left: set[int], ready: list[int]) -> tuple[int, float]:
    """The next unknown figure, and what a row that knows all others makes of it; 0 where there is
    no such row."""
    while ready:
        row = ready.pop()
        columns, weights = problem.terms(row)
        if (at := next((c for c in columns if c in left), None)) is not None:
            rest = sum(w * value[c] for c, w in zip(columns, weights) if c != at)
            ends = [end for end in (problem.low[row], problem.high[row]) if math.isfinite(end)]
            return at, float((sum(ends) / len(ends) - rest) / weights[columns.index(at)])
    return min(left), 0.0
