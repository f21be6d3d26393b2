"""前者 and 后者 behind a list of two names as the names that they mean: 增长较快的是门诊和住院，
前者增长35.2%，后者增长7.3%; and in a sentence behind one that has an amount of each:
其中保费25.18亿元、财政补贴10.85亿元。前者约为后者的2.3倍."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines import back_references
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import is_bare

_CLASSES = {"item": "line", "fund": "fund", "brief": "fund"}
_LINKS = frozenset({"join", "fillers"})
_BEGINNING = SENTENCE_ENDS | {"among", ":"}
"""Kinds of words that a list begins behind."""
_LEADING = frozenset({"fillers", "level"})
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
    if word.kind not in back_references.WORDS:
        return None
    before = _up_to_former(tokens[max(0, at - _FARTHEST) : at])
    begins = at > 0 and tokens[at - 1].kind in ENDS
    listed = _two_names(before) if begins and not _is_beside_other(tokens, at) else None
    names = listed or _two_with_amounts(_sentence_meant(before, tokens, at))
    if names is None:
        return None
    name = names[back_references.WORDS.index(word.kind)]
    return replace(name, start=word.start, end=word.start)


def _sentence_meant(before: Sequence[Token], tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The words of the sentence before that of the word at a place, where this names nothing up to
    there; its own where it says what share that is: 后者占收入的29.7%."""
    ends = [place for place, token in enumerate(before) if token.kind in SENTENCE_ENDS]
    own = before[ends[-1] + 1 :] if ends else before
    named = any(token.kind in _CLASSES for token in own)
    if named:
        return own if [token.kind for token in tokens[at + 1 : at + 2]] == ["share"] else ()
    return before[: ends[-1]] if ends else ()


def _two_with_amounts(told: Sequence[Token]) -> tuple[Token, Token] | None:
    """The two names of the list that a sentence ends with, each with its amount; None for no
    such."""
    begun = [place for place, token in enumerate(told) if token.kind in _BEGINNING]
    parts = told[begun[-1] + 1 :] if begun else told
    named = [place for place, token in enumerate(parts) if token.kind in _CLASSES]
    if len(named) != len(back_references.WORDS):
        return None
    one, other = (parts[place] for place in named)
    stated = all(_states_amount(parts[place + 1 :]) for place in named)
    return (one, other) if stated and _CLASSES[one.kind] == _CLASSES[other.kind] else None


def _states_amount(behind: Sequence[Token]) -> bool:
    """Whether the first words behind a name are an amount, or how many people."""
    first = next((token for token in behind if token.kind not in _LEADING), None)
    mention = first.mention if first is not None and first.kind == "number" else None
    return mention is not None and mention.unit.dimension in ("money", "people")


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
