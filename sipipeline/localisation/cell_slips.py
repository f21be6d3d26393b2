"""The slip that turned what the rest implies into what is stated: digits transposed, a unit
mistaken, a sign lost.

Each slip is weighed as evidence: how common it is, over the number of ways it could have gone, over
the number of values that the rest leaves open. So a transposition that gives the one possible value
outweighs a wrong digit somewhere in a range."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from sipipeline.arithmetic.evaluation import CORNER
from sipipeline.arithmetic.figures import Interval
from sipipeline.core.figures import SLACK, decimals, half_unit
from sipipeline.core.values import frozen
from sipipeline.localisation.suspects import Slip

FEW = 20
"""A value is suggested if the rest leaves at most so many units of the cell's last digit."""

UNIT = 10_000
"""元 for 万元, or a person for 万人."""

_COMMON = {
    "sign": 0.05,
    "transposed": 0.15,
    "digit": 0.12,
    "missing": 0.08,
    "doubled": 0.06,
    "extra": 0.02,
    "unit": 0.1,
    "unit word": 0.5,
    "places": 0.08,
    "percent": 0.1,
    "left_out": 0.06,
    "twice": 0.02,
    "one part": 0.06,
    "counterpart": 0.08,
    "": 0.02,
}
"""How common each slip is; only the order of size matters."""

_OF_DIGITS = frozenset({"missing", "extra", "doubled"})
"""Slips by which a figure has another number of digits than it should."""
_OF_A_PART = ("left_out", "twice", "one part")
"""Slips after which a sum is worked out anew."""
_KEPT = 0.005
"""So much of a figure may be lost to rounding in another unit: 143,881,234元 is 14,388.12万元, but
5,831 people are not 1万人."""
_AT_THE_END = 0.1
"""How likely a value at an end of what the rest leaves is beside one in the middle."""
_LENGTH = 0.1
"""What each digit of a figure counts against a counterpart that is exactly as large."""
_USUAL_CHANGE = 0.2
"""By how much, in logarithms, an amount is usually apart from the nearest other one of its
line."""
_WHOLE = 0.5
"""The half-width of a figure that is typed without decimals."""
_UNSEEN = 10
"""So much rarer a digit goes wrong that is not typed: a zero behind the point of a whole number."""
_TELLING = 4
"""Significant digits from which on two equal figures are no chance."""


@frozen
class Case:
    """A doubted cell: what it states, and what the others leave of it."""

    value: float
    half_width: float
    implied: Interval
    is_rate: bool = False
    parts: Mapping[str, float] = field(default_factory=dict)
    """By key, stated parts of the sum that the cell is the total of, as they go into it."""
    counterparts: Mapping[str, float] = field(default_factory=dict)
    """By the code of the slip, figures that may have got in its place."""
    written: float | None = None
    """The figure without the unit that is written after it, where that is not the form's."""
    grain: float = math.inf
    """The half-width of the finest figure beside it."""
    is_beside_doubted: bool = False
    """Whether a figure that shares a sum with it is doubted too."""
    made: tuple[float, ...] = ()
    """What sums of printed figures make of it."""

    @property
    def finest(self) -> float:
        """The half-width of the finest figure that may have been meant; of a rate its own."""
        return self.half_width if self.is_rate else min(self.half_width, self.grain)

    @property
    def width(self) -> float:
        return self.implied[1] - self.implied[0]

    @property
    def may_stay(self) -> bool:
        """Whether the rest, which says what the cell should hold, leaves it as it is: what is
        written there differs from that by less than its last digit."""
        low, high = self.implied
        is_known = suggestion(self) is not None
        return is_known and low <= self.value <= high

    @property
    def agreed(self) -> float | None:
        """The one value that several sums of printed figures all make of it, to the last digit,
        where the rest leaves that."""
        first, *others = self.made or (math.nan,)
        is_one = bool(others) and {first} == {*others}
        low, high = self.implied
        return first if is_one and low <= first <= high else None

    @property
    def has_another_sign(self) -> bool:
        """Whether a figure is negative and the rest leaves none that is: no other slip makes
        that of it."""
        return self.value < 0 <= self.implied[0]

    @property
    def is_bounded_only(self) -> bool:
        """Whether the rest says of a figure too large only how much it may be at most: anything
        from nothing up to that would do, so that some slip nearly always fits."""
        from_nothing = abs(self.implied[0]) <= SLACK * self.value and self.value > self.implied[1]
        return from_nothing and self.width > FEW * 2 * self.half_width

    @property
    def is_open(self) -> bool:
        """Whether the rest leaves more room than it asks for."""
        return self.width > abs(sum(self.implied) / 2)

    @property
    def likes(self) -> tuple[float, ...]:
        """The amounts that a figure of which the rest says little more than how much it may be at
        most is like: the others of its line, else the most that it may be."""
        others = tuple(other for other in self.counterparts.values() if other > 0)
        return others or (self.implied[1],)

    @property
    def is_one_of_several(self) -> bool:
        """Whether the rest says only how much it may be at most as another figure of the sum is
        wrong too: what one is depends on the other."""
        return self.is_bounded_only and self.is_beside_doubted

    def open_values(self, half_width: float) -> float:
        """How many values of a precision the rest leaves open for the cell."""
        most = 10.0 ** len(digits(self.value, self.half_width))
        if half_width <= 0 or not math.isfinite(self.width):
            return most
        return min(most, 1 + self.width / (2 * half_width))


