"""The smallest explanation of a contradictory workbook by exhaustion: single cells and pairs, each
tried by itself.

Shares no search and no test with `localisation.search` and `localisation.feasibility`. A set of
cells is refuted where it meets no cell of a row that does not hold by itself, or where interval
propagation over all rows leaves some cell no value; otherwise one linear program over all rows
decides. What a program refutes gives a cut: figures of which every explanation must open one.

A pair can be as heavy as three light cells. So it counts as smallest only once every set of three
cells and more that is no heavier is refuted too: the lightest that meets all cuts is tried, until
the lightest is heavier."""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, vstack

from sipipeline.arithmetic.figures import Flags, Floats, Numbers
from sipipeline.localisation.problem import LinearProblem, estimated

EQUAL = 1e-9
TOLERANCE = 1e-6
"""What counts as contradiction, in half-widths of the figures."""
BLUR = 1e-12
"""Relative error of a sum in floating point, amply."""
SWEEPS = 12
ROUNDS = 200
"""Sets of three and more that are tried."""

Cells = frozenset[int]


@dataclass(frozen=True, slots=True)
class Smallest:
    sets: tuple[frozenset[str], ...]
    """The lightest single cells and pairs that explain everything; empty where none does."""
    weight: float
    larger: tuple[frozenset[str], ...]
    """Sets of three and more that explain it and are no heavier, as far as they were looked for."""
    proved: bool
    """Whether nothing else is as light."""

    @property
    def unique(self) -> bool:
        return len(self.sets) == 1 and not self.larger and self.proved


def smallest(problem: LinearProblem) -> Smallest:
    search = _Search(problem)
    search.singles()
    search.pairs()
    larger, proved = search.larger() if search.found else ([], False)
    sets, more = (
        [frozenset(problem.keys[at] for at in one) for one in some]
        for some in (search.found, larger)
    )
    return Smallest(tuple(sets), search.best, tuple(more), proved)


class _Search:
    def __init__(self, problem: LinearProblem) -> None:
        self.trials = Trials(problem)
        self.weight = problem.weight.tolist()
        self.cuts = [frozenset(problem.mending(row)) for row in problem.violated()]
        self.best = math.inf
        self.found: list[Cells] = []
        if not self.cuts and (cut := self.trials.refuted(frozenset())) is not None:
            self.cuts.append(cut)

    def singles(self) -> None:
        if self.cuts:
            self._try(frozenset({at}) for at in frozenset.intersection(*self.cuts))

    def pairs(self) -> None:
        """Those that meet every cut; of a cell that meets them all but is refuted, the program
        tells the partners."""
        lightest = min(self.weight, default=0.0)
        for at in frozenset.intersection(*self.cuts) if self.cuts else ():
            if (
                self.weight[at] + lightest <= self.best + EQUAL
                and frozenset({at}) not in self.found
            ):
                self._cut(frozenset({at}))
        self._try(set(self._meeting()))

    def _meeting(self) -> Iterator[Cells]:
        for at in min(self.cuts, key=len, default=()):
            left = [cut for cut in self.cuts if at not in cut]
            if left:
                yield from (frozenset({at, other}) for other in frozenset.intersection(*left))

    def _try(self, sets: Iterable[Cells]) -> None:
        """The lightest first, as long as they are no heavier than the best."""
        for one in sorted(sets, key=lambda one: (self._cost(one), sorted(one))):
            if self._cost(one) > self.best + EQUAL:
                return
            if all(one & cut for cut in self.cuts) and self.trials.explains(one):
                self.best = self._cost(one)
                self.found.append(one)

    def _cost(self, cells: Cells) -> float:
        return float(sum(self.weight[at] for at in cells))

    def _cut(self, cells: Cells) -> bool:
        cut = self.trials.refuted(cells)
        if cut is not None:
            self.cuts.append(cut)
        return cut is not None

    def larger(self) -> tuple[list[Cells], bool]:
        """Sets of three and more as light as the best, and whether they are all told."""
        for _ in range(ROUNDS):
            one = self._lightest_of_three()
            if self._cost(one) > self.best + EQUAL:
                return [], True
            if not self._cut(one):
                return [one], True
        return [], False

    def _lightest_of_three(self) -> Cells:
        stated = self.trials.problem.stated
        meets = np.array([[at in cut for at in range(len(stated))] for cut in self.cuts], float)
        limits = [
            LinearConstraint(meets, 1, np.inf),
            LinearConstraint(np.ones((1, len(stated))), 3, np.inf),
        ]
        answer = milp(
            np.array(self.weight),
            integrality=np.ones(len(stated)),
            bounds=Bounds(0, stated * 1.0),
            constraints=limits,
        )
        return frozenset(np.flatnonzero(answer.x > 0.5).tolist())


