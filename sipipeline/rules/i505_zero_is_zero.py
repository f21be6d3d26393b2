from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.targets import parse
from sipipeline.rule import Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”的指标值“{target}”应写成 0。",
    en="No. {n}, “{name}”: the target “{target}” should be 0.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        if parse(row.target).zero_bound:
            yield Problem(
                (row.key("target"),), MESSAGE.fill(n=row.number, name=row.called, target=row.target)
            )


RULE = JudgingRule(
    code="I505",
    name="zero-is-zero",
    kind=Kind.TARGET,
    severity=Severity.INFO,
    title=Text(zh="“不得发生”的指标值写 0", en="A target of none is written as 0"),
    why=Text(
        zh="“≤0”不会小于零，直接写 0 或 =0 更清楚。", en="Nothing is below zero; 0 says it plainly."
    ),
    todo=Text(zh="建议改成 0 或 =0。", en="Better write 0 or =0."),
    passing={"indicators": [indicator(level3="违规使用基金次数", target="0", actual="0")]},
    failing={"indicators": [indicator(level3="违规使用基金次数", target="≤0", actual="0")]},
    judge=judge,
)
