"""What a workbook that agrees with itself cannot be: budgets that are all actuals, more people
adjusted than there are, a digit too many, another year, a score left out: P407,
P412 to P415, I527."""

from typing import Any

import pytest
from support import COVER, Row, account, agrees, checked, codes, finds, indicator
from support import table as rows_of

from sipipeline.evidence.scores import example

FUND = "accounts.resident_pension"
AMOUNTS = {
    "contributions": 2156.32,
    "fiscal_subsidy": 5318.6,
    "interest": 495.83,
    "basic_pension": 3985.46,
    "personal_account_pension": 655.07,
    "transfer_out": 0,
}


# ---------------------------------------------------------------- P412: a copied budget column
def copied(**budgets: Any) -> dict[str, Any]:
    """An account whose budgets are its actuals, but for some."""
    lines: dict[str, Row] = {
        item: {"budget": budgets.get(item, amount), "actual": amount}
        for item, amount in AMOUNTS.items()
    }
    return account("resident_pension", **lines)


def _all(amount: float) -> dict[str, Row]:
    return {item: {"budget": amount, "actual": amount} for item in AMOUNTS}


def test_every_budget_is_the_actual() -> None:
    data = copied()
    data["accounts"]["resident_pension"]["income"] = {"budget": 7970.75, "actual": 7970.75}
    finds("P412", data, at=f"{FUND}.income.budget", severity="warning")


def of_two_years(**priors: Any) -> dict[str, Any]:
    """An account whose actuals are last year's, but for some."""
    lines: dict[str, Row] = {
        item: {"actual": amount, "prior": priors.get(item, amount)}
        for item, amount in AMOUNTS.items()
    }
    return account("resident_pension", **lines)


def test_every_actual_is_last_years() -> None:
    data = of_two_years()
    finds("P412", data, at=f"{FUND}.contributions.actual", severity="warning", says="上年实际数")
    lines = data["accounts"]["resident_pension"]
    lines["interest"] = {**lines["interest"], "change": 0, "growth_rate": 0}
    finds("P412", data, at=f"{FUND}.contributions.actual")


@pytest.mark.parametrize(
    "data",
    [
        of_two_years(contributions=2100),
        of_two_years(interest=495.84),
        account("resident_pension", **{key: {"actual": 500, "prior": 500} for key in AMOUNTS}),
        account(
            "resident_pension",
            **{item: {"actual": one, "prior": one, "change": 12} for item, one in AMOUNTS.items()},
        ),
    ],
)
def test_actuals_that_are_not_all_last_years(data: Any) -> None:
    agrees(data, "P412")


def test_several_funds_with_copied_budgets_are_asked_about_once() -> None:
    lines = copied()["accounts"]["resident_pension"]
    others = {key: line for key, line in lines.items() if key != "personal_account_pension"}
    others["disability_allowance"] = {"budget": 71.75, "actual": 71.75}
    data = {"accounts": {"resident_pension": lines, "institution_pension": others}}
    found = finds("P412", data, at=f"{FUND}.contributions.budget")
    assert "居民养老、机关养老每一行" in found.message.zh


@pytest.mark.parametrize(
    ("data", "looked"),
    [
        (copied(contributions=2100), 1),
        (copied(transfer_out=5), 1),
        (account("resident_pension", **_all(9)), 0),
        (account("resident_pension", **_all(500)), 0),
        (account(contributions={"budget": 598.41, "actual": 598.41}), 0),
    ],
    ids=["one differs", "one had a budget only", "small", "round", "few lines"],
)
def test_budgets_that_may_equal_the_actuals(data: Any, looked: int) -> None:
    agrees(data, "P412", looked=looked)


def test_copied_budgets_beside_rates_that_deny_it_are_told_by_the_rates() -> None:
    data = copied()
    data["accounts"]["resident_pension"]["interest"]["completion_rate"] = "103.3%"
    agrees(data, "P412", looked=1)


# ---------------------------------------------------------------- P413: people to be adjusted
def adjusted(**levels: Any) -> Any:
    return {
        "headcounts": {"institution_pension": {"retirees": {"prior": 5790, "actual": 5939}}},
        "benefit_levels": {"institution_pension": levels},
    }


