"""Writes one sheet: its cells, hidden keys, live checks, prompts and page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sipipeline.core import display, keys
from sipipeline.core.standard import Column
from sipipeline.core.text import Text
from sipipeline.language.lexicon import words
from sipipeline.template import read_cells
from sipipeline.template.entry_cells import entry
from sipipeline.template.formats import (
    AMBER_FILL,
    FOOTER,
    NUMBER_FORMS,
    RATE,
    RED_FILL,
    WHOLE,
    Formats,
)
from sipipeline.template.layout import FIRST, INFO, STATUS, TITLE, Layout, Spot, letters
from sipipeline.template.live_checks import GAP, OK, OPEN, WRONG, RowChecks, quoted
from sipipeline.template.row_heights import height
from sipipeline.template.sentences import quoted_text, spoken
from sipipeline.xlsx.hidden import KEY_ROW

Checks = Mapping[tuple[str, int], RowChecks]

GREEN, RED, AMBER = "#1E7D4B", "#B3261E", "#96650A"
STATUS_TEXT = (
    Text(
        zh="本表校验：有 {wrong} 处不符，请看“校验”栏",
        en="Checks: {wrong} contradictions, see the column “Check”",
    ),
    Text(
        zh="本表校验：有 {open} 处未填全或需说明，请看“校验”栏",
        en="Checks: {open} still to be filled in or explained, see the column “Check”",
    ),
    Text(zh="本表校验：全部相符 ✓", en="Checks: everything agrees ✓"),
    Text(
        zh="本表校验：尚未填写，填写后自动校验",
        en="Checks: nothing filled in yet; checks follow as you type",
    ),
)
"""With contradictions, with open ends, all well, nothing filled in."""
_UNCHECKED = Text(
    zh="本表校验：已填的数还没有可以相互核对的",
    en="Checks: no two figures yet that can be held to each other",
)
CHECK_HEAD = Text(zh="校验", en="Check")
SHEET_STATUS = Text(zh="本表校验：", en="Checks: ")
_FURTHER = Text(zh="（另 {n} 处）", en="(+{n} more)")
_UNIT = Text(zh="填报单位：", en="Unit: ")
_YEAR_AND_MONEY = Text(
    zh="填报年度：{year}　　金额单位：{money}", en="Year: {year}    Unit of money: {money}"
)
_PLEASE_CHECK = Text(zh="请核对", en="Please check")
_CHECK_FONT = 10 / 9
"""Signs of a check that its column holds, for each that it would hold in the usual size."""

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
}
_NUMBER = {"validate": "decimal", "criteria": "between", "maximum": _LIMIT, "error_type": "warning"}
_NO_YEAR = Text(zh="这里请填 4 位年份，如 2020。", en="A year in four digits, as 2020, please.")
_NO_NUMBER = Text(
    zh="这里应填数字，不带单位和文字，否则校验栏无法核算。确定保留所填内容吗？",
    en="A number without unit or words, please. Keep what you typed?",
)
_NO_CHOICE = Text(zh="请从下拉列表中选。", en="Please choose from the list.")
_READ = frozenset({"accounts", "balances", "headcounts", "benefit_levels", "funding"})
"""Families whose figures have a hidden cell as the validator reads them."""
Area = tuple[int, int, int, int]
"""First row and column, last row and column."""
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
        self.check_width = 46.0
        self._last_hidden = self.joined_column + 1
        self._figures: dict[int, list[int]] = {}
        """Columns of the figures that each row holds so far."""

    def says(self, text: Text) -> str:
        """A text in the language of the form."""
        return self.layout.says(text)

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
        self,
        row: int,
        least: float,
        *keys: tuple[str, float, int],
        grows: bool = True,
        outline: Mapping[str, object] = {},
    ) -> None:
        """Make a row at least so many points high, and high enough for the values of keys, each
        given with the width of its column and the size of its letters."""
        texts = [(self.values[key], width, size) for key, width, size in keys if key in self.values]
        self.sheet.set_row(row, height(least, *texts) if texts else least, None, dict(outline))
        if grows:
            self.sheet.growing.add(row)

    def unused(self, row: int, column: int) -> None:
        """A cell that the row does not have."""
        self.blank(row, column, "void")

    def input_cell(self, key: str, *looks: str, to: int | None = None) -> None:
        """The cell of a key with its value, or the formula by which the form computes it; merged to
        the column `to`."""
        field = self.standard.field(key)
        assert field is not None
        spot = self.layout.spots[key]
        align = "number" if field.numeric and field.kind != "year" else "words"
        looks = ("input", align, *looks)
        usual = NUMBER_FORMS.get(field.kind, "")
        if field.numeric and keys.family(key) in _READ:
            self._read_cell(key, field.kind)
        if to is not None:
            look = self.formats(*looks, form=usual)
            self.sheet.merge_range(spot.row, spot.column, spot.row, to, "", look)
        if self.values.get(key) is None:
            self._blank_input(spot, self.layout.own_formula(key), looks, usual)
            return
        written = entry(self.values[key], field, self.layout)
        self._value(spot, written.value, self.formats(*looks, form=written.number_format or usual))

    def _blank_input(self, spot: Spot, own: str | None, looks: Sequence[str], form: str) -> None:
        """A cell that nothing is stated in, with the form's own formula where it has one."""
        if own is not None:
            self.formula(spot.row, spot.column, own, *looks, "computed", form=form)
        else:
            look = self.formats(*looks, form=form)
            self.sheet.write_blank(spot.row, spot.column, None, look)

    def _value(self, spot: Spot, value: float | date | str, look: Any) -> None:
        place = spot.row, spot.column
        if isinstance(value, str):
            self.sheet.write_string(*place, value, look)
        elif isinstance(value, date):
            self.sheet.write_datetime(*place, value, look)
        else:
            self.sheet.write_number(*place, value, look)

    def _read_cell(self, key: str, kind: str) -> None:
        """The hidden cell with the figure of a key as the validator reads it."""
        spot = self.layout.spots[key]
        read = self.layout.read_of(spot)
        own = self.layout.own_formula(key)
        formula = read_cells.as_read(spot.ref, kind, self.cover_text("money_unit"), own)
        self.formula(read.row, read.column, formula)
        self._last_hidden = max(self._last_hidden, read.column)
        self._figures.setdefault(spot.row, []).append(spot.column)

    # ------------------------------------------------------------------ the top of a sheet
    def header(self, title: Text) -> None:
        """Title, and a line with unit, year and unit of money as the cover has them."""
        last = self.check_column
        self.sheet.set_row(TITLE, 27)
        self.merge(TITLE, 1, last, self.says(title), "title")
        left = f"{quoted_text(self.says(_UNIT))}&{self.cover_text('unit')}"
        places = {"year": self.cover_text("year"), "money": self.money_unit}
        right = spoken(self.says(_YEAR_AND_MONEY), places)
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

    def column_heads(
        self, row: int, columns: Sequence[Column], first: int, width: float = 0
    ) -> None:
        """The heads of columns, of some width each; one that is too long breaks before its
        bracket."""
        for number, column in enumerate(columns):
            name, room = self.says(column.name), column.width or width
            if room and display.columns(name) > room:
                name = name.replace("（", "\n（").replace(" (", "\n(")
            self.text(row, first + number, name, "head")

    # ------------------------------------------------------------------ live checks
    def check_cell(self, row: int, *more: str) -> None:
        """The check cell of a row: what its relations say, gathered in a hidden cell; `more` are
        formulas of further messages."""
        checks = self._checks.get((self.name, row)) or RowChecks(row, 0)
        messages = (*self._of_texts(row), *checks.messages, *more)
        if not messages:
            self.blank(row, self.check_column, "check")
            return
        for column, formula in enumerate(checks.hidden, self.layout.workings_of(self.name)):
            self.formula(row, column, formula)
            self._last_hidden = max(self._last_hidden, column)
        joined = f"{letters(self.joined_column)}{row + 1}"
        self.formula(row, self.joined_column, "&".join(messages))
        self.formula(row, self.check_column, self._shown(joined), "check")

    def _of_texts(self, row: int) -> list[str]:
        """What is to be said of texts in the figures of a row."""
        columns = self._figures.get(row)
        if not columns:
            return []
        ends = [Spot(self.name, row, column) for column in (min(columns), max(columns))]
        cells = ":".join(spot.ref for spot in ends)
        read = ":".join(self.layout.read_of(spot).ref for spot in ends)
        words = self.says(read_cells.NO_FIGURE), self.says(read_cells.AS_TEXT)
        return [read_cells.row_message(cells, read, *words)]

    def _shown(self, joined: str) -> str:
        """What the check cell shows of its messages: all that has room, else the first, of a
        contradiction where there is one, and how many more there are, so that none is cut off."""
        faults = f'SUBSTITUTE({joined},"{OK}","")'
        room = int(self.check_width * _CHECK_FONT / (2 if self.layout.lang == "zh" else 1))
        start = f'IFERROR(FIND("{WRONG}",{faults}),1)'
        first = f'MID({faults},{start},FIND("{GAP}",{faults}&"{GAP}",{start})-{start}+1)'
        further = f'LEN({faults})-LEN(SUBSTITUTE({faults},"{GAP}",""))-1'
        beside = spoken(self.says(_FURTHER), {"n": f"({further})"})
        short = f'{first}&IF({further}>0,{beside},"")'
        return f'IF({faults}="",LEFT({joined},1),IF(LEN({faults})<={room},{faults},{short}))'

    def check_filled(
        self, row: int, field: Column, blank: str = OPEN, made_up: Sequence[str] = ()
    ) -> None:
        """The check of a field in column C: all well where it is filled in, else the sign `blank`;
        待补充, 见附件 and the form's own words never fill it in, nor does a text with one of the
        words `made_up`; 无 or — only where that is an answer, a bare number only where no words
        are asked for."""
        kinds = ("unfilled", "elsewhere", "above", "other_places")
        blank_words = _blank_words(*kinds, *(() if field.none_answers else ("words", "typed")))
        own = (self.says(text).translate(_BARE) for text in (field.name, field.prompt))
        nothing = ",".join(map(quoted_text, dict.fromkeys(("", *blank_words, *own))))
        text = f"C{row + 1}"
        for idle in _IDLE:
            text = f'SUBSTITUTE({text},{idle},"")'
        condition = f"SUMPRODUCT(({text}={{{nothing}}})*1)>0"
        if field.in_words:
            least = 0 if field.none_answers else -1
            number = f"IF(ISNUMBER(VALUE({text})),ABS(VALUE({text}))>{least},FALSE)"
            condition = f"OR({number},{condition})"
        if made_up:
            words = ",".join(map(quoted_text, made_up))
            condition = f"OR(SUMPRODUCT(ISNUMBER(FIND({{{words}}},{text}))*1)>0,{condition})"
        self.formula(row, self.joined_column, f'IF({condition},"{blank}","{OK}")')

    def status_line(
        self,
        last: int,
        texts: Sequence[Text] = STATUS_TEXT,
        instead: tuple[str, str] | None = None,
        filled: str = "",
    ) -> None:
        """The status line: how many checks fail between the first row and the last. `texts` are
        those for contradictions, for open ends, for all well and for nothing filled in; `instead`
        is what it says where a condition is met, both as formulas; `filled` tells whether
        something is filled in where nothing can be checked yet."""
        column = letters(self.joined_column)
        area = f"{column}${FIRST + 1}:{column}${last + 1}"
        for row, sign in zip((TITLE, INFO, STATUS), (WRONG, OPEN, OK)):
            signs = f'SUMPRODUCT(LEN({area})-LEN(SUBSTITUTE({area},"{sign}","")))'
            self.formula(row, self.joined_column, signs)
        wrong, open_, good = (self.count_cell(row) for row in (TITLE, INFO, STATUS))
        places = {"wrong": wrong, "open": open_}
        faulty, unfinished, agreeing, blank = (spoken(self.says(text), places) for text in texts)
        if filled:
            blank = f"IF({filled},{quoted_text(self.says(_UNCHECKED))},{blank})"
        formula = (
            f"IF({wrong}>0,{faulty},IF({open_}>0,{unfinished},IF({good}>0,{agreeing},{blank})))"
        )
        if instead is not None:
            formula = f"IF({instead[0]},{instead[1]},{formula})"
        self.sheet.set_row(STATUS, 17)
        self.merge_formula(STATUS, 1, self.check_column, formula, "status")
        self._paint(STATUS, 1, (wrong, open_, good))
        if texts[0].zh:
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
                "format": self.formats.conditional(font_color=colour),
            }
            self.sheet.conditional_format(row, column, row, column, {**mark, "stop_if_true": True})

    def _paint_checks(self, last: int) -> None:
        cell = f"${letters(self.joined_column)}{FIRST + 1}"
        for sign, colour in ((WRONG, RED), (OPEN, AMBER), (OK, GREEN)):
            mark = self.formats.conditional(font_color=colour, bold=sign == WRONG)
            rule = {
                "type": "formula",
                "criteria": f'=ISNUMBER(FIND("{sign}",{cell}))',
                "format": mark,
            }
            self.sheet.conditional_format(
                FIRST, self.check_column, last, self.check_column, {**rule, "stop_if_true": True}
            )

    # ------------------------------------------------------------------ prompts
    def accept(self, area: Area, column: Column, prompt: Text | None = None) -> None:
        """What a block of cells accepts: a choice of a list or a number, with a prompt. A text in a
        figure only warns, and is marked."""
        rule: dict[str, Any] = {"validate": "any", "ignore_blank": True, **self._accepted(column)}
        if prompt is not None and self.says(prompt):
            title, message = self.says(column.name)[:32], self.says(prompt)[:255]
            rule |= {"input_title": title, "input_message": message}
        self.sheet.data_validation(*area, rule)
        if column.numeric and column.kind != "year":
            self._mark_texts(area)
        if column.kind in _NUMBERS:
            self.show(area, "ROUND({0},0)={0}", WHOLE)
        if column.kind == "rate":
            self.show(area, "ABS({0})<1.5,ABS(ROUND({0},4)-{0})<1E-9", RATE)

    def show(self, area: Area, condition: str, form: str) -> None:
        """Show the numbers of an area that meet a condition, with `{0}` for the cell, in a
        format."""
        cell = f"{letters(area[1])}{area[0] + 1}"
        criteria = f"=AND(ISNUMBER({cell}),{condition.format(cell)})"
        self._conditional(area, criteria, num_format=form)

    def _mark_texts(self, area: Area) -> None:
        """Mark what is typed as text where a figure is asked for: red what is none."""
        spot = Spot(self.name, area[0], area[1])
        read = self.layout.read_of(spot).ref
        if spot.row in self._figures:
            self._conditional(area, f"={read_cells.is_unreadable(read)}", bg_color=RED_FILL)
            self._conditional(area, f"={read_cells.is_text(spot.ref, read)}", bg_color=AMBER_FILL)
        else:
            typed = f"=AND(ISTEXT({spot.ref}),LEN({spot.ref})>0)"
            self._conditional(area, typed, bg_color=AMBER_FILL)

    def _conditional(self, area: Area, criteria: str, **looks: Any) -> None:
        rule = {
            "type": "formula",
            "criteria": criteria,
            "format": self.formats.conditional(**looks),
        }
        self.sheet.conditional_format(*area, rule)

    def _accepted(self, column: Column) -> dict[str, Any]:
        if column.kind == "choice":
            return self._choice(column)
        if column.kind == "year":
            return {**_YEAR, **self._error(_NO_YEAR)}
        if column.numeric:
            negative = column.signed or column.kind in _NUMBERS | {"rate"}
            least = -_LIMIT if negative else 0
            return {**_NUMBER, "minimum": least, **self._error(_NO_NUMBER)}
        return {}

    def _error(self, message: Text) -> dict[str, Any]:
        return {"error_title": self.says(_PLEASE_CHECK), "error_message": self.says(message)}

    def _choice(self, column: Column) -> dict[str, Any]:
        return {
            "validate": "list",
            "source": self._labels(column),
            "error_type": "stop",
            "show_error": not column.free,
            **self._error(_NO_CHOICE),
        }

    def _labels(self, column: Column) -> list[str] | str:
        """What a drop-down offers: funds and items by their names, which the instructions list."""
        if column.choices_from == "funds":
            return [self.says(fund.short) for fund in self.layout.funds]
        if column.choices_from == "items":
            count = len(self.standard.items)
            return f"={quoted(self.layout.sheet('guide'))}!$H$1:$H${count}"
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
        sheet.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.55)
        sheet.center_horizontally()
        sheet.set_footer(self.says(FOOTER))
        sheet.print_area(TITLE, 1, last, self.check_column)
        if frozen is not None:
            sheet.freeze_panes(*frozen)

    def protect(self, *, rows: bool = False) -> None:
        """Without a password; `rows` lets rows be inserted."""
        self.sheet.protect("", {**_ALLOWED, "insert_rows": rows})


_IDLE = ('" "', '"　"', '"\u00a0"', "CHAR(10)", '"。"', '"("', '")"', '"（"', '"）"')
"""Signs that say nothing, as formulas write them: spaces, a line break, a full stop, brackets."""
_BARE = str.maketrans("", "", " 　\u00a0\n。()（）")
"""The same signs taken out of a text."""


def _blank_words(*kinds: str) -> list[str]:
    """What stands for nothing, of these kinds of words, in small and in large letters."""
    listed = [word for kind in kinds for word in words("blank", kind)]
    return [*listed, *map(str.upper, listed)]
