"""Slips that put several cells wrong at once: two swapped, a row shifted, a whole sheet in the
wrong unit.

Each is tried as a hypothesis: undo it, and every relation that it touches must hold, the broken
ones included."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_WHOLE = ("scaled", "shifted", "exchanged")
"""Slips of whole columns."""
_DIFFERENT = 4
"""Columns count as exchanged if more cells than this differ, each counted in both columns."""
_UNEXPLAINED = 4
"""A column hypothesis may leave 1 in 4 of its broken relations unexplained."""
_FACTORS = (1e-4, 1e4, 1e-1, 1e1, 1e-2, 1e2, 1e-3, 1e3)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    slip: Slip
    fixed: Mapping[int, Interval]
    """Cells and what they should hold."""
    lost: frozenset[int]
    """Cells whose right value is lost."""
    explains: frozenset[int]
    """The broken rows that hold once the slip is undone."""
    unexplained: frozenset[int] = frozenset()
    """Rows of its cells that still do not hold, and have no other doubted cell."""
    trusted: frozenset[int] = frozenset()
    """Rows of its cells that still do not hold, but have other doubted cells."""

    @property
    def cells(self) -> frozenset[int]:
        return self.lost | self.fixed.keys()


def whole_sheets(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """A sheet, or one of its columns, in the wrong unit."""
    undoing = _Undoing(problem, broken, doubted)
    for cells in (*undoing.sheets(), *undoing.columns()):
        around = undoing.involved.difference(cells)
        half_widths = sorted(map(undoing.half_width, around))
        grain = half_widths[len(half_widths) // 2] if half_widths else 0.0
        for factor in _FACTORS:
            fixed = {figure: undoing.rescaled(figure, factor, grain) for figure in cells}
            slip = Slip("scaled", {"factor": 1 / factor if factor < 1 else factor})
            if not undoing.vanishes(fixed):
                yield from undoing.tried(slip, fixed)


def shifted_runs(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """A run of a column one line off."""
    undoing = _Undoing(problem, broken, doubted)
    for run in undoing.runs():
        slip = Slip("shifted", {"count": len(run) - 1})
        for right, typed, lost in (
            (run[:-1], run[1:], run[-1]),
            (run[1:], run[:-1], run[0]),
        ):
            fixed = {
                figure: undoing.stated(source)
                for figure, source in zip(right, typed)
                if undoing.differ(figure, source)
            }
            yield from undoing.tried(slip, fixed, frozenset({lost}))


def exchanged_columns(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """Two columns of a sheet, each in the place of the other."""
    undoing = _Undoing(problem, broken, doubted)
    touched = undoing.touched_sheets()
    for exchange in problem.arrangement.exchanges:
        if exchange.sheet in touched:
            fixed = undoing.crosswise(exchange.beside)
            if len(fixed) > _DIFFERENT:
                slip = Slip("exchanged", {"one": exchange.one, "other": exchange.other})
                yield from undoing.tried(slip, fixed)


def pairs(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """Two cells swapped."""
    undoing = _Undoing(problem, broken, doubted)
    cells, implied = sorted(undoing.involved), undoing.implied()
    for place, one in enumerate(cells):
        for other in cells[place + 1 :]:
            could_be = undoing.could_be(one, other, implied)
            if could_be and undoing.could_be(other, one, implied):
                code = "reversed" if undoing.opposite(one, other) else "swapped"
                fixed = {one: undoing.stated(other), other: undoing.stated(one)}
                yield from undoing.tried(Slip(code), fixed)


class _Undoing:
    """Which hypotheses mend the broken rows that they touch, and break no other row."""

    def __init__(
        self, problem: LinearProblem, broken: Collection[int], doubted: Collection[int]
    ) -> None:
        self.problem, self.broken, self.doubted = problem, frozenset(broken), frozenset(doubted)
        self.lo: list[float] = problem.lo.tolist()
        self.hi: list[float] = problem.hi.tolist()
        self.low: list[float] = problem.low.tolist()
        self.high: list[float] = problem.high.tolist()
        self.involved = problem.stated_among(problem.figures_in(self.broken))
        """The stated figures of the broken rows."""

    # ------------------------------------------------------------ figures
    def stated(self, figure: int) -> Interval:
        return self.lo[figure], self.hi[figure]

    def half_width(self, figure: int) -> float:
        return (self.hi[figure] - self.lo[figure]) / 2

    def rescaled(self, figure: int, factor: float, grain: float) -> Interval:
        """A figure in another unit; no finer than the grain of the figures around it."""
        middle = (self.lo[figure] + self.hi[figure]) / 2 * factor
        half_width = max(self.half_width(figure) * factor, grain)
        return middle - half_width, middle + half_width

    def vanishes(self, fixed: Mapping[int, Interval]) -> bool:
        """Whether most of the figures become 0, which agrees with anything."""
        nonzero = [ends for figure, ends in fixed.items() if self.problem.value[figure] != 0]
        return 2 * sum(lo <= 0 <= hi for lo, hi in nonzero) > len(nonzero)

    def differ(self, one: int, other: int) -> bool:
        return self.hi[one] < self.lo[other] or self.hi[other] < self.lo[one]

    def opposite(self, one: int, other: int) -> bool:
        """Whether the lines of two figures are opposites, as income and expenditure are."""
        keys = {self.problem.keys[one], self.problem.keys[other]}
        first, second = self.problem.arrangement.opposites
        return not keys.isdisjoint(first) and not keys.isdisjoint(second)

    # ------------------------------------------------------------ cells of a slip
    def sheets(self) -> Iterator[list[int]]:
        """The money of each sheet that a broken row touches."""
        for name in self.touched_sheets():
            cells = [figure for figure, sheet in enumerate(self.problem.sheet) if sheet == name]
            yield list(filter(self._is_money, cells))

    def columns(self) -> Iterator[list[int]]:
        """The money of each column with two figures in broken rows that are not 0: what is 0 in a
        coarse unit may be more in a finer one."""
        number, value = self.problem.number, self.problem.value
        for column in self.problem.arrangement.columns:
            cells = [number[key] for key in column if key in number]
            cells = list(filter(self._is_money, cells))
            touched = list(self.involved.intersection(cells))
            if np.count_nonzero(value[touched]) > 1:
                yield cells

    def touched_sheets(self) -> list[str]:
        """The sheets of the involved figures."""
        return sorted({self.problem.sheet[figure] for figure in self.involved} - {""})

    def _is_money(self, figure: int) -> bool:
        return bool(self.problem.stated[figure]) and figure not in self.problem.rates

    def runs(self) -> Iterator[list[int]]:
        """Runs of three cells and more that stand one below the other, around the broken ones."""
        for column in self.problem.arrangement.columns:
            cells = [self.problem.number.get(key, -1) for key in column]
            touched = [place for place, figure in enumerate(cells) if figure in self.involved]
            if len(touched) > 1:
                start, end = max(0, touched[0] - 1), min(len(cells) - 1, touched[-1] + 1)
                for first in range(start, end):
                    yield from self._runs_from(cells, first, end)

    def _runs_from(self, cells: list[int], first: int, end: int) -> Iterator[list[int]]:
        for last in range(first + 2, end + 1):
            run = cells[first : last + 1]
            if -1 in run:
                return
            yield run

    def crosswise(self, beside: Mapping[str, str]) -> dict[int, Interval]:
        """The cells of two columns that differ, each with what stands in the other."""
        fixed: dict[int, Interval] = {}
        number, stated = self.problem.number, self.problem.stated
        for key, figure in number.items():
            other = number.get(beside.get(key, ""), -1)
            if other >= 0 and stated[figure] and stated[other] and self.differ(figure, other):
                fixed[figure], fixed[other] = self.stated(other), self.stated(figure)
        return fixed

    # ------------------------------------------------------------ swapped cells
    def implied(self) -> dict[int, Interval]:
        """What the rows of each involved figure leave of it, the doubted figures being open."""
        cells = sorted(self.involved)
        free_lo, free_hi = self.problem.bounds(cells)
        lo, hi = self.problem.bounds(self.doubted)
        implied = {}
        for figure in cells:
            before = lo[figure], hi[figure]
            lo[figure], hi[figure] = free_lo[figure], free_hi[figure]
            rows = [row for row in self.problem.rows_of[figure] if not self._freed(row)]
            implied[figure] = self.problem.implied(figure, rows, lo, hi)
            lo[figure], hi[figure] = before
        return implied

    def _freed(self, row: int) -> bool:
        return int(self.problem.rate[row]) in self.doubted

    def could_be(self, one: int, other: int, implied: Mapping[int, Interval]) -> bool:
        """Whether the value of `other` may stand in `one`; left open if they share a row."""
        rows = self.problem.rows_of
        if not set(rows[one]).isdisjoint(rows[other]):
            return True
        least, most = implied[one]
        return self.lo[other] <= most and least <= self.hi[other]

    # ------------------------------------------------------------ trying a hypothesis
    def tried(
        self, slip: Slip, fixed: Mapping[int, Interval], lost: frozenset[int] = frozenset()
    ) -> Iterator[Hypothesis]:
        """The hypothesis, if it mends a broken row and leaves few of its rows unexplained."""
        changed = {**fixed, **{figure: self.problem.may_be(figure) for figure in lost}}
        touched = self.problem.rows_touching(changed)
        broken = touched & self.broken
        allowed = len(broken) // _UNEXPLAINED if slip.code in _WHOLE else 0
        others = self.doubted - changed.keys()
        trusted: set[int] = set()
        unexplained: set[int] = set()
        for row in (*sorted(broken), *sorted(touched - broken)):
            if self._holds(row, changed):
                continue
            (trusted if self._doubtful(row, others) else unexplained).add(row)
            if len(unexplained) > allowed:
                return
        if mended := broken - unexplained - trusted:
            rows = (frozenset(mended), frozenset(unexplained), frozenset(trusted))
            yield Hypothesis(slip, dict(fixed), lost, *rows)

    def _doubtful(self, row: int, doubted: frozenset[int]) -> bool:
        figures = (int(self.problem.rate[row]), *self.problem.terms(row)[0])
        return not doubted.isdisjoint(figures)

    def _holds(self, row: int, changed: Mapping[int, Interval]) -> bool:
        """Whether a row can hold once some figures are changed; the row of a changed rate does."""
        if int(self.problem.rate[row]) in changed:
            return True
        least, most = self._range(zip(*self.problem.terms(row)), changed)
        bounded = math.isfinite(least) and math.isfinite(most)
        room = 1e-9 * max(abs(least), abs(most)) if bounded else 0.0
        return most >= self.low[row] - room and least <= self.high[row] + room

    def _range(
        self, terms: Iterable[tuple[int, float]], changed: Mapping[int, Interval]
    ) -> Interval:
        least = most = 0.0
        for figure, weight in terms:
            lo, hi = changed[figure] if figure in changed else self.stated(figure)
            least += weight * (lo if weight > 0 else hi)
            most += weight * (hi if weight > 0 else lo)
        return least, most