@pytest.mark.parametrize("people", [5631, 5790, 5939, 6400])
def test_as_many_adjusted_as_there_may_be(people: int) -> None:
    agrees(adjusted(eligible=people), "P413", looked=1)


@pytest.mark.parametrize("column", ["eligible", "adjusted"])
def test_more_adjusted_than_there_are(column: str) -> None:
    at = f"benefit_levels.institution_pension.{column}"
    finds("P413", adjusted(**{column: 15631}), at=at, severity="warning", difference=9098)


def test_without_pensioners_nothing_is_said_of_those_adjusted() -> None:
    levels = {"institution_pension": {"eligible": 5631}}
    agrees({"benefit_levels": levels}, "P413", looked=0)


# ---------------------------------------------------------------- P416: levels of benefits
def paid(before: float, after: float, **more: float) -> Any:
    return {"benefit_levels": {"resident_pension": {"before": before, "after": after, **more}}}


@pytest.mark.parametrize(
    "stated", [(165, 173), (165, 165), (103, 123), (100, 150), (2950.4, 3021.7)], ids=str
)
def test_benefits_rise_a_little_or_stay(stated: tuple[float, float]) -> None:
    agrees(paid(*stated), "P416", looked=1)


@pytest.mark.parametrize(
    ("data", "says", "off"),
    [
        (paid(173, 165), "低于调整前的 173", -8),
        (paid(173, 165, increase=-8), "低于调整前的 173", -8),
        (paid(8, 165, increase=157), "是调整前 8 的 20.6 倍", 153),
        (paid(165, 330), "是调整前 165 的 2 倍", 82.5),
    ],
)
def test_benefits_that_fall_or_leap_are_asked_about(data: Any, says: str, off: float) -> None:
    at = "benefit_levels.resident_pension.after"
    finding = finds("P416", data, at=at, severity="warning", difference=off)
    assert says in finding.message.zh


@pytest.mark.parametrize("data", [paid(0, 173), {"benefit_levels": {}}])
def test_without_a_level_before_nothing_is_said(data: Any) -> None:
    agrees(data, "P416", looked=0)


# ---------------------------------------------------------------- P414: people
def people(fund: str = "work_injury", /, **counts: tuple[int, int]) -> Any:
    rows = {item: {"actual": this, "prior": last} for item, (this, last) in counts.items()}
    return {"headcounts": {fund: rows}}


@pytest.mark.parametrize("counts", [(56300, 54800), (110000, 54800), (300000, 54800), (5480, 1300)])
def test_people_that_change_within_a_year(counts: tuple[int, int]) -> None:
    agrees(people(participants=counts), "P414", looked=1)


def test_few_people_may_become_many() -> None:
    agrees(people(participants=(930, 93)), "P414", looked=0)


@pytest.mark.parametrize("counts", [(563000, 54800), (5630, 54800), (5480000, 54800)])
def test_people_with_another_digit(counts: tuple[int, int]) -> None:
    at = "headcounts.work_injury.participants.actual"
    finds("P414", people(participants=counts), at=at, severity="warning")


def test_a_sheet_of_people_with_a_digit_too_many_is_one_question() -> None:
    data = people("institution_pension", retirees=(59390, 5790), average_retirees=(58540, 5700))
    data["benefit_levels"] = {"institution_pension": {"after": 5283.43}}
    data["accounts"] = {"institution_pension": {"benefits": {"actual": 37115}}}
    found = [one for one in checked(data).findings if one.rule in ("P401", "P414")]
    assert codes(found) == ["P401", "P414"]
    assert len({one.group for one in found} - {None}) == 1


# ---------------------------------------------------------------- P415: amounts
def amounts(budget: float, actual: float, prior: float, income: float = 0) -> Any:
    return account(
        contributions={"budget": budget, "actual": actual, "prior": prior},
        income={"actual": income or actual},
    )


