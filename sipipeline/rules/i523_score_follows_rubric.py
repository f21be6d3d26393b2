from collections.abc import Iterator
from dataclasses import replace

from sipipeline.core.display import interval, number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Rubric
from sipipeline.core.text import NOTHING, Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.scores import EXACT, Scored, deserved, example
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”指标值 {target}，实际 {actual}，分值 {weight}，"
    "按{rubric}{should}，填的是 {score} 分。",
    en="No. {n}, “{name}”: {target} wanted, {actual} reached, weight {weight}; by the "
    "rubric ({rubric}) the score {should}, not {score}.",
)

POINTS = Text(zh=" 分", en="")
ROUNDED = Text(
    zh="没有达到指标值，得分却与分值一样；得分按规定取整的，不用改；不取整的，按应得分填。",
    en=" The target was missed, and the score is the whole weight; where scores are rounded to "
    "whole points it may stay, else give what is deserved.",
)
WITHOUT_TARGET = Text(
    zh="第 {n} 项“{name}”实际 {actual}，分值 {weight}，按{rubric}{should}，填的是 {score} 分。",
    en="No. {n}, “{name}”: {actual} reached, weight {weight}; by the rubric ({rubric}) the score "
    "{should}, not {score}.",
)
FULL = Text(
    zh="第 {n} 项“{name}”指标值 {target}，实际 {actual}，没有达到，却填了满分 {score} 分。",
    en="No. {n}, “{name}”: {target} wanted, {actual} reached: it was missed, and all its {score} "
    "points were given.",
)
TAKE_OFF = Text(
    zh="按评分标准扣减得分；其实达到了的，改正实际完成值。",
    en="Take points off by the rubric; where it was reached after all, mend what was reached.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """What a missed deadline deserves the rubric does not say; it is not all of its points."""
    rubric = evidence.standard.rubric
    for row in evidence.scores:
        points = deserved(row, rubric)
        if row.score is None or not 0 <= row.score <= (row.weight or 0):
            continue
        if points is None:
            yield from _of_missed(row)
            continue
        slack = row.half_width + EXACT
        if _is_full(row, points):
            yield _in_full(row, points, rubric)
        elif points[0] - slack <= row.score <= points[1] + slack:
            yield Agreed(_keys(row))
        else:
            yield _differing(row, row.score, points, rubric)


def _of_missed(row: Scored) -> Iterator[Judgement]:
    """All points of a target that was missed by nobody knows how much."""
    judged = row.indicator.attainment
    if judged is None or not row.missed or judged.at_bound or row.score != row.weight:
        return
    told = {"n": row.number, "name": row.name, "target": row.target, "actual": row.actual}
    message = FULL.fill(**told, score=number(row.score or 0))
    yield Problem(_keys(row), message, stated=row.score, todo=TAKE_OFF)


def _is_full(row: Scored, points: tuple[float, float]) -> bool:
    """Whether a missed target has all its points, and only as its score is rounded to whole
    ones."""
    full = row.missed and row.score == row.weight
    less = round(points[1], 1) < (row.weight or 0.0)
    return full and less and points[1] + row.half_width + EXACT >= (row.score or 0.0)


def _in_full(row: Scored, points: tuple[float, float], rubric: Rubric) -> Problem:
    """Full points of a missed target are pointed out, as they may be rounded."""
    finding = _differing(row, row.score or 0.0, points, rubric)
    return replace(finding, message=finding.message + ROUNDED, severity=Severity.INFO, todo=NOTHING)


def _differing(row: Scored, score: float, points: tuple[float, float], rubric: Rubric) -> Problem:
    """Less than deserved is the unit's right, more on a missed target is not."""
    low, high = points
    message = (MESSAGE if row.target else WITHOUT_TARGET).fill(
        n=row.number,
        name=row.name,
        target=row.target,
        actual=row.actual,
        weight=number(row.weight or 0),
        rubric=rubric.name,
        should=interval(low, high, "points", 2, POINTS),
        score=number(score),
    )
    severity = Severity.WARNING
    if score < low:
        severity = Severity.INFO
    elif row.missed:
        severity = Severity.ERROR
    return Problem(
        keys=_keys(row),
        message=message,
        stated=score,
        expected=(round(low, 2), round(high, 2)),
        difference=round(score - (low + high) / 2, 2),
        severity=severity,
    )


def _keys(row: Scored) -> tuple[str, ...]:
    return tuple(map(row.key, ("score", "actual", "target", "weight")))


RULE = JudgingRule(
    code="I523",
    name="score-follows-rubric",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(zh="得分与完成情况相符", en="A score follows from what was reached"),
    why=Text(
        zh="定量指标按完成比例给分：越高越好的为 实际÷指标值×分值（不超过分值）；"
        "越低越好的在指标值以内得满分，到两倍时为 0；指标值为 0 的，达到得满分，否则 0 "
        "分。定性指标按档次给分。自己少给分的只作提示；没有达到而多给分的是错误。",
        en="Quantities score in proportion: reached ÷ target × weight, at most the "
        "weight; where lower is better, full to the target and none at twice it; a "
        "target of 0 is all or nothing. Worded ones score within their band. "
        "Giving oneself less is only pointed out, more on a missed target is an error.",
    ),
    todo=Text(zh="按评分标准重新计算得分。", en="Work out the score again by the rubric."),
    passing=example(),
    failing=example(3, score=10),
    judge=judge,
)
