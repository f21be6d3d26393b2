"""The rate of a fund that is said to be first or last by it: 支出增幅最高的是居民养老（10.1%），
最低的是工伤保险（5.8%）."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.quoting.links import key_of

_FUNDS = frozenset({"fund", "brief"})
_RANKING = _FUNDS | {"rank", "fillers"}
_MEASURES = {"up": "growth_rate", "down": "growth_rate", "completion": "completion_rate"}
"""By the word before 最高的, which rate it is."""
_BARE = frozenset({"level", "up", "down"})
"""Kinds of words between what is ranked and its rate."""
_ENDS = ("rank", "fund")
"""最高的是居民养老: the words that rank a fund end with these."""
_FARTHEST = 12
"""Words before a rate that are looked at."""


def made(query: Query) -> Made | None:
    """The rate of the fund that words before a bare one rank by it; None where none do."""
    bare = query.kinds <= _BARE and query.segment.after in ("(", ",")
    if not bare or query.segment.dimension != "percent" or query.account in (None, query.own.total):
        return None
    by = _by(query)
    word = kind.change(query.segment)
    if by is None or (word is not None and by.measure != "growth_rate"):
        return None
    rates = [key_of(one, query.account or "", by.measure) for one in _lines(query)]
    falls = by.falls if word is None else kind.falls(word)
    return Made.first_of(rates, falls=falls)


def _lines(query: Query) -> Sequence[Subject]:
    """The lines that are spoken of; behind a semicolon that of the rate that was told before."""
    lines = [one for one in query.setting.what.subjects if one.family == keys.ACCOUNTS]
    if lines or _as_before(query) is None:
        return lines
    return [Subject(keys.ACCOUNTS, keys.item(query.last))]


class _RankingRate(NamedTuple):
    """By which rate funds are ranked."""

    measure: str
    falls: bool


def _by(query: Query) -> _RankingRate | None:
    """The rate by which the last fund of the words before is ranked, or the one before it was that
    these go on from; None for no such."""
    near = [*reversed(query.setting.lead[-_FARTHEST:])]
    told = [*takewhile(lambda token: token.kind in _RANKING, near)]
    kinds = [token.kind for token in told if token.kind != "fillers"]
    if len(kinds) < len(_ENDS) or kinds[0] not in _FUNDS or kinds[1] != "rank":
        return None
    if len(told) == len(near):
        return _as_before(query)
    by = near[len(told)]
    return _RankingRate(_MEASURES[by.kind], by.kind == "down") if by.kind in _MEASURES else None


def _as_before(query: Query) -> _RankingRate | None:
    """The rate that was told of the fund before; None where that was another figure."""
    measure = keys.measure(query.last)
    alike = measure in _MEASURES.values() and not keys.is_made(query.last)
    return _RankingRate(measure, query.preceding[-1].falls) if alike else None
