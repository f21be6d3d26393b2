"""Slips of several cells as hypotheses: undo one, and every relation that it touches must hold, the
broken ones included."""

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.figures import decimals, half_unit
from sipipeline.core.values import frozen
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_UNEXPLAINED = 4
"""A slip of a whole column may leave 1 in 4 of its broken relations unexplained."""
_AS_STATED: Mapping[int, Interval] = {}
_WIDTHS = 4
"""Figures beyond a slip's cells bear it out if they are so many times their rounding."""


@frozen
class Hypothesis:
    slip: Slip
    fixed: Mapping[int, Interval]
    """Cells and what they should hold."""
    lost: frozenset[int]
    """Cells whose right value is lost."""
    explains: frozenset[int]
    """The broken rows that hold once the slip is undone."""
    unexplained: frozenset[int] = frozenset()
    """Rows of its cells that still do not hold, and have no other doubted cell."""
    trusted: frozenset[int] = frozenset()
    """Rows of its cells that still do not hold, but have other doubted cells."""
    evidence: frozenset[int] = frozenset()
    """The explained rows that speak for it: all, or those with figures beyond its cells."""

    is_no_chance: bool = False
    """Whether one row that it mends is evidence enough, as a chance as good is rare."""

    is_open_ended: bool = False
    """Whether it may have gone further, so that nothing is told of what the lost cells should
    hold."""

    room: Interval = (0.0, 0.0)
    """How much less and how much more the rest leaves of what its cells should hold, where one
    amount goes through them all."""

    is_printed: bool = False
    """Whether the printed figures of all rows that it mends miss by this one amount."""

    @property
    def cells(self) -> frozenset[int]:
        return self.lost | self.fixed.keys()


