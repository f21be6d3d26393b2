"""What a sentence reckons of figures that it sets side by side: a rise and a fall taken together
(两项相抵净减少), two years added up, the rate of a change, rates that are points apart, parts that
come to more than their whole, a ratio."""

import re
from collections.abc import Sequence
from itertools import combinations

from sipipeline.evidence.narrative.lines import signs, tolerances
from sipipeline.evidence.narrative.lines.relations import (
    ALL,
    difference,
    share,
    together,
    total,
)
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    RATES,
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures import figures_before, leading_words
from sipipeline.evidence.narrative.own_figures.leading_words import way
from sipipeline.evidence.narrative.own_figures.set_words import Reading, Told, behind
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import numeral
from sipipeline.language.units import RATIO

_HERE = ("narrative", "comparative_workings")
_WORKINGS = ("narrative", "workings")
_CLAUSE = re.compile("[,;:。!?()]")
_SIDES = ("one", "other")
"""Names of the two that are set beside each other."""
_LONGEST = 120
"""Characters of a sentence that are looked at for its years."""
_STEM = 2
"""So many characters of a word for a change say what changed: 增收 of 增收额."""
_THREE_YEAR_ENDS = 3
"""Ends of years between which there are two years."""
_LEAST_PARTS = 3
_OVERLAPPING = frozenset({"people", "money", "percent", "fold", "ratio", "points"})
"""Dimensions of parts that may be parts of each other, or are no parts."""
_OFFSET = WordPattern(
    r"(?:(?P<count>\w){narrative.workings.counted})?{offset}(?:{being})?"
    "(?:(?P<up>{net_up})|{net_down}){narrative.workings.behind}*",
    *_HERE,
)
"""，两项相抵后净增加: the words before rises and falls taken together."""
_ARRIVED = WordPattern(
    "(?:(?P<up>{narrative.workings.arrived.up})|{narrative.workings.arrived.down})"
    "{narrative.workings.arrived.end}"
)
"""降到: what stands between what a figure was and what it came to."""
_TWO_YEARS = WordPattern(
    "{latter}?{two_years}{added_up}(?:(?P<up>{rises})|(?P<down>{falls})|{what})?"
    "{narrative.workings.behind}*",
    *_HERE,
)
"""，两年累计赤字: the words before two years added up."""
_YEAR = WordPattern(r"(?:\d{4}{calendar.year}|{years})", *_HERE)
"""2021年, 上年: a year."""
_LAST_YEAR = WordPattern(
    r"{narrative.stated_differences.beside}(?:\d{4}{calendar.year}|{years})(?:{of_year})*", *_HERE
)
"""比上年: the words before last year's figure."""
_CHANGE = WordPattern("(?:(?P<up>{rises})|{falls})(?:{changes.particles})?", *_HERE)
"""增加: the words between that and the change."""
_RATE = WordPattern(
    "[,(](?:{year_on_year})?(?:(?P<up>{rises})|{falls})(?:{changes.particles})?"
    "{narrative.workings.behind}*",
    *_HERE,
)
"""，增长: the words between the change and its rate."""
_MULTIPLE = WordPattern(
    ",?(?P<one>[^,;:()。]{0,8}?)(?P<one_by>{narrative.signs.increments})"
    "{narrative.workings.of_base}(?P<other>[^,;:()。]{0,8}?)(?P<other_by>"
    "{narrative.signs.increments}){narrative.workings.possessive}{narrative.workings.behind}*"
)
"""，收入增量是支出增量的: the words before how many times one rise is another."""
_APART = WordPattern(
    r"[),](?:(?P<more>{more})|{less})[^,;:()。]{0,16}\(?#\)?{narrative.workings.behind}*|\)"
    r"{narrative.stated_differences.beside}[^,;:()。]{0,16}\(#\)(?:(?P<higher>{higher})|{lower})"
    "(?:{changes.particles})?",
    *_HERE,
)
"""）高于收入增幅（#）: what stands between two rates and by how much they are apart."""
_NAMED_RATE = WordPattern(
    ",(?P<name>[^,;:()。]{2,8}?)(?P<rate>{rates_named})(?:(?P<higher>{higher})|{lower})"
    "(?:{changes.particles})?",
    *_HERE,
)
"""，支出增速高出: the words that name a rate once more before by how much it is more."""
_GREW_BY = WordPattern(
    "(?P<one>[^,、]{2,8})(?:、|{and})(?P<other>[^,、]{2,8}?){severally}"
    "(?:(?P<up>{rises})|{falls})$",
    *_HERE,
)
"""收入、支出分别增长: the words before by how much two lines grew."""
_OTHER_RATE = WordPattern(",(?:(?P<higher>{higher})|{lower})(?:{changes.particles})?", *_HERE)
"""，低: the words between the second of two rates and how far they are apart."""
_FORMERLY = WordPattern(",{formerly}", *_HERE)
"""，原为: the words before what something was."""
_BY = WordPattern(",(?:{year_on_year})?(?:(?P<up>{rises})|{falls})(?:{changes.particles})?", *_HERE)
"""，同比回落: the words between what something came to and by how much."""
_OFF = WordPattern(",(?:(?P<high>{off_high})|{off_low})(?:{changes.particles})?", *_HERE)
"""，偏低: the words between a rate and how far it is from all."""
_NEXT_PART = WordPattern("(?:[、,]|{and})[^,;:、()。]{0,10}", *_HERE)
"""、线上: the words between two parts."""
_RATIO = WordPattern("[,(]{ratios}{narrative.workings.behind}*", *_HERE)
"""，在职退休比为: the words before a ratio of the two figures before."""
_NAMED_RATIO = WordPattern(
    ",?(?P<one>(?:(?!{no_sides})[^,;:()]){2,6}?){narrative.workings.listing}"
    "(?P<other>(?:(?!{no_sides})[^,;:()]){2,6}?){ratios}{narrative.workings.behind}*",
    *_HERE,
)
"""，财政与个人出资之比约为: the same words where they name both."""


