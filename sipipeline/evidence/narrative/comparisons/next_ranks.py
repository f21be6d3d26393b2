"""Which fund comes next, or last, behind the one that was said to be first: 收入最多的是企业养老，
其次是居民医保，最少的是工伤."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.comparisons.ranks import Ranking, ranking
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.language.lexicon import one_of
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "statements", "rank")
_BEING = f"{one_of(*_HERE, 'being')}?"
_NEXT = re.compile(f"{one_of(*_HERE, 'next')}{_BEING}")
_NTH = re.compile(
    f"{one_of(*_HERE, 'place')}?{one_of('narrative', 'signs', 'ordinal')}(?P<number>.)"
    f"{one_of(*_HERE, 'counters')}?{_BEING}"
)
_MOST = re.compile(f"{one_of(*_HERE, 'most')}{_BEING}")
_LEAST = re.compile(f"{one_of(*_HERE, 'least')}{_BEING}")
_GOES_ON = (",", ";")
_NAMES = ("fund", "brief", "total", "own")
_FARTHEST = 3
"""Clauses that may lie between the first and the next."""


def next_ranks(clauses: Sequence[Clause]) -> Iterator[Statement]:
    """What clauses say of the place of a fund by but the words for the next place, or the last."""
    said: dict[int, Ranking] = {}
    for at, clause in enumerate(clauses):
        lead = _lead(clause)
        if not lead or not _is_plain(clause):
            continue
        last = _last(clauses, at, said)
        here = _next(lead, clause.funds[0], last) if last is not None else None
        if here is not None and ranking(clause) is None:
            said[at] = here
            yield from here.statement(clause)


def _lead(clause: Clause) -> str:
    """The words before the one fund that ends a clause; "" where they are not all that it says."""
    if len(clause.funds) != 1 or clause.segment.after not in _GOES_ON:
        return ""
    *before, named = clause.segment.tokens
    ends = resolved(named, clause.own) == clause.funds[0]
    return "".join(token.text for token in before) if ends else ""


def _is_plain(clause: Clause) -> bool:
    return clause.is_report and clause.is_plain and not clause.is_of_others


def _last(clauses: Sequence[Clause], at: int, said: dict[int, Ranking]) -> Ranking | None:
    """The place that the clause before said, or an earlier one where those between name nobody."""
    for before in range(at - 1, max(-1, at - 2 - _FARTHEST), -1):
        clause = clauses[before]
        if before in said:
            return said[before]
        if _is_plain(clause) and (found := ranking(clause)) is not None:
            return found
        if clause.segment.after not in _GOES_ON or clause.segment.has(*_NAMES):
            return None
    return None


def _next(lead: str, fund: str, last: Ranking) -> Ranking | None:
    """The place of a fund behind the last; None where the words say no place."""
    way = 1 if last.place > 0 else -1
    if _NEXT.fullmatch(lead):
        return replace(last, fund=fund, place=last.place + way)
    if (nth := _NTH.fullmatch(lead)) is not None and (number := numeral(nth["number"])):
        return replace(last, fund=fund, place=way * int(number))
    if last.of_deficits or not (_MOST.fullmatch(lead) or _LEAST.fullmatch(lead)):
        return None
    return replace(last, fund=fund, place=1 if _MOST.fullmatch(lead) else -1)
