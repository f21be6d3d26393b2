"""Dates and parts of the calendar as people write them: 2020年12月底, 每月10日, 第四季度, 年底,
2020-12-20."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sipipeline.language.lexicon import Lexicon, table
from sipipeline.language.numbers import number_at

YEARS = range(1949, 2101)
_LAST_DAY = 31
_ISO = re.compile(r"((?:19|20)[0-9]{2})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?(?![0-9.%])")


@dataclass(frozen=True, slots=True)
class When:
    """Days from `first` to `last`, counted 31 a month, in a year, or in each month or quarter."""

    first: int
    last: int
    year: int | None = None
    cycle: str = "year"
    """`year`; `month` for 每月, 次月; `quarter` for 每季度."""
    anchor: str = ""
    """Which month or year it is in: 次月, 次年."""
    closing: bool = False
    """底 and 末: as a limit it is the last day."""
    start: int = 0
    end: int = 0

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    def until(self, other: "When") -> "When":
        """From the first day of this to the last of another."""
        return replace(self, last=other.last, closing=other.closing, end=other.end)


def date_at(text: str, at: int) -> When | None:
    """The date or part of the calendar that starts at a place of a folded text."""
    if (found := _iso_at(text, at)) is not None:
        return found
    if (every := _words("every").at(text, at)) or (every := _words("next").at(text, at)):
        word, cycle = every
        anchor = "" if word.startswith("每") else word
        found = _within(text, at + len(word), cycle, word)
        return found and replace(found, anchor=anchor, start=at)
    year = _counted(text, at, "year", YEARS)
    if year is None:
        found = _day_of_year(text, at)
        return found and replace(found, start=at)
    number, end = year
    found = _day_of_year(text, end) or _months_at(text, end - 1)
    return replace(found or When(1 + 31, _ordinal(12, _LAST_DAY), end=end), year=number, start=at)


def day_at(text: str, at: int) -> When | None:
    """A day of the month alone: the 10日 of 10日前."""
    day = _counted(text, at, "day", range(1, 32))
    return day and When(day[0], day[0], cycle="month", start=at, end=day[1])


def _within(text: str, at: int, cycle: str, word: str) -> When | None:
    """What follows 每月, 每季度, 每年, 次月."""
    if cycle == "year":
        return _day_of_year(text, at) or _months_at(text, at - 1)
    if cycle == "month" and (day := day_at(text, at)) is not None:
        return day
    part = _parts().at(text, at)
    if part is None:
        return None
    first, last = (part[1]["first"], part[1]["last"]) if cycle == "month" else (63, 93)
    return When(first, last, cycle=cycle, closing=part[1]["end"], end=at + len(part[0]))


def _day_of_year(text: str, at: int) -> When | None:
    """12月20日, 12月底, 12月, 第四季度, 上半年."""
    if (month := _counted(text, at, "month", range(1, 13))) is None:
        return _quarter_at(text, at) or _months_at(text, at)
    number, end = month
    if (day := _counted(text, end, "day", range(1, 32))) is not None:
        return When(_ordinal(number, day[0]), _ordinal(number, day[0]), end=day[1])
    if (part := _parts().at(text, end)) is not None:
        days = part[1]
        first, last = _ordinal(number, days["first"]), _ordinal(number, days["last"])
        return When(first, last, closing=days["end"], end=end + len(part[0]))
    return When(_ordinal(number, 1), _ordinal(number, _LAST_DAY), end=end)


def _quarter_at(text: str, at: int) -> When | None:
    start = at + 1 if text.startswith("第", at) else at
    quarter = _counted(text, start, "quarter", range(1, 5))
    if quarter is None:
        return None
    number, end = quarter
    closing = _parts().at(text, end)
    closed = closing is not None and bool(closing[1]["end"])
    end += len(closing[0]) if closing and closed else 0
    return When(
        _ordinal(3 * number - 2, 1), _ordinal(3 * number, _LAST_DAY), closing=closed, end=end
    )


def _months_at(text: str, at: int) -> When | None:
    found = _month_words().at(text, at)
    if found is None:
        return None
    word, months = found
    end = at + len(word)
    closing = bool(months["end"])
    if not closing and word.endswith("年") and (part := _parts().at(text, end)) and part[1]["end"]:
        closing, end = True, end + len(part[0])
    return When(
        _ordinal(months["first"], 1), _ordinal(months["last"], _LAST_DAY), closing=closing, end=end
    )


def _iso_at(text: str, at: int) -> When | None:
    found = _ISO.match(text, at)
    if found is None or (found[4] is None and found[2] == ".") or (at and text[at - 1].isdigit()):
        return None
    month, day = int(found[3]), int(found[4] or 1)
    if not (1 <= month <= 12 and 1 <= day <= _LAST_DAY):
        return None
    last = _LAST_DAY if found[4] is None else day
    return When(
        _ordinal(month, day), _ordinal(month, last), int(found[1]), start=at, end=found.end()
    )


def _counted(text: str, at: int, unit: str, allowed: range) -> tuple[int, int] | None:
    """A whole number in range and the word behind it: 12月 -> 12 and where it ends."""
    found = number_at(text, at)
    if found is None:
        return None
    value, decimals, end, percent = found
    word = _words(unit).at(text, end)
    if decimals or percent or word is None or int(value) not in allowed:
        return None
    return int(value), end + len(word[0])


def _ordinal(month: int, day: int) -> int:
    return 31 * month + day


@cache
def _words(name: str) -> Lexicon[str]:
    words = table()["calendar"][name]
    return Lexicon(
        (word, "month" if "月" in word else "quarter" if "季" in word else "year") for word in words
    )


@cache
def _parts() -> Lexicon[dict[str, Any]]:
    return Lexicon(table()["calendar"]["parts"].items())


@cache
def _month_words() -> Lexicon[dict[str, Any]]:
    return Lexicon(table()["calendar"]["months"].items())
