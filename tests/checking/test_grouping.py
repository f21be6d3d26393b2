"""Findings that one correction or one explanation answers have one group, and are one issue."""

from typing import Any

import pytest
from support import Data, account, asked, checked, indicator, rules_of, table

from sipipeline.checking.causes.grouping import CHECK_IT_FIRST
from sipipeline.core.findings import Severity

MISSED = indicator("享受待遇人数", "≥9203人", "9175人")
COPIED = {
    "accounts": {
        "resident_pension": {"expenditure": {"actual": 2244, "completion_rate": "95%"}},
        "institution_pension": {"expenditure": {"actual": 38429, "completion_rate": "97%"}},
        "total": {"expenditure": {"budget": 40673, "actual": 40673}},
    }
}
"""A budget of the total that equals what was reached, and rates of the funds that rule it out."""
BOAST = {"narrative": {"achievement": "绩效目标完成率100%。", "unmet_reasons": "无"}}


def test_one_missed_indicator_without_a_reason_is_one_issue() -> None:
    (issue,) = asked(table(MISSED) | BOAST)
    assert rules_of(issue) == ["I501", "I502", "N603", "N603"]
    assert issue.cell is not None
    assert issue.cell.key == "indicators.1.actual"
    assert (issue.shown.was.zh, issue.shown.should.zh, issue.shown.off.zh) == (
        "9175人",
        "目标 ≥9203人",
        "少 28 人",
    )


def test_two_missed_indicators_are_two_issues() -> None:
    other = indicator("参保人数", "≥100人", "90人")
    first, second = asked(table(MISSED, other) | BOAST)
    assert (rules_of(first), rules_of(second)) == (
        ["I501", "I502", "N603", "N603"],
        ["I501", "I502"],
    )


def test_a_missed_indicator_with_a_reason_leaves_the_text_that_denies_it() -> None:
    explained = MISSED | {"reason": "年内去世人员多于预计"}
    assert [rules_of(issue) for issue in asked(table(explained) | BOAST)] == [["N603", "N603"]]


def test_a_budget_that_cannot_be_and_looks_copied_is_one_issue_that_says_so_first() -> None:
    (issue,) = asked(COPIED)
    assert rules_of(issue) == ["P404", "J901"]
    assert issue.severity is Severity.ERROR


YEAR: dict[str, Any] = {
    "contributions": {"actual": 22369},
    "fiscal_subsidy": {"actual": 27649},
    "interest": {"actual": 0},
    "other_income": {"actual": 0},
    "income_subtotal": {"actual": 50018},
    "from_superior": {"actual": 0},
    "from_subordinate": {"actual": 0},
    "income": {"actual": 50018},
    "expenditure": {"actual": 40018},
    "surplus": {"actual": 10000},
    "opening_balance": {"actual": 5000},
    "closing_balance": {"actual": 15000, "prior": 5000},
}


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"contributions": {"actual": -22369}}, "F107"),
        ({"opening_balance": {"actual": 500}}, "H701"),
    ],
)
def test_a_sign_or_history_finding_of_a_located_cell_belongs_to_its_issue(
    wrong: dict[str, Any], rule: str
) -> None:
    (issue,) = asked(account(**YEAR | wrong))
    assert issue.is_located
    assert rule in rules_of(issue)
    assert [culprit.cell.key.split(".")[2] for culprit in issue.wrong] == list(wrong)


def test_a_consistent_year_has_no_issue() -> None:
    assert asked(account(**YEAR)) == []


def test_a_history_finding_of_another_cell_stays_an_issue_of_its_own() -> None:
    wrong = {"contributions": {"actual": -22369}, "closing_balance": {"actual": 15000, "prior": 7}}
    first, second = asked(account(**YEAR | wrong))
    assert (first.is_located, rules_of(second)) == (True, ["H701"])


def test_what_a_certain_cause_explains_has_no_answer_of_its_own() -> None:
    data = account(**YEAR | {"income": {"actual": 50108}})
    (issue,) = asked(data)
    wrong = {culprit.cell.key for culprit in issue.wrong}
    assert wrong == {"accounts.work_injury.income.actual"}
    for finding in issue.findings:
        if finding.cells[0].key not in wrong:
            assert (finding.expected, finding.difference) == (None, None)
            assert "应" not in finding.message.zh
    assert issue.todo.zh.endswith("改成 50,018。")


