"""What one figure of a sentence is of another: 占15.9%, 是上年186.29万元的2.75倍, 整改率80%."""

import re
from collections.abc import Sequence
from itertools import combinations

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.relations import Bounds, share
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    RATES,
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures import figures_before
from sipipeline.evidence.narrative.own_figures.leading_words import led
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention
from sipipeline.language.tallies import tallies

_HERE = ("narrative", "workings")
_STEM = 2
"""So many characters of the name of a rate say what is counted: 整改 of 整改完成率."""
_WORDS_BEFORE_SHARE = WordPattern(
    "(?:{narrative.signs.predicating}[^,;:()]+)?,?{share}{behind}*", *_HERE
)
"""属于居民养老，占: the words before what the figure before them is of another."""
_SPENDING = WordPattern(",{only}*{spending}", *_HERE)
"""，实际支出: the words between a budget and what was spent of it."""
_OF = WordPattern("(?:{aims_of_base})?{possessive}{behind}*", *_HERE)
"""的, 任务的: what stands between a base and a share of it."""
_OF_THE_OTHER = WordPattern(
    r"\)?,?(?:(?P<former>{narrative.tokens.former}){between}+{narrative.tokens.latter}"
    "|{narrative.tokens.latter}{between}+{narrative.tokens.former}){possessive}{behind}*".replace(
        "{between}", "(?:{behind}|{of_base}|{narrative.signs.increments})"
    ),
    *_HERE,
)
"""，后者约为前者的: the words before what the one of two figures is of the other."""
_WORDS_BEFORE_BASE = WordPattern(",?{behind}*{of_base}[^,;:()]*", *_HERE)
"""占参保人数: the words before a base."""
_NAME_OF_RATE = WordPattern(",?(?P<name>[^,;:()]{2,10}){rate}{behind}*", *_HERE)
"""整改率: the name of a rate."""


@behind(_WORDS_BEFORE_SHARE, "percent")
def part(here: NumberInLine, _: Told) -> Working | None:
    """其中居民养老7118.71万元，占15.9%: one figure of another, where a part is told."""
    measured = here.last.unit.dimension
    figures = here.alike(measured)
    if measured == "percent" or len(figures) < 2 or not all(map(is_whole, figures)):
        return None
    within = bounds_of(figures[-1]).high <= bounds_of(figures[0]).high
    within = within and figures_before.may_hold_both(here, figures[0], (figures[1], figures[-1]))
    if not within or not (
        _are_of_places(here, figures[:-1]) or has(_between(here, figures), *_HERE, "among")
    ):
        return None
    return Working(figures[0].start, _quotients(figures))


@behind(_OF, *RATES)
def of_base(here: NumberInLine, _: Told) -> Working | None:
    """占参保人数48672人的64.3%, 是上年186.29万元的2.75倍: the figure before, of that base."""
    base = here.last
    figures = [one for one in here.alike(base.unit.dimension) if one.start < base.start]
    near = bool(figures) and figures[-1] is here.figures[here.place - 2]
    led_to = near and _WORDS_BEFORE_BASE.fullmatch(here.words(1))
    if not led_to or not figures_before.are_levels(figures):
        return None
    changed = [bounds_of(base).plus(one) for one in map(_change, figures) if one is not None]
    made = [one.over(bounds_of(base)) for one in [*map(bounds_of, figures), *changed]]
    return Working(figures[-1].start, made)


@behind(_OF_THE_OTHER, *RATES)
def of_two(here: NumberInLine, told: Told) -> Working | None:
    """住院：职工4872.36万元，居民14287.43万元，后者约为前者的2.9倍: the last two figures, the one
    of the other."""
    both = figures_before.two(here)
    if not both or not figures_before.are_levels(both):
        return None
    return Working.of(share, *(both if told["former"] else both[::-1]))


@behind(_NAME_OF_RATE, "percent")
def rate(here: NumberInLine, named: Told) -> Working | None:
    """5个问题已整改4个，整改率80%: the smaller of two figures, which the rate is named by."""
    if len(here.before) < 2 or not _is_named_by(named["name"][:_STEM], here):
        return None
    whole, part = here.before[-2:]
    alike = whole.unit == part.unit and part.value <= whole.value
    clear = alike and figures_before.are_levels([part])
    return Working(whole.start, _shares(here, part)) if clear else None


