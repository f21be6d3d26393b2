"""The relations of one submission as sparse linear rows `lo <= coefficients @ figures <= hi`.

A rate that is not doubted is an interval [l, h]; on a base that is not negative, rate = over / base is the two rows
over - l * base >= 0 and over - h * base <= 0, exactly. A rate that is blank or doubted frees its relation.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipipeline.domain.figures import SLACK
from sipipeline.domain.relations import Relation
from sipipeline.solving.system import Figure, System

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_OPEN = (0.0, math.inf)


@dataclass(frozen=True)
class Problem:
    """K figures and m rows of one submission. Figures of funds that the unit does not run are nowhere in it."""

    system: System
    keys: list[str]
    number: dict[str, int]
    figures: list[Figure]
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

    @property
    def relations(self) -> list[Relation]:
        return list(self.system.relations)

    def terms(self, row: int) -> tuple[list[int], list[float]]:
        span = slice(self.pointer[row], self.pointer[row + 1])
        return self.column[span].tolist(), self.coefficient[span].tolist()

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

        return csr_array((self.coefficient, self.column, self.pointer), shape=(len(self.low), len(self.keys)))

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
            ends = sorted(((float(self.low[row]) - high) / weight, (float(self.high[row]) - low) / weight))
            least, most = max(least, ends[0]), min(most, ends[1])
        return least, most

    def asked(self, row: int, free: Collection[int]) -> bool:
        """Whether a row is asked when the figures of `free` are doubted.

        A rate that is doubted frees its rows. Nothing is a part of any whole: a doubted part is held to its whole
        only where the whole is surely not negative.
        """
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


def compile_system(system: System) -> Problem:
    """The rows of all relations that can be asked."""
    return _Compiler(system).problem()


class _Compiler:
    """Collects the rows; a workbook has a thousand, so the loops are kept plain."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.number: dict[str, int] = {}
        self.figures: list[Figure] = []
        self.void: set[str] = {key for key, figure in system.figures.items() if figure.void}
        self.rows: list[tuple[int, int, bool, float, float]] = []
        """Relation, owner, whether `<=`, low, high."""
        self.pointer: list[int] = [0]
        self.column: list[int] = []
        self.coefficient: list[float] = []

    def problem(self) -> Problem:
        for number, relation in enumerate(self.system.relations):
            if relation.history or relation.subject in self.void or self.void.issuperset(t.key for t in relation.terms):
                continue
            if not any(map(self._stated, relation.keys)):
                continue
            if all(map(self._stated, relation.given)) and not any(map(self._stated, relation.unless)):
                (self._ratio if relation.base else self._linear)(number, relation)
        relations, owners, parts, lows, highs = zip(*self.rows) if self.rows else ((),) * 5
        known = self.figures
        problem = Problem(
            system=self.system,
            keys=list(self.number),
            number=self.number,
            figures=known,
            value=np.array([math.nan if figure.value is None else figure.value for figure in known], float),
            lo=np.array([figure.lo for figure in known], float),
            hi=np.array([figure.hi for figure in known], float),
            stated=np.array([figure.stated for figure in known], bool),
            weight=np.array([figure.weight for figure in known], float),
            relation=list(relations),
            owner=np.array(owners, np.int64),
            part=np.array(parts, bool),
            pointer=np.array(self.pointer, np.int64),
            column=np.array(self.column, np.int64),
            coefficient=np.array(self.coefficient, float),
            low=np.array(lows, float),
            high=np.array(highs, float),
        )
        blank = np.flatnonzero(np.isnan(problem.value)).tolist()
        refer(problem, problem.value, blank, problem.lo, problem.hi)
        return problem

    def _at(self, key: str) -> int:
        at = self.number.get(key)
        if at is None:
            at = self.number[key] = len(self.figures)
            self.figures.append(self.system.figures.get(key) or Figure(key, *_OPEN, stated=False))
        return at

    def _stated(self, key: str) -> bool:
        return (figure := self.system.figures.get(key)) is not None and figure.stated

    def _linear(self, number: int, relation: Relation) -> None:
        within = relation.op == "<="
        subject = self._at(relation.subject)
        if within and not self.figures[subject].value:  # nothing is a part of any whole; so may be a blank
            return
        void, known, scale = self.void, self.figures, relation.scale
        merged = {subject: 1.0}
        size = abs(known[subject].value or 0.0)
        for term in relation.terms:
            if term.key not in void:
                at, weight = self._at(term.key), scale * term.coefficient
                merged[at] = merged.get(at, 0.0) - weight
                size = max(size, abs(weight * (known[at].value or 0.0)))
        slack = SLACK * size
        self._row(merged, (number, -1, within, -math.inf if within else -slack, slack))

    def _ratio(self, number: int, relation: Relation) -> None:
        rate = self.system.figures.get(relation.subject)
        if rate is None or not rate.stated or not self._sound_base(relation):
            return
        slack = SLACK * max(abs(rate.lo), abs(rate.hi))
        low, high = rate.lo - slack, rate.hi + slack
        least: dict[int, float] = {}
        most: dict[int, float] = {}
        for term in relation.base:
            if term.key not in self.void:
                at = self._at(term.key)
                least[at], most[at] = -low * term.coefficient, -high * term.coefficient
        for term in relation.terms:
            if term.key not in self.void:
                at, weight = self._at(term.key), relation.scale * term.coefficient
                least[at], most[at] = least.get(at, 0.0) + weight, most.get(at, 0.0) + weight
        owner = self._at(relation.subject)
        self._row(least, (number, owner, False, 0.0, math.inf))
        self._row(most, (number, owner, False, -math.inf, 0.0))

    def _sound_base(self, relation: Relation) -> bool:
        """Surely positive; or blank, and never negative."""
        least, size, some = 0.0, 0.0, False
        for term in relation.base:
            figure = self.system.figures.get(term.key)
            lo, hi = (figure.lo, figure.hi) if figure else _OPEN
            end = (lo if term.coefficient > 0 else hi) * term.coefficient
            least += end
            size = max(size, abs(end) if math.isfinite(end) else 0.0)
            some |= figure is not None and (figure.stated or figure.void)
        return least > SLACK * size if some else least >= 0

    def _row(self, merged: dict[int, float], row: tuple[int, int, bool, float, float]) -> None:
        if 0.0 in merged.values():
            merged = {at: weight for at, weight in merged.items() if weight}
        if merged:
            self.column += merged
            self.coefficient += merged.values()
            self.pointer.append(len(self.column))
            self.rows.append(row)


def refer(problem: Problem, value: Floats, unknown: Iterable[int], lo: Floats, hi: Floats) -> None:
    """Give unknown figures values that the rows make likely, in place: amounts beyond 1e12 must not meet 0.

    Solving then works on deviations from these values. Any value is right; a near one keeps the numbers small.
    """
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
    """The next unknown figure, and what a row that knows all others makes of it; 0 where there is no such row."""
    while ready:
        row = ready.pop()
        columns, weights = problem.terms(row)
        if (at := next((c for c in columns if c in left), None)) is not None:
            rest = sum(w * value[c] for c, w in zip(columns, weights) if c != at)
            ends = [end for end in (problem.low[row], problem.high[row]) if math.isfinite(end)]
            return at, float((sum(ends) / len(ends) - rest) / weights[columns.index(at)])
    return min(left), 0.0
