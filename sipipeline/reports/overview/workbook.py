"""The overview as a workbook, 批次汇总.xlsx: what is in it is text and figures, never a formula."""

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Generic, TypeVar

from sipipeline.core.display import breadth
from sipipeline.core.findings import Verdict
from sipipeline.core.particulars import TEN_THOUSAND_YUAN
from sipipeline.core.text import Lang, Text
from sipipeline.reports.overview import links, tables, titles
from sipipeline.reports.overview.cells import blank_cell, look_of, number_cell, text_cell
from sipipeline.reports.overview.chart_sheet import write_charts
from sipipeline.reports.overview.headline import (
    IN_TEN_THOUSAND,
    TITLE,
    Morning,
    day_of,
    morning_of,
    sentences,
)
from sipipeline.reports.overview.marks import OVERVIEW_NAME
from sipipeline.reports.overview.overview import Overview
from sipipeline.reports.overview.tables import Form, TableColumn, Value
from sipipeline.reports.phrases import VERDICTS, clean

_COLOURS = {
    Verdict.PASS: "#E2F0D9",
    Verdict.EXPLAIN: "#FFF2CC",
    Verdict.FIX: "#FBE0DD",
    Verdict.UNREADABLE: "#E4E0EC",
}

_LEFT_OUT = Text(
    zh="“{sheet}”列了 {shown} 行，另有 {count} 行没有列出，见各批注本。",
    en="“{sheet}” has {shown} rows; {count} more {count:is|are} not listed: see the annotated "
    "copies.",
)
_MORE_CHANGES = Text(zh="另有 {count} 家有变化。", en="{count} more changed.")
_IN = Text(zh="{head}（万元）", en="{head}, 10,000 yuan")
_ACCEPTED_ALONE = Text(
    zh="只加总已通过的报送；空白不当作零，没有填全的在最后一列列出，"
    "缺的数没有加进来，用到它的完成预算%、增减也不计算；"
    "上下级之间的补助、上解没有抵销。",
    en="Accepted submissions alone are added up; a blank is no zero: the last column tells "
    "which sums lack some, and these make no rate and no change; what flows between levels is "
    "not cancelled out.",
)

_MOST_ROWS = 1_048_000
_MOST_LINKS = 60_000
"""Rows and links that a sheet of Excel can hold."""
_MOST_INDICATORS = 2_000
"""Rows of indicators after which those that are reached or undecided are counted only."""
_MOST_CHANGES, _MOST_RULES = 20, 15
_BESIDE_CHART = 7
"""Rows that the chart of the verdicts takes."""
_HEAD_HIGH, _LINE, _HIGHEST = 33, 14.5, 400
"""Heights of a row of heads, of a line and of the highest row, in points."""
_MARGIN = 3
"""Half ideographs of a cell that its text does not fill."""
_CALL_WIDTHS = [column.width for column in tables.CALLS]

Row = TypeVar("Row")


def write_workbook(target: BinaryIO, overview: Overview, lang: Lang, folder: Path = Path()) -> None:
    """Write the workbook; links lead to the copies from the folder that it will lie in. Memory does
    not grow with the number of submissions."""
    import xlsxwriter

    from sipipeline.reports.overview.quick_sheet import QuickSheet

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.worksheet_class = QuickSheet
    book.define_name(OVERVIEW_NAME, '="1"')
    try:
        _OverviewBook(book, lang, folder).write(morning_of(overview))
    finally:
        _close(book)