@behind(led("of_indicators"), "percent", clause=True)
def of_indicators(here: NumberInLine, _: Told) -> Working | None:
    """19项指标，15项达标，达标率78.9%: how many of so many indicators were reached."""
    before = here.before
    if not before:
        return None
    start = max(0, before[0].start - FARTHEST)
    counted = [*tallies(re.split(signs.STATEMENT, here.text[start : here.number.start])[-1])]
    made = [Bounds(rate, rate) for tally in counted for rate in tally.rates]
    return Working(before[0].start, made) if made else None


@behind(led("collection"), "percent")
def collected(here: NumberInLine, _: Told) -> Working | None:
    """应征189450万元，实征186243.57万元，征缴率98.3%: what came in of what was due."""
    owed, came = has(here.lead(2), *_HERE, "owed"), has(here.lead(1), *_HERE, "collected")
    both = figures_before.two_amounts(here)
    if not both or not owed or not came:
        return None
    return Working.of(share, *both[::-1])


@behind(led("executed"), "percent")
def executed(here: NumberInLine, _: Told) -> Working | None:
    """年初预算36万元，实际29.75万元，执行率82.6%: what was spent of the budget right before it; of
    money that the unit has for its own work also where it is not called a budget."""
    both = figures_before.two_amounts(here)
    if not both or not _is_spent(here) or not figures_before.are_levels(both):
        return None
    return Working.of(share, *both[::-1])


def _are_of_places(here: NumberInLine, wholes: Sequence[Mention]) -> bool:
    """Whether the place that a share is one of has a figure before: 全州…，占全州的14.3%;
    全州…，我县…，占14.3%."""
    named = [one for one in words(*_HERE, "places") if one in here.words()]
    leads = [here.lead_of(one) for one in wholes]
    whole = [one for one in words(*_HERE, "places") if any(one in lead for lead in leads)]
    own = here.lead(1).startswith(words(*_HERE, "own_places"))
    return bool(whole) and (set(named) <= set(whole) if named else own)


def _between(here: NumberInLine, figures: Sequence[Mention]) -> str:
    return here.text[figures[0].end : figures[-1].start]


def _quotients(figures: Sequence[Mention]) -> Sequence[Bounds]:
    spans = [bounds_of(one) for one in figures]
    return [other.over(one) for one, other in combinations(spans, 2)]


def _change(figure: Mention) -> Bounds | None:
    """How much more a figure says that something is; None where it says no change."""
    if not figure.sense:
        return None
    return bounds_of(figure) if figure.sense == "up" else bounds_of(figure).by(-1)


def _shares(here: NumberInLine, part: Mention) -> Sequence[Bounds]:
    """What a figure is of each before it that is measured alike."""
    wholes = [one for one in here.before[:-1] if one.unit.dimension == part.unit.dimension]
    return [bounds_of(part).over(bounds_of(one)) for one in wholes if not one.about]


def _is_named_by(stem: str, here: NumberInLine) -> bool:
    """Whether a rate is named by the last figure and not by the one before it: 已整改4个, of which
    no more is said than that; 收回 and 回收 say the same."""
    named = stem, stem[::-1]
    of_whole = any(one in here.lead(2) for one in named)
    of_part = any(one in here.lead(1) for one in named)
    due = has(here.lead(2), *_HERE, "due")
    return of_part and (due or not of_whole) and not has(here.lead(1), *_HERE, "change")


def _is_spent(here: NumberInLine) -> bool:
    """Whether the second of the two amounts before a number is what was spent of the first."""
    lead = here.lead(2)
    of_office = has(lead, *_HERE, "office_money") and len(here.before) == 2
    if lead.endswith(words(*_HERE, "budgeted")):
        return _SPENDING.fullmatch(here.words(1)) is not None
    return of_office and here.words(1) in words(*_HERE, "spent")