@pytest.mark.parametrize(
    ("said", "count"), [("50018", 1), ("5.0018亿元，折合50018", 1), ("50108", 2)]
)
def test_a_text_that_the_corrected_cell_agrees_with_is_no_issue_of_its_own(
    said: str, count: int
) -> None:
    text = {"narrative": {"operation": f"2020年工伤保险基金收入合计{said}万元。"}}
    wrong = account(**YEAR | {"income": {"actual": 50180}})
    assert len(asked(wrong | text)) == count


def people(**lines: Any) -> Data:
    return {"headcounts": {"institution_pension": lines}}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (
            people(
                participants={"actual": 4970, "prior": 49_640, "change": 60},
                contributors={"actual": 22_516},
            ),
            "P405",
        ),
        (
            people(
                retirees={"actual": 9539, "prior": 5790, "change": 149},
                average_retirees={"actual": 5854},
                participants={"actual": 20_000},
            ),
            "P406",
        ),
    ],
)
def test_people_that_are_unlikely_beside_a_located_cell_belong_to_its_issue(
    data: Data, rule: str
) -> None:
    findings = {finding.rule: finding for finding in checked(data).findings}
    if rule in findings:
        assert findings[rule].group == findings["B211"].group
        assert any(culprit.located for culprit in findings["B211"].culprits)
    assert [rules_of(issue)[0] for issue in asked(data)] == ["B211"]


def test_a_contributor_count_that_stays_too_large_is_an_issue_of_its_own() -> None:
    data = people(
        participants={"actual": 4970, "prior": 49_640, "change": 60},
        contributors={"actual": 60_000},
    )
    assert [rules_of(issue)[0] for issue in asked(data)] == ["B211", "P405"]


def test_of_a_budget_that_cannot_be_no_reason_is_asked() -> None:
    (issue,) = asked(COPIED)
    assert issue.todo == CHECK_IT_FIRST
    assert "说明" not in issue.todo.zh


FLOWS = {
    "contributions": 22369.5,
    "fiscal_subsidy": 27649.25,
    "interest": 118.75,
    "other_income": 12.5,
    "income_subtotal": 50150,
    "income": 50150,
    "benefits": 40010.5,
    "other_expenditure": 7.5,
    "expenditure_subtotal": 40018,
    "expenditure": 40018,
}


@pytest.mark.parametrize("wrong", [True, False])
def test_a_total_in_yuan_says_nothing_of_the_unit_on_the_cover(wrong: bool) -> None:
    scale = 10_000 if wrong else 1
    fund = {item: {"actual": value, "prior": value * 2} for item, value in FLOWS.items()}
    total = {
        item: {name: value * scale for name, value in line.items()} for item, line in fund.items()
    }
    said = "2020年社会保险基金收入合计50150万元，支出合计40018万元，社会保险待遇支出40010.5万元。"
    data = {"accounts": {"work_injury": fund, "total": total}, "narrative": {"operation": said}}
    found = asked(data)
    assert [issue.message.zh for issue in found] == (
        ["合计整表像是按元填的，20 格都除以 10000。"] if wrong else []
    )


def restated(off: float, total: float) -> Data:
    """Two funds and their total, whose opening balances are not last year's closing ones."""
    balance = {"opening_balance": {"actual": 500.25}, "closing_balance": {"prior": 500.25}}
    wrong = {"opening_balance": {"actual": 700.5 + off}, "closing_balance": {"prior": 700.5}}
    both = {"opening_balance": {"actual": 1200.75 + total}, "closing_balance": {"prior": 1200.75}}
    return {"accounts": {"work_injury": balance, "unemployment": wrong, "total": both}}


def test_a_restated_fund_and_the_total_because_of_it_are_one_issue() -> None:
    (issue,) = asked(restated(off=100, total=100))
    fund, total = issue.findings
    assert [finding.cells[0].key.split(".")[1] for finding in issue.findings] == [
        "unemployment",
        "total",
    ]
    assert "多 100" in fund.message.zh
    assert not any("应" in one.message.zh for one in issue.findings)
    assert total.todo.zh.startswith("在失业表写明原因即可，这里不用再写")


def test_a_total_that_is_off_by_something_else_is_an_issue_of_its_own() -> None:
    assert [rules_of(issue) for issue in asked(restated(off=100, total=50))][-2:] == [["H701"]] * 2
