"""By how much one figure is more than another that is named: 当年结余比居民医保多1797.81万元."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import says
from sipipeline.evidence.narrative.making import percentage_points
from sipipeline.evidence.narrative.making.query import UNCLEAR, Asked, Made
from sipipeline.evidence.narrative.questions.what import Subject
from sipipeline.evidence.narrative.quoting.links import Link
from sipipeline.evidence.narrative.quoting.terms import NAMES, NamedLine

_TELLING = frozenset({"fund", "brief", "item"})
_SAID_OF_BUDGET = frozenset({"than", "join", "budget"})
_WAYS = frozenset({"up", "down", "higher", "lower"})


def made(asked: Asked) -> Made | None:
    """The figures that an amount lies between; None where no other than of the year before or of a
    budget is named."""
    found = percentage_points.compared(asked.tokens)
    counted = asked.segment.dimension in ("money", "people") and not asked.segment.in_yuan
    if found is None or not counted or not _is_of_two(found) or asked.setting.what.deficit:
        return None
    ones = _compared(asked, found)
    others = asked.terms(found.behind, ones[0].subjects) if len(ones) == 1 else ()
    if len(others) != 1:
        return None
    pairs = [(one, other) for one in asked.keys(ones[0]) for other in asked.keys(others[0])]
    apart = [keys.difference(*pair) for pair in pairs if pair[0] != pair[1]]
    return Made(Link(tuple(apart)), falls=found.less)


def from_budget(asked: Asked) -> Made | None:
    """By how much the figure before it is apart from its budget, either way: 与预算相差31万元."""
    if not asked.segment.beside_budget or not says(asked.tokens[-1:], "apart_by"):
        return None
    if not {token.kind for token in asked.tokens} <= _SAID_OF_BUDGET or not asked.said:
        return UNCLEAR
    stated = [key for key in asked.said[-1].link.required if not keys.is_made(key)]
    lines = [key for key in stated if keys.measure(key) == "actual"]
    measures = ("over_budget", "under_budget")
    return Made(Link(tuple(keys.beside(key, one) for one in measures for key in lines)))


def _is_of_two(found: percentage_points.Comparison) -> bool:
    """Whether a level is compared with that of another fund or item."""
    names_other = bool(found.kinds & _TELLING) and found.kinds <= NAMES
    return names_other and found.word.kind in _WAYS and not found.changes


def _compared(asked: Asked, found: percentage_points.Comparison) -> Sequence[NamedLine]:
    """What is compared: what is named, or else the figure that was stated last."""
    if any(token.kind in NAMES for token in found.before):
        return asked.terms(found.before)
    key, fund = asked.last, keys.fund(asked.last)
    if not fund or keys.is_made(key) or keys.measure(key) != asked.measure:
        return ()
    return [NamedLine(fund, (Subject(keys.family(key), keys.item(key)),))]
