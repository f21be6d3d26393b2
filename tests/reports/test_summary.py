"""The reviewer's summary workbook, cell by cell."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sipipeline.core.findings import (
    Cell,
    Culprit,
    FileResult,
    Finding,
    Kind,
    Severity,
    Shown,
    Verdict,
)
from sipipeline.core.text import Lang, Text, same
from sipipeline.reports.summary import write_summary

COUNTS = {"checked": 118, "agree": 100, "within_rounding": 11, "violated": 2, "not_applicable": 5}
CELL = Cell("accounts.work_injury.income.actual", "工伤", "D5", 90)


def finding(
    rule: str, severity: Severity, *cells: Cell, culprits: tuple[Culprit, ...] = ()
) -> Finding:
    text, todo = Text(zh="少 20", en="20 too little"), Text(zh="核对。", en="Check.")
    return Finding(rule, severity, Kind.ARITHMETIC, cells, text, todo, culprits=culprits)


WRONG = finding(
    "B201",
    Severity.ERROR,
    CELL,
    culprits=(
        Culprit(
            CELL,
            110,
            Text(zh="漏加", en="left out"),
            "certain",
            label=Text(zh="工伤“收入”", en="Income"),
            shown=Shown(same("90"), same("110")),
        ),
    ),
)
SAID = "工伤“收入”填 90，应为 110（漏加）。依据：少 20"
TODO = "把 工伤!D5 改成 110。"
RESULTS = [
    FileResult(
        "in/a.xlsx",
        "",
        Verdict.FIX,
        (WRONG, WRONG, finding("H701", Severity.WARNING, CELL), finding("B204", Severity.INFO)),
        unit="甲县",
        year=2020,
        annotated="out/a.xlsx",
        counts=COUNTS,
    ),
    FileResult("in/b.xlsx", "", Verdict.PASS, (), unit="乙县", year=2020, counts=COUNTS),
    FileResult("in/c.xlsx", "", Verdict.FIX, (WRONG,)),
]


def written(folder: Path, results: list[FileResult], lang: Lang) -> list[Worksheet]:
    with (folder / "summary.xlsx").open("wb") as target:
        assert list(write_summary(target, iter(results), lang)) == results
    return list(load_workbook(folder / "summary.xlsx").worksheets)


def cells(sheet: Worksheet) -> list[list[object]]:
    return [
        ["" if value is None else value for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def test_the_three_sheets(tmp_path: Path) -> None:
    files, findings, rules = written(tmp_path, RESULTS, "zh")
    assert [sheet.title for sheet in (files, findings, rules)] == ["各单位", "问题清单", "按规则"]
    assert cells(files) == [
        (
            "结论 填报单位 年度 文件 错误 需说明 提示 "
            "核对项 相符 取整内相符 不符 无法判断 批注本"
        ).split(),
        ["需修改", "甲县", 2020, "in/a.xlsx", 2, 1, 1, 118, 100, 11, 2, 5, "out/a.xlsx"],
        ["通过", "乙县", 2020, "in/b.xlsx", 0, 0, 0, 118, 100, 11, 2, 5, ""],
        ["需修改", "", "", "in/c.xlsx", 1, 0, 0, 0, 0, 0, 0, 0, ""],
    ]  # fmt: skip
    assert cells(findings) == [
        ["填报单位", "文件", "程度", "规则", "位置", "问题", "怎么办", "可能填错的格"],
        ["甲县", "in/a.xlsx", "错误", "B201", "工伤!D5", SAID, TODO, "工伤!D5 90 → 110"],
        ["甲县", "in/a.xlsx", "错误", "B201", "工伤!D5", SAID, TODO, "工伤!D5 90 → 110"],
        ["甲县", "in/a.xlsx", "需说明", "H701", "工伤!D5", "少 20", "核对。", ""],
        ["甲县", "in/a.xlsx", "提示", "B204", "整个文件", "少 20", "核对。", ""],
        ["", "in/c.xlsx", "错误", "B201", "工伤!D5", SAID, TODO, "工伤!D5 90 → 110"],
    ]
    assert cells(rules) == [
        ["规则", "程度", "次数", "文件数"],
        ["B201", "错误", 3, 2],
        ["H701", "需说明", 1, 1],
        ["B204", "提示", 1, 1],
    ]
    assert (files.auto_filter.ref, findings.auto_filter.ref) == ("A1:M4", "A1:H6")
    assert files.freeze_panes == "A2"


def test_in_english(tmp_path: Path) -> None:
    files, findings, rules = written(tmp_path, RESULTS[:1], "en")
    assert [sheet.title for sheet in (files, findings, rules)] == ["Files", "Findings", "By rule"]
    assert cells(files)[0][:4] == ["Verdict", "Unit", "Year", "File"]
    assert cells(findings)[4] == [
        "甲县",
        "in/a.xlsx",
        "Note",
        "B204",
        "the file",
        "20 too little",
        "Check.",
        "",
    ]
    assert cells(rules)[1] == ["B201", "Error", 2, 1]


@pytest.mark.parametrize("typed", ["=1+1", "{=A1}", "http://example.org/x", "mailto:a@example.org"])
def test_no_text_of_a_submitter_is_a_formula_or_a_link(tmp_path: Path, typed: str) -> None:
    cell = Cell(typed, typed, "", typed)
    text = Text(zh=typed, en=typed)
    found = Finding(
        typed,
        Severity.ERROR,
        Kind.ARITHMETIC,
        (cell,),
        text,
        text,
        culprits=(Culprit(cell, typed, text, "certain"),),
    )
    result = FileResult(typed, "", Verdict.FIX, (found,), unit=typed, annotated=typed)
    for sheet in written(tmp_path, [result], "zh"):
        used = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
        assert {cell.data_type for cell in used} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in used)
        assert any(cell.value == typed for cell in used)
