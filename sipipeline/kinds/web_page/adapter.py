"""The workbook of a page: each table of it is a sheet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from sipipeline.core.figures import read_float
from sipipeline.core.limits import Limits
from sipipeline.kinds.book import Book, BookCell, BookSheet, Meter, SheetsElsewhere, UnreadableBook
from sipipeline.kinds.decoding import decoded
from sipipeline.kinds.format_names import code_of
from sipipeline.kinds.typed_text import typed
from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW, Place

_CELLS = ("td", "th")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "x:name"})
_BREAKS = frozenset({"br", "p", "div", "li"})
_UNSEEN = frozenset({"style", "script", "title"})
_CLASS_FORMAT = re.compile(r"\.([\w-]{1,40})\s*\{[^{}]*?mso-number-format\s*:\s*([^;{}]{1,100})")
_OWN_FORMAT = re.compile(r"mso-number-format\s*:\s*([^;]{1,100})")
_HIDDEN = re.compile(r"display\s*:\s*none")
_HIDDEN_SHEET = re.compile(r"<x:Visible>\s*Sheet(Very)?Hidden\s*</x:Visible>")
_SHEET_ELSEWHERE = "<x:WorksheetSource"
_ONE_SHEET = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>([^<]{1,200})</x:Name>")
_SPREAD = re.compile(r"mso-ignore\s*:\s*colspan")
"""Blank cells that are written as one."""
_WRAPPED = re.compile(
    r"(?<=[\u2e80-\ufaff\uff00-\uffef])[ \t]*\r?\n[ \t]*(?=[\u2e80-\ufaff\uff00-\uffef])"
)
"""Where the source of a page goes on in the next line inside a Chinese text."""
_SHEET_OF_LIBREOFFICE = re.compile(r"\ASheet \d+:\s*")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONGEST_NAME = 31
_NAMELESS = "Sheet{number}"
_Attributes = Mapping[str, str]


@dataclass(slots=True)
class _PageTable:
    """A table that is being read."""

    name: str
    row: int = 0
    column: int = 1
    cells: dict[Place, BookCell] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    """Columns that a cell of a row above reaches down into, and the last row that it takes."""
    hidden_rows: set[int] = field(default_factory=set)
    columns: int = 0
    """Columns that the page has said something of before the first row."""
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    cell: _Attributes | None = None
    pieces: list[str] = field(default_factory=list)


def read(content: bytes, limits: Limits) -> Book:
    """The workbook; raises UnreadableBook, TooMuch."""
    page = TableParser(Meter(limits))
    page.read(decoded(content))
    return page.book()


class TableParser(HTMLParser):
    """Takes the tables of a page, or of several one after the other."""

    def __init__(self, meter: Meter) -> None:
        super().__init__(convert_charrefs=True)
        self._meter = meter
        self._tables: list[_PageTable] = []
        self._sheets: list[BookSheet] = []
        self._formats: dict[str, str] = {}
        self._heading: list[str] | None = None
        self._name = ""
        self._state = "visible"
        self._lists = False
        """Whether a page lists sheets that are pages of their own."""
        self._unseen = ""
        self._starts: dict[str, Callable[[_Attributes], None]] = {
            "table": self._begin_table,
            "tr": self._begin_row,
            "col": self._take_column,
            **dict.fromkeys(_CELLS, self._begin_cell),
            **dict.fromkeys(_HEADINGS, self._begin_heading),
        }

    def read(self, text: str, name: str = "") -> None:
        """Take the tables of a page, the first of them under a name."""
        self.reset()
        self._heading, self._unseen = None, ""
        self._name, self._state = name, "visible"
        self.feed(text)
        self.close()
        while self._tables:
            self._end_table()

    def take_formats(self, text: str) -> None:
        """Keep the number formats of the classes of a style sheet."""
        for name, code in _CLASS_FORMAT.findall(text):
            self._meter.mark()
            self._formats[name] = _unescaped(code)

    def book(self) -> Book:
        """The workbook of what was read; raises UnreadableBook where there is no table."""
        if not self._sheets:
            raise SheetsElsewhere if self._lists else UnreadableBook
        return Book(tuple(self._sheets))

    # ------------------------------------------------------------ what the parser calls
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag in _BREAKS:
            self._write("\n")
        elif tag in self._starts:
            self._starts[tag]({name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        elif tag in _HEADINGS:
            self._end_heading()
        elif tag in _CELLS:
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self._unseen == "style":
            self.take_formats(data)
        elif not self._unseen:
            self._write(_SPACE.sub(" ", _WRAPPED.sub("", data)))

    def handle_comment(self, data: str) -> None:
        """Excel puts what it knows of a sheet into comments."""
        self.take_formats(data)
        self._lists = self._lists or _SHEET_ELSEWHERE in data
        names = _ONE_SHEET.findall(data)
        if len(names) == 1 and not self._name:
            self._name = unescape(names[0]).strip()[:_LONGEST_NAME]
        hidden = _HIDDEN_SHEET.search(data)
        if hidden is not None:
            self._state = "veryHidden" if hidden[1] else "hidden"

    # ------------------------------------------------------------ tables
    def _begin_table(self, _: _Attributes) -> None:
        self._meter.sheet()
        number = len(self._sheets) + len(self._tables) + 1
        self._tables.append(_PageTable(self._name or _NAMELESS.format(number=number)))
        self._name = ""

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        if table.cells:
            sheet = BookSheet(
                self._unused(table.name),
                table.cells,
                self._state,
                frozenset(table.hidden_rows),
                tuple(table.hidden_columns),
                tuple(table.merged),
            )
            self._sheets.append(sheet)

    def _unused(self, name: str) -> str:
        taken = {sheet.name.casefold() for sheet in self._sheets}
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{name[: _LONGEST_NAME - 6]} ({number})"
        return free

    def _take_column(self, attributes: _Attributes) -> None:
        if not self._tables:
            return
        self._meter.mark()
        table = self._tables[-1]
        first = table.columns + 1
        table.columns = min(table.columns + _count(attributes, "span"), LAST_COLUMN)
        if _HIDDEN.search(attributes.get("style", "")):
            table.hidden_columns.append(range(first, table.columns + 1))

    def _begin_row(self, attributes: _Attributes) -> None:
        if not self._tables:
            return
        self._end_cell()
        self._meter.mark()
        table = self._tables[-1]
        table.row, table.column = min(table.row + 1, LAST_ROW), 1
        if _HIDDEN.search(attributes.get("style", "")):
            table.hidden_rows.add(table.row)

    def _begin_cell(self, attributes: _Attributes) -> None:
        if not self._tables:
            return
        self._end_cell()
        table = self._tables[-1]
        table.row = max(table.row, 1)
        while table.taken.get(table.column, 0) >= table.row:
            table.column += 1
        table.cell, table.pieces = attributes, []

    def _end_cell(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None or table.cell is None:
            return
        attributes, table.cell = table.cell, None
        place = (table.row, table.column)
        cell = self._cell(attributes, "".join(table.pieces).strip())
        if cell is not None and table.column <= LAST_COLUMN:
            self._meter.cell(cell.value)
            table.cells[place] = cell
        self._span(table, attributes, place)

    def _span(self, table: _PageTable, attributes: _Attributes, place: Place) -> None:
        """Go on behind a cell, which may reach over several columns and rows."""
        row, column = place
        width = min(_count(attributes, "colspan"), LAST_COLUMN)
        last = min(row + _count(attributes, "rowspan") - 1, LAST_ROW)
        self._meter.mark(width)
        if last > row:
            table.taken |= dict.fromkeys(range(column, column + width), last)
        is_one = (last > row or width > 1) and not _SPREAD.search(attributes.get("style", ""))
        if is_one:
            table.merged.append((place, (last, min(column + width - 1, LAST_COLUMN))))
        table.column = column + width

    # ------------------------------------------------------------ cells
    def _cell(self, attributes: _Attributes, text: str) -> BookCell | None:
        """A cell by what Excel or LibreOffice say of it, else by its text."""
        form = self._format(attributes)
        stated = attributes.get("x:num") or attributes.get("sdval")
        number = read_float(stated) if stated else None
        if number is not None:
            return BookCell(number, form)
        if "x:str" in attributes or form == "@":
            return BookCell(text) if text else None
        cell = typed(text)
        return cell if cell is None or not form else cell._replace(number_format=form)

    def _format(self, attributes: _Attributes) -> str:
        of_libreoffice = attributes.get("sdnum", "").split(";", 2)
        if len(of_libreoffice) == 3:
            return of_libreoffice[2]
        own = _OWN_FORMAT.search(attributes.get("style", ""))
        return _unescaped(own[1]) if own else self._formats.get(attributes.get("class", ""), "")

    # ------------------------------------------------------------ texts
    def _begin_heading(self, _: _Attributes) -> None:
        self._heading = []

    def _end_heading(self) -> None:
        if self._heading is not None:
            text = "".join(self._heading).strip()
            self._name = _SHEET_OF_LIBREOFFICE.sub("", text)[:_LONGEST_NAME]
        self._heading = None

    def _write(self, text: str) -> None:
        if self._heading is not None:
            self._heading.append(text)
        elif self._tables and self._tables[-1].cell is not None:
            self._tables[-1].pieces.append(text)


def _count(attributes: _Attributes, name: str) -> int:
    text = attributes.get(name, "1").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) < 8
    return max(1, int(text)) if is_number else 1


def _unescaped(code: str) -> str:
    """A number format without the quotes and signs of a style sheet."""
    text = code.strip().strip("\"'")
    if text == "\\@":
        return "@"
    return code_of(text.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\"))