# ---------------------------------------------------------------- 一增一减
def _offset(here: NumberInLine) -> Working | None:
    """门诊支出增加1092万元，个人账户支出减少938万元，两项相抵净增加154万元: rises and falls taken
    together."""
    told = _OFFSET.fullmatch(_last_clause(here))
    taken = _changes(here, _count(told)) if told is not None else ()
    if told is None or not taken:
        return None
    spans = [bounds_of(one).by(_way(here, one)) for one in taken]
    sizes = [len(taken)] if told["count"] else range(2, len(taken) + 1)
    net = way(told, "up")
    return Working(taken[0].start, [together(spans[-size:]).by(net) for size in sizes])


def _offset_of_ways(here: NumberInLine) -> Working | None:
    """个人账户支出由23964万元降到21785万元，门诊支出由14963万元升到19874万元，相抵净增支2733万元:
    what the two went taken together, of which one rose and one fell."""
    told = _OFFSET.fullmatch(_last_clause(here))
    levels = here.alike(here.dimension)[-4:] if told is not None else ()
    if told is None or len(levels) < 4 or not all(map(is_whole, levels)):
        return None
    pairs = levels[:2], levels[2:]
    ways = [_went(here, *pair) for pair in pairs]
    if sorted(ways) != [-1, 1] or _count(told) not in (0, 2):
        return None
    net = together([bounds_of(end).minus(bounds_of(start)) for start, end in pairs])
    return Working(levels[0].start, [net.by(way(told, "up"))])


