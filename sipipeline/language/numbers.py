"""Text to number, as people write numbers: full-width, with separators, brackets, units inside, in
Chinese numerals."""

import math
import re
from functools import cache, lru_cache
from typing import NamedTuple

from sipipeline.core.values import frozen
from sipipeline.language.lexicon import fold, one_of, table, words
from sipipeline.language.units import MAX_UNKNOWN, NO_UNIT, read_unit, unit_at

_PLAIN = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")
_FIGURE = re.compile(
    r"(?=\.?[0-9])"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)?"
    r"(?:\.(?P<fraction>[0-9]+))?(?:[eE](?P<exponent>[+-]?[0-9]{1,3})(?![0-9]))?"
)
_IDLE_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
"""A space between two digits may part groups or numbers; any other says nothing."""
_BRACKETED = re.compile(r"(?P<outside>[^()]*)\((?P<inside>.*)\)")
_LONGEST = 60
"""A longer text is prose, not a number."""
_LONGEST_NUMERAL = 24
DIGITS = frozenset("0123456789.")
_CELLS = 1 << 10
"""Texts of cells kept without their spaces: each rule asks for them again."""
_KEPT = 64
"""Numbers kept: a place is tried as a date, a ratio, an amount; each begins with a number."""
_LARGE = (100_000_000, 10_000)
"""亿 and 万 multiply all that stands before them, back to the next larger of them."""


_PLACES = (*_LARGE, 1000, 100)
_MULTIPLIED = frozenset({"money", "people"})
"""Dimensions of which 万 is a unit: 万元, 万人."""


class Printed(NamedTuple):
    """An unsigned number at a place of a text."""

    value: float
    decimals: int
    end: int
    unit: str = ""
    """Said by the number's own words: % for 百分之九十五 and 九成, ‰ for 千分之三."""


@frozen
class Number:
    value: float
    decimals: int
    """Printed decimal places, zeros included: 110.0% has 1."""
    unit: str
    """As written, without spaces; "" where there is none. 98% has the value 98 and the unit %."""


def normalise(text: str) -> str:
    """Half-width digits and signs, one kind of minus, one space for many, none at the ends."""
    return " ".join(fold(text).split())


def is_blank_word(text: str) -> bool:
    """Whether a text stands for nothing: —, /, 无 and the like."""
    return len(text) <= _LONGEST and (compact(text) in _blanks() or not text.strip())


def read_number(text: str) -> Number | None:
    """The number that the whole text is, with its unit; None where it is none. Never raises."""
    if len(text) > _LONGEST:
        return None
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return Number(float(text), len(plain[1] or ""), "")
    sign, body = _unsigned(compact(text).lstrip("'"))
    printed = number_at(body, 0)
    return _whole_number(sign, body, printed) if printed is not None else None


def numeral(written: str) -> float:
    """The number that a numeral is by itself, 2 of 两; 0 where it is none."""
    number = number_at(written + words("numerals", "counted")[0], 0) if written else None
    return number.value if number is not None else 0.0


def number_at(text: str, at: int) -> Printed | None:
    """The unsigned number at a place of a folded text."""
    return _number_at(text, at) if text[at : at + 1] in _starts() else None


def digits_at(text: str, at: int) -> Printed | None:
    """The number in digits at a place."""
    figure = _FIGURE.match(text, at)
    if figure is None:
        return None
    whole, fraction, exponent = figure.groups("")
    plain = whole.replace(",", "").replace(" ", "")
    power = int(exponent or 0)
    value = float(f"{plain}.{fraction}e{power}")
    if not math.isfinite(value):
        return None
    return Printed(value, max(0, len(fraction) - power), figure.end())


@lru_cache(maxsize=_CELLS)
def compact(text: str) -> str:
    """Folded, without the spaces that say nothing; a line break between two digits parts two
    numbers."""
    joined = ""
    for line in map(_without_spaces, text.splitlines()):
        parted = joined[-1:].isdigit() and line[:1].isdigit()
        joined += f";{line}" if parted else line
    return joined


def _whole_number(sign: int, body: str, printed: Printed) -> Number | None:
    """The number that a text begins with, if nothing but its unit follows."""
    unit = _unit_of(body[printed.end :], strict=not body[0].isdigit())
    if unit is None or (printed.unit and unit):
        return None
    if unit == _tenth():
        return Number(sign * printed.value * 10, max(0, printed.decimals - 1), "%")
    return Number(sign * printed.value, printed.decimals, printed.unit or unit)


