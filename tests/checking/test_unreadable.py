"""A cell that cannot be read is never called blank, and is one issue with the sums that lack it."""

from typing import Any

import pytest
from support import COVER, account, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Finding
from sipipeline.reports.issues import issues

PARTS: dict[str, Any] = {
    "income_subtotal": {"actual": 1000.5},
    "contributions": {"actual": 600.25},
    "fiscal_subsidy": {"actual": 200.25},
    "interest": {"actual": 150.75},
    "other_income": {"actual": 49.25},
}


def with_parts(**parts: object) -> dict[str, Any]:
    return account(**{**PARTS, **{name: {"actual": value} for name, value in parts.items()}})


def checked(data: dict[str, Any]) -> Checked:
    return check([read_back(filled({"standard": "2020", "cover": COVER, **data}))])[0]


def told(data: dict[str, Any], *rules: str) -> list[Finding]:
    return [finding for finding in checked(data).findings if finding.rule in rules]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("typed", "should"),
    [
        ("150.75*", "150.75"),
        ("约一百五", "150.75"),
        ("150,75元/月", "150.75"),
        ("见附表2", "150.75"),
        ("15O.75", "150.75"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_figure_that_the_others_leave(
    typed: str, should: str
) -> None:
    found = told(with_parts(interest=typed), "F101", "B201")
    (issue,) = issues(found)
    assert {finding.rule for finding in found} == {"F101", "B201"}
    assert issue.message.zh.endswith(f"“{typed}”，读不出来。按其余数据应为 {should}。")
    assert issue.todo.zh.endswith(f"改成 {should}。")
    assert issue.settled.zh == "另有 1 处随之消除，不用改。"
    assert [finding.expected is not None for finding in found] == [True, False]
    assert checked(with_parts(interest=typed)).implied == []


@pytest.mark.parametrize(
    ("typed", "should"),
    [("l50.75", "150.75"), ("15O.75", "150.75"), ("I50.7S", "150.75"), ("l5O.75", "150.75")],
)
def test_letters_are_read_as_the_digits_that_they_look_like(typed: str, should: str) -> None:
    (found,) = told(with_parts(interest=typed), "F101")
    assert found.message.zh.endswith(f"按其余数据应为 {should}。")


def test_the_format_of_dates_is_taken_off_before_the_figure_is_typed() -> None:
    def as_day(book: Any) -> None:
        cell = next(one for one in book["工伤"]["D"] if one.value == 150.75)
        cell.value, cell.number_format = 45000.75, "yyyy-mm-dd"

    content = filled({"standard": "2020", "cover": COVER, **with_parts()})
    (result,) = check([read_back(edited(content, as_day))])
    (issue,) = [one for one in issues(result.findings) if one.first.rule == "F101"]
    assert issue.todo.zh.startswith("先把单元格格式改成“常规”，再把 ")
    assert issue.todo.zh.endswith(" 改成 150.75。")
    (plain,) = issues(told(with_parts(interest="15O.75"), "F101"))
    assert "常规" not in plain.todo.zh


def test_a_blank_cell_is_still_called_blank() -> None:
    (found,) = told(with_parts(interest=None), "F101", "B201")
    assert "空白的利息收入应为 150.75" in found.message.zh
    assert found.todo.zh == "把空白的明细补填完整；确实没有的填 0。"


@pytest.mark.parametrize(
    ("interest", "other", "missing"),
    [
        ("甲", "乙", "读不出的利息收入、其他收入合计应为 200"),
        ("甲", None, "空白的其他收入和读不出的利息收入合计应为 200"),
        (None, "乙", "空白的利息收入和读不出的其他收入合计应为 200"),
        (None, None, "空白的利息收入、其他收入合计应为 200"),
    ],
)
def test_of_several_missing_parts_each_is_called_what_it_is(
    interest: str | None, other: str | None, missing: str
) -> None:
    (found,) = told(with_parts(interest=interest, other_income=other), "B201")
    assert f"明细未填全，{missing}。" in found.message.zh
    assert found.todo.zh.startswith("把空白" if interest is other is None else "把读不出的格")


def test_a_relation_without_its_subject_says_that_it_cannot_be_read() -> None:
    data = account(income={"actual": "约一千"}, expenditure={"actual": 400}, surplus={"actual": 1})
    reasons = [one.reason.zh for one in checked(data).undecided if one.rule == "B202"]
    assert reasons == ["收入合计读不出来"]
    blank = account(expenditure={"actual": 400}, surplus={"actual": 1})
    reasons = [one.reason.zh for one in checked(blank).undecided if one.rule == "B202"]
    assert reasons == ["收入合计未填"]


def test_two_unreadable_cells_have_groups_of_their_own() -> None:
    data = with_parts(interest="甲")
    data["accounts"]["work_injury"] |= {
        "expenditure_subtotal": {"actual": 300.5},
        "benefits": {"actual": 250.25},
        "other_expenditure": {"actual": "乙"},
        "capacity_appraisal": {"actual": 20.25},
        "injury_prevention": {"actual": 20.25},
    }
    found = told(data, "F101")
    assert [finding.message.zh.rpartition("应为 ")[2] for finding in found] == [
        "150.75。",
        "9.75。",
    ]
    assert len({finding.group for finding in found}) == 2


def test_two_figures_in_one_cell_are_both_told_where_they_belong() -> None:
    rates = {"interest": {"actual": "150.75/49.25", "prior": 140.5, "change": 10.25}}
    data = with_parts(other_income=None)
    rows = data["accounts"]["work_injury"]
    rows["interest"] = rates["interest"]
    rows["other_income"] = {"prior": 40.0, "change": 9.25}
    (finding,) = told(data, "F101")
    assert [(one.cell.key.split(".")[2], one.suggest) for one in finding.culprits] == [
        ("interest", "150.75"),
        ("other_income", 49.25),
    ]
