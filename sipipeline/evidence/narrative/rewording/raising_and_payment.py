"""筹集 and 支付 as income and expenditure, where a sentence says both of a fund, or of a year:
基金共筹集资金34587.29万元，支付34467.62万元; 筹资 and 花出去 where they are said of a fund;
净增 as what was left of the year, where it is just that; 年末 behind them as the balance."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount
from sipipeline.language.lexicon import table, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "raising_and_payment")
_SIGNS = ENDS | {"(", ")"}
_IDLE = frozenset({"fillers", "level", "this_year", "whole_year", "date", "cumulative", "own"})
_FUNDS = frozenset({"fund", "total"})
_TELLING = _FUNDS | {"whole_year"}
"""Kinds of words that tell that all of a year is meant, of a fund or of all."""
_OF_WHOM = _IDLE | {"fund", "total", "place"}
_INCOME = "accounts.income"
_EXPENDITURE = "accounts.expenditure"
_SURPLUS = "accounts.surplus"
_CLOSING = ("accounts.closing_balance",)
_BESIDE = (",", ";")
"""The signs before what went out, behind what came in."""
_OF_RATES = frozenset(
    "up down fillers number than last_year year_on_year same_period join , ;".split()
)
"""Kinds of words that say between two amounts how the first changed."""
_BALANCE = 3
"""Clauses of which the last may say what the two before it leave."""
_SUMS = 3.0
"""Half digits by which a balance of three written figures may be off."""


def with_raised_and_paid(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, such verbs known as names."""
    known = [*tokens]
    clauses = _stated(tokens)
    for place, side in _verbs(tokens, clauses):
        meaning = table()["narrative"]["raising_and_payment"][side]
        known[place] = replace(tokens[place], kind="item", meaning=tuple(meaning))
    for place in _year_ends(tokens, clauses):
        known[place] = replace(tokens[place], kind="item", meaning=_CLOSING)
    for place, kind in _balances(known, clauses):
        known[place] = replace(tokens[place], kind=kind, meaning=(_SURPLUS,))
    return known


class _MoneyClause(NamedTuple):
    """A clause that leads to an amount, by the places of its words."""

    start: int
    end: int
    """The place of the number."""
    sign: str
    """The sign before it."""


def _stated(tokens: Sequence[Token]) -> Sequence[_MoneyClause]:
    """The clauses of a line that are words and an amount, each from the sign or number before; 、
    right behind a number parts them as a comma does."""
    found: list[_MoneyClause] = []
    start, sign = 0, "。"
    for place, token in enumerate(tokens):
        if token.kind == "number":
            if is_amount(token):
                found.append(_MoneyClause(start, place, sign))
            start, sign = place + 1, ""
        elif token.kind in _SIGNS:
            start, sign = place + 1, token.kind
        elif token.kind == "join" and place == start and not sign:
            start, sign = place + 1, ","
    return found


def _verbs(tokens: Sequence[Token], clauses: Sequence[_MoneyClause]) -> Iterator[tuple[int, str]]:
    """The places of the verbs that name what came in or went out, each with its side."""
    for clause in clauses:
        yield from _named_alone(tokens, clause)
    for raised, paid in pairwise(clauses):
        between = {token.kind for token in tokens[raised.end + 1 : paid.start]}
        if paid.sign in _BESIDE and between <= _OF_RATES:
            yield from _named(tokens, raised, paid)


def _goes_on(before: _MoneyClause, clause: _MoneyClause) -> bool:
    """Whether a clause stands right behind a comma and another one."""
    return clause.sign == "," and before.end + 2 == clause.start


def _named_alone(tokens: Sequence[Token], clause: _MoneyClause) -> Sequence[tuple[int, str]]:
    """The place of a verb that says of a fund what came in, or went out, with its side."""
    said = tokens[clause.start : clause.end]
    if not any(token.kind in _FUNDS for token in said):
        return ()
    sides = (("raising_alone", "raised"), ("paying_alone", "paid"))
    found = ((_verb(said, sense, _OF_WHOM), side) for sense, side in sides)
    return [(clause.start + place, side) for place, side in found if place is not None]


