from collections.abc import Iterator, Sequence

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import SIDES
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.last_years_sheets import (
    SheetBesideLast,
    last_years_sheets,
    sheets_beside_last,
)
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{funds}的本年实际数与{origin}的本年实际数一分不差（{count} 行），上年实际数一栏却不是这些数"
    "：像是把上年的{what}改了年度又报了一次，没有填 {year} 年的数。",
    en="The actuals of {funds} are to the last digit those of {origin} ({count} lines), but the "
    "column of last year holds others: {what} of last year seems to be sent again, without "
    "the figures of {year}.",
)
WORKBOOK = Text(zh="整个工作簿", en="the whole workbook")
SHEETS = Text(zh="这几张表", en="these sheets")
SHEET = Text(zh="这张表", en="this sheet")
TODO = Text(
    zh="按 {year} 年的决算重填{funds}的预算数、本年实际数（连同人数），上年实际数照{origin}的"
    "本年实际数填；表里确是 {last} 年的数、只是年度填错的，把封面的填报年度改回 {last}。",
    en="Fill in budgets and actuals of {funds} (and their people) by the final accounts of {year}, "
    "and last year's column by the actuals of {origin}; if these are the figures of {last} and "
    "only the year is wrong, make the year on the cover {last} again.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The sheets of the funds that are last year's, told once for the workbook."""
    submission = evidence.submission
    left = last_years_sheets(submission)
    if left:
        yield _problem(left, evidence)
    others = (one for one in sheets_beside_last(submission) if one not in left)
    yield from (Agreed(one.looked) for one in others)


def _problem(left: Sequence[SheetBesideLast], evidence: Evidence) -> Problem:
    submission, last_year = evidence.submission, evidence.submission.past.last_year
    assert last_year is not None
    is_whole = len(left) == len(submission.funds)
    places = {
        "funds": join([one.fund.short for one in left], "、", ", "),
        "origin": last_year.origin,
        "count": sum(len(one.alike) for one in left),
        "what": WORKBOOK if is_whole else SHEETS if len(left) > 1 else SHEET,
        "year": last_year.year + 1,
        "last": last_year.year,
    }
    sums = [f"accounts.{one.fund.key}.{side}.actual" for one in left for side in SIDES]
    stated = [key for key in sums if submission.number(key)] or [left[0].looked[0]]
    return Problem((*stated,), MESSAGE.fill(**places), todo=TODO.fill(**places))


_LAST_YEAR = account(
    "resident_pension",
    contributions={"actual": 2156.32},
    fiscal_subsidy={"actual": 5318.61},
    interest={"actual": 495.83},
    basic_pension={"actual": 3985.46},
    personal_account_pension={"actual": 655.07},
)
RULE = JudgingRule(
    code="H706",
    name="brought-up-to-date",
    kind=Kind.HISTORY,
    severity=Severity.ERROR,
    title=Text(
        zh="本年实际数不是上年工作簿的本年实际数",
        en="The actuals are not those of last year's workbook",
    ),
    why=Text(
        zh="每年的工作簿常拿上年的来改；只改了年度、没有换数的，看上去处处平衡，汇总时却是上年的数。",
        en="Workbooks are often made of last year's; where only the year was changed, all of it "
        "agrees, and the sums of the upper level count last year twice.",
    ),
    todo=Text(
        zh="按本年决算重填；只是年度填错的，改封面的填报年度。",
        en="Fill in this year's figures; if only the year is wrong, correct it on the cover.",
    ),
    passing={
        **account(
            "resident_pension",
            contributions={"actual": 2201.08, "prior": 2156.32},
            fiscal_subsidy={"actual": 5318.61, "prior": 5318.61},
            interest={"actual": 512.4, "prior": 495.83},
            basic_pension={"actual": 4102.77, "prior": 3985.46},
            personal_account_pension={"actual": 671.9, "prior": 655.07},
        ),
        "last_year": _LAST_YEAR,
    },
    failing={
        **account(
            "resident_pension",
            contributions={"actual": 2156.32, "prior": 2098.11},
            fiscal_subsidy={"actual": 5318.61, "prior": 5120.4},
            interest={"actual": 495.83, "prior": 480.06},
            basic_pension={"actual": 3985.46, "prior": 3790.25},
            personal_account_pension={"actual": 655.07, "prior": 640.18},
        ),
        "last_year": _LAST_YEAR,
    },
    judge=judge,
)
