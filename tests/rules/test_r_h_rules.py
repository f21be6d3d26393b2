"""What is worked out from the accounts: rates, changes, months, shares, and last year's balance."""

from typing import Any

import pytest
from support import account, agrees, findings, finds

from sipipeline import catalogue
from sipipeline.standards.load import load


def key(item: Any, measure: Any, fund: Any = "work_injury") -> Any:
    return f"accounts.{fund}.{item}.{measure}"


def subjects(rule: Any) -> Any:
    return [r.subject for r in catalogue.relations(load("2020")) if r.rule == rule]


# ------------------------------ R301 completion of the budget
def completed(rate: Any, budget: Any = 1200, actual: Any = 1167) -> Any:
    return account(income={"budget": budget, "actual": actual, "completion_rate": rate})


@pytest.mark.parametrize("rate", ["97.3%", "97.25%", "97%", 0.9725, 97.25])
def test_r301_actual_over_budget(rate: Any) -> None:
    agrees(completed(rate), "R301")


def test_r301_another_rate() -> None:
    beside = [key("income", "actual"), key("income", "budget")]
    says = ("本年实际数 1,167 ÷ 预算数 1,200，应为 97%，多 2 个百分点。", "2 points too much")
    finds(
        "R301",
        completed("99%"),
        at=key("income", "completion_rate"),
        beside=beside,
        stated=0.99,
        difference=0.0175,
        says=says,
    )


def test_r301_of_nothing_there_is_no_rate() -> None:
    agrees(completed("100%", budget=0, actual=5), "R301")
    agrees(completed("100%", budget=None), "R301")


@pytest.mark.parametrize("fund", ["resident_pension", "total"])
def test_r301_on_every_sheet(fund: Any) -> None:
    data = account(fund, benefits={"budget": 100, "actual": 50, "completion_rate": "60%"})
    finds("R301", data, at=key("benefits", "completion_rate", fund))


def test_r301_a_balance_has_no_budget_to_complete() -> None:
    assert key("income", "completion_rate") in subjects("R301")
    assert key("closing_balance", "completion_rate") not in subjects("R301")


# ------------------------------ R302 change on last year
def test_r302_this_year_less_last_year() -> None:
    agrees(account(income={"actual": 1167, "prior": 1100, "change": 67}), "R302")
    agrees(account(income={"actual": 1100, "prior": 1167, "change": -67}), "R302")
    wrong = account(income={"actual": 1167, "prior": 1100, "change": -67})
    beside = [key("income", "actual"), key("income", "prior")]
    says = "本年实际数 1,167 − 上年实际数 1,100，应为 67，少 134。"
    finds("R302", wrong, at=key("income", "change"), beside=beside, difference=-134, says=says)


def test_r302_a_change_may_be_worked_out_before_rounding() -> None:
    """95.4 less 84.6 is 10.8: printed 95, 85 and 11."""
    agrees(account(income={"actual": 95, "prior": 85, "change": 11}), "R302")
    finds(
        "R302",
        account(income={"actual": 95, "prior": 85, "change": 12}),
        at=key("income", "change"),
    )


def test_r302_on_every_sheet_where_there_is_a_change() -> None:
    assert key("income", "change", "total") in subjects("R302")
    assert key("closing_balance", "change") not in subjects("R302")


# ------------------------------ R303 growth
GROWTH = key("income", "growth_rate")


def grown(rate: Any, **figures: Any) -> Any:
    return account(income=figures | {"growth_rate": rate})


@pytest.mark.parametrize(
    "figures",
    [
        {"actual": 5306, "prior": 4508, "change": 798},
        {"prior": 4508, "change": 798},
        {"actual": 5306, "change": 798},
        {"actual": 5306, "prior": 4508},
    ],
)
def test_r303_change_over_last_year_however_it_is_stated(figures: Any) -> None:
    agrees(grown("17.7%", **figures), "R303")
    finding = finds("R303", grown("15%", **figures), at=GROWTH, stated=0.15)
    assert finding.difference == pytest.approx(0.15 - 798 / 4508)


@pytest.mark.parametrize(
    ("figures", "how"),
    [
        ({"prior": 4508, "change": 798}, "比上年增减额 798 ÷ 上年实际数 4,508"),
        (
            {"actual": 5306, "change": 798},
            "比上年增减额 798 ÷ （本年实际数 5,306 − 比上年增减额 798）",
        ),
        (
            {"actual": 5306, "prior": 4508},
            "（本年实际数 5,306 − 上年实际数 4,508） ÷ 上年实际数 4,508",
        ),
    ],
)
def test_r303_says_from_which_figures(figures: Any, how: Any) -> None:
    finds("R303", grown("15%", **figures), at=GROWTH, says=f"{how}，应为 18%，少 3 个百分点。")


