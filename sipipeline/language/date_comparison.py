"""A date held to a date: 12月20日 against 12月底前, 每月8日 against 每月10日前."""

import re
from dataclasses import replace

from sipipeline.core.text import Text
from sipipeline.language.comparison import COMPARED, SAID, Attainment
from sipipeline.language.dates import CYCLES, FOREVER, MONTH, WRITTEN_YEAR, YEAR, When
from sipipeline.language.difference_comparison import by_difference
from sipipeline.language.lexicon import has
from sipipeline.language.targets import Stated

_NO_DATE = Text(
    zh="指标值“{wanted}”是日期，实际完成值“{reached}”不是日期，没法比",
    en="the target “{wanted}” is a date, “{reached}” is none: they cannot be compared",
)
_NO_YEAR = Text(
    zh="一个写了年份，一个没写，不知道是不是同一年", en="only one of the two dates has a year"
)
_PERIODS = Text(
    zh="“{wanted}”与“{reached}”不是同一种期限，没法比",
    en="“{wanted}” and “{reached}” are different kinds of dates",
)
_MAY_BE = Text(
    zh="“{reached}”可能在“{wanted}”这个期限之内，也可能超过",
    en="“{reached}” may lie before or after “{wanted}”",
)
_NUMBER, _YEARS = re.compile(r"\d+"), re.compile(WRITTEN_YEAR)


def by_date(undecided: Attainment, year: int | None, name: str = "") -> Attainment:
    """Judge what was reached against a date; `year` is that of dates without one, `name` what was
    to be done."""
    limit, reached = undecided.target.when, undecided.actual
    if reached.kind == "qualitative":
        return _by_words(undecided)
    if reached.sense in ("early", "late"):
        return by_difference(undecided, "")
    done = _day_of_cycle(limit, reached) or reached.when
    if limit is None or done is None:
        return replace(undecided.because(_NO_DATE), unlike=True)
    if limit.cycle != done.cycle or limit.last >= FOREVER:
        return undecided.because(_PERIODS)
    shift = _shift(limit, done, year)
    if _may_be_of_month_before(limit, done, name):
        return undecided.because(_MAY_BE)
    return undecided.because(_NO_YEAR) if shift is None else _placed(undecided, limit, done, shift)


def is_same_limit(wanted: Stated, reached: Stated, year: int | None) -> bool:
    """Whether what was reached is the deadline again, whatever words name it, 12月31日前 and
    12月底前, or the period, 2023年1月-12月 and 2023年1-12月."""
    limit, done = wanted.when, reached.when
    if limit is None or done is None or limit.cycle != done.cycle:
        return False
    if not reached.until:
        is_period = limit.last - limit.first >= MONTH and limit.days == done.days
        return is_period and _says_when(wanted.text) == _says_when(reached.text) != []
    shift = _shift(limit, done, year)
    same_end = shift is not None and done.last + shift == limit.last
    return same_end and (limit.first == done.first or (limit.ends and done.ends))


def _says_when(text: str) -> list[str]:
    """The numbers of a text that says both from when to when; none of 全年 and 第四季度."""
    numbers = _NUMBER.findall(_YEARS.sub("", text))
    return numbers if len(numbers) > 1 else []


def _by_words(undecided: Attainment) -> Attainment:
    """未完成 misses a deadline, 跨年完成 one in the year; 按时完成 and 已完成 do not say when."""
    limit, reached = undecided.target.when, undecided.actual
    past = has(reached.text, "deadline", "past_year")
    past = past and not has(reached.text, "qualitative", "negations")
    of_year = limit is not None and (limit.cycle, limit.ahead) == ("year", 0)
    if reached.band in ("unmet", "partly") or (past and of_year):
        return undecided.missed(SAID)
    return replace(undecided.because(_NO_DATE), worded=True)


def _day_of_cycle(limit: When | None, reached: Stated) -> When | None:
    """The 8日 that answers 每月10日前 or 每季度10日前."""
    if limit is None or limit.cycle == "year":
        return None
    may_be_day = reached.point and reached.unit.dimension in ("", "day")
    if reached.lo is None or not may_be_day:
        return None
    day = int(min(max(reached.lo, 0), CYCLES[limit.cycle]))
    return When(day, day, cycle=limit.cycle)


def _shift(limit: When, done: When, year: int | None) -> int | None:
    """By how many days the period of a date lies behind that of the limit; None where one of the
    two has a year and the other has no way to get one."""
    if limit.cycle != "year":
        return _shift_in_cycle(limit, done)
    one_has_a_year = (limit.year is None) != (done.year is None)
    if one_has_a_year and year is None:
        return None
    shift = (_year(done, year or 0) - _year(limit, year or 0)) * YEAR
    if done.year is not None or done.anchor:
        return shift
    return _nearer(shift, limit, done)


def _shift_in_cycle(limit: When, done: When) -> int:
    """次月2日 lies behind 月底, 每月25日前 and 每月10日前, but not behind 次月10日前."""
    return (done.ahead - limit.ahead) * CYCLES[limit.cycle] if done.anchor else 0


def _may_be_of_month_before(limit: When, done: When, name: str) -> bool:
    """Whether a report due on 每月10日前 may be that of the month before, which 次月8日 keeps; one
    due in the second half of a month is that of the same month."""
    cycle = CYCLES[limit.cycle]
    is_of_its_month = limit.cycle == "year" or limit.anchor or limit.closing
    if is_of_its_month or 2 * limit.last > cycle or done.ahead != 1 or done.last > limit.last:
        return False
    return has(name, "deadline", "of_month_before")


def _year(when: When, report: int) -> int:
    return report + when.ahead if when.year is None else when.year


def _nearer(shift: int, limit: When, done: When) -> int:
    """Beside a limit in the next year a date without a year lies in the nearer of the two years."""
    if shift >= 0:
        return shift
    return min((shift, 0), key=lambda days: abs(done.first + days - limit.last))


def _placed(undecided: Attainment, limit: When, done: When, shift: int) -> Attainment:
    """第四季度前 may mean before it begins or before it ends; 12月底前 and 12月20日前 are clear."""
    first, last = done.first + shift, done.last + shift
    if first > limit.last:
        return undecided.missed(COMPARED)
    surely = limit.last
    if undecided.target.until and not limit.ends:
        surely = limit.first - 1
    closes = done.closing and first <= surely and last <= limit.last
    if closes or last <= surely:
        return undecided.kept(COMPARED)
    return undecided.because(_MAY_BE)
