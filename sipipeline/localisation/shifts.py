"""Runs of a column that were typed a line too low or too high."""

from collections.abc import Collection, Iterator
from functools import cached_property

from sipipeline.arithmetic.figures import Interval
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_SHORTEST = 3
"""Cells of a run."""


class FigureColumn:
    """The figures of a column, from its first line to its last; -1 where a line has none."""

    def __init__(self, problem: LinearProblem, cells: list[int]) -> None:
        self.problem, self.cells = problem, cells

    def places(self, figures: Collection[int]) -> list[int]:
        """The lines of some figures."""
        return [place for place, figure in enumerate(self.cells) if figure in figures]

    def rows(self, first: int, end: int) -> set[int]:
        """The rows that touch the lines from `first` to `end`."""
        figures = [figure for figure in self.cells[first : end + 1] if figure >= 0]
        return self.problem.rows_touching(figures)

    @cached_property
    def rows_ending(self) -> dict[int, list[int]]:
        """A line to the rows that touch it and no lower line."""
        lowest: dict[int, int] = {}
        for place, figure in enumerate(self.cells):
            for row in self.problem.rows_of[figure] if figure >= 0 else ():
                lowest[row] = place
        ending: dict[int, list[int]] = {}
        for row, place in lowest.items():
            ending.setdefault(place, []).append(row)
        return ending


def runs_from(undoing: Undoing, column: FigureColumn, first: int, end: int) -> Iterator[Hypothesis]:
    """The runs that begin at one line, typed too low or too high."""
    shifts = [_Shift(undoing, column, first, end, too_low) for too_low in (True, False)]
    for last in range(first, end + 1):
        if column.cells[last] < 0:
            return
        shifts = [shift for shift in shifts if shift.could_grow_to(last)]
        for shift in shifts if last - first + 1 >= _SHORTEST else ():
            yield from shift.tried(last)


class _Shift:
    """A run that grows line by line, until more rows contradict it than any run may leave
    unexplained."""

    def __init__(
        self, undoing: Undoing, column: FigureColumn, first: int, end: int, too_low: bool
    ) -> None:
        self.undoing, self.column, self.first, self.too_low = undoing, column, first, too_low
        self.fixed: dict[int, Interval] = {}
        self.contradicting = 0
        self.allowed = undoing.allowed(column.rows(first, end) & undoing.broken)

    def could_grow_to(self, last: int) -> bool:
        """Take in a line, the next one below; whether the run is still possible."""
        if last > self.first:
            above, below = last - 1, last
            right, typed = (above, below) if self.too_low else (below, above)
            self._move(self.column.cells[typed], self.column.cells[right])
            self._settle(self.column.rows_ending.get(right, []))
        return self.contradicting <= self.allowed

    def tried(self, last: int) -> Iterator[Hypothesis]:
        """The hypothesis that the run ends at a line."""
        slip = Slip("shifted", {"count": last - self.first})
        return self.undoing.tried(slip, self.fixed, self._lost(last), tolerant=True)

    def _lost(self, last: int) -> frozenset[int]:
        """The cell at the end of the run, whose figure was typed over."""
        cell = self.column.cells[last if self.too_low else self.first]
        return frozenset(self.column.problem.stated_among({cell}))

    def _move(self, source: int, target: int) -> None:
        known = self.column.problem.are_stated(source, target)
        if known and self.undoing.differ(source, target):
            self.fixed[target] = self.undoing.stated(source)

    def _settle(self, rows: Collection[int]) -> None:
        """Count the contradictions among rows that no lower line of the run touches."""
        lost = frozenset[int]() if self.too_low else self._lost(self.first)
        changed = self.undoing.changed(self.fixed, lost)
        self.contradicting += sum(self.undoing.contradicts(row, changed) for row in rows)
