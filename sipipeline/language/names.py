"""What the name of an indicator says of its figures: their unit, and whether they are changes."""

import re

from sipipeline.language.lexicon import has, words
from sipipeline.language.numbers import compact
from sipipeline.language.units import NO_UNIT, Unit, read_unit

CHANGES = ("up", "down")
"""The senses of what rises or falls."""
_BRACKETS = re.compile(r"\(([^()]*)\)")


def unit_in(name: str) -> Unit:
    """The unit that stands in brackets, as in 宣传经费（万元）; none for a percent, which may be
    written as a fraction as well."""
    for inside in _BRACKETS.findall(compact(name)):
        unit = read_unit(inside)
        if unit is not None and unit.dimension not in ("", "percent"):
            return unit
    return NO_UNIT


def plain_name(name: str) -> str:
    """The name without what stands in brackets."""
    return _BRACKETS.sub("", compact(name))


def is_rate(name: str) -> bool:
    return plain_name(name).endswith(words("indicators", "rates"))


def change_in(name: str) -> str:
    """`up` for 新增参保人数, `down` for 差错率降幅, "" where the name speaks of no change or of
    both."""
    up = has(name, "changes", "up") or has(name, "indicators", "growing")
    down = has(name, "changes", "down")
    if up == down:
        return ""
    return "up" if up else "down"