@lru_cache(maxsize=_KEPT)
def _number_at(text: str, at: int) -> Printed | None:
    for spoken in words("numerals", "wholes"):
        if text.startswith(spoken, at):
            return Printed(100.0, 0, at + len(spoken), "%")
    for share, unit in table()["numerals"]["parts"].items():
        if text.startswith(share, at):
            return _share_at(text, at + len(share), share[0], str(unit))
    for spoken in words("numerals", "halves"):
        if text.startswith(spoken, at):
            return Printed(50.0, 0, at + len(spoken), "%")
    if (fraction := _fraction().match(text, at)) is not None:
        return _fraction_of(fraction[1], fraction[2], fraction.end())
    return _mixed_at(text, at) or digits_at(text, at) or _numeral_at(text, at)


@cache
def _starts() -> frozenset[str]:
    """Every character that a number may start with."""
    spoken = table()["numerals"]
    first_letters = {word[0] for kind in ("wholes", "parts", "halves") for word in spoken[kind]}
    return frozenset(first_letters.union(numerals(), DIGITS))


def _mixed_at(text: str, at: int) -> Printed | None:
    """The 58 of 5万8千人, the 12 of 1亿2千万元 and the 58,000 of 5万8000人: the last 千 or 千万
    belongs to the unit."""
    mixed = _mixed().match(text, at)
    value = None if mixed is None else _mixed_value(mixed.group())
    if mixed is None or value is None:
        return None
    unit = mixed.group("unit") or ""
    times = math.prod(numerals()[sign] for sign in unit)
    return Printed(value / times, 0, mixed.end() - len(unit))


def _mixed_value(written: str) -> int | None:
    """What digits and multipliers come to; None where a later part is as large as the place of the
    one before, or shorter than its place: 5万8."""
    for place in _PLACES:
        sign = next((sign for sign in written if numerals().get(sign) == place), "")
        if sign:
            before, _, behind = written.rpartition(sign)
            high, low = _mixed_value(before), _mixed_value(behind or "0")
            short = behind.isdigit() and len(behind) != len(str(place)) - 1
            if high is None or low is None or low >= place or short:
                return None
            return high * place + low
    return int(written) if written.isdigit() else None


@cache
def _mixed() -> re.Pattern[str]:
    """Digits, a multiplier, digits again, and so on."""
    places = "".join(sign for sign, times in numerals().items() if times in _PLACES)
    step = f"[0-9]{{1,4}}[{places}]{{1,2}}"
    last = f"[0-9]{{2,4}}(?![0-9.,{places}])|[0-9]{{1,4}}(?P<unit>[{places}]{{1,2}})"
    return re.compile(f"(?:{step})+(?:{last})")


def _share_at(text: str, at: int, whole: str, unit: str) -> Printed | None:
    """What follows 百分之: a number, or 百 again for all of it."""
    if text.startswith(whole, at):
        return Printed(100.0, 0, at + 1, "%")
    part = digits_at(text, at) or _numeral_at(text, at, alone=True)
    return None if part is None else part._replace(unit=unit)


@cache
def _fraction() -> re.Pattern[str]:
    """四分之三: what it is divided by, and how many of these parts."""
    numeral = f"([{''.join(numerals())}]{{1,3}})"
    return re.compile(f"{numeral}{re.escape(words('numerals', 'divided')[0])}{numeral}")


def _fraction_of(base: str, parts: str, end: int) -> Printed | None:
    """A fraction in percent; None where it is more than the whole."""
    whole, part = _spoken(base), _spoken(parts)
    if whole is None or part is None or not 0 < part[0] <= whole[0]:
        return None
    return Printed(100 * part[0] / whole[0], 0, end, "%")


def _without_spaces(line: str) -> str:
    return _IDLE_SPACE.sub("", normalise(line))


def _unsigned(text: str) -> tuple[int, str]:
    """1 or -1, and the text without sign, brackets and currency: （12）, ▲12, 负12."""
    bracketed = text.startswith("(") and text.count("(") == text.count(")") == 1
    if bracketed:
        text = text[1:].replace(")", "", 1)
    minus, body = _signs().findall(text)[0]
    return -1 if bracketed or minus else 1, body


