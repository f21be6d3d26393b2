"""People who are paid a pension are those of a pension fund, be it that their name may mean another
fund as well: 城乡居民 in 为64206名城乡居民发放养老金."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.rewording.neighbours import NEAR
from sipipeline.language.lexicon import words

_PENSION = "resident_pension"


def with_pensioners(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, residents right before 养老金, or 发放养老金, known as those of their pension."""
    return [
        replace(token, kind="fund", meaning=(_PENSION,)) if _are_paid(tokens, place) else token
        for place, token in enumerate(tokens)
    ]


def _are_paid(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word means residents, and what they are paid is called a pension."""
    if tokens[place].kind != "brief" or tokens[place].meaning[:1] != (_PENSION,):
        return False
    near = tokens[place + 1 : place + NEAR]
    paid = [*dropwhile(lambda token: token.kind == "fillers", near)][:1]
    return any(token.text in words("narrative", "compounds", "pensions") for token in paid)
