"""What a bracket says to be included in a figure, or a word what it is used for, which changes
nothing of what it is of: 保险费（含居民个人缴费） as 保险费, 用于社会保险待遇的支出 as
社会保险待遇支出."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.tokens import Token, says

_NAMES = frozenset({"fund", "total", "brief", "item"})
_OPENED = ["(", "among"]


def with_inclusions(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without a bracket behind a name that says what is included in it, unless it has a
    number of its own."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        at = _end_of_inclusion(tokens, at)
        written += tokens[at : at + 1]
        at += 1
    return written


def with_purposes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, 用于 before a name of which it is said that it is spent known as a word that says
    nothing."""
    return [
        replace(token, kind="fillers") if _is_purpose(tokens, place) else token
        for place, token in enumerate(tokens)
    ]


def _end_of_inclusion(tokens: Sequence[Token], start: int) -> int:
    """The place behind the bracket that closes what is included; the place itself where none
    begins there."""
    opened = [token.kind for token in tokens[start : start + len(_OPENED)]] == _OPENED
    behind_name = start > 0 and tokens[start - 1].kind in _NAMES
    if not (opened and behind_name and says(tokens[start + 1 : start + 2], "including")):
        return start
    for place in range(start + 1, len(tokens)):
        if tokens[place].kind == ")":
            return place + 1
        if tokens[place].mention is not None:
            break
    return start


def _is_purpose(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word says what is spent by a name behind it: 用于 社会保险待遇 的 支出."""
    kinds = [token.kind for token in tokens[place : place + 4]]
    spent = says(tokens[place + 3 : place + 4], "expenditure")
    return kinds == ["used", "item", "fillers", "item"] and spent
