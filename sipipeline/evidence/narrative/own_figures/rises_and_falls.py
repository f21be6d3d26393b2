"""What something was, what it came to and by how much it changed: 由17件降至9件，下降47.1%."""

import math
import re

from sipipeline.evidence.narrative.lines.relations import Bounds, total
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    RATES,
    ROUNDED,
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures import figures_before, leading_words
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.units import TIMES

_HERE = ("narrative", "workings")
_MONTHS = 12
_GOES_ON_FROM = WordPattern(
    r"[,(]{narrative.workings.arrived.origin}(?:\d{4}{calendar.year}"
    "|{narrative.workings.arrived.since})*"
)
"""，由上年的: what stands between by how much something changed and what it was."""


_WAS = WordPattern(",{narrative.comparative_workings.formerly}")
"""，上年为: what stands between what a figure is and what it was."""
_ARRIVED_AT = WordPattern(
    "(?:(?P<up>{narrative.workings.arrived.up})|{narrative.workings.arrived.down})"
    r"{narrative.workings.arrived.end}(?:\d{4}{calendar.year}|{narrative.workings.arrived.now})?"
)
"""降至: what stands between what a figure was and what it came to."""
_WORDS_BEFORE_CHANGE = WordPattern(
    ",(?:{narrative.workings.arrived.span}{0,2}|{narrative.comparative_workings.year_on_year})"
    "(?:(?P<up>{narrative.workings.arrived.up})|{narrative.workings.arrived.down})"
    "(?:{changes.particles})?"
)
"""，三年下降, ，同比下降: what stands between what a figure came to and by how much that is
less."""
_CHANGED = WordPattern(
    "(?:(?P<up>{narrative.workings.arrived.up})|{narrative.workings.arrived.down})"
    "(?:{changes.particles})?$"
)
"""月人均增加: the last words before by how much something rose or fell."""


def by_how_much(here: NumberInLine) -> Working | None:
    """由17件降至9件，下降47.1%: how far the two figures before it are apart, or what that is of the
    first."""
    back = (here.number.unit.dimension not in TIMES and _is_behind_span(here)) + 1
    if len(here.before) <= back:
        return None
    one, other = here.before[-1 - back], here.before[-back]
    way = _way_to(here, back)
    alike = one.unit.base == other.unit.base and is_whole(one) and is_whole(other)
    if not way or not alike or one.unit.dimension in RATES:
        return None
    apart = bounds_of(other).minus(bounds_of(one)).by(way)
    if here.dimension == "percent":
        return Working(one.start, [apart.over(bounds_of(one))])
    by_month = has(here.words_to(here.number), "narrative", "signs", "monthly")
    made = [apart, apart.by(1 / _MONTHS)] if by_month else [apart]
    return Working(one.start, made) if here.number.unit.base == one.unit.base else None


def since_last_year(here: NumberInLine) -> Working | None:
    """人均缴费183.08元，上年为165.86元，提高17.22元: how far a figure is from what it was, which
    stands behind it, or what that is of this."""
    if len(here.before) < 2:
        return None
    now, before = here.before[-2:]
    by = _WORDS_BEFORE_CHANGE.fullmatch(here.words())
    alike = now.unit == before.unit and is_whole(now) and is_whole(before)
    if by is None or _WAS.fullmatch(here.words(1)) is None or not alike:
        return None
    if now.unit.dimension in RATES:
        return None
    apart = bounds_of(now).minus(bounds_of(before)).by(leading_words.way(by, "up"))
    if here.dimension == "percent":
        return Working(now.start, [apart.over(bounds_of(before))])
    return Working(now.start, [apart]) if here.number.unit.base == now.unit.base else None


def came_to(here: NumberInLine) -> Working | None:
    """月人均增加153.5元，由5218.4元提高到5371.9元: the figure before it, and by how much the one
    before that says that it went."""
    if len(here.before) < 2:
        return None
    change, former = here.before[-2:]
    way = _way_behind_change(here)
    alike = former.unit == here.number.unit and is_whole(former) and is_whole(change)
    if not way or not alike or former.unit.dimension in RATES:
        return None
    if change.unit.dimension == "percent":
        by = bounds_of(former).times(bounds_of(change))
    elif change.unit.base == former.unit.base:
        by = bounds_of(change)
    else:
        return None
    return Working(change.start, [bounds_of(former).plus(by.by(way))])


def turned(here: NumberInLine) -> Working | None:
    """信访由30件增加到20件: what is counted by pieces came to no less where words say that it rose,
    to no more where they say that it fell. Amounts, people, rates and months are looked at beside
    their lines."""
    former = here.before[-1] if here.before else None
    if former is None or former.unit != here.number.unit or not is_whole(former):
        return None
    begun = leading_words.ORIGIN.search(here.lead(1))
    told = _ARRIVED_AT.fullmatch(here.words())
    by_lines = former.unit.dimension in ROUNDED | {"people"}
    if begun is None or told is None or by_lines:
        return None
    low, high = bounds_of(former)
    return Working(former.start, [Bounds(low, math.inf) if told["up"] else Bounds(0.0, high)])


@behind(leading_words.led("lost"))
def turned_to_loss(here: NumberInLine, _: Told) -> Working | None:
    """由1043.55万元转为亏损186.42万元，减收1229.97万元: from a gain to a loss is both together."""
    both = figures_before.two_amounts(here)
    begun = leading_words.ORIGIN.search(here.lead(2))
    turned = leading_words.led("turned_to").fullmatch(here.words(1))
    if not both or not begun or not turned or both[0].unit.base != here.number.unit.base:
        return None
    return Working.of(total, *both)


def _is_behind_span(here: NumberInLine) -> bool:
    """Whether the figure before a number says how long something took to change, 三年下降34.2%, and
    not what it came to, as 由30个工作日压缩到22个工作日 does."""
    if here.place <= 1:
        return False
    before, span_of = here.figures[here.place - 2 : here.place]
    return span_of.unit.dimension in TIMES and span_of.unit.base != before.unit.base


def _way_to(here: NumberInLine, back: int) -> int:
    """1 where words say that a figure so many places before rose from the one before it by the
    number, -1 that it fell; 0 where they say neither. 由9340万元变为8752万元 leaves it to the
    words before the number."""
    begun = leading_words.ORIGIN.search(here.lead(back + 1))
    between = here.words(back)
    behind = here.text[here.before[-back].end : here.number.start]
    by = _WORDS_BEFORE_CHANGE.fullmatch(behind[:FARTHEST])
    if begun is None or by is None:
        return 0
    if between in words(*_HERE, "became"):
        return leading_words.way(by, "up")
    return _way_of_both(_ARRIVED_AT.fullmatch(between), by)


def _way_of_both(told: re.Match[str] | None, by: re.Match[str] | None) -> int:
    """1 where words before what something came to, and before by how much, say that it rose, -1
    where both say that it fell; 0 where one of them says neither, or they differ."""
    if told is None or by is None or bool(told["up"]) != bool(by["up"]):
        return 0
    return leading_words.way(told, "up")


def _way_behind_change(here: NumberInLine) -> int:
    """1 where words say that something rose by a figure, and then from the next to the number; -1
    that it fell; 0 where they say neither, or both."""
    begun = _GOES_ON_FROM.fullmatch(here.words(1))
    told = _ARRIVED_AT.fullmatch(here.words())
    by = _CHANGED.search(here.lead(2))
    return _way_of_both(told, by) if begun is not None else 0