@pytest.mark.parametrize(
    ("budget", "actual", "prior", "measure"),
    [
        (620, 5980, 566, "actual"),
        (620, 59.8, 566, "actual"),
        (620, 59841, 566, "actual"),
        (6200, 598, 566, "budget"),
    ],
)
def test_an_amount_with_another_digit(
    budget: float, actual: float, prior: float, measure: str
) -> None:
    at = f"accounts.work_injury.contributions.{measure}"
    finds("P415", amounts(budget, actual, prior), at=at, severity="warning")


@pytest.mark.parametrize(
    ("budget", "actual", "prior"),
    [
        (620, 598, 566),
        (620, 1800, 566),
        (620, 5980, 0),
        (5900, 5980, 566),
        (59, 61, 566),
        (620, 3700, 566),
        (0, 5980, 566),
    ],
    ids=["alike", "three times", "new", "budgeted", "budgeted less", "six times", "no budget"],
)
def test_an_amount_that_may_be(budget: float, actual: float, prior: float) -> None:
    looked = int(bool(budget and prior))
    agrees(amounts(budget, actual, prior), "P415", looked=looked)


def test_a_line_that_hardly_matters_is_not_asked_about() -> None:
    agrees(amounts(0.6, 6, 0.55, income=600), "P415", looked=0)


def test_a_surplus_is_like_no_other_years() -> None:
    surplus = {"budget": 256.8, "actual": 2224.9, "prior": 2271.9}
    agrees(account(surplus=surplus, income={"actual": 12000}), "P415", looked=0)


def test_an_amount_that_is_located_as_wrong_is_not_asked_about_beside() -> None:
    flows = {"budget": 620, "actual": 598, "prior": 566}
    data = account(
        contributions={**flows, "actual": 5980, "change": 32, "growth_rate": "5.65%"},
        income_subtotal=flows,
    )
    found = [one for one in checked(data).findings if one.rule in ("B201", "R302", "P415")]
    assert {one.rule for one in found} >= {"B201", "P415"}
    assert len({one.group for one in found}) == 1


# ---------------------------------------------------------------- P407: dates of another year
def levels(when: str, before: float = 5073.17) -> Any:
    stated = {"before": before, "after": 5283.43, "adjusted_from": when}
    return {"cover": COVER, "benefit_levels": {"institution_pension": stated}}


@pytest.mark.parametrize("when", ["2020-01", "2020年1月", "1月", "2020.07", "2020年1月1日起", ""])
def test_an_adjustment_of_the_year(when: str) -> None:
    agrees(levels(when), "P407", looked=1)


@pytest.mark.parametrize("when", ["2019-01", "2021年1月", "2019年1月1日起"])
def test_an_adjustment_of_another_year(when: str) -> None:
    at = "benefit_levels.institution_pension.adjusted_from"
    finds("P407", levels(when), at=at, beside=["cover.year"], severity="warning")


def test_no_adjustment_may_be_dated_as_it_likes() -> None:
    agrees(levels("2019-01", before=5283.43), "P407", looked=1)


def named(project: str = "", goal: str = "") -> Any:
    return {"cover": {**COVER, "project": project}, "goal": goal}


@pytest.mark.parametrize(
    "data",
    [
        named("甲县社会保险基金"),
        named("甲县2020年度社会保险基金"),
        named("甲县2018-2022年社会保险信息化"),
        named(goal="2019年以来参保面不断扩大，做好各项工作。"),
        named(goal="到2025年基本实现全民参保。"),
    ],
)
def test_a_title_that_may_be_of_the_year(data: Any) -> None:
    agrees(data, "P407", looked=1)


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (named("甲县2019年度社会保险基金"), "cover.project"),
        (named(goal="2019年保障参保人员老有所养。"), "goal"),
    ],
)
def test_a_title_of_another_year(data: Any, at: str) -> None:
    finds("P407", data, at=at, beside=["cover.year"], severity="warning")


def deadline(name: str, target: str, actual: str) -> Any:
    return {"cover": COVER, **rows_of(indicator(name, target, actual, level2="时效指标"))}


