"""Budgets that were not brought up to date and were carried into sums, beside completion rates of a
text and funds of the year that tell the right ones: one cause. Where only a text or only the funds
of the year are wrong, the budgets are left alone."""

from typing import Any

from plain_accounts import STANDARD, plain_accounts
from support import asked

from sipipeline.core import keys
from sipipeline.reports.issues import Issue

FUNDS = ["employee_medical", "resident_medical", "unemployment"]
OWN = "resident_medical"
Accounts = dict[str, Any]
RIGHT: Accounts = plain_accounts(FUNDS)["accounts"]


def beside(accounts: Accounts, typed: dict[str, float]) -> list[Issue]:
    """The issues of accounts with other amounts, beside a text and funds of the year that are as
    some accounts have them."""
    rows = accounts[OWN]
    said = "；".join(
        f"{name}{rows[side]['actual']:.2f}万元，完成预算的{rows[side]['completion_rate']:.2%}"
        for name, side in (("收入", "income"), ("支出", "expenditure"))
    )
    funding = {"total": accounts["total"]["expenditure"]["budget"]}
    data = plain_accounts(FUNDS, typed=typed)
    narrative = {"operation": f"2023年城乡居民医保基金{said}。"}
    return asked({**data, "narrative": narrative, "funding": funding})


def of_leaves(*lines: str, times: float) -> dict[str, float]:
    """Budgets of some lines as so many times what they are."""
    return {f"{OWN}.{line}.budget": round(RIGHT[OWN][line]["budget"] * times) for line in lines}


def test_a_budget_left_from_last_year_is_named_and_not_those_of_other_funds() -> None:
    (issue,) = beside(RIGHT, of_leaves("inpatient", times=0.8))
    first = issue.wrong[0]
    assert first.cell.key == f"accounts.{OWN}.inpatient.budget"
    assert first.suggest == RIGHT[OWN]["inpatient"]["budget"]
    assert {keys.fund(one.cell.key) for one in issue.wrong} == {OWN, "total"}


def test_a_column_of_last_year_is_one_cause_of_which_the_sums_are_told() -> None:
    lines = [item.key for item in STANDARD.leaves_of(OWN) if "budget" in RIGHT[OWN][item.key]]
    (issue,) = beside(RIGHT, of_leaves(*lines, times=0.93))
    assert "“预算数”一栏像是没有更新" in issue.message.zh
    assert {keys.measure(one.cell.key) for one in issue.wrong} == {"budget", "completion_rate"}
    assert {keys.fund(one.cell.key) for one in issue.wrong} == {OWN, "total"}


def test_where_several_amounts_may_be_off_the_sum_is_told() -> None:
    (issue,) = beside(RIGHT, of_leaves("outpatient", "critical_illness", times=0.9))
    assert "“预算数”一栏的支出合计像是没有更新" in issue.message.zh
    assert f"accounts.{OWN}.contributions.budget" not in {one.cell.key for one in issue.wrong}


def test_where_a_text_alone_is_wrong_no_budget_is_named() -> None:
    other = plain_accounts(FUNDS, typed=of_leaves("inpatient", times=0.8))["accounts"]
    accounts = {**RIGHT, OWN: other[OWN]}
    assert all(not one.wrong or one.message.zh.startswith("文字") for one in beside(accounts, {}))


def test_where_the_funds_of_the_year_alone_are_wrong_a_rate_that_agrees_is_left() -> None:
    other = plain_accounts(FUNDS, typed=of_leaves("inpatient", times=0.8))["accounts"]
    issues = beside({**RIGHT, "total": other["total"]}, {})
    assert all("没有更新" not in issue.message.zh for issue in issues)
    assert beside(RIGHT, {}) == []
