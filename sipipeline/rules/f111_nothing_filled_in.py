from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

NOTHING = Text(
    zh="各险种表和基金汇总都没有填数。",
    en="No fund's sheet has a figure, and neither has the total.",
)
NOT_OF_THE_YEAR = Text(
    zh="各险种表和基金汇总都没有填本年实际数，只有预算数、上年数或上年结转的数。",
    en="No account has a figure of the year itself: only budgets, last year's or carried over.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    complete = evidence.completeness
    if not complete.accounts:
        yield Problem((), NOTHING)
    elif not any(map(complete.of_the_year, complete.accounts)):
        yield Problem((), NOT_OF_THE_YEAR)


RULE = JudgingRule(
    code="F111",
    name="nothing-filled-in",
    kind=Kind.MISSING,
    severity=Severity.ERROR,
    title=Text(
        zh="至少填报了一个险种的本年实际数", en="At least one fund's figures of the year are there"
    ),
    why=Text(
        zh="一个险种的本年数都没有，等于没有填报。",
        en="Without the year's figures of any fund nothing has been reported.",
    ),
    todo=Text(
        zh="在本单位开展的险种表中填报本年数据，保存后重新报送。",
        en="Fill in the sheets of the funds that your unit runs, save, and send the file again.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}},
    judge=judge,
)
