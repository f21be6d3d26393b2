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
_YEAR = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 2000,
    "maximum": 2100,
    "error_type": "warning",
    "error_title": "请核对年度",
    "error_message": "这里请填 4 位年份，如 2020。",
}
_NUMBER = {
    "validate": "decimal",
    "criteria": "between",
    "maximum": _LIMIT,
    "error_type": "warning",
    "error_title": "请核对",
    "error_message": "这里应填数字，不带单位和文字，否则校验栏无法核算。确定保留所填内容吗？",
}
_WIDE = 4
"""Columns from which the line below the title is parted in two."""


class SheetWriter:
    """One sheet of the workbook. Right of `check_column`, where the results of its checks are
    shown, stand hidden columns; the first, `joined_column`, gathers their messages."""

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
        self.formats = formats
        self.values = values
        self._checks = checks
        self.check_column = layout.check_of(self.name)
        self.joined_column = self.check_column + 1
        self._last_hidden = self.joined_column + 1

    # ------------------------------------------------------------------ cells
    def text(self, row: int, column: int, text: str, *looks: str) -> None:
        self.sheet.write_string(row, column, text, self.formats(*looks))

    def blank(self, row: int, column: int, *looks: str) -> None:
        self.sheet.write_blank(row, column, None, self.formats(*looks))

    def formula(self, row: int, column: int, formula: str, *looks: str, form: str = "") -> None:
        """A formula without a stored value: who does not compute shows nothing rather than 0."""
        look = self.formats(*looks, form=form) if looks else None
        self.sheet.write_formula(row, column, f"={formula}", look, "")

    def merge(self, row: int, first: int, last: int, text: str, *looks: str) -> None:
        if first == last:
            self.text(row, first, text, *looks)
        else:
            self.sheet.merge_range(row, first, row, last, text, self.formats(*looks))

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

    def set_height(
        self, row: int, least: float, *keys: tuple[str, float, int], grows: bool = True
    ) -> None:
        """Make a row at least so many points high, and high enough for the values of keys, each
        given with the width of its column and the size of its letters."""
        texts = [(self.values[key], width, size) for key, width, size in keys if key in self.values]
        self.sheet.set_row(row, height(least, *texts) if texts else least)
        if grows:
            self.sheet.growing.add(row)

    def unused(self, row: int, column: int) -> None:
        """A cell that the row does not have."""
        self.blank(row, column, "void")

    def input_cell(self, key: str, *looks: str, to: int | None = None) -> None:
        """The cell of a key with its value, if it has one; merged to the column `to`."""
        field = self.standard.field(key)
        assert field is not None
        _, row, column = self.layout.spots[key]
        kind = field.kind
        align = "number" if field.numeric and kind != "year" else "words"
        looks = ("input", align, *looks)
        usual = NUMBER_FORMS.get(kind, "")
        if to is not None:
            self.sheet.merge_range(row, column, row, to, "", self.formats(*looks, form=usual))
        value = self.values.get(key)
        own = self.layout.own_formula(key) if value is None else None
        if own is not None:
            self.formula(row, column, own, *looks, "computed", form=usual)
            return
        if value is None:
            self.sheet.write_blank(row, column, None, self.formats(*looks, form=usual))
            return
        written = entry(value, field, self.standard)
        form = self.formats(*looks, form=written.number_format or usual)
        if isinstance(written.value, str):
            self.sheet.write_string(row, column, written.value, form)
        elif isinstance(written.value, date):
            self.sheet.write_datetime(row, column, written.value, form)
        else:
            self.sheet.write_number(row, column, written.value, form)

    # ------------------------------------------------------------------ the top of a sheet
    def header(self, title: str) -> None:
        """Title, and a line with unit, year and unit of money as the cover has them."""
        last = self.check_column
        self.sheet.set_row(TITLE, 34)
        self.merge(TITLE, 1, last, title, "title")
        unit, year = self.cover_text("unit"), self.cover_text("year")
        left = f'"填报单位："&{unit}'
        right = f'"填报年度："&{year}&"　　金额单位："&{self.money_unit}'
        if last < _WIDE:
            self.merge_formula(INFO, 1, last, f'{left}&"　　"&{right}', "info")
            return
        middle = last // 2 + 1
        self.merge_formula(INFO, 1, middle - 1, left, "info")
        self.merge_formula(INFO, middle, last, right, "info", "right")

    def cover_text(self, key: str) -> str:
        """A field of the cover as a text in a formula."""
        spot = self.layout.spots[f"cover.{key}"]
        return f'{quoted(spot.sheet)}!{spot.fixed}&""'

    @property
    def money_unit(self) -> str:
        """The unit of money of the cover, or the usual one, as a text in a formula."""
        stated = self.cover_text("money_unit")
        return f'IF({stated}="","{self.standard.money_unit}",{stated})'

    def column_heads(self, row: int, columns: Sequence[Column], first: int) -> None:
        for number, column in enumerate(columns):
            self.text(row, first + number, column.name.zh, "head")

    # ------------------------------------------------------------------ live checks
    def check_cell(self, row: int, *more: str) -> None:
        """The check cell of a row: what its relations say, gathered in a hidden cell; `more` are
        formulas of further messages."""
        checks = self._checks.get((self.name, row)) or RowChecks(row, 0)
        messages = (*checks.messages, *more)
        if not messages:
            self.blank(row, self.check_column, "check")
            return
        for column, formula in enumerate(checks.hidden, self.layout.hidden_of(self.name)):
            self.formula(row, column, formula)
            self._last_hidden = max(self._last_hidden, column)
        joined = f"{letters(self.joined_column)}{row + 1}"
        self.formula(row, self.joined_column, "&".join(messages))
        faults = f'SUBSTITUTE({joined},"{OK}","")'
        self.formula(row, self.check_column, f'IF({faults}="",LEFT({joined},1),{faults})', "check")

    def check_filled(self, row: int, blank: str = OPEN) -> None:
        """The check of a field in column C: all well where it is filled in, else the sign
        `blank`."""
        self.formula(row, self.joined_column, f'IF(C{row + 1}="","{blank}","{OK}")')

    def status_line(self, last: int, texts: Sequence[str] = STATUS_TEXT) -> None:
        """The status line: how many checks fail between the first row and the last. `texts` are
        those for contradictions, for open ends, for all well and for nothing filled in."""
        column = letters(self.joined_column)
        area = f"{column}${FIRST + 1}:{column}${last + 1}"
        for row, sign in zip((TITLE, INFO, STATUS), (WRONG, OPEN, OK)):
            signs = f'SUMPRODUCT(LEN({area})-LEN(SUBSTITUTE({area},"{sign}","")))'
            self.formula(row, self.joined_column, signs)
        wrong, open_, good = (self.count_cell(row) for row in (TITLE, INFO, STATUS))
        faulty, unfinished, agreeing, blank = (_spliced(text, wrong, open_) for text in texts)
        formula = (
            f"IF({wrong}>0,{faulty},IF({open_}>0,{unfinished},IF({good}>0,{agreeing},{blank})))"
        )
        self.sheet.set_row(STATUS, 22)
        self.merge_formula(STATUS, 1, self.check_column, formula, "status")
        self._paint(STATUS, 1, (wrong, open_, good))
        if texts[0]:
            self._paint_checks(last)

    def count_cell(self, row: int) -> str:
        """The hidden cell with the number of contradictions, open ends or agreements, by row of the
        top."""
        return f"${letters(self.joined_column)}${row + 1}"

    def _paint(self, row: int, column: int, counts: tuple[str, ...]) -> None:
        for count, colour in zip(counts, (RED, AMBER, GREEN)):
            mark = {
                "type": "formula",
                "criteria": f"={count}>0",
                "format": self.formats.mark(font_color=colour),
            }
            self.sheet.conditional_format(row, column, row, column, {**mark, "stop_if_true": True})

    def _paint_checks(self, last: int) -> None:
        cell = f"${letters(self.joined_column)}{FIRST + 1}"
        for sign, colour in ((WRONG, RED), (OPEN, AMBER), (OK, GREEN)):
            mark = self.formats.mark(font_color=colour, bold=sign == WRONG)
            rule = {
                "type": "formula",
                "criteria": f'=ISNUMBER(FIND("{sign}",{cell}))',
                "format": mark,
            }
            self.sheet.conditional_format(
                FIRST, self.check_column, last, self.check_column, {**rule, "stop_if_true": True}
            )

    # ------------------------------------------------------------------ prompts
    def accept(self, area: tuple[int, int, int, int], column: Column, prompt: str = "") -> None:
        """What a block of cells accepts: a choice of a list or a number, with a prompt. A text in a
        figure only warns."""
        rule: dict[str, Any] = {"validate": "any", "ignore_blank": True, **self._accepted(column)}
        if prompt:
            rule |= {"input_title": column.name.zh[:32], "input_message": prompt[:255]}
        self.sheet.data_validation(*area, rule)
        if column.kind in _NUMBERS:
            self.whole_numbers(*area)

    def whole_numbers(self, top: int, left: int, bottom: int, right: int) -> None:
        """Show whole figures without a trailing point."""
        cell = f"{letters(left)}{top + 1}"
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),ROUND({cell},0)={cell})"}
        self.sheet.conditional_format(
            top, left, bottom, right, {**rule, "format": self.formats.mark(num_format=WHOLE)}
        )

    def _accepted(self, column: Column) -> dict[str, Any]:
        if column.kind == "choice":
            return self._choice(column)
        if column.kind == "year":
            return _YEAR
        if column.numeric:
            negative = column.signed or column.kind in _NUMBERS | {"rate"}
            return {**_NUMBER, "minimum": -_LIMIT if negative else 0}
        return {}

    def _choice(self, column: Column) -> dict[str, Any]:
        free_message = "不在下拉列表中。确定保留所填内容吗？"
        return {
            "validate": "list",
            "source": self._labels(column),
            "error_type": "warning" if column.free else "stop",
            "error_title": "请核对",
            "error_message": free_message if column.free else "请从下拉列表中选。",
        }

    def _labels(self, column: Column) -> list[str] | str:
        """What a drop-down offers: funds and items by their names, which the instructions list."""
        if column.choices_from == "funds":
            return [fund.short.zh for fund in self.layout.funds]
        if column.choices_from == "items":
            count = len(self.standard.items)
            return f"='{self.layout.sheet('guide')}'!$H$1:$H${count}"
        return list(column.choices)

    # ------------------------------------------------------------------ page
    def page_setup(
        self,
        last: int,
        *,
        landscape: bool = False,
        tall: int = 1,
        frozen: tuple[int, int] | None = None,
    ) -> None:
        """Hide the hidden columns, set up the printed page; `tall` is its height in pages, 0 for as
        many as it takes."""
        sheet = self.sheet
        sheet.set_column(0, 0, 4, None, {"hidden": True})
        sheet.set_column(self.joined_column, self._last_hidden, 9, None, {"hidden": True})
        seen = f"A1:{letters(self.check_column)}{last + 200}"
        sheet.ignore_errors({"number_stored_as_text": seen})
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        (sheet.set_landscape if landscape else sheet.set_portrait)()
        sheet.fit_to_pages(1, tall)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.65)
        sheet.center_horizontally()
        sheet.set_footer('&L&"宋体,Regular"&9&A&R&"宋体,Regular"&9第 &P 页 共 &N 页')
        sheet.print_area(TITLE, 1, last, self.check_column)
        if frozen is not None:
            sheet.freeze_panes(*frozen)

    def protect(self, *, rows: bool = False) -> None:
        """Without a password; `rows` lets rows be inserted."""
        self.sheet.protect("", {**_ALLOWED, "insert_rows": rows})


def _spliced(text: str, wrong: str, open_: str) -> str:
    """A text with counts in it, as an Excel expression."""
    return '"' + text.replace("{wrong}", f'"&{wrong}&"').replace("{open}", f'"&{open_}&"') + '"'
