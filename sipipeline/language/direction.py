"""Which side of a bare number is the better one, as the second-level indicator and the name say."""

import re

from sipipeline.language.harm import (
    finds_harm,
    hears_callers,
    may_count_harm,
    receives_harm,
    speaks_of_harm,
)
from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.names import is_rate, plain_name, rate_before
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES

HIGHER, LOWER, DOUBTFUL = "higher", "lower", ""
_MEASURES = {**dict.fromkeys(TIMES, "time"), "percent": "rate", "money": "money", "ratio": "ratio"}
"""What is measured, by the dimension of the unit; all else is counted."""
_HALF, _WHOLE = 50.0, 100.0
_BY_LEVEL = {
    ("timeliness", "time"): LOWER,
    ("timeliness", "rate"): HIGHER,
    ("cost", "money"): LOWER,
    ("more", "time"): HIGHER,
    ("more", "rate"): HIGHER,
    ("more", "money"): HIGHER,
    ("more", "count"): HIGHER,
    ("", "rate"): HIGHER,
    ("", "money"): HIGHER,
    ("", "count"): HIGHER,
}
"""The direction by what the second level asks for and what the number measures; doubtful where
neither says."""


def direction_of(wanted: Stated, reached: Stated, level: str, name: str) -> str:
    """`higher` where the actual is to be at least the number of the target, `lower` where at most,
    "" where both can be meant."""
    if wanted.hi == 0:
        return LOWER
    if wanted.sense:
        return HIGHER
    asked, measure = _asked(level), _measure(wanted, reached, name)
    if speaks_of_harm(name) or speaks_of_harm(rate_before(wanted.label)):
        return _of_harm(wanted, measure, name)
    named = _by_end(level, measure, name)
    if named is None:
        named = _by_name(asked, measure, name)
    if named is None and is_rate(name) and not is_large_share(wanted):
        named = None if _is_wanted(plain_name(name)) else DOUBTFUL
    return _BY_LEVEL.get((asked, measure), DOUBTFUL) if named is None else named


def is_better_high(name: str) -> bool:
    """Whether a name itself says that more is better: 满意度, 发放率, 支付能力."""
    return has(name, "indicators", "within_whole") or has(name, "indicators", "capacity")


def is_better_low(wanted: Stated, reached: Stated, level: str, name: str) -> bool:
    """Whether a name itself says that less is better, whatever sign is written: 违规事件, 差错率,
    平均等候时间, under a cost 人均经办成本."""
    measure = _measure(wanted, reached, name)
    if speaks_of_harm(name):
        return _of_harm(wanted, measure, name) == LOWER
    if measure == "money" and _asked(level) == "cost":
        plain = plain_name(name)
        return _by_saving(plain) is None and plain.endswith(words("indicators", "costs_low"))
    return _by_end(level, measure, name) == LOWER


def is_large_share(stated: Stated) -> bool:
    """Whether a rate is half or more: 95%, 0.95."""
    rate = (stated.lo or 0.0) * (stated.unit.factor if stated.unit.symbol else 1.0)
    return rate >= _HALF or (not stated.unit.symbol and _HALF / _WHOLE <= rate <= 1)


def _of_harm(wanted: Stated, measure: str, name: str) -> str:
    """The direction of what is called after something bad: nobody asks for at most 95% of it, so
    that a large share is of what was done about it; what was found can be meant either way."""
    if measure == "rate" and is_large_share(wanted):
        return HIGHER if may_count_harm(name) else DOUBTFUL
    if measure != "rate" and hears_callers(name):
        return HIGHER
    received = measure != "rate" and receives_harm(name)
    return DOUBTFUL if received or finds_harm(name) else LOWER


def _is_wanted(plain: str) -> bool:
    """Whether the name of a rate says that more of it is better: 参保率, 基金收益率, 降低费用比例.
    Of a small share with any other name, 改派率 2%, more may be worse."""
    if re.search(f"^{one_of('indicators', 'either_way_alone')}{_counts()}", plain):
        return False
    return _WANTED.search(plain) is not None


def _counts() -> str:
    return f"{one_of('indicators', 'counts')}+$"


def _asked(level: str) -> str:
    """What a second level asks for: timeliness, cost, more; "" where it does not say."""
    for asked in table()["indicators"]["levels"]:
        if has(level, "indicators", "levels", asked):
            return str(asked)
    return ""


def _measure(wanted: Stated, reached: Stated, name: str) -> str:
    """What the number measures, as its unit says, or the name where it has none."""
    dimension = wanted.unit.dimension or reached.unit.dimension
    if dimension:
        return _MEASURES.get(dimension, "count")
    if is_rate(name):
        return "rate"
    return "money" if plain_name(name).endswith(words("indicators", "costs")) else "count"


