"""A rate of change that came from one figure to another, named again before the second:
支出增幅由上年的9.6%回落到7.6% as 支出增幅由上年的9.6%回落到增幅7.6%."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.rewording.neighbours import CLAUSE_ENDS, NEAR

_TURNS = ["level", "number"]
"""Kinds of words that say what something came to: 到 7.6%."""


def with_turned_rates(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, the name of a rate once more before what it came to, where its clause says what
    it was."""
    known: list[Token] = []
    for place, token in enumerate(tokens):
        known.append(token)
        rate = _rate_before(tokens, place) if _arrives(tokens, place) else None
        known += [replace(rate, start=token.end, end=token.end)] if rate is not None else []
    return known


def _arrives(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word leads to what a percentage came to: 回落 到 7.6%."""
    near = tokens[place : place + 2]
    mention = near[-1].mention if [token.kind for token in near] == _TURNS else None
    return mention is not None and mention.unit.dimension == "percent"


def _rate_before(tokens: Sequence[Token], place: int) -> Token | None:
    """The name of the rate that a clause says to have come from a figure to that behind a word."""
    near = reversed(tokens[max(0, place - NEAR) : place])
    clause = [*takewhile(lambda token: token.kind not in CLAUSE_ENDS, near)]
    kinds = [token.kind for token in clause]
    if "number" not in kinds or "origin" not in kinds:
        return None
    named = clause[kinds.index("origin") + 1 :][:1]
    stated = kinds.index("number") < kinds.index("origin")
    return named[0] if stated and says(named, "growth_rates") else None
