"""Sums that lack exactly one amount, and totals that were not corrected with their funds."""

from dataclasses import replace
from typing import Any

import pytest
from support import COVER, GAPS, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.findings import Severity
from sipipeline.reports.issues import Issue, issues

SPENT = {"injury_medical": 601.79, "disability": 1028.7, "work_death": 319.25}
RECEIVED = {"contributions": 2500.25, "fiscal_subsidy": 0.0, "interest": 76.7, "other_income": 11.2}


def account(**wrong: float) -> dict[str, Any]:
    """The account of work injury as formulas work it out from its parts, some sums being as
    stated."""
    line: dict[str, float] = {**SPENT, **RECEIVED, "opening_balance": 4000.5} | {
        name: amount for name, amount in wrong.items() if name in (*SPENT, *RECEIVED)
    }

    def sums(name: str, amount: float) -> None:
        line[name] = wrong.get(name, round(amount, 2))

    sums("income_subtotal", sum(line[name] for name in RECEIVED))
    line |= {"from_superior": wrong.get("from_superior", 520.11), "from_subordinate": 0.0}
    sums("income", line["income_subtotal"] + line["from_superior"])
    sums("benefits", sum(line[name] for name in SPENT))
    line["other_expenditure"] = 0.0
    sums("expenditure_subtotal", line["benefits"])
    line |= {"to_subordinate": 0.0, "to_superior": 31.96}
    sums("expenditure", line["expenditure_subtotal"] + line["to_superior"])
    sums("surplus", line["income"] - line["expenditure"])
    sums("closing_balance", line["opening_balance"] + line["surplus"])
    return {name: {"actual": amount} for name, amount in line.items()}


def told(lines: dict[str, Any], overview: str = "") -> list[Issue]:
    """The errors about an account, with a text."""
    data = {"standard": "2020", "cover": COVER, "accounts": {"work_injury": lines}}
    data |= {"narrative": {"operation": overview}}
    (result,) = check([read_back(filled(data))])
    every = [one for one in issues(result.findings) if one.severity is Severity.ERROR]
    return [one for one in every if one.findings[0].rule != GAPS]


def test_a_right_account_is_not_asked_about() -> None:
    assert told(account()) == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("wrong", "item", "should"),
    [
        ({"benefits": 1630.49}, "“工亡待遇”319.25", "1,949.74"),
        ({"benefits": 921.04}, "“伤残待遇”1,028.7", "1,949.74"),
        ({"income_subtotal": 2511.45}, "“利息收入”76.7", "2,588.15"),
        ({"income": 2588.15}, "“上级补助收入”520.11", "3,108.26"),
        ({"surplus": 1158.52}, "“上解上级支出”31.96", "1,126.56"),
        ({"surplus": 606.45}, "“上级补助收入”520.11", "1,126.56"),
    ],
)
def test_the_amount_that_a_sum_leaves_out_is_named(
    wrong: dict[str, float], item: str, should: str
) -> None:
    (issue,) = told(account(**wrong))
    culprit, *_ = issue.wrong
    assert culprit.cell.key == f"accounts.work_injury.{next(iter(wrong))}.actual"
    assert item in issue.message.zh
    assert culprit.shown.should.zh.startswith(should[:-1])


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "wrong",
    [
        {"benefits": 1629.9},
        {"benefits": 2000.0},
        {"income": 2600.0},
        {"income_subtotal": 2577.02},
        {"surplus": 500.0},
    ],
)
def test_another_difference_is_no_amount_left_out(wrong: dict[str, float]) -> None:
    every = told(account(**wrong))
    assert every
    assert not any("漏算" in issue.message.zh for issue in every)


@pytest.mark.parametrize("wrong", [{"interest": 3.0, "income_subtotal": 2511.45}])
def test_an_amount_of_few_digits_may_be_a_chance(wrong: dict[str, float]) -> None:
    assert not any("漏算" in issue.message.zh for issue in told(account(**wrong)))


def test_what_was_worked_out_from_such_a_sum_goes_with_it() -> None:
    right = account()["closing_balance"]["actual"]
    lines = account(income=2588.15)
    lines["time_deposits"] = {"actual": round(right - 100, 2)}
    (issue,) = told(lines, f"工伤保险基金2020年末滚存结余{right}万元。")
    assert issue.wrong[0].cell.key == "accounts.work_injury.income.actual"
    assert "正好少算一项“上级补助收入”520.11" in issue.message.zh
    assert {one.rule for one in issue.findings} >= {"B201", "B205", "N601"}


def test_a_text_goes_with_the_surplus_that_is_made_of_the_subtotals() -> None:
    right = account()["surplus"]["actual"]
    lines = account(surplus=1158.52)
    (issue,) = told(lines, f"工伤保险基金2020年收支结余{right}万元。")
    assert issue.wrong[0].cell.key == "accounts.work_injury.surplus.actual"
    assert {one.rule for one in issue.findings} >= {"B202", "N601"}


