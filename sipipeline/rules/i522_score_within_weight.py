from collections.abc import Iterator

from sipipeline.domain.claims import Submission
from sipipeline.domain.display import number
from sipipeline.domain.findings import Kind, Severity
from sipipeline.domain.text import Text
from sipipeline.rulebook import Agreed, Judgement, JudgingRule, Problem
from sipipeline.scoring import scored
from sipipeline.standards.model import Standard

MESSAGE = Text(
    "第 {n} 项“{name}”得分 {score}，分值 {weight}。",
    "No. {n}, “{name}”, scores {score} of {weight}.",
)


def judge(submission: Submission, standard: Standard) -> Iterator[Judgement]:
    for row in scored(submission, standard):
        if row.score is None or row.weight is None:
            continue
        keys = (row.key("score"), row.key("weight"))
        if 0 <= row.score <= row.weight:
            yield Agreed(keys)
            continue
        message = MESSAGE.fill(n=row.number, name=row.name, score=number(row.score), weight=number(row.weight))
        yield Problem(keys, message, row.score, (0.0, row.weight), row.score - (row.weight if row.score > 0 else 0))


RULE = JudgingRule(
    code="I522",
    name="score-within-weight",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(
        "得分在 0 和分值之间",
        "A score lies between 0 and its weight",
    ),
    why=Text(
        "一个指标得分不会超过它的分值。",
        "No indicator scores more than its weight.",
    ),
    todo=Text(
        "改正得分或分值。",
        "Correct the score or the weight.",
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
                "score": 12,
                "reason": "问卷回收较少",
            },
        ]
    },
    judge=judge,
)
