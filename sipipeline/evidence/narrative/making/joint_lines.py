"""Lines of one account that are named side by side before an amount, which they make together:
上级补助和调剂收入69995万元."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions.subjects import is_bare
from sipipeline.evidence.narrative.quoting.terms import NamedLine

_LEAST = 2
_KNOWN = frozenset(
    {"item", "join", "fund", "brief", "total", "level", "among", "outcome", "this_year"}
)
"""Kinds of words that lines are named with, and nothing more is said of them."""


def made(query: Query) -> Made | None:
    """The sum of the lines; each alone, and those of other accounts where that is unclear, may be
    meant as well. None where more is said, or a sum is named as such."""
    if query.is_sum or not _is_plain(query):
        return None
    named = query.terms(query.tokens)
    if len(named) != len(_names(query)) or not _are_apart(named, query):
        return None
    accounts = dict.fromkeys((named[0].account, *query.setting.whom.instead(query.own)))
    found = [_keys(named, account, query) for account in accounts]
    sums = [keys.sum_of_figures(one) for one in found if one]
    return Made.of(sums[0], further=(*sums[1:], *found[0])) if found[0] else None


def _names(query: Query) -> Sequence[Token]:
    """The words that name a line; of 住院、门诊 支出 the first two."""
    return [token for token in query.tokens if token.kind == "item" and not is_bare(token)]


def _is_plain(query: Query) -> bool:
    """Whether words lead to an amount and do no more than name lines that 和 or 、 joins."""
    segment, kinds = query.segment, query.kinds
    joined = "join" in kinds and kinds <= _KNOWN and len(_names(query)) >= _LEAST
    counted = segment.dimension == "money" and not segment.of_small_amount and query.is_level
    return joined and counted and not segment.joined and not says(segment.plain, "and_others")


def _are_apart(named: Sequence[NamedLine], query: Query) -> bool:
    """Whether lines are of one account, each a part of what it got or spent, and none a part of
    another."""
    lines = {one.item for term in named for one in term.subjects}
    standard = query.own.standard
    wholes = [{*standard.wholes_of(one)} for one in lines]
    parts = all(wholes) and not any(one & lines for one in wholes)
    single = all(len(term.subjects) == 1 for term in named) and len(lines) == len(named)
    return parts and single and len({term.account for term in named}) == 1


def _keys(named: Sequence[NamedLine], account: str, query: Query) -> Sequence[str]:
    """The keys of the lines of an account; none where the tables have not all of them."""
    found = [key for term in named for key in query.keys(replace(term, account=account))]
    return found if len(found) == len(named) else ()
