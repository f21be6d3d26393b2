"""Dates and parts of the calendar as people write them: 2020年12月底, 每月10日, 第四季度, 年底,
2020-12-20."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from sipipeline.core.values import frozen
from sipipeline.language.lexicon import Lexicon, WordPattern, one_of, table, words
from sipipeline.language.numbers import number_at

YEARS = range(1949, 2101)
MONTH = 31
YEAR = 12 * MONTH
"""Days are counted as if every month had 31; the last day of a shorter one counts as its 31st."""
_LAST_DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
CYCLES = {"month": MONTH, "quarter": 3 * MONTH, "year": YEAR}
"""The days of each period that dates may be counted in."""
FOREVER = 1000 * YEAR
_DAYS, _MONTHS = range(1, MONTH + 1), range(1, 13)
_NO_DAYS: Mapping[str, Any] = {"end": False}
"""What a word that names no days stands for."""
_ISO = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?(?![0-9.%])")
_MONTH_AND_DAY = WordPattern(
    r"(?:(?P<year>(?:19|20)\d\d){calendar.year})?(?<!\d)(?P<month>\d{1,2}){calendar.month}"
    r"(?P<day>\d{1,2}){calendar.day}|(?<![\d.])(?P<iso_year>(?:19|20)\d\d)(?P<sign>[-/.])"
    r"(?P<iso_month>\d{1,2})(?P=sign)(?P<iso_day>\d{1,2})(?![\d.%])"
)
_LEAP_YEAR = "2020"
"""A day without its year may be of one that has a 29 February."""

WRITTEN_YEAR = rf"\d{{4}}{one_of('calendar', 'year')}"
"""A pattern for 2020年."""


def years_in(text: str) -> list[int]:
    """The years that a text names with 年, in order."""
    return [int(found[:4]) for found in re.findall(WRITTEN_YEAR, text)]


def is_of_year(sentence: str, year: float | None) -> bool:
    """Whether a sentence names no other year."""
    return year is None or all(named == year for named in years_in(sentence))


def no_such_days(text: str) -> Iterator[str]:
    """The dates of a text that no calendar has, as written: 2月30日, 2023-02-29."""
    for found in _MONTH_AND_DAY.finditer(text):
        year = found["year"] or found["iso_year"] or _LEAP_YEAR
        month, day = (int(found[one] or found[f"iso_{one}"]) for one in ("month", "day"))
        if month in _MONTHS and day in _DAYS and day > monthrange(int(year), month)[1]:
            yield found.group()


@frozen
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

    @property
    def ends(self) -> bool:
        """Whether a limit ends with it, 12月底 and 12月20日, and not before it, 第四季度前."""
        return self.is_day or self.closing

    def until(self, other: "When") -> "When":
        """From the first day of this to the last of another, which may be in a later year."""
        period = replace(self, last=other.last, closing=other.closing, end=other.end)
        wraps = int(other.last < self.first)
        if self.cycle != "year":
            later = other.ahead - self.ahead if other.anchor else wraps
            return replace(period, last=other.last + later * CYCLES[self.cycle])
        if self.year is None and other.year is not None:
            return replace(period, year=other.year - wraps, last=other.last + wraps * YEAR)
        years = wraps if other.year is None else other.year - (self.year or other.year)
        later = max(years, other.ahead - self.ahead)
        return replace(period, last=other.last + later * YEAR)

    def until_day(self, day: int) -> "When":
        """From the first day of this to a day of the same month, 每月3日至8日, or of the next,
        上月26日至5日."""
        last = (self.first - 1) // MONTH * MONTH + day
        return replace(self, last=last + MONTH * (last < self.first))

    def onwards(self) -> "When":
        """All that comes after: 12月后."""
        return replace(self, first=self.last + 1, last=FOREVER, closing=False)


def date_at(text: str, at: int) -> When | None:
    """The date or part of the calendar that starts at a place of a folded text."""
    for read in (_iso_at, _repeated_at, _relative_at, _dated_at, _end_of_month_at):
        when = read(text, at)
        if when is not None:
            return replace(when, start=at)
    return None


def day_at(text: str, at: int) -> When | None:
    """A day of the month alone: the 10日 of 10日前."""
    day, end = _counted(text, at, "day", _DAYS)
    return When(day, day, cycle="month", start=at, end=end) if day else None


def ordinal(month: int, day: int) -> int:
    """A day of the year as `When` counts it."""
    return MONTH * month + (MONTH if day == _LAST_DAYS.get(month) else day)


def _repeated_at(text: str, at: int) -> When | None:
    """每月10日, 每季度末, 每年12月底."""
    word, cycle = _repeating().read(text, at, "")
    return _within(text, at + len(word), cycle) if word else None


def _relative_at(text: str, at: int) -> When | None:
    """次月10日, 次年1月, 下年度."""
    word, named = _listed("relative").read(text, at, _NO_DAYS)
    if not word:
        return None
    ahead, cycle, end = int(named["ahead"]), str(named["cycle"]), at + len(word)
    found = _within(text, end, cycle)
    if found is None and cycle == "year" and ahead:
        found = _whole_year(end)
    return found and replace(found, anchor=word, ahead=ahead)


def _end_of_month_at(text: str, at: int) -> When | None:
    """月底 alone is that of every month."""
    word, days = _listed("parts").read(text, at, _NO_DAYS)
    if not word.startswith(words("calendar", "month")):
        return None
    return _part_of_month(days, 0, "month", at + len(word))


def _dated_at(text: str, at: int) -> When | None:
    """2020年12月20日; a day, month or part of a year without its year."""
    year, end = _counted(text, at, "year", YEARS)
    if not year:
        return _day_of_year(text, at)
    part = _some_months(text, end) or _day_of_year(text, end) or _months_at(text, end - 1)
    return replace(part or _whole_year(end), year=year)


def _some_months(text: str, at: int) -> When | None:
    """The 6-12月 of 2020年6-12月."""
    first = number_at(text, at)
    link = first and re.compile(one_of("joins", "range")).match(text, first.end)
    last, end = _counted(text, link.end(), "month", _MONTHS) if link else (0, at)
    begin = int(first.value) if first is not None else 0
    if not last or begin not in range(1, last + 1):
        return None
    return When(ordinal(begin, 1), ordinal(last, MONTH), end=end)


def _whole_year(end: int) -> When:
    return When(ordinal(1, 1), ordinal(12, MONTH), end=end)


def _within(text: str, at: int, cycle: str) -> When | None:
    """What follows 每年, 每季度, 每月 and names days of it."""
    if cycle == "year":
        return _day_of_year(text, at) or _months_at(text, at - 1)
    if cycle == "quarter":
        return _within_quarter(text, at)
    word, days = _listed("parts").read(text, at, _NO_DAYS)
    if not word:
        return day_at(text, at)
    return _part_of_month(days, 0, cycle, at + len(word))


def _within_quarter(text: str, at: int) -> When | None:
    """每季度首月10日, 每季度10日, 每季度末."""
    word, month = _listed("months_of_quarter").read(text, at, 0)
    start = at + len(word)
    day = day_at(text, start)
    if day is not None:
        first = month * MONTH + day.first
        return When(first, first, cycle="quarter", end=day.end)
    part, days = _listed("parts").read(text, start, _NO_DAYS)
    end = start + len(part)
    if word and part:
        return _part_of_month(days, month, "quarter", end)
    if part:
        return _month_of_quarter(days["first"] // 10, days["end"], end)
    return _month_of_quarter(month, False, end) if word else None


def _month_of_quarter(month: int, closing: bool, end: int) -> When:
    first = month * MONTH
    return When(first + 1, first + MONTH, cycle="quarter", closing=closing, end=end)


def _part_of_month(days: Mapping[str, Any], month: int, cycle: str, end: int) -> When:
    first, last = month * MONTH + days["first"], month * MONTH + days["last"]
    return When(first, last, cycle=cycle, closing=days["end"], end=end)


def _day_of_year(text: str, at: int) -> When | None:
    """12月20日, 12月底, 12月, 第四季度, 上半年."""
    month, end = _counted(text, at, "month", _MONTHS)
    if not month:
        return _quarter_at(text, at) or _months_at(text, at)
    day, end_of_day = _counted(text, end, "day", _DAYS)
    if day:
        return When(ordinal(month, day), ordinal(month, day), end=end_of_day)
    part, days = _listed("parts").read(text, end, _NO_DAYS)
    if part:
        return _part_of_month(days, month, "year", end + len(part))
    return When(ordinal(month, 1), ordinal(month, MONTH), end=end)


def _quarter_at(text: str, at: int) -> When | None:
    sign = str(table()["marks"]["ordinal"])
    start = at + len(sign) * text.startswith(sign, at)
    quarter, end = _counted(text, start, "quarter", range(1, 5))
    if not quarter:
        return None
    first, last = ordinal(3 * quarter - 2, 1), ordinal(3 * quarter, MONTH)
    closing = _closing_at(text, end)
    return When(first, last, closing=closing != "", end=end + len(closing))


def _months_at(text: str, at: int) -> When | None:
    word, months = _listed("months").read(text, at, _NO_DAYS)
    end = at + len(word)
    if not word or _begins_word(text, end - 1):
        return None
    closing = bool(months["end"])
    if not closing and word.endswith(words("calendar", "year")):
        mark = _closing_at(text, end)
        closing, end = bool(mark), end + len(mark)
    first, last = ordinal(months["first"], 1), ordinal(months["last"], MONTH)
    return When(first, last, closing=closing, end=end)


def _begins_word(text: str, at: int) -> bool:
    """Whether the last sign of a part of the year begins another word: 2024年中央财政."""
    return text.startswith(words("calendar", "begun"), at)


def _closing_at(text: str, at: int) -> str:
    """底 or 末 where one stands there."""
    word, days = _listed("parts").read(text, at, _NO_DAYS)
    return word if days["end"] else ""


def _iso_at(text: str, at: int) -> When | None:
    iso = _ISO.match(text, at)
    if iso is None:
        return None
    year, separator, month, day = iso.groups()
    first, last = int(day or 1), int(day or MONTH)
    is_number = day is None and separator == "."
    if is_number or int(month) not in _MONTHS or first not in _DAYS:
        return None
    return When(ordinal(int(month), first), ordinal(int(month), last), int(year), end=iso.end())


def _counted(text: str, at: int, unit: str, allowed: range) -> tuple[int, int]:
    """A whole number in range with the word behind it, 12 of 12月, and where it ends; 0 where none
    stands there."""
    printed = number_at(text, at)
    if printed is None or printed.decimals or printed.unit:
        return 0, at
    if int(printed.value) not in allowed:
        return 0, at
    word, _ = _named(unit).read(text, printed.end, "")
    if not word:
        return 0, at
    return int(printed.value), printed.end + len(word)


@cache
def _named(name: str) -> Lexicon[str]:
    return Lexicon(dict.fromkeys(words("calendar", name), name).items())


@cache
def _listed(name: str) -> Lexicon[Any]:
    return Lexicon(table()["calendar"][name].items())


@cache
def _repeating() -> Lexicon[str]:
    cycles = table()["calendar"]["every"]
    return Lexicon((word, cycle) for cycle, named in cycles.items() for word in named)
