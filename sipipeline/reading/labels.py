"""Finding places by the visible labels, for sheets whose hidden keys are gone."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import NOTE, RUNS, Column, Named, Standard
from sipipeline.language.lexicon import table
from sipipeline.language.numbers import read_number
from sipipeline.reading.frames import Rows
from sipipeline.reading.label_forms import plain, readings, without_years
from sipipeline.reading.label_words import in_usual_words, without_total

_RIGHT = (1, 2, 3)
"""Columns right of a label in which what it asks for may stand."""
_TITLE_ROWS = 6
LABEL_COLUMNS = 4
_NEAR = 0.75
"""Likeness from which a sheet's name is taken for one of the form's."""
_Columns = Mapping[int, str]
"""The keys of a table's columns, by column."""


class KeyedCell(NamedTuple):
    """A cell that is to hold the figure or text of a key; row and column count from 0."""

    key: str
    row: int
    column: int
    raw: object


class _Names:
    """The keys of labels: as the form writes them, or in other words for the same."""

    def __init__(self, keys_of_names: Mapping[str, str]) -> None:
        self._as_written = keys_of_names
        meant: dict[str, set[str]] = defaultdict(set)
        for name, key in keys_of_names.items():
            for words in in_usual_words(name):
                meant[words].add(key)
        one_key = {words: of for words, of in meant.items() if len(words) > 1 and len(of) == 1}
        self._meant = {words: next(iter(of)) for words, of in one_key.items()}

    def key(self, cell: object) -> str | None:
        """The key that a cell names."""
        if not isinstance(cell, str) or not cell:
            return None
        written = [reading for reading in readings([cell]) if reading]
        written = [*written, *map(without_total, written)]
        named = (self._as_written.get(reading) for reading in written)
        meant = (self._meant.get(words) for one in written for words in in_usual_words(one))
        return next(filter(None, (*named, *meant)), None)

    def first(self, cells: Iterable[object]) -> str | None:
        """The key that the first of the cells names which names any."""
        return next(filter(None, map(self.key, cells)), None)


@cache
def labels_of(standard: Standard) -> "Labels":
    return Labels(standard)


