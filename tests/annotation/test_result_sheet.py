"""The sheet 校验结果: first of the copy, with a way to every cell, and never a formula."""

import io
import re
from dataclasses import replace

import openpyxl
import pytest
import xlsxwriter
from copies import FINDINGS, finding, parts, rebuilt, result, saved, texts, workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from sipipeline.annotation.annotate import annotate, strip_marks
from sipipeline.core.findings import Cell, IndicatorResult, Severity, Shown, Undecided
from sipipeline.core.text import Text, same


def test_result_sheet_stands_first_and_leads_to_the_cells() -> None:
    indicator = IndicatorResult(1, "参保人数", "≥9203人", "9175人", "unmet", 0.99696)
    incomplete = Text(zh="要用的数没有填全", en="Not all figures are there")
    undecided = [
        Undecided(
            rule, (Cell("a", "居民养老", ref),), Text(zh=f"{ref} 没有填写", en=""), incomplete
        )
        for rule, ref in (("B203", "C9"), ("B203", "C10"), ("R301", "C11"))
    ]
    out = annotate(
        workbook(), replace(FINDINGS, indicators=(indicator,), undecided=tuple(undecided)), "zh"
    )
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert book.sheetnames[0] == book.active.title == "校验结果"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["校验结果"]
    links = [cell.hyperlink.location for cell in _cells(out) if cell.hyperlink]
    assert links == ["'居民养老'!C5", "'居民养老'!D6", "'居民养老'!C9"]
    said = texts(out)
    for words in (
        "需修改",
        "库尔勒市社会保险管理局",
        "共核对 118 项：相符 117，取整误差内相符 0，不符 1，无法判断 0。",
        "38,249",
        "把 居民养老!C5 改成 38,429。",
        "99.7%",
        "未达到",
        "要用的数没有填全",
    ):
        assert words in said
    assert "Please correct" in texts(annotate(workbook(), FINDINGS, "en"), "Check result")


def test_what_needs_no_change_stands_below_what_does() -> None:
    infos = [
        finding("C6", severity=Severity.INFO),
        finding("C7", severity=Severity.INFO, explained=True),
    ]
    rows = _rows(annotate(workbook(), result(*infos, finding("C4")), "zh"))
    places = [row for row in rows if any(str(text).startswith("居民养老!") for text in row)]
    assert [row[:3] for row in places] == [
        (1, "错误", "居民养老!C4"),
        (2, "提示", "居民养老!C6"),
        (3, "已说明", "居民养老!C7"),
    ]
    assert ["核对各项。" in row for row in places] == [True, False, False]
    assert "发现 1 个错误，请改正后重新报送；还有 1 条提示，供参考；1 处已说明。" in str(rows[2])


def test_every_printed_page_has_the_head_of_its_table_and_no_title_ends_one() -> None:
    """Of findings of one to six lines."""
    many = [finding(f"C{row}", message=same("长" * (25 * (row % 6 + 1)))) for row in range(4, 90)]
    infos = [finding(f"D{row}", severity=Severity.INFO) for row in range(4, 40)]
    out = annotate(workbook(), result(*many, *infos), "zh")
    sheet = openpyxl.load_workbook(io.BytesIO(out))["校验结果"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    ends = [int(page.id) for page in sheet.row_breaks.brk]
    assert len(ends) > 5
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    assert max(heights.values()) < 409
    for first, last in zip([1, *(end + 1 for end in ends)], [*ends, sheet.max_row]):
        page = sum(heights[row] for row in range(first, last + 1))
        assert page <= heights_of_a_page(sheet)
        if first > 1:
            assert re.match("序号|提示", str(sheet.cell(first, 1).value))
        titles = last < sheet.max_row and isinstance(sheet.cell(last, 1).value, str)
        assert not titles


def heights_of_a_page(sheet: Worksheet) -> float:
    """What a page of A4 on its side holds, in points, when the columns are as wide as the paper."""
    columns = sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHI")
    margins = sheet.page_margins
    width = 841.9 - 72 * (margins.left + margins.right)
    height = 595.3 - 72 * (margins.top + margins.bottom)
    return float(height * columns * 7 * 0.75 / width)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_marks_that_nobody_would_see_are_said_and_their_sheet_is_shown(state: str) -> None:
    def edit(book: xlsxwriter.Workbook) -> None:
        sheet = book.worksheets()[1]
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("D:D", None, None, {"hidden": True})

    shown = workbook(edit)
    book_part = parts(shown)["xl/workbook.xml"]
    name = 'name="居民养老"'
    hidden = book_part.decode().replace(name, f'{name} state="{state}"').encode()
    source = rebuilt(shown, {"xl/workbook.xml": hidden})
    marked = annotate(source, FINDINGS, "zh")
    assert openpyxl.load_workbook(io.BytesIO(marked))["居民养老"].sheet_state == "visible"
    said = texts(marked)
    assert "居民养老!C5（该表原来隐藏，已显示）（该行已隐藏）" in said
    assert "居民养老!D6（该表原来隐藏，已显示）（该列已隐藏）" in said
    for copy in (marked, saved(openpyxl.load_workbook(io.BytesIO(marked)))):
        clean = strip_marks(copy)
        assert openpyxl.load_workbook(io.BytesIO(clean))["居民养老"].sheet_state == state
        assert b"_sipipeline" not in parts(clean)["xl/workbook.xml"]
    assert parts(annotate(marked, FINDINGS, "zh")) == parts(marked)
    assert "该行已隐藏" not in texts(annotate(workbook(), FINDINGS, "zh"))


def _cells(source: bytes) -> list[SheetCell]:
    sheet = openpyxl.load_workbook(io.BytesIO(source))["校验结果"]
    return [cell for row in sheet.iter_rows() for cell in row]


def _rows(source: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(source))["校验结果"]
    return list(sheet.iter_rows(values_only=True))


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
    typed = Shown(same("=HYPERLINK(1)"))
    out = annotate(workbook(), result(finding("C4", shown=typed, message=same(nasty))), "zh")
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
