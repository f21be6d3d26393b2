"""The workbook of an .ods or .fods file."""

import io
import re
from collections.abc import Callable

from lxml import etree

from sipipeline.core.limits import Limits
from sipipeline.kinds.book import (
    Active,
    Book,
    BookSheet,
    EncryptedBook,
    Meter,
    UnreadableBook,
    UnsafeBook,
)
from sipipeline.kinds.opendocument.names import DRAWING, LINK, OFFICE, STYLE, TABLE
from sipipeline.kinds.opendocument.number_formats import STYLES
from sipipeline.kinds.opendocument.sheets import SheetReader
from sipipeline.kinds.opendocument.styles import Styles
from sipipeline.xlsx.archive import ArchiveError, read_archive
from sipipeline.xlsx.package import Package
from sipipeline.xlsx.safe_xml import SAFE, declares, let_go

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_WHOLE_ENCRYPTED = "encrypted-package"
_MACROS = ("basic/", "scripts/")
_PREFIX = re.compile(r"\A(?:\w+:)?=")
_TABLE = f"{TABLE}table"
_ACTIVE = {
    f"{TABLE}dde-link": Active.DDE,
    f"{OFFICE}dde-source": Active.DDE,
    f"{TABLE}table-source": Active.LINKS,
    f"{TABLE}cell-range-source": Active.LINKS,
    f"{DRAWING}object-ole": Active.OBJECTS,
    f"{OFFICE}script": Active.MACROS,
}


def read_package(content: bytes, limits: Limits) -> Book:
    """The workbook of an .ods; raises UnreadableBook, EncryptedBook, UnsafeBook, TooMuch."""
    try:
        package = Package(read_archive(content))
        return _of_package(package, Meter(limits))
    except ArchiveError as error:
        raise UnreadableBook from error


def read_flat(content: bytes, limits: Limits) -> Book:
    """The workbook of an .fods; raises UnreadableBook, UnsafeBook, TooMuch."""
    reader = _DocumentReader(Meter(limits))
    reader.read(content)
    return reader.book()


def _of_package(package: Package, meter: Meter) -> Book:
    _refuse_encrypted(package)
    reader = _DocumentReader(meter)
    if any(name.casefold().startswith(_MACROS) for name in package.names):
        reader.active.add(Active.MACROS)
    for name in (_STYLES, _CONTENT):
        part = package.find(name)
        if part is not None:
            reader.read(package.read(part))
    return reader.book()


def _refuse_encrypted(package: Package) -> None:
    manifest = package.find(_MANIFEST)
    is_encrypted = manifest is not None and b"encryption-data" in package.read(manifest)
    if is_encrypted or package.find(_WHOLE_ENCRYPTED):
        raise EncryptedBook


class _DocumentReader:
    """Goes through the parts of a document once, and lets go of each row as it goes."""

    def __init__(self, meter: Meter) -> None:
        self.active: set[Active] = set()
        self._meter = meter
        self._styles = Styles(meter)
        self._names: dict[str, str] = {}
        self._sheets: list[BookSheet] = []
        self._open: SheetReader | None = None
        self._takers: dict[str, Callable[[etree._Element], None]] = {
            **dict.fromkeys(STYLES, self._styles.take_format),
            f"{STYLE}style": self._styles.take_style,
            f"{TABLE}table-column": self._take_column,
            f"{TABLE}table-row": self._take_row,
            f"{TABLE}named-expression": self._take_name,
            _TABLE: self._close,
        }

    def read(self, part: bytes) -> None:
        if declares(part):
            raise UnsafeBook
        tags = (*self._takers, *_ACTIVE)
        try:
            events = etree.iterparse(io.BytesIO(part), ("start", "end"), tag=tags, **SAFE)
            for event, element in events:
                self._take(event, element)
        except etree.XMLSyntaxError as error:
            raise UnreadableBook from error

    def book(self) -> Book:
        if not self._sheets:
            raise UnreadableBook
        return Book(tuple(self._sheets), self._names, frozenset(self.active))

    def _take(self, event: str, element: etree._Element) -> None:
        tag = str(element.tag)
        if event == "start":
            if tag == _TABLE and self._open is None:
                self._begin(element)
            return
        if tag in _ACTIVE:
            self._take_active(tag, element)
        taker = self._takers.get(tag)
        if taker is not None:
            taker(element)

    def _take_active(self, tag: str, element: etree._Element) -> None:
        is_empty = {
            f"{TABLE}table-source": not element.get(f"{LINK}href"),
            f"{OFFICE}script": not any(str(one.tag).endswith("}module") for one in element.iter()),
        }
        if not is_empty.get(tag, False):
            self.active.add(_ACTIVE[tag])

    def _begin(self, table: etree._Element) -> None:
        self._meter.sheet()
        style = table.get(f"{TABLE}style-name", "")
        state = "hidden" if style in self._styles.hidden_tables else "visible"
        self._open = SheetReader(
            name=table.get(f"{TABLE}name", ""), state=state, styles=self._styles, meter=self._meter
        )

    def _close(self, table: etree._Element) -> None:
        if self._open is not None:
            self._sheets.append(self._open.sheet())
        self._open = None
        let_go(table)

    def _take_column(self, column: etree._Element) -> None:
        if self._open is not None:
            self._open.take_column(column)

    def _take_row(self, row: etree._Element) -> None:
        if self._open is not None:
            self._open.take_row(row)
        let_go(row)

    def _take_name(self, name: etree._Element) -> None:
        self._meter.mark()
        formula = _PREFIX.sub("", name.get(f"{TABLE}expression", ""))
        self._names[name.get(f"{TABLE}name", "")] = formula
