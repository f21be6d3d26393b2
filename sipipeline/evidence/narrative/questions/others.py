"""Whether words are of others than the unit: of another place, of units above or below it."""

from collections.abc import Iterable, Sequence
from itertools import dropwhile, takewhile

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.accounts import Own, Whom
from sipipeline.language.lexicon import table

_BEFORE_PLACES = frozenset(
    {"fillers", "date", "this_year", "last_year", "whole_year", "until", "than", "join", "origin"}
)
"""Kinds of words that may stand before the place that a sentence is about."""
_BEFORE_OTHERS = frozenset({"rest", "fillers", "same_span", "date", "this_year", "whole_year"})
"""Kinds of words that may stand before the place with which a sentence begins."""
_PLACES = ("elsewhere", "place")
_OF_TITLE = frozenset({"elsewhere", "fillers", "join", "among", "count", "level"})
"""Kinds of words of a title that names but a place."""


def names_others(tokens: Iterable[Token], own: Own) -> bool:
    """Whether some words name a place, or units, other than that of the unit."""
    return any(token.kind in _PLACES and not _is_own(token, own) for token in tokens)


def is_of_others(tokens: Sequence[Token], own: Own) -> bool:
    """Whether others are meant; 我县 behind 全省 leads back."""
    placed = [token for token in tokens if token.kind in ("elsewhere", "own", "place")]
    return bool(placed) and not _is_own(placed[-1], own)


def speaks_of_others(segment: Segment) -> bool:
    """Whether a segment is about others, or states a figure of theirs, and does not only mention
    them behind something else: 其余为委托省级投资运营资金."""
    about = [*dropwhile(lambda token: token.kind in _BEFORE_PLACES, segment.plain)][:1]
    return segment.number is not None or [one.kind for one in about] in (["elsewhere"], ["place"])


def views_others(segment: Segment, before: Whom, own: Own) -> bool:
    """Whether a sentence looks at others from here on, until it comes back: 从全省来看，…."""
    if goes_on_elsewhere(segment, before):
        return True
    last = segment.tokens[-1:]
    views = segment.number is None and (says(last, "viewing") or says(last, "within"))
    views = views or _is_but_a_place(segment) or _begins_with_others(segment, before)
    return views and is_of_others(segment.own_tokens, own) and _is_bare_view(segment)


def goes_on_elsewhere(segment: Segment, before: Whom) -> bool:
    """Whether a segment goes on with others that its sentence looks at."""
    ends = segment.after in SENTENCE_ENDS
    return before.viewed and not ends and not segment.has("own", "place")


def stays_elsewhere(segment: Segment, before: Whom) -> bool:
    """Whether a bracket, or 其, is still of the others that were spoken of."""
    if segment.has("own", "place", "elsewhere"):
        return False
    bracketed = segment.after == "(" and (before.elsewhere or before.beside)
    return bracketed or (before.elsewhere and says(segment.tokens[:1], "its"))


def _is_own(token: Token, own: Own) -> bool:
    """Whether a place is the unit's: 全县 of a county, 本级 of a unit that is called so; not the
    place that it lies in: 甲市 of 甲市乙县社会保险中心."""
    if token.kind == "place":
        return own.place in ("", *token.meaning)
    named = token.text != own.place and token.text in own.submission.text("cover.unit")
    around = token.text.endswith(tuple(table()["narrative"]["places"])) and own.place
    within = named and not (around and not token.text.endswith(own.place))
    return token.kind == "own" or within


def _is_bare_view(segment: Segment) -> bool:
    """Whether no line is named where others are but looked at: not 从全省收入看."""
    return segment.number is not None or not segment.has("item")


def _begins_with_others(segment: Segment, before: Whom) -> bool:
    """Whether a sentence begins with a figure of others, be it behind who told it:
    全省职工医保收入612亿元，…；居民医保…, 据省社保局通报，全省企业养老平均可支付12.4个月，工伤….
    """
    leading = [*takewhile(lambda token: token.kind not in _PLACES, segment.tokens)]
    placed = len(leading) < len(segment.tokens)
    begun = placed and {token.kind for token in leading} <= _BEFORE_OTHERS
    unnamed = before.elsewhere or before.source not in ("said", "near")
    told = segment.after == "," and unnamed
    return begun and segment.number is not None and (told or segment.after in SENTENCE_ENDS)


def _is_but_a_place(segment: Segment) -> bool:
    """Whether a segment without a number names but a place, as a title of what follows: 沙源县：…,
    以沙源县为例，…."""
    kinds = {token.kind for token in segment.tokens}
    return segment.number is None and "elsewhere" in kinds and kinds <= _OF_TITLE
