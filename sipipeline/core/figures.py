"""Every stated figure is an interval: the number, give or take half a unit of its last stated
digit."""

import math
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise, starmap
from typing import Any

SLACK = 1e-9
"""Relative slack that absorbs floating point."""
EXACT = 15
"""Significant digits that a binary fraction holds: what a cell states is kept to the last one."""

NOTHING = 1e-9
"""What is smaller is a residue at any place."""
_NEVER = 9
"""Decimals beyond which all is such a residue."""
_RESIDUE = 0.001
"""Of half a unit of an account's place: no figure is so small."""

RATE_PLACE = 2
"""A rate is stated at least in whole percents: 1 is 100 %, 0.9 is 90 %."""


def is_whole(value: Any) -> Any:
    """Whether a figure, or each of an array, has no fraction."""
    return abs(value % 1 - 0.5) >= 0.5 - SLACK * abs(value)


def read_float(text: str) -> float | None:
    """The number that a text is to Python; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def significant(value: float, digits: int = 12) -> float:
    """The figure rounded to so many significant digits.

    That removes the noise which arithmetic on binary fractions leaves: 0.97 × 100 gives 97.
    """
    return float(f"{value:.{digits}g}")


def as_cell_holds(value: float) -> int | float:
    """A number as a cell holds it: 98 for 98.0."""
    return int(value) if value == int(value) else value


_PLACES = range(-6, 7)
_DISTINCT = 1 << 14
"""Figures whose decimals are kept: the same figure is asked for again and again."""


@lru_cache(maxsize=_DISTINCT)
def decimals(value: float) -> int:
    """Decimal places of the shortest text of a number: 43937 -> 0, 102.5 -> 1, 1e-05 -> 5.

    Figures beyond 15 significant digits, as arithmetic on binary fractions leaves them, are cut to
    15."""
    if not math.isfinite(value) or value == int(value):
        return 0
    text = f"{value:.{EXACT}g}"
    mantissa, _, exponent = text.partition("e")
    return min(EXACT, max(0, len(mantissa.partition(".")[2]) - int(exponent or 0)))


@cache
def half_unit(place: int) -> float:
    """Half a unit of a decimal place: 0 -> 0.5, 2 -> 0.005, -4 -> 5000."""
    return float(f"5e{-place - 1}")


def rate_half_width(value: float) -> float:
    """Half-width of a rate stored as a fraction: 0.98 -> 0.005, 0.177 -> 0.0005."""
    return half_unit(max(RATE_PLACE, decimals(value)))


def is_residue(value: float, place: int) -> bool:
    """Whether a number is what floating point left of 0: far below the place of its account."""
    return abs(value) < _RESIDUE * half_unit(place)


def without_residue(value: float, place: int) -> float:
    """A number without what floating point left behind the last place of its account: −81.89 for
    −81.8899999999999."""
    whole = round(value, place) if place >= 0 else value
    return whole if is_residue(value - whole, place) else value


def account_half_width(value: float, place: int, printed: int = 0) -> float:
    """Half-width of a figure of an account: of the account's place, or of its own last digit where
    that is finer; `printed` are the decimals of a figure written as text, zeros included."""
    own = last_place(value) if place < 0 else decimals(value)
    return half_unit(max(place, printed, own) if printed else max(place, own))


def account_place(stated: Iterable[tuple[float, int]]) -> int:
    """The finest decimal place that at least two thirds of an account's non-zero money figures use.

    Trailing zeros are lost in a tenth of the figures of an account kept to the cent, so one figure
    cannot tell; two thirds can. Of a figure written as text its printed decimals count, which stand
    beside each value (0: none). An account in 元 whose every figure is rounded to 百元, 千元 or
    万元 has a negative place, but only where figures with three digits or more left of it have
    sixteen zeros together: a few round numbers are no evidence."""
    of_figures = [(round(value, _NEVER), of) for value, of in stated if abs(value) > NOTHING]
    figures = [value for value, _ in of_figures]
    finest_first = sorted(starmap(_stated_place, of_figures), reverse=True)
    if not finest_first:
        return 0
    two_thirds = math.ceil(2 * len(finest_first) / 3)
    place = finest_first[two_thirds - 1]
    if place >= 0:
        return min(place, _PLACES[-1])
    return place if place in _PLACES and _is_rounding(figures, place) else 0


def last_place(value: float) -> int:
    """Place of the last digit that is not zero: 102.5 -> 1, 43900 -> -2, 0 -> -6."""
    if value == 0:
        return _PLACES[0]
    if (own := decimals(value)) > 0:
        return own
    digits = str(int(abs(value)))
    return len(digits.rstrip("0")) - len(digits)


def with_neighbours_exchanged(digits: str) -> Iterator[str]:
    """Digits with two of them exchanged that stand side by side, each way that this can be."""
    for place, (one, other) in enumerate(pairwise(digits)):
        if one != other:
            yield digits[:place] + other + one + digits[place + 2 :]


def _is_rounding(figures: list[float], place: int) -> bool:
    """Whether the zeros below a place are many enough not to be chance."""
    long_figures = [value for value in figures if abs(value) >= 100 * 10.0**-place]
    return -place * len(long_figures) >= 16


@lru_cache(maxsize=_DISTINCT)
def _stated_place(value: float, printed: int) -> int:
    return max(last_place(value), printed) if printed else last_place(value)