def _went(here: NumberInLine, start: Mention, end: Mention) -> int:
    """1 where words say that a line rose from one figure to the one right behind it, -1 that it
    fell; 0 where they say neither, or the figures do not."""
    told = _ARRIVED.fullmatch(here.text[start.end : end.start])
    begun = leading_words.ORIGIN.search(here.lead_of(start))
    if told is None or begun is None or start.unit.base != end.unit.base:
        return 0
    went = way(told, "up")
    return went if (end.base_value - start.base_value) * went > 0 else 0


def _changes(here: NumberInLine, count: int) -> Sequence[Mention]:
    """The last figures that rose or fell, so many or any number, of which some did the one and some
    the other; none where what came in is taken together with what went out."""
    changes = [one for one in here.alike(here.dimension) if _way(here, one)][-count:]
    turned = {_way(here, one) for one in changes} == {1, -1}
    leads = [here.lead_of(one) for one in changes]
    sides = [any(side in lead for lead in leads) for side in words(*_HERE, "sides")]
    known = len(changes) >= max(count, 2) and all(map(is_whole, changes))
    return changes if turned and known and not all(sides) else ()


def _last_clause(here: NumberInLine) -> str:
    """The words before a number in its clause, with what they count: 两项相抵净减少; and with a
    clause before it that says no more than that: 一减一增，净减少."""
    before = here.text[max(0, here.number.start - FARTHEST) : here.number.start]
    *_, last, own = ["", *_CLAUSE.split(before)]
    return f"{last}{own}" if last in words(*_HERE, "offset") else own


def _count(told: re.Match[str]) -> int:
    """How many are taken together, by the words; 0 where they do not say."""
    return int(numeral(told["count"] or ""))


def _way(here: NumberInLine, figure: Mention) -> int:
    """1 where the words before a figure end with one for a rise, -1 for a fall; 0 where they do
    with neither."""
    lead = here.lead_of(figure)
    if lead.endswith(words(*_HERE, "falls")):  # first: 负增长 ends like a rise
        return -1
    return int(lead.endswith(words(*_HERE, "rises")))


# ---------------------------------------------------------------- 相差
def _apart(here: NumberInLine) -> Working | None:
    """结余-840万元，预算为结余330万元，相差1170万元: how far a figure below nothing is from one
    above it."""
    told = _last_clause(here) in words("narrative", "stated_differences", "apart")
    figures = here.before[-2:] if told else ()
    alike = len({one.unit.base for one in (*figures, here.number)}) == 1
    if len(figures) < 2 or not alike or any(one.about or one.op for one in figures):
        return None
    one, other = map(bounds_of, figures)
    if figures[0].value * figures[1].value >= 0:
        return None
    return Working(figures[0].start, [one.minus(other), other.minus(one)])


# ---------------------------------------------------------------- 两年累计
def _two_years(here: NumberInLine) -> Working | None:
    """2021年赤字1090万元、2022年赤字619万元，两年累计赤字1709万元: two figures of which the words
    before say that they are of a year each."""
    told = _TWO_YEARS.fullmatch(_last_clause(here))
    figures = here.alike(here.dimension)[-2:] if told is not None else ()
    if told is None or len(figures) < 2 or not all(map(is_whole, figures)):
        return None
    if (said := _said_way(told)) and any(_way(here, one) != said for one in figures):
        return _over_two_years(here, said)
    return Working.of(total, *figures) if _are_of_years(here, *figures) else None


def _are_of_years(here: NumberInLine, one: Mention, other: Mention) -> bool:
    """Whether words say that two figures are of a year each."""
    lead, between = here.lead_of(one), here.text[one.end : other.start]
    if between in words(*_WORKINGS, "listing") and has(lead, *_HERE, "severally"):
        return _both_years_are_named(here, one)
    return len(_years(lead)) == len(_years(between)) == 1 and len(between) <= FARTHEST


def _said_way(told: re.Match[str]) -> int:
    """1 where words say that something rose, -1 that it fell; 0 where they say neither."""
    return int(bool(told["up"])) - int(bool(told["down"]))


