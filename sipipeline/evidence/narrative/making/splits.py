"""Parts of a change: behind 收入增加4658.78万元，其中 an amount may be by how much a part changed,
or the part as it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making import cells_by_kind
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.kind import CHANGES, Basis, Change
from sipipeline.evidence.narrative.questions.setting import Setting
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote

_FUNDS = frozenset({"fund", "brief", "join", "fillers"})
_NAMES = _FUNDS | {"item", "rank", "level"}
_COUNTED = ("money", "people")
_NEARER = 0.5
"""Share of how far a number is from a change that it must be from a level to be rather one."""


def read(segment: Segment, before: Setting, basis: Basis) -> Change | None:
    """The change that what a segment states may be a part of, given the words before it and what
    changes in it are measured from."""
    if segment.after in SENTENCE_ENDS:
        return _named(segment, basis)
    if segment.has("among") or says(segment.tokens[:1], "for_the_most"):
        return before.follows_change or before.split
    if segment.after == ":" and (word := _word(before.lead)) is not None:
        return Change(before.basis, kind.falls(word))
    if before.follows_change is not None and _names_funds(segment):
        return before.follows_change
    return _named(segment, basis) or before.split


def _names_funds(segment: Segment) -> bool:
    """Whether a segment says nothing but of whom its number is."""
    kinds = {token.kind for token in segment.tokens}
    return bool(kinds & {"fund", "brief"}) and kinds <= _FUNDS | {"level", "each"}


def _named(segment: Segment, basis: Basis) -> Change | None:
    """The change that a segment names and does not state: 增加的支出中, 收入增量中,
    增长较多的是机关养老, 净增居民养老441人."""
    word = _word(segment.plain)
    if word is None:
        return None
    behind = segment.plain[segment.plain.index(word) + 1 :]
    within = segment.number is None and says(segment.plain[-1:], "within")
    if not within and not (_lists(behind) and _is_of_line(segment, word)):
        return None
    return Change(basis, kind.falls(word))


def _word(tokens: Iterable[Token]) -> Token | None:
    """The last word of change among some."""
    return next((token for token in reversed([*tokens]) if token.kind in CHANGES), None)


def _lists(behind: Sequence[Token]) -> bool:
    """Whether what stands behind a word of change names what changed most, or the funds one by
    one."""
    kinds = {token.kind for token in behind}
    if not kinds & {"fund", "brief", "item"}:
        return False
    return kinds <= _FUNDS or (kinds <= _NAMES and says(behind, "mostly"))


def _is_of_line(segment: Segment, word: Token) -> bool:
    """Whether a word of change says what changed, as 减收 does, or a line is named before it."""
    return word.kind not in ("up", "down") or any(
        token.kind == "item" and token.end <= word.start for token in segment.plain
    )


# ---------------------------------------------------------------- what it is linked to
def as_part(quote: Quote, query: Query) -> Quote:
    """The quote of a level or, where that is not what its cell says and it may be a part of a
    change, of the change of that part; of the likelier where it is neither."""
    change = query.setting.split
    if change is None or not _may_be_part(quote, query):
        return quote
    setting = replace(query.setting, basis=change.basis)
    link = cells_by_kind.of_change(replace(query, setting=setting))
    falls = change.falls != query.setting.what.deficit
    return _likelier(quote, replace(quote, link=link, changes=True, falls=falls), query)


def _may_be_part(quote: Quote, query: Query) -> bool:
    """Whether a number is an amount of which no word says that it is anything but a level."""
    segment = query.segment
    if (
        segment.dimension not in _COUNTED
        or segment.of_small_amount
        or segment.unknown
        or quote.changes
    ):
        return False
    if kind.is_changed_to(segment):
        return False
    return bool(quote.link.required) or kind.is_changed_otherwise(segment)


def _likelier(level: Quote, changed: Quote, query: Query) -> Quote:
    """Of two readings the one that is right, or nearer to its cell; a change of no cell where the
    level is not right."""
    as_level, as_change = map(query.compared, (level, changed))
    if as_level is None or as_change is None or as_change.agrees:
        return level if as_level is not None and as_level.agrees else changed
    return level if as_level.agrees or _is_rather(as_level, as_change) else changed


def _is_rather(level: Compared, change: Compared) -> bool:
    """Whether a number that is neither is rather a level than a change."""
    return _apart(level) < _NEARER * _apart(change)


def _apart(one: Compared) -> float:
    """How far a number is from its cell, as a share of the larger of the two."""
    largest = max(abs(one.value), abs(one.told.value))
    return abs(one.value - one.told.value) / largest if largest else 0.0
