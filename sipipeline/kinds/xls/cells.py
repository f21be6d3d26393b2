"""The cells of one sheet of an .xls file."""

import struct
from collections.abc import Callable, Iterable

from sipipeline.core.values import frozen
from sipipeline.kinds.book import BookCell, BookSheet, Comment, Meter, Value, within
from sipipeline.kinds.errors import error_of
from sipipeline.kinds.formulas import BIFF8, formula_text
from sipipeline.kinds.shared import Shared
from sipipeline.kinds.xls.records import CONTINUE, BiffRecord, Texts, characters
from sipipeline.xlsx.references import Place

_START, _END = 0x0809, 0x0A
_HIDDEN_ROW, _HIDDEN_COLUMN, _MOST_COLUMNS = 0x20, 0x01, 256
_NO_NUMBER = 0xFFFF
"""Behind the value of a formula that is no number."""
_OF_TEXT, _OF_TRUTH, _OF_ERROR = range(3)
_TEXT_OF_FORMULA = frozenset({0x207, 0x07})
_COMMENT_BOX = 0x19
_NEVER_COMPUTED = 0x03
"""Flags of a formula that a program wrote and none has computed."""
_SHARES = b"\x01"
_SHARED_REFERENCE = struct.Struct("<BHH")
"""The formula of a cell that shares it: where the first of them stands."""
_PLACE = struct.Struct("<HHH")
"""Row, column and style, with which every cell begins."""
_NUMBER = struct.Struct("<d")


@frozen
class Referred(Shared):
    """What the cells refer to, and how their texts are read."""

    texts: Texts


