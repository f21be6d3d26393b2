"""How many people maintain one, as so many times as many: 2.09名在职人员供养1名退休人员 as
在职人员是退休人员的2.09倍."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.language.lexicon import table, words
from sipipeline.language.units import FOLD

_PEOPLE = "headcounts"
_LED_BY = 2
"""Words before such a turn that may lead to it: 平均 每."""
_TURN = 5
"""Words of such a turn: 2.09名 在职人员 供养 1名 退休人员."""


def with_maintaining(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, each such turn in the words of the other, 平均每 before it left out."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        turn = tokens[at : at + _TURN]
        if _maintains(turn):
            for place in range(max(0, len(written) - _LED_BY), len(written)):
                if _leads(written[place]):
                    written[place] = replace(written[place], kind="fillers")
            written += _times(*turn)
            at += _TURN
        else:
            written.append(tokens[at])
            at += 1
    return written


def _leads(token: Token) -> bool:
    """Whether a word says no more than that so many maintain each: 平均, 每."""
    return token.kind == "average" or token.text == str(table()["per"]["prefix"])


def _maintains(turn: Sequence[Token]) -> bool:
    """Whether words say how many people maintain one."""
    if len(turn) < _TURN:
        return False
    many, who, doing, one, whom = turn
    numbers = [token.mention for token in (many, one) if token.mention is not None]
    counted = len(numbers) == len((many, one)) and numbers[1].value == 1
    return counted and says([doing], "maintaining") and _counts(who) and _counts(whom)


def _counts(token: Token) -> bool:
    """Whether a word names a head-count."""
    named = [keys.family(name) for name in token.meaning]
    return token.kind == "item" and bool(named) and {*named} == {_PEOPLE}


def _times(many: Token, who: Token, doing: Token, one: Token, whom: Token) -> Iterator[Token]:
    """The words of a turn, the number at their end."""
    being = replace(doing, kind="fillers", text=words("narrative", "signs", "being")[0])
    names = (who, being, whom)
    for name in names:
        yield replace(name, start=many.start, end=many.start)
    if many.mention is not None:
        yield replace(many, kind="number", mention=replace(many.mention, unit=FOLD))
    yield replace(one, kind="fillers", mention=None, end=whom.end)
