from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{fund}符合调整条件 {eligible} 人，已调整 {adjusted} 人，还有 {rest} 人没有调整。",
    en="{fund}: {eligible} people were eligible and {adjusted} adjusted; {rest} were not.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for fund in evidence.standard.funds:
        keys = f"benefit_levels.{fund.key}.adjusted", f"benefit_levels.{fund.key}.eligible"
        adjusted, eligible = (evidence.submission.number(key) for key in keys)
        if adjusted is None or eligible is None:
            continue
        if adjusted >= eligible:
            yield Agreed(keys)
            continue
        message = MESSAGE.fill(
            fund=fund.short,
            eligible=number(eligible),
            adjusted=number(adjusted),
            rest=number(eligible - adjusted),
        )
        yield Problem(keys, message, adjusted, (eligible, eligible), adjusted - eligible)


RULE = JudgingRule(
    code="P403",
    name="all-eligible-adjusted",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.INFO,
    title=Text(zh="符合条件的人都已调整待遇", en="All who are eligible have been adjusted"),
    why=Text(zh="调整待遇应当一个不漏。", en="Nobody who is eligible should be left out."),
    todo=Text(
        zh="如有未调整的，建议在“说明”栏写明原因。",
        en="If some were left out, say why in the 说明 column.",
    ),
    passing={"benefit_levels": {"institution_pension": {"eligible": 5631, "adjusted": 5631}}},
    failing={"benefit_levels": {"institution_pension": {"eligible": 5631, "adjusted": 5600}}},
    judge=judge,
)
