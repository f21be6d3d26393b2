"""What figures of a sentence leave of each other: 其余占9.3%, 尚余0.65万元, 剔除…后，自身…,
扣0.13分，得9.87分."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.relations import ALL, Bounds, difference, together
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.sentence_figures import (
    NumberInLine,
    Working,
    bounds_of,
    of_last_whole,
    parted,
)
from sipipeline.evidence.narrative.own_figures import (
    figures_before,
    stated_differences,
)
from sipipeline.evidence.narrative.own_figures.leading_words import led
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "workings")
_STEM = 2
"""So many characters of a name say what is compared."""
_MOST_FLOWS = 4
"""Figures that are taken together, of which some came and some went."""
_COMPARED = WordPattern(
    "(?:{narrative.tokens.than}|{narrative.tokens.origin})?{of_other_times}"
    r"\w?(?:{possessive}|{behind})*(?:$|\d)"
    "|{narrative.tokens.than}{of_other_times}|{narrative.tokens.year_on_year}"
    "|(?:{changes.rises}|{changes.falls})$",
    *_HERE,
)
"""较上年末的, 减少: the words before what a part was, and before by how much it changed since."""
_FURTHER = 8
"""Characters behind a part in which a further one may be told."""
_AND = "#"
"""Stands between the words before two numbers."""
_FUNDS, _LEVELS = "funds", "levels"
"""Groups of parts that have nothing in common."""
_WORDS_BEFORE_REST = WordPattern("[,;]?{rest}[^,;]{0,6}{share}{behind}*", *_HERE)
"""其余人员占: the words before the last share."""

_WORDS_APART = WordPattern(
    ",?(?P<one>[^,]{2,8}){narrative.stated_differences.beside}(?P<other>[^,]{2,8}?)"
    "(?P<way>{narrative.stated_differences.beyond}|{narrative.stated_differences.short})"
)
"""下半年比上半年多: the words before how far two figures are apart."""
_WORDS_BEFORE_NET = WordPattern(
    "(?:,[^,;:()]{0,8}{offset})?,?[^,;:()]{0,3}{net_flows}[^,;:()]{0,4}{behind}*", *_HERE
)
"""，补助与上解相抵，市级净上解: the words before what came without what went."""
_WORDS_OF_DIFFERENCE = WordPattern(
    "(?:{narrative.stated_differences.beyond}|{narrative.stated_differences.short}"
    "|{narrative.stated_differences.over}|{narrative.stated_differences.under})"
    "{narrative.stated_differences.named}*"
)
"""超预算: all that stands in a clause before by how much a figure differs from another."""
_WORDS_BEFORE_LEFT = WordPattern(
    r"\)?,?{narrative.signs.both}?(?:(?:{narrative.stated_differences.beside}{places}{average}?)?{left}|{off}"
    "(?P<than>{places}{average}?)){behind}*",
    *_HERE,
)
"""尚余, 比全省平均少: the words before a difference."""


def at_most_rest(here: NumberInLine) -> Working | None:
    """其中财政专户33806.22万元、支出户504.84万元: at most what the other parts leave of the whole,
    where no part may hold another; all of that where there are no further parts."""
    wholes, parts = parted(here, figures_before.alike(here))
    if not parts or here.dimension == "percent":
        return None
    group, names = _group_of([_apart_by(here, part) for part in (*parts, here.number)])
    if not group or (group == _FUNDS and not _are_of_one_line(here, wholes, parts)):
        return None
    if group == _LEVELS and _are_all_that_pay(here, wholes[0], names):
        return Working(wholes[0].start, _remaining(_stated_before(here, parts), parts))
    most = (Bounds(0.0, one.high) for one in _remaining(wholes, parts))
    return Working(wholes[0].start, [*most])


def rest(here: NumberInLine) -> Working | None:
    """其余人员占9.3%, 退休6438人: what other parts leave of a whole, where there are no more."""
    if here.dimension == "percent":
        return _rest_of_all(here)
    wholes, parts = parted(here, figures_before.alike(here))
    parts = _without_comparisons(here, parts)
    if not parts or not (has(here.clause, *_HERE, "rest") or _is_other_of_two(here)):
        return None
    return Working(wholes[0].start, _remaining(wholes, parts))


@behind(_WORDS_APART, clause=True)
def named_apart(here: NumberInLine, told: Told) -> Working | None:
    """下半年比上半年多1436.5万元: how far two figures are apart that are named once more."""
    figures = figures_before.alike(here)[-2:]
    if len(figures) < 2:
        return None
    leads = [here.lead_of(one) for one in figures]
    both = told["one"][:_STEM], told["other"][:_STEM]
    places = [[place for place, lead in enumerate(leads) if name in lead] for name in both]
    if sorted(places) != [[0], [1]]:
        return None
    named = (figures[place] for (place,) in places)
    return Working.of(difference, *named, way=stated_differences.sign(told["way"]))


@behind(led("own_part"))
def without_part(here: NumberInLine, _: Told) -> Working | None:
    """收入1040.52万元，剔除上级补助120万元后，自身收入920.52万元: the first without the second."""
    figures = figures_before.alike(here)[-2:]
    if len(figures) < 2:
        return None
    whole, part = figures
    near = part is here.last and whole is here.figures[here.place - 2]
    left_out = has(here.lead(1), *_HERE, "left_out")
    return Working.of(difference, whole, part) if near and left_out else None


def left(here: NumberInLine) -> Working | None:
    """尚余0.65万元, 净流入143.27万元, 少7.4个月: the difference of two figures, or what is left of
    the first without the others."""
    figures = _of_its_part(here, figures_before.alike(here))
    if len(figures) < 2 or not _tells_difference(here) or _goes_on_telling(here, figures):
        return None
    if is_in_points(here.number) and _begins_item(here):
        return None
    spans = [bounds_of(one) for one in figures]
    if bounds_of(here.number).low > max(one.high for one in spans):
        return None
    apart = [one.minus(other) for one, other in combinations(spans, 2)]
    apart += [spans[0].minus(together(spans[1:]))]
    return Working(figures[0].start, [*apart, *(one.by(-1) for one in apart)])


@behind(_WORDS_BEFORE_NET, "money")
def net_of_flows(here: NumberInLine, _: Told) -> Working | None:
    """上解555.12万元，收到补助265万元，净上解290.12万元: what went without what came, or the
    reverse, but for by how much one of them changed."""
    before = figures_before.alike(here)
    figures = [one for one in before if not _COMPARED.search(here.lead_of(one))]
    ways = _flows(here, figures)
    if has(here.words(), *_HERE, "of_other_times") or len(before) < len(here.before):
        return None
    if not 0 < len(figures) <= _MOST_FLOWS or {*ways} != {1, -1}:
        return None
    flows = zip(figures, ways, strict=True)
    made = together([bounds_of(one).by(way) for one, way in flows])
    inward, outward = (has(here.words(), *_HERE, net) for net in ("net_inward", "net_outward"))
    nets = [made] * (inward or not outward) + [made.by(-1)] * (outward or not inward)
    return Working(figures[0].start, nets)


@behind(led("surplus"), "money")
def surplus(here: NumberInLine, _: Told) -> Working | None:
    """收入52860万元、支出49120万元，预计结余3740万元: what is left of the income."""
    if len(here.before) < 2:
        return None
    income, expenditure = here.before[-2:]
    named = has(here.lead(2), *_HERE, "income"), has(here.lead(1), *_HERE, "expenditure")
    if not all(named) or not _are("money", income, expenditure):
        return None
    left = bounds_of(income).minus(bounds_of(expenditure))
    return Working(income.start, [left, left.by(-1)])


@behind(led("score"), "points")
def score(here: NumberInLine, _: Told) -> Working | None:
    """满分10分，扣0.13分，得9.87分: what is left of the full score."""
    if len(here.before) < 2 or not led("score").fullmatch(here.words(1)):
        return None
    full, other = here.before[-2:]
    if not _are("points", full, other) or not has(here.lead(2), *_HERE, "full_score"):
        return None
    exact = bounds_of(full, exact=True).minus(bounds_of(other, exact=True))
    return Working(full.start, [exact])


def _begins_item(here: NumberInLine) -> bool:
    """Whether the figure before a number is the first of its item in a list, which lies so far from
    something that is not said: …；资格认证率97.4%，差0.6个百分点."""
    before = here.figures[here.place - 2 : here.place]
    return len(before) == 2 and ";" in here.text[before[0].end : before[1].start]


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


def _are_all_that_pay(here: NumberInLine, whole: Mention, names: Sequence[str]) -> bool:
    """Whether parts are those of all the levels that pay a whole, 中央、省级、州级、县级: no
    further part stands behind them, and the whole is not what a fund got of others as well."""
    every = any(set(names) == set(one) for one in table()["narrative"]["workings"]["all_levels"])
    lead = here.words_to(whole)
    wider = has(lead, *_HERE, "sides_told_apart") and not has(lead, *_HERE, "aided")
    return every and not wider and not _goes_on(here) and not _names_further_level(here, names)


def _names_further_level(here: NumberInLine, names: Sequence[str]) -> bool:
    """Whether a level that has no part yet is named right behind a number: ，市级补助320万元."""
    levels = table()["narrative"]["workings"]["disjoint"][_LEVELS]
    told = [called for level in levels if level not in names for called in levels[level]]
    return any(map(re.split(signs.SENTENCE, here.behind)[0].count, told))


def _goes_on(here: NumberInLine) -> bool:
    """Whether a further part may stand behind a number."""
    behind = here.text[here.number.end :][:_FURTHER]
    listed = behind.startswith(words(*_HERE, "listing"))
    return listed or has(behind, *_HERE, "further")


def _rest_of_all(here: NumberInLine) -> Working | None:
    """其余人员占9.3%: what other shares leave of a hundred."""
    figures = of_last_whole(here, figures_before.alike(here))
    shares = [one for one in figures if has(here.lead_of(one), *_HERE, "share")]
    if not shares or _WORDS_BEFORE_REST.fullmatch(here.clause) is None:
        return None
    return Working(shares[0].start, [_less(ALL, shares)])


def _stated_before(here: NumberInLine, parts: Sequence[Mention]) -> Sequence[Mention]:
    """The figures before the first of some parts, of which any may be their whole: 补贴6258万元，
    预算6300万元，其中."""
    return [one for one in figures_before.alike(here) if one.end <= parts[0].start]


def _remaining(wholes: Sequence[Mention], parts: Sequence[Mention]) -> Sequence[Bounds]:
    """What some parts may leave, by the figure that is the whole."""
    return [_less(bounds_of(one), parts) for one in wholes]


def _less(whole: Bounds, parts: Sequence[Mention]) -> Bounds:
    return whole.minus(together([bounds_of(one) for one in parts]))


def _without_comparisons(here: NumberInLine, parts: Sequence[Mention]) -> Sequence[Mention]:
    """Some parts but what one of them was before, and by how much it changed since:
    定期存款9500万元，较上年末的10200万元减少700万元."""
    return [one for one in parts if not _COMPARED.match(here.words_to(one))]


def _is_other_of_two(here: NumberInLine) -> bool:
    """Whether a part, and the one before it, are the two that a whole has: 其中在职…、退休…."""
    both = f"{here.words(1)}{_AND}{here.clause}"
    behind = here.text[here.number.end :][:_FURTHER]
    further = has(behind, *_HERE, "further")
    return not further and _two_parts().fullmatch(both) is not None


def _apart_by(here: NumberInLine, part: Mention) -> tuple[str, str]:
    """Which of those that have nothing in common a part is named by, and in which group of them
    these are: 省 of the levels; "" where by none."""
    lead = here.lead_of(part)
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


def _of_its_part(here: NumberInLine, figures: Sequence[Mention]) -> Sequence[Mention]:
    """The figures that may be apart by a number: where words say but 多了 or 少了, which may be
    than the year before, those of its own part of a list: 补助1650万元，去年1200万元；利息52万元，
    少了16万元."""
    bare = here.clause.lstrip(",") in words(*_HERE, "bare_differences")
    ends = [one.end() for one in signs.STATEMENT.finditer(here.text, 0, here.number.start)]
    return [one for one in figures if not bare or one.start >= max(ends, default=0)]


def _goes_on_telling(here: NumberInLine, figures: Sequence[Mention]) -> bool:
    """Whether a difference was told of the figure before already: 工伤参保68915人，多2915人；
    失业参保62347人，多1347人; 居民医保420万元超预算120万元，职工医保45万元少15万元."""
    leads = [here.lead_of(one) for one in figures]
    bare = any(lead in words(*_HERE, "left") for lead in leads)
    return bare or any(map(_WORDS_OF_DIFFERENCE.fullmatch, leads))


def _tells_difference(here: NumberInLine) -> bool:
    """Whether a number is what is left of others, or how far they are apart; by how much something
    grew only where they say how much came and how much went."""
    done = has(here.lead(1), *_HERE, "done") and led("undone").fullmatch(here.clause)
    told = _WORDS_BEFORE_LEFT.fullmatch(here.words())
    if told is not None and told["than"]:
        leads = [here.lead(back) for back in (1, 2)]
        return any(told["than"] in one and not has(one, *_HERE, "off") for one in leads)
    if told is not None or done:
        return True
    former, latter = here.lead(2), here.lead(1)
    flows = any(
        has(one, *_HERE, "came") and has(other, *_HERE, "went")
        for one, other in ((former, latter), (latter, former))
    )
    return flows and led("net").fullmatch(here.words()) is not None


def _flows(here: NumberInLine, figures: Sequence[Mention]) -> Sequence[int]:
    """Of each figure 1 where words say that it came, -1 that it went, 0 where they say neither, or
    both; what goes on a list goes as what is before it."""
    ways: list[int] = []
    for one in figures:
        came, went = (has(here.lead_of(one), *_HERE, way) for way in ("inward", "outward"))
        listed = here.words(here.back(one)).startswith(words(*_HERE, "listing"))
        as_before = ways[-1] if ways and listed and not came and not went else 0
        ways.append(as_before or came - went)
    return ways


def _are(dimension: str, *figures: Mention) -> bool:
    return all(one.unit.dimension == dimension for one in figures)


@cache
def _two_parts() -> re.Pattern[str]:
    """其中在职#、退休: the words before the two parts of a whole."""
    whole_of = table()["narrative"]["workings"]["whole_of"]
    people = f"{one_of(*_HERE, 'people')}?"
    both = "|".join(
        f"{one_of(*_HERE, 'among')}{one}{people}{_AND}(?:,|{one_of(*_HERE, 'listing')})?"
        f"{other}{people}"
        for one, other in whole_of
    )
    return re.compile(f"[,(]?(?:{both})")
