"""By how much a figure is said to be more or less than another that it is set beside:
企业512户，比450户的目标多62户; 目标48000人，实际48216人，超额216人."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.relations import ALL, Bounds
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.sentence_figures import (
    FARTHEST,
    MOST_BEFORE,
    NumberInLine,
    Working,
    bounds_of,
    is_deficit,
    is_whole,
)
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention
from sipipeline.language.units import TIMES

_HERE = ("narrative", "stated_differences")
_ASIDE = re.compile(r"\([^()\d]*\)")
"""A bracket without a number: （居民养老）."""
_GAP = 3
"""Characters behind a number in which a gap is named."""
_NUMBER = "#"
"""Stands for a number in the words around it."""
_IN_DAYS = ("workday", "day")
_DAYS_A_WORKING_DAY, _WEEKEND = 1.4, 2.0
_MORE = ("more", "beyond", "over")
_LESS = ("less", "short", "under")
"""The senses of words that say more, and less."""


# ---------------------------------------------------------------- 比 450户 的目标多 62户
def compared(here: NumberInLine) -> Working | None:
    """What may be said of a figure that is set beside the one right before a number."""
    base, place = here.last, here.place - 1
    start = _clause(here.text, base)
    lead, behind = here.text[start : base.start], here.words()
    told = _WAY.fullmatch(behind) if _LEAD.fullmatch(lead) else None
    told = told or _BEYOND.fullmatch(f"{lead}{_NUMBER}{behind}")
    if told is None or _may_be_on_last_year(lead, told["way"]) or _is_no_gap(told["way"], here):
        return None
    earlier = here.figures[max(0, place - MOST_BEFORE) : place]
    alike = [one for one in earlier if one.unit.dimension == base.unit.dimension]
    if not alike or not _stands_before(here.text, alike[-1], start, earlier):
        return None
    aimed = has(lead + behind, *_HERE, "aimed")
    due = bounds_of(base, exact=aimed)
    found = _apart(alike, (base, due), here, _sign(told["way"], here))
    found = _or_of_unstated(found, earlier[-2:], due, _sign(told["way"], here), here)
    return _or_faster(found, told["way"], due.over(bounds_of(alike[-1])), here)


def _or_of_unstated(
    found: Working | None, before: Sequence[Mention], base: Bounds, way: int, here: NumberInLine
) -> Working | None:
    """What may be said as well where the figure itself is not stated, but how far it lies from
    another: 结余比预算4364万元少426.91万元，比上年3819.37万元多117.72万元."""
    figure = _unstated(before, here)
    if found is None or figure is None:
        return found
    apart = figure.minus(base).by(way or 1)
    share = here.dimension != before[0].unit.dimension
    return Working(found.start, [*found.made, apart.over(base) if share else apart])


def _unstated(before: Sequence[Mention], here: NumberInLine) -> Bounds | None:
    """The figure that lies so far from another, given this one and how far it is; None where words
    do not say so."""
    if len(before) < 2:
        return None
    of, apart = before
    told = _WAY.fullmatch(here.text[of.end : apart.start])
    if told is None or not sign(told["way"]) or not (is_whole(of) and is_whole(apart)):
        return None
    alike = apart.unit.base == of.unit.base
    by = bounds_of(apart) if alike else bounds_of(of).times(bounds_of(apart))
    return bounds_of(of).plus(by.by(sign(told["way"])))


def _or_faster(
    found: Working | None, way: str, times: Bounds, here: NumberInLine
) -> Working | None:
    """What may be said of how much faster something was done: by so much less time, or so many
    times as fast."""
    speeding = here.dimension == "percent" and way in words(*_HERE, "speeding")
    if found is None or not speeding:
        return found
    return Working(found.start, [*found.made, times.minus(ALL)])


def _is_no_gap(way: str, here: NumberInLine) -> bool:
    """Whether 还有 before a number is not how much is lacking: a gap is not named behind it, as in
    与目标还有282人的差距."""
    gap = has(here.text[here.number.end :][:_GAP], *_HERE, "gap")
    return way in words(*_HERE, "lacking") and not gap


def _may_be_on_last_year(lead: str, way: str) -> bool:
    """Whether a target or budget is but named before a word of change, which may be one on last
    year as well: 收入1266万元，预算1249万元，增长11%."""
    named = _AIM.fullmatch(lead) is not None
    return named and way in words(*_HERE, "on_last_year")


def _clause(text: str, figure: Mention) -> int:
    """Where the clause of a number begins, as far as it is looked for."""
    first = max(0, figure.start - FARTHEST)
    ends = [found.end() for found in signs.CLAUSE.finditer(text, first, figure.start)]
    return max(ends, default=first)


def _stands_before(text: str, figure: Mention, end: int, figures: Sequence[Mention]) -> bool:
    """Whether only clauses with a number each stand between a figure and a place behind it."""
    behind = sum(one.start > figure.start for one in figures)
    between = _ASIDE.sub("", text[figure.end : end])
    done, *clauses = signs.CLAUSE.split(between)
    clauses = [done] * (done not in words(*_HERE, "finished")) + clauses
    clauses = [clause for clause in clauses if clause]
    return "(" not in between and ")" not in between and len(clauses) == behind


# ---------------------------------------------------------------- 与 72万元 相比，扩大 69万元
def against(here: NumberInLine) -> Working | None:
    """What may be said of the figure right before a number, and of the one before that, with which
    a sentence begins to compare it."""
    if here.place < 2:
        return None
    base, figure = here.figures[here.place - 2 : here.place]
    lead = here.text[_clause(here.text, base) : base.start]
    begun = _BEGUN.match(here.words(1))
    told = _PLAIN.fullmatch(here.words())
    if begun is None or told is None or _LEAD.match(lead) is None:
        return None
    if figure.unit.base != base.unit.base:
        return None
    exact = has(lead, *_HERE, "aimed")
    return _apart((figure,), (base, bounds_of(base, exact=exact)), here, _sign(told["way"], here))


# ---------------------------------------------------------------- 超额完成 150000人 的目标
def passed(here: NumberInLine) -> Working | None:
    """What a target may be that the figure right before it is said to have reached, or missed, or
    the one before that where this is but how that changed: 92.4%，比上年高1.3个百分点，达到90%; of
    one that is the better the less it is, only a time that is allowed and is said to be passed."""
    figure, end = _come_to(here), here.number.end
    alike = figure.unit.base == here.number.unit.base and is_whole(figure)
    added = has(here.lead_of(figure), *_HERE, "added")
    if added or not alike:
        return None
    behind = here.text[end : end + FARTHEST]
    if not _is_lower_better(here, figure):
        before = here.words()
    elif _is_late(here, figure, behind):
        before = here.clause
    else:
        return None
    around = f"{before}{_NUMBER}{behind}"
    if _MET.match(around):
        return Working(figure.start, [Bounds(0.0, bounds_of(figure).high)])
    if _UNMET.match(around):
        return Working(figure.start, [Bounds(bounds_of(figure).low, float("inf"))])
    return None


def _come_to(here: NumberInLine) -> Mention:
    """The figure right before a number, or the one before it that it tells the change of."""
    *before, last = here.figures[max(0, here.place - 2) : here.place]
    lead = here.lead_of(last)
    changed = is_in_points(last) or has(lead, *_HERE, "than_before")
    return before[0] if before and changed else last


def _is_late(here: NumberInLine, figure: Mention, behind: str) -> bool:
    """Whether a time is said to be longer than is allowed: 12个工作日，超过了20个工作日的时限."""
    passed_it = here.clause[1:].startswith(words(*_HERE, "over"))
    allowed = has(signs.CLAUSE.split(behind)[0], "achievement", "to_target", "allowed")
    lead = here.lead_of(figure)
    apart = lead.endswith((*words(*_HERE, "less"), *words(*_HERE, "short")))
    return passed_it and allowed and not apart


def _is_lower_better(here: NumberInLine, figure: Mention) -> bool:
    """Whether the figure before a target is the better the less it is: days, 违规率."""
    lead = here.lead_of(figure)
    return figure.unit.dimension in TIMES or has(lead, "indicators", "lower_is_better")


# ---------------------------------------------------------------- 目标 48000人，实际 48216人
def reached(here: NumberInLine) -> Working | None:
    """What may be said of a target and of what was reached of it, which stand right before a
    number, or before how far they are apart, or a rate: 目标4200人，实际3588人，差612人，
    偏离14.6%."""
    return _of_target(here, 0) or (_of_target(here, 1) if _is_told_again(here) else None)


def aimed_behind(here: NumberInLine) -> Working | None:
    """What may be said of a figure and of its target, which stands behind it:
    惠及企业63户，目标80户，完成78.8%; 97.2%（目标95%），超2.2个百分点; nothing of one by how much
    something changed."""
    if here.place < 2:
        return None
    figure, target = here.figures[here.place - 2 : here.place]
    aimed = _AIM.fullmatch(here.words(1)[1:]) if _goes_on(here.words(1)) else None
    if aimed is None or not _go_together(here, figure, target):
        return None
    due, behind = _due(target, aimed.group()), here.words().removeprefix(")")
    told = _MISSED.fullmatch(behind)
    if told is not None:
        return _apart((figure,), (target, due), here, _sign(told["way"], here))
    made = _rates(due, bounds_of(figure), behind) if here.dimension in ("percent", "fold") else ()
    return Working(figure.start, made) if made else None


def _is_told_again(here: NumberInLine) -> bool:
    """Whether the figure right before a number says how far two before that are apart, or what the
    one is of the other, and the number may say so once more."""
    told = here.words(1)
    patterns = (_MISSED, _RATE)
    in_one_breath = ";" not in told and not is_in_points(here.number)
    return in_one_breath and any(one.fullmatch(told) for one in patterns)


def _of_target(here: NumberInLine, back: int) -> Working | None:
    """What may be said of a target and of what was reached of it, which stand so many places
    farther than right before a number."""
    if here.place - back < 2:
        return None
    target, figure = here.figures[here.place - back - 2 : here.place - back]
    lead = here.text[max(0, target.start - FARTHEST) : target.start]
    aimed = _AIM.search(lead) or _aim_named(lead, here.words(back + 1))
    met = _REACHED.fullmatch(here.words(back + 1))
    if aimed is None or met is None or figure.unit.base != target.unit.base:
        return None
    due = _due(target, aimed.group())
    told = _MISSED.fullmatch(here.words())
    if told is not None:
        return _apart((figure,), (target, due), here, _sign(told["way"], here))
    if target.unit.dimension in TIMES or not is_whole(figure):
        return None
    made = _rates(due, bounds_of(figure), here.words())
    return Working(target.start, made) if made else None


def _aim_named(lead: str, between: str) -> re.Match[str] | None:
    """The words before a figure that was expected of a line, where the figure behind it is said to
    be what this came to: 年初预计企业养老当年结余1670万元，实际结余3982.17万元."""
    told = _EXPECTED.search(lead)
    named = told is not None and told["name"] in between
    return told if named else None


def _go_together(here: NumberInLine, figure: Mention, target: Mention) -> bool:
    """Whether a figure of the sentence and a target are measured alike, and the figure is one to
    reach, and not by how much something changed."""
    alike = figure.unit.base == target.unit.base and figure in here.before[-2:]
    if not alike or not is_whole(figure) or not is_whole(target):
        return False
    changed = has(here.lead_of(figure), "narrative", "workings", "change")
    return not changed and not _is_lower_better(here, figure)


def _goes_on(words_between: str) -> bool:
    """Whether a comma or a bracket parts two figures."""
    return words_between.startswith((",", "("))


# ---------------------------------------------------------------- 比目标 51000万元 多 1395万元
def exceeded(here: NumberInLine) -> Working | None:
    """What may be said of a figure, of a target that it is set beside, and of by how much it is
    more, which stand right before a number."""
    if here.place < 3:
        return None
    figure, target, more = here.figures[here.place - 3 : here.place]
    lead = here.text[_clause(here.text, target) : target.start]
    compared = _LEAD.fullmatch(lead) is not None and has(lead, *_HERE, "aimed")
    alike = figure.unit.base == target.unit.base == more.unit.base and is_whole(figure)
    if not compared or not alike or _RATE.fullmatch(here.words()) is None:
        return None
    due = _due(target, lead)
    return Working(figure.start, _rates(due, bounds_of(figure), here.words()))


def _due(target: Mention, lead: str) -> Bounds:
    """What a target asks for, to the letter; an amount that is a budget, or has decimals, may be
    rounded."""
    budget = words("narrative", "tokens", "budget")[0] in lead
    rounded = target.unit.dimension == "money" and (budget or target.decimals > 0)
    return bounds_of(target, exact=not rounded)


def _rates(target: Bounds, reached: Bounds, behind: str) -> Sequence[Bounds]:
    """What was reached of a target, or what was saved of it; none where words say neither. A target
    that was passed may be called reached in full."""
    if _RATE.fullmatch(behind):
        return [reached.over(target), *[ALL] * (reached.high >= target.low)]
    return [target.minus(reached).over(target)] if _SAVED.fullmatch(behind) else []


def _apart(
    figures: Sequence[Mention], base: tuple[Mention, Bounds], here: NumberInLine, sign: int
) -> Working | None:
    """How much more than a base the figures may be, or less where the sign is -1, each or the last
    of them added up; as a share of the base where the number is one."""
    (of, within), dimension = base, here.number.unit.dimension
    share = dimension == "percent" != of.unit.dimension
    alike = dimension == of.unit.dimension or _is_in_days(of, here)
    if not _is_level(figures[-1]) or of.about or not (share or alike):
        return None
    apart = _differences(figures, within, here)
    made = [one.over(within) for one in apart] if share else apart
    signs = (sign,) if sign else (1, -1)
    start = min(figures[-1].start, of.start)
    turned = [one.by(each) for one in made for each in signs]
    return Working(start, [*map(_in_days, turned)] if _is_in_days(of, here) else turned)


def _differences(figures: Sequence[Mention], base: Bounds, here: NumberInLine) -> Sequence[Bounds]:
    """How much more than a base the last figure is, or the last several together; or what words
    call a deficit, below nothing: 缺口200万元，比上年结余100万元少300万元."""
    nearest = [*map(bounds_of, reversed(figures))]
    short = [nearest[0].by(-1)] if is_deficit(here.lead_of(figures[-1])) else []
    return [one.minus(base) for one in (*nearest, *accumulate(nearest, Bounds.plus), *short)]


def _is_in_days(of: Mention, here: NumberInLine) -> bool:
    """Whether days are said of working days: 比15个工作日快2天."""
    both = of.unit.dimension, here.number.unit.dimension
    return both == _IN_DAYS and of.unit.factor == here.number.unit.factor


def _in_days(apart: Bounds) -> Bounds:
    """So many working days in days, of which there may be as many or more."""
    most = apart.high * _DAYS_A_WORKING_DAY + _WEEKEND if apart.high > 0 else apart.high
    return Bounds(apart.low, most)


def _is_level(figure: Mention) -> bool:
    """Whether a number says one figure, to its last digit, which may lie below nothing."""
    return is_whole(figure if figure.value > 0 else replace(figure, value=-figure.value))


def _sign(way: str, here: NumberInLine) -> int:
    """1 where words say more, -1 less, 0 that two figures are apart; who is faster takes less
    time."""
    faster = here.dimension in TIMES and way in words(*_HERE, "faster")
    return -1 if faster else sign(way)


# ---------------------------------------------------------------- words
def sign(way: str) -> int:
    """1 for words that say more, -1 less, 0 that two figures are apart."""
    more, less = (any(way in words(*_HERE, one) for one in senses) for senses in (_MORE, _LESS))
    return int(more) - int(less)


_LEAD = WordPattern(r"(?:{only})?{beside}(?:\d{4}{calendar.year}|{named})*|{aims}", *_HERE)
"""比上年, 未达到, 目标: the words before a figure that another is set beside."""
_WAY = WordPattern(
    "{named}*(?:{compared})?,?(?:{only})?(?P<way>{apart}|{more}|{less}|{beyond}|{short}"
    "|{lacking})(?:{changes.particles})?",
    *_HERE,
)
"""的目标，多: what stands between that figure and by how much the other is more."""
_BEGUN = WordPattern("{named}*{compared},", *_HERE)
"""相比，: what stands behind a figure with which another is compared."""
_PLAIN = WordPattern(
    ",(?P<way>{apart}|{more}|{less}|{beyond}|{short})(?:{changes.particles})?", *_HERE
)
"""，扩大: the words right before by how much it is more."""
_BEYOND = WordPattern("(?P<way>{over}|{under})(?:#{named}+|{named}*{targets}{named}*#)", *_HERE)
"""超过#的目标, 超目标#: what stands around that figure, in place of both."""
_AIM = WordPattern("{aims}{doing}?[<>=≤≥]?$", *_HERE)
"""年度目标值为, 计划惠及: the words before a target."""
_EXPECTED = WordPattern(
    r"{expected}[^,;:()。\d]{0,14}?(?P<name>{lines}){narrative.workings.behind}?$", *_HERE
)
"""年初预计企业养老当年结余: the words before what was expected of a line."""
_MET = WordPattern(
    r",?{met}(?:{named}*#{named}*{targets}(?!{named}*(?:{narrative.workings.possessive}|\d))"
    r"|\({own_aims}#\))",
    *_HERE,
)
"""，超额完成年初#的目标, ，已完成(目标#): what stands around one that was reached."""
_UNMET = WordPattern(
    r",?{unmet}(?:{named}*#{named}*{targets}(?!{named}*(?:{narrative.workings.possessive}|\d))"
    r"|\({own_aims}#\))",
    *_HERE,
)
"""，未完成年初#的目标: what stands around one that was missed."""
_REACHED = WordPattern("{bounds}?[,、]?(?=.*{reached})(?:{reached}|{named})*", *_HERE)
"""，实际完成: what stands between a target and what was reached."""
_MISSED = WordPattern(
    r"(?:,?{outcomes})?,?(?P<way>{apart}|{beyond}|{short})(?:{changes.particles})?{named}*\+?",
    *_HERE,
)
"""，还差: what stands between what was reached and by how much it is short, or more."""
_RATE = WordPattern(",?{rates}{named}*", *_HERE)
"""，完成率为: what stands between what was reached and how much this is of the target."""
_SAVED = WordPattern(",?{savings}{named}*", *_HERE)
"""，节约率为: what stands between what was spent and how much of the target was saved."""
