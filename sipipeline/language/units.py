"""Units as people write them: what they measure and how many of the base unit one is."""

import re
from collections.abc import Collection
from functools import cache

from sipipeline.core.values import frozen
from sipipeline.language.lexicon import Lexicon, WordPattern, fold, one_of, table, words

UNKNOWN = "?"
MAX_UNKNOWN = 4
MAX_PER = 3
_COUNTED_BY = re.compile("[/·*]")
TIMES = ("day", "workday", "month")
"""Dimensions of time: a bound of one is a deadline."""


@frozen
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
    def base(self) -> tuple[str, tuple[str, ...]]:
        """Two figures can be compared only where this is the same."""
        return self.dimension, self.per


_BESIDE_MONEY = WordPattern("{cover.beside_money}|[:()]")
NO_UNIT = Unit()
PERCENT = Unit("%", "percent")
FOLD = Unit("", "fold")
RATIO = Unit(":1", "ratio")


def unknown_unit(symbol: str) -> Unit:
    """A unit that the table does not know: equal only to itself."""
    return Unit(symbol, f"{UNKNOWN}{symbol}")


def unit_at(text: str, at: int) -> Unit | None:
    """The longest unit that starts at a place of a folded text, with its multiplier and what it is
    counted by."""
    scale, times = _multipliers().read(text, at, 1.0)
    plain, _ = _names().read(text, at, None)
    scaled, _ = _names().read(text, at + len(scale), None)
    if not (plain or scaled):
        return Unit(scale, "", times) if scale else None
    if plain and (not scaled or len(plain) >= len(scale + scaled)):
        scale, times = "", 1.0
    name, (dimension, factor) = _names().read(text, at + len(scale), ("", 1.0))
    per, end = _per_at(text, at + len(scale) + len(name))
    return Unit(text[at:end], dimension, factor * times, per)


def read_unit(text: str) -> Unit | None:
    """The unit that the whole of a folded text is."""
    if not text:
        return NO_UNIT
    found = unit_at(text, 0)
    return found if found is not None and found.symbol == text else None


def in_english(symbol: str, amount: str) -> str:
    """What a unit is called behind an amount, and what it is counted by: 元/人 is yuan/person; a
    unit without a name as it is written."""
    names = table()["units_in_english"]
    one, *per = [symbol] if symbol in names else _COUNTED_BY.split(symbol)
    said = names.get(one, (one, one))
    counted = [said[0] if amount == "1" else said[1]]
    return "/".join([*counted, *(names.get(part, (part,))[0] for part in per)])


def per_prefix_at(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """每人每月 before an amount: what it is counted by, and where the words end."""
    every = str(table()["per"]["prefix"])
    if not text.startswith(every, at):
        return (), at
    return _counted_by(text, at, re.escape(every), re.escape(every))


def money_unit_in(text: str, known: Collection[str]) -> str | None:
    """The known unit of money that a text names, other words that say nothing beside it:
    人民币万元, 单位：万元, 万; None for 美元, 十万元 or two of them."""
    plain = _BESIDE_MONEY.sub("", "".join(fold(text).split()))
    longer = plain + str(table()["cells"]["money"])
    return next((unit for unit in (plain, longer) if plain and unit in known), None)


def _per_at(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """What /人·月 behind a unit counts by, and where it ends."""
    return _counted_by(text, at, one_of("per", "over"), f"{one_of('per', 'times')}?")


def _counted_by(text: str, at: int, first: str, further: str) -> tuple[tuple[str, ...], int]:
    """The units at a place, each after a mark, and where they end."""
    per: list[str] = []
    end = at
    for marks in (first, *[further] * (MAX_PER - 1)):
        mark = re.compile(marks).match(text, end)
        if mark is None:
            break
        name, (dimension, _) = _names().read(text, mark.end(), ("", 1.0))
        if not name:
            break
        per.append(name if name in words("per", "calendar") else dimension)
        end = mark.end() + len(name)
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
