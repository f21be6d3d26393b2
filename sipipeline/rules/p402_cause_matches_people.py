import re
from collections.abc import Iterable, Iterator, Set

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import is_whole, significant
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join, same
from sipipeline.core.values import frozen
from sipipeline.evidence.causes_in_words import (
    Contradicted,
    against_amounts,
    against_people,
    against_tables,
)
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import one_of, words
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

PEOPLE = Text(
    zh="人数增加 {heads} 人 × 月人均 {level} 元 × 12 = {amount}{unit}",
    en="{heads} people more × {level} yuan × 12 = {amount} {unit}",
)
LEVEL = Text(
    zh="已调整 {heads} 人 × 月人均增加 {level} 元 × 12 = {amount}{unit}",
    en="{heads} people adjusted × {level} yuan more × 12 = {amount} {unit}",
)
MESSAGE = Text(
    zh=("{label}填 {stated}{unit}，原因写的是“{cause}”；按已填的数推算，{how}，{compared}。"),
    en=("{label} says {stated} {unit} for “{cause}”; by the figures filled in, {how}: {compared}."),
)
SHARE = Text(zh="只有填报数的 {share}", en="only {share} of it")
TIMES = Text(zh="填报数是它的 {times} 倍", en="the figure is {times} times that")
IN_YUAN = Text(
    zh="填报数约是它的一万倍，像是按元填的，应除以 10,000",
    en="the figure is about 10,000 times that, as if it were in 元: divide it by 10,000",
)
BOTH = Text(
    zh="而两项原因相加（{other}）共 {sum}{unit}，与填报数接近，像是把两个原因合在一起填了。",
    en=" Both causes together ({other}) make {sum} {unit}, close to it: two causes seem "
    "to have been put in one row.",
)
OTHER_WAY = Text(
    zh="{label}填 {stated}{unit}，原因写的却是“{words}”，方向相反。",
    en="{label} says {stated} {unit}, but its cause is “{words}”, which works the other way.",
)
TURN = Text(
    zh="核对原因的增减和影响金额的正负：使金额减少的填负数。",
    en="Check the words and the sign: what takes off is a negative amount.",
)
UNLIKE = Text(
    zh="{label}写“{words}”，表中没有这个数，最接近的{figures}。",
    en="{label} says “{words}”; the nearest figures of the tables: {figures}.",
)
FEWER = Text(
    zh="{label}写“{words}”，而{figures}，方向相反。",
    en="{label} says “{words}”, but the tables the other way: {figures}.",
)
CHECK_PEOPLE = Text(
    zh="核对参保与待遇表的人数（本年、上年是不是填反了）和原因，改正写错的一处；确实如此的，写明原因。",
    en="Check the people of both years, which may be in each other's place, and the cause; correct "
    "what is wrong, or explain it.",
)
FIGURE = Text(zh="{label}是 {stated}", en="{label} {stated}")
CORRECT = Text(
    zh="核对原因里的数和表中的数，改正写错的一处。",
    en="Check the figure in the cause and those of the tables; correct what is wrong.",
)

_UNIT = 10_000
"""元 for 万元."""
_ABOUT = 1.5
"""So many times more or less is still about as much."""
_FAR = 10
"""From so many times as much on the share would be told as a few percent, or 0."""


