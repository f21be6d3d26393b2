"""What an income is short of what it has to pay: 保费收入不足以覆盖待遇支出，缺口1136.94万元."""

from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions.subjects import (
    BALANCES,
    CONTRIBUTORS,
    EXPENDITURE,
    INCOME,
    SURPLUS,
    Subject,
    is_bare,
    subjects_of,
)
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote

_ALL = BALANCES | {INCOME, EXPENDITURE}
_MOST_STATED = 4
"""Figures before a deficit that are looked at for what it lies between."""
_BOTH = 2
"""Figures before a deficit that are a budget and what came of it."""
_UNKNOWN = frozenset({"rest", "benefit"})


def made(query: Query) -> Made | None:
    """The two lines that a bare 缺口 lies between, where its sentence names an income and what this
    has to pay, and not all that came in or went out: it may be that of the year as well. Unclear
    where words leave open what is paid, None where no such income is named."""
    return (_short_of_budget(query) or _unpaid(query)) if _is_bare_deficit(query) else None


def _unpaid(query: Query) -> Made | None:
    """What an income is short of what it has to pay; None where no such income is named."""
    names = _names(query.setting.lead)
    lines = [*(line for token in names for line in subjects_of(token)), *_stated(query)]
    incomes, payments = (_parts_of(whole, lines, query) for whole in (INCOME, EXPENDITURE))
    if not (incomes or CONTRIBUTORS in lines) or not _ALL.isdisjoint(lines):
        return None
    if any(map(_is_doubtful, names)) or not incomes or not payments:
        return UNCLEAR if _is_open(query.setting.lead) else None
    return _between(query, (incomes[-1], payments[-1]))


def _is_bare_deficit(query: Query) -> bool:
    """Whether a number is an amount of which is said but that it is lacking: 缺口."""
    return query.segment.dimension == "money" and says(query.tokens[-1:], "bare_deficits")


def _short_of_budget(query: Query) -> Made | None:
    """What a line is short of its budget, or what the year lacked, where both figures of the line
    stand right before: 财政补贴预算12900万元，到位12768.4万元，缺口131.6万元. Unclear where the two
    figures before, of whatever, are so far apart."""
    before = query.preceding[-_BOTH:]
    meant = [next(iter(quote.link.required), "") for quote in before]
    lines = {(keys.fund(key), keys.item(key)) for key in meant if keys.is_account(key)}
    measures = [keys.measure(key) for key in meant if key and not keys.is_made(key)]
    if len(lines) == 1 and measures == ["budget", query.measure]:
        of_year = key_of(SURPLUS, keys.fund(meant[0]) or "", query.measure)
        return Made.of(keys.beside(meant[0], "over_budget"), further=(of_year,), falls=True)
    return UNCLEAR if _are_apart_by(query, before) else None


def _are_apart_by(query: Query, before: Sequence[Quote]) -> bool:
    """Whether two figures differ by the number, as they are written."""
    number = query.segment.number.mention if query.segment.number is not None else None
    if number is None or [one.mention.unit.base for one in before] != [number.unit.base] * _BOTH:
        return False
    first, second = (bounds_of(one.mention) for one in before)
    return first.minus(second).meets(bounds_of(number))


def _between(query: Query, lines: tuple[Subject, Subject]) -> Made:
    """What an income is short of what it has to pay, or what the year lacked."""
    if query.account is None:
        return UNCLEAR
    one, other, of_year = (key_of(one, query.account, query.measure) for one in (*lines, SURPLUS))
    return Made.of(keys.difference(one, other), further=(of_year,), falls=True)


def _names(lead: Sequence[Token]) -> Sequence[Token]:
    """The names of lines before a deficit, but for the bare one that ends another: 养老金 支出."""
    before = [None, *lead]
    return [
        token
        for token, other in zip(lead, before, strict=False)
        if token.kind == "item" and not (other and other.kind == "benefit" and is_bare(token))
    ]


def _is_doubtful(name: Token) -> bool:
    """Whether a name may mean several lines, or what but some pay: 单位缴费, 个人缴费."""
    of_some = says([name], "a_persons") or CONTRIBUTORS in subjects_of(name)
    return of_some or len(name.meaning) > 1


def _stated(query: Query) -> Iterator[Subject]:
    """The lines of the account whose figures of the year the sentence has stated last."""
    for quote in query.preceding[-_MOST_STATED:]:
        key = quote.key or ""
        of_account = keys.is_account(key) and not keys.is_made(key)
        if of_account and (keys.fund(key), keys.measure(key)) == (query.account, query.measure):
            yield Subject(keys.ACCOUNTS, keys.item(key))


def _parts_of(whole: Subject, lines: Sequence[Subject], query: Query) -> Sequence[Subject]:
    standard = query.own.standard
    return [one for one in lines if whole.item in standard.wholes_of(one.item)]


def _is_open(lead: Sequence[Token]) -> bool:
    """Whether words before a deficit are unknown, and may say what is to be paid."""
    return any(token.kind in _UNKNOWN for token in lead)
