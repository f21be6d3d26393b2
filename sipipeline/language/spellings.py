"""Figures that are written in pieces, put together before they are read: 1年零7个月 and
一年零七个月 are 19个月, 上半年1次，下半年1次 is 全年2次, 4/5 beside a percent is 80%."""

import re
from functools import cache

from sipipeline.language.lexicon import fold, one_of, words
from sipipeline.language.numbers import compact, number_at, numerals
from sipipeline.language.units import PERCENT, Unit, read_unit

_HERE = "spellings"
_SHARE = re.compile(r"(\d{1,6})/(\d{1,6})")
_NUMBER = r"(\d{1,6})"
_UNIT = r"([^\d,;、。()]{1,4})"
_DECIMALS = 2
_A_YEAR = 12
_OF_DAYS = ("day", "workday")


def in_one_figure(text: str, target: Unit) -> str:
    """What was reached, written as one figure; as it is where it is one, or cannot be made one."""
    plain = compact(fold(text))
    for spelt in (_of_year(plain), _share(plain, target), in_months(plain), _days(plain, target)):
        if spelt:
            return spelt
    return text


def asked_in_one_figure(target: str, actual: str) -> str:
    """The target with 一年零三个月 in months, and 户(次) written as the actual has it: 户次, or
    户."""
    return _with_times(in_months(compact(fold(target))) or target, actual)


def in_months(plain: str) -> str:
    """A text with 1年零7个月 or 一年零七个月 in it as months; "" where it has none."""
    spelt = _years_and_months().sub(_months, plain)
    return spelt if spelt != plain else ""


def _with_times(target: str, actual: str) -> str:
    found = _in_brackets().search(fold(target))
    if found is None:
        return target
    counted = found[1] + found[2]
    written = counted if counted in fold(actual) else found[1]
    return fold(target)[: found.start()] + written + fold(target)[found.end() :]


def _of_year(plain: str) -> str:
    """What happened in both halves of the year, or in all four quarters, together."""
    for parts in ("halves", "quarters"):
        names = words(_HERE, parts)
        joined = "[,;、]".join(f"{re.escape(name)}{_NUMBER}{_UNIT}" for name in names)
        found = re.fullmatch(joined, plain)
        if found is None:
            continue
        units = {*found.groups()[1::2]}
        unit = read_unit(units.pop()) if len(units) == 1 else None
        if unit is not None and unit.dimension in words(_HERE, "added"):
            total = sum(map(int, found.groups()[::2]))
            return f"{words(_HERE, 'in_all')[0]}{total}{unit.symbol}"
    return ""


def _share(plain: str, target: Unit) -> str:
    """4/5 of what a percent asks for."""
    found = _SHARE.fullmatch(plain)
    if found is None or target != PERCENT:
        return ""
    part, whole = int(found[1]), int(found[2])
    return f"{round(100 * part / whole, _DECIMALS):g}%" if whole > 0 and part <= whole else ""


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


@cache
def _in_brackets() -> re.Pattern[str]:
    return re.compile(rf"(?<=\d)({one_of(_HERE, 'counted')})\(({one_of(_HERE, 'times')})\)")
