"""Those among which a fund is said to have its place as words that are of no fund, since what
follows is of the one that has it: 仅次于企业养老; 居六项基金第二位."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.language.lexicon import one_of, phrases

_RANK = ("narrative", "statements", "rank")
_NAMES = frozenset({"fund", "brief"})
_OTHERS = frozenset({"fund", "brief", "item", "number"})
_PLACE = re.compile(
    f"{phrases(*_RANK, 'place')}.*(?:{one_of(*_RANK, 'last')}|{one_of(*_RANK, 'first')}"
    f"|{one_of('narrative', 'signs', 'ordinal')}.){one_of(*_RANK, 'counters')}?"
)


def with_rivals(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, the funds behind 仅次于 one word with it, which knows them; a word for
    all funds as none beside a place among them."""
    written: list[Token] = []
    place = 0
    while place < len(tokens):
        rivals = _rivals(tokens, place)
        end = place + 1 + max(0, 2 * len(rivals) - 1)
        last = tokens[end - 1]
        token = replace(tokens[place], end=last.end, behind=tuple(rivals))
        ranked = _ranks_among(tokens, place)
        plain = replace(tokens[place], kind="fillers") if ranked else tokens[place]
        written.append(token if rivals else plain)
        place = end
    return written


def _ranks_among(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word counts all among which the one that was spoken of before has its place, and
    its clause says no more: ，居六项基金第二位."""
    if tokens[place].kind != "total":
        return False
    before = [*takewhile(_goes_on, reversed(tokens[:place]))]
    clause = [*reversed(before), *takewhile(_goes_on, tokens[place:])]
    sign = tokens[place - len(before) - 1].kind if place > len(before) else ""
    text = "".join(token.text for token in clause)
    alone = _OTHERS.isdisjoint(token.kind for token in clause)
    return sign == "," and alone and _PLACE.search(text) is not None


def _goes_on(token: Token) -> bool:
    return token.kind not in ENDS


def _rivals(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """The funds that are listed right behind a word, where it says that another comes next."""
    rivals: list[Token] = []
    at = place + 1
    while tokens[place].kind == "second_to" and at < len(tokens) and tokens[at].kind in _NAMES:
        rivals.append(tokens[at])
        joined = at + 2 < len(tokens) and tokens[at + 1].kind == "join"
        at = at + 2 if joined and tokens[at + 2].kind in _NAMES else len(tokens)
    return rivals
