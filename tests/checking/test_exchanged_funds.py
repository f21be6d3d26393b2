"""Lines that two funds have in each other's place, carried into sums and balances: one cause."""

from typing import Any

import pytest
from plain_accounts import STANDARD, plain_accounts
from support import asked

from sipipeline.core import keys

FUNDS = ["enterprise_pension", "resident_medical", "unemployment"]
PAIR = ("resident_medical", "unemployment")
NAMES = {"unemployment": "失业保险基金", "resident_medical": "城乡居民医保基金"}


def exchanged(column: str, *lines: str) -> dict[str, Any]:
    right = plain_accounts(FUNDS)["accounts"]
    typed = {
        f"{one}.{line}.{column}": right[other][line][column]
        for one, other in (PAIR, PAIR[::-1])
        for line in lines
    }
    return plain_accounts(FUNDS, typed=typed)


def text_on(accounts: dict[str, Any]) -> dict[str, str]:
    clauses = [
        f"{NAMES[fund]}收入{accounts[fund]['income']['actual']:.2f}万元，"
        f"支出{accounts[fund]['expenditure']['actual']:.2f}万元"
        for fund in PAIR
    ]
    return {"operation": "".join(f"2023年{one}。" for one in clauses)}


COMMON = [
    item.key
    for item in STANDARD.items_of("unemployment")
    if "income" in STANDARD.wholes_of(item.key)
    and item in STANDARD.items_of("resident_medical")
    and not STANDARD.parts_of("unemployment", item.key)
]


@pytest.mark.parametrize(("lines", "what"), [(COMMON, "收入"), (["interest"], "利息收入")])
def test_exchanged_lines_of_two_funds_are_one_cause(lines: list[str], what: str) -> None:
    right, data = plain_accounts(FUNDS)["accounts"], exchanged("actual", *lines)
    data["narrative"] = text_on(right)
    (issue,) = asked(data)
    assert f"居民医保和失业“本年实际数”一栏的{what}" in issue.message.zh
    for one in filter(lambda one: keys.is_account(one.cell.key), issue.wrong):
        _, fund, item, measure = one.cell.key.split(".")
        assert one.suggest == pytest.approx(right[fund][item][measure], abs=1e-4)


@pytest.mark.parametrize("columns", [["actual"], ["budget", "actual", "prior"]])
def test_sums_of_two_funds_that_were_carried_nowhere_are_one_cause(columns: list[str]) -> None:
    right, data = plain_accounts(FUNDS)["accounts"], plain_accounts(FUNDS)
    one, other = (data["accounts"][fund]["income"] for fund in PAIR)
    for column in columns:
        one[column], other[column] = other[column], one[column]
    data["narrative"] = text_on(right)
    (issue,) = asked(data)
    wrong = {culprit.cell.key: culprit.suggest for culprit in issue.wrong}
    assert wrong == {
        f"accounts.{fund}.income.{column}": right[fund]["income"][column]
        for fund in PAIR
        for column in columns
    }


def with_openings(more: float, *columns: str) -> dict[str, Any]:
    """Accounts of which one fund has so much more of last year's opening balance, and the other as
    much less, in these columns of its balances."""
    data = plain_accounts(FUNDS)
    del data["balances"]
    for fund, sign in zip(PAIR, (1, -1)):
        rows = data["accounts"][fund]
        rows["opening_balance"]["prior"] += sign * more
        for item, column in (("closing_balance", "prior"), *((one, "actual") for one in columns)):
            rows[item][column] += sign * more
    return data


def test_openings_of_last_year_exchanged_leave_those_of_this_year_alone() -> None:
    right = with_openings(3000, "opening_balance", "closing_balance")
    data = with_openings(-3000)
    for fund, sign in zip(PAIR, (1, -1)):
        for item in ("opening_balance", "closing_balance"):
            data["accounts"][fund][item]["actual"] += sign * 3000
    assert not asked(right)
    (issue,) = asked(data)
    wrong = {one.cell.key: one.suggest for one in issue.wrong}
    assert wrong == {
        f"accounts.{fund}.{item}.prior": right["accounts"][fund][item]["prior"]
        for fund in PAIR
        for item in ("opening_balance", "closing_balance")
    }


def test_amounts_that_fit_neither_fund_are_told_by_themselves() -> None:
    """One fund opens with another amount than last year closed with; the other one is right."""
    data = with_openings(0)
    data["accounts"]["unemployment"]["opening_balance"]["actual"] += 3000
    assert not [one for issue in asked(data) for one in issue.wrong if "prior" in one.cell.key]
