"""Targets and answers of several figures or dates, judged one by one and put together.

2期，150人次; 7月中旬到位60%，9月底全部到位; 应代缴3126人，实际代缴3100人.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isclose

from sipipeline.core.text import Text
from sipipeline.language.comparison import COMPARED, SAID, Attainment
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.names import rate_before
from sipipeline.language.pauses import pieces
from sipipeline.language.targets import Stated, parse
from sipipeline.language.units import PERCENT, TIMES
from sipipeline.language.wordings import is_timely

Judge = Callable[[Stated, Stated], Attainment]
"""Judges what one figure or date was to be by what it came to."""
_GRAVEST_FIRST = ("unmet", "undecided", "exceeded", "reached")
_SEVERAL = 2
_ALL_DUE = WordPattern(r"{parts.ought}(\w){parts.to_the_last}\1")
_WHOLE = 100
_REVISED = Text(
    zh="指标值“{wanted}”写了调整前、调整后两个数，按哪一个比，结论不一样",
    en="“{wanted}” states a figure before and one after it was revised, and by which it is judged "
    "makes a difference",
)
_PART_OF_IT = Text(
    zh="“{reached}”只写了一部分是什么时候完成的，看不出全部是什么时候",
    en="“{reached}” says when a part of it was done, not when all of it was",
)


def part_by_part(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of a target of several figures in units of their own, 2期，150人次, what each of them comes
    to: missed where one is, exceeded where one is and none is missed; None of any other target."""
    if wanted.problem is None or wanted.text == reached.text:
        return None
    parts = [*zip(wanted.parts, reached.parts)]
    if len(parts) < _SEVERAL or not _go_together(wanted.parts, reached.parts):
        return None
    judged = [judge(*pair) for pair in parts]
    worst = min(judged, key=lambda one: _GRAVEST_FIRST.index(one.status))
    return replace(worst, target=wanted, actual=reached)


