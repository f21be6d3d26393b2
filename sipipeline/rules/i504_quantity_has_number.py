from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.language.lexicon import has
from sipipeline.language.numbers import compact
from sipipeline.language.targets import Stated, parse
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”是{level}，指标值“{target}”里没有数字。",
    en="No. {n}, “{name}”, is a quantity ({level}), but its target “{target}” has no number.",
)
UNREADABLE = Text(zh="第 {n} 项“{name}”：{reason}。", en="No. {n}, “{name}”: {reason}.")
WRITE_ONE = Text(
    zh="写成一个数、一个区间或一个日期，如 ≥95%、95%-105%、12月底前；有几个条件的，分成几个指标。",
    en="Write one figure, one range or one date, as ≥95%, 95%-105% or 12月底前; make several "
    "indicators of several conditions.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        wanted = parse(row.asked)
        judged = row.attainment
        if wanted.problem is not None and judged is not None and not judged.decided:
            told = UNREADABLE.fill(n=row.number, name=row.called, reason=judged.reason)
            yield Problem((row.key("target"),), told, todo=WRITE_ONE)
            continue
        if not row.quantity or wanted.kind == "blank":
            continue
        if wanted.kind == "qualitative" and not _is_held_to_a_figure(row, wanted):
            yield Problem(
                (row.key("target"),),
                MESSAGE.fill(n=row.number, name=row.called, level=row.level2, target=row.target),
            )
        else:
            yield Agreed((row.key("target"),))


def _is_held_to_a_figure(row: Indicator, wanted: Stated) -> bool:
    """Whether the figure of a cost stands elsewhere: 不高于上年, 不超预算."""
    of_budget = has(compact(row.target), "indicators", "within_budget")
    return row.cost and (wanted.relative is not None or of_budget)


RULE = JudgingRule(
    code="I504",
    name="quantity-has-number",
    kind=Kind.TARGET,
    severity=Severity.WARNING,
    title=Text(
        zh="指标值看得明白；数量、成本指标的指标值是数字",
        en="A target can be read, and that of a quantity has a number",
    ),
    why=Text(
        zh="指标值看不明白，或者数量指标没有数字，就没法判断完成了多少。",
        en="Without a figure that can be read nobody can say how much was reached.",
    ),
    todo=Text(zh="写明数量和单位，如 ≥9203人。", en="Write quantity and unit, as in ≥9203人."),
    passing={"indicators": [indicator(target="≥9203人", actual="9210人")]},
    failing={"indicators": [indicator(target="应保尽保", actual="已完成")]},
    judge=judge,
)
