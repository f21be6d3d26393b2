"""What an arrow between two amounts says: 住院14072.36→15136.48，7.6% as 住院由14072.36增加到
15136.48，增长7.6%; and that the first of two is what a line was, where no word does:
养老金3158元涨至3240元."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.rewording.neighbours import start_behind
from sipipeline.language.mentions import Mention

_RATE = "percent"
_BEFORE = frozenset({"item", "fund", "brief", "deficit", ":", "(", "fillers", "average", "benefit"})
"""Kinds of words behind which the first amount is what a line was."""
_CLOSED = ENDS | {")"}
_ARRIVING = (["up", "level"], ["down", "level"])
_SAID_OF_FIRST = CHANGES | {"origin", "budget", "aim", "number", "than", "year_on_year"}
"""Kinds of words that say of a number what it is, where 涨至 stands behind it."""


def with_arrows(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, an arrow between two figures of one kind read as what the first became,
    and a bare rate behind them as by how much."""
    written: list[Token] = []
    way = ""
    for place, token in enumerate(tokens):
        if _starts(tokens, place):
            written.append(_word("origin", token))
        if _points(tokens, place):
            way = _way(tokens[place - 1].mention, tokens[place + 1].mention)
            written.append(_word(way, token))
        elif way and _is_rate_behind(tokens, place):
            written.append(_word(way, token))
        written.append(token)
        way = way if token.kind in ("number", ",", "(") or says([token], "arrows") else ""
    return written


def _word(kind: str, behind: Token) -> Token:
    """A word of a kind that is not written, right before another."""
    return Token(kind, "", behind.start, behind.start)


def _starts(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number is what a line was, which no word says."""
    before = tokens[place - 1].kind if place else ""
    return before in _BEFORE and (_points(tokens, place + 1) or _arrives(tokens, place))


def _arrives(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number is followed by what it rose or fell to, and is not itself by how much."""
    arriving, end = tokens[place + 1 : place + 3], tokens[place + 3 : place + 4]
    if tokens[place].kind != "number" or [one.kind for one in end] != ["number"]:
        return False
    clause = tokens[start_behind(tokens[:place], _CLOSED) : place]
    plain = _SAID_OF_FIRST.isdisjoint(token.kind for token in clause)
    moved = [token.kind for token in arriving] in _ARRIVING
    return moved and plain and bool(_way(tokens[place].mention, end[0].mention))


def _points(tokens: Sequence[Token], place: int) -> bool:
    """Whether an arrow stands between two figures of one kind that differ."""
    beside = tokens[place - 1 : place + 2] if place else ()
    if [token.kind for token in beside] != ["number", "level", "number"]:
        return False
    one, other = beside[0].mention, beside[-1].mention
    return says(beside[1:2], "arrows") and bool(_way(one, other))


def _way(one: Mention | None, other: Mention | None) -> str:
    """Whether a figure is more than one before it, or less; "" where that is open."""
    if one is None or other is None or one.value == other.value:
        return ""
    alike = one.unit == other.unit or not one.unit.symbol
    if not alike or _RATE in (one.unit.dimension, other.unit.dimension):
        return ""
    return "up" if other.value > one.value else "down"


def _is_rate_behind(tokens: Sequence[Token], place: int) -> bool:
    """Whether a rate stands alone between two signs, and says nothing of its way."""
    mention = tokens[place].mention if tokens[place].kind == "number" else None
    rate = mention is not None and mention.unit.dimension == _RATE and mention.value > 0
    signs = [token.kind for token in (*tokens[place - 1 : place], *tokens[place + 1 : place + 2])]
    return rate and all(sign in _CLOSED | {"("} for sign in signs)
