"""A workbook of whatever kind, as its adapter gives it: what stands in the cells, and how it is
shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sipipeline.core.limits import Limits
from sipipeline.core.values import frozen
from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW, Place


class Active(StrEnum):
    """What a workbook may carry that could act by itself; none of it is ever run or followed."""

    MACROS = "macros"
    LINKS = "links"
    """Links to other workbooks or to data elsewhere."""
    DDE = "dde"
    OBJECTS = "objects"
    """Embedded objects."""


class ErrorValue(NamedTuple):
    """An error such as #REF! in the place of a value."""

    text: str


Value = float | str | bool | ErrorValue | None
"""A date is the number of its day, as .xlsx has it; None is a formula without a value."""


class BookCell(NamedTuple):
    value: Value
    number_format: str = ""
    formula: str | None = None
    """"" where there is a formula whose text is not known."""


class CellContent(NamedTuple):
    """What an element of a document says of a cell, before its style is known."""

    value: Value
    formula: str | None
    usual_format: str
    """The format of a value whose style has none."""


class Comment(NamedTuple):
    place: Place
    text: str


@frozen
class BookSheet:
    name: str
    cells: Mapping[Place, BookCell]
    """The cells with something in them."""
    state: str = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()
    merged: tuple[tuple[Place, Place], ...] = ()
    """The first and the last cell of each merged range."""
    comments: tuple[Comment, ...] = ()


@frozen
class Book:
    sheets: tuple[BookSheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """Defined names with the formulas that they stand for, as far as these are known."""
    active: frozenset[Active] = frozenset()
    counts_from_1904: bool = False


class UnreadableBook(Exception):
    """The bytes are no whole workbook of their kind."""


class SheetsElsewhere(UnreadableBook):
    """The sheets lie in files beside it, which were not sent with it."""


class TooMuch(Exception):
    """A workbook holds more than its limits allow."""


class UnsafeBook(Exception):
    """A workbook has declarations that no program writes into one."""


class EncryptedBook(Exception):
    """A workbook cannot be read without its password."""


_BLANKS = 5
"""Blank cells that may be written for each that has something in it."""


class Meter:
    """Counts what is taken out of one workbook; raises TooMuch where it is more than allowed."""

    def __init__(self, limits: Limits) -> None:
        self._cells = limits.filled
        self._characters = limits.characters
        self._texts = limits.strings
        self._sheets = limits.sheets
        self._marks = limits.filled
        self._blanks = _BLANKS * limits.filled

    def cell(self, value: Value) -> None:
        self._cells -= 1
        if isinstance(value, str):
            self._characters -= len(value)
        if self._cells < 0 or self._characters < 0:
            raise TooMuch

    def blank(self) -> None:
        """A cell with nothing in it that is written all the same."""
        self._blanks -= 1
        if self._blanks < 0:
            raise TooMuch

    def text(self, text: str) -> None:
        """A text that cells share."""
        self._texts -= 1
        self._characters -= len(text)
        if self._texts < 0 or self._characters < 0:
            raise TooMuch

    def sheet(self) -> None:
        self._sheets -= 1
        if self._sheets < 0:
            raise TooMuch

    def mark(self, count: int = 1) -> None:
        """Something that is not a cell: a hidden row, a merged range, a format."""
        self._marks -= count
        if self._marks < 0:
            raise TooMuch


def within(place: Place) -> bool:
    """Whether a sheet has such a place."""
    row, column = place
    return 0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN


@dataclass(slots=True, kw_only=True)
class CollectedSheet:
    """What is taken of a sheet as its rows come."""

    name: str
    meter: Meter
    state: str = "visible"
    cells: dict[Place, BookCell] = field(default_factory=dict)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def take_comment(self, place: Place, text: str | None) -> None:
        """Take the text of a comment; None where there is none."""
        if text is not None:
            self.meter.mark()
            self.meter.text(text)
            self.comments.append(Comment(place, text))

    def sheet(self) -> BookSheet:
        """The sheet; of hidden rows those up to the last with something in it."""
        last = max((row for row, _ in self.cells), default=0)
        hidden = (range(span.start, min(span.stop, last + 1)) for span in self.hidden_rows)
        rows = frozenset(row for span in hidden for row in span)
        return BookSheet(
            self.name,
            self.cells,
            self.state,
            rows,
            tuple(self.hidden_columns),
            tuple(self.merged),
            tuple(self.comments),
        )
