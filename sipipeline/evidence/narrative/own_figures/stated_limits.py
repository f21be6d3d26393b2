"""Whether a figure lies where it is said to lie to a limit that stands right behind it:
完成预算的114.7%，控制在105%以内; 可支付2.3个月，高于6个月警戒线."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    Bounds,
    NumberInLine,
    bounds_of,
    figures_in,
    is_whole,
)
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import has, one_of
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "stated_limits")
_FEWEST = 2
"""Figures of a list."""
_BEHIND = 8
"""Characters behind a limit that are told with it."""
_NUMBER = r"[\d.]+[^\d,;。]{1,2}?"
"""A number with its unit."""


def statements(line: Paragraph) -> Iterator[Statement]:
    """The figures of a line that lie otherwise to a limit than words say."""
    figures = figures_in(line.text)
    for place in range(1, len(figures)):
        here = NumberInLine(line.text, figures, place)
        figure, limit = figures[place - 1 : place + 1]
        may_be = _may_be(here, figure, limit)
        bound = bounds_of(replace(limit, op=""), exact=True)
        beyond = _listed_beyond(here, limit) if may_be is None else None
        figure = beyond or figure
        if beyond is not None or (may_be is not None and not may_be.meets(bound)):
            behind = signs.CLAUSE.split(line.text[limit.end : limit.end + _BEHIND])[0]
            end = limit.end + len(behind)
            yield Statement(line.key, line.text[figure.start : end], (), holds=False)


def listed_before(here: NumberInLine, limit: Mention) -> Sequence[Mention]:
    """The figures of the list right before a number, each named and measured as a limit is; none
    where one of them is by how much something changed."""
    listed: list[Mention] = []
    for back, one in enumerate(reversed(here.before), 1):
        lead = here.lead(back)
        if one.unit != limit.unit or not is_whole(one) or has(lead, *_HERE, "changed"):
            return ()
        listed.insert(0, one)
        if _next_of_list().fullmatch(here.words(back)) is None:
            break
    return listed


def _listed_beyond(here: NumberInLine, limit: Mention) -> Mention | None:
    """The first figure of the list right before a limit that lies beyond it, where it is said that
    each lies within: 企业101.9%、工伤114.7%，均控制在105%以内; but not how far they are off."""
    between, behind = here.words(), here.text[limit.start :][:FARTHEST]
    if _each_within().fullmatch(between) is None or _inside().match(behind) is None:
        return None
    if has(between, *_HERE, "off"):
        return None
    listed = listed_before(here, limit)
    bound = bounds_of(replace(limit, op=""), exact=True)
    beyond = [one for one in listed if bounds_of(one).low > bound.high]
    return beyond[0] if len(listed) >= _FEWEST and beyond else None


def _may_be(here: NumberInLine, figure: Mention, limit: Mention) -> Bounds | None:
    """What a limit may be behind a figure that is said to lie within it, above it or below; None
    where it is said to do neither."""
    alike = figure.unit == limit.unit and bool(limit.unit.symbol)
    if not alike or not is_whole(figure) or limit.about or has(here.lead(1), *_HERE, "changed"):
        return None
    between, behind = here.text[figure.end : limit.start], here.text[limit.start :][:FARTHEST]
    low, high = bounds_of(figure)
    least, most = Bounds(low, math.inf), Bounds(0.0, high)
    if _within().fullmatch(between) and _inside().match(behind):
        return least
    told = _beside().fullmatch(between) if _line().match(behind) else None
    if told is None:
        return None
    return most if told["above"] else least


@cache
def _within() -> re.Pattern[str]:
    """，控制在: the words between a figure and the limit that it is said to be within."""
    return re.compile(f",{one_of(*_HERE, 'within')}")


@cache
def _each_within() -> re.Pattern[str]:
    """，各险种均控制在: the words between a list and the limit that each is said to be within."""
    return re.compile(f",[^,;:()]{{0,6}}{one_of(*_HERE, 'each')}{one_of(*_HERE, 'within')}")


@cache
def _next_of_list() -> re.Pattern[str]:
    """、工伤: the words between two figures of a list."""
    return re.compile("[、,][^,;:()、]{1,10}")


@cache
def _inside() -> re.Pattern[str]:
    """以内: what stands behind that limit, at the end of the clause."""
    return re.compile(f"{_NUMBER}{one_of(*_HERE, 'inside')}(?=[,;。)]|$)")


@cache
def _beside() -> re.Pattern[str]:
    """，均高于: the words between a figure and a limit that it is said to lie above, or below."""
    way = f"(?:(?P<above>{one_of(*_HERE, 'above')})|{one_of(*_HERE, 'below')})"
    return re.compile(f",{one_of(*_HERE, 'adverbs')}*{way}")


@cache
def _line() -> re.Pattern[str]:
    """的警戒线: what stands behind that limit."""
    return re.compile(f"{_NUMBER}{one_of(*_HERE, 'named')}*{one_of(*_HERE, 'lines')}")
