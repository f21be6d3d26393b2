from collections.abc import Iterator

from sipipeline.domain.claims import Submission
from sipipeline.domain.display import interval, number
from sipipeline.domain.findings import Kind, Severity
from sipipeline.domain.text import Text
from sipipeline.rulebook import Agreed, Judgement, JudgingRule, Problem
from sipipeline.scoring import EXACT, deserved, scored
from sipipeline.standards.model import Standard

MESSAGE = Text(
    "第 {n} 项“{name}”指标值 {target}，实际 {actual}，分值 {weight}，按{rubric}{should}分，填的是 {score} 分。",
    "No. {n}, “{name}”: {target} wanted, {actual} reached, weight {weight}; by the rubric ({rubric}) the score {should}, not {score}.",
)


def judge(submission: Submission, standard: Standard) -> Iterator[Judgement]:
    for row in scored(submission, standard):
        bounds = deserved(row, standard.rubric)
        if row.score is None or row.weight is None or bounds is None or not 0 <= row.score <= row.weight:
            continue
        keys = (row.key("score"), row.key("actual"), row.key("target"), row.key("weight"))
        low, high = bounds
        if low - row.half - EXACT <= row.score <= high + row.half + EXACT:
            yield Agreed(keys)
            continue
        message = MESSAGE.fill(
            n=row.number,
            name=row.name,
            target=row.target,
            actual=row.actual,
            weight=number(row.weight),
            rubric=standard.rubric.name,
            should=interval(low, high, "points", 2),
            score=number(row.score),
        )
        yield Problem(keys, message, row.score, (round(low, 2), round(high, 2)), round(row.score - (low + high) / 2, 2))


RULE = JudgingRule(
    code="I523",
    name="score-follows-rubric",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(
        "得分与完成情况相符",
        "A score follows from what was reached",
    ),
    why=Text(
        "定量指标按完成比例给分：越高越好的为 实际÷指标值×分值（不超过分值）；越低越好的在指标值以内得满分，到两倍时为 0；指标值为 0 的，达到得满分，否则 0 分。定性指标按档次给分。",
        "Quantities score in proportion: reached ÷ target × weight, at most the weight; where lower is better, full to the target and none at twice it; a target of 0 is all or nothing. Worded ones score within their band.",
    ),
    todo=Text(
        "按评分标准重新计算得分。",
        "Work out the score again by the rubric.",
    ),
    passing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥100人",
                "actual": "110人",
                "weight": 50,
                "score": 50,
            },
            {
                "level1": "效益指标",
                "level2": "社会效益指标",
                "level3": "政策知晓率",
                "target": "≥90%",
                "actual": "95%",
                "weight": 30,
                "score": 30,
            },
            {
                "level1": "满意度指标",
                "level2": "满意度指标",
                "level3": "群众满意度",
                "target": "≥90%",
                "actual": "81%",
                "weight": 10,
                "score": 9,
                "reason": "问卷回收较少",
            },
        ]
    },
    failing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥100人",
                "actual": "110人",
                "weight": 50,
                "score": 50,
            },
            {
                "level1": "效益指标",
                "level2": "社会效益指标",
                "level3": "政策知晓率",
                "target": "≥90%",
                "actual": "95%",
                "weight": 30,
                "score": 30,
            },
            {
                "level1": "满意度指标",
                "level2": "满意度指标",
                "level3": "群众满意度",
                "target": "≥90%",
                "actual": "81%",
                "weight": 10,
                "score": 10,
                "reason": "问卷回收较少",
            },
        ]
    },
    judge=judge,
)
