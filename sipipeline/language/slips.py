"""Figures that are written wrongly, so that nobody knows which number is meant: 95。2%, 95..2%,
102+3户, 1O2户, and the result of a formula that failed."""

import re
from functools import cache

from sipipeline.core.text import Text
from sipipeline.language.lexicon import one_of, words
from sipipeline.language.numbers import compact

_MISTYPED = Text(
    zh="“{slip}”写得不对，看不出是多少",
    en="“{slip}” is mistyped, and which number is meant is unclear",
)
_WORKING = Text(
    zh="“{slip}”是算式，请填算出来的数", en="“{slip}” is a calculation; write what it comes to"
)
_FAILED = Text(
    zh="“{slip}”是公式出错的结果，不是填的数", en="“{slip}” is what a failed formula shows"
)


def slip_in(plain: str) -> Text | None:
    """What is wrong with a figure of a plain text; None where nothing is."""
    failed = words("marks", "formula_errors")
    if plain.upper().startswith(failed):
        return _FAILED.fill(slip=plain)
    found = _working().search(plain)
    if found is not None and found.group() not in _no_workings():
        return _WORKING.fill(slip=found.group())
    found = _mistyped().search(plain)
    return _MISTYPED.fill(slip=found.group()) if found is not None else None


@cache
def _working() -> re.Pattern[str]:
    """102+3, 102户+3户, 35×3, 210/2户; but not 530元/3人, 12/31 or 1.2E+05."""
    sign, counted = one_of("marks", "working"), one_of("indicators", "counted_things")
    return re.compile(
        rf"(?<![\d.])\d[\d.]*(?:(?![eE\d])\w){{0,2}}%?{sign}\d[\d.]*"
        rf"|(?<![\d./])\d+/\d+(?={counted})"
    )


@cache
def _mistyped() -> re.Pattern[str]:
    """95。2, 95..2, 95.2.1%, 95%%, 1O2, ?102, 95、2%, 1,02, 86,4,96; but not 12,000, 3,6月 or
    2023Q4."""
    dates = "|".join(one_of("calendar", unit) for unit in ("year", "quarter", "month", "day"))
    return re.compile(
        rf"\d+。\d+%?|\d+[.。]{{2,}}\d+%?|\d+(?:\.\d+){{2,}}%|\d+%%+"
        rf"|\d+(?![eEqQ])[A-Za-z?_]\d+|[?_]\d+|\d+[?_]|\d+[A-Za-z&]%|\d+[&'·、]\d[\d.]*%"
        rf"|(?<![\d,;.])\d+[,;](?!\d{{3}}(?!\d))\d+(?:\.\d+)?(?![\d,;.]|{dates})"
        rf"|(?<![\w,;.])(?!\d{{1,3}}(?:,\d{{3}})+(?![\d,]))\d+(?:,\d+){{2,}}(?![\d,;.]|{dates})"
    )


@cache
def _no_workings() -> frozenset[str]:
    return frozenset(map(compact, words("marks", "always")))
