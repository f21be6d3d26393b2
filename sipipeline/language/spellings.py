"""Figures that are written in pieces, put together before they are read: 1年零7个月 and
一年零七个月 are 19个月, 上半年1次，下半年1次 is 全年2次, 4/5 beside a percent is 80%."""

import re
from functools import cache

from sipipeline.language.lexicon import WordPattern, fold, has, one_of, table, words
from sipipeline.language.numbers import compact, number_at, numerals
from sipipeline.language.units import PERCENT, Unit, per_prefix_at, read_unit

_HERE = "spellings"
_SHARE = re.compile(r"(\d{1,6})/(\d{1,6})")
_NUMBER = r"(\d{1,6})"
_UNIT = r"([^\d,;、。()]{1,4})"
_DECIMALS = 2
_A_YEAR, _HALF = 12, 0.5
_DOTTED = re.compile(
    r"(?P<year>20\d\d)\.(?P<month>\d{1,2})(?:\.(?P<day>\d{1,2}))?[-~]+"
    r"(?:(?P=year)\.)?(?P<to_month>\d{1,2})(?:\.(?P<to_day>\d{1,2}))?"
)
_LATER = re.compile(r"[Tt]\+(\d{1,2})")
_OF_DAYS = ("day", "workday")


def in_one_figure(text: str, target: Unit, name: str = "") -> str:
    """What was reached, written as one figure; as it is where it is one, or cannot be made one.
    `name` is that of the indicator."""
    plain = compact(fold(text))
    return (
        _of_year(plain)
        or _share(plain, target)
        or _spoken_share(plain, target, name)
        or in_months(plain)
        or _days(plain, target)
        or _days_later(plain, "")
        or _some_months(plain)
        or _with_dots(plain)
        or _none_at_all(plain)
        or _rank(plain)
        or text
    )


def asked_in_one_figure(target: str, actual: str) -> str:
    """The target with 一年零三个月 in months, 户(次) written as the actual has it, 户次 or 户, and
    每月1次，全年12次 as the number of the year."""
    plain = compact(fold(target))
    spelt = (
        in_months(plain)
        or _days_later(plain, "<=")
        or _from_to(plain)
        or _with_dots(plain)
        or _in_all(plain)
        or _rank(plain, "<=")
        or target
    )
    return _with_times(spelt, actual)


def in_months(plain: str) -> str:
    """A text with 1年零7个月 or 一年零七个月 in it as months; "" where it has none."""
    spelt = _years_and_months().sub(_months, plain)
    return spelt if spelt != plain else ""


def months_at(text: str, at: int) -> tuple[str, int]:
    """The 19个月 that 一年零七个月 at a place is, and where it ends; "" where there is none."""
    found = _years_and_months().match(text, at)
    return (_months(found), found.end()) if found is not None else ("", at)


def _with_times(target: str, actual: str) -> str:
    found = _IN_BRACKETS.search(fold(target))
    if found is None:
        return target
    counted = found[1] + found[2]
    written = counted if counted in fold(actual) else found[1]
    return fold(target)[: found.start()] + written + fold(target)[found.end() :]


def _of_year(plain: str) -> str:
    """What happened in both halves of the year, or in all four quarters, together: 上半年1次，
    下半年2次, 上下半年各1次."""
    for parts, whole in (("both_halves", 2), ("all_quarters", 4)):
        each = f"{one_of(_HERE, parts)}{one_of(_HERE, 'each')}{_NUMBER}{_UNIT}"
        found = re.fullmatch(each, plain)
        if found is not None and (unit := _added_unit(found[2])) is not None:
            return f"{words(_HERE, 'in_all')[0]}{whole * int(found[1])}{unit.symbol}"
    for parts in ("halves", "quarters"):
        names = words(_HERE, parts)
        joined = "[,;、]".join(f"{re.escape(name)}{_NUMBER}{_UNIT}" for name in names)
        found = re.fullmatch(joined, plain)
        if found is None:
            continue
        units = {*found.groups()[1::2]}
        unit = _added_unit(units.pop()) if len(units) == 1 else None
        if unit is not None:
            total = sum(map(int, found.groups()[::2]))
            return f"{words(_HERE, 'in_all')[0]}{total}{unit.symbol}"
    return ""


