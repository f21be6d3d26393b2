"""The tables of an OpenDocument, row by row as they come."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from sipipeline.kinds.book import BookCell, CellContent, CollectedSheet
from sipipeline.kinds.opendocument.cells import comment, held
from sipipeline.kinds.opendocument.names import TABLE
from sipipeline.kinds.opendocument.styles import Styles
from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW

_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_HIDDEN = ("collapse", "filter")


@dataclass(slots=True, kw_only=True)
class SheetReader(CollectedSheet):
    """Takes the columns and rows of one table."""

    styles: Styles
    row: int = 1
    column_styles: list[str] = field(default_factory=list)

    def take_column(self, column: etree._Element) -> None:
        first = len(self.column_styles) + 1
        room = LAST_COLUMN - len(self.column_styles)
        count = min(repeated(column, "columns"), room)
        style = column.get(f"{TABLE}default-cell-style-name", "")
        self.column_styles += [style] * count
        if count and column.get(f"{TABLE}visibility") in _HIDDEN:
            self.meter.mark()
            self.hidden_columns.append(range(first, first + count))

    def take_row(self, row: etree._Element) -> None:
        """Take a row as often as it is repeated; one without content is only counted."""
        count = min(repeated(row, "rows"), LAST_ROW + 1 - self.row)
        if count <= 0:
            return
        if row.get(f"{TABLE}visibility") in _HIDDEN:
            self.meter.mark()
            self.hidden_rows.append(range(self.row, self.row + count))
        filled = list(self._filled(row))
        for number in range(self.row, self.row + count) if filled else ():
            for column, cell in filled:
                self.meter.cell(cell.value)
                self.cells[number, column] = cell
        self.row += count

    def _filled(self, row: etree._Element) -> Iterator[tuple[int, BookCell]]:
        """The cells of a row with something in them, with their columns."""
        column = 1
        usual = row.get(f"{TABLE}default-cell-style-name", "")
        for cell in row.iterchildren(*_CELLS):
            count = min(repeated(cell, "columns"), LAST_COLUMN + 1 - column)
            what = held(cell)
            self.take_comment((self.row, column), comment(cell))
            self._take_span(cell, column)
            if what is not None:
                for number in range(column, column + count):
                    self.meter.mark()
                    yield number, self._cell(cell, what, number, usual)
            column += max(count, 0)

    def _cell(self, cell: etree._Element, what: CellContent, column: int, usual: str) -> BookCell:
        of_column = self.column_styles[column - 1] if column <= len(self.column_styles) else ""
        style = cell.get(f"{TABLE}style-name") or usual or of_column
        form = self.styles.format_of(style)
        is_plain = form in ("", "General", "@")
        return BookCell(what.value, what.usual_format or form if is_plain else form, what.formula)

    def _take_span(self, cell: etree._Element, column: int) -> None:
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows * columns > 1:
            self.meter.mark()
            last = (min(self.row + rows - 1, LAST_ROW), min(column + columns - 1, LAST_COLUMN))
            self.merged.append(((self.row, column), last))


def repeated(element: etree._Element, what: str) -> int:
    """How often a row, column or cell stands there."""
    return _count(element, f"number-{what}-repeated")


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}", "1")
    is_number = text.isascii() and text.isdecimal() and len(text) < 8
    return max(1, int(text)) if is_number else 1
