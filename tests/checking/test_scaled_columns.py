"""A column of one fund, or an amount, that is off by one factor and was carried into the total: one
cause, which leaves the texts alone."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import asked, filled, read_back
from test_columns_of_sums import rates_again

from sipipeline.checking.batch import check
from sipipeline.checking.supposing.scaled_amounts import scaled_amounts

FUNDS = ["enterprise_pension", "resident_medical", "unemployment"]
BALANCES = ("opening_balance", "closing_balance", "time_deposits")
NAMES = {"unemployment": "失业保险基金", "resident_medical": "城乡居民医保基金"}


def with_text(fund: str, column: str) -> dict[str, Any]:
    """Right accounts, and a text that has four lines of a column."""
    data = plain_accounts(FUNDS)
    rows = data["accounts"][fund]
    income, spent, left, paid = (
        rows[item][column] for item in ("income", "expenditure", "surplus", "benefits")
    )
    text = f"2023年{NAMES[fund]}收入{income:.2f}万元，支出{spent:.2f}万元，当年结余{left:.2f}万元，"
    data["narrative"] = {"operation": f"{text}待遇支出{paid:.2f}万元。"}
    return data


def scaled(right: dict[str, Any], fund: str, column: str, factor: float) -> dict[str, Any]:
    """The same with a column of the fund, but for its balances, so many times as large."""
    data = deepcopy(right)
    rows, total = data["accounts"][fund], data["accounts"]["total"]
    for item, cells in rows.items():
        if column in cells and item not in BALANCES:
            made = round(cells[column] * factor, 2)
            if column in total.get(item, {}):
                total[item][column] = round(total[item][column] + made - cells[column], 2)
            cells[column] = made
    for account in (rows, total):
        closing = account["opening_balance"][column] + account["surplus"][column]
        account["closing_balance"][column] = round(closing, 2)
        rates_again(account)
    return data


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("fund", "column", "factor", "what"),
    [
        ("unemployment", "actual", 1e4, "都大 10000 倍"),
        ("resident_medical", "actual", 10, "都大 10 倍"),
        ("unemployment", "actual", 2, "都大 2 倍"),
        ("unemployment", "actual", 11 / 12, "只填了 11 个月的数"),
        ("resident_medical", "actual", 0.75, "只填了 9 个月的数"),
    ],
)
def test_a_column_that_is_off_by_one_factor_is_one_cause(
    fund: str, column: str, factor: float, what: str
) -> None:
    right = with_text(fund, column)
    data = scaled(right, fund, column, factor)
    first, *others = asked(data)
    assert what in first.message.zh
    assert not others
    for one in first.wrong:
        _, _, item, measure = one.cell.key.split(".")
        true = right["accounts"][one.cell.key.split(".")[1]][item][measure]
        assert one.suggest in (None, pytest.approx(true, rel=1e-3, abs=1e-2))


def with_cause(data: dict[str, Any], fund: str) -> dict[str, Any]:
    """The data with a cause of the growth of a fund's income, and its share as that makes it."""
    change = data["accounts"][fund]["income"]["change"]
    row = {"fund": fund, "item": "income", "cause": "缴费人数增加", "amount": 12.5}
    return {**data, "causes": [{**row, "share": round(12.5 / change, 2)}]}


def test_the_share_of_a_cause_follows_the_column() -> None:
    right = with_text("resident_medical", "actual")
    data = scaled(right, "resident_medical", "actual", 1e4)
    (issue,) = asked(with_cause(data, "resident_medical"))
    meant = {one.cell.key: one.suggest for one in issue.wrong}
    true = 12.5 / right["accounts"]["resident_medical"]["income"]["change"]
    assert meant["causes.1.share"] == pytest.approx(true, abs=1e-4)


def half_a_year(right: dict[str, Any]) -> dict[str, Any]:
    data = right
    for fund in FUNDS:
        data = scaled(data, fund, "actual", 0.5)
    return data


@pytest.mark.sampled(2)
@pytest.mark.parametrize("fund", ["unemployment", "resident_medical"])
def test_columns_of_all_funds_are_one_cause_where_the_text_has_the_total(fund: str) -> None:
    right = plain_accounts(FUNDS)
    rows = right["accounts"]["total"]
    names = {"income": "收入", "expenditure": "支出", "benefits": "待遇支出"}
    said = [f"{name}{rows[item]['actual']:.2f}万元" for item, name in names.items()]
    spent = right["accounts"][fund]["expenditure"]["actual"]
    text = f"2023年全县社会保险基金{'，'.join(said)}。{NAMES[fund]}支出{spent:.2f}万元。"
    right["narrative"] = {"operation": text}
    assert asked(right) == []
    (issue,) = asked(half_a_year(right))
    assert "像是只填了 6 个月的数" in issue.message.zh


def with_amount(amount: float) -> dict[str, Any]:
    """Accounts with an amount in one line of a budget."""
    typed = {"resident_medical.outpatient.budget": amount}
    typed |= {f"resident_medical.outpatient.{one}": 3600.5 for one in ("actual", "prior")}
    return plain_accounts(FUNDS, typed=typed)


def with_budgets(data: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    rows = right["accounts"]["resident_medical"]["expenditure"]
    total = right["accounts"]["total"]["expenditure"]
    text = (
        f"2023年城乡居民医保基金支出预算{rows['budget']:.2f}万元，"
        f"支出{rows['actual']:.2f}万元，完成预算的{rows['completion_rate']:.2%}。"
        f"全县社会保险基金总支出完成预算的{total['completion_rate']:.2%}。"
    )
    funding = {"total": total["budget"], "fund": total["budget"]}
    return {**data, "narrative": {"operation": text}, "funding": funding}


@pytest.mark.parametrize("is_right", [False, True])
def test_an_amount_whose_point_was_moved_is_believed_by_what_it_settles(is_right: bool) -> None:
    """Where each finding is told by itself and names no cell, whatever it lost of a cent; where
    texts have it as it is it is only odd."""
    data, amount = with_amount(374.41), 374.41 if is_right else 3744.06
    submission = read_back(filled(with_budgets(data, with_amount(amount))))
    told = check([submission])[0].findings
    before = [replace(one, group=None, culprits=()) for one in told]
    (supposed,) = scaled_amounts(before, submission)
    claim = supposed.put_right.claims["accounts.resident_medical.outpatient.budget"]
    assert claim.value == 3744.1
    assert claim.half_width == pytest.approx(0.05)
    (after,) = check([supposed.put_right])
    assert bool(supposed.weight(before, after.findings)) is not is_right


@pytest.mark.parametrize("fund", ["unemployment", "resident_medical"])
def test_right_columns_are_silent(fund: str) -> None:
    assert asked(with_text(fund, "actual")) == []


@pytest.mark.parametrize(("stated", "written"), [(11, 12), (1, 2), (10, 1)])
def test_a_text_that_is_wrong_itself_accuses_no_column(stated: int, written: int) -> None:
    """Two lines are too few, be they off by one factor."""
    data = with_text("unemployment", "actual")
    rows = data["accounts"]["unemployment"]
    amounts = [rows[item]["actual"] * stated / written for item in ("income", "expenditure")]
    text = "2023年失业保险基金收入{:.2f}万元，支出{:.2f}万元。".format(*amounts)
    data["narrative"] = {"operation": text}
    accused = [one.cell.key for issue in asked(data) for one in issue.wrong]
    assert not [key for key in accused if key.startswith("accounts")]