def _by_end(level: str, measure: str, name: str) -> str | None:
    """What the end of a name says under any level: 平均等候时间 and 三公经费控制率 are better low,
    缩短等候时间 speaks of what was won; 退保人数 may be business or bad news where no quantity is
    asked for."""
    plain = plain_name(name)
    if measure == "time" and _WON.search(plain):
        return HIGHER
    if has(plain, "indicators", "brought_forward") or has(plain, "changes", "down"):
        return None
    if _is_open(level, measure, plain):
        return DOUBTFUL
    if measure == "time" and _DEALT_WITH.search(plain):
        return LOWER
    relieved = has(plain, "indicators", "relieved")
    low = not relieved and plain.endswith(words("indicators", "low_at_end"))
    return LOWER if low or _CONTROLLED.search(plain) else None


def _is_open(level: str, measure: str, plain: str) -> bool:
    """Whether the end of a name leaves open what is better: 退保人数 where no quantity is asked
    for, 住院率 and 抚养比, and 用工成本 where no cost is."""
    of_work = measure == "rate" or has(level, "indicators", "counted")
    if not of_work and _MAY_BE_BUSINESS.search(plain):
        return True
    if has(level, "indicators", "levels", "cost"):
        return False
    counted = measure != "rate" and _COUNTED_EITHER_WAY.search(plain) is not None
    return counted or plain.endswith(words("indicators", "either_way_at_end"))


def _by_name(asked: str, measure: str, name: str) -> str | None:
    """What the name says where the level alone does not: 成本节约率, 节约资金额, 办结时限,
    可支付月数."""
    if measure == "time":
        return _by_time(asked, name)
    if asked != "cost":
        return None
    if measure == "money":
        return _by_saving(plain_name(name))
    if _REDUCED.search(plain_name(name)):
        return HIGHER
    return LOWER if has(name, "indicators", "kept_low") else None


def _by_saving(name: str) -> str | None:
    """More is saved by 节约资金额 and 成本节约额; a saving in the middle of a name, 降低成本后经费,
    may be what is left to spend."""
    if _REDUCED.search(name) is None:
        return None
    saving, amount = _REDUCED.compiled.pattern, f"{one_of('indicators', 'saved')}*"
    is_saved = re.fullmatch(f"{saving}.{{0,4}}?{amount}|.*{saving}{amount}", name)
    return HIGHER if is_saved else DOUBTFUL


def _by_time(asked: str, name: str) -> str | None:
    """A time limit under a level that asks for more can be meant either way, as can a time that is
    won, 提前发放天数, and one that something lasts."""
    won = f"{one_of('indicators', 'brought_forward')}(?!{one_of('indicators', 'after')})"
    if asked != "more" and (re.search(won, name) or has(name, "indicators", "lasting")):
        return DOUBTFUL
    if asked == "more" and has(name, "indicators", "lasting"):
        return HIGHER
    if asked != "timeliness" and has(name, "indicators", "time_limits"):
        return DOUBTFUL if asked == "more" else LOWER
    return HIGHER if has(name, "indicators", "capacity") else None


_REDUCED = WordPattern("{indicators.reductions}(?!{indicators.after})")
"""成本压降率, 经费缩减比例, 节约资金额; not 压降后成本."""
_WANTED = WordPattern(
    "^{indicators.won_by|indicators.remedies}|{indicators.wanted}{indicators.of_business}*"
    "(?:{indicators.rates}|{indicators.counts}+$)"
)
"""续保率, 网上业务占比, 群众满意度; 降低物流成本率, 挽回损失比例."""
_CONTROLLED = WordPattern(
    "{indicators.controlled}{indicators.controlled_amount}*{indicators.control_rates}$"
)
"""三公经费支出控制率, 在职人员控制率; not 差错控制率."""
_WON = WordPattern(
    "(?:{indicators.won_at_end}|{indicators.brought_forward}{indicators.amounts_won})$"
)
"""办理时长缩短, 审批时限提前天数: how much was won; 办结时限压缩 may be what is left."""
_DEALT_WITH = WordPattern(
    "{indicators.waited_for}{indicators.particles_of_time}?{indicators.waiting}$"
)
"""平均办理天数, 待遇审批时限, 咨询响应时间: what people wait for; not 基金可支付时间."""
_COUNTED_EITHER_WAY = WordPattern(
    "^{indicators.said_before}*{indicators.counted_either_way}{indicators.occurring}*"
    "{indicators.counts}+$"
)
"""处分人数, 新增失业人员数; not 帮扶失业人员数."""
_MAY_BE_BUSINESS = WordPattern(
    "^{indicators.business_or_harm}{indicators.occurring}*{indicators.counts}+$"
)
"""退保人数, 停保人员数."""
