"""One column of an account beside the other two: budget, actual and last year's are like each other
in most lines."""

from collections.abc import Container, Sequence
from functools import cache, cached_property
from itertools import groupby
from math import inf, sqrt
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.standard import SIDES, Fund, Item, Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join

COLUMNS = ("actual", "budget", "prior")
_NAMED = Text(zh="{name} {value}", en="{name} {value}")
_FITTING = 3
"""Lines that have to fit the other columns."""
_OF_CHANGE = ("change", "prior")
_BESIDE = 0.6
"""Of all lines."""


class ColumnLine(NamedTuple):
    """A line of an account, as one column has it."""

    key: str
    amount: float
    """0 where it is blank."""
    others: tuple[float, float]
    """What the other two columns have; 0 where they are blank."""

    @property
    def beside(self) -> tuple[str, ...]:
        """The cells of the other columns."""
        return tuple(keys.beside(self.key, one) for one in COLUMNS if one != keys.measure(self.key))

    @property
    def usual(self) -> float:
        """About what belongs there."""
        return sqrt(self.others[0] * self.others[1])

    def apart(self, amount: float) -> float:
        """How many times an amount is the other columns', or they are it, where it is farther from
        them; without end where only one side is nothing."""
        if amount <= 0 or min(self.others) <= 0:
            return 1.0 if amount == max(self.others) else inf
        return max(max(amount / one, one / amount) for one in self.others)

    def is_off(self, times: float) -> bool:
        """Whether the amount is so many times both of the others, or both are it."""
        if self.amount <= 0 or max(self.others) <= 0:
            return self.amount != max(self.others)
        low, high = min(self.others), max(self.others)
        return self.amount > high * times or self.amount * times < low


class AccountColumn:
    """One column of an account beside the other two."""

    def __init__(self, submission: Submission, fund: Fund, column: str) -> None:
        self.standard = submission.standard
        limits = self.standard.limits
        self.fit, self.far = limits["misplaced_fit"], limits["misplaced_off"]
        self.blocks = [
            [_line(submission, fund, item, column) for item in block]
            for block in _blocks(submission.standard, fund)
        ]
        self._submission = submission
        self._stated = submission.claims.keys()
        self.least = turnover(submission, fund) * limits["misplaced_share"]

    @cached_property
    def every(self) -> Sequence[ColumnLine]:
        """All lines in the order of the form."""
        return [line for block in self.blocks for line in block]

    @cached_property
    def lines(self) -> Sequence[ColumnLine]:
        """Those whose other columns are like each other, or both nothing."""
        return [line for line in self.every if self._is_steady(line)]

    @cached_property
    def _blank(self) -> Sequence[ColumnLine]:
        """Those of them that are blank though both other columns have something."""
        return [line for line in self.lines if line.usual and line.key not in self._stated]

    @cached_property
    def off(self) -> Sequence[ColumnLine]:
        """Those of them that are off from their other columns."""
        return [line for line in self.lines if line.is_off(self.far)]

    def fits(self, amount: float, line: ColumnLine) -> bool:
        """Whether an amount may be that of a line."""
        return self._is_steady(line) and line.apart(amount) <= self.fit

    def is_strange(self, line: ColumnLine) -> bool:
        """Whether an amount may not be that of its own line."""
        return not self.fits(line.amount, line)

    def is_right(self, line: ColumnLine) -> bool:
        """Whether an amount is like the other columns of its line."""
        return self._is_steady(line) and not line.is_off(self.far)

    def is_blank_as_others(self, line: ColumnLine) -> bool:
        """Whether a line is blank and others are too: the column is filled in here and there."""
        return len(self._blank) > 1 and line in self._blank

    def is_otherwise_by_change(self, line: ColumnLine, amount: float) -> bool:
        """Whether the change on last year that stands beside a blank amount of this year was worked
        out from another one than is given, and not from nothing."""
        change, last = (self._submission.figure(keys.beside(line.key, one)) for one in _OF_CHANGE)
        blank = keys.measure(line.key) == "actual" and line.key not in self._stated
        if not blank or change is None or last is None:
            return False
        now = float(last.value) + float(change.value)
        room = change.half_width + last.half_width
        return abs(now) > room and abs(now - amount) > room

    def matters(self, line: ColumnLine) -> bool:
        """Whether a line is off by an amount that matters to the account."""
        return abs(line.amount - line.usual) >= self.least > 0

    def matters_between(self, one: ColumnLine, other: ColumnLine) -> bool:
        """Whether two lines are apart by such an amount."""
        return abs(one.amount - other.amount) >= self.least > 0

    def is_alike(self, one: ColumnLine, other: ColumnLine) -> bool:
        """Whether people may take two lines for each other: those of one side of the account, and
        those of the two sides that are of one rank (上级补助, 上解上级)."""
        wholes, others = (self.standard.wholes_of(keys.item(line.key)) for line in (one, other))
        return wholes[-1] == others[-1] or len(wholes) == len(others)

    def is_sound(self, without: Container[str]) -> bool:
        """Whether enough of the lines beside some cells are like their other columns."""
        beside = [line for line in self.lines if line.usual and line.key not in without]
        fitting = [line for line in beside if not self.is_strange(line)]
        return len(fitting) >= max(_FITTING, _BESIDE * len(beside))

    def _is_steady(self, line: ColumnLine) -> bool:
        low, high = min(line.others), max(line.others)
        return low >= 0 and high <= low * self.far


def turnover(submission: Submission, fund: Fund) -> float:
    """All income or expenditure of an account in the year, whichever is more."""
    sides = [f"accounts.{fund.key}.{side}.actual" for side in SIDES]
    return max(submission.number(key) or 0 for key in sides)


def lines_in_columns(standard: Standard, fund: Fund) -> list[Item]:
    """The items of an account that add up no others and have all columns."""
    items = standard.items_of(fund.key)
    sums = {item.parent for item in items}
    sums |= {item.key for item in items if item.signed and item.parent is None}
    lines = [item for item in items if item.key not in sums]
    return [item for item in lines if set(item.measures).issuperset(COLUMNS)]


def in_columns(cells: Sequence[str], submission: Submission) -> Text:
    """What some cells of a line have, each behind the name of its column: 预算数 620、上年实际数
    566."""
    fields = submission.standard.fields
    named = [
        _NAMED.fill(name=fields[key].column.name, value=number(submission.number(key) or 0.0))
        for key in cells
    ]
    return join(named, "、", ", ")


@cache
def _blocks(standard: Standard, fund: Fund) -> Sequence[Sequence[str]]:
    """The items of an account that add up no others and have all columns, those in a row on the
    form together."""
    lines = {item.key for item in lines_in_columns(standard, fund)}
    blocks = groupby(standard.items_of(fund.key), lambda item: item.key in lines)
    return [[item.key for item in block] for of_lines, block in blocks if of_lines]


def _line(submission: Submission, fund: Fund, item: str, column: str) -> ColumnLine:
    """A line as one column has it; one that cannot be read is like nothing."""
    row = f"accounts.{fund.key}.{item}"
    beside = [f"{row}.{one}" for one in COLUMNS if one != column]
    first, second = (submission.number(key) or 0.0 for key in beside)
    unread = submission.unread, submission.unreadable
    if any(f"{row}.{one}" in keys_ for keys_ in unread for one in COLUMNS):
        first, second = 0.0, inf
    return ColumnLine(
        f"{row}.{column}", submission.number(f"{row}.{column}") or 0.0, (first, second)
    )
