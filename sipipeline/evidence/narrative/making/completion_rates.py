"""The rate of completion of a fund, of which no side is named: 失业保险基金预算执行率108.1%."""

from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions.subjects import EXPENDITURE, INCOME
from sipipeline.evidence.narrative.quoting.links import Link, key_of
from sipipeline.language.lexicon import has

_NAMING = frozenset(
    {"fund", "total", "completion", "level", "beyond", "this_year", "whole_year", "date"}
)
"""Kinds of words of such a rate."""
_FUNDS = ("fund", "total")
_RATE = "completion_rate"


def made(query: Query) -> Made | None:
    """The rate of what was spent, or of what came in; None where more is said than the fund, or
    which side of it is known."""
    kinds = {token.kind for token in query.tokens}
    named = query.segment.has(*_FUNDS) and _names_rate(query) and kinds <= _NAMING
    plain = query.segment.dimension == "percent" and not query.setting.what.subjects
    if not (named and plain) or query.account is None or query.segment.of_adjusted_budget:
        return None
    of_sides = [key_of(side, query.account, _RATE) for side in (EXPENDITURE, INCOME)]
    return Made(Link(tuple(of_sides)))


def _names_rate(query: Query) -> bool:
    """Whether words name the rate of a budget, and of no indicator."""
    rates = [token.text for token in query.tokens if token.kind == "completion"]
    return any(has(rate, "narrative", "signs", "of_budgets") for rate in rates)
