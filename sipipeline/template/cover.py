"""The cover: who fills in what for which year, and how the checks of all sheets stand."""

from collections.abc import Sequence

from sipipeline.core.standard import Column
from sipipeline.template.layout import FIRST, HEAD, INFO, STATUS, TITLE, letters
from sipipeline.template.live_checks import quoted
from sipipeline.template.sheet_writer import AMBER, GREEN, RED, SheetWriter

_STATUS = ("", "封面还有 {open} 项必填内容未填", "封面必填内容已填 ✓", "")


def write_cover(writer: SheetWriter, checked: Sequence[SheetWriter]) -> None:
    """Write the cover, which sums up the checks of the sheets `checked`."""
    standard = writer.standard
    writer.key_row(0, {2: "value"})
    writer.sheet.set_row(TITLE, 64)
    writer.merge(TITLE, 1, 3, standard.name.zh.partition("（")[0] + "工作簿", "cover")
    year = writer.cover_text("year")
    writer.merge_formula(
        INFO,
        1,
        3,
        f'IF({year}="","",SUBSTITUTE(SUBSTITUTE({year},"年度",""),"年","")&" 年度")',
        "section",
        "middle",
    )
    writer.sheet.set_row(HEAD, 24)
    for column, text in enumerate(("项目", "填写内容", "填写要求"), 1):
        writer.text(HEAD, column, text, "head")
    for row, field in enumerate(standard.cover, FIRST):
        _field(writer, row, field)
    last = FIRST + len(standard.cover) - 1
    writer.status_line(last, _STATUS)
    last = _summary(writer, checked, last + 2)
    _signatures(writer, last + 2)
    writer.sheet.set_column(1, 1, 20)
    writer.sheet.set_column(2, 2, 46)
    writer.sheet.set_column(3, 3, 38)
    writer.page_setup(last + 4)
    writer.protect()


def _field(writer: SheetWriter, row: int, field: Column) -> None:
    """One line: label, input, prompt; an open end where a required field is blank."""
    label = field.name.zh + (" *" if field.required else "")
    key = f"cover.{field.key}"
    writer.row_key(row, key)
    writer.text(row, 1, label, "label", "in1", *(("strong",) if field.required else ()))
    writer.input_cell(key, "large", "in1")
    writer.text(row, 3, field.prompt, "label", "small", "in1")
    writer.sheet.set_row(row, 24)
    writer.accept((row, 2, row, 2), field, "" if field.kind == "text" else field.prompt)
    if field.required:
        writer.check_filled(row)


def _summary(writer: SheetWriter, checked: Sequence[SheetWriter], row: int) -> int:
    """A line for each sheet; returns the last row."""
    writer.text(row, 1, "工作表", "head")
    writer.sheet.set_row(row, 24)
    writer.merge(row, 2, 3, "校验情况（随填随算，点表名可转到该表）", "head")
    for line, sheet in enumerate(checked, row + 1):
        _summary_line(writer, line, sheet)
    return row + len(checked)


def _summary_line(writer: SheetWriter, row: int, sheet: SheetWriter) -> None:
    """A link to the sheet, its status line, and its counts in hidden cells."""
    name, link = quoted(sheet.name), writer.formats("label", "link", "in1")
    writer.sheet.write_url(row, 1, f"internal:'{sheet.name}'!B2", link, sheet.name)
    status = f'SUBSTITUTE({name}!$B${STATUS + 1},"本表校验：","")'
    writer.merge_formula(row, 2, 3, status, "box", "in1")
    for column, counted in enumerate((TITLE, INFO, STATUS), writer.joined_column):
        writer.formula(row, column, f"{name}!{sheet.count_cell(counted)}")
    _paint(writer, row)
    writer.sheet.set_row(row, 20)


def _paint(writer: SheetWriter, row: int) -> None:
    for offset, colour in enumerate((RED, AMBER, GREEN)):
        cell = f"${letters(writer.joined_column + offset)}${row + 1}"
        mark = writer.formats.mark(font_color=colour)
        rule = {"type": "formula", "criteria": f"={cell}>0", "format": mark, "stop_if_true": True}
        writer.sheet.conditional_format(row, 2, row, 3, rule)


def _signatures(writer: SheetWriter, row: int) -> None:
    for number, text in enumerate(("单位负责人（签字）：", "填表人（签字）：", "单位公章：")):
        writer.text(row, 1 + number, text, "large")
    writer.sheet.set_row(row, 30)
    writer.text(row + 2, 3, "年　　　月　　　日", "right", "large")
