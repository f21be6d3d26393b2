"""The sheets of an XML Spreadsheet 2003, row by row as they come."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from sipipeline.kinds.book import BookCell, BookSheet, Comment, Meter, UnreadableBook, within
from sipipeline.kinds.xml_2003.cells import Held, comment, held
from sipipeline.kinds.xml_2003.names import SHEET
from sipipeline.kinds.xml_2003.styles import Styles
from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW, Place

_STATES = {"SheetHidden": "hidden", "SheetVeryHidden": "veryHidden"}
_PLAIN = ("", "General", "@")


@dataclass(slots=True)
class SheetReader:
    """Takes the columns, the rows and the options of one sheet."""

    name: str
    styles: Styles
    meter: Meter
    from_1904: bool
    state: str = "visible"
    style: str = ""
    row: int = 0
    """The last row that was taken."""
    left: int = 0
    column: int = 0
    column_styles: dict[int, str] = field(default_factory=dict)
    cells: dict[Place, BookCell] = field(default_factory=dict)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def begin_table(self, table: etree._Element) -> None:
        self.style = table.get(f"{SHEET}StyleID", "")
        self.row = number_of(table, "TopCell", 1) - 1
        self.left = self.column = number_of(table, "LeftCell", 1) - 1

    def take_column(self, column: etree._Element) -> None:
        self.meter.mark()
        first = number_of(column, "Index", self.column + 1)
        self.column = min(first + number_of(column, "Span", 0), LAST_COLUMN)
        span = range(first, self.column + 1)
        style = column.get(f"{SHEET}StyleID")
        if style is not None:
            self.meter.mark(len(span))
            self.column_styles |= dict.fromkeys(span, style)
        if span and _is_hidden(column, "Width"):
            self.hidden_columns.append(span)

    def take_row(self, row: etree._Element) -> None:
        first = number_of(row, "Index", self.row + 1)
        if first > LAST_ROW:
            raise UnreadableBook
        self.row = first
        for column, cell in self._filled(row):
            self.meter.cell(cell.value)
            self.cells[first, column] = cell
        self.row = min(first + number_of(row, "Span", 0), LAST_ROW)
        if _is_hidden(row, "Height"):
            self.meter.mark()
            self.hidden_rows.append(range(first, self.row + 1))

    def take_state(self, visible: etree._Element) -> None:
        self.state = _STATES.get((visible.text or "").strip(), "visible")

    def sheet(self) -> BookSheet:
        last = max((row for row, _ in self.cells), default=0)
        hidden = (range(span.start, min(span.stop, last + 1)) for span in self.hidden_rows)
        rows = frozenset(row for span in hidden for row in span)
        return BookSheet(
            self.name,
            self.cells,
            self.state,
            rows,
            tuple(self.hidden_columns),
            tuple(self.merged),
            tuple(self.comments),
        )

    def _filled(self, row: etree._Element) -> Iterator[tuple[int, BookCell]]:
        """The cells of a row with something in them, with their columns."""
        column = self.left
        usual = row.get(f"{SHEET}StyleID", "")
        for cell in row.iterchildren(f"{SHEET}Cell"):
            column = number_of(cell, "Index", column + 1)
            if not within((self.row, column)):
                raise UnreadableBook
            what = held(cell, (self.row, column), self.from_1904)
            self._take_comment(cell, column)
            if what is not None:
                yield column, self._cell(cell, what, column, usual)
            column = self._behind(cell, column)

    def _cell(self, cell: etree._Element, what: Held, column: int, usual: str) -> BookCell:
        of_column = self.column_styles.get(column, self.style)
        style = cell.get(f"{SHEET}StyleID") or usual or of_column
        form = self.styles.format_of(style)
        shown = what.usual_format or form if form in _PLAIN else form
        return BookCell(what.value, shown, what.formula)

    def _take_comment(self, cell: etree._Element, column: int) -> None:
        text = comment(cell)
        if text is not None:
            self.meter.mark()
            self.meter.text(text)
            self.comments.append(Comment((self.row, column), text))

    def _behind(self, cell: etree._Element, column: int) -> int:
        """The last column that a cell takes."""
        rows, columns = number_of(cell, "MergeDown", 0), number_of(cell, "MergeAcross", 0)
        last = min(self.row + rows, LAST_ROW), min(column + columns, LAST_COLUMN)
        if rows or columns:
            self.meter.mark()
            self.merged.append(((self.row, column), last))
        return last[1]


def number_of(element: etree._Element, name: str, usual: int) -> int:
    """A whole number among the attributes of an element; the usual one where there is none."""
    text = element.get(f"{SHEET}{name}", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else usual


def _is_hidden(element: etree._Element, size: str) -> bool:
    return element.get(f"{SHEET}Hidden") == "1" or element.get(f"{SHEET}{size}") == "0"