def by_both_targets(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of a target that was revised and states both figures, 900人（调整后700人）, what both of them
    come to; undecided where they come to different things, None of any other target."""
    figures = [part for part in wanted.parts if part.figure]
    if wanted.text == reached.text or not _are_of_one_target(figures):
        return None
    judged = [replace(judge(part, reached), target=wanted) for part in figures]
    said = {"met" if one.is_met else one.status for one in judged}
    if len(said) == 1:
        return min(judged, key=lambda one: one.completion or 0)
    undecided = replace(judged[0], status="undecided", completion=None, shortfall=None)
    return undecided.because_of_target(_REVISED)


def day_by_day(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of several dates, or a date and a share, what they come to for one limit: the day on which
    all was done counts; None of anything else, and where some are in time and others are not."""
    dates = _done_on([part for part in reached.parts if part.kind == "date"])
    if wanted.kind != "date" or not dates:
        return None
    judged = [replace(judge(wanted, date), actual=reached) for date in dates]
    if has(_behind(dates[-1]), "parts", "all_of_it"):
        return _of_last(judged)
    together = _together(judged)
    if together is None or together.status == "unmet":
        return together
    if any(map(_is_part_of_it, reached.parts)):
        return replace(together.because(_PART_OF_IT), status="undecided", completion=None)
    return together


def delayed_to(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of a text that says to which day something was put off, 9月延迟至28日，其余月份按时, that it
    came too late where that day did; None of anything else."""
    found = _PUT_OFF.search(reached.text) if wanted.kind == "date" else None
    if found is None:
        return None
    judged = judge(wanted, parse(found["day"]))
    return replace(judged, actual=reached) if judged.status == "unmet" else None


def in_time(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of words that ask for something in time that 延迟2个月 and 2笔延迟3天 are too late, 提前3天
    is not; None of anything else."""
    if wanted.kind != "qualitative" or not is_timely(wanted.text):
        return None
    times = [part for part in reached.parts or (reached,) if part.unit.dimension in TIMES]
    senses = {part.sense for part in times if part.point and (part.lo or 0) > 0}
    if "late" in senses:
        return judge(wanted, reached).as_comparable().missed(SAID)
    return judge(wanted, reached).kept(SAID) if senses == {"early"} else None


def of_all(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of a target that asks for all of it, 应代尽代 or 全覆盖, what was done of what was due,
    应代缴9人，实际代缴9人, or the share that is named; None of anything else."""
    letter = _asks_for_all(wanted)
    if letter is None:
        return None
    if reached.figure and _says_so(wanted, reached):
        return judge(wanted, reached).settled(met=True, sentence=SAID)
    counted = [part for part in reached.parts if part.unit != PERCENT]
    shares = [part for part in reached.parts if part.unit == PERCENT and letter in part.label]
    done = _done_of_due(counted)
    if done is not None:
        return _share_of_due(judge(wanted, reached), done, shares)
    if len(shares) == 1 and counted:
        return replace(judge(wanted, shares[0]), actual=reached)
    return None


def of_this_year(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of a target that asks for a balance of the year what was left of it, where the figure beside
    it is of all years: 当年结余236万元，累计结余1200万元."""
    if wanted.kind != "qualitative" or not has(wanted.text, "balance", "asked"):
        return None
    of_year = [part for part in reached.parts if not has(part.label, "balance", "others")]
    if len(of_year) != 1 or len(reached.parts) < _SEVERAL:
        return None
    return replace(judge(wanted, of_year[0]), actual=reached)


def _are_of_one_target(figures: Sequence[Stated]) -> bool:
    """Whether two figures of a target are the one before and the one after it was revised."""
    plain = all(part.sense == "" for part in figures)
    alike = len({part.unit.base for part in figures}) == 1
    revised = any(has(part.label, "parts", "revised") for part in figures)
    return len(figures) == _SEVERAL and plain and alike and revised


def _go_together(wanted: Sequence[Stated], reached: Sequence[Stated]) -> bool:
    """Whether both state the same kinds of figures in the same order, each in its own unit."""
    units = [part.unit.base for part in wanted]
    apart = any(part.subordinate or part.planned for part in (*wanted, *reached))
    return (
        units == [part.unit.base for part in reached] and len({*units}) == len(units) and not apart
    )


_PUT_OFF = WordPattern("{deadline.late}{deadline.to}(?P<day>(?:(?!{joins.pause}).)+)")


def _of_last(judged: Sequence[Attainment]) -> Attainment | None:
    """What the day comes to on which all was done; None where that was in time and others not."""
    return judged[-1] if judged[-1].status == "unmet" else _together(judged)


def _together(judged: Sequence[Attainment]) -> Attainment | None:
    """What all days come to; None where they come to different things, or to nothing."""
    said = {one.status for one in judged}
    return judged[-1] if said in ({"unmet"}, {"reached"}) else None


def _done_on(dates: Sequence[Stated]) -> Sequence[Stated]:
    """The dates without those that were only meant: 原定7月底，实际8月6日完成."""
    done = [date for date in dates if not has(_clause_before(date), "parts", "intended")]
    return done or dates


def _clause_before(date: Stated) -> str:
    before = date.text[: date.when.start] if date.when is not None else ""
    return pieces(before)[-1]


def _asks_for_all(wanted: Stated) -> str | None:
    """What the words for a share of all hold: 代 of 应代尽代, 覆盖 of 全覆盖."""
    if wanted.kind != "qualitative":
        return None
    found = _ALL_DUE.search(wanted.text)
    if found is not None:
        return found[1]
    return words("parts", "covered")[0] if has(wanted.text, "parts", "every_one") else None


def _says_so(wanted: Stated, reached: Stated) -> bool:
    """Whether a figure stands beside the words for all of it: 16个乡镇已全覆盖."""
    found = _ALL_DUE.search(wanted.text)
    said = found[0] in reached.text if found else has(reached.text, "parts", "every_one")
    return said and not has(reached.text, "qualitative", "negations")


def _done_of_due(parts: Sequence[Stated]) -> float | None:
    """The share that was done of what was due, where two plain figures in one unit say both, what
    was due first; None of any other figures."""
    if len(parts) != _SEVERAL:
        return None
    due, done = parts
    alike = due.unit == done.unit and due.point and done.point and not due.subordinate
    named = has(due.label, "parts", "due") and not has(done.label, "parts", "due")
    return (done.lo or 0) / due.lo if alike and named and due.lo else None


def _share_of_due(
    undecided: Attainment, share: float, stated: Sequence[Stated]
) -> Attainment | None:
    """All of it, or too little; None where more was done than was due, or another share is said."""
    all_done = isclose(share, 1)
    otherwise = any(isclose(part.lo or 0, _WHOLE) != all_done for part in stated)
    if otherwise or (share > 1 and not all_done):
        return None
    return undecided.as_comparable().settled(all_done, COMPARED, missed=share)


def _behind(date: Stated) -> str:
    return date.text[date.when.end :] if date.when is not None else ""


def _is_part_of_it(part: Stated) -> bool:
    """Whether a percent says that not all of it was done: 到位60%, but not 满意度92%."""
    share = part.unit == PERCENT and part.lo is not None and part.lo < _WHOLE
    named = rate_before(part.label)
    return share and (not named or has(named, "parts", "done"))
