"""Figures without a part: 扣除财政补贴后，基金收入2921万元."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from sipipeline.core import keys
from sipipeline.core.standard import SIDES
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.subjects import SURPLUS, Subject, stands_in
from sipipeline.evidence.narrative.quoting.links import Link, key_of
from sipipeline.evidence.narrative.quoting.terms import NamedLine
from sipipeline.language.lexicon import words

_SUBTOTALS = frozenset({"income_subtotal", "expenditure_subtotal", "benefits"})
_NAMES = ("fund", "brief", "item", "deficit")
_ASIDE = frozenset({"plan", "cause", "fillers"})


def without(segment: Segment, before: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words for what is left out of the figures of a sentence; nothing is behind 。其中：."""
    leaving = words("narrative", "signs", "leaving_out")
    places = [
        place
        for place, token in enumerate(segment.tokens)
        if token.kind == "plan" and token.text in leaving
    ]
    if places:
        return tuple(token for token in segment.tokens[places[0] :] if token.kind not in _ASIDE)
    ends = segment.after in SENTENCE_ENDS or (segment.after == ":" and segment.has("among"))
    return () if ends else before


def begins_with_whole(segment: Segment, following: Sequence[Segment]) -> bool:
    """Whether a number is what something is with all its parts, since the next is what it comes to
    without some: 缺口141.57万元将扩大至401.57万元, 收入14819.92万元只剩10233.92万元."""
    behind = following[:1]
    if segment.number is None or not behind or behind[0].number is None or behind[0].after:
        return False
    return any(token.kind == "level" for token in behind[0].tokens) and not behind[0].has(*_NAMES)


def made(query: Query) -> Made | None:
    """What a figure without a part is made of; None where nothing is left out."""
    if not query.setting.without or query.segment.dimension != "money":
        return None
    account, subjects = query.account, query.setting.what.subjects
    here = _left_out_of(query, account)
    if account is None or not here or len(subjects) != 1 or not _is_of_year(query):
        return UNCLEAR
    return _of_account(query, account, subjects, here)


def _left_out_of(query: Query, account: str | None) -> Sequence[NamedLine]:
    """The figures that are left out; none where one is of another account."""
    parts = query.terms([*chain.from_iterable(map(_ways, query.setting.without))])
    return parts if all(term.account == account for term in parts) else ()


def _ways(token: Token) -> Sequence[Token]:
    """A word for money that comes in and goes out as the names of both, 全国统筹调剂; any other as
    it is."""
    if token.kind != "rest" or not token.meaning:
        return [token]
    return [replace(token, kind="item", meaning=(one,)) for one in token.meaning]


def _of_account(
    query: Query, account: str, subjects: Sequence[Subject], here: Sequence[NamedLine]
) -> Made:
    """What a figure of an account is without some of its parts."""
    if _is_without(subjects[0], here, query):
        return Made.of(key_of(subjects[0], account, "actual"))
    known = query.own.standard
    meant = [[one for one in term.subjects if stands_in(one, account, known)] for term in here]
    left_out = [lines[0] for lines in meant if len(lines) == 1]
    if len(left_out) < len(here):
        return UNCLEAR
    if not _are_parts(left_out, subjects[0], query):
        return UNCLEAR
    left = _without(subjects[0], left_out, query, account)
    return Made(Link((left,)), falls=query.setting.what.deficit)


def _is_of_year(query: Query) -> bool:
    """Whether it is a level of this year, if only by subtraction."""
    arrived = kind.is_changed_to(query.segment) and not query.segment.unknown
    of_year = query.role == "report" and query.setting.when.period == "this"
    return of_year and (query.is_level or arrived)


def _is_without(whole: Subject, parts: Sequence[NamedLine], query: Query) -> bool:
    """Whether a figure is a subtotal that has none of the parts in it, as the form has it."""
    standard = query.own.standard
    outside = [one for term in parts for one in term.subjects]
    return whole.item in _SUBTOTALS and all(
        whole.item not in standard.wholes_of(one.item) for one in outside
    )


def _are_parts(parts: Sequence[Subject], whole: Subject, query: Query) -> bool:
    """Whether all are parts of a figure; those of either side are of the surplus."""
    sides = {*SIDES} if whole == SURPLUS else {whole.item}
    standard = query.own.standard
    return not any(sides.isdisjoint(standard.wholes_of(part.item)) for part in parts)


def _without(whole: Subject, parts: Sequence[Subject], query: Query, account: str) -> str:
    """The key of a figure of an account without some of its parts; what was spent comes back to the
    surplus."""
    wholes_of = query.own.standard.wholes_of
    spent = [one for one in parts if whole == SURPLUS and SIDES[1] in wholes_of(one.item)]
    left, came = (
        keys.sum_of_figures(key_of(one, account, "actual") for one in lines)
        for lines in ([whole, *spent], [one for one in parts if one not in spent])
    )
    return keys.difference(left, came) if came else left
