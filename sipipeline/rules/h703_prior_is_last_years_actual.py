from collections.abc import Iterator
from functools import partial

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Judgement, JudgingRule, judged


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The column of last year, account by account, beside last year's workbook; the total only
    where no fund breaks in the same line."""
    last_year = evidence.last_year
    column = partial(last_year.of_table, measure="prior")
    return judged(last_year.by_account(column), evidence.standard)


RULE = JudgingRule(
    code="H703",
    name="prior-is-last-years-actual",
    kind=Kind.HISTORY,
    severity=Severity.WARNING,
    title=Text(
        zh="上年实际数 = 上年报送的本年实际数", en="Last year's column = last year's workbook"
    ),
    why=Text(
        zh="“上年实际数”一栏就是上年报送的实际数；有追溯调整的要写明原因。",
        en="The column of last year repeats what was submitted last year; a restatement asks "
        "for an explanation.",
    ),
    todo=Text(
        zh="对照上年报送的工作簿核对；确有追溯调整的，在该行“说明”栏写明原因。",
        en="Check it against last year's workbook; if there was a restatement, write the reason "
        "in the 说明 column of the row.",
    ),
    passing={
        "accounts": {"work_injury": {"interest": {"actual": 9, "prior": 8}}},
        "last_year": account("work_injury", interest={"actual": 8}),
    },
    failing={
        "accounts": {"work_injury": {"interest": {"actual": 9, "prior": 8}}},
        "last_year": account("work_injury", interest={"actual": 18}),
    },
    judge=judge,
)
