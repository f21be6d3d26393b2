from collections.abc import Iterator

from sipipeline.core.display import number, percent
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import budget_by_rates
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh=(
        "{label}填 {stated}，与本年实际数一分不差；而各险种的完成率是{rates}，都不是 100%，"
        "预算数像是抄了实际数。"
    ),
    en=(
        "{label} says {stated}, to the last digit the actual; yet the funds' completion "
        "rates are {rates}, none of them 100%: the budget looks copied."
    ),
)
RATE = Text(zh="{fund} {rate}", en="{fund} {rate}")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """A budget that equals the actual, while no fund completed its budget at 100 %.

    Where the funds' actuals and rates, as rounded, still allow that budget, it is only pointed out.
    """
    submission = evidence.submission
    for item in evidence.standard.items_of(evidence.standard.total.key):
        if item.signed or any(part.total_in == item.key for part in evidence.standard.items):
            continue  # its rates need not be those of one item
        row = f"accounts.{evidence.standard.total.key}.{item.key}"
        budget, actual = submission.number(f"{row}.budget"), submission.number(f"{row}.actual")
        rates = _rates(submission, item.key)
        if not budget or actual is None or not rates:
            continue
        keys = (f"{row}.budget", f"{row}.actual", *(claim.key for _, claim in rates))
        offs = [off for _, claim in rates if (off := _off(claim)) is not None]
        if budget != actual or len(offs) < len(rates):
            yield Agreed(keys)
            continue
        listed = join(
            [RATE.fill(fund=fund, rate=percent(float(claim.value))) for fund, claim in rates],
            "、",
            ", ",
        )
        message = MESSAGE.fill(
            label=evidence.standard.label(keys[0]), stated=number(budget), rates=listed
        )
        implied = budget_by_rates(submission, item.key)
        half = submission.claims[keys[0]].half_width
        outside = implied is not None and not (
            implied[0] <= budget + half and budget - half <= implied[1]
        )
        yield Problem(keys, message, budget, implied, severity=None if outside else Severity.INFO)


def _rates(submission: Submission, item: str) -> list[tuple[Text, Claim]]:
    found = []
    for fund in submission.standard.funds:
        claim = submission.claims.get(f"accounts.{fund.key}.{item}.completion_rate")
        if claim is not None and isinstance(claim.value, float):
            found.append((fund.short, claim))
    return found


def _off(claim: Claim) -> float | None:
    """By how much a rate surely is not 100 %; None where it may be."""
    off = float(claim.value) - 1
    return off if abs(off) > claim.half_width else None


RULE = JudgingRule(
    code="P404",
    name="budget-is-not-actual",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(zh="预算数不是照抄实际数", en="The budget is not a copy of the actual"),
    why=Text(
        zh=(
            "预算数与实际数完全相同，完成率就应是 100%；各险种完成率都不是 100% 时，"
            "多半是把决算数填进了预算栏。"
        ),
        en=(
            "If both are the same the completion rate is 100%; where no fund has that, the "
            "actual was probably put in the budget column."
        ),
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
