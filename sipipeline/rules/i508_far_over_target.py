from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”实际 {actual}，是指标值 {target} 的 {times} 倍，没有说明原因。",
    en="No. {n}, “{name}”: {actual} is {times} times the target {target}, and no reason is given.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        judged = row.attainment
        if (
            judged is None
            or judged.status not in ("exceeded", "reached")
            or judged.completion is None
        ):
            continue
        if judged.completion < evidence.standard.limits["over_target"] or row.explained:
            yield Agreed((row.key("actual"), row.key("target")))
            continue
        times = number(judged.completion, 2)
        message = MESSAGE.fill(
            n=row.number, name=row.name, actual=row.actual, target=row.target, times=times
        )
        yield Problem((row.key("actual"), row.key("target")), message)


RULE = JudgingRule(
    code="I508",
    name="far-over-target",
    kind=Kind.INDICATOR,
    severity=Severity.WARNING,
    title=Text(
        zh="大幅超额完成的说明了原因",
        en="A target far exceeded comes with a reason",
    ),
    why=Text(
        zh="实际完成值远超指标值，多半是指标定得过低，或者数填错了。",
        en="Far more than asked for means a target set too low, or a wrong figure.",
    ),
    todo=Text(
        zh="核对两个数；确实超额的，在偏差原因栏写明。",
        en="Check both; if it really was exceeded, write why in the reason column.",
    ),
    passing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥100人",
                "actual": "120人",
            }
        ]
    },
    failing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥100人",
                "actual": "180人",
            }
        ]
    },
    judge=judge,
)
