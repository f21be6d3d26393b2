"""How far the used cells of a sheet reach, told from its bytes.

Readers lay a sheet out as a full rectangle: one stray cell at XFD1048576 asks for 17 billion cells,
and the allocation that fails takes the process with it. The `<dimension>` is no help: WPS writes it
wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW, Place, column_of, reference_of

_PREFIX = rb"(?:[^\s<>]*:)?"
_CELL_MORE = rb'(?: s="[0-9]++")?(?: t="[A-Za-z]++")?'
_ROW_MORE = rb'(?: [^\s<>r"][^\s<>"]*="[^"<>]*")*+'
"""What usually follows the reference; never a second `r`, which some readers would take for the
first."""

_TAG = re.compile(
    rb'<(?:c r="([A-Z]{1,3})([1-9][0-9]{0,6})"'
    + _CELL_MORE
    + rb"(?:/>|>(</)?)|"
    + _PREFIX
    + rb"(row|c)(?=[\s/>])"
    rb"(?:((?:[^<>\"'/]++|\"[^\"<]*\"|'[^'<]*'|/(?!>))*+)(/?)>(</)?)?)"
)
"""A cell written the usual way: letters, digits, `</` if nothing is in it. Or the start of any
other row or cell, and where it is well-formed its attributes, `/` if closed, `</` if nothing is in
it."""
_ATTRIBUTE = re.compile(rb"(?<![^\s\"'])([^\s=\"']++)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REF = re.compile(rb"([A-Za-z]{1,3})0*([1-9][0-9]{0,6})")
_RANGE = re.compile(rb"<" + _PREFIX + rb"(?:mergeCell|hyperlink)\s[^<]*?\bref\s*=\s*[\"']([^\"']*)")


def _wild(letters: int) -> re.Pattern[bytes]:
    """Finds the first row or cell that is not written the usual way, or lies beyond row 999 or so
    many letters."""
    place = rb'r="[A-Z]{1,%d}[1-9][0-9]{0,2}"' % letters
    row = rb'row(?! r="[1-9][0-9]{0,2}"' + _ROW_MORE + rb"/?>)"
    return re.compile(rb"<(?:c(?! " + place + _CELL_MORE + rb"/?>)|" + row + rb")[\s/>]")


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
    """A safe upper bound of the area, at a tenth of the cost of `measure`; None where there is no
    cheap one."""
    if _PREFIXED.search(sheet):
        return None
    return next((area for area, wild in _BOUNDS if not wild.search(sheet)), None)


def measure(sheet: bytes, most: int) -> Extent:
    """The rectangle from A1 over all cells with content; stops as soon as it has more than `most`
    cells.

    Rows and cells without a reference follow the one before them, as every reader takes it."""
    rows = columns = 0
    far = ""
    for row, column in _filled_cells(sheet):
        if row <= rows and column <= columns:
            continue
        rows, columns = max(rows, row), max(columns, column)
        far = reference_of((row, column))
        if rows * columns > most:
            break
    return Extent(rows, columns, far)


def _filled_cells(sheet: bytes) -> Iterator[Place]:
    row = column = 0
    for match in _TAG.finditer(sheet):
        letters, digits, blank, kind, attributes, closed, ended = match.groups()
        if letters:
            place = _within(int(digits), _column(letters))
            blank = blank or match[0].endswith(b"/>")
        elif attributes is None:
            raise Misplaced(match[0].decode("utf-8", "replace"))
        elif kind == b"row":
            row, column = _next_row(attributes, row), 0
            continue
        else:
            ref = _reference(attributes)
            place = (row or 1, column + 1) if ref is None else locate(ref)
            blank = closed or ended
        column = place[1]
        if not blank:
            yield place


def widest_range(sheet: bytes) -> tuple[int, str]:
    """Cells in all merged ranges and hyperlinks together, and the largest: openpyxl makes a cell
    for each."""
    total, most, widest = 0, 0, ""
    named = [at for word in (b"mergeCell", b"hyperlink") if (at := sheet.find(word)) >= 0]
    start = sheet.rfind(b"<", 0, min(named, default=0))  # the cells before are most of the sheet
    for ref in _RANGE.findall(sheet, max(0, start)):
        first, _, last = ref.replace(b"$", b"").partition(b":")
        (top, left), (bottom, right) = locate(first), locate(last or first)
        area = (abs(bottom - top) + 1) * (abs(right - left) + 1)
        total += area
        if area > most:
            most, widest = area, ref.decode("ascii", "replace")
    return total, widest


def locate(ref: bytes) -> Place:
    """Row and column, from 1, of a reference like B12."""
    match = _REF.fullmatch(ref)
    if not match:
        raise Misplaced(ref[:20].decode("utf-8", "replace"))
    return _within(int(match[2]), _column(match[1]))


def _within(row: int, column: int) -> Place:
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Misplaced(reference_of((row, column)))
    return row, column


def _reference(attributes: bytes) -> bytes | None:
    found = [
        double or single for name, double, single in _ATTRIBUTE.findall(attributes) if name == b"r"
    ]
    if len(found) > 1:
        raise Misplaced(" = ".join(ref[:20].decode("utf-8", "replace") for ref in found))
    return found[0] if found else None


def _column(letters: bytes) -> int:
    return column_of(letters.decode("ascii"))


def _next_row(attributes: bytes, row: int) -> int:
    """The number that a row states; without one it follows the row before it."""
    ref = _reference(attributes)
    return row + 1 if ref is None else _row(ref)


def _row(ref: bytes) -> int:
    if not ref.isdigit() or not 0 < int(ref[:20]) <= LAST_ROW:
        raise Misplaced(ref[:20].decode("utf-8", "replace"))
    return int(ref)
