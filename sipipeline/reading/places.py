"""Which cell states what: the hidden keys say it; where they are gone, the visible labels do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sipipeline.reading.labels import labels_of
from sipipeline.reading.workbook import Grid, Place, Sheet
from sipipeline.standards.model import Standard

KEY_ROW = "#"
LIST_END = "end"
NOT_READ = frozenset({"check"})
"""Columns of ours that hold formulas, never a figure of the submitter's."""

_ROW_KEY = re.compile(r"(?:[a-z_]+\.[a-z_#.*]+|goal)")


@dataclass(slots=True)
class Found:
    """The places of one sheet, and the rows whose keys were gone."""

    places: list[Place] = field(default_factory=list)
    by_label: list[str] = field(default_factory=list)
    """Labels of rows, or "" for the columns, that had to be found by their text."""
    keyed: bool = True


def find(sheet: Sheet, standard: Standard) -> Found:
    """Every place of a sheet, blank ones too; keys first."""
    if any((row and row[0] == KEY_ROW) or _is_key(row[0] if row else "") for row in sheet.grid):
        return _by_keys(sheet, standard)
    found = Found(list(labels_of(standard.id).places(sheet.name, sheet.grid)), keyed=False)
    found.by_label = [""] if found.places else []
    return found


def _is_key(cell: object) -> bool:
    return isinstance(cell, str) and _ROW_KEY.fullmatch(cell) is not None


def _by_keys(sheet: Sheet, standard: Standard) -> Found:
    found = Found()
    columns: dict[int, str] = {}
    numbers: dict[str, int] = {}
    inside, fund = "", ""
    labels = labels_of(standard.id)
    keys = {str(row[0]) for row in sheet.grid if row and _is_key(row[0])}
    for index, row in enumerate(sheet.grid):
        key = row[0] if row else ""
        if key == KEY_ROW:
            columns = {c: cell for c, cell in enumerate(row) if c and isinstance(cell, str) and cell}
            inside = ""
            continue
        if not columns and (header := labels.header(row)):
            columns = header
            found.by_label.append("")
        if key == LIST_END:
            inside = ""
        elif _is_key(key):
            inside = str(key) if "#" in str(key) else ""
            fund = str(key).split(".")[1] if str(key).startswith("accounts.") else fund
            found.places += _row(str(key), index, row, columns, numbers)
        elif inside and _has_content(row, columns):
            found.places += _row(inside, index, row, columns, numbers)
        elif fund and (guess := labels.item(fund, row)) and guess not in keys and _has_content(row, columns):
            found.by_label.append(guess)
            found.places += _row(guess, index, row, columns, numbers)
    return found


def _row(
    key: str, index: int, row: Sequence[object], columns: dict[int, str], numbers: dict[str, int]
) -> Iterator[Place]:
    """The places of one row; rows of a list are numbered in sheet order, blank ones not at all."""
    if "#" in key:
        if not _has_content(row, columns):
            return
        numbers[key] = numbers.get(key, 0) + 1
        key = key.replace("#", str(numbers[key]))
    for column, name in columns.items():
        if name in NOT_READ:
            continue
        raw = row[column] if column < len(row) else ""
        if "*" in key:
            yield Place(key.replace("*", name), index, column, raw)
        elif name == "value":
            yield Place(key, index, column, raw)


def _has_content(row: Sequence[object], columns: dict[int, str]) -> bool:
    return any(
        column < len(row) and row[column] not in ("", None) and str(row[column]).strip()
        for column, name in columns.items()
        if name not in NOT_READ
    )


def stray_figures(grid: Grid, taken: set[tuple[int, int]]) -> Iterator[tuple[int, int, object]]:
    """Numbers in cells that are no place of the standard."""
    for index, row in enumerate(grid):
        for column, raw in enumerate(row):
            if column and isinstance(raw, (int, float)) and not isinstance(raw, bool) and (index, column) not in taken:
                yield index, column, raw
