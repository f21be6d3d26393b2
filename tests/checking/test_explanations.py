"""A warning that the submitter has answered asks for nothing more; 无 answers nothing."""

import pytest
from support import Data, account, checked, indicator, table

from sipipeline.core.findings import Finding


def only(data: Data, rule: str) -> Finding:
    (found,) = [finding for finding in checked(data).findings if finding.rule == rule]
    return found


def restated(note: str) -> Data:
    opening = {"actual": 500, "note": note}
    return account(opening_balance=opening, closing_balance={"actual": 600, "prior": 550})


@pytest.mark.parametrize(
    ("reason", "answers"),
    [
        ("按审计意见追溯调整", True),
        ("账目调整，见审计报告第 12 页", True),
        ("", False),
        ("无", False),
        ("—", False),
        ("已说明", False),
        ("√", False),
        ("经核实数据无误", False),
    ],
)
def test_a_reason_in_the_row_answers(reason: str, answers: bool) -> None:
    """Of an account in the column 说明, of an indicator in that for the deviation."""
    copied = table(indicator("满意度", ">90%", ">90%", reason=reason))
    for found in (only(restated(reason), "H701"), only(copied, "I506")):
        assert found.explained == answers
        assert (found.severity == "info", found.todo.zh == "") == (answers, answers)
        assert found.message.zh.endswith(f"（已说明：{reason}）") == answers
        assert not (answers and found.shown.should.zh)


@pytest.mark.parametrize(
    ("reason", "answers"),
    [
        ("人口外流，参保人数未达预期，下步加强扩面宣传", False),
        ("预算安排偏紧，系统升级影响缴费", False),
        ("人口外流；完成率按常住人口计算", True),
        ("人口外流。比率的分母为年初计划 190000 人", True),
    ],
)
def test_why_a_target_was_missed_is_no_answer_to_how_its_figure_comes_about(
    reason: str, answers: bool
) -> None:
    """A rate that its own count contradicts, and a count that the tables contradict."""
    people = {"headcounts": {"resident_medical": {"participants": {"actual": 194080}}}}
    name = "城乡居民基本医疗保险参保人数"
    for actual, rule in (("193980人，完成率102%", "I517"), ("193980人", "I511")):
        data = table(indicator(name, "≥194280人", actual, reason=reason)) | people
        assert only(data, "I501").explained
        assert only(data, rule).explained == answers


def test_any_reason_answers_how_a_figure_comes_about_where_the_target_was_reached() -> None:
    row = indicator("参保人数", "≥9000人", "9175人，完成率99.7%", reason="完成率是去年的进度")
    assert only(table(row), "I517").explained


def test_a_reason_for_another_fund_or_an_error_answers_nothing() -> None:
    funds = {"work_injury": "调整", "unemployment": ""}
    accounts = {fund: restated(note)["accounts"]["work_injury"] for fund, note in funds.items()}
    found = [one for one in checked({"accounts": accounts}).findings if one.rule == "H701"]
    assert [(one.cells[0].key.split(".")[1], one.explained) for one in found] == [
        ("unemployment", False),
        ("work_injury", True),
    ]
    wrong = account(
        income={"actual": 900, "note": "已核对"},
        expenditure={"actual": 700},
        surplus={"actual": 250, "note": "账目如此"},
    )
    assert (only(wrong, "B202").severity, only(wrong, "B202").explained) == ("error", False)


def test_what_is_violated_is_what_is_listed_and_not_explained() -> None:
    asked, answered = checked(restated("")), checked(restated("按审计意见追溯调整"))
    for result in (asked, answered):
        listed = [finding for finding in result.findings if finding.severity != "info"]
        assert result.counts["violated"] == len(listed)
    assert asked.counts["violated"] == answered.counts["violated"] + 1
    assert asked.counts["checked"] == answered.counts["checked"]
