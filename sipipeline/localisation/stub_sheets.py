"""A sheet with a few amounts that the total lacks, each of them: either they are missing there, and
the sheet is not filled in, or they should not stand on the sheet."""

from collections.abc import Collection, Iterator

import numpy as np

from sipipeline.localisation.hypotheses import Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.restatements import Restatement, columns_of, restatements
from sipipeline.localisation.suspects import Slip

_FEW = 6
"""Amounts of a sheet that is not filled in: a figure with its sums, this year's and last year's."""
_ANY = (-np.inf, np.inf)


def stub_sheets(problem: LinearProblem, broken: Collection[int]) -> Iterator[Restatement]:
    """Each sheet of a fund with a few amounts that the total lacks: it holds without them."""
    undoing = Undoing(problem, broken)
    for sheet in undoing.touched_sheets():
        amounts = [figure for figure in _amounts(undoing, sheet) if problem.value[figure]]
        if 0 < len(amounts) <= _FEW and all(_total_lacks(undoing, one) for one in amounts):
            names = [problem.keys[figure] for figure in amounts]
            slip = Slip("not in the total", {"fund": sheet, "count": len(names)})
            own = np.zeros(problem.figures.stated.shape, bool)
            own[0, columns_of(problem, sheet)] = True
            without = problem.figures.without(own)
            yield from restatements(problem, broken, slip, without, dict.fromkeys(names, _ANY))


def _amounts(undoing: Undoing, sheet: str) -> list[int]:
    """The stated amounts of the sheet of a fund."""
    problem = undoing.problem
    if sheet not in problem.arrangement.accounts:
        return []
    own = (figure for figure, on in enumerate(problem.sheet) if on == sheet)
    return [figure for figure in own if undoing.is_money(figure)]


def _total_lacks(undoing: Undoing, figure: int) -> bool:
    """Whether a line of the total holds without an amount, and not with it."""
    problem, total = undoing.problem, undoing.problem.arrangement.total
    rows = undoing.broken.intersection(problem.rows_of[figure])
    of_total = [
        row for row in rows if total in {problem.sheet[one] for one in problem.terms(row)[0]}
    ]
    return any(undoing.holds(row, {figure: (0.0, 0.0)}) for row in of_total)
