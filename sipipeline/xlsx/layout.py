"""How the rows, columns and cells of a worksheet are laid out: which are hidden, which merged."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sipipeline.core.values import frozen
from sipipeline.xlsx.references import Place, place_of

_TRUE = rb"=\s*[\"'](?:1|true|on)[\"']"
_HIDDEN_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s(?=[^>]*\bhidden" + _TRUE + rb")([^>]*)>")
_HIDDEN_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\s(?=[^>]*\bhidden" + _TRUE + rb")([^>]*)>")
_NUMBER = {
    name: re.compile(rb"(?<![\w:])" + name + rb"\s*=\s*[\"']([0-9]{1,7})[\"']")
    for name in (b"r", b"min", b"max")
}
_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")


@frozen
class SheetLayout:
    """Rows and columns that nobody sees, and cells that are one."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()
    merged: tuple[tuple[Place, Place], ...] = ()
    """The first and the last cell of each merged range."""


NO_LAYOUT = SheetLayout()


def layout_of(sheet: bytes) -> SheetLayout:
    """The layout of a worksheet's XML."""
    hidden = list(_tags_with(b"hidden", sheet))
    rows = (_number(b"r", attributes) for attributes in _found(_HIDDEN_ROW, hidden, sheet))
    columns = (
        range(_number(b"min", attributes), _number(b"max", attributes) + 1)
        for attributes in _found(_HIDDEN_COLUMN, hidden, sheet)
    )
    spans = map(_span, _found(_MERGED, _tags_with(b"mergeCell", sheet), sheet))
    return SheetLayout(frozenset(rows), tuple(columns), tuple(span for span in spans if span))


def _tags_with(word: bytes, sheet: bytes) -> Iterator[int]:
    """Where the tags begin in which a word stands, or behind which: most of a sheet is passed over
    at once, and no byte is looked at twice, however often a text says the word."""
    at = sheet.find(word)
    while at >= 0:
        start = sheet.rfind(b"<", 0, at)
        if start >= 0:
            yield start
        behind = sheet.find(b"<", at)
        at = sheet.find(word, behind) if behind >= 0 else -1


def _found(pattern: re.Pattern[bytes], tags: Iterable[int], sheet: bytes) -> Iterator[bytes]:
    """What a pattern finds in the tags that begin at some places."""
    for start in tags:
        if found := pattern.match(sheet, start):
            yield found[1]


def _number(name: bytes, attributes: bytes) -> int:
    found = _NUMBER[name].search(attributes)
    return int(found[1]) if found else 0


@lru_cache(maxsize=4096)
def _span(reference: bytes) -> tuple[Place, Place] | None:
    """The first and the last cell of a merged range."""
    first, _, last = reference.decode("ascii", "replace").partition(":")
    start, end = place_of(first), place_of(last)
    return None if start is None or end is None else (start, end)
