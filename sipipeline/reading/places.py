"""Which cell states what: the hidden keys say it; where they are gone, the visible labels do."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sipipeline.core import keys
from sipipeline.core.standard import NOTE, Standard
from sipipeline.reading.agreement import NOTHING_SAID, UNREAD, Agreement, By, agreement
from sipipeline.reading.frames import Rows, SheetFrame
from sipipeline.reading.label_forms import plain
from sipipeline.reading.labels import LABEL_COLUMNS, KeyedCell, Labels, labels_of
from sipipeline.xlsx.hidden import CHECK, KEY_ROW, LIST_END, ROW_KEY

_MARKS = frozenset({KEY_ROW, LIST_END})
_FIGURES = frozenset({int, float})
_YEAR_OF_COVER = "cover.year"
_YEAR = re.compile(r"20[0-9]{2}(?![0-9])")
_Columns = tuple[tuple[int, str], ...]
"""Columns of a table and their keys."""


@dataclass(slots=True)
class Places:
    """The keyed cells of one sheet, blank ones too, and the rows whose keys were gone."""

    cells: list[KeyedCell] = field(default_factory=list)
    by_label: list[str] = field(default_factory=list)
    """Row keys found by the label of the row; "" for the columns of a table found so."""
    keyed: bool = True
    """Whether the sheet has hidden keys."""
    agreed: Agreement = NOTHING_SAID
    """What the labels of the sheet say against its keys."""
    unread: list[str] = field(default_factory=list)
    """Keys of cells that are not read, because nobody can say whose figures they hold."""
    named: str = ""
    """The fund that the sheet is called by, where its keys are of another."""
    kept: str = ""
    """The fund of its keys then."""
    moved: bool = False
    """Whether it is read as the fund that it is called by."""
    exchanged: str = ""
    """The first of two sheets without keys that are called as each other: the name of the other."""


def find(
    sheet: SheetFrame, standard: Standard, by: By = By.NOBODY, year: int | None = None
) -> Places:
    """Every place of a sheet, blank ones too; keys first, and where a label names another place
    than its key, what `by` says. `year` is that of the cover, which tells what 2023年 in a label
    means."""
    row_keys = [_key_of(row) for row in sheet.rows]
    if any(key and key != LIST_END for key in row_keys):
        return _by_keys(sheet.rows, row_keys, standard, by, year)
    cells = list(labels_of(standard).places(sheet.name, sheet.rows, year))
    return Places(cells, [""] if cells else [], keyed=False)


def year_of_cover(sheets: Iterable[SheetFrame]) -> int | None:
    """The year that the cover states in the row with the hidden key; None where it states none."""
    cells = (str(cell) for row in _rows_of_year(sheets) for cell in row[2:])
    found = filter(None, map(_YEAR.match, cells))
    return next((int(year[0]) for year in found), None)


def is_year_keyed(sheets: Iterable[SheetFrame]) -> bool:
    """Whether a row has the hidden key of the year."""
    return any(_rows_of_year(sheets))


def stray_figures(rows: Rows, taken: set[tuple[int, int]]) -> Iterator[tuple[int, int, object]]:
    """Numbers in cells that are no place of the standard."""
    for index, row in enumerate(rows):
        for column, raw in enumerate(row):
            if type(raw) in _FIGURES and column and (index, column) not in taken:
                yield index, column, raw


def _rows_of_year(sheets: Iterable[SheetFrame]) -> Iterator[Sequence[object]]:
    return (row for sheet in sheets for row in sheet.rows if _key_of(row) == _YEAR_OF_COVER)


def _key_of(row: Sequence[object]) -> str:
    """The hidden key in front of a row, KEY_ROW and LIST_END included; "" where there is none."""
    cell = row[0] if row else ""
    if not isinstance(cell, str):
        return ""
    return cell if cell in _MARKS or ROW_KEY.fullmatch(cell) else ""


def _by_keys(
    rows: Rows, row_keys: Sequence[str], standard: Standard, by: By, year: int | None
) -> Places:
    agreed = agreement(rows, row_keys, standard, by, year)
    walk = _Walk(labels_of(standard), frozenset(row_keys), Places(agreed=agreed))
    for index, (row, key) in enumerate(zip(rows, agreed.row_keys)):
        if key == KEY_ROW:
            walk.start_table(row, agreed.column_keys.get(index, {}))
        elif index in agreed.unread:
            walk.leave_out(index, row, key)
        else:
            walk.take(index, row, key)
    return walk.places


@dataclass(slots=True)
class _Walk:
    """A sheet with keys, gone through from top to bottom."""

    labels: Labels
    row_keys: frozenset[str]
    """Every row key of the sheet."""
    places: Places
    columns: _Columns = ()
    """Those of the table that the walk is in."""
    unread_columns: _Columns = ()
    """Those of them whose figures are not read."""
    list_key: str = ""
    """The row key of the list that the walk is in."""
    fund: str = ""
    """The fund of the last row of an account."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Rows that each list has had so far."""

    def start_table(self, row: Sequence[object], key_by_key: Mapping[str, str]) -> None:
        """Take the columns of a row of column keys, each with the key that its label names."""
        texts = ((column, cell) for column, cell in enumerate(row) if isinstance(cell, str))
        keyed = [(column, text) for column, text in texts if column and text]
        agreed = [(column, key_by_key.get(text, text)) for column, text in keyed]
        self.columns = tuple((column, text) for column, text in agreed if text != UNREAD)
        self.unread_columns = tuple(pair for pair in keyed if key_by_key.get(pair[1]) == UNREAD)
        self.list_key = ""

    def leave_out(self, index: int, row: Sequence[object], key: str) -> None:
        """Leave a row unread, but remember its keys."""
        if not keys.is_pattern(key):
            cells = _keyed_cells(key, index, row, self.columns)
            self.places.unread += [cell.key for cell in cells]

    def take(self, index: int, row: Sequence[object], key: str) -> None:
        """Take the cells of a row: by its key, as a row added to a list, or by its label."""
        if not self.columns:
            self._find_columns(row)
        if key == LIST_END:
            self.list_key = ""
        elif key:
            self._enter(key)
            self._add(key, index, row)
        elif self.list_key:
            self._add(self.list_key, index, row)
        elif self.fund:
            self._take_by_label(index, row)

    def _enter(self, key: str) -> None:
        self.list_key = key if keys.is_pattern(key) else ""
        if keys.is_account(key):
            self.fund = keys.fund(key) or self.fund

    def _find_columns(self, row: Sequence[object]) -> None:
        if header := self.labels.header(row):
            self.columns = tuple(header.items())
            self.places.by_label.append("")

    def _take_by_label(self, index: int, row: Sequence[object]) -> None:
        if not any(map(plain, row[:LABEL_COLUMNS])):
            return
        key = self.labels.item(self.fund, row)
        if key in self.row_keys or not _has_content(row, self.columns):
            return
        if key:
            self.places.by_label.append(key)
        else:
            key = self.labels.foreign_item(self.fund, row)
        if key:
            self._add(key, index, row)

    def _add(self, key: str, index: int, row: Sequence[object]) -> None:
        """Add the places of a row; rows of a list are numbered in sheet order, blank ones not at
        all."""
        if keys.is_pattern(key):
            if not _has_content(row, self.columns):
                return
            self.numbers[key] = self.numbers.get(key, 0) + 1
            key = key.replace("#", str(self.numbers[key]))
        self.places.cells += _keyed_cells(key, index, row, self.columns)
        if self.unread_columns:
            unread = _keyed_cells(key, index, row, self.unread_columns)
            self.places.unread += [cell.key for cell in unread]


def _keyed_cells(
    key: str, index: int, row: Sequence[object], columns: _Columns
) -> Sequence[KeyedCell]:
    width = len(row)
    return [
        KeyedCell(cell_key, index, column, row[column] if column < width else "")
        for column, cell_key in _layout(key, columns)
    ]


@lru_cache(maxsize=4096)
def _layout(key: str, columns: _Columns) -> Sequence[tuple[int, str]]:
    """The columns of a row's places, and their keys: the same in every workbook of a standard."""
    figures = ((column, name) for column, name in columns if name != CHECK)
    if "*" in key:
        return [(column, key.replace("*", name)) for column, name in figures]
    keyed = {"value": key, NOTE.key: keys.note(key)}
    return [(column, keyed[name]) for column, name in figures if name in keyed]


def _has_content(row: Sequence[object], columns: _Columns) -> bool:
    cells = (row[column] for column, name in columns if name != CHECK and column < len(row))
    return any(cell is not None and str(cell).strip() for cell in cells)
