"""How the figures of a standard's form stand to each other: what localisation knows of the form."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.localisation.arrangement import Arrangement, Exchange


@cache
def arrangement(standard: Standard) -> Arrangement:
    """The columns of the accounts, and what gets in the place of what by mistake."""
    return Arrangement(
        columns=tuple(tuple(run) for run in standard.runs()),
        counterparts=_counterparts(standard),
        exchanges=tuple(_exchanges(standard)),
        opposites=_opposites(standard),
        sheet_of=keys.table,
        accounts=tuple(f"{keys.ACCOUNTS}.{fund.key}" for fund in standard.funds),
        total=f"{keys.ACCOUNTS}.{standard.total.key}",
        measures=[measure.key for measure in standard.measures],
        lines=_lines(standard),
        below=_below(standard),
        people=tuple(_people(standard)),
        balances=_balances(standard),
    )


def _lines(standard: Standard) -> Mapping[str, Sequence[str]]:
    """By sheet the items of its lines from top to bottom."""
    return {
        f"{keys.ACCOUNTS}.{fund.key}": [
            item.key if item else "" for item in standard.lines_of(fund.key)
        ]
        for fund in standard.funds
    }


def _below(standard: Standard) -> Mapping[str, Sequence[str]]:
    """By sheet the keys of the balances below the account."""
    return {
        f"{keys.ACCOUNTS}.{fund.key}": [
            f"balances.{fund.key}.{column.key}" for column in standard.balances
        ]
        for fund in standard.funds
    }


def _people(standard: Standard) -> Iterator[Sequence[str]]:
    """The columns of the head-counts, through all funds."""
    counts = [key for key in standard.fields if keys.family(key) == "headcounts"]
    for measure in standard.headcount_measures:
        yield [key for key in counts if keys.measure(key) == measure.key]


def _balances(standard: Standard) -> Sequence[str]:
    """The keys of the amounts of lines without a budget: what is held at a day."""
    budget = standard.measures[0].key
    of_accounts = filter(keys.is_account, standard.fields)
    fields = [standard.fields[key] for key in of_accounts]
    amounts = [field.key for field in fields if field.column.entered]
    return [key for key in amounts if keys.beside(key, budget) not in standard.fields]


def _counterparts(standard: Standard) -> Mapping[str, Mapping[str, str]]:
    """By column: key to the key in that column whose figure may have got in its place."""
    counterparts: dict[str, dict[str, str]] = {}
    for field in standard.fields.values():
        for column in field.column.mistaken_for:
            beside = keys.beside(field.key, column)
            if beside in standard.fields:
                counterparts.setdefault(column, {})[field.key] = beside
    return counterparts


def _exchanges(standard: Standard) -> Iterator[Exchange]:
    """Of each sheet the pairs of columns whose figures are entered, not derived."""
    columns = [column.key for column in standard.measures]
    pairs = list(itertools.combinations(columns, 2))
    for sheet, entered in sorted(_entered(standard).items()):
        for one, other in pairs:
            beside = _pairs(entered, one, other)
            if beside:
                yield Exchange(sheet, one, other, beside)


def _entered(standard: Standard) -> Mapping[str, Sequence[str]]:
    """The keys of each sheet whose figures are entered, not derived."""
    sheets: dict[str, list[str]] = defaultdict(list)
    for key, field in standard.fields.items():
        if field.column.entered:
            sheets[keys.table(key)].append(key)
    return sheets


def _pairs(entered: Sequence[str], one: str, other: str) -> dict[str, str]:
    """The keys of one column to those of another in the same line."""
    first = [key for key in entered if keys.measure(key) == one]
    beside = {key: keys.beside(key, other) for key in first}
    known = set(entered)
    return {key: pair for key, pair in beside.items() if pair in known}


def _opposites(standard: Standard) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of the lines that have an opposite, and those of their opposites."""
    pairs = {item.key: item.opposite for item in standard.items if item.opposite}
    by_line: dict[str, set[str]] = defaultdict(set)
    for key in standard.fields:
        by_line[keys.item(key)].add(key)
    first = set[str]().union(*(by_line[line] for line in pairs))
    second = set[str]().union(*(by_line[line] for line in pairs.values()))
    return frozenset(first), frozenset(second)
