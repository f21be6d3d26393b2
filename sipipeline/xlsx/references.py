"""References to cells and sheets as formulas write them: D12, $D$12, '甲 乙'!D12."""

import re
from functools import cache, lru_cache

Place = tuple[int, int]
"""Row and column, from 1."""

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def place_of(reference: str) -> Place | None:
    """The place that a reference names, of a range its first cell; None where no sheet has it."""
    match = _REFERENCE.match(reference.strip())
    if match is None:
        return None
    row, column = int(match[2]), column_of(match[1])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


@lru_cache(maxsize=16384)
def reference_of(place: Place) -> str:
    """The reference of a place: (12, 4) is D12."""
    row, column = place
    return f"{letters_of(column)}{row}"


@cache
def letters_of(column: int) -> str:
    """The letters of a column, counted from 1: 28 is AB."""
    before, last = divmod(column - 1, 26)
    return (letters_of(before) if before else "") + chr(ord("A") + last)


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """The number of a column, from 1: AB is 28."""
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return column


def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it: 'It''s'."""
    return "'" + sheet.replace("'", "''") + "'"
