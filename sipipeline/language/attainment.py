"""Target against what was reached: reached, exceeded, unmet or undecided, and to what degree.

- `≥`, `>` and a plain number are reached from the target up; above it `exceeded`, with a completion
  above 1; 百余户 exceeds 100户, and by how much cannot be told.
- `≤`, `<`, deadlines and ranges are kept or not: completion 1 where kept, never `exceeded`; beyond,
  1 − the overrun as a share of the target, down to 0 at twice it.
- Which side of a plain number is the better one: direction.py.
- A target of 0 is all or nothing.
- An actual that is itself a bound, a range or rounded is decided only where all of it, or none of
  it, meets the target.
- What is remarked beside a figure leaves the verdict as it is, or undecided: remarks.py.
- An actual that merely repeats the target is no figure and decides nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

from sipipeline.core.text import Text
from sipipeline.language.absence import counts_others, is_none_in_words, is_none_of
from sipipeline.language.comparison import COMPARED, SAID, UNLIKE, Attainment
from sipipeline.language.conversion import counted_alike, range_of, ranges_in_unit
from sipipeline.language.date_comparison import by_date, is_same_limit
from sipipeline.language.dates import MONTH
from sipipeline.language.difference_comparison import SENSES, by_difference
from sipipeline.language.direction import HIGHER, direction_of, is_better_high, is_large_share
from sipipeline.language.echoes import letters
from sipipeline.language.figure_comparison import by_figures
from sipipeline.language.flows import in_the_year
from sipipeline.language.harm import speaks_of_harm
from sipipeline.language.lexicon import has, table, words
from sipipeline.language.names import (
    CHANGES,
    asked_by,
    change_in,
    is_rate,
    rate_before,
    unit_in,
    without_rate,
)
from sipipeline.language.pauses import pieces
from sipipeline.language.piecewise import (
    by_both_targets,
    day_by_day,
    delayed_to,
    in_time,
    of_all,
    of_this_year,
    part_by_part,
)
from sipipeline.language.ranges import largest
from sipipeline.language.relation_comparison import beside_basis
from sipipeline.language.remarks import ALL, HARMLESS, SOME, gravest
from sipipeline.language.shares import of_counts, of_groups, of_satisfaction
from sipipeline.language.spellings import asked_in_one_figure, in_one_figure
from sipipeline.language.targets import Stated, parse
from sipipeline.language.totals import kinds_together, total_of
from sipipeline.language.units import NO_UNIT, PERCENT, TIMES, Unit
from sipipeline.language.word_comparison import by_answer, by_words, is_within_budget, takes_none
from sipipeline.language.word_degrees import not_cleared
from sipipeline.language.wordings import is_only_a_band

_MANY = 5
"""A change is hardly so many times the one that was asked for."""
_LARGE_RATE = 50
_WHOLE = 100
_NEAR = 1 / 2
"""A figure beside a remark that is less of its target may be the number of those left out."""
_BLANK_TARGET = Text(zh="没有填指标值", en="no target is filled in")
_BLANK_ACTUAL = Text(zh="没有填实际完成值", en="what was reached is not filled in")
_TARGET = Text(zh="指标值“{text}”看不明白：{problem}", en="the target “{text}”: {problem}")
_ACTUAL = Text(
    zh="实际完成值“{text}”看不明白：{problem}", en="what was reached, “{text}”: {problem}"
)
_REPEATS = Text(
    zh="实际完成值照抄了指标值，不是实际数",
    en="what was reached repeats the target and is no figure of its own",
)
_NEVER = Text(
    zh="指标值“{text}”自相矛盾，怎么都达不到",
    en="the target “{text}” contradicts itself and cannot be met",
)
_DELAY = Text(
    zh="看不出是早晚了这么久，还是一共用了这么久",
    en="whether it is that early or late, or took that long in all, is unclear",
)
_LEVEL = Text(
    zh="指标值“{wanted}”问的是增减多少，看不出“{reached}”是增减的数，还是增减以后的数",
    en="“{wanted}” asks for a change, and whether “{reached}” is one or what it rose or fell to is "
    "unclear",
)
_FALL = Text(
    zh="指标问的是下降多少，实际完成值“{reached}”是负数，看不出是下降了这么多，还是上升了",
    en="the indicator asks for a fall, and whether “{reached}” below nothing is one or a rise is "
    "unclear",
)
_OTHER_RATE = Text(
    zh="实际完成值“{reached}”写的是另一个比率，不是指标要的",
    en="“{reached}” is another rate than the indicator asks for",
)
_OF_OTHERS = Text(
    zh="实际完成值“{reached}”里的数，看不出是不是指标问的那件事的数",
    en="whether the figure of “{reached}” counts what the indicator asks about is unclear",
)
_DATE_GIVEN = Text(
    zh="指标值不是日期，实际完成值“{reached}”是日期，没法比",
    en="the target is no date, “{reached}” is one: they cannot be compared",
)


@lru_cache(maxsize=8192)
def attain(
    target: str, actual: str, level: str = "", name: str = "", year: int | None = None
) -> Attainment:
    """Judge one indicator; never raises.

    `level`, the second-level indicator, and `name` say which side of a plain number is the better
    one; `year` is the one that dates without a year lie in.
    """
    judged = _judged(target, actual, level, name, year)
    if judged.unclear or not _is_unclear(judged):
        return judged
    return replace(judged, unclear=True, unknown=judged.target.kind == "qualitative")


def _judged(target: str, actual: str, level: str, name: str, year: int | None) -> Attainment:
    spelt = asked_in_one_figure(target, actual)
    wanted = replace(parse(spelt), text=parse(target).text)
    spelt = in_one_figure(actual, wanted.unit, name)
    written = replace(parse(spelt), text=parse(actual).text)
    judge = partial(_attained, level=level, name=name, year=year)
    for joined in (
        by_both_targets,
        part_by_part,
        in_time,
        delayed_to,
        day_by_day,
        of_all,
        of_this_year,
        not_cleared,
    ):
        if (judged := joined(wanted, written, judge)) is not None:
            return judged
    for named in (beside_basis, of_counts, of_satisfaction, of_groups, in_the_year):
        if (judged := named(wanted, written, judge, name)) is not None:
            return judged
    if written.apart is not None:
        apart = judge(wanted, written.apart)
        if _holds_beside_remarks(apart, level, name):
            return apart
    return judge(wanted, written)


def _attained(
    written: Stated, answer: Stated, level: str, name: str, year: int | None
) -> Attainment:
    """Judge what was reached by what both texts state."""
    wanted, reached = _in_units(written, answer, name)
    if is_rate(name):
        wanted, reached = _in_points(wanted, reached), _in_points(reached, wanted)
    reached = _counted_harm(_overrun(_new_ones(wanted, reached), name), name)
    reached = _days_after(wanted, reached)
    reached = _none_of(reached, name + wanted.text)
    repeats = _repeats(wanted, reached) or is_same_limit(wanted, reached, year)
    direction = direction_of(wanted, reached, level, name)
    wanted = _changing(wanted, reached, name)
    undecided = Attainment("undecided", None, None, COMPARED, wanted, reached, repeats)
    none = reached.none and takes_none(wanted, direction)
    why = _obstacle(undecided, none)
    if why is not None:
        return replace(undecided, reason=why)
    if none and wanted.figure:
        return undecided.kept(SAID)
    if wanted.kind == "date":
        return by_date(undecided, year, name)
    asked = wanted.text if wanted.none else name + wanted.text
    if takes_none(wanted, direction) and _is_of_others(reached, asked):
        return undecided.because(_OF_OTHERS)
    if wanted.kind == "qualitative":
        return by_words(undecided, name)
    return _of_figure(undecided, direction, name)


def _of_figure(undecided: Attainment, direction: str, name: str) -> Attainment:
    """Judge what is to reach a figure by what it is: another rate, words, a difference, a date, a
    figure."""
    wanted, reached = undecided.target, undecided.actual
    other = _of_something_else(undecided, name)
    if other is not None:
        return other
    if reached.kind in ("qualitative", "blank"):
        return by_answer(undecided)
    if reached.sense in SENSES and not wanted.sense == reached.sense == "early":
        return by_difference(undecided, direction)
    if reached.kind == "date":
        return replace(undecided.because(_DATE_GIVEN), unlike=True)
    deviates = has(name + wanted.text, "indicators", "deviations")
    if wanted.hi == 0 and wanted.unit == NO_UNIT:
        undecided = replace(undecided, target=replace(wanted, unit=reached.unit))
    judged = by_figures(undecided, direction, deviates)
    has_no_sign = wanted.kind == "number" and wanted.direction is None and not wanted.sense
    assumed = has_no_sign and direction == HIGHER and not is_better_high(name)
    return replace(judged, assumed=assumed)


def _of_something_else(undecided: Attainment, name: str) -> Attainment | None:
    """Why a figure that was reached may be none of what is asked for; None where it is one."""
    wanted, reached = undecided.target, undecided.actual
    if _is_other_rate(reached, wanted, name):
        return undecided.because(_OTHER_RATE)
    if _is_share_of_none(reached, wanted, name):
        return replace(undecided.because(UNLIKE), unlike=True)
    if _may_have_fallen(wanted, reached, name):
        return undecided.because(_FALL)
    return undecided.because(_LEVEL) if _may_be_level(wanted, reached, name) else None


def _may_have_fallen(wanted: Stated, reached: Stated, name: str) -> bool:
    """Whether a plain figure below nothing may be the fall that a name asks for, or a rise:
    -6% of 事故发生率下降."""
    is_plain = reached.kind == "number" and not reached.sense and not wanted.sense
    asks_for_fall = change_in(name) == "down" and (wanted.lo or 0) > 0
    return is_plain and asks_for_fall and (reached.hi or 0) < 0


def _may_be_level(wanted: Stated, reached: Stated, name: str) -> bool:
    """Whether a plain figure beside a target that asks for a change may be what it rose or fell to:
    95.2% for 提高1个百分点, 12600人 for 增加500人, and any percent of a rate that is to fall."""
    if reached.kind != "number" or reached.sense:
        return False
    if wanted.unit.symbol.endswith(words("changes", "points")) and _is_large_percent(reached):
        return True
    if wanted.sense not in CHANGES or change_in(name):
        return False
    too_many = _is_many_times(reached, wanted)
    if reached.unit.dimension != PERCENT.dimension:
        return too_many
    doubtful = wanted.sense == "down" or too_many or _is_large_percent(reached)
    return doubtful and is_rate(name) and reached.unit.symbol == PERCENT.symbol


def _is_many_times(reached: Stated, wanted: Stated) -> bool:
    least = (wanted.lo or 0) * wanted.unit.factor
    return 0 < _MANY * least <= (reached.lo or 0) * reached.unit.factor


def _is_large_percent(stated: Stated) -> bool:
    return stated.unit == PERCENT and is_large_share(stated)


def _is_unclear(judged: Attainment) -> bool:
    """Whether something was asked for, and what was reached does not say how far that was met, or
    the target not which way."""
    wanted, reached = judged.target, judged.actual
    asks = wanted.kind != "blank" and not (wanted.problem or wanted.never or wanted.always)
    told = judged.repeats or judged.worded or judged.inexact or judged.unlike
    return asks and not (judged.decided or told) and reached.kind != "blank"


def _holds_beside_remarks(judged: Attainment, level: str, name: str) -> bool:
    """Whether a judgement stays what it is with what is remarked beside the figure: that enough was
    done where nothing bad happened, how much was done where others are spoken of, and that too
    little was done where some of it may not count."""
    reached = judged.actual
    of_rate = reached.unit.dimension == "percent"
    said = gravest(reached.remarks, name + reached.label, of_rate=of_rate)
    if said == HARMLESS and judged.is_met:
        return True
    far_below = judged.completion is not None and judged.completion < _NEAR
    all_done = reached.unit == PERCENT and (reached.lo or 0) >= _WHOLE
    if said == ALL or far_below or all_done or not _is_at_least(judged, level, name):
        return False
    return said != SOME or judged.status == "unmet"


def _is_at_least(judged: Attainment, level: str, name: str) -> bool:
    """Whether one figure, that is no time, is to be as much as the target or more."""
    wanted, reached = judged.target, judged.actual
    if not (wanted.figure and reached.point) or wanted.unit.dimension in TIMES:
        return False
    if wanted.direction in (None, "exact"):
        return direction_of(wanted, reached, level, name) == HIGHER
    return wanted.direction == HIGHER


def _obstacle(undecided: Attainment, none: bool) -> Text | None:
    """Why there is nothing to compare."""
    wanted, reached = undecided.target, undecided.actual
    if wanted.kind == "blank":
        return _BLANK_TARGET
    if wanted.problem is not None:
        return _TARGET.fill(text=wanted.text, problem=wanted.problem)
    if wanted.never:
        return _NEVER.fill(text=wanted.text)
    if reached.kind == "blank" and not none:
        return _BLANK_ACTUAL
    if reached.problem is not None:
        return _ACTUAL.fill(text=reached.text, problem=reached.problem)
    if reached.sense == "delay":
        return _ACTUAL.fill(text=reached.text, problem=_DELAY)
    return _REPEATS if undecided.repeats else None


# ---------------------------------------------------------------- what the name says
def _in_units(written: Stated, reached: Stated, name: str) -> tuple[Stated, Stated]:
    """Both as written; a figure without a unit has that of the name, 宣传经费（万元）, unless the
    other has none either and may be in a smaller one."""
    unit = unit_in(name)
    wanted = _in_unit(written, unit)
    answer = replace(_answer(wanted, reached, name), remarks=reached.remarks)
    if written.unit == NO_UNIT or unit.dimension != written.unit.dimension:
        return wanted, answer
    return wanted, _in_unit(answer, unit)


def _in_unit(stated: Stated, unit: Unit) -> Stated:
    bare = stated.figure and stated.unit == NO_UNIT
    return replace(stated, unit=unit) if bare else stated


def _in_points(stated: Stated, beside: Stated) -> Stated:
    """98 is a percent beside a bare 0.98; 5 beside 0.06 may be anything."""
    size, other = largest(*range_of(stated).ends), largest(*range_of(beside).ends)
    bare = stated.unit == beside.unit == NO_UNIT
    unlike = size > _LARGE_RATE and 1 / 2 <= other * 100 / size <= 2
    return replace(stated, unit=PERCENT) if bare and unlike else stated


def _changing(wanted: Stated, reached: Stated, name: str) -> Stated:
    """A plain figure is the change of which the name speaks where the actual states one: ≥500人
    of 新增参保人数 against 新增556人."""
    if wanted.sense or not wanted.figure:
        return wanted
    return replace(wanted, sense=change_in(name)) if reached.sense in CHANGES else wanted


def _overrun(reached: Stated, name: str) -> Stated:
    """超支3% is the figure itself where the name asks by how much a budget was overrun, 未超支 is
    none."""
    if not has(name, "indicators", "overruns"):
        return reached
    if is_within_budget(reached):
        return replace(reached, none=True)
    return replace(reached, sense="") if reached.sense == "beyond" else reached


def _counted_harm(reached: Stated, name: str) -> Stated:
    """拖欠12人 is a number where the name asks how many there were, and no distance to a target."""
    apart = reached.sense in ("gap", "late") and reached.unit.dimension not in TIMES
    counted = speaks_of_harm(name) and has(reached.label, "indicators", "lower_is_better")
    return replace(reached, sense="") if apart and counted else reached


def _new_ones(wanted: Stated, reached: Stated) -> Stated:
    """新增2户 counts them where there were to be none."""
    counted = reached.unit.dimension not in (PERCENT.dimension, *TIMES, "money")
    added = reached.sense == "up" and (reached.lo or 0) >= 0 and counted
    return replace(reached, sense="") if added and wanted.hi == 0 and not wanted.sense else reached


def _days_after(wanted: Stated, reached: Stated) -> Stated:
    """次月10日 is the tenth day behind the end of a quarter: 10日 for 每季度终了15日内."""
    when = reached.when
    behind_end = wanted.kind == "deadline" and has(wanted.text, "deadline", "period_ends")
    in_days = (wanted.unit.dimension, wanted.unit.factor) == ("day", 1)
    if when is None or not (behind_end and in_days):
        return reached
    if (when.cycle, when.ahead, when.is_day) != ("month", 1, True) or when.first > MONTH:
        return reached
    days = float(when.first)
    return replace(
        reached, kind="number", lo=days, hi=days, unit=wanted.unit, when=None, until=False
    )


def _none_of(reached: Stated, asked: str) -> Stated:
    """未发生重大事件 is no answer where other events are asked for."""
    other = reached.none and reached.kind == "qualitative" and not is_none_of(reached.text, asked)
    return replace(reached, none=False) if other else reached


# ---------------------------------------------------------------- which figure answers
def _answer(wanted: Stated, reached: Stated, name: str) -> Stated:
    """Of a text with several figures the one that answers the target; the whole text where none
    does, or more than one."""
    parts = [part for part in reached.parts if _answers(wanted, part)]
    same_unit = [part for part in parts if counted_alike(part.unit, wanted.unit)]
    together = total_of(same_unit) or kinds_together(same_unit, name)
    return _main(same_unit, name) or together or _main(parts, name) or reached


def _main(parts: list[Stated], name: str) -> Stated | None:
    """The one figure that is neither planned nor part of another, of several the one whose words
    stand in the name of the indicator; None where that is not one."""
    least = min(map(_rank, parts), default=None)
    main = [part for part in parts if _rank(part) == least]
    if len(main) > 1:
        main = [main[place] for place in asked_by(name, [part.label for part in main])]
    return main[0] if len(main) == 1 else None


def _rank(part: Stated) -> tuple[bool, bool]:
    """Which figure comes first: one that was done, outside brackets, and not of last year."""
    of_last_year = letters(part.label).endswith(words("comparisons", "last_year"))
    return part.planned, part.subordinate or of_last_year


def _is_other_rate(reached: Stated, wanted: Stated, name: str) -> bool:
    """Whether the words before a percent name another rate than is asked for: that of what is not
    wanted for that of what is, 差错率3% for 准确率, or, behind a reason, one that has no word in
    common with the name: 到位晚，发放率91% for 满意度; a bare 占比 names none."""
    named = rate_before(reached.label)
    if not named or not is_rate(name) or reached.unit.dimension != "percent":
        return False
    asked = name + wanted.text
    if named in asked:
        return False
    if not without_rate(named):
        return False
    alike = set(without_rate(named)) & set(asked)
    return speaks_of_harm(named) != speaks_of_harm(name) or ("," in reached.label and not alike)


def _is_share_of_none(reached: Stated, wanted: Stated, name: str) -> bool:
    """Whether a large percent answers a plain 0 of what must not happen: 100% of 违规情况 may be
    all clean, 0.3% is not."""
    counts = wanted.hi == 0 and wanted.unit == NO_UNIT and not is_rate(name)
    share = reached.unit.dimension == "percent" and is_large_share(reached)
    return counts and share and speaks_of_harm(name)


def _is_of_others(reached: Stated, asked: str) -> bool:
    """Whether a figure may count something else than what must not be: a clause before it says that
    there was none, 未发生群体性上访，个访3起, or its own words name it, 检查126户."""
    if not reached.lo or reached.lo < 0:
        return False
    first = pieces(reached.text)[0]
    denied = first != reached.text and is_none_in_words(first)
    return denied or counts_others(reached.label, asked)


def _answers(wanted: Stated, part: Stated) -> bool:
    if wanted.kind == "qualitative":
        return False
    if wanted.kind == "date" or part.kind == "date":
        return wanted.kind == part.kind
    return part.sense in (wanted.sense, *SENSES) and bool(ranges_in_unit(wanted, part))


# ---------------------------------------------------------------- copies
def _repeats(wanted: Stated, reached: Stated) -> bool:
    """Whether what was reached is the target again: the same words, bound or deadline. A plain
    number that equals the target is a figure of its own."""
    if (wanted.kind, reached.kind) == ("number", "deadline"):
        return wanted.unit == reached.unit and wanted.hi == reached.hi
    answered_alike = wanted.none or wanted.grade is not None
    same = _REPEATED.get(wanted.kind)
    if answered_alike or same is None or wanted.kind != reached.kind:
        return False
    return same(wanted, reached)


def _same_words(wanted: Stated, reached: Stated) -> bool:
    copied = letters(wanted.text) == letters(reached.text)
    return copied and not is_only_a_band(wanted.text)


def _same_ends(wanted: Stated, reached: Stated) -> bool:
    if reached.anchor not in ("", wanted.anchor) or reached.openness != wanted.openness:
        return False
    if _in_tenths(reached.text) and not _in_tenths(wanted.text):
        return False
    own = range_of(wanted).ends
    return own in [span.ends for span in ranges_in_unit(wanted, reached)]


def _in_tenths(text: str) -> bool:
    """Whether a share is said in words of one's own: 九成以上 is no copy of ≥90%."""
    return str(table()["numerals"]["tenth"]) in text


def _same_text(wanted: Stated, reached: Stated) -> bool:
    return wanted.text == reached.text


_REPEATED: Mapping[str, Callable[[Stated, Stated], bool]] = {
    "bound": _same_ends,
    "range": _same_ends,
    "deadline": _same_ends,
    "qualitative": _same_words,
    "unreadable": _same_text,
}
"""How a copy is told, by the kind of the target."""
