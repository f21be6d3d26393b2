"""The solver (HiGHS), which never fails and says nothing: what it cannot solve has no solution."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sipipeline.arithmetic.figures import Floats
from sipipeline.core.silence import STDOUT, silence
from sipipeline.core.values import frozen
from sipipeline.localisation.sparse import SparseRows

if TYPE_CHECKING:
    from highspy import Highs, HighsLp

_OPTIONS = {"output_flag": False, "log_to_console": False, "threads": 1}
"""One thread: a solver without threads of its own works in a process that was forked."""


@frozen
class Program:
    """`low <= rows @ point <= high` and `lo <= point <= hi`, for the least of `cost @ point`."""

    cost: Floats
    rows: SparseRows
    low: Floats
    high: Floats
    lo: Floats
    hi: Floats


class Optimum(NamedTuple):
    """The least value of a linear program, a point that has it, and the price of each of its
    rows."""

    value: float
    point: Floats
    prices: Floats


def optimum(program: Program, *, whole: bool = False, presolve: bool = True) -> Optimum | None:
    """The least of a program, in whole numbers if asked for; None where the solver finds none."""
    from highspy import HighsModelStatus

    with silence(STDOUT):
        solver = _solver()
        solver.setOptionValue("presolve", "choose" if presolve else "off")
        solver.passModel(_model(program, whole))
        solver.run()
    value, solution = solver.getInfo().objective_function_value, solver.getSolution()
    point = np.asarray(solution.col_value, float)
    is_solved = solver.getModelStatus() == HighsModelStatus.kOptimal
    if not is_solved or not np.isfinite(value) or not np.isfinite(point).all():
        return None
    return Optimum(float(value), point, -np.asarray(solution.row_dual, float))


@cache
def _solver() -> "Highs":
    """The one of this process; every program is solved anew."""
    from highspy import Highs

    solver = Highs()  # type: ignore[no-untyped-call]
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    return solver


def _model(program: Program, whole: bool) -> "HighsLp":
    from highspy import HighsLp, HighsVarType, MatrixFormat

    rows, model = program.rows, HighsLp()
    model.num_col_, model.num_row_ = rows.width, len(rows)
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.lo, program.hi
    model.row_lower_, model.row_upper_ = program.low, program.high
    if whole:
        model.integrality_ = [HighsVarType.kInteger] * rows.width
    matrix = model.a_matrix_
    matrix.format_ = MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = rows.width, len(rows)
    matrix.start_, matrix.index_, matrix.value_ = rows.pointer, rows.column, rows.weight
    return model