class Undoing:
    """What becomes of the broken rows of a problem once a slip is undone."""

    def __init__(
        self,
        problem: LinearProblem,
        broken: Collection[int],
        doubted: Collection[int] = (),
        among: frozenset[int] | None = None,
    ) -> None:
        self.problem, self.broken, self.doubted = problem, frozenset(broken), frozenset(doubted)
        self.among = among
        """The figures that a slip is sought of; None: of any."""
        self.ends: list[Interval] = list(zip(problem.lo.tolist(), problem.hi.tolist()))
        """Figure to the least and the most that it may be as stated."""
        self.low: list[float] = problem.low.tolist()
        self.high: list[float] = problem.high.tolist()
        self.weighted = problem.weighted
        self.rates: list[int] = problem.rate.tolist()
        """Row to the rate that it rests on."""
        self.involved = problem.stated_among(problem.figures_in(self.broken))
        """The stated figures of the broken rows."""
        self.broken_rates = {int(problem.rate[row]) for row in self.broken} & problem.rates
        """The rates that broken rows rest on."""

    # ------------------------------------------------------------ figures
    def stated(self, figure: int) -> Interval:
        return self.ends[figure]

    def exchanged(self, pairs: Iterable[tuple[int, int]]) -> dict[int, Interval]:
        """Figures of two places each, with what is stated in the other."""
        fixed: dict[int, Interval] = {}
        for one, other in pairs:
            fixed[one], fixed[other] = self.stated(other), self.stated(one)
        return fixed

    def half_width(self, figure: int) -> float:
        lo, hi = self.ends[figure]
        return (hi - lo) / 2

    def typed(self, figure: int) -> Interval:
        """What a figure may be by the digits that are typed of it alone, though the others of its
        column have more."""
        value = float(self.problem.value[figure])
        room = max(half_unit(decimals(value)), self.half_width(figure))
        return value - room, value + room

    def differ(self, one: int, other: int) -> bool:
        (lo, hi), (other_lo, other_hi) = self.ends[one], self.ends[other]
        return hi < other_lo or other_hi < lo

    def is_money(self, figure: int) -> bool:
        """Whether a figure is a stated amount, not a rate."""
        return bool(self.problem.stated[figure]) and figure not in self.problem.rates

    def seeks(self, figures: Iterable[int]) -> bool:
        """Whether a slip is sought that has some of these figures."""
        return self.among is None or not self.among.isdisjoint(figures)

    def seeks_on(self, sheet: str) -> bool:
        """Whether a slip is sought that has some of the figures of a sheet."""
        return self.seeks(self.problem.on_sheet.get(sheet, ()))

    def touched_sheets(self) -> list[str]:
        """The sheets of the involved figures."""
        return sorted({self.problem.sheet[figure] for figure in self.involved} - {""})

    # ------------------------------------------------------------ trying a hypothesis
    def failing_rates(self, fixed: Mapping[int, Interval]) -> frozenset[int]:
        """The rates on the sheets of some cells, and those beside the accounts of their funds, that
        hold and no longer do once these are changed."""
        problem = self.problem
        sheets = {problem.sheet[figure] for figure in fixed}
        funds = {keys.fund(problem.keys[figure]) for figure in fixed} - {None}
        rows = [row for row in problem.rows_touching(fixed) if problem.rate[row] >= 0]
        turned = [row for row in rows if self.holds(row, _AS_STATED) and not self.holds(row, fixed)]
        failing = {int(problem.rate[row]) for row in turned}
        return frozenset(
            rate
            for rate in failing
            if problem.sheet[rate] in sheets or keys.fund(problem.keys[rate]) in funds
        )

    def tried(
        self,
        slip: Slip,
        fixed: Mapping[int, Interval],
        lost: frozenset[int] = frozenset(),
        tolerant: bool = False,
    ) -> Iterator[Hypothesis]:
        """The hypothesis, if it mends a broken row and leaves none of its rows unexplained; few of
        them if `tolerant`."""
        changed = self.changed(fixed, lost)
        touched = self.problem.rows_touching(changed)
        broken = touched & self.broken
        allowed = self.allowed(broken) if tolerant else 0
        failing = self._failing(broken, touched, changed, allowed)
        if failing is None:
            return
        mended = frozenset(broken).difference(*failing)
        if mended:
            yield Hypothesis(slip, dict(fixed), lost, mended, *failing, evidence=mended)

    def changed(
        self, fixed: Mapping[int, Interval], lost: Collection[int]
    ) -> Mapping[int, Interval]:
        """What the cells of a slip hold once it is undone: the lost ones whatever they may."""
        if not lost:
            return fixed
        return {**fixed, **{figure: self.problem.may_be(figure) for figure in lost}}

    def allowed(self, broken: Collection[int]) -> int:
        """How many rows a slip of a whole column may leave unexplained that touches broken ones."""
        return len(broken) // _UNEXPLAINED

    def contradicts(self, row: int, changed: Mapping[int, Interval]) -> bool:
        """Whether a row has one of the changed figures and no other doubted one, and does not
        hold."""
        figures = self.problem.figures_and_rate[row]
        return not changed.keys().isdisjoint(figures) and self.fails(row, changed)

    def fails(self, row: int, changed: Mapping[int, Interval]) -> bool:
        """Whether a row does not hold, and has no doubted figure that is not changed."""
        if self.holds(row, changed):
            return False
        figures = self.problem.figures_and_rate[row]
        return (self.doubted - changed.keys()).isdisjoint(figures)

    def borne_out(self, hypothesis: Hypothesis) -> frozenset[int]:
        """The explained rows in which figures beyond its cells agree with a hypothesis."""
        rows = hypothesis.explains
        return frozenset(row for row in rows if self._bears_out(row, hypothesis.fixed))

    def _failing(
        self,
        broken: Set[int],
        touched: Set[int],
        changed: Mapping[int, Interval],
        allowed: int,
    ) -> tuple[frozenset[int], frozenset[int]] | None:
        """The rows that do not hold once some figures are changed: those without another doubted
        figure, and those with one; nothing if more of the former than allowed."""
        others = self.doubted - changed.keys()
        unexplained, trusted = set[int](), set[int]()
        figures = self.problem.figures_and_rate
        for row in itertools.chain(broken, touched - broken):
            if self.holds(row, changed):
                continue
            if not others.isdisjoint(figures[row]):
                trusted.add(row)
            elif len(unexplained) < allowed:
                unexplained.add(row)
            else:
                return None
        return frozenset(unexplained), frozenset(trusted)

    def holds(self, row: int, changed: Mapping[int, Interval]) -> bool:
        """Whether a row can hold once some figures are changed."""
        rate = self.rates[row]
        if rate in changed:
            return self._makes(row, changed[rate], changed)
        least = most = 0.0
        ends = self.ends
        for figure, weight in self.weighted[row]:  # as `_range`: asked a million times
            lo, hi = changed[figure] if figure in changed else ends[figure]
            if weight > 0:
                least += weight * lo
                most += weight * hi
            else:
                least += weight * hi
                most += weight * lo
        low, high = self.low[row], self.high[row]
        if most >= low and least <= high:
            return True
        bounded = math.isfinite(least) and math.isfinite(most)
        room = 1e-9 * max(abs(least), abs(most)) if bounded else 0.0
        return most >= low - room and least <= high + room

    def range(self, row: int, changed: Mapping[int, Interval]) -> Interval:
        """The least and the most that a row can be once some figures are changed."""
        return self._range(self.problem.weighted[row], changed)

    def _makes(self, row: int, rate: Interval, changed: Mapping[int, Interval]) -> bool:
        """Whether the figures of a row make a rate other than the one that the row rests on; any
        rate is open where no more is known of it."""
        if not all(map(math.isfinite, rate)):
            return True
        low, high = (self._beyond(row, end, changed) for end in rate)
        ends = (*low, *high)
        room = 1e-9 * max(map(abs, ends)) if all(map(math.isfinite, ends)) else 0.0
        return low[1] >= -room and high[0] <= room

    def _beyond(self, row: int, rate: float, changed: Mapping[int, Interval]) -> Interval:
        """What is divided less what a rate of the base would be."""
        parts = self.problem.quotient(row)
        return self._range([(figure, over - rate * base) for figure, over, base in parts], changed)

    def _bears_out(self, row: int, changed: Mapping[int, Interval]) -> bool:
        """Whether figures of a row that are not changed say something: they are large beside the
        rounding of the whole row."""
        terms = self.problem.weighted[row]
        beyond = [(figure, weight) for figure, weight in terms if figure not in changed]
        least, most = self._range(beyond, {})
        whole_least, whole_most = self._range(terms, changed)
        width = whole_most - whole_least
        return min(abs(least), abs(most)) > _WIDTHS * width and (least > 0) == (most > 0)

    def _range(
        self, terms: Iterable[tuple[int, float]], changed: Mapping[int, Interval]
    ) -> Interval:
        least = most = 0.0
        ends = self.ends
        for figure, weight in terms:
            lo, hi = changed[figure] if figure in changed else ends[figure]
            if weight > 0:
                least += weight * lo
                most += weight * hi
            else:
                least += weight * hi
                most += weight * lo
        return least, most


HypothesisKind = Callable[[Undoing], Iterator[Hypothesis]]
"""A kind of slip: its hypotheses of the broken rows of a problem."""
