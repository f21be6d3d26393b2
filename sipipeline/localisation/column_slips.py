"""Slips that put several cells wrong at once: two swapped, a row shifted, a whole sheet in the
wrong unit.

Each is tried as a hypothesis: undo it, and every relation that it touches must hold, broken ones
included."""

import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sipipeline.core.text import Text, same
from sipipeline.localisation.problem import Problem
from sipipeline.localisation.system import Interval

SWAPPED = Text(zh="两个单元格的数互换了", en="two cells swapped")
REVERSED = Text(zh="收支颠倒", en="income and expenditure exchanged")
SHIFTED = Text(zh="整段数据错了一行，共 {count} 格", en="a run of {count} cells one line off")
EXCHANGED = Text(
    zh="“{one}”和“{other}”两栏的数互换了", en="the columns “{one}” and “{other}” exchanged"
)
_COLUMNS = {
    "budget": Text(zh="预算数", en="budget"),
    "actual": Text(zh="本年实际数", en="actual"),
    "prior": Text(zh="上年实际数", en="last year"),
}
IN_YUAN = Text(
    zh="整列或整表单位弄错：元与万元相差一万倍",
    en="a whole column or sheet in 元 for 万元 or the reverse, × 10,000",
)
SCALED = Text(
    zh="整列或整表单位弄错，相差 {factor} 倍",
    en="a whole column or sheet in the wrong unit, × {factor}",
)

_WHOLE = ("scaled", "shifted", "exchanged")
_FEW = 4
"""Cells that two columns have to differ in, for one to be taken for the other."""
_OTHERS = 4
"""A whole column may leave one row in so many to other errors."""
_FACTORS = (1e-4, 1e4, 1e-1, 1e1, 1e-2, 1e2, 1e-3, 1e3)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    code: str
    fixed: Mapping[int, Interval]
    """Cells and what they should hold."""
    open: frozenset[int]
    """Cells whose right value is lost."""
    why: Text
    explains: frozenset[int]
    """The broken rows that hold once the slip is undone."""
    left: frozenset[int] = frozenset()
    """The rows of its cells that do not, and hold no doubted cell either: other errors."""
    trusted: frozenset[int] = frozenset()
    """The rows of its cells that do not hold as stated, but have other doubted cells."""

    @property
    def cells(self) -> frozenset[int]:
        return self.open | self.fixed.keys()


