"""The solver (HiGHS), which never fails and says nothing: what it cannot solve has no solution."""

from typing import Any, NamedTuple

import numpy as np

from sipipeline.arithmetic.figures import Floats
from sipipeline.core.silence import STDOUT, silence


class Optimum(NamedTuple):
    """The least value of a linear program, and the price of each of its bounds."""

    value: float
    prices: Floats


def optimum(
    cost: Floats, sides: Any, rest: Any, bounds: Any, equal: Any = None, to: Any = None
) -> Optimum | None:
    """The least of `cost @ figures` where `sides @ figures <= rest` and `equal @ figures == to`;
    None where the solver finds none."""
    from scipy.optimize import linprog

    with silence(STDOUT):
        try:
            answer = linprog(cost, sides, rest, equal, to, bounds, method="highs-ds")
        except Exception:  # the solver ends without a status on odd numbers
            return None
    if answer.status != 0 or answer.fun is None or not np.isfinite(answer.fun):
        return None
    prices = np.zeros(0) if sides is None else -np.asarray(answer.ineqlin.marginals, float)
    return Optimum(float(answer.fun), prices)


def cheapest(
    cost: Floats,
    matrix: Any,
    low: Any,
    high: Any,
    lo: Any,
    hi: Any,
    *,
    whole: bool = False,
    presolve: bool = True,
) -> Floats | None:
    """A point of least cost with `low <= matrix @ point <= high` and `lo <= point <= hi`; None
    where the solver finds none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    with silence(STDOUT):
        try:
            answer = milp(
                cost,
                integrality=np.full(len(cost), int(whole)),
                bounds=Bounds(lo, hi),
                constraints=LinearConstraint(matrix, low, high),
                options={"presolve": presolve},
            )
        except Exception:  # the solver ends without a status on odd numbers
            return None
    if answer.status != 0 or answer.x is None or not np.isfinite(answer.x).all():
        return None
    return np.asarray(answer.x, float)
