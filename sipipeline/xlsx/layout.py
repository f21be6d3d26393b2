"""How the rows, columns and cells of a worksheet are laid out: which are hidden, which merged."""

import re
from dataclasses import dataclass

from sipipeline.xlsx.references import Place, place_of

_TRUE = rb"=\s*[\"'](?:1|true|on)[\"']"
_HIDDEN_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s(?=[^>]*\bhidden" + _TRUE + rb")([^>]*)>")
_HIDDEN_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\s(?=[^>]*\bhidden" + _TRUE + rb")([^>]*)>")
_NUMBER = {
    name: re.compile(rb"(?<![\w:])" + name + rb"\s*=\s*[\"']([0-9]{1,7})[\"']")
    for name in (b"r", b"min", b"max")
}
_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True, slots=True)
class SheetLayout:
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()
    merged: tuple[tuple[Place, Place], ...] = ()
    """The first and the last cell of each merged range."""

    def is_hidden(self, place: Place) -> bool:
        row, column = place
        return row in self.hidden_rows or any(column in span for span in self.hidden_columns)


NO_LAYOUT = SheetLayout()


def layout_of(sheet: bytes) -> SheetLayout:
    """The layout of a worksheet's XML."""
    rows = (_number(b"r", attributes) for attributes in _HIDDEN_ROW.findall(sheet))
    columns = (
        range(_number(b"min", attributes), _number(b"max", attributes) + 1)
        for attributes in _HIDDEN_COLUMN.findall(sheet)
    )
    ranges = (reference.decode("ascii", "replace") for reference in _MERGED.findall(sheet))
    spans = (_span(reference) for reference in ranges)
    return SheetLayout(frozenset(rows), tuple(columns), tuple(span for span in spans if span))


def _number(name: bytes, attributes: bytes) -> int:
    found = _NUMBER[name].search(attributes)
    return int(found[1]) if found else 0


def _span(reference: str) -> tuple[Place, Place] | None:
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last)
    return None if start is None or end is None else (start, end)
