from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.past import NotHeld
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.last_years_sheets import is_after
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem, Undecidable

OTHER_UNIT = Text(
    zh="没有与{origin}对照：那是“{unit}”的，不是本单位的。",
    en="Not held to {origin}: it is that of “{unit}”, another unit.",
)
OTHER_YEAR = Text(
    zh="没有与{origin}对照：那是 {last} 年的，本工作簿填的是 {year} 年，不是它的下一年度。",
    en="Not held to {origin}: it is of {last}, and this workbook of {year}, not the year after.",
)
WRONG_YEAR = Text(
    zh="封面的填报年度是 {year}，而上年实际数一栏正是{origin}的本年实际数，那是 {last} 年的："
    "{year} 像是填错了年度，应是 {next}。因此没有与它对照。",
    en="The cover says {year}, but the column of last year holds the actuals of {origin}, which is "
    "of {last}: {year} seems to be the wrong year, for {next}. So it was not held to that.",
)
_UNIT, _YEAR = "cover.unit", "cover.year"


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Whether the workbook given as last year's is that of the unit and of the year before."""
    past = evidence.submission.past
    if past.not_held is not None:
        yield _not_held(past.not_held, evidence)
    elif past.last_year is not None:
        yield Agreed((_UNIT, _YEAR))


def _not_held(one: NotHeld, evidence: Evidence) -> Judgement:
    submission, given = evidence.submission, one.given
    places = {
        "origin": given.origin,
        "unit": one.unit,
        "last": given.year,
        "next": given.year + 1,
        "year": submission.text(_YEAR),
    }
    if one.of_other_unit:
        return Undecidable((_UNIT,), OTHER_UNIT.fill(**places))
    if is_after(submission, given):
        return Problem((_YEAR,), WRONG_YEAR.fill(**places))
    return Undecidable((_YEAR,), OTHER_YEAR.fill(**places))


RULE = JudgingRule(
    code="H707",
    name="last-years-workbook",
    kind=Kind.HISTORY,
    severity=Severity.WARNING,
    title=Text(
        zh="给出的上年工作簿是本单位上一年度的",
        en="The workbook given as last year's is the unit's own, of the year before",
    ),
    why=Text(
        zh="不是本单位、不是上一年度的工作簿，不能拿来对照；上年实际数却和它相符的，是年度填错。",
        en="A workbook of another unit or year cannot be compared; where the column of last year "
        "agrees with it nevertheless, a year is wrong.",
    ),
    todo=Text(
        zh="核对封面的填报年度和给出的工作簿，改正填错的年度。",
        en="Check the year on the cover and the workbook that was given; correct the wrong year.",
    ),
    passing={
        **account("work_injury", interest={"actual": 9, "prior": 8}),
        "last_year": account("work_injury", interest={"actual": 8}),
    },
    failing={
        **account(
            "resident_pension",
            contributions={"actual": 2201.08, "prior": 2156.32},
            fiscal_subsidy={"actual": 5418.6, "prior": 5318.61},
            interest={"actual": 512.4, "prior": 495.83},
            basic_pension={"actual": 4102.77, "prior": 3985.46},
            personal_account_pension={"actual": 671.9, "prior": 655.07},
        ),
        "last_year": {
            "cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"},
            **account(
                "resident_pension",
                contributions={"actual": 2156.32},
                fiscal_subsidy={"actual": 5318.61},
                interest={"actual": 495.83},
                basic_pension={"actual": 3985.46},
                personal_account_pension={"actual": 655.07},
            ),
        },
    },
    judge=judge,
)
