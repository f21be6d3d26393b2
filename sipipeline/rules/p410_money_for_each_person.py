from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.evidence.digits import amounts
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.people_and_money import Beside, participants
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {money}{unit}，参保 {people} 人，人均 {each} 元；一年人均 {low}～{high} 元以外"
    "不大可能，像是金额或人数的单位填错了。",
    en="{label} says {money} {unit}; with {people} people that is {each} yuan for each. Less "
    "than {low} or more than {high} a year is hardly possible: the unit of one may be wrong.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Income and expenditure of a fund for each person that takes part in it, within bounds that
    only a wrong unit leaves; one question for each fund. One line that is off by itself is asked
    about as such."""
    submission, unit = evidence.submission, evidence.money_unit
    for fund in evidence.standard.funds:
        beside = participants(submission, fund, unit)
        judged = [
            _judged(one, submission, unit) for one in beside if not _is_of_a_line(one, submission)
        ]
        faults = [one for one in judged if isinstance(one, Problem)]
        yield from faults[:1] or judged


def _is_of_a_line(one: Beside, submission: Submission) -> bool:
    """Whether an amount is within its bounds once one line that it adds up, which is so many times
    its budget and last year's, is put right."""
    if one.holds():
        return False
    money = submission.number(one.amount) or 0.0
    slips = (line.off for line in amounts(submission, one.fund))
    return any(
        one.holds(1 + (slip.meant(submission) - (submission.number(slip.key) or 0.0)) / money)
        for slip in slips
        if slip is not None and _is_part(slip.key, one.amount, submission)
    )


def _is_part(key: str, whole: str, submission: Submission) -> bool:
    """Whether a sum adds up a figure."""
    sums = submission.standard.wholes_of(keys.item(key))
    return keys.item(whole) in sums and keys.measure(key) == keys.measure(whole)


def _judged(one: Beside, submission: Submission, unit: str) -> Judgement:
    """What one line comes to for each person."""
    if one.holds():
        return Agreed(one.keys)
    money, people = (submission.number(key) or 0 for key in one.keys)
    message = MESSAGE.fill(
        label=submission.standard.label(one.amount),
        money=number(money),
        unit=unit,
        people=number(people),
        each=number(one.ratio, 2),
        low=number(one.low),
        high=number(one.high),
    )
    return Problem(one.keys, message, money)


RULE = JudgingRule(
    code="P410",
    name="money-for-each-person",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="收入、支出摊到每个参保人，数额可能",
        en="Income and expenditure for each person are possible amounts",
    ),
    why=Text(
        zh="整张表都按元填（或封面单位选错）时，表内各数彼此相符，只有摊到人头才看得出来。",
        en="Where a whole sheet is in yuan, or the cover names another unit, its figures agree "
        "with each other; only the people show it.",
    ),
    todo=Text(
        zh="核对封面的金额单位和这张表的数；单位填错的，整张表换算后重填。",
        en="Check the unit on the cover and this sheet; convert the whole sheet if it is wrong.",
    ),
    passing={
        "accounts": {"work_injury": {"income": {"actual": 1200}}},
        "headcounts": {"work_injury": {"participants": {"actual": 56000}}},
    },
    failing={
        "accounts": {"work_injury": {"income": {"actual": 12000000}}},
        "headcounts": {"work_injury": {"participants": {"actual": 56000}}},
    },
    judge=judge,
)
