"""How the figures of a standard's form stand to each other: what localisation knows of the form."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from sipipeline.core.standard import Standard
from sipipeline.localisation.problem import Arrangement, Exchange

_MISTAKEN = {
    "prior": ("actual", "prior"),
    "actual": ("prior", "actual"),
    "budget": ("actual", "budget"),
}
_EXCHANGED = ("budget", "actual", "prior")
_OPPOSITES = ("income", "expenditure")


@cache
def arrangement(standard: Standard) -> Arrangement:
    income, expenditure = (
        frozenset(key for key in standard.fields if _line(key) == item) for item in _OPPOSITES
    )
    return Arrangement(
        columns=tuple(tuple(run) for run in standard.runs()),
        counterparts=_counterparts(standard),
        exchanges=tuple(_exchanges(standard)),
        opposites=(income, expenditure),
        sheet_of=sheet_of,
    )


def sheet_of(key: str) -> str:
    return _row(key).rpartition(".")[0]


def _row(key: str) -> str:
    return key.rpartition(".")[0]


def _line(key: str) -> str:
    return _row(key).rpartition(".")[2]


def _counterparts(standard: Standard) -> Mapping[str, Mapping[str, str]]:
    counterparts: dict[str, dict[str, str]] = {code: {} for code in _MISTAKEN}
    for key in standard.fields:
        row, _, measure = key.rpartition(".")
        for code, (own, other) in _MISTAKEN.items():
            beside = f"{row}.{other}"
            if measure == own and beside in standard.fields:
                counterparts[code][key] = beside
    return counterparts


def _exchanges(standard: Standard) -> Iterator[Exchange]:
    """Of each sheet the pairs of columns with figures that are stated, not derived."""
    rows: dict[str, list[str]] = defaultdict(list)
    for row in dict.fromkeys(map(_row, standard.fields)):
        rows[row.rpartition(".")[0]].append(row)
    for sheet in sorted(rows):
        for one, other in itertools.combinations(_EXCHANGED, 2):
            pairs = {f"{row}.{one}": f"{row}.{other}" for row in rows[sheet]}
            beside = {
                key: value
                for key, value in pairs.items()
                if key in standard.fields and value in standard.fields
            }
            if beside:
                yield Exchange(sheet, one, other, beside)
