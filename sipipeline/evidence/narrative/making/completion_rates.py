"""The rate of completion of a fund, of which no side is named, and of a sum: 失业保险基金预算执行率
108.1%; 两项合计541.26万元，完成预算的93.3%."""

from collections.abc import Set

from sipipeline.core import keys
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions.subjects import EXPENDITURE, INCOME
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.language.lexicon import has

_NAMING = frozenset(
    {"fund", "total", "completion", "level", "beyond", "this_year", "whole_year", "date"}
)
"""Kinds of words of such a rate."""
_FUNDS = ("fund", "total")
_RATE = "completion_rate"
_BEHIND_SUM = frozenset({"completion", "level"})
_BEHIND_DIFFERENCE = _BEHIND_SUM | {"share"}
_FEWEST = 2
_HALF = 50
"""Per cent of a budget above which a share is no share of what it was passed by."""


def made(query: Query) -> Made | None:
    """The rate of what was spent, or of what came in; None where more is said than the fund, or
    which side of it is known."""
    kinds = query.kinds
    if (of_sum := _of_sum(query, kinds)) is not None:
        return of_sum
    named = query.segment.has(*_FUNDS) and _names(query, "of_budgets") and kinds <= _NAMING
    plain = query.segment.dimension == "percent" and not query.setting.what.subjects
    if not (named and plain) or query.account is None or query.segment.of_adjusted_budget:
        return None
    of_sides = [key_of(side, query.account, _RATE) for side in (EXPENDITURE, INCOME)]
    return Made.of(*of_sides)


def of_difference(query: Query) -> Made | None:
    """The share of the budget that it was passed by, behind that amount: 超支55.23万元，
    占预算的5.1%; it may be all of what was spent that is meant. None behind other figures, and of
    how much of it was done: 比预算少800万元，完成率94.9%, 占预算的94.9%."""
    behind = query.segment.after == "," and query.segment.dimension == "percent"
    if not behind or "completion" not in query.kinds or not query.kinds <= _BEHIND_DIFFERENCE:
        return None
    key = query.last
    if keys.measure(key) != "over_budget" or _is_of_done(query):
        return None
    rates = (keys.beside(key, "over_budget_rate"), keys.beside(key, _RATE))
    return Made.of(rates[0], further=rates[1:], falls=query.preceding[-1].falls)


def _is_of_done(query: Query) -> bool:
    """Whether a share of a budget is that of what was done of it, and not of what lacks."""
    number = query.segment.number
    mention = number.mention if number is not None else None
    return _names(query, "completing") or (mention is not None and mention.value > _HALF)


def _of_sum(query: Query, kinds: Set[str]) -> Made | None:
    """The rate of a sum that was stated before it: 两项合计541.26万元，完成预算的93.3%; None behind
    other figures."""
    if (
        "completion" not in kinds
        or not kinds <= _BEHIND_SUM
        or query.segment.dimension != "percent"
    ):
        return None
    stated = next((quote for quote in reversed(query.preceding) if not quote.changes), None)
    summands = keys.summands(stated.key or "") if stated is not None and stated.sums else []
    if len(summands) < _FEWEST or any(map(keys.is_made, summands)):
        return None
    summed = keys.sum_of_figures(summands)
    return Made.of(keys.share(summed, keys.made_beside(summed, "budget")))


def _names(query: Query, sign: str) -> bool:
    """Whether the words for a rate of completion have one of a sign in them."""
    rates = [token.text for token in query.tokens if token.kind == "completion"]
    return any(has(rate, "narrative", "signs", sign) for rate in rates)