def test_a_text_that_agrees_with_nothing_stays_by_itself() -> None:
    every = told(account(income=2588.15), "工伤保险基金2020年末滚存结余3127.06万元。")
    assert sorted({one.rule for one in issue.findings} & {"B201", "N601"} for issue in every) == [
        {"B201"},
        {"N601"},
    ]


@pytest.mark.parametrize(("typed", "is_told"), [("interest", True), ("contributions", False)])
def test_an_amount_that_a_formula_does_not_add_is_to_be_a_number(typed: str, is_told: bool) -> None:
    lines = account(income_subtotal=2511.45)
    data = {"standard": "2020", "cover": COVER, "accounts": {"work_injury": lines}}

    def as_text(book: Any) -> None:
        cell = next(one for one in book["工伤"]["D"] if one.value == lines[typed]["actual"])
        cell.value = f"{cell.value:.2f}"

    submission = read_back(edited(filled(data), as_text))
    key = "accounts.work_injury.income_subtotal.actual"
    formula = submission.claims[key]._replace(formula=True)
    (result,) = check([replace(submission, claims={**submission.claims, key: formula})])
    (issue,) = [one for one in issues(result.findings) if one.severity is Severity.ERROR]
    assert ("这一格是文本" in issue.message.zh) is is_told
    assert issue.todo.zh.startswith("先把单元格格式改成“常规”，再把 ") is is_told


# ---------------------------------------------------------------- totals
def funds(off: dict[str, float]) -> dict[str, Any]:
    """Two funds and their total, in which some lines are off by an amount."""
    one, other = account(), account(injury_medical=812.5, contributions=3100.4)
    total = {
        line: {"actual": round(one[line]["actual"] + other[line]["actual"] + off.get(line, 0), 2)}
        for line in one
        if line not in SPENT
    }
    other_fund = {line: amount for line, amount in other.items() if line not in SPENT}
    return {"work_injury": one, "unemployment": other_fund, "total": total}


def total_told(off: dict[str, float], overview: str = "") -> list[Issue]:
    data = {"standard": "2020", "cover": COVER, "accounts": funds(off)}
    data |= {"narrative": {"operation": overview}}
    (result,) = check([read_back(filled(data))])
    return [one for one in issues(result.findings) if one.severity is Severity.ERROR]


SPENDING = ("benefits", "expenditure_subtotal", "expenditure")
STALE = dict.fromkeys(SPENDING, -33.1) | dict.fromkeys(("surplus", "closing_balance"), 33.1)


def test_a_total_that_was_not_corrected_or_a_fund_that_is_wrong_are_told_evenly() -> None:
    (issue,) = total_told(STALE)
    assert "也可能是险种表改过数、合计没有跟着改" in issue.message.zh
    assert {one.confidence for one in issue.culprits} == {"possible"}
    assert len({keys.table(one.cell.key) for one in issue.culprits}) == 3


OF_TOTAL = "2020年社会保险基金支出合计4141.01万元，本年收支结余2675.66万元。"
OF_FUND = "工伤保险基金支出1948.6万元，本年收支结余1159.66万元。"


def test_a_text_that_has_the_total_as_it_is_speaks_against_the_funds() -> None:
    (issue,) = total_told(STALE, OF_TOTAL)
    *funds, total = issue.culprits
    assert total.cell.key.startswith("accounts.total.")
    assert not any(one.cell.key.startswith("accounts.total.") for one in funds)


def test_a_text_that_has_a_fund_as_it_should_be_speaks_against_its_sheet() -> None:
    (issue,) = total_told(STALE, OF_TOTAL + OF_FUND)
    assert all(one.cell.key.startswith("accounts.work_injury.") for one in issue.culprits)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "off", [{"benefits": -33.1}, STALE | {"benefits": -12.0}, {"interest": 5.5}]
)
def test_totals_that_are_off_by_several_amounts_are_told_as_before(off: dict[str, float]) -> None:
    every = total_told(off)
    assert every
    assert not any("没有跟着改" in issue.message.zh for issue in every)


def test_an_amount_in_the_line_of_another_is_told_once_with_one_value_for_the_blank() -> None:
    accounts = funds({})
    interest = accounts["work_injury"].pop("interest")
    accounts["work_injury"]["other_income"] = interest
    (result,) = check(
        [read_back(filled({"standard": "2020", "cover": COVER, "accounts": accounts}))]
    )
    (issue,) = [one for one in issues(result.findings) if one.severity is Severity.ERROR]
    assert [keys.item(one.cell.key) for one in issue.culprits] == ["interest", "other_income"]
    assert issue.culprits[0].suggest == 76.7
    assert not any("明细未填全" in one.message.zh for one in result.findings)
