"""Which kinds of workbooks are read beside .xlsx, and the seam of each."""

from collections.abc import Callable
from enum import Enum

from sipipeline.core.limits import Limits
from sipipeline.core.text import Text, same
from sipipeline.kinds.book import Book


class WorkbookKind(Enum):
    """A kind of workbook, told by the content and never by a name."""

    XLSX = same(".xlsx")
    XLS = same(".xls / .et")
    XLSB = same(".xlsb")
    ODS = same(".ods")
    FODS = same(".fods")
    XML_2003 = Text(zh="XML 表格 2003", en="XML Spreadsheet 2003")
    WEB_PAGE = Text(zh="网页（HTML）", en="a web page (HTML)")
    WEB_ARCHIVE = Text(zh="单个文件网页（MHT）", en="a single file web page (MHT)")
    PLAIN_TEXT = Text(zh="纯文本（CSV）", en="plain text (CSV)")


def read_book(content: bytes, kind: WorkbookKind, limits: Limits) -> Book:
    """The workbook in bytes of a kind other than .xlsx. Raises UnreadableBook, EncryptedBook,
    TooMuch."""
    return _READERS[kind](content, limits)


def _xls(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.xls.adapter import read

    return read(content, limits)


def _xlsb(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.xlsb.adapter import read

    return read(content, limits)


def _ods(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.opendocument.adapter import read_package

    return read_package(content, limits)


def _fods(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.opendocument.adapter import read_flat

    return read_flat(content, limits)


def _xml_2003(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.xml_2003.adapter import read

    return read(content, limits)


def _web_page(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.web_page.adapter import read

    return read(content, limits)


def _web_archive(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.web_page.archive import read

    return read(content, limits)


def _plain_text(content: bytes, limits: Limits) -> Book:
    from sipipeline.kinds.plain_text.adapter import read

    return read(content, limits)


_READERS: dict[WorkbookKind, Callable[[bytes, Limits], Book]] = {
    WorkbookKind.XLS: _xls,
    WorkbookKind.XLSB: _xlsb,
    WorkbookKind.ODS: _ods,
    WorkbookKind.FODS: _fods,
    WorkbookKind.XML_2003: _xml_2003,
    WorkbookKind.WEB_PAGE: _web_page,
    WorkbookKind.WEB_ARCHIVE: _web_archive,
    WorkbookKind.PLAIN_TEXT: _plain_text,
}