@cache
def _signs() -> re.Pattern[str]:
    """Currency and signs before a number, in either order; matches every text."""
    money, minus = one_of("prefixes", "money"), one_of("prefixes", "minus")
    return re.compile(rf"^{money}?(-|{minus})?\+?{money}?(.*)", re.DOTALL)


# ---------------------------------------------------------------- the unit of a whole text
def _unit_of(tail: str, strict: bool) -> str | None:
    """The unit that the rest of a text is; None where it is no unit."""
    bracketed = _BRACKETED.fullmatch(tail)
    if bracketed is not None:
        units = {_unit_of(part, strict=True) for part in bracketed.groups()} - {""}
        return units.pop() if len(units) == 1 else None
    unit = read_unit(tail)
    if unit is None:
        return tail if not strict and _may_be_unit(tail) else None
    difference = tail.endswith(words("percent_points", "words"))
    whole_percent = (unit.dimension, unit.factor) == ("percent", 1)
    return "%" if whole_percent and not difference else tail


def _may_be_unit(tail: str) -> bool:
    """A unit that the table does not know: a short word that is neither a known unit and more, nor
    a comparison."""
    short = len(tail) <= MAX_UNKNOWN and tail.isalpha()
    if not short or unit_at(tail, 0) is not None:
        return False
    return numerals().keys().isdisjoint(tail) and not tail.startswith(_comparing())


# ---------------------------------------------------------------- Chinese numerals
@cache
def numerals() -> dict[str, int]:
    """Numeral characters: a digit, a place from ten up, or -1 for the decimal point."""
    numerals = table()["numerals"]
    values = {digit: value for value, digit in enumerate(numerals["digits"])}
    for digit in numerals["digits"]:
        values |= dict.fromkeys(numerals.get(digit, ""), values[digit])
    return values | dict(numerals["places"]) | {numerals["point"]: -1}


def _numeral_at(text: str, at: int, alone: bool = False) -> Printed | None:
    """三十, 一万二千, 二〇二〇, 九十五点五, 九成五.

    One numeral that ends a text is too often a word, or a dash typed as 一; it is a number only
    where it may stand `alone`.
    """
    spoken = _numerals_from(text, at)
    if _is_some(text, at, spoken):
        return None
    multiplied = _multiplied(spoken, text, at)
    if multiplied is not None:
        return multiplied
    end = at + len(spoken)
    ends_text = len(spoken) == 1 and end == len(text)
    if ends_text and not alone and spoken not in _zeros():
        return None
    if not 0 < len(spoken) <= _LONGEST_NUMERAL:
        return None
    if _is_round(text, at, end):
        return Printed(float(numerals()[spoken]), 0, end)
    value = _spoken(spoken) if _is_all(spoken, text, end) else _without_rest(spoken, text, end)
    if value is None:
        return None
    if text.startswith(_tenth(), end):
        return _tenths(text, value[0], end)
    return Printed(*value, end)


def _multiplied(spoken: str, text: str, at: int) -> Printed | None:
    """The 三千一百零二 of 三千一百零二万元, and 一亿二千万元 as 12,000: as in digits, the last 万
    belongs to the unit."""
    times, multiplier = spoken[:-1], spoken[-1:]
    end = at + len(times)
    unit = unit_at(text, end) or NO_UNIT
    if multiplier not in _multipliers() or unit.dimension not in _MULTIPLIED:
        return None
    if len(spoken) > _LONGEST_NUMERAL:
        return None
    if _multipliers().isdisjoint(times):
        value = _spoken(times)
        return None if value is None else Printed(*value, end)
    whole = _spoken(spoken)
    return None if whole is None else Printed(whole[0] / numerals()[multiplier], 0, end)


def _is_all(spoken: str, text: str, end: int) -> bool:
    """Whether no 余 parts a numeral with an 亿 from its 万: not 六亿四千二百余万元."""
    parted = text.startswith(words("marks", "more"), end)
    multiplied = text[end + 1 : end + 2] in _multipliers()
    return not (parted and multiplied) or _multipliers().isdisjoint(spoken)