def whole_sheets(
    problem: Problem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """A sheet, or one of its columns, in the wrong unit."""
    yield from _Undoing(problem, broken, doubted).scaled()


def shifted_runs(
    problem: Problem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """A run of a column one line off."""
    yield from _Undoing(problem, broken, doubted).shifted()


def exchanged_columns(
    problem: Problem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """Two columns of a sheet, each in the place of the other."""
    yield from _Undoing(problem, broken, doubted).exchanged()


def pairs(
    problem: Problem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """Two cells swapped."""
    yield from _Undoing(problem, broken, doubted).swapped()


class _Undoing:
    """Which hypotheses mend the broken rows that they touch, and break no other."""

    def __init__(self, problem: Problem, broken: Collection[int], doubted: Collection[int]) -> None:
        self.problem, self.broken, self.doubted = problem, frozenset(broken), frozenset(doubted)
        self.lo: list[float] = problem.lo.tolist()
        self.hi: list[float] = problem.hi.tolist()
        self.low: list[float] = problem.low.tolist()
        self.high: list[float] = problem.high.tolist()
        self.rates = {int(at) for at in problem.owner if at >= 0}
        self.involved = {
            at for row in self.broken for at in problem.terms(row)[0] if problem.stated[at]
        }

    def scaled(self) -> Iterator[Hypothesis]:
        for cells in self._sheets():
            around = [(self.hi[at] - self.lo[at]) / 2 for at in self.involved.difference(cells)]
            grain = sorted(around)[len(around) // 2] if around else 0.0
            for factor in _FACTORS:
                fixed = {at: self._times(at, factor, grain) for at in cells}
                if self._vanish(fixed):
                    continue
                times = f"{1 / factor if factor < 1 else factor:.0f}"
                why = IN_YUAN if times == "10000" else SCALED.fill(factor=same(times))
                if (found := self._undone("scaled", fixed, frozenset(), why)) is not None:
                    yield found

    def _vanish(self, fixed: Mapping[int, Interval]) -> bool:
        """Whether most that was stated would come to nothing: that agrees with anything."""
        some = [ends for at, ends in fixed.items() if self.problem.value[at] != 0]
        return 2 * sum(lo <= 0 <= hi for lo, hi in some) > len(some)

    def _times(self, at: int, factor: float, grain: float) -> Interval:
        """A figure in the other unit; no finer than the figures around it."""
        middle, half = (
            (self.lo[at] + self.hi[at]) / 2 * factor,
            (self.hi[at] - self.lo[at]) / 2 * factor,
        )
        return middle - max(half, grain), middle + max(half, grain)

    def _sheets(self) -> Iterator[list[int]]:
        """The money of each sheet and of each column that a broken row touches; what is nothing
        there in a coarse unit may be something in a finer one."""
        names = {_sheet(self.problem.keys[at]) for at in self.involved}
        for name in sorted(names - {""}):
            yield [
                at
                for key, at in self.problem.number.items()
                if _sheet(key) == name and self._money(at)
            ]
        for line in self.problem.system.lines:
            cells = [
                at
                for key in line
                if (at := self.problem.number.get(key)) is not None and self._money(at)
            ]
            if sum(self.problem.value[at] != 0 for at in cells if at in self.involved) > 1:
                yield cells

    def _money(self, at: int) -> bool:
        return bool(self.problem.stated[at] and at not in self.rates)

    def shifted(self) -> Iterator[Hypothesis]:
        for line in self.problem.system.lines:
            cells = [self.problem.number.get(key, -1) for key in line]
            touched = [place for place, at in enumerate(cells) if at in self.involved]
            if len(touched) > 1:
                yield from self._runs(
                    cells, max(0, touched[0] - 1), min(len(cells) - 1, touched[-1] + 1)
                )

    def _runs(self, cells: list[int], start: int, end: int) -> Iterator[Hypothesis]:
        for first in range(start, end):
            for last in range(first + 2, end + 1):
                run = cells[first : last + 1]
                if -1 in run:
                    break
                why = SHIFTED.fill(count=same(len(run) - 1))
                for true, typed, lost in (
                    (run[:-1], run[1:], run[-1]),
                    (run[1:], run[:-1], run[0]),
                ):
                    fixed = {
                        at: (self.lo[by], self.hi[by])
                        for at, by in zip(true, typed)
                        if self._differ(at, by)
                    }
                    if (
                        found := self._undone("shifted", fixed, frozenset({lost}), why)
                    ) is not None:
                        yield found

    def exchanged(self) -> Iterator[Hypothesis]:
        names = {_sheet(self.problem.keys[at]) for at in self.involved} - {""}
        for sheet, (one, other) in itertools.product(
            sorted(names), itertools.combinations(_COLUMNS, 2)
        ):
            fixed = dict(self._crosswise(sheet, one, other))
            if len(fixed) > _FEW:
                why = EXCHANGED.fill(one=_COLUMNS[one], other=_COLUMNS[other])
                if (found := self._undone("exchanged", fixed, frozenset(), why)) is not None:
                    yield found

    def _crosswise(self, sheet: str, one: str, other: str) -> Iterator[tuple[int, Interval]]:
        """The cells of two columns that differ, each with what stands in the other."""
        for key, at in self.problem.number.items():
            row, _, measure = key.rpartition(".")
            beside = (
                self.problem.number.get(f"{row}.{other}", -1)
                if measure == one and _sheet(key) == sheet
                else -1
            )
            if beside >= 0 and self.problem.stated[[at, beside]].all() and self._differ(at, beside):
                yield at, (self.lo[beside], self.hi[beside])
                yield beside, (self.lo[at], self.hi[at])

    def _differ(self, one: int, other: int) -> bool:
        return self.hi[one] < self.lo[other] or self.hi[other] < self.lo[one]

    def swapped(self) -> Iterator[Hypothesis]:
        cells = sorted(self.involved)
        lo, hi = self.problem.ends(cells)
        ends = {at: (lo[at], hi[at]) for at in cells}
        lo, hi = self.problem.ends(self.doubted)
        implied = {}
        for at in cells:
            own = lo[at], hi[at]
            lo[at], hi[at] = ends[at]
            rows = [
                row
                for row in self.problem.touching[at]
                if int(self.problem.owner[row]) not in self.doubted
            ]
            implied[at] = self.problem.implied(at, rows, lo, hi)
            lo[at], hi[at] = own
        for place, one in enumerate(cells):
            for other in cells[place + 1 :]:
                if self._could_be(one, other, implied) and self._could_be(other, one, implied):
                    fixed = {
                        one: (self.lo[other], self.hi[other]),
                        other: (self.lo[one], self.hi[one]),
                    }
                    code, why = (
                        ("reversed", REVERSED)
                        if self._opposed(one, other)
                        else ("swapped", SWAPPED)
                    )
                    if (found := self._undone(code, fixed, frozenset(), why)) is not None:
                        yield found

    def _could_be(self, one: int, other: int, implied: Mapping[int, Interval]) -> bool:
        """Whether `other`'s value may stand in `one`; not decided here where they share a row."""
        shared = not set(self.problem.touching[one]).isdisjoint(self.problem.touching[other])
        return shared or bool(
            self.lo[other] <= implied[one][1] and implied[one][0] <= self.hi[other]
        )

    def _opposed(self, one: int, other: int) -> bool:
        """Whether a relation subtracts one from the other, as a surplus does income and
        expenditure."""
        names = {self.problem.keys[at].rpartition(".")[0].rpartition(".")[2] for at in (one, other)}
        return names == {"income", "expenditure"}

    def _span(
        self, terms: Iterable[tuple[int, float]], fixed: Mapping[int, Interval] | None = None
    ) -> Interval:
        least = most = 0.0
        for at, weight in terms:
            lo, hi = fixed[at] if fixed and at in fixed else (self.lo[at], self.hi[at])
            least += weight * (lo if weight > 0 else hi)
            most += weight * (hi if weight > 0 else lo)
        return least, most

    def _undone(
        self, code: str, fixed: Mapping[int, Interval], lost: frozenset[int], why: Text
    ) -> Hypothesis | None:
        changed = {**fixed, **{at: self.problem.figures[at].may_be for at in lost}}
        touched = {row for at in changed for row in self.problem.touching[at]}
        others = self.doubted - changed.keys()
        room = len(touched & self.broken) // _OTHERS if code in _WHOLE else 0
        trusted: set[int] = set()
        left: set[int] = set()
        for row in (*sorted(touched & self.broken), *sorted(touched - self.broken)):
            if not self._holds(row, changed):
                doubtful = int(self.problem.owner[row]) in others or not others.isdisjoint(
                    self.problem.terms(row)[0]
                )
                (trusted if doubtful else left).add(row)
                if len(left) > room:
                    return None
        mended = (touched & self.broken) - left - trusted
        if not mended:
            return None
        return Hypothesis(
            code, dict(fixed), lost, why, frozenset(mended), frozenset(left), frozenset(trusted)
        )

    def _holds(self, row: int, changed: Mapping[int, Interval]) -> bool:
        columns, weights = self.problem.terms(row)
        if int(self.problem.owner[row]) in changed:
            return True
        least, most = self._span(zip(columns, weights), changed)
        room = 0.0 if math.isinf(least) or math.isinf(most) else 1e-9 * max(abs(least), abs(most))
        return most >= self.low[row] - room and least <= self.high[row] + room


def _sheet(key: str) -> str:
    return key.rpartition(".")[0].rpartition(".")[0]