def _over_two_years(here: NumberInLine, went: int) -> Working | None:
    """2021年末864万元，2022年末994万元，2023年末1185万元，两年累计增加321万元: by how much the last
    of three figures, of a year each, is more than the first, or less where the way is -1."""
    levels = here.alike(here.dimension)[-_THREE_YEAR_ENDS:]
    ends = [figure.end for figure in levels]
    between = [here.text[end : one.start] for end, one in zip(ends, levels[1:], strict=False)]
    dated = all(len(_years(one)) == 1 and len(one) <= FARTHEST for one in between)
    listed = all(one in words(*_WORKINGS, "listing") for one in between)
    clear = len(levels) == _THREE_YEAR_ENDS and all(map(is_whole, levels))
    if not clear or not (dated or listed):
        return None
    return Working.of(difference, levels[-1], levels[0], way=went)


def _years(text: str) -> Sequence[str]:
    return _YEAR.findall(text)


def _both_years_are_named(here: NumberInLine, figure: Mention) -> bool:
    """Whether the sentence names two years before a figure, and no more."""
    before = here.text[max(0, figure.start - _LONGEST) : figure.start]
    sentence = signs.SENTENCE.split(before)[-1]
    return len(_years(sentence)) == 2


# ---------------------------------------------------------------- 增加，增长
@behind(_RATE, "percent")
def _rate_of_change(here: NumberInLine, told: Told) -> Working | None:
    """比上年3355万元增加103万元，增长3.1%: the change that stands before it, of last year's."""
    both = figures_before.two(here)
    if not both or is_in_points(here.number) or both[0].unit.dimension in RATES:
        return None
    changed, since = _CHANGE.fullmatch(here.words(1)), _LAST_YEAR.fullmatch(here.lead(2))
    if changed is None or since is None or way(changed, "up") != way(told, "up"):
        return None
    return Working.of(share, *both[::-1])


# ---------------------------------------------------------------- 增量是增量的几倍
@behind(_MULTIPLE, "fold")
def _multiple_of_change(here: NumberInLine, told: Told) -> Working | None:
    """总收入增加72495万元，总支出增加32460万元，收入增量是支出增量的2.2倍: the one rise by the
    other, each named as it was before."""
    rises = [one for one in here.alike("money") if _way(here, one) > 0 and is_whole(one)]
    one, other = (_named(told[side] or told[f"{side}_by"][:_STEM], rises, here) for side in _SIDES)
    if one is None or other is None or one is other:
        return None
    return Working.of(share, one, other)


def _named(name: str, figures: Sequence[Mention], here: NumberInLine) -> Mention | None:
    """The one figure before which a name stands; None where none or several have it."""
    found = [one for one in figures if name in here.lead_of(one)]
    return found[0] if len(found) == 1 else None


# ---------------------------------------------------------------- 高于，百分点
def _points_apart(here: NumberInLine) -> Working | None:
    """支出增幅（10.6%）高于收入增幅（7.8%）2.8个百分点: the difference of two rates, in brackets or
    not."""
    told = _APART.fullmatch(f"{here.words(1)}#{here.words()}")
    both = _two_rates(here) if is_in_points(here.number) else ()
    if told is None or not both:
        return None
    return Working.of(difference, *both, way=way(told, "more", "higher"))


@behind(_NAMED_RATE, clause=True, when=is_in_points)
def _points_beyond_named(here: NumberInLine, told: Told) -> Working | None:
    """支出增速16.5%，筹资增速9.5%，支出增速高出7.0个百分点: the rate that is named once more,
    without the other of the two before."""
    rates = _rates_called(told["rate"], here) or _rates_listed(here)
    if len(rates) < 2:
        return None
    named = [told["name"] in lead for lead in _names_of(rates, here)]
    if sum(named) != 1:
        return None
    ones = rates if named[0] else rates[::-1]
    return Working.of(difference, *ones, way=way(told, "higher"))


