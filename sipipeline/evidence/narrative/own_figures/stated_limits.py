"""Whether a figure lies where it is said to lie to a limit that stands right behind it:
完成预算的114.7%，控制在105%以内; 可支付2.3个月，高于6个月警戒线."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    NumberInLine,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.own_figures.untrue_words import Span, found_by
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "stated_limits")
_FEWEST = 2
"""Figures of a list."""
_BEHIND = 8
"""Characters behind a limit that are told with it."""
_MOST_APART = 0.6
"""What part of a figure it lies from a limit at most."""
_NUMBER = r"[\d.]+[^\d,;。]{1,4}?"
"""A number with its unit."""


def statements(line: Paragraph) -> Iterator[Statement]:
    """The figures of a line that lie otherwise to a limit than words say."""
    return found_by(line, _otherwise)


def listed_before(here: NumberInLine, limit: Mention) -> Sequence[Mention]:
    """The figures of the list right before a number, each named and measured as a limit is; none
    where one of them is by how much something changed."""
    listed: list[Mention] = []
    for back, one in enumerate(reversed(here.before), 1):
        lead = here.lead(back)
        if one.unit != limit.unit or not is_whole(one) or has(lead, *_HERE, "changed"):
            return ()
        listed.insert(0, one)
        if _NEXT_OF_LIST.fullmatch(here.words(back)) is None:
            break
    return listed


def _otherwise(here: NumberInLine) -> Span | None:
    """The words from a figure to the limit to which it lies otherwise than they say."""
    may_be = _may_be(here)
    lies_so = may_be is not None and may_be.meets(_exact(here.number))
    figure = _listed_beyond(here) if may_be is None else here.last
    if figure is None or lies_so:
        return None
    behind = signs.CLAUSE.split(here.behind[:_BEHIND])[0]
    return figure.start, here.number.end + len(behind)


def _listed_beyond(here: NumberInLine) -> Mention | None:
    """The first figure of the list right before a limit that lies beyond it, where it is said that
    each lies within: 企业101.9%、工伤114.7%，均控制在105%以内; but not how far they are off."""
    if _EACH_WITHIN.fullmatch(here.words()) is None or _INSIDE.match(_from_limit(here)) is None:
        return None
    if has(here.words(), *_HERE, "off"):
        return None
    listed = listed_before(here, here.number)
    bound = _exact(here.number)
    beyond = [one for one in listed if bounds_of(one).low > bound.high]
    return beyond[0] if len(listed) >= _FEWEST and beyond else None


def _may_be(here: NumberInLine) -> Bounds | None:
    """What a limit may be behind a figure that is said to lie within it, above it or below; None
    where it is said to do neither."""
    figure, limit = here.last, here.number
    alike = figure.unit == limit.unit and bool(limit.unit.symbol)
    if not alike or not is_whole(figure) or limit.about or has(here.lead(1), *_HERE, "changed"):
        return None
    low, high = bounds_of(figure)
    above = _is_above(here)
    if above is None:
        return None
    return Bounds(0.0, high) if above else Bounds(low, math.inf)


def _is_above(here: NumberInLine) -> bool | None:
    """Whether a figure is said to lie above a limit; None where it is said to lie on no side."""
    between, behind = here.text[here.last.end : here.number.start], _from_limit(here)
    if _WITHIN.fullmatch(between) and _INSIDE.match(behind):
        return False
    told = _BESIDE.fullmatch(between) if _line().match(behind) else None
    whole = _is_comparable(here.last, here.number) and not _is_shared(here)
    told = told or (_NAMED_BEFORE.fullmatch(between) if whole else None)
    if told is not None:
        return told["above"] is not None
    return _is_kept(here, between)


def _is_kept(here: NumberInLine, between: str) -> bool | None:
    """Whether a figure is said to be more than a bound that it keeps, or than a target right behind
    it by the verdict behind that; None where neither is said, or it is unclear which way is
    better: 0.32%，优于不高于0.5%的要求; 92.4%，目标值为90%，已达成."""
    limit = here.number
    if limit.op and _BETTER.fullmatch(between) and _ASKED.match(here.text, limit.end):
        return limit.op.startswith(">")
    told = _VERDICT.match(here.text[limit.end :]) if _AIM.fullmatch(between) else None
    if told is None or _is_lower_better(here):
        return None
    return told["met"] is not None


def _from_limit(here: NumberInLine) -> str:
    """A limit, and what stands behind it."""
    return here.text[here.number.start :][:FARTHEST]


def _exact(limit: Mention) -> Bounds:
    """A limit to the letter."""
    return bounds_of(replace(limit, op=""), exact=True)


def _is_comparable(figure: Mention, limit: Mention) -> bool:
    """Whether a number is so large beside a figure that it is no difference: 低于预算358.95万元."""
    return abs(limit.base_value) > abs(figure.base_value) * _MOST_APART


def _is_shared(here: NumberInLine) -> bool:
    """Whether it is a share of a number that is spoken of: 不足预算1128万元的110%."""
    return here.behind.startswith(words("narrative", "workings", "possessive"))


def _is_lower_better(here: NumberInLine) -> bool:
    """Whether the figure before a number is the better the less it is, or of which it is unclear:
    no rate."""
    named = has(here.lead(1), "indicators", "lower_is_better")
    return named or here.number.unit.dimension not in ("percent", "people")


_WITHIN = WordPattern(",{within}", *_HERE)
"""，控制在: the words between a figure and the limit that it is said to be within."""
_EACH_WITHIN = WordPattern(",[^,;:()]{0,6}{each}{within}", *_HERE)
"""，各险种均控制在: the words between a list and the limit that each is said to be within."""
_NEXT_OF_LIST = re.compile("[、,][^,;:()、]{1,10}")
"""、工伤: the words between two figures of a list."""
_INSIDE = WordPattern(r"[\d.]+[^\d,;。]{1,4}?{inside}(?=[,;。)]|$)", *_HERE)
"""以内: what stands behind that limit, at the end of the clause."""
_BESIDE = WordPattern(",{adverbs}*(?:(?P<above>{above})|{below})", *_HERE)
"""，均高于: the words between a figure and a limit that it is said to lie above, or below."""
_BETTER = WordPattern(r",{adverbs}*{better}[^,;:()\d]{1,4}", *_HERE)
"""，优于不高于: the words between a figure and a bound that it is said to keep."""
_NAMED_BEFORE = WordPattern(
    ",{adverbs}*(?:(?P<above>{above})|{below}){named}*{lines_before}{named}?", *_HERE
)
"""，低于预算: the words between a figure and a limit that they name."""
_AIM = WordPattern("[,(]{aims}", *_HERE)
"""，目标值为: the words between a figure and its target."""
_VERDICT = WordPattern(r"\)?,(?:(?P<met>{met})|{unmet})(?=[,;。)]|$)", *_HERE)
"""，已达成: what is said behind a target of whether it was reached."""


@cache
def _line() -> re.Pattern[str]:
    """的警戒线: what stands behind that limit."""
    return re.compile(f"{_NUMBER}{_ASKED.compiled.pattern}")


_ASKED = WordPattern("{named}*{lines}", *_HERE)
"""的要求: what calls the number before it a limit."""
