"""A block of lines of a sheet in the wrong unit of money: its income, its benefits, in all columns
or in one, where a sheet was put together from two sources."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.figures import Flags, Floats, Interval, Numbers
from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.rescaling import (
    FACTORS,
    is_of_the_other_side,
    parts_from_lines,
    rescalings,
)
from sipipeline.localisation.suspects import Slip

_FEWEST, _FEWEST_OF_ONE = 3, 4
"""So many lines make a block, and of one column alone: fewer are a figure that was carried."""
_MENDED = 3
"""So many relations a block must mend."""

_Columns = Sequence[str]
_Line = Sequence[int]
"""The money of a line in some columns, by its numbers."""


def scaled_lines(undoing: Undoing) -> Iterator[Hypothesis]:
    """The block of lines of each sheet, in all columns or in one, with which the most relations
    hold once it is in another unit."""
    if len(undoing.broken) < _MENDED:
        return
    for sheet in filter(undoing.seeks_on, filter(keys.is_account, undoing.touched_sheets())):
        for columns in _columns(undoing, sheet):
            lines = _lines(undoing, sheet, columns)
            for block, factor in _blocks(undoing, lines):
                yield from _tried(undoing, sheet, columns, block, factor)


def _tried(
    undoing: Undoing, sheet: str, columns: _Columns, block: Sequence[_Line], factor: float
) -> Iterator[Hypothesis]:
    """The hypothesis that a block of lines is in another unit."""
    problem, cells = undoing.problem, [*itertools.chain.from_iterable(block)]
    first, last = (problem.keys[line[0]] for line in (block[0], block[-1]))
    place = {"first": first, "last": last, "columns": columns[0] if len(columns) == 1 else ""}
    for slip, fixed in rescalings(undoing, [(sheet, cells)], [factor]):
        if _contradicts_people(problem, fixed, factor) or parts_from_lines(undoing, fixed):
            continue
        told = Slip(slip.code, {**slip.figures, **place})
        for hypothesis in undoing.tried(told, fixed, tolerant=True):
            if not is_of_the_other_side(problem, hypothesis):
                yield replace(hypothesis, evidence=undoing.borne_out(hypothesis))


def _contradicts_people(
    problem: LinearProblem, fixed: Mapping[int, Interval], factor: float
) -> bool:
    """Whether benefits in a block go with what people are paid only as they are."""
    paid = [key for key in problem.contents.paid if problem.number.get(key, -1) in fixed]
    return any(problem.fits_people(key) and not problem.fits_people(key, factor) for key in paid)


# ---------------------------------------------------------------- the lines of a sheet
def _columns(undoing: Undoing, sheet: str) -> Iterator[_Columns]:
    """The columns of a sheet that hold money: all, those that are entered, and each of these."""
    problem = undoing.problem
    money = {
        keys.measure(key)
        for figure, key in enumerate(problem.keys)
        if problem.sheet[figure] == sheet and undoing.is_money(figure)
    }
    every = [name for name in problem.arrangement.measures if name in money]
    entered = [name for name in every if name in problem.arrangement.entered]
    yield from dict.fromkeys(filter(None, (tuple(every), tuple(entered), *zip(entered))))


def _lines(undoing: Undoing, sheet: str, columns: _Columns) -> Sequence[_Line]:
    """The lines of a sheet that hold money, but for 0, in some columns, from top to bottom."""
    problem = undoing.problem
    runs = [one for one in problem.arrangement.columns if keys.table(one[0]) == sheet]
    lines: list[_Line] = []
    for key in max(runs, key=len, default=()):
        beside = (problem.number.get(keys.beside(key, name), -1) for name in columns)
        money = [figure for figure in beside if figure >= 0 and undoing.is_money(figure)]
        if problem.value[money].any():
            lines.append(money)
    return lines


# ---------------------------------------------------------------- blocks of them
@frozen
class _SumsOfLines:
    """What some rows are made of: m rows, n lines."""

    part: Floats
    """(m, n + 1): the sum over the lines before each, and over all."""
    room: Floats
    """(m, n + 1): the rounding of these."""
    whole: Floats
    """(m,): the sum over all figures."""
    around: Floats
    """(m,): the rounding of the figures of no line."""
    low: Floats
    high: Floats
    """(m,): the bounds of the rows."""

    def holding(self, first: Numbers, after: Numbers, factor: float) -> Flags:
        """(m, H): whether each row holds once the lines from each of H first ones to before another
        are so many times as large."""
        part = self.part[:, after] - self.part[:, first]
        room = self.room[:, after] - self.room[:, first]
        middle = self.whole[:, None] + (factor - 1) * part
        width = (self.around + self.room[:, -1])[:, None] + max(factor - 1, 0.0) * room
        is_enough = middle + width >= self.low[:, None]
        return np.asarray(is_enough & (middle - width <= self.high[:, None]))


def _blocks(undoing: Undoing, lines: Sequence[_Line]) -> Iterator[tuple[Sequence[_Line], float]]:
    """By factor the block of some lines of a sheet, but not all, that leaves the fewest rows
    failing, the smallest of such; if it mends several."""
    problem, figures = undoing.problem, {*itertools.chain.from_iterable(lines)}
    touched = problem.rows_touching(figures)
    first, after = _ends(lines)
    of_broken = _sums(undoing, lines, touched & undoing.broken)
    mended = {factor: of_broken.holding(first, after, factor).sum(0) for factor in FACTORS}
    able = {factor: np.flatnonzero(count >= _MENDED) for factor, count in mended.items()}
    if not any(map(len, able.values())):
        return
    others = {row for row in touched - undoing.broken if _is_trusted(undoing, row, figures)}
    of_others = _sums(undoing, lines, others)
    for factor in filter(lambda factor: len(able[factor]), FACTORS):
        ends = first[able[factor]], after[able[factor]]
        left = (~of_others.holding(*ends, factor)).sum(0)
        order = np.lexsort((ends[1] - ends[0], left - mended[factor][able[factor]]))
        if left[order[0]] <= undoing.allowed(undoing.broken):
            yield lines[ends[0][order[0]] : ends[1][order[0]]], factor


def _ends(lines: Sequence[_Line]) -> tuple[Numbers, Numbers]:
    """The first line of each possible block, and the one after its last."""
    fewest = _FEWEST if any(len(line) > 1 for line in lines) else _FEWEST_OF_ONE
    runs = itertools.combinations(range(len(lines) + 1), 2)
    ends = [(one, end) for one, end in runs if fewest <= end - one < len(lines)]
    first, after = np.array(ends, np.int64).reshape(-1, 2).T
    return first, after


def _sums(undoing: Undoing, lines: Sequence[_Line], rows: Collection[int]) -> _SumsOfLines:
    """What those of some rows are made of whose figures are all stated."""
    problem, line_of = undoing.problem, dict[int, int]()
    for place, line in enumerate(lines, 1):
        line_of |= dict.fromkeys(line, place)
    stated = [row for row in sorted(rows) if problem.stated[problem.terms(row)[0]].all()]
    part, room = np.zeros((2, len(stated), len(lines) + 1))
    for number, row in enumerate(stated):
        for figure, weight in problem.weighted[row]:
            place = line_of.get(figure, 0)
            part[number, place] += weight * sum(undoing.stated(figure)) / 2
            room[number, place] += abs(weight) * undoing.half_width(figure)
    whole, around = part.sum(1), room[:, 0].copy()
    part[:, 0] = room[:, 0] = 0
    low, high = problem.low[stated], problem.high[stated]
    return _SumsOfLines(part.cumsum(1), room.cumsum(1), whole, around, low, high)


def _is_trusted(undoing: Undoing, row: int, figures: Collection[int]) -> bool:
    """Whether no figure of a row is doubted but some figures."""
    return undoing.doubted.isdisjoint({*undoing.problem.figures_and_rate[row]}.difference(figures))
