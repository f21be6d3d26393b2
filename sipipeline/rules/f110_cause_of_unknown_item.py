from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="{label}为“{raw}”，不是这个险种有的科目，这一行的金额没有核对。",
    en="{label} is “{raw}”, which is no item of a fund, so the amount of this row was not checked.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    submission = evidence.submission
    for number in submission.rows("causes"):
        row = f"causes.{number}"
        fund, item = submission.choice(f"{row}.fund"), submission.choice(f"{row}.item")
        if f"{row}.amount" not in submission.claims or evidence.standard.field(
            f"accounts.{fund}.{item}.actual"
        ):
            continue
        key = (
            f"{row}.item"
            if fund in {known.key for known in evidence.standard.accounts}
            else f"{row}.fund"
        )
        yield Problem(
            (key,), MESSAGE.fill(label=evidence.standard.label(key), raw=submission.text(key))
        )


RULE = JudgingRule(
    code="F110",
    name="cause-of-unknown-item",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(zh="增支原因写明险种和科目", en="A cause names its fund and item"),
    why=Text(
        zh="险种和科目认不出时，原因的金额和占比就没有办法核对。",
        en="Without fund and item, amount and share of a cause cannot be checked.",
    ),
    todo=Text(zh="从下拉列表中选险种和科目。", en="Choose fund and item from the lists."),
    passing={
        "accounts": {"work_injury": {"income": {"actual": 1}}},
        "causes": [{"fund": "work_injury", "item": "income", "cause": "扩面", "amount": 3}],
    },
    failing={"causes": [{"cause": "扩面", "amount": 3}]},
    judge=judge,
)
