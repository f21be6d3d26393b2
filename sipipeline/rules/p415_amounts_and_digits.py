from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.evidence.account_columns import in_columns
from sipipeline.evidence.digits import OffByDigits, amounts
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {stated}，而{others}：相差约 {times} 倍，像是多写或少写了一位，或者小数点错位。",
    en="{label} says {stated}, but {others}: about {times} times apart, as if there were a digit "
    "too many or too few, or the point in another place.",
)
FAR_APART = Text(
    zh="{label}填 {stated}，而{others}：相差约 {times} 倍，像是多写或少写了几位，"
    "或者单位弄错（元与万元相差一万倍）。",
    en="{label} says {stated}, but {others}: about {times} times apart, as if there were digits "
    "too many or too few, or it were in another unit (元 for 万元, or the reverse).",
)
_FAR = 1000
"""Times from which on more than a digit or two are wrong."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Lines in which the actual or the budget is about ten to ten thousand times both other
    figures, or the reverse; not where that is because an amount stands in another line."""
    submission = evidence.submission
    told = {keys.row(key) for one in evidence.misplaced_amounts for key in one.keys}
    for fund in evidence.standard.funds:
        for line in amounts(submission, fund):
            if line.off is None:
                yield Agreed((*line.keys,))
            elif keys.row(line.off.key) not in told:
                yield _problem(line.off, submission)


def _problem(one: OffByDigits, submission: Submission) -> Problem:
    stated = submission.number(one.key) or 0
    times = round(max(one.times, 1 / one.times))
    message = (FAR_APART if times >= _FAR else MESSAGE).fill(
        label=submission.standard.label(one.key),
        stated=number(stated),
        others=in_columns(one.others, submission),
        times=number(times),
    )
    return Problem((one.key, *one.others), message, stated)


RULE = JudgingRule(
    code="P415",
    name="amounts-and-digits",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="预算数、本年数、上年数不相差十倍、百倍、千倍、万倍",
        en="Budget, actual and last year's are not ten times apart, or a hundred and more",
    ),
    why=Text(
        zh="一个数多写了一位，合计由公式跟着算，表内就都相符；只有与预算、上年相比才看得出来。"
        "只看占本险种收支百分之五以上的行。",
        en="Where sums follow by formula a digit too many agrees with all; only budget and last "
        "year show it. Lines of less than a twentieth of the account are not looked at.",
    ),
    todo=Text(
        zh="对照账簿核对这几个数；确实有这样大的变化的，在“说明”栏写明。",
        en="Check these figures; if they are right, say why in the 说明 column.",
    ),
    passing=account(
        "work_injury",
        income={"budget": 640, "actual": 611, "prior": 580},
        contributions={"budget": 620, "actual": 598, "prior": 566},
    ),
    failing=account(
        "work_injury",
        income={"budget": 640, "actual": 5993, "prior": 580},
        contributions={"budget": 620, "actual": 5980, "prior": 566},
    ),
    judge=judge,
)
