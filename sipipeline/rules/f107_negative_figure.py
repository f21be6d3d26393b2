from collections.abc import Iterator

from sipipeline.core.display import figure
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(zh="{label}填了负数 {value}。", en="{label} is negative: {value}.")


def judge(submission: Submission) -> Iterator[Problem]:
    for key, claim in submission.claims.items():
        if not isinstance(claim.value, float) or claim.value >= 0:
            continue
        field = submission.standard.field(key)
        if field is not None and not field.signed:
            message = MESSAGE.fill(
                label=submission.standard.label(key), value=figure(claim.value, field.kind)
            )
            yield Problem(
                (key,), message, stated=claim.value, expected=(0.0, None), difference=claim.value
            )


RULE = JudgingRule(
    code="F107",
    name="negative-figure",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(
        zh="收支、人数、存款不为负数",
        en="Income, expenditure, people and deposits are not negative",
    ),
    why=Text(
        zh="只有结余、增减和委托投资收益可以是负数。",
        en="Only balances, changes and entrusted investment income may be negative.",
    ),
    todo=Text(
        zh="核对正负号；冲减的，按规定列到相应科目。",
        en="Check the sign; a correction belongs in its own item.",
    ),
    passing={"accounts": {"work_injury": {"surplus": {"actual": -12}}}},
    failing={"accounts": {"work_injury": {"interest": {"actual": "（12）"}}}},
    judge=judge,
)
