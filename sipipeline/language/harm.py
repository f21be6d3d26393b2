"""Whether an indicator counts what is the better the less there is of it, as its name says.

The end of a name says what is counted: 差错率 counts slips, 欠费清缴率 what was paid of the debts,
逾期办结率 what was done too late, 未办结率 what was not done at all.
"""

import re
from functools import cache

from sipipeline.language.lexicon import WordPattern, has, one_of, one_of_any, table, words
from sipipeline.language.names import is_rate, plain_name

_HARMS, _REMEDIES = ("indicators", "lower_is_better"), ("indicators", "remedies")
_DONE = ("indicators", "doings")


def speaks_of_harm(name: str) -> bool:
    """Whether the name of an indicator speaks of something that is the better the less there is;
    投诉办结率 speaks of its remedy, 无投诉 of its absence."""
    return counts_harm(name) or may_count_harm(name)


def counts_harm(name: str) -> bool:
    """Whether a name ends with the harm that is counted: 违约率, 审计发现问题数, 待遇核查差错率;
    not what is done against it, 减少投诉率 and 整改问题数."""
    return not _denies_harm(name) and not _begins_with_remedy(name) and _ends_with_harm(name)


def may_count_harm(name: str) -> bool:
    """Whether a name speaks of harm and ends with something else that it does not call a remedy:
    重复参保率, 逾期办结率; of a large share of it there is nothing to fear, 违规案件移送率 95%."""
    if _denies_harm(name) or counts_harm(name):
        return False
    if _is_done_badly(plain_name(name)):
        return not _names_remedy_of_bad_doings(name)
    return re.search(one_of(*_HARMS), name) is not None and not _has_remedy(name)


def finds_harm(name: str) -> bool:
    """Whether what is counted was found, and not by others: of 稽核发现违规户数 more may be good
    work or bad news, of 审计发现问题数 more is worse."""
    found = has(name, "indicators", "found") and not has(name, "indicators", "found_by_others")
    return found and (counts_harm(name) or may_count_harm(name))


def receives_harm(name: str) -> bool:
    """Whether what is counted was brought to the office: of 投诉受理件数 and 上访接待批次 more may
    be work done or bad news."""
    return (
        re.search(f"{_received()}{one_of('indicators', 'counts')}*$", plain_name(name)) is not None
    )


def hears_callers(name: str) -> bool:
    """Whether the people are counted who came and were heard, 信访接待人次: work done."""
    heard = f"{one_of('indicators', 'callers')}{_others()}{one_of('indicators', 'heard')}"
    return re.search(f"{heard}{one_of('indicators', 'counts')}+$", plain_name(name)) is not None


def _received() -> str:
    return f"{one_of(*_HARMS)}{_others()}{one_of('indicators', 'received')}"


def _others() -> str:
    """What may stand between harm and what was done with it: 投诉案件受理数."""
    return f"{one_of('indicators', 'occurring')}*"


def _denies_harm(name: str) -> bool:
    return re.search(one_of("none", "starts") + one_of(*_HARMS), name) is not None


def _has_remedy(name: str) -> bool:
    without_harm = name
    for word in (*words(*_HARMS), *words("indicators", "suffered")):
        without_harm = without_harm.replace(word, "")
    return has(without_harm, *_REMEDIES)


def _begins_with_remedy(name: str) -> bool:
    """Whether a name says from its beginning what is done against harm, or that it falls; of a
    number also where the remedy stands anywhere, 及时处理投诉件数; 补发差错率 is of slips."""
    plain = plain_name(name)
    if _not_remedied().search(plain) or _failed().search(plain):
        return False
    if is_rate(name) and _GONE_WRONG.search(plain):
        return False
    if re.match(f"{one_of('indicators', 'manners')}*{one_of(*_REMEDIES)}", name):
        return True
    if has(name, "changes", "down"):
        return True
    return not (is_rate(name) or _is_told_by_others(name)) and _has_remedy(name)


def _names_remedy_of_bad_doings(name: str) -> bool:
    """Whether a name says from its beginning what is done against what was done badly:
    清理重复参保人数; 整改未完成数 says what is not done yet."""
    return _remedied().search(plain_name(name)) is not None


def _is_told_by_others(name: str) -> bool:
    """Whether auditors and the like say what is bad: 巡察反馈问题数."""
    told = f"{one_of('indicators', 'found_by_others')}.{{0,4}}{one_of('indicators', 'told')}"
    return re.search(told, name) is not None


