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
    figures_in,
    is_whole,
)
from sipipeline.evidence.narrative.lines.text import Paragraph
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
        if _NEXT_OF_LIST.fullmatch(here.words(back)) is None:
            break
    return listed


def _listed_beyond(here: NumberInLine, limit: Mention) -> Mention | None:
    """The first figure of the list right before a limit that lies beyond it, where it is said that
    each lies within: 企业101.9%、工伤114.7%，均控制在105%以内; but not how far they are off."""
    between, behind = here.words(), here.text[limit.start :][:FARTHEST]
    if _EACH_WITHIN.fullmatch(between) is None or _INSIDE.match(behind) is None:
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
    low, high = bounds_of(figure)
    above = _is_above(here, figure, limit)
    if above is None:
        return None
    return Bounds(0.0, high) if above else Bounds(low, math.inf)


def _is_above(here: NumberInLine, figure: Mention, limit: Mention) -> bool | None:
    """Whether a figure is said to lie above a limit; None where it is said to lie on no side."""
    between, behind = here.text[figure.end : limit.start], here.text[limit.start :][:FARTHEST]
    if _WITHIN.fullmatch(between) and _INSIDE.match(behind):
        return False
    told = _BESIDE.fullmatch(between) if _line().match(behind) else None
    whole = _is_comparable(figure, limit) and not _is_shared(here, limit)
    told = told or (_NAMED_BEFORE.fullmatch(between) if whole else None)
    if told is not None:
        return told["above"] is not None
    return _is_kept(here, between, limit)


def _is_kept(here: NumberInLine, between: str, limit: Mention) -> bool | None:
    """Whether a figure is said to be more than a bound that it keeps, or than a target right behind
    it by the verdict behind that; None where neither is said, or it is unclear which way is
    better: 0.32%，优于不高于0.5%的要求; 92.4%，目标值为90%，已达成."""
    if limit.op and _BETTER.fullmatch(between) and _ASKED.match(here.text, limit.end):
        return limit.op.startswith(">")
    told = _VERDICT.match(here.text[limit.end :]) if _AIM.fullmatch(between) else None
    if told is None or _is_lower_better(here):
        return None
    return told["met"] is not None


def _is_comparable(figure: Mention, limit: Mention) -> bool:
    """Whether a number is so large beside a figure that it is no difference: 低于预算358.95万元."""
    return (
        abs(limit.value) * limit.unit.factor > abs(figure.value) * figure.unit.factor * _MOST_APART
    )


def _is_shared(here: NumberInLine, limit: Mention) -> bool:
    """Whether it is a share of a number that is spoken of: 不足预算1128万元的110%."""
    return here.text.startswith(words("narrative", "workings", "possessive"), limit.end)


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
