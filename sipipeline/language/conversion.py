"""What was reached in the unit of the target: converted, taken over where none was written, or
unlike."""

import math

from sipipeline.language.lexicon import table, words
from sipipeline.language.ranges import Span
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES, Unit

MONEY_SLIP = 1000
"""A bare number that is so many times the target was probably written in 元 for 万元, in 人 for
万人."""
ALIKE = 5
"""530元 answers 530元/人·月 only where they are about as large."""
_FRACTION, _AMBIGUOUS, _POINTS = 1.5, 3.0, 200
"""A bare number beside a percent: a fraction up to the first, points from the second, no percent
above the third; what lies between can be read in two ways, as can any beside a small percent."""


def span_of(stated: Stated) -> Span:
    """What a text states in its own unit; 约95% is 95% give or take a twentieth."""
    low = -math.inf if stated.lo is None else stated.lo
    high = math.inf if stated.hi is None else stated.hi
    if not stated.about:
        return Span(low, high, stated.lo_open, stated.hi_open)
    share = float(table()["about"]["share"])
    return Span(low - abs(low) * share, high + abs(high) * share)


def rounding(target: Stated, actual: Stated) -> float:
    """Half a unit of the actual's last printed digit, in the target's unit, where the actual counts
    in a larger unit than the target: 4.3万人 against 43230人; else 0."""
    mine, other = target.unit, actual.unit
    scaled = other.dimension not in ("", "percent", *TIMES) and mine.base == other.base
    if not scaled or other.factor <= mine.factor or not actual.point:
        return 0.0
    return actual.half_width * (other.factor / mine.factor)


def spans_in_unit(target: Stated, actual: Stated) -> list[Span]:
    """What was reached in the target's unit; none where the units are unlike, two where it can be
    read in two ways."""
    own, mine, other = span_of(actual), target.unit, actual.unit
    if mine.base == other.base:
        return [own.scaled(other.factor / mine.factor)]
    if not other.dimension or not mine.dimension:
        return _bare(target, actual, own)
    if mine.dimension == other.dimension:
        return _counted_by(target, actual, own)
    if {mine.dimension, other.dimension} == {"day", "month"} and not mine.per and not other.per:
        return [_loosely(own, mine, other)]
    return []


def _counted_by(target: Stated, actual: Stated, own: Span) -> list[Span]:
    """One of the two says less of what it is counted by: 530元 for 530元/人·月, 12次 a year for
    1次/月."""
    mine, other = target.unit, actual.unit
    taken = own.scaled(other.factor / mine.factor, "unit")
    if not _omits(other, mine):
        return []
    periods = table()["per"]["a_year"].get(mine.per[0]) if len(mine.per) == 1 else None
    if periods and not other.per and mine.dimension != "money":
        of_period = taken.scaled(1 / periods)
        in_all = any(word in actual.text for word in words("per", "in_all"))
        return [of_period] if in_all or periods == 1 else [taken, of_period]
    return [taken] if _near(span_of(target), taken) else []


def _bare(target: Stated, actual: Stated, own: Span) -> list[Span]:
    """One of the two has no unit (万 alone is a number of ten thousands, not a unit)."""
    mine, other = target.unit, actual.unit
    dimensions = (mine.dimension, other.dimension)
    if "percent" in dimensions:
        return _percent(target, actual, own)
    if mine.dimension:
        factor = 1.0 if other.factor == 1 else other.factor / mine.factor
    else:
        factor = 1.0 if mine.factor == 1 else other.factor / mine.factor
    taken = own if factor == 1 else own.scaled(factor)
    multiplied = (mine if other.dimension else other).factor != 1
    if ("money" in dimensions or not multiplied) and not _near(span_of(target), taken, MONEY_SLIP):
        return []
    return [Span(taken.low, taken.high, taken.low_open, taken.high_open, "unit")]


def _percent(target: Stated, actual: Stated, own: Span) -> list[Span]:
    """A percent and a bare number: 0.98 is 98 %, 98 is 98 %; between them it may be either."""
    if target.unit.dimension:
        factors = _factors(own, _largest(span_of(target)))
        return [own.scaled(factor / target.unit.factor, "unit") for factor in factors]
    points = own.scaled(actual.unit.factor)
    factors = _factors(span_of(target), _largest(points))
    return [points.scaled(1 / factor, "unit") for factor in factors]


def _factors(bare: Span, percent: float) -> list[float]:
    """What a bare number may have to be multiplied with to be in percent, beside a figure that
    is."""
    size = _largest(bare)
    if size > max(_POINTS, 2 * percent):
        return []
    if size == 0 or size > _AMBIGUOUS:
        return [1.0]
    plain_fraction = percent > _AMBIGUOUS and size <= _FRACTION
    plain_points = percent <= _AMBIGUOUS and size > _FRACTION
    if plain_fraction or plain_points:
        return [100.0] if plain_fraction else [1.0]
    return [100.0, 1.0]


def _largest(span: Span) -> float:
    return max((abs(end) for end in (span.low, span.high) if math.isfinite(end)), default=0.0)


def _omits(other: Unit, mine: Unit) -> bool:
    """Whether a unit says less of what it is counted by: 元 or 元/月 for 元/人·月."""
    return set(other.per) < set(mine.per) or set(mine.per) < set(other.per)


def _near(wanted: Span, taken: Span, times: float = ALIKE) -> bool:
    one, other = _largest(wanted), _largest(taken)
    return one == 0 or other == 0 or 1 / times <= other / one < times


def _loosely(own: Span, mine: Unit, other: Unit) -> Span:
    """Days and months: a month is 28 to 31 days."""
    short, long = table()["loose"]["day_per_month"]
    if mine.dimension == "day":
        factors = short * other.factor / mine.factor, long * other.factor / mine.factor
    else:
        factors = other.factor / (long * mine.factor), other.factor / (short * mine.factor)
    lows = [own.low * factor for factor in factors]
    highs = [own.high * factor for factor in factors]
    return Span(min(lows), max(highs), own.low_open, own.high_open)
