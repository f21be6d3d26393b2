"""Writes one sheet: its cells, hidden keys, live checks, prompts and page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sipipeline.core.standard import Column
from sipipeline.template.entry_cells import entry
from sipipeline.template.formats import NUMBER_FORMS, WHOLE, Formats
from sipipeline.template.layout import FIRST, INFO, STATUS, TITLE, Layout, letters
from sipipeline.template.live_checks import OK, OPEN, WRONG, RowChecks, quoted
from sipipeline.template.row_heights import height
from sipipeline.xlsx.hidden import KEY_ROW

Checks = Mapping[tuple[str, int], RowChecks]

GREEN, RED, AMBER = "#1E7D4B", "#B3261E", "#96650A"
STATUS_TEXT = (
    "本表校验：有 {wrong} 处不符，请看“校验”栏",
    "本表校验：有 {open} 处未填全或需说明，请看“校验”栏",
    "本表校验：全部相符 ✓",
    "本表校验：尚未填写，填写后自动校验",
)
"""With contradictions, with open ends, all well, nothing filled in."""

_NUMBERS = {"money", "count", "yuan"}
_ALLOWED = {
    "objects": True,
    "scenarios": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
}
_LIMIT = 1e15
_WIDE = 4
"""Columns from which the line below the title is parted in two."""


class Pen:
    """One sheet of the workbook. `check` is the column of its checks; hidden ones stand right of
    it."""

    def __init__(
        self,
        sheet: Any,
        layout: Layout,
        formats: Formats,
        values: Mapping[str, object],
        checks: Checks,
    ) -> None:
        self.sheet = sheet
        self.name: str = sheet.get_name()
        self.layout = layout
        self.standard = layout.standard
        self.look = formats
        self.values = values
        self._checks = checks
        self.check = layout.check_of(self.name)
        self.joined = self.check + 1
        self._last_hidden = self.joined + 1

    # ------------------------------------------------------------------ cells
    def text(self, row: int, column: int, text: str, *looks: str) -> None:
        self.sheet.write_string(row, column, text, self.look(*looks))

    def blank(self, row: int, column: int, *looks: str) -> None:
        self.sheet.write_blank(row, column, None, self.look(*looks))

    def formula(self, row: int, column: int, formula: str, *looks: str) -> None:
        """A formula without a stored value: who does not compute shows nothing rather than 0."""
        self.sheet.write_formula(
            row, column, f"={formula}", self.look(*looks) if looks else None, ""
        )

    def merge(self, row: int, first: int, last: int, text: str, *looks: str) -> None:
        if first == last:
            self.text(row, first, text, *looks)
        else:
            self.sheet.merge_range(row, first, row, last, text, self.look(*looks))

    def merge_formula(self, row: int, first: int, last: int, formula: str, *looks: str) -> None:
        self.merge(row, first, last, "", *looks)
        self.formula(row, first, formula, *looks)

    def key_row(self, row: int, keys: Mapping[int, str]) -> None:
        """A hidden row with the keys of the columns below."""
        self.sheet.set_row(row, None, None, {"hidden": True})
        self.text(row, 0, KEY_ROW, "key")
        for column, key in keys.items():
            self.text(row, column, key, "key")

    def row_key(self, row: int, key: str) -> None:
        self.text(row, 0, key, "key")

    def high(
        self, row: int, least: float, *keys: tuple[str, float, int], grows: bool = True
    ) -> None:
        """The height of a row: at least so many points, and high enough for what is filled in under
        keys."""
        texts = [(self.values[key], width, size) for key, width, size in keys if key in self.values]
        self.sheet.set_row(row, height(least, *texts) if texts else least)
        if grows:
            self.sheet.growing.add(row)

    def void(self, row: int, column: int) -> None:
        """A cell that the row does not have."""
        self.blank(row, column, "void")

    def place(self, key: str, *looks: str, to: int | None = None) -> None:
        """The cell of a key with its value, if it has one; merged to the column `to`."""
        field = self.standard.field(key)
        assert field is not None
        _, row, column = self.layout.spots[key]
        kind = field.kind
        align = "number" if field.numeric and kind != "year" else "words"
        looks = ("input", align, *looks)
        usual = NUMBER_FORMS.get(kind, "")
        if to is not None:
            self.sheet.merge_range(row, column, row, to, "", self.look(*looks, form=usual))
        if (value := self.values.get(key)) is None:
            self.sheet.write_blank(row, column, None, self.look(*looks, form=usual))
            return
        written = entry(value, field, self.standard)
        form = self.look(*looks, form=written.form or usual)
        if isinstance(written.value, str):
            self.sheet.write_string(row, column, written.value, form)
        elif isinstance(written.value, date):
            self.sheet.write_datetime(row, column, written.value, form)
        else:
            self.sheet.write_number(row, column, written.value, form)

    # ------------------------------------------------------------------ the top of a sheet
    def top(self, title: str) -> None:
        """Title, and a line with unit, year and unit of money as the cover has them."""
        last = self.check
        self.sheet.set_row(TITLE, 34)
        self.merge(TITLE, 1, last, title, "title")
        unit, year, money = (self.cover(key) for key in ("unit", "year", "money_unit"))
        left = f'"填报单位："&{unit}'
        right = f'"填报年度："&{year}&"　　金额单位："&IF({money}="","万元",{money})'
        if last < _WIDE:
            self.merge_formula(INFO, 1, last, f'{left}&"　　"&{right}', "info")
            return
        middle = last // 2 + 1
        self.merge_formula(INFO, 1, middle - 1, left, "info")
        self.merge_formula(INFO, middle, last, right, "info", "right")

    def cover(self, key: str) -> str:
        """A field of the cover as a text in a formula."""
        spot = self.layout.spots[f"cover.{key}"]
        return f'{quoted(spot.sheet)}!{spot.fixed}&""'

    def heads(self, row: int, columns: Sequence[Column], first: int) -> None:
        for number, column in enumerate(columns):
            self.text(row, first + number, column.name.zh, "head")

    # ------------------------------------------------------------------ live checks
    def checks(self, row: int, *more: str) -> None:
        """The check cell of a row: what its relations say, gathered in a hidden cell; `more` are
        messages of its own."""
        found = self._checks.get((self.name, row))
        messages = (*(found.messages if found else ()), *more)
        if not messages:
            self.blank(row, self.check, "check")
            return
        for number, formula in enumerate(
            found.hidden if found else (), self.layout.hidden_of(self.name)
        ):
            self.formula(row, number, formula)
            self._last_hidden = max(self._last_hidden, number)
        joined = f"{letters(self.joined)}{row + 1}"
        self.formula(row, self.joined, "&".join(messages))
        rest = f'SUBSTITUTE({joined},"{OK}","")'
        self.formula(row, self.check, f'IF({rest}="",LEFT({joined},1),{rest})', "check")

    def status(self, last: int, texts: Sequence[str] = STATUS_TEXT) -> None:
        """The status line: how many checks fail between the first row and the last."""
        column = letters(self.joined)
        area = f"{column}${FIRST + 1}:{column}${last + 1}"
        for row, sign in zip((TITLE, INFO, STATUS), (WRONG, OPEN, OK)):
            self.formula(
                row, self.joined, f'SUMPRODUCT(LEN({area})-LEN(SUBSTITUTE({area},"{sign}","")))'
            )
        wrong, open_, good = (self.count(row) for row in (TITLE, INFO, STATUS))
        some, rest, well, none = (_spliced(text, wrong, open_) for text in texts)
        formula = f"IF({wrong}>0,{some},IF({open_}>0,{rest},IF({good}>0,{well},{none})))"
        self.sheet.set_row(STATUS, 22)
        self.merge_formula(STATUS, 1, self.check, formula, "status")
        self._paint(STATUS, 1, (wrong, open_, good))
        if texts[0]:
            self._paint_checks(last)

    def count(self, row: int) -> str:
        """The hidden cell with the number of contradictions, open ends or agreements, by row of the
        top."""
        return f"${letters(self.joined)}${row + 1}"

    def _paint(self, row: int, column: int, counts: tuple[str, ...]) -> None:
        for count, colour in zip(counts, (RED, AMBER, GREEN)):
            mark = {
                "type": "formula",
                "criteria": f"={count}>0",
                "format": self.look.mark(font_color=colour),
            }
            self.sheet.conditional_format(row, column, row, column, {**mark, "stop_if_true": True})

    def _paint_checks(self, last: int) -> None:
        cell = f"${letters(self.joined)}{FIRST + 1}"
        for sign, colour in ((WRONG, RED), (OPEN, AMBER), (OK, GREEN)):
            mark = self.look.mark(font_color=colour, bold=sign == WRONG)
            rule = {
                "type": "formula",
                "criteria": f'=ISNUMBER(FIND("{sign}",{cell}))',
                "format": mark,
            }
            self.sheet.conditional_format(
                FIRST, self.check, last, self.check, {**rule, "stop_if_true": True}
            )

    # ------------------------------------------------------------------ prompts
    def ask(
        self,
        area: tuple[int, int, int, int],
        column: Column,
        prompt: str = "",
        signed: bool = False,
    ) -> None:
        """What a block of cells asks for: a drop-down or a number, with a prompt; text in a figure
        only warns."""
        rule: dict[str, Any] = {"validate": "any", "ignore_blank": True}
        if column.kind == "choice":
            rule |= self._choice(column)
        elif column.kind == "year":
            rule |= {"validate": "integer", "criteria": "between", "minimum": 2000, "maximum": 2100}
            rule |= {
                "error_type": "warning",
                "error_title": "请核对年度",
                "error_message": "这里请填 4 位年份，如 2020。",
            }
        elif column.numeric:
            least = -_LIMIT if signed or column.kind in _NUMBERS | {"rate"} else 0
            rule |= {
                "validate": "decimal",
                "criteria": "between",
                "minimum": least,
                "maximum": _LIMIT,
            }
            rule |= {
                "error_type": "warning",
                "error_title": "请核对",
                "error_message": (
                    "这里应填数字，不带单位和文字，否则校验栏无法核算。确定保留所填内容吗？"
                ),
            }
        if prompt:
            rule |= {"input_title": column.name.zh[:32], "input_message": prompt[:255]}
        self.sheet.data_validation(*area, rule)
        if column.kind in _NUMBERS:
            self.whole(*area)

    def whole(self, top: int, left: int, bottom: int, right: int) -> None:
        """Whole figures without a trailing point."""
        cell = f"{letters(left)}{top + 1}"
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),ROUND({cell},0)={cell})"}
        self.sheet.conditional_format(
            top, left, bottom, right, {**rule, "format": self.look.mark(num_format=WHOLE)}
        )

    def _choice(self, column: Column) -> dict[str, Any]:
        free = column.key in ("level1", "level2")
        message = "不在下拉列表中。确定保留所填内容吗？" if free else "请从下拉列表中选。"
        source = self.choices.get(column.key, list(column.choices))
        return {
            "validate": "list",
            "source": source,
            "error_type": "warning" if free else "stop",
            "error_title": "请核对",
            "error_message": message,
        }

    @property
    def choices(self) -> dict[str, Any]:
        """Sources of the drop-downs whose cells show labels instead of keys; items are listed on
        the instructions."""
        count = len(self.standard.items)
        return {
            "fund": [fund.short.zh for fund in self.layout.funds],
            "item": f"='{self.layout.sheet('guide')}'!$H$1:$H${count}",
        }

    # ------------------------------------------------------------------ page
    def page(
        self,
        last: int,
        *,
        landscape: bool = False,
        tall: int = 1,
        frozen: tuple[int, int] | None = None,
    ) -> None:
        """Hidden columns, protection and the printed page."""
        sheet = self.sheet
        sheet.set_column(0, 0, 4, None, {"hidden": True})
        sheet.set_column(self.joined, self._last_hidden, 9, None, {"hidden": True})
        sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(self.check)}{last + 200}"})
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        (sheet.set_landscape if landscape else sheet.set_portrait)()
        sheet.fit_to_pages(1, tall)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.65)
        sheet.center_horizontally()
        sheet.set_footer('&L&"宋体,Regular"&9&A&R&"宋体,Regular"&9第 &P 页 共 &N 页')
        sheet.print_area(TITLE, 1, last, self.check)
        if frozen is not None:
            sheet.freeze_panes(*frozen)

    def protect(self, *, rows: bool = False) -> None:
        """Without a password; `rows` lets rows be inserted."""
        self.sheet.protect("", {**_ALLOWED, "insert_rows": rows})


def _spliced(text: str, wrong: str, open_: str) -> str:
    """A text with counts in it, as an Excel expression."""
    return '"' + text.replace("{wrong}", f'"&{wrong}&"').replace("{open}", f'"&{open_}&"') + '"'
