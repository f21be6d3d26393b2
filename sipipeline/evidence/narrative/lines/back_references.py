"""前者 and 后者: which of the last two figures of a sentence is meant."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines.tokens import Token

WORDS = ("former", "latter")
"""Kinds of words that mean one of two."""


def meant(tokens: Sequence[Token]) -> str:
    """The kind of the first word that means one of two; "" for none."""
    return next((token.kind for token in tokens if token.kind in WORDS), "")


def in_front(stated: Sequence[str], word: str) -> tuple[str, str] | None:
    """The last two of the figures that were stated, the one that is meant in front; None where
    there are no two."""
    if len(stated) < len(WORDS):
        return None
    former, latter = stated[-2:]
    return (former, latter) if word == "former" else (latter, former)
