"""筹集 and 支付 as income and expenditure, where a sentence says both of a fund, or of a year:
基金共筹集资金34587.29万元，支付34467.62万元."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount
from sipipeline.language.lexicon import table, words

_HERE = ("narrative", "raising_and_payment")
_SIGNS = ENDS | {"(", ")"}
_IDLE = frozenset({"fillers", "level", "this_year", "whole_year", "date", "cumulative", "own"})
_TELLING = frozenset({"fund", "total", "whole_year"})
"""Kinds of words that tell that all of a year is meant, of a fund or of all."""
_OF_WHOM = _IDLE | {"fund", "total", "place"}
_INCOME = "accounts.income"


def with_raised_and_paid(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, such verbs known as names."""
    known = [*tokens]
    before: _MoneyClause | None = None
    for one in _stated(tokens):
        if before is not None and one.sign == "," and before.end + 2 == one.start:
            for place, side in _named(tokens, before, one):
                meaning = table()["narrative"]["raising_and_payment"][side]
                known[place] = replace(tokens[place], kind="item", meaning=tuple(meaning))
        before = one
    return known


class _MoneyClause(NamedTuple):
    """A clause that leads to an amount, by the places of its words."""

    start: int
    end: int
    """The place of the number."""
    sign: str
    """The sign before it."""


def _stated(tokens: Sequence[Token]) -> Sequence[_MoneyClause]:
    """The clauses of a line that are words and an amount, each from the sign or number before."""
    found: list[_MoneyClause] = []
    start, sign = 0, "。"
    for place, token in enumerate(tokens):
        if token.kind == "number":
            if is_amount(token):
                found.append(_MoneyClause(start, place, sign))
            start, sign = place + 1, ""
        elif token.kind in _SIGNS:
            start, sign = place + 1, token.kind
    return found


def _named(
    tokens: Sequence[Token], raised: _MoneyClause, paid: _MoneyClause
) -> Sequence[tuple[int, str]]:
    """The places of the verbs of two clauses of which the first says what came in, the second what
    went out, each with its side; none where they do not."""
    first = tokens[raised.start : raised.end]
    paying = _verb(tokens[paid.start : paid.end], "paying", _IDLE)
    if paying is None or not any(token.kind in _TELLING for token in first):
        return ()
    verbs = [(paid.start + paying, "paid")]
    raising = _verb(first, "raising", _OF_WHOM)
    if raising is not None:
        return [(raised.start + raising, "raised"), *verbs]
    return verbs if _is_income(first) else ()


def _is_income(tokens: Sequence[Token]) -> bool:
    """Whether words name all that came in, and nothing else."""
    named = [token for token in tokens if token.kind not in _OF_WHOM]
    return len(named) == 1 and _INCOME in named[0].meaning


def _verb(tokens: Sequence[Token], sense: str, beside: frozenset[str]) -> int | None:
    """The place of the one verb of a sense among words that say nothing else; None where there is
    none."""
    verbs = [place for place, token in enumerate(tokens) if token.text in words(*_HERE, sense)]
    plain = all(token.kind in beside or at in verbs for at, token in enumerate(tokens))
    return verbs[0] if len(verbs) == 1 and plain else None
