"""Every warning that may be right as it stands has a place for the reason: beside a field of the
cover, in the row of a cause, and on the cover for what is said of a whole sheet or workbook."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook.defined_name import DefinedName
from support import COVER, edited, filled, indicator, read_back, submitted, table, without_keys

from sipipeline.checking.batch import check
from sipipeline.checking.explanations import answered
from sipipeline.core.findings import Finding, Kind, Severity
from sipipeline.core.past import Past
from sipipeline.core.submission import Submission
from sipipeline.jobs.forms import extract_file
from sipipeline.nightly.rounds import explanations_of
from sipipeline.rules import x001_rule_crashed

REASON = "按州局要求单独填报"
PENSION = "institution_pension"
CAUSE = {"fund": PENSION, "item": "expenditure", "cause": "退休人数增加", "amount": 2269}
DATA: Mapping[str, Any] = {
    "standard": "2020",
    "cover": COVER,
    "accounts": {
        "work_injury": {
            "contributions": {"actual": 70, "prior": 60},
            "interest": {"actual": 5, "prior": 4},
        },
        PENSION: {"expenditure": {"change": 2410}},
    },
    "headcounts": {PENSION: {"average_retirees": {"actual": 5854, "change": 127}}},
    "benefit_levels": {PENSION: {"after": 5283.43, "increase": 210.26, "adjusted": 5631}},
}


def on_cover(field: str, value: object) -> Mapping[str, Any]:
    return {**DATA, "cover": {**COVER, field: value}}


def as_it_is(book: Workbook) -> None:
    """Nobody worked on it."""


def keyless(book: Workbook) -> None:
    without_keys(book, "工伤")


def relabelled(book: Workbook) -> None:
    sheet = book["工伤"]
    sheet["B9"].value, sheet["B12"].value = sheet["B12"].value, sheet["B9"].value


def one_stray(book: Workbook) -> None:
    book["工伤"]["B60"].value = 100


def many_strays(book: Workbook) -> None:
    for row in range(60, 85):
        book["工伤"].cell(row, 3).value = row


def of_another_template(book: Workbook) -> None:
    name = "_sipipeline_template"
    book.defined_names[name] = DefinedName(name, attr_text='"2019/1"')


Edit = Callable[[Workbook], None]
CASES: Mapping[str, tuple[str, Mapping[str, Any], Edit, str, str]] = {
    "a cause that people do not explain": (
        "P402",
        {**DATA, "causes": [CAUSE]},
        as_it_is,
        "causes.1.note",
        "在“说明”栏（H6）写明原因。",
    ),
    "a cause without a fund": (
        "F110",
        {**DATA, "causes": [{**CAUSE, "fund": None}]},
        as_it_is,
        "causes.1.note",
        "在“说明”栏（H6）写明原因。",
    ),
    "filled in years later": (
        "P407",
        on_cover("filled_on", "2024-03-15"),
        as_it_is,
        "cover_notes.filled_on",
        "在“说明”栏（E12）写明原因。",
    ),
    "filled in years later, explained beside the year": (
        "P407",
        on_cover("filled_on", "2024-03-15"),
        as_it_is,
        "cover_notes.year",
        "在“说明”栏（E12）写明原因。",
    ),
    "no region code of its own": (
        "P408",
        on_cover("region_code", "6528"),
        as_it_is,
        "cover_notes.region_code",
        "在“说明”栏（E7）写明原因。",
    ),
    "an address of the intranet": (
        "P409",
        on_cover("email", "县社保局"),
        as_it_is,
        "cover_notes.email",
        "在“说明”栏（E16）写明原因。",
    ),
    "a sheet without keys": (
        "F104",
        DATA,
        keyless,
        "sheets.work_injury.note",
        "在“封面”表的“说明”栏（E20）写明原因。",
    ),
    "labels of another place": (
        "F121",
        DATA,
        relabelled,
        "sheets.work_injury.note",
        "在“封面”表的“说明”栏（E20）写明原因。",
    ),
    "labels of another place, explained in the row": (
        "F121",
        DATA,
        relabelled,
        "accounts.work_injury.contributions.note",
        "在“封面”表的“说明”栏（E20）写明原因。",
    ),
    "a figure beside the form": (
        "F103",
        DATA,
        one_stray,
        "sheets.work_injury.note",
        "在“封面”表的“说明”栏（E20）写明原因。",
    ),
    "a draft beside the form": (
        "F119",
        DATA,
        many_strays,
        "sheets.work_injury.note",
        "在“封面”表的“说明”栏（E20）写明原因。",
    ),
    "the template of another year": (
        "F123",
        DATA,
        of_another_template,
        "sheets.workbook.note",
        "在“封面”表的“说明”栏（E26）写明原因。",
    ),
}


def told(submission: Submission, rule: str) -> Finding:
    (found,) = [one for one in check([submission])[0].findings if one.rule == rule]
    return found


def told_after(data: Mapping[str, Any], rule: str, *edits: Edit) -> Finding:
    """What the rule finds in the form after somebody worked on it."""

    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return told(read_back(edited(filled(data), edit)), rule)


def written(data: Mapping[str, Any], key: str, reason: str) -> Edit:
    """The reason is typed into the cell of a key."""
    sheet, ref = places(filled(data))[key]

    def edit(book: Workbook) -> None:
        book[sheet][ref].value = reason

    return edit


@lru_cache(maxsize=1)
def places(content: bytes) -> Mapping[str, tuple[str, str]]:
    """Where each key of a form stands."""
    return read_back(content).places


def without_notes(book: Workbook) -> None:
    """As the form was before the cover and the causes had explanations."""
    cover, causes = book["封面"], book["增支原因"]
    notes = [cover.cell(row, 5) for row in (1, *range(5, cover.max_row + 1))]
    notes += [causes.cell(row, 8) for row in range(1, causes.max_row + 1)]
    lines = [cover.cell(row, 1) for row in range(17, cover.max_row + 1)]
    for cell in (*notes, *lines):
        if not isinstance(cell, MergedCell):
            cell.value = None


@pytest.mark.sampled(9)
@pytest.mark.parametrize("case", CASES)
def test_a_warning_says_where_its_reason_goes_and_takes_it_there(case: str) -> None:
    rule, data, edit, key, where = CASES[case]
    asked = told_after(data, rule, edit)
    assert asked.severity is Severity.WARNING
    assert asked.todo.zh.endswith(where)

    explained = told_after(data, rule, edit, written(data, key, REASON))
    assert (explained.severity, explained.explained) == (Severity.INFO, True)
    assert explained.message.zh == f"{asked.message.zh}（已说明：{REASON}）"
    assert explained.todo.zh == ""

    empty = told_after(data, rule, edit, written(data, key, "无"))
    assert (empty.severity, empty.todo) == (asked.severity, asked.todo)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", CASES)
def test_a_form_without_these_columns_is_checked_as_before(case: str) -> None:
    rule, data, edit, _, _ = CASES[case]
    before = told_after(data, rule, without_notes, edit)
    assert before.severity is Severity.WARNING
    assert "写明原因" not in before.todo.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "key",
    ["headcounts.work_injury.participants.note", "sheets.work_injury.note", "sheets.people.note"],
)
def test_what_a_sheet_lacks_is_explained_on_it_or_on_the_cover(key: str) -> None:
    def lack(*edits: Edit) -> Finding:
        content = edited(filled(DATA), lambda book: [edit(book) for edit in edits])
        found = check([read_back(content)])[0].findings
        (one,) = [one for one in found if "缺：工伤的参保人数" in one.message.zh]
        return one

    assert lack().todo.zh.endswith("说明写在“参保与待遇”表的 H10 格或“封面”表的 E22 格。")
    assert not lack(without_notes).todo.zh.endswith("格。")
    assert lack(written(DATA, key, REASON)).explained
    assert not lack(written(DATA, key, "无")).explained


@pytest.mark.parametrize("sheet", ["unemployment", "workbook"])
def test_the_explanation_of_another_sheet_answers_nothing(sheet: str) -> None:
    data = {**DATA, "sheets": {sheet: {"note": REASON}}}
    assert told(read_back(edited(filled(data), keyless)), "F104").severity is Severity.WARNING


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("notes", "open_", "answered"),
    [
        ({}, ["工伤", "机关养老"], []),
        ({"work_injury": REASON}, ["机关养老"], ["工伤"]),
        ({PENSION: REASON}, ["工伤"], ["机关养老"]),
        ({PENSION: "无"}, ["工伤", "机关养老"], []),
        ({"work_injury": REASON, PENSION: REASON}, [], ["工伤", "机关养老"]),
    ],
)
def test_of_several_sheets_without_keys_each_has_its_own_explanation(
    notes: Mapping[str, str], open_: list[str], answered: list[str]
) -> None:
    data = {**DATA, "sheets": {sheet: {"note": reason} for sheet, reason in notes.items()}}

    def edit(book: Workbook) -> None:
        without_keys(book, "工伤")
        without_keys(book, "机关养老")

    found = check([read_back(edited(filled(data), edit))])[0].findings
    asked = [one for one in found if one.rule == "F104" and not one.explained]
    explained = [one for one in found if one.rule == "F104" and one.explained]
    assert len(asked) == bool(open_)
    assert len(explained) == len(answered)
    assert all(sheet in one.message.zh for one in asked for sheet in open_)
    assert all(sheet not in one.message.zh for one in asked for sheet in answered)


def test_explanations_come_back_as_they_were_filled_in(tmp_path: Any) -> None:
    notes = {"region_code": REASON, "phone": "总机"}
    of_sheets = {
        "work_injury": {"note": "甲"},
        "people": {"note": "乙"},
        "workbook": {"note": "丙"},
    }
    data = {**DATA, "cover_notes": notes, "sheets": of_sheets, "causes": [{**CAUSE, "note": "丁"}]}
    path = tmp_path / "x.xlsx"
    path.write_bytes(filled(data))
    assert extract_file(path)[0] == data


def test_the_explanation_of_a_sheet_brings_the_sheet_with_it(tmp_path: Any) -> None:
    data = {"standard": "2020", "cover": COVER, "sheets": {"unemployment": {"note": REASON}}}
    path = tmp_path / "x.xlsx"
    path.write_bytes(filled(data))
    assert extract_file(path)[0] == data


def test_without_keys_the_heads_of_the_cover_find_its_explanations() -> None:
    notes = {"cover_notes": {"region_code": REASON}, "sheets": {"work_injury": {"note": "甲"}}}
    content = edited(filled({**DATA, **notes}), without_keys)
    submission = read_back(content)
    assert submission.text("cover_notes.region_code") == REASON
    assert submission.text("sheets.work_injury.note") == "甲"
    assert submission.text("cover.unit") == COVER["unit"]


def test_a_warning_about_the_report_beside_the_workbook_is_answered_for_the_whole() -> None:
    row = indicator("群众满意度", "≥90%", "95%", level1="满意度指标", level2="服务对象满意度指标")
    data = {**DATA, **table(row), "report": ["群众满意率达100%。"]}
    note = {"sheets": {"workbook": {"note": REASON}}}
    assert told(submitted(data), "N604").severity is Severity.WARNING
    assert told(submitted({**data, **note}), "N604").explained


def test_nobody_explains_away_that_the_program_failed() -> None:
    crashed = x001_rule_crashed.RULE.of_file(x001_rule_crashed.RULE.title)
    data = {**DATA, "sheets": {"workbook": {"note": REASON}}}
    assert crashed.kind is Kind.FILE
    assert answered([crashed], submitted(data)) == [crashed]


def test_two_warnings_about_one_cell_stay_explained_in_the_next_round() -> None:
    cover = {**COVER, "year": 2032, "filled_on": "2033-03-01"}
    data = {
        **DATA,
        "cover": cover,
        "narrative": {"overview": "2020年全县基金收入 1200 万元。"},
        "cover_notes": {"year": REASON},
    }
    first = [one for one in check([submitted(data)])[0].findings if one.rule == "P407"]
    assert [one.explained for one in first] == [True, True]
    past = Past(round=2, previous=1, explanations=explanations_of(first))
    again = [
        one
        for one in answered(_asked(data), replace(submitted(data), past=past))
        if one.rule == "P407"
    ]
    assert [one.explained for one in again] == [True, True]


def _asked(data: Mapping[str, Any]) -> list[Finding]:
    """The findings of the data before they are explained."""
    silent = {name: part for name, part in data.items() if name != "cover_notes"}
    return check([submitted(silent)])[0].findings
