"""Findings that one correction or one explanation answers have one group, and are one issue."""

from typing import Any

import pytest
from support import Data, account, beside_gaps, checked, indicator, table

from sipipeline.core.findings import Severity
from sipipeline.reports.issues import Issue, issues


def told(data: Data) -> list[Issue]:
    """The issues of some data that are more than a note, without those about missing parts."""
    findings = [one for one in beside_gaps(checked(data).findings) if one.rule != "F111"]
    return [issue for issue in issues(findings) if issue.severity is not Severity.INFO]


def rules(issue: Issue) -> list[str]:
    return [finding.rule for finding in issue.findings]


MISSED = indicator("享受待遇人数", "≥9203人", "9175人")
BOAST = {"narrative": {"achievement": "绩效目标完成率100%。", "unmet_reasons": "无"}}


def test_one_missed_indicator_without_a_reason_is_one_issue() -> None:
    (issue,) = told(table(MISSED) | BOAST)
    assert rules(issue) == ["I501", "I502", "N603", "N603"]
    assert issue.cell is not None
    assert issue.cell.key == "indicators.1.actual"
    assert (issue.shown.was.zh, issue.shown.should.zh, issue.shown.off.zh) == (
        "9175人",
        "≥9203人",
        "少 28 人",
    )


def test_two_missed_indicators_are_two_issues() -> None:
    other = indicator("参保人数", "≥100人", "90人")
    first, second = told(table(MISSED, other) | BOAST)
    assert (rules(first), rules(second)) == (["I501", "I502", "N603", "N603"], ["I501", "I502"])


def test_a_missed_indicator_with_a_reason_leaves_the_text_that_denies_it() -> None:
    explained = MISSED | {"reason": "年内去世人员多于预计"}
    assert [rules(issue) for issue in told(table(explained) | BOAST)] == [["N603", "N603"]]


def test_a_budget_that_cannot_be_and_looks_copied_is_one_issue_that_says_so_first() -> None:
    data = {
        "accounts": {
            "resident_pension": {"expenditure": {"actual": 2244, "completion_rate": "95%"}},
            "institution_pension": {"expenditure": {"actual": 38429, "completion_rate": "97%"}},
            "total": {"expenditure": {"budget": 40673, "actual": 40673}},
        }
    }
    (issue,) = told(data)
    assert rules(issue) == ["P404", "J901"]
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
    (issue,) = told(account(**YEAR | wrong))
    assert issue.is_located
    assert rule in rules(issue)
    assert [culprit.cell.key.split(".")[2] for culprit in issue.wrong] == list(wrong)


def test_a_consistent_year_has_no_issue() -> None:
    assert told(account(**YEAR)) == []


def test_a_history_finding_of_another_cell_stays_an_issue_of_its_own() -> None:
    wrong = {"contributions": {"actual": -22369}, "closing_balance": {"actual": 15000, "prior": 7}}
    first, second = told(account(**YEAR | wrong))
    assert (first.is_located, rules(second)) == (True, ["H701"])


def test_what_a_certain_cause_explains_has_no_answer_of_its_own() -> None:
    data = account(**YEAR | {"income": {"actual": 50108}})
    (issue,) = told(data)
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
    assert len(told(wrong | text)) == count
