"""What the lines and columns of the form are called, so that a label can be held to its key."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from sipipeline.core.standard import NOTE, Column, Fund, Item, Named, Standard
from sipipeline.language.lexicon import one_of, one_of_any, table
from sipipeline.reading.labels import plain


class Naming(NamedTuple):
    """The names of a line or column, and the lines or columns of its table by the names that one
    alone has."""

    names: frozenset[str]
    table: Mapping[str, str]

    def named(self, labels: Sequence[str]) -> str | None:
        """The key of the other line or column that labels name; "" where they name none at all,
        None where they name this one, in whatever words, or are blank."""
        written = [label for label in labels if label]
        if not written or not self.names.isdisjoint(written):
            return None
        for label in written:
            if label in self.table:
                return self.table[label]
        written = [label for label in written if not _contradicts(label, self.names)]
        pairs = product(written, self.names)
        return None if any(_is_reworded(label, name) for label, name in pairs) else ""


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
        family: _namings({column.key: _names(column) for column in of_table})
        for family, of_table in tables.items()
    }


def readings(cells: Iterable[str]) -> list[str]:
    """The label that cells beside each other make: whole, and of each its first line alone."""
    texts = list(cells)
    whole = "".join(map(plain, texts))
    first_lines = "".join(plain(text.strip().partition("\n")[0]) for text in texts)
    return [whole, first_lines]


_Table = Mapping[str, frozenset[str]]
"""The names of each line of a table, by its key."""


def _tables(standard: Standard) -> Iterator[_Table]:
    for fund in standard.accounts:
        yield {f"accounts.{fund.key}.{item.key}.*": _item(item, fund) for item in standard.items}
        yield _form(f"balances.{fund.key}.", standard.balances)
    yield _headcounts(standard)
    yield {f"benefit_levels.{fund.key}.*": _fund(fund) for fund in standard.funds}
    yield _form("cover.", standard.cover)
    yield _form("narrative.", standard.narrative)
    yield {**_form("funding.", standard.funding), "goal": _names(standard.goal)}


def _headcounts(standard: Standard) -> _Table:
    """Head-counts, called by their fund and item beside each other."""
    return {
        f"headcounts.{fund.key}.{item.key}.*": frozenset(map("".join, product(*names)))
        for fund in standard.funds
        for item in standard.headcounts
        for names in [(_fund(fund), _item(item, fund))]
    }


def _form(prefix: str, fields: Iterable[Column]) -> _Table:
    return {f"{prefix}{field.key}": _names(field) for field in fields}


def _namings(table: _Table) -> dict[str, Naming]:
    """The naming of each line; a name of two lines names neither of them to a third."""
    keys: dict[str, str] = {}
    shared: set[str] = set()
    for key, names in table.items():
        shared |= names & keys.keys()
        keys |= dict.fromkeys(names, key)
    unique = {name: key for name, key in keys.items() if name not in shared}
    return {key: Naming(names, unique) for key, names in table.items()}


def _names(named: Named) -> frozenset[str]:
    return frozenset(map(plain, (named.name.zh, named.name.en, *named.synonyms)))


def _item(item: Item, fund: Fund) -> frozenset[str]:
    called = item.called(fund.key)
    return _names(item) | {plain(called.zh), plain(called.en)}


def _fund(fund: Fund) -> frozenset[str]:
    return _names(fund) | {plain(fund.short.zh), plain(fund.short.en)}


# ---------------------------------------------------------------- other words for the same
def _is_reworded(label: str, name: str) -> bool:
    """Whether a label says a name in other words: shortened, with something added, or with a word
    in common that says more than income or total."""
    short, long = sorted((label, name), key=len)
    if len(short) > 1 and _is_within(short, long):
        return True
    return not _pairs(label).isdisjoint(_pairs(name))


@lru_cache(maxsize=4096)
def _contradicts(label: str, names: frozenset[str]) -> bool:
    """Whether a label has a word that tells figures apart where all the names that have such a word
    have another: 支出 for 收入, 上年 for 本年, 预算 for 实际, 年初 for 年末, 活期 for 定期."""
    for group in table()["labels"]["apart"]:
        said = _said(label, group)
        meant = {sense for name in names for sense in _said(name, group)}
        if len(said) == 1 and meant and said.isdisjoint(meant):
            return True
    return False


def _said(label: str, group: str) -> Set[str]:
    """What a label says of those that a group of words tells apart; the longest word counts, 上年末
    before 年末. What it says of a year that it has in digits is open."""
    words_of = table()["labels"]["apart"][group]
    senses = {word: sense for sense, named in words_of.items() for word in named}
    found = _apart(group).findall(_dated().sub("", label))
    return {senses[word] for word in found}


@cache
def _dated() -> re.Pattern[str]:
    """A year in digits, 2020年 of 2020年末 and 2020年年末."""
    return re.compile(rf"\d+{one_of('calendar', 'year')}{{1,2}}")


@cache
def _apart(group: str) -> re.Pattern[str]:
    """Each word of a group, the longest first."""
    senses = table()["labels"]["apart"][group]
    return re.compile(one_of_any(*(("labels", "apart", group, sense) for sense in senses)))


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of a text stand in another in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


@lru_cache(maxsize=4096)
def _pairs(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a name, without the words that many names share."""
    pieces = re.split(one_of("labels", "general"), name)
    return frozenset(a + b for piece in pieces for a, b in pairwise(piece))
