"""A text cut into figures, dates, known words and the rest: what the grammar of targets and
mentions stand on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from sipipeline.language.dates import When, date_at, day_at
from sipipeline.language.lexicon import Lexicon, table
from sipipeline.language.numbers import number_at
from sipipeline.language.units import (
    MAX_UNKNOWN,
    NO_UNIT,
    PERCENT,
    Unit,
    per_prefix_at,
    unit_at,
    unknown_unit,
)

_DOCUMENT = re.compile(r"[(\[][12][0-9]{3}[)\]]第?[0-9]{1,5}号|[0-9]{1,5}号(?:文|令)")
_MORE = ("余", "多")
_AFTER = ("after", "about_after", "closed", "open", "within", "until", "more")


@dataclass(frozen=True, slots=True)
class Quantity:
    value: float
    decimals: int
    unit: Unit
    start: int
    end: int
    more: bool = False
    """9000多人, 9000余人: this or somewhat more."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the table: `before`, `after`, `range`, `and`, `or`, `filler` …; `rest` where the
    table has none."""

    kind: str
    text: str
    meaning: str
    start: int
    end: int


Token = Quantity | When | Word


def scan(text: str) -> list[Token]:
    """All tokens of a folded text, in order; they cover it but for spaces."""
    tokens: list[Token] = []
    starts, at, rest = _starts(), 0, 0
    while at < len(text):
        token = (
            _token_at(text, at, tokens[-1] if tokens and rest == at else None)
            if text[at] in starts
            else None
        )
        if token is None and text[at] != " ":
            at += 1
            continue
        tokens += _rest(text, rest, at)
        if token is not None:
            tokens.append(token)
        at = rest = token.end if token is not None else at + 1
    tokens += _rest(text, rest, at)
    return list(_with_unknown_units(tokens))


def _rest(text: str, start: int, end: int) -> Iterator[Word]:
    if end > start:
        yield Word("rest", text[start:end], "", start, end)


def _token_at(text: str, at: int, last: Token | None) -> Token | None:
    if (document := _DOCUMENT.match(text, at)) is not None:
        return Word("document", document.group(), "", at, document.end())
    if (when := _when_at(text, at, last)) is not None:
        return when
    if (quantity := _quantity_at(text, at, last)) is not None:
        return quantity
    return _word_at(text, at, last)


def _when_at(text: str, at: int, last: Token | None) -> When | None:
    """A date; but ≥12月 and 3月内 count months, and a day alone is a date only in 10日前."""
    if text[at - 1 : at].isdigit() or (isinstance(last, Word) and last.kind == "before"):
        return None
    when = date_at(text, at)
    if when is None:
        day = day_at(text, at)
        return (
            day if day and _after_words().get(_next_word(text, day.end)) == ("until", "") else None
        )
    after = _after_words().at(text, when.end)
    counts = after is not None and after[1][0] == "after"
    return None if counts and when.year is None and text[when.end - 1] in "月年季度" else when


def _next_word(text: str, at: int) -> str:
    found = _after_words().at(text, at)
    return found[0] if found else ""


def _quantity_at(text: str, at: int, last: Token | None) -> Quantity | None:
    """A number with its sign, unit, and 每人每月 before it."""
    per, start = per_prefix_at(text, at)
    negative = text[start] == "-" and not _is_figure(last) if start < len(text) else False
    start = _skip(text, start + negative)
    before = text[start - 1 : start]
    if before.isascii() and (
        before.isalpha() or (before.isdigit() and text[start : start + 1].isdigit())
    ):
        return None
    if (found := number_at(text, start)) is None:
        return None
    value, decimals, end, percent = found
    spoken = not text[start].isdigit() and text[start] != "."
    more = text[end : end + 1] in _MORE and unit_at(text, end + 1) is not None
    unit, end = (PERCENT, end) if percent else _unit_after(text, end + more)
    if (
        spoken
        and not percent
        and (not unit.symbol or not _ends_word(text, end) or (negative and not at))
    ):
        return None
    if per and not unit.per and unit.dimension not in ("day", "workday"):
        unit = replace(
            unit, per=per, symbol=unit.symbol + "/" + text[at:start].strip("每").replace("每", "·")
        )
    return Quantity(-value if negative else value, decimals, unit, at, end, more)


def _is_figure(token: Token | None) -> bool:
    return isinstance(token, Quantity | When) or (isinstance(token, Word) and token.kind in _AFTER)


def _unit_after(text: str, at: int) -> tuple[Unit, int]:
    """The unit after a number, also in brackets: 98%(百分比), 12(万元); 9000多人."""
    unit = unit_at(text, start := _skip(text, at))
    end = start + len(unit.symbol) if unit else at
    if text.startswith("(", end) and (inner := unit_at(text, end + 1)):
        close = end + 1 + len(inner.symbol)
        if text.startswith(")", close) and (unit is None or unit.dimension == inner.dimension):
            return unit or inner, close + 1
    return unit or NO_UNIT, end


def _ends_word(text: str, at: int) -> bool:
    """Whether nothing unknown goes on here: 三十日内, but not the 一次 of 一次性."""
    at = _skip(text, at)
    return (
        at == len(text)
        or not text[at].isalnum()
        or _after_words().at(text, at) is not None
        or ((word := _words().at(text, at)) is not None and len(word[0]) > 1)
    )


def _word_at(text: str, at: int, last: Token | None) -> Word | None:
    after = _after_words().at(text, at) if _is_figure(last) else None
    general = _words().at(text, at)
    found = after if after and (not general or len(after[0]) >= len(general[0])) else general
    return Word(found[1][0], found[0], found[1][1], at, at + len(found[0])) if found else None


def _with_unknown_units(tokens: list[Token]) -> Iterator[Token]:
    """A short unknown word right behind a number is its unit; the table need not know every
    unit."""
    pending: Quantity | None = None
    for token in tokens:
        if pending is not None:
            if _is_unknown_unit(pending, token):
                yield replace(pending, unit=unknown_unit(token.text), end=token.end)  # type: ignore[union-attr]
                pending = None
                continue
            yield pending
            pending = None
        if isinstance(token, Quantity) and not token.unit.symbol:
            pending = token
        else:
            yield token
    if pending is not None:
        yield pending


def _is_unknown_unit(quantity: Quantity, token: Token) -> bool:
    if not isinstance(token, Word) or token.kind != "rest" or token.start != quantity.end:
        return False
    return len(token.text) <= MAX_UNKNOWN and token.text.isalpha()


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


@cache
def _starts() -> frozenset[str]:
    """Every character that a token may start with; the others are passed over."""
    forms = table()
    calendar = [
        *forms["calendar"]["every"],
        *forms["calendar"]["next"],
        *forms["calendar"]["months"],
    ]
    words = [
        *_words(),
        *_after_words(),
        *calendar,
        *forms["numerals"]["parts"],
        *forms["numerals"]["places"],
    ]
    digits = forms["numerals"]["digits"] + "".join(
        forms["numerals"].get(d, "") for d in forms["numerals"]["digits"]
    )
    return frozenset({word[0] for word in words} | set(digits) | set("0123456789.-([第每"))


@cache
def _after_words() -> Lexicon[tuple[str, str]]:
    """Words that mean something only behind a figure."""
    forms = table()
    marks = forms["marks"]
    entries = [(word, ("after", c["op"])) for c in forms["comparators"] for word in c["after"]]
    entries += [(word, ("about_after", "")) for word in forms["about"]["after"]]
    entries += [(word, (kind, "")) for kind in ("closed", "open", "within") for word in marks[kind]]
    return Lexicon([*entries, *((word, ("until", "")) for word in forms["deadline"]["before"])])


@cache
def _words() -> Lexicon[tuple[str, str]]:
    """Words that mean something anywhere."""
    forms = table()
    changes, joins, marks, deadline = (
        forms["changes"],
        forms["joins"],
        forms["marks"],
        forms["deadline"],
    )
    entries = [(word, ("before", c["op"])) for c in forms["comparators"] for word in c["before"]]
    entries += [(word, ("about", "")) for word in forms["about"]["before"]]
    entries += [
        (word, ("sense", sense))
        for sense in ("up", "down", "beyond", "gap")
        for word in changes[sense]
    ]
    entries += [(word, ("sense", sense)) for sense in ("early", "late") for word in deadline[sense]]
    entries += [
        (word, (join, "")) for join in ("range", "and", "or", "pause") for word in joins[join]
    ]
    entries += [(word, ("plus_minus", "")) for word in marks["plus_minus"]]
    entries += [
        (marks["ordinal"], ("ordinal", "")),
        *((word, ("filler", "")) for word in forms["fillers"]["words"]),
    ]
    return Lexicon(
        [*entries, *((word, ("until", "")) for word in deadline["before"] if len(word) > 1)]
    )
