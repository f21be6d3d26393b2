"""Units as people write them: what they measure and how many of the base unit one is."""

from dataclasses import dataclass
from functools import cache

from sipipeline.language.lexicon import Lexicon, table, words

UNKNOWN = "?"
MAX_UNKNOWN = 4
MAX_PER = 3
TIMES = ("day", "workday", "month")
"""Dimensions of time: a bound of one is a deadline."""


@dataclass(frozen=True, slots=True)
class Unit:
    """万元 measures money, one is 10 000 of the base unit; 元/人·月 is money per month and
    people."""

    symbol: str = ""
    """As written; "" where there is none."""
    dimension: str = ""
    """What is measured: percent, money, people, day, workday …, or `?` and the symbol for a unit
    not in the table."""
    factor: float = 1.0
    per: tuple[str, ...] = ()
    """What it is counted by: 元/人·月 by month and people."""

    @property
    def known(self) -> bool:
        return not self.dimension.startswith(UNKNOWN)

    @property
    def base(self) -> tuple[str, tuple[str, ...]]:
        """Two figures can be compared only where this is the same."""
        return self.dimension, self.per


NO_UNIT = Unit()
PERCENT = Unit("%", "percent")
RATIO = Unit(":1", "ratio")


def unknown_unit(symbol: str) -> Unit:
    """A unit that the table does not know: equal only to itself."""
    return Unit(symbol, f"{UNKNOWN}{symbol}")


def unit_at(text: str, at: int) -> Unit | None:
    """The longest unit that starts at a place of a folded text, with its multiplier and what it is
    counted by."""
    scale, times = _multipliers().at(text, at) or ("", 1.0)
    plain = _names().at(text, at)
    scaled = _names().at(text, at + len(scale))
    if plain is not None and (scaled is None or len(plain[0]) >= len(scale + scaled[0])):
        scaled, scale, times = plain, "", 1.0
    if scaled is None:
        return Unit(scale, "", times) if scale else None
    name, (dimension, factor) = scaled
    per, end = _per_at(text, at + len(scale) + len(name))
    return Unit(text[at:end], dimension, factor * times, per)


def read_unit(text: str) -> Unit | None:
    """The unit that the whole of a folded text is."""
    if not text:
        return NO_UNIT
    found = unit_at(text, 0)
    return found if found is not None and found.symbol == text else None


def per_prefix_at(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """每人每月 before an amount: what it is counted by, and where the words end."""
    every = (str(table()["per"]["prefix"]),)
    return _counted_by(text, at, every, every)


def _per_at(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """What /人·月 behind a unit counts by, and where it ends."""
    return _counted_by(text, at, words("per", "over"), (*words("per", "times"), ""))


def _counted_by(
    text: str, at: int, first: tuple[str, ...], further: tuple[str, ...]
) -> tuple[tuple[str, ...], int]:
    """The units at a place, each after a mark, and where they end."""
    per: list[str] = []
    end, marks = at, first
    while len(per) < MAX_PER:
        mark = next((mark for mark in marks if text.startswith(mark, end)), None)
        found = None if mark is None else _names().at(text, end + len(mark))
        if mark is None or found is None:
            break
        name, (dimension, _) = found
        per.append(name if name in words("per", "calendar") else dimension)
        end, marks = end + len(mark) + len(name), further
    return tuple(sorted(per)), end


@cache
def _names() -> Lexicon[tuple[str, float]]:
    tables = table()
    named = [
        (name, (dimension, float(factor)))
        for dimension, names in tables["units"].items()
        for name, factor in names.items()
    ]
    return Lexicon([*named, *((word, (word, 1.0)) for word in tables["counters"]["words"])])


@cache
def _multipliers() -> Lexicon[float]:
    return Lexicon((word, float(factor)) for word, factor in table()["multipliers"].items())