def test_r303_is_asked_once_where_all_is_stated() -> None:
    """Of last year as stated, not of what the change makes of it."""
    figures = {"actual": 5306, "prior": 4000, "change": 798}
    agrees(grown("20%", **figures), "R303")
    finds("R303", grown("17.7%", **figures), at=GROWTH, says="÷ 上年实际数 4,000")


def test_r303_with_a_change_alone_there_is_nothing_to_compare() -> None:
    agrees(grown("15%", change=798), "R303")
    agrees(grown("15%", actual=5306), "R303")


def test_r303_a_rate_whose_last_digit_was_dropped_is_pointed_out() -> None:
    data = account(contributions={"actual": 2107, "change": 222, "growth_rate": "11.7%"})
    at = key("contributions", "growth_rate")
    says = ("得 11.777%，四舍五入应为 11.8%，像是直接去掉了尾数。", "it looks truncated")
    finds("R303", data, at=at, severity="info", says=says)


def test_r303_head_counts_as_well() -> None:
    row = {"actual": 5854, "prior": 5727, "change": 127}
    for rate, right in (("2.2%", True), ("3%", False)):
        data = {"headcounts": {"institution_pension": {"retirees": {**row, "growth_rate": rate}}}}
        if right:
            agrees(data, "R303")
        else:
            finds("R303", data, at="headcounts.institution_pension.retirees.growth_rate")


def test_r303_of_head_counts_that_a_fund_has() -> None:
    found = set(subjects("R303"))
    assert "headcounts.work_injury.beneficiaries.growth_rate" in found
    assert "headcounts.work_injury.retirees.growth_rate" not in found
    assert "headcounts.total.participants.growth_rate" not in found
    assert key("income", "growth_rate", "total") in found
    assert key("surplus", "growth_rate") not in found


# ------------------------------ R304 R305 what the balance is good for
def balance(
    fund: Any = "resident_pension",
    closing: Any = 14388,
    spent: Any = 2244,
    deposits: Any = 7500,
    **balances: Any,
) -> Any:
    items = {"closing_balance": closing, "expenditure": spent, "time_deposits": deposits}
    rows = {item: {"actual": value} for item, value in items.items() if value is not None}
    return {**account(fund, **rows), "balances": {fund: balances}}


@pytest.mark.parametrize("months", [76.9, 77, 76.94, "77个月", "6.41年"])
def test_r304_months_that_the_balance_lasts(months: Any) -> None:
    agrees(balance(months_payable=months), "R304")


def test_r304_other_months() -> None:
    at = "balances.resident_pension.months_payable"
    beside = [
        key(item, "actual", "resident_pension") for item in ("closing_balance", "expenditure")
    ]
    says = "14,388 ÷ 支出合计（本年实际数） 2,244 × 12，应为 77，少 13。"
    off = 64 - 14388 / 2244 * 12
    finds(
        "R304",
        balance(months_payable=64),
        at=at,
        beside=beside,
        stated=64,
        difference=off,
        says=says,
    )


def test_r304_the_total_has_no_months_and_a_fund_without_expenditure_none_to_compare() -> None:
    assert len(subjects("R304")) == len(subjects("R305")) == 7
    agrees(balance(spent=0, months_payable=5), "R304")
    agrees(balance(spent=None, months_payable=5), "R304")


@pytest.mark.parametrize("share", ["52%", "52.1%", 0.52, 52.13])
def test_r305_deposits_over_the_balance(share: Any) -> None:
    agrees(balance(deposit_share=share), "R305")


def test_r305_another_share() -> None:
    at = "balances.resident_pension.deposit_share"
    beside = [
        key(item, "actual", "resident_pension") for item in ("time_deposits", "closing_balance")
    ]
    off = 0.25 - 7500 / 14388
    finds(
        "R305", balance(deposit_share="25%"), at=at, beside=beside, difference=off, says="应为 52%"
    )


# ------------------------------ R306 the share of a cause
def caused(
    share: Any,
    amount: Any = 2269,
    change: Any = 2410,
    fund: Any = "institution_pension",
    item: Any = "expenditure",
) -> Any:
    row = {"fund": fund, "item": item, "cause": "退休人数增加", "amount": amount, "share": share}
    return {**account("institution_pension", expenditure={"change": change}), "causes": [row]}


def test_r306_the_amount_over_the_change() -> None:
    agrees(caused("94%"), "R306")
    agrees(caused("60%", -60, -100), "R306")
    beside = ["causes.1.amount", key("expenditure", "change", "institution_pension")]
    says = "增支原因第 1 项“影响金额” 2,269 ÷ 机关养老“支出合计（比上年增减额）” 2,410，应为 94%"
    finds(
        "R306",
        caused("49%"),
        at="causes.1.share",
        beside=beside,
        difference=0.49 - 2269 / 2410,
        says=says,
    )


def test_r306_a_cause_of_nothing_known_has_no_share_to_compare() -> None:
    agrees(caused("49%", item="inpatient"), "R306")
    agrees(caused("49%", fund=None), "R306")
    agrees(caused("49%", change=None), "R306")
    agrees(caused("49%", change=0), "R306")