class Labels:
    """The labels of a standard, by the place that they name."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard

    def area(self, sheet: str, rows: Rows) -> str | None:
        """The sheet of the template that a sheet is, told by its name or its title: a fund's key,
        or cover, people, causes, indicators, narrative."""
        name = plain(sheet)
        if (exact := self._sheet_names.get(name)) is not None:
            return exact
        title = "".join(plain(cell) for row in rows[:_TITLE_ROWS] for cell in row)
        longest_first = sorted(self._sheet_names, key=len, reverse=True)
        by_title = (
            area for area, signs in _titles().items() if any(sign in title for sign in signs)
        )
        if (titled := next(by_title, None)) is not None and not _is_named(longest_first, name):
            return titled
        contained = (known for known in longest_first if _is_contained(known, name, title))
        near = difflib.get_close_matches(name, self._sheet_names, n=1, cutoff=_NEAR)
        found = next(contained, None) or next(iter(near), "")
        return self._sheet_names.get(found)

    def named(self, sheet: str) -> str | None:
        """The account that a sheet is called as, to the letter; None where it is called
        otherwise."""
        area = self._sheet_names.get(plain(sheet))
        return area if area in {account.key for account in self.standard.accounts} else None

    def titled(self, rows: Rows) -> str | None:
        """The account whose whole name stands in the title of a sheet; None where none or several
        do."""
        title = "".join(plain(cell) for row in rows[:_TITLE_ROWS] for cell in row)
        accounts = self.standard.accounts
        named = [account.key for account in accounts if plain(account.name.zh) in title]
        return named[0] if len(named) == 1 else None

    def header(self, row: Iterable[object]) -> _Columns | None:
        """The columns of an account's header row; None for a row with fewer than two measures."""
        return _columns(row, (*self.standard.measures, NOTE))

    def item(self, fund: str, row: Sequence[object]) -> str | None:
        """The row key of the item that a row of a fund's account is labelled with."""
        item = self._items[fund].first(row[:LABEL_COLUMNS]) if fund in self._items else None
        return f"accounts.{fund}.{item}.*" if item else None

    def foreign_item(self, fund: str, row: Sequence[object]) -> str | None:
        """The row key that a fund would have for the item of another fund which a row is labelled
        with."""
        of_others = (self.item(other.key, row) for other in self.standard.funds)
        key = next(filter(None, of_others), None)
        return f"accounts.{fund}.{keys.item(key)}.*" if key else None

    def places(self, sheet: str, rows: Rows, year: int | None = None) -> Iterator[KeyedCell]:
        """Every place that the labels of a sheet without keys name; `year` is that of the cover."""
        area = self.area(sheet, rows)
        if area is not None and area in self._tables:
            yield from self._tables[area](rows, year)

    @cached_property
    def _tables(self) -> Mapping[str, Callable[[Rows, int | None], Iterator[KeyedCell]]]:
        """What finds the places of a sheet of the template."""
        standard = self.standard
        accounts = {fund.key: partial(self.account, fund.key) for fund in standard.accounts}
        return {
            "cover": self._cover,
            "narrative": lambda rows, _: _form_with_notes("narrative", standard.narrative, rows),
            "indicators": self._indicators,
            "causes": lambda rows, _: _list("causes", standard.causes, rows),
            "people": self._people,
            **accounts,
        }

    def account(self, fund: str, rows: Rows, year: int | None = None) -> Iterator[KeyedCell]:
        """The places of a fund's account that the labels of a sheet name."""
        columns: _Columns = {}
        seen: set[str] = set()
        for index, row in enumerate(rows):
            labels = _in_words(row, year)
            columns = self.header(labels) or columns
            key = self.item(fund, labels) if columns else None
            if key is not None and key not in seen:
                seen.add(key)
                yield from _row(key, index, row, columns)
        if fund != self.standard.total.key:
            yield from _form(f"balances.{fund}", self.standard.balances, rows)

    def _cover(self, rows: Rows, _: int | None) -> Iterator[KeyedCell]:
        """The places of the fields, of the explanations beside them, and of what stands beside the
        sheets in the list of sheets."""
        fields = list(_form_with_notes("cover", self.standard.cover, rows))
        yield from fields
        last = max((cell.row for cell in fields), default=0)
        lines = _by_name(self.standard.explained)
        columns: _Columns = {}
        for index, row in enumerate(rows[last + 1 :], last + 1):
            columns = columns or _columns(row, (RUNS, NOTE)) or {}
            name = lines.first(row[:LABEL_COLUMNS])
            if name is not None:
                yield from _row(keys.beside(keys.note_of_sheet(name), "*"), index, row, columns)

    def _indicators(self, rows: Rows, _: int | None) -> Iterator[KeyedCell]:
        yield from _form("funding", self.standard.funding, rows)
        yield from _form("", (self.standard.goal,), rows)
        yield from _list("indicators", self.standard.indicators, rows)

    def _people(self, rows: Rows, year: int | None) -> Iterator[KeyedCell]:
        """The places of two tables: head-counts by fund and item, benefit levels by fund."""
        columns: _Columns = {}
        fund, is_headcounts = "", False
        for index, row in enumerate(rows):
            labels = _in_words(row, year)
            if (levels := _columns(labels, self.standard.benefit_levels)) is not None:
                columns, is_headcounts = levels, False
            elif (counts := _columns(labels, self.standard.headcount_measures)) is not None:
                columns, is_headcounts = counts, True
            names = labels[:LABEL_COLUMNS]
            named_fund = self._fund_names.first(names)
            fund = named_fund or fund
            key = self._headcount(fund, names) if is_headcounts else _benefit_level(named_fund)
            if key is not None:
                yield from _row(key, index, row, columns)

    def _headcount(self, fund: str, names: Iterable[object]) -> str | None:
        """The row key of the head-count that a row under a fund is labelled with."""
        item = _by_name(self.standard.headcounts).first(names)
        return f"headcounts.{fund}.{item}.*" if fund and item else None

    @cached_property
    def _items(self) -> Mapping[str, _Names]:
        """The item of every label, by account."""
        return {fund.key: _Names(self._names_in(fund.key)) for fund in self.standard.accounts}

    def _names_in(self, fund: str) -> Mapping[str, str]:
        names: dict[str, str] = {}
        for item in self.standard.items_of(fund):
            labels = (*item.synonyms, item.name.zh, item.called(fund).zh)
            names |= dict.fromkeys(map(plain, labels), item.key)
        return names

    @cached_property
    def _fund_names(self) -> _Names:
        short = {plain(fund.short.zh): fund.key for fund in self.standard.funds}
        return _Names({**_keys_of(self.standard.funds), **short})

    @cached_property
    def _sheet_names(self) -> Mapping[str, str]:
        names = {plain(name.zh): area for area, name in self.standard.sheets.items()}
        for fund in self.standard.accounts:
            for name in (fund.short.zh, fund.name.zh, *fund.synonyms):
                names.setdefault(plain(name), fund.key)
        return names


class _Label(NamedTuple):
    """Where the label of a form's field stands."""

    field: Column
    row: int
    column: int


def _notes(row: Sequence[object]) -> list[int]:
    """The columns that a row heads as those of the explanations."""
    return [column for column, cell in enumerate(row) if _by_name((NOTE,)).key(cell)]


def _is_named(known: Iterable[str], name: str) -> bool:
    """Whether the name of a sheet contains a known one."""
    return any(len(one) > 1 and one in name for one in known)


