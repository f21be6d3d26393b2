from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.display import number, percent
from sipipeline.core.figures import SLACK
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Fund, Item, Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import budget_by_rates
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {stated}，与本年实际数一分不差；而各险种的完成率是{rates}，都不是 100%，"
    "预算数像是抄了实际数。",
    en="{label} says {stated}, to the last digit the actual; yet the funds' completion "
    "rates are {rates}, none of them 100%: the budget looks copied.",
)
_TELLING = 1000
"""Figures of fewer units are alike by chance in every other workbook."""
RATE = Text(zh="{fund} {rate}", en="{fund} {rate}")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """A budget that equals the actual, while no fund completed its budget at 100 %.

    Where the funds' actuals and rates, as rounded, still allow that budget, it is only pointed out;
    where their own budgets add up to it, it is no copy.
    """
    submission, standard = evidence.submission, evidence.standard
    for item in standard.items_of(standard.total.key):
        row = f"accounts.{standard.total.key}.{item.key}"
        budget, actual = submission.number(f"{row}.budget"), submission.number(f"{row}.actual")
        rates = _rates(submission, item.key)
        if _is_sum(item, standard) or not budget or actual is None or not rates:
            continue
        cells = (f"{row}.budget", f"{row}.actual", *(rate.key for rate in rates.values()))
        is_alike = budget == actual and _tells(submission.figure(f"{row}.budget"))
        is_whole = any(map(_may_be_whole, rates.values()))
        if is_alike and not is_whole and not _is_added_up(submission, item.key):
            yield _copied(cells, rates, budget_by_rates(submission, item.key), submission)
        else:
            yield Agreed(cells)


def _is_added_up(submission: Submission, item: str) -> bool:
    """Whether the budgets of the funds are stated, and add up to that of the total as rounded;
    not where they are copies as well."""
    own = [f"accounts.{fund.key}.{item}" for fund in submission.standard.funds]
    budgets = [claim for row in own if (claim := submission.figure(f"{row}.budget")) is not None]
    if all(claim.value == submission.number(f"{keys.row(claim.key)}.actual") for claim in budgets):
        return False
    total = submission.figure(f"accounts.{submission.standard.total.key}.{item}.budget")
    if total is None:
        return False
    off = sum(float(claim.value) for claim in budgets) - float(total.value)
    room = sum(claim.half_width for claim in (*budgets, total))
    return abs(off) <= room + SLACK * abs(float(total.value))


def _tells(claim: Claim | None) -> bool:
    """Whether a figure has so many units of its last digit that it is no other's by chance."""
    return claim is not None and abs(float(claim.value)) >= _TELLING * 2 * claim.half_width


def _copied(
    cells: tuple[str, ...],
    rates: dict[Fund, Claim],
    implied: tuple[float, float] | None,
    submission: Submission,
) -> Problem:
    """The problem of a budget like the actual; a warning where the rates rule that budget out."""
    budget = submission.figure(cells[0])
    assert budget is not None
    stated = float(budget.value)
    each = [
        RATE.fill(fund=fund.short, rate=percent(float(rate.value))) for fund, rate in rates.items()
    ]
    message = MESSAGE.fill(
        label=submission.standard.label(budget.key),
        stated=number(stated),
        rates=join(each, "、", ", "),
    )
    allowed = implied is None or _meets(budget, *implied)
    severity = Severity.INFO if allowed else None
    should = None if allowed else implied
    return Problem(cells, message, stated, should, severity=severity)


def _is_sum(item: Item, standard: Standard) -> bool:
    """Whether an item may be negative or adds up others: its rates need not be those of one
    item."""
    return item.signed or any(part.total_in == item.key for part in standard.items)


def _rates(submission: Submission, item: str) -> dict[Fund, Claim]:
    """The completion rate of an item in each fund that states one."""
    rates = {}
    for fund in submission.standard.funds:
        claim = submission.claims.get(f"accounts.{fund.key}.{item}.completion_rate")
        if claim is not None and isinstance(claim.value, float):
            rates[fund] = claim
    return rates


def _may_be_whole(rate: Claim) -> bool:
    """Whether a rate may be 100 %, as it is rounded."""
    return abs(float(rate.value) - 1) <= rate.half_width


def _meets(claim: Claim, low: float, high: float) -> bool:
    """Whether a figure, as it is rounded, may lie between two others."""
    value = float(claim.value)
    return low <= value + claim.half_width and value - claim.half_width <= high


RULE = JudgingRule(
    code="P404",
    name="budget-is-not-actual",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(zh="预算数不是照抄实际数", en="The budget is not a copy of the actual"),
    why=Text(
        zh="预算数与实际数完全相同，完成率就应是 100%；各险种完成率都不是 100% 时，"
        "多半是把决算数填进了预算栏。",
        en="If both are the same the completion rate is 100%; where no fund has that, the "
        "actual was probably put in the budget column.",
    ),
    todo=Text(
        zh="按批复的预算填写预算数；确实相同的，在“说明”栏写明。",
        en="Write the approved budget; if both really are the same, say so in the 说明 column.",
    ),
    passing={
        "accounts": {
            "resident_pension": {"expenditure": {"actual": 2244, "completion_rate": "95%"}},
            "total": {"expenditure": {"budget": 2362, "actual": 2244}},
        }
    },
    failing={
        "accounts": {
            "resident_pension": {"expenditure": {"actual": 2244, "completion_rate": "95%"}},
            "total": {"expenditure": {"budget": 2244, "actual": 2244}},
        }
    },
    judge=judge,
)
