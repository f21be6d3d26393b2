"""Text to number, as people write numbers: full-width, with separators, brackets, units inside, in
Chinese numerals."""

import math
import re
from dataclasses import dataclass
from functools import cache

from sipipeline.language.lexicon import fold, table
from sipipeline.language.units import MAX_UNKNOWN, read_unit, unit_at

_PLAIN = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")
_FIGURE = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)?"
    r"(?:\.(?P<fraction>[0-9]+))?(?:[eE](?P<exponent>[+-]?[0-9]{1,3})(?![0-9]))?"
)
_LONGEST = 60
"""A longer text is prose, not a number."""
_LONGEST_NUMERAL = 24
_TENTHS = "成"


@dataclass(frozen=True, slots=True)
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
    if (plain := _PLAIN.fullmatch(text)) is not None:
        return Number(float(text), len(plain[1] or ""), "")
    body, negative = _unsigned(compact(text).lstrip("'"))
    found = number_at(body, 0)
    if found is None:
        return None
    value, decimals, end, percent = found
    unit = _unit_of(body[end:], strict=not body[0].isdigit())
    if unit is None or (percent and unit):
        return None
    if unit == _TENTHS:
        value, decimals, unit = value * 10, max(0, decimals - 1), "%"
    return Number(-value if negative else value, decimals, percent or unit)


def number_at(text: str, at: int) -> tuple[float, int, int, str] | None:
    """The unsigned number at a place of a folded text: value, decimals, end, and the % that its own
    words say."""
    for words, unit in table()["numerals"]["parts"].items():
        if text.startswith(words, at):
            after = at + len(words)
            if text.startswith(words[0], after):
                return 100.0, 0, after + 1, "%"
            if (part := _number_at(text, after)) is not None:
                return part[0], part[1], part[2], str(unit)
    return _number_at(text, at)


def _number_at(text: str, at: int) -> tuple[float, int, int, str] | None:
    digits = digits_at(text, at)
    return _chinese_at(text, at) if digits is None else (*digits, "")


def digits_at(text: str, at: int) -> tuple[float, int, int] | None:
    """The number in digits at a place: value, printed decimals, end."""
    found = _FIGURE.match(text, at)
    if found is None or (found["whole"] is None and found["fraction"] is None):
        return None
    fraction, exponent = found["fraction"] or "", int(found["exponent"] or 0)
    whole = (found["whole"] or "0").replace(",", "").replace(" ", "")
    value = float(f"{whole}.{fraction or 0}e{exponent}")
    return (value, max(0, len(fraction) - exponent), found.end()) if math.isfinite(value) else None


def compact(text: str) -> str:
    """Folded, without spaces except between two digits, where a space may part groups or numbers.

    A line break between two digits parts two numbers.
    """
    lines = text.splitlines()
    if len(lines) > 1:
        parts = [part for part in map(compact, lines) if part]
        return "".join(
            f"{part};" if part[-1].isdigit() and after[:1].isdigit() else part
            for part, after in zip(parts, [*parts[1:], ""])
        )
    words = fold(text).split()
    joined = words[:1]
    for word in words[1:]:
        joined.append(f" {word}" if joined[-1][-1].isdigit() and word[0].isdigit() else word)
    return "".join(joined)


def _unsigned(text: str) -> tuple[str, bool]:
    """Without sign, brackets and currency, and whether it is negative: （12）, ▲12, 负12."""
    money, minus = table()["prefixes"]["money"], ("-", *table()["prefixes"]["minus"])
    negative = False
    if text.startswith("(") and text.count("(") == text.count(")") == 1:
        text, negative = text[1:].replace(")", "", 1), True
    for marks in (money, minus, ("+",), money):
        if mark := next((word for word in marks if text.startswith(word)), ""):
            text, negative = text[len(mark) :], negative or marks is minus
    return text, negative


