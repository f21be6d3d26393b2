"""How far the used cells of a sheet reach, told from its bytes.

Readers lay a sheet out as a full rectangle: one stray cell at XFD1048576 asks for 17 billion cells, and the
allocation that fails takes the process with it. The `<dimension>` is no help: WPS writes it wrong.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_PREFIX = rb"(?:[^\s<>]*:)?"
_TAG = re.compile(
    rb"<" + _PREFIX + rb"(row|c)(?=[\s/>])"
    rb"(?:((?:[^<>\"'/]++|\"[^\"<]*\"|'[^'<]*'|/(?!>))*+)(/?)>(</)?)?"
)
"""The start of a row or cell, and where it is well-formed its attributes, `/` if closed, `</` if nothing is in it."""
_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REF = re.compile(rb"([A-Za-z]{1,3})0*([1-9][0-9]{0,6})")
_RANGE = re.compile(rb"<" + _PREFIX + rb"(?:mergeCell|hyperlink)\s[^<]*?\bref\s*=\s*[\"']([^\"']*)")


def _wild(letters: int) -> re.Pattern[bytes]:
    """Finds the first row or cell that is not written the usual way, or lies beyond row 999 or so many letters."""
    return re.compile(rb'<(?:row|c)(?! r="[A-Z]{0,%d}[1-9][0-9]{0,2}")[\s/>]' % letters)


_BOUNDS = ((26 * 999, _wild(1)), (702 * 999, _wild(2)))
_PREFIXED = re.compile(rb":(?:row|c)[\s/>]")


@dataclass(frozen=True, slots=True)
class Extent:
    rows: int
    columns: int
    far: str
    """The cell that reaches farthest, as it should be shown to a person."""

    @property
    def area(self) -> int:
        return self.rows * self.columns


class Misplaced(Exception):
    """A cell or range at a place that no sheet has; its argument is the reference."""


def bound_area(sheet: bytes) -> int | None:
    """A safe upper bound of the area, at a tenth of the cost of `measure`; None where there is no cheap one."""
    if _PREFIXED.search(sheet):
        return None
    return next((area for area, wild in _BOUNDS if not wild.search(sheet)), None)


def measure(sheet: bytes, most: int) -> Extent:
    """The rectangle from A1 over all cells with content; stops as soon as it has more than `most` cells.

    Rows and cells without a reference follow the one before them, as every reader takes it.
    """
    row = column = rows = columns = 0
    far = ""
    for match in _TAG.finditer(sheet):
        kind, attributes, closed, ended = match.groups()
        if attributes is None:
            raise Misplaced(match[0].decode("utf-8", "replace"))
        ref = _reference(attributes)
        if kind == b"row":
            row, column = row + 1 if ref is None else _row(ref), 0
            continue
        place, column = (row or 1, column + 1) if ref is None else locate(ref)
        if closed or ended or (place <= rows and column <= columns):
            continue
        rows, columns = max(rows, place), max(columns, column)
        far = show(place, column)
        if rows * columns > most:
            break
    return Extent(rows, columns, far)


def widest_range(sheet: bytes) -> tuple[int, str]:
    """Cells in all merged ranges and hyperlinks together, and the largest: openpyxl makes a cell for each."""
    total, most, widest = 0, 0, ""
    for ref in _RANGE.findall(sheet):
        first, _, last = ref.replace(b"$", b"").partition(b":")
        (top, left), (bottom, right) = locate(first), locate(last or first)
        area = (abs(bottom - top) + 1) * (abs(right - left) + 1)
        total += area
        if area > most:
            most, widest = area, ref.decode("ascii", "replace")
    return total, widest


def locate(ref: bytes) -> tuple[int, int]:
    """Row and column, from 1, of a reference like B12."""
    match = _REF.fullmatch(ref)
    if not match:
        raise Misplaced(ref[:20].decode("utf-8", "replace"))
    row, column = int(match[2]), _column(match[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Misplaced(ref[:20].decode("utf-8", "replace"))
    return row, column


def show(row: int, column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def _reference(attributes: bytes) -> bytes | None:
    if attributes.startswith(b' r="'):
        return attributes[4 : attributes.index(b'"', 4)]
    for name, double, single in _ATTRIBUTE.findall(attributes):
        if name == b"r":
            return bytes(double or single)
    return None


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = 26 * column + letter - 64
    return column


def _row(ref: bytes) -> int:
    if not ref.isdigit() or not 0 < int(ref[:20]) <= LAST_ROW:
        raise Misplaced(ref[:20].decode("utf-8", "replace"))
    return int(ref)
