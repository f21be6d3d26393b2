"""Can the figures of a submission all be right, when some are doubted? Linear programs, as small as
will do.

Rows are taken in from the doubted figures outward. A region whose rows contradict by themselves is
a proof that all do; a region that can be mended while every figure beyond it keeps a value known to
be good is a proof that all can be. Only where neither decides, the region grows."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sipipeline.localisation.problem import Flags, Floats, Numbers, Problem, refer
from sipipeline.localisation.system import Interval

TOLERANCE = 1e-6
"""What counts as contradiction, in half-widths of the figures."""

_SUPPORT = 1e-7


@dataclass(frozen=True, slots=True)
class Clash:
    """Rows and stated figures that contradict; figures are those whose change could mend it."""

    rows: tuple[int, ...]
    figures: frozenset[int]


class Feasibility:
    """Tests of one problem; each good point found makes the next test cheaper.

    Without `thorough`, rows more than a step away from the doubted figures are trusted where they
    hold one by one: a hidden contradiction there is not looked for."""

    def __init__(self, problem: Problem, thorough: bool = True) -> None:
        self.problem, self.thorough = problem, thorough
        self.good: Floats | None = None
        """Figures for which all rows hold that were asked when it was found."""
        self.hint: list[int] = problem.violated()

    def clash(
        self, free: Collection[int] = (), fixed: Mapping[int, Interval] | None = None
    ) -> Clash | None:
        """None where all rows can hold while the figures of `free` are doubted and those of `fixed`
        are in intervals of their own; otherwise a smallest contradiction."""
        trial = _Trial(self.problem, frozenset(free), fixed or {})
        start = trial.start(self.good)
        rows = self._seed(trial, start)
        while True:
            outside = trial.unsatisfied(start, rows)
            if not outside and (point := trial.mended(rows, start)) is not None:
                self.good = point
                return None
            if self.good is None and outside and not self.hint and not free:
                return self._whole(
                    trial, start
                )  # each row holds by itself, so none contradicts alone
            if (found := trial.contradiction(rows, start)) is not None:
                return found
            if self.good is None and outside:
                if self.thorough or not free:
                    return self._whole(trial, start)
                return trial.contradiction(trial.grown(rows), start)
            wider = trial.grown(rows) | set(outside)
            if wider == rows:
                return self._whole(trial, start)
            rows = wider

    def reach(
        self, at: int, free: Collection[int], fixed: Mapping[int, Interval] | None = None
    ) -> Interval:
        """The least and the most that a doubted figure can be: what its rows and those next to them
        leave of it.

        An outer bound: rows farther away are left out."""
        trial = _Trial(self.problem, frozenset(free), fixed or {})
        near = trial.only_asked(self.problem.touching[at])
        around = {other for row in near for other in self.problem.terms(row)[0]} - {at}
        if near and all(math.isfinite(trial.hi[other] - trial.lo[other]) for other in around):
            found = self.problem.implied(at, near, trial.lo, trial.hi)
            if found[0] <= found[1]:
                return found
        return trial.extent(at, trial.grown(near), trial.start(self.good))

    def within(self, at: int, rows: Collection[int], free: Collection[int]) -> Interval:
        """What some rows alone make of a doubted figure."""
        trial = _Trial(self.problem, frozenset(free), {})
        if len(rows) == 1:
            return self.problem.implied(at, rows, trial.lo, trial.hi)
        return trial.extent(at, set(rows), trial.start(None))

    def _seed(self, trial: "_Trial", start: Floats) -> set[int]:
        """The rows that the doubted figures stand in, and those that do not hold at the starting
        point near them."""
        moved = (*trial.free, *trial.fixed)
        rows = {row for at in moved for row in self.problem.touching[at]} | set(self.hint)
        if self.good is not None:
            rows |= set(trial.unsatisfied(start, ()))
        return trial.only_asked(rows) or trial.only_asked(trial.unsatisfied(start, ())[:1])

    def _whole(self, trial: "_Trial", start: Floats) -> Clash | None:
        """Over all rows at once."""
        rows = trial.only_asked(range(len(self.problem.low)))
        if (point := trial.mended(rows, start)) is not None:
            self.good = point
            return None
        return trial.contradiction(rows, start)


class _Trial:
    """One question to a problem: these figures doubted, those in intervals of their own."""

    def __init__(
        self, problem: Problem, free: frozenset[int], fixed: Mapping[int, Interval]
    ) -> None:
        self.problem, self.free, self.fixed = problem, free, fixed
        self.lo, self.hi = problem.ends(free)
        for at, (lo, hi) in fixed.items():
            self.lo[at], self.hi[at] = lo, hi
        self.asked = np.ones(len(problem.low), bool)
        for row in {row for at in (*free, *fixed) for row in problem.touching[at]}:
            self.asked[row] = problem.asked(row, free | fixed.keys())
        least, most = problem.reach(self.lo, self.hi)
        self.asked &= (least < problem.low) | (
            most > problem.high
        )  # the others hold whatever the figures are

    def only_asked(self, rows: Iterable[int]) -> set[int]:
        return {row for row in rows if self.asked[row]}

    def start(self, good: Floats | None) -> Floats:
        """A point to measure deviations from: stated figures as stated or as last found good,
        doubted ones as their rows make them."""
        problem = self.problem
        value = (problem.value if good is None else good).copy()
        value = np.clip(value, self.lo, self.hi)
        for at, (lo, hi) in self.fixed.items():
            value[at] = (lo + hi) / 2 if math.isfinite(lo + hi) else problem.value[at]
        refer(problem, value, self.free, self.lo, self.hi)
        return value

    def unsatisfied(self, value: Floats, known: Collection[int]) -> list[int]:
        """Asked rows outside `known` that do not hold at a point."""
        problem = self.problem
        at = problem.matrix @ value
        give = TOLERANCE * problem.grain
        broken = ((at < problem.low - give) | (at > problem.high + give)) & self.asked
        return [row for row in np.flatnonzero(broken).tolist() if row not in known]

    def grown(self, rows: Collection[int]) -> set[int]:
        """The rows, and those that share a figure with them."""
        figures = {at for row in rows for at in self.problem.terms(row)[0]}
        return set(rows) | self.only_asked(
            row for at in figures for row in self.problem.touching[at]
        )

    # ------------------------------------------------------------ linear programs
    def contradiction(self, rows: Collection[int], start: Floats) -> Clash | None:
        """A smallest contradiction among some rows, or None where they can hold together."""
        if not rows:
            return None
        from scipy.optimize import linprog

        part = _Part(self, sorted(rows), start)
        count = len(part.columns)
        sides, rest, row_of = part.sides()
        bounds = np.column_stack([np.append(part.lo, 0.0), np.append(part.hi, np.inf)])
        cost = np.append(np.zeros(count), 1.0)
        answer = linprog(cost, A_ub=sides, b_ub=rest, bounds=bounds, method="highs-ds")
        if answer.status != 0 or answer.fun <= TOLERANCE:
            return None
        weights = -np.asarray(answer.ineqlin.marginals)
        used = np.asarray(weights > _SUPPORT * weights.max())
        pull = np.abs(np.where(used, weights, 0.0) @ sides)[:count]
        figures = {
            int(at) for at, force in zip(part.columns, pull) if force > _SUPPORT * pull.max()
        }
        used_rows = sorted({part.rows[r] for r in row_of[used].tolist()})
        return Clash(tuple(used_rows), self._mending(figures, used_rows))

    def _mending(self, figures: set[int], rows: list[int]) -> frozenset[int]:
        problem = self.problem
        owners = {int(problem.owner[row]) for row in rows if problem.owner[row] >= 0}
        doubted = self.free | self.fixed.keys()
        return frozenset(at for at in figures | owners if problem.stated[at] and at not in doubted)

    def mended(self, rows: Collection[int], start: Floats) -> Floats | None:
        """A point at which `rows` hold and every figure that also stands in another row is as in
        `start`, unless it is doubted and all its rows are in; None where there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        if not rows:
            return start
        part = _Part(self, sorted(rows), start)
        held = self._stands_outside(part)
        lo, hi = np.where(held, 0.0, part.lo), np.where(held, 0.0, part.hi)
        limits = LinearConstraint(part.matrix, part.low, part.high)
        anything = np.zeros(len(lo))
        answer = milp(
            anything, constraints=limits, bounds=Bounds(lo, hi), options={"presolve": False}
        )
        if answer.status != 0:
            return None
        point = start.copy()
        point[part.columns] += answer.x * part.scale
        return np.asarray(np.clip(point, self.lo, self.hi))

    def _stands_outside(self, part: "_Part") -> Flags:
        """Which figures of a part also stand in asked rows beyond it."""
        problem, count = self.problem, len(self.problem.keys)
        asked = np.repeat(self.asked, np.diff(problem.pointer))
        everywhere = np.bincount(problem.column[asked], minlength=count)
        return np.asarray((everywhere - np.bincount(part.used, minlength=count))[part.columns] > 0)

    def extent(self, at: int, rows: Collection[int], start: Floats) -> Interval:
        """The least and the most of a figure over some rows."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        if not any(at in self.problem.terms(row)[0] for row in rows):
            return self.problem.figures[at].may_be
        part = _Part(self, sorted(rows), start)
        limits, bounds = (
            LinearConstraint(part.matrix, part.low, part.high),
            Bounds(part.lo, part.hi),
        )
        cost = np.where(part.columns == at, 1.0, 0.0)
        ends: list[float] = []
        for sign in (1.0, -1.0):
            answer = milp(sign * cost, constraints=limits, bounds=bounds)
            found = float(cost @ answer.x) if answer.status == 0 else math.nan
            ends.append(float(start[at] + found * self.problem.scale[at]))
        may_lo, may_hi = self.problem.figures[at].may_be
        return (
            may_lo if math.isnan(ends[0]) else ends[0],
            may_hi if math.isnan(ends[1]) else ends[1],
        )


class _Part:
    """Some rows, in deviations from a point, each figure in its own unit and each row
    normalised."""

    def __init__(self, trial: _Trial, rows: list[int], start: Floats) -> None:
        problem = trial.problem
        self.rows = rows
        lengths = np.diff(problem.pointer)[rows]
        self.pointer = np.append(0, np.cumsum(lengths))
        entry = np.arange(self.pointer[-1]) + np.repeat(
            problem.pointer[rows] - self.pointer[:-1], lengths
        )
        self.used = problem.column[entry]
        self.columns, self.at = np.unique(self.used, return_inverse=True)
        self.scale = problem.scale[self.columns]
        weight, first = problem.coefficient[entry], self.pointer[:-1]
        level = np.add.reduceat(weight * start[self.used], first)
        scaled = weight * problem.scale[self.used]
        size = np.maximum.reduceat(np.abs(scaled), first)
        self.weight = scaled / np.repeat(size, lengths)
        self.low = (problem.low[rows] - level) / size
        self.high = (problem.high[rows] - level) / size
        self.lo = (trial.lo[self.columns] - start[self.columns]) / self.scale
        self.hi = (trial.hi[self.columns] - start[self.columns]) / self.scale

    @property
    def matrix(self) -> Any:
        from scipy.sparse import csr_array

        return csr_array(
            (self.weight, self.at, self.pointer), shape=(len(self.rows), len(self.columns))
        )

    def sides(self) -> tuple[Any, Floats, Numbers]:
        """Every bound as `sides @ figures - relief <= rest`, relief the last figure; and the row
        that each is of."""
        from scipy.sparse import csr_array

        above, below = np.flatnonzero(np.isfinite(self.high)), np.flatnonzero(np.isfinite(self.low))
        row_of, sign = np.append(above, below), np.repeat([1.0, -1.0], [len(above), len(below)])
        chosen = self.matrix[row_of]
        ends, (count, width) = chosen.indptr[1:], chosen.shape
        weight = np.insert(chosen.data * np.repeat(sign, np.diff(chosen.indptr)), ends, -1.0)
        at = np.insert(chosen.indices, ends, width)
        sides = csr_array(
            (weight, at, chosen.indptr + np.arange(count + 1)), shape=(count, width + 1)
        )
        return sides, np.append(self.high[above], -self.low[below]), row_of