@frozen
class SlipOfCell:
    """A cell's slip and what the cell should hold."""

    slip: Slip
    value: float | None
    """None if the slip does not tell."""
    score: float
    """Logarithm of the evidence."""


def explain(case: Case) -> SlipOfCell:
    """The best explanation of a cell; of what one slip may have been alike the value that printed
    figures make, or the one closest to the middle of what the rest implies.

    Its slip has no code if no slip fits, if the rest leaves the cell open, so that nothing bears a
    slip out, or if it leads past what several sums make of the cell. A 0 is as odd as the figure
    that is missing is long."""
    known = all(map(math.isfinite, case.implied))
    meant = sum(case.implied) / 2 if known and not case.value else case.value
    length = len(digits(meant, case.half_width))
    plain = SlipOfCell(Slip(""), None, math.log(_COMMON[""]) - math.log(10) * length)
    if not known:
        return plain
    candidates = [
        one for one in (*_undone(case), *_misplaced(case)) if _is_as_made(one, case.agreed)
    ]
    best = max(candidates, key=lambda one: (one.score, -_distance(one, case)), default=plain)
    alike = [one for one in candidates if one.slip == best.slip and one.value in case.made]
    best = min(alike, key=lambda candidate: _distance(candidate, case), default=best)
    return _of_its_point(best, case) if best.score > plain.score else plain


def decimal_places(half_width: float) -> int:
    """Decimal places of a half-width: 0.5 -> 0, 0.005 -> 2, 500 -> -3; 6 for an exact figure."""
    if half_width <= 0:
        return 6
    return max(-12, min(9, math.floor(0.5 - math.log10(2 * half_width))))


def digits(value: float, half_width: float) -> str:
    """The digits of a figure down to its last stated place."""
    return str(round(abs(value) * 10.0 ** decimal_places(half_width)))


def rounded(value: float, half_width: float) -> float:
    """To the precision of the cell; never minus zero."""
    return round(value, decimal_places(half_width)) + 0.0


def suggestion(case: Case, value: float | None = None) -> float | None:
    """What to write: the value that a slip tells; otherwise 0 if the cell may be 0, or the middle
    of a narrow interval."""
    if value is not None:
        return value
    lo, hi = case.implied
    middle = (lo + hi) / 2
    if not math.isfinite(middle):
        return None
    if case.width > FEW * max(2 * case.half_width, SLACK * abs(middle)):
        return None
    if lo <= 0 <= hi:
        return 0.0
    made = {one for one in case.made if lo <= one <= hi}
    if len(made) == 1:
        return made.pop()
    room = _told_to(case)
    return as_finely_as_made(rounded(middle, room), room, case.implied, case.made)


def as_finely_as_made(
    value: float, half_width: float, implied: Interval, made: Iterable[float]
) -> float:
    """A value that is told to a half-width, or what printed figures make, as fine or finer, where
    rounding alone is between them."""
    room = half_unit(decimal_places(half_width)) * (1 + SLACK)
    finer = [
        one
        for one in made
        if implied[0] <= one <= implied[1]
        and abs(one - value) <= room
        and decimals(one) >= decimals(value)
    ]
    return max(finer, key=decimals, default=value)


def nearer(stated: float, meant: float, others: Iterable[float]) -> float:
    """How much evidence it is for a value, as a logarithm, that it is nearer than what is stated to
    the nearest of other amounts like it: last year's, the budget's."""
    alike = [other for other in others if other > 0]
    if not alike or min(stated, meant) <= 0:
        return 0.0
    off, still = (min(abs(math.log(one / other)) for other in alike) for one in (stated, meant))
    return (off - still) / _USUAL_CHANGE


