from collections.abc import Iterator
from dataclasses import replace

from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.reported_years import is_named, reported_years
from sipipeline.evidence.years import (
    a_year_early,
    due_a_year_before,
    filled_in,
    is_dated,
    is_year,
    no_such_dates,
    of_other_years,
)
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem
from sipipeline.standards.load import for_year, known, load

OLDER = Text(
    zh="封面的填报年度是 {year}，而这份工作簿是“{form}”，{since} 年起才用。",
    en="The cover says {year}, but this workbook is “{form}”, in use only since {since}.",
)
NEWER = Text(
    zh="封面的填报年度是 {year}，而这份工作簿是“{form}”；{since} 年起用“{newer}”。",
    en="The cover says {year}, but this workbook is “{form}”; since {since} it is “{newer}”.",
)
EARLY = Text(
    zh="填报日期 {date} 早于填报年度 {year} 年的年末，那时全年的数还没有。",
    en="It was filled in on {date}, before the year {year} was over and its figures were known.",
)
LATE = Text(
    zh="填报日期 {date} 比填报年度 {year} 年晚了两年多。",
    en="It was filled in on {date}, more than two years after the year {year}.",
)
NO_DATE = Text(
    zh="填报日期填的是“{raw}”，不是日期。", en="The day of filling in, “{raw}”, is no date."
)
OTHER_YEAR = Text(
    zh="封面的填报年度是 {year}，而{field}写的是 {other} 年的情况。",
    en="The cover says {year}, but {field} reports on {other}.",
)
OTHERWISE = Text(
    zh="封面的填报年度是 {year}，而{named}。", en="The cover says {year}, but {named}."
)
NO_SUCH_DATE = Text(
    zh="{label}写的“{date}”，日历上没有这一天。", en="{label} says “{date}”, a day that is not."
)
YEAR_EARLY = Text(
    zh=(
        "{label}填的是“{actual}”，而指标值是“{target}”：封面的填报年度是 {year}，次年是 {next} 年。"
    ),
    en="{label} says “{actual}”, but the target is “{target}”: the cover says {year}, so the next "
    "year is {next}.",
)
LEFT_FROM_LAST_YEAR = Text(
    zh="{label}填的是“{target}”，实际是“{actual}”，晚了近一年：指标值里的年份像是上年的，没有改。",
    en="{label} says “{target}”, and “{actual}” was reached, nearly a year later: the year of the "
    "target seems to be left from last year.",
)
CORRECT_YEAR = Text(
    zh="核对指标值的年份，多半应是“{meant}”；确实晚了一年的，在“偏差原因”栏写明原因。",
    en="Check the year of the target, which is probably “{meant}”; if it really was a year late, "
    "say why in the reason column.",
)
CORRECT_DATE = Text(zh="核对日期，改成真实的日期。", en="Correct the date.")
NAMED = Text(zh="{label}填的是“{words}”", en="{label} says “{words}”")
CHECK_DATES = Text(
    zh="核对封面的填报年度和列出的时间，改正写错的一处；没有写错的，写明原因。",
    en="Check the year on the cover and these dates; correct what is wrong, or say why.",
)
WRITE_DATE = Text(
    zh="在封面填写报送的日期，如 2021-08-03；还没有定的留空。",
    en="Write the date on the cover, as 2021-08-03; leave it blank while it is open.",
)
_NAMED = 3
_DAY_AND_YEAR = ("cover.filled_on", "cover.year")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The year of the cover against the form's, the day of filling in, and the texts; what is no
    year at all is told by F109."""
    yield from _of_no_calendar(evidence)
    year = evidence.submission.number("cover.year")
    if year is None or not is_year(year):
        return
    of_form = list(_against_form(evidence, int(year)))
    of_day = list(_against_day(evidence, int(year)))
    of_texts = list(_against_texts(evidence, int(year)))
    if of_day and of_texts and of_day[0].keys == _DAY_AND_YEAR:
        of_texts[0] = _with_day(of_texts[0], of_day.pop(0))
    of_rows = [*_year_early(evidence, int(year)), *_left_from_last_year(evidence)]
    told = [*of_form, *of_day, *of_texts, *of_rows]
    yield from told or [*_against_dates(evidence, int(year))] or (Agreed(("cover.year",)),)


def _of_no_calendar(evidence: Evidence) -> Iterator[Problem]:
    """Dates that do not exist: 2月30日."""
    for key, date in no_such_dates(evidence.submission):
        message = NO_SUCH_DATE.fill(label=evidence.standard.label(key), date=date)
        yield Problem((key,), message, date, todo=CORRECT_DATE, shown=Shown(same(date)))


def _year_early(evidence: Evidence, year: int) -> Iterator[Problem]:
    """What was due in the next year and is dated in the same months of this one."""
    submission = evidence.submission
    for row in a_year_early(submission, year):
        actual, target = (f"indicators.{row}.{column}" for column in ("actual", "target"))
        message = YEAR_EARLY.fill(
            label=evidence.standard.label(actual),
            actual=submission.text(actual),
            target=submission.text(target),
            year=year,
            next=year + 1,
        )
        yield Problem((actual, target), message, submission.text(actual), todo=CORRECT_DATE)


def _left_from_last_year(evidence: Evidence) -> Iterator[Problem]:
    """Deadlines that were missed by nearly a year, and without a reason."""
    for row in evidence.indicators:
        meant = "" if row.explained else due_a_year_before(row)
        if meant:
            message = LEFT_FROM_LAST_YEAR.fill(
                label=evidence.standard.label(row.key("target")),
                target=row.target,
                actual=row.actual,
            )
            todo, shown = CORRECT_YEAR.fill(meant=meant), Shown(same(row.target), same(meant))
            keys = (row.key("target"), row.key("actual"))
            yield Problem(keys, message, row.target, todo=todo, shown=shown)


def _with_day(of_text: Problem, of_day: Problem) -> Problem:
    """One question where texts and the day of filling in both speak against the year."""
    return replace(
        of_text, keys=(*of_text.keys, of_day.keys[0]), message=of_text.message + of_day.message
    )


def _against_form(evidence: Evidence, year: int) -> Iterator[Problem]:
    form = evidence.standard
    if form.id not in known():
        return
    in_force = load(for_year(year))
    if year < form.year:
        message = OLDER.fill(year=year, form=form.name, since=form.year)
        yield Problem(("cover.year",), message, year, (form.year, None))
    elif in_force.year > form.year:
        message = NEWER.fill(year=year, form=form.name, since=in_force.year, newer=in_force.name)
        yield Problem(("cover.year",), message, year, (form.year, in_force.year - 1))


def _against_day(evidence: Evidence, year: int) -> Iterator[Problem]:
    day = filled_in(evidence.submission)
    date = evidence.submission.choice("cover.filled_on")
    if day is None:
        if not is_dated(evidence.submission):
            yield Problem(
                ("cover.filled_on",), NO_DATE.fill(raw=date), stated=date, todo=WRITE_DATE
            )
        return
    if day.year < year or (day.year == year and not day.closes):
        yield Problem(_DAY_AND_YEAR, EARLY.fill(date=date, year=year))
    elif day.year > year + evidence.standard.limits["filed_within"]:
        yield Problem(_DAY_AND_YEAR, LATE.fill(date=date, year=year))


def _against_texts(evidence: Evidence, year: int) -> Iterator[Problem]:
    """The texts that report on another year; the cover is asked about first, but where a text bears
    its year out."""
    of_texts = is_named(evidence, year)
    for field, other in reported_years(evidence, year):
        message = OTHER_YEAR.fill(year=year, field=evidence.standard.label(field), other=other)
        keys = (field, "cover.year") if of_texts else ("cover.year", field)
        yield Problem(keys, message, year)


def _against_dates(evidence: Evidence, year: int) -> Iterator[Problem]:
    """Dates of the tables that lie in another year, a question for each kind of cell."""
    for cells in of_other_years(evidence.submission, year):
        if cells:
            named = [
                NAMED.fill(label=evidence.standard.label(one.key), words=one.words)
                for one in cells[:_NAMED]
            ]
            message = OTHERWISE.fill(year=year, named=join(named, "，", ", "))
            keys = (*(one.key for one in cells), "cover.year")
            yield Problem(keys, message, cells[0].words, todo=CHECK_DATES)


RULE = JudgingRule(
    code="P407",
    name="year-fits",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="填报年度与表式、填报日期、文字说明相符",
        en="The year fits the form, the day of filling in and the texts",
    ),
    why=Text(
        zh="用上年的文件改一改再报，最容易忘改的就是年度；年度错了，整本数就记到了别的年份。",
        en="Who reuses last year's file forgets the year first; then all figures are booked under "
        "another year.",
    ),
    todo=Text(
        zh="核对封面的填报年度、填报日期和文字说明中的年份，改正写错的一处。",
        en="Check the year and the date on the cover and the years in the texts; correct one.",
    ),
    passing={
        "cover": {
            "unit": "甲县社会保险中心",
            "year": 2020,
            "money_unit": "万元",
            "filled_on": "2021-03-15",
        },
        "narrative": {"overview": "2020年全县社会保险基金运行平稳。"},
    },
    failing={
        "cover": {
            "unit": "甲县社会保险中心",
            "year": 2020,
            "money_unit": "万元",
            "filled_on": "2024-03-15",
        },
        "narrative": {"overview": "2020年全县社会保险基金运行平稳。"},
    },
    judge=judge,
)
