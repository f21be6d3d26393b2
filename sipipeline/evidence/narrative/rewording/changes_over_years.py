"""Years that stand before what something came from and came to, each as that of its own figure:
2022年末至2024年末，累计结余由18.5亿元增加到22.9亿元 as 累计结余由2022年末18.5亿元增加到
2024年末22.9亿元; and what it was in several years, 由10.8个月、12.6个月升至, as that of earlier
ones."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.language.dates import MONTH, YEAR, When

_FIRST, _LAST = MONTH + 1, YEAR + MONTH
"""The days of a year, as dates are counted."""
_SPAN = 3
"""Words that name years from one to another: 2022年末 至 2024年末."""
_SERIES = ["origin", "number", "join", "number", "way", "level"]
"""Kinds of words from what something was in two years to what it came to."""
_PAUSES = frozenset(",;()")


def with_changes_over_years(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, the years that lead to a change also right before the figures between which it
    lies; what follows is of all these years again."""
    known: list[Token] = []
    span: Sequence[Token] = ()
    begun = arrived = False
    tokens = [*_with_earlier_years(tokens)]
    for place, token in enumerate(tokens):
        known.append(token)
        span = () if token.kind in SENTENCE_ENDS else _span_ending(tokens, place) or span
        if token.kind in _PAUSES | SENTENCE_ENDS:
            known += [_behind(token, one, "other_year") for one in span[:1] if arrived]
            begun = arrived = False
        if span and _leads(tokens, place, "origin"):
            known.append(_behind(token, span[0]))
            begun = True
        elif begun and _leads(tokens, place, "level"):
            known.append(_behind(token, span[-1]))
            arrived = True
    return known


def _span_ending(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """The words for years from one to another whose last stands at a place; none elsewhere."""
    span = tokens[max(0, place + 1 - _SPAN) : place + 1]
    kinds = [token.kind for token in span]
    if kinds != ["date", "level", "date"] or not all(map(_is_year, span[::2])):
        return ()
    return span


def _with_earlier_years(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, an earlier year before each of two figures from which something came to a third:
    由10.8个月、12.6个月升至13.3个月."""
    before = {at for place in range(len(tokens)) for at in _of_series(tokens, place)}
    for place, token in enumerate(tokens):
        yield token
        if place in before:
            yield _behind(token, token, "other_year")


def _of_series(tokens: Sequence[Token], place: int) -> Sequence[int]:
    """The places of the words before two such figures where the first stands at a place; none
    elsewhere."""
    kinds = [token.kind for token in tokens[place : place + len(_SERIES)]]
    ways = [kind if kind not in ("up", "down") else "way" for kind in kinds]
    return (place, place + 2) if ways == _SERIES else ()


def _is_year(date: Token) -> bool:
    """Whether a date is a year that is named, or its end: 2022年, 2022年末."""
    when = date.mention.when if date.mention is not None else None
    return when is not None and when.year is not None and _ends_with_year(when)


def _ends_with_year(when: When) -> bool:
    return when.last == _LAST and (when.first == _FIRST or when.closing)


def _leads(tokens: Sequence[Token], place: int, kind: str) -> bool:
    """Whether a word of a kind stands right before a number."""
    return [token.kind for token in tokens[place : place + 2]] == [kind, "number"]


def _behind(token: Token, date: Token, kind: str = "date") -> Token:
    """A date, or other words for a time, as if it stood right behind a word."""
    return replace(date, kind=kind, start=token.end, end=token.end)
