"""A point at which every row holds, found without a linear program where rounding alone is to be settled.

Totals, balances and changes are replaced by the leaves that they are made of. What remains are inequalities: each
total within its rounding. They have room inside, so a few projections get there; where they do not, nothing is said.
"""

import numpy as np

from sipipeline.solving.rows import Flags, Floats, Problem

ROUNDS = 120
_DEPTH = 12
_MARGIN = 0.1
"""Part of an interval's width that is kept clear at both ends while projecting."""
_STEP = 1.5


def settle(problem: Problem, asked: Flags, lo: Floats, hi: Floats, start: Floats) -> Floats | None:
    """Figures within `lo` and `hi` near `start` at which the asked rows hold, or None where none was found."""
    from scipy.sparse import csr_array, eye_array, vstack

    defining, defined = _definitions(problem, asked)
    count = len(problem.keys)
    leaves = np.setdiff1d(np.arange(count), defined)
    rows = problem.matrix[defining]
    step = csr_array(eye_array(count).tocsr()[defined] - rows)  # each defined figure by the others of its row
    spread = csr_array((np.ones(len(defined)), (defined, np.arange(len(defined)))), shape=(count, len(defined)))
    once = spread @ step
    keep = csr_array((np.ones(len(leaves)), (leaves, leaves)), shape=(count, count))
    whole = keep + once
    for _ in range(_DEPTH):
        further = keep + once @ whole
        if abs(further - whole).sum() == 0:
            break
        whole = further
    else:
        return None
    others = np.setdiff1d(np.flatnonzero(asked), defining)
    scale = problem.scale
    unit = np.concatenate([scale[defined], problem.grain[others]])
    system = vstack([whole[defined], problem.matrix[others] @ whole]).tocsr()[:, leaves]
    low = np.concatenate([lo[defined], problem.low[others]])
    high = np.concatenate([hi[defined], problem.high[others]])
    found = _projected(system * scale[leaves] / unit[:, None], low, high, unit, system, lo[leaves], hi[leaves], start[leaves], scale[leaves])
    if found is None:
        return None
    point = start.copy()
    point[leaves] = found
    return np.asarray(whole @ point)