class SheetReader:
    """Takes the records of one sheet."""

    def __init__(self, shared: Referred, meter: Meter) -> None:
        self._shared = shared
        self._meter = meter
        self._cells: dict[Place, BookCell] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[range] = []
        self._merged: list[tuple[Place, Place]] = []
        self._authors: dict[int, Place] = {}
        self._boxes: dict[int, str] = {}
        self._box: int | None = None
        self._awaited: Place | None = None
        self._formula_place: Place = (1, 1)
        self._shared_formulas: dict[Place, bytes] = {}
        self._sharing: dict[Place, Place] = {}
        self._takers: dict[int, Callable[[bytes], None]] = {
            0x203: self._number,
            0x27E: self._packed,
            0xBD: self._packed_row,
            0xFD: self._shared_text,
            0x204: self._text,
            0xD6: self._text,
            0x205: self._truth_or_error,
            0x06: self._formula,
            0x206: self._formula,
            0x406: self._formula,
            0x4BC: self._shared_formula,
            0x208: self._row,
            0x7D: self._columns,
            0xE5: self._merges,
            0x1C: self._comment,
            0x5D: self._object,
            0x1B6: self._box_text,
        }

    def read(self, name: str, state: str, records: Iterable[BiffRecord]) -> BookSheet:
        """The sheet whose records begin here."""
        depth = 0
        for record in records:
            depth += (record.kind == _START) - (record.kind == _END)
            if depth == 0:
                break
            if depth == 1:
                self._take(record)
        self._spell_shared_formulas()
        return self._sheet(name, state)

    def _sheet(self, name: str, state: str) -> BookSheet:
        comments = [
            Comment(place, self._boxes.get(number, "")) for number, place in self._authors.items()
        ]
        return BookSheet(
            name,
            self._cells,
            state,
            frozenset(self._hidden_rows),
            tuple(self._hidden_columns),
            tuple(self._merged),
            tuple(comments),
        )

    def _take(self, record: BiffRecord) -> None:
        if record.kind in _TEXT_OF_FORMULA:
            self._text_of_formula(record.data)
        elif record.kind == CONTINUE:
            self._text_of_box(record.data)
        else:
            taker = self._takers.get(record.kind)
            if taker is not None:
                taker(record.data)

    # ------------------------------------------------------------ cells
    def _put(self, place: Place, style: int, value: Value, formula: str | None = None) -> None:
        if within(place):
            self._meter.cell(value)
            self._cells[place] = BookCell(value, self._shared.format_of(style), formula)

    def _number(self, data: bytes) -> None:
        place, style = _place(data)
        self._put(place, style, _NUMBER.unpack_from(data, 6)[0])

    def _packed(self, data: bytes) -> None:
        place, style = _place(data)
        self._put(place, style, unpacked(struct.unpack_from("<I", data, 6)[0]))

    def _packed_row(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        for number in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + 6 * number)
            self._put((row + 1, column + 1 + number), style, unpacked(packed))

    def _shared_text(self, data: bytes) -> None:
        place, style = _place(data)
        (number,) = struct.unpack_from("<I", data, 6)
        self._put_text(place, style, self._shared.string(number))

    def _text(self, data: bytes) -> None:
        place, style = _place(data)
        self._put_text(place, style, self._shared.texts.long(data, 6))

    def _put_text(self, place: Place, style: int, text: str) -> None:
        if text:
            self._put(place, style, text)

    def _truth_or_error(self, data: bytes) -> None:
        place, style = _place(data)
        value, is_error = data[6], data[7]
        self._put(place, style, error_of(value) if is_error else bool(value))

    def _formula(self, data: bytes) -> None:
        place, style = _place(data)
        value = self._value_of_formula(place, data)
        (length,) = struct.unpack_from("<H", data, 20)
        tokens = data[22 : 22 + length]
        self._formula_place = place
        if tokens[:1] == _SHARES and len(tokens) == _SHARED_REFERENCE.size:
            _, row, column = _SHARED_REFERENCE.unpack(tokens)
            self._sharing[place] = (row + 1, column + 1)
        self._put(place, style, value, self._text_of(tokens, place))

    def _shared_formula(self, data: bytes) -> None:
        """The formula that the cell before it and others share."""
        (length,) = struct.unpack_from("<H", data, 8)
        self._shared_formulas[self._formula_place] = data[10 : 10 + length]

    def _text_of(self, tokens: bytes, place: Place) -> str:
        is_known = self._shared.texts.is_unicode
        return formula_text(tokens, BIFF8, self._shared.sheets, place) if is_known else ""

    def _spell_shared_formulas(self) -> None:
        for place, of in self._sharing.items():
            tokens = self._shared_formulas.get(of)
            if tokens is not None and place in self._cells:
                text = self._text_of(tokens, place)
                self._cells[place] = self._cells[place]._replace(formula=text)

    def _value_of_formula(self, place: Place, data: bytes) -> Value:
        """The value that is stored with a formula; a text follows in a record of its own."""
        kind, value, marker = struct.unpack_from("<BxB3xH", data, 6)
        if marker != _NO_NUMBER:
            number: float = _NUMBER.unpack_from(data, 6)[0]
            return number
        if kind == _OF_TEXT:
            self._awaited = place
            return ""
        if kind == _OF_TRUTH:
            return bool(value)
        if kind == _OF_ERROR:
            return error_of(value)
        return None if data[14] & _NEVER_COMPUTED == _NEVER_COMPUTED else ""

    def _text_of_formula(self, data: bytes) -> None:
        place, self._awaited = self._awaited, None
        if place in self._cells:
            text = self._shared.texts.long(data, 0)
            self._meter.cell(text)
            self._cells[place] = self._cells[place]._replace(value=text)

    # ------------------------------------------------------------ layout
    def _row(self, data: bytes) -> None:
        if data[12] & _HIDDEN_ROW:
            self._meter.mark()
            self._hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)

    def _columns(self, data: bytes) -> None:
        first, last = struct.unpack_from("<HH", data)
        if data[8] & _HIDDEN_COLUMN:
            self._meter.mark()
            self._hidden_columns.append(range(first + 1, min(last, _MOST_COLUMNS) + 2))

    def _merges(self, data: bytes) -> None:
        count = min(struct.unpack_from("<H", data)[0], (len(data) - 2) // 8)
        self._meter.mark(count)
        for number in range(count):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * number)
            self._merged.append(((top + 1, left + 1), (bottom + 1, right + 1)))

    # ------------------------------------------------------------ comments
    def _comment(self, data: bytes) -> None:
        self._meter.mark()
        row, column, _, number = struct.unpack_from("<4H", data)
        self._authors[number] = (row + 1, column + 1)

    def _object(self, data: bytes) -> None:
        if len(data) >= 8:
            kind, number = struct.unpack_from("<4xHH", data)
            self._box = number if kind == _COMMENT_BOX else None

    def _box_text(self, data: bytes) -> None:
        """Expect the text that follows if the object is the box of a comment; skip any other's."""
        length = struct.unpack_from("<H", data, 10)[0] if len(data) >= 12 else 0
        if self._box is not None and length:
            self._boxes.setdefault(self._box, "")
        else:
            self._box = None

    def _text_of_box(self, data: bytes) -> None:
        if self._box is None or not data or self._boxes.get(self._box):
            return
        self._boxes[self._box] = characters(data[1:], len(data), data[0])
        self._meter.text(self._boxes[self._box])


def unpacked(packed: int) -> float:
    """A number in four bytes: a whole one or the upper half of a fraction, perhaps a hundredth."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed >> 31 else 0))
    else:
        number = _NUMBER.unpack(struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return number / 100 if packed & 1 else number


def _place(data: bytes) -> tuple[Place, int]:
    """The place of a cell, and its style."""
    row, column, style = _PLACE.unpack_from(data)
    return (row + 1, column + 1), style
