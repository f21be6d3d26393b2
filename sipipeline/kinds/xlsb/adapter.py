"""The workbook of an .xlsb file."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sipipeline.core.limits import Limits
from sipipeline.core.values import frozen
from sipipeline.kinds.active import active_in
from sipipeline.kinds.book import Book, Comment, Meter, UnreadableBook
from sipipeline.kinds.formulas import BIFF12, formula_text
from sipipeline.kinds.shared import Shared
from sipipeline.kinds.xlsb.cells import SheetReader
from sipipeline.kinds.xlsb.records import records, text_at
from sipipeline.xlsx.archive import ArchiveError, read_archive
from sipipeline.xlsx.number_formats import BUILT_IN
from sipipeline.xlsx.package import Package, PackageError, Relationship

_WORKBOOK = "xl/workbook.bin"
_SHEET, _NAME, _SETTINGS, _REFERENCES, _OWN = 156, 39, 153, 362, 357
_BOOKS = (355, _OWN, 358, 359, 667)
"""What references lead to: another workbook, this one, its sheets themselves, add-ins."""
_TEXT, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 19, 44, 47, 617, 618
_COMMENT, _COMMENT_TEXT = 635, 637
_STATES = ("visible", "hidden", "veryHidden")
_COMMENTS = ("comments",)
_WORKSHEETS = ("worksheet", "xlMacrosheet", "xlIntlMacrosheet")


def read(content: bytes, limits: Limits) -> Book:
    """The workbook; raises UnreadableBook, TooMuch."""
    try:
        package = Package(read_archive(content))
        return _book(package, Meter(limits))
    except (struct.error, IndexError, KeyError, ArchiveError, PackageError) as error:
        raise UnreadableBook from error


@frozen
class _ListedSheet:
    name: str
    state: str
    link: str


@dataclass(slots=True)
class _Globals:
    """What the workbook part says."""

    sheets: list[_ListedSheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    own_books: list[bool] = field(default_factory=list)
    references: bytes = b""
    counts_from_1904: bool = False


def _book(package: Package, meter: Meter) -> Book:
    workbook = package.find(_WORKBOOK)
    if workbook is None:
        raise UnreadableBook
    links = {link.id: link for link in package.relationships(workbook)}
    known = _globals(package.read(workbook), meter)
    shared = _shared(package, list(links.values()), known, meter)
    sheets = []
    for listed in known.sheets:
        link = links.get(listed.link)
        part = package.find(link.target) if link else None
        if part is not None and link is not None and link.kind in _WORKSHEETS:
            reader = SheetReader(shared, meter)
            sheet = reader.read(listed.name, listed.state, records(package.read(part)))
            sheets.append(replace(sheet, comments=_comments(package, part, meter)))
    if not sheets:
        raise UnreadableBook
    return Book(tuple(sheets), known.names, active_in(package), known.counts_from_1904)


def _globals(part: bytes, meter: Meter) -> _Globals:
    known = _Globals()
    for kind, data in records(part):
        if kind == _SHEET:
            meter.sheet()
            known.sheets.append(_listed(data))
        elif kind == _SETTINGS:
            known.counts_from_1904 = bool(data[0] & 1)
        elif kind == _NAME:
            meter.mark()
            name, formula = _defined(data)
            known.names[name] = formula
        elif kind in _BOOKS:
            known.own_books.append(kind == _OWN)
        elif kind == _REFERENCES:
            known.references = data
    return known


def _listed(data: bytes) -> _ListedSheet:
    """A sheet as the list of sheets has it."""
    (state,) = struct.unpack_from("<I", data)
    link, place = text_at(data, 8)
    name, _ = text_at(data, place)
    return _ListedSheet(name, _STATES[min(state & 3, 2)], link)


def _defined(data: bytes) -> tuple[str, str]:
    """A defined name, and its formula as far as it is known."""
    name, place = text_at(data, 9)
    (length,) = struct.unpack_from("<I", data, place)
    return name, formula_text(data[place + 4 : place + 4 + length], BIFF12)


# ---------------------------------------------------------------- what the cells refer to
def _shared(
    package: Package, links: Sequence[Relationship], known: _Globals, meter: Meter
) -> Shared:
    strings = tuple(_strings(_part(package, links, "sharedStrings"), meter))
    formats, styles = _formats(_part(package, links, "styles"), meter)
    return Shared(_elsewhere(known), strings, formats, styles)


def _part(package: Package, links: Sequence[Relationship], kind: str) -> bytes:
    """The part of a kind that the workbook has one of; nothing where it has none."""
    found = (package.find(link.target) for link in links if link.kind == kind)
    name = next(found, None)
    return b"" if name is None else package.read(name)


def _strings(part: bytes, meter: Meter) -> Iterator[str]:
    for kind, data in records(part):
        if kind == _TEXT:
            text, _ = text_at(data, 1)
            meter.text(text)
            yield text


def _formats(part: bytes, meter: Meter) -> tuple[dict[int, str], tuple[int, ...]]:
    """The number formats by their numbers, and the number of the format of each style."""
    formats = {int(number): text for number, text in BUILT_IN.items()}
    styles: list[int] = []
    is_of_cells = False
    for kind, data in records(part):
        if kind == _FORMAT:
            meter.mark()
            formats[struct.unpack_from("<H", data)[0]] = text_at(data, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            is_of_cells = kind == _STYLES_BEGIN
        elif kind == _STYLE and is_of_cells:
            meter.mark()
            styles.append(struct.unpack_from("<H", data, 2)[0])
    return formats, tuple(styles)


def _elsewhere(known: _Globals) -> tuple[str, ...]:
    """What stands before a reference to other sheets, by its number."""
    data = known.references
    count = struct.unpack_from("<I", data)[0] if data else 0
    names = []
    for number in range(min(count, len(data) // 12)):
        book, first, last = struct.unpack_from("<Iii", data, 4 + 12 * number)
        is_own = book < len(known.own_books) and known.own_books[book]
        names.append(_span(known, first, last) if is_own else "#REF!")
    return tuple(names)


def _span(known: _Globals, first: int, last: int) -> str:
    listed = [sheet.name for sheet in known.sheets]
    numbers = [number for number in dict.fromkeys((first, last)) if 0 <= number < len(listed)]
    return ":".join(listed[number] for number in numbers) or "#REF!"


def _comments(package: Package, sheet: str, meter: Meter) -> tuple[Comment, ...]:
    parts = [
        package.find(link.target) for link in package.relationships(sheet) if link.kind in _COMMENTS
    ]
    comments = []
    place = (0, 0)
    for part in filter(None, parts):
        for kind, data in records(package.read(part)):
            if kind == _COMMENT:
                row, column = struct.unpack_from("<4xI4xI", data)
                place = (row + 1, column + 1)
            elif kind == _COMMENT_TEXT:
                text, _ = text_at(data, 1)
                meter.text(text)
                comments.append(Comment(place, text))
    return tuple(comments)
