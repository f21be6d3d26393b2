"""Parts of one sum that are a power of ten too large or too small, mostly all the same: a decimal
point left out or moved in each, or 元 for 万元. Each alone has a range left for it; together they
fit to the last digit."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.arithmetic.figures import Interval
from sipipeline.core.figures import SLACK
from sipipeline.localisation.cell_slips import rounded
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.rescaling import FACTORS
from sipipeline.localisation.suspects import Slip

_MOST = 3
"""Parts of one sum that may be wrong alike."""
_APART = 2
"""Parts of one sum that may be wrong by different powers of ten."""
_BEYOND_CHANCE = 20
"""A mended sum is evidence if a chance as good comes once in so many times."""
_FAR_BEYOND_CHANCE = 500
"""The same of parts that are wrong in different ways, which is rarer."""
ALIKE, APART = "points", "points apart"
"""The codes of the slips."""

_Moved = tuple[Slip, Mapping[int, Interval]]
"""A slip, and the parts with what they should hold."""


def moved_points(undoing: Undoing) -> Iterator[Hypothesis]:
    """The parts of each broken sum that mend it with their decimal points moved alike, where only
    one choice of them does."""
    for row in sorted(undoing.broken):
        moved = _choice(undoing, row)
        if moved is not None:
            for hypothesis in undoing.tried(*moved):
                yield replace(hypothesis, is_no_chance=True)


def _choice(undoing: Undoing, row: int) -> _Moved | None:
    """The only choice of the fewest parts that mends a sum; None where several do, or where one was
    bound to by chance."""
    sum_, alike = _Sum(undoing, row), 0
    for count in range(2, min(_MOST, len(sum_.parts)) + 1):
        choices = math.comb(len(sum_.parts), count)
        alike += choices * len(FACTORS)
        found, tried = sum_.mending([(one,) * count for one in FACTORS]), _BEYOND_CHANCE * alike
        if not found and count == _APART:
            ways = list(itertools.permutations(FACTORS, count))
            found, tried = sum_.mending(ways), _FAR_BEYOND_CHANCE * choices * len(ways)
        if found:
            is_clear = len(found) == 1 and sum_.is_telling(found[0], tried)
            return (_slip(found[0]), sum_.fixed(found[0])) if is_clear else None
    return None


def _slip(factors: Mapping[int, float]) -> Slip:
    """The slip of parts that are all wrong by one factor, or each by another."""
    first, count = next(iter(factors.values())), len(factors)
    if set(factors.values()) == {first}:
        return Slip(ALIKE, {"factor": max(first, 1 / first), "count": count})
    return Slip(APART, {"count": count})


class _Sum:
    """A sum whose parts may have their decimal points moved."""

    def __init__(self, undoing: Undoing, row: int) -> None:
        self.undoing, self.row = undoing, row
        self.parts = _parts(undoing, row)
        self.moved = {one: _moved(undoing.problem, self.parts, one) for one in FACTORS}
        least, most = undoing.range(row, {})
        self.low, self.high = undoing.low[row] - most, undoing.high[row] - least
        weight = dict(undoing.problem.weighted[row])
        self.steps = {
            (figure, factor): _step(undoing, figure, ends, weight)
            for factor, moved in self.moved.items()
            for figure, ends in moved.items()
        }
        """By how much the sum changes, at least and at most."""

    def fixed(self, factors: Mapping[int, float]) -> dict[int, Interval]:
        """What the parts of a choice should hold."""
        return {figure: self.moved[factor][figure] for figure, factor in factors.items()}

    def mending(self, ways: Sequence[Sequence[float]]) -> list[dict[int, float]]:
        """The choices of parts, each with its factor, that mend the sum."""
        found = []
        for way in ways:
            for cells in itertools.combinations(self.parts, len(way)):
                factors = dict(zip(cells, way))
                if self._could_mend(factors) and self._mends(factors):
                    found.append(factors)
        return found

    def _could_mend(self, factors: Mapping[int, float]) -> bool:
        less, more = zip(*(self.steps[step] for step in factors.items()))
        return bool(sum(more) >= self.low and sum(less) <= self.high)

    def _mends(self, factors: Mapping[int, float]) -> bool:
        return self.undoing.holds(self.row, self.fixed(factors))

    def is_telling(self, factors: Mapping[int, float], tried: int) -> bool:
        """Whether a sum that one of so many choices mends is no chance: it was off by many times
        more than it may be now."""
        least, most = self.undoing.range(self.row, self.fixed(factors))
        off = abs(sum(self.undoing.range(self.row, {})) - least - most) / 2
        return off > tried * (most - least)


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


def _step(undoing: Undoing, figure: int, ends: Interval, weight: Mapping[int, float]) -> Interval:
    """How much a row changes, at least and at most, when one of its figures does."""
    middle = sum(undoing.stated(figure)) / 2
    less, more = sorted((end - middle) * weight[figure] for end in ends)
    return less, more
