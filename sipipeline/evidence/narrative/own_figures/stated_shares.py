"""What a figure of a sentence is of another that is named again, or was proved to be the whole:
住院待遇支出5934.62万元，其中异地住院1562.8万元，占住院待遇支出的26.3%."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.relations import share, together
from sipipeline.evidence.narrative.lines.sentence_figures import (
    MOST_BEFORE,
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
    parted,
)
from sipipeline.evidence.narrative.own_figures import figures_before
from sipipeline.evidence.narrative.own_figures.set_words import Reading, Told, behind
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "workings")
_MEASURED = ("money", "people")
_HUNDRED = 100
_LONG = 4
"""Characters of a name that tell a whole though 其中 does not."""
_PAIR = 2
_BASE = WordPattern(
    ",?{narrative.signs.sharing}(?P<name>[^,;:()]{2,12}?){possessive}"
    "(?:{narrative.signs.proportions})?{behind}*",
    *_HERE,
)
"""，占住院待遇支出的: the words before a share of what they name."""
_CONTRIBUTION = WordPattern(",?(?P<name>[^,;:()]{2,10}?){share}{behind}*", *_HERE)
"""，机关养老贡献了增量的: the words before what a part that they name is of all."""
_CONTRIBUTED = WordPattern(",{contributed}{behind}*", *_HERE)
"""，贡献: the words between by how much a part grew and its share of the growth."""
_BRACKET = WordPattern(r"\((?:{contributed}|{narrative.signs.sharing})?", *_HERE)
"""（: what stands between the two where the share stands in a bracket."""
_TOGETHER = WordPattern("{total}?{share}{behind}*", *_HERE)
"""合计占比: the words before the share of several."""
_SEVERAL = WordPattern(
    r",?(?P<count>\w){counted}{total}{share}(?:(?P<name>[^,;:()]{2,12}?){possessive})?{behind}*",
    *_HERE,
)
"""三者合计占, 三者合计占支出的: the words before the share of several that they count."""
_FIRST = WordPattern(
    r",{first}(?P<count>\w){counted}{total}?{narrative.signs.sharing}(?P<name>[^,;:()]{2,12}?)"
    "{possessive}{behind}*",
    *_HERE,
)
"""，前两项占增支额的: the words before the share of the first of some parts."""
_BARE = WordPattern(
    ",?(?:{narrative.signs.sharing}|{narrative.signs.proportions}){behind}*", *_HERE
)
"""，占: the words before a share, which do not say of what."""
_SHARED = WordPattern(
    ",?{narrative.signs.sharing}(?:(?P<name>[^,;:()]{2,12}?){possessive})?"
    "(?:{narrative.signs.proportions})?{behind}*",
    *_HERE,
)
"""，占参保人数的: the words before a share, which may say of what."""
_FOLLOWING = WordPattern("[;,]|{listing}", *_HERE)
"""；: what parts a share from the part behind it."""
_BEFORE_BRACKET = WordPattern(r",?{narrative.signs.sharing}[^,;:()]{2,16}\(", *_HERE)
"""，占四项利息（: the words between a part and its whole in a bracket."""
_BEHIND_BRACKET = WordPattern(r"\){possessive}?(?:{narrative.signs.proportions})?{behind}*", *_HERE)
"""）的比例为: the words between that and the share."""


def worked_out(here: NumberInLine) -> Working | None:
    """The first reading of a percent as such a share; None where there is none, or no slip for
    what the figures make explains it: then it is a share of something else."""
    if here.dimension != "percent":
        return None
    found = next(filter(None, (reading(here) for reading in _READINGS)), None)
    if found is None or any(map(bounds_of(here.number).meets, found.made)):
        return found
    true = [one.middle * _HUNDRED for one in found.made]
    near = any(slips.is_near(here.number, here.number.value, one) for one in true)
    return found if near else None


# ---------------------------------------------------------------- a whole that is named
@behind(_BASE)
def _of_named(here: NumberInLine, told: Told) -> Working | None:
    """占住院待遇支出的26.3%: of the figure that was called so; with a short name only where the
    part stands behind 其中."""
    part = here.last
    if part.unit.dimension not in _MEASURED or not is_whole(part):
        return None
    name = told["name"]
    for whole in reversed([one for one in here.before[:-1] if one.unit.base == part.unit.base]):
        lead = re.sub(f"{one_of(*_HERE, 'behind')}$", "", here.words_to(whole))
        among = has(here.text[whole.end : part.start], *_HERE, "among")
        if lead.endswith(name) and (among or len(name) >= _LONG) and is_whole(whole):
            return Working.of(share, part, whole)
    return None


@behind(_BEHIND_BRACKET)
def _of_bracketed(here: NumberInLine, _: Told) -> Working | None:
    """利息2.34亿元，占四项利息（5.04亿元）的46.4%: of the whole that stands in a bracket."""
    both = figures_before.two(here)
    named = _BEFORE_BRACKET.fullmatch(here.words(1))
    measured = bool(both) and both[0].unit.dimension in _MEASURED
    return Working.of(share, *both) if named and measured else None


@behind(_CONTRIBUTION, clause=True)
def _of_change(here: NumberInLine, told: Told) -> Working | None:
    """机关养老贡献了增量的39.8%: a part that is named once more, of the whole that was divided."""
    for dimension in _MEASURED:
        wholes, parts = parted(here, here.alike(dimension))
        named = [one for one in parts if told["name"] in here.lead_of(one)]
        if len(wholes) == len(named) == 1:
            return Working.of(share, *named, *wholes)
    return None


@behind(_CONTRIBUTED)
def _of_growth(here: NumberInLine, _: Told) -> Working | None:
    """支出增加8087.08万元，住院增支6618.23万元，贡献81.8%: what a part that grew is of what the
    whole grew by, which its sentence began with."""
    both = _growths(here, here.last)
    return Working.of(share, *both[::-1]) if both else None


@behind(_BRACKET)
def _of_growth_in_bracket(here: NumberInLine, _: Told) -> Working | None:
    """住院增支1424.39万元（27.8%）: what a part that grew is of what the whole grew by, where a
    bracket of the sentence says so of another part, or but two digits are exchanged. Else it may be
    by how much the part itself grew."""
    part = here.last
    both = _growths(here, part)
    if not both:
        return None
    made = bounds_of(part).over(bounds_of(both[0]))
    told = [
        (bounds_of(one).over(bounds_of(both[0])), bounds_of(rate))
        for one, rate in pairwise(here.before)
        if rate.unit == here.number.unit and _growths(here, one)
        if _BRACKET.fullmatch(here.text[one.end : rate.start])
    ]
    proved = any(one.meets(rate) for one, rate in told)
    turned = any(bounds_of(one).meets(made) for one in slips.exchanged(here.number))
    return Working(both[0].start, [made]) if proved or turned else None


@behind(_BARE)
def _of_cause(here: NumberInLine, _: Told) -> Working | None:
    """支出增加253.88万元，其中提标影响168.22万元，占66.3%: what a cause comes to, of what the
    figure before it grew or fell by."""
    part = here.last
    if not _is_of_cause(here, part) or not is_whole(part):
        return None
    for whole in reversed(here.alike("money")):
        changed = any(has(here.lead_of(whole), *_HERE, way) for way in ("grown", "fallen"))
        if (
            changed
            and is_whole(whole)
            and whole.start < part.start
            and not _is_of_cause(here, whole)
        ):
            return Working.of(share, part, whole)
    return None


def _is_of_cause(here: NumberInLine, figure: Mention) -> bool:
    """Whether an amount is what a cause comes to: 提标影响168.22万元."""
    return here.words_to(figure).endswith(words(*_HERE, "amounting"))


def _growths(here: NumberInLine, part: Mention) -> Sequence[Mention]:
    """The first amount of a sentence, and a part of it, where words say of both that something grew
    by them; none where they do not."""
    amounts = here.alike("money")
    whole = amounts[0] if amounts else part
    grown = all(has(here.lead_of(one), *_HERE, "grown") for one in (whole, part))
    plain = is_whole(whole) and is_whole(part) and part.unit.base == whole.unit.base
    less = bounds_of(part).low <= bounds_of(whole).high
    return (whole, part) if grown and plain and less and whole.start < part.start else ()


def _of_sum(here: NumberInLine) -> Working | None:
    """三项合计占比7.1%, 三者合计占支出的94.0%: the last three parts of what was divided, together;
    of no other whole that is named."""
    told = _SEVERAL.fullmatch(here.clause)
    count = _count(here) if _TOGETHER.fullmatch(here.words()) else _several(told)
    name = told["name"] or "" if told is not None else ""
    for dimension in _MEASURED * (count >= _PAIR):
        wholes, parts = parted(here, here.alike(dimension))
        summed = parts[-count:]
        if len(wholes) == 1 and len(summed) == count and here.words_to(wholes[0]).endswith(name):
            return Working(
                wholes[0].start, [together(map(bounds_of, summed)).over(bounds_of(wholes[0]))]
            )
    return None


def _count(here: NumberInLine) -> int:
    """How many parts the number before says that there are: 三项; 0 where it counts none."""
    counter = here.last
    return int(counter.value) * (counter.unit.symbol in words("narrative", "signs", "lines"))


def _several(told: Told | None) -> int:
    """How many parts words before a share count together: 三者合计占; 0 for none."""
    return int(numeral(told["count"])) if told is not None else 0


@behind(_FIRST, clause=True)
def _of_first(here: NumberInLine, told: Told) -> Working | None:
    """前两项占增支额的81.0%: the first two figures behind the one that was called so."""
    count = int(numeral(told["count"]))
    if count < _PAIR:
        return None
    stem = re.sub(f"{one_of(*_HERE, 'amounts')}$", "", told["name"])
    figures = here.alike("money")
    for place, whole in enumerate(figures):
        parts = figures[place + 1 :][:count]
        if here.words_to(whole).endswith(stem) and len(parts) == count:
            clear = all(map(is_whole, (whole, *parts)))
            made = [together(map(bounds_of, parts)).over(bounds_of(whole))]
            return Working(whole.start, made) if clear else None
    return None


# ---------------------------------------------------------------- a whole that another share proves
class _Parts(NamedTuple):
    """Two parts with their shares: 保险费收入60418.37万元，占43.5%；财政补贴24186万元，占17.4%."""

    one: Mention
    share: Mention
    other: Mention


def _as_the_other(here: NumberInLine) -> Working | None:
    """What a part is of the whole that the part before it was said to be a share of, where that
    whole was stated, or holds but these two: 在职8742人，占参保人数的67.9%；退休4124人，占32.1%."""
    pair = _pair(here)
    if pair is None:
        return None
    made = [bounds_of(pair.other).over(bounds_of(whole)) for whole in _proved(here, pair)]
    if not made and _are_two(here, pair):
        made = [bounds_of(pair.other).times(bounds_of(pair.share)).over(bounds_of(pair.one))]
    otherwise = [bounds_of(pair.other).over(bounds_of(one)) for one in _before(here, pair.other)]
    return Working(pair.one.start, [*made, *otherwise]) if made else None


def _pair(here: NumberInLine) -> _Parts | None:
    """The two parts whose shares are told one after the other, of one line; None elsewhere."""
    if len(here.before) < len(_Parts._fields) or not _BARE.fullmatch(here.words()):
        return None
    pair = _Parts(*here.before[-len(_Parts._fields) :])
    alike = pair.one.unit.base == pair.other.unit.base and pair.share.unit.dimension == "percent"
    told = _SHARED.fullmatch(here.words(_PAIR))
    listed = _FOLLOWING.match(here.words(1)) and not has(here.words(1), *_HERE, "among")
    if not (alike and told and listed and all(map(is_whole, pair))):
        return None
    return (
        pair if _line(here, pair.one) == _line(here, pair.other) or _are_two(here, pair) else None
    )


def _line(here: NumberInLine, figure: Mention) -> Sequence[str]:
    """The words before a figure by which lines are told apart: 收入."""
    lead = here.words_to(figure)
    return [one for one in words(*_HERE, "sides_told_apart") if one in lead]


def _proved(here: NumberInLine, pair: _Parts) -> Sequence[Mention]:
    """The figures before the first part of which this is the share that it is said to be."""
    return [
        one
        for one in _before(here, pair.one)
        if bounds_of(pair.one).over(bounds_of(one)).meets(bounds_of(pair.share))
        if figures_before.may_hold_both(here, one, (pair.one, pair.other))
    ]


def _before(here: NumberInLine, figure: Mention) -> Sequence[Mention]:
    """The last figures before one that are measured alike, in its sentence or not."""
    end = here.place - here.back(figure)
    near = here.figures[max(0, end - MOST_BEFORE) : end]
    return [one for one in near if one.unit.base == figure.unit.base and is_whole(one)]


def _are_two(here: NumberInLine, pair: _Parts) -> bool:
    """Whether the parts are the two that a whole has, and the first is a share of a name."""
    leads = here.words_to(pair.one), here.words_to(pair.other)
    told = _SHARED.fullmatch(here.words(_PAIR))
    of_base = told is not None and bool(told["name"])
    whole_of = table()["narrative"]["workings"]["whole_of"]
    return of_base and any(all(map(str.count, leads, both)) for both in whole_of)


_READINGS: Sequence[Reading] = (
    _of_named,
    _of_bracketed,
    _of_change,
    _of_growth,
    _of_growth_in_bracket,
    _of_cause,
    _of_sum,
    _of_first,
    _as_the_other,
)
