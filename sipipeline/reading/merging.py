"""Merged cells over several places of a list: what stands in one counts for each row it spans."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.reading.frames import SheetFrame
from sipipeline.reading.labels import KeyedCell
from sipipeline.xlsx.references import Place

_MOST_CELLS = 2_000
"""A merged range with more cells is no answer to rows."""
_HEADINGS = "level"
"""Columns whose cells are merged on any printed form begin so; nobody needs to be told."""


class Merged(NamedTuple):
    """A place that a merged cell covers beside its own."""

    cell: KeyedCell
    """With what counts for it: the text of the merged cell; nothing where a figure is asked for."""
    first: Place
    """The first cell of the merged range; row and column count from 0."""
    told: bool


def merged(sheet: SheetFrame, cells: Sequence[KeyedCell], standard: Standard) -> Iterator[Merged]:
    """The blank places that merged cells with something in them cover."""
    keyed = {(cell.row, cell.column) for cell in cells}
    covered = {place: first for place, first in _covered(sheet) if place in keyed}
    if not covered:
        return
    filled = _filled(cells)
    for cell in cells:
        place = cell.row, cell.column
        first = covered.get(place)
        field = standard.field(cell.key)
        if first is None or field is None:
            continue
        if first in filled and place not in filled:
            counts = not field.numeric and _is_of_row(cell, first)
            raw = filled[first] if counts else ""
            yield Merged(cell._replace(raw=raw), first, _is_told(cell.key, counts))


def _filled(cells: Sequence[KeyedCell]) -> dict[Place, object]:
    """What stands in each place that has something in it."""
    return {(cell.row, cell.column): cell.raw for cell in cells if cell.raw not in ("", None)}


def _is_of_row(cell: KeyedCell, first: Place) -> bool:
    """Whether a merged cell goes down a column of a list, from its first place."""
    return keys.number(cell.key) is not None and first[1] == cell.column


def _is_told(key: str, counts: bool) -> bool:
    return not (counts and keys.measure(key).startswith(_HEADINGS))


def _covered(sheet: SheetFrame) -> Iterator[tuple[Place, Place]]:
    """The places of merged ranges but the first of each, with that first one; counted from 0."""
    for (top, left), (bottom, right) in sheet.layout.merged:
        first = top - 1, left - 1
        is_small = (bottom - top + 1) * (right - left + 1) <= _MOST_CELLS
        if is_small:
            for row in range(top - 1, bottom):
                for column in range(left - 1, right):
                    if (row, column) != first:
                        yield (row, column), first