def _unit_of(tail: str, strict: bool) -> str | None:
    """The unit that the rest of a text is; None where it is no unit."""
    if tail.endswith(")") and "(" in tail:
        outside, _, inside = tail[:-1].partition("(")
        units = {_unit_of(part, strict=True) for part in (outside, inside)} - {""}
        return units.pop() if len(units) == 1 else None
    known = read_unit(tail)
    if known is not None:
        return (
            "%" if known.dimension == "percent" and known.factor == 1 and "点" not in tail else tail
        )
    return tail if not strict and _may_be_unit(tail) else None


def _may_be_unit(tail: str) -> bool:
    """A unit that the table does not know: a short word that is neither a known unit and more, nor
    a comparison."""
    if len(tail) > MAX_UNKNOWN or not tail.isalpha() or unit_at(tail, 0) is not None:
        return False
    return not any(character in _numerals() for character in tail) and not tail.startswith(
        _comparing()
    )


def _chinese_at(text: str, at: int) -> tuple[float, int, int, str] | None:
    """三十, 一万二千, 二〇二〇, 九十五点五, 九成五. One numeral alone is too often a word, or a
    dash typed as 一."""
    numerals, end = _numerals(), at
    while end < len(text) and end - at <= _LONGEST_NUMERAL and text[end] in numerals:
        end += 1
    if end < len(text) and end > at + 1 and text[end - 1] in table()["numerals"]["point"]:
        end -= 1
    spoken = text[at:end]
    if (
        not spoken
        or len(spoken) > _LONGEST_NUMERAL
        or (end == len(text) and len(spoken) == 1 and spoken not in _zeros())
    ):
        return None
    value = _spoken(spoken)
    if value is None:
        return None
    if not text.startswith(_TENTHS, end):
        return (*value, end, "")
    more = numerals.get(text[end + 1 : end + 2], -1)
    rest = more if 0 <= more < 10 and end + 2 == len(text) else 0
    return value[0] * 10 + rest, 0, end + (2 if rest else 1), "%"


def _spoken(text: str) -> tuple[float, int] | None:
    """The value of a numeral in words and its decimals; None where the words are no number."""
    numerals, point = _numerals(), table()["numerals"]["point"]
    whole, _, fraction = text.partition(point)
    digits = [numerals[character] for character in fraction if character != point]
    if (
        len(digits) < len(fraction)
        or any(digit >= 10 for digit in digits)
        or (point in text and not digits)
    ):
        return None
    value = _spoken_whole([numerals[character] for character in whole])
    if value is None:
        return None
    return float(f"{value}.{''.join(map(str, digits)) or 0}"), len(digits)


def _spoken_whole(places: list[int]) -> int | None:
    """[3, 100, 5, 10] -> 350; digits alone stand for themselves: [2, 0, 2, 0] -> 2020."""
    if not places or places[0] >= 100:
        return None
    if all(place < 10 for place in places):
        return int("".join(map(str, places)))
    total = section = digit = 0
    for place in places:
        if place < 10:
            if digit:
                return None
            digit = place
        elif place < 10000:
            section, digit = section + (digit or (1 if place == 10 else 0)) * place, 0
        else:
            total, section, digit = (total + section + digit) * place, 0, 0
    return total + section + digit


@cache
def _blanks() -> frozenset[str]:
    return frozenset(table()["blank"]["words"])


@cache
def _comparing() -> tuple[str, ...]:
    """Words after a number that compare, so that they are never taken for a unit."""
    forms = table()
    after = [word for comparator in forms["comparators"] for word in comparator["after"]]
    return (
        *after,
        *forms["about"]["after"],
        *forms["deadline"]["before"],
        *forms["joins"]["range"],
    )


@cache
def _zeros() -> str:
    numerals = table()["numerals"]
    return "零" + str(numerals["零"])


@cache
def _numerals() -> dict[str, int]:
    """Numeral characters: a digit, a place from ten up, or -1 for the decimal point."""
    numerals = table()["numerals"]
    values = {digit: value for value, digit in enumerate(numerals["digits"])}
    values |= {
        variant: values[digit]
        for digit in numerals["digits"]
        for variant in numerals.get(digit, "")
    }
    return values | dict(numerals["places"]) | {numerals["point"]: -1}
