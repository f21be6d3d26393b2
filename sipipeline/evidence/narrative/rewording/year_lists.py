"""Figures of one year after the other, 近三年收入分别为1万元、2万元、3万元, which ends in this
year; and of one quarter after the other: 一至四季度，支出分别为1万元、2万元、2万元、3万元."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.rewording.neighbours import last_clause
from sipipeline.language.lexicon import has, table

_SPAN = ("date", "date")
_BETWEEN = "level"
"""The kind of 至 between the years of a span."""
_LAST_TWO = ("last_year", "this_year")
_EARLIER = "other_year"
_QUARTERS = 4


def years_of(clause: Sequence[Token], before: Sequence[Token], count: int) -> list[Sequence[Token]]:
    """For each of so many figures behind 分别 the words that lead to it, each with a year of its
    own; none where no span of as many years stands in their clause, or is all of the one before."""
    words = clause
    found = _span(clause, count)
    if found is None and _is_comma(before[-1:]):
        words = [*last_clause(before[:-1]), *clause]
        found = _span(words, count)
    if found is None:
        return []
    start, end, years = found
    return [[*words[:start], year, *words[end:]] for year in years]


def quarters_of(
    clause: Sequence[Token], before: Sequence[Token], count: int
) -> list[Sequence[Token]]:
    """For each of four figures behind 分别 the words that lead to it, as of a part of the year,
    where their clause, or all of the one before it, names the quarters; none elsewhere."""
    named = [*last_clause(before[:-1]), *clause] if _is_comma(before[-1:]) else clause
    text = "".join(token.text for token in named)
    if count != _QUARTERS or not has(text, "narrative", "workings", "four_quarters"):
        return []
    part = replace(clause[0], kind="part_year", meaning=(), mention=None)
    return [[part, *clause]] * count if any(token.kind == "item" for token in clause) else []


def _is_comma(tokens: Sequence[Token]) -> bool:
    return [token.kind for token in tokens] == [","]


def _span(words: Sequence[Token], count: int) -> tuple[int, int, Sequence[Token]] | None:
    """Where words name a span of so many years, and its years; None where they do not, or name
    another time as well."""
    times = [place for place, token in enumerate(words) if _is_of_years(token)]
    if len(times) == 1 and _recent(words[times[0]]) == count:
        return times[0], times[0] + 1, _up_to_now(words[times[0]], count)
    if len(times) > len(_SPAN) and _recent(words[times[0]]) == count:
        return _in_bracket(words, times[0], count)
    if len(times) != len(_SPAN):
        return None
    first, last = times
    between = [token.kind for token in words[first + 1 : last]]
    years = _from_to(words[first], words[last]) if between in ([], [_BETWEEN]) else ()
    return (first, last + 1, years) if len(years) == count else None


def _in_bracket(
    words: Sequence[Token], at: int, count: int
) -> tuple[int, int, Sequence[Token]] | None:
    """A span of years that a bracket behind 近三年 names: 近三年（2020—2022年）."""
    behind = words[at + 1 :]
    opened = [token.kind for token in behind[:1]] == ["("]
    found = _span(behind, count) if opened else None
    if found is None or found[0] != 1 or [one.kind for one in behind[found[1] :][:1]] != [")"]:
        return None
    return at, at + 2 + found[1], found[2]


def _is_of_years(token: Token) -> bool:
    """Whether a word names a year, or several: 2022年, 近三年, 两年."""
    return token.kind in ("date", _EARLIER) or _are_both(token)


def _are_both(token: Token) -> bool:
    return token.kind == "number" and says([token], "both_years")


def _recent(token: Token) -> int:
    """How many years up to this one a word names; 0 where it does not say. 两年 alone, of which
    there is a figure each, ends in this year as well."""
    named: dict[str, int] = table()["narrative"]["recent_years"]
    both = len(_LAST_TWO) if _are_both(token) else 0
    return named.get(token.text, both)


def _up_to_now(token: Token, count: int) -> Sequence[Token]:
    kinds = [_EARLIER] * (count - len(_LAST_TWO)) + [*_LAST_TWO]
    return [replace(token, kind=kind, mention=None) for kind in kinds[-count:]]


def _from_to(first: Token, last: Token) -> Sequence[Token]:
    """Each year of a span, as a date."""
    when = last.mention.when if last.mention is not None else None
    begun, ended = _year(first), _year(last)
    if when is None or last.mention is None or begun is None or ended is None:
        return ()
    return [
        replace(last, mention=replace(last.mention, when=replace(when, year=year)))
        for year in range(begun, ended + 1)
    ]


def _year(date: Token) -> int | None:
    """The year of a date that is one, as 2019 and 2021年."""
    if date.text.isdigit():
        return int(date.text)
    when = date.mention.when if date.mention is not None else None
    return when.year if when is not None else None
