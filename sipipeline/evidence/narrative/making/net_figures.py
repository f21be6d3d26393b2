"""Figures without a part: 扣除财政补贴后，基金收入2921万元."""

from collections.abc import Iterator, Sequence

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

_SUBTOTALS = frozenset({"income_subtotal", "expenditure_subtotal"})
_NAMES = ("fund", "brief", "item", "deficit")
_ASIDE = frozenset({"plan", "cause", "fillers"})


def without(segment: Segment, before: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words for what is left out of the figures of a sentence."""
    leaving = words("narrative", "signs", "leaving_out")
    places = [
        place
        for place, token in enumerate(segment.tokens)
        if token.kind == "plan" and token.text in leaving
    ]
    if places:
        return tuple(token for token in segment.tokens[places[0] :] if token.kind not in _ASIDE)
    return () if segment.after in SENTENCE_ENDS else before


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
    parts = query.terms(query.setting.without)
    return parts if all(term.account == account for term in parts) else ()


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
    link = Link(tuple(_keys(account, subjects[0], left_out)))
    return Made(link, falls=query.setting.what.deficit)


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
    """Whether all are parts of a figure; those of the income are of the surplus, too."""
    side = SIDES[0] if whole == SURPLUS else whole.item
    standard = query.own.standard
    return all(side in standard.wholes_of(part.item) for part in parts)


def _keys(account: str, whole: Subject, parts: Sequence[Subject]) -> Iterator[str]:
    summed = keys.sum_of_figures(key_of(part, account, "actual") for part in parts)
    yield keys.difference(key_of(whole, account, "actual"), summed)