@pytest.mark.parametrize(
    "data",
    [
        deadline("待遇发放时间", "2020年12月底前", "2020年12月20日"),
        deadline("决算报送时间", "2021年3月底前", "2021年3月20日"),
        deadline("预算编制完成时间", "2019年12月底前", "2019年12月20日"),
        deadline("待遇发放时间", "12月底前", "12月20日"),
    ],
)
def test_a_deadline_of_the_year(data: Any) -> None:
    agrees(data, "P407", looked=1)


def test_a_deadline_of_another_year() -> None:
    data = deadline("待遇发放时间", "2020年12月底前", "2019年12月20日")
    finds("P407", data, at="indicators.1.actual", beside=["cover.year"], severity="warning")


def called(*names: str) -> Any:
    """Indicators by these names, each of a year with a workbook of 2020."""
    return {"cover": COVER, **rows_of(*(indicator(one, "≥98%", "99%") for one in names))}


@pytest.mark.parametrize(
    "name",
    [
        "待遇按时发放率",
        "2020年待遇按时发放率",
        "2020年度参保率",
        "2021年度居民医保参保率",
        "参保率较2019年提高",
        "2019年底前参保人员认证率",
        "2019年度结转资金支付率",
        "2019年度养老待遇补发及时率",
        "2019年审计问题整改办结率",
        "2019年以来参保率",
        "2019-2020年参保率",
        "2019年预算执行率",
        "2019年考核满意度",
    ],
)
def test_the_name_of_an_indicator_may_have_a_year(name: str) -> None:
    agrees(called(name), "P407", looked=1)


@pytest.mark.parametrize(
    "names",
    [
        ["2019年待遇按时发放率"],
        ["2019年度城乡居民参保率"],
        ["参保率", "2019年参保人员满意度"],
        ["2019年养老保险费征缴率", "2019年资格认证率"],
    ],
)
def test_the_name_of_an_indicator_with_last_years_year_is_asked_about(names: list[str]) -> None:
    rows = [n for n, name in enumerate(names, 1) if name.startswith("2019")]
    first, *others = [f"indicators.{row}.level3" for row in rows]
    finds("P407", called(*names), at=first, beside=[*others, "cover.year"], severity="warning")


# ---------------------------------------------------------------- I527: scores
def test_a_score_that_is_left_out() -> None:
    finds("I527", example(2, score=None), at="indicators.2.score", severity="warning")


@pytest.mark.parametrize(
    ("data", "looked"),
    [(example(), 1), (example(2, weight=None, score=None), 1)],
    ids=["all scored", "a row without weight"],
)
def test_scores_that_are_there(data: Any, looked: int) -> None:
    agrees(data, "I527", looked=looked)


ROWS = example()["indicators"]


def unscored(**changes: Any) -> Any:
    return {"indicators": [{**row, "score": None, **changes} for row in ROWS]}


def test_a_whole_table_without_any_score() -> None:
    says = "项指标都有分值，也填了实际完成值，“得分”一栏却是空的"
    finds("I527", unscored(), at="indicators.1.score", says=says, severity="warning")


@pytest.mark.parametrize(
    ("reason", "severity"),
    [("由财政部门统一评分，本单位不自评得分", "info"), ("问卷回收较少，未达到", "warning")],
)
def test_why_there_are_no_scores(reason: str, severity: str) -> None:
    finds("I527", unscored(reason=reason), at="indicators.1.score", severity=severity)


def test_a_finished_table_of_which_few_rows_are_scored() -> None:
    rows = [{**row, "score": None if n else row["score"]} for n, row in enumerate(ROWS)]
    at, says = "indicators.2.score", "其余 1 项都填了得分"
    finds("I527", {"indicators": rows}, at=at, says=says, severity="warning")
    draft = [*rows[:2], {**rows[2], "actual": None}]
    agrees({"indicators": draft}, "I527", looked=0)


@pytest.mark.parametrize(
    "data",
    [
        unscored(actual=None),
        unscored(weight=None),
        unscored(weight=5),
        {"indicators": unscored()["indicators"][:1]},
    ],
    ids=["targets alone", "no weights", "points of a part", "one row"],
)
def test_a_table_that_nobody_scores_lacks_no_score(data: Any) -> None:
    agrees(data, "I527", looked=0)
