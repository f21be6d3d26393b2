"""The blank roster: which units are to submit."""

from typing import Any

import xlsxwriter

from sipipeline.core.roster import COLUMNS, EXAMPLE
from sipipeline.core.text import Lang, Text

_SHEET = Text(zh="应报送单位", en="Roster")
_UNIT = Text(zh="甲县社会保险中心", en="Social insurance centre of A county")
_EXAMPLES = {
    "region_code": "652801",
    "addresses": "jia@example.gov.cn; bangong@example.gov.cn",
    "deadline": "2021-03-31",
    "contact": "张三",
    "phone": "0996-1234567",
}
_WIDTHS = (34, 14, 40, 14, 12, 18)
_NOTES = {
    "unit": Text(zh="与工作簿封面上的单位名称一致。", en="As on the cover of its workbook."),
    "addresses": Text(
        zh="几个邮箱用分号隔开；只有名册上的邮箱才会收到自动答复。",
        en="Separated by semicolons; no other address gets an answer.",
    ),
    "deadline": Text(zh="如 2021-03-31。", en="As 2021-03-31."),
}


def write_roster(target: Any, lang: Lang) -> None:
    """The workbook with its heads and a line that shows how one is filled in."""
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_SHEET.in_(lang))
        head = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "white"})
        text = book.add_format({"num_format": "@"})
        grey = book.add_format({"num_format": "@", "font_color": "#7F7F7F", "italic": True})
        for column, (name, label) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, _WIDTHS[column], text)
            sheet.write_string(0, column, label.in_(lang), head)
            example = _EXAMPLES.get(name, (_UNIT + EXAMPLE).in_(lang))
            sheet.write_string(1, column, example, grey)
            if name in _NOTES:
                sheet.write_comment(0, column, _NOTES[name].in_(lang))
        sheet.freeze_panes(1, 1)
