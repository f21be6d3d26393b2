"""A bare 收入 or 支出 behind money that comes in and goes out: 支出 behind 调剂资金收入17320万元 is
what was paid of the same money, and so is that of 转移收支规模很小，收入9万元，支出5万元."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.subjects import is_bare
from sipipeline.evidence.narrative.questions.what import TIMES
from sipipeline.evidence.narrative.rewording.neighbours import FARTHEST, leads_to_number
from sipipeline.language.lexicon import words

_PAIRS = (
    ("accounts.adjustment_in", "accounts.adjustment_out"),
    ("accounts.transfer_in", "accounts.transfer_out"),
    ("accounts.other_income", "accounts.other_expenditure"),
)
"""What comes in and goes out of the same money."""
_FLOWS = ("accounts.income", "accounts.expenditure")
_OF_FUNDS = frozenset({"fund", "brief"})
_LEADS_AWAY = _OF_FUNDS | {"total", "budget", "deficit", ";"}
"""Kinds of words behind which a flow is of something else than what was named before them."""


def as_named(tokens: Sequence[Token], place: int) -> Token | None:
    """A bare flow as that of the money that its sentence named last, or that of the whole account
    where a comma or a time parts it from a line that goes but one way; None of other words."""
    way = _way(tokens[place])
    if way is None or not leads_to_number(tokens, place):
        return None
    named = _named_last(tokens[max(0, place - FARTHEST) : place])
    pair = _pair(named.token) if named is not None else None
    if named is None or pair is None:
        return None
    one_way = len(named.token.meaning) == 1
    if one_way and not _is_right_behind(named):
        return None
    whole = _may_be_of_account(named, one_way)
    return replace(tokens[place], meaning=(pair[way], _FLOWS[way]) if whole else (pair[way],))


class _NamedBefore(NamedTuple):
    """What was named last before a flow, and the words between."""

    token: Token
    between: Sequence[Token]


def _is_right_behind(named: _NamedBefore) -> bool:
    """Whether but an amount and a sign stand between a line and a flow."""
    return [token.kind for token in named.between] in (["number", "join"], ["number", ","])


def _may_be_of_account(named: _NamedBefore, one_way: bool) -> bool:
    """Whether a flow may be that of the whole account as well."""
    parted = one_way and named.between[-1].kind == ","
    return parted or any(token.kind in TIMES for token in named.between)


def _way(token: Token) -> int | None:
    """Which way a flow goes of which nothing more is said: 0 where it comes in; None of others."""
    bare = is_bare(token) and not token.text.endswith(words("narrative", "signs", "summed"))
    meant = token.meaning if bare and len(token.meaning) == 1 else ()
    return next((_FLOWS.index(one) for one in meant if one in _FLOWS), None)


def _named_last(before: Sequence[Token]) -> _NamedBefore | None:
    """What the words before a flow name last but flows; None where they lead away from it, and it
    is no title of its sentence: 转移收支中，企业养老收入9万元."""
    for place in reversed(range(len(before))):
        token = before[place]
        if token.kind in SENTENCE_ENDS:
            return None
        if token.kind not in _OF_FUNDS and token.meaning and _way(token) is None:
            named = _NamedBefore(token, before[place + 1 :])
            leads_away = any(token.kind in _LEADS_AWAY for token in named.between)
            return None if leads_away and not _is_title(named) else named
    return None


def _is_title(named: _NamedBefore) -> bool:
    """Whether a name ends with what says that the sentence is about it: 转移收支方面，."""
    title, *behind = [*named.between[:2], named.token]
    said = says([title], "titles") or says([title], "within")
    return said and behind[0].kind == ","


def _pair(token: Token) -> tuple[str, str] | None:
    """What comes in and goes out of the money that a word names; None of words for other money."""
    return next((pair for pair in _PAIRS if {*token.meaning} <= {*pair}), None)
