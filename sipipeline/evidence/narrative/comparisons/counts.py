"""How many funds are in deficit, and which, and what is said of the rates of all: 三盈两亏,
收不抵支的有一项, 收不抵支的为工伤保险, 执行率均在100%以上."""

from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.making import percentage_points
from sipipeline.evidence.narrative.questions.subjects import MONTHS, SURPLUS, Subject, subjects_of
from sipipeline.evidence.narrative.quoting.cells import Told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.evidence.narrative.rewording.ranges import ends_range, is_of_each
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import number_at, numeral

_HERE = ("narrative", "statements", "counts")
_GAINS_AND_LOSSES = WordPattern("(.){gains}(.){losses}", *_HERE)
_LEFT = WordPattern("{with}{left}{narrative.workings.possessive}{insurances}", *_HERE)
"""当年收支有结余的险种: what is left is said of the year."""
_INSURANCES = WordPattern("{narrative.workings.possessive}{insurances}", *_HERE)
_SILENT = frozenset(
    "fillers this_year whole_year date total own place among level join count fund brief".split()
)
"""Kinds of words that may stand beside the deficit of funds."""
_MORE_THAN_ONE = 2
_HUNDRED = 100


def counts(clause: Clause) -> Iterator[Statement]:
    """What a clause says of how many funds, or of which, had something left or a deficit."""
    yield from _gains_and_losses(clause)
    named = [token for token in clause.segment.tokens if _sign(token, clause)]
    known = {token.kind for token in clause.segment.tokens if token not in named} <= _SILENT
    if len(named) != 1 or not known:
        return
    if clause.funds:
        yield from _named(clause, named[0])
    else:
        yield from _counted(clause, _sign(named[0], clause))


def figures_of(
    clause: Clause, funds: Sequence[str], subject: Subject, measure: str
) -> Sequence[Told]:
    """A figure of each fund; none where that of one is unknown."""
    told = [clause.told(fund, subject, measure) for fund in funds]
    known = [one for one in told if one is not None]
    return known if len(known) == len(told) else ()


def _sign(token: Token, clause: Clause) -> int:
    """-1 for a word that says there is a deficit, 1 for one that says there is none."""
    if token.kind not in ("deficit", "item") or SURPLUS not in subjects_of(token):
        return 0
    if subjects_of(token) != (SURPLUS,):
        return int(clause.segment.has("this_year") and _LEFT.search(clause.text) is not None)
    losing = token.text.endswith(words(*_HERE, "losing"))
    return int(token.text.endswith(words(*_HERE, "gaining"))) - int(losing)


def _surpluses(clause: Clause, funds: Sequence[str]) -> Sequence[Told]:
    """What each fund had left."""
    return figures_of(clause, funds, SURPLUS, "actual")


def _all(clause: Clause) -> Sequence[str]:
    """The funds that are spoken of together; none where that is unclear."""
    whose = clause.setting.whom
    if len(clause.funds) >= _MORE_THAN_ONE:
        return clause.funds
    if whose.account is None or whose.source == "far":
        return ()
    if whose.account == clause.own.total:
        return clause.own.funds
    funds = keys.added(f"{keys.ACCOUNTS}.{whose.account}")
    return funds if len(funds) >= _MORE_THAN_ONE else ()


# ---------------------------------------------------------------- how many
def may_be(figures: Sequence[Told], count: float, sign: int) -> bool:
    """Whether as many figures may be above nothing, or below where the sign is -1."""
    surely = [one for one in figures if min(one.low * sign, one.high * sign) > 0]
    possibly = [one for one in figures if max(one.low * sign, one.high * sign) > 0]
    return len(surely) <= count <= len(possibly)


@frozen
class FundCount:
    """That something is said of so many of some funds."""

    count: float
    funds: Sequence[str]


def number_of(clause: Clause) -> FundCount | None:
    """How many of which funds a clause is about: 有两项基金收不抵支, 五项基金中四项收大于支; None
    where it is about all of them, or names some."""
    counted = [token for token in clause.segment.tokens if _number(token)]
    if not counted or clause.segment.has("fund", "brief") or not _is_of_unit(clause):
        return None
    funds = clause.own.funds
    number = _number(counted[-1])
    if number >= len(funds):
        return None
    return FundCount(number, funds if _is_of_all(counted, clause) else ())


def _gains_and_losses(clause: Clause) -> Iterator[Statement]:
    """三盈两亏, where it counts all that are spoken of."""
    found = _GAINS_AND_LOSSES.search(clause.text)
    figures = _surpluses(clause, _all(clause)) if found is not None else ()
    if found is None or not figures or clause.segment.has("budget", "count", "elsewhere"):
        return
    gains, losses = map(numeral, found.groups())
    if gains + losses == len(figures):
        yield clause.statement(figures, may_be(figures, losses, -1))


