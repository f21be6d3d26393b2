"""Columns that are worked out, each in the place of the other: changes told in percent and their
rates in money, completion rates and the rates of changes."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sipipeline.arithmetic.figures import Interval
from sipipeline.arithmetic.matrix import Matrix
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.people import of_all_people
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_TELLING = 3
"""So many lines must be exchanged: fewer may be by chance."""

Columns = Mapping[str, Mapping[str, int]]
"""By column that is worked out: line to the stated figure."""


def exchanged_rates(undoing: Undoing) -> Iterator[Hypothesis]:
    """Two columns of a sheet that are worked out, each in the place of the other."""
    sheets = _worked_out(undoing)
    differences = _differences(undoing.problem) if sheets else {}
    for sheet, columns in sheets.items():
        for one, other in itertools.combinations(columns, 2):
            beside = [
                (figure, columns[other][line])
                for line, figure in columns[one].items()
                if line in columns[other]
            ]
            lines = [line for line in beside if undoing.differ(*line)]
            if len(lines) >= _TELLING:
                figures: dict[str, float | str] = {"sheet": sheet, "one": one, "other": other}
                slip = Slip("exchanged", {**figures, "count": 2 * len(lines)})
                fixed = _exchanged(undoing, lines, differences)
                yield from undoing.tried(slip, fixed, tolerant=True)


def _exchanged(
    undoing: Undoing, lines: Sequence[tuple[int, int]], differences: Mapping[int, float]
) -> dict[int, Interval]:
    """What the figures of two columns should hold: each other's. An amount that was read as so
    many percent is the amount where that is nearer to the difference of its line."""
    fixed = undoing.exchanged(lines)
    for figure in [*fixed]:
        lo, hi = fixed[figure]
        meant = differences.get(figure)
        if meant is not None and abs(50 * (lo + hi) - meant) < abs((lo + hi) / 2 - meant):
            fixed[figure] = 100 * lo, 100 * hi
    return fixed


def _differences(problem: LinearProblem) -> Mapping[int, float]:
    """What the amounts of its line make of each change."""
    differences = {}
    for of_difference in _of_two(problem.matrix):
        change, *ends = (problem.number.get(key, -1) for key in of_difference)
        if -1 not in (change, *ends) and problem.are_stated(*ends[:2]):
            differences[change] = float(problem.value[ends[0]] - problem.value[ends[1]])
    return differences


def _worked_out(undoing: Undoing) -> Mapping[str, Columns]:
    """By sheet of the broken rows: the columns of changes and rates; then those of the head-counts
    of all funds, which stand on one sheet."""
    problem, touched = undoing.problem, undoing.touched_sheets()
    sheets: dict[str, dict[str, dict[str, int]]] = {}
    for key in _of_lines(problem.matrix):
        figure = problem.number.get(key, -1)
        if figure >= 0 and problem.stated[figure]:
            columns = sheets.setdefault(keys.table(key), {})
            columns.setdefault(keys.measure(key), {})[keys.row(key)] = figure
    own = {sheet: columns for sheet, columns in sheets.items() if sheet in touched}
    return {**own, **of_all_people(sheets, own)}


@lru_cache(maxsize=8)
def _of_lines(matrix: Matrix) -> list[str]:
    """The keys that relations work out of others of their lines: differences and rates."""
    worked_out = (one for one in matrix.relations if one.difference or one.is_ratio)
    return [one.subject for one in worked_out if _is_of_line(one.keys)]


@lru_cache(maxsize=8)
def _of_two(matrix: Matrix) -> list[Sequence[str]]:
    """The keys of each difference: the change, and what it is the difference of."""
    return [one.keys for one in matrix.relations if one.difference]


def _is_of_line(figures: Sequence[str]) -> bool:
    """Whether some figures stand in one line."""
    return len(set(map(keys.row, figures))) == 1
