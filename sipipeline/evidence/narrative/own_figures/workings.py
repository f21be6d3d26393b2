"""What a sentence works out of its own figures, which no table is needed for: 三项合计70万元,
尚余0.65万元, 户均1.57万元, 整改率80%."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, combinations
from typing import NamedTuple

from sipipeline.core.display import number as shown_number
from sipipeline.core.figures import SLACK
from sipipeline.evidence.narrative.lines import signs, tolerances
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    ROUNDED,
    Bounds,
    NumberInLine,
    Working,
    bounds_of,
    figures_in,
    is_whole,
    parted,
    together,
)
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.own_figures import (
    comparative_workings,
    divisions,
    stated_differences,
    stated_shares,
)
from sipipeline.evidence.narrative.own_figures.stated_ranges import ranged
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.evidence.narrative.quoting.slips import is_typed_like
from sipipeline.language.dates import WRITTEN_YEAR
from sipipeline.language.lexicon import has, one_of, table, words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import numeral
from sipipeline.language.tallies import tallies
from sipipeline.language.units import TIMES

_HERE = ("narrative", "workings")
_TWO = 2
_HUNDRED = 100
_MOST_TOLD = 2
"""So many figures that a number may have to be can be told."""
_MONTHS = 12
_QUARTERS = 4
_FURTHER = 8
"""Characters behind a part in which a further one may be told."""
_AND = "#"
"""Stands between the words before two numbers."""
_LISTED = ";"
_TENTH, _HALF_TENTH = 10, 0.05
_RATES = ("percent", "fold")
_FUNDS, _LEVELS = "funds", "levels"
"""Groups of parts that have nothing in common."""
_STEM = 2
"""So many characters of the name of a rate say what is counted: 整改 of 整改完成率."""


def contradictions(line: Paragraph) -> Iterator[Statement]:
    """The numbers of a line that are not what its other numbers make."""
    figures = figures_in(line.text)
    for place in range(1, len(figures)):
        here = NumberInLine(line.text, figures, place)
        working = _working(here) if _is_bounded(here) else None
        if working is not None and not any(map(_said_span(here).meets, working.made)):
            number = line.text[here.number.start : here.number.end]
            text = line.text[working.start : here.number.end]
            made = () if working.is_open else _written(working.made, here.number)
            yield Statement(line.key, text, (), holds=False, number=number, made=made)


def _written(made: Sequence[Bounds], number: Mention) -> tuple[str, ...]:
    """What a number must be, written in its unit: the nearest that it is typed like, or else all
    that is possible; nothing where that is too much."""
    known = [one for one in made if one.low > 0 and math.isfinite(one.high)]
    middles = [_middle(one, number) for one in known]
    alike = [one for one in middles if is_typed_like(number, one)]
    told = _shown(_nearest(number.value, alike) or middles, number)
    return told if len(told) <= _MOST_TOLD else ()


def _middle(made: Bounds, number: Mention) -> float:
    """The middle of what a number may be, in its unit."""
    per_cent = _HUNDRED if number.unit.dimension == "percent" else 1
    return (made.low + made.high) / 2 * per_cent / number.unit.factor


def _nearest(value: float, others: Sequence[float]) -> Sequence[float]:
    """Those of other values that are as near to a value as any."""
    least = min((abs(one - value) for one in others), default=0.0) + SLACK
    return [one for one in others if abs(one - value) <= least]


def _shown(values: Sequence[float], number: Mention) -> tuple[str, ...]:
    """Values in the unit of a number, with its decimals; a rate with one at least. A five behind
    them is rounded up, as an office does: 81.25% as 81.3%."""
    decimals = max(number.decimals, int(number.unit.dimension in _RATES))
    rounded = (value * (1 + SLACK) for value in values)
    shown = (f"{shown_number(value, decimals)}{number.unit.symbol}" for value in rounded)
    return tuple(dict.fromkeys(shown))


def _is_bounded(here: NumberInLine) -> bool:
    """Whether a number is no bound but 超出 and the like, which say by how much; 一成多 is one."""
    written = here.text[here.number.start : here.number.end]
    more = has(written, "narrative", "signs", "more")
    beyond = has(here.clause, "narrative", "stated_differences", "beyond") and not more
    return here.number.value > 0 and (beyond or not here.number.op)


def _said_span(here: NumberInLine) -> Bounds:
    """What a number may mean; 约 is near to it, and 三成 is to a tenth."""
    number = here.number
    tenths = here.text[number.start : number.end].endswith(words("narrative", "signs", "tenths"))
    if tenths and not number.value % _TENTH:
        return bounds_of(number).plus(Bounds(-_HALF_TENTH, _HALF_TENTH))
    return bounds_of(number).times(tolerances.ABOUT) if number.about else bounds_of(number)


def _working(here: NumberInLine) -> Working | None:
    """The first reading of a number as one that is worked out; None where there is none."""
    return next(filter(None, (reading(here) for reading in _READINGS)), None)


def _restated(here: NumberInLine) -> Working | None:
    """48363.32万元（合4.84亿元）: the figure before it in another unit."""
    one, number = here.figures[here.place - 1], here.number
    alike = one.unit.base == number.unit.base and one.unit.factor != number.unit.factor
    if not alike or not is_whole(one) or _patterns().restated.fullmatch(here.words()) is None:
        return None
    return Working(one.start, [bounds_of(one)])


# ---------------------------------------------------------------- sums, differences, products
def _total(here: NumberInLine) -> Working | None:
    """三项合计70万元: so many of the figures before it, added up; any where no number is said."""
    told = _patterns().total.fullmatch(here.clause)
    figures = _addends(told, here) if told is not None else ()
    if told is None or len(figures) < _TWO:
        return None
    spans = _signed(here, figures)
    sizes = _sizes(told, here, figures)
    if told["of"] and not _are_of(told["of"], here, figures, sizes):
        return None
    several = chain.from_iterable(combinations(spans, size) for size in sizes)
    made = [together(ones) for ones in several]
    return Working(figures[0].start, made) if made else None


def _total_of_sentence_before(here: NumberInLine) -> Working | None:
    """住院…万元；门诊…万元；大病保险…万元。三类合计70万元: so many of the figures of the sentence
    before the one that it begins."""
    before = here.sentence_before
    between = here.text[before[-1].end : here.number.start] if before else ""
    told = _patterns().total_that_begins.fullmatch(between[:FARTHEST])
    alike = [one for one in before if one.unit == here.number.unit]
    sizes = _sizes(told, here, alike) if told is not None else []
    if not sizes or len(alike) < sizes[0] or not all(map(is_whole, alike)):
        return None
    several = combinations([*map(bounds_of, alike)], sizes[0])
    return Working(alike[0].start, [together(ones) for ones in several])


def _are_of(
    name: str, here: NumberInLine, figures: Sequence[Mention], sizes: Sequence[int]
) -> bool:
    """Whether so many figures are called what they are where they are added up, and it is said how
    many these are: 分别出现145.58万元、8.51万元的缺口，两项缺口合计."""
    if len(sizes) != 1 or sizes[0] < _TWO:
        return False
    first = figures[-sizes[0] :][0]
    behind = here.text[first.end : here.number.start - len(here.clause)]
    return name[-_STEM:] in here.lead(here.back(first)) + behind[-FARTHEST * sizes[0] :]


def _signed(here: NumberInLine, figures: Sequence[Mention]) -> Sequence[Bounds]:
    """What some figures can mean, those that words call a deficit below nothing, unless all are."""
    short = _deficits(here, figures)
    turned = any(short) and not all(short)
    return [
        bounds_of(one).by(-1) if turned and is_short and one.value > 0 else bounds_of(one)
        for one, is_short in zip(figures, short, strict=True)
    ]


def _deficits(here: NumberInLine, figures: Sequence[Mention]) -> Sequence[bool]:
    """Whether each of some figures is called a deficit, or goes on a list that one begins:
    赤字分别为8.51万元、50.54万元."""
    short: list[bool] = []
    for one in figures:
        lead = here.lead(here.back(one))
        listed = short[-1:] == [True] and lead in words(*_HERE, "listing")
        lost = has(lead, "narrative", "deficits") or has(lead, *_HERE, "losses")
        short.append(listed or lost)
    return short


def _addends(told: re.Match[str], here: NumberInLine) -> Sequence[Mention]:
    """The figures that may be added up; 合计净增 adds up those that are called 净增, and none where
    one behind them went otherwise: 住院多支…、个人账户少支…，合计多支…."""
    figures, summed = _alike_or_called(told, here), told["summed"] or ""
    leads = [here.lead(here.back(one)) for one in figures]
    named = [one for one, lead in zip(figures, leads, strict=True) if summed in lead]
    otherwise = any(
        summed not in lead and has(lead, *_HERE, "turned") and one.start > named[0].start
        for one, lead in zip(figures, leads, strict=True)
        if named and has(summed, *_HERE, "turned")
    )
    return () if otherwise else named


def _alike_or_called(told: re.Match[str], here: NumberInLine) -> Sequence[Mention]:
    """The figures before a sum that are measured as it is; of names that stand right before it only
    those that these lead to."""
    figures = _counted(here) or _insured(here)
    if _is_of_other_side(here, figures):
        return ()
    listed = _listed_before_count(told, here)
    return _called(listed, figures, here) if listed else figures


def _is_of_other_side(here: NumberInLine, figures: Sequence[Mention]) -> bool:
    """Whether what is counted right before a sum names a line that none of the figures before it
    does, while these name another: 收入23362.52万元…；支出两项合计."""
    if here.figures[here.place - 1].unit.dimension not in words(*_HERE, "counted"):
        return False
    sides = words(*_HERE, "sides_told_apart")
    own = [side for side in sides if side in here.lead(1)]
    leads = [here.lead(here.back(one)) for one in figures]
    named = {side for side in sides for lead in leads if side in lead}
    return bool(own) and bool(named) and named.isdisjoint(own)


def _listed_before_count(told: re.Match[str], here: NumberInLine) -> Sequence[str]:
    """The names right before the number of those that are added up: 医疗, 伤残 of 医疗与伤残
    两项合计; none where these are no list, or it is not said there how many they are."""
    counted = here.figures[here.place - 1].unit.dimension in words(*_HERE, "counted")
    names = _patterns().listing.split(here.lead(1))
    listed = counted and not told["count"] and not told["pause"] and len(names) >= _TWO
    return names if listed and all(names) else ()


def _called(
    names: Sequence[str], figures: Sequence[Mention], here: NumberInLine
) -> Sequence[Mention]:
    """The figures that some names lead to, one each; none where it is unclear of one which it
    is."""
    leads = [(one, here.lead(here.back(one))) for one in figures]
    found: dict[int, Mention] = {}
    for name in names:
        whole = [one for one, lead in leads if name in lead]
        called = whole or [one for one, lead in leads if name[:_STEM] in lead]
        if len(called) != 1:
            return ()
        found[called[0].start] = called[0]
    return [found[start] for start in sorted(found)] if len(found) == len(names) else ()


def _insured(here: NumberInLine) -> Sequence[Mention]:
    """Those who take part in several funds, whom 人次 counts together: 失业参保15237人，工伤参保
    21640人，合计36877人次."""
    people = here.alike("people") if here.dimension == "visits" else ()
    all_insured = all(has(here.lead(here.back(one)), *_HERE, "insured") for one in people)
    return people if all_insured and all(map(is_whole, people)) else ()


def _sizes(told: re.Match[str], here: NumberInLine, figures: Sequence[Mention]) -> Sequence[int]:
    """How many parts a sum may have: as many as are said, 三项合计, or any number where none is."""
    before = here.figures[here.place - 1]
    if told["count"]:
        count = int(numeral(told["count"]))
        return [count] if count >= _TWO else []
    if not told["pause"] and before is not figures[-1]:
        return [int(before.value)]
    return range(1, len(figures) + 1)


def _quarters(here: NumberInLine) -> Working | None:
    """四季度9464.62万元，全年共支出36917.14万元: the four quarters added up."""
    figures = _counted(here)[-_QUARTERS:]
    last = has(here.lead(1), *_HERE, "last_quarter")
    if not last or len(figures) < _QUARTERS or not _led("year").fullmatch(here.clause):
        return None
    return Working(figures[0].start, [together([bounds_of(one) for one in figures])])


def _added(here: NumberInLine) -> Working | None:
    """预算4200万元，年中追加286万元，全年4486万元: a figure and what was added to it."""
    figures = _counted(here)[-_TWO:]
    added = has(here.lead(1), *_HERE, "added")
    if not added or len(figures) < _TWO or not _led("after_all").fullmatch(here.words()):
        return None
    return Working(figures[0].start, [together([bounds_of(one) for one in figures])])


def _rest(here: NumberInLine) -> Working | None:
    """其中财政专户33806.22万元、支出户504.84万元: at most what the other parts leave of the whole,
    where no part may hold another; all of that where there are no further parts."""
    wholes, parts = parted(here, _counted(here))
    if not parts or here.dimension == "percent":
        return None
    group, names = _group_of([_apart_by(here, part) for part in (*parts, here.number)])
    if not group or (group == _FUNDS and not _are_of_one_line(here, wholes, parts)):
        return None
    left = _remaining(wholes, parts)
    whole = group == _LEVELS and _are_all_levels(names) and not _goes_on(here)
    return Working(wholes[0].start, left if whole else [Bounds(0.0, one.high) for one in left])


def _group_of(named: Sequence[tuple[str, str]]) -> tuple[str, Sequence[str]]:
    """The group of which all parts are, with their names in it; "" where two are called alike, or
    are of several groups."""
    groups, names = zip(*named, strict=True)
    apart = all(names) and len(set(names)) == len(names) and len(set(groups)) == 1
    return (groups[0] if apart else ""), names


def _are_of_one_line(
    here: NumberInLine, wholes: Sequence[Mention], parts: Sequence[Mention]
) -> bool:
    """Whether funds have parts of what all have of a line, where none of them can have more than
    all: of income, of those insured, but of no surplus and of no change."""
    whole, named = here.words_to(wholes[0]), "".join(map(here.words_to, (*parts, here.number)))
    of_line = has(whole, *_HERE, "lines_of_funds") and not has(whole, *_HERE, "signed")
    changed = has(whole + named, *_HERE, "turned") or has(named, *_HERE, "of_other_times")
    others = [one for one in words(*_HERE, "lines_told_apart") if one not in whole]
    of_line = of_line and here.dimension == "money"
    return len(wholes) == 1 and of_line and not changed and not any(map(named.count, others))


def _are_all_levels(names: Sequence[str]) -> bool:
    """Whether parts are those of all the levels that pay: 中央、省级、州级、县级."""
    return any(set(names) == set(one) for one in table()["narrative"]["workings"]["all_levels"])


def _goes_on(here: NumberInLine) -> bool:
    """Whether a further part may stand behind a number."""
    behind = here.text[here.number.end :][:_FURTHER]
    listed = behind.startswith(words(*_HERE, "listing"))
    return listed or has(behind, *_HERE, "further")


def _remainder(here: NumberInLine) -> Working | None:
    """其余人员占9.3%, 退休6438人: what other parts leave of a whole, where there are no more."""
    if here.dimension == "percent":
        return _rest_of_all(here)
    wholes, parts = parted(here, _counted(here))
    if not parts or not (has(here.clause, *_HERE, "rest") or _is_other_of_two(here)):
        return None
    return Working(wholes[0].start, _remaining(wholes, parts))


def _rest_of_all(here: NumberInLine) -> Working | None:
    """其余人员占9.3%: what other shares leave of a hundred."""
    shares = [one for one in _counted(here) if has(here.lead(here.back(one)), *_HERE, "share")]
    if not shares or _patterns().rest.fullmatch(here.clause) is None:
        return None
    return Working(shares[0].start, [_less(Bounds(1.0, 1.0), shares)])


def _remaining(wholes: Sequence[Mention], parts: Sequence[Mention]) -> Sequence[Bounds]:
    """What some parts may leave, by the figure that is the whole."""
    return [_less(bounds_of(one), parts) for one in wholes]


def _less(whole: Bounds, parts: Sequence[Mention]) -> Bounds:
    return whole.minus(together([bounds_of(one) for one in parts]))


def _is_other_of_two(here: NumberInLine) -> bool:
    """Whether a part, and the one before it, are the two that a whole has: 其中在职…、退休…."""
    both = f"{here.words(1)}{_AND}{here.clause}"
    behind = here.text[here.number.end :][:_FURTHER]
    further = has(behind, *_HERE, "further")
    return not further and _patterns().two_parts.fullmatch(both) is not None


def _named_apart(here: NumberInLine) -> Working | None:
    """下半年比上半年多1436.5万元: how far two figures are apart that are named once more."""
    told = _patterns().named_apart.fullmatch(here.clause)
    figures = _counted(here)[-_TWO:]
    if told is None or len(figures) < _TWO:
        return None
    leads = [here.lead(here.back(one)) for one in figures]
    both = told["one"][:_STEM], told["other"][:_STEM]
    places = [[place for place, lead in enumerate(leads) if name in lead] for name in both]
    if sorted(chain.from_iterable(places)) != [0, 1]:
        return None
    one, other = (bounds_of(figures[place]) for (place,) in places)
    return Working(figures[0].start, [one.minus(other).by(stated_differences.sign(told["way"]))])


def _apart_by(here: NumberInLine, part: Mention) -> tuple[str, str]:
    """Which of those that have nothing in common a part is named by, and in which group of them
    these are: 省 of the levels; "" where by none."""
    lead = here.lead(here.back(part))
    if has(lead, *_HERE, "flows"):
        return "", ""
    groups = table()["narrative"]["workings"]["disjoint"]
    found = (
        (group, kind)
        for group, kinds in groups.items()
        for kind, names in kinds.items()
        if any(map(lead.count, names))
    )
    return next(found, ("", ""))


def _left(here: NumberInLine) -> Working | None:
    """尚余0.65万元, 净流入143.27万元, 少7.4个月: the difference of two figures, or what is left of
    the first without the others."""
    figures = _counted(here)
    if len(figures) < _TWO or not _tells_difference(here) or _goes_on_telling(here, figures):
        return None
    spans = [bounds_of(one) for one in figures]
    if bounds_of(here.number).low > max(one.high for one in spans):
        return None
    apart = [one.minus(other) for one, other in combinations(spans, _TWO)]
    apart += [spans[0].minus(together(spans[1:]))]
    return Working(figures[0].start, [*apart, *(one.by(-1) for one in apart)])


def _goes_on_telling(here: NumberInLine, figures: Sequence[Mention]) -> bool:
    """Whether a difference was told of the figure before already:
    工伤参保68915人，多2915人；失业参保62347人，多1347人."""
    leads = (here.lead(here.back(one)) for one in figures)
    return any(lead in words(*_HERE, "left") for lead in leads)


def _tells_difference(here: NumberInLine) -> bool:
    """Whether a number is what is left of others, or how far they are apart; by how much something
    grew only where they say how much came and how much went."""
    done = has(here.lead(1), *_HERE, "done") and _led("undone").fullmatch(here.clause)
    told = _patterns().left.fullmatch(here.words())
    if told is not None and told["than"]:
        leads = [here.lead(back) for back in (1, _TWO)]
        return any(told["than"] in one and not has(one, *_HERE, "off") for one in leads)
    if told is not None or done:
        return True
    former, latter = here.lead(_TWO), here.lead(1)
    flows = any(
        has(one, *_HERE, "came") and has(other, *_HERE, "went")
        for one, other in ((former, latter), (latter, former))
    )
    return flows and _led("net").fullmatch(here.words()) is not None


def _product(here: NumberInLine) -> Working | None:
    """每人100元，共计32.16万元: an amount for each of so many; one for a month is paid for one to
    twelve of them."""
    if not _led("product").fullmatch(here.clause) or here.dimension != "money":
        return None
    counts = [one for one in here.before if _is_count(one)]
    amounts = here.alike("money")
    if len(counts) != 1 or len(amounts) != 1 or not all(map(is_whole, (*counts, *amounts))):
        return None
    (count,), (amount,) = counts, amounts
    lead = here.lead(here.back(amount))
    each = amount.unit.per or _patterns().each.search(lead)
    by_month = "month" in amount.unit.per or has(lead, "narrative", "signs", "monthly")
    made = bounds_of(count).times(bounds_of(amount))
    monthly = Bounds(made.low, made.by(_MONTHS).high)
    start = min(count.start, amount.start)
    return Working(start, [monthly if by_month else made]) if each else None


def _surplus(here: NumberInLine) -> Working | None:
    """收入52860万元、支出49120万元，预计结余3740万元: what is left of the income."""
    if _led("surplus").fullmatch(here.words()) is None or len(here.before) < _TWO:
        return None
    income, expenditure = here.before[-_TWO:]
    named = has(here.lead(_TWO), *_HERE, "income"), has(here.lead(1), *_HERE, "expenditure")
    if not all(named) or not _are("money", income, expenditure, here.number):
        return None
    left = bounds_of(income).minus(bounds_of(expenditure))
    return Working(income.start, [left, left.by(-1)])


def _counted(here: NumberInLine) -> Sequence[Mention]:
    """The figures before a number that are measured as it is; none where one of them is but near,
    or they are rates that are not taken apart."""
    alike = [one for one in here.alike(here.dimension) if one.unit.per == here.number.unit.per]
    return alike if all(map(is_whole, alike)) else ()


def _without(here: NumberInLine) -> Working | None:
    """收入1040.52万元，剔除上级补助120万元后，自身收入920.52万元: the first without the second."""
    figures = _counted(here)[-_TWO:]
    if len(figures) < _TWO or _led("own_part").fullmatch(here.words()) is None:
        return None
    whole, part = figures
    near = part is here.figures[here.place - 1] and whole is here.figures[here.place - _TWO]
    left_out = has(here.lead(1), *_HERE, "left_out")
    return (
        Working(whole.start, [bounds_of(whole).minus(bounds_of(part))])
        if near and left_out
        else None
    )


def _by_how_much(here: NumberInLine) -> Working | None:
    """由17件降至9件，下降47.1%: how far the two figures before it are apart, or what that is of the
    first."""
    back = (here.number.unit.dimension not in TIMES and _is_behind_span(here)) + 1
    if len(here.before) <= back:
        return None
    one, other = here.before[-1 - back], here.before[-back]
    way = _way_to(here, back)
    alike = one.unit.base == other.unit.base and is_whole(one) and is_whole(other)
    if not way or not alike or one.unit.dimension in _RATES:
        return None
    apart = bounds_of(other).minus(bounds_of(one)).by(way)
    if here.dimension == "percent":
        return Working(one.start, [apart.over(bounds_of(one))])
    by_month = has(here.words_to(here.number), "narrative", "signs", "monthly")
    made = [apart, apart.by(1 / _MONTHS)] if by_month else [apart]
    return Working(one.start, made) if here.number.unit.base == one.unit.base else None


def _is_behind_span(here: NumberInLine) -> bool:
    """Whether the figure before a number says how long something took to change, 三年下降34.2%, and
    not what it came to, as 由30个工作日压缩到22个工作日 does."""
    if here.place <= 1:
        return False
    before, span_of = here.figures[here.place - _TWO : here.place]
    return span_of.unit.dimension in TIMES and span_of.unit.base != before.unit.base


def _way_to(here: NumberInLine, back: int) -> int:
    """1 where words say that a figure so many places before rose from the one before it by the
    number, -1 that it fell; 0 where they say neither."""
    begun = _patterns().origin.search(here.lead(back + 1))
    told = _patterns().arrived.fullmatch(here.words(back))
    behind = here.text[here.before[-back].end : here.number.start]
    by = _patterns().by.fullmatch(behind[:FARTHEST])
    return _way_of_both(told, by) if begun is not None else 0


def _way_of_both(told: re.Match[str] | None, by: re.Match[str] | None) -> int:
    """1 where words before what something came to, and before by how much, say that it rose, -1
    where both say that it fell; 0 where one of them says neither, or they differ."""
    if told is None or by is None or bool(told["up"]) != bool(by["up"]):
        return 0
    return 1 if told["up"] else -1


def _came_to(here: NumberInLine) -> Working | None:
    """月人均增加153.5元，由5218.4元提高到5371.9元: the figure before it, and by how much the one
    before that says that it went."""
    if len(here.before) < len(("change", "former")):
        return None
    change, former = here.before[-_TWO:]
    way = _way_behind_change(here)
    alike = former.unit == here.number.unit and is_whole(former) and is_whole(change)
    if not way or not alike or former.unit.dimension in _RATES:
        return None
    if change.unit.dimension == "percent":
        by = bounds_of(former).times(bounds_of(change))
    elif change.unit.base == former.unit.base:
        by = bounds_of(change)
    else:
        return None
    return Working(change.start, [bounds_of(former).plus(by.by(way))])


def _turned(here: NumberInLine) -> Working | None:
    """信访由30件增加到20件: what is counted by pieces came to no less where words say that it rose,
    to no more where they say that it fell. Amounts, people, rates and months are looked at beside
    their lines."""
    former = here.before[-1] if here.before else None
    if former is None or former.unit != here.number.unit or not is_whole(former):
        return None
    begun = _patterns().origin.search(here.lead(1))
    told = _patterns().arrived.fullmatch(here.words())
    by_lines = former.unit.dimension in ROUNDED | {"people"}
    if begun is None or told is None or by_lines:
        return None
    low, high = bounds_of(former)
    return Working(former.start, [Bounds(low, math.inf) if told["up"] else Bounds(0.0, high)])


def _way_behind_change(here: NumberInLine) -> int:
    """1 where words say that something rose by a figure, and then from the next to the number; -1
    that it fell; 0 where they say neither, or both."""
    begun = _patterns().goes_on_from.fullmatch(here.words(1))
    told = _patterns().arrived.fullmatch(here.words())
    by = _patterns().changed.search(here.lead(_TWO))
    return _way_of_both(told, by) if begun is not None else 0


# ---------------------------------------------------------------- shares, multiples
def _part(here: NumberInLine) -> Working | None:
    """其中居民养老7118.71万元，占15.9%: one figure of another, where a part is told."""
    if here.dimension != "percent" or _patterns().share.fullmatch(here.words()) is None:
        return None
    measured = here.figures[here.place - 1].unit.dimension
    figures = here.alike(measured)
    if measured == "percent" or len(figures) < _TWO or not all(map(is_whole, figures)):
        return None
    within = bounds_of(figures[-1]).high <= bounds_of(figures[0]).high
    if not within or not (_are_of_places(here) or has(_between(here, figures), *_HERE, "among")):
        return None
    return Working(figures[0].start, _quotients(figures))


def _are_of_places(here: NumberInLine) -> bool:
    """Whether the place that a share is one of has the figure before: 全州…，占全州的14.3%;
    全州…，我县…，占14.3%."""
    named = [one for one in words(*_HERE, "places") if one in here.words()]
    whole = [one for one in words(*_HERE, "places") if one in here.lead(_TWO)]
    own = here.lead(1).startswith(words(*_HERE, "own_places"))
    return bool(whole) and (set(named) <= set(whole) if named else own)


def _between(here: NumberInLine, figures: Sequence[Mention]) -> str:
    return here.text[figures[0].end : figures[-1].start]


def _quotients(figures: Sequence[Mention]) -> Sequence[Bounds]:
    spans = [bounds_of(one) for one in figures]
    return [other.over(one) for one, other in combinations(spans, _TWO)]


def _of_base(here: NumberInLine) -> Working | None:
    """占参保人数48672人的64.3%, 是上年186.29万元的2.75倍: the figure before, of that base."""
    if here.dimension not in _RATES or _patterns().of_base.fullmatch(here.words()) is None:
        return None
    base = here.figures[here.place - 1]
    figures = [one for one in here.alike(base.unit.dimension) if one.start < base.start]
    near = bool(figures) and figures[-1] is here.figures[here.place - _TWO]
    if not near or _patterns().base.fullmatch(here.words(1)) is None or not _are_levels(figures):
        return None
    changed = [bounds_of(base).plus(one) for one in map(_change, figures) if one is not None]
    made = [one.over(bounds_of(base)) for one in [*map(bounds_of, figures), *changed]]
    return Working(figures[-1].start, made)


def _are_levels(figures: Sequence[Mention]) -> bool:
    """Whether each figure says one figure, and none is a rate."""
    return all(is_whole(one) and one.unit.dimension not in _RATES for one in figures)


def _change(figure: Mention) -> Bounds | None:
    """How much more a figure says that something is; None where it says no change."""
    if not figure.sense:
        return None
    return bounds_of(figure) if figure.sense == "up" else bounds_of(figure).by(-1)


def _rate(here: NumberInLine) -> Working | None:
    """5个问题已整改4个，整改率80%: the smaller of two figures, which the rate is named by."""
    named = _patterns().rate.fullmatch(here.words()) if here.dimension == "percent" else None
    if named is None or len(here.before) < _TWO or not _is_named_by(named["name"][:_STEM], here):
        return None
    whole, part = here.before[-_TWO:]
    alike = whole.unit == part.unit and part.value <= whole.value
    return Working(whole.start, _shares(here, part)) if alike and _are_levels([part]) else None


def _shares(here: NumberInLine, part: Mention) -> Sequence[Bounds]:
    """What a figure is of each before it that is measured alike."""
    wholes = [one for one in here.before[:-1] if one.unit.dimension == part.unit.dimension]
    return [bounds_of(part).over(bounds_of(one)) for one in wholes if not one.about]


def _is_named_by(stem: str, here: NumberInLine) -> bool:
    """Whether a rate is named by the last figure and not by the one before it: 已整改4个, of which
    no more is said than that; 收回 and 回收 say the same."""
    named = stem, stem[::-1]
    of_whole = any(one in here.lead(_TWO) for one in named)
    of_part = any(one in here.lead(1) for one in named)
    due = has(here.lead(_TWO), *_HERE, "due")
    return of_part and (due or not of_whole) and not has(here.lead(1), *_HERE, "change")


def _of_indicators(here: NumberInLine) -> Working | None:
    """19项指标，15项达标，达标率78.9%: how many of so many indicators were reached."""
    if here.dimension != "percent" or not _led("of_indicators").fullmatch(here.clause):
        return None
    before = here.before
    if not before:
        return None
    start = max(0, before[0].start - FARTHEST)
    counted = [*tallies(re.split(signs.STATEMENT, here.text[start : here.number.start])[-1])]
    made = [Bounds(rate, rate) for tally in counted for rate in tally.rates]
    return Working(before[0].start, made) if made else None


def _collected(here: NumberInLine) -> Working | None:
    """应征189450万元，实征186243.57万元，征缴率98.3%: what came in of what was due."""
    if here.dimension != "percent" or not _led("collection").fullmatch(here.words()):
        return None
    owed, came = has(here.lead(_TWO), *_HERE, "owed"), has(here.lead(1), *_HERE, "collected")
    both = _two_before(here)
    if not both or not owed or not came:
        return None
    due, collected = both
    return Working(due.start, [bounds_of(collected).over(bounds_of(due))])


def _turned_to_loss(here: NumberInLine) -> Working | None:
    """由1043.55万元转为亏损186.42万元，减收1229.97万元: from a gain to a loss is both together."""
    both = _two_before(here)
    if not both or not _led("lost").fullmatch(here.words()):
        return None
    gain, _ = both
    begun = _patterns().origin.search(here.lead(_TWO))
    turned = _led("turned_to").fullmatch(here.words(1))
    if not begun or not turned or gain.unit.base != here.number.unit.base:
        return None
    return Working(gain.start, [together([bounds_of(one) for one in both])])


def _two_before(here: NumberInLine) -> Sequence[Mention]:
    """The two figures before a number, where each says one amount; none elsewhere."""
    figures = here.before[-_TWO:]
    amounts = len(figures) == _TWO and all(one.unit.dimension == "money" for one in figures)
    return figures if amounts and all(map(is_whole, figures)) else ()


def _executed(here: NumberInLine) -> Working | None:
    """工作经费预算85万元，支出82.6万元，执行率97.2%: what was spent of the money that the unit has
    for its own work."""
    if here.dimension != "percent" or not _led("executed").fullmatch(here.words()):
        return None
    if [one.unit.dimension for one in here.before] != ["money", "money"]:
        return None
    whole, part = here.before
    spent = here.words(1) in words(*_HERE, "spent")
    of_office = has(here.lead(_TWO), *_HERE, "office_money")
    if not spent or not of_office or not _are_levels((whole, part)):
        return None
    return Working(whole.start, [bounds_of(part).over(bounds_of(whole))])


# ---------------------------------------------------------------- averages
def _average(here: NumberInLine) -> Working | None:
    """327户512.66万元，户均1.57万元: an amount for each of so many."""
    if here.dimension != "money" or here.number.about:
        return None
    of = _averaged_by(here)
    counts = _counts(here, of)
    amounts = [one for one in here.before if _is_amount_of(one, here)]
    if not counts or not amounts or not all(map(is_whole, (*amounts, *counts))):
        return None
    each = _each(amounts, counts, rough=of == "people" and not _is_reckoned(here))
    several = len(amounts) > 1 or len(counts) > 1
    return Working(min(amounts[-1].start, counts[-1].start), each, is_open=several)


def _is_amount_of(one: Mention, here: NumberInLine) -> bool:
    """Whether a number is an amount that an average may be of: none before a semicolon."""
    behind = here.text[one.end : here.number.start]
    return one.unit.base == ("money", ()) and _LISTED not in behind


def _counts(here: NumberInLine, of: str) -> Sequence[Mention]:
    """The numbers of those that an average may be for each of; none where none stands right before
    the amount or the average."""
    counted = words(*_HERE, "of", of) if of else ()
    counts = [one for one in here.before if one.unit.dimension in counted]
    return counts if counts and counts[-1] in here.before[-_TWO:] else ()


def _each(amounts: Sequence[Mention], counts: Sequence[Mention], *, rough: bool) -> list[Bounds]:
    """What is for each of so many, in all or a month, of an amount or of the last of them
    together."""
    room = tolerances.AVERAGE_OF_PEOPLE if rough else Bounds(1.0, 1.0)
    nearest = [*map(bounds_of, reversed(amounts))]
    sums = dict.fromkeys((*nearest, *accumulate(nearest, Bounds.plus)))
    shares = [one.over(bounds_of(count)).times(room) for one in sums for count in counts]
    return [*shares, *(one.by(1 / _MONTHS) for one in shares)]


def _averaged_by(here: NumberInLine) -> str:
    """What an amount is said to be for each of, people, visits or households; "" where none is
    said."""
    if _led("a_head").fullmatch(here.words()) or _is_reckoned(here):
        return "people"
    if _led("a_visit").fullmatch(here.words()):
        return "visit"
    return "household" if _led("a_household").fullmatch(here.words()) else ""


def _is_reckoned(here: NumberInLine) -> bool:
    """Whether words name the number that an average is reckoned by: 按3290人测算，月人均."""
    divided = has(here.words(), *_HERE, "reckoned")
    return divided and _led("a_head_reckoned").fullmatch(here.clause) is not None


def _monthly(here: NumberInLine) -> Working | None:
    """待遇支出2.17亿元，平均每月1808万元: an amount of some months, for each of them."""
    figures = [one for one in here.alike("money") if not one.unit.per]
    pattern = _led("on_average" if "month" in here.number.unit.per else "a_month")
    if here.dimension != "money" or pattern.fullmatch(here.words()) is None:
        return None
    if not figures or not all(map(is_whole, figures)):
        return None
    months = range(1, _MONTHS + 1)
    made = [bounds_of(one).by(1 / of) for one in figures for of in months]
    return Working(figures[-1].start, made, is_open=True)


# ---------------------------------------------------------------- scores
def _score(here: NumberInLine) -> Working | None:
    """满分10分，扣0.13分，得9.87分: what is left of the full score."""
    if _led("score").fullmatch(here.words()) is None or len(here.before) < _TWO:
        return None
    full, other = here.before[-_TWO:]
    points = _are("points", full, other, here.number)
    if not points or not has(here.lead(_TWO), *_HERE, "full_score"):
        return None
    exact = bounds_of(full, exact=True).minus(bounds_of(other, exact=True))
    return Working(full.start, [exact]) if _led("score").fullmatch(here.words(1)) else None


_READINGS: tuple[Callable[[NumberInLine], Working | None], ...] = (
    stated_differences.compared,
    stated_differences.reached,
    stated_differences.aimed_behind,
    stated_differences.exceeded,
    stated_differences.against,
    stated_differences.passed,
    *comparative_workings.READINGS,
    ranged,
    _restated,
    _score,
    _surplus,
    _product,
    _total,
    _total_of_sentence_before,
    _quarters,
    _added,
    _remainder,
    divisions.misstated_part,
    _rest,
    _named_apart,
    _without,
    _left,
    _by_how_much,
    _came_to,
    _turned,
    divisions.share_of_part,
    stated_shares.worked_out,
    _part,
    _of_base,
    _rate,
    _of_indicators,
    _executed,
    _collected,
    _turned_to_loss,
    _average,
    _monthly,
)


def _are(dimension: str, *figures: Mention) -> bool:
    return all(one.unit.dimension == dimension for one in figures)


def _is_count(figure: Mention) -> bool:
    return figure.unit.dimension in ("people", "visits", "household")


# ---------------------------------------------------------------- words
@cache
def _led(sense: str) -> re.Pattern[str]:
    """Words of one sense right before a number: ，户均约."""
    return re.compile(f",?{one_of(*_HERE, sense)}{_behind()}")


def _behind() -> str:
    return f"{one_of(*_HERE, 'behind')}*"


def _arrived(sense: str) -> str:
    return one_of(*_HERE, "arrived", sense)


def _went() -> str:
    """Up or down, with the former known as such."""
    return f"(?P<up>{_arrived('up')})|{_arrived('down')}"


class _Patterns(NamedTuple):
    restated: re.Pattern[str]
    """（合: the words before a figure in another unit."""
    total: re.Pattern[str]
    """三项合计净增: the words before a sum."""
    total_that_begins: re.Pattern[str]
    """。三项合计: the words before a sum that begins a sentence."""
    rest: re.Pattern[str]
    """其余人员占: the words before the last share."""
    listing: re.Pattern[str]
    """和: what stands between two names."""
    two_parts: re.Pattern[str]
    """其中在职#、退休: the words before the two parts of a whole."""
    named_apart: re.Pattern[str]
    """下半年比上半年多: the words before how far two figures are apart."""
    left: re.Pattern[str]
    """尚余, 比全省平均少: the words before a difference."""
    origin: re.Pattern[str]
    """由上年的: the last words before what a figure was."""
    arrived: re.Pattern[str]
    """降至: what stands between that and what it came to."""
    by: re.Pattern[str]
    """，三年下降: what stands between the latter and by how much that is less."""
    goes_on_from: re.Pattern[str]
    """，由上年的: what stands between by how much something changed and what it was."""
    changed: re.Pattern[str]
    """月人均增加: the last words before by how much something rose or fell."""
    each: re.Pattern[str]
    """每人: the last words before an amount for each."""
    of_base: re.Pattern[str]
    """的: what stands between a base and a share of it."""
    base: re.Pattern[str]
    """占参保人数: the words before a base."""
    share: re.Pattern[str]
    """属于居民养老，占: the words before what the figure before them is of another."""
    rate: re.Pattern[str]
    """整改率: the name of a rate."""


