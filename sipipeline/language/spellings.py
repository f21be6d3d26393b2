"""Figures that are written in pieces, put together before they are read: 1年零7个月 is 19个月,
上半年1次，下半年1次 is 全年2次, 4/5 beside a percent is 80%."""

import re
from functools import cache

from sipipeline.language.lexicon import fold, one_of, words
from sipipeline.language.numbers import compact
from sipipeline.language.units import PERCENT, Unit, read_unit

_HERE = "spellings"
_SHARE = re.compile(r"(\d{1,6})/(\d{1,6})")
_NUMBER = r"(\d{1,6})"
_UNIT = r"([^\d,;、。()]{1,4})"
_DECIMALS = 2


def in_one_figure(text: str, target: Unit) -> str:
    """What was reached, written as one figure; as it is where it is one, or cannot be made one."""
    plain = compact(fold(text))
    for spelt in (_of_year(plain), _share(plain, target), _months(plain), _days(plain, target)):
        if spelt:
            return spelt
    return text


def with_times(target: str, actual: str) -> str:
    """The target, 户(次) in it written as the actual has it: 户次, or 户."""
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


def _months(plain: str) -> str:
    """1年零7个月 in months."""
    found = _years_and_months().fullmatch(plain)
    return f"{12 * int(found[1]) + int(found[2])}{found[3]}" if found is not None else ""


def _days(plain: str, target: Unit) -> str:
    """半个月 where days are asked for."""
    is_half = target.dimension == "day" and plain in words(_HERE, "half_month")
    return words(_HERE, "half_as_days")[0] if is_half else ""


@cache
def _years_and_months() -> re.Pattern[str]:
    return re.compile(
        rf"(\d{{1,2}}){one_of(_HERE, 'years')}{one_of(_HERE, 'and')}?(\d{{1,2}})"
        f"({one_of(_HERE, 'months')})"
    )


@cache
def _in_brackets() -> re.Pattern[str]:
    return re.compile(rf"(?<=\d)({one_of(_HERE, 'counted')})\(({one_of(_HERE, 'times')})\)")
