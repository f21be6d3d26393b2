"""A column of the total without one fund, and a column of a fund pasted from another, with all that
is worked out of them: one cause."""

from copy import deepcopy
from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import asked

FUNDS = ["enterprise_pension", "resident_medical", "unemployment"]
INCOME = "全县社会保险基金总收入{}万元。"
AMOUNTS = ("budget", "actual", "prior")


def rates_again(rows: dict[str, Any]) -> None:
    """The changes and rates of an account as its amounts make them."""
    for cells in rows.values():
        budget, now, last = (cells.get(one, 0) for one in AMOUNTS)
        if "change" in cells:
            cells["change"] = round(now - last, 2)
        if "completion_rate" in cells:
            cells["completion_rate"] = round(now / budget, 4)
        if "growth_rate" in cells:
            cells["growth_rate"] = round((now - last) / last, 4)


def total_without(data: dict[str, Any], fund: str, *columns: str) -> None:
    own, total = data["accounts"][fund], data["accounts"]["total"]
    for item, cells in total.items():
        for column in columns:
            if column in cells:
                cells[column] = round(cells[column] - own.get(item, {}).get(column, 0), 2)
    rates_again(total)


def pasted(data: dict[str, Any], fund: str, into: str, source: str) -> None:
    rows = data["accounts"][fund]
    for cells in rows.values():
        if into in cells and source in cells:
            cells[into] = cells[source]
    rates_again(rows)


def issue_of(data: dict[str, Any], right: dict[str, Any]) -> Any:
    """The only issue; what it suggests is right, and it names no right cell."""
    (issue,) = asked(data)
    for one in issue.wrong:
        _, fund, item, measure = one.cell.key.split(".")
        true, typed = (book["accounts"][fund][item][measure] for book in (right, data))
        assert one.suggest in (None, pytest.approx(true, abs=1e-3))
        assert typed != true
    return issue


@pytest.mark.sampled(3)
@pytest.mark.parametrize("columns", [("actual",), ("budget",), ("actual", "prior")])
def test_a_total_that_leaves_out_a_fund_in_some_columns(columns: tuple[str, ...]) -> None:
    right = plain_accounts(FUNDS)
    data = deepcopy(right)
    total_without(data, "resident_medical", *columns)
    data["narrative"] = {"operation": INCOME.format(right["accounts"]["total"]["income"]["actual"])}
    issue = issue_of(data, right)
    assert "居民医保" in issue.message.zh
    assert {one.cell.key.split(".")[1] for one in issue.wrong} == {"total"}


def test_a_column_of_a_fund_pasted_from_another_is_what_the_total_leaves() -> None:
    right = plain_accounts(FUNDS)
    data = deepcopy(right)
    pasted(data, "unemployment", "prior", "budget")
    issue = issue_of(data, right)
    wrong = {one.cell.key: one.suggest for one in issue.wrong}
    key = "accounts.unemployment.{}.prior"
    assert wrong[key.format("income")] == right["accounts"]["unemployment"]["income"]["prior"]
    # the total has no such line
    assert wrong[key.format("unemployment_benefit")] is None


def test_a_total_that_has_all_funds_is_silent() -> None:
    assert asked(plain_accounts(FUNDS)) == []