def _rates_called(name: str, here: NumberInLine) -> Sequence[Mention]:
    """The last two rates before a number; none where one of them is not called by a name."""
    rates = [one for one in here.alike("percent") if one.unit.symbol == "%" and is_whole(one)]
    both = rates[-2:]
    return both if all(name in here.lead_of(one) for one in both) else ()


def _rates_listed(here: NumberInLine) -> Sequence[Mention]:
    """The two rates right before a number, where it is said that two lines grew by them:
    收入、支出分别增长7.8%、6.1%; none elsewhere."""
    listed = here.words(1) in words(*_WORKINGS, "listing")
    told = _GREW_BY.search(here.lead(2)) if listed else None
    return _two_rates(here) if told is not None else ()


def _two_rates(here: NumberInLine) -> Sequence[Mention]:
    """The two figures right before a number, where each says one rate; none elsewhere."""
    both = here.before[-2:]
    rates = all(one.unit.symbol == "%" and is_whole(one) for one in both)
    return both if rates and len(both) == 2 else ()


def _names_of(rates: Sequence[Mention], here: NumberInLine) -> Sequence[str]:
    """What each of two rates is called."""
    leads = [here.lead_of(one) for one in rates]
    told = _GREW_BY.search(leads[0]) if not leads[1].strip("、") else None
    return [told["one"], told["other"]] if told is not None else leads


@behind(_OTHER_RATE, when=is_in_points)
def _points_below_others(here: NumberInLine, told: Told) -> Working | None:
    """全省增长4.8%，我县增长3.7%，低1.1个百分点: how far two rates are apart, of which one is that
    of a greater place; of a fall it is open whether it or its rate is meant."""
    both = _two_rates(here)
    leads = [here.lead_of(one) for one in both]
    theirs, ours = ([has(one, *_WORKINGS, of) for one in leads] for of in ("places", "own_places"))
    apart = sorted(theirs) == [False, True] and ours == theirs[::-1]
    if not apart or _has_fallen("".join(leads)):
        return None
    rates = both if ours[0] else both[::-1]
    return Working.of(difference, *rates, way=way(told, "higher"))


def _has_fallen(leads: str) -> bool:
    """Whether words before rates say that one of them is a fall."""
    return has(leads, "narrative", "levels_of_regions", "fallen")


@behind(_FORMERLY)
def _former(here: NumberInLine, _: Told) -> Working | None:
    """55.1%，同比回落3.4个百分点，原为58.5%: what something was that came to the first of the two
    figures before by the second."""
    if len(here.before) < 2:
        return None
    level, change = here.before[-2:]
    by = _BY.fullmatch(here.words(1))
    alike = level.unit.base == here.number.unit.base and is_whole(level) and is_whole(change)
    in_points = is_in_points(change) == (level.unit.dimension == "percent")
    if by is None or not alike or not in_points or change.unit.dimension != level.unit.dimension:
        return None
    return Working.of(difference if by["up"] else total, level, change)


@behind(_OFF, when=is_in_points)
def _points_off(here: NumberInLine, off: Told) -> Working | None:
    """完成预算的93.8%，偏低6.2个百分点: how far what was done of all of a budget is from that."""
    rate = here.last
    if rate.unit.symbol != "%" or not is_whole(rate):
        return None
    if not here.lead(1).endswith(words(*_HERE, "of_all")):
        return None
    apart = bounds_of(rate).minus(ALL)
    return Working(rate.start, [apart.by(way(off, "high"))])


