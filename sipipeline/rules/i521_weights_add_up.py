from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.scores import EXACT, example
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem, Undecidable

TOTAL = Text(
    zh="各指标分值合计 {sum}，按{rubric}应为 {wanted}。",
    en="The weights add up to {sum}; by the rubric ({rubric}) they should make {wanted}.",
)
LEVEL = Text(
    zh="{level}各指标分值合计 {sum}，按{rubric}应为 {wanted}。",
    en=(
        "The weights of {level} add up to {sum}; by the rubric ({rubric}) they should make "
        "{wanted}."
    ),
)
NEEDS = Text(
    zh=(
        "没有填分值，没有计分。要计分，需填写每个指标的分值，合计为 "
        "{wanted}（另有预算执行率 {execution} 分）"
    ),
    en="No weights are filled in, so nothing was scored. Scoring needs a weight for each "
    "indicator, {wanted} in all"
    " (and {execution} for budget execution)",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """All weights make 100, or 100 less the points of budget execution where that is no row of the
    table."""
    rubric, rows = evidence.standard.rubric, evidence.scores
    if not rows:
        return
    keys = tuple(row.key("weight") for row in rows if row.weight is not None)
    if not keys:
        places = {"wanted": number(100 - rubric.execution), "execution": number(rubric.execution)}
        yield Undecidable((rows[0].key("weight"),), NEEDS.fill(**places))
        return
    total = sum(row.weight or 0 for row in rows)
    inside = any(row.execution for row in rows)
    wanted = 100 if inside else 100 - rubric.execution
    if abs(total - wanted) > EXACT and not (not inside and abs(total - 100) <= EXACT):
        message = TOTAL.fill(sum=number(total), rubric=rubric.name, wanted=number(wanted))
        yield Problem(keys, message, total, (wanted, wanted), total - wanted)
    else:
        yield Agreed(keys)
    for level in evidence.standard.levels:
        own = [
            row
            for row in rows
            if row.level == level.key and not row.execution and row.weight is not None
        ]
        points = rubric.weights.get(level.key)
        if points and own and abs((sum_ := sum(row.weight or 0 for row in own)) - points) > EXACT:
            message = LEVEL.fill(
                level=level.name, sum=number(sum_), rubric=rubric.name, wanted=number(points)
            )
            keys = tuple(row.key("weight") for row in own)
            yield Problem(
                keys, message, sum_, (points, points), sum_ - points, severity=Severity.WARNING
            )


RULE = JudgingRule(
    code="I521",
    name="weights-add-up",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(
        zh="分值合计符合评分标准",
        en="Weights add up as the rubric asks",
    ),
    why=Text(
        zh="分值不对，总分和等级就没有意义。通用口径：预算执行率 10、产出 50、效益 30、满意度 10。",
        en="With wrong weights total and grade mean nothing.",
    ),
    todo=Text(
        zh="按评分标准调整各指标的分值，使合计符合要求。",
        en="Adjust the weights so that they add up.",
    ),
    passing=example(),
    failing=example(1, score=55, weight=55),
    judge=judge,
)
