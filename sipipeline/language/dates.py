"""Dates and parts of the calendar as people write them: 2020年12月底, 每月10日, 第四季度, 年底,
2020-12-20."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

from sipipeline.language.lexicon import Lexicon, table, words
from sipipeline.language.numbers import number_at

YEARS = range(1949, 2101)
MONTH = 31
YEAR = 12 * MONTH
"""Days are counted as if every month had 31; the last day of a shorter one counts as its 31st."""
_LAST_DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
FOREVER = 1000 * YEAR
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
    ahead: int = 0
    """Years, quarters or months that `anchor` lies ahead: 1 for 次年."""
    kind: ClassVar[str] = "date"
    text: ClassVar[str] = ""
    meaning: ClassVar[str] = ""

    @property
    def days(self) -> tuple[object, ...]:
        """Which days they are, whatever words name them."""
        return self.first, self.last, self.year, self.cycle, self.ahead

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    def until(self, other: "When") -> "When":
        """From the first day of this to the last of another, which may be in a later year."""
        period = replace(self, last=other.last, closing=other.closing, end=other.end)
        wraps = int(other.last < self.first)
        if self.cycle != "year":
            return period
        if self.year is None and other.year is not None:
            return replace(period, year=other.year - wraps, last=other.last + wraps * YEAR)
        years = wraps if other.year is None else other.year - (self.year or other.year)
        later = max(years, other.ahead - self.ahead)
        return replace(period, last=other.last + later * YEAR)

    def until_day(self, day: int) -> "When":
        """From the first day of this to a day of the same month: 每月3日至8日."""
        return replace(self, last=(self.first - 1) // MONTH * MONTH + day)

    def onwards(self) -> "When":
        """All that comes after: 12月后."""
        return replace(self, first=self.last + 1, last=FOREVER, closing=False)


def date_at(text: str, at: int) -> When | None:
    """The date or part of the calendar that starts at a place of a folded text."""
    readers = (_iso_at, _repeated_at, _relative_at, _dated_at, _end_of_month_at)
    found = next((when for reader in readers if (when := reader(text, at))), None)
    return found and replace(found, start=at)


def day_at(text: str, at: int) -> When | None:
    """A day of the month alone: the 10日 of 10日前."""
    day = _counted(text, at, "day", range(1, MONTH + 1))
    return day and When(day[0], day[0], cycle="month", start=at, end=day[1])


def _repeated_at(text: str, at: int) -> When | None:
    """每月10日, 每季度末, 每年12月底."""
    word, cycle = _repeating().at(text, at) or ("", "")
    return _within(text, at + len(word), cycle) if word else None


def _relative_at(text: str, at: int) -> When | None:
    """次月10日, 次年1月, 下年度."""
    word, named = _relative().at(text, at) or ("", {})
    if not word:
        return None
    ahead, cycle, end = int(named["ahead"]), str(named["cycle"]), at + len(word)
    found = _within(text, end, cycle)
    if found is None and cycle == "year" and ahead:
        found = _whole_year(end)
    return found and replace(found, anchor=word, ahead=ahead)


def _end_of_month_at(text: str, at: int) -> When | None:
    """月底 alone is that of every month."""
    word, days = _parts().at(text, at) or ("", None)
    if days is None or not word.startswith(words("calendar", "month")):
        return None
    return _part_of_month(days, 0, "month", at + len(word))


def _dated_at(text: str, at: int) -> When | None:
    """2020年12月20日; a day, month or part of a year without its year."""
    year = _counted(text, at, "year", YEARS)
    if year is None:
        return _day_of_year(text, at)
    number, end = year
    found = _day_of_year(text, end) or _months_at(text, end - 1) or _whole_year(end)
    return replace(found, year=number)


def _whole_year(end: int) -> When:
    return When(ordinal(1, 1), ordinal(12, MONTH), end=end)


def _within(text: str, at: int, cycle: str) -> When | None:
    """What follows 每年, 每季度, 每月 and names days of it."""
    if cycle == "year":
        return _day_of_year(text, at) or _months_at(text, at - 1)
    if cycle == "quarter":
        return _within_quarter(text, at)
    part = _parts().at(text, at)
    if part is None:
        return day_at(text, at)
    word, days = part
    return _part_of_month(days, 0, cycle, at + len(word))


def _within_quarter(text: str, at: int) -> When | None:
    """每季度首月10日, 每季度10日, 每季度末."""
    word, month = _months_of_quarter().at(text, at) or ("", 0)
    start = at + len(word)
    if (day := day_at(text, start)) is not None:
        ordinal = month * MONTH + day.first
        return When(ordinal, ordinal, cycle="quarter", end=day.end)
    part, days = _parts().at(text, start) or ("", None)
    if word and days is not None:
        return _part_of_month(days, month, "quarter", start + len(part))
    if days is not None:
        month = days["first"] // 10
    elif not word:
        return None
    first = month * MONTH
    closing = days is not None and days["end"]
    return When(first + 1, first + MONTH, cycle="quarter", closing=closing, end=start + len(part))


def _part_of_month(days: dict[str, Any], month: int, cycle: str, end: int) -> When:
    first, last = month * MONTH + days["first"], month * MONTH + days["last"]
    return When(first, last, cycle=cycle, closing=days["end"], end=end)


def _day_of_year(text: str, at: int) -> When | None:
    """12月20日, 12月底, 12月, 第四季度, 上半年."""
    if (month := _counted(text, at, "month", range(1, 13))) is None:
        return _quarter_at(text, at) or _months_at(text, at)
    number, end = month
    if (day := _counted(text, end, "day", range(1, MONTH + 1))) is not None:
        return When(ordinal(number, day[0]), ordinal(number, day[0]), end=day[1])
    if (part := _parts().at(text, end)) is not None:
        return _part_of_month(part[1], number, "year", end + len(part[0]))
    return When(ordinal(number, 1), ordinal(number, MONTH), end=end)


def _quarter_at(text: str, at: int) -> When | None:
    sign = str(table()["marks"]["ordinal"])
    start = at + len(sign) if text.startswith(sign, at) else at
    quarter = _counted(text, start, "quarter", range(1, 5))
    if quarter is None:
        return None
    number, end = quarter
    first, last = ordinal(3 * number - 2, 1), ordinal(3 * number, MONTH)
    closing = _closing_at(text, end)
    return When(first, last, closing=bool(closing), end=end + len(closing))


def _months_at(text: str, at: int) -> When | None:
    word, months = _month_words().at(text, at) or ("", {})
    if not word:
        return None
    end, closing = at + len(word), bool(months["end"])
    if not closing and word.endswith(words("calendar", "year")):
        mark = _closing_at(text, end)
        closing, end = bool(mark), end + len(mark)
    first, last = ordinal(months["first"], 1), ordinal(months["last"], MONTH)
    return When(first, last, closing=closing, end=end)


def _closing_at(text: str, at: int) -> str:
    """底 or 末 where one stands there."""
    word, days = _parts().at(text, at) or ("", {"end": False})
    return word if days["end"] else ""


def _iso_at(text: str, at: int) -> When | None:
    found = _ISO.match(text, at)
    if found is None or (at and text[at - 1].isdigit()):
        return None
    year, separator, month, day = found.groups()
    if day is None and separator == ".":
        return None
    first, last = int(day or 1), int(day or MONTH)
    if not (1 <= int(month) <= 12 and 1 <= last <= MONTH and first):
        return None
    return When(ordinal(int(month), first), ordinal(int(month), last), int(year), end=found.end())


def _counted(text: str, at: int, unit: str, allowed: range) -> tuple[int, int] | None:
    """A whole number in range and the word behind it: 12月 is 12, and where it ends."""
    found = number_at(text, at)
    if found is None or found.decimals or found.unit or int(found.value) not in allowed:
        return None
    word = _units(unit).at(text, found.end)
    return None if word is None else (int(found.value), found.end + len(word[0]))


def ordinal(month: int, day: int) -> int:
    """A day of the year as `When` counts it."""
    return MONTH * month + (MONTH if day == _LAST_DAYS.get(month) else day)


@cache
def _units(name: str) -> Lexicon[str]:
    return Lexicon((word, name) for word in words("calendar", name))


@cache
def _repeating() -> Lexicon[str]:
    cycles = table()["calendar"]["every"]
    return Lexicon((word, cycle) for cycle, named in cycles.items() for word in named)


@cache
def _relative() -> Lexicon[dict[str, Any]]:
    return Lexicon(table()["calendar"]["relative"].items())


@cache
def _months_of_quarter() -> Lexicon[int]:
    return Lexicon(table()["calendar"]["months_of_quarter"].items())


@cache
def _parts() -> Lexicon[dict[str, Any]]:
    return Lexicon(table()["calendar"]["parts"].items())


@cache
def _month_words() -> Lexicon[dict[str, Any]]:
    return Lexicon(table()["calendar"]["months"].items())
