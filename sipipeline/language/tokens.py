"""A text cut into figures, dates, known words and the rest: what the grammar of targets and
mentions stand on."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import ClassVar

from sipipeline.core.values import frozen
from sipipeline.language.dates import When, date_at, day_at
from sipipeline.language.lexicon import Lexicon, WordPattern, one_of, table, words
from sipipeline.language.numbers import DIGITS, Printed, number_at, numerals
from sipipeline.language.spellings import months_at
from sipipeline.language.units import (
    FOLD,
    MAX_UNKNOWN,
    NO_UNIT,
    PERCENT,
    RATIO,
    TIMES,
    Unit,
    per_prefix_at,
    read_unit,
    unit_at,
    unknown_unit,
)

_DOCUMENT = WordPattern(
    r"[(\[][12][0-9]{3}[)\]]{marks.ordinal}?[0-9]{1,5}{references.number}|[0-9]{1,5}"
    "{references.documents}"
)
_RATIO = re.compile(
    r"(?!(?:[2-9]|[12][0-9]):[0-5][0-9](?![0-9]))"
    r"([0-9]{1,6}(?:\.[0-9]{1,4})?):"
    r"((?:[1-9][0-9]{0,5}|0(?=\.[0-9]*[1-9]))(?:\.[0-9]{1,4})?)(?![0-9:])"
)
"""1:2, but not the time 12:30."""
BEHIND = ("after", "about_after", "closed", "open", "within", "until", "more")
"""Kinds of words that speak of the figure before them."""
_FIGURES = ("figure", "date", *BEHIND)
_GOES_ON = re.compile(r"\w|[-+]|\.\d")
"""What ends nothing that is said: more words, a sign or a decimal."""
_HALF, _HALF_IN_PERCENT = 0.5, 50.0
_DAYS_OF_MONTH = 30
"""What days behind months are counted by: 1个月零5天 is more than one month, less than two."""


@frozen
class Quantity:
    value: float
    decimals: int
    unit: Unit
    start: int
    end: int
    more: bool = False
    """9000多人, 9000余人: this or somewhat more."""
    kind: ClassVar[str] = "figure"
    text: ClassVar[str] = ""
    meaning: ClassVar[str] = ""


@frozen
class Word:
    """A word of the table: `before`, `after`, `range`, `and`, `or`, `filler` …; `rest` where the
    table has none."""

    kind: str
    text: str
    meaning: str
    start: int
    end: int


Token = Quantity | When | Word
NOTHING = Word("", "", "", 0, 0)
"""What stands before the first token and behind the last."""
_NO_WORD = ("", "")
_LONG_RUN = re.compile("[0-9]{300,}")


def scan(text: str) -> list[Token]:
    """All tokens of a folded text, in order; they cover it but for spaces."""
    starts = _starts()
    tokens: list[Token] = []
    at = unread = 0
    while at < len(text):
        token = None
        if text[at] in starts:
            token = _token_at(text, at, _last(tokens, text[unread:at]))
        elif text[at] == " ":
            token = Word("space", " ", "", at, at + 1)
        if token is None:
            at = _end_of_unread(text, at)
            continue
        tokens += _rest(text, unread, at)
        if token.kind != "space":
            tokens.append(token)
        at = unread = token.end
    tokens += _rest(text, unread, at)
    return _with_parts_joined(_with_unknown_units(tokens))


def token_at(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at] if 0 <= at < len(tokens) else NOTHING


def _end_of_unread(text: str, at: int) -> int:
    """Where the next token may begin behind a place without one: a run of digits that is too long
    for a number is passed over whole."""
    run = _LONG_RUN.match(text, at)
    return at + 1 if run is None else run.end()


def _rest(text: str, start: int, end: int) -> Iterator[Word]:
    if end > start:
        yield Word("rest", text[start:end], "", start, end)


def _last(tokens: list[Token], unread: str) -> Token:
    """The token that a place follows; a figure also where only an unknown unit stands between."""
    last = token_at(tokens, len(tokens) - 1)
    return last if not unread or _may_be_unit(last, unread) else NOTHING


def _token_at(text: str, at: int, last: Token) -> Token | None:
    for read in (
        _document_at,
        _months_at,
        _when_at,
        _ratio_at,
        _quantity_at,
        _counted_by_at,
        _word_at,
    ):
        token = read(text, at, last)
        if token is not None:
            return token
    return None


def _document_at(text: str, at: int, last: Token) -> Word | None:
    """The number of a document, 〔2020〕22号."""
    document = _DOCUMENT.match(text, at)
    return document and Word("document", document.group(), "", at, document.end())


def _months_at(text: str, at: int, last: Token) -> Quantity | None:
    """一年零七个月 as 19个月."""
    spelt, end = months_at(text, at)
    if not spelt or spelt == text[at:end]:
        return None
    months = number_at(spelt, 0)
    unit = unit_at(spelt, months.end) if months is not None else None
    return Quantity(months.value, 0, unit, at, end) if months is not None and unit else None


# ---------------------------------------------------------------- dates
def _when_at(text: str, at: int, last: Token) -> When | None:
    """A date; but ≥12月 and 3月内 count months, and a day alone is a date only in 10日前,
    not in 季后10日前."""
    if text[at - 1 : at].isdigit():
        return None
    when = date_at(text, at)
    if when is not None:
        return None if _is_count(text, when, last) else when
    day = day_at(text, at)
    since = text[:at].endswith(words("deadline", "after"))
    if day is None or since or last.kind == "before":
        return None
    _, meaning = _after_words().read(text, day.end, _NO_WORD)
    return day if meaning == ("until", "") else None


def _is_count(text: str, when: When, last: Token) -> bool:
    """Whether what could be a date is a number of months or quarters, as a comparison before or
    behind says; 不迟于 compares dates, and 一季度内 is the first quarter."""
    months, quarters = words("calendar", "month"), words("calendar", "quarter")
    counted = when.year is None and text[: when.end].endswith(months + quarters)
    if not counted or number_at(text, when.start) is None:
        return False
    if last.kind == "before":
        return last.text not in words("deadline", "compared")
    _, (kind, _) = _after_words().read(text, when.end, _NO_WORD)
    return kind == "after" and not text[: when.end].endswith(quarters)


# ---------------------------------------------------------------- figures
def _quantity_at(text: str, at: int, last: Token) -> Quantity | None:
    """A number with its sign, unit, and 每人每月 before it."""
    per, start = per_prefix_at(text, at)
    negative, start = _sign_at(text, start, last)
    over_half = _over_half_at(text, start)
    printed = over_half or _half_at(text, start) or number_at(text, start)
    if printed is None or _in_name(text, start):
        return None
    printed = _with_half(text, printed)
    more, unit, end = _unit_after(text, printed)
    extra, end = _half_after(text, end, unit)
    in_digits = text[start] in DIGITS or printed.unit != ""
    dash = negative and at == 0
    if not in_digits and (dash or not _is_counted(text, unit, end)):
        return None
    sign = -1 if negative else 1
    decimals = max(printed.decimals, int(extra > 0))
    unit = _with_prefix(unit, per, text[at:start])
    more = more or over_half is not None
    return Quantity(sign * (printed.value + extra), decimals, unit, at, end, more)


def _ratio_at(text: str, at: int, last: Token) -> Quantity | None:
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


def _sign_at(text: str, at: int, last: Token) -> tuple[bool, int]:
    """Whether a minus stands there, and where the number behind it starts; 负 is a minus only where
    it begins a word, - only where it is no dash between figures."""
    start = _skip(text, at)
    begins = last is not NOTHING or not text[at - 1 : at].isalpha()
    spoken = re.compile(one_of("prefixes", "minus")).match(text, start)
    if spoken is not None and begins:
        return True, _skip(text, spoken.end())
    if text.startswith("-", start) and last.kind not in _FIGURES:
        return True, _skip(text, start + 1)
    return False, start


def _in_name(text: str, start: int) -> bool:
    """Whether the digits at a place go on a name or a number: the 5 of A5."""
    if text[:start].endswith(words("prefixes", "yuan")):
        return False
    before = text[start - 1 : start]
    goes_on = before.isalpha() or (before.isdigit() and text[start].isdigit())
    return goes_on and before.isascii()


def _over_half_at(text: str, at: int) -> Printed | None:
    """What is said of more than half: 过半, but not 过半年, 超半亿元."""
    for spoken in words("numerals", "over_half"):
        if text.startswith(spoken, at) and not _has_half(text, at + len(spoken)):
            return Printed(_HALF_IN_PERCENT, 0, at + len(spoken), PERCENT.symbol)
    return None


def _half_at(text: str, at: int) -> Printed | None:
    """The half of 半年, 半个月, 半亿元; that of 近半 is half of something."""
    half = words("numerals", "half")[0]
    end = at + len(half)
    if not text.startswith(half, at) or text[at - 1 : at] == _every():
        return None
    if _has_half(text, end):
        return Printed(_HALF, 1, end)
    spoken = text[:at].endswith(words("numerals", "before_half"))
    return Printed(_HALF_IN_PERCENT, 0, end, PERCENT.symbol) if spoken else None


def _has_half(text: str, at: int) -> bool:
    """Whether a unit of which there may be a half stands there: 半年, 半亿元."""
    unit = unit_at(text, at) or NO_UNIT
    return unit.dimension in TIMES or (unit.dimension == "money" and unit.factor > 1)


def _counts_time(text: str, at: int) -> bool:
    return (unit_at(text, at) or NO_UNIT).dimension in TIMES


def _with_half(text: str, printed: Printed) -> Printed:
    """The number of 5个半月 with its half."""
    mark = str(table()["numerals"]["and_half"])
    if not text.startswith(mark, printed.end):
        return printed
    end = printed.end + len(mark)
    return Printed(printed.value + _HALF, 1, end) if _counts_time(text, end) else printed


def _half_after(text: str, end: int, unit: Unit) -> tuple[float, int]:
    """The half behind the unit in 一年半, 两倍半."""
    half = words("numerals", "half")[0]
    if unit.dimension in (*TIMES, FOLD.dimension) and text.startswith(half, end):
        return _HALF, end + len(half)
    return 0.0, end


def _unit_after(text: str, printed: Printed) -> tuple[bool, Unit, int]:
    """The unit after a number, also in brackets: 98%(百分比), 12(万元); in 9000多人 behind 多."""
    if printed.unit:
        more = text.startswith(words("marks", "more"), printed.end)
        return more, read_unit(printed.unit) or NO_UNIT, printed.end + more
    more = text.startswith(words("marks", "more"), printed.end)
    more = more and unit_at(text, printed.end + 1) is not None
    start = _skip(text, printed.end + more)
    unit = unit_at(text, start)
    end = start + len(unit.symbol) if unit else printed.end
    unit, end = _with_bracketed(text, unit, end)
    behind = unit is not None and _is_more(text, end)
    return more or behind, unit or NO_UNIT, end + behind


def _is_more(text: str, at: int) -> bool:
    """Whether 多 stands behind a unit and ends what is said: 50个月多, but not 3个月多发."""
    more = next((word for word in words("marks", "more_behind") if text.startswith(word, at)), "")
    behind = text[at + len(more) : at + len(more) + 2]
    return bool(more) and _GOES_ON.match(behind) is None


def _with_bracketed(text: str, unit: Unit | None, at: int) -> tuple[Unit | None, int]:
    """The unit, or one of its dimension in the brackets behind it, and where it ends."""
    inner = unit_at(text, at + 1) if text.startswith("(", at) else None
    close = at + 1 + len(inner.symbol) if inner else at
    if inner is None or not text.startswith(")", close):
        return unit, at
    if unit is not None and unit.dimension != inner.dimension:
        return unit, at
    return unit or inner, close + 1


def _is_counted(text: str, unit: Unit, end: int) -> bool:
    """Whether a unit follows a numeral, and nothing unknown the unit: 三十日内, but not the 一次 of
    一次性."""
    if not unit.symbol:
        return False
    at = _skip(text, end)
    if not text[at : at + 1].isalnum() or _after_words().at(text, at) is not None:
        return True
    word, _ = _words().read(text, at, _NO_WORD)
    return len(word) > 1


def _skip(text: str, at: int) -> int:
    while text.startswith(" ", at):
        at += 1
    return at


def _with_unknown_units(tokens: list[Token]) -> list[Token]:
    """A short unknown word right behind a number is its unit; the table need not know every
    unit."""
    joined: list[Token] = []
    for token in tokens:
        last = token_at(joined, len(joined) - 1)
        adjacent = token.kind == "rest" and token.start == last.end
        if isinstance(last, Quantity) and adjacent and _may_be_unit(last, token.text):
            joined[-1] = replace(last, unit=unknown_unit(token.text), end=token.end)
        else:
            joined.append(token)
    return joined


def _may_be_unit(last: Token, word: str) -> bool:
    if not isinstance(last, Quantity) or last.unit.symbol:
        return False
    return len(word) <= MAX_UNKNOWN and word.isalpha()


# ---------------------------------------------------------------- figures in several units
def _with_parts_joined(tokens: list[Token]) -> list[Token]:
    """Figures that are said in several units, each less than the one before, made one: 1分30秒,
    1个月零5天, 5万零300元."""
    joined: list[Token] = []
    for token in tokens:
        between = _between(joined, token)
        whole = token_at(joined, len(joined) - 1 - between)
        one = _one_of_parts(whole, token, between)
        if one is None:
            joined.append(token)
        else:
            joined[len(joined) - 1 - between :] = [one]
    return joined


def _between(before: Sequence[Token], token: Token) -> int:
    """1 where 零 or 又 stands right before a token, else 0."""
    last = token_at(before, len(before) - 1)
    return int(last.text in words("compounds", "between") and last.end == token.start)


def _one_of_parts(whole: Token, part: Token, between: int) -> Quantity | None:
    """A figure and the lesser part right behind it as one; None where they are two."""
    if not isinstance(whole, Quantity) or not isinstance(part, Quantity):
        return None
    apart = part.start - whole.end > between or whole.more or whole.decimals
    if apart or part.value < 0:
        return None
    one, other = _as_part(whole.unit, part.unit), _as_part(part.unit, whole.unit)
    if {one.dimension, other.dimension} == {"month", "day"}:
        return _month_with_days(whole, part)
    if not _are_parts(one, other) or part.value * other.factor >= one.factor:
        return None
    times = round(one.factor / other.factor)
    value = whole.value * times + math.copysign(part.value, whole.value)
    return replace(part, value=value, unit=other, start=whole.start)


def _as_part(unit: Unit, beside: Unit) -> Unit:
    """The unit as it is meant beside another: 分 is a minute beside 秒, and of money beside 角."""
    factor = table()["compounds"]["parts"].get(beside.dimension, {}).get(unit.symbol)
    return unit if factor is None else Unit(unit.symbol, beside.dimension, factor)


def _are_parts(one: Unit, other: Unit) -> bool:
    """Whether both units measure the same time or money, or the first is 万 and says of what only
    with the second."""
    if one.per and one.per != other.per:
        return False
    if one.dimension:
        return one.dimension == other.dimension and one.dimension in ("day", "month", "money")
    return one.factor > 1 and other.dimension not in ("", "percent", "points", *TIMES)


def _month_with_days(months: Quantity, days: Quantity) -> Quantity | None:
    """Months and days in months, where the days are surely less than one of their unit: a month has
    28 days or more."""
    fewest = table()["loose"]["day_per_month"][0]
    share = days.value * days.unit.factor
    if months.unit.dimension != "month" or share >= fewest * months.unit.factor:
        return None
    in_months = share / _DAYS_OF_MONTH / months.unit.factor
    value = months.value + math.copysign(in_months, months.value)
    return replace(months, value=value, end=days.end, more=days.more)


# ---------------------------------------------------------------- words
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


def order_said(word: str) -> str:
    """The sign that a word before a number stands for, `<` of 不及; "" where it is none."""
    signs = (meaning for one, (_, meaning) in _comparators("before") if one == word)
    return next(signs, "")


def _counted_by_at(text: str, at: int, last: Token) -> Word | None:
    """每人每月 before a comparator, 每月开展 before a figure: what the figure is counted by."""
    per, end = per_prefix_at(text, at)
    if not per:
        return None
    done = re.compile(f"{one_of('per', 'doing')}*").match(text, end)
    behind = end if done is None else done.end()
    _, (kind, _) = _words().read(text, behind, _NO_WORD)
    counts = behind > end and number_at(text, behind) is not None
    if not counts and kind not in ("before", "about"):
        return None
    return Word("per", text[at:end], " ".join(per), at, behind)


def _word_at(text: str, at: int, last: Token) -> Word | None:
    behind, said_behind = _after_words().read(text, at, _NO_WORD)
    word, said = _words().read(text, at, _NO_WORD)
    if len(behind) >= len(word) and _speaks_of(last, said_behind[0], behind, at):
        word, said = behind, said_behind
    kind, meaning = said
    return Word(kind, word, meaning, at, at + len(word)) if word else None


def _speaks_of(last: Token, kind: str, word: str, at: int) -> bool:
    """Whether a word may speak of the token before it; behind an unknown unit only a long one."""
    if kind == "since":
        return last.kind == "date"
    bare = isinstance(last, Quantity) and not last.unit.symbol
    if bare and last.end < at:
        return len(word) > 1
    return last.kind in _FIGURES and word != ""


def _every() -> str:
    return str(table()["per"]["prefix"])


@cache
def _starts() -> frozenset[str]:
    """Every character that a token may start with; the others are passed over."""
    forms = table()
    calendar = forms["calendar"]
    known = chain(
        _words(),
        _after_words(),
        calendar["relative"],
        calendar["months"],
        *calendar["every"].values(),
        forms["numerals"]["parts"],
        forms["numerals"]["half"],
        forms["numerals"]["over_half"],
        forms["prefixes"]["minus"],
        [_every(), forms["marks"]["ordinal"]],
    )
    first_letters = {word[0] for word in known}
    return frozenset(first_letters.union(numerals(), DIGITS, "-(["))


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
