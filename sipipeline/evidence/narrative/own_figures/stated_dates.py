"""Whether a day lies to another as a text says: 9月23日，晚于9月底的要求; 原定3月底前完成，实际到
4月16日才结束，滞后16天."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.sentence_figures import FARTHEST
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.own_figures.leading_words import way
from sipipeline.evidence.narrative.own_figures.untrue_words import untrue
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.dates import MONTH, When, date_at
from sipipeline.language.lexicon import WordPattern, has

_HERE = ("narrative", "stated_dates")
_YEARS = (2023, 2024)
"""A year without a 29 February, and one with."""
_SLACK = 1
"""Days may be counted with the first of them or without."""
_BOTH = 2


def statements(line: Paragraph) -> Iterator[Statement]:
    """What a line says of two of its days that these are not."""
    if line.role == "report" and has(line.text, *_HERE, "apart"):
        start = 0
        for found in signs.SENTENCE.finditer(line.text):
            yield from _of_sentence(line, start, found.start())
            start = found.end()
        yield from _of_sentence(line, start, len(line.text))


def _of_sentence(line: Paragraph, start: int, end: int) -> Iterator[Statement]:
    days = _days(line.text, start, end)
    for one, other in pairwise(days):
        told = _ORDER.fullmatch(line.text, one.end, other.start)
        if told is not None and _is_otherwise(one, bool(told["later"]), other):
            yield untrue(line, one.start, other.end)
    if len(days) == _BOTH:
        yield from _days_apart(line, days, end)


def _days(text: str, start: int, end: int) -> Sequence[When]:
    """The days of a sentence, and the ends of its months; none where it names other times of which
    it is unclear when they are."""
    found: list[When] = []
    at = start
    while at < end:
        one = date_at(text, at)
        if one is not None:
            found.append(one)
        at = one.end if one is not None and one.end > at else at + 1
    days = [one for one in found if _is_plain(one)]
    return days if len(days) == len(found) or not any(one.ahead for one in found) else ()


def _is_plain(one: When) -> bool:
    """Whether it is a day of a month that is named, or the end of one, and not of each month."""
    return one.ends and one.cycle == "year" and not one.anchor and one.first > MONTH


def _are_of_one_year(one: When, other: When) -> bool:
    return one.year == other.year or other.year is None


def _is_otherwise(one: When, later: bool, other: When) -> bool:
    """Whether a day that is said to be later than another is no later, or the other way round."""
    if not _are_of_one_year(one, other):
        return False
    return one.last < other.last if later else one.first > other.last


# ---------------------------------------------------------------- 滞后16天
def _days_apart(line: Paragraph, days: Sequence[When], end: int) -> Iterator[Statement]:
    """What is said of how many days the second of two days, on which something was done, lies
    behind the first, for which it was planned."""
    due, done = days
    lead = line.text[max(0, due.start - FARTHEST) : due.start]
    planned = _PLANNED.search(signs.CLAUSE.split(lead)[-1])
    between = line.text[due.end : done.start]
    told = _HOW_FAR.search(line.text, done.end, end)
    if planned is None or told is None or not has(between, *_HERE, "done"):
        return
    of_others = has(line.text[done.end : told.start()], "narrative", "workings", "of_other_times")
    if of_others or not _are_of_one_year(due, done):
        return
    later, number = way(told, "later"), int(told["number"])
    if all(abs(_between(due, done, year) * later - number) > _SLACK for year in _YEARS):
        yield untrue(line, due.start, told.end(), f"{number}{told['unit']}")


def _between(one: When, other: When, year: int) -> int:
    """The days from one to another in a year."""
    return (_date(other, year) - _date(one, year)).days


def _date(one: When, year: int) -> date:
    """The last day of what is counted 31 a month; of a shorter month its own last."""
    month, day = divmod(one.last - 1, MONTH)
    return date(year, month, min(day + 1, monthrange(year, month)[1]))


# ---------------------------------------------------------------- words
_ORDER = WordPattern(
    r"[^,;:()\d]{0,8}?,?{adverbs}?(?:(?P<later>{later})|{earlier})(?:{named})*", *_HERE
)
"""完成，晚于规定的: the words between a day and another that it is said to lie behind, or
before."""
_PLANNED = WordPattern(r"{planned}[^,;:()\d]{0,6}$", *_HERE)
"""原定: the words before the day for which something was planned."""
_HOW_FAR = WordPattern(
    r"(?:(?P<later>{late})|{early}){behind}?(?P<number>\d{1,3})(?P<unit>{days})", *_HERE
)
"""滞后16天: how many days it was done later, or earlier."""
