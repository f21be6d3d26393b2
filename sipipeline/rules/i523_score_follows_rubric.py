from collections.abc import Iterator

from sipipeline.core.display import interval, number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.scores import EXACT, deserved, example
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh=(
        "第 {n} 项“{name}”指标值 {target}，实际 {actual}，分值 {weight}，"
        "按{rubric}{should}分，填的是 {score} 分。"
    ),
    en=(
        "No. {n}, “{name}”: {target} wanted, {actual} reached, weight {weight}; by the "
        "rubric ({rubric}) the score {should}, not {score}."
    ),
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.scores:
        bounds = deserved(row, evidence.standard.rubric)
        if (
            row.score is None
            or row.weight is None
            or bounds is None
            or not 0 <= row.score <= row.weight
        ):
            continue
        keys = (row.key("score"), row.key("actual"), row.key("target"), row.key("weight"))
        low, high = bounds
        if low - row.half_width - EXACT <= row.score <= high + row.half_width + EXACT:
            yield Agreed(keys)
            continue
        message = MESSAGE.fill(
            n=row.number,
            name=row.name,
            target=row.target,
            actual=row.actual,
            weight=number(row.weight),
            rubric=evidence.standard.rubric.name,
            should=interval(low, high, "points", 2),
            score=number(row.score),
        )
        yield Problem(
            keys,
            message,
            row.score,
            (round(low, 2), round(high, 2)),
            round(row.score - (low + high) / 2, 2),
        )


RULE = JudgingRule(
    code="I523",
    name="score-follows-rubric",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(
        zh="得分与完成情况相符",
        en="A score follows from what was reached",
    ),
    why=Text(
        zh=(
            "定量指标按完成比例给分：越高越好的为 实际÷指标值×分值（不超过分值）；"
            "越低越好的在指标值以内得满分，到两倍时为 0；指标值为 0 的，达到得满分，否则 0 "
            "分。定性指标按档次给分。"
        ),
        en=(
            "Quantities score in proportion: reached ÷ target × weight, at most the "
            "weight; where lower is better, full to the target and none at twice it; a "
            "target of 0 is all or nothing. Worded ones score within their band."
        ),
    ),
    todo=Text(
        zh="按评分标准重新计算得分。",
        en="Work out the score again by the rubric.",
    ),
    passing=example(),
    failing=example(3, score=10),
    judge=judge,
)
