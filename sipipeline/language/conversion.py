"""What was reached in the unit of the target: converted, taken over where none was written, or
unlike."""

import math
import re

from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.numbers import numerals
from sipipeline.language.ranges import Range, largest
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES, Unit

MONEY_SLIP = 1000
"""A bare number that is so many times the target was probably written in 元 for 万元, in 人 for
万人."""
ALIKE = 5
"""530元 answers 530元/人·月 only where they are about as large."""
WHOLE = 0.5
"""Half-width of a figure without decimals."""
_NEARLY = re.compile(f"{one_of('about', 'below')}(?=[0-9{''.join(numerals())}])")
"""近20户 and 近九成 are a little less than that."""
_CURRENCY = WordPattern("{prefixes.yuan}$")
_CALENDAR = "workdays_of_week", "days_of_weekend", "days_of_holiday"
_FRACTION, _AMBIGUOUS, _POINTS = 1.5, 3.0, 200
"""A bare number beside a percent: a fraction up to the first, points from the second, no percent
above the third; what lies between can be read in two ways, as can any beside a small percent."""


def range_of(stated: Stated) -> Range:
    """What a text states in its own unit; 约300人 is 300人 give or take a twentieth, 约95% is 95%
    give or take a fiftieth, and 约5.8万人 is 5.8万人, which rounding() widens."""
    low = -math.inf if stated.lo is None else stated.lo
    high = math.inf if stated.hi is None else stated.hi
    if not stated.about or _is_rounded(stated):
        return Range(low, high, stated.lo_open, stated.hi_open)
    of_rate = stated.unit.dimension == "percent"
    share = float(table()["about"]["share_of_rate" if of_rate else "share"])
    if stated.lo == stated.hi and _NEARLY.search(stated.text):
        return Range(low - abs(low) * share, high, high_open=True)
    return Range(low - abs(low) * share, high + abs(high) * share)


def rounding(target: Stated, actual: Stated) -> float:
    """By how much an actual that is printed less finely than its target may be off, in the unit of
    the target: 4.3万人 against 43230人, 2.4万人 against 2.38万人 by half a unit of its last digit;
    0 where it is meant to the letter."""
    mine, other = target.unit, actual.unit
    if _is_rounded(actual):
        return _half_of_last_digit(actual) * (other.factor / mine.factor)
    counted = other.dimension not in ("", "percent", *TIMES)
    if not (counted and mine.base == other.base and actual.point):
        return 0.0
    half_width = actual.half_width * (other.factor / mine.factor)
    coarser = other.factor > 1 and half_width > target.half_width
    return half_width if coarser or other.factor > mine.factor else 0.0


def ranges_in_unit(target: Stated, actual: Stated) -> list[Range]:
    """What was reached in the target's unit; none where the units are unlike, two where it can be
    read in two ways."""
    own, mine, other = range_of(actual), target.unit, actual.unit
    if mine.base == other.base:
        return [own.scaled(other.factor / mine.factor)]
    if counted_alike(mine, other):
        return [own.scaled(other.factor / mine.factor, "unit")]
    if not other.dimension or not mine.dimension:
        return _bare(target, actual, own)
    if mine.dimension == other.dimension:
        return _of_periods(target, actual, own) or _counted_by(target, actual, own)
    if (mine.base, other.base) == (("day", ()), ("workday", ())):
        return _days(target, own.scaled(other.factor), mine.factor)
    if (mine.base, other.base) == (("workday", ()), ("day", ())) and other.factor < 1:
        return [Range(0, own.high * other.factor * table()["loose"]["workdays_in_a_day"])]
    if (mine.base, other.base) == (("workday", ()), ("day", ())):
        return _workdays(target, own.scaled(other.factor / mine.factor))
    if {mine.base, other.base} == {("day", ()), ("month", ())}:
        return [_loosely(own, mine, other)]
    return []


