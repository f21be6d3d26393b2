"""By how much one figure is more than another that is named: 当年结余比居民医保多1797.81万元."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import says
from sipipeline.evidence.narrative.making import percentage_points
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.quoting.terms import NAMES, NamedLine

_TELLING = frozenset({"fund", "brief", "item"})
_SAID_OF_BUDGET = frozenset({"than", "join", "budget"})
_WAYS = frozenset({"up", "down", "higher", "lower"})


def made(query: Query) -> Made | None:
    """The figures that an amount lies between; None where no other than of the year before or of a
    budget is named."""
    found = percentage_points.compared(query.tokens)
    counted = query.segment.dimension in ("money", "people") and not query.segment.of_small_amount
    if found is None or not counted or not _is_of_two(found) or query.setting.what.deficit:
        return None
    ones = _compared(query, found)
    others = query.terms(found.behind, ones[0].subjects) if len(ones) == 1 else ()
    if len(others) != 1:
        return None
    pairs = [(one, other) for one in query.keys(ones[0]) for other in query.keys(others[0])]
    apart = [keys.difference(*pair) for pair in pairs if pair[0] != pair[1]]
    return Made.of(*apart, falls=found.less)


def from_budget(query: Query) -> Made | None:
    """By how much the figure before it is apart from its budget, either way: 与预算相差31万元."""
    if not query.segment.beside_budget or not says(query.tokens[-1:], "apart_by"):
        return None
    if not query.kinds <= _SAID_OF_BUDGET or not query.preceding:
        return UNCLEAR
    stated = [key for key in query.preceding[-1].link.required if not keys.is_made(key)]
    lines = [key for key in stated if keys.measure(key) == "actual"]
    measures = ("over_budget", "under_budget")
    return Made.of(*(keys.beside(key, one) for one in measures for key in lines))


def _is_of_two(found: percentage_points.Comparison) -> bool:
    """Whether a level is compared with that of another fund or item."""
    names_other = bool(found.kinds & _TELLING) and found.kinds <= NAMES
    return names_other and found.word.kind in _WAYS and not found.changes


def _compared(query: Query, found: percentage_points.Comparison) -> Sequence[NamedLine]:
    """What is compared: what is named, or else the figure that was stated last."""
    if any(token.kind in NAMES for token in found.before):
        return query.terms(found.before)
    key, fund = query.last, keys.fund(query.last)
    if not fund or keys.is_made(key) or keys.measure(key) != query.measure:
        return ()
    return [NamedLine(fund, (Subject(keys.family(key), keys.item(key)),))]
