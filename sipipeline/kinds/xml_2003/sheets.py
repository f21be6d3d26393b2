"""The sheets of an XML Spreadsheet 2003, row by row as they come."""

from dataclasses import dataclass, field

from lxml import etree

from sipipeline.kinds.book import BookCell, CellContent, CollectedSheet, UnreadableBook, within
from sipipeline.kinds.xml_2003.cells import comment, held, is_blank
from sipipeline.kinds.xml_2003.names import SHEET
from sipipeline.kinds.xml_2003.styles import Styles
from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW, Place

_STATES = {"SheetHidden": "hidden", "SheetVeryHidden": "veryHidden"}
_PLAIN = ("", "General", "@")


@dataclass(slots=True, kw_only=True)
class SheetReader(CollectedSheet):
    """Takes the columns, the rows and the options of one sheet."""

    styles: Styles
    from_1904: bool
    style: str = ""
    row: int = 0
    """The last row that was taken."""
    left: int = 0
    cell: int = 0
    """The column of the last cell that was taken."""
    column: int = 0
    """The last column that was taken."""
    column_styles: dict[int, str] = field(default_factory=dict)

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

    def begin_row(self, row: etree._Element) -> None:
        self.row = number_of(row, "Index", self.row + 1)
        self.cell = self.left
        if self.row > LAST_ROW:
            raise UnreadableBook

    def take_cell(self, cell: etree._Element, row: etree._Element) -> None:
        column = number_of(cell, "Index", self.cell + 1)
        place = self.row, column
        if not within(place):
            raise UnreadableBook
        self.cell = self._last_of(cell, place)
        if is_blank(cell):
            self.meter.blank()
            return
        what = held(cell, place, self.from_1904)
        self.take_comment(place, comment(cell))
        if what is not None:
            self.meter.cell(what.value)
            self.meter.text(what.formula or "")
            self.cells[place] = self._cell(cell, what, row, column)

    def end_row(self, row: etree._Element) -> None:
        first = self.row
        self.row = min(first + number_of(row, "Span", 0), LAST_ROW)
        if _is_hidden(row, "Height"):
            self.meter.mark()
            self.hidden_rows.append(range(first, self.row + 1))

    def take_state(self, visible: etree._Element) -> None:
        self.state = _STATES.get((visible.text or "").strip(), "visible")

    def _cell(
        self, cell: etree._Element, what: CellContent, row: etree._Element, column: int
    ) -> BookCell:
        own, usual = cell.get(f"{SHEET}StyleID"), row.get(f"{SHEET}StyleID")
        style = own or usual or self.column_styles.get(column, self.style)
        form = self.styles.format_of(style)
        shown = what.usual_format or form if form in _PLAIN else form
        return BookCell(what.value, shown, what.formula)

    def _last_of(self, cell: etree._Element, place: Place) -> int:
        """The last column that a cell takes."""
        row, column = place
        rows, columns = number_of(cell, "MergeDown", 0), number_of(cell, "MergeAcross", 0)
        last = min(row + rows, LAST_ROW), min(column + columns, LAST_COLUMN)
        if rows or columns:
            self.meter.mark()
            self.merged.append((place, last))
        return last[1]


def number_of(element: etree._Element, name: str, usual: int) -> int:
    """A whole number among the attributes of an element; the usual one where there is none."""
    text = element.get(f"{SHEET}{name}", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else usual


def _is_hidden(element: etree._Element, size: str) -> bool:
    return element.get(f"{SHEET}Hidden") == "1" or element.get(f"{SHEET}{size}") == "0"
