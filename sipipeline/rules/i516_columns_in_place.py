from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import exchanged_rows
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="“{actual}”一列写的是指标值（第 {n} 项“{text}”），“{target}”一列写的是完成情况："
    "两列填反了。以下按互换后的数核对。",
    en="The column “{actual}” has the targets (no. {n}: “{text}”), and “{target}” has what was "
    "reached: the two columns are exchanged. The rest is checked as if they were not.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    rows = exchanged_rows(evidence.submission)
    if not rows:
        yield Agreed(tuple(row.key("target") for row in evidence.indicators))
        return
    names = {column.key: column.name for column in evidence.standard.indicators}
    actual = f"indicators.{rows[0]}.actual"
    message = MESSAGE.fill(
        actual=names["actual"],
        target=names["target"],
        n=rows[0],
        text=evidence.submission.text(actual),
    )
    beside = (f"indicators.{row}.{column}" for row in rows for column in ("actual", "target"))
    yield Problem(tuple(beside), message)


RULE = JudgingRule(
    code="I516",
    name="columns-in-place",
    kind=Kind.TARGET,
    severity=Severity.ERROR,
    title=Text(
        zh="指标值和实际完成值没有填反",
        en="Targets and results stand in their own columns",
    ),
    why=Text(
        zh="两列填反了，每个指标都像没有完成，或者看不出是否完成。",
        en="Exchanged, each target looks missed, or cannot be judged.",
    ),
    todo=Text(
        zh="把“指标值”和“实际完成值”两列的内容互换。",
        en="Exchange what the two columns hold.",
    ),
    passing={
        "indicators": [
            indicator(level3="参保人数", target="≥58000人", actual="58420人"),
            indicator(level3="待遇发放准确率", target="≥99%", actual="99.9%"),
            indicator(level3="参保人员满意度", target="≥90%", actual="94.6%"),
        ]
    },
    failing={
        "indicators": [
            indicator(level3="参保人数", target="58420人", actual="≥58000人"),
            indicator(level3="待遇发放准确率", target="99.9%", actual="≥99%"),
            indicator(level3="参保人员满意度", target="94.6%", actual="≥90%"),
        ]
    },
    judge=judge,
)