@cache
def _titles() -> Mapping[str, tuple[str, ...]]:
    """The words of the titles of the sheets that are no fund's, by sheet."""
    titles: Mapping[str, list[str]] = table()["labels"]["titles"]
    return {area: tuple(map(plain, signs)) for area, signs in titles.items()}


def _is_contained(known: str, name: str, title: str) -> bool:
    """Whether the name of a sheet contains a known one; or the title a known one that is long
    enough not to stand in any sentence."""
    return (len(known) > 1 and known in name) or (len(known) > 3 and known in title)


def _benefit_level(fund: str | None) -> str | None:
    return f"benefit_levels.{fund}.*" if fund else None


@cache
def _by_name(named: tuple[Named, ...]) -> _Names:
    return _Names(_keys_of(named))


def _keys_of(named: Iterable[Named]) -> Mapping[str, str]:
    """The key of every name and synonym."""
    keys: dict[str, str] = {}
    for entry in named:
        keys |= dict.fromkeys(map(plain, (entry.name.zh, *entry.synonyms)), entry.key)
    return keys


def _columns(row: Iterable[object], columns: tuple[Named, ...]) -> _Columns | None:
    """The columns that a header row names; None for a row that names fewer than two."""
    names = _by_name(columns)
    keys = {index: names.key(cell) for index, cell in enumerate(row)}
    named = {index: key for index, key in keys.items() if key}
    return named if len(named) >= 2 else None


def _in_words(row: Sequence[object], year: int | None) -> Sequence[object]:
    """A row in whose texts words stand for the years."""
    texts = {column: cell for column, cell in enumerate(row) if isinstance(cell, str) and cell}
    worded = dict(zip(texts, without_years(texts.values(), year)))
    return [worded.get(column, cell) for column, cell in enumerate(row)]


def _row(key: str, index: int, row: Sequence[object], columns: _Columns) -> Iterator[KeyedCell]:
    for column, name in columns.items():
        raw = row[column] if column < len(row) else ""
        yield KeyedCell(key.replace("*", name), index, column, raw)


def _form(prefix: str, fields: tuple[Column, ...], rows: Rows) -> Iterator[KeyedCell]:
    """The places right of the labels of a form: of a figure the nearest number, of a text the
    nearest column in which any text of the form stands."""
    labels = _labels(fields, rows)
    text_offset = _offset_of_texts(rows, labels)
    for field, row, label in labels:
        offset = _offset_of_number(rows, row, label) if field.numeric else text_offset
        if offset is not None:
            column = label + offset
            key = f"{prefix}.{field.key}".lstrip(".")
            yield KeyedCell(key, row, column, _cell(rows, row, column))


def _form_with_notes(prefix: str, fields: tuple[Column, ...], rows: Rows) -> Iterator[KeyedCell]:
    """The places of a form, and of what stands beside them below a head 说明."""
    heads = [(index, column) for index, row in enumerate(rows) for column in _notes(row)]
    for cell in _form(prefix, fields, rows):
        yield cell
        above = [column for index, column in heads if index < cell.row and column > cell.column]
        if above:
            raw = _cell(rows, cell.row, above[0])
            yield KeyedCell(keys.note(cell.key), cell.row, above[0], raw)


def _labels(fields: tuple[Column, ...], rows: Rows) -> list[_Label]:
    """The first label of each field; a label may go on in further lines of its cell."""
    names = _by_name(fields)
    by_key = {field.key: field for field in fields}
    found: dict[str, _Label] = {}
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if (name := names.key(cell)) is not None:
                found.setdefault(name, _Label(by_key[name], index, column))
    return list(found.values())


def _offset_of_texts(rows: Rows, labels: Iterable[_Label]) -> int:
    """How far right of the labels the nearest column lies in which a text was filled in."""
    texts = [label for label in labels if not label.field.numeric]
    for offset in _RIGHT:
        if any(_cell(rows, label.row, label.column + offset) for label in texts):
            return offset
    return 1


def _offset_of_number(rows: Rows, row: int, label: int) -> int | None:
    """How far right of a label the nearest number stands."""
    return next((offset for offset in _RIGHT if _is_number(_cell(rows, row, label + offset))), None)


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return read_number(cell) is not None
    return isinstance(cell, (int, float))


def _cell(rows: Rows, row: int, column: int) -> object:
    return rows[row][column] if column < len(rows[row]) else ""


def _list(name: str, fields: tuple[Column, ...], rows: Rows) -> Iterator[KeyedCell]:
    """The places of a list: below its header every row that has something in its columns."""
    columns: _Columns = {}
    number = 0
    for index, row in enumerate(rows):
        if (header := _columns(row, fields)) is not None:
            columns = header
        elif any(str(_of_row(row, column)).strip() for column in columns):
            number += 1
            yield from _row(f"{name}.{number}.*", index, row, columns)


def _of_row(row: Sequence[object], column: int) -> object:
    return row[column] if column < len(row) else ""
