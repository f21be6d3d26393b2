"""Funds that a bound sorts out, as if the bound were said of them: 完成预算105%以上的仅工伤保险 as
工伤保险完成预算105%以上的仅."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says

_BOUNDS = frozenset({">", ">=", "<", "<="})
_NAMES = frozenset({"fund", "brief"})
_SIGNS = ENDS | {"(", ")", "number"}


def with_sorted_funds(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a line, a fund that a bound sorts out before its clause; a bound that sorts out
    several is no number of theirs, and no other's."""
    written = [*tokens]
    for place in reversed([*_bounds(tokens)]):
        start = place - len([*takewhile(_is_of_clause, reversed(written[:place]))])
        names = _sorted_out(written, place)
        if not names or any(token.kind in (*_NAMES, "total") for token in written[start:place]):
            continue
        if len(names) > 1:
            written[place] = replace(written[place], kind="rest", mention=None)
            continue
        named = replace(written.pop(names[0]), kind="fund")
        begin = written[start].start
        written.insert(start, replace(named, start=begin, end=begin))
    return written


def _bounds(tokens: Sequence[Token]) -> Iterator[int]:
    """The places of numbers that are bounds."""
    for place, token in enumerate(tokens):
        if token.kind == "number" and token.mention is not None and token.mention.op in _BOUNDS:
            yield place


def _is_of_clause(token: Token) -> bool:
    return token.kind not in _SIGNS


def _sorted_out(tokens: Sequence[Token], place: int) -> Sequence[int]:
    """The places of the names of the funds that a bound sorts out: 105%以上的有工伤保险、失业."""
    beside = [*takewhile(lambda token: token.kind == "fillers", tokens[place + 1 :])]
    if not says(beside, "sorting"):
        return ()
    first = place + 1 + len(beside)
    listed = takewhile(lambda at: tokens[at].kind in (*_NAMES, "join"), range(first, len(tokens)))
    return [at for at in listed if tokens[at].kind in _NAMES]
