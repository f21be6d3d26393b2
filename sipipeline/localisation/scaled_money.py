"""Money in the wrong unit: a sheet, one of its columns or several, or its balances."""

import itertools
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.column_slips import stated_beside, touched_exchanges
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.rescaling import (
    is_of_the_other_side,
    rescalings,
    sheets_of_money,
)
from sipipeline.localisation.suspects import Slip

_TELLING = 4
"""In so many lines other columns must say of what order a column is."""
_OF_ONE_ORDER = 1000
"""A part of a balance and the balance are in one unit if that is at most so many times as much."""


def scaled_money(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """A sheet, entered columns of it or one that is worked out, or its balances, in the wrong unit:
    figures beyond these are that factor away."""
    undoing = Undoing(problem, broken, doubted)
    columns = dict(_money_columns(undoing))
    places = [*sheets_of_money(undoing), *columns.items(), *_several(undoing, columns)]
    every = [(slip, fixed, "") for slip, fixed in rescalings(undoing, places)]
    for sheet, lines, cells in _balances(undoing):
        every += [(slip, fixed, lines) for slip, fixed in rescalings(undoing, [(sheet, cells)])]
    for slip, fixed, lines in every:
        told = Slip(slip.code, {**slip.figures, "lines": lines}) if lines else slip
        for hypothesis in undoing.tried(told, fixed, tolerant=True):
            if is_of_the_other_side(problem, hypothesis):
                continue
            evidence = undoing.borne_out(hypothesis)
            if evidence and not _parts_from_lines(undoing, fixed):
                yield replace(hypothesis, evidence=evidence)


def _several(
    undoing: Undoing, columns: Mapping[str, Sequence[int]]
) -> Iterator[tuple[str, list[int]]]:
    """The money of several entered columns of one sheet together, but not of all."""
    entered = undoing.problem.arrangement.entered
    by_sheet: dict[str, list[str]] = {}
    for first in columns:
        if keys.measure(first) in entered:
            by_sheet.setdefault(keys.table(first), []).append(first)
    for names in by_sheet.values():
        for count in range(2, len(names)):
            for chosen in itertools.combinations(names, count):
                cells = itertools.chain.from_iterable(columns[name] for name in chosen)
                yield " ".join(chosen), list(cells)


def _balances(undoing: Undoing) -> Iterator[tuple[str, str, list[int]]]:
    """By sheet what is held at a day, no flow of the year: the keys of its lines, and the
    figures."""
    problem = undoing.problem
    for sheet in filter(keys.is_account, undoing.touched_sheets()):
        every = [key for key in problem.arrangement.balances if keys.table(key) == sheet]
        known = [problem.number[key] for key in every if key in problem.number]
        money = list(filter(undoing.is_money, known))
        apart = {keys.row(problem.keys[part]) for part in _parts_apart(undoing, money)}
        cells = [figure for figure in money if keys.row(problem.keys[figure]) not in apart]
        lines = {keys.row(problem.keys[figure]): problem.keys[figure] for figure in cells}
        if np.count_nonzero(problem.value[cells]) > 1:
            yield sheet, " ".join(lines.values()), cells


def _parts_apart(undoing: Undoing, cells: Collection[int]) -> Iterator[int]:
    """Those of some amounts that are a part of another one of them, and as stated more than that or
    next to nothing beside it: one of the two is in another unit."""
    problem, value = undoing.problem, undoing.problem.value
    for row in problem.rows_touching(cells):
        part, *wholes = problem.terms(row)[0]
        if problem.part[row] and len(wholes) == 1 and {part, *wholes} <= {*cells}:
            whole = value[wholes[0]]
            if value[part] and not whole / _OF_ONE_ORDER < value[part] <= whole:
                yield part


def _money_columns(undoing: Undoing) -> Iterator[tuple[str, list[int]]]:
    """The money of each column with two figures in broken rows that are not 0: what is 0 in a
    coarse unit may be more in a finer one."""
    problem = undoing.problem
    for column in problem.arrangement.columns:
        cells = [problem.number[key] for key in column if key in problem.number]
        cells = list(filter(undoing.is_money, cells))
        touched = list(undoing.involved.intersection(cells))
        if np.count_nonzero(problem.value[touched]) > 1:
            yield column[0], cells


def _parts_from_lines(undoing: Undoing, fixed: Mapping[int, Interval]) -> bool:
    """Whether a column in another unit is further from the other columns of its sheet than it was,
    line by line: a budget, an actual figure and last year's are of one order."""
    value = undoing.problem.value
    steps = []
    for one, other in _beside_in_sheet(undoing, fixed):
        middle = sum(fixed[one]) / 2
        if value[one] > 0 and value[other] > 0 and middle > 0:
            before, after = (
                abs(math.log(value[one] / value[other])),
                abs(math.log(middle / value[other])),
            )
            steps.append(after - before)
    return len(steps) >= _TELLING and sorted(steps)[len(steps) // 2] > 0


def _beside_in_sheet(undoing: Undoing, fixed: Collection[int]) -> Iterator[tuple[int, int]]:
    """Figures of a column, each with one of another column in its line."""
    for exchange in touched_exchanges(undoing):
        for pair in stated_beside(undoing.problem, exchange.beside):
            for one, other in (pair, pair[::-1]):
                if one in fixed and other not in fixed:
                    yield one, other
