"""The narrative: one wide box for each text, as high as what is written in it."""

from sipipeline.template import hints
from sipipeline.template.layout import FIRST, HEAD
from sipipeline.template.sheet_writer import Pen

_STATUS = ("", "还有 {open} 项未填", "各项均已填写 ✓", "")
_WIDTH = 88
_LEAST = 7
"""Lines that a box has at least: the label beside it is padded to as many."""


def write_narrative(pen: Pen) -> None:
    """Write the narrative."""
    pen.key_row(0, {2: "value"})
    pen.top("社会保险基金绩效自评文字说明")
    pen.text(HEAD, 1, "内容", "head")
    pen.sheet.set_row(HEAD, 24)
    pen.text(HEAD, 2, "文字说明（按 Alt＋Enter 换行）", "head")
    for number, column in enumerate(pen.standard.narrative):
        row, key = FIRST + number, f"narrative.{column.key}"
        pen.row_key(row, key)
        _label(pen, row, column.name.zh, hints.NARRATIVE.get(column.key, ""))
        pen.place(key, "top", "large")
        pen.high(row, _LEAST * 14, (key, _WIDTH, 11))
        pen.formula(row, pen.joined, f'IF(C{row + 1}="","△","✓")')
    last = FIRST + len(pen.standard.narrative) - 1
    pen.status(last, _STATUS)
    pen.sheet.set_column(1, 1, 22)
    pen.sheet.set_column(2, 2, _WIDTH)
    pen.page(last, tall=0, frozen=(FIRST, 0))
    pen.sheet.repeat_rows(HEAD)
    pen.protect()


def _label(pen: Pen, row: int, name: str, hint: str) -> None:
    """Name and hint, with blank lines below, so that the row that fits its text is never low."""
    padding = "\n" * max(1, _LEAST - 1 - -(-len(hint) // 11))
    if not hint:
        pen.text(row, 1, name + padding, "label", "strong", "top")
        return
    strong, small = pen.look("section"), pen.look("small")
    pen.sheet.write_rich_string(
        row, 1, strong, name, small, f"\n{hint}{padding}", pen.look("label", "top")
    )
