"""Can the figures of a submission all be right, when some are doubted? Linear programs, as small as
possible.

The rows grow from the doubted figures outward. If the rows of a region contradict, all rows do. If
a region can be mended while every figure beyond it keeps a value known to be good, all rows can
hold. The region grows only while neither is decided."""

import math
from collections.abc import Collection, Iterable, Mapping

import numpy as np

from sipipeline.arithmetic.figures import Flags, Floats, Interval, Numbers
from sipipeline.core.values import frozen
from sipipeline.localisation.problem import LinearProblem, estimated
from sipipeline.localisation.solver import Program, optimum
from sipipeline.localisation.sparse import SparseRows, entries_of

TOLERANCE = 1e-6
"""What counts as contradiction, in half-widths of the figures."""

_ALONE = 10 * TOLERANCE
"""By so much a row must fail by itself that no linear program need be asked."""
_SUPPORT = 1e-7


@frozen
class Cut:
    """Rows that cannot hold together, and the stated figures whose change could mend them."""

    rows: tuple[int, ...]
    figures: frozenset[int]


class Feasibility:
    """Tests of one problem; each good point found makes the next test cheaper."""

    def __init__(self, problem: LinearProblem) -> None:
        self.problem = problem
        self.good: Floats | None = None
        """A point that satisfied all rows of the last test that passed."""
        self.violated: list[int] = problem.violated()

    def cut(
        self, doubted: Collection[int] = (), fixed: Mapping[int, Interval] | None = None
    ) -> Cut | None:
        """A smallest cut that is left when some figures are doubted and others have the intervals
        of `fixed`; None if all rows can hold."""
        return self._cut(_Trial(self.problem, frozenset(doubted), fixed or {}))

    def can_hold(self, doubted: Collection[int], fixed: Mapping[int, Interval]) -> bool:
        """Whether all rows can hold when some figures are doubted and others have the intervals
        of `fixed`. Most often a row by itself says no, and no linear program is asked."""
        trial = _Trial(self.problem, frozenset(doubted), fixed)
        return not trial.has_row_that_fails and self._cut(trial) is None

    def _cut(self, trial: "_Trial") -> Cut | None:
        start = trial.start(self.good)
        rows = self._seed(trial, start)
        outside = trial.unsatisfied(start, rows)
        if outside and self.good is None:
            return self._first(trial, start, rows)
        while outside or not self._mended(trial, rows, start):
            cut = trial.cut(rows, start)
            if cut is not None:
                return cut
            wider = trial.grown(rows) | set(outside)
            if wider == rows:
                return self._whole(trial, start)
            rows = wider
            outside = trial.unsatisfied(start, rows)
        return None

    def reach(
        self, figure: int, doubted: Collection[int], fixed: Mapping[int, Interval] | None = None
    ) -> Interval:
        """The least and the most that a doubted figure can be by its rows and those next to them.

        An outer bound: rows farther away are left out."""
        trial = _Trial(self.problem, frozenset(doubted), fixed or {})
        near = trial.applying(self.problem.rows_of[figure])
        around = list(self.problem.figures_in(near) - {figure})
        if near and np.isfinite(trial.hi[around] - trial.lo[around]).all():
            implied = self.problem.implied(figure, near, trial.lo, trial.hi)
            if implied[0] <= implied[1]:
                return implied
        return trial.extent(figure, trial.grown(near), trial.start(self.good))

    def within(self, figure: int, rows: Collection[int], doubted: Collection[int]) -> Interval:
        """What some rows alone leave of a doubted figure."""
        trial = _Trial(self.problem, frozenset(doubted), {})
        if len(rows) == 1:
            return self.problem.implied(figure, rows, trial.lo, trial.hi)
        return trial.extent(figure, set(rows), trial.start(None))

    def _seed(self, trial: "_Trial", start: Floats) -> set[int]:
        """The rows of the doubted figures, and the rows that do not hold at the starting point."""
        rows = self.problem.rows_touching(trial.moved) | set(self.violated)
        if self.good is not None:
            rows |= set(trial.unsatisfied(start, ()))
        return trial.applying(rows) or trial.applying(trial.unsatisfied(start, ())[:1])

    def _first(self, trial: "_Trial", start: Floats, rows: set[int]) -> Cut | None:
        """The answer where no good point is known and rows beyond `rows` do not hold."""
        if not self.violated and not trial.doubted:
            return self._whole(trial, start)  # no row contradicts alone
        cut = trial.cut(rows, start)
        return self._whole(trial, start) if cut is None else cut

    def _whole(self, trial: "_Trial", start: Floats) -> Cut | None:
        """The answer over all rows at once."""
        rows = trial.applying(range(len(self.problem.low)))
        return None if self._mended(trial, rows, start) else trial.cut(rows, start)

    def _mended(self, trial: "_Trial", rows: Collection[int], start: Floats) -> bool:
        """Whether rows can be mended; the point that mends them is the good one from then on."""
        point = trial.mended(rows, start)
        if point is None:
            return False
        self.good = point
        return True


