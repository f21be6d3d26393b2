"""前者 and 后者 behind a list of two names as the names that they mean: 增长较快的是门诊和住院，
前者增长35.2%，后者增长7.3%."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines import back_references
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import is_bare

_CLASSES = {"item": "line", "fund": "fund", "brief": "fund"}
_LINKS = frozenset({"join", "fillers"})
_FARTHEST = 32
"""Words before 前者 among which the list stands."""


def with_names_meant(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, each 前者 or 后者 that begins a clause replaced by the name that it
    means; the figures of the last two names are left to those who look for figures."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        name = _meant(tokens, at)
        written.append(name or tokens[at])
        at += 1
        if name is not None and name.kind == "item" and any(map(is_bare, tokens[at : at + 1])):
            at += 1
    return written


def _meant(tokens: Sequence[Token], at: int) -> Token | None:
    """The name that the word at a place means; None where it means none or a figure."""
    word = tokens[at]
    begins = at > 0 and tokens[at - 1].kind in ENDS
    if word.kind not in back_references.WORDS or not begins or _is_beside_other(tokens, at):
        return None
    names = _two_names(_up_to_former(tokens[max(0, at - _FARTHEST) : at]))
    if names is None:
        return None
    name = names[back_references.WORDS.index(word.kind)]
    return replace(name, start=word.start, end=word.start)


def _is_beside_other(tokens: Sequence[Token], at: int) -> bool:
    """Whether the clause of a word compares one of two with the other: 前者比后者多."""
    clause = takewhile(lambda token: token.kind not in ENDS, tokens[at + 1 :])
    return bool(back_references.meant([*clause]))


def _up_to_former(before: Sequence[Token]) -> Sequence[Token]:
    """The words before 后者, up to 前者 where its sentence has said something of that."""
    for place in range(len(before) - 1, -1, -1):
        if before[place].kind in SENTENCE_ENDS:
            break
        if before[place].kind in back_references.WORDS:
            return before[:place]
    return before


def _two_names(before: Sequence[Token]) -> tuple[Token, Token] | None:
    """The names of the list of two that words end with, but for what is said of both; None for no
    such."""
    named = [place for place, token in enumerate(before) if token.kind in _CLASSES]
    if _is_of_funds(before, named):
        named = named[:-1]
    pair, further = named[-2:], named[-3:-1]
    if not _are_listed(before, pair) or _are_listed(before, further):
        return None
    return before[pair[0]], before[pair[1]]


def _is_of_funds(before: Sequence[Token], named: Sequence[int]) -> bool:
    """Whether the last name is the line of the funds that are listed right before it:
    机关养老、职工医保年末滚存结余."""
    kinds = [before[place].kind for place in named[-2:]]
    listed = _are_listed(before, named[-3:-1])
    beside = listed and {token.kind for token in before[named[-2] + 1 : named[-1]]} <= {"fillers"}
    return beside and kinds[-1] == "item" and kinds[0] != "item"


def _are_listed(before: Sequence[Token], pair: Sequence[int]) -> bool:
    """Whether but a sign or 和 parts two names of one class."""
    if len(pair) < len(back_references.WORDS):
        return False
    one, other = pair
    kinds = {token.kind for token in before[one + 1 : other]}
    alike = _CLASSES[before[one].kind] == _CLASSES[before[other].kind]
    return alike and "join" in kinds and kinds <= _LINKS
