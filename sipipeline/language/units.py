"""Units as people write them: what they measure and how many of the base unit one is."""

from dataclasses import dataclass
from functools import cache

from sipipeline.language.lexicon import Lexicon, table

UNKNOWN = "?"
MAX_UNKNOWN = 4
MAX_PER = 3


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


def unknown_unit(symbol: str) -> Unit:
    """A unit that the table does not know: equal only to itself."""
    return Unit(symbol, f"{UNKNOWN}{symbol}")


def unit_at(text: str, at: int) -> Unit | None:
    """The longest unit that starts at a place of a folded text, with its multiplier and what it is
    counted by."""
    scale, times = _multipliers().at(text, at) or ("", 1.0)
    single, scaled = _names().at(text, at), _names().at(text, at + len(scale))
    if scaled is None or (single and len(single[0]) >= len(scale) + len(scaled[0])):
        scaled, scale, times = (single, "", 1.0) if single else (scaled, scale, times)
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
    every, end = table()["per"]["prefix"], at
    per: list[str] = []
    while (
        len(per) < MAX_PER
        and text.startswith(every, end)
        and (found := _names().at(text, end + len(every)))
    ):
        per.append(_counted_by(*found))
        end += len(every) + len(found[0])
    return tuple(sorted(per)), end


def _per_at(text: str, at: int) -> tuple[tuple[str, ...], int]:
    marks = table()["per"]
    if not text.startswith(tuple(marks["over"]), at):
        return (), at
    per: list[str] = []
    end, separators = at, (*marks["times"], "")
    while len(per) < MAX_PER:
        mark = next(m for m in (separators if per else marks["over"]) if text.startswith(m, end))
        found = _names().at(text, end + len(mark))
        if found is None:
            break
        per.append(_counted_by(*found))
        end += len(mark) + len(found[0])
    return tuple(sorted(per)), end


def _counted_by(name: str, meaning: tuple[str, float]) -> str:
    return name if name in _CALENDAR else meaning[0]


_CALENDAR = frozenset({"年", "季度", "季", "周"})
"""A year is twelve months, but an amount a year is not an amount a month."""


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
