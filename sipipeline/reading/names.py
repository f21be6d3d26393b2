"""What the lines and columns of the form are called, so that a label can be held to its key."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import chain, product
from types import MappingProxyType
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import NOTE, Column, Fund, Item, Named, Standard
from sipipeline.reading.label_forms import plain
from sipipeline.reading.label_words import (
    contradicts,
    is_shortened_or_extended,
    length_in_common,
    pairs,
    pairs_of,
    without_time,
    without_total,
)


class Naming(NamedTuple):
    """The names of a line or column, and what tells it from the others of its table."""

    names: frozenset[str]
    about: frozenset[str]
    """The names of the fund that it is of."""
    table: Mapping[str, str]
    """The lines or columns of the table by the names that one alone has."""
    neighbours: tuple[frozenset[str], ...]
    """The names of each other line or column."""
    pairs: frozenset[str]
    """The pairs of characters that its names alone have."""

    def named(self, labels: Sequence[str]) -> str | None:
        """The key of the other line or column that labels name; "" where they name none at all,
        None where they name this one, in whatever words, or are blank."""
        written = [label for label in labels if label]
        if not written or not self.names.isdisjoint(written):
            return None
        for label in chain(written, map(without_total, written)):
            if label in self.table and label not in self.names:
                return self.table[label]
        return None if any(map(self._is_meant, written)) else ""

    def is_contradicted(self, labels: Sequence[str]) -> bool:
        """Whether each label says what this line or column is not."""
        written = filter(None, labels)
        return all(contradicts(label, self.names, self.about) for label in written)

    def _is_meant(self, label: str) -> bool:
        """Whether a label names this line or column in other words."""
        if contradicts(label, self.names, self.about):
            return False
        if any(is_shortened_or_extended(label, name) for name in self.names):
            return True
        return not self.pairs.isdisjoint(pairs(label, self.about)) and not self._is_nearer(label)

    def _is_nearer(self, label: str) -> bool:
        """Whether a label ends with the name of another line or column, and has less in common with
        this one's: 年末领取待遇人数 above 缴费人数."""
        said = without_time(label)
        shared = max(length_in_common(said, without_time(name)) for name in self.names)
        return any(
            len(other) > shared and said.endswith(other)
            for names in self.neighbours
            if not contradicts(label, names, self.about)
            for other in map(without_time, names)
        )


@cache
def lines(standard: Standard) -> Mapping[str, Naming]:
    """The naming of every line of the form, by its row key."""
    namings: dict[str, Naming] = {}
    for of_table in _tables(standard):
        namings |= _namings(of_table)
    return namings


@cache
def columns(standard: Standard) -> Mapping[str, Mapping[str, Naming]]:
    """The naming of every column, by the family of the rows below and its key."""
    tables: dict[str, tuple[Column, ...]] = {
        "accounts": (*standard.measures, NOTE),
        "headcounts": (*standard.headcount_measures, NOTE),
        "benefit_levels": (*standard.benefit_levels, NOTE),
        "causes": standard.causes,
        "indicators": standard.indicators,
    }
    return {
        family: _namings(_NamedTable({column.key: _names(column) for column in of_table}))
        for family, of_table in tables.items()
    }


class _NamedTable(NamedTuple):
    """The lines or columns of a table."""

    names: Mapping[str, frozenset[str]]
    """Their names, by key."""
    about: frozenset[str] = frozenset()
    """The names of the fund that they are of."""
    others: Mapping[str, frozenset[str]] = MappingProxyType({})
    """The names of lines of other funds, by key."""


def _tables(standard: Standard) -> Iterator[_NamedTable]:
    for fund in standard.accounts:
        items = {f"accounts.{fund.key}.{item.key}.*": _item(item, fund) for item in standard.items}
        own = {f"accounts.{fund.key}.{item.key}.*" for item in standard.items_of(fund.key)}
        yield _table_of_fund(items, own, fund)
        yield _NamedTable(_form(f"balances.{fund.key}.", standard.balances), _fund(fund))
    headcounts = _headcounts(standard)
    for fund in standard.funds:
        own = {key for key in headcounts if keys.fund(key) == fund.key}
        yield _table_of_fund(headcounts, own, fund)
    yield _NamedTable({f"benefit_levels.{fund.key}.*": _fund(fund) for fund in standard.funds})
    yield _NamedTable(_form("cover.", standard.cover))
    yield _NamedTable(_form("narrative.", standard.narrative))
    yield _NamedTable({**_form("funding.", standard.funding), "goal": _names(standard.goal)})


def _table_of_fund(names: Mapping[str, frozenset[str]], own: Set[str], fund: Fund) -> _NamedTable:
    """The table of a fund, out of lines of which only some are its own."""
    of_fund = {key: name for key, name in names.items() if key in own}
    others = {key: name for key, name in names.items() if key not in own}
    return _NamedTable(of_fund, _fund(fund), others)


def _headcounts(standard: Standard) -> Mapping[str, frozenset[str]]:
    """The names of the head-counts of every fund: those of their item, and of fund and item beside
    each other."""
    return {
        f"headcounts.{fund.key}.{item.key}.*": frozenset(map("".join, product(*names)))
        for fund in standard.funds
        for item in standard.headcounts
        if fund.key in item.funds
        for names in [({"", *_fund(fund)}, _item(item, fund))]
    }


def _form(prefix: str, fields: Iterable[Column]) -> Mapping[str, frozenset[str]]:
    return {f"{prefix}{field.key}": _names(field) for field in fields}


def _namings(table: _NamedTable) -> dict[str, Naming]:
    """The naming of each line; a name of two lines names neither of them to a third."""
    all_names = {**table.names, **table.others}
    times = Counter(chain.from_iterable(all_names.values()))
    unique = {name: key for key, names in all_names.items() for name in names if times[name] == 1}
    return {key: _naming(key, table, unique) for key in table.names}


def _naming(key: str, table: _NamedTable, unique: Mapping[str, str]) -> Naming:
    names, about = table.names[key], table.about
    neighbours = tuple(others for other, others in table.names.items() if other != key)
    common = pairs_of(chain.from_iterable(neighbours), about)
    return Naming(names, about, unique, neighbours, pairs_of(names, about) - common)


def _names(named: Named) -> frozenset[str]:
    return frozenset(map(plain, (named.name.zh, named.name.en, *named.synonyms)))


def _item(item: Item, fund: Fund) -> frozenset[str]:
    called = item.called(fund.key)
    also = map(plain, item.also.get(fund.key, ()))
    return _names(item) | {plain(called.zh), plain(called.en), *also}


def _fund(fund: Fund) -> frozenset[str]:
    return _names(fund) | {plain(fund.short.zh), plain(fund.short.en)}
