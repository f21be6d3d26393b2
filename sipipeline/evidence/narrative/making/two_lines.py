"""Figures that lie between the two that were stated last: 征缴收入3349.09万元不足以覆盖待遇支出
8022.91万元，缺口4673.82万元; 失业利息…万元，工伤利息…万元，前者多142.12万元."""

from collections.abc import Callable, Sequence
from itertools import product

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines import back_references
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import LEFT, SURPLUS
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.evidence.narrative.quoting.terms import NamedLine
from sipipeline.language.lexicon import has, words

_TWO = 2
_LEFT_OVER = frozenset({SURPLUS, LEFT})
_SIDES = frozenset({"income", "expenditure"})
_BALANCES = frozenset({"surplus", "closing_balance"})
_OF_FUNDS = frozenset({"fund", "brief", "item"})
"""Kinds of words that name the line of a fund."""
_COUNTED = ("money", "people")


def apart(query: Query) -> Made | None:
    """How far two lines that are named together are apart: 收入与支出相差8720.36万元."""
    before, apart_by = query.tokens[:-1], query.tokens[-1:]
    joined = any(token.kind == "join" for token in before) and not query.segment.beside_budget
    if not joined or not says(apart_by, "apart_by"):
        return None
    lines = _two_named(query, before)
    if len(lines) != _TWO:
        return UNCLEAR
    pairs = product(*map(query.keys, lines))
    both = [keys.difference(*one) for pair in pairs for one in (pair, pair[::-1])]
    return Made.of(*both)


def left_of_one(query: Query) -> Made | None:
    """What is left of one line, or lacking, when another is paid from it; None where no words set
    the one off against the other, or these are all that came in and went out, or balances."""
    of, said = query.setting.what, query.preceding[-_TWO:]
    over = bool(of.subjects) and _LEFT_OVER.issuperset(of.subjects)
    if not over or len(said) < _TWO or query.segment.dimension != "money":
        return None
    lines = [query.meant(quote) for quote in said]
    items = {keys.item(key) for key in lines}
    if not _are_set_off(said) or items <= _SIDES or items & _BALANCES:
        return None
    return Made.of(keys.difference(*lines), falls=of.deficit) if all(lines) else UNCLEAR


def more_than_other(query: Query) -> Made | None:
    """By how much the one that 前者 or 后者 means, or the fund that is named, has more than the
    other of the two; None where it may be more than last year."""
    ways = [token for token in query.segment.plain if token.kind in CHANGES]
    bare = any(token.text in words("narrative", "signs", "bare_changes") for token in ways)
    if not bare or query.segment.dimension not in _COUNTED:
        return None
    if query.segment.has("year_on_year", "than"):
        return None
    if _begins_with_other(query):
        return UNCLEAR
    referred = back_references.meant(query.tokens)
    stated = levels(query.preceding)
    pair = back_references.in_front(stated, referred) if referred else _of_named(query, stated)
    if pair is None:
        return None
    return Made.of(keys.difference(*(pair[::-1] if kind.falls(ways[0]) else pair)))


def more_change(query: Query) -> Made | None:
    """By how much more one of two lines grew than the other, 支出多增1603.88万元; None where no
    words say so."""
    ways = [token for token in query.segment.plain if token.kind in CHANGES]
    beside = len(ways) == _TWO and ways[0].end == ways[1].start
    if not beside or query.segment.dimension not in _COUNTED:
        return None
    said = [query.meant(quote) for quote in query.preceding[-_TWO:]]
    changes = [key for key in said if keys.measure(key) == "change"]
    pair = _own_in_front(changes, lambda key: _is_of_line(query, key))
    if pair is None:
        return UNCLEAR
    return Made.of(keys.difference(*pair), falls=kind.falls(ways[0]))


def levels(said: Sequence[Quote]) -> Sequence[str]:
    """The keys of the figures of this year that were stated."""
    stated = [quote.key or "" for quote in said if not quote.changes]
    return [key for key in stated if keys.measure(key) == "actual" and not keys.is_made(key)]


def _two_named(query: Query, tokens: Sequence[Token]) -> Sequence[NamedLine]:
    """The two lines that words end with the names of; none where they do not."""
    if [token.kind for token in tokens[-3:]] != ["item", "join", "item"]:
        return ()
    return [one for place in (-3, -1) for one in query.terms([*tokens[:-3], tokens[place]])]


def _are_set_off(said: Sequence[Quote]) -> bool:
    """Whether one clause states both of two figures and sets the one off against the other."""
    one, other = said
    both = one.words in other.clause
    return both and has(other.clause, "narrative", "signs", "set_off")


def _begins_with_other(query: Query) -> bool:
    """Whether a sentence begins with the fund that it compares with: 相比居民养老，企业养老多…."""
    kinds = {token.kind for token in query.setting.lead}
    return "than" in kinds and not kinds.isdisjoint(("fund", "brief", "item"))


def _of_named(query: Query, stated: Sequence[str]) -> tuple[str, str] | None:
    """The last two figures, that of the fund that is named in front, where they are one line of two
    funds; None where they are not."""
    named = [token for token in query.tokens if token.kind not in CHANGES]
    if not named or not _OF_FUNDS.issuperset(token.kind for token in named):
        return None
    last = stated[-_TWO:]
    items = {f"{keys.family(key)}.{keys.item(key)}" for key in last}
    said = all(items.issubset(token.meaning) for token in named if token.kind == "item")
    pair = _own_in_front(last, lambda key: keys.fund(key) == query.account)
    return pair if said and len(items) == 1 else None


def _own_in_front(figures: Sequence[str], is_own: Callable[[str], bool]) -> tuple[str, str] | None:
    """Two figures, the one that is spoken of in front; None where they are not one such and one
    other."""
    own = [key for key in figures if is_own(key)]
    other = [key for key in figures if not is_own(key)]
    return (own[0], other[0]) if len(own) == 1 and len(other) == 1 else None


def _is_of_line(query: Query, key: str) -> bool:
    """Whether a change is of the line that the words name."""
    items = {subject.item for subject in query.setting.what.subjects}
    return keys.item(key) in items and keys.fund(key) == query.account
