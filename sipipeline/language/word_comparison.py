"""A target in words, or a figure that words answer."""

import re
from dataclasses import replace
from functools import partial

from sipipeline.core.text import Text
from sipipeline.language.absence import says_some_of, without_period
from sipipeline.language.comparison import SAID, UNSAID, Attainment
from sipipeline.language.direction import LOWER, is_large_share
from sipipeline.language.echoes import echo, is_stated_and_shown
from sipipeline.language.harm import speaks_of_harm
from sipipeline.language.lexicon import has, one_of, table, words
from sipipeline.language.names import is_rate, rate_before, without_rate
from sipipeline.language.relation_comparison import by_relation
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES
from sipipeline.language.word_degrees import by_clearing, by_nearly, by_opposite, by_same
from sipipeline.language.wordings import grade, is_last, is_nearly, is_turned, may_be_of_step_above

_WHOLE = 100
_OF_HARM = ("", "gap", "late")
"""Senses of a number that counts what there must be none of: 拖欠2笔, 超期3件."""
_NO_FIGURE = Text(
    zh="指标值“{wanted}”是数，实际完成值“{reached}”没有数",
    en="the target “{wanted}” is a figure, “{reached}” has none",
)
_GRADED = Text(
    zh="等次是“{reached}”，指标值是“{wanted}”", en="graded “{reached}”, wanted “{wanted}”"
)


def by_words(undecided: Attainment, name: str = "") -> Attainment:
    """Judge what was reached against a wording: it must say whether that holds."""
    for judge in (
        partial(_by_grade, name=name),
        partial(_by_satisfied, name=name),
        _by_balance,
        partial(_by_none, name=name),
        by_opposite,
        by_same,
        by_nearly,
        by_clearing,
        partial(by_relation, name=name),
        _by_band,
        partial(_by_overrun, name=name),
        _by_day,
        _by_control,
        partial(_by_prevention, name=name),
        _by_share,
        _by_echo,
    ):
        judged = judge(undecided)
        if judged is not None:
            return judged
    return undecided.because(UNSAID)


def by_answer(undecided: Attainment) -> Attainment:
    """Judge words that answer a figure: only 未完成 says something; 按时 states no day, 基本完成
    not how much."""
    if _is_within_a_day(undecided):
        return undecided.kept(SAID)
    short = undecided.actual.band in ("unmet", "partly") and not _is_short_of_all(undecided)
    if short and not is_nearly(undecided.actual.text):
        return undecided.missed(SAID)
    return replace(undecided.because(_NO_FIGURE), worded=True)


def is_within_budget(reached: Stated) -> bool:
    """Whether 未超支 or 节约2.1万元 says that no more was spent than planned."""
    worded = reached.kind == "qualitative" and has(reached.text, "indicators", "within_budget")
    return worded or _is_saved(reached)


def takes_none(wanted: Stated, direction: str) -> bool:
    """Whether 无 answers a target: 无违规, 0起, ≤3起; of a time limit or a cost it is no answer."""
    if wanted.none or wanted.sense:
        return wanted.none
    if wanted.hi == 0:
        return True
    said = direction if wanted.kind == "number" else wanted.direction
    return said == LOWER and wanted.unit.dimension not in (*TIMES, "money")


def _is_short_of_all(undecided: Attainment) -> bool:
    """Whether 未全覆盖 answers a percent below 100%, which it may reach all the same."""
    wanted = undecided.target
    of_less = wanted.unit.dimension == "percent" and (wanted.lo or _WHOLE) < _WHOLE
    return of_less and has(undecided.actual.text, "qualitative", "not_all")


def _is_within_a_day(undecided: Attainment) -> bool:
    """Whether 当日办结 answers a limit of a day or more."""
    wanted = undecided.target
    limits = wanted.kind == "deadline" and wanted.unit.dimension in TIMES
    a_day = limits and (wanted.hi or 0) * wanted.unit.factor >= 1
    return a_day and undecided.actual.text in words("spellings", "same_day")


def _is_saved(reached: Stated) -> bool:
    """Whether 节约2.1万元 says that less was spent than planned."""
    saved = reached.sense == "down" and has(reached.text, "indicators", "savings")
    return saved and reached.point and (reached.lo or 0) > 0


