"""Targets and what was reached, as people write them: a small language, its words in statements.toml.

`≥99%`, `9175人以上`, `95%～105%`, `30日内完成审核拨付`, `2020年12月底前`, `按标准足额发放`.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sipipeline.domain.numbers import is_blank_word, normalise
from sipipeline.domain.text import Text

SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<every>每月)|(?P<month>1[0-2]|0?[1-9])月(?!份?(?:以上|以内)))"
    r"(?:(?P<day>[12]\d|3[01]|0?[1-9])[日号]|(?P<end>底|末|份))?(?:之?前|以前)?"
)
_NUMERAL = re.compile(
    r"(?P<of>百分之)?(?P<sign>[一二两三四五六七八九十百]+)(?=(?P<unit>个?工作日|日|天|个月|次|人|$|以上))"
)
_NO_FIGURE = re.compile(
    r"\d{4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}月\d{1,2}日|\d{1,2}月(?:份|起|底|末)"
    r"|[\[〔(（]\d{4}[\]〕)）]\s*\d+号|\d+号|第\d+[条项章节]|(?:^|\n)\d+[.、]"
)
_HINTS = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its dimension, what one is in the dimension's own unit, and how it was written."""

    dimension: str = ""
    factor: float = 1.0
    written: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says: kind `bound`, `range`, `number`, `deadline`, `date`, `qualitative`, `blank` or `unreadable`."""

    kind: str
    text: str
    lo: float | None = None
    hi: float | None = None
    lo_open: bool = False
    hi_open: bool = False
    unit: Unit = Unit()
    half: float = 0.0
    """Half a unit of the last printed digit."""
    band: str = ""
    """Of a qualitative text: reached, partly, unmet, or "" where it does not say."""
    anchor: str = ""
    """Of a deadline: what it is counted from, as in 每季度结束后."""
    always: bool = False
    never: bool = False
    zero_bound: bool = False
    """`≤0` where 0 is meant."""
    problem: Text | None = None

    @property
    def figure(self) -> bool:
        return self.lo is not None or self.hi is not None

    @property
    def own(self) -> tuple[float, float]:
        """Its bounds in the dimension's own unit."""
        low = -math.inf if self.lo is None else self.lo * self.unit.factor
        high = math.inf if self.hi is None else self.hi * self.unit.factor
        return low, high


@lru_cache(maxsize=4096)
def parse(text: str) -> Stated:
    """Read a target or what was reached; never raises."""
    plain = _NUMERAL.sub(_in_digits, SPACES.sub("", normalise(text)))
    if is_blank_word(plain):
        return Stated("blank", plain)
    if (dated := _date(plain)) is not None:
        return dated
    found = _marks(plain)
    if not found:
        return Stated("qualitative", plain, band=_band(plain))
    if len(found) == 1:
        return _one(plain, found[0])
    if len(found) == 2:
        return _two(plain, *found)
    return _unreadable(
        plain, "里面有好几个数，看不出哪个是要比的", "it has several figures, and which one counts is unclear"
    )


# ---------------------------------------------------------------- grammar
@dataclass(frozen=True, slots=True)
class Mark:
    """A number in the text with what stands around it."""

    value: float
    decimals: int
    unit: Unit
    bound: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    before: tuple[tuple[str, str], ...]
    behind: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, Unit], ...]
    joins: Mapping[str, tuple[str, ...]]
    per: Mapping[str, Any]
    bands: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())


