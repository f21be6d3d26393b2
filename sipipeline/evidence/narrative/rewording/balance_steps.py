"""Words that lead from one balance to the next: 上年末滚存结余…，加上…，减去…，年末结余…."""

from collections.abc import Sequence
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.rewording.neighbours import NEAR
from sipipeline.language.lexicon import words

_OPENING = "accounts.opening_balance"
_LEFT = "accounts.closing_balance"
_AT_START = frozenset({"last_year", "year_start", "date"})
_BEFORE_OPENING = _AT_START | {"fillers", "cumulative"}
_OF_STEPS = frozenset(
    {"fillers", "this_year", "whole_year", "date", "item", "deficit", "fund", "brief"}
)
"""Kinds of words that name what is added to a balance, or taken from it."""


def opens(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word names what a year began with: 上年末滚存结余, 年初结余."""
    token = tokens[place]
    if token.kind != "item":
        return False
    before = tokens[place - 1].kind if place else ""
    return _OPENING in token.meaning or (_LEFT in token.meaning and before in _AT_START)


def adds_opening(tokens: Sequence[Token], place: int) -> bool:
    """Whether what was left the year before is added to something: 加上上年结余, 加历年结余."""
    return bool(_added_opening(tokens, place))


def hides_figure(tokens: Sequence[Token], place: int) -> bool:
    """Whether 加 makes a number one that no cell has, or leaves open which balance is added:
    收入加上年结余, 加历年结余."""
    added = _added_opening(tokens, place)
    before = [token.kind for token in tokens[max(place - 1, 0) : place]]
    dated = any(token.kind in _AT_START or _OPENING in token.meaning for token in added)
    return bool(added) and (before == ["item"] or not dated)


def is_grand_total(token: Token) -> bool:
    """Whether a word may have what was left before in it."""
    return says([token], "with_opening")


def is_step(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word behind a comma adds an amount to a balance, or takes one from it, and says no
    more: not 扣除财政补贴后."""
    steps = words("narrative", "signs", "steps")
    if (
        tokens[place].text not in steps
        or not place
        or tokens[place - 1].kind not in (*ENDS, "join")
    ):
        return False
    behind = [*takewhile(lambda token: token.kind in _OF_STEPS, tokens[place + 1 :])]
    ended = tokens[place + 1 + len(behind) : place + 2 + len(behind)]
    plain = all(
        token.text not in words("narrative", "signs", "having_left_out") for token in behind
    )
    return plain and [token.kind for token in ended] == ["number"]


def _added_opening(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """The words for what was left the year before, behind one that adds it to something; none
    elsewhere."""
    if tokens[place].text not in words("narrative", "signs", "steps"):
        return ()
    near = tokens[place + 1 : place + 1 + NEAR]
    behind = [*takewhile(lambda token: token.kind in _BEFORE_OPENING, near)]
    end = place + 2 + len(behind)
    named = tokens[end - 1 : end]
    of_opening = any({_OPENING, _LEFT}.intersection(token.meaning) for token in named)
    return tokens[place + 1 : end] if of_opening and not says(named, "left_this_year") else ()
