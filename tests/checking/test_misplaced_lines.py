"""Amounts that stand in other lines of their column, with sums that follow: one cause, which leaves
the texts alone."""

from typing import Any

import pytest
from plain_accounts import STANDARD, plain_accounts
from support import asked

FUNDS = ["enterprise_pension", "resident_pension"]
FUND = "resident_pension"
LINES = [
    item.key
    for item in STANDARD.items_of(FUND)
    if "income_subtotal" in STANDARD.wholes_of(item.key) and not STANDARD.parts_of(FUND, item.key)
]
AMOUNTS = (12000, 25000, 300, 2100, 700, 17, 9)
NAMED = {"income": "收入", "contributions": "个人缴费收入", "fiscal_subsidy": "财政补贴收入"}


def accounts(order: list[int | None]) -> dict[str, Any]:
    """Accounts of which the lines of income have this year the amounts of these places, or 0."""
    usual = dict(zip(LINES, AMOUNTS))
    typed = {
        f"{FUND}.{line}.{column}": amount * factor
        for line, amount in usual.items()
        for column, factor in (("budget", 0.98), ("prior", 0.97), ("actual", 1))
    }
    for line, place in zip(LINES, order):
        typed[f"{FUND}.{line}.actual"] = 0 if place is None else AMOUNTS[place]
    return plain_accounts(FUNDS, typed=typed)


RIGHT: list[int | None] = [*range(len(LINES))]
DOWN = [None, *RIGHT[:-1]]
UP = [*RIGHT[1:], None]
EXCHANGED = [1, 0, *RIGHT[2:]]


def with_text(data: dict[str, Any]) -> dict[str, Any]:
    rows = accounts(RIGHT)["accounts"][FUND]
    said = [f"{name}{rows[item]['actual']:.2f}万元" for item, name in NAMED.items()]
    growth = rows["fiscal_subsidy"]["growth_rate"]
    text = f"2023年城乡居民基本养老保险基金{'，'.join(said)}，财政补贴收入比上年增长{growth:.1%}。"
    return {**data, "narrative": {"operation": text}}


@pytest.mark.parametrize("order", [DOWN, UP, EXCHANGED])
def test_amounts_in_other_lines_are_one_cause(order: list[int | None]) -> None:
    (issue,) = asked(with_text(accounts(order)))
    meant = {one.cell.key: one.suggest for one in issue.wrong}
    for line, amount in zip(LINES[:2], AMOUNTS):
        assert meant.get(f"accounts.{FUND}.{line}.actual", amount) in (amount, None)
    assert f"accounts.{FUND}.fiscal_subsidy.actual" in meant
    assert not [key for key in meant if key.startswith("narrative")]


def test_amounts_in_their_lines_are_silent() -> None:
    assert not asked(with_text(accounts(RIGHT)))


def test_lines_that_changed_are_not_put_back_where_the_text_has_them_so() -> None:
    """Odd as they are: a reason is asked for, and no cell is named."""
    data = accounts(EXCHANGED)
    rows = data["accounts"][FUND]
    said = [f"{name}{rows[item]['actual']:.2f}万元" for item, name in NAMED.items()]
    text = f"2023年城乡居民基本养老保险基金{'，'.join(said)}。"
    found = asked({**data, "narrative": {"operation": text}})
    assert not [one for issue in found for one in issue.wrong]
