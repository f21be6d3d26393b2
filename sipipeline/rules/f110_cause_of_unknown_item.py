from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.causes_in_words import said_twice
from sipipeline.evidence.completeness import unanswered
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.fillings import gives_no_words
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
NOT_RUN = Text(
    zh="{label}选的是{fund}，而没有填{fund}的收支，这一行的金额没有核对。",
    en="{label} is {fund}, which has no account here, so the amount of the row was not checked.",
)
TWICE = Text(
    zh="{label}与第 {first} 项的险种、科目、原因都相同，像是同一个原因填了两行。",
    en="{label} has the fund, item and cause of no. {first}: one cause seems to stand twice.",
)
CHOOSE_FUND = Text(
    zh="核对险种：选错的改选；确有这个险种的，补填它的收支。",
    en="Choose the right fund; if the unit runs it, fill in its account.",
)
DELETE_ROW = Text(
    zh="重复的删去一行；是两个原因的，分别写清楚。",
    en="Delete the row if it is the same cause; else say how they differ.",
)
WRITE_CAUSE = Text(zh="补写增减的原因。", en="Write what the cause is.")
WRITE_AMOUNT = Text(
    zh="补填这个原因使金额增减多少；说不出金额的，删去这一行。",
    en="Fill in how much the cause adds; delete the row where nobody can say.",
)
_WORDS = ("fund", "item", "cause")


def judge(evidence: Evidence) -> Iterator[Problem]:
    for number in evidence.submission.rows("causes"):
        has_account = _has_account(evidence, number)
        if _is_in_use(evidence, number):
            if has_account:
                yield from _cause(evidence, f"causes.{number}.cause")
            else:
                yield _problem(evidence, number)
        elif has_account:
            yield from _amount(evidence, number)
        yield from _not_run(evidence, number)
    yield from _twice(evidence)


def _not_run(evidence: Evidence, number: int) -> Iterator[Problem]:
    """A row about a fund that has no account, where others have one."""
    standard, submission = evidence.standard, evidence.submission
    key = f"causes.{number}.fund"
    fund = next((one for one in standard.funds if one.key == submission.choice(key)), None)
    accounts = submission.accounts - {standard.total.key}
    if fund is not None and accounts and fund.key not in accounts:
        message = NOT_RUN.fill(label=standard.label(key), fund=fund.short)
        yield Problem((key,), message, todo=CHOOSE_FUND)


def _twice(evidence: Evidence) -> Iterator[Problem]:
    """Rows that say the same of the same line."""
    for row, first in said_twice(evidence.submission):
        keys = f"causes.{row}.cause", f"causes.{first}.cause"
        message = TWICE.fill(label=evidence.standard.label(keys[0]), first=first)
        yield Problem(keys, message, todo=DELETE_ROW)


def _cause(evidence: Evidence, key: str) -> Iterator[Problem]:
    """A row with an amount and no cause, or only 待补充."""
    said = evidence.submission.text(key)
    if not gives_no_words(said):
        return
    yield Problem((key,), unanswered(evidence.standard.label(key), said), todo=WRITE_CAUSE)


def _amount(evidence: Evidence, number: int) -> Iterator[Problem]:
    """A row that names fund, item and cause, and no amount."""
    submission, key = evidence.submission, f"causes.{number}.amount"
    known = submission.claims.keys() | submission.unreadable
    if submission.text(f"causes.{number}.cause") and key not in known:
        yield Problem((key,), unanswered(evidence.standard.label(key), ""), todo=WRITE_AMOUNT)


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
    title=Text(
        zh="增支原因每行写明险种、科目、原因和金额", en="A cause has its fund, item and amount"
    ),
    why=Text(
        zh="缺一项，原因的金额和占比就没有办法核对。",
        en="Without one of them, amount and share of a cause cannot be checked.",
    ),
    todo=Text(zh="从下拉列表中选险种和科目。", en="Choose fund and item from the lists."),
    passing={
        "accounts": {"work_injury": {"income": {"actual": 1}}},
        "causes": [{"fund": "work_injury", "item": "income", "cause": "扩面", "amount": 3}],
    },
    failing={"causes": [{"cause": "扩面", "amount": 3}]},
    judge=judge,
)
