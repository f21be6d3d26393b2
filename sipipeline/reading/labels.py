"""Finding places by the visible labels, for sheets whose hidden keys are gone."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from sipipeline.core.standard import NOTE, Column, Named, Standard
from sipipeline.language.numbers import read_number
from sipipeline.reading.frames import Rows

_RIGHT = (1, 2, 3)
_NOISE = re.compile(r"[\s:：*＊+＋()（）、.．]|其中|^[一二三四五六七八九十]+、|^\d+[.、]")


class KeyedCell(NamedTuple):
    """A cell that is to hold the figure or text of a key; row and column count from 0."""

    key: str
    row: int
    column: int
    raw: object


def plain(label: object) -> str:
    """A label without spaces, line breaks, numbering and brackets, full-width signs made
    half-width."""
    return (
        _NOISE.sub("", unicodedata.normalize("NFKC", str(label))) if isinstance(label, str) else ""
    )


@cache
def labels_of(standard: Standard) -> "Labels":
    return Labels(standard)


class Labels:
    """The labels of a standard, by the place that they name."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard

    def area(self, sheet: str, rows: Rows) -> str | None:
        """Which sheet of the template this is: a fund's key, or cover, people, causes, indicators,
        narrative."""
        names = self._sheet_names
        title = "".join(plain(cell) for row in rows[:6] for cell in row)
        if (exact := names.get(plain(sheet))) is not None:
            return exact
        for name, area in sorted(names.items(), key=lambda entry: -len(entry[0])):
            if len(name) > 1 and (name in plain(sheet) or (len(name) > 3 and name in title)):
                return area
        near = difflib.get_close_matches(plain(sheet), names, n=1, cutoff=0.75)
        return names[near[0]] if near else None

    def header(self, row: Iterable[object]) -> dict[int, str] | None:
        """Columns of an account's header row, if this is one: at least two measures stand in it."""
        return _columns(row, (*self.standard.measures, NOTE))

    def item(self, fund: str, row: Sequence[object]) -> str | None:
        """The row key of the item that a row of a fund's account is labelled with."""
        for cell in row[:4]:
            if (key := self._items(fund).get(plain(cell))) is not None:
                return f"accounts.{fund}.{key}.*"
        return None

    def places(self, sheet: str, rows: Rows) -> Iterator[KeyedCell]:
        """Every place that the labels of a sheet without keys name."""
        area = self.area(sheet, rows)
        if area in {fund.key for fund in self.standard.accounts}:
            yield from self._account(str(area), rows)
        elif area == "cover":
            yield from _form("cover", self.standard.cover, rows)
        elif area == "narrative":
            yield from _form("narrative", self.standard.narrative, rows)
        elif area == "indicators":
            yield from _form("funding", self.standard.funding, rows)
            yield from _form("", (self.standard.goal,), rows)
            yield from _list("indicators", self.standard.indicators, rows)
        elif area == "causes":
            yield from _list("causes", self.standard.causes, rows)
        elif area == "people":
            yield from self._people(rows)

    def _account(self, fund: str, rows: Rows) -> Iterator[KeyedCell]:
        columns: dict[int, str] = {}
        seen: set[str] = set()
        for index, row in enumerate(rows):
            columns = self.header(row) or columns
            if not columns:
                continue
            if (key := self.item(fund, row)) and key not in seen:
                seen.add(key)
                yield from _row(key, index, row, columns)
        if fund != self.standard.total.key:
            yield from _form(f"balances.{fund}", self.standard.balances, rows)

    def _people(self, rows: Rows) -> Iterator[KeyedCell]:
        """Two tables: head-counts by fund and item, benefit levels by fund."""
        funds = self._fund_names
        items = _by_name(self.standard.headcounts)
        columns: dict[int, str] = {}
        counted = False
        fund = ""
        for index, row in enumerate(rows):
            if (levels := _columns(row, self.standard.benefit_levels)) is not None:
                columns, counted = levels, False
            elif (counts := _columns(row, self.standard.headcount_measures)) is not None:
                columns, counted = counts, True
            names = [plain(cell) for cell in row[:4]]
            here = _first(funds, names)
            fund = here or fund
            item = _first(items, names)
            if counted and fund and item:
                yield from _row(f"headcounts.{fund}.{item}.*", index, row, columns)
            elif here and not counted:
                yield from _row(f"benefit_levels.{fund}.*", index, row, columns)

    def _items(self, fund: str) -> dict[str, str]:
        known = self._item_names.get(fund)
        if known is None:
            known = {}
            for item in self.standard.items_of(fund) if fund in self._funds else ():
                for name in (*item.synonyms, item.name.zh, item.called(fund).zh):
                    known[plain(name)] = item.key
            self._item_names[fund] = known
        return known

    @cached_property
    def _item_names(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _fund_names(self) -> dict[str, str]:
        short = {plain(fund.short.zh): fund.key for fund in self.standard.funds}
        return _by_name(self.standard.funds) | short

    @cached_property
    def _funds(self) -> set[str]:
        return {fund.key for fund in self.standard.accounts}

    @cached_property
    def _sheet_names(self) -> dict[str, str]:
        names = {plain(name.zh): area for area, name in self.standard.sheets.items()}
        for fund in self.standard.accounts:
            for name in (fund.short.zh, fund.name.zh, *fund.synonyms):
                names.setdefault(plain(name), fund.key)
        return names


@cache
def _by_name(named: tuple[Named, ...]) -> dict[str, str]:
    return {plain(name): entry.key for entry in named for name in (entry.name.zh, *entry.synonyms)}


def _columns(row: Iterable[object], columns: tuple[Named, ...]) -> dict[int, str] | None:
    names = _by_name(columns)
    texts = (
        (index, plain(cell)) for index, cell in enumerate(row) if isinstance(cell, str) and cell
    )
    found = {index: names[text] for index, text in texts if text in names}
    return found if len(found) >= 2 else None


def _row(
    key: str, index: int, row: Sequence[object], columns: dict[int, str]
) -> Iterator[KeyedCell]:
    for column, name in columns.items():
        raw = row[column] if column < len(row) else ""
        yield KeyedCell(key.replace("*", name), index, column, raw)


def _form(prefix: str, fields: tuple[Column, ...], rows: Rows) -> Iterator[KeyedCell]:
    """What was filled in right of each label: a figure is the nearest number, a text stands in the
    nearest column in which any text of the form stands."""
    numeric = {field.key: field.numeric for field in fields}
    labels = _labels(fields, rows)
    texts = [place for name, place in labels.items() if not numeric[name]]
    of_texts = next((offset for offset in _RIGHT if _any_filled(rows, texts, offset)), 1)
    for name, (row, label) in labels.items():
        offset = _offset_of_number(rows, row, label) if numeric[name] else of_texts
        if offset is not None:
            column = label + offset
            key = f"{prefix}.{name}".lstrip(".")
            yield KeyedCell(key, row, column, _cell(rows, row, column))


def _labels(fields: tuple[Column, ...], rows: Rows) -> dict[str, tuple[int, int]]:
    """Row and column of the first label of each field, by the field's key."""
    names = _by_name(fields)
    found: dict[str, tuple[int, int]] = {}
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not isinstance(cell, str) or not cell:
                continue
            name = names.get(plain(cell)) or names.get(plain(cell.partition("\n")[0]))
            if name is not None:
                found.setdefault(name, (index, column))
    return found


def _any_filled(rows: Rows, labels: Iterable[tuple[int, int]], offset: int) -> bool:
    return any(_cell(rows, row, column + offset) for row, column in labels)


def _offset_of_number(rows: Rows, row: int, label: int) -> int | None:
    """How far right of a label the nearest number stands."""
    return next((offset for offset in _RIGHT if _is_number(_cell(rows, row, label + offset))), None)


def _first(keys: Mapping[str, str], names: Iterable[str]) -> str | None:
    """The key of the first name that is known."""
    return next((keys[name] for name in names if name in keys), None)


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) or (
        isinstance(cell, str) and read_number(cell) is not None
    )


def _cell(rows: Rows, row: int, column: int) -> object:
    return rows[row][column] if column < len(rows[row]) else ""


def _list(name: str, fields: tuple[Column, ...], rows: Rows) -> Iterator[KeyedCell]:
    columns: dict[int, str] = {}
    number = 0
    for index, row in enumerate(rows):
        if (header := _columns(row, fields)) is not None:
            columns = header
        elif columns and any(c < len(row) and str(row[c]).strip() for c in columns):
            number += 1
            yield from _row(f"{name}.{number}.*", index, row, columns)
