from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.figures import is_whole
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Fund, Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh=(
        "{funds}每一行的预算数都与本年实际数一分不差（{count} 行），预算栏像是抄了实际数；"
        "没有一行有出入的预算很少见。"
    ),
    en=(
        "Every budget of {funds} is to the last digit the actual ({count} lines): the column "
        "looks copied, for hardly any budget is met exactly in every line."
    ),
)
TODO = Text(
    zh="按批复的预算填写预算数；年末确实按决算调整了预算的，在{sheet}表“{item}”行的“说明”栏写明。",
    en=(
        "Write the approved budget; if it really was adjusted to the final accounts, say so in "
        "the 说明 column of {sheet}, {item}."
    ),
)
_DIGITS = 100
"""A figure of fewer units of its last place says nothing: small ones are alike by chance."""
_SHOWN = ("income", "expenditure")
"""The lines by which the column is pointed out."""


@frozen
class BudgetLine:
    """A line of an account that adds up no others, with its budget and what was reached."""

    budget: Claim
    actual: Claim

    @property
    def alike(self) -> bool:
        return self.budget.value == self.actual.value

    @property
    def telling(self) -> bool:
        """Whether a figure has so many digits that two are hardly alike by chance."""
        value, unit = abs(float(self.actual.value)), 2 * self.actual.half_width
        is_round = is_whole(value) and not value % _DIGITS
        return value >= _DIGITS * unit and not is_round


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The funds in which each budget is the actual, told once for the workbook; where completion
    rates say otherwise another rule speaks."""
    submission, standard = evidence.submission, evidence.standard
    copied: dict[Fund, Sequence[BudgetLine]] = {}
    for fund in standard.funds:
        lines = [*_lines(submission, fund)]
        if sum(line.telling for line in lines) < standard.limits["copied_budgets"]:
            continue
        if all(line.alike for line in lines) and not _is_denied(submission, lines):
            copied[fund] = lines
        else:
            yield Agreed(tuple(line.budget.key for line in lines))
    if copied:
        yield _problem(copied, submission)


def _lines(submission: Submission, fund: Fund) -> Iterator[BudgetLine]:
    """The lines of a fund that add up no others, as far as both figures are there and not 0."""
    for item in submission.standard.leaves_of(fund.key):
        key = f"accounts.{fund.key}.{item.key}"
        pair = [submission.figure(f"{key}.{measure}") for measure in ("budget", "actual")]
        budget, actual = pair
        if budget is not None and actual is not None and (budget.value or actual.value):
            yield BudgetLine(budget, actual)


def _is_denied(submission: Submission, lines: Sequence[BudgetLine]) -> bool:
    """Whether a completion rate says that the actual was not the budget."""
    rates = [submission.figure(_rate(line)) for line in lines]
    known = [rate for rate in rates if rate is not None]
    return any(abs(float(rate.value) - 1) > rate.half_width for rate in known)


def _rate(line: BudgetLine) -> str:
    return keys.beside(line.budget.key, "completion_rate")


def _problem(copied: dict[Fund, Sequence[BudgetLine]], submission: Submission) -> Problem:
    standard = submission.standard
    cells = [f"accounts.{fund.key}.{item}.budget" for fund in copied for item in _SHOWN]
    stated = [key for key in cells if submission.number(key)]
    own = [line.budget.key for lines in copied.values() for line in lines]
    message = MESSAGE.fill(
        funds=join([fund.short for fund in copied], "、", ", "),
        count=sum(map(len, copied.values())),
    )
    return Problem(tuple(stated or own), message, todo=_todo((stated or own)[0], standard))


def _todo(first: str, standard: Standard) -> Text:
    field = standard.fields[first]
    fund = standard.fund(field.fund or "")
    return TODO.fill(sheet=fund.short, item=field.row or field.name)


RULE = JudgingRule(
    code="P412",
    name="budgets-are-no-actuals",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="整栏预算数不是照抄本年实际数", en="The budget column is not a copy of the actuals"
    ),
    why=Text(
        zh=(
            "个别行的预算数与实际数相同是常事；一个险种的每一行都一分不差，多半是把决算数填进了"
            "预算栏，完成率全是 100%，也就什么都没有考核。"
        ),
        en=(
            "A line may meet its budget exactly; where each line of a fund does, the actuals were "
            "probably put in the budget column, and completion says nothing."
        ),
    ),
    todo=Text(
        zh="按批复的预算填写预算数；确实相同的，在“说明”栏写明。",
        en="Write the approved budget; if both really are the same, say so in the 说明 column.",
    ),
    passing={
        "accounts": {
            "resident_pension": {
                "contributions": {"budget": 2100, "actual": 2156.32},
                "fiscal_subsidy": {"budget": 5318.6, "actual": 5318.6},
                "interest": {"budget": 495.83, "actual": 495.83},
                "basic_pension": {"budget": 3985.46, "actual": 3985.46},
                "personal_account_pension": {"budget": 655.07, "actual": 655.07},
            }
        }
    },
    failing={
        "accounts": {
            "resident_pension": {
                "contributions": {"budget": 2156.32, "actual": 2156.32},
                "fiscal_subsidy": {"budget": 5318.6, "actual": 5318.6},
                "interest": {"budget": 495.83, "actual": 495.83},
                "basic_pension": {"budget": 3985.46, "actual": 3985.46},
                "personal_account_pension": {"budget": 655.07, "actual": 655.07},
            }
        }
    },
    judge=judge,
)
