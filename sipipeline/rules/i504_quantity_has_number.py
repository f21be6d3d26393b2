from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.targets import parse
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”是{level}，指标值“{target}”里没有数字。",
    en="No. {n}, “{name}”, is a quantity ({level}), but its target “{target}” has no number.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        wanted = parse(row.target)
        if not row.quantity or wanted.kind == "blank":
            continue
        held_to_before = row.cost and wanted.relative is not None
        if wanted.kind == "qualitative" and not held_to_before:
            yield Problem(
                (row.key("target"),),
                MESSAGE.fill(n=row.number, name=row.name, level=row.level2, target=row.target),
            )
        else:
            yield Agreed((row.key("target"),))


RULE = JudgingRule(
    code="I504",
    name="quantity-has-number",
    kind=Kind.TARGET,
    severity=Severity.WARNING,
    title=Text(
        zh="数量、成本指标的指标值是数字",
        en="A quantity target has a number",
    ),
    why=Text(
        zh="数量指标没有数字，就没法判断完成了多少。",
        en="Without a number nobody can say how much was reached.",
    ),
    todo=Text(
        zh="写明数量和单位，如 ≥9203人。",
        en="Write quantity and unit, as in ≥9203人.",
    ),
    passing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥9203人",
                "actual": "9210人",
            }
        ]
    },
    failing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "应保尽保",
                "actual": "已完成",
            }
        ]
    },
    judge=judge,
)