class _Trial:
    """One question to a problem: some figures doubted, others in intervals of their own."""

    def __init__(
        self, problem: LinearProblem, doubted: frozenset[int], fixed: Mapping[int, Interval]
    ) -> None:
        self.problem, self.doubted, self.fixed = problem, doubted, fixed
        self.lo, self.hi = problem.bounds(doubted)
        for figure, (lo, hi) in fixed.items():
            self.lo[figure], self.hi[figure] = lo, hi
        self.moved = doubted | fixed.keys()
        self.applies = np.ones(len(problem.low), bool)
        for row in problem.rows_touching(self.moved):
            self.applies[row] = problem.row_applies(row, self.moved)
        least, most = problem.row_ranges(self.lo, self.hi)
        always_holds = (least >= problem.low) & (most <= problem.high)
        give = _ALONE * problem.row_scale
        never_holds = (least > problem.high + give) | (most < problem.low - give)
        self.has_row_that_fails = bool((self.applies & never_holds).any())
        """Whether a row that applies does not hold by itself, whatever the figures are."""
        self.applies &= ~always_holds

    def applying(self, rows: Iterable[int]) -> set[int]:
        return {row for row in rows if self.applies[row]}

    def start(self, good: Floats | None) -> Floats:
        """A point to measure deviations from: stated figures as stated or as last found good,
        doubted figures as their rows make likely."""
        problem = self.problem
        point = np.clip(problem.point if good is None else good, self.lo, self.hi)
        for figure, (lo, hi) in self.fixed.items():
            bounded = math.isfinite(lo + hi)
            point[figure] = (lo + hi) / 2 if bounded else problem.point[figure]
        return estimated(problem, point, self.doubted, self.lo, self.hi)

    def unsatisfied(self, point: Floats, known: Collection[int]) -> list[int]:
        """Rows outside `known` that apply and do not hold at a point."""
        problem = self.problem
        level = problem.rows.at(point)
        give = TOLERANCE * problem.row_scale
        broken = (level < problem.low - give) | (level > problem.high + give)
        rows = np.flatnonzero(broken & self.applies).tolist()
        return [row for row in rows if row not in known]

    def grown(self, rows: Collection[int]) -> set[int]:
        """The rows, and those that share a figure with them."""
        near = self.problem.rows_touching(self.problem.figures_in(rows))
        return set(rows) | self.applying(near)

    # ------------------------------------------------------------ linear programs
    def cut(self, rows: Collection[int], start: Floats) -> Cut | None:
        """A smallest cut among some rows; None if they can hold together.

        The program asks by how much the rows must give at least. Rows with a price are a proof
        that they cannot give less."""
        if not rows:
            return None
        part = _NormalisedRows(self, sorted(rows), start)
        count = len(part.figures)
        program, row_of = part.relieved()
        found = optimum(program)
        if found is None or found.value <= TOLERANCE:
            return None
        price = found.prices
        priced = np.asarray(price > _SUPPORT * price.max())
        pull = np.abs(_pull(program.rows, np.where(priced, price, 0.0)))[:count]
        pulled = part.figures[pull > _SUPPORT * pull.max()]
        rows_of_cut = sorted({part.rows[place] for place in row_of[priced].tolist()})
        return Cut(tuple(rows_of_cut), self._mending(set(pulled.tolist()), rows_of_cut))

    def _mending(self, figures: set[int], rows: list[int]) -> frozenset[int]:
        problem = self.problem
        rates = set(problem.rate[rows].tolist()) - {-1}
        return frozenset(problem.stated_among(figures | rates) - self.moved)

    def mended(self, rows: Collection[int], start: Floats) -> Floats | None:
        """A point that satisfies some rows and leaves every figure that also stands in another row
        as in `start`; None if there is none."""
        if not rows:
            return start
        part = _NormalisedRows(self, sorted(rows), start)
        held = self._stands_outside(part)
        lo, hi = np.where(held, 0.0, part.lo), np.where(held, 0.0, part.hi)
        program = Program(np.zeros(len(lo)), part.sparse, part.low, part.high, lo, hi)
        found = optimum(program, presolve=False)
        if found is None:
            return None
        mended = start.copy()
        mended[part.figures] += found.point * part.scale
        return np.asarray(np.clip(mended, self.lo, self.hi))

    def _stands_outside(self, part: "_NormalisedRows") -> Flags:
        """Which figures of a part also stand in a row beyond it."""
        problem, count = self.problem, len(self.problem.keys)
        applies = np.repeat(self.applies, np.diff(problem.pointer))
        everywhere = np.bincount(problem.column[applies], minlength=count)
        inside = np.bincount(part.column, minlength=count)
        return np.asarray((everywhere - inside)[part.figures] > 0)

    def extent(self, figure: int, rows: Collection[int], start: Floats) -> Interval:
        """The least and the most that a figure can be over some rows."""
        if figure not in self.problem.figures_in(rows):
            return self.problem.may_be(figure)
        part = _NormalisedRows(self, sorted(rows), start)
        unit, origin = self.problem.scale[figure], start[figure]
        ends = part.least(figure), -part.least(figure, -1.0)
        least, most = (float(origin + end * unit) for end in ends)
        floor, ceiling = self.problem.may_be(figure)
        least = floor if math.isnan(least) else least
        return least, ceiling if math.isnan(most) else most


