"""The cells of one sheet of an .xlsb file."""

import struct
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sipipeline.kinds.book import BookCell, BookSheet, Meter, Value, within
from sipipeline.kinds.errors import error_of
from sipipeline.kinds.formulas import BIFF12, formula_text
from sipipeline.kinds.shared import Shared
from sipipeline.kinds.xls.cells import unpacked
from sipipeline.kinds.xlsb.records import text_at
from sipipeline.xlsx.references import LAST_COLUMN, Place

_ROW, _COLUMNS, _MERGED, _SHARED_FORMULA = 0, 60, 176, 427
_FORMULAS = range(8, 12)
_NEXT = range(12, 19)
"""Cells without a column, in the order of those with one from 1 on."""
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_STYLE = 0xFFFFFF
"""The bits of a cell that are the number of its style."""
_SHARES = b"\x01"
_AREA = struct.Struct("<4I")


class SheetReader:
    """Takes the records of one sheet."""

    def __init__(self, shared: Shared, meter: Meter) -> None:
        self._shared = shared
        self._meter = meter
        self._row = 0
        self._cells: dict[Place, BookCell] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[range] = []
        self._merged: list[tuple[Place, Place]] = []
        self._sharing: list[Place] = []
        self._shared_formulas: list[tuple[_Area, bytes]] = []
        self._column = 0
        self._values: dict[int, Callable[[bytes], tuple[Value, int]]] = {
            1: _blank,
            2: _packed,
            3: _error,
            4: _truth,
            5: _number,
            6: _text,
            7: self._shared_text,
            8: _text,
            9: _number,
            10: _truth,
            11: _error,
            62: lambda data: text_at(data, 9),
        }

    def read(self, name: str, state: str, records: Iterable[tuple[int, bytes]]) -> BookSheet:
        """The sheet whose records these are."""
        for kind, data in records:
            self._take(kind, data)
        self._spell_shared_formulas()
        return BookSheet(
            name,
            self._cells,
            state,
            frozenset(self._hidden_rows),
            tuple(self._hidden_columns),
            tuple(self._merged),
        )

    def _take(self, kind: int, data: bytes) -> None:
        if kind in self._values:
            self._take_cell(kind, data)
        elif kind in _NEXT:
            self._take_next_cell(kind, data)
        elif kind == _ROW:
            self._take_row(data)
        elif kind == _COLUMNS:
            self._take_columns(data)
        elif kind == _MERGED:
            self._meter.mark()
            top, bottom, left, right = _AREA.unpack_from(data)
            self._merged.append(((top + 1, left + 1), (bottom + 1, right + 1)))
        elif kind == _SHARED_FORMULA:
            self._take_shared_formula(data)

    def _take_cell(self, kind: int, data: bytes) -> None:
        column, style = struct.unpack_from("<II", data)
        place = (self._row, column + 1)
        self._column = column + 1
        value, end = self._values[kind](data)
        is_formula = kind in _FORMULAS
        is_blank = value == "" and not is_formula
        if is_blank or not within(place):
            return
        self._meter.cell(value)
        formula = self._formula(data, end, place) if is_formula else None
        form = self._shared.format_of(style & _STYLE)
        self._cells[place] = BookCell(value, form, formula)

    def _take_next_cell(self, kind: int, data: bytes) -> None:
        """Take a cell that does not say its column: it follows the cell before it."""
        self._take_cell(kind - _NEXT.start + 1, struct.pack("<I", self._column) + data)

    def _shared_text(self, data: bytes) -> tuple[Value, int]:
        (number,) = struct.unpack_from("<I", data, 8)
        return self._shared.string(number), 12

    def _formula(self, data: bytes, start: int, place: Place) -> str:
        """The formula of a cell, behind its value and flags."""
        (length,) = struct.unpack_from("<I", data, start + 2)
        tokens = data[start + 6 : start + 6 + length]
        if tokens[:1] == _SHARES:
            self._sharing.append(place)
        return formula_text(tokens, BIFF12, self._shared.sheets, place)

    def _take_shared_formula(self, data: bytes) -> None:
        """Keep the formula that the cells of an area share; it stands behind the first of them."""
        self._meter.mark()
        (length,) = struct.unpack_from("<I", data, _AREA.size)
        area = _Area(*_AREA.unpack_from(data))
        self._shared_formulas.append((area, data[_AREA.size + 4 :][:length]))

    def _spell_shared_formulas(self) -> None:
        for place in self._sharing:
            known = (tokens for area, tokens in self._shared_formulas if area.has(place))
            tokens = next(known, b"")
            text = formula_text(tokens, BIFF12, self._shared.sheets, place)
            self._cells[place] = self._cells[place]._replace(formula=text)

    def _take_row(self, data: bytes) -> None:
        (row,) = struct.unpack_from("<I", data)
        self._row, self._column = row + 1, 0
        if len(data) > 11 and data[11] & _HIDDEN_ROW:
            self._meter.mark()
            self._hidden_rows.add(row + 1)

    def _take_columns(self, data: bytes) -> None:
        first, last = struct.unpack_from("<II", data)
        if data[16] & _HIDDEN_COLUMN:
            self._meter.mark()
            self._hidden_columns.append(range(first + 1, min(last + 1, LAST_COLUMN) + 1))


class _Area(NamedTuple):
    """The first and last row, first and last column of an area, from 0."""

    top: int
    bottom: int
    left: int
    right: int

    def has(self, place: Place) -> bool:
        row, column = place
        return self.top < row <= self.bottom + 1 and self.left < column <= self.right + 1


def _blank(_: bytes) -> tuple[Value, int]:
    return "", 8


def _text(data: bytes) -> tuple[Value, int]:
    return text_at(data, 8)


def _packed(data: bytes) -> tuple[Value, int]:
    return unpacked(struct.unpack_from("<I", data, 8)[0]), 12


def _error(data: bytes) -> tuple[Value, int]:
    return error_of(data[8]), 9


def _truth(data: bytes) -> tuple[Value, int]:
    return bool(data[8]), 9


def _number(data: bytes) -> tuple[Value, int]:
    return struct.unpack_from("<d", data, 8)[0], 16
