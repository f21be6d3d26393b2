"""Ranges as two bounds: 执行率介于97%至112%之间 says 执行率不低于97%，执行率不高于112%."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.language.lexicon import has, words
from sipipeline.language.mentions import Mention

_COMMA = Token(",", ",", 0, 0)
_SIGNS = ENDS | frozenset({"(", ")", "number"})
_WAYS = CHANGES | {"origin", "than", "date", "level"}
"""Kinds of words before two numbers of which the second is what the first came to."""
_LONGEST_SIGN = 2
"""Characters of the sign between the ends of a range: - or ~."""


def with_bounds(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, each range as its least and its most, led by the same words."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        behind = _end_of_range(tokens, at)
        leader = [] if behind is None else [*_leader(written)]
        if behind is None or any(token.kind == "aim" for token in leader):
            written.append(tokens[at])
            at += 1
            continue
        written = [*written[: len(written) - len(leader)], *_bounds(leader, tokens[at:behind])]
        at = behind
        at += int(says(tokens[at : at + 1], "range_ends"))
    return written


def ends_range(segment: Segment) -> bool:
    """Whether its number is one end of a range, which may have been rounded."""
    return any(token.kind == "level" and says([token], "between") for token in segment.tokens)


def is_of_each(segment: Segment) -> bool:
    """Whether a range is that of each of several funds, and of none together: 各险种执行率在…."""
    several = [token for token in segment.tokens if token.kind == "total" and _counts(token)]
    return ends_range(segment) and bool(several)


def _counts(total: Token) -> bool:
    """Whether all funds are spoken of one by one: 五个险种, 各项基金."""
    return has(total.text, "narrative", "signs", "one_by_one")


def _end_of_range(tokens: Sequence[Token], at: int) -> int | None:
    """The place behind the range that a number at a place begins; None where none does."""
    if tokens[at].kind != "number":
        return None
    word = says(tokens[at + 1 : at + 2], "range_joins")
    end = at + 1 + word
    if end >= len(tokens) or tokens[end].kind != "number":
        return None
    led = says(tokens[max(at - 1, 0) : at], "between")
    if not _go_together(tokens[at].mention, tokens[end].mention, led=led):
        return None
    apart = 0 < tokens[end].start - tokens[at].end <= _LONGEST_SIGN
    said = led or says(tokens[end + 1 : end + 2], "range_ends")
    return end + 1 if (said or _is_plain(tokens, at, end) if word else apart) else None


def _is_plain(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether two numbers with 至 between are a range though no word says so: no 由 stands before
    them, and nothing that changed: 按984元至1020元的标准."""
    low = tokens[at].mention
    kinds = {token.kind for token in _leader(tokens[:at])}
    plain = kinds.isdisjoint(_WAYS)
    return plain and low is not None and bool(low.unit.symbol) and tokens[end - 1].text == _to()


def _to() -> str:
    """The word that a range has between its ends where nothing else says that it is one."""
    return words("narrative", "signs", "range_joins")[0]


def _go_together(low: Mention | None, high: Mention | None, *, led: bool) -> bool:
    """Whether two numbers may be the ends of a range: the first may leave out the unit; where a
    word leads to it, it and what follows may bound either: 控制在95%至105%以内."""
    if low is None or high is None:
        return False
    if not {low.op, high.op} <= {"", "<=" if led else ""}:
        return False
    return low.unit.dimension in ("", high.unit.dimension) and not low.unit.per


def _leader(written: Sequence[Token]) -> Sequence[Token]:
    """The words that lead to a range, to the last sign or number."""
    start = len(written)
    while start and written[start - 1].kind not in _SIGNS:
        start -= 1
    return written[start:]


def _bounds(leader: Sequence[Token], found: Sequence[Token]) -> Iterator[Token]:
    """The two ends of a range, each with its words."""
    low, high = found[0], found[-1]
    if low.mention is None or high.mention is None:
        return
    least = low.mention if low.mention.unit.symbol else replace(low.mention, unit=high.mention.unit)
    between = Token("level", words("narrative", "signs", "between")[0], low.start, low.start)
    leader = [token for token in leader if not says([token], "between") and token.kind != "origin"]
    yield from (*leader, between, replace(low, mention=replace(least, op=">=")), _COMMA)
    yield from (*leader, between, replace(high, mention=replace(high.mention, op="<=")))
