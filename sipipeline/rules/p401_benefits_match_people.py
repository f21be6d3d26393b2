from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.people_and_money import Beside, pensioners
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {spent}{unit}；平均 {heads} 人 × 月人均 {level} 元 × 12 = "
    "{expected}{unit}，{compared}，不大合理。",
    en="{label} says {spent} {unit}; {heads} people × {level} yuan × 12 = {expected} "
    "{unit}: {compared}, hardly plausible.",
)
LARGER = Text(zh="前者是后者的 {times} 倍", en="the former is {times} times the latter")
SMALLER = Text(zh="后者是前者的 {times} 倍", en="the latter is {times} times the former")
FAR_APART = Text(zh="两数差得太远", en="they are far apart")
OF_THE_YEAR = Text(
    zh="“月人均”{level} 像是填了全年的数，除以 12 就相符，即{each}。",
    en=" The monthly {level} seems to be that of the year: divided by 12 it agrees, {each}.",
)
DIVIDE = Text(
    zh="核对月人均待遇：填的是全年的数的，调整前、调整后和增加都除以 12。",
    en="Check the monthly benefit: if it is that of the year, divide it by 12 before and after "
    "the adjustment, and the increase too.",
)
IN_TEN_THOUSANDS = Text(
    zh="“月人均”{level} 像是按万元填的，乘以 10,000 就相符，即{each}。",
    en=" The monthly {level} seems to be in 万元: times 10,000 it agrees, {each}.",
)
MULTIPLY = Text(
    zh="核对月人均待遇：按万元填的，调整前、调整后和增加都乘以 10,000，以元填报。",
    en="Check the monthly benefit: if it is in 万元, multiply it by 10,000 before and after the "
    "adjustment, and the increase too.",
)
_LEVELS = {
    "before": Text(zh="调整前 {each}", en="{each} before the adjustment"),
    "after": Text(zh="调整后 {each}", en="{each} after it"),
    "increase": Text(zh="增加 {each}", en="an increase of {each}"),
}
_MONTHS = 12
_TEN_THOUSAND = 10_000
_CENTS = 2
_ABOUT = 1.1
"""A level of the year is twelve times what the benefits make, so many times more or less."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Pensions: average retirees × monthly benefit × 12, against the benefits paid; a wide band."""
    submission, unit = evidence.submission, evidence.money_unit
    for fund in evidence.standard.funds:
        one = pensioners(submission, fund, unit)
        if one is not None:
            yield Agreed(one.keys) if one.holds() else _problem(one, submission, unit)


def _problem(one: Beside, submission: Submission, unit: str) -> Problem:
    spent, heads, level = (submission.number(key) or 0 for key in one.keys)
    expected = heads * level * 12 / submission.standard.yuan(unit)
    low, high = expected * one.low, expected * one.high
    message = MESSAGE.fill(
        label=submission.standard.label(one.amount),
        spent=number(spent),
        unit=unit,
        heads=number(heads),
        level=number(level),
        expected=number(expected, 2),
        compared=_compared(spent, expected),
    )
    off = spent - (low if spent < low else high)
    shown = Shown(same(number(spent)))
    bounds = round(low, 1), round(high, 1)
    if spent > 0 and 1 / _ABOUT <= expected / spent / _MONTHS <= _ABOUT:
        each = _each(one, submission, 1 / _MONTHS)
        told = message + OF_THE_YEAR.fill(level=number(level), each=each)
        return _of_level(one, told, DIVIDE, level, round(level / _MONTHS, _CENTS), _CENTS)
    if expected > 0 and one.low <= spent / expected / _TEN_THOUSAND <= one.high:
        each = _each(one, submission, _TEN_THOUSAND)
        told = message + IN_TEN_THOUSANDS.fill(level=number(level), each=each)
        return _of_level(one, told, MULTIPLY, level, round(level * _TEN_THOUSAND, _CENTS), 4)
    return Problem(one.keys, message, spent, bounds, round(off, 1), shown=shown)


def _each(one: Beside, submission: Submission, factor: float) -> Text:
    """What the levels of a fund are, each so many times what is filled in."""
    filled = (
        (name, submission.number(keys.beside(one.keys[-1], measure)))
        for measure, name in _LEVELS.items()
    )
    told = [name.fill(each=number(of * factor, _CENTS)) for name, of in filled if of is not None]
    return join(told, "、", ", ")


def _of_level(
    one: Beside, message: Text, todo: Text, level: float, each: float, decimals: int
) -> Problem:
    """The problem of a monthly benefit that should be `each`, told to so many decimals."""
    amount, heads, monthly = one.keys
    return Problem(
        (monthly, amount, heads),
        message,
        level,
        (each, each),
        round(level - each, decimals),
        todo=todo,
        shown=Shown(same(number(level)), same(number(each))),
    )


def _compared(spent: float, expected: float) -> Text:
    """How many times the larger of two amounts is the smaller."""
    if spent <= 0:
        return FAR_APART
    sentence = LARGER if spent > expected else SMALLER
    return sentence.fill(times=number(max(spent / expected, expected / spent), 2))


RULE = JudgingRule(
    code="P401",
    name="benefits-match-people",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(zh="待遇支出与人数、待遇水平大致相当", en="Benefits are about people × level × 12"),
    why=Text(
        zh="领取人数乘以月人均待遇再乘 12，应与全年待遇支出相差不多；差得远，多半是人数、"
        "单位或金额填错。",
        en="People times monthly benefit times 12 is close to the year's benefits; far "
        "off means a wrong count, unit or amount.",
    ),
    todo=Text(
        zh="核对人数、月人均待遇和待遇支出；确有特殊情况的，在待遇支出行的“说明”栏写明。",
        en="Check people, level and benefits; if there is a special reason, write it in "
        "the 说明 column of the row.",
    ),
    passing={
        "headcounts": {"institution_pension": {"average_retirees": {"actual": 5854}}},
        "benefit_levels": {"institution_pension": {"after": 5283.43}},
        "accounts": {"institution_pension": {"benefits": {"actual": 38273}}},
    },
    failing={
        "headcounts": {"institution_pension": {"average_retirees": {"actual": 5854}}},
        "benefit_levels": {"institution_pension": {"after": 5283.43}},
        "accounts": {"institution_pension": {"benefits": {"actual": 3827.3}}},
    },
    judge=judge,
)
