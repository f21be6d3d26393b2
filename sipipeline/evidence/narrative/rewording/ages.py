"""Ages that say no more than the law does of all whom they stand before: residents draw their
pension from 60 on, 60周岁以上领取待遇人员, and pay in before, 16—59周岁缴费人员."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile

from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.rewording.neighbours import NEAR

_PENSION = "resident_pension"
_NAMES = frozenset({"fund", "brief", "total"})
_BESIDE = frozenset({"fillers", "join"})
"""Kinds of words between an age and those who have it: 60周岁及以上的."""
_TO = "level"
"""The kind of the word between the ends of a span of ages: 16至59周岁."""
_AGES = {60.0: "headcounts.retirees", 59.0: "headcounts.contributors"}
"""Whom all residents of an age, or up to it, are by the law."""


def with_ages(tokens: Sequence[Token], own: Own) -> Sequence[Token]:
    """The tokens, an age as a word that tells nothing, where all those it stands before have it."""
    idle = {at for place in range(len(tokens)) for at in _idle(tokens, place, own)}
    return [
        replace(token, kind="fillers", mention=None) if place in idle else token
        for place, token in enumerate(tokens)
    ]


def _idle(tokens: Sequence[Token], place: int, own: Own) -> Iterator[int]:
    """The places of the words of an age that tells nothing; none where it does, or is none."""
    token = tokens[place]
    if token.kind != "part" or token.mention is None or not _is_of_residents(tokens[:place], own):
        return
    behind = dropwhile(lambda one: one.kind in _BESIDE, tokens[place + 1 : place + NEAR])
    who = next((one.meaning for one in behind), ())
    if _AGES.get(token.mention.value) not in who:
        return
    yield place
    for at in range(place - 1, max(-1, place - NEAR), -1):
        if tokens[at].kind != _TO and not _is_bare(tokens[at]):
            return
        yield at


def _is_bare(token: Token) -> bool:
    """Whether a word is a number without a unit, as the beginning of a span is: 16至59周岁."""
    return token.kind == "number" and token.mention is not None and not token.mention.unit.symbol


def _is_of_residents(before: Sequence[Token], own: Own) -> bool:
    """Whether the fund that was named last is the residents' pension, or the only one there is."""
    named = next((token for token in reversed(before) if token.kind in _NAMES), None)
    return own.funds == (_PENSION,) if named is None else named.meaning == (_PENSION,)
