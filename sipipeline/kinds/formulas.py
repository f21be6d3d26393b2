"""The formulas of binary workbooks as text, as far as the form's own formulas need it: references,
a few functions, comparison and arithmetic."""

import struct
from collections.abc import Callable, Sequence

from sipipeline.core.values import frozen
from sipipeline.xlsx.references import Place, letters_of

_BINARY = {0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&"} | {
    0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>"
}  # fmt: skip
_FUNCTIONS = {0: "COUNT", 1: "IF", 4: "SUM"}
_CHOOSE, _SUM = 0x04, 0x10
_LONGEST = 4_000
"""Bytes of a formula that is looked at."""


@frozen
class Dialect:
    """How a kind of workbook writes the references of a formula."""

    reference: struct.Struct
    """Row and column."""
    area: struct.Struct
    """First and last row, first and last column."""
    rows: int
    columns: int
    """How many a sheet has."""
    text_length: struct.Struct
    has_text_flags: bool


_BYTE, _SHORT, _DOUBLE = struct.Struct("<B"), struct.Struct("<H"), struct.Struct("<d")
BIFF8 = Dialect(struct.Struct("<HH"), struct.Struct("<4H"), 1 << 16, 1 << 8, _BYTE, True)
BIFF12 = Dialect(struct.Struct("<IH"), struct.Struct("<IIHH"), 1 << 20, 1 << 14, _SHORT, False)
_ROW_MOVES, _COLUMN_MOVES = 0x8000, 0x4000
"""Bits of a column: whether row and column are counted from the cell of the formula."""


def formula_text(
    tokens: bytes, dialect: Dialect, sheets: Sequence[str] = (), at: Place = (1, 1)
) -> str:
    """The formula of a cell, without its equals sign; "" where it has parts that are not known.
    `sheets` are the names that stand before a reference to other sheets, by their number."""
    if len(tokens) > _LONGEST:
        return ""
    reader = _FormulaReader(tokens, dialect, sheets, at)
    try:
        return reader.text()
    except (_Unknown, struct.error, IndexError):
        return ""


class _Unknown(Exception):
    """A part of a formula that is not of those that are known."""


class _FormulaReader:
    def __init__(self, tokens: bytes, dialect: Dialect, sheets: Sequence[str], at: Place) -> None:
        self._tokens = tokens
        self._place = 0
        self._dialect = dialect
        self._sheets = sheets
        self._at = at
        self._stack: list[str] = []
        self._readers: dict[int, Callable[[], str]] = {
            0x16: str,
            0x17: self._string,
            0x1E: lambda: str(self._take(_SHORT)[0]),
            0x1F: lambda: repr(self._take(_DOUBLE)[0]),
            0x24: self._reference,
            0x25: self._area,
            0x2C: lambda: self._reference(moves=True),
            0x2D: lambda: self._area(moves=True),
            0x3A: lambda: self._elsewhere() + self._reference(),
            0x3B: lambda: self._elsewhere() + self._area(),
            0x15: lambda: f"({self._stack.pop()})",
            0x22: self._function,
        }

    def text(self) -> str:
        while self._place < len(self._tokens):
            self._token()
        if len(self._stack) != 1:
            raise _Unknown
        return self._stack[0]

    def _token(self) -> None:
        (token,) = self._take(_BYTE)
        if token in _BINARY:
            right, left = self._stack.pop(), self._stack.pop()
            self._stack.append(f"{left}{_BINARY[token]}{right}")
        elif token == 0x19:
            self._attribute()
        else:
            kind = token if token < 0x20 else (token & 0x1F) | 0x20
            reader = self._readers.get(kind)
            if reader is None:
                raise _Unknown
            self._stack.append(reader())

    def _attribute(self) -> None:
        """What tells the order of evaluation, which the text does not show; or a sum."""
        kind, _ = self._take(struct.Struct("<BH"))
        if kind == _SUM:
            self._stack.append(f"SUM({self._stack.pop()})")
        elif kind & _CHOOSE:
            raise _Unknown

    def _string(self) -> str:
        (length,) = self._take(self._dialect.text_length)
        is_wide = True
        if self._dialect.has_text_flags:
            is_wide = bool(self._take(_BYTE)[0] & 1)
        raw = self._bytes(2 * length if is_wide else length)
        text = raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
        return '"' + text.replace('"', '""') + '"'

    def _reference(self, moves: bool = False) -> str:
        row, column = self._take(self._dialect.reference)
        return self._cell(row, column, moves)

    def _area(self, moves: bool = False) -> str:
        first, last, left, right = self._take(self._dialect.area)
        return f"{self._cell(first, left, moves)}:{self._cell(last, right, moves)}"

    def _cell(self, row: int, column: int, moves: bool) -> str:
        number = column % self._dialect.columns
        if moves and column & _ROW_MOVES:
            row += self._at[0] - 1
        if moves and column & _COLUMN_MOVES:
            number += self._at[1] - 1
        letters = letters_of(number % self._dialect.columns + 1)
        return f"{letters}{row % self._dialect.rows + 1}"

    def _elsewhere(self) -> str:
        (number,) = self._take(_SHORT)
        name = self._sheets[number] if number < len(self._sheets) else f"#{number}"
        return f"{name}!"

    def _function(self) -> str:
        count, number = self._take(struct.Struct("<BH"))
        name = _FUNCTIONS.get(number & 0x7FFF)
        if name is None or count > len(self._stack):
            raise _Unknown
        start = len(self._stack) - count
        arguments = self._stack[start:]
        del self._stack[start:]
        return f"{name}({','.join(arguments)})"

    def _take(self, form: struct.Struct) -> tuple[int, ...]:
        values = form.unpack_from(self._tokens, self._place)
        self._place += form.size
        return values

    def _bytes(self, length: int) -> bytes:
        raw = self._tokens[self._place : self._place + length]
        self._place += length
        return raw