def test_r306_every_row_is_compared() -> None:
    data = caused("94%")
    row = data["causes"][0]
    data["causes"] = [row | {"item": None}, row | {"share": "50%"}, row, row | {"share": "60%"}]
    finds("R306", data, at=["causes.2.share", "causes.4.share"])


# ------------------------------ H701 last year's balance
def opened(opening: Any, closing: Any, fund: Any = "unemployment", **note: Any) -> Any:
    rows = {"opening_balance": {"actual": opening, **note}, "closing_balance": {"prior": closing}}
    return account(fund, **rows)


@pytest.mark.parametrize("fund", ["unemployment", "total"])
def test_h701_opens_with_what_last_year_closed_with(fund: Any) -> None:
    agrees(opened(500, 500, fund), "H701")
    at, beside = key("opening_balance", "actual", fund), [key("closing_balance", "prior", fund)]
    says = "年末滚存结余（上年实际数） 550，少 50。"
    finding = finds("H701", opened(500, 550, fund), at=at, beside=beside, difference=-50, says=says)
    assert (finding.severity, finding.kind) == ("warning", "history")


YEARBOOKS = [
    {"closing": (555.93, 562.49), "income": 729.17, "expenditure": 594.91},
    {"closing": (23941, 19497), "income": 20001, "expenditure": 15562},
    {"closing": (44884, 37540), "surplus": 7250},
]


def rolled(closing: Any, opening: Any = None, note: str = "", **flows: Any) -> Any:
    """An account whose year is stated, with closing balances of this year and of last year."""
    rows: Any = {item: {"actual": value} for item, value in flows.items()}
    rows["closing_balance"] = {"actual": closing[0], "prior": closing[1], "note": note}
    return account("unemployment", **rows, opening_balance={"actual": opening})


@pytest.mark.parametrize("year", YEARBOOKS)
def test_h701_without_an_opening_balance_the_year_implies_it(year: Any) -> None:
    at = key("closing_balance", "actual", "unemployment")
    finding = finds("H701", rolled(**year), at=at, severity="warning")
    flows = [name for name in year if name != "closing"]
    beside = [key("closing_balance", "prior", "unemployment")]
    beside += [key(name, "actual", "unemployment") for name in flows]
    assert [cell.key for cell in finding.cells[1:]] == beside
    assert finding.culprits == ()


@pytest.mark.parametrize(
    "year",
    [
        {"closing": (696.75, 562.49), "income": 729.17, "expenditure": 594.91},
        {"closing": (696.8, 562.5), "income": 729.2, "expenditure": 594.9},
        {"closing": (44790, 37540), "surplus": 7250},
        {"closing": (44791, 37540), "surplus": 7250},
        {"closing": (44884, 37540), "income": 7250},
        {"closing": (44884, None), "surplus": 7250},
    ],
)
def test_h701_an_implied_opening_that_agrees_or_cannot_be_known(year: Any) -> None:
    agrees(rolled(**year), "H701")


def test_h701_a_stated_opening_speaks_for_itself() -> None:
    agrees(rolled((44884, 37540), opening=37540, surplus=7250), "H701")
    at = key("closing_balance", "actual", "unemployment")
    finds("H701", rolled((44884, 37540), note="追溯调整", surplus=7250), at=at, severity="info")


def test_h701_a_restatement_that_is_explained_is_only_pointed_out() -> None:
    data = opened(500, 550, note="按审计意见追溯调整")
    at, says = key("opening_balance", "actual", "unemployment"), "（已说明：按审计意见追溯调整）"
    finds("H701", data, at=at, severity="info", says=says)


def test_h701_a_restatement_accuses_no_cell() -> None:
    (found,) = findings(opened(500, 550), "H701")
    assert found.culprits == ()


# ------------------------------ J901 all at once
def bounded(budget: Any) -> Any:
    return {
        "accounts": {
            "resident_pension": {"expenditure": {"actual": 2244, "completion_rate": "95%"}},
            "institution_pension": {"expenditure": {"actual": 38429, "completion_rate": "97%"}},
            "total": {"expenditure": {"budget": budget}},
        }
    }


@pytest.mark.parametrize("budget", [41763, 41980, 42198])
def test_j901_a_budget_that_actuals_and_rates_allow(budget: Any) -> None:
    agrees(bounded(budget), "J901")


@pytest.mark.parametrize(("budget", "off"), [(40673, -1090), (41760, -3), (42300, 102)])
def test_j901_a_budget_that_they_do_not_allow(budget: Any, off: Any) -> None:
    at = key("expenditure", "budget", "total")
    finding = finds("J901", bounded(budget), at=at, stated=budget)
    assert finding.expected == pytest.approx((41763, 42198), abs=0.5)
    assert finding.difference == pytest.approx(off, abs=1)
    assert any(said in finding.message.en for said in ("worked out from", "does not go with"))
