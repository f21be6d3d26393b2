from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

GONE = Text(
    zh="{origin}有{funds}，本年没有填{less}。",
    en="{funds}: in {origin}, and not filled in this year{less}.",
)
LESS = Text(
    zh="；合计的上年数有 {count} 格与上年不同，差的正是它的数",
    en="; {count} {count:figure|figures} of last year in the total {count:differs|differ} by just "
    "what it had",
)
TODO = Text(
    zh="漏填的，补填{funds}表，并计入合计；已移交或不再经办的，不用填。",
    en="If it was forgotten, fill in {funds} and count it in the total; if it was handed over, "
    "leave it out.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The funds of last year that this year's workbook lacks, unless the cover says that the unit
    does not run them."""
    submission, beside = evidence.submission, evidence.last_year
    if submission.past.last_year is None:
        return
    gone = beside.funds_apart.gone
    unsaid = [fund for fund in gone if fund.key not in evidence.completeness.not_run]
    if not unsaid:
        yield Agreed(beside.of_funds_apart)
        return
    funds = join([fund.short for fund in unsaid], "、", ", ")
    count = len(beside.of_funds_apart)
    less = LESS.fill(count=count) if count else NOTHING
    origin = submission.past.last_year.origin
    message = GONE.fill(funds=funds, origin=origin, less=less)
    yield Problem((), message, todo=TODO.fill(funds=funds))


RULE = JudgingRule(
    code="H708",
    name="funds-of-last-year",
    kind=Kind.HISTORY,
    severity=Severity.WARNING,
    title=Text(
        zh="上年填报的险种，本年也填报",
        en="The funds of last year's workbook are in this year's too",
    ),
    why=Text(
        zh="险种很少移交，漏填一张表却常见；合计少了一个险种，与上年就不能比。",
        en="A fund is seldom handed over, and a sheet easily forgotten; the total without it "
        "cannot be compared with last year's.",
    ),
    todo=Text(
        zh="漏填的补填；已移交或不再经办的，写明。",
        en="Fill in what was forgotten; if it was handed over, say so.",
    ),
    passing={
        **account("work_injury", expenditure={"actual": 9, "prior": 8}),
        "last_year": account("work_injury", expenditure={"actual": 8}),
    },
    failing={
        **account("work_injury", expenditure={"actual": 9, "prior": 8}),
        "last_year": {
            "accounts": {
                "work_injury": {"expenditure": {"actual": 8}},
                "unemployment": {"expenditure": {"actual": 7}},
            }
        },
    },
    judge=judge,
)
