"""Words that say what several are of a whole, or one is of a change, in fewer words than 合计占:
个人缴费…、财政补贴…，两项占收入的93.8%; 支出增加…，其中住院拉动81.8%; 累计结余中职工医保占71.3%; or
that a part is an amount: 支出增加…，住院占1321.72万元."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, is_in_points
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, lines_counted, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.language.lexicon import words

_WHOLE = 6
"""Words behind 在 of which one is 中."""
_OF_WHOLE = frozenset(
    {"item", "fund", "total", "own", "place", "whole_year", "this_year", "fillers"}
)
"""Kinds of words that name a whole."""
_PARTS = frozenset({"item", "fund", "brief"})
"""Kinds of words for what contributes to a change."""


def with_shares(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, 两项 right before 占 known as two together, and 拉动 between a part and a percent
    as 占, where an amount stands before it and no rate, of which it may be a part: 增长8.1%, or
    its sentence names the whole: 在收入94944.61万元中. 中 before the share of a fund ends its
    clause."""
    tokens = _with_whole_behind(tokens)
    known: list[Token] = []
    of_amount = False
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 : place + 2]
        if _counts_parts(token) and any(one.kind == "share" for one in behind):
            token = replace(token, kind="sums")
        elif _contributes(token, known, behind, of_amount):
            token = replace(token, kind="share")
        elif token.kind == "share" and any(map(is_amount, behind)):
            token = _as_way(token, known) if of_amount else replace(token, kind="fillers")
        known.append(token)
        if _opens_parts(token, known[-2:-1], tokens[place + 1 : place + 3]):
            known.append(Token(",", "", token.end, token.end))
        of_amount = _is_of_amount(token, of_amount, known[-2:-1])
    return known


def _with_whole_behind(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, 在收入中占 and 在收入中的份额为 known as 占收入."""
    for place, token in enumerate(tokens):
        end = _end_of_whole(tokens, place) if says([token], "inside") else None
        if end is not None:
            share = replace(tokens[end], text=words("narrative", "signs", "sharing")[0])
            named = [one for one in tokens[place + 1 : end] if one.kind in _OF_WHOLE]
            whole = [replace(share, end=share.start), *named]
            return [*tokens[:place], *whole, *_with_whole_behind(tokens[end + 1 :])]
    return tokens


def _end_of_whole(tokens: Sequence[Token], place: int) -> int | None:
    """The place of 占 behind 在, a whole and 中, be it 仅占; None where there is no such."""
    near = tokens[place + 1 : place + 1 + _WHOLE]
    named = [*takewhile(lambda token: not _is_within(token), near)]
    end = place + 2 + len(named)
    end += sum(token.kind == "fillers" for token in tokens[end : end + 1])
    led = [token.kind for token in tokens[end : end + 3] if token.kind != "level"]
    whole = "item" in {token.kind for token in named} <= _OF_WHOLE
    return end if whole and led[:2] == ["share", "number"] else None


def _is_within(token: Token) -> bool:
    """Whether a word says that parts of what is named before it follow: 中, 里."""
    return says([token], "within") or says([token], "within_lead")


def _as_way(token: Token, before: Sequence[Token]) -> Token:
    """占 before an amount behind a change, as the way that its whole went."""
    ways = (one for one in reversed(before) if one.kind in CHANGES)
    way = next(ways, token)
    return replace(way, start=token.start, end=token.end)


def _opens_parts(token: Token, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether 中 stands between a line and the first of the funds that have a share in it:
    累计结余 中 职工医保占71.3%."""
    of_line = any(one.kind == "item" for one in before)
    return of_line and [one.kind for one in behind] == ["fund", "share"] and says([token], "within")


def _contributes(
    token: Token, before: Sequence[Token], behind: Sequence[Token], of_amount: bool
) -> bool:
    """Whether a word between a part and a percent says what the part contributes to a change, or to
    a whole that its sentence has named."""
    told = token.text in words("narrative", "signs", "contributing")
    named = any(one.kind in _PARTS for one in before[-1:])
    share = told and named and any(map(_is_percent, behind))
    return share and (of_amount or _names_whole(before))


def _names_whole(before: Sequence[Token]) -> bool:
    """Whether a sentence speaks of what is within something that is no change."""
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(before))]
    return any(map(_is_within, sentence)) and not any(one.kind in CHANGES for one in sentence)


def _is_of_amount(token: Token, before: bool, word: Sequence[Token]) -> bool:
    """Whether the last number of a sentence up to a word is by how much something changed, or what
    another contributes to that."""
    if token.kind in SENTENCE_ENDS:
        return False
    if token.kind != "number":
        return before
    if is_amount(token):
        return any(one.kind in CHANGES for one in word)
    return before and any(one.kind == "share" for one in word)


def _counts_parts(token: Token) -> bool:
    """Whether a word counts what was named before it: 两项, 二者."""
    return lines_counted(token) > 1 or (token.kind == "rest" and says([token], "counted_parts"))


def _is_percent(token: Token) -> bool:
    """Whether a number is a percentage, and no difference of two."""
    mention = token.mention
    if mention is None or mention.unit.dimension != "percent":
        return False
    return not is_in_points(mention)
