"""A sign before a number as the change that it is: 参保8.46万人（+3.3%）, 利息-8.4%."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says

_RATE = "percent"
_SURPLUS = "accounts.surplus"
_LEADING = frozenset({"item", "deficit", "fund", "brief", "year_on_year", "number"})
"""Kinds of words behind which a sign says how something changed."""
_COMPARED = (["than", "last_year"], ["than", "same_period"])
"""Kinds of words that say what a sign compares with: 较上年+3.3%."""
_PASSED = frozenset({",", "("})
_OTHER = frozenset({"budget", "aim", "completion", "share"})
"""Kinds of words beside which a signed rate may be how far something lies from its target."""
_FARTHEST = 16
"""Words before a sign that are looked at."""
_CHANGE = Token("up", "", 0, 0)


def with_changes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, a plus right before a number, or a minus of a rate, known as a change
    where a name or an amount stands before it; any other plus joins two words: 调待+新增退休."""
    written: list[Token] = []
    for place, token in enumerate(tokens):
        if says([token], "plus"):
            changes = _is_signed(tokens[place + 1 : place + 2]) and _is_led(written)
            changes = changes and not _is_above_nothing(written, tokens[place + 1 : place + 2])
            written.append(token if changes else replace(token, kind="join"))
        elif _is_below_nothing(token) and _is_led(written):
            written += [replace(_CHANGE, start=token.start, end=token.start), token]
        else:
            written.append(token)
    return written


def _is_signed(behind: Sequence[Token]) -> bool:
    """Whether a number with a unit stands right behind a sign."""
    mention = behind[0].mention if behind and behind[0].kind == "number" else None
    return mention is not None and bool(mention.unit.symbol)


def _is_above_nothing(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether a sign says but that a surplus is no deficit: 当期结余+8.26亿元."""
    balance = any(_SURPLUS in token.meaning for token in before[-1:])
    return balance and all(one.mention and one.mention.unit.symbol != "%" for one in behind)


def _is_below_nothing(token: Token) -> bool:
    """Whether a number is a rate with a minus."""
    mention = token.mention if token.kind == "number" else None
    return mention is not None and mention.unit.dimension == _RATE and mention.value < 0


def _is_led(before: Sequence[Token]) -> bool:
    """Whether a sign stands behind a name, or behind an amount and no more than a comma or a
    bracket, of which nothing says that it is a budget, or a rate itself."""
    near = [*before[-_FARTHEST:]]
    if near and near[-1].kind in _PASSED:
        near.pop()
    compared = [token.kind for token in near[-2:]] in _COMPARED
    if not near or not (compared or near[-1].kind in _LEADING) or _is_rate(near[-1]):
        return False
    clause: list[Token] = []
    while near and near[-1].kind not in ENDS | {"("}:
        clause.append(near.pop())
    return _OTHER.isdisjoint(token.kind for token in clause)


def _is_rate(token: Token) -> bool:
    return token.mention is not None and token.mention.unit.dimension == _RATE
