"""What the lines and columns of the form are called, so that a label can be held to its key."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from sipipeline.core.standard import NOTE, Column, Fund, Item, Named, Standard
from sipipeline.language.lexicon import one_of, words
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
        pairs = product(written, self.names)
        return None if any(_is_reworded(label, name) for label, name in pairs) else ""


@cache
def lines(standard: Standard) -> Mapping[str, Naming]:
    """The naming of every line of the form, by its row key."""
    namings: dict[str, Naming] = {}
    for table in _tables(standard):
        namings |= _namings(table)
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
    if _is_other_side(label, name):
        return False
    short, long = sorted((label, name), key=len)
    if len(short) > 1 and _is_within(short, long):
        return True
    return not _pairs(label).isdisjoint(_pairs(name))


def _is_other_side(label: str, name: str) -> bool:
    """Whether a label says 支出 and a name 收入, or the other way round."""
    said, meant = (
        {side for side in words("labels", "sides") if side in one} for one in (label, name)
    )
    return len(said) == len(meant) == 1 and said != meant


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of a text stand in another in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


@lru_cache(maxsize=4096)
def _pairs(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a name, without the words that many names share."""
    pieces = re.split(one_of("labels", "general"), name)
    return frozenset(a + b for piece in pieces for a, b in pairwise(piece))
