"""Words that say by whose number an amount is divided, 按平均离退休人数127863人测算, or by which
amount a month a balance is, 按月均支出843.3万元测算: no plan, and those who are counted are read
before the amount that they stand behind: 人均财政补助675元（按参保241376人计）."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.rewording.neighbours import start_behind
from sipipeline.language.lexicon import words

_SIGNS = ENDS | {"(", ")"}
_LAST = {(",", "。"), (",", ";"), (",", "")}
"""The signs around the last words of a sentence."""
_AVERAGING = ("average", "head")
_LONGEST = 8
"""Words between 按 and 计算, at most."""
_PEOPLE = "headcounts"
_NOTHING = Token("", "", 0, 0)
_SPENT = "accounts.expenditure"
_OF_MONTH = frozenset({"fillers", "this_year", "whole_year", "date", "fund", "average", "item"})
"""Kinds of words that name what was spent a month of a year."""


def with_divisors(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, 按 and 测算 around those who are counted, or what was spent a month, as no more
    than fillers; those who are counted before the word for each of them, where it stands behind
    that."""
    known = [*tokens]
    for end in reversed(range(1, len(tokens))):
        if not _reckons(tokens[end]):
            continue
        if _is_spent_a_month(tokens[_start(tokens, end) : end]):
            known[end] = replace(tokens[end], kind="fillers")
        elif _is_of_people(tokens[end - 1]):
            start = _start(tokens, end)
            known[end] = replace(tokens[end], kind="fillers")
            known[start:end] = map(_said_of_people, tokens[start:end])
            _put_first(known, start, end + 1)
    return known


def _start(tokens: Sequence[Token], end: int) -> int:
    """The place of 按 in the clause before a word, near to it; its own where there is none."""
    first = max(start_behind(tokens[:end], _SIGNS), end - _LONGEST)
    return next((place for place in range(first, end) if _is_by(tokens[place])), end)


def _put_first(tokens: list[Token], start: int, end: int) -> None:
    """Put the words between two places before the word for an amount a head in the clause before
    them, where they stand in a bracket, within that clause, or last in the sentence."""
    begin = start_behind(tokens[: max(0, start - 1)], _SIGNS)
    averaging = [at for at in range(begin, start) if tokens[at].kind in _AVERAGING]
    if not averaging or start == end:
        return
    sign, ends = tokens[start - 1], "".join(token.kind for token in tokens[end : end + 1])
    within = sign.kind not in _SIGNS
    last = (sign.kind, ends) in _LAST and _is_money(tokens[start - 2])
    if within or last or (sign.kind, ends) == ("(", ")"):
        amount = tokens[averaging[0] : start - 1 + within]
        moved = [*tokens[start:end], replace(sign, kind=",", text=","), *amount]
        tokens[averaging[0] : end + (ends == ")")] = moved


def _said_of_people(token: Token) -> Token:
    """按 as no more than a filler, 年均 before a number of people as an average."""
    if _is_by(token):
        return replace(token, kind="fillers")
    return replace(token, kind="average") if token.kind == "other_basis" else token


def _is_by(token: Token) -> bool:
    return token.text in words("narrative", "compounds", "by")


def _reckons(token: Token) -> bool:
    return token.text in words("narrative", "workings", "reckoned_by")


def _is_spent_a_month(reckoned_by: Sequence[Token]) -> bool:
    """Whether words from 按 on state what was spent a month: 按2021年月均支出843.3万元."""
    *named, amount = reckoned_by[1:] or [_NOTHING]
    kinds = {token.kind for token in named}
    spent = any(_SPENT in token.meaning for token in named)
    dates = [token.text for token in named if token.kind == "date"]
    of_years = all(date.endswith(words("calendar", "year")) for date in dates)
    return "average" in kinds and kinds <= _OF_MONTH and spent and of_years and _is_money(amount)


def _is_of_people(token: Token) -> bool:
    """Whether it is a number of people, or names those who are counted: 年末参保人数."""
    if token.mention is not None:
        return token.mention.unit.dimension == "people"
    named = {keys.family(one) for one in token.meaning}
    return token.kind == "item" and named == {_PEOPLE}


def _is_money(token: Token) -> bool:
    return token.mention is not None and token.mention.unit.dimension == "money"
