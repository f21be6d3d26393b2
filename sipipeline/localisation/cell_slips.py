"""The slip that turned what the rest implies into what is stated: digits transposed, a unit
mistaken, a sign lost.

Each slip is weighed as evidence: how common it is, over how many ways it could have gone, over how
many values the rest leaves open. So a transposition that hits the one value possible outweighs a
wrong digit somewhere in a range."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sipipeline.arithmetic.evaluation import CORNER
from sipipeline.core.display import number
from sipipeline.core.figures import SLACK, decimals
from sipipeline.core.text import Text, same
from sipipeline.localisation.system import Interval

FEW = 20
"""What to write is named where the rest leaves no more than so many units of the cell's last
digit."""


@dataclass(frozen=True, slots=True)
class Case:
    """A doubted cell: what it states, and what the others make of it."""

    value: float
    half: float
    implied: Interval
    is_rate: bool = False
    parts: tuple[float, ...] = ()
    """Stated parts of the sum that the cell is the total of."""
    counterparts: Mapping[str, float] = field(default_factory=dict)
    """By name, figures of other columns that may have got in this place."""


@dataclass(frozen=True, slots=True)
class Slip:
    code: str
    value: float | None
    """What the cell should hold; None where the slip does not tell."""
    score: float
    """Logarithm of the evidence."""
    why: Text


WHY = {
    "sign": Text(zh="正负号弄反", en="sign lost or added"),
    "transposed": Text(zh="数字颠倒", en="digits transposed"),
    "digit": Text(zh="有一位数字填错", en="one digit wrong"),
    "missing": Text(zh="漏填一位数字", en="one digit missing"),
    "doubled": Text(zh="有一位数字重复", en="one digit doubled"),
    "extra": Text(zh="多填一位数字", en="one digit too many"),
    "unit": Text(
        zh="单位弄错：元与万元相差一万倍", en="unit mistaken: 元 for 万元 or the reverse, × 10,000"
    ),
    "places": Text(zh="小数点错位，相差 {factor} 倍", en="decimal point misplaced, × {factor}"),
    "percent": Text(zh="百分数与小数混淆，相差 100 倍", en="percent and fraction confused, × 100"),
    "left_out": Text(zh="合计漏加一项 {part}", en="the total leaves one item out: {part}"),
    "twice": Text(zh="合计多加一项 {part}", en="the total has one item twice: {part}"),
    "prior": Text(zh="填成了上年数", en="last year's figure in this place"),
    "budget": Text(zh="填成了预算数", en="the budget figure in this place"),
    "actual": Text(zh="填成了本年实际数", en="this year's actual figure in this place"),
    "cumulative": Text(zh="填成了累计数", en="the cumulative figure in this place"),
    "": Text(zh="与其余数据不符", en="does not agree with the rest"),
}

_COMMON = {
    "sign": 0.05,
    "transposed": 0.15,
    "digit": 0.12,
    "missing": 0.08,
    "doubled": 0.06,
    "extra": 0.02,
    "unit": 0.1,
    "places": 0.08,
    "percent": 0.1,
    "left_out": 0.06,
    "twice": 0.02,
    "counterpart": 0.08,
    "": 0.02,
}
"""How common each is among slips; only their order of size matters."""


def explain(case: Case) -> Slip:
    """The best explanation; code "" where no slip fits, or the rest leaves the cell open and so
    bears none out."""
    bounded = all(map(math.isfinite, case.implied))
    found = max(_candidates(case), key=lambda slip: slip.score, default=None) if bounded else None
    plain = Slip(
        "", None, math.log(_COMMON[""]) - math.log(10) * len(digits(case.value, case.half)), WHY[""]
    )
    return found if found is not None and found.score > plain.score else plain


def places(half: float) -> int:
    """Decimal place of a half-width: 0.5 -> 0, 0.005 -> 2, 500 -> -3; 6 for an exact figure."""
    return 6 if half <= 0 else max(-12, min(9, math.floor(0.5 - math.log10(2 * half))))


def digits(value: float, half: float) -> str:
    """The digits of a figure down to its last stated place."""
    return str(round(abs(value) * 10.0 ** places(half)))


def rounded(value: float, half: float) -> float:
    """To the precision of the cell; never minus zero."""
    return round(value, places(half)) + 0.0


def suggestion(case: Case, slip: Slip) -> float | None:
    """What to write: the slip's value; or nothing where it may be nothing, or the middle, of a
    narrow interval."""
    if slip.value is not None:
        return slip.value
    lo, hi = case.implied
    middle = (lo + hi) / 2
    if not math.isfinite(middle) or hi - lo > FEW * max(2 * case.half, SLACK * abs(middle)):
        return None
    return 0.0 if lo <= 0 <= hi else rounded(middle, case.half)


def fits(value: float, half: float, implied: Interval) -> bool:
    """Whether a figure of this precision meets an interval, and in more than a corner."""
    shared = min(value + half, implied[1]) - max(value - half, implied[0])
    narrower = min(2 * half, implied[1] - implied[0])
    return shared >= CORNER * narrower - SLACK * abs(value)


def _candidates(case: Case) -> Iterator[Slip]:
    for code, value, spread, ways, places_ in _values(case):
        if abs(value - case.value) > case.half and fits(value, spread, case.implied):
            low, high = max(value - spread, case.implied[0]), min(value + spread, case.implied[1])
            hit = rounded(
                value if case.is_rate or spread <= case.half else (low + high) / 2, case.half
            )
            score = math.log(_COMMON[code] / ways / _open_values(case))
            yield Slip(code, hit, score, WHY[code].fill(**places_))
    for name, value in case.counterparts.items():
        if value and value == case.value and not fits(case.value, 0.0, case.implied):
            length = len(digits(value, case.half))
            yield Slip(
                name,
                None,
                math.log(_COMMON["counterpart"] / len(case.counterparts)) - 0.1 * length,
                WHY[name],
            )


def _open_values(case: Case) -> float:
    """How many values of its precision the rest leaves open for the cell."""
    width = case.implied[1] - case.implied[0]
    most = 10.0 ** len(digits(case.value, case.half))
    return (
        min(most, 1 + width / (2 * case.half)) if case.half > 0 and math.isfinite(width) else most
    )


_Value = tuple[str, float, float, float, dict[str, object]]
"""Code, value, half-width, ways in which the slip could have gone, places of the text."""


def _values(case: Case) -> Iterator[_Value]:
    value, half = case.value, case.half
    yield "sign", -value, half, 1, {}
    yield from _scaled(case)
    for part in case.parts:
        if part:
            text: dict[str, object] = {"part": same(number(abs(part)))}
            yield "left_out", value + part, half, len(case.parts), text
            yield "twice", value - part, half, len(case.parts), text
    text_ = digits(value, half)
    sign, unit = math.copysign(1.0, value), 10.0 ** -places(half)
    own = decimals(value)
    if (
        0 < own < places(half)
    ):  # fewer decimals than its account has: one of them may be the one that is missing
        short = str(round(abs(value) * 10.0**own))
        for code, typed, ways in _mistyped(short):
            if code == "missing":
                yield code, rounded(sign * int(typed) * 10.0 ** -(own + 1), half), half, ways, {}
    for code, typed, ways in _mistyped(text_):
        if typed and (len(typed) == 1 or typed[0] != "0" or places(half) > 0):
            yield code, rounded(sign * int(typed) * unit, half), half, ways, {}


def _scaled(case: Case) -> Iterator[_Value]:
    value, half = case.value, case.half
    if case.is_rate:
        yield "percent", value / 100, half, 2, {}
        yield "percent", value * 100, half * 100, 2, {}
        return
    for factor in (10.0, 100.0, 1000.0, 10000.0):
        code, ways = ("unit", 2) if factor == 10000 else ("places", 6)
        text: dict[str, object] = {"factor": same(int(factor))}
        if code == "unit" or abs(rounded(value / factor, half) - value / factor) <= 1e-12 * abs(
            value
        ):
            yield (
                code,
                value / factor,
                half,
                ways,
                text,
            )  # a moved point leaves no digits that the cell does not keep
        yield code, value * factor, half * factor if code == "unit" else half, ways, text


def _mistyped(text: str) -> Iterator[tuple[str, str, int]]:
    """What was meant where one key or two went wrong, and in how many ways it could have."""
    size = len(text)
    for left in range(size):
        for right in range(left + 1, size):
            if text[left] != text[right]:
                swapped = [*text]
                swapped[left], swapped[right] = text[right], text[left]
                yield (
                    "transposed",
                    "".join(swapped),
                    max(1, size - 1) if right == left + 1 else 4 * size * size,
                )
    for at in range(size):
        for digit in "0123456789":
            if digit != text[at]:
                yield "digit", text[:at] + digit + text[at + 1 :], 9 * size
        if (
            at and text[at] == text[at - 1] and text[at:].strip("0")
        ):  # a last zero twice is a figure times 10
            yield "doubled", text[:at] + text[at + 1 :], max(1, size - 1)
        yield "extra", text[:at] + text[at + 1 :], 10 * size
    for at in range(size + 1):
        for digit in "0123456789":
            yield "missing", text[:at] + digit + text[at:], size + 1
