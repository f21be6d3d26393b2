"""Finding places by the visible labels, for sheets whose hidden keys are gone."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache, partial
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import NOTE, RUNS, Column, Named, Standard
from sipipeline.language.lexicon import one_of, table
from sipipeline.language.numbers import read_number
from sipipeline.reading.frames import Rows

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


def plain(label: object) -> str:
    """A label without spaces, line breaks, numbering and brackets, full-width signs made
    half-width; "" for what is no text."""
    return _plain(label) if isinstance(label, str) else ""


def without_remark(label: str) -> str:
    """A label without what is added in brackets: （含上年补缴）, （不含利息）."""
    return _remark().sub("", label)


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
        item = _first(self._items(fund), map(plain, row[:LABEL_COLUMNS]))
        return f"accounts.{fund}.{item}.*" if item else None

    def foreign_item(self, fund: str, row: Sequence[object]) -> str | None:
        """The row key that a fund would have for the item of another fund which a row is labelled
        with."""
        of_others = (self.item(other.key, row) for other in self.standard.funds)
        key = next(filter(None, of_others), None)
        return f"accounts.{fund}.{keys.item(key)}.*" if key else None

    def places(self, sheet: str, rows: Rows) -> Iterator[KeyedCell]:
        """Every place that the labels of a sheet without keys name."""
        area = self.area(sheet, rows)
        if area is not None and area in self._tables:
            yield from self._tables[area](rows)

    @cached_property
    def _tables(self) -> Mapping[str, Callable[[Rows], Iterator[KeyedCell]]]:
        """What finds the places of a sheet of the template."""
        standard = self.standard
        accounts = {fund.key: partial(self.account, fund.key) for fund in standard.accounts}
        return {
            "cover": self._cover,
            "narrative": partial(_form_with_notes, "narrative", standard.narrative),
            "indicators": self._indicators,
            "causes": partial(_list, "causes", standard.causes),
            "people": self._people,
            **accounts,
        }

    def account(self, fund: str, rows: Rows) -> Iterator[KeyedCell]:
        """The places of a fund's account that the labels of a sheet name."""
        columns: _Columns = {}
        seen: set[str] = set()
        for index, row in enumerate(rows):
            columns = self.header(row) or columns
            key = self.item(fund, row) if columns else None
            if key is not None and key not in seen:
                seen.add(key)
                yield from _row(key, index, row, columns)
        if fund != self.standard.total.key:
            yield from _form(f"balances.{fund}", self.standard.balances, rows)

    def _cover(self, rows: Rows) -> Iterator[KeyedCell]:
        """The places of the fields, of the explanations beside them, and of what stands beside the
        sheets in the list of sheets."""
        fields = list(_form_with_notes("cover", self.standard.cover, rows))
        yield from fields
        last = max((cell.row for cell in fields), default=0)
        lines = _by_name(self.standard.explained)
        columns: _Columns = {}
        for index, row in enumerate(rows[last + 1 :], last + 1):
            columns = columns or _columns(row, (RUNS, NOTE)) or {}
            name = _first(lines, map(plain, row[:LABEL_COLUMNS]))
            if name is not None:
                yield from _row(keys.beside(keys.note_of_sheet(name), "*"), index, row, columns)

    def _indicators(self, rows: Rows) -> Iterator[KeyedCell]:
        yield from _form("funding", self.standard.funding, rows)
        yield from _form("", (self.standard.goal,), rows)
        yield from _list("indicators", self.standard.indicators, rows)

    def _people(self, rows: Rows) -> Iterator[KeyedCell]:
        """The places of two tables: head-counts by fund and item, benefit levels by fund."""
        columns: _Columns = {}
        fund, is_headcounts = "", False
        for index, row in enumerate(rows):
            if (levels := _columns(row, self.standard.benefit_levels)) is not None:
                columns, is_headcounts = levels, False
            elif (counts := _columns(row, self.standard.headcount_measures)) is not None:
                columns, is_headcounts = counts, True
            names = [plain(cell) for cell in row[:LABEL_COLUMNS]]
            named_fund = _first(self._fund_names, names)
            fund = named_fund or fund
            key = self._headcount(fund, names) if is_headcounts else _benefit_level(named_fund)
            if key is not None:
                yield from _row(key, index, row, columns)

    def _headcount(self, fund: str, names: Iterable[str]) -> str | None:
        """The row key of the head-count that a row under a fund is labelled with."""
        item = _first(_by_name(self.standard.headcounts), names)
        return f"headcounts.{fund}.{item}.*" if fund and item else None

    def _items(self, fund: str) -> Mapping[str, str]:
        return self._item_names.get(fund, {})

    @cached_property
    def _item_names(self) -> Mapping[str, Mapping[str, str]]:
        """The item of every label, by account."""
        return {fund.key: self._names_in(fund.key) for fund in self.standard.accounts}

    def _names_in(self, fund: str) -> Mapping[str, str]:
        names: dict[str, str] = {}
        for item in self.standard.items_of(fund):
            labels = (*item.synonyms, item.name.zh, item.called(fund).zh)
            names |= dict.fromkeys(map(plain, labels), item.key)
        return names

    @cached_property
    def _fund_names(self) -> Mapping[str, str]:
        short = {plain(fund.short.zh): fund.key for fund in self.standard.funds}
        return {**_by_name(self.standard.funds), **short}

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


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    return _ornaments().sub("", unicodedata.normalize("NFKC", label))


@cache
def _ornaments() -> re.Pattern[str]:
    """What may stand around the words of a label: spaces, brackets, points, a number in front."""
    numerals = one_of("labels", "numerals")
    return re.compile(
        rf"[\s:：*＊+＋()（）、.．]|{one_of('labels', 'of_which')}|^{numerals}+、|^\d+[.、]"
    )


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(rf"[(（]{one_of('labels', 'remarks')}[^()（）]*[)）]")


def _notes(row: Sequence[object]) -> list[int]:
    """The columns that a row heads as those of the explanations."""
    return [column for column, cell in enumerate(row) if plain(cell) in _by_name((NOTE,))]


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
def _by_name(named: tuple[Named, ...]) -> Mapping[str, str]:
    """The key of every name and synonym."""
    keys: dict[str, str] = {}
    for entry in named:
        keys |= dict.fromkeys(map(plain, (entry.name.zh, *entry.synonyms)), entry.key)
    return keys


def _columns(row: Iterable[object], columns: tuple[Named, ...]) -> _Columns | None:
    """The columns that a header row names; None for a row that names fewer than two."""
    names = _by_name(columns)
    keys = {index: names.get(plain(cell), "") for index, cell in enumerate(row)}
    named = {index: key for index, key in keys.items() if key}
    return named if len(named) >= 2 else None


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
            if not isinstance(cell, str) or not cell:
                continue
            name = names.get(plain(cell)) or names.get(plain(cell.partition("\n")[0]))
            if name is not None:
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


def _first(keys: Mapping[str, str], names: Iterable[str]) -> str | None:
    """The key of the first name that is known."""
    return next((keys[name] for name in names if name in keys), None)


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