def _without_rest(spoken: str, text: str, end: int) -> tuple[float, int] | None:
    """The 64,200 of 六亿四千二百余万元: the 万 behind 余 counts what is below the 亿."""
    multiplier = text[end + 1]
    whole = _spoken(spoken + multiplier)
    return whole and (whole[0] / numerals()[multiplier], whole[1])


def _is_round(text: str, at: int, end: int) -> bool:
    """Whether a place alone is a number: the 百 of 百余户, but not of 数百余户."""
    place = numerals().get(text[at:end], 0)
    vague = text[:at].endswith(words("numerals", "vague"))
    return place >= 100 and text.startswith(words("marks", "more"), end) and not vague


def _is_some(text: str, at: int, spoken: str) -> bool:
    """Whether a place alone follows a word for some: 几十场, 数百 at the start of a text, but not
    完成十二项 or 人数十人."""
    some = text[:at].endswith(words("numerals", "some")) or text[:at] in words("numerals", "vague")
    return some and len(spoken) == 1 and numerals().get(spoken, 0) >= 10


@cache
def _multipliers() -> frozenset[str]:
    return frozenset(sign for sign, times in numerals().items() if times in _LARGE)


def _numerals_from(text: str, at: int) -> str:
    """The numerals at a place; a point behind them is not theirs."""
    spoken = "".join(_numerals_pattern().findall(text[at : at + _LONGEST_NUMERAL + 1])[:1])
    goes_on = at + len(spoken) < len(text)
    pointed = len(spoken) > 1 and spoken.endswith(words("numerals", "point"))
    return spoken[:-1] if goes_on and pointed else spoken


@cache
def _numerals_pattern() -> re.Pattern[str]:
    return re.compile(f"^[{''.join(numerals())}]+")


def _tenths(text: str, tenths: float, end: int) -> Printed:
    """九成 is 90%, 九成五 and 九成半 before no other letter 95%."""
    behind = text[end + 1 : end + 2]
    digit = 5 if behind in words("numerals", "half") else numerals().get(behind, -1)
    ends = not text[end + 2 : end + 3].isalpha() or text.startswith(_comparing(), end + 2)
    if ends and 0 < digit < 10:
        return Printed(tenths * 10 + digit, 0, end + 2, "%")
    return Printed(tenths * 10, 0, end + 1, "%")


def _spoken(text: str) -> tuple[float, int] | None:
    """The value of a numeral in words and its decimals; None where the words are no number."""
    whole, point, fraction = text.partition(table()["numerals"]["point"])
    digits = [numerals()[character] for character in fraction]
    value = _whole([numerals()[character] for character in whole])
    if value is None or not set(digits).issubset(range(10)):
        return None
    if point and not digits:
        return None
    return float(f"{value}.{''.join(map(str, digits))}"), len(digits)


def _whole(places: list[int]) -> int | None:
    """[3, 100, 5, 10] is 350; digits alone stand for themselves: [2, 0, 2, 0] is 2020."""
    if not places or places[0] >= 100:
        return None
    if max(places) < 10:
        return int("".join(map(str, places)))
    for large in _LARGE:
        if large in places:
            return _around(places, len(places) - 1 - places[::-1].index(large))
    return _below_ten_thousand(places)


def _around(places: list[int], cut: int) -> int | None:
    """So many times the 万 or 亿 at `cut`, and what follows."""
    high, low = _whole(places[:cut]), _whole(places[cut + 1 :] or [0])
    if high is None or low is None:
        return None
    return high * places[cut] + low


def _below_ten_thousand(places: list[int]) -> int | None:
    total = digit = 0
    for place in places:
        if place >= 10:
            total += (digit or int(place == 10)) * place
            digit = 0
        elif digit:
            return None
        else:
            digit = place
    return total + digit


@cache
def _tenth() -> str:
    return str(table()["numerals"]["tenth"])


@cache
def _blanks() -> frozenset[str]:
    return frozenset(words("blank", "words"))


@cache
def _comparing() -> tuple[str, ...]:
    """Words after a number that compare, so that they are never taken for a unit."""
    after = [word for comparator in table()["comparators"] for word in comparator["after"]]
    return (
        *after,
        *words("marks", "more"),
        *words("about", "after"),
        *words("deadline", "before"),
        *words("joins", "range"),
    )


@cache
def _zeros() -> str:
    numerals = table()["numerals"]
    return str(numerals["digits"])[0] + str(numerals[numerals["digits"][0]])
