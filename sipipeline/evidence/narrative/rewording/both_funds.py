"""二者 behind two funds of which no amount was stated as these funds and their line:
财政补贴中居民医保最多，居民养老次之，二者合计217962.10万元."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says

_NAMES = frozenset({"fund", "brief"})
_STATED = frozenset({"number", "total", "join"})
_BOTH = 2
_FARTHEST = 32
"""Words before 二者 among which the funds stand."""


def with_both_meant(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, each 二者 that means two funds replaced by their names and their
    line."""
    written: list[Token] = []
    for place, token in enumerate(tokens):
        meant = _meant(tokens[max(0, place - _FARTHEST) : place], token)
        written += [replace(one, start=token.start, end=token.start) for one in meant] or [token]
    return written


def _meant(before: Sequence[Token], word: Token) -> Sequence[Token]:
    """The two funds and the line that a word behind them means; nothing where it means others."""
    if not says([word], "both"):
        return ()
    near = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(before))]
    funds = [token for token in reversed(near) if token.kind in _NAMES]
    lines = [token for token in near if token.kind == "item"]
    stated = any(token.kind in _STATED for token in near)
    if stated or len(funds) != _BOTH or len(lines) != 1:
        return ()
    return (funds[0], replace(funds[0], kind="join"), funds[1], lines[0])