@cache
def _words() -> _Words:
    data = tomllib.loads((Path(__file__).parent / "statements.toml").read_text(encoding="utf-8"))

    def longest(pairs: list[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
        return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

    return _Words(
        longest([(word, name) for name, bound in data["bounds"].items() for word in bound["before"]]),
        longest([(word, name) for name, bound in data["bounds"].items() for word in bound["behind"]]),
        longest([(w, Unit(dim, float(f), w)) for dim, units in data["units"].items() for w, f in units.items()]),
        {name: tuple(words) for name, words in data["joins"].items()},
        data["per"],
        tuple((entry["band"], tuple(entry["words"])) for entry in data["qualitative"]),
    )


def _in_digits(match: re.Match[str]) -> str:
    """三十日内 -> 30日内, 百分之九十五 -> 95%; a numeral that counts nothing stays."""
    total = ones = 0
    for sign in match["sign"]:
        if sign in "十百":
            total += (ones or 1) * (10 if sign == "十" else 100)
            ones = 0
        else:
            ones = 2 if sign == "两" else "零一二三四五六七八九".index(sign)
    if match["of"]:
        return f"{total + ones}%"
    return f"{total + ones}" if match["unit"] else match.group()


def figures(text: str) -> list[Mark]:
    """Every figure of a running text with its unit and bound; dates, numbers of documents and headings are none.

    The text has been through `normalise`; places are those in it.
    """
    skipped = [match.span() for match in _NO_FIGURE.finditer(text)]
    return [mark for mark in _marks(text) if not any(a < mark.end and mark.start < b for a, b in skipped)]


def _marks(text: str) -> list[Mark]:
    marks: list[Mark] = []
    for match in _DIGITS.finditer(text):
        start = match.start()
        if marks and start < marks[-1].end:
            continue
        unit, end = _unit(text, match.end())
        if text[:start].endswith("百分之"):
            unit, start = Unit("percent", 1, "%"), start - 3
        bound, start = _before(text, start)
        if not bound:
            bound, end = _behind(text, end)
        negative = start > 0 and text[start - 1] == "-" and (start == 1 or text[start - 2] in "≥≤<>=")
        value = float(match.group().replace(",", "")) * (-1 if negative else 1)
        decimals = len(match.group().partition(".")[2])
        marks.append(Mark(value, decimals, unit, bound, start - negative, end))
    return marks


def _unit(text: str, at: int) -> tuple[Unit, int]:
    """The unit that stands at a place, and where it ends."""
    for word, unit in _words().units:
        if text.startswith(word, at):
            end = at + len(word)
            if word == "%" and (hint := _HINTS.match(text, end)):
                end = hint.end()
            return _per(text, unit, end)
    return Unit(), at


def _per(text: str, unit: Unit, at: int) -> tuple[Unit, int]:
    """530元/人*月: the unit by others, whose order does not matter."""
    if at >= len(text) or text[at] not in _words().per["signs"]:
        return unit, at
    parts: list[str] = []
    end = at
    while end < len(text) and (text[end] in _words().per["between"] or text[end] in _words().per["signs"] or parts):
        step = end + (text[end] in (*_words().per["between"], *_words().per["signs"]))
        named = next((word for word, _ in _words().units if text.startswith(word, step) and word != "%"), None)
        if named is None:
            break
        parts.append(named.removeprefix("个"))
        end = step + len(named)
    if not parts:
        return unit, at
    names = "·".join(sorted(parts))
    return Unit(f"{unit.dimension}/{names}", unit.factor, text[at - len(unit.written) : end]), end


def _before(text: str, at: int) -> tuple[str, int]:
    for word, bound in _words().before:
        if text.endswith(word, 0, at):
            return bound, at - len(word)
    return "", at


def _behind(text: str, at: int) -> tuple[str, int]:
    for word, bound in _words().behind:
        if text.startswith(word, at):
            return bound, at + len(word)
    return "", at


_TIME = ("days", "working_days", "months", "hours", "minutes")


def _one(text: str, mark: Mark) -> Stated:
    half = 0.5 * 10.0**-mark.decimals
    more: dict[str, Any] = {"unit": mark.unit, "half": half}
    until = text[mark.end : mark.end + 2].startswith(("前", "之前"))
    if mark.unit.dimension in _TIME and (mark.bound in ("at_most", "less_than") or until):
        return Stated("deadline", text, 0.0, mark.value, anchor=_anchor(text[: mark.start]), **more)
    match mark.bound:
        case "at_least" | "more_than":
            return Stated("bound", text, mark.value, None, lo_open=mark.bound == "more_than", **more)
        case "at_most" | "less_than":
            zero = mark.value == 0 and mark.bound == "at_most"
            open_ = mark.bound == "less_than"
            return Stated("bound", text, None, mark.value, hi_open=open_, zero_bound=zero, **more)
        case _:
            return Stated("number", text, mark.value, mark.value, anchor=_anchor(text[: mark.start]), **more)


def _anchor(text: str) -> str:
    """每年度度结束后的 and 每年度结束后 are the same anchor."""
    return re.sub(r"(.)\1+", r"\1", text.rstrip("的第于在"))


def _two(text: str, first: Mark, second: Mark) -> Stated:
    joined = text[first.end : second.start].strip("的")
    unit = second.unit if not first.unit.dimension else first.unit
    if first.unit.dimension and second.unit.dimension and first.unit.dimension != second.unit.dimension:
        return _unreadable(text, "里面有两个单位不同的数", "it has two figures of different units")
    half = 0.5 * 10.0 ** -max(first.decimals, second.decimals)
    joins = _words().joins
    if not first.bound and not second.bound and joined in joins["range"]:
        low, high = sorted((first.value, second.value))
        return Stated("range", text, low, high, unit=unit, half=half)
    up = [mark for mark in (first, second) if mark.bound in ("at_least", "more_than")]
    down = [mark for mark in (first, second) if mark.bound in ("at_most", "less_than")]
    if len(up) == len(down) == 1 and (joined in joins["either"] or joined in joins["both"] or not joined):
        low, high = up[0].value, down[0].value
        if joined in joins["either"]:
            return Stated("range", text, low, high, unit=unit, half=half, always=low <= high)
        ends: dict[str, Any] = {"lo_open": up[0].bound == "more_than", "hi_open": down[0].bound == "less_than"}
        return Stated("range", text, low, high, unit=unit, half=half, never=low > high, **ends)
    return _unreadable(text, "里面有两个数，看不出哪个是要比的", "it has two figures, and which one counts is unclear")


def _date(text: str) -> Stated | None:
    """A day of the year, or of every month: 2020年12月底前, 12月20日, 每月10日前. Compared as month × 100 + day."""
    match = _DATE.search(text)
    if match is None or not (match["day"] or match["end"] or match["every"]):
        return None
    if match["every"] and not match["day"]:
        return None
    rest = text[: match.start()] + text[match.end() :]
    if any(sign.isdigit() for sign in rest):
        return None
    day = int(match["day"] or 31)
    value = float(0 if match["every"] else int(match["month"])) * 100 + day
    year = float(match["year"] or 0)
    unit = Unit("day of month" if match["every"] else "date", 1, "")
    until = "前" in match.group() or text[match.end() : match.end() + 1] == "前"
    return Stated("date", text, 0.0 if until else value, value, unit=unit, anchor=match["year"] or "", half=year)


def _band(text: str) -> str:
    return next((band for band, words in _words().bands if any(word in text for word in words)), "")


def _unreadable(text: str, zh: str, en: str) -> Stated:
    return Stated("unreadable", text, problem=Text(zh, en))