def _counted(clause: Clause, sign: int) -> Iterator[Statement]:
    """收不抵支的有一项, of the funds that are spoken of together; 收不抵支的险种1个, of these or of
    all."""
    is_outcome = clause.setting.when.stance == "outcome"
    number = _number(clause.segment.tokens[-1]) if is_outcome else 0
    of_all = clause.own.funds if _INSURANCES.search(clause.text) else ()
    wholes = [_surpluses(clause, funds) for funds in (_all(clause), of_all) if funds and number]
    known = [figures for figures in wholes if figures]
    if known:
        holds = any(may_be(figures, number, sign) for figures in known)
        yield clause.statement(known[-1], holds)


def _is_of_all(counted: Sequence[Token], clause: Clause) -> bool:
    """Whether the funds that the last word counts are some of all: as many as the unit has were
    counted before, or none were and 有 is said."""
    lead = clause.before.lead if clause.segment.after in (",", ":") else ()
    wholes = {_number(token) for token in (*lead, *counted[:-1])} - {0}
    if not wholes:
        return _is_some(counted[-1], clause)
    return len(wholes) == 1 and wholes <= clause.own.counted


def _is_some(counted: Token, clause: Clause) -> bool:
    """Whether 有 stands before what is counted: 三项基金 alone may be those of the words before."""
    before = [token.text for token in clause.segment.tokens if token.end <= counted.start]
    return before[-1:] != [] and before[-1].endswith(words(*_HERE, "some"))


def _number(token: Token) -> float:
    """The number of funds that a word counts; 0 where it counts none: 各项基金, 三次."""
    if token.kind not in ("count", "total"):
        return 0
    mention = token.mention
    if mention is not None:
        plain = not mention.op and not mention.about
        return mention.value if plain and mention.unit.symbol in words(*_HERE, "counted") else 0
    generic = token.text.endswith(words(*_HERE, "counted_funds"))
    found = number_at(token.text, 0) if generic else None
    return found.value if found is not None else 0


def _is_of_unit(clause: Clause) -> bool:
    """Whether the words before speak of all funds of the unit, or of none: not of a branch."""
    before = clause.before.whom
    goes_on = clause.segment.after in ("", ",", ":")
    return not goes_on or before.source == "far" or before.account == clause.own.total


# ---------------------------------------------------------------- which
def _named(clause: Clause, name: Token) -> Iterator[Statement]:
    """收不抵支的为工伤保险, 工伤和失业保险收不抵支."""
    figures = _surpluses(clause, clause.funds)
    behind = clause.segment.tokens[-1].kind in ("fund", "brief")
    if not figures or has(clause.text, "narrative", "signs", "summed"):
        return
    if not behind and (name is not clause.segment.tokens[-1] or len(figures) < _MORE_THAN_ONE):
        return
    sign = _sign(name, clause)
    holds = all(max(one.low * sign, one.high * sign) > 0 for one in figures)
    if not behind:
        holds = holds or sum(one.value for one in figures) * sign > 0
    yield clause.statement(figures, holds)


# ---------------------------------------------------------------- the rates of all
def rates(clause: Clause) -> Iterator[Statement]:
    """What is said of the rate of every fund: 执行率均在100%以上."""
    number = clause.segment.number
    mention = number.mention if number is not None else None
    subjects = clause.setting.what.subjects
    measure = _measure(clause, subjects)
    if mention is None or not measure or len(subjects) != 1:
        return
    if not _is_border(mention) or not _is_of_every(clause):
        return
    scale = _HUNDRED if mention.unit.dimension == "percent" else 1
    slack = mention.half_width if ends_range(clause.segment) else 0.0
    border = mention.value * mention.unit.factor / scale
    figures = figures_of(clause, _all(clause), subjects[0], measure)
    if figures:
        holds = all(_is_within(one, mention.op, border, slack / scale) for one in figures)
        yield Statement(clause.line.key, clause.with_number, tuple(figures), holds)


def _measure(clause: Clause, subjects: Sequence[Subject]) -> str:
    """The measure of a rate, or of the months payable, that is spoken of; "" for none."""
    if [*subjects] == [MONTHS]:
        return MONTHS.item
    return percentage_points.rate(clause.segment.tokens)


def _is_border(mention: Mention) -> bool:
    """Whether a number says above or below which rate something lies, or which months."""
    rate = mention.unit.dimension in ("percent", "month") and not is_in_points(mention)
    return rate and bool(mention.op)


def _is_of_every(clause: Clause) -> bool:
    """Whether a rate is said of every one of several, and is that of no fall."""
    every = has(clause.text, "narrative", "statements", "every") or is_of_each(clause.segment)
    excepted = has(clause.line.text, "narrative", "statements", "except")
    falling = clause.segment.has("down") or clause.segment.of_adjusted_budget
    return every and not excepted and not falling


def _is_within(figure: Told, op: str, border: float, slack: float) -> bool:
    """Whether a figure may be on the side of a border that a sign says, or off by a slack."""
    if op.startswith(">"):
        return figure.high >= border - slack
    return figure.low <= border + slack
