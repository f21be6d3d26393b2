"""A column of a fund that holds another one of it and was carried into the total, also of several
funds: one cause, which leaves the texts alone. Columns that are alike and right are none."""

from typing import Any

import pytest
from plain_accounts import STANDARD, plain_accounts
from support import asked

from sipipeline.core import keys

FUNDS = ["enterprise_pension", "resident_medical", "unemployment"]
NAMES = {"unemployment": "失业保险基金", "resident_medical": "城乡居民医保基金"}
SAID = ("income", "expenditure", "benefits", "contributions")


def pasted(into: str, source: str, *funds: str) -> dict[str, Any]:
    """Accounts in which a column of some funds holds another one, with all that follows."""
    right = plain_accounts(FUNDS)["accounts"]
    typed = {
        f"{fund}.{item.key}.{into}": right[fund][item.key][source]
        for fund in funds
        for item in STANDARD.items_of(fund)
        if into in right[fund][item.key] and source in right[fund][item.key]
    }
    return plain_accounts(FUNDS, typed=typed)


def text_on(accounts: dict[str, Any], *funds: str) -> dict[str, str]:
    """A text that has four lines of this year, with how they lie to budget and last year, and the
    balance to which last year's was carried on."""
    clauses = [
        f"{NAMES[fund]}{STANDARD.item(item).name.zh.removesuffix('合计')}{cells['actual']:.2f}万元，"
        f"完成预算的{cells['actual'] / cells['budget']:.2%}，"
        f"上年为{cells['prior']:.2f}万元"
        for fund in funds
        for item in SAID
        for cells in [accounts[fund][item]]
    ]
    clauses += [
        f"{NAMES[fund]}年末滚存结余{accounts[fund]['closing_balance']['actual']:.2f}万元"
        for fund in funds
    ]
    return {"operation": "。".join(f"2023年{one}" for one in clauses) + "。"}


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("into", "source", "funds"),
    [
        ("prior", "budget", ["resident_medical"]),
        ("actual", "prior", ["unemployment"]),
        ("actual", "budget", ["resident_medical"]),
        ("budget", "actual", ["unemployment"]),
        ("actual", "prior", ["resident_medical", "unemployment"]),
    ],
)
def test_a_pasted_column_is_one_cause(into: str, source: str, funds: list[str]) -> None:
    right, data = plain_accounts(FUNDS)["accounts"], pasted(into, source, *funds)
    data["narrative"] = text_on(right, *funds)
    (issue,) = asked(data)
    names = [STANDARD.measure_name(one).zh for one in (into, source)]
    assert f"“{names[0]}”一栏填的是“{names[1]}”一栏的数" in issue.message.zh
    wrong = {one.cell.key for one in issue.wrong}
    assert wrong >= {f"accounts.{fund}.contributions.{into}" for fund in funds}
    for key in filter(keys.is_account, wrong):
        _, fund, item, measure = key.split(".")
        assert data["accounts"][fund][item][measure] != right[fund][item][measure]


@pytest.mark.parametrize("source", ["prior", "budget"])
def test_alike_columns_that_the_text_bears_out_are_no_cause(source: str) -> None:
    data = pasted("actual", source, "unemployment")
    data["narrative"] = text_on(data["accounts"], "unemployment")
    assert not [one for issue in asked(data) for one in issue.wrong]


def test_a_text_of_another_year_accuses_no_alike_columns() -> None:
    """Budgets that were adjusted to the final accounts; the text is still last year's."""
    data = pasted("budget", "actual", "unemployment")
    rows = data["accounts"]["unemployment"]
    clauses = [f"{STANDARD.item(one).name.zh}{rows[one]['prior']:.2f}万元" for one in SAID]
    data["narrative"] = {"operation": f"2023年失业保险基金{'，'.join(clauses)}。"}
    assert not [one for issue in asked(data) for one in issue.wrong if one.cell.key[0] == "a"]
