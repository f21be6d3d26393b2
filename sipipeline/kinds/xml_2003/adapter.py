"""The workbook of an XML Spreadsheet 2003."""

import io
from collections.abc import Callable

from lxml import etree

from sipipeline.core.limits import Limits
from sipipeline.kinds.book import Active, Book, BookSheet, Meter, UnreadableBook, UnsafeBook
from sipipeline.kinds.xml_2003.names import EXCEL, SHEET
from sipipeline.kinds.xml_2003.references import spelled
from sipipeline.kinds.xml_2003.sheets import SheetReader
from sipipeline.kinds.xml_2003.styles import Styles
from sipipeline.xlsx.safe_xml import SAFE, declares, let_go

_WORKSHEET, _TABLE, _ROW = (f"{SHEET}{name}" for name in ("Worksheet", "Table", "Row"))


def read(content: bytes, limits: Limits) -> Book:
    """The workbook; raises UnreadableBook, UnsafeBook, TooMuch."""
    if declares(content):
        raise UnsafeBook
    reader = _DocumentReader(Meter(limits))
    reader.read(content.lstrip())
    return reader.book()


class _DocumentReader:
    """Goes through the document once, and lets go of each cell and row as it goes."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._styles = Styles(meter)
        self._active: set[Active] = set()
        self._names: dict[str, str] = {}
        self._sheets: list[BookSheet] = []
        self._open: SheetReader | None = None
        self._from_1904 = False
        self._starts: dict[str, Callable[[etree._Element], None]] = {
            _WORKSHEET: self._begin,
            _TABLE: self._begin_table,
            _ROW: self._begin_row,
        }
        self._ends: dict[str, Callable[[etree._Element], None]] = {
            f"{SHEET}Style": self._styles.take,
            f"{SHEET}NamedRange": self._take_name,
            f"{SHEET}Column": self._take_column,
            f"{SHEET}Cell": self._take_cell,
            _ROW: self._end_row,
            f"{EXCEL}Date1904": self._take_1904,
            f"{EXCEL}SupBook": self._take_link,
            f"{EXCEL}Visible": self._take_state,
            _WORKSHEET: self._close,
        }

    def read(self, content: bytes) -> None:
        tags = (*self._starts, *self._ends)
        try:
            events = etree.iterparse(io.BytesIO(content), ("start", "end"), tag=tags, **SAFE)
            for event, element in events:
                takers = self._starts if event == "start" else self._ends
                taker = takers.get(str(element.tag))
                if taker is not None:
                    taker(element)
        except etree.XMLSyntaxError as error:
            raise UnreadableBook from error

    def book(self) -> Book:
        if not self._sheets:
            raise UnreadableBook
        active = frozenset(self._active)
        return Book(tuple(self._sheets), self._names, active, self._from_1904)

    # ------------------------------------------------------------ what the document has
    def _begin(self, sheet: etree._Element) -> None:
        self._meter.sheet()
        name = sheet.get(f"{SHEET}Name", "")
        self._open = SheetReader(
            name=name, styles=self._styles, meter=self._meter, from_1904=self._from_1904
        )

    def _begin_table(self, table: etree._Element) -> None:
        if self._open is not None:
            self._open.begin_table(table)

    def _take_column(self, column: etree._Element) -> None:
        if self._open is not None:
            self._open.take_column(column)

    def _begin_row(self, row: etree._Element) -> None:
        if self._open is not None:
            self._open.begin_row(row)

    def _take_cell(self, cell: etree._Element) -> None:
        row = cell.getparent()
        if self._open is not None and row is not None:
            self._open.take_cell(cell, row)
        let_go(cell)

    def _end_row(self, row: etree._Element) -> None:
        if self._open is not None:
            self._open.end_row(row)
        let_go(row)

    def _take_state(self, visible: etree._Element) -> None:
        if self._open is not None:
            self._open.take_state(visible)

    def _close(self, sheet: etree._Element) -> None:
        if self._open is not None:
            self._sheets.append(self._open.sheet())
        self._open = None
        let_go(sheet)

    def _take_name(self, name: etree._Element) -> None:
        self._meter.mark()
        formula = spelled(name.get(f"{SHEET}RefersTo", ""))
        if self._open is None:
            self._names[name.get(f"{SHEET}Name", "")] = formula

    def _take_1904(self, _: etree._Element) -> None:
        self._from_1904 = True

    def _take_link(self, _: etree._Element) -> None:
        self._active.add(Active.LINKS)
