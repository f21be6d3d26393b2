"""The shares of listed amounts that are told behind them in their order: 待遇支出100万元，其中住院
60万元、门诊40万元，分别占60%、40%."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.relations import Bounds, together
from sipipeline.evidence.narrative.lines.sentence_figures import (
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures.comparative_workings import are_parts
from sipipeline.evidence.narrative.own_figures.leading_words import NEXT_PART
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "comparative_workings")
_WORKINGS = ("narrative", "workings")
_MOST_LISTED = 6
"""Figures of a list that are looked at."""
_WHOLES = 4
"""Figures before a list of parts that may be their whole."""


def share_of_part(here: NumberInLine) -> Working | None:
    """The share of a part, of the figure before 其中, or of the whole that the other shares prove;
    None where a number is none, or they prove no whole."""
    listed = _listed(here) if here.dimension == "percent" else None
    if listed is None:
        return None
    among = bool(listed.before) and are_parts(here, listed.before[-1], listed.parts)
    wholes = _stated(listed) if among else _proved(here, listed)
    part = bounds_of(listed.parts[listed.place])
    start = (listed.before[-1:] if among else listed.parts)[0].start
    return Working(start, [part.over(one) for one in wholes]) if wholes else None


class _ListedShares(NamedTuple):
    """A list of parts, the shares behind it, and the figures before it."""

    parts: Sequence[Mention]
    shares: Sequence[Mention]
    before: Sequence[Mention]
    place: int
    """Which of the shares a number is."""


def _listed(here: NumberInLine) -> _ListedShares | None:
    """The list that a number stands behind, as one of as many shares; None for no such."""
    first, end = _run(here)
    if _sharing(here, first) is None:
        return None
    count = end - first
    begins = max(0, first - count)
    parts = here.figures[begins:first]
    if count < 2 or len(parts) < count:
        return None
    before = here.figures[max(0, begins - _WHOLES) : begins]
    return _ListedShares(parts, here.figures[first:end], before, here.place - first)


def _stated(listed: _ListedShares) -> Sequence[Bounds]:
    """The figures before a list that are measured as its parts are."""
    base = listed.parts[0].unit.base
    return [bounds_of(one) for one in listed.before if one.unit.base == base and is_whole(one)]


def _proved(here: NumberInLine, listed: _ListedShares) -> Sequence[Bounds]:
    """The figures before a list, or all of its parts together, of which every other part has the
    share that is told of it, or all have these shares in another order."""
    parts = listed.parts
    alike = len({one.unit.base for one in parts}) == 1 and all(map(is_whole, parts))
    between = [here.text[one.end : two.start] for one, two in pairwise(parts)]
    plain = not any(has(one, "narrative", "divisions", "no_part") for one in between)
    if not alike or not plain or not all(map(NEXT_PART.fullmatch, between)):
        return ()
    wholes = (*_stated(listed), together(map(bounds_of, parts)))
    return [one for one in wholes if _tells_others(listed, one) or _tells_in_disorder(listed, one)]


def _tells_others(listed: _ListedShares, whole: Bounds) -> bool:
    """Whether every part of a whole but one has the share that is told of it."""
    pairs = [*zip(listed.parts, listed.shares, strict=True)]
    others = [*pairs[: listed.place], *pairs[listed.place + 1 :]]
    return all(bounds_of(part).over(whole).meets(bounds_of(share)) for part, share in others)


def _tells_in_disorder(listed: _ListedShares, whole: Bounds) -> bool:
    """Whether the shares that are told are those that the parts have in a whole, in any order."""
    made = sorted((bounds_of(one).over(whole) for one in listed.parts), key=_middle)
    told = sorted(map(bounds_of, listed.shares), key=_middle)
    return all(one.meets(other) for one, other in zip(made, told, strict=True))


def _middle(bounds: Bounds) -> float:
    return bounds.middle


def _run(here: NumberInLine) -> tuple[int, int]:
    """Where the list of rates that a number stands in begins, and where it ends."""
    first, end = here.place, here.place + 1
    while first and here.place - first < _MOST_LISTED and _is_listed(here, first):
        first -= 1
    while end < len(here.figures) and end - first < _MOST_LISTED and _is_listed(here, end):
        end += 1
    return first, end


def _is_listed(here: NumberInLine, place: int) -> bool:
    """Whether nothing but 、 parts a figure from the one before it, measured as it is."""
    one, other = here.figures[place - 1 : place + 1]
    between = here.text[one.end : other.start]
    return one.unit.base == other.unit.base and between in words(*_WORKINGS, "listing")


def _sharing(here: NumberInLine, first: int) -> re.Match[str] | None:
    """The words that lead to a list of shares and say no more than that; None for others."""
    if not first:
        return None
    between = here.text[here.figures[first - 1].end : here.figures[first].start]
    return _LEAD.fullmatch(between)


_LEAD = WordPattern(",?{sharing}{narrative.workings.behind}*", *_HERE)
"""，分别占: the words before a list of shares."""
