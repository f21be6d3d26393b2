"""Ranges as two bounds: 执行率介于97%至112%之间 says 执行率不低于97%，执行率不高于112%."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.marks import Mark, says
from sipipeline.evidence.narrative.lines.segments import ENDS, Segment
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.language.lexicon import has, words
from sipipeline.language.mentions import Mention

_COMMA = Mark(",", ",", 0, 0)
_SIGNS = ENDS | frozenset({"(", ")", "number"})
_WAYS = CHANGES | {"origin", "than", "date", "level"}
"""Kinds of words before two numbers of which the second is what the first came to."""
_LONGEST_SIGN = 2
"""Characters of the sign between the ends of a range: - or ~."""


def with_bounds(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a line, each range as its least and its most, led by the same words."""
    written: list[Mark] = []
    at = 0
    while at < len(marks):
        behind = _end_of_range(marks, at)
        leader = [] if behind is None else [*_leader(written)]
        if behind is None or any(mark.kind == "aim" for mark in leader):
            written.append(marks[at])
            at += 1
            continue
        written = [*written[: len(written) - len(leader)], *_bounds(leader, marks[at:behind])]
        at = behind
        at += int(says(marks[at : at + 1], "range_ends"))
    return written


def ends_range(segment: Segment) -> bool:
    """Whether its number is one end of a range, which may have been rounded."""
    return any(mark.kind == "level" and says([mark], "between") for mark in segment.marks)


def is_of_each(segment: Segment) -> bool:
    """Whether a range is that of each of several funds, and of none together: 各险种执行率在…."""
    several = [mark for mark in segment.marks if mark.kind == "total" and _counts(mark)]
    return ends_range(segment) and bool(several)


def _counts(total: Mark) -> bool:
    """Whether all funds are spoken of one by one: 五个险种, 各项基金."""
    return has(total.text, "narrative", "signs", "one_by_one")


def _end_of_range(marks: Sequence[Mark], at: int) -> int | None:
    """The place behind the range that a number at a place begins; None where none does."""
    if marks[at].kind != "number":
        return None
    word = says(marks[at + 1 : at + 2], "range_joins")
    end = at + 1 + word
    if end >= len(marks) or marks[end].kind != "number":
        return None
    if not _go_together(marks[at].mention, marks[end].mention):
        return None
    apart = 0 < marks[end].start - marks[at].end <= _LONGEST_SIGN
    led = says(marks[max(at - 1, 0) : at], "between")
    said = led or says(marks[end + 1 : end + 2], "range_ends")
    return end + 1 if (said or _is_plain(marks, at, end) if word else apart) else None


def _is_plain(marks: Sequence[Mark], at: int, end: int) -> bool:
    """Whether two numbers with 至 between are a range though no word says so: no 由 stands before
    them, and nothing that changed: 按984元至1020元的标准."""
    low = marks[at].mention
    kinds = {mark.kind for mark in _leader(marks[:at])}
    plain = kinds.isdisjoint(_WAYS)
    return plain and low is not None and bool(low.unit.symbol) and marks[end - 1].text == _to()


def _to() -> str:
    """The word that a range has between its ends where nothing else says that it is one."""
    return words("narrative", "signs", "range_joins")[0]


def _go_together(low: Mention | None, high: Mention | None) -> bool:
    """Whether two numbers may be the ends of a range: the first may leave out the unit."""
    if low is None or high is None or low.op or high.op:
        return False
    return low.unit.dimension in ("", high.unit.dimension) and not low.unit.per


def _leader(written: Sequence[Mark]) -> Sequence[Mark]:
    """The words that lead to a range, to the last sign or number."""
    start = len(written)
    while start and written[start - 1].kind not in _SIGNS:
        start -= 1
    return written[start:]


def _bounds(leader: Sequence[Mark], found: Sequence[Mark]) -> Iterator[Mark]:
    """The two ends of a range, each with its words."""
    low, high = found[0], found[-1]
    if low.mention is None or high.mention is None:
        return
    least = low.mention if low.mention.unit.symbol else replace(low.mention, unit=high.mention.unit)
    between = Mark("level", words("narrative", "signs", "between")[0], low.start, low.start)
    leader = [mark for mark in leader if not says([mark], "between") and mark.kind != "origin"]
    yield from (*leader, between, replace(low, mention=replace(least, op=">=")), _COMMA)
    yield from (*leader, between, replace(high, mention=replace(high.mention, op="<=")))