def counted_alike(one: Unit, other: Unit) -> bool:
    """Whether both count the same, one without a word for what it counts: 18个, 18个乡镇,
    18家; or both count cases, 350件, 350起."""
    cases = words("counters", "of_cases")
    of_cases = one.per == other.per and {one.symbol, other.symbol} <= {*cases}
    if one.base == other.base or of_cases:
        return True
    bare = str(words("counters", "bare")[0])
    if bare not in (one.dimension, other.dimension) or one.per != other.per:
        return False
    named = other if one.dimension == bare else one
    thing = named.dimension in words("counters", "words") and named.dimension.startswith(bare)
    return thing or named.symbol in words("counters", "of_places")


def _is_rounded(stated: Stated) -> bool:
    """Whether 约 says no more of a figure than that it is rounded: 约5.8万人, 约0.62亿元."""
    counted = stated.unit.dimension not in ("percent", *TIMES)
    one_figure = stated.lo is not None and stated.lo == stated.hi
    return stated.about and one_figure and counted and stated.unit.factor > 1


def _half_of_last_digit(stated: Stated) -> float:
    """Half a unit of the last digit that is no closing zero, of 约380万元 5万元; a twentieth of the
    figure at most."""
    size = largest(*(end for end in (stated.lo, stated.hi) if end is not None))
    digits = f"{size:.0f}"
    zeros = len(digits) - len(digits.rstrip("0")) if stated.half_width == WHOLE else 0
    return min(stated.half_width * 10.0**zeros, size * float(table()["about"]["share"]))


def _workdays(target: Stated, days: Range) -> list[Range]:
    """So many days have no more working days; how many they have of those that may be too many is
    not known."""
    most = range_of(target).high
    return [Range(0, days.high)] if 0 < days.high <= most < math.inf else []


def _days(target: Stated, workdays: Range, factor: float) -> list[Range]:
    """So many working days with the weekends that surely lie between them, and those that may, and
    a holiday; none where it then may be either more or less than was asked for."""
    if target.direction == "higher" or math.isinf(workdays.low) or math.isinf(workdays.high):
        return []
    week, weekend, holiday = (float(table()["loose"][key]) for key in _CALENDAR)
    least = workdays.low + weekend * max(0, math.ceil(workdays.low / week) - 1)
    most = workdays.high
    if workdays.high > 1:
        most += weekend * math.ceil((workdays.high - 1) / week) + holiday
    span = Range(least, most).scaled(1 / factor)
    either = any(span.low < end < span.high for end in range_of(target).ends)
    return [] if either else [span]


def _of_periods(target: Stated, actual: Stated, own: Range) -> list[Range]:
    """每月1次 for 12次/年: as many as it makes in the period of the target."""
    periods, others = _periods(target.unit), _periods(actual.unit)
    if not periods or not others:
        return []
    return [own.scaled(actual.unit.factor / target.unit.factor * others / periods)]


def _counted_by(target: Stated, actual: Stated, own: Range) -> list[Range]:
    """One of the two says less of what it is counted by: 530元 for 530元/人·月, 12次 a year for
    1次/月."""
    mine, other = target.unit, actual.unit
    taken = own.scaled(other.factor / mine.factor, "unit")
    one, two = set(mine.per), set(other.per)
    if not (one < two or two < one):
        return []
    if not mine.per and _periods(other):
        return _of_year(target, taken, _periods(other))
    periods = _periods(mine)
    if not periods or other.per:
        return [taken] if _near(range_of(target), taken) else []
    of_period = taken.scaled(1 / periods)
    return [of_period] if has(actual.text, "per", "in_all") else [taken, of_period]


def _of_year(target: Stated, of_period: Range, periods: float) -> list[Range]:
    """每季度1次 is four times a year; where the target says just as many, it may be of each period
    too."""
    of_year = of_period.scaled(periods)
    same = of_period.low in range_of(target).ends
    return [of_period, of_year] if same else [of_year]


def _periods(unit: Unit) -> float:
    """How many periods a year has of which a unit counts each: 12 for 次/月; 0 where it counts
    none."""
    if len(unit.per) != 1 or unit.dimension == "money":
        return 0
    a_year: dict[str, float] = table()["per"]["a_year"]
    return a_year.get(unit.per[0], 0)


