"""The rows of a worksheet's XML, taken out where nobody looks at them, and put back byte for byte.

A sheet of some megabytes is mostly rows in which nothing stands, or rows that get no mark; as a
tree they would take twenty times their bytes."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sipipeline.core.values import frozen

WORTH = 1 << 20
"""Bytes of a sheet from which on it pays to take rows out."""
_LEAST = 1 << 14
"""Bytes of blank rows that are worth taking out."""
_ROW_TAG = rb'<row r="([1-9][0-9]{0,6})"'
_BLANK_CELL = rb"<c [^<>/]*+(?:/>|></c>)"
_BLANK_ROW = _ROW_TAG + rb"[^<>/]*+(?:/>|>(?:" + _BLANK_CELL + rb")*+</row>)\s*+"
_BLANK_ROWS = re.compile(_BLANK_ROW + rb"(?:" + _BLANK_ROW + rb")*+")
_ROW = re.compile(_ROW_TAG)
_ANY_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_NUMBERED = re.compile(rb"<(?:[\w.-]+:)?row\s[^>]*?\br=[\"']([0-9]+)[\"']")
_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_EMPTY = re.compile(rb"<((?:[\w.-]+:)?sheetData)\s*/>")
_COMMENT = re.compile(rb"<!--[^<>]*-->")
"""A comment of XML in which no tag stands."""
_FOLLOWING = (b"<row r=", b"</sheetData")


class Gap(NamedTuple):
    """Rows that were taken out: the number of the first, and where they stand in the XML."""

    number: int
    start: int
    end: int


@frozen
class Thinned:
    """A sheet's XML without some rows, and where these belong."""

    data: bytes
    gaps: tuple[Gap, ...] = ()


def without_blank_rows(sheet: bytes) -> Thinned:
    """The sheet without long runs of rows in which nothing stands, whatever their style."""
    if len(sheet) < WORTH:
        return Thinned(sheet)
    runs = (run for run in _BLANK_ROWS.finditer(sheet) if len(run[0]) >= _LEAST)
    gaps = [_gap(sheet, run) for run in runs if sheet.startswith(_FOLLOWING, run.end())]
    return _thinned(sheet, gaps)


def with_rows(sheet: bytes, wanted: Collection[int]) -> Thinned:
    """The sheet with some rows only; whole where its rows are not written the usual way, one after
    the other."""
    starts = [(int(row[1]), row.start()) for row in _ROW.finditer(sheet)]
    if not starts or not _is_usual(sheet, starts):
        return Thinned(sheet)
    end = _END.search(sheet, starts[-1][1])
    if end is None:
        return Thinned(sheet)
    kept = sorted(wanted)
    return _thinned(sheet, list(_between(starts, kept, end.start())))


def rows_of(sheet: bytes, places: Iterable[int]) -> set[int]:
    """The numbers of the rows in which places of the XML lie."""
    starts = [(row.start(), int(row[1])) for row in _ROW.finditer(sheet)]
    found = (bisect_left(starts, (place + 1,)) - 1 for place in places)
    return {starts[index][1] for index in found if index >= 0}


def put_back(data: bytes, gaps: Sequence[Gap], whole: bytes) -> bytes:
    """The XML with the rows of `whole` back in their places; before the first row with a larger
    number, at the end of the rows where there is none."""
    if not gaps:
        return data
    data = _EMPTY.sub(rb"<\1></\1>", data, count=1)
    end = _END.search(data)
    last = len(data) if end is None else end.start()
    rows = [(int(row[1]), row.start()) for row in _NUMBERED.finditer(data, 0, last)]
    pieces, done = list[bytes](), 0
    for gap in gaps:
        following = bisect_left(rows, (gap.number,))
        place = max(done, rows[following][1] if following < len(rows) else last)
        pieces += [data[done:place], whole[gap.start : gap.end]]
        done = place
    return b"".join([*pieces, data[done:]])


def _gap(sheet: bytes, run: re.Match[bytes]) -> Gap:
    first = _ROW.match(sheet, run.start())
    return Gap(int(first[1]) if first else 0, run.start(), run.end())


def _is_usual(sheet: bytes, starts: Sequence[tuple[int, int]]) -> bool:
    """Whether all rows are written the usual way, and follow each other."""
    if sheet.count(b"<!") != len(_COMMENT.findall(sheet)):
        return False
    if len(_ANY_ROW.findall(sheet)) != len(starts):
        return False
    return all(one < other for (one, _), (other, _) in pairwise(starts))


def _between(starts: Sequence[tuple[int, int]], wanted: Sequence[int], end: int) -> Iterator[Gap]:
    """The gaps between wanted rows; none spans the place of a wanted row that is not there yet."""
    ends = [place for _, place in starts[1:]] + [end]
    gap: Gap | None = None
    next_wanted = 0
    for (number, start), row_end in zip(starts, ends):
        place = bisect_left(wanted, number)
        is_wanted = place < len(wanted) and wanted[place] == number
        if gap is not None and (is_wanted or place != next_wanted):
            yield gap
            gap = None
        if not is_wanted:
            gap = Gap(number, start, row_end) if gap is None else gap._replace(end=row_end)
        next_wanted = place
    if gap is not None:
        yield gap


def _thinned(sheet: bytes, gaps: Sequence[Gap]) -> Thinned:
    if not gaps:
        return Thinned(sheet)
    ends = [0, *(gap.end for gap in gaps)]
    starts = [*(gap.start for gap in gaps), len(sheet)]
    pieces = [sheet[start:end] for start, end in zip(ends, starts)]
    return Thinned(b"".join(pieces), tuple(gaps))
