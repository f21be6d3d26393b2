"""The forms that the entries of an overview are of: names of funds and items, and their order."""

from collections.abc import Mapping, Sequence
from functools import cache

from sipipeline.core.standard import Standard
from sipipeline.core.text import Text, same
from sipipeline.standards.load import known, load, newest

FundItem = tuple[str, str]
INCOME, EXPENDITURE, BALANCE = "income", "expenditure", "closing_balance"
"""The items that a unit is known by, in every standard."""


def form_of(standard: str, of_its_own: Standard | None = None) -> Standard:
    """The standard of an id; the newest where it is one of somebody's own that is not at hand."""
    if of_its_own is not None and standard == of_its_own.id:
        return of_its_own
    return load(standard if standard in known() else newest())


@cache
def counted_in(standard: Standard) -> Mapping[FundItem, str]:
    """For each line of a fund's account the item of the total that it is counted in."""
    in_total = {item.key for item in standard.items_of(standard.total.key)}
    return {
        (fund, item.key): counted
        for item in standard.items
        for fund in item.funds
        if (counted := item.total_in or item.key) in in_total
    }


@cache
def lines(standard: Standard) -> Sequence[FundItem]:
    """Every line of the accounts, the total first."""
    accounts = (standard.total, *standard.funds)
    return [(fund.key, item.key) for fund in accounts for item in standard.items_of(fund.key)]


def fund_name(standard: Standard, fund: str) -> Text:
    names = {account.key: account.short for account in standard.accounts}
    return names.get(fund, same(fund))


def item_name(standard: Standard, fund: str, item: str) -> Text:
    names = {one.key: one.called(fund) for one in standard.items}
    return names.get(item, same(item))
