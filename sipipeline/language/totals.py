"""Of several figures the one that is called their total and is it: 转入12笔，转出7笔，共19笔."""

import math
import re
from collections.abc import Sequence
from functools import cache

from sipipeline.language.lexicon import one_of
from sipipeline.language.targets import Stated
from sipipeline.language.units import PERCENT

_FEWEST = 3
_SLACK = 1e-9


def total_of(parts: Sequence[Stated]) -> Stated | None:
    """The first or the last of plain figures in one unit, if it is called the total and is the sum
    of the others; None where neither is."""
    units = {part.unit for part in parts}
    if len(parts) < _FEWEST or len(units) > 1 or PERCENT in units:
        return None
    ends = ((parts[-1], parts[:-1]), (parts[0], parts[1:]))
    return next((whole for whole, others in ends if _is_sum(whole, others)), None)


def _is_sum(whole: Stated, others: Sequence[Stated]) -> bool:
    if not whole.point or not all(part.point for part in others):
        return False
    total = math.fsum(part.lo or 0.0 for part in others)
    equal = math.isclose(whole.lo or 0.0, total, rel_tol=_SLACK)
    return equal and _called_total().search(whole.label) is not None


@cache
def _called_total() -> re.Pattern[str]:
    return re.compile(f"{one_of('parts', 'total')}{one_of('parts', 'before_total')}*$")
