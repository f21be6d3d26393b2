"""Figures of a sentence added up: 三项合计70万元, 四季度…，全年共…, 上半年…，下半年…，全年…,
年中追加286万元，全年…."""

import re
from collections.abc import Sequence
from itertools import chain, combinations

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.relations import Bounds, opposite, together, total
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    MOST_BEFORE,
    NumberInLine,
    Working,
    bounds_of,
    is_deficit,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures import figures_before
from sipipeline.evidence.narrative.own_figures.leading_words import led
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.language.lexicon import WordPattern, has, table, words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "workings")
_QUARTERS = 4
_STEM = 2
"""So many characters of a name say what something is: 缺口, 住院."""
_WORDS_BEFORE = WordPattern(
    r"(?P<pause>[,;]?)(?:(?P<count>\w){counted})?(?P<of>{totalled})?{total}"
    "(?P<summed>{summed})?{behind}*",
    *_HERE,
)
"""，三项合计净增: the words before a sum."""
_WORDS_THAT_BEGIN = WordPattern(
    r"。(?:{those}|(?P<first>{first}))?(?P<count>\w){counted}(?P<pause>){total}{behind}*", *_HERE
)
"""。三项合计, 。前两项合计: the words before a sum that begins a sentence."""
_LISTING = WordPattern("{listing}", *_HERE)
"""和: what stands between two names."""


@behind(_WORDS_BEFORE, clause=True)
def of_figures(here: NumberInLine, told: Told) -> Working | None:
    """三项合计70万元: so many of the figures before it, added up; any where no number is said and
    all of them are looked at. None of what others leave: 其余两项合计."""
    figures = _addends(told, here)
    bare = not all(one.unit.symbol for one in figures) and bool(here.number.unit.symbol)
    if bare or len(figures) < 2:
        return None
    spans = _signed(here, figures)
    sizes = _sizes(told, here, figures)
    if told["of"] and not _are_of(told["of"], here, figures, sizes):
        return None
    several = chain.from_iterable(combinations(spans, size) for size in sizes)
    made = [_sum(ones) for ones in several]
    return Working(figures[0].start, made) if made else None


def of_sentence_before(here: NumberInLine) -> Working | None:
    """住院…万元；门诊…万元；大病保险…万元。三类合计70万元: so many of the figures of the sentence
    before the one that it begins; the first ones, but for what they are parts of: 前两项合计."""
    before = here.sentence_before
    between = here.text[before[-1].end : here.number.start] if before else ""
    told = _WORDS_THAT_BEGIN.fullmatch(between[:FARTHEST])
    alike = _alike(here, before)
    sizes = _sizes(told, here, alike) if told is not None else []
    if told is None or not sizes or len(alike) < sizes[0] or not all(map(is_whole, alike)):
        return None
    several = _first(sizes[0], here, alike) if told["first"] else combinations(alike, sizes[0])
    made = [together(map(bounds_of, ones)) for ones in several]
    return Working(alike[0].start, made) if made else None


@behind(led("year"), clause=True)
def of_quarters(here: NumberInLine, _: Told) -> Working | None:
    """四季度9464.62万元，全年共支出36917.14万元: the four quarters added up."""
    figures = figures_before.alike(here)[-_QUARTERS:]
    last = has(here.lead(1), *_HERE, "last_quarter")
    return Working.of(total, *figures) if last and len(figures) == _QUARTERS else None


def of_halves(here: NumberInLine) -> Working | None:
    """上半年24816.35万元，下半年25329.79万元，全年50146.14万元; 前三季度…，第四季度…，全年…: both
    parts of the year added up, of what flows in it."""
    figures = figures_before.alike(here)[-2:]
    leads = [here.lead_of(one) for one in figures]
    parted = any(
        len(leads) == len(parts) and all(map(str.count, leads, parts))
        for parts in table()["narrative"]["workings"]["parts_of_year"]
    )
    return _over_year(here, figures) if parted else None


def of_listed_quarters(here: NumberInLine) -> Working | None:
    """一至四季度分别为386万元、402万元、418万元、458万元，全年1665万元; 一至四季度，支出分别为…."""
    figures = figures_before.alike(here)[-_QUARTERS:]
    if len(figures) < _QUARTERS:
        return None
    before = here.text[max(0, figures[0].start - FARTHEST) : figures[0].start]
    near = re.split(signs.STATEMENT, before)[-1]
    return _over_year(here, figures) if has(near, *_HERE, "four_quarters") else None


@behind(led("after_all"))
def with_addition(here: NumberInLine, _: Told) -> Working | None:
    """预算4200万元，年中追加286万元，全年4486万元: a figure and what was added to it."""
    figures = figures_before.alike(here)[-2:]
    added = has(here.lead(1), *_HERE, "added")
    return Working.of(total, *figures) if added and len(figures) == 2 else None


