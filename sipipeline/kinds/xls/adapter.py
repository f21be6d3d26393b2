"""The workbook of an .xls or .et file."""

import struct
from dataclasses import dataclass, field

from sipipeline.core.limits import Limits
from sipipeline.core.values import frozen
from sipipeline.kinds.book import Active, Book, EncryptedBook, Meter, UnreadableBook
from sipipeline.kinds.compound import MAGIC, CompoundError, CompoundFile
from sipipeline.kinds.formulas import BIFF8, formula_text
from sipipeline.kinds.xls.cells import Referred, SheetReader
from sipipeline.kinds.xls.records import CONTINUE, BiffRecord, SharedTexts, Texts, records
from sipipeline.xlsx.number_formats import BUILT_IN

_STREAMS = ("Workbook", "Book")
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros")
_OBJECTS = "MBD"
"""How the storages of embedded objects are called."""
_END, _CODE_PAGE, _FROM_1904, _FORMAT, _STYLE = 0x0A, 0x42, 0x22, 0x41E, 0xE0
_OLD_FORMAT = 0x1E
_SHEET, _SHARED, _NAME, _ENCRYPTED = 0x85, 0xFC, 0x18, 0x2F
_BOOKS, _REFERENCES = 0x1AE, 0x17
_STARTS = {0x0809, 0x0409, 0x0209, 0x0009}
_BIFF8, _BIFF5 = 0x0600, 0x0500
_STATES = ("visible", "hidden", "veryHidden")
_WORKSHEET, _MACRO_SHEET = 0, 1
_OWN_BOOK, _ADD_INS = 0x0401, 0x3A01
_PART_OF_LINK = "\x03"
"""Between the program and the topic of a DDE link."""
_CODE_PAGES = {1200: "utf-16-le", 936: "gb18030", 10008: "gb18030", 950: "big5", 65001: "utf-8"}
_USUAL = "gb18030"


def read(content: bytes, limits: Limits) -> Book:
    """The workbook; raises UnreadableBook, EncryptedBook, TooMuch."""
    stream, active = _stream(content)
    try:
        return _book(stream, active, Meter(limits))
    except (struct.error, IndexError) as error:
        raise UnreadableBook from error


@frozen
class _ListedSheet:
    """A sheet as the list of sheets has it."""

    name: str
    offset: int
    state: str
    kind: int


@dataclass(slots=True)
class _Globals:
    """What stands before the sheets."""

    texts: Texts
    sheets: list[_ListedSheet] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    shared: list[bytes] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    active: set[Active] = field(default_factory=set)
    counts_from_1904: bool = False
    own_books: list[bool] = field(default_factory=list)
    references: bytes = b""


def _stream(content: bytes) -> tuple[bytes, set[Active]]:
    """The records, and what acts by itself beside them."""
    if not content.startswith(MAGIC):
        return content, set()
    try:
        file = CompoundFile(content)
        name = next((name for name in _STREAMS if file.has(name)), None)
        if name is None:
            raise UnreadableBook
        active = {Active.MACROS} if any(map(file.has, _MACROS)) else set()
        if any(name.startswith(_OBJECTS) for name in file.names()):
            active.add(Active.OBJECTS)
        return file.read(name), active
    except CompoundError as error:
        raise UnreadableBook from error


def _book(stream: bytes, active: set[Active], meter: Meter) -> Book:
    known = _globals(stream, meter)
    shared = _shared(known, meter)
    sheets = []
    for listed in known.sheets:
        if listed.kind == _MACRO_SHEET:
            active.add(Active.MACROS)
        if listed.kind in (_WORKSHEET, _MACRO_SHEET):
            reader = SheetReader(shared, meter)
            sheets.append(reader.read(listed.name, listed.state, records(stream, listed.offset)))
    if not sheets:
        raise UnreadableBook
    every = frozenset(active | known.active)
    return Book(tuple(sheets), known.names, every, known.counts_from_1904)


def _shared(known: _Globals, meter: Meter) -> Referred:
    """What the cells refer to."""
    strings = []
    for text in SharedTexts(known.shared):
        meter.text(text)
        strings.append(text)
    formats = {int(number): text for number, text in BUILT_IN.items()} | known.formats
    return Referred(_elsewhere(known), tuple(strings), formats, tuple(known.styles), known.texts)