def _bare(target: Stated, actual: Stated, own: Range) -> list[Range]:
    """One of the two has no unit (万 alone is a number of ten thousands, not a unit)."""
    dimensions = target.unit.dimension, actual.unit.dimension
    if "percent" in dimensions:
        return _percent(target, actual, own)
    if "money" not in dimensions:
        return _taken_over(target, actual, own) or _one_by_one(target, actual, own)
    bare = actual if target.unit.dimension else target
    if _CURRENCY.search(bare.label):
        return _in_currency(target, actual, own)
    return _taken_over(target, actual, own)


def _taken_over(target: Stated, actual: Stated, own: Range) -> list[Range]:
    """A bare figure in the unit of the other one, 43230 for 43230人; none where it is far from that
    one, but for a bare number in 万, 4.3万 for 43230人, which is no slip of the unit."""
    mine, other = target.unit, actual.unit
    in_ten_thousands = (mine if other.dimension else other).factor != 1
    taken = own.scaled(other.factor / mine.factor if in_ten_thousands else 1.0, "unit")
    is_money = "money" in (mine.dimension, other.dimension)
    is_certain = in_ten_thousands and not is_money
    return [taken] if is_certain or _near(range_of(target), taken, MONEY_SLIP) else []


def _one_by_one(target: Stated, actual: Stated, own: Range) -> list[Range]:
    """A bare number that counts one by one what the target has in 万: 43230 for 4.3万人."""
    mine, other = target.unit, actual.unit
    is_in_ten_thousands = mine.factor > 1 and mine.symbol in target.text
    if other.symbol or not is_in_ten_thousands:
        return []
    counted = own.scaled(1 / mine.factor, "unit")
    return [counted] if _near(range_of(target), counted) else []


def _in_currency(target: Stated, actual: Stated, own: Range) -> list[Range]:
    """￥298,000.00 is in 元, or in the unit of the other figure: whichever makes the two alike."""
    factor = actual.unit.factor / target.unit.factor
    units = {factor, *({1.0} if 1.0 in (actual.unit.factor, target.unit.factor) else ())}
    taken = [own.scaled(times) for times in sorted(units)]
    return [span for span in taken if _near(range_of(target), span, MONEY_SLIP)]


def _percent(target: Stated, actual: Stated, own: Range) -> list[Range]:
    """A percent and a bare number: 0.98 is 98 %, 98 is 98 %; between them it may be either."""
    wanted = range_of(target)
    if target.unit.dimension:
        scales = [factor / target.unit.factor for factor in _factors(own, wanted)]
    else:
        points = own.scaled(actual.unit.factor)
        scales = [actual.unit.factor / factor for factor in _factors(wanted, points)]
    return [own.scaled(scale, "unit") for scale in scales]


def _factors(bare: Range, beside: Range) -> list[float]:
    """What a bare number may have to be multiplied with to be in percent, beside a figure that
    is."""
    size, percent = largest(bare.low, bare.high), largest(beside.low, beside.high)
    if size > max(_POINTS, 2 * percent):
        return []
    if size == 0 or size > _AMBIGUOUS:
        return [1.0]
    large, fraction = percent > _AMBIGUOUS, size <= _FRACTION
    if large != fraction:
        return [100.0, 1.0]
    return [100.0] if fraction else [1.0]


def _near(wanted: Range, taken: Range, times: float = ALIKE) -> bool:
    one, other = largest(wanted.low, wanted.high), largest(taken.low, taken.high)
    return 0 in (one, other) or 1 / times <= other / one < times


def _loosely(own: Range, mine: Unit, other: Unit) -> Range:
    """Days and months: a month is 28 to 31 days."""
    short, long = table()["loose"]["day_per_month"]
    if mine.dimension == "day":
        factors = short * other.factor / mine.factor, long * other.factor / mine.factor
    else:
        factors = other.factor / (long * mine.factor), other.factor / (short * mine.factor)
    lows = [own.low * factor for factor in factors]
    highs = [own.high * factor for factor in factors]
    return Range(min(lows), max(highs), own.low_open, own.high_open)