def _close(book: Any) -> None:
    """Close the workbook; raises the OSError that kept it from being written."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error


class _OverviewFormats:
    """How cells look."""

    def __init__(self, book: Any, lined: bool) -> None:
        self.lined = lined
        """Whether every cell has a border, blank ones too."""
        font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        line = {**font, "border": 1, "border_color": "#D5DAE1"} if lined else font
        head = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True}
        self.title = book.add_format({**font, "bold": True, "font_size": 18, "valign": "vcenter"})
        self.section = book.add_format(
            {**font, "bold": True, "font_size": 12, "font_color": "#1F4E79"}
        )
        self.plain = book.add_format(font)
        self.small = book.add_format({**font, "font_size": 9, "font_color": "#5B6672"})
        self.head = book.add_format({**line, **head, "valign": "vcenter"})
        self.verdicts = {
            verdict: look_of(
                book.add_format({**line, "bold": True, "bg_color": colour, "align": "center"})
            )
            for verdict, colour in _COLOURS.items()
        }
        """Numbers of formats, as those of the forms."""
        self.copy = book.add_format({**line, "font_color": "#1F5FA8", "align": "left", "indent": 1})
        text = book.add_format({**line, "align": "left", "indent": 1})
        wrapped = book.add_format({**line, "align": "left", "indent": 1, "text_wrap": True})
        of_form = {
            Form.TEXT: text,
            Form.LONG: wrapped,
            Form.COUNT: book.add_format({**line, "num_format": "#,##0;-#,##0;–"}),
            Form.YEAR: book.add_format({**line, "num_format": "0"}),
            Form.MONEY: book.add_format({**line, "num_format": "#,##0.00;[Red]-#,##0.00;0.00"}),
            Form.RATE: book.add_format({**line, "num_format": "0.0%;[Red]-0.0%;0.0%"}),
            Form.VERDICT: text,
            Form.COPY: text,
        }
        self.of = {form: look_of(look) for form, look in of_form.items()}


class _TableWriter(Generic[Row]):
    """A table on a sheet, written row by row."""

    def __init__(
        self,
        sheet: Any,
        columns: Sequence[TableColumn[Row]],
        formats: _OverviewFormats,
        lang: Lang,
        folder: Path,
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        self.next = 0
        """The row that is written next."""
        self.left_out = 0
        self._formats, self._lang, self._folder = formats, lang, folder
        self._links = 0
        self._makers = [self._maker(column.form) for column in columns]
        self._looks = [formats.of[column.form] for column in columns]
        long = (place for place, column in enumerate(columns) if column.form is Form.LONG)
        self._long = [(place, columns[place].width - _MARGIN) for place in long]

    def place_of(self, head: Text) -> int:
        """The place of the column of a head."""
        return [column.head for column in self.columns].index(head)

    def head(self, at: int) -> None:
        """Write the heads of the columns."""
        for place, column in enumerate(self.columns):
            head = _IN.fill(head=column.head) if column.form is Form.MONEY else column.head
            self.sheet.write_string(at, place, head.in_(self._lang), self._formats.head)
        self.sheet.set_row(at, _HEAD_HIGH)
        self.next = at + 1

    def write(self, row: Row) -> None:
        """Write a row, its blanks left out; what the sheet cannot hold is counted."""
        if self.next >= _MOST_ROWS:
            self.left_out += 1
            return
        values = [column.value(row, self._lang) for column in self.columns]
        self._set_height(values)
        self.sheet.put_row(self.next, [self._cell(place, one) for place, one in enumerate(values)])
        self.next += 1

    def _set_height(self, values: Sequence[Value]) -> None:
        """A row as high as its longest text needs: not every program works it out itself."""
        shares = [breadth(str(values[place] or "")) / width for place, width in self._long]
        needed = max(shares, default=0.0)
        if needed > 1.0:
            self.sheet.set_row(self.next, min(_HIGHEST, _LINE * math.ceil(needed) + 3))

    def _maker(self, form: Form) -> Callable[[int, Any], str]:
        """What makes the cell of a column and a value of a form, which is not blank."""
        makers: dict[Form, Callable[[int, Any], str]] = {
            Form.TEXT: self._text,
            Form.LONG: self._text,
            Form.VERDICT: self._verdict,
            Form.COPY: self._copy,
            Form.MONEY: self._money,
        }
        return makers.get(form, self._number)

    def _cell(self, place: int, value: Value) -> str:
        """The cell of a value; a blank one only where every cell has a border."""
        if value is not None and value != "":
            return self._makers[place](place, value)
        return blank_cell(self.next, place, self._looks[place]) if self._formats.lined else ""

    def _verdict(self, place: int, verdict: Verdict) -> str:
        word = VERDICTS[verdict].in_(self._lang)
        return text_cell(self.next, place, word, self._formats.verdicts[verdict])

    def _text(self, place: int, text: str) -> str:
        return text_cell(self.next, place, text, self._looks[place])

    def _money(self, place: int, fen: int) -> str:
        return self._number(place, fen / TEN_THOUSAND_YUAN)

    def _number(self, place: int, number: float) -> str:
        is_finite = math.isfinite(number)
        return number_cell(self.next, place, number, self._looks[place]) if is_finite else ""

    def _copy(self, place: int, path: str) -> str:
        """The name of a copy, with a link to it where there is a relative way."""
        name = PurePath(path).name
        link = links.in_workbook(path, self._folder) if self._links < _MOST_LINKS else ""
        if not link:
            return text_cell(self.next, place, name, self._formats.of[Form.COPY])
        self._links += 1
        self.sheet.lead(self.next, place, link)
        return text_cell(self.next, place, clean(name), look_of(self._formats.copy))


class _OverviewBook:
    """The sheets of an overview."""

    def __init__(self, book: Any, lang: Lang, folder: Path) -> None:
        self._book, self._lang, self._folder = book, lang, folder
        self._formats, self._lined = _OverviewFormats(book, False), _OverviewFormats(book, True)

    def write(self, morning: Morning) -> None:
        """Write every sheet that there is something for; what needs a ledger or a roster is absent
        where there is none."""
        overview = morning.overview
        first = self._sheet(titles.OVERVIEW)
        charts = self._sheet(titles.CHARTS)
        left_out = self._write_submissions(overview)
        self._write_funds(overview)
        if morning.attended is not None:
            self._list(titles.MISSING, tables.MISSING, morning.attended.missing)
        if held := tables.held_rows(overview, morning.attended):
            self._list(titles.HELD, tables.HELD, held)
        self._write_first(first, morning, left_out)
        write_charts(self._book, charts, first, overview, self._lang)

    # ------------------------------------------------------------ lists
    def _write_submissions(self, overview: Overview) -> list[Text]:
        """The lists of units, issues and indicators, in one pass; what they could not hold."""
        units = self._table(titles.UNITS, tables.unit_columns(overview))
        issues = self._table(titles.ISSUES, tables.issue_columns(overview))
        with_indicators = overview.statuses.total() > 0
        indicators = self._table(titles.INDICATORS, tables.INDICATORS) if with_indicators else None
        for row in tables.unit_rows(overview):
            units.write(row)
            for issue in tables.issue_rows(row):
                issues.write(issue)
            if indicators is not None:
                _write_indicators(indicators, row)
        units.sheet.print_area(0, 0, units.next - 1, units.place_of(tables.PHONE))
        written: list[tuple[Text, _TableWriter[Any]]] = [
            (titles.UNITS, units),
            (titles.ISSUES, issues),
        ]
        if indicators is not None:
            written.append((titles.INDICATORS, indicators))
        for _, table in written:
            _filter(table)
        return [
            _LEFT_OUT.fill(sheet=name, shown=table.next - 1, count=table.left_out)
            for name, table in written
            if table.left_out
        ]

    def _write_funds(self, overview: Overview) -> None:
        rows = list(tables.fund_rows(overview))
        if not rows:
            return
        sheet = self._sheet(titles.FUNDS)
        note = _ACCEPTED_ALONE.in_(self._lang)
        self._fill(sheet, tables.FUNDS, rows, note)

    def _list(self, name: Text, columns: Sequence[TableColumn[Row]], rows: Iterable[Row]) -> None:
        self._fill(self._sheet(name), columns, rows)

    def _fill(
        self, sheet: Any, columns: Sequence[TableColumn[Row]], rows: Iterable[Row], note: str = ""
    ) -> None:
        """A list on a sheet of its own, under a note where there is one."""
        if note:
            sheet.write_string(0, 0, note, self._formats.small)
        table = self._begin(sheet, columns, at=1 if note else 0)
        for row in rows:
            table.write(row)
        _filter(table, at=1 if note else 0)

    def _table(self, name: Text, columns: Sequence[TableColumn[Row]]) -> _TableWriter[Row]:
        return self._begin(self._sheet(name), columns)

    def _begin(
        self, sheet: Any, columns: Sequence[TableColumn[Row]], at: int = 0
    ) -> _TableWriter[Row]:
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        table = _TableWriter(sheet, columns, self._formats, self._lang, self._folder)
        table.head(at)
        sheet.freeze_panes(at + 1, 1)
        sheet.repeat_rows(at)
        return table

    def _sheet(self, name: Text) -> Any:
        sheet = self._book.add_worksheet(name.in_(self._lang))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    # ------------------------------------------------------------ the first sheet
    def _write_first(self, sheet: Any, morning: Morning, left_out: Sequence[Text]) -> None:
        """How the batch stands, whom to call, what changed, which rules found most."""
        for place, width in enumerate(_CALL_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.hide_gridlines(2)
        title = TITLE + Text(zh="　", en=" ") + day_of(morning.overview)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title.in_(self._lang), self._lined.title)
        told = [*sentences(morning), *left_out, IN_TEN_THOUSAND + Text(zh="。", en=".")]
        for row, sentence in enumerate(told, 1):
            sheet.set_row(row, 20)
            sheet.write_string(row, 0, sentence.in_(self._lang), self._lined.plain)
        row = max(_BESIDE_CHART, len(told) + 2)
        row = self._section(
            sheet, row, titles.CALLS, tables.CALLS, tables.to_call(morning.overview)
        )
        if morning.changed is not None:
            changed = [*morning.changed.again, *morning.changed.arrived]
            shown = changed[:_MOST_CHANGES]
            row = self._section(sheet, row, titles.CHANGES, tables.CHANGES, shown)
            if len(changed) > len(shown):
                more = _MORE_CHANGES.fill(count=len(changed) - len(shown))
                sheet.write_string(row - 1, 0, more.in_(self._lang), self._lined.small)
                row += 1
        rules = tables.rule_rows(morning.overview)[:_MOST_RULES]
        self._section(sheet, row, titles.RULES, tables.RULES, rules)

    def _section(
        self,
        sheet: Any,
        row: int,
        name: Text,
        columns: Sequence[TableColumn[Row]],
        rows: Sequence[Row],
    ) -> int:
        """A small table under its title; the row after the next. Nothing where it has no rows."""
        if not rows:
            return row
        sheet.write_string(row, 0, name.in_(self._lang), self._lined.section)
        table = _TableWriter(sheet, columns, self._lined, self._lang, self._folder)
        table.head(row + 1)
        for one in rows:
            table.write(one)
        return table.next + 1


def _write_indicators(table: _TableWriter[tables.IndicatorRow], row: tables.UnitRow) -> None:
    """The indicators of a unit; in a large batch, of the later units those that are not reached."""
    for line in tables.indicator_rows(row):
        if table.next <= _MOST_INDICATORS or line.line.status == "unmet":
            table.write(line)
        else:
            table.left_out += 1


def _filter(table: _TableWriter[Any], at: int = 0) -> None:
    """Let a list be filtered by its heads."""
    table.sheet.autofilter(at, 0, max(at + 1, table.next - 1), len(table.columns) - 1)