@frozen
class Part:
    """What people or levels make of the growth of a benefit."""

    amount: float
    """In the unit of the workbook."""
    how: Text


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Causes whose amount is far above what more people, or a higher level, make of it."""
    submission = evidence.submission
    tolerance = evidence.standard.limits["cause"]
    for row in submission.rows("causes"):
        amount, cause = f"causes.{row}.amount", f"causes.{row}.cause"
        stated, named = submission.number(amount), _named(submission.text(cause))
        parts = _parts(submission, submission.choice(f"causes.{row}.fund"), evidence.money_unit)
        if stated is None or stated <= 0 or not named or not parts.keys() >= named:
            continue
        if stated <= sum(parts[name].amount for name in named) * tolerance:
            yield Agreed((amount, cause))
        else:
            yield _too_much((amount, cause), named, parts, evidence)
    figures = _beside_tables(against_tables(submission), UNLIKE, CORRECT, evidence)
    of_words = [*_other_way(evidence), *figures]
    yield from of_words
    told = {keys.row(key) for one in of_words for key in one.keys}
    people = _beside_tables(against_people(submission), FEWER, CHECK_PEOPLE, evidence)
    yield from (one for one in people if keys.row(one.keys[0]) not in told)


def made_by_people(row: int, fund: str, submission: Submission) -> float | None:
    """What the people and levels of a fund make of the cause of a row, in the unit of the workbook;
    None where its words speak of neither, or not all of them are known."""
    named = _named(submission.text(f"causes.{row}.cause"))
    parts = _parts(submission, fund, submission.money_unit)
    is_known = bool(named) and parts.keys() >= named
    return sum(parts[name].amount for name in named) if is_known else None


def _other_way(evidence: Evidence) -> Iterator[Problem]:
    """Causes whose words and whose amount have different directions."""
    for row, said, (key,) in against_amounts(evidence.submission):
        stated = number(evidence.submission.number(key) or 0)
        message = OTHER_WAY.fill(
            label=evidence.standard.label(key), stated=stated, unit=evidence.money_unit, words=said
        )
        yield Problem((key, f"causes.{row}.cause"), message, shown=Shown(same(stated)), todo=TURN)


def _beside_tables(
    told: Iterable[Contradicted], sentence: Text, todo: Text, evidence: Evidence
) -> Iterator[Problem]:
    """Causes the words of which the tables do not bear out, with what these have."""
    submission, label = evidence.submission, evidence.standard.label
    for row, said, changes in told:
        cause = f"causes.{row}.cause"
        figures = [
            FIGURE.fill(label=label(key), stated=number(submission.number(key) or 0))
            for key in changes
        ]
        message = sentence.fill(label=label(cause), words=said, figures=join(figures, "，", "; "))
        yield Problem((cause, *changes), message, shown=Shown(same(said)), todo=todo)


def _too_much(
    cells: tuple[str, str], named: Set[str], parts: dict[str, Part], evidence: Evidence
) -> Problem:
    """The problem of a row that the parts of its causes do not explain, and whether both parts
    together do, of which no other row has the other one."""
    submission, standard, unit = evidence.submission, evidence.standard, evidence.money_unit
    stated = submission.number(cells[0]) or 0
    own = [part for name, part in parts.items() if name in named]
    amount, tolerance = sum(part.amount for part in own), standard.limits["cause"]
    message = MESSAGE.fill(
        label=standard.label(cells[0]),
        stated=number(stated),
        unit=unit,
        cause=submission.text(cells[1]),
        how=join([part.how for part in own], "，", ", "),
        compared=_compared(stated, amount, standard.yuan(unit)),
    )
    told = named | _named_beside(keys.number(cells[0]) or 0, submission)
    others = [other for name, other in parts.items() if name not in told]
    together = sum(part.amount for part in parts.values())
    if others and together / tolerance <= stated <= together * tolerance:
        message += BOTH.fill(other=others[0].how, sum=number(together, 1), unit=unit)
    most = round(amount * tolerance, 1)
    shown = Shown(same(number(stated)))
    return Problem(cells, message, stated, (None, most), round(stated - most, 1), shown=shown)


def _named_beside(row: int, submission: Submission) -> Set[str]:
    """What the causes of the same fund in other rows speak of."""
    fund = submission.choice(f"causes.{row}.fund")
    others = (other for other in submission.rows("causes") if other != row)
    of_fund = (other for other in others if submission.choice(f"causes.{other}.fund") == fund)
    return {name for other in of_fund for name in _named(submission.text(f"causes.{other}.cause"))}


def _compared(stated: float, amount: float, yuan: float) -> Text:
    """How far an amount, in a unit of so many yuan, is above what its causes make of it: as the
    share of it that these are, or as how many times that it is."""
    times = stated / amount
    if yuan == _UNIT and _UNIT / _ABOUT <= times <= _UNIT * _ABOUT:
        return IN_YUAN
    if times >= _FAR:
        return TIMES.fill(times=number(significant(times, 2)))
    return SHARE.fill(share=f"{1 / times:.0%}")


def _named(cause: str) -> Set[str]:
    """What the causes in words speak of: `people`, a `level`, both or neither."""
    clauses = re.split(one_of("causes", "between"), cause)
    return {name for clause in clauses if (name := _spoken_of(clause)) is not None}


def _spoken_of(clause: str) -> str | None:
    """What one cause speaks of, people first."""
    for name in ("people", "level"):
        if any(word in clause for word in words("causes", name)):
            return name
    return None


def _parts(submission: Submission, fund: str, unit: str) -> dict[str, Part]:
    """What more `people`, and a higher `level`, make of the growth, where the figures are there."""
    levels = f"benefit_levels.{fund}"
    factors = {
        "people": (PEOPLE, f"headcounts.{fund}.average_retirees.change", f"{levels}.after"),
        "level": (LEVEL, f"{levels}.adjusted", f"{levels}.increase"),
    }
    yuan = submission.standard.yuan(unit)
    parts = {}
    for name, (sentence, people, each) in factors.items():
        heads, level = submission.number(people) or 0, submission.number(each) or 0
        is_counted = name == "people" or is_whole(heads)
        if heads > 0 and level > 0 and is_counted:
            amount = heads * level * 12 / yuan
            how = sentence.fill(
                heads=number(heads), level=number(level), amount=number(amount, 1), unit=unit
            )
            parts[name] = Part(amount, how)
    return parts


_PEOPLE = {
    "headcounts": {"institution_pension": {"average_retirees": {"actual": 5854, "change": 127}}},
    "benefit_levels": {
        "institution_pension": {"after": 5283.43, "increase": 210.26, "adjusted": 5631}
    },
    "accounts": {"institution_pension": {"expenditure": {"change": 2410}}},
}

RULE = JudgingRule(
    code="P402",
    name="cause-matches-people",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="增支原因的金额与人数、待遇水平推算大致相当",
        en="A cause is about what people and levels make of it",
    ),
    why=Text(
        zh="退休人数增加使支出增加多少，约等于增加人数 × 月人均待遇 × 12；"
        "调待增支约等于调整人数 × 月人均增加 × 12。",
        en="More retirees cost about people × monthly benefit × 12; a higher level about "
        "people × increase × 12.",
    ),
    todo=Text(
        zh="按推算核对影响金额；有几个原因的，一个原因填一行。",
        en="Check the amount against this; give each cause a row of its own.",
    ),
    passing={
        **_PEOPLE,
        "causes": [
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "退休人数增加",
                "amount": 805,
            }
        ],
    },
    failing={
        **_PEOPLE,
        "causes": [
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "退休人数增加",
                "amount": 2269,
            }
        ],
    },
    judge=judge,
)