def fits(value: float, half_width: float, implied: Interval) -> bool:
    """Whether a figure of this precision meets an interval, and in more than a corner."""
    shared = min(value + half_width, implied[1]) - max(value - half_width, implied[0])
    narrower = min(2 * half_width, implied[1] - implied[0])
    return shared >= CORNER * narrower - SLACK * abs(value)


@frozen
class _ValueBeforeSlip:
    """A value that a slip may have turned into what is stated."""

    slip: Slip
    value: float
    half_width: float
    ways: float
    """In how many ways the slip could have gone."""


def _of_its_point(told: SlipOfCell, case: Case) -> SlipOfCell:
    """An explanation by a digit too many or too few; where a moved decimal point leads to the same
    value, as it is rounded, that is what is told."""
    has_point = case.is_rate or decimals(case.value) > 0
    if told.slip.code not in _OF_DIGITS or not told.value or not has_point:
        return told
    room = half_unit(decimals(told.value)) * (1 + SLACK)
    for power in (1, 2, 3, -1, -2, -3):
        factor = 10.0 ** abs(power)
        moved = case.value / factor if power > 0 else case.value * factor
        if abs(moved - told.value) <= room and moved != case.value:
            return replace(told, slip=Slip("places", {"factor": factor}))
    return told


def _is_as_made(told: SlipOfCell, agreed: float | None) -> bool:
    """Whether an explanation leads to what several sums agree on, where they do."""
    if told.value is None or agreed is None:
        return True
    return abs(told.value - agreed) <= SLACK * abs(agreed)


def _distance(candidate: SlipOfCell, case: Case) -> float:
    """How far the value of an explanation is from the middle of what the rest implies."""
    value = case.value if candidate.value is None else candidate.value
    return abs(value - sum(case.implied) / 2)


def _told_to(case: Case) -> float:
    """The half-width that the middle of what the rest leaves is told to: that of the cell, or a
    finer one where the rest leaves less than that."""
    return case.finest if case.width < 2 * case.half_width else case.half_width


def _undone(case: Case) -> Iterator[SlipOfCell]:
    """The slips whose original value fits what the rest implies."""
    low, high = case.implied
    for original in _originals(case):
        value, half_width = original.value, original.half_width
        if not _explains(original, case):
            continue
        as_typed = original.slip.code == "places" and low <= value <= high
        exact = case.is_rate or original.slip.code == "unit word" or as_typed
        if not exact and half_width > case.half_width:
            value = (max(value - half_width, low) + min(value + half_width, high)) / 2
        place = min(half_width, case.half_width)
        value = _or_made_of_sums(original, case, rounded(value, place))
        yield SlipOfCell(original.slip, value, _evidence(original, case, value))


def _or_made_of_sums(original: _ValueBeforeSlip, case: Case, value: float) -> float:
    """What a slip leads to; of a sum that has an item too few or too many, and of a figure whose
    last digits a moved point has lost, what printed figures make."""
    low, high = case.implied
    made = [one for one in case.made if low <= one <= high]
    if original.slip.code == "places":
        made = [one for one in made if abs(one - original.value) <= original.half_width]
    elif original.slip.code not in _OF_A_PART:
        return value
    return min(made, key=lambda one: abs(one - original.value), default=value)


def _evidence(original: _ValueBeforeSlip, case: Case, value: float) -> float:
    """How much speaks for a slip that leads to a value, as a logarithm."""
    if original.slip.code == "sign" and case.has_another_sign:
        return math.log(_COMMON["sign"])
    open_values = case.open_values(max(original.half_width, case.half_width))
    score = math.log(_COMMON[original.slip.code] / original.ways / open_values)
    if case.is_bounded_only or (case.is_open and not case.is_rate):
        return score + nearer(case.value, value, case.likes)
    return score + _amid(original, case)


def _amid(original: _ValueBeforeSlip, case: Case) -> float:
    """How much it counts, as a logarithm, how far a value is from the middle of what the rest
    leaves: figures that are rounded one by one seldom all go the same way."""
    room = case.width / 2 + original.half_width
    off = abs(original.value - sum(case.implied) / 2)
    if case.is_rate or not math.isfinite(room) or room <= 0:
        return 0.0
    return math.log(max(_AT_THE_END, 1 - off / room))


