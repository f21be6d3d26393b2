"""What a number is called, and whether it is the target of an indicator, or what was reached of
it: 参保人数目标值12000人，实际完成值12408人."""

from collections.abc import Sequence
from itertools import takewhile

from sipipeline.evidence.narrative.kind import CHANGES
from sipipeline.evidence.narrative.marks import Mark, says
from sipipeline.evidence.narrative.segments import Segment
from sipipeline.language.lexicon import has, words

_NO_NAME = frozenset({"fillers", "level", "beyond", "plan", "outcome", "join", "average"})
"""Kinds of words that end no name."""
_SAID_OF_TOPIC = frozenset({"aim", "outcome", "level", "fillers", "beyond"})
_BETWEEN = frozenset({"level", "fillers", "beyond"})
"""Kinds of words that may stand between 目标值 and its number."""
_OTHERWISE = CHANGES | {"completion", "outcome", "than", "higher", "lower", "share", "other_year"}
"""Kinds of words that make a number beside 目标 something else than the target."""


def name_of(words_before: Sequence[Mark]) -> str:
    """The words before a number without 达到 and the like at their end."""
    return _joined(words_before, _NO_NAME)


def named(segment: Segment) -> str:
    """What a segment names, without 目标值 and the like at its end; "" where it names nothing."""
    return _joined(_leading(segment), _NO_NAME | {"aim"})


def is_of_topic(segment: Segment) -> bool:
    """Whether a number is but said to be aimed at, or reached, of what was named before."""
    kinds = {mark.kind for mark in _leading(segment)}
    return bool(kinds & {"aim", "outcome"}) and kinds <= _SAID_OF_TOPIC


def is_aim(segment: Segment) -> bool:
    """Whether the words right before a number say that it is the target of the year, and none that
    it is that of others, or of other years."""
    leading = _leading(segment)
    marks = [mark for mark in leading if mark.kind not in _BETWEEN]
    if not says(marks[-1:], "own_aims") or segment.has(*_OTHERWISE):
        return False
    beyond = any(mark.kind == "beyond" for mark in leading[: leading.index(marks[-1])])
    said = "".join(mark.text for mark in leading)
    return not beyond and not has(said, "narrative", "signs", "of_others")


def _leading(segment: Segment) -> Sequence[Mark]:
    """The words before the first number of a segment, be it one that only counts."""
    return [*takewhile(lambda mark: mark.kind != "count", segment.plain)]


def _joined(marks: Sequence[Mark], ends: frozenset[str]) -> str:
    """The text of some words without those of some kinds at their end."""
    left = [*marks]
    while left and left[-1].kind in ends and left[-1].text not in _measured():
        left.pop()
    return "".join(mark.text for mark in left)


def _measured() -> tuple[str, ...]:
    return words("narrative", "signs", "measured")
