"""A column of last year that was not brought up to date, beside growth rates of a text and an
opening balance that tell the right one: one cause. Where only the text or only the balance is
wrong, or one side alone has another rate, no column is named."""

from typing import Any

import pytest
from plain_accounts import STANDARD, plain_accounts
from support import asked

from sipipeline.core import keys
from sipipeline.reports.issues import Issue

FUNDS = ["employee_medical", "resident_medical"]
OWN = "resident_medical"
Accounts = dict[str, Any]
RIGHT: Accounts = plain_accounts(FUNDS, with_total=False)["accounts"]


def of_leaves(times: float, *lines: str) -> Accounts:
    """The accounts with last year's amounts of some lines, of all if none is named, as so many
    times what they are, and all else of the year as it is."""
    every = [one.key for one in STANDARD.leaves_of(OWN) if RIGHT[OWN][one.key].get("prior")]
    typed = {
        f"{OWN}.{line}.prior": round(RIGHT[OWN][line]["prior"] * times) for line in lines or every
    }
    accounts: Accounts = plain_accounts(FUNDS, with_total=False, typed=typed)["accounts"]
    for item, row in accounts[OWN].items():
        row |= {"actual": RIGHT[OWN][item]["actual"]} if "actual" in row else {}
    return accounts


def beside(accounts: Accounts, said: Accounts = RIGHT) -> list[Issue]:
    """The issues of accounts beside a text that is as some accounts have it."""
    rates = {side: said[OWN][side]["growth_rate"] for side in ("income", "expenditure")}
    words = "；".join(
        f"{name}{RIGHT[OWN][side]['actual']:.2f}万元，比上年"
        f"{'增长' if rates[side] >= 0 else '下降'}{abs(rates[side]):.2%}"
        for name, side in (("收入", "income"), ("支出", "expenditure"))
    )
    data = plain_accounts(FUNDS, with_total=False)
    narrative = {"operation": f"2023年城乡居民医保基金{words}。"}
    return asked({**data, "accounts": accounts, "narrative": narrative})


def is_of_column(issue: Issue) -> bool:
    return "“上年实际数”一栏像是没有更新" in issue.message.zh


def test_a_column_of_the_year_before_is_one_cause_without_figures() -> None:
    (issue,) = beside(of_leaves(0.93))
    assert is_of_column(issue)
    assert {keys.fund(one.cell.key) for one in issue.wrong} == {OWN}
    assert {keys.measure(one.cell.key) for one in issue.wrong} >= {"prior"}
    assert all(one.suggest is None for one in issue.wrong)


def test_sums_of_last_year_are_told_as_the_text_makes_them() -> None:
    (issue,) = beside(of_leaves(0.93))
    for side in ("income", "expenditure"):
        amount = RIGHT[OWN][side]["prior"]
        assert any(f"约 {amount + off:,}" in issue.message.zh for off in range(-5, 6))


@pytest.mark.parametrize("lines", [["contributions"], ["inpatient", "outpatient"]])
def test_where_one_side_alone_has_another_rate_no_column_is_named(lines: list[str]) -> None:
    assert not any(map(is_of_column, beside(of_leaves(0.8, *lines))))


def test_where_the_text_alone_is_wrong_no_column_is_named() -> None:
    assert not any(map(is_of_column, beside(RIGHT, of_leaves(0.93))))
    assert beside(RIGHT) == []


def test_where_the_opening_balance_alone_is_another_no_column_is_named() -> None:
    rows = {item: dict(row) for item, row in RIGHT[OWN].items()}
    for item in ("opening_balance", "closing_balance"):
        rows[item]["actual"] += 300
    assert not any(map(is_of_column, beside({**RIGHT, OWN: rows})))
