from collections.abc import Iterator, Mapping, Sequence

from sipipeline.core import keys
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import SIDES, Fund
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.copied_lines import LinePair, lines_in_both
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{funds}每一行的预算数都与本年实际数一分不差（{count} 行），预算栏像是抄了实际数；"
    "没有一行有出入的预算很少见。",
    en="Every budget of {funds} is to the last digit the actual ({count} lines): the column "
    "looks copied, for hardly any budget is met exactly in every line.",
)
TODO = Text(
    zh="按批复的预算填写预算数；年末确实按决算调整了预算的，在{sheet}表“{item}”行的“说明”栏写明。",
    en="Write the approved budget; if it really was adjusted to the final accounts, say so in "
    "the 说明 column of {sheet}, {item}.",
)
LAST_YEAR = Text(
    zh="{funds}每一行的本年实际数都与上年实际数一分不差（{count} 行），像是把一栏的数"
    "抄到了另一栏。",
    en="Every actual of {funds} is to the last digit last year's ({count} lines): one column "
    "looks copied from the other.",
)
TODO_LAST_YEAR = Text(
    zh="照本年和上年的决算核对两栏，改正填错的一栏；确实相同的，在{sheet}表“{item}”行的“说明”栏写明。",
    en="Check both columns against the final accounts of either year; if they really are the "
    "same, say so in the 说明 column of {sheet}, {item}.",
)


@frozen
class Copy:
    """A column that may be copied from another, what is said of it, and what denies it."""

    column: str
    original: str
    denied_by: Mapping[str, float]
    """Measures, with the figure that each has where the two columns are alike."""
    message: Text
    todo: Text


COPIES = (
    Copy("budget", "actual", {"completion_rate": 1}, MESSAGE, TODO),
    Copy("actual", "prior", {"change": 0, "growth_rate": 0}, LAST_YEAR, TODO_LAST_YEAR),
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The funds in which one column is another, told once for the workbook; where rates or changes
    say otherwise another rule speaks."""
    for copy in COPIES:
        yield from _judge(copy, evidence)


def _judge(copy: Copy, evidence: Evidence) -> Iterator[Judgement]:
    submission, standard = evidence.submission, evidence.standard
    copied: dict[Fund, Sequence[LinePair]] = {}
    for fund in standard.funds:
        lines = [*lines_in_both(submission, fund, copy.column, copy.original)]
        if sum(line.telling for line in lines) < standard.limits["copied_budgets"]:
            continue
        if all(line.alike for line in lines) and not _is_denied(submission, lines, copy):
            copied[fund] = lines
        else:
            yield Agreed(tuple(line.copied.key for line in lines))
    if copied:
        yield _problem(copied, submission, copy)


def _is_denied(submission: Submission, lines: Sequence[LinePair], copy: Copy) -> bool:
    """Whether a figure beside them says that the two columns differ."""
    for line in lines:
        for measure, alike in copy.denied_by.items():
            beside = submission.figure(keys.beside(line.copied.key, measure))
            if beside is not None and abs(float(beside.value) - alike) > beside.half_width:
                return True
    return False


def _problem(copied: dict[Fund, Sequence[LinePair]], submission: Submission, copy: Copy) -> Problem:
    standard = submission.standard
    cells = [f"accounts.{fund.key}.{item}.{copy.column}" for fund in copied for item in SIDES]
    stated = [key for key in cells if submission.number(key)]
    own = [line.copied.key for lines in copied.values() for line in lines]
    message = copy.message.fill(
        funds=join([fund.short for fund in copied], "、", ", "),
        count=sum(map(len, copied.values())),
    )
    field = standard.fields[(stated or own)[0]]
    fund = standard.fund(field.fund or "")
    todo = copy.todo.fill(sheet=fund.short, item=field.row or field.name)
    return Problem(tuple(stated or own), message, todo=todo)


RULE = JudgingRule(
    code="P412",
    name="budgets-are-no-actuals",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="整栏预算数不是照抄实际数，本年实际数不是照抄上年",
        en="Neither are budgets a copy of the actuals, nor these of last year's",
    ),
    why=Text(
        zh="个别行的预算数与实际数相同是常事；一个险种的每一行都一分不差，多半是把决算数填进了"
        "预算栏，完成率全是 100%，也就什么都没有考核。",
        en="A line may meet its budget exactly; where each line of a fund does, the actuals were "
        "probably put in the budget column, and completion says nothing.",
    ),
    todo=Text(
        zh="按批复的预算填写预算数；确实相同的，在“说明”栏写明。",
        en="Write the approved budget; if both really are the same, say so in the 说明 column.",
    ),
    passing=account(
        "resident_pension",
        contributions={"budget": 2100, "actual": 2156.32},
        fiscal_subsidy={"budget": 5318.6, "actual": 5318.6},
        interest={"budget": 495.83, "actual": 495.83},
        basic_pension={"budget": 3985.46, "actual": 3985.46},
        personal_account_pension={"budget": 655.07, "actual": 655.07},
    ),
    failing=account(
        "resident_pension",
        contributions={"budget": 2156.32, "actual": 2156.32},
        fiscal_subsidy={"budget": 5318.6, "actual": 5318.6},
        interest={"budget": 495.83, "actual": 495.83},
        basic_pension={"budget": 3985.46, "actual": 3985.46},
        personal_account_pension={"budget": 655.07, "actual": 655.07},
    ),
    judge=judge,
)