def _explains(original: _ValueBeforeSlip, case: Case) -> bool:
    """Whether a value may have been meant: another one than is stated, that fits what the rest
    implies and is told by that."""
    changed = abs(original.value - case.value) > case.half_width
    if not changed or not fits(original.value, original.half_width, case.implied):
        return False
    if case.is_one_of_several and original.slip.code != "unit word":
        return False
    if original.slip.code == "unit" and not _is_borne_out(original, case):
        return False
    return not case.is_rate or _is_worked_out(original, case)


def _is_borne_out(original: _ValueBeforeSlip, case: Case) -> bool:
    """Whether a figure in the other unit is more than any figure that an open range allows: the
    rest leaves few values, and not 0 among them, or the figure keeps its digits in the cell's
    precision."""
    low, high = case.implied
    if case.width <= FEW * 2 * case.half_width and not low <= 0 <= high:
        return True
    lost = abs(rounded(original.value, case.half_width) - original.value)
    return lost <= _KEPT * abs(original.value)


def _is_worked_out(original: _ValueBeforeSlip, case: Case) -> bool:
    """Whether a rate is, to its last digit, what the printed figures make: where these are coarse
    they leave many rates, and the sentence beside it says what they make.

    The middle of what is left lies above that by the curve of the quotient."""
    middle = sum(case.implied) / 2
    curve = case.width**2 / (4 * abs(middle)) if middle else 0.0
    return abs(original.value - middle) <= original.half_width + curve + SLACK


def _misplaced(case: Case) -> Iterator[SlipOfCell]:
    """The figures of other columns that stand in the cell."""
    if fits(case.value, 0.0, case.implied):
        return
    for code, value in case.counterparts.items():
        if value and value == case.value:
            figure = digits(value, case.half_width)
            common = math.log(_COMMON["counterpart"] / len(case.counterparts))
            chance = math.log(10) * max(0, _TELLING - len(figure.rstrip("0")))
            yield SlipOfCell(Slip(code), None, common - chance - _LENGTH * len(figure))


def _originals(case: Case) -> Iterator[_ValueBeforeSlip]:
    yield _ValueBeforeSlip(Slip("sign"), -case.value, case.half_width, 1)
    if case.is_rate:
        yield from _percents(case)
    else:
        yield from _rescaled(case)
    if case.written is not None:
        half_width = half_unit(decimals(case.written))
        yield _ValueBeforeSlip(Slip("unit word"), case.written, half_width, 1)
    yield from _miscounted(case)
    yield from _lost_decimal(case)
    yield from _retyped(case)


def _miscounted(case: Case) -> Iterator[_ValueBeforeSlip]:
    """The sum with an item that it leaves out, and without one that it has twice, or of all items
    where it has but one; the item by its key, where no other is as large."""
    amounts, ways = list(case.parts.values()), len(case.parts)
    whole, is_of_several = sum(amounts), sum(map(bool, amounts)) > 2
    for key, part in case.parts.items():
        if part:
            item = key if amounts.count(part) == 1 else ""
            figures: dict[str, float | str] = {"part": abs(part), "item": item}
            left_out, twice = Slip("left_out", figures), Slip("twice", figures)
            yield _ValueBeforeSlip(left_out, case.value + part, case.half_width, ways)
            yield _ValueBeforeSlip(twice, case.value - part, case.half_width, ways)
            if item and is_of_several and part == case.value:
                one = Slip("one part", figures)
                yield _ValueBeforeSlip(one, whole, case.half_width, ways)


def _percents(case: Case) -> Iterator[_ValueBeforeSlip]:
    slip = Slip("percent")
    yield _ValueBeforeSlip(slip, case.value / 100, case.half_width, 2)
    yield _ValueBeforeSlip(slip, case.value * 100, case.half_width * 100, 2)


def _rescaled(case: Case) -> Iterator[_ValueBeforeSlip]:
    """The value in another unit, or with its decimal point elsewhere. A moved point leaves no
    digits that the figures beside it do not keep, and a smaller unit leaves some; to the left it
    may have lost some."""
    value, half_width = case.value, case.half_width
    for factor in (10.0, 100.0, 1000.0):
        slip, smaller = Slip("places", {"factor": factor}), value / factor
        if abs(rounded(smaller, case.finest) - smaller) <= 1e-12 * abs(value):
            yield _ValueBeforeSlip(slip, smaller, _kept(smaller, half_width), 6)
        if _has_all_decimals(case):
            yield _ValueBeforeSlip(slip, value * factor, half_width * 2 * factor, 6 * factor)
        else:
            yield _ValueBeforeSlip(slip, value * factor, half_width, 6)
    if rounded(value / UNIT, case.finest):
        yield _ValueBeforeSlip(Slip("unit"), value / UNIT, _kept_in_unit(case), 2)
    yield _ValueBeforeSlip(Slip("unit"), value * UNIT, half_width * UNIT, 2)


