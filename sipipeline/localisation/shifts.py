"""Runs of one column, or of several side by side, that were typed a line too low or too high."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from sipipeline.arithmetic.figures import Interval, meet
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_SHORTEST = 3
"""Cells of a run."""
_NONE = -1
"""The figure of a line that a column does not have, or that no relation holds."""
_NOTHING = (0.0, 0.0)

Line = Sequence[str]
"""The keys of a line, one for each column."""


class FigureBlock:
    """The figures of a column, or of columns side by side, from the first line to the last."""

    def __init__(self, problem: LinearProblem, lines: Sequence[Line]) -> None:
        self.problem, self.lines = problem, lines
        self.cells = [[problem.number.get(key, _NONE) for key in line] for line in lines]
        self.figures = [[cell for cell in cells if cell != _NONE] for cells in self.cells]
        """The figures of each line."""

    @property
    def is_wide(self) -> bool:
        """Whether there are several columns; of these all must hold once they are put back."""
        return len(self.lines[0]) > 1

    def places(self, figures: Collection[int]) -> list[int]:
        """The lines of some figures."""
        wanted = frozenset(figures)
        return [place for place, some in enumerate(self.figures) if not wanted.isdisjoint(some)]

    @cached_property
    def typed(self) -> list[list[Interval | None]]:
        """Line by line, what stands in the cells, in those that the form does not have too; None
        where one is blank."""
        columns = range(len(self.lines[0]))
        return [[self._typed(place, at) for at in columns] for place in range(len(self.lines))]

    def _typed(self, place: int, column: int) -> Interval | None:
        figure, problem = self.cells[place][column], self.problem
        if figure != _NONE:
            stated = bool(problem.stated[figure])
            return (float(problem.lo[figure]), float(problem.hi[figure])) if stated else None
        if self.has(place, column):
            return problem.figures.typed(self.lines[place][column])
        amount = problem.contents.strays.get(self.lines[place][column])
        if amount is None:
            return None
        half_width = float(np.median(problem.half_width[problem.stated]))
        return amount - half_width, amount + half_width

    def has(self, place: int, column: int) -> bool:
        """Whether the form has a cell, be it blank and in no relation that applies."""
        return self.lines[place][column] in self.problem.figures.columns

    def rows(self, first: int, end: int) -> set[int]:
        """The rows that touch the lines from `first` to `end`."""
        lines = self.figures[first : end + 1]
        return self.problem.rows_touching(figure for line in lines for figure in line)

    @cached_property
    def rows_ending(self) -> dict[int, list[int]]:
        """A line to the rows that touch it and no lower line."""
        lowest: dict[int, int] = {}
        for place, figures in enumerate(self.figures):
            for row in self.problem.rows_touching(figures):
                lowest[row] = place
        ending: dict[int, list[int]] = {}
        for row, place in lowest.items():
            ending.setdefault(place, []).append(row)
        return ending

    def slip(self, count: int, too_low: bool) -> Slip:
        """The slip of so many cells of the block."""
        named = {**self._names, "count": count}
        if not self.is_wide:
            return Slip("shifted", {**named, "way": "low" if too_low else "high"})
        return Slip("rows too low" if too_low else "rows too high", named)

    @cached_property
    def _names(self) -> dict[str, float | str]:
        """The sheets and the columns that it is of."""
        columns = [keys.measure(key) for key in self.lines[0]]
        sheets = dict.fromkeys(keys.table(line[0]) for line in self.lines)
        return {"sheet": " ".join(sheets), "columns": " ".join(columns)}


def runs_from(undoing: Undoing, block: FigureBlock, first: int, end: int) -> Iterator[Hypothesis]:
    """The runs that begin at one line, typed too low or too high."""
    broken = set[int]() if block.is_wide else block.rows(first, end) & undoing.broken
    allowed = undoing.allowed(broken)
    shifts = [_Shift(undoing, block, first, allowed, too_low) for too_low in (True, False)]
    for last in range(first, end + 1):
        shifts = [shift for shift in shifts if shift.could_grow_to(last)]
        ends_here = bool(block.figures[last]) and last - first + 1 >= _SHORTEST
        for shift in shifts if ends_here else ():
            yield from shift.tried(last)


def filled_by(problem: LinearProblem, hypothesis: Hypothesis) -> int:
    """How many blank cells a run of one column fills in, the one that it has left: 0 of any other
    slip."""
    is_run = hypothesis.slip.code == "shifted"
    return len(hypothesis.cells) - len(problem.stated_among(hypothesis.cells)) if is_run else 0


class _Shift:
    """A run that grows line by line, until more rows contradict it than any run may leave
    unexplained."""

    def __init__(
        self, undoing: Undoing, block: FigureBlock, first: int, allowed: int, too_low: bool
    ) -> None:
        self.undoing, self.block, self.first, self.too_low = undoing, block, first, too_low
        self.fixed: dict[int, Interval] = {}
        self.blanked: set[int] = set()
        """Figures in whose place nothing was typed."""
        self.contradicting = 0
        self.allowed = allowed

    def could_grow_to(self, last: int) -> bool:
        """Take in a line, the next one below; whether the run is still possible."""
        if last > self.first:
            above, below = last - 1, last
            right, typed = (above, below) if self.too_low else (below, above)
            self._move(typed, right)
            self._settle(self.block.rows_ending.get(right, []))
        return self.contradicting <= self.allowed

    def tried(self, last: int) -> Iterator[Hypothesis]:
        """The hypothesis that the run ends at a line; of columns side by side if nothing is left
        over where the run began; none where beside zeros no more than one line would move."""
        if not self._moves_lines or (self.block.is_wide and self._leaves_a_figure(last)):
            return
        lost = self._lost(last) | self.blanked
        moved = len(self.fixed.keys() | self.blanked)
        count = moved if self.block.is_wide else last - self.first
        slip = self.block.slip(count, self.too_low)
        every = self.undoing.tried(slip, self.fixed, lost, tolerant=not self.block.is_wide)
        yield from map(self._borne_out, every)

    @property
    def _moves_lines(self) -> bool:
        """Whether amounts other than zero would move, in more than one line."""
        amounts = [cell for cell, ends in self.fixed.items() if not meet(ends, _NOTHING)]
        return len(self.block.places(amounts)) > 1

    def _leaves_a_figure(self, last: int) -> bool:
        """Whether a figure in the line that the run has left is of no line: neither blank nor what
        should stand there."""
        left, moved = (self.first, self.first + 1) if self.too_low else (last, last - 1)
        pairs = zip(self.block.typed[left], self.block.typed[moved])
        return any(
            stands is not None and any(stands) and not meet(stands, should or _NOTHING)
            for stands, should in pairs
        )

    def _borne_out(self, hypothesis: Hypothesis) -> Hypothesis:
        """A hypothesis; of columns side by side with the evidence of rows that do not hold only
        because whatever may stand in a lost cell."""
        if not self.block.is_wide:
            return hypothesis
        open_ = self.block.problem.rows_touching(hypothesis.lost)
        return replace(hypothesis, evidence=hypothesis.evidence - open_)

    def _lost(self, last: int) -> frozenset[int]:
        """The cells at the end of the run, whose figures were typed over."""
        figures = self.block.figures[last if self.too_low else self.first]
        return frozenset(self.block.problem.stated_among(figures))

    def _move(self, source: int, target: int) -> None:
        """Put the figures of a line back into the one where they belong."""
        problem, is_wide = self.block.problem, self.block.is_wide
        for place, right in enumerate(self.block.cells[target]):
            ends = self.block.typed[source][place]
            if right == _NONE:
                is_astray = ends is not None and any(ends) and not self.block.has(target, place)
                self.contradicting += len(self.block.lines) if is_astray else 0
            elif ends is None:
                self.blanked.update(problem.stated_among({right}) if is_wide else ())
            elif problem.stated[right]:
                if ends != self.undoing.stated(right):
                    self.fixed[right] = ends
            elif not meet(ends, _NOTHING):
                self.fixed[right] = ends

    def _settle(self, rows: Collection[int]) -> None:
        """Count the contradictions among rows that no lower line of the run touches, up to the
        first that is too many."""
        if not rows:
            return
        lost = self.blanked if self.too_low else self.blanked | self._lost(self.first)
        changed = self.undoing.changed(self.fixed, lost)
        for row in rows:
            if self.contradicting > self.allowed:
                return
            self.contradicting += self.undoing.contradicts(row, changed)
