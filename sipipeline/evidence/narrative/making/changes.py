"""Changes of figures that no cell has: of a month's part of a year, of a sum; and what the increase
of one figure is of that of another."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines import back_references
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making import sums, two_lines
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind, what
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.quoting.links import BY_MONTH, Link, key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import words

_CHANGE = "change"
_FARTHEST = 32
"""Words that begin a sentence, and figures in it, that are looked at for what 前者 means."""
_SAID_OF_TWO = CHANGES | {*back_references.WORDS, "fillers", "year_on_year"}
_Pair = tuple[str, str]
"""The keys of a figure, and of that of the year before."""


def made(query: Query) -> Made | None:
    """The figures that a change lies between; None where a cell may have it."""
    word = kind.change(query.segment)
    if word is None:
        return None
    if _is_of_month(query):
        return _since_last_year(query, word, _months(query), _of_year(query))
    if query.setting.what.explicit:
        return None
    stated = next((quote for quote in reversed(query.preceding) if not quote.changes), None)
    if stated is None or not stated.sums:
        return None
    if query.segment.is_rate and query.setting.basis == "last":
        return _growth_of_sum(stated, word, query)
    of_all = sums.in_total(stated.key or "", _CHANGE, query)
    return _since_last_year(query, word, [_with_year_before(stated)], of_all)


def in_bracket(query: Query) -> Made | None:
    """The rate of a change, in a bracket right behind it, or as its extent: 同比多支5781.41万元
    （7.2%）, 减少546万元，幅度3.1%. Unclear where it may be what part it is of the change of a
    whole: 住院增支6618.23万元（81.8%）."""
    beside = query.segment.after == "(" or says(query.segment.tokens, "extent")
    if query.segment.dimension != "percent" or not beside or query.tokens:
        return None
    stated = query.preceding[-1:]
    if not stated or keys.measure(query.last) != _CHANGE or len(stated[0].link.required) != 1:
        return None
    if _is_part_of_change(query, stated[0]):
        return UNCLEAR
    return Made.of(keys.beside(query.last, "growth_rate"), falls=stated[0].falls)


def of_two(query: Query) -> Made | None:
    """How one of the last two figures changed, 前者比上年增长51.8%，后者下降16.9%, or of its fund a
    line that is named since: …；支出方面，前者增长6.7%. It may be named but as a reason."""
    one = back_references.meant(query.tokens)
    word = kind.change(query.segment)
    if not one or word is None or _is_of_points(query):
        return None
    stated = two_lines.levels(query.preceding)
    pair = back_references.in_front(stated or _named_before(query), one)
    named = _named_since(query)
    known = {token.kind for token in query.segment.plain} - {"item"} <= _SAID_OF_TWO
    if pair is None or not known or query.setting.basis not in ("last", ""):
        return UNCLEAR
    measure = "growth_rate" if query.segment.is_rate else _CHANGE
    lines = [key_of(line, keys.fund(pair[0]) or "", measure) for line in named]
    return Made.first_of([*lines, keys.beside(pair[0], measure)], falls=kind.falls(word))


def shared(query: Query) -> Made | None:
    """What an increase is of another: 增支646万元，占失业保险支出增量的78%."""
    if contributed := _contributed_to(query):
        return _of_increase(query, contributed)
    behind = _behind_share(query)
    arrived = kind.is_changed_to(query.segment) and not kind.is_changed_otherwise(query.segment)
    if arrived or not any(token.kind in CHANGES for token in behind):
        return None
    return _of_increase(query, behind) if _is_increase(behind) else UNCLEAR


def _is_part_of_change(query: Query, stated: Quote) -> bool:
    """Whether a rate is what part the change that was stated is of that of a whole."""
    number, fund = query.segment.number, keys.fund(query.last)
    if number is None or number.mention is None or fund is None:
        return False
    wholes = query.own.standard.wholes_of(keys.item(query.last))
    changes = [key_of(Subject(keys.family(query.last), one), fund, _CHANGE) for one in wholes]
    part = replace(stated, mention=number.mention, falls=False)
    shares = (replace(part, link=Link((keys.share(query.last, one),))) for one in changes)
    return any(map(query.agrees, shares))


def _named_before(query: Query) -> Sequence[str]:
    """The keys of the figures of this year that the sentence began by naming, where these are two:
    门诊支出和住院支出，前者增长41.1%."""
    lead, said = query.setting.lead, query.preceding[-_FARTHEST:]
    if len(lead) > _FARTHEST or not query.measure or any(not quote.changes for quote in said):
        return ()
    named = [query.keys(term) for term in query.terms(lead)]
    return [key for one in named for key in one] if [*map(len, named)] == [1, 1] else ()


def _named_since(query: Query) -> Sequence[Subject]:
    """The line that words behind the last level of a sentence name, or the one whose change stands
    right before; none where they name none."""
    levels = [quote.mention.start for quote in query.preceding if not quote.changes]
    lead = [token for token in query.setting.lead if token.start > max(levels, default=token.start)]
    if named := what.named([*lead, *query.segment.plain]):
        return named
    last = query.last
    changed = keys.is_account(last) and keys.measure(last) in ("growth_rate", _CHANGE)
    of_stated = keys.row(last) in map(keys.row, two_lines.levels(query.preceding))
    return [Subject(keys.ACCOUNTS, keys.item(last))] if changed and not of_stated else ()


def _of_increase(query: Query, named: Sequence[Token]) -> Made:
    """What the last increase is of that which words name."""
    wholes = query.terms(named)
    part = _change_before(query.preceding)
    if len(wholes) != 1 or not part:
        return UNCLEAR
    whole = query.keys(wholes[0], _CHANGE)
    return Made.of(*(keys.share(part, one) for one in whole if one != part))


def _contributed_to(query: Query) -> Sequence[Token]:
    """The words that name the increase which another is said to have a share of: 支出增长 of
    对支出增长的贡献率为75.9%."""
    tokens = query.segment.tokens if query.segment.is_rate else ()
    names = words("narrative", "signs", "contributions")
    places = [place for place, token in enumerate(tokens) if token.text.endswith(names)]
    before = tokens[: places[0]] if places else ()
    return [token for token in before if token.kind != "rest"]


def _behind_share(query: Query) -> Sequence[Token]:
    """The words between 占 and a rate."""
    if not query.segment.is_rate:
        return ()
    return [*dropwhile(lambda token: token.kind != "share", query.segment.tokens)]


def _is_increase(tokens: Sequence[Token]) -> bool:
    """Whether words speak of by how much something grew: 支出增量."""
    return says(tokens, "amounts")


def _is_of_month(query: Query) -> bool:
    """Whether a change is that of a month's part: 比上年月均多支, or behind 月均支出."""
    if query.segment.dimension != "money" or query.segment.of_small_amount:
        return False
    if kind.is_by_month(query.segment) or (query.preceding and _is_monthly(query.preceding[-1])):
        return True
    return keys.measure(query.last) in BY_MONTH and not query.setting.what.explicit