def _kept(value: float, half_width: float) -> float:
    """The half-width of a value by its own last digit, where that is finer than another one."""
    return min(half_width, half_unit(decimals(value)))


def _has_all_decimals(case: Case) -> bool:
    """Whether a figure has all the decimals of its account: where its point was moved to the left,
    the digits behind them are lost."""
    return 0 < decimal_places(case.half_width) <= decimals(case.value)


def _kept_in_unit(case: Case) -> float:
    """The half-width of the value in a larger unit: as fine as the figures beside it where it fits
    so, or as it was typed."""
    smaller = case.value / UNIT
    finest = max(case.finest, _kept(smaller, case.half_width))
    return finest if fits(smaller, finest, case.implied) else case.half_width


def _lost_decimal(case: Case) -> Iterator[_ValueBeforeSlip]:
    """The value with one more digit, if it has fewer decimals than its account, or than an amount
    beside it: one of them may be the missing one."""
    places, sign = decimals(case.value), math.copysign(1.0, case.value)
    if not 0 < places < decimal_places(case.finest):
        return
    short = str(round(abs(case.value) * 10.0**places))
    for code, meant, ways in _mistyped(short):
        if code == "missing":
            value = sign * int(meant) * 10.0 ** -(places + 1)
            yield _ValueBeforeSlip(Slip(code), rounded(value, case.finest), case.finest, ways)


def _retyped(case: Case) -> Iterator[_ValueBeforeSlip]:
    """The value with its digits as they were meant; never with a leading zero. A 0 has none that
    could have been mistyped."""
    if not case.value:
        return
    is_whole = not decimals(case.value) and case.half_width < _WHOLE
    down_to = {_WHOLE: 1, case.half_width: _UNSEEN} if is_whole else {case.half_width: 1}
    for half_width, rarity in down_to.items():
        for code, value, ways in _as_meant(case.value, half_width):
            value = rounded(value, case.half_width)
            yield _ValueBeforeSlip(Slip(code), value, case.half_width, ways * rarity)


def _as_meant(stated: float, half_width: float) -> Iterator[tuple[str, float, int]]:
    """The values that were meant if one key or two went wrong in the digits down to a place: the
    code of the slip, the value, in how many ways it could have gone."""
    places, sign = decimal_places(half_width), math.copysign(1.0, stated)
    for code, meant, ways in _mistyped(digits(stated, half_width)):
        plain = len(meant) <= places + 1 or not meant.startswith("0")
        if meant and plain:
            yield code, sign * int(meant) * 10.0**-places, ways


# ---------------------------------------------------------------- digits
_Typed = tuple[str, str, int]
"""Code of the slip, the digits that were meant, in how many ways the slip could have gone."""


def _mistyped(text: str) -> Iterator[_Typed]:
    """The digits that were meant if one key or two went wrong."""
    yield from _transposed(text)
    yield from _single_digits(text)
    for place in range(len(text) + 1):
        for digit in "0123456789":
            yield "missing", text[:place] + digit + text[place:], len(text) + 1


def _transposed(text: str) -> Iterator[_Typed]:
    size = len(text)
    for left in range(size):
        for right in range(left + 1, size):
            if text[left] != text[right] and (left or text[right] != "0"):
                swapped = [*text]
                swapped[left], swapped[right] = text[right], text[left]
                neighbours = right == left + 1
                ways = max(1, size - 1) if neighbours else 4 * size * size
                yield "transposed", "".join(swapped), ways


def _single_digits(text: str) -> Iterator[_Typed]:
    """One digit wrong, doubled or too many. A last zero twice is a figure times 10 instead."""
    size = len(text)
    for place, typed in enumerate(text):
        before, after = text[:place], text[place + 1 :]
        for digit in "0123456789":
            if digit != typed:
                yield "digit", before + digit + after, 9 * size
        if place and typed == text[place - 1] and text[place:].strip("0"):
            yield "doubled", before + after, max(1, size - 1)
        yield "extra", before + after, 10 * size
