"""The sheet 校验结果: first of the copy, with a way to every cell, and never a formula."""

import io
from dataclasses import replace

import openpyxl
import xlsxwriter
from copies import FINDINGS, finding, parts, result, texts, workbook

from sipipeline.annotation.annotate import annotate, strip_marks
from sipipeline.core.findings import (
    Cell,
    IndicatorResult,
    Undecided,
)
from sipipeline.core.text import Text, same


def test_result_sheet_stands_first_and_leads_to_the_cells() -> None:
    indicator = IndicatorResult(1, "参保人数", "≥9203人", "9175人", "unmet", 0.99696)
    undecided = Undecided(
        "B203", (Cell("a", "居民养老", "C9"),), Text(zh="预算数没有填写", en="No budget")
    )
    out = annotate(
        workbook(), replace(FINDINGS, indicators=(indicator,), undecided=(undecided,) * 3), "zh"
    )
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert book.sheetnames[0] == book.active.title == "校验结果"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["校验结果"]
    assert "'居民养老'!C14" in {
        cell.hyperlink.location
        for row in book["校验结果"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    said = texts(out)
    for words in (
        "需修改",
        "库尔勒市社会保险管理局",
        "43,757",
        "99.7%",
        "未达到",
        "预算数没有填写",
        "先看这里",
        "第 1 条",
    ):
        assert words in said
    assert "Please correct" in texts(annotate(workbook(), FINDINGS, "en"), "Check result")


def test_own_sheet_of_the_same_name_and_local_names_stay() -> None:
    def edit(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("校验结果").write("A1", "我们自己的表")
        book.worksheets()[1].print_area("A1:D14")
        book.worksheets()[1].repeat_rows(0, 2)

    source = workbook(edit)
    marked = annotate(annotate(source, FINDINGS, "zh"), FINDINGS, "zh")
    book = openpyxl.load_workbook(io.BytesIO(marked))
    assert book.sheetnames == ["校验结果 (2)", "封面", "居民养老", "校验结果"]
    assert book["居民养老"].print_area == "'居民养老'!$A$1:$D$14"
    assert book["居民养老"].print_title_rows == "$1:$3"
    restored = openpyxl.load_workbook(io.BytesIO(strip_marks(marked)))
    assert restored.sheetnames == ["封面", "居民养老", "校验结果"]
    assert restored["居民养老"].print_title_rows == "$1:$3"


def test_submitted_text_never_becomes_a_formula_or_breaks_the_file() -> None:
    nasty = "=1+1 <b>&\x00\x0b _x0041_ ]]>" + "长" * 40_000
    out = annotate(
        workbook(), result(finding("C4", stated="=HYPERLINK(1)", message=same(nasty))), "zh"
    )
    data = parts(out)["xl/worksheets/sheet3.xml"]
    assert b"<f>" not in data
    book = openpyxl.load_workbook(io.BytesIO(out))
    values = [
        cell
        for row in book["校验结果"].iter_rows()
        for cell in row
        if str(cell.value).startswith("=")
    ]
    assert {cell.data_type for cell in values} <= {"s", "inlineStr"}
    assert "=HYPERLINK(1)" in {cell.value for cell in values}
    assert all(len(str(cell.value)) < 32_767 for cell in values)
