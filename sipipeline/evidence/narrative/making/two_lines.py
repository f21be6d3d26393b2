"""Figures that lie between the two that were stated last: 征缴收入3349.09万元不足以覆盖待遇支出
8022.91万元，缺口4673.82万元; 收入增加7900.11万元，支出增加9503.99万元，支出多增1603.88万元."""

from sipipeline.core import keys
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import LEFT, SURPLUS
from sipipeline.evidence.narrative.quoting.links import Link
from sipipeline.language.lexicon import has

_TWO = 2
_LEFT_OVER = frozenset({SURPLUS, LEFT})


def left_of_one(query: Query) -> Made | None:
    """What is left of one line, or lacking, when another is paid from it; None where no words set
    the one off against the other."""
    of = query.setting.what
    said = query.preceding[-_TWO:]
    over = bool(of.subjects) and _LEFT_OVER.issuperset(of.subjects)
    if not over or len(said) < _TWO or query.segment.dimension != "money":
        return None
    if not has(said[-1].clause, "narrative", "signs", "set_off") or query.segment.has("cumulative"):
        return None
    lines = [query.meant(quote) for quote in said]
    if not all(lines) or any(quote.changes for quote in said):
        return UNCLEAR
    return Made(Link((keys.difference(*lines),)), falls=of.deficit)


def by_how_much_more(query: Query) -> Made | None:
    """By how much more one of two lines grew than the other; None where no words say so."""
    ways = [token for token in query.segment.plain if token.kind in CHANGES]
    said = query.preceding[-_TWO:]
    if len(ways) != _TWO or (not kind.falls(ways[0]) and ways[0].kind != "up"):
        return None
    if ways[0].end != ways[1].start or query.segment.dimension not in ("money", "people"):
        return None
    lines = [query.meant(quote) for quote in said]
    changes = [key for key in lines if keys.measure(key) == "change"]
    own = [key for key in changes if _is_of_line(query, key)]
    other = [key for key in changes if key not in own]
    if len(own) != 1 or len(other) != 1:
        return UNCLEAR
    return Made(Link((keys.difference(*own, *other),)), falls=kind.falls(ways[0]))


def _is_of_line(query: Query, key: str) -> bool:
    """Whether a change is of the line that the words name."""
    items = {subject.item for subject in query.setting.what.subjects}
    return keys.item(key) in items and keys.fund(key) == query.account