def _globals(stream: bytes, meter: Meter) -> _Globals:
    """What stands before the first end of a part of the stream."""
    every = records(stream)
    start = next(every, None)
    if start is None or start.kind not in _STARTS:
        raise UnreadableBook
    version = struct.unpack_from("<H", start.data)[0]
    if start.kind != 0x0809 or version not in (_BIFF8, _BIFF5):
        raise UnreadableBook
    known = _Globals(Texts(version == _BIFF8, _USUAL))
    last = 0
    for record in every:
        if record.kind == _END:
            break
        if record.kind == CONTINUE and last == _SHARED:
            known.shared.append(record.data)
            continue
        last = record.kind
        _take(record, known, meter)
    return known


def _take(record: BiffRecord, known: _Globals, meter: Meter) -> None:
    """Keep what a record says of the workbook."""
    kind, data = record.kind, record.data
    if kind == _ENCRYPTED:
        raise EncryptedBook
    if kind == _CODE_PAGE:
        known.texts = Texts(known.texts.is_unicode, _encoding(struct.unpack_from("<H", data)[0]))
    elif kind == _FROM_1904:
        known.counts_from_1904 = data[:1] == b"\1"
    elif kind in (_FORMAT, _OLD_FORMAT):
        meter.mark()
        number = struct.unpack_from("<H", data)[0]
        texts = known.texts
        known.formats[number] = texts.long(data, 2) if texts.is_unicode else texts.short(data, 2)
    elif kind == _STYLE:
        meter.mark()
        known.styles.append(struct.unpack_from("<H", data, 2)[0])
    elif kind == _SHARED:
        known.shared.append(data)
    else:
        _take_name(kind, data, known, meter)


def _take_name(kind: int, data: bytes, known: _Globals, meter: Meter) -> None:
    """Keep the name of a sheet, of a formula, or of another workbook."""
    if kind == _SHEET:
        meter.sheet()
        offset, state, of_kind = struct.unpack_from("<IBB", data)
        name = known.texts.short(data, 6)
        known.sheets.append(_ListedSheet(name, offset, _STATES[min(state & 3, 2)], of_kind))
    elif kind == _NAME and known.texts.is_unicode:
        meter.mark()
        name, formula = _defined(data)
        known.names[name] = formula
    elif kind == _BOOKS:
        meter.mark()
        _take_book(data, known)
    elif kind == _REFERENCES:
        known.references = data


def _defined(data: bytes) -> tuple[str, str]:
    """A defined name, and its formula as far as it is known."""
    length, tokens = struct.unpack_from("<xxxBH", data)
    name = data[15 : 15 + (2 * length if data[14] & 1 else length)]
    start = 15 + len(name)
    text = name.decode("utf-16-le" if data[14] & 1 else "latin-1", "replace")
    return text, formula_text(data[start : start + tokens], BIFF8)


def _take_book(data: bytes, known: _Globals) -> None:
    """Keep whether references by a link stay in the workbook."""
    length = struct.unpack_from("<H", data, 2)[0] if len(data) >= 4 else 0
    known.own_books.append(length == _OWN_BOOK)
    if length in (_OWN_BOOK, _ADD_INS) or not length:
        return
    path = known.texts.long(data, 2)
    known.active.add(Active.DDE if _PART_OF_LINK in path else Active.LINKS)


def _elsewhere(known: _Globals) -> tuple[str, ...]:
    """What stands before a reference to other sheets, by its number."""
    count = struct.unpack_from("<H", known.references)[0] if known.references else 0
    names = []
    for number in range(min(count, len(known.references) // 6)):
        book, first, last = struct.unpack_from("<3H", known.references, 2 + 6 * number)
        names.append("#REF!" if book >= len(known.own_books) else _span(known, first, last))
    return tuple(names)


def _span(known: _Globals, first: int, last: int) -> str:
    listed = [sheet.name for sheet in known.sheets]
    named = [listed[number] for number in dict.fromkeys((first, last)) if number < len(listed)]
    return ":".join(named) or "#REF!"


def _encoding(code_page: int) -> str:
    name = _CODE_PAGES.get(code_page, f"cp{code_page}")
    try:
        "".encode(name)
    except LookupError:
        return _USUAL
    return name
