from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.language.lexicon import has, words
from sipipeline.language.units import PERCENT
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”实际完成值是“{actual}”，这样的比率不会超过 100%。",
    en="No. {n}, “{name}”: “{actual}” was reached, and no such rate is above 100%.",
)
BELOW_NONE = Text(
    zh="第 {n} 项“{name}”实际完成值是“{actual}”，这样的数不会小于零。",
    en="No. {n}, “{name}”: “{actual}” was reached, and nothing that is counted is below zero.",
)
HUNDREDFOLD = Text(
    zh="第 {n} 项“{name}”实际完成值显示为“{actual}”，是指标值“{target}”的 {times} 倍，"
    "像是在百分数格式的格里填了 {meant}。",
    en="No. {n}, “{name}”: “{actual}” is {times} times the target “{target}”, as {meant} is in a "
    "cell with a percent format.",
)
FAR_BEYOND = Text(
    zh="第 {n} 项“{name}”实际完成值是“{actual}”，是全部的 {times} 倍；这样的比率会超过 100%，"
    "到不了这么多。",
    en="No. {n}, “{name}”: “{actual}” was reached, {times} times the whole; such a rate may be "
    "above 100%, but not by so much.",
)
TYPE_ANEW = Text(
    zh="把这一格重新填成 {meant}%；数是对的，写明为什么差这么多。",
    en="Write {meant}% in this cell; or say why it is so much, if it is.",
)
CHECK = Text(zh="核对实际完成值，改正填错的数。", en="Check the figure and correct it.")
IS_A_POINT_LOST = Text(
    zh="像是漏了小数点：是 {meant}% 的，改成 {meant}%；数是对的，在偏差原因栏写明分子和分母各是"
    "什么。",
    en="Its point seems to be missing: write {meant}% if that is meant; if the figure is right, "
    "write in the reason column what is divided by what.",
)
_WHOLE = 100
_FOLD = (50.0, 200.0)
"""A rate so many times its target was typed a hundred times too large."""
_ASKED_OF_A_WHOLE = (50.0, 100.0)
"""The percent that is asked for of a rate which measures how much of a whole was done."""
_MOST_OF_A_WHOLE = 200.0
"""More than this percent of a whole, be it with arrears of years before, is a slip."""
_POINT = 10
_ENDLESS = ("below_zero", "set_tasks")
"""Signs of rates that have no upper end."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """What was reached of a rate that counts those of all with whom something went well; of any
    rate that it is not a hundred times what was asked, nor several times the whole of which nearly
    all was asked for."""
    for row in evidence.indicators:
        if (times := _times_target(row)) and _FOLD[0] <= times <= _FOLD[1]:
            yield _hundredfold(row, times)
            continue
        if _is_below_none(row):
            message = BELOW_NONE.fill(n=row.number, name=row.called, actual=row.actual)
            yield Problem((row.key("actual"), row.key("target")), message, todo=CHECK)
        rate = _rate(row)
        if rate is None:
            if _is_far_beyond(row):
                yield _far_beyond(row)
            continue
        if rate <= _WHOLE:
            yield Agreed((row.key("actual"),))
        else:
            message = MESSAGE.fill(n=row.number, name=row.called, actual=row.actual)
            yield Problem((row.key("actual"), row.key("target")), message, rate, (0.0, _WHOLE))


def _hundredfold(row: Indicator, times: float) -> Problem:
    places = {
        "n": row.number,
        "name": row.called,
        "actual": row.actual,
        "target": row.target,
        "times": number(times, 0),
        "meant": number((_percent(row) or 0.0) / _WHOLE),
    }
    keys = (row.key("actual"), row.key("target"))
    return Problem(keys, HUNDREDFOLD.fill(**places), todo=TYPE_ANEW.fill(**places))


def _is_far_beyond(row: Indicator) -> bool:
    """Whether a rate that reached its target is several times the whole of which 征缴率, 参保率
    and the like are a part; not what may grow without end, as a growth rate, a reserve, or what is
    done of a task that was set low."""
    rate, asked = _percent(row), _asked(row)
    endless = any(has(row.name, "indicators", sign) for sign in _ENDLESS)
    if rate is None or asked is None or row.capacity or endless:
        return False
    is_of_whole = _ASKED_OF_A_WHOLE[0] <= asked <= _ASKED_OF_A_WHOLE[1]
    is_met = row.attainment is not None and row.attainment.status != "unmet"
    return is_of_whole and is_met and rate > _MOST_OF_A_WHOLE


def _far_beyond(row: Indicator) -> Problem:
    rate, asked = _percent(row) or 0.0, _asked(row) or 0.0
    places = {"n": row.number, "name": row.called, "actual": row.actual}
    message = FAR_BEYOND.fill(**places, times=number(rate / _WHOLE, 1))
    meant = rate / _POINT
    is_point_lost = asked <= meant <= _MOST_OF_A_WHOLE
    todo = IS_A_POINT_LOST.fill(meant=number(meant)) if is_point_lost else None
    return Problem((row.key("actual"), row.key("target")), message, todo=todo)


def _asked(row: Indicator) -> float | None:
    """The percent that is asked for; None where the target is no rate."""
    judged = row.attainment
    if judged is None or judged.target.unit.dimension != PERCENT.dimension:
        return None
    bound = judged.target.lo or judged.target.hi
    return None if bound is None else bound * judged.target.unit.factor / PERCENT.factor


def _times_target(row: Indicator) -> float | None:
    """How many times its target a rate is."""
    rate, asked = _percent(row), _asked(row)
    return rate / asked if rate is not None and asked is not None and asked > 0 else None


def _is_below_none(row: Indicator) -> bool:
    """Whether fewer than none were counted; not of what may fall, as 净增人数."""
    if row.attainment is None or has(row.name, "indicators", "changing"):
        return False
    reached, wanted = row.attainment.actual, row.attainment.target
    if reached.unit.symbol not in words("indicators", "counted_things"):
        return False
    is_number = reached.kind == "number" and not reached.sense and not wanted.sense
    asks_for_less = any(bound is not None and bound < 0 for bound in (wanted.lo, wanted.hi))
    return is_number and not asks_for_less and reached.hi is not None and reached.hi < 0


def _rate(row: Indicator) -> float | None:
    """The percent that was reached of a share of all; None of another indicator."""
    return _percent(row) if row.name.endswith(words("indicators", "within_whole")) else None


def _percent(row: Indicator) -> float | None:
    """The percent that was reached; None where no figure says it."""
    if row.attainment is None:
        return None
    reached = row.attainment.actual
    is_percent = reached.unit.dimension == PERCENT.dimension and reached.kind == "number"
    if not is_percent or reached.lo is None or reached.sense:
        return None
    return reached.lo * reached.unit.factor / PERCENT.factor


RULE = JudgingRule(
    code="I515",
    name="rate-within-whole",
    kind=Kind.INDICATOR,
    severity=Severity.WARNING,
    title=Text(
        zh="准确率、覆盖率、满意率等不超过 100%，征缴率等不远远超过 100%，人数、次数等不小于零",
        en="Rates of accuracy, coverage, satisfaction and the like are within 100%, rates of "
        "collection not far above it, and nothing that is counted is below zero",
    ),
    why=Text(
        zh="办对的、办到的、满意的只是全部中的一部分；超过 100%，不是超额完成，多半是填错。",
        en="Those served well, reached or satisfied are a part of all: more than 100% exceeds no "
        "target but is probably a slip.",
    ),
    todo=Text(
        zh="核对实际完成值；确实这样算的，在偏差原因栏写明分子和分母各是什么。",
        en="Check the figure; if it is right, write in the reason column what is divided by what.",
    ),
    passing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "质量指标",
                "level3": "待遇发放准确率",
                "target": "≥99%",
                "actual": "99.9%",
            }
        ]
    },
    failing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "质量指标",
                "level3": "待遇发放准确率",
                "target": "≥99%",
                "actual": "999%",
            }
        ]
    },
    judge=judge,
)