@cache
def _patterns() -> _Patterns:
    """What stands between a number that is worked out and the one before it."""
    behind = _behind()
    whole_of = table()["narrative"]["workings"]["whole_of"]
    people = f"{one_of(*_HERE, 'people')}?"
    two_parts = "|".join(
        f"{one_of(*_HERE, 'among')}{one}{people}{_AND}(?:,|{one_of(*_HERE, 'listing')})?"
        f"{other}{people}"
        for one, other in whole_of
    )
    more_or_less = "|".join(
        one_of("narrative", "stated_differences", way) for way in ("beyond", "short")
    )
    place = f"{one_of(*_HERE, 'places')}{one_of(*_HERE, 'average')}?"
    than = f"{one_of('narrative', 'stated_differences', 'beside')}{place}"
    off = f"{one_of(*_HERE, 'off')}(?P<than>{place})"
    summed = f"(?P<summed>{one_of(*_HERE, 'summed')})?"
    counted = f"(?:(?P<count>\\w){one_of(*_HERE, 'counted')})?"

    from_former = f"{_arrived('origin')}(?:{WRITTEN_YEAR}|{_arrived('since')})*"
    return _Patterns(
        restated=re.compile(f"[,(]?{one_of(*_HERE, 'restated')}"),
        total=re.compile(
            f"(?P<pause>,?){counted}(?P<of>{one_of(*_HERE, 'totalled')})?"
            f"{one_of(*_HERE, 'total')}"
            f"{summed}{behind}"
        ),
        total_that_begins=re.compile(
            f"。{one_of(*_HERE, 'those')}?(?P<count>\\w){one_of(*_HERE, 'counted')}(?P<pause>)"
            f"{one_of(*_HERE, 'total')}{behind}"
        ),
        rest=re.compile(
            f"[,;]?{one_of(*_HERE, 'rest')}[^,;]{{0,6}}{one_of(*_HERE, 'share')}{behind}"
        ),
        listing=re.compile(one_of(*_HERE, "listing")),
        two_parts=re.compile(f"[,(]?(?:{two_parts})"),
        named_apart=re.compile(
            f",?(?P<one>[^,]{{2,8}}){one_of('narrative', 'stated_differences', 'beside')}"
            f"(?P<other>[^,]{{2,8}}?)(?P<way>{more_or_less})"
        ),
        left=re.compile(f"\\)?,?(?:(?:{than})?{one_of(*_HERE, 'left')}|{off}){behind}"),
        origin=re.compile(f"{from_former}$"),
        arrived=re.compile(f"(?:{_went()}){_arrived('end')}(?:{WRITTEN_YEAR}|{_arrived('now')})?"),
        by=re.compile(f",{_arrived('span')}?(?:{_went()})(?:{one_of('changes', 'particles')})?"),
        goes_on_from=re.compile(f"[,(]{from_former}"),
        changed=re.compile(f"(?:{_went()})(?:{one_of('changes', 'particles')})?$"),
        each=re.compile(f"{one_of(*_HERE, 'each')}$"),
        of_base=re.compile(f"{one_of(*_HERE, 'possessive')}{behind}"),
        base=re.compile(f",?{behind}{one_of(*_HERE, 'of_base')}[^,;:()]*"),
        share=re.compile(
            f"(?:{one_of('narrative', 'signs', 'predicating')}[^,;:()]+)?,?"
            f"{one_of(*_HERE, 'share')}{behind}"
        ),
        rate=re.compile(f",?(?P<name>[^,;:()]{{2,10}}){one_of(*_HERE, 'rate')}{behind}"),
    )
