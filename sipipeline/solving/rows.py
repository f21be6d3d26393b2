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
                ends = ((self.lo[at] if w < 0 else -self.hi[at]) if at not in free else -math.inf for at, w in zip(rest, weights))
                return sum(abs(w) * end for end, w in zip(ends, weights)) >= 0
        return True

    def partners(self, row: int) -> set[int]:
        """The figures whose change could mend a row."""
        found = {at for at in self.terms(row)[0] if self.stated[at]}
        return found | {int(self.owner[row])} if self.owner[row] >= 0 else found


def compile_system(system: System) -> Problem:
    """The rows of all relations that can be asked."""
    return _Compiler(system).problem()


class _Compiler:
    def __init__(self, system: System) -> None:
        self.system = system
        self.number: dict[str, int] = {}
        self.figures: list[Figure] = []
        self.void: set[str] = {key for key, figure in system.figures.items() if figure.void}
        self.relation: list[int] = []
        self.owner: list[int] = []
        self.part: list[bool] = []
        self.pointer: list[int] = [0]
        self.column: list[int] = []
        self.coefficient: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def problem(self) -> Problem:
        for number, relation in enumerate(self.system.relations):
            if not relation.history and relation.subject not in self.void and self._given(relation):
                (self._ratio if relation.base else self._linear)(number, relation)
        figures = self.figures
        problem = Problem(
            self.system,
            list(self.number),
            self.number,
            figures,
            np.array([figure.value if figure.value is not None else math.nan for figure in figures], float),
            np.array([figure.lo for figure in figures], float),
            np.array([figure.hi for figure in figures], float),
            np.array([figure.stated for figure in figures], bool),
            np.array([figure.weight for figure in figures], float),
            self.relation,
            np.array(self.owner, np.int64),
            np.array(self.part, bool),
            np.array(self.pointer, np.int64),
            np.array(self.column, np.int64),
            np.array(self.coefficient, float),
            np.array(self.low, float),
            np.array(self.high, float),
        )
        blank = np.isnan(problem.value)
        refer(problem, problem.value, np.flatnonzero(blank).tolist(), problem.lo, problem.hi)
        return problem

    def _given(self, relation: Relation) -> bool:
        figures = self.system.figures
        return not any(key not in figures or not figures[key].stated for key in relation.given)

    def _at(self, key: str) -> int:
        at = self.number.get(key)
        if at is None:
            at = self.number[key] = len(self.figures)
            self.figures.append(self.system.figures.get(key) or Figure(key, *_OPEN, stated=False))
        return at

    def _linear(self, number: int, relation: Relation) -> None:
        terms = [(term.key, term.coefficient * relation.scale) for term in relation.terms if term.key not in self.void]
        if relation.parts and not terms:
            return
        if relation.op == "<=":
            subject = self.system.figures.get(relation.subject)
            if subject is None or not subject.stated or not subject.value:
                return
        merged = {self._at(relation.subject): 1.0}
        for key, weight in terms:
            at = self._at(key)
            merged[at] = merged.get(at, 0.0) - weight
        slack = SLACK * self._size(merged)
        self._row(number, merged, -math.inf if relation.op == "<=" else -slack, slack, -1, relation.op == "<=")

    def _ratio(self, number: int, relation: Relation) -> None:
        rate = self.system.figures.get(relation.subject)
        if rate is None or not rate.stated or not self._sound_base(relation):
            return
        over = {self._at(t.key): 0.0 for t in (*relation.terms, *relation.base) if t.key not in self.void}
        if not over:
            return
        base = dict(over)
        for term in relation.terms:
            if term.key not in self.void:
                over[self._at(term.key)] += term.coefficient * relation.scale
        for term in relation.base:
            if term.key not in self.void:
                base[self._at(term.key)] += term.coefficient
        slack = SLACK * max(abs(rate.lo), abs(rate.hi))
        owner = self._at(relation.subject)
        for end, low, high in ((rate.lo - slack, 0.0, math.inf), (rate.hi + slack, -math.inf, 0.0)):
            self._row(number, {at: over[at] - end * base[at] for at in over}, low, high, owner, False)

    def _sound_base(self, relation: Relation) -> bool:
        """Surely positive; or blank, and never negative."""
        least, size, some = 0.0, 0.0, False
        for term in relation.base:
            figure = self.system.figures.get(term.key)
            lo, hi = (figure.lo, figure.hi) if figure else _OPEN
            end = lo if term.coefficient > 0 else hi
            least += end * term.coefficient
            size = max(size, abs(end * term.coefficient) if math.isfinite(end) else 0.0)
            some |= figure is not None and (figure.stated or figure.void)
        return least > SLACK * size if some else least >= 0

    def _size(self, merged: dict[int, float]) -> float:
        return max((abs((self.figures[at].value or 0.0) * weight) for at, weight in merged.items()), default=0.0)

    def _row(self, number: int, merged: dict[int, float], low: float, high: float, owner: int, part: bool) -> None:
        terms = [(at, weight) for at, weight in merged.items() if weight]
        if not terms:
            return
        self.column.extend(at for at, _ in terms)
        self.coefficient.extend(weight for _, weight in terms)
        self.pointer.append(len(self.column))
        self.relation.append(number)
        self.owner.append(owner)
        self.part.append(part)
        self.low.append(low)
        self.high.append(high)


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
