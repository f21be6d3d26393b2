from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Judgement, JudgingRule, judged


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The benefits before this year's adjustment beside those after last year's."""
    forms = (f"benefit_levels.{fund.key}" for fund in evidence.standard.funds)
    return judged(map(evidence.last_year.of_form, forms), evidence.standard)


RULE = JudgingRule(
    code="H705",
    name="benefits-follow-last-year",
    kind=Kind.HISTORY,
    severity=Severity.WARNING,
    title=Text(
        zh="调整前月人均待遇 = 上年调整后月人均待遇",
        en="Benefits before the adjustment = those after last year's",
    ),
    why=Text(
        zh="本年调整前的待遇水平接着上年调整后的水平；人员变动使平均数改变的，要写明原因。",
        en="The level before this year's adjustment is the one after last year's; where people "
        "have changed the average, that asks for an explanation.",
    ),
    todo=Text(
        zh="对照上年报送的工作簿核对；因人员变动而不同的，在“说明”栏写明原因。",
        en="Check it against last year's workbook; if the average has changed with the people, "
        "write the reason in the column 说明.",
    ),
    passing={
        "benefit_levels": {"institution_pension": {"before": 5073.17}},
        "last_year": {"benefit_levels": {"institution_pension": {"after": 5073.17}}},
    },
    failing={
        "benefit_levels": {"institution_pension": {"before": 5073.17}},
        "last_year": {"benefit_levels": {"institution_pension": {"after": 5037.17}}},
    },
    judge=judge,
)