def _named(
    tokens: Sequence[Token], raised: _MoneyClause, paid: _MoneyClause
) -> Sequence[tuple[int, str]]:
    """The places of the verbs of two clauses of which the first says what came in, the second what
    went out, each with its side; none where they do not."""
    first, second = (tokens[one.start : one.end] for one in (raised, paid))
    income, expenditure = _is_whole(first, _INCOME), _is_whole(second, _EXPENDITURE)
    if not _tells_of_whom(first, income):
        return ()
    raising = None if income else _verb(first, "raising", _OF_WHOM)
    paying = None if expenditure else _verb(second, "paying", _IDLE)
    if (raising is None and not income) or (paying is None and not expenditure):
        return ()
    found = ((raised, raising, "raised"), (paid, paying, "paid"))
    return [(one.start + verb, side) for one, verb, side in found if verb is not None]


def _tells_of_whom(tokens: Sequence[Token], income: bool) -> bool:
    """Whether words tell that all of a year is meant: of a fund, 全年, of what came in 本年 too."""
    kinds = {token.kind for token in tokens}
    return not kinds.isdisjoint(_TELLING) or (income and "this_year" in kinds)


def _is_whole(tokens: Sequence[Token], line: str) -> bool:
    """Whether words name all that came in, or went out, and nothing else, be it by one sign: 收."""
    named = [token for token in tokens if token.kind not in _OF_WHOM]
    short = table()["narrative"]["shortest"]
    return len(named) == 1 and line in (named[0].meaning or short.get(named[0].text, ()))


def _verb(tokens: Sequence[Token], sense: str, beside: frozenset[str]) -> int | None:
    """The place of the one verb of a sense among words that say nothing else; None where there is
    none."""
    verbs = [place for place, token in enumerate(tokens) if token.text in words(*_HERE, sense)]
    plain = all(token.kind in beside or at in verbs for at, token in enumerate(tokens))
    return verbs[0] if len(verbs) == 1 and plain else None


def _balances(
    tokens: Sequence[Token], clauses: Sequence[_MoneyClause]
) -> Iterator[tuple[int, str]]:
    """The places of verbs that say of three clauses in a row what the first two leave, or lack,
    each as an item or a deficit: 收入11104.40万元，支出8942.86万元，净增2161.54万元."""
    for place in range(len(clauses) - _BALANCE + 1):
        came, went, left = clauses[place : place + _BALANCE]
        if not _goes_on(came, went) or not _goes_on(went, left):
            continue
        both = zip((came, went), (_INCOME, _EXPENDITURE), strict=True)
        of_year = all(_is_whole(tokens[one.start : one.end], line) for one, line in both)
        kind = _left([tokens[one.end] for one in (came, went, left)]) if of_year else ""
        sense = "left_over" if kind == "item" else "lacking"
        beside = _IDLE | {"item"} if _is_offset(tokens[left.start : left.end]) else _IDLE
        verb = _verb(tokens[left.start : left.end], sense, beside) if kind else None
        if verb is not None:
            yield left.start + verb, kind


def _year_ends(tokens: Sequence[Token], clauses: Sequence[_MoneyClause]) -> Iterator[int]:
    """The places of 年末 before an amount, behind what came in, or went out, and maybe by how much
    this grew: the balance."""
    for flow, clause in pairwise(clauses):
        said = tokens[flow.start : flow.end]
        between = {token.kind for token in tokens[flow.end + 1 : clause.start]}
        goes_on = clause.sign in _BESIDE and between <= _OF_RATES
        if goes_on and any(_is_whole(said, one) for one in (_INCOME, _EXPENDITURE)):
            place = _verb(tokens[clause.start : clause.end], "year_end", _IDLE)
            if place is not None:
                yield clause.start + place


def _is_offset(tokens: Sequence[Token]) -> bool:
    """Whether the only line that words name is what is left of the year: 收支相抵后净增."""
    return [token.meaning for token in tokens if token.kind == "item"] == [(_SURPLUS,)]


def _left(numbers: Sequence[Token]) -> str:
    """`item` where the third of three amounts is what the second leaves of the first, `deficit`
    where it is what the first lacks; "" where it is neither."""
    stated = [token.mention for token in numbers if token.mention is not None]
    if len(stated) < _BALANCE:
        return ""
    came, went, left = (one.base_value for one in stated)
    most = max(_width(one) for one in stated) * _SUMS
    near = (tolerances.ABOUT.high - 1) * abs(left) if stated[-1].about else 0.0
    if abs(abs(came - went) - abs(left)) > most + near:
        return ""
    return "item" if came > went else "deficit"


def _width(stated: Mention) -> float:
    return stated.half_width * stated.unit.factor
