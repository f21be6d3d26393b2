from collections.abc import Iterator

from sipipeline.core.display import number, percent
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.scores import example
from sipipeline.rule import Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="按填报的得分，各指标合计 {points} 分{execution}，共 {total} 分，等级为“{grade}”"
    "（{rubric}）。",
    en="By the scores filled in the indicators make {points}{execution}: {total} in all, "
    "grade {grade} ({rubric}).",
)
EXECUTION = Text(
    zh="，预算执行率 {rate} 得 {points} 分", en=", and budget execution of {rate} makes {points}"
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Total and grade of a table in which every weighted indicator has a score."""
    made, rubric = evidence.total_score, evidence.standard.rubric
    if made is None:
        return
    executed = Text(zh="", en="")
    if made.executed is not None:
        rate, gained = percent(made.executed), number(made.gained, 2)
        executed = EXECUTION.fill(rate=rate, points=gained)
    message = MESSAGE.fill(
        points=number(made.points, 2),
        execution=executed,
        total=number(made.total, 2),
        grade=rubric.grade(made.total),
        rubric=rubric.name,
    )
    first = next(row for row in evidence.scores if row.weight is not None)
    yield Problem((first.key("score"),), message)


RULE = JudgingRule(
    code="I524",
    name="total-score",
    kind=Kind.INDICATOR,
    severity=Severity.INFO,
    title=Text(zh="总分和等级", en="Total score and grade"),
    why=Text(
        zh="各指标得分加预算执行率得分为总分：优 ≥ 90，良 ≥ 80，中 ≥ 60，其余为差。",
        en="Scores and budget execution make the total: 优 from 90, 良 from 80, 中 from 60.",
    ),
    todo=Text(zh="供参考。", en="For information."),
    passing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥100人",
                "actual": "110人",
                "weight": None,
                "score": None,
            }
        ]
    },
    failing=example(),
    judge=judge,
)
