"""How far what was reached is said to lie from a target that only the indicator table has:
超目标864人, 距目标还差28人, 完成目标的122.3%, 比规定时限少3个工作日."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.sentence_figures import ROUNDED, bounds_of, spread
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.language.comparison import Attainment
from sipipeline.language.lexicon import has, one_of, phrases, words
from sipipeline.language.mentions import Mention
from sipipeline.language.targets import Stated, parse

_HERE = ("achievement", "to_target")
_ONE = ("achievement", "one")
NUMBER = "#"
"""Stands for a number in the pattern of a clause."""
BETWEEN = f"{one_of(*_ONE, 'between')}*"
_AIM = f"{BETWEEN}{one_of(*_ONE, 'aims')}"
_OF = f"(?:{_AIM}|{one_of(*_HERE, 'limits')})"
_PLAN = one_of(*_HERE, "plans")
_OF_PLAN = f"(?:{_OF}|{_PLAN})"
_STATED = f"(?:{NUMBER}{one_of(*_HERE, 'particles')}?)?"
"""The target, where it is stated among the words: 距60%的目标, 比目标400000人."""
_THAN = (
    f"{one_of(*_HERE, 'beside')}{_STATED}(?:{_OF}|{_PLAN}){_STATED}"
    f"(?:{one_of(*_HERE, 'compared')})?"
)
_AND = f"{one_of(*_HERE, 'adverbs')}?"
_END = f"{one_of(*_HERE, 'particles')}?{NUMBER}$"
LACKING = "lacking"
"""What is short of a target, right behind its name: 技能提升补贴差612人次."""
PATTERNS: Mapping[str, re.Pattern[str]] = {
    "more": re.compile(
        f"(?:{phrases(*_HERE, 'above')}{_OF_PLAN}{one_of(*_HERE, 'more')}?"
        f"|{_THAN}{_AND}{one_of(*_HERE, 'more')}){_END}"
    ),
    "less": re.compile(
        f"(?:{phrases(*_HERE, 'below')}{_OF_PLAN}|{_THAN}{_AND}{one_of(*_HERE, 'less')}){_END}"
    ),
    "apart": re.compile(f"{_THAN}{_AND}{one_of(*_HERE, 'apart')}{_END}"),
    "share": re.compile(f"{one_of(*_HERE, 'reached')}{_AIM}{_END}"),
    "rate": re.compile(f"(?:{one_of(*_HERE, 'rates')}|{one_of(*_HERE, 'done')}){_END}"),
    "quota": re.compile(f"^{_AND}{one_of(*_HERE, 'quota')}{_END}"),
    "beyond": re.compile(f"^{_AND}{one_of(*_HERE, 'beyond')}{_END}"),
    "short": re.compile(f"^{_AND}{one_of(*_HERE, 'short')}{_END}"),
    "missing": re.compile(f"^{_AND}{one_of(*_HERE, 'missing')}{_END}"),
    LACKING: re.compile(f"(?!^){_AND}{one_of(*_HERE, 'missing')}{_END}"),
    "overdue": re.compile(f"^{_AND}{one_of(*_HERE, 'overdue')}{_END}"),
}
"""How a distance to a target is worded, or what was reached of it, up to the end of its clause."""
BARE = frozenset({"beyond", "short", "missing", "overdue"})
"""Those that do not say of what: 差2.1个月."""
OF_TARGET = frozenset({"missing", "overdue"})
"""Those of them that are said of a target alone: 66.4%，差3.6个百分点, and not 少3.6个百分点."""
_WAYS = {
    "more": (1,),
    "quota": (1,),
    "beyond": (1,),
    "overdue": (1,),
    "less": (-1,),
    "short": (-1,),
    "missing": (-1,),
    LACKING: (-1,),
    "apart": (1, -1),
}
_MOST_LISTED = 8
"""Results of which the distances to their targets are listed together."""
_LIST = f"{NUMBER}(?:{one_of(*_HERE, 'listing')}{NUMBER}){{1,{_MOST_LISTED - 1}}}"
_NAMED = f"{NUMBER}(?:,[^,;:#]{{2,24}}{NUMBER}){{1,{_MOST_LISTED - 1}}}"
"""Results that are each named: 94.1%，定点医药机构满意度88.6%."""
_EACH = one_of(*_HERE, "each")
_RESULTS = f"({_LIST}|{_NAMED}(?=,{_EACH}))"
_OF_EACH: Mapping[str, re.Pattern[str]] = {
    "more": re.compile(
        f"{_RESULTS},{_EACH}?(?:{phrases(*_HERE, 'above')}{_OF}"
        f"|{_THAN}{_EACH}?{one_of(*_HERE, 'more')})({_LIST})"
    ),
    "less": re.compile(
        f"{_RESULTS},{_EACH}?(?:{phrases(*_HERE, 'below')}{_OF}"
        f"|{_THAN}{_EACH}?{one_of(*_HERE, 'less')})({_LIST})"
    ),
}
"""How the distances of several to their targets are listed behind what was reached of them."""
_SHARES = frozenset({"share", "rate"})
_ALL = Bounds(1.0, 1.0)
_WHOLE = 0.5
"""Half a unit of a figure without decimals."""


def is_distance(sense: str, number: Mention) -> bool:
    """Whether a number can be what words say: 完成23场 is no share, and an amount that goes beyond
    may go beyond the budget."""
    percent = number.unit.dimension == "percent"
    return percent if sense in _SHARES else sense != "quota" or number.unit.dimension != "money"


class Distance(NamedTuple):
    """That what was reached lies so far from its target."""

    sense: str
    reached: Mention
    number: Mention


def of_each(masked: str, numbers: Sequence[Mention]) -> Sequence[Distance]:
    """The distances that words list behind as many results: 分别为48.6万人、30.5万人，分别超出目标
    0.6万人、0.5万人."""
    for sense, pattern in _OF_EACH.items():
        for found in pattern.finditer(masked):
            first = masked.count(NUMBER, 0, found.start())
            count, behind = (found[group].count(NUMBER) for group in (1, 2))
            both = numbers[first : first + count], _alike(numbers[first + count :][:behind])
            if count == behind:
                return [Distance(sense, *pair) for pair in zip(*both, strict=True)]
    return []


def can_be(words_of: str, row: Indicator) -> bool:
    """Whether words can speak of the target of a row: 规定时限 only of that of a time that is
    allowed, as 失业保险金审核时限 is."""
    return not has(words_of, *_HERE, "allowed") or has(row.name, *_HERE, "timed")


def holds(sense: str, number: Mention, row: Indicator) -> bool | None:
    """Whether a number is how far a row lies from its target, or what was reached of it; None where
    the table does not tell."""
    both = _both(row)
    if both is None:
        return None
    said = bounds_of(number).times(tolerances.ABOUT) if number.about else bounds_of(number)
    shares = sense in _SHARES
    made = _shares(sense, row, both) if shares else _apart(sense, number, row, both)
    return any(map(said.meets, made)) if made else None


def is_near(sense: str, number: Mention, row: Indicator) -> bool:
    """Whether a number is typed like how far a row lies from its target, in the unit of that, or
    little off."""
    both = _both(row)
    if both is None or parse(row.target).unit.base != number.unit.base:
        return False
    made = _apart(sense, number, row, both)
    said = sum(bounds_of(number)) / 2
    return any(slips.is_near(number, said, sum(one) / 2) for one in made)


def _alike(listed: Sequence[Mention]) -> Sequence[Mention]:
    """Numbers of a list, those that are but so many of something in the unit of the last:
    4.1个和3.6个百分点."""
    bare = words("counters", "bare")
    return [
        replace(one, unit=listed[-1].unit) if one.unit.symbol in bare else one for one in listed
    ]


def _shares(sense: str, row: Indicator, both: tuple[Bounds, Bounds]) -> Sequence[Bounds]:
    """What was reached as a share of a target that is to be reached; one that was passed may be
    called reached in full. A rate of an amount may be that of its budget."""
    target, reached = both
    wanted = row.attainment.target if row.attainment is not None else None
    if wanted is None or wanted.direction == "lower":
        return ()
    if sense == "rate" and wanted.unit.dimension == "money":
        return ()
    return [reached.over(target), reached, *[_ALL] * (reached.high >= target.low)]


def _apart(
    sense: str, number: Mention, row: Indicator, both: tuple[Bounds, Bounds]
) -> Sequence[Bounds]:
    """How far what was reached is from the target, as a share of it where the number is one, and
    not in points of what is a percentage itself."""
    target, reached = both
    apart = [reached.minus(target).by(way) for way in _WAYS[sense]]
    judged = row.attainment
    alike = judged is not None and judged.target.unit.base == number.unit.base
    is_share = number.unit.dimension == "percent" and not (alike and is_in_points(number))
    shares = [one.over(target) for one in apart if is_share]
    return [*(apart if alike else ()), *shares]


def _both(row: Indicator) -> tuple[Bounds, Bounds] | None:
    """The one target of a row and what was reached of it; None where either is open."""
    judged = row.attainment
    if judged is None or not judged.decided:
        return None
    wanted, reached = judged.target, judged.actual
    ends = {end for end in (wanted.lo, wanted.hi) if end is not None}
    if len(ends) != 1 or not reached.point or reached.lo is None or not _go_together(judged):
        return None
    rounded = wanted.unit.dimension == "money" and wanted.half_width < _WHOLE
    target = _span(wanted, ends.pop(), rounded=rounded)
    return target, _span(reached, reached.lo, rounded=_is_measured(reached))


def _go_together(judged: Attainment) -> bool:
    """Whether a target and what was reached are measured alike, and neither is but near."""
    wanted, reached = judged.target, judged.actual
    alike = wanted.unit.base == reached.unit.base and wanted.sense == reached.sense
    return alike and not wanted.about and not reached.about


def _is_measured(figure: Stated) -> bool:
    """Whether a figure is rounded to its last digit, and was not counted one by one."""
    unit = figure.unit
    return unit.dimension in ROUNDED or unit.factor != 1 or figure.half_width < _WHOLE


def _span(figure: Stated, value: float, *, rounded: bool) -> Bounds:
    return spread(value, figure.half_width if rounded else 0.0, figure.unit)
