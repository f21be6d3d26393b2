"""Small workbooks, their findings, and what a reader sees in the annotated copy."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import strategies as st
from openpyxl.styles.colors import Color

from sipipeline.annotation.colours import Look
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
from sipipeline.core.text import Text, same

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def finding(
    *refs: str, sheet: str = "居民养老", severity: Severity = Severity.ERROR, **more: object
) -> Finding:
    cells = tuple(
        Cell(f"accounts.resident_pension.income.{n}", sheet, ref, 1) for n, ref in enumerate(refs)
    )
    values: dict[str, object] = {
        "stated": 43937,
        "expected": (43756.5, 43757.5),
        "difference": 180.0,
        "shown": Shown(same("43,937"), same("43,757"), Text(zh="多 180", en="180 too much")),
    }
    values |= {
        "message": Text(zh="收入小计不等于各项之和", en="The subtotal is not the sum"),
        "todo": Text(zh="核对各项。", en="Check."),
    }
    return Finding("B201", severity, Kind.ARITHMETIC, cells, **(values | more))  # type: ignore[arg-type]


def culprit(ref: str, sheet: str = "居民养老", confidence: str = "certain") -> Culprit:
    cell = Cell("accounts.resident_pension.interest.actual", sheet, ref, 38249)
    why = Text(zh="数字颠倒", en="digits transposed")
    label, shown = Text(zh="利息收入", en="Interest"), Shown(same("38,249"), same("38,429"))
    return Culprit(cell, 38429, why, confidence, label=label, shown=shown)


def result(*findings: Finding, **more: object) -> FileResult:
    values = {
        "unit": "库尔勒市社会保险管理局",
        "year": 2020,
        "counts": {
            "checked": 118,
            "agree": 117,
            "within_rounding": 0,
            "violated": 1,
            "not_applicable": 0,
        },
    }
    return FileResult("in/korla.xlsx", "", Verdict.FIX, findings, **(values | more))  # type: ignore[arg-type]


def workbook(edit: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """Two sheets, bordered and coloured cells, a number format, a merged title, a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in ("封面", "居民养老"):
        sheet = book.add_worksheet(name)
        sheet.merge_range("A1:D2", "收支情况表", book.add_format({"bold": 1, "align": "center"}))
        money = book.add_format({"num_format": "#,##0", "border": 1, "bg_color": "#FFFBE6"})
        plain = book.add_format({"num_format": "0.0%", "border": 2, "border_color": "#123456"})
        for row in range(3, 12):
            sheet.write(row, 1, f"科目{row}")
            sheet.write(row, 2, row * 100, money)
            sheet.write(row, 3, 0.98, plain)
        sheet.write_formula("C14", "=SUM(C4:C12)", money, 6300)
    if edit:
        edit(book)
    book.close()
    return buffer.getvalue()


def parts(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rebuilt(source: bytes, changes: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in (parts(source) | changes).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def looks(source: bytes) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What a person sees of every cell."""
    book = openpyxl.load_workbook(io.BytesIO(source))
    seen = {}
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            fill = (cell.fill.fill_type, cell.fill.fgColor.value if cell.fill.fill_type else None)
            edges = tuple(
                (s.style, s.color.value if s.style and s.color else None)
                for s in (cell.border.left, cell.border.top)
            )
            comment = cell.comment.text if cell.comment else None
            look = (cell.value, fill, edges, comment, cell.number_format, cell.font.b)
            if look != (None, (None, None), ((None, None), (None, None)), None, "General", False):
                seen[sheet.title, cell.coordinate] = look
    return seen


def shown(source: bytes, sheet: str, ref: str) -> tuple[str, str]:
    """Fill colour and comment of a cell."""
    cell = openpyxl.load_workbook(io.BytesIO(source))[sheet][ref]
    return str(cell.fill.fgColor.rgb), cell.comment.text if cell.comment else ""


def texts(source: bytes, sheet: str = "校验结果") -> str:
    rows = openpyxl.load_workbook(io.BytesIO(source))[sheet].iter_rows(values_only=True)
    return "\n".join(str(value) for row in rows for value in row if value is not None)


FINDINGS = result(
    finding("C14", "C4", "C5", culprits=(culprit("C5"),), group=1),
    finding("D6", severity=Severity.WARNING),
)

COLOURS = st.sampled_from(
    [
        None,
        Color(rgb="FFFFC7CE"),
        Color(theme=4, tint=0.5999),
        Color(indexed=22),
        Color(rgb=Look.ERROR),
        Color(theme=0),
    ]
)

SIDES = st.sampled_from([None, "thin", "medium", "double", "dotted"])


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