def _is_monthly(quote: Quote) -> bool:
    """Whether the words right before a figure say that it is that of a month: 比上年月均."""
    return quote.named.endswith(words("narrative", "signs", "month_average"))


def _months(query: Query) -> Sequence[_Pair]:
    account = query.account or ""
    months = [key_of(one, account, "a_month") for one in query.setting.what.subjects]
    return [(key, keys.beside(key, "a_month_before")) for key in months if key]


def _of_year(query: Query) -> Sequence[str]:
    """The change of the year, which may be meant behind 月均 as well."""
    if any(token.kind == "average" for token in query.segment.tokens):
        return ()
    return [keys.beside(query.last, _CHANGE)]


def _with_year_before(stated: Quote) -> _Pair:
    summed = stated.key or ""
    several = len(keys.summands(summed)) > 1
    return (summed, keys.made_beside(summed, "prior")) if several else ("", "")


def _growth_of_sum(stated: Quote, word: Token, query: Query) -> Made:
    """How fast a sum grew: 三项合计38.6万元，较上年增长4.9%, or the line of all funds; unclear
    where it is none of figures that have a change."""
    summed = stated.key or ""
    summands = keys.summands(summed)
    if len(summands) == 1 or any(keys.is_made(one) for one in summands):
        return UNCLEAR
    grown, before = (keys.made_beside(summed, measure) for measure in (_CHANGE, "prior"))
    of_all = sums.in_total(summed, "growth_rate", query)
    return Made.of(keys.share(grown, before), further=of_all, falls=kind.falls(word))


def _since_last_year(
    query: Query, word: Token, pairs: Sequence[_Pair], further: Sequence[str] = ()
) -> Made:
    known = [pair for pair in pairs if all(pair)]
    if query.setting.basis != "last" or not known or query.segment.is_rate:
        return UNCLEAR
    apart = [keys.difference(*pair) for pair in known]
    return Made.of(*apart, further=further, falls=kind.falls(word))


def _change_before(said: Sequence[Quote]) -> str:
    """The key of the last change that was stated; "" where another figure stands behind it, or an
    amount of which no cell is known: 其中调待增支4715.68万元，占支出增加额的四成."""
    for quote in reversed(said):
        if keys.measure(quote.key or "") == _CHANGE:
            return quote.key or ""
        if not quote.changes or quote.mention.unit.dimension == "money":
            break
    return ""


def _is_of_points(query: Query) -> bool:
    """Whether a number is the difference of two rates."""
    number = query.segment.number
    return number is not None and number.mention is not None and is_in_points(number.mention)