def _added_unit(written: str) -> Unit | None:
    """The unit of what can be added up, times and sessions; None of people and rates."""
    unit = read_unit(written)
    return unit if unit is not None and unit.dimension in words(_HERE, "added") else None


def _share(plain: str, target: Unit) -> str:
    """4/5 of what a percent asks for."""
    found = _SHARE.fullmatch(plain)
    if found is None or target != PERCENT:
        return ""
    part, whole = int(found[1]), int(found[2])
    return f"{round(100 * part / whole, _DECIMALS):g}%" if whole > 0 and part <= whole else ""


def _spoken_share(plain: str, target: Unit, name: str) -> str:
    """全覆盖 and 全部 as 100% of what a percent asks for, 过半 as more than half of it; 全覆盖 only
    of a rate of what is covered, 资助率 is another."""
    if target != PERCENT:
        return ""
    covers = has(plain, "parts", "covered") and name != ""
    if plain in words(_HERE, "all_of_it") and (not covers or has(name, "parts", "covered")):
        return f"100{PERCENT.symbol}"
    more = re.fullmatch(
        f"{one_of('numerals', 'over_half')}{one_of('indicators', 'counts')}?", plain
    )
    return f">50{PERCENT.symbol}" if more is not None else ""


def _days_later(plain: str, at_most: str) -> str:
    """T+2 as 2日; a target is kept by less."""
    found = _LATER.fullmatch(plain)
    return f"{at_most}{found[1]}{words('calendar', 'day')[0]}" if found else ""


def _some_months(plain: str) -> str:
    """两个多月 as 两多个月, 2个半月 as 2.5个月."""
    found = _months_and_some().search(plain)
    if found is None:
        return ""
    count, months = number_at(plain, found.start()), words(_HERE, "months")[0]
    if count is None or count.end != found.end("count"):
        return ""
    half = found["some"] in words("spellings", "half")
    spelt = f"{count.value + _HALF:g}" if half else found["count"] + found["some"]
    return plain[: found.start()] + spelt + months + plain[found.end() :]


def _from_to(plain: str) -> str:
    """6-12月 as 6月至12月: months of the year, and no number of them."""
    found = _SPAN.fullmatch(plain)
    if found is None or int(found["to"]) <= int(found["since"]):
        return ""
    return (
        f"{found['since']}{found['month']}{words('deadline', 'to')[0]}{found['to']}{found['month']}"
    )


def _with_dots(plain: str) -> str:
    """2021.1.1-12.31 as 2021年1月1日至12月31日, and 2021.1-12 likewise."""
    found = _DOTTED.fullmatch(plain)
    if found is None or (found["day"] is None) != (found["to_day"] is None):
        return ""
    year, month, day = (words("calendar", part)[0] for part in ("year", "month", "day"))
    since = f"{found['year']}{year}{found['month']}{month}"
    until = f"{found['to_month']}{month}"
    if found["day"] is not None:
        since, until = f"{since}{found['day']}{day}", f"{until}{found['to_day']}{day}"
    return f"{since}{words('deadline', 'to')[0]}{until}"


def _none_at_all(plain: str) -> str:
    """0投诉 as 零投诉."""
    found = re.fullmatch(f"0({one_of('indicators', 'lower_is_better')})", plain)
    return f"{table()['numerals']['digits'][0]}{found[1]}" if found else ""


