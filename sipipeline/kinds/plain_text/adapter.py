"""The one sheet of a .csv or text file."""

import csv
import io

from sipipeline.core.limits import Limits
from sipipeline.kinds.book import Book, BookCell, BookSheet, Meter, UnreadableBook
from sipipeline.kinds.decoding import decoded
from sipipeline.kinds.typed_text import typed
from sipipeline.xlsx.references import LAST_COLUMN, Place

_NAME = "CSV"
_SEPARATORS = "\t,;"
_HEAD = 20
"""Lines that show what separates the values."""


def read(content: bytes, limits: Limits) -> Book:
    """The workbook; raises UnreadableBook, TooMuch."""
    text = decoded(content).replace("\0", "")
    meter = Meter(limits)
    meter.sheet()
    cells: dict[Place, BookCell] = {}
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values[:LAST_COLUMN], 1):
                cell = typed(value)
                if cell is not None:
                    meter.cell(cell.value)
                    cells[row, column] = cell
    except csv.Error as error:
        raise UnreadableBook from error
    return Book((BookSheet(_NAME, cells),))


def _separator(text: str) -> str:
    """The separator that stands most often in the first lines."""
    head = "".join(text.splitlines(keepends=True)[:_HEAD])
    return max(_SEPARATORS, key=head.count)