class Trials:
    """Whether everything can hold while some cells are doubted, over all rows every time."""

    def __init__(self, problem: LinearProblem) -> None:
        self.problem = problem
        self.entry_row = np.repeat(np.arange(len(problem.low)), np.diff(problem.pointer))
        self.order = np.argsort(problem.column, kind="stable")
        self.targets, self.starts = np.unique(problem.column[self.order], return_index=True)

    def explains(self, cells: Cells) -> bool:
        return not self._emptied(cells) and self.refuted(cells) is None

    def _applying(self, cells: Cells) -> Flags:
        applies = np.ones(len(self.problem.low), bool)
        for row in {row for at in cells for row in self.problem.rows_of[at]}:
            applies[row] = self.problem.row_applies(row, cells)
        return applies

    # ------------------------------------------------------------ interval propagation
    def _emptied(self, cells: Cells) -> bool:
        """Whether some figure is left no value, by more than floating point can blur."""
        lo, hi = self.problem.bounds(cells)
        applies = self._applying(cells)[self.entry_row]
        for _ in range(SWEEPS):
            was = np.concatenate([lo, hi])
            self._sweep(lo, hi, applies)
            with np.errstate(invalid="ignore"):
                if (
                    lo - hi > TOLERANCE * self.problem.scale + 1e-9 * np.maximum(abs(lo), abs(hi))
                ).any():
                    return True
            if np.array_equal(was, np.concatenate([lo, hi])):
                return False
        return False

    def _sweep(self, lo: Floats, hi: Floats, applies: Flags) -> None:
        problem, weights = self.problem, self.problem.coefficient
        up = weights > 0
        low, high = lo[problem.column], hi[problem.column]
        least, most = np.where(up, low, high) * weights, np.where(up, high, low) * weights
        at_most = (problem.high[self.entry_row] - self._others(least, -1.0)) / weights
        at_least = (problem.low[self.entry_row] - self._others(most, 1.0)) / weights
        above = np.where(applies, np.where(up, at_most, at_least), np.inf)
        below = np.where(applies, np.where(up, at_least, at_most), -np.inf)
        hi[self.targets] = np.minimum(
            hi[self.targets], np.minimum.reduceat(above[self.order], self.starts)
        )
        lo[self.targets] = np.maximum(
            lo[self.targets], np.maximum.reduceat(below[self.order], self.starts)
        )

    def _others(self, ends: Floats, side: float) -> Floats:
        """Of each entry, the sum of the other entries of its row, wider by what floating point can
        blur."""
        pointer, row = self.problem.pointer[:-1], self.entry_row
        open_ = np.isinf(ends)
        known = np.where(open_, 0.0, ends)
        blur = side * BLUR * np.add.reduceat(np.abs(known), pointer)
        opens = np.add.reduceat(open_.astype(int), pointer)[row] - open_
        return np.where(
            opens > 0, side * np.inf, (np.add.reduceat(known, pointer) + blur)[row] - known
        )

    # ------------------------------------------------------------ one linear program
    def refuted(self, cells: Cells) -> Cells | None:
        """Figures of which every explanation must open one, where these cells explain not
        everything; else None."""
        program = _Program(self.problem, cells, np.flatnonzero(self._applying(cells)))
        if program.holds():
            return None
        return program.contradiction()


class _Program:
    """All rows that apply, in deviations from a point near a solution, in half-widths."""

    def __init__(self, problem: LinearProblem, cells: Cells, rows: Numbers) -> None:
        self.problem, self.cells, self.rows = problem, cells, rows
        lo, hi = problem.bounds(cells)
        start = estimated(problem, np.clip(problem.point, lo, hi), cells, lo, hi)
        shape = len(problem.low), len(problem.keys)
        entries = problem.coefficient, problem.column, problem.pointer
        chosen = csr_array(entries, shape=shape)[rows]
        scaled = chosen.multiply(problem.scale).tocsr()
        size = abs(scaled).max(axis=1).toarray().ravel()
        level = chosen @ start
        self.matrix = csr_array(scaled.multiply(1 / size[:, None]))
        self.low, self.high = (
            (problem.low[rows] - level) / size,
            (problem.high[rows] - level) / size,
        )
        self.lo, self.hi = (lo - start) / problem.scale, (hi - start) / problem.scale

    def holds(self) -> bool:
        limits = LinearConstraint(self.matrix, self.low, self.high)
        return bool(
            milp(np.zeros(len(self.lo)), constraints=limits, bounds=Bounds(self.lo, self.hi)).status
            == 0
        )

    def contradiction(self) -> Cells | None:
        """By how much the rows must give at least; those that cannot give less are a
        certificate."""
        above, below = np.isfinite(self.high), np.isfinite(self.low)
        sides = vstack([self.matrix[above], -self.matrix[below]]).tocsc()
        rest = np.concatenate([self.high[above], -self.low[below]])
        relaxed = hstack([sides, csr_array(-np.ones((len(rest), 1)))]).tocsc()
        bounds = np.column_stack([np.append(self.lo, 0.0), np.append(self.hi, np.inf)])
        answer = linprog(
            np.append(np.zeros(len(self.lo)), 1.0), A_ub=relaxed, b_ub=rest, bounds=bounds
        )
        if answer.status != 0 or answer.fun <= TOLERANCE:
            return None
        weights = np.maximum(0.0, -np.asarray(answer.ineqlin.marginals))
        rows = np.concatenate([self.rows[above], self.rows[below]])[weights > 0]
        return self._opening(
            set(np.flatnonzero(abs(sides.T @ weights) > EQUAL).tolist()), rows.tolist()
        )

    def _opening(self, pulled: set[int], rows: Collection[int]) -> Cells:
        """The figures pulled, the rates that the rows rest on, and what decides whether a part of a
        whole applies."""
        problem = self.problem
        rates = {int(problem.rate[row]) for row in rows if problem.rate[row] >= 0}
        wholes = {at for row in rows if problem.part[row] for at in problem.terms(row)[0]}
        return frozenset(
            at for at in pulled | rates | wholes if problem.stated[at] and at not in self.cells
        )
