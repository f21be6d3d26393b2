"""Figures in a running text: amounts, rates, head-counts, months, deadlines, dates, each with its
place."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from sipipeline.core.figures import half_unit
from sipipeline.language.dates import When
from sipipeline.language.lexicon import fold, table
from sipipeline.language.tokens import Quantity, Token, Word, scan
from sipipeline.language.units import NO_UNIT, Unit

_NUMBERING = re.compile(r"(?:^|[\n\r。;；:：])\s*[(（]?\d{1,2}[)）、.．]\s*$")
_KINDS = {
    "percent": "rate",
    "money": "amount",
    "people": "count",
    "visits": "count",
    "household": "count",
    "month": "months",
    "day": "days",
    "workday": "days",
}
_LINES = str.maketrans("\n\r\t", "。。。")
"""A line ends a sentence: the digits after it are another number."""
_REFERENCES = ("号", "条", "款", "章", "节", "项", "页", "批", "届", "期", "轮")
_CODE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as mentioned; `text[start:end]` of the original is the number with its unit."""

    kind: str
    """`amount`, `rate`, `count`, `months`, `days`, `deadline` (within so many days), `date`,
    `number`."""
    start: int
    end: int
    value: float = 0.0
    """In the unit as written; 0 for a date."""
    decimals: int = 0
    """Printed decimal places, zeros included: 110.0% has 1."""
    unit: Unit = NO_UNIT
    op: str = ""
    """`>=`, `>`, `<=`, `<`, `=`; "" where nothing compares."""
    sense: str = ""
    """`up` for 增长, 增加, `down` for 下降, 减少; "" for a level."""
    about: bool = False
    when: When | None = None
    """Of a date."""
    until: bool = False
    """Of a date: 前 follows, it is a deadline."""

    @property
    def half(self) -> float:
        """Half a unit of the last printed digit, in the unit as written."""
        return half_unit(min(self.decimals, 300))


@lru_cache(maxsize=512)
def find_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a running text, in order. Numbers of documents, headings and codes are none;
    never raises."""
    tokens = scan(fold(text.translate(_LINES)))
    found = []
    for at, token in enumerate(tokens):
        if isinstance(token, When):
            found.append(_date(tokens, at, token))
        elif isinstance(token, Quantity) and (last := _period(tokens, at)) is not None:
            found.append(Figure("date", token.start, token.end, when=last))
        elif isinstance(token, Quantity) and not _is_label(text, tokens, at, token):
            found.append(_figure(tokens, at, token))
    return tuple(found)


def _date(tokens: list[Token], at: int, when: When) -> Figure:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    until = (
        isinstance(following, Word) and following.kind == "until" and following.start == when.end
    )
    return Figure("date", when.start, when.end, when=when, until=until)


def _period(tokens: list[Token], at: int) -> When | None:
    """The 2018 of 2018-2020年 and the 1 of 1-12月 are dates too: that with which they make a
    period."""
    first, link, last = (*tokens[at : at + 3], None, None)[:3]
    if (
        not isinstance(first, Quantity)
        or first.unit.symbol
        or not isinstance(link, Word)
        or link.kind != "range"
    ):
        return None
    return last if isinstance(last, When) else None


def _figure(tokens: list[Token], at: int, quantity: Quantity) -> Figure:
    kind = _KINDS.get(quantity.unit.dimension, "number")
    op, sense, about = _before(tokens, at)
    after, until, more = _after(tokens, at)
    op = op or after or (">=" if quantity.more else "")
    figure = Figure(
        kind,
        quantity.start,
        quantity.end,
        quantity.value,
        quantity.decimals,
        quantity.unit,
        op,
        sense,
        about or more,
    )
    timed = quantity.unit.dimension in ("day", "workday", "month")
    return replace(figure, kind="deadline") if timed and (op in ("<=", "<") or until) else figure


def _before(tokens: list[Token], at: int) -> tuple[str, str, bool]:
    """What the words right before a figure say: comparator, change, 约."""
    op, sense, about = "", "", False
    level = False
    for token in reversed(tokens[max(0, at - 4) : at]):
        if not isinstance(token, Word) or token.kind in (
            "rest",
            "document",
            "pause",
            "after",
            "until",
        ):
            break
        if token.kind == "before":
            op = op or token.meaning
        about = about or token.kind == "about"
        level = level or token.text in table()["changes"]["level"]
        if token.kind == "sense":
            sense = "" if level else token.meaning
            break
    return op, sense, about


def _after(tokens: list[Token], at: int) -> tuple[str, bool, bool]:
    op, until, about = "", False, False
    for token in tokens[at + 1 : at + 4]:
        if not isinstance(token, Word):
            break
        if token.kind == "after":
            op = op or token.meaning
        elif token.kind == "until":
            until = True
        elif token.kind == "about_after":
            about = True
        else:
            break
    return op, until, about


def _is_label(text: str, tokens: list[Token], at: int, quantity: Quantity) -> bool:
    """第5条, a heading's number, a telephone number or code: digits, but no figure."""
    digits = text[quantity.start : quantity.end]
    before = tokens[at - 1] if at else None
    if (
        isinstance(before, Word)
        and before.kind == "ordinal"
        and quantity.unit.symbol in _REFERENCES
    ):
        return True
    if quantity.unit.symbol == "号":
        return True
    if quantity.unit.symbol:
        return False
    if (
        _NUMBERING.search(text[max(0, quantity.start - 3) : quantity.end + 1])
        and text[quantity.end : quantity.end + 1]
    ):
        return True
    bare = digits.strip()
    return bare.isdigit() and (
        len(bare) >= _CODE_DIGITS or (len(bare) > 1 and fold(bare).startswith("0"))
    )
