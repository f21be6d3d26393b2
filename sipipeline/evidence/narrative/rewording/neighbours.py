"""The words around one in its sentence: what stands behind it, and whether a number does."""

from collections.abc import Collection, Sequence

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_payable_to_one, says
from sipipeline.language.lexicon import words

CLAUSE_ENDS = ENDS | {")"}
NEAR = 8
"""Words beside one that are looked at for what it belongs to."""
FARTHEST = 24
"""Words before one in which its sentence must begin."""


def kinds_behind(tokens: Sequence[Token], place: int) -> Sequence[str]:
    """The kinds of the two words behind one."""
    return [one.kind for one in tokens[place + 1 : place + 3]]


def leads_to_yuan(tokens: Sequence[Token], place: int) -> bool:
    """Whether an amount in yuan stands right behind a word."""
    mention = tokens[place + 1].mention if kinds_behind(tokens, place)[:1] == ["number"] else None
    return is_payable_to_one(mention)


def leads_to_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number stands right behind a word, or behind 约 or 才: 余约216万."""
    near = tokens[place + 1 : place + 3]
    about = near[:1] and (near[0].text in words("about", "before") or says(near[:1], "no_more"))
    return [token.kind for token in near[bool(about) :][:1]] == ["number"]


def start_behind(tokens: Sequence[Token], signs: Collection[str]) -> int:
    """The place behind the last of some signs; 0 where there is none."""
    places = (place + 1 for place in reversed(range(len(tokens))) if tokens[place].kind in signs)
    return next(places, 0)


def last_clause(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words behind the last sign that parts clauses."""
    return tokens[start_behind(tokens, ENDS) :]
