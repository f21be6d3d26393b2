"""Sums that a sentence writes out: 年初70.05亿元加本年结余8.26亿元，即78.31亿元;
三个险种缺口合计3.31亿元，即居民医保2.06亿元、失业0.81亿元、工伤0.44亿元."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines.relations import together
from sipipeline.evidence.narrative.lines.sentence_figures import (
    MOST_BEFORE,
    NumberInLine,
    Working,
    bounds_of,
    is_deficit,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures.leading_words import NEXT_PART
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "workings")
_ADDED = WordPattern(r"(?:\([^()]*\))?,?{adding}[^,;:()。]{0,16}", *_HERE)
"""，加上调剂资金收入: the words between a figure and one that is added to it."""
_STEP = WordPattern(r"(?:\([^()]*\))?,(?:(?P<added>{adding})|{taking})[^,;:()。]{0,16}", *_HERE)
"""，减本年支出: the words between an amount and one that is added to it, or taken from it."""
_AT_END = WordPattern(r"(?:\([^()]*\))?,{at_end}{behind}*", *_HERE)
"""，年末结余: the words before what is left at the end."""
_COME_TO = WordPattern(
    r"(?:\([^()]*\))?,(?:(?!{counting})[^,;:()。]){0,10}{come_to}{behind}*", *_HERE
)
"""，收入总量: the words before what they come to."""
_COUNT = WordPattern(r"(?P<count>\w){counted}", *_HERE)
"""三个: how many parts a figure has."""
_PARTED = WordPattern(r",{parted}[^,;:()。\d]{1,14}", *_HERE)
"""，即居民医保: the words between a figure and its first part."""


@behind(_COME_TO)
def of_added(here: NumberInLine, _: Told) -> Working | None:
    """年初70.05亿元加本年结余8.26亿元，即78.31亿元: figures that are added one to another."""
    size = 1
    while size < len(here.before) and _ADDED.fullmatch(here.words(size)):
        size += 1
    return _together(here.before[-size:], here) if size > 1 else None


@behind(_AT_END)
def of_steps(here: NumberInLine, _: Told) -> Working | None:
    """年初70亿元，加本年收入30亿元，减本年支出25亿元，年末75亿元: what an account had, what came in
    and what went out; both must be said."""
    steps: list[bool] = []
    while len(steps) + 1 < len(here.before):
        told = _STEP.fullmatch(here.words(len(steps) + 1))
        if told is None:
            break
        steps.append(told["added"] is not None)
    first, *others = here.before[-len(steps) - 1 :]
    alike = all(one.unit.base == here.number.unit.base and one.value >= 0 for one in others)
    if {*steps} != {True, False} or not alike or not is_whole(here.number):
        return None
    ways = zip(others, reversed(steps), strict=True)
    spans = [bounds_of(one).by(1 if added else -1) for one, added in ways]
    return Working(first.start, [together([bounds_of(first), *spans])])


def last_of_parts(here: NumberInLine) -> Working | None:
    """缺口合计3.31亿元，即居民医保2.06亿元、失业0.81亿元、工伤0.44亿元: what the last of the parts
    must be, of which it is said before how many they are."""
    between = [here.words(back) for back in range(len(here.before))]
    begun = [back for back, said in enumerate(between) if _PARTED.fullmatch(said)]
    if not begun or not all(map(NEXT_PART.fullmatch, between[: begun[0]])) or _goes_on(here):
        return None
    whole, *parts = here.before[-1 - begun[0] :]
    count = _COUNT.search(here.lead_of(whole))
    counted = int(numeral(count["count"])) if count is not None else 0
    if counted != len(parts) + 1 or _are_unlike(here, whole, parts):
        return None
    left = bounds_of(whole).minus(together(map(bounds_of, parts)))
    return Working(whole.start, [left])


def _together(figures: Sequence[Mention], here: NumberInLine) -> Working | None:
    """Some figures added up, where they are measured as the number is."""
    if any(one.unit.base != here.number.unit.base or not is_whole(one) for one in figures):
        return None
    return Working(figures[0].start, [together(map(bounds_of, figures))])


def _are_unlike(here: NumberInLine, whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether a figure and its parts are measured in several ways, or one of these is but near, or
    goes the other way."""
    figures = [whole, *parts, here.number]
    alike = len({one.unit.base for one in figures}) == 1 and all(map(is_whole, figures))
    own = here.lead_of(whole)
    turned = any(has(here.lead_of(one), *_HERE, "turned") for one in figures[1:-1])
    lost = any(is_deficit(here.lead_of(one)) for one in parts)
    return not alike or turned or (lost and not is_deficit(own))


def _goes_on(here: NumberInLine) -> bool:
    """Whether a further part stands behind a number."""
    behind = here.text[here.number.end :][:MOST_BEFORE]
    return behind.startswith(words(*_HERE, "listing")) or has(behind, *_HERE, "further")
