"""What is left without a part, right behind it, with the name of its whole: 收入扣除上级补助后为
1311万元 as 扣除上级补助后，收入为1311万元."""

from collections.abc import Sequence
from itertools import takewhile, zip_longest

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.questions.subjects import is_bare

_PART = frozenset({"item", "join", "fillers"})
_BEFORE_NUMBER = frozenset({"fillers", "level"})
_FARTHEST = 24
"""Words of a sentence before what is left out among which the whole is named."""


def with_wholes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, the name of each such whole put before the number that is left of
    it."""
    tokens = _without_itself(tokens)
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _end_of_part(tokens, at)
        whole = _whole_before(written) if end > at else None
        if whole is None:
            written.append(tokens[at])
            at += 1
            continue
        part = tokens[at:end]
        sign = Token(",", "", part[-1].end, part[-1].end)
        name = Token(whole.kind, whole.text, part[-1].end, part[-1].end, whole.meaning)
        written += [*part, sign, name]
        at = end
    return written


def _without_itself(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, 自身 left out before the side of a fund of which its sentence has said what is
    left out: 剔除上级补助后，基金自身收入33146万元."""
    written: list[Token] = []
    left_out = False
    for token, behind in zip_longest(tokens, tokens[1:]):
        left_out = token.kind not in SENTENCE_ENDS and (left_out or says([token], "leaving_out"))
        of_side = behind is not None and behind.kind == "item" and is_bare(behind)
        if not (left_out and of_side and says([token], "by_itself")):
            written.append(token)
    return written


def _end_of_part(tokens: Sequence[Token], at: int) -> int:
    """The place behind 扣除上级补助后, where but an amount follows; the same place elsewhere."""
    if not says(tokens[at : at + 1], "leaving_out"):
        return at
    part = [*takewhile(lambda token: token.kind in _PART, tokens[at + 1 :])]
    end = at + 1 + len(part)
    led = [*takewhile(lambda token: token.kind in _BEFORE_NUMBER, tokens[end:])]
    left = any(map(is_amount, tokens[end + len(led) :][:1]))
    named = any(token.kind == "item" for token in part)
    return end if named and left and says(part[-1:], "left_behind") else at


def _whole_before(before: Sequence[Token]) -> Token | None:
    """The side of a fund, or its balance, that the sentence has named last; None where it named
    anything else, or a budget."""
    near = reversed(before[-_FARTHEST:])
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS | {";"}, near)]
    named = next((token for token in sentence if token.kind in ("item", "deficit")), None)
    if named is None or any(token.kind == "budget" for token in sentence):
        return None
    return named if named.kind == "deficit" or is_bare(named) else None
