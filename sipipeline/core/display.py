"""How figures are written for people: thousands separators, rates as percents, no noise of binary
fractions."""

import math
import unicodedata

from sipipeline.core.text import Text

MINUS = "−"


def number(value: float, decimals: int | None = None) -> str:
    """1234567.5 -> 1,234,567.5; with `decimals` given, at most that many, trailing zeros
    dropped."""
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    digits = _digits(value) if decimals is None else max(0, decimals)
    text = f"{abs(value):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if value < 0 and text.strip("0.,") else text


def _digits(value: float) -> int:
    """Decimals worth showing: at most six, and no more than a binary fraction keeps."""
    return max(0, min(6, 13 - len(f"{abs(value):.0f}")))


def percent(rate: float, decimals: int = 2) -> str:
    """0.177 -> 17.7%."""
    return f"{number(rate * 100, decimals)}%"


def figure(value: float, kind: str, decimals: int | None = None) -> str:
    """A figure of a field kind; a rate is a fraction, its decimals those of the percent."""
    if kind == "rate":
        return percent(value, 2 if decimals is None else decimals)
    return number(value, decimals)


def interval(low: float | None, high: float | None, kind: str, decimals: int | None = None) -> Text:
    """What a figure should be: 应为 38,429, 应在 41,763～42,198 之间, 应不小于 9,203."""
    texts = ["" if end is None else figure(end, kind, decimals) for end in (low, high)]
    if low is None and high is None:
        return Text(zh="可为任意值", en="anything")
    if high is None:
        return Text(zh=f"应不小于 {texts[0]}", en=f"should be at least {texts[0]}")
    if low is None:
        return Text(zh=f"应不大于 {texts[1]}", en=f"should be at most {texts[1]}")
    if texts[0] == texts[1]:
        return Text(zh=f"应为 {texts[0]}", en=f"should be {texts[0]}")
    return Text(
        zh=f"应在 {texts[0]}～{texts[1]} 之间", en=f"should be between {texts[0]} and {texts[1]}"
    )


def breadth(text: str) -> float:
    """Width in half ideographs: one for a letter, two for an ideograph. Quick, and exact enough for
    the height of a row or a box."""
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2


def columns(text: str, ambiguous: int = 1) -> int:
    """Columns that a text takes in a font of fixed width: two for an ideograph; `ambiguous` for
    signs such as ① or “, which terminals show narrow and Chinese fonts wide."""
    widths = {"W": 2, "F": 2, "A": ambiguous}
    return sum(widths.get(unicodedata.east_asian_width(sign), 1) for sign in text)
