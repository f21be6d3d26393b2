from collections.abc import Iterator

from sipipeline.core.display import LESS, MORE, percent
from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.text import NOTHING, Text, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.language.comparison import AT_BOUND, Attainment
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem, Undecidable

MESSAGE = Text(
    zh="第 {n} 项“{name}”没有达到：指标值 {target}，实际 {actual}{gap}。",
    en="No. {n}, “{name}”, was not reached: {target} wanted, {actual} reached{gap}.",
)
TARGET = Text(zh="目标 {target}", en="target {target}")
"""In the column of what a cell should be: a target is not to be typed there."""
SHORT = Text(zh="，差 {by}", en=", {by} short")
OVER = Text(zh="，超出 {by}", en=", {by} over")
DEGREE = Text(zh="，完成程度 {share}", en=", completion {share}")
ASSUMED = Text(
    zh="没写 ≥ 或 ≤，按越高越好判断；若越低越好，请写上 ≤。",
    en=" Without ≥ or ≤ more was taken for better; if less is better, write ≤.",
)
EXPLAINED = Text(zh="已填原因：{reason}", en=" The reason given: {reason}")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        if row.attainment is None or row.spends_less:
            continue
        if not row.attainment.decided:
            yield Undecidable((row.key("actual"), row.key("target")), row.attainment.reason)
        elif row.attainment.status == "unmet":
            yield _missed(row, row.attainment)
        else:
            yield Agreed((row.key("actual"), row.key("target")))


def _missed(row: Indicator, judged: Attainment) -> Problem:
    message = MESSAGE.fill(
        n=row.number, name=row.called, target=row.target, actual=row.actual, gap=_gap(judged)
    )
    if judged.assumed:
        message += ASSUMED
    if row.explained:
        message += EXPLAINED.fill(reason=row.reason)
    wanted = judged.target
    bounded = wanted.figure and wanted.kind != "date"
    return Problem(
        keys=(row.key("actual"), row.key("target")),
        message=message,
        stated=_reached(judged),
        expected=(wanted.lo, wanted.hi) if bounded else None,
        difference=_difference(judged),
        severity=Severity.INFO if row.explained else None,
        todo=NOTHING if row.explained else None,
        explained=row.explained,
        shown=Shown(same(row.actual), TARGET.fill(target=row.target), _off(judged)),
    )


def _off(judged: Attainment) -> Text:
    """By how much the target was missed, with its unit."""
    if not judged.shortfall:
        return NOTHING
    sentence = MORE if (_difference(judged) or 0) > 0 else LESS
    return sentence.fill(amount=judged.amount(judged.shortfall))


def _gap(judged: Attainment) -> Text:
    """How far what was reached is from the target, and how much of it that makes."""
    if judged.at_bound:
        return AT_BOUND
    gap = NOTHING
    if judged.shortfall:
        sentence = OVER if (_difference(judged) or 0) > 0 else SHORT
        gap = sentence.fill(by=judged.amount(judged.shortfall))
    if judged.completion is None:
        return gap
    return gap + DEGREE.fill(share=percent(judged.completion))


def _reached(judged: Attainment) -> float | None:
    """What was reached, in the unit of the target; None for what is no number."""
    actual, unit = judged.actual, judged.target.unit
    if actual.kind != "number" or actual.lo is None:
        return None
    return (
        actual.lo * actual.unit.factor / unit.factor if actual.unit.base == unit.base else actual.lo
    )


def _difference(judged: Attainment) -> float | None:
    """What is missing; below a lower bound it counts as negative."""
    low, reached = judged.target.lo, _reached(judged)
    if judged.shortfall is None:
        return None
    below = low is not None and (reached is None or reached < low)
    return -judged.shortfall if below else judged.shortfall


RULE = JudgingRule(
    code="I501",
    name="target-reached",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(zh="实际完成值达到指标值", en="The target was reached"),
    why=Text(
        zh="没有达到的指标要么是数填错了，要么要说明偏差原因；写明原因后只作提示。",
        en="A target that was missed is either a wrong figure or asks for a reason; with "
        "a reason it is only pointed out.",
    ),
    todo=Text(
        zh="核对实际完成值；确实没有达到的，在“偏差原因分析及改进措施”栏写明原因。",
        en="Check what was reached; if the target really was missed, write the reason in "
        "its column.",
    ),
    passing={"indicators": [indicator(target="≥9203人", actual="9210人")]},
    failing={"indicators": [indicator(target="≥9203人", actual="9175人")]},
    judge=judge,
)