def _over_year(here: NumberInLine, figures: Sequence[Mention]) -> Working | None:
    """The parts of a year added up, where they are amounts and the number is that of the year, and
    none is what there was at a time."""
    first, behind = here.words_to(figures[0]), here.text[figures[0].end : here.number.start]
    sides = words(*_HERE, "sides_told_apart")
    other = any(side in behind and side not in first for side in sides)
    parts = first + behind.removesuffix(here.clause)
    flows = here.dimension == "money" and not has(parts, *_HERE, "at_a_time")
    if not flows or other or not led("year").fullmatch(here.clause):
        return None
    return Working.of(total, *figures)


def _alike(here: NumberInLine, before: Sequence[Mention]) -> Sequence[Mention]:
    """Those of some figures that are measured as a number is; none where it is their rate."""
    alike = [one for one in before if one.unit == here.number.unit]
    return () if _is_rate_of_all(here, alike) else alike


def _first(
    count: int, here: NumberInLine, figures: Sequence[Mention]
) -> Sequence[Sequence[Mention]]:
    """The first of some figures, or of all but their whole, where each has words of its own, and
    none is by how much one changed; none elsewhere."""
    leads = [here.words_to(one) for one in figures]
    changed = any(has(one, *_HERE, way) for one in leads for way in ("grown", "fallen"))
    clear = len({*leads}) == len(leads) and not changed
    return [figures[begin:][:count] for begin in range(2)] if clear else ()


def _is_rate_of_all(here: NumberInLine, figures: Sequence[Mention]) -> bool:
    """Whether a percentage lies between those before it, as the rate of all together does, and no
    sum: 收支比为100.3%、80.5%，两项合计92.0%."""
    if here.dimension != "percent" or not figures:
        return False
    values = [one.value for one in figures]
    return min(values) <= here.number.value <= max(values)


def _are_of(
    name: str, here: NumberInLine, figures: Sequence[Mention], sizes: Sequence[int]
) -> bool:
    """Whether so many figures are called what they are where they are added up, and it is said how
    many these are: 分别出现145.58万元、8.51万元的缺口，两项缺口合计."""
    if len(sizes) != 1 or sizes[0] < 2:
        return False
    first = figures[-sizes[0] :][0]
    behind = here.text[first.end : here.number.start - len(here.clause)]
    return name[-_STEM:] in here.lead_of(first) + behind[-FARTHEST * sizes[0] :]


def _signed(here: NumberInLine, figures: Sequence[Mention]) -> Sequence[Bounds]:
    """What some figures can mean, those that words call a deficit below nothing, unless all are."""
    short = _deficits(here, figures)
    turned = any(short) and not all(short)
    return [
        bounds_of(one).by(-1) if turned and is_short and one.value > 0 else bounds_of(one)
        for one, is_short in zip(figures, short, strict=True)
    ]


def _sum(spans: Sequence[Bounds]) -> Bounds:
    """Several figures added up; what deficits alone come to is said without a sign."""
    added = together(spans)
    return opposite(added) if all(one.high < 0 for one in spans) else added


def _deficits(here: NumberInLine, figures: Sequence[Mention]) -> Sequence[bool]:
    """Whether each of some figures is called a deficit, or goes on a list that one begins:
    赤字分别为8.51万元、50.54万元; 缺口的为机关养老10.26万元、失业65.49万元."""
    short: list[bool] = []
    for one in figures:
        lead = here.lead_of(one)
        short.append(is_deficit(lead) or (short[-1:] == [True] and _goes_on(lead)))
    return short


def _goes_on(lead: str) -> bool:
    """Whether words go on a list, and name no line of their own."""
    named = has(lead, *_HERE, "sides_told_apart") or has(lead, "narrative", "signs", "gains")
    return lead.startswith(words(*_HERE, "listing")) and not named


def _addends(told: re.Match[str], here: NumberInLine) -> Sequence[Mention]:
    """The figures that may be added up; 合计净增 adds up those that are called 净增, 合计多支 also
    those of 住院支出多…, and none where one behind them went otherwise: 住院多支…、个人账户少支…，
    合计多支…, or where others are added up."""
    figures, summed = _alike_or_called(told, here), told["summed"] or ""
    if _are_others(told, here, figures):
        return ()
    leads = [here.lead_of(one) for one in figures]
    return figures if _is_list_of(summed, leads) else _called_so(summed, figures, leads)