def _by_grade(undecided: Attainment, name: str) -> Attainment | None:
    wanted = undecided.target.grade
    reached = undecided.actual.grade and grade(undecided.actual.text, wanted and wanted[0])
    if wanted is None or reached is None:
        return None
    (scale, asked), (_, given) = wanted, reached
    if given == asked + 1 and may_be_of_step_above(scale, undecided.actual.text):
        return replace(undecided.because(UNSAID), unclear=True)
    is_met = given >= asked if is_turned(scale, name) else given <= asked
    if is_met:
        return undecided.kept(_GRADED)
    may_be_above = may_be_of_step_above(scale, undecided.actual.text)
    is_next = abs(given - asked) in ((1, 2) if may_be_above else (1,))
    band = "partly" if is_next and not is_last(scale, given) else "unmet"
    return replace(undecided, actual=replace(undecided.actual, band=band)).missed(_GRADED)


def _by_satisfied(undecided: Attainment, name: str) -> Attainment | None:
    """满意度93.8% where people were to be 满意; from how much on they are stands in the
    vocabulary."""
    wanted, reached = undecided.target, undecided.actual
    known = table()["qualitative"]["satisfied"]
    if wanted.grade is None or wanted.grade != grade(words("indicators", "satisfaction")[0]):
        return None
    asked = rate_before(reached.label) or (name if not reached.label else "")
    named = asked.endswith(tuple(known["rates"])) and grade(asked[:-1]) in (None, wanted.grade)
    share = _percent(reached)
    if not named or share is None or known["missed"] <= share < known["met"]:
        return undecided.because(UNSAID) if share is not None else None
    return undecided.settled(share >= known["met"], SAID, kept=None)


def _percent(reached: Stated) -> float | None:
    """A plain percent that is no change and no difference, in points; None for anything else."""
    compared = reached.sense != "" or reached.relative is not None
    plain = reached.point and reached.unit.dimension == "percent" and not compared
    return reached.lo * reached.unit.factor if plain and reached.lo is not None else None


def _by_none(undecided: Attainment, name: str) -> Attainment | None:
    """无违规 asks for none; whether 100% means none or all of them it does not say, but a small
    share, or one of 欠费率, is some."""
    reached = undecided.actual
    if not undecided.target.none:
        return None
    if reached.none:
        return undecided.kept(SAID)
    if reached.kind == "qualitative" and says_some_of(reached.text, undecided.target.text):
        return undecided.missed(SAID)
    if reached.sense not in _OF_HARM or not reached.point:
        return None
    of_harm = is_rate(name) and speaks_of_harm(name)
    if reached.unit.dimension == "percent" and is_large_share(reached) and not of_harm:
        return undecided.because(UNSAID)
    return undecided.settled(reached.lo == 0, SAID, missed=0.0)


def _by_balance(undecided: Attainment) -> Attainment | None:
    """结余236.5万元 where income and expenditure were to balance, 赤字128万元; what was left in all
    the years says nothing of it."""
    wanted, reached = undecided.target, undecided.actual
    money = reached.unit.dimension == "money" and not reached.about
    if not money or reached.lo is None or not has(wanted.text, "balance", "asked"):
        return None
    surplus, deficit = (has(reached.label, "balance", way) for way in ("surplus", "deficit"))
    if surplus == deficit or has(reached.label, "balance", "others"):
        return undecided.because(UNSAID)
    left = -reached.lo if deficit else reached.lo
    balanced = has(wanted.text, "balance", "balanced") or wanted.none
    if left == 0 and not balanced:
        return undecided.because(UNSAID)
    return undecided.settled(left >= 0, SAID)


def _by_band(undecided: Attainment) -> Attainment | None:
    wanted, reached = undecided.target, undecided.actual
    if None not in (wanted.grade, reached.grade) and not wanted.band:
        return undecided.because(UNSAID)
    band = undecided.actual.band
    return undecided.settled(band == "reached", SAID) if band else None


def _by_overrun(undecided: Attainment, name: str) -> Attainment | None:
    """未超支, 低于预算2.1万元, 预算执行率97.6% or 超预算3% where no more than the budget was to be
    spent."""
    reached = undecided.actual
    if not has(undecided.target.text, "indicators", "within_budget"):
        return None
    if is_within_budget(reached):
        return undecided.kept(SAID)
    if way := _way_of_budget(reached):
        return undecided.settled(way == "<", SAID, kept=None)
    return _by_share_of_budget(undecided, name) or _by_excess(undecided)


