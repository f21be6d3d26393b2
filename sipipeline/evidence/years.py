"""The years of dates in the tables, and the day on which the form was filled in."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sipipeline.core.submission import Submission
from sipipeline.evidence.indicators import Indicator
from sipipeline.language.dates import CYCLES, YEAR, When, date_at, no_such_days, ordinal
from sipipeline.language.fillings import says_nothing
from sipipeline.language.lexicon import has, one_of
from sipipeline.language.mentions import mentions_in
from sipipeline.language.numbers import normalise

_DAYS_COUNTED = re.compile(r"[34567]\d{4}(?:\.\d+)?")
"""Days since 1900, from 1982 on, as they stand in a cell whose format is lost."""
_RUN_TOGETHER = re.compile(r"^(20\d\d)([01]\d)([0-3]\d)$")
"""A date without signs: 20210803."""
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_OF_YEAR = re.compile(
    r"(?<!\d)(20\d\d)"
    + one_of("calendar", "year")
    + f"(?!{one_of('reporting_years', 'not_before')})"
)
"""A year that something is of: 2020年度, and not 2020年以来."""
_MONTH = re.compile(
    r"(?<!\d)(20\d\d)(?:"
    + one_of("calendar", "year")
    + r"\d{1,2}"
    + one_of("calendar", "month")
    + r"|[-/.][01]?\d(?![\d.%]))"
)
_EARLY_IN_A_YEAR = ordinal(4, 30)
"""Until then is due what is left of the year before."""
YEARS = (2000.0, 2100.0)
"""Of which the year on the cover may be one."""


def is_year(value: float) -> bool:
    return YEARS[0] <= value <= YEARS[1] and value % 1 == 0


class DatedOtherwise(NamedTuple):
    """A cell that names a year, with what stands in it."""

    key: str
    words: str
    year: int


class Day(NamedTuple):
    """A day, or a month without its day."""

    year: int
    closes: bool
    """Whether it is the last of its year."""


def of_other_years(submission: Submission, year: int) -> Iterator[Sequence[DatedOtherwise]]:
    """What is dated in another year than that of the form, cells of a kind together: when an
    adjustment of benefits came into force, the name of the project, the goal, indicators and
    their names."""
    for cells in (
        _adjusted(submission),
        _titled(submission, "cover.project"),
        [one for one in _titled(submission, "goal") if one.year < year],
        [one for one in _of_indicators(submission) if not year <= one.year <= year + 1],
        [one for one in _called(submission) if one.year < year],
    ):
        yield [one for one in cells if one.year != year]


def no_such_dates(submission: Submission) -> Iterator[tuple[str, str]]:
    """Each cell with a date that no calendar has, with that date."""
    for key, claim in submission.claims.items():
        if isinstance(claim.value, str):
            for date in no_such_days(normalise(claim.value)):
                yield key, date
                break


def a_year_early(submission: Submission, year: int) -> Iterator[int]:
    """The rows of indicators due in the next year that were reached, as dated, by the same months
    of the year of the form."""
    for row in submission.rows("indicators"):
        target, actual = (_dates_of(submission, row, one) for one in ("target", "actual"))
        if len(target) != 1 or len(actual) != 1 or actual[0].year != year:
            continue
        limit = target[0]
        named = limit.year == year + 1 and limit.last <= _EARLY_IN_A_YEAR
        of_next = limit.cycle == "year" and (limit.ahead == 1 or named)
        if of_next and actual[0].last <= limit.last:
            yield row


def due_a_year_before(row: Indicator) -> str:
    """A deadline that was missed by less than a year, and kept with a quarter of one to spare at
    most where it is a year later, with that year; "" for any other."""
    judged = row.attainment
    if judged is None or judged.status != "unmet":
        return ""
    limit, done = judged.target.when, judged.actual.when
    if limit is None or done is None or limit.year is None or done.year is None:
        return ""
    late = (done.year - limit.year) * YEAR + done.last - limit.last
    written = str(limit.year)
    once = row.target.count(written) == 1
    if limit.cycle != "year" or not once or not YEAR - CYCLES["quarter"] < late <= YEAR:
        return ""
    return row.target.replace(written, str(limit.year + 1))


def is_dated(submission: Submission) -> bool:
    """Whether the day on the cover can be read as a date, with a year or without, or is the number
    by which a spreadsheet program counts days; also where there is none."""
    text = submission.choice("cover.filled_on")
    is_counted = _DAYS_COUNTED.fullmatch(text) is not None
    return not text or is_counted or says_nothing(text) or _date_of(submission) is not None


def filled_in(submission: Submission) -> Day | None:
    """The day on the cover; None where there is none, or none with a year that can be read."""
    when = _date_of(submission)
    if when is None or when.year is None:
        return None
    return Day(when.year, when.last >= ordinal(12, 31))


def _adjusted(submission: Submission) -> Iterator[DatedOtherwise]:
    """When benefits were adjusted, fund by fund; not where they have not changed."""
    for fund in submission.standard.funds:
        levels = f"benefit_levels.{fund.key}"
        before, after = (submission.number(f"{levels}.{one}") for one in ("before", "after"))
        if before is None or before != after:
            yield from _dated(submission, f"{levels}.adjusted_from", _ANY_YEAR)


def _titled(submission: Submission, key: str) -> Iterator[DatedOtherwise]:
    return _dated(submission, key, _OF_YEAR)


def _of_indicators(submission: Submission) -> Iterator[DatedOtherwise]:
    """The months in targets and in what was reached, but of what is done for another year."""
    for row in submission.rows("indicators"):
        name = submission.text(f"indicators.{row}.level3")
        if not has(name, "reporting_years", "of_other_years"):
            for column in ("target", "actual"):
                yield from _dated(submission, f"indicators.{row}.{column}", _MONTH)


def _called(submission: Submission) -> Iterator[DatedOtherwise]:
    """The names of indicators of every year that begin with one: 2022年待遇按时发放率. None of what
    an earlier year left over, 2022年度结转资金支付率."""
    for row in submission.rows("indicators"):
        key = f"indicators.{row}.level3"
        name = normalise(submission.text(key)).strip()
        is_of_one = has(name, "reporting_years", "every_year")
        is_left_over = any(
            has(name, "reporting_years", words) for words in ("left_over", "of_other_years")
        )
        if _ANY_YEAR.match(name) and is_of_one and not is_left_over:
            yield from _dated(submission, key, _OF_YEAR)


def _dates_of(submission: Submission, row: int, column: str) -> Sequence[When]:
    """The dates in a cell of an indicator."""
    found = mentions_in(normalise(submission.text(f"indicators.{row}.{column}")))
    return [one.when for one in found if one.when is not None]


def _dated(submission: Submission, key: str, pattern: re.Pattern[str]) -> Iterator[DatedOtherwise]:
    """The one year that stands in a cell."""
    raw = submission.text(key)
    text = normalise(raw)
    found = pattern.findall(text)
    if found and len(set(_ANY_YEAR.findall(text))) == 1:
        yield DatedOtherwise(key, raw, int(found[0]))


def _date_of(submission: Submission) -> When | None:
    text = normalise(submission.choice("cover.filled_on")).strip()
    return date_at(_RUN_TOGETHER.sub(r"\1-\2-\3", text), 0) if text else None
