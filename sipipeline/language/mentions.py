"""The numbers of a running text: amounts, rates, head-counts, months, deadlines, dates, each with
its place."""

import re
from functools import lru_cache
from itertools import takewhile

from sipipeline.core.figures import half_unit
from sipipeline.core.values import frozen
from sipipeline.language.dates import When
from sipipeline.language.lexicon import fold, words
from sipipeline.language.tokens import Quantity, Token, scan, token_at
from sipipeline.language.units import NO_UNIT, TIMES, Unit

MOST_DECIMALS = 300

_HEADING = re.compile(r"(?:^|[\n\r。;；:：])\s*[(（]?\d{1,2}[)）、.．]\s*$")
_HEADING_BEFORE = 3
"""Characters before a number in which a heading may begin."""
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
_LINE_ENDS = str.maketrans("\n\r\t", "。。。")
"""A line ends a sentence: the digits after it are another number."""
_CODE_DIGITS = 7
_FARTHEST_BEFORE = 4
_FARTHEST_AFTER = 3
_FARTHEST_ADDED = 6
"""Tokens behind a plus among which the number stands that it adds."""
_ENDS_BEFORE = ("figure", "date", "rest", "document", "pause", "after", "about_after", "until")
"""Kinds of tokens beyond which nothing speaks of the number that follows."""
_SPEAKS_AFTER = ("after", "until", "about_after")


@frozen
class Mention:
    """A number as a text mentions it; `text[start:end]` is the number with its unit."""

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
    """`up` right after 增长, 增加, `down` after 下降, 减少; "" for a level."""
    about: bool = False
    when: When | None = None
    """Of a date."""
    until: bool = False
    """Of a date: 前 follows, it is a deadline."""

    @property
    def base_value(self) -> float:
        """In the unit that all of its kind share: money in yuan, people one by one."""
        return self.value * self.unit.factor

    @property
    def half_width(self) -> float:
        """Half a unit of the last printed digit, in the unit as written."""
        return half_unit(min(self.decimals, MOST_DECIMALS))


@lru_cache(maxsize=512)
def mentions_in(text: str) -> tuple[Mention, ...]:
    """Every number of a running text, in order; never raises.

    Numbers of documents and headings, and codes, are left out.
    """
    tokens = scan(fold(text.translate(_LINE_ENDS)))
    mentions = (_mention(text, tokens, place) for place in range(len(tokens)))
    return tuple(filter(None, mentions))


def numbers_in(text: str) -> list[Mention]:
    """The numbers of a running text that are no dates, in order."""
    return [one for one in mentions_in(text) if one.kind != "date"]


def _mention(text: str, tokens: list[Token], place: int) -> Mention | None:
    token = tokens[place]
    if isinstance(token, When):
        following = token_at(tokens, place + 1)
        until = following.kind == "until" and following.start == token.end
        return Mention("date", token.start, token.end, when=token, until=until)
    if not isinstance(token, Quantity):
        return None
    last = _end_of_period(tokens, place, token)
    if last is not None:
        return Mention("date", token.start, token.end, when=last)
    preceding = token_at(tokens, place - 1)
    return None if _is_label(text, preceding, token) else _number(tokens, place, token)


def _end_of_period(tokens: list[Token], place: int, bare: Quantity) -> When | None:
    """The date that a bare number makes a period with: the 2018 of 2018-2020年, the 1 of 1-12月."""
    last = token_at(tokens, place + 2)
    if not isinstance(last, When) or token_at(tokens, place + 1).kind != "range":
        return None
    return None if bare.unit.symbol else last


def _number(tokens: list[Token], place: int, quantity: Quantity) -> Mention:
    before, after = _words_before(tokens, place), _words_after(tokens, place)
    around = [*before, *after]
    kinds = {word.kind for word in around}
    ops = [word.meaning for word in around if word.kind in ("before", "after")]
    op = (ops or [">=" if quantity.more else ""])[0]
    limited = op in ("<=", "<") or "until" in kinds
    bounds_time = limited and quantity.unit.dimension in TIMES
    kind = "deadline" if bounds_time else _KINDS.get(quantity.unit.dimension, "number")
    return Mention(
        kind,
        quantity.start,
        quantity.end,
        quantity.value,
        quantity.decimals,
        quantity.unit,
        op,
        _sense(before),
        not kinds.isdisjoint(("about", "about_after")),
    )


def _words_before(tokens: list[Token], place: int) -> list[Token]:
    """The words before a number that may speak of it, the nearest first; a change is the last."""
    before: list[Token] = []
    for token in reversed(tokens[max(0, place - _FARTHEST_BEFORE) : place]):
        if token.kind in _ENDS_BEFORE:
            break
        before.append(token)
        if token.kind == "sense":
            break
    return before


def _words_after(tokens: list[Token], place: int) -> list[Token]:
    """The words behind a number that speak of it."""
    following = tokens[place + 1 : place + 1 + _FARTHEST_AFTER]
    if _is_added_to(tokens, place):
        return []
    return list(takewhile(lambda token: token.kind in _SPEAKS_AFTER, following))


def _is_added_to(tokens: list[Token], place: int) -> bool:
    """Whether the plus behind a number leads to another one, so that it bounds none:
    期初500万元+当期80万元."""
    if token_at(tokens, place + 1).text not in words("marks", "working"):
        return False
    behind = tokens[place + 2 : place + 2 + _FARTHEST_ADDED]
    return any(map(_is_figure, takewhile(lambda token: token.kind != "pause", behind)))


def _is_figure(token: Token) -> bool:
    return isinstance(token, Quantity)


def _sense(nearest_first: list[Token]) -> str:
    """The change that a number states; a number behind 增长到 is a level."""
    level = False
    for word in nearest_first:
        if word.kind == "sense":
            changes = not level or word.text in words("changes", "rates")
            return word.meaning if changes else ""
        if word.text in words("changes", "level"):
            level = True
        elif word.kind == "filler" and word.text not in words("changes", "particles"):
            return ""
    return ""


def _is_label(text: str, preceding: Token, quantity: Quantity) -> bool:
    """Whether digits only name something: 第5条, the number of a heading, a telephone number."""
    unit = quantity.unit.symbol
    if unit == words("references", "number")[0]:
        return True
    if unit:
        return preceding.kind == "ordinal" and unit in words("references", "parts")
    head = text[max(0, quantity.start - _HEADING_BEFORE) : quantity.end + 1]
    if _HEADING.search(head) and quantity.end < len(text):
        return True
    return _is_code(text[quantity.start : quantity.end].strip())


def _is_code(digits: str) -> bool:
    if not digits.isdigit():
        return False
    padded = len(digits) > 1 and fold(digits).startswith("0")
    return padded or len(digits) >= _CODE_DIGITS
