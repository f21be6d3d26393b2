"""Words that are known by those around them: 较上年新增 is a rise, 加上 and 减去 behind an opening
balance are steps to the closing one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.marks import Mark
from sipipeline.evidence.narrative.segments import ENDS, SENTENCE_ENDS
from sipipeline.language.lexicon import words

_COMPARED_WITH = (["than", "last_year"], ["than", "same_period"], ["than", "year_start"])
_OPENING = "accounts.opening_balance"
_LEFT = "accounts.closing_balance"
_AT_START = frozenset({"last_year", "year_start", "date"})
_OF_STEPS = frozenset(
    {"fillers", "this_year", "whole_year", "date", "item", "deficit", "fund", "brief"}
)
"""Kinds of words that name what is added to a balance, or taken from it."""


def with_senses(marks: Sequence[Mark]) -> list[Mark]:
    """The marks, words known by those around them: 较上年新增 is a rise, 尚未 达到 before a number
    bounds it, as the number itself knows, and 减去 leads on to what is left."""
    opened = False
    known: list[Mark] = []
    for place, mark in enumerate(marks):
        opened = mark.kind not in SENTENCE_ENDS and (opened or _opens(marks, place))
        if opened and _is_step(marks, place):
            known.append(replace(mark, kind="fillers"))
        else:
            known.append(_in_sense(marks, place))
    return known


def _in_sense(marks: Sequence[Mark], place: int) -> Mark:
    mark = marks[place]
    kinds = [one.kind for one in marks[max(place - 2, 0) : place]]
    behind = [one.kind for one in marks[place + 1 : place + 3]]
    compared = kinds in _COMPARED_WITH and behind[:1] == ["number"]
    if compared and mark.text in words("narrative", "signs", "new"):
        return replace(mark, kind="up")
    bounds = behind in (["level", "number"], ["beyond", "number"])
    if bounds and mark.text in words("narrative", "signs", "not_yet"):
        return replace(mark, kind="fillers")
    return mark


# ---------------------------------------------------------------- from one balance to the next
def _opens(marks: Sequence[Mark], place: int) -> bool:
    """Whether a word names what a year began with: 上年末滚存结余, 年初结余."""
    mark = marks[place]
    if mark.kind != "item":
        return False
    before = marks[place - 1].kind if place else ""
    return _OPENING in mark.meaning or (_LEFT in mark.meaning and before in _AT_START)


def _is_step(marks: Sequence[Mark], place: int) -> bool:
    """Whether a word behind a comma adds an amount to a balance, or takes one from it, and says no
    more: not 扣除财政补贴后."""
    steps = words("narrative", "signs", "steps")
    if marks[place].text not in steps or not place or marks[place - 1].kind not in (*ENDS, "join"):
        return False
    behind = [*takewhile(lambda mark: mark.kind in _OF_STEPS, marks[place + 1 :])]
    ended = marks[place + 1 + len(behind) : place + 2 + len(behind)]
    plain = all(mark.text not in words("narrative", "signs", "having_left_out") for mark in behind)
    return plain and [mark.kind for mark in ended] == ["number"]
