from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Judgement, JudgingRule, judged


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The balance with which each account opens, and last year's closing balance beside it; the
    total only where no fund breaks."""
    last_year = evidence.last_year
    return judged(last_year.by_account(last_year.of_balances), evidence.standard)


RULE = JudgingRule(
    code="H702",
    name="opening-is-last-years-closing",
    kind=Kind.HISTORY,
    severity=Severity.WARNING,
    title=Text(
        zh="上年末滚存结余 = 上年报送的年末滚存结余",
        en="Opening balance = the closing balance of last year's workbook",
    ),
    why=Text(
        zh="本年的期初就是上年报送的期末；账目追溯调整会使两数不同，这时要写明原因。",
        en="This year opens with what last year's workbook closed with; restatements happen, "
        "and ask for an explanation.",
    ),
    todo=Text(
        zh="对照上年报送的工作簿核对；确有追溯调整的，在该行“说明”栏写明原因。",
        en="Check it against last year's workbook; if there was a restatement, write the reason "
        "in the 说明 column of the row.",
    ),
    passing={
        "accounts": {
            "work_injury": {
                "opening_balance": {"actual": 500},
                "closing_balance": {"actual": 620, "prior": 500},
            }
        },
        "last_year": account("work_injury", closing_balance={"actual": 500}),
    },
    failing={
        "accounts": {
            "work_injury": {
                "opening_balance": {"actual": 500},
                "closing_balance": {"actual": 620, "prior": 500},
            }
        },
        "last_year": account("work_injury", closing_balance={"actual": 550}),
    },
    judge=judge,
)
