"""The years that the texts say they report on, those of dates in the tables, and the day on which
the form was filled in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.text import texts
from sipipeline.language.dates import When, date_at, ordinal
from sipipeline.language.fillings import says_nothing
from sipipeline.language.lexicon import has, one_of
from sipipeline.language.numbers import normalise

_REPORTING = frozenset({"narrative.overview", "narrative.operation", "narrative.achievement"})
"""The texts that are about the year itself; targets and plans look elsewhere."""
_DAYS_COUNTED = re.compile(r"[34567]\d{4}(?:\.\d+)?")
"""Days since 1900, from 1982 on, as they stand in a cell whose format is lost."""
_RUN_TOGETHER = re.compile(r"^(20\d\d)([01]\d)([0-3]\d)$")
"""A date without signs: 20210803."""
_OPENING_YEAR = re.compile(
    r"(?:^|[。；;:])\s*(?P<year>20\d\d)"
    + one_of("calendar", "year")
    + r"(?!\d|"
    + one_of("reporting_years", "not_before")
    + r")(?=(?P<rest>[^。；;]*\d[^。；;]*))"
)
"""A year that opens a sentence with figures: 2020年全市收入…; in 2020年末, 2020年7月 it dates one
figure only."""
_SET_BESIDE = re.compile(
    one_of("narrative", "tokens", "this_year") + r"|20\d\d" + one_of("calendar", "year")
)
"""Another year in the same sentence: 2019年收入1100万元，本年1200万元 reports on neither alone."""
_NAMED = re.compile(r"(20\d\d)" + one_of("calendar", "year"))
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
_THIS_YEAR = re.compile(one_of("narrative", "tokens", "this_year"))
_OPENS_TEXT = re.compile(r"\s*" + _NAMED.pattern)
_OVERVIEW = "narrative.overview"
"""It may tell how the unit came about in some year."""
_SEVERAL = 2
_OFTEN = 3
"""Times that a text names a year where it is about that year."""


YEARS = (2000.0, 2100.0)
"""Of which the year on the cover may be one."""


def is_year(value: float) -> bool:
    return YEARS[0] <= value <= YEARS[1] and value % 1 == 0


class ReportedYear(NamedTuple):
    """A year that a text says it is about, with the key of the text."""

    field: str
    year: int


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


def reported_years(submission: Submission) -> Iterator[ReportedYear]:
    """Each year that opens a sentence of a text about the year itself and is the only one in it."""
    for field, text in texts(submission):
        for paragraph in text.split("\n") if field in _REPORTING else ():
            for match in _OPENING_YEAR.finditer(normalise(paragraph)):
                if not _SET_BESIDE.search(match["rest"]):
                    yield ReportedYear(field, int(match["year"]))


def year_throughout(submission: Submission) -> Sequence[ReportedYear]:
    """The one year that the texts about the year itself name, by text, where two of these begin
    with it or one names it three times; none where they name another, or 本年."""
    about = {field: normalise(text) for field, text in texts(submission) if field in _REPORTING}
    years = set(_NAMED.findall(" ".join(about.values())))
    if len(years) != 1 or any(map(_THIS_YEAR.search, about.values())):
        return ()
    year = int(years.pop())
    return [ReportedYear(field, year) for field in _about_a_year(about)]


def _about_a_year(texts: Mapping[str, str]) -> Sequence[str]:
    """The texts that begin with a year, if several do, or else those that name one again and
    again."""
    opening = [field for field, text in texts.items() if _OPENS_TEXT.match(text)]
    if len(opening) >= _SEVERAL:
        return opening
    reporting = [field for field in texts if field != _OVERVIEW]
    return [field for field in reporting if len(_NAMED.findall(texts[field])) >= _OFTEN]


def of_other_years(submission: Submission, year: int) -> Iterator[Sequence[DatedOtherwise]]:
    """What is dated in another year than that of the form, cells of a kind together: when an
    adjustment of benefits came into force, the name of the project, the goal, indicators."""
    for cells in (
        _adjusted(submission),
        _titled(submission, "cover.project"),
        [one for one in _titled(submission, "goal") if one.year < year],
        [one for one in _of_indicators(submission) if not year <= one.year <= year + 1],
    ):
        yield [one for one in cells if one.year != year]


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


def _dated(submission: Submission, key: str, pattern: re.Pattern[str]) -> Iterator[DatedOtherwise]:
    """The one year that stands in a cell."""
    raw = submission.text(key)
    text = normalise(raw)
    found = pattern.findall(text)
    if found and len(set(_ANY_YEAR.findall(text))) == 1:
        yield DatedOtherwise(key, raw, int(found[0]))


def is_dated(submission: Submission) -> bool:
    """Whether the day on the cover can be read as a date, with a year or without, or is the number
    by which a spreadsheet program counts days; also where there is none."""
    text = submission.choice("cover.filled_on")
    is_counted = _DAYS_COUNTED.fullmatch(text) is not None
    return not text or is_counted or says_nothing(text) or _date_of(submission) is not None


def _date_of(submission: Submission) -> When | None:
    text = normalise(submission.choice("cover.filled_on")).strip()
    return date_at(_RUN_TOGETHER.sub(r"\1-\2-\3", text), 0) if text else None


def filled_in(submission: Submission) -> Day | None:
    """The day on the cover; None where there is none, or none with a year that can be read."""
    when = _date_of(submission)
    if when is None or when.year is None:
        return None
    return Day(when.year, when.last >= ordinal(12, 31))
