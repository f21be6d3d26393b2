"""How cells look, by names that are put together: formats("input", "money")."""

from typing import Any

from sipipeline.core.text import Text

FOOTER = Text(
    zh='&L&"宋体,Regular"&9&A&R&"宋体,Regular"&9第 &P 页 共 &N 页', en="&L&9&A&R&9Page &P of &N"
)
BODY, TITLE_FONT = "宋体", "微软雅黑"
RED_FILL, AMBER_FILL, IDLE_FILL = "#F9DEDC", "#FCEBCB", "#EEF0F2"
INK, MUTED, DEEP, LINE = "#22303F", "#6B7A89", "#24476B", "#B9C4CF"
MONEY = "#,##0.####_ ;[Red]-#,##0.####_ ;0_ "
WHOLE = "#,##0_ ;[Red]-#,##0_ ;0_ "
"""Shown instead where the number is whole, so that no lone point trails it."""
RATE = "0.00%_ "


def with_decimals(places: int) -> str:
    """The format of money that shows so many decimals, so that points stand under one another."""
    digits = f"0.{'0' * places}" if places else "0"
    return f"#,##{digits}_ ;[Red]-#,##{digits}_ ;{digits}_ "


NUMBER_FORMS = {
    "money": MONEY,
    "count": MONEY,
    "yuan": MONEY,
    "rate": "0.00%",
    "date": "yyyy-mm-dd",
    "text": "@",
    "wording": "@",
}
"""Of a blank cell, by kind of field: 98 typed into a rate cell becomes 98 %."""

_LOOKS: dict[str, dict[str, Any]] = {
    "box": {"border": 1, "border_color": LINE},
    "input": {
        "border": 1,
        "border_color": LINE,
        "bg_color": "#F6FAF1",
        "locked": False,
        "text_wrap": True,
    },
    "sum": {"bg_color": "#E6F0DC", "bold": True},
    "computed": {"bg_color": "#F2F5F8"},
    "number": {"align": "right", "text_wrap": False, "shrink": True},
    "words": {"align": "left", "indent": 1},
    "middle": {"align": "center", "indent": 0},
    "top": {"valign": "top"},
    "label": {
        "border": 1,
        "border_color": LINE,
        "bg_color": "#EDF1F6",
        "text_wrap": True,
        "indent": 1,
    },
    "free": {"locked": False},
    "strong": {"bold": True},
    "void": {
        "border": 1,
        "border_color": LINE,
        "pattern": 14,
        "fg_color": "#D3D8DE",
        "bg_color": "#EEF0F2",
    },
    "faint": {"font_color": "#A3ACB5"},
    "head": {
        "border": 1,
        "border_color": "#8FA3B8",
        "bg_color": DEEP,
        "font_color": "#FFFFFF",
        "font_name": TITLE_FONT,
        "bold": True,
        "align": "center",
        "text_wrap": True,
    },
    "check": {
        "border": 1,
        "border_color": LINE,
        "bg_color": "#F7F7F8",
        "font_size": 9,
        "shrink": True,
        "indent": 1,
        "font_color": MUTED,
    },
    "title": {
        "font_name": TITLE_FONT,
        "font_size": 16,
        "bold": True,
        "font_color": DEEP,
        "align": "center",
    },
    "cover": {
        "font_name": TITLE_FONT,
        "font_size": 22,
        "bold": True,
        "font_color": DEEP,
        "align": "center",
    },
    "section": {"font_name": TITLE_FONT, "font_size": 11, "bold": True, "font_color": DEEP},
    "info": {"font_color": MUTED},
    "status": {"font_name": TITLE_FONT, "font_color": MUTED, "bold": True, "text_wrap": True},
    "fine": {"font_size": 9},
    "small": {"font_size": 9, "font_color": MUTED, "text_wrap": True},
    "right": {"align": "right"},
    "wrap": {"text_wrap": True},
    "link": {"font_color": "#2A62A8", "underline": 1},
    "key": {"font_color": "#9AA5B1", "font_size": 8},
    "tall": {"font_size": 15},
    "taller": {"font_size": 19},
    "large": {"font_size": 11},
}
for _level in range(1, 7):
    _LOOKS[f"in{_level}"] = {"indent": _level}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}

    def __call__(self, *looks: str, form: str = "") -> Any:
        """The format of some looks, later ones over earlier ones, with a number format."""
        if (made := self._made.get((form, *looks))) is None:
            wanted: dict[str, Any] = {
                "font_name": BODY,
                "font_size": 10,
                "font_color": INK,
                "valign": "vcenter",
            }
            for look in looks:
                wanted |= _LOOKS[look]
            if form:
                wanted["num_format"] = form
            made = self._made[form, *looks] = self._book.add_format(wanted)
        return made

    def conditional(self, **properties: Any) -> Any:
        """A format of a conditional format: states only what changes."""
        key = ("mark", *(f"{name}={value}" for name, value in properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
