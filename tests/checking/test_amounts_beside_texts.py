"""Amounts that are wrong in the tables, and were carried on, beside a text that is right: two of a
line in each other's column, rows of another fund, one left blank. Each is one cause; where the text
is wrong, the tables are left alone."""

from dataclasses import replace
from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import asked, filled, read_back, submitted

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.reports.issues import Issue

FUNDS = ["employee_medical", "resident_medical"]
OWN, OTHER = "resident_medical", "employee_medical"
COLUMNS = ("budget", "actual", "prior")
RATES = ("completion_rate", "change", "growth_rate")
Accounts = dict[str, Any]


def right() -> Accounts:
    accounts: Accounts = plain_accounts(FUNDS)["accounts"]
    return accounts


def said(accounts: Accounts, of_income: float = 0.0) -> dict[str, str]:
    """A text on one fund, as its account has it, or with another income."""
    rows = accounts[OWN]
    income, expenditure = rows["income"], rows["expenditure"]
    return {
        "operation": f"2023年城乡居民医保基金收入{income['actual'] + of_income:.2f}万元，"
        f"完成预算的{income['completion_rate']:.2%}；"
        f"支出{expenditure['actual']:.2f}万元，完成预算的{expenditure['completion_rate']:.2%}；"
        f"本年收支结余{rows['surplus']['actual']:.2f}万元，"
        f"年末滚存结余{rows['closing_balance']['actual']:.2f}万元。"
    }


def said_of_all(rows: Accounts, of_surplus: float) -> str:
    """A text on all funds, as the total has it, or with another surplus."""
    return (
        f"2023年社会保险基金收入合计{rows['income']['actual']:.2f}万元，"
        f"支出合计{rows['expenditure']['actual']:.2f}万元，"
        f"本年收支结余{rows['surplus']['actual'] + of_surplus:.2f}万元，"
        f"年末滚存结余{rows['closing_balance']['actual'] + of_surplus:.2f}万元。"
    )


def of_wrong(typed: dict[str, float]) -> Issue:
    """The one issue of accounts with other amounts, beside a text that is right."""
    data = plain_accounts(FUNDS, typed=typed)
    (issue,) = asked({**data, "narrative": said(right())})
    return issue


def test_columns_of_a_line_in_each_others_place_are_one_cause() -> None:
    line = right()[OWN]["contributions"]
    typed = {"actual": line["budget"], "budget": line["actual"]}
    issue = of_wrong({f"{OWN}.contributions.{one}": value for one, value in typed.items()})
    assert "“本年实际数”和“预算数”两栏的数填反了" in issue.message.zh
    meant = {one.cell.key: one.suggest for one in issue.wrong}
    assert all(
        meant[f"accounts.{OWN}.contributions.{one}"] == line[one] for one in ("actual", "budget")
    )


def test_rows_of_another_fund_are_one_cause() -> None:
    rows, items = right()[OTHER], ("inpatient", "outpatient")
    issue = of_wrong({f"{OWN}.{item}.{one}": rows[item][one] for item in items for one in COLUMNS})
    assert "各栏和职工医保一模一样" in issue.message.zh
    assert {keys.fund(one.cell.key) for one in issue.wrong} == {OWN, "total"}
    assert all(one.suggest is None for one in issue.wrong)


@pytest.mark.parametrize("blank", [["actual", *RATES], ["actual"]], ids=["row", "amount alone"])
def test_an_amount_left_blank_is_named_with_what_the_texts_have_more(blank: list[str]) -> None:
    """Also where the formulas of its row count it as nothing."""
    data = plain_accounts(FUNDS, typed={f"{OWN}.inpatient.actual": 0.0})
    for one in blank:
        del data["accounts"][OWN]["inpatient"][one]
    key, read = f"accounts.{OWN}.inpatient.actual", submitted({**data, "narrative": said(right())})
    (result,) = check([replace(read, places={key: ("居民医保", "D22")})])
    (cause,) = {one.culprits[0] for one in result.findings if one.culprits}
    assert (cause.cell.key, cause.cell.ref) == (key, "D22")
    assert cause.suggest == right()[OWN]["inpatient"]["actual"]


@pytest.mark.parametrize("more", [100.0, -250.0])
def test_a_wrong_text_accuses_no_amount_of_them(more: float) -> None:
    issues = asked({**plain_accounts(FUNDS), "narrative": said(right(), more)})
    accused = {one.cell.key for issue in issues for one in issue.wrong}
    assert len(issues) == 1
    assert accused <= {"narrative.operation"}


def test_rows_that_are_alike_in_two_funds_are_right_beside_a_text_that_agrees() -> None:
    rows, items = right()[OTHER], ("inpatient", "outpatient")
    typed = {f"{OWN}.{item}.{one}": rows[item][one] for item in items for one in COLUMNS}
    data = plain_accounts(FUNDS, typed=typed)
    assert asked({**data, "narrative": said(data["accounts"])}) == []


@pytest.mark.parametrize(("off", "causes"), [(0.0, 1), (500.0, 2)])
def test_texts_of_the_total_go_with_the_surplus_of_a_fund_that_they_lack(
    off: float, causes: int
) -> None:
    """The surplus of a fund was mistyped and carried into its balance, and the form adds up the
    total; texts of the total have the right ones, or others."""
    data = plain_accounts(FUNDS, seed=10)
    accounts, total = data["accounts"], data["accounts"].pop("total")
    narrative = {**said(accounts), "overview": said_of_all(total, off)}
    for item in ("surplus", "closing_balance"):
        accounts[OWN][item]["actual"] += 900
    (result,) = check([read_back(filled({**data, "narrative": narrative}))])
    told = [one for one in result.findings if one.rule in ("B202", "N601")]
    assert len({one.group for one in told}) == causes
