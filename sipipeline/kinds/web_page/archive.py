"""The workbook of a page that was saved as a single file (.mht, .mhtml): its parts are the pages of
the sheets, the style sheet, and a page that lists them."""

import email
import re
from collections.abc import Iterator, Sequence
from email.message import Message
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from sipipeline.core.limits import Limits
from sipipeline.kinds.book import Book, Meter, TooMuch
from sipipeline.kinds.decoding import decoded
from sipipeline.kinds.web_page.adapter import Page

_SHEET = re.compile(r"<x:ExcelWorksheet>(.{1,2000}?)</x:ExcelWorksheet>", re.DOTALL)
_NAME = re.compile(r"<x:Name>(?:<!\[CDATA\[)?([^<>\]]{1,200})")
_SOURCE = re.compile(r"<x:WorksheetSource\s+HRef\s*=\s*[\"']([^\"']{1,500})[\"']")
_PAGE, _STYLES = "text/html", "text/css"
_PASSED_OVER = (".js", "tabstrip.htm")
"""Parts that lead from sheet to sheet and hold nothing."""
_MOST_PARTS = 5_000


class _Part(NamedTuple):
    place: str
    """The name of its file, without the folder: programs differ in how they write Chinese ones."""
    kind: str
    text: str


class _Listed(NamedTuple):
    """A sheet as the first page lists it."""

    name: str
    place: str
    """The name of its page; "" where it stands on the page that lists it."""


def read(content: bytes, limits: Limits) -> Book:
    """The workbook; raises UnreadableBook, TooMuch."""
    meter = Meter(limits)
    parts = list(_parts(email.message_from_bytes(content), meter))
    page = Page(meter)
    for part in parts:
        if part.kind == _STYLES:
            page.take_formats(part.text)
    for part, name in _in_order([part for part in parts if part.kind == _PAGE]):
        page.read(part.text, name)
    return page.book()


def _parts(message: Message, meter: Meter) -> Iterator[_Part]:
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            raise TooMuch
        kind = part.get_content_type()
        payload = part.get_payload(decode=True)
        place = _file_of(str(part.get("Content-Location", "")))
        is_read = kind in (_PAGE, _STYLES) and not place.lower().endswith(_PASSED_OVER)
        if is_read and isinstance(payload, bytes):
            text = decoded(payload)
            meter.text(text)
            yield _Part(place, kind, text)


def _in_order(pages: Sequence[_Part]) -> Iterator[tuple[_Part, str]]:
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


def _listed(page: _Part) -> list[_Listed]:
    """The sheets that a page lists."""
    sheets = []
    for found in _SHEET.finditer(page.text):
        name, source = _NAME.search(found[1]), _SOURCE.search(found[1])
        place = _file_of(unescape(source[1])) if source else ""
        sheets.append(_Listed(unescape(name[1]).strip() if name else "", place))
    return sheets


def _file_of(place: str) -> str:
    return unquote(place).replace("\\", "/").rpartition("/")[2]
