from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.numbers import is_blank_word
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

ACTUAL = Text(
    zh="第 {n} 项“{name}”没有填实际完成值。", en="No. {n}, “{name}”, does not say what was reached."
)
TARGET = Text(zh="第 {n} 项“{name}”没有填指标值。", en="No. {n}, “{name}”, has no target.")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        if not row.name and not row.target:
            continue
        for column, text, message in (
            ("actual", row.actual, ACTUAL),
            ("target", row.target, TARGET),
        ):
            if is_blank_word(text):
                yield Problem((row.key(column),), message.fill(n=row.number, name=row.name))
            else:
                yield Agreed((row.key(column),))


RULE = JudgingRule(
    code="I513",
    name="actual-filled-in",
    kind=Kind.MISSING,
    severity=Severity.ERROR,
    title=Text(
        zh="每个指标都填了实际完成值",
        en="Every target has what was reached",
    ),
    why=Text(
        zh="没有实际完成值的指标等于没有自评。",
        en="An indicator without it has not been evaluated.",
    ),
    todo=Text(
        zh="补填实际完成值。",
        en="Fill in what was reached.",
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
                "actual": "—",
            }
        ]
    },
    judge=judge,
)
