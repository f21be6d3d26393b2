"""Parts of one sum that are all the same power of ten too large or too small: a decimal point left
out or moved in each, or 元 for 万元. Each alone has a range left for it; together they fit to the
last digit."""

import itertools
import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core.figures import SLACK
from sipipeline.localisation.cell_slips import rounded
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_FACTORS = (1e-1, 1e-2, 1e-3, 1e-4, 1e1, 1e2, 1e3, 1e4)
_MOST = 3
"""Parts of one sum that may be wrong alike."""
_BEYOND_CHANCE = 20
"""A mended sum is evidence if a chance as good comes once in so many times."""

_Choice = tuple[float, Mapping[int, Interval]]
"""A factor, and the parts with what they should hold by it."""


def moved_points(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """The parts of each broken sum that mend it with their decimal points moved alike, where only
    one choice of them does."""
    undoing = Undoing(problem, broken, doubted)
    for row in sorted(broken):
        choice = _choice(undoing, row)
        if choice is not None:
            factor, fixed = choice
            times = max(factor, 1 / factor)
            yield from undoing.tried(Slip("points", {"factor": times, "count": len(fixed)}), fixed)


def _choice(undoing: Undoing, row: int) -> _Choice | None:
    """The only choice of the fewest parts that mends a sum; None where several do, or where one was
    bound to by chance."""
    parts = _parts(undoing, row)
    moved = [(factor, _moved(undoing.problem, parts, factor)) for factor in _FACTORS]
    tried = 0
    for count in range(2, min(_MOST, len(parts)) + 1):
        tried += math.comb(len(parts), count) * len(_FACTORS)
        found = [
            one for factor, ends in moved for one in _mending(undoing, row, factor, ends, count)
        ]
        if found:
            is_clear = len(found) == 1 and _is_telling(undoing, row, found[0][1], tried)
            return found[0] if is_clear else None
    return None


def _parts(undoing: Undoing, row: int) -> list[int]:
    """The stated amounts of a sum that are not 0, without the sum itself; none of a limit."""
    problem = undoing.problem
    if problem.rate[row] >= 0 or not math.isfinite(undoing.low[row] + undoing.high[row]):
        return []
    subject = problem.matrix.relations[problem.relation[row]].subject
    figures = problem.terms(row)[0]
    known = [figure for figure in figures if undoing.is_money(figure) and problem.value[figure]]
    return [figure for figure in known if problem.keys[figure] != subject]


def _moved(problem: LinearProblem, parts: Sequence[int], factor: float) -> dict[int, Interval]:
    """Some figures times a factor; as fine as the figures beside them where digits are added."""
    fixed: dict[int, Interval] = {}
    for figure in parts:
        half_width = float(problem.half_width[figure]) * max(1.0, factor)
        if factor < 1:
            half_width = min(half_width, problem.grain(figure))
        value = rounded(float(problem.value[figure]) * factor, half_width)
        room = half_width + SLACK * abs(value)
        fixed[figure] = value - room, value + room
    return fixed


def _mending(
    undoing: Undoing, row: int, factor: float, moved: Mapping[int, Interval], count: int
) -> Iterator[_Choice]:
    """The choices of so many parts that mend a sum once they are moved."""
    weight = dict(undoing.problem.weighted[row])
    least, most = undoing.range(row, {})
    low, high = undoing.low[row] - most, undoing.high[row] - least
    steps = {figure: _step(undoing, figure, ends, weight) for figure, ends in moved.items()}
    for cells in itertools.combinations(moved, count):
        less, more = zip(*map(steps.__getitem__, cells))
        if sum(more) >= low and sum(less) <= high:
            fixed = {figure: moved[figure] for figure in cells}
            if undoing.holds(row, fixed):
                yield factor, fixed


def _step(undoing: Undoing, figure: int, ends: Interval, weight: Mapping[int, float]) -> Interval:
    """How much a row changes, at least and at most, when one of its figures does."""
    middle = sum(undoing.stated(figure)) / 2
    less, more = sorted((end - middle) * weight[figure] for end in ends)
    return less, more


def _is_telling(undoing: Undoing, row: int, fixed: Mapping[int, Interval], tried: int) -> bool:
    """Whether a sum that one of so many choices mends is no chance: it was off by many times more
    than it may be now."""
    least, most = undoing.range(row, fixed)
    off = abs(sum(undoing.range(row, {})) - least - most) / 2
    return off > _BEYOND_CHANCE * tried * (most - least)
