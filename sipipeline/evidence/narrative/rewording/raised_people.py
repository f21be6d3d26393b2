"""Those who got more, where words behind their number say so: 月人均增加101.8元，8654人已全部
补发到位 as 月人均增加101.8元，补发到位8654人."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from sipipeline.evidence.narrative.lines.segments import ENDS, MOST_A_HEAD, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says

_ADJUSTED = ("benefit_levels.adjusted",)
_ELIGIBLE = ("benefit_levels.eligible",)
_SIGNS = ENDS | {"(", ")"}
_IDLE = frozenset({"fillers", "each", "outcome"})
"""Kinds of words that may part a number from what is said of it."""
_OF_WHOM = frozenset({"fillers", "fund", "brief", "place", "own", "this_year", "whole_year"})
"""Kinds of words that may stand before people of whom words behind say what they are."""
_FARTHEST = 48
"""Words before a number in which its sentence must say that people get more."""
_NEAR = 8
"""Words behind a number that are looked at."""


def with_raised_people(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, what says of people whom nothing else names that they got more put
    before their number; so is it said of those counted right behind by how much that is."""
    written: list[Token] = []
    for place, token in enumerate(tokens):
        if _are_unnamed(tokens, place) and (said := _said(tokens, place)) is not None:
            written.append(said)
        written.append(_name(tokens, place) or token)
    return written


def _counts_people(token: Token) -> bool:
    mention = token.mention if token.kind == "number" else None
    return mention is not None and mention.unit.dimension == "people"


def _are_unnamed(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word is a number of people before which its clause says but of whom it is."""
    if not _counts_people(tokens[place]):
        return False
    start = place
    while start and tokens[start - 1].kind in _OF_WHOM:
        start -= 1
    return not start or tokens[start - 1].kind in _SIGNS


def _said(tokens: Sequence[Token], place: int) -> Token | None:
    """The word that says of people behind their number that they got more; None where none does."""
    behind = [one for one in tokens[place + 1 : place + 1 + _NEAR] if one.kind not in _IDLE]
    first = behind[0] if behind else None
    if first is not None and (first.meaning == _ADJUSTED or _is_paid_up(tokens, place, first)):
        return _as_adjusted(first, tokens[place])
    more = [one.kind for one in behind[:2]] == ["average", "up"] and _is_of_raise(tokens, place)
    return _as_adjusted(behind[0], tokens[place]) if more else None


def _is_paid_up(tokens: Sequence[Token], place: int, said: Token) -> bool:
    """Whether people got what is owed to them, in a sentence that says that they get more."""
    return says([said], "got_more") and _is_of_raise(tokens, place)


def _is_of_raise(tokens: Sequence[Token], place: int) -> bool:
    """Whether the sentence of a word says before it what a person gets, or that it is raised."""
    for token in reversed(tokens[max(0, place - _FARTHEST) : place]):
        if token.kind in SENTENCE_ENDS or token.kind == ";":
            return False
        if token.kind == "raising" or _is_a_heads(token):
            return True
    return False


def _is_a_heads(token: Token) -> bool:
    """Whether a number is so few yuan that it is what a person gets."""
    mention = token.mention if token.kind == "number" else None
    money = mention is not None and mention.unit.dimension == "money"
    return (
        mention is not None and money and mention.unit.factor == 1 and mention.value < MOST_A_HEAD
    )


def _name(tokens: Sequence[Token], place: int) -> Token | None:
    """A word that leads to how many got more, or may get more, as the name of these:
    补发人数2248人, 符合条件的36412人全部调整到位; None where it does not."""
    token = tokens[place]
    if token.kind != "rest" or not says([token], "got_more"):
        return None
    near = tokens[place + 1 : place + 1 + _NEAR]
    behind = [*dropwhile(lambda one: one.kind == "fillers", near)]
    if not any(map(_counts_people, behind[:1])):
        return None
    may_get = says([token], "meeting_conditions")
    raised = any(map(_says_raised, behind)) if may_get else _is_of_raise(tokens, place)
    meaning = _ELIGIBLE if may_get else _ADJUSTED
    return replace(token, kind="benefit", meaning=meaning) if raised else None


def _says_raised(token: Token) -> bool:
    return token.kind == "raising" or token.meaning == _ADJUSTED


def _as_adjusted(said: Token, before: Token) -> Token:
    """A word that says that people got more, right before another."""
    return replace(
        said, kind="benefit", meaning=_ADJUSTED, start=before.start, end=before.start, mention=None
    )