def _by_share_of_budget(undecided: Attainment, name: str) -> Attainment | None:
    """预算执行率97.6%: no more than the whole budget was spent."""
    share, said = _percent(undecided.actual), undecided.actual.label or name
    if share is None or not has(said, "indicators", "of_budget"):
        return None
    return undecided.settled(share <= _WHOLE, SAID, missed=max(0.0, 2 - share / _WHOLE))


def _by_excess(undecided: Attainment) -> Attainment | None:
    """超预算3%: 97% of what was asked; by how much an amount was too much is no share."""
    reached = undecided.actual
    if reached.sense != "beyond" or reached.lo is None or not reached.point:
        return None
    is_share = reached.unit.dimension == "percent"
    completion = max(0.0, 1 - reached.lo * reached.unit.factor / _WHOLE) if is_share else None
    return undecided.settled(reached.lo == 0, SAID, missed=completion)


def _way_of_budget(reached: Stated) -> str:
    """How what was spent lies to the budget, as `>` or `<`: 低于预算2.1万元; "" where it is not
    said."""
    if reached.parts or not (reached.lo or reached.hi or 0) > 0:
        return ""
    begins = reached.text.startswith
    ways = (op for op in ("<", ">") if begins(words("indicators", "beside_budget", op)))
    return next(ways, "")


def _by_day(undecided: Attainment) -> Attainment | None:
    """当场办结, 次日办结 and 2个工作日 where something was to be done at once or that day."""
    wanted, reached = undecided.target, undecided.actual
    if wanted.text not in words("spellings", "same_day"):
        return None
    at_once = words("spellings", "at_once")
    by_then = at_once if wanted.text in at_once else words("spellings", "same_day")
    if reached.text in by_then:
        return undecided.kept(SAID)
    later = reached.text in words("spellings", "next_day")
    took = reached.point and reached.unit.dimension in TIMES and not reached.sense
    if later or (took and (reached.lo or 0) * reached.unit.factor > 1):
        return undecided.missed(SAID)
    return None


def _by_control(undecided: Attainment) -> Attainment | None:
    """次均费用下降2.6% where something was to be kept in check; that it rose need not be against
    it."""
    wanted, reached = undecided.target, undecided.actual
    fell = reached.sense == "down" and reached.point and (reached.lo or 0) > 0
    if fell and has(wanted.text, "comparisons", "controlled"):
        return undecided.kept(SAID, completion=None)
    return None


def _by_prevention(undecided: Attainment, name: str) -> Attainment | None:
    """未发生因病致贫 where that was to be prevented."""
    wanted, reached = undecided.target, undecided.actual
    if not (reached.none and has(wanted.text, "none", "prevented")):
        return None
    said = re.sub(f"^{one_of('none', 'starts')}", "", without_period(reached.text))
    asked = name + wanted.text
    named = said == "" or said in asked or name in said
    return undecided.kept(SAID) if named else None


def _by_share(undecided: Attainment) -> Attainment | None:
    """100% of what was to be done is all of it; beside 高于 or 合理 a percent is no share, nor is
    差错率."""
    wanted, reached = undecided.target, undecided.actual
    share = _percent(reached)
    if share is None or not _is_completed(wanted, reached):
        return None
    completed = share / _WHOLE
    return undecided.settled(completed >= 1, SAID, completed, completed)


def _is_completed(wanted: Stated, reached: Stated) -> bool:
    """Whether a percent says how much was done of a wording: 完成95%, 核定准确率100% for 准确, or
    a bare 98% for 足额发放."""
    named = rate_before(reached.label)
    if speaks_of_harm(named):
        return False
    if reached.label.endswith(words("qualitative", "completed")):
        return True
    if not has(wanted.text, "qualitative", "shared"):
        return False
    return not named or bool(set(without_rate(named)) & set(wanted.text))


def _by_echo(undecided: Attainment) -> Attainment | None:
    """已严格执行 for 严格执行, 长期 for 长期."""
    wanted, reached = undecided.target, undecided.actual
    if wanted.text == reached.text and reached.text in words("qualitative", "lasting"):
        return undecided.kept(SAID)
    if is_stated_and_shown(wanted.text, reached.text):
        return undecided.kept(SAID)
    said = echo(wanted.text, reached.text) if reached.kind == "qualitative" else ""
    return undecided.settled(said == "reached", SAID) if said else None
