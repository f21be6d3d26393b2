from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.scores import example
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”得分 {score}，分值 {weight}。",
    en="No. {n}, “{name}”, scores {score} of {weight}.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.scores:
        if row.score is None or row.weight is None:
            continue
        keys = (row.key("score"), row.key("weight"))
        if 0 <= row.score <= row.weight:
            yield Agreed(keys)
            continue
        message = MESSAGE.fill(
            n=row.number, name=row.name, score=number(row.score), weight=number(row.weight)
        )
        yield Problem(
            keys,
            message,
            row.score,
            (0.0, row.weight),
            row.score - (row.weight if row.score > 0 else 0),
        )


RULE = JudgingRule(
    code="I522",
    name="score-within-weight",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(zh="得分在 0 和分值之间", en="A score lies between 0 and its weight"),
    why=Text(zh="一个指标得分不会超过它的分值。", en="No indicator scores more than its weight."),
    todo=Text(zh="改正得分或分值。", en="Correct the score or the weight."),
    passing=example(),
    failing=example(3, score=12),
    judge=judge,
)