def _called_so(summed: str, figures: Sequence[Mention], leads: Sequence[str]) -> Sequence[Mention]:
    """The figures whose words say what is added up; none where one behind them went otherwise."""
    named = [one for one, lead in zip(figures, leads, strict=True) if set(summed) <= set(lead)]
    otherwise = any(
        not set(summed) <= set(lead) and has(lead, *_HERE, "turned") and one.start > named[0].start
        for one, lead in zip(figures, leads, strict=True)
        if named and has(summed, *_HERE, "turned")
    )
    return () if otherwise else named


def _is_list_of(summed: str, leads: Sequence[str]) -> bool:
    """Whether figures are a list, and what is added up stands before it alone:
    超支额依次为A、B和C，合计超支."""
    first, *behind = leads or [""]
    told = bool(summed) and set(summed) <= set(first)
    return told and bool(behind) and all(one in words(*_HERE, "listing") for one in behind)


def _are_others(told: re.Match[str], here: NumberInLine, figures: Sequence[Mention]) -> bool:
    """Whether what is added up are others than the figures before: a quarter is named without one,
    三季度1.55亿元，四季度集中清算，全年合计…; it is the rest, 其余两项合计; or more stand before
    than are looked at."""
    if has(here.words(), *_HERE, "last_quarter") or has(here.lead(1), *_HERE, "rest"):
        return True
    return not told["count"] and len(figures) >= MOST_BEFORE


def _alike_or_called(told: re.Match[str], here: NumberInLine) -> Sequence[Mention]:
    """The figures before a sum that are measured as it is; of names that stand right before it only
    those that these lead to."""
    figures = figures_before.alike(here) or _insured(here)
    if _is_of_other_side(here, figures) or _is_rate_of_all(here, figures):
        return ()
    listed = _listed_before_count(told, here)
    return _called(listed, figures, here) if listed else figures


def _is_of_other_side(here: NumberInLine, figures: Sequence[Mention]) -> bool:
    """Whether what is counted right before a sum names a line that none of the figures before it
    does, while these name another: 收入23362.52万元…；支出两项合计."""
    if here.last.unit.dimension not in words(*_HERE, "counted"):
        return False
    sides = words(*_HERE, "sides_told_apart")
    own = [side for side in sides if side in here.lead(1)]
    leads = [here.lead_of(one) for one in figures]
    named = {side for side in sides for lead in leads if side in lead}
    return bool(own) and bool(named) and named.isdisjoint(own)


def _listed_before_count(told: re.Match[str], here: NumberInLine) -> Sequence[str]:
    """The names right before the number of those that are added up: 医疗, 伤残 of 医疗与伤残
    两项合计; none where these are no list, or it is not said there how many they are."""
    counted = here.last.unit.dimension in words(*_HERE, "counted")
    names = _LISTING.compiled.split(here.lead(1))
    listed = counted and not told["count"] and not told["pause"] and len(names) >= 2
    return names if listed and all(names) else ()


def _called(
    names: Sequence[str], figures: Sequence[Mention], here: NumberInLine
) -> Sequence[Mention]:
    """The figures that some names lead to, one each; none where it is unclear of one which it
    is, or one is what there was at a time and another is not: 投资本金6800万元, 利息收入548万元."""
    leads = [(one, here.lead_of(one)) for one in figures]
    found: dict[int, Mention] = {}
    for name in names:
        whole = [one for one, lead in leads if name in lead]
        called = whole or [one for one, lead in leads if name[:_STEM] in lead]
        if len(called) != 1:
            return ()
        found[called[0].start] = called[0]
    listed = [found[start] for start in sorted(found)]
    return listed if len(listed) == len(names) and _are_of_one_time(listed, here) else ()


def _are_of_one_time(figures: Sequence[Mention], here: NumberInLine) -> bool:
    """Whether all of some figures are what there was at a time, or none is."""
    return len({has(here.lead_of(one), *_HERE, "at_a_time") for one in figures}) == 1


def _insured(here: NumberInLine) -> Sequence[Mention]:
    """Those who take part in several funds, whom 人次 counts together: 失业参保15237人，工伤参保
    21640人，合计36877人次."""
    people = here.alike("people") if here.dimension == "visits" else ()
    all_insured = all(has(here.lead_of(one), *_HERE, "insured") for one in people)
    return people if all_insured and all(map(is_whole, people)) else ()


def _sizes(told: re.Match[str], here: NumberInLine, figures: Sequence[Mention]) -> Sequence[int]:
    """How many parts a sum may have: as many as are said, 三项合计, or any number where none is."""
    before = here.last
    if told["count"]:
        count = int(numeral(told["count"]))
        return [count] if count >= 2 else []
    if not told["pause"] and before is not figures[-1]:
        return [int(before.value)]
    return range(1, len(figures) + 1)
