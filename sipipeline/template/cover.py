"""The cover: who fills in what for which year, and how the checks of all sheets stand."""

from collections.abc import Sequence

from sipipeline.template import hints
from sipipeline.template.layout import FIRST, HEAD, INFO, STATUS, TITLE, letters
from sipipeline.template.live_checks import quoted
from sipipeline.template.sheet_writer import AMBER, GREEN, RED, Pen

_STATUS = ("", "封面还有 {open} 项必填内容未填", "封面必填内容已填 ✓", "")


def write_cover(pen: Pen, others: Sequence[Pen]) -> None:
    """Write the cover; `others` are the sheets that it sums up."""
    standard = pen.standard
    pen.key_row(0, {2: "value"})
    pen.sheet.set_row(TITLE, 64)
    pen.merge(TITLE, 1, 3, standard.name.zh.partition("（")[0] + "工作簿", "cover")
    year = pen.cover("year")
    pen.merge_formula(
        INFO,
        1,
        3,
        f'IF({year}="","",SUBSTITUTE(SUBSTITUTE({year},"年度",""),"年","")&" 年度")',
        "section",
        "middle",
    )
    pen.sheet.set_row(HEAD, 24)
    for column, text in enumerate(("项目", "填写内容", "填写要求"), 1):
        pen.text(HEAD, column, text, "head")
    for number, asked in enumerate(standard.cover):
        row, key = FIRST + number, f"cover.{asked.key}"
        hint = hints.COVER.get(asked.key, "")
        pen.row_key(row, key)
        label = asked.name.zh + (" *" if asked.required else "")
        pen.text(row, 1, label, "label", "in1", *(("strong",) if asked.required else ()))
        pen.place(key, "large", "in1")
        pen.text(row, 3, hint, "label", "small", "in1")
        pen.sheet.set_row(row, 24)
        pen.ask((row, 2, row, 2), asked, "" if asked.kind == "text" else hint)
        if asked.required:
            pen.formula(row, pen.joined, f'IF(C{row + 1}="","△","✓")')
    last = FIRST + len(standard.cover) - 1
    pen.status(last, _STATUS)
    last = _summary(pen, others, last + 2)
    _signatures(pen, last + 2)
    pen.sheet.set_column(1, 1, 20)
    pen.sheet.set_column(2, 2, 46)
    pen.sheet.set_column(3, 3, 38)
    pen.page(last + 4)
    pen.protect()


def _summary(pen: Pen, others: Sequence[Pen], row: int) -> int:
    """A line for each sheet; returns the last row."""
    pen.text(row, 1, "工作表", "head")
    pen.sheet.set_row(row, 24)
    pen.merge(row, 2, 3, "校验情况（随填随算，点表名可转到该表）", "head")
    for number, other in enumerate(others, row + 1):
        pen.sheet.write_url(
            number, 1, f"internal:'{other.name}'!B2", pen.look("label", "link", "in1"), other.name
        )
        pen.merge_formula(
            number,
            2,
            3,
            f'SUBSTITUTE({quoted(other.name)}!$B${STATUS + 1},"本表校验：","")',
            "box",
            "in1",
        )
        counts = [f"{quoted(other.name)}!{other.count(place)}" for place in (TITLE, INFO, STATUS)]
        for place, count in enumerate(counts):
            pen.formula(number, pen.joined + place, count)
        _paint(pen, number)
        pen.sheet.set_row(number, 20)
    return row + len(others)


def _paint(pen: Pen, row: int) -> None:
    for offset, colour in enumerate((RED, AMBER, GREEN)):
        cell = f"${letters(pen.joined + offset)}${row + 1}"
        mark = pen.look.mark(font_color=colour)
        rule = {"type": "formula", "criteria": f"={cell}>0", "format": mark, "stop_if_true": True}
        pen.sheet.conditional_format(row, 2, row, 3, rule)


def _signatures(pen: Pen, row: int) -> None:
    for number, text in enumerate(("单位负责人（签字）：", "填表人（签字）：", "单位公章：")):
        pen.text(row, 1 + number, text, "large")
    pen.sheet.set_row(row, 30)
    pen.text(row + 2, 3, "年　　　月　　　日", "right", "large")
