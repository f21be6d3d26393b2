from collections.abc import Iterator

from sipipeline.core.display import number, percent
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”没有达到：指标值 {target}，实际 {actual}{missing}{degree}。",
    en="No. {n}, “{name}”, was not reached: {target} wanted, {actual} reached{missing}{degree}.",
)
MISSING = Text(zh="，差 {amount}{unit}", en=", {amount} {unit} off")
DEGREE = Text(zh="，完成程度 {share}", en=", {share} of it")
EXPLAINED = Text(zh="已填原因：{reason}", en=" The reason given: {reason}")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        judged = row.attainment
        if judged is None or not judged.decided:
            continue
        if judged.status != "unmet":
            yield Agreed((row.key("actual"), row.key("target")))
            continue
        missing = degree = Text(zh="", en="")
        if judged.shortfall:
            missing = MISSING.fill(amount=number(judged.shortfall), unit=judged.target.unit.symbol)
        if judged.completion is not None:
            degree = DEGREE.fill(share=percent(judged.completion))
        message = MESSAGE.fill(
            n=row.number,
            name=row.name,
            target=row.target,
            actual=row.actual,
            missing=missing,
            degree=degree,
        )
        if row.explained:
            message += Text(
                zh=EXPLAINED.zh.format(reason=row.reason), en=EXPLAINED.en.format(reason=row.reason)
            )
        yield Problem(
            (row.key("actual"), row.key("target")),
            message,
            judged.actual.lo if judged.actual.kind == "number" else None,
            (judged.target.lo, judged.target.hi)
            if judged.target.figure and judged.target.kind != "date"
            else None,
            None
            if judged.shortfall is None
            else _signed(judged.shortfall, judged.target.lo, judged.actual.lo),
            severity=Severity.INFO if row.explained else None,
        )


def _signed(shortfall: float, low: float | None, reached: float | None) -> float:
    """Below a lower bound what is missing counts as negative."""
    return -shortfall if low is not None and (reached is None or reached < low) else shortfall


RULE = JudgingRule(
    code="I501",
    name="target-reached",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(
        zh="实际完成值达到指标值",
        en="The target was reached",
    ),
    why=Text(
        zh="没有达到的指标要么是数填错了，要么要说明偏差原因；写明原因后只作提示。",
        en=(
            "A target that was missed is either a wrong figure or asks for a reason; with "
            "a reason it is only pointed out."
        ),
    ),
    todo=Text(
        zh="核对实际完成值；确实没有达到的，在“偏差原因分析及改进措施”栏写明原因。",
        en=(
            "Check what was reached; if the target really was missed, write the reason in "
            "its column."
        ),
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
                "target": "≥9203人",
                "actual": "9175人",
            }
        ]
    },
    judge=judge,
)