def _rank(plain: str, at_most: str = "") -> str:
    """前三名 as ≤3名 and 全省第二名 as 2名; a target of 第二名 is kept by the first too."""
    found = _ranks().fullmatch(plain)
    if found is None or not (found["said"] or found["unit"]):
        return ""
    unit = words(_HERE, "rank_units")[0]
    rank = number_at(found["rank"] + unit, 0)
    if rank is None or rank.end != len(found["rank"]):
        return ""
    among = found["way"] in words(_HERE, "first_ranks")
    return f"{'<=' if among else at_most}{rank.value:g}{unit}"


def _in_all(plain: str) -> str:
    """每月1次，全年12次 as 12次, where the year has just as many; "" of anything else."""
    per, end = per_prefix_at(plain, 0)
    found = _each_and_all().fullmatch(plain, end) if len(per) == 1 else None
    if found is None:
        return ""
    each, whole = (number_at(plain, found.start(part)) for part in ("each", "whole"))
    periods = table()["per"]["a_year"].get(per[0])
    if each is None or whole is None or periods is None or each.value * periods != whole.value:
        return ""
    return f"{whole.value:g}{found['unit']}"


def _months(found: re.Match[str]) -> str:
    years, months = (number_at(found.string, found.start(part)) for part in ("years", "months"))
    if years is None or months is None:
        return found.group()
    return f"{int(_A_YEAR * years.value + months.value)}{found['unit']}"


def _days(plain: str, target: Unit) -> str:
    """半个月 where days are asked for, 次日 as the first or the second of them."""
    if target.dimension in _OF_DAYS and target.factor == 1 and plain in words(_HERE, "next_day"):
        return f"1-2{target.symbol}"
    is_half = target.dimension == "day" and plain in words(_HERE, "half_month")
    return words(_HERE, "half_as_days")[0] if is_half else ""


@cache
def _years_and_months() -> re.Pattern[str]:
    signs = "".join(numerals())
    number = rf"(?:\d{{1,2}}|[{signs}]{{1,3}})"
    return re.compile(
        rf"(?<![\d.{signs}{words('marks', 'ordinal')[0]}])(?P<years>{number})"
        rf"{one_of(_HERE, 'years')}{one_of(_HERE, 'and')}?(?P<months>{number})"
        f"(?P<unit>{one_of(_HERE, 'months')})"
    )


_SPAN = WordPattern(
    "(?P<since>(?:1[0-2]|[1-9]))(?:[-~]|{deadline.to})(?P<to>(?:1[0-2]|[1-9]))"
    "(?P<month>{calendar.month})"
)


@cache
def _each_and_all() -> re.Pattern[str]:
    """一次，共4次 behind 每季度."""
    number = rf"(?:\d{{1,4}}|[{''.join(numerals())}])"
    in_all = one_of("per", "in_all")
    return re.compile(
        rf"\D{{0,4}}?(?P<each>{number})(?P<unit>[^\d\W]{{1,2}})[,;、(]{in_all}"
        rf"\D{{0,2}}?(?P<whole>{number})(?P=unit)\)?"
    )


@cache
def _months_and_some() -> re.Pattern[str]:
    measure, month = one_of("counters", "bare"), one_of("calendar", "month")
    some = f"{one_of(_HERE, 'and_more')}|{one_of(_HERE, 'half')}"
    return re.compile(
        rf"(?P<count>\d{{1,3}}|[{''.join(numerals())}]){measure}(?P<some>{some}){month}"
    )


@cache
def _ranks() -> re.Pattern[str]:
    said = f"(?P<said>(?:{one_of('comparisons', 'regions')}|{one_of(_HERE, 'ranked')})*)"
    way = f"(?P<way>{one_of(_HERE, 'first_ranks')}|{one_of('marks', 'ordinal')})"
    rank = rf"(?P<rank>\d{{1,3}}|[{''.join(numerals())}]{{1,3}})"
    return re.compile(f"{said}{way}{rank}(?P<unit>{one_of(_HERE, 'rank_units')}?)")


_IN_BRACKETS = WordPattern(r"(?<=\d)({counted})\(({times})\)", _HERE)