def _ends_with_harm(name: str) -> bool:
    plain = plain_name(name)
    if any(pattern.search(plain) for pattern in (_ends(), _done_wrongly(), _WITHOUT_TITLE)):
        return True
    return is_rate(name) and _RATES_END.search(plain) is not None


def _is_done_badly(plain: str) -> bool:
    """Whether a name ends with something done too late, or not done: 逾期办结率, 未按时发放率,
    未激活率."""
    return any(pattern.search(plain) for pattern in (_done_badly(), _NOT_DONE))


@cache
def _ends() -> re.Pattern[str]:
    """差错率, 投诉发生率, 违规问题数, 逾期件占比."""
    harm = one_of_any(_HARMS, ("indicators", "harms_at_end"))
    return re.compile(
        f"{harm}{one_of('indicators', 'occurring')}*{one_of('indicators', 'counts')}*$"
    )


_RATES_END = WordPattern("{indicators.harms_as_rates}{indicators.counts}+$")
"""死亡率, 退保率: of these a rate is better low, a number of them is only business."""


@cache
def _done_wrongly() -> re.Pattern[str]:
    """错核率, 漏登率, 重发笔数, 多领待遇人数: one character says what was wrong, the next what was
    done; not 减少付款."""
    forms = "|".join(
        (f"(?<![{form['not_after']}])" if "not_after" in form else "")
        + f"{form['how']}[{form['what']}]"
        for form in table()["indicators"]["misdone"]
    )
    done_to = one_of_any(("indicators", "done_to"), ("indicators", "occurring"))
    return re.compile(f"(?:{forms}){done_to}*{one_of('indicators', 'counts')}*$")


_GONE_WRONG = WordPattern(
    "^{indicators.remedies_as_business}.{0,4}{indicators.gone_wrong}{indicators.counts}+$"
)
"""补发差错率, 追缴失败率; not 追缴欠费率 or 纠正差错率."""


@cache
def _failed() -> re.Pattern[str]:
    """回访失败户数, 追缴未果金额."""
    failed, occurring = (one_of("indicators", key) for key in ("failed", "occurring"))
    counts = one_of("indicators", "counts")
    return re.compile(f"{one_of(*_REMEDIES)}.{{0,4}}{failed}{occurring}*{counts}*$")


_WITHOUT_TITLE = WordPattern(
    "{indicators.unentitled}{indicators.unentitled_still}{indicators.taken}"
    "{indicators.done_to|indicators.occurring}*{indicators.counts}+$"
)
"""死亡后领取待遇人数, 服刑期间仍享受待遇人数."""
_NOT_DONE = WordPattern(
    r"{indicators.undone}(?!{indicators.not_undone})[^\d\W]{1,3}{indicators.rates}$"
)
"""未激活率, 数据不完整率: whatever was not done; not 不见面办理率."""


@cache
def _done_badly() -> re.Pattern[str]:
    late, badly, undone = (one_of("indicators", key) for key in ("late", "badly", "undone"))
    also = ("indicators", "done_in_short")
    done, adverb = one_of_any(_DONE, _REMEDIES, also), one_of("indicators", "manners")
    counts = one_of("indicators", "counts")
    done_wrongly = one_of_any(_DONE, ("indicators", "medical_doings"))
    only_done = f"(?:{badly}{done_wrongly}|(?:{late}|{undone}{adverb}*){done})"
    happened = one_of("indicators", "occurring")
    people = f"^{undone}{adverb}*{done}{happened}"
    return re.compile(f"(?:{only_done}|{people}){counts}+$")


@cache
def _not_remedied() -> re.Pattern[str]:
    """整改未完成, 追回未到位; not 整改未参保."""
    undone, adverb = one_of("indicators", "undone"), one_of("indicators", "manners")
    done = one_of_any(_DONE, ("indicators", "done_in_short"))
    return re.compile(f"^{adverb}*{one_of(*_REMEDIES)}{undone}{adverb}*{done}")


@cache
def _remedied() -> re.Pattern[str]:
    """清理重复参保, 依法查处违规使用."""
    badly, adverb = one_of("indicators", "badly"), one_of("indicators", "manners")
    return re.compile(f"^{adverb}*{one_of(*_REMEDIES)}{badly}")
