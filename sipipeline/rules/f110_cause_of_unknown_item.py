from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import words
from sipipeline.language.numbers import normalise
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="{label}为“{raw}”，不是这个险种有的科目，这一行的金额没有核对。",
    en="{label} is “{raw}”, which is no item of a fund, so the amount of this row was not checked.",
)


MISSING = Text(
    zh="{label}没有填，这一行的金额没有核对。",
    en="{label} is blank, so the amount of this row was not checked.",
)
_WORDS = ("fund", "item", "cause")


def judge(evidence: Evidence) -> Iterator[Problem]:
    for number in evidence.submission.rows("causes"):
        if _is_in_use(evidence, number) and not _has_account(evidence, number):
            yield _problem(evidence, number)


def _is_in_use(evidence: Evidence, number: int) -> bool:
    """Whether a row has an amount, and neither only shows a zero nor adds the others up."""
    submission, row = evidence.submission, f"causes.{number}"
    written = {normalise(submission.text(f"{row}.{column}")) for column in _WORDS} - {""}
    if written and written <= {*words("indicators", "totals")}:
        return False
    amount = f"{row}.amount"
    return amount in submission.claims and (bool(written) or submission.number(amount) != 0)


def _has_account(evidence: Evidence, number: int) -> bool:
    """Whether the item of a row is one of its fund."""
    submission, row = evidence.submission, f"causes.{number}"
    fund, item = submission.choice(f"{row}.fund"), submission.choice(f"{row}.item")
    return evidence.standard.has(f"accounts.{fund}.{item}.actual")


def _problem(evidence: Evidence, number: int) -> Problem:
    submission, standard, row = evidence.submission, evidence.standard, f"causes.{number}"
    known = {account.key for account in standard.accounts}
    key = f"{row}.item" if submission.choice(f"{row}.fund") in known else f"{row}.fund"
    raw = submission.text(key)
    message = MESSAGE if raw else MISSING
    return Problem((key,), message.fill(label=standard.label(key), raw=raw))


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
