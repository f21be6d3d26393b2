"""A text cut into figures, dates, known words and the rest: what the grammar of targets and
mentions stand on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from sipipeline.language.dates import When, date_at, day_at
from sipipeline.language.lexicon import Lexicon, one_of, table, words
from sipipeline.language.numbers import Printed, number_at
from sipipeline.language.units import (
    MAX_UNKNOWN,
    NO_UNIT,
    RATIO,
    TIMES,
    Unit,
    per_prefix_at,
    read_unit,
    unit_at,
    unknown_unit,
)

_DOCUMENT = re.compile(
    rf"[(\[][12][0-9]{{3}}[)\]]{one_of('marks', 'ordinal')}?"
    rf"[0-9]{{1,5}}{one_of('references', 'number')}"
    rf"|[0-9]{{1,5}}{one_of('references', 'documents')}"
)
_RATIO = re.compile(
    r"(?!(?:[2-9]|[12][0-9]):[0-5][0-9](?![0-9]))"
    r"([0-9]{1,6}(?:\.[0-9]{1,4})?):([1-9][0-9]{0,5}(?:\.[0-9]{1,4})?)(?![0-9:])"
)
"""1:2, but not the time 12:30."""
_AFTER = ("after", "about_after", "closed", "open", "within", "until", "more")
"""Kinds of words that speak of the figure before them."""
_HALF = 0.5


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
    starts = _starts()
    tokens: list[Token] = []
    at = unread = 0
    while at < len(text):
        last = _last(tokens, text[unread:at])
        token = _token_at(text, at, last) if text[at] in starts else None
        if token is None and text[at] != " ":
            at += 1
            continue
        tokens += _rest(text, unread, at)
        tokens += [token] if token is not None else []
        at = unread = token.end if token is not None else at + 1
    tokens += _rest(text, unread, at)
    return list(_with_unknown_units(tokens))


def _rest(text: str, start: int, end: int) -> Iterator[Word]:
    if end > start:
        yield Word("rest", text[start:end], "", start, end)


def _last(tokens: list[Token], unread: str) -> Token | None:
    """The token that a place follows; a figure also where only an unknown unit stands between."""
    last = tokens[-1] if tokens else None
    if not unread or (isinstance(last, Quantity) and _may_be_unit(last, unread)):
        return last
    return None


def _token_at(text: str, at: int, last: Token | None) -> Token | None:
    if (document := _DOCUMENT.match(text, at)) is not None:
        return Word("document", document.group(), "", at, document.end())
    return (
        _when_at(text, at, last)
        or _ratio_at(text, at)
        or _quantity_at(text, at, last)
        or _counted_by_at(text, at)
        or _word_at(text, at, last)
    )


# ---------------------------------------------------------------- dates
def _when_at(text: str, at: int, last: Token | None) -> When | None:
    """A date; but ≥12月 and 3月内 count months, and a day alone is a date only in 10日前."""
    if text[at - 1 : at].isdigit():
        return None
    when = date_at(text, at)
    if when is not None:
        return None if _is_count(text, when, last) else when
    day = day_at(text, at)
    if day is None or (isinstance(last, Word) and last.kind == "before"):
        return None
    word, meaning = _after_words().at(text, day.end) or ("", None)
    return day if word and meaning == ("until", "") else None


def _is_count(text: str, when: When, last: Token | None) -> bool:
    """Whether what could be a date is a number of months or quarters, as a comparison before or
    behind says; 不迟于 compares dates, and 一季度内 is the first quarter."""
    numbered = when.year is None and number_at(text, when.start) is not None
    if not numbered or not (_ends_with(text, when, "month") or _ends_with(text, when, "quarter")):
        return False
    if isinstance(last, Word) and last.kind == "before":
        return last.text not in words("deadline", "compared")
    _, meaning = _after_words().at(text, when.end) or ("", ("", ""))
    return meaning[0] == "after" and not _ends_with(text, when, "quarter")


def _ends_with(text: str, when: When, unit: str) -> bool:
    return text[: when.end].endswith(words("calendar", unit))


# ---------------------------------------------------------------- figures
def _quantity_at(text: str, at: int, last: Token | None) -> Quantity | None:
    """A number with its sign, unit, and 每人每月 before it."""
    per, start = per_prefix_at(text, at)
    negative, start = _sign_at(text, start, last)
    printed = _half_at(text, start) or number_at(text, start)
    if printed is None or _in_name(text, start):
        return None
    more, unit, end = _unit_after(text, printed)
    extra, end = _half_after(text, end, unit)
    in_digits = text[start].isdigit() or text[start] == "." or printed.unit
    dash = negative and not at
    if not in_digits and (dash or not unit.symbol or not _ends_word(text, end)):
        return None
    unit = _with_prefix(unit, per, text[at:start])
    value = printed.value + extra
    decimals = max(printed.decimals, int(extra > 0))
    return Quantity(-value if negative else value, decimals, unit, at, end, more)


def _ratio_at(text: str, at: int) -> Quantity | None:
    """1:2 as so many to one."""
    ratio = _RATIO.match(text, at)
    if ratio is None or _in_name(text, at):
        return None
    return Quantity(float(ratio[1]) / float(ratio[2]), 0, RATIO, at, ratio.end())


def _with_prefix(unit: Unit, per: tuple[str, ...], prefix: str) -> Unit:
    """每人每月 before an amount in 元: 元/人·月; 每月5日 is no unit."""
    if not per or unit.per or unit.dimension in ("day", "workday"):
        return unit
    counted_by = prefix.strip(_every()).replace(_every(), "·")
    return replace(unit, per=per, symbol=f"{unit.symbol}/{counted_by}")


def _sign_at(text: str, at: int, last: Token | None) -> tuple[bool, int]:
    """Whether a minus stands there, and where the number behind it starts; 负 is a minus only where
    it begins a word, - only where it is no dash between figures."""
    start = _skip(text, at)
    mark = "" if _is_figure(last) or text[start : start + 1] != "-" else "-"
    begins = last is not None or not text[at - 1 : at].isalpha()
    spoken = next((w for w in words("prefixes", "minus") if text.startswith(w, start)), "")
    if spoken and begins:
        mark = spoken
    return bool(mark), _skip(text, start + len(mark))


def _in_name(text: str, start: int) -> bool:
    """Whether the digits at a place go on a name or a number: the 5 of A5."""
    before = text[start - 1 : start]
    if not before.isascii():
        return False
    return before.isalpha() or (before.isdigit() and text[start].isdigit())


def _half_at(text: str, at: int) -> Printed | None:
    """The half of 半年, 半个月."""
    half = words("numerals", "half")[0]
    if not text.startswith(half, at) or text[at - 1 : at] == _every():
        return None
    end = at + len(half)
    unit = unit_at(text, end)
    return Printed(_HALF, 1, end) if unit and unit.dimension in TIMES else None


def _half_after(text: str, end: int, unit: Unit) -> tuple[float, int]:
    """The half behind the unit in 一年半."""
    half = words("numerals", "half")[0]
    if unit.dimension in TIMES and text.startswith(half, end):
        return _HALF, end + len(half)
    return 0.0, end


def _unit_after(text: str, printed: Printed) -> tuple[bool, Unit, int]:
    """The unit after a number, also in brackets: 98%(百分比), 12(万元); in 9000多人 behind 多."""
    if printed.unit:
        return False, read_unit(printed.unit) or NO_UNIT, printed.end
    more = text.startswith(words("marks", "more"), printed.end)
    more = more and unit_at(text, printed.end + 1) is not None
    start = _skip(text, printed.end + more)
    unit = unit_at(text, start)
    end = start + len(unit.symbol) if unit else printed.end
    inner = unit_at(text, end + 1) if text.startswith("(", end) else None
    if inner is not None and (unit is None or unit.dimension == inner.dimension):
        close = end + 1 + len(inner.symbol)
        if text.startswith(")", close):
            return more, unit or inner, close + 1
    return more, unit or NO_UNIT, end


def _ends_word(text: str, at: int) -> bool:
    """Whether nothing unknown goes on here: 三十日内, but not the 一次 of 一次性."""
    at = _skip(text, at)
    if at == len(text) or not text[at].isalnum():
        return True
    word, _ = _words().at(text, at) or ("", None)
    return _after_words().at(text, at) is not None or len(word) > 1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _with_unknown_units(tokens: list[Token]) -> Iterator[Token]:
    """A short unknown word right behind a number is its unit; the table need not know every
    unit."""
    pending: Quantity | None = None
    for token in tokens:
        if pending is not None and isinstance(token, Word) and _is_unit_of(pending, token):
            yield replace(pending, unit=unknown_unit(token.text), end=token.end)
            pending = None
            continue
        if pending is not None:
            yield pending
        pending = token if isinstance(token, Quantity) else None
        if pending is None:
            yield token
    if pending is not None:
        yield pending


def _is_unit_of(quantity: Quantity, word: Word) -> bool:
    adjacent = word.kind == "rest" and word.start == quantity.end
    return adjacent and _may_be_unit(quantity, word.text)


def _may_be_unit(quantity: Quantity, word: str) -> bool:
    return not quantity.unit.symbol and len(word) <= MAX_UNKNOWN and word.isalpha()


# ---------------------------------------------------------------- words
def _counted_by_at(text: str, at: int) -> Word | None:
    """每人每月 before a comparator: what the figure behind it is counted by."""
    per, end = per_prefix_at(text, at)
    _, meaning = _words().at(text, end) or ("", ("", ""))
    if not per or meaning[0] not in ("before", "about"):
        return None
    return Word("per", text[at:end], " ".join(per), at, end)


def _word_at(text: str, at: int, last: Token | None) -> Word | None:
    after, speaks = _after_words().at(text, at) or ("", ("", ""))
    word, meaning = _words().at(text, at) or ("", ("", ""))
    if _speaks_of(last, speaks[0], after, at) and len(after) >= len(word):
        word, meaning = after, speaks
    return Word(meaning[0], word, meaning[1], at, at + len(word)) if word else None


def _speaks_of(last: Token | None, kind: str, word: str, at: int) -> bool:
    """Whether a word may speak of the token before it; behind an unknown unit only a long one."""
    if last is None or not word:
        return False
    if kind == "since":
        return isinstance(last, When)
    unknown_unit_between = isinstance(last, Quantity) and not last.unit.symbol and last.end < at
    return _is_figure(last) and (len(word) > 1 or not unknown_unit_between)


def _is_figure(token: Token | None) -> bool:
    return isinstance(token, Quantity | When) or (isinstance(token, Word) and token.kind in _AFTER)


def _every() -> str:
    return str(table()["per"]["prefix"])


@cache
def _starts() -> frozenset[str]:
    """Every character that a token may start with; the others are passed over."""
    forms = table()
    calendar, numerals = forms["calendar"], forms["numerals"]
    known = [*_words(), *_after_words(), *calendar["relative"], *calendar["months"]]
    known += [word for every in calendar["every"].values() for word in every]
    known += [*numerals["parts"], *numerals["places"], *numerals["half"]]
    known += [*forms["prefixes"]["minus"], _every(), forms["marks"]["ordinal"]]
    digits = numerals["digits"] + "".join(numerals.get(d, "") for d in numerals["digits"])
    return frozenset({word[0] for word in known} | set(digits) | set("0123456789.-(["))


_BEHIND = (
    ("about_after", "", ("about", "after")),
    ("closed", "", ("marks", "closed")),
    ("open", "", ("marks", "open")),
    ("within", "", ("marks", "within")),
    ("more", "", ("marks", "more")),
    ("until", "", ("deadline", "before")),
    ("since", "", ("deadline", "since")),
)
"""Kind, meaning and heading of the words that mean something only behind a figure."""
_ANYWHERE = (
    ("about", "", ("about", "before")),
    ("sense", "up", ("changes", "up")),
    ("sense", "down", ("changes", "down")),
    ("sense", "beyond", ("changes", "beyond")),
    ("sense", "gap", ("changes", "gap")),
    ("sense", "early", ("deadline", "early")),
    ("sense", "late", ("deadline", "late")),
    ("range", "", ("joins", "range")),
    ("and", "", ("joins", "and")),
    ("or", "", ("joins", "or")),
    ("pause", "", ("joins", "pause")),
    ("plus_minus", "", ("marks", "plus_minus")),
    ("ordinal", "", ("marks", "ordinal")),
    ("filler", "", ("fillers", "words")),
)
"""Kind, meaning and heading of the words that mean something anywhere."""


@cache
def _after_words() -> Lexicon[tuple[str, str]]:
    return Lexicon([*_comparators("after"), *_listed(_BEHIND)])


@cache
def _words() -> Lexicon[tuple[str, str]]:
    until = (word for word in words("deadline", "before") if len(word) > 1)
    limits = [(word, ("until", "")) for word in until]
    return Lexicon([*_comparators("before"), *_listed(_ANYWHERE), *limits])


def _comparators(side: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for comparator in table()["comparators"]:
        for word in comparator[side]:
            yield word, (side, comparator["op"])


def _listed(
    kinds: tuple[tuple[str, str, tuple[str, str]], ...],
) -> Iterator[tuple[str, tuple[str, str]]]:
    for kind, meaning, headings in kinds:
        for word in words(*headings):
            yield word, (kind, meaning)