# ---------------------------------------------------------------- 其中
def are_parts(here: NumberInLine, whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether figures are a list behind 其中, which stands right behind another."""
    ends = [whole.end, *(one.end for one in parts)]
    starts = [one.start for one in parts]
    between = [here.text[end:start] for end, start in zip(ends, starts, strict=False)]
    begun = has(between[0], *_WORKINGS, "among")
    listed = all(_is_next_part(one) for one in between[1:])
    alike = len({one.unit.base for one in parts}) == 1 and all(map(is_whole, parts))
    return begun and listed and alike and not signs.SENTENCE.search("".join(between))


def _is_next_part(between: str) -> bool:
    """Whether words between two figures name another part, and no change of the one before."""
    listed = _NEXT_PART.fullmatch(between) is not None
    return listed and not has(between, *_WORKINGS, "change")


# ---------------------------------------------------------------- 其中各部分
def _parts_beyond_whole(here: NumberInLine) -> Working | None:
    """41场，其中集市16场、企业11场、校园9场、线上6场: parts that are counted one by one and come to
    a little more than their whole, which some of them do not make."""
    if here.dimension in _OVERLAPPING or not here.number.unit.symbol or not here.before:
        return None
    if here.place + 1 < len(here.figures) and _is_joined(here):
        return None
    figures = [*here.before, here.number]
    for place, whole in enumerate(figures[:-_LEAST_PARTS]):
        parts = figures[place + 1 :]
        if are_parts(here, whole, parts) and all(one.unit == whole.unit for one in parts):
            return _excess(whole, parts)
    return None


def _is_joined(here: NumberInLine) -> bool:
    """Whether a list goes on right behind a number."""
    return here.text.startswith(words(*_WORKINGS, "listing"), here.number.end)


def _excess(whole: Mention, parts: Sequence[Mention]) -> Working | None:
    """What the last of some parts may be, where all come to a little more than their whole."""
    numbers = [one.value for one in parts]
    most = whole.value * tolerances.MORE_THAN_WHOLE
    some = (sum(ones) for size in range(1, len(numbers)) for ones in combinations(numbers, size))
    if not whole.value < sum(numbers) <= most or whole.value in some or not is_whole(whole):
        return None
    left = bounds_of(whole).minus(together([bounds_of(one) for one in parts[:-1]]))
    return Working(whole.start, [left])


# ---------------------------------------------------------------- 在职退休比
@behind(_RATIO, RATIO.dimension)
def _ratio(here: NumberInLine, _: Told) -> Working | None:
    """在职24518人、退休10354人，在职退休比2.37:1: the figure before, by the one behind it."""
    both = figures_before.two(here) if here.number.unit == RATIO else ()
    if not both or both[0].unit != both[1].unit:
        return None
    return _either_way(both) if _are_at_work_and_retired(here) else None


@behind(_NAMED_RATIO, RATIO.dimension)
def _ratio_of_named(here: NumberInLine, told: Told) -> Working | None:
    """财政补助32.15亿元、个人缴费16.92亿元，财政与个人出资之比1.9:1: the two figures before, which
    are called so."""
    both = figures_before.two(here) if here.number.unit == RATIO else ()
    leads = [here.lead_of(one) for one in both]
    called = [told[side][:_STEM] in lead for side, lead in zip(_SIDES, leads, strict=False)]
    return _either_way(both) if called and all(called) else None


def _either_way(both: Sequence[Mention]) -> Working:
    """What either of two figures is of the other."""
    one, other = map(bounds_of, both)
    return Working(both[0].start, [one.over(other), other.over(one)])


def _are_at_work_and_retired(here: NumberInLine) -> bool:
    """Whether the two figures before a number are of those at work and of those who are retired."""
    return all(
        has(here.lead(back), *_HERE, sense) for back, sense in ((2, "at_work"), (1, "retired"))
    )


READINGS: tuple[Reading, ...] = (
    _offset,
    _offset_of_ways,
    _apart,
    _two_years,
    _rate_of_change,
    _multiple_of_change,
    _points_apart,
    _points_beyond_named,
    _points_below_others,
    _former,
    _points_off,
    _parts_beyond_whole,
    _ratio,
    _ratio_of_named,
)
"""What a number may be read as, in the order in which it is asked."""
