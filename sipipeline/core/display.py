"""How figures are written for people: thousands separators, rates as percents, no noise of binary
fractions."""

import math
import re
import unicodedata
from datetime import datetime, timedelta

from sipipeline.core.text import NOTHING, Text, same

MINUS = "−"
MORE = Text(zh="多 {amount}", en="{amount} too much")
LESS = Text(zh="少 {amount}", en="{amount} too little")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold and no cell can show."""
_AMOUNTS = ("money", "rate", "months", "count", "yuan", "points")
"""Kinds of field whose numbers have separators."""
_PIECES = re.compile(r"[!-~]+|.[。，；：、）”！？]*")
"""What a line is made of: a word or a number, or a sign."""
_EXACTLY = Text(zh="应为 {figure}", en="should be {figure}")
_ANYTHING = Text(zh="可为任意值", en="anything")
_AT_LEAST = Text(zh="应不小于 {figure}", en="should be at least {figure}")
_AT_MOST = Text(zh="应不大于 {figure}", en="should be at most {figure}")
_BETWEEN = Text(zh="应在 {low}～{high}之间", en="should be between {low} and {high}")
_GAP = Text(zh=" ", en="")
"""Between a figure without a unit and the word behind it."""


def number(value: float, decimals: int | None = None) -> str:
    """1234567.5 -> 1,234,567.5; with `decimals` given, at most that many, trailing zeros
    dropped."""
    minus = MINUS if value < 0 else ""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return f"{minus}∞"
    digits = _digits(value) if decimals is None else max(0, decimals)
    text = f"{abs(value):,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{minus}{text}" if text.strip("0.,") else text


def percent(rate: float, decimals: int = 2) -> str:
    """0.177 -> 17.7%."""
    return f"{number(rate * 100, decimals)}%"


def as_shown(value: object, kind: str = "money") -> str:
    """A cell's value as a sheet shows it: TRUE, 2021-08-03, 1,600; "" for a blank. A number where
    the field is of a `kind` that holds no amount has no separators: 2020, 652801."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            text = number(value)
            return text if kind in _AMOUNTS else text.replace(",", "")
        case datetime(hour=0, minute=0, second=0):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case timedelta():
            return _clock(value)
    return str(value).strip()


def figure(value: float, kind: str, decimals: int | None = None) -> str:
    """A figure of a field kind; a rate is a fraction, its decimals those of the percent; a year has
    no separators."""
    if kind == "rate":
        return percent(value, 2 if decimals is None else decimals)
    if kind == "year":
        return f"{value:.0f}"
    return number(value, decimals)


def interval(
    low: float | None,
    high: float | None,
    kind: str,
    decimals: int | None = None,
    unit: Text = NOTHING,
) -> Text:
    """What a figure should be: 应为 38,429, 应在 41,763～42,198 之间, 应不小于 9,203; the unit,
    where one is given, as it is written behind the figure: 应在 9～12 分之间."""
    lowest = "" if low is None else figure(low, kind, decimals)
    highest = "" if high is None else figure(high, kind, decimals)
    if lowest == highest:
        return (_EXACTLY if lowest else _ANYTHING).fill(figure=same(lowest) + unit)
    if not highest:
        return _AT_LEAST.fill(figure=same(lowest) + unit)
    if not lowest:
        return _AT_MOST.fill(figure=same(highest) + unit)
    gap = NOTHING if unit.zh else _GAP
    return _BETWEEN.fill(low=lowest, high=same(highest) + unit + gap)


def breadth(text: str) -> float:
    """Width in half ideographs: one for a letter, two for an ideograph. Quick, and exact enough for
    the height of a row or a box."""
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2


def lines(text: str, width: int) -> int:
    """How many lines a text takes that is wrapped at so many half ideographs: words and numbers
    stay whole where a line holds them, closing signs stay with what is before them."""
    if 2 * len(text) <= width or breadth(text) <= width:
        return 1 + text.count("\n")
    return sum(_wrapped(line, width) for line in text.split("\n"))


def columns(text: str, ambiguous: int = 1) -> int:
    """Columns that a text takes in a font of fixed width: two for an ideograph; `ambiguous` for
    signs such as ① or “, which terminals show narrow and Chinese fonts wide."""
    if text.isascii():
        return len(text)
    widths = {"W": 2, "F": 2, "A": ambiguous}
    return sum([widths.get(width, 1) for width in map(unicodedata.east_asian_width, text)])


def _digits(value: float) -> int:
    """Decimals worth showing: at most six, and no more than a binary fraction keeps."""
    return max(0, min(6, 13 - len(f"{abs(value):.0f}")))


def _clock(value: timedelta) -> str:
    """A duration as [h]:mm:ss."""
    seconds = round(value.total_seconds())
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{MINUS if seconds < 0 else ''}{hour}:{minute:02}:{second:02}"


def _wrapped(line: str, width: int) -> int:
    count, used = 1, 0
    for piece in _PIECES.findall(line):
        size = len(piece) if piece.isascii() else 2 * len(piece)
        if used and used + size > width:
            count, used = count + 1, 0
        count += max(0, size - 1) // width
        used = used + size if size <= width else size % width
    return count
