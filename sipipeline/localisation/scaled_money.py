"""Money in the wrong unit: a sheet, one of its columns or several, or its balances."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.rescaling import (
    is_of_the_other_side,
    parts_from_lines,
    rescalings,
    sheets_of_money,
)
from sipipeline.localisation.suspects import Slip

_OF_ONE_ORDER = 1000
"""A part of a balance and the balance are in one unit if that is at most so many times as much."""


def scaled_money(undoing: Undoing) -> Iterator[Hypothesis]:
    """A sheet, entered columns of it or one that is worked out, or its balances, in the wrong unit:
    figures beyond these are that factor away."""
    columns = dict(_money_columns(undoing))
    places = [*sheets_of_money(undoing), *columns.items(), *_several(undoing, columns)]
    sought = [(where, cells) for where, cells in places if undoing.seeks(cells)]
    every = [(slip, fixed, "") for slip, fixed in rescalings(undoing, sought)]
    for sheet, lines, cells in filter(lambda one: undoing.seeks(one[2]), _balances(undoing)):
        every += [(slip, fixed, lines) for slip, fixed in rescalings(undoing, [(sheet, cells)])]
    of_funds: dict[tuple[str, float | str], dict[str, Mapping[int, Interval]]] = {}
    for slip, fixed, lines in every:
        told = Slip(slip.code, {**slip.figures, "lines": lines}) if lines else slip
        for hypothesis in _tried(undoing, told, fixed):
            where, factor = str(slip.figures["where"]), slip.figures["factor"]
            if where in columns:
                of_funds.setdefault((keys.measure(where), factor), {})[where] = fixed
            yield hypothesis
    yield from _of_several_funds(undoing, of_funds)


def _tried(undoing: Undoing, slip: Slip, fixed: Mapping[int, Interval]) -> Iterator[Hypothesis]:
    """The hypothesis of amounts in another unit, where others are that factor away."""
    for hypothesis in undoing.tried(slip, fixed, tolerant=True):
        if is_of_the_other_side(undoing.problem, hypothesis):
            continue
        evidence = undoing.borne_out(hypothesis)
        if evidence and not parts_from_lines(undoing, fixed):
            yield replace(hypothesis, evidence=evidence)


def _of_several_funds(
    undoing: Undoing,
    columns: Mapping[tuple[str, float | str], Mapping[str, Mapping[int, Interval]]],
) -> Iterator[Hypothesis]:
    """The same column of several funds in the same unit, where each may be so by itself."""
    for (_, factor), by_place in columns.items():
        funds = [one for one in by_place if keys.table(one) in undoing.problem.arrangement.accounts]
        if len(funds) > 1:
            fixed = {figure: ends for one in funds for figure, ends in by_place[one].items()}
            count = int(np.count_nonzero(undoing.problem.value[[*fixed]]))
            figures = {"factor": factor, "count": count, "where": " ".join(funds)}
            yield from _tried(undoing, Slip("scaled", figures), fixed)


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