class _NormalisedRows:
    """Some rows, in deviations from a point; each figure in its own unit, each row normalised."""

    def __init__(self, trial: _Trial, rows: list[int], start: Floats) -> None:
        problem = trial.problem
        self.rows = rows
        entry, self.pointer = entries_of(problem.pointer, np.array(rows))
        first, lengths = self.pointer[:-1], np.diff(self.pointer)
        self.column = problem.column[entry]
        self.figures, self.place = np.unique(self.column, return_inverse=True)
        self.scale = problem.scale[self.figures]
        weight = problem.coefficient[entry]
        level = np.add.reduceat(weight * start[self.column], first)
        scaled = weight * problem.scale[self.column]
        size = np.maximum.reduceat(np.abs(scaled), first)
        self.weight = scaled / np.repeat(size, lengths)
        self.low = (problem.low[rows] - level) / size
        self.high = (problem.high[rows] - level) / size
        self.lo = (trial.lo[self.figures] - start[self.figures]) / self.scale
        self.hi = (trial.hi[self.figures] - start[self.figures]) / self.scale

    @property
    def sparse(self) -> SparseRows:
        return SparseRows(self.pointer, self.place, self.weight, len(self.figures))

    def least(self, figure: int, sign: float = 1.0) -> float:
        """The least of sign * figure; NaN if it has none."""
        cost = sign * (self.figures == figure)
        found = optimum(Program(cost, self.sparse, self.low, self.high, self.lo, self.hi))
        return math.nan if found is None else found.value

    def relieved(self) -> tuple[Program, Numbers]:
        """The least relief that lets all bounds hold: each as `weights @ figures - relief <= end`,
        the relief being the last figure; and the place of the row that each bound is of."""
        above, below = np.flatnonzero(np.isfinite(self.high)), np.flatnonzero(np.isfinite(self.low))
        row_of, sign = np.append(above, below), np.repeat([1.0, -1.0], [len(above), len(below)])
        chosen, width = self.sparse.chosen(row_of), len(self.figures)
        ends = chosen.pointer[1:]
        signed = chosen.weight * np.repeat(sign, np.diff(chosen.pointer))
        weight, place = np.insert(signed, ends, -1.0), np.insert(chosen.column, ends, width)
        pointer = chosen.pointer + np.arange(len(chosen) + 1)
        program = Program(
            cost=np.append(np.zeros(width), 1.0),
            rows=SparseRows(pointer, place, weight, width + 1),
            low=np.full(len(chosen), -np.inf),
            high=np.append(self.high[above], -self.low[below]),
            lo=np.append(self.lo, 0.0),
            hi=np.append(self.hi, np.inf),
        )
        return program, row_of


def _pull(rows: SparseRows, price: Floats) -> Floats:
    """How the priced rows together pull at each figure."""
    weight = rows.weight * np.repeat(price, np.diff(rows.pointer))
    return np.bincount(rows.column, weight, rows.width).astype(float)
