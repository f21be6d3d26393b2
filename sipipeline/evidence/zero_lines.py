"""Lines of accounts in which a 0 was typed, though they were budgeted and were there last year, or
were there in both years without a budget."""

from collections.abc import Container, Iterator
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.account_columns import AccountColumn, ColumnLine

_ACTUAL, _BUDGET = "actual", "budget"
_OWN = 2
"""Sums that count a line which a fund has of its own; what levels pay each other is in one."""
_STEADY = 1.25
"""How many times one of the other columns is the other at most."""
_PAID_BY = {"contributions": "contributors"}
"""Lines that are never 0 while there are such people."""


class ZeroLine(NamedTuple):
    """A line with a 0, and the one that has its amount besides its own, if one has."""

    line: ColumnLine
    within: ColumnLine | None


def zero_lines(submission: Submission, without: Container[str]) -> Iterator[ZeroLine]:
    """Such lines in the actuals and the budgets of all accounts, but some cells. What levels pay
    each other may come to nothing, and budgets are made for several lines in one."""
    for fund in submission.funds:
        for column in (_ACTUAL, _BUDGET):
            account = AccountColumn(submission, fund, column)
            for line in account.lines if any(one.amount for one in account.lines) else ():
                is_asked = line.key not in without and _is_zero(line, submission)
                if is_asked and _is_expected(line, submission):
                    yield ZeroLine(line, _holder(line, account))


def _is_zero(line: ColumnLine, submission: Submission) -> bool:
    """Whether a 0 stands in a cell of a line that the fund has of its own."""
    wholes = submission.standard.wholes_of(keys.item(line.key))
    return submission.number(line.key) == 0 and len(wholes) >= _OWN


def _is_expected(line: ColumnLine, submission: Submission) -> bool:
    """Whether something was to be there: much in both other columns, in a budget that no other line
    makes up for; anything of what people pay."""
    low, high = sorted(line.others)
    if low <= 0 or high > low * _STEADY:
        return False
    is_budget = keys.measure(line.key) == _BUDGET
    if is_budget and _is_made_up_for(line, submission):
        return False
    limits, share = submission.standard.limits, line.usual / _side(line, submission)
    many = line.usual * submission.standard.yuan(submission.money_unit) >= limits["zero_amount"]
    is_large = many and not is_budget and share >= limits["tenfold_share"]
    return is_large or share >= limits["zero_share"] or _is_paid(line, submission)


def _side(line: ColumnLine, submission: Submission) -> float:
    """All income or expenditure of an account in the other columns, whichever is more."""
    side = submission.standard.wholes_of(keys.item(line.key))[-1]
    return max(line.usual, *_others(line.key, side, submission))


def _others(key: str, item: str, submission: Submission) -> list[float]:
    """What an account has of an item in the columns but one."""
    row, own = f"{keys.table(key)}.{item}", keys.measure(key)
    columns = [one for one in (_ACTUAL, _BUDGET, "prior") if one != own]
    return [submission.number(f"{row}.{one}") or 0.0 for one in columns]


def _is_made_up_for(line: ColumnLine, submission: Submission) -> bool:
    """Whether the sum that counts a line is as in the other columns all the same."""
    whole = submission.standard.wholes_of(keys.item(line.key))[0]
    stated = submission.number(f"{keys.table(line.key)}.{whole}.{keys.measure(line.key)}") or 0.0
    first, second = _others(line.key, whole, submission)
    sums = ColumnLine("", stated, (first, second))
    is_stated = min(stated, first, second) > 0
    return is_stated and sums.apart(stated) <= submission.standard.limits["misplaced_fit"]


def _is_paid(line: ColumnLine, submission: Submission) -> bool:
    """Whether there are people by whom the amounts of a line are paid."""
    people = _PAID_BY.get(keys.item(line.key), "")
    counted = submission.number(f"headcounts.{keys.fund(line.key)}.{people}.{_ACTUAL}")
    return counted is not None and counted > 0


def _holder(line: ColumnLine, account: AccountColumn) -> ColumnLine | None:
    """The line of the same sum that has just the amount of another besides its own."""
    whole = account.standard.wholes_of(keys.item(line.key))[0]
    holders = []
    for one in account.lines:
        first, second = (own + other for own, other in zip(one.others, line.others))
        together = one._replace(others=(first, second))
        is_beside = account.standard.wholes_of(keys.item(one.key))[0] == whole and one != line
        if is_beside and account.is_strange(one) and account.fits(one.amount, together):
            holders.append(one)
    return holders[0] if len(holders) == 1 else None
