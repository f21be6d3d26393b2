from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Judgement, JudgingRule, judged


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Last year's head-counts, fund by fund, beside last year's workbook."""
    tables = (f"headcounts.{fund.key}" for fund in evidence.standard.funds)
    found = (evidence.last_year.of_table(table, "prior") for table in tables)
    return judged(found, evidence.standard)


RULE = JudgingRule(
    code="H704",
    name="people-last-year",
    kind=Kind.HISTORY,
    severity=Severity.WARNING,
    title=Text(
        zh="上年人数 = 上年报送的本年人数", en="Last year's head-counts = last year's workbook"
    ),
    why=Text(
        zh="“上年”一栏的人数就是上年报送的人数；口径变了、数据清理过的，要写明原因。",
        en="Last year's people are those of last year's workbook; where the way of counting has "
        "changed that asks for an explanation.",
    ),
    todo=Text(
        zh="对照上年报送的工作簿核对；口径有变的，在该行“说明”栏写明原因。",
        en="Check it against last year's workbook; if the way of counting has changed, write the "
        "reason in the 说明 column of the row.",
    ),
    passing={
        "headcounts": {"work_injury": {"participants": {"actual": 5600, "prior": 5400}}},
        "last_year": {"headcounts": {"work_injury": {"participants": {"actual": 5400}}}},
    },
    failing={
        "headcounts": {"work_injury": {"participants": {"actual": 5600, "prior": 5400}}},
        "last_year": {"headcounts": {"work_injury": {"participants": {"actual": 4500}}}},
    },
    judge=judge,
)
