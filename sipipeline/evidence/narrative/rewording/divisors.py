"""Words that say by whose number an amount is divided, 按平均离退休人数127863人测算: no plan."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.language.lexicon import words

_RECKONED = ("narrative", "workings", "reckoned")


def with_divisors(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, 测算 behind a number of people as no more than a filler."""
    pairs = zip([None, *tokens], tokens)
    return [
        replace(token, kind="fillers") if _is_of_people(before) and _reckons(token) else token
        for before, token in pairs
    ]


def _reckons(token: Token) -> bool:
    return token.text in words(*_RECKONED)


def _is_of_people(token: Token | None) -> bool:
    mention = token.mention if token is not None else None
    return mention is not None and mention.unit.dimension == "people"
