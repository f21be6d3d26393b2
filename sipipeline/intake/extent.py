"""How far the used cells of a sheet reach, by its bytes.

Readers lay a sheet out as a full rectangle: one stray cell at XFD1048576 asks for 17 billion cells,
and the allocation that fails takes the process with it. The `<dimension>` is no help: WPS writes it
wrong."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sipipeline.core.values import frozen
from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW, Place, column_of, reference_of

_PREFIX = rb"(?:[^\s<>]*:)?"
_CELL_MORE = rb'(?: s="[0-9]++")?(?: t="[A-Za-z]++")?'
_ROW_MORE = rb'(?: [^\s<>r"][^\s<>"]*="[^"<>]*")*+'
"""What usually follows the reference; never a second `r`, which some readers would take for the
first."""

_TAG = re.compile(
    rb'<(?:c r="(?P<letters>[A-Z]{1,3})(?P<digits>[1-9][0-9]{0,6})"'
    + _CELL_MORE
    + rb"(?:/>|>(?P<blank></)?)|"
    + _PREFIX
    + rb"(?P<kind>row|c)(?=[\s/>])"
    rb"(?:(?P<attributes>(?:[^<>\"'/]++|\"[^\"<]*\"|'[^'<]*'|/(?!>))*+)"
    rb"(?P<closed>/?)>(?P<ended></)?)?)"
)
"""A cell written the usual way, or the start of any other row or cell, with its attributes where
it is well-formed. `</` behind either means that nothing is in it."""
_SHOWN = 20
_ATTRIBUTE = re.compile(rb"(?<![^\s\"'])([^\s=\"']++)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REF = re.compile(rb"([A-Za-z]{1,3})0*([1-9][0-9]{0,6})")
_RANGE = re.compile(rb"<" + _PREFIX + rb"(?:mergeCell|hyperlink)\s[^<]*?\bref\s*=\s*[\"']([^\"']*)")


def _wild(letters: int, digits: int) -> re.Pattern[bytes]:
    """Finds the first row or cell that is not written the usual way, or lies beyond so many digits
    or letters."""
    number = rb"[1-9][0-9]{0,%d}" % (digits - 1)
    place = rb'r="[A-Z]{1,%d}%s"' % (letters, number)
    row = rb'row(?! r="' + number + rb'"' + _ROW_MORE + rb"/?>)"
    return re.compile(rb"<(?:c(?! " + place + _CELL_MORE + rb"/?>)|" + row + rb")[\s/>]")


_BOUNDS = ((26 * 999, _wild(1, 3)), (702 * 999, _wild(2, 3)))
_ODD = _wild(3, 7)
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"' + _CELL_MORE + rb">(?!</)")
"""A cell with content, where all cells are written the usual way."""
_PREFIXED = re.compile(rb":(?:row|c)[\s/>]")


@frozen
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
    """The rectangle from A1 over all cells with content, or over the first of them that make it
    larger than `most` cells.

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


def widest_range(sheet: bytes) -> tuple[int, str]:
    """Cells in all merged ranges and hyperlinks together, and the largest range: openpyxl makes a
    cell for each."""
    total = most = 0
    widest = b""
    for reference in _RANGE.findall(sheet, _start_of_ranges(sheet)):
        area = _area(reference)
        total += area
        if area > most:
            most, widest = area, reference
    return total, widest.decode("ascii", "replace")


def locate(reference: bytes) -> Place:
    """Row and column, from 1, of a reference like B12."""
    match = _REF.fullmatch(reference)
    if not match:
        raise Misplaced(_shown(reference))
    return _within(int(match[2]), _column(match[1]))


def _filled_cells(sheet: bytes) -> Iterator[Place]:
    """The places of all cells with content, in their order."""
    if not (_PREFIXED.search(sheet) or _ODD.search(sheet)):
        for cell in _FILLED.finditer(sheet):
            yield _within(int(cell[2]), _column(cell[1]))
        return
    row = column = 0
    for tag in _TAG.finditer(sheet):
        if tag["kind"] == b"row":
            row, column = _next_row(_attributes(tag), row), 0
            continue
        place = _place(tag, row, column)
        column = place[1]
        if not _is_blank(tag):
            yield place


def _place(tag: re.Match[bytes], row: int, column: int) -> Place:
    """The place of a cell after the one in `row` and `column`."""
    if tag["letters"]:
        return _within(int(tag["digits"]), _column(tag["letters"]))
    reference = _reference(_attributes(tag))
    return (row or 1, column + 1) if reference is None else locate(reference)


def _is_blank(tag: re.Match[bytes]) -> bool:
    if tag["letters"]:
        return bool(tag["blank"]) or tag[0].endswith(b"/>")
    return bool(tag["closed"] or tag["ended"])


def _attributes(tag: re.Match[bytes]) -> bytes:
    """The attributes of a row or cell; raises Misplaced where they are not well-formed."""
    attributes: bytes | None = tag["attributes"]
    if attributes is None:
        raise Misplaced(_shown(tag[0]))
    return attributes


def _start_of_ranges(sheet: bytes) -> int:
    """Where the tags of ranges begin; the cells before them are most of the sheet."""
    places = [sheet.find(word) for word in (b"mergeCell", b"hyperlink")]
    first = min((place for place in places if place >= 0), default=0)
    return max(0, sheet.rfind(b"<", 0, first))


@lru_cache(maxsize=4096)
def _area(reference: bytes) -> int:
    """Cells in a range such as B2:D12."""
    first, _, last = reference.replace(b"$", b"").partition(b":")
    top, left = locate(first)
    bottom, right = locate(last or first)
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)


def _within(row: int, column: int) -> Place:
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Misplaced(reference_of((row, column)))
    return row, column


def _reference(attributes: bytes) -> bytes | None:
    """The reference among the attributes of a row or cell; raises Misplaced where there are
    several."""
    references = []
    for name, in_double_quotes, in_single_quotes in _ATTRIBUTE.findall(attributes):
        if name == b"r":
            references.append(in_double_quotes or in_single_quotes)
    if len(references) > 1:
        raise Misplaced(" = ".join(map(_shown, references)))
    return references[0] if references else None


def _column(letters: bytes) -> int:
    return column_of(letters.decode("ascii"))


def _next_row(attributes: bytes, row: int) -> int:
    """The number that a row states; without one it follows the row before it."""
    reference = _reference(attributes)
    return row + 1 if reference is None else _row(reference)


def _row(reference: bytes) -> int:
    is_row = reference.isdigit() and 0 < int(reference[:20]) <= LAST_ROW
    if not is_row:
        raise Misplaced(_shown(reference))
    return int(reference)


def _shown(tag: bytes) -> str:
    """The first characters of a tag or reference, for people."""
    return tag[:_SHOWN].decode("utf-8", "replace")
