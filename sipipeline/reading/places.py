"""Which cell states what: the hidden keys say it; where they are gone, the visible labels do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sipipeline.core.standard import Standard
from sipipeline.reading.frames import Rows, SheetFrame
from sipipeline.reading.labels import KeyedCell, labels_of
from sipipeline.xlsx.hidden import CHECK, KEY_ROW, LIST_END

_MARKS = frozenset({KEY_ROW, LIST_END})
_FIGURES = frozenset({int, float})
_Columns = tuple[tuple[int, str], ...]
"""Columns of the rows and what stands in them."""
_ROW_KEY = re.compile(r"(?:[a-z_]+\.[a-z_#.*]+|goal)")


@dataclass(slots=True)
class Places:
    """The keyed cells of one sheet, blank ones too, and the rows whose keys were gone."""

    cells: list[KeyedCell] = field(default_factory=list)
    by_label: list[str] = field(default_factory=list)
    """Labels of rows, or "" for the columns, that had to be found by their text."""
    keyed: bool = True


def find(sheet: SheetFrame, standard: Standard) -> Places:
    """Every place of a sheet, blank ones too; keys first."""
    keys = [_key_of(row) for row in sheet.rows]
    if any(key and key != LIST_END for key in keys):
        return _by_keys(sheet.rows, keys, standard)
    places = Places(list(labels_of(standard).places(sheet.name, sheet.rows)), keyed=False)
    places.by_label = [""] if places.cells else []
    return places


def _key_of(row: Sequence[object]) -> str:
    """The hidden key in front of a row, KEY_ROW and LIST_END included; "" where there is none."""
    cell = row[0] if row else ""
    return cell if isinstance(cell, str) and (cell in _MARKS or _ROW_KEY.fullmatch(cell)) else ""


def _by_keys(rows: Rows, keys: Sequence[str], standard: Standard) -> Places:
    places = Places()
    columns: _Columns = ()
    numbers: dict[str, int] = {}
    inside, fund = "", ""
    labels = labels_of(standard)
    known = frozenset(keys)
    for index, (row, key) in enumerate(zip(rows, keys)):
        if key == KEY_ROW:
            columns = tuple(
                (c, cell) for c, cell in enumerate(row) if c and isinstance(cell, str) and cell
            )
            inside = ""
            continue
        if not columns and (header := labels.header(row)):
            columns = tuple(header.items())
            places.by_label.append("")
        if key == LIST_END:
            inside = ""
        elif key:
            inside = key if "#" in key else ""
            fund = key.split(".")[1] if key.startswith("accounts.") else fund
            places.cells += _row(key, index, row, columns, numbers)
        elif inside and _has_content(row, columns):
            places.cells += _row(inside, index, row, columns, numbers)
        elif (
            fund
            and (guess := labels.item(fund, row))
            and guess not in known
            and _has_content(row, columns)
        ):
            places.by_label.append(guess)
            places.cells += _row(guess, index, row, columns, numbers)
    return places


def _row(
    key: str, index: int, row: Sequence[object], columns: _Columns, numbers: dict[str, int]
) -> Sequence[KeyedCell]:
    """The places of one row; rows of a list are numbered in sheet order, blank ones not at all."""
    if "#" in key:
        if not _has_content(row, columns):
            return ()
        numbers[key] = numbers.get(key, 0) + 1
        key = key.replace("#", str(numbers[key]))
    width = len(row)
    return [
        KeyedCell(own, index, column, row[column] if column < width else "")
        for column, own in _layout(key, columns)
    ]


@lru_cache(maxsize=4096)
def _layout(key: str, columns: _Columns) -> Sequence[tuple[int, str]]:
    """Where the places of a row are, and their keys: the same in every workbook of a standard."""
    return [
        (column, key.replace("*", name))
        for column, name in columns
        if name != CHECK and ("*" in key or name == "value")
    ]


def _has_content(row: Sequence[object], columns: _Columns) -> bool:
    return any(
        column < len(row) and row[column] not in ("", None) and str(row[column]).strip()
        for column, name in columns
        if name != CHECK
    )


def stray_figures(rows: Rows, taken: set[tuple[int, int]]) -> Iterator[tuple[int, int, object]]:
    """Numbers in cells that are no place of the standard."""
    for index, row in enumerate(rows):
        for column, raw in enumerate(row):
            if type(raw) in _FIGURES and column and (index, column) not in taken:
                yield index, column, raw
