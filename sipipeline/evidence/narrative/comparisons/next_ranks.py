"""Which fund, or item of one, comes next, or last, behind the one that was said to be first:
收入最多的是企业养老，其次是居民医保，最少的是工伤; 住院最多，个人账户次之."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile

from sipipeline.evidence.narrative.comparisons.ranks import (
    Ranking,
    fund_spoken_of,
    item_spoken_of,
    ranking,
)
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.language.lexicon import one_of, one_of_any, words
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "statements", "rank")
_BEING = f"{one_of(*_HERE, 'being')}?"
_NEXT = re.compile(f"{one_of(*_HERE, 'next')}{_BEING}")
_PLACE = f"{one_of(*_HERE, 'placed')}?"
_COUNTERS = f"{one_of(*_HERE, 'counters')}?"
_NTH = re.compile(
    f"{_PLACE}{one_of('narrative', 'signs', 'ordinal')}(?P<number>.){_COUNTERS}{_BEING}"
)
_MOST = re.compile(f"{one_of(*_HERE, 'most')}{_BEING}")
_LEAST = re.compile(f"{_PLACE}{one_of_any((*_HERE, 'least'), (*_HERE, 'last'))}{_COUNTERS}{_BEING}")
_GOES_ON = ("", ",", ";")
_NAMES = ("fund", "brief", "total", "own")
_OF_FUNDS = frozenset({"fund", "brief"})
_OF_ITEMS = _OF_FUNDS | {"item"}
_FARTHEST = 4
"""Clauses that may lie between the first and the next."""


def next_ranks(clauses: Sequence[Clause]) -> Iterator[Statement]:
    """What clauses say of the place of a fund or an item by but the words for the next place, or
    the last."""
    said: dict[int, Ranking] = {}
    for at, clause in enumerate(clauses):
        if clause.segment.after not in _GOES_ON or not _is_plain(clause):
            continue
        last = _last(clauses, at, said)
        here = _next(clause, last) if last is not None else None
        if here is not None and ranking(clause) is None:
            said[at] = here
            yield from here.statement(clause)


def _words_for_place(clause: Clause, names: Collection[str]) -> str:
    """The words of a clause beside the name that begins or ends it; "" where they are not all that
    it says."""

    def is_name(token: Token) -> bool:
        return token.kind in names

    tokens = [token for token in clause.segment.tokens if not _is_size(token.text)]
    begun = [*dropwhile(is_name, tokens)]
    plain = [*dropwhile(is_name, begun[::-1])][::-1] if len(begun) == len(tokens) else begun
    return "" if any(map(is_name, plain)) else "".join(token.text for token in plain)


def _is_size(word: str) -> bool:
    return word in words(*_HERE, "sizes")


def _is_plain(clause: Clause) -> bool:
    return clause.is_report and clause.is_plain and not clause.is_of_others


def _last(clauses: Sequence[Clause], at: int, said: dict[int, Ranking]) -> Ranking | None:
    """The place that the clause before said, or an earlier one where those between name nobody but
    the one whose place it is."""
    for before in range(at - 1, max(-1, at - 2 - _FARTHEST), -1):
        clause = clauses[before]
        if before in said:
            return said[before]
        if _is_plain(clause) and (found := ranking(clause)) is not None:
            return found
        of_this = before == at - 1 and not clauses[at].segment.has(*_NAMES, "item")
        if clause.segment.after not in _GOES_ON or (clause.segment.has(*_NAMES) and not of_this):
            return None
    return None


def _next(clause: Clause, last: Ranking) -> Ranking | None:
    """The place of a fund or an item behind the last; None where the words say no place."""
    said = _words_for_place(clause, _OF_ITEMS if last.of_items else _OF_FUNDS)
    way = 1 if last.place > 0 else -1
    if _NEXT.fullmatch(said):
        place = last.place + way
    elif (nth := _NTH.fullmatch(said)) is not None and (number := numeral(nth["number"])):
        place = way * int(number)
    elif last.turned or not (_MOST.fullmatch(said) or _LEAST.fullmatch(said)):
        return None
    else:
        place = 1 if _MOST.fullmatch(said) else -1
    name = _name(clause, last)
    return replace(last, name=name, place=place) if name else None


def _name(clause: Clause, last: Ranking) -> str | None:
    """The fund or item that a clause is of, as of one of which the last place was said."""
    if not last.of_items:
        return fund_spoken_of(clause, goes_on=True)
    item = item_spoken_of(clause, 0, behind=True, goes_on=True)
    named = item.item if item is not None else None
    return named if any(named in table for table in last.tables) else None
