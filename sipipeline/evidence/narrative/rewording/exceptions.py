"""All funds but some, of each of which something is said: 除工伤保险外均增长; 只有工伤下降，
其余四项基金均增长."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.numbers import number_at

_HERE = ("narrative", "exceptions")
_FUNDS = frozenset({"fund", "brief"})
_FARTHEST = 48
"""Words of a sentence before 其余 that are looked at."""
_LONGEST = 8
"""Words that name those that are excepted, or the others."""


def with_exceptions(tokens: Sequence[Token], own: Own) -> list[Token]:
    """The tokens of a line, such words known as one name of funds, those that are excepted behind
    it, where their clause says something of each and states no number."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        found = _but(tokens, at) or _others(tokens, at, own)
        if found is None or not _says_of_each(tokens[found.end :]):
            written.append(tokens[at])
            at += 1
            continue
        said = tokens[at : found.end]
        text = "".join(token.text for token in said)
        written.append(Token("fund", text, said[0].start, said[-1].end, behind=found.excepted))
        at = found.end
    return written


class _Exception(NamedTuple):
    excepted: tuple[Token, ...]
    """The funds of which nothing is said."""
    end: int
    """The place behind the words."""


def _but(tokens: Sequence[Token], at: int) -> _Exception | None:
    """除工伤和失业保险外，其余各项; None for other words."""
    if tokens[at].text not in words(*_HERE, "but"):
        return None
    near = tokens[at + 1 : at + 1 + _LONGEST]
    named = [*takewhile(lambda token: token.kind in _FUNDS | {"join"}, near)]
    funds = tuple(token for token in named if token.kind in _FUNDS)
    end = at + 1 + len(named)
    outside = any(token.text in words(*_HERE, "outside") for token in tokens[end : end + 1])
    if not funds or not outside:
        return None
    end += 1 + ([token.kind for token in tokens[end + 1 : end + 2]] == [","])
    return _Exception(funds, _end_of_rest(tokens, end) or end)


def _others(tokens: Sequence[Token], at: int, own: Own) -> _Exception | None:
    """其余四项基金, behind words that name the others; None where it may be of anything else."""
    begins = at > 0 and tokens[at - 1].kind in ENDS - SENTENCE_ENDS
    end = _end_of_rest(tokens, at) if begins else None
    if end is None:
        return None
    sentence = [*_sentence(tokens, at)]
    named = tuple(token for token in sentence if token.kind in _FUNDS)
    said = "".join(token.text for token in tokens[at:end])
    of_funds = has(said, *_HERE, "funds") or any(token.kind == "total" for token in sentence)
    return _Exception(named, end) if of_funds and _are_left(said, named, own) else None


def _are_left(said: str, named: Sequence[Token], own: Own) -> bool:
    """Whether as many funds are left of those that are named as words for the others count, if they
    count them."""
    funds = {resolved(token, own) for token in named}
    number = _number(said)
    fits = number is None or number == len(own.funds) - len(funds)
    return bool(funds) and None not in funds and fits


def _sentence(tokens: Sequence[Token], at: int) -> Iterator[Token]:
    """The words of a sentence before a place, the last first."""
    before = reversed(tokens[max(0, at - _FARTHEST) : at])
    return takewhile(lambda token: token.kind not in SENTENCE_ENDS, before)


def _end_of_rest(tokens: Sequence[Token], at: int) -> int | None:
    """The place behind the words for the others that begin at one, 其余 五项; None for no such."""
    said, end = "", None
    for place in range(at, min(len(tokens), at + _LONGEST)):
        said += tokens[place].text
        end = place + 1 if _REST.fullmatch(said) else end
    return end


_REST = WordPattern("{rest}(?:{all}|.{counters})?{funds}?", *_HERE)


def _number(said: str) -> float | None:
    """The number that words for the others count; None where they count none."""
    found = [number_at(said, place) for place in range(len(said))]
    return next((one.value for one in found if one is not None), None)


def _says_of_each(behind: Sequence[Token]) -> bool:
    """Whether the clause goes on to say something of each of several, without a number."""
    clause = [*takewhile(lambda token: token.kind not in ENDS, behind)]
    plain = all(token.mention is None for token in clause)
    said = "".join(token.text for token in clause)
    return plain and has(said, "narrative", "statements", "every")
