"""Tables that were pasted into a text: a heading of names, and rows of a name with its figures,
whose cells are parted by tabs, strokes or spaces."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

from sipipeline.core.values import frozen
from sipipeline.language.mentions import Mention, numbers_in

Row = tuple[str, ...]

_STROKE = "[|\uff5c\u2502\u2503]"
_WIDE = re.compile("[\u3000 ]{2,}|\u3000")
_STROKES_ALONE = re.compile("[\\s|:+\\-\uff5c\u2500-\u257f]*")
"""A line without words: |---|---|."""
_BLANK = re.compile("[-\u2014/\\s]*")
_FEWEST = 2
"""Cells of a line of a table."""
_MOST_CELLS = 40
_LONGEST_NAME = 40
_MOST_HEADINGS = 2
"""Lines of a heading."""


@frozen
class PastedTable:
    """A table of a text, in characters of usual width."""

    above: str
    """The line right above it; "" for none."""
    heading: Row
    rows: Sequence[Row]
    """Each with as many cells as the heading."""


def pasted_tables(text: str) -> Iterator[PastedTable]:
    """The tables of a text as it was typed in."""
    lines = _lines(text)
    for place in _places(lines):
        above = lines[place.start - 1] if place.start else ""
        headings = [_cells(line) for line in lines[place.start : place.rows]]
        rows = [_cells(line) for line in lines[place.rows : place.end]]
        width = len(headings[0])
        yield PastedTable(
            above, *_unnumbered(_as_one(headings), [_padded(row, width) for row in rows])
        )


def without_tables(text: str) -> str:
    """The text without the lines of its tables; those of two columns that spaces part stay, as
    these may be sentences."""
    lines = _lines(text)
    tables = (range(place.start, place.end) for place in _places(lines))
    plain = (one for one in tables if _is_plain([lines[number] for number in one]))
    apart = {number for one in plain for number in one}
    return "\n".join(line for number, line in enumerate(lines) if number not in apart)


def figure_in(cell: str, unit: str = "") -> Mention | None:
    """The number that is all of a cell, in the unit behind it or else in the one given."""
    bare = _number(cell)
    is_measured = bare is not None and bool(bare.unit.symbol)
    return bare if is_measured or not unit else _number(f"{cell}{unit}")


def _number(text: str) -> Mention | None:
    """The number that all of a text is."""
    numbers = numbers_in(text)
    is_whole = len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(text))
    return numbers[0] if is_whole else None


def _lines(text: str) -> Sequence[str]:
    """The lines of a text that have words."""
    return [line for line in text.splitlines() if not _STROKES_ALONE.fullmatch(line)]


@frozen
class _Place:
    """Where a table stands among the lines of a text."""

    start: int
    """Of its heading."""
    rows: int
    """Where its rows begin."""
    end: int


def _places(lines: Sequence[str]) -> Iterator[_Place]:
    """The place of each table."""
    cells = [_cells(line) for line in lines]
    at = 0
    while at < len(lines):
        headings = _headings(cells[at : at + _MOST_HEADINGS])
        begin = at + len(headings)
        rows = [*_rows(cells[begin:], len(headings[0]))] if headings else []
        if rows:
            yield _Place(at, begin, begin + len(rows))
        at = begin + len(rows) if rows else at + 1


def _is_plain(lines: Sequence[str]) -> bool:
    """Whether some lines are no sentences, by the signs between their cells or their number."""
    parted = any("\t" in line or re.search(_STROKE, line) for line in lines)
    return parted or all(len(_cells(line)) > _FEWEST for line in lines)


def _padded(row: Row, width: int) -> Row:
    """A row with a cell for each column, where its last ones were left out as blank."""
    return (*row, *[""] * (width - len(row)))


def _cells(line: str) -> Row:
    """What the parts of a line are, in characters of usual width."""
    if len(re.findall(_STROKE, line)) >= _FEWEST:
        parts = re.split(_STROKE, line.strip())
        parts = parts[not parts[0].strip() : -1 if not parts[-1].strip() else None]
    elif "\t" in line:
        parts = line.split("\t")
    else:
        parts = _WIDE.split(line.strip())
        parts = parts if len(parts) >= _FEWEST else line.split()
    return tuple(unicodedata.normalize("NFKC", part).strip() for part in parts[:_MOST_CELLS])


def _headings(lines: Sequence[Row]) -> Sequence[Row]:
    """The lines of a heading that some lines begin with; none where it is not as wide as they."""
    headings = [*takewhile(_is_heading, lines)]
    return headings if len({*map(len, headings)}) == 1 else ()


def _is_heading(cells: Row) -> bool:
    """Whether the cells of a line are names."""
    named = [cell for cell in cells if cell]
    return len(named) >= _FEWEST and all(map(_is_name, named))


def _is_name(cell: str) -> bool:
    return len(cell) <= _LONGEST_NAME and figure_in(cell) is None


def _rows(lines: Sequence[Row], width: int) -> Iterator[Row]:
    """The rows that some lines begin with: a name and figures, a cell for each column, of which the
    last may be left out where they are blank."""
    for line in lines:
        row = _padded(line, width)
        figures = [cell for cell in row[_names(row) :] if not _BLANK.fullmatch(cell)]
        if len(line) < _FEWEST or len(row) > width or not figures:
            return
        if not all(map(figure_in, figures)):
            return
        yield row


def _names(row: Row) -> int:
    """How many cells of a row are no figures: its name, and the number before it."""
    numbered = row[0].isdigit() or not row[0]
    named = len(row) > _FEWEST and bool(row[1]) and figure_in(row[1]) is None
    return 2 if numbered and named and not _BLANK.fullmatch(row[1]) else 1


def _unnumbered(heading: Row, rows: Sequence[Row]) -> tuple[Row, Sequence[Row]]:
    """The heading and the rows of a table without the column of the numbers of its rows."""
    if not any(_names(row) > 1 for row in rows):
        return heading, rows
    return heading[1:], [row[1:] if _names(row) > 1 else (row[0], *row[2:]) for row in rows]


def _as_one(headings: Sequence[Row]) -> Row:
    """The names of the columns; one of an upper line is of all columns up to the next."""
    *above, last = headings
    for upper in above:
        name, named = "", []
        for cell, below in zip(upper, last, strict=True):
            name = cell or name
            named.append(below if name == below else f"{name}{below}")
        last = tuple(named)
    return last
