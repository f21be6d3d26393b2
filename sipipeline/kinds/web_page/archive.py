"""The workbook of a page that was saved as a single file (.mht, .mhtml): its parts are the pages of
the sheets, the style sheet, and a page that lists them."""

import binascii
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from sipipeline.core.limits import Limits
from sipipeline.kinds.book import Book, Meter, TooMuch, UnreadableBook
from sipipeline.kinds.decoding import decoded
from sipipeline.kinds.web_page.adapter import TableParser

_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\"\s;]{1,200})", re.IGNORECASE)
_FIELD = re.compile(rb"^([\w-]{1,40}):[ \t]*([^\r\n]{0,1000})", re.MULTILINE)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 8_192
_MOST_PARTS = 5_000
_SHEET = re.compile(r"<x:ExcelWorksheet>(.{1,2000}?)</x:ExcelWorksheet>", re.DOTALL)
_NAME = re.compile(r"<x:Name>(?:<!\[CDATA\[)?([^<>\]]{1,200})")
_SOURCE = re.compile(r"<x:WorksheetSource\s+HRef\s*=\s*[\"']([^\"']{1,500})[\"']")
_PAGE, _STYLES = "text/html", "text/css"
_PASSED_OVER = (".js", "tabstrip.htm")
"""Parts that lead from sheet to sheet and hold nothing."""


def read(content: bytes, limits: Limits) -> Book:
    """The workbook; raises UnreadableBook, TooMuch."""
    meter = Meter(limits)
    parts = list(_parts(content, limits, meter))
    page = TableParser(meter)
    for part in parts:
        if part.kind == _STYLES:
            page.take_formats(part.text)
    for part, name in _in_order([part for part in parts if part.kind == _PAGE]):
        page.read(part.text, name)
    return page.book()


class _ArchivedPart(NamedTuple):
    place: str
    """The name of its file, without the folder: programs differ in how they write Chinese ones."""
    kind: str
    text: str


class _ListedSheet(NamedTuple):
    """A sheet as the first page lists it."""

    name: str
    place: str
    """The name of its page; "" where it stands on the page that lists it."""


# ---------------------------------------------------------------- the parts of the file
def _parts(content: bytes, limits: Limits, meter: Meter) -> Iterator[_ArchivedPart]:
    """The pages and style sheets. The boundary stands in the head of the file; no program puts
    archives into one another."""
    found = _BOUNDARY.search(content, 0, _LONGEST_HEAD)
    if found is None:
        raise UnreadableBook
    _, *bodies = content.split(b"--" + found[1], _MOST_PARTS)
    for body in bodies:
        end = _END_OF_HEAD.search(body, 0, _LONGEST_HEAD)
        fields = {} if end is None else _fields(body[: end.start()])
        place = _file_of(decoded(fields.get("content-location", b"")))
        kind = fields.get("content-type", b"").partition(b";")[0].decode("latin-1").strip().lower()
        is_read = kind in (_PAGE, _STYLES) and not place.lower().endswith(_PASSED_OVER)
        if end is None or not is_read:
            continue
        if len(body) > 4 * limits.characters:
            raise TooMuch
        text = decoded(_plain(body[end.end() :], fields.get("content-transfer-encoding", b"")))
        meter.text(text)
        yield _ArchivedPart(place, kind, text)


def _fields(head: bytes) -> dict[str, bytes]:
    return {name.decode().lower(): value for name, value in _FIELD.findall(head)}


def _plain(body: bytes, encoding: bytes) -> bytes:
    """The bytes of a part as they were before they were made fit for mail."""
    name = encoding.strip().lower()
    if name == b"quoted-printable":
        return binascii.a2b_qp(body)
    if name != b"base64":
        return body
    try:
        return binascii.a2b_base64(body)
    except binascii.Error as error:
        raise UnreadableBook from error


def _file_of(place: str) -> str:
    return unquote(place).strip().replace("\\", "/").rpartition("/")[2]


# ---------------------------------------------------------------- the sheets
def _in_order(pages: Sequence[_ArchivedPart]) -> Iterator[tuple[_ArchivedPart, str]]:
    """The pages with the names of their sheets, in the order of the list where there is one."""
    listed = next(filter(None, map(_listed, pages)), [])
    rest = list(pages)
    for sheet in listed:
        found = (part for part in rest if sheet.place and part.place == sheet.place)
        part = next(found, None)
        if part is not None:
            rest.remove(part)
            yield part, sheet.name
    yield from ((part, "") for part in rest)


def _listed(page: _ArchivedPart) -> list[_ListedSheet]:
    """The sheets that a page lists."""
    sheets = []
    for found in _SHEET.finditer(page.text):
        name, source = _NAME.search(found[1]), _SOURCE.search(found[1])
        place = _file_of(unescape(source[1])) if source else ""
        sheets.append(_ListedSheet(unescape(name[1]).strip() if name else "", place))
    return sheets
