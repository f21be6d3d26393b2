"""Figures that no cell has, and the cells that make them: ratios, what is left of a budget, what of
a hundred yuan or of a half goes where, and those of other modules."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import MOST_A_HEAD, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making import (
    amounts_per_head,
    benefits,
    changes,
    completion_rates,
    deficits_together,
    differences,
    joint_lines,
    net_figures,
    pensions,
    percentage_points,
    ranked_rates,
    ratios,
    shares,
    shortfalls,
    sums,
    two_lines,
    two_years,
)
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.subjects import EXPENDITURE, Subject, subjects_of
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.evidence.narrative.quoting.terms import NamedLine
from sipipeline.language.lexicon import table, words

_CONTRIBUTORS, _AT_WORK, _RETIREES = (
    Subject("headcounts", item) for item in ("contributors", "at_work", "retirees")
)
_IN_LISTS = frozenset({"fund", "brief", "join", "fillers", "each"})
_OF_YEAR = frozenset({"last_year", "same_period", "this_year", "date", "level"})
_NAMES = frozenset({"item", "fund", "brief", "total", "ratio", "rest", "part"})


def made(query: Query) -> Made | None:
    """What makes a figure; unclear cells where it is unclear what does, None where a cell may have
    it."""
    for certain in (two_years.made, benefits.reached, completion_rates.of_difference):
        if (found := certain(query)) is not None:
            return found
    for ask in _ASKS:
        found = ask(query)
        if found is not None:
            return found if query.measure else UNCLEAR
    return net_figures.made(query)


def _ratio(query: Query) -> Made | None:
    """收入与支出之比为0.97:1; 收支比为0.97:1."""
    if query.segment.dimension != "ratio":
        return None
    if any(map(_is_a_heads, query.preceding)):
        return UNCLEAR
    named = ratios.named(query.tokens)
    if named and query.account is not None:
        return _of_named(query, query.account, named[-1], query.tokens)
    compared = query.terms([token for token in query.tokens if token.kind != "than"])
    if len(compared) == 2:
        return query.shares(query.keys(_to_retirees(*compared)), compared[1])
    return _same_ratio(query)


def _to_retirees(part: NamedLine, whole: NamedLine) -> NamedLine:
    """What is put to those who are retired: 参保职工 beside them may be all but these."""
    if whole.subjects != (_RETIREES,) or _CONTRIBUTORS not in part.subjects:
        return part
    return replace(part, subjects=(*part.subjects, _AT_WORK))


def _quotient(query: Query) -> Made | None:
    """结余率16.4%, 结余率：职工医保16.4%、居民医保5.0%: what one figure is of another, by a
    name for both."""
    if query.segment.dimension != "percent":
        return None
    of_funds = query.kinds <= _IN_LISTS
    said = [*query.setting.lead, *query.tokens] if of_funds else query.tokens
    named = [token for token in ratios.named(said) if token.text in _quotients()]
    if not named:
        return _same_quotient(query, query.account) if query.account and _goes_on(query) else None
    clear = kind.change(query.segment) is None
    return _of_named(query, query.account, named[-1], said) if query.account and clear else UNCLEAR


def _goes_on(query: Query) -> bool:
    """Whether a segment says but of whom, or of when, a figure of the kind before it is."""
    arrived = kind.is_changed_to(query.segment)
    passed = _IN_LISTS | _OF_YEAR | (kind.CHANGES if arrived else frozenset())
    alike = query.kinds <= passed
    return alike and bool(query.tokens) and query.segment.after in ("", ",")


def _same_quotient(query: Query, account: str) -> Made | None:
    """The quotient that was stated last, of another fund or year: …结余率16.4%，上年12.3%."""
    figures = keys.shared(query.last) if keys.is_share(query.last) else []
    meant = [table()["narrative"]["ratios"][name] for name in _quotients()]
    lines = [[*map(keys.measure, both)] for both in meant]
    if [*map(keys.item, figures)] not in lines or not query.measure:
        return None
    return Made.of(keys.made_beside(keys.made_of_fund(query.last, account), query.measure))


def _quotients() -> tuple[str, ...]:
    return words("narrative", "signs", "quotients")


def _of_named(query: Query, account: str, ratio: Token, said: Sequence[Token]) -> Made:
    """A ratio that has a name for both of its figures, as a bracket says if it does."""
    parts, wholes = ratios.parts(said, ratio)
    part, whole = NamedLine(account, tuple(parts)), NamedLine(account, tuple(wholes))
    return query.shares(query.keys(part), whole)


def _same_ratio(query: Query) -> Made:
    """The ratio of the words before in another year: 由上年的3.12:1降为3.02:1."""
    named = any(token.kind in _NAMES for token in query.tokens)
    if named or not query.measure or not keys.is_share(query.last):
        return UNCLEAR
    stated = [key for key in query.preceding[-1].link.required if keys.is_share(key)]
    return Made.of(*(keys.made_beside(key, query.measure) for key in stated))


def _is_a_heads(quote: Quote) -> bool:
    """Whether a number is what one person pays or gets."""
    unit = quote.mention.unit
    return unit.dimension == "money" and unit.factor == 1 and quote.mention.value < MOST_A_HEAD


# ---------------------------------------------------------------- what is left of a budget
def _left(query: Query) -> Made | None:
    """What was not spent: 结余指标224万元; 预算结余 may be what was planned as well, 结余 behind
    the budget of an item is of that."""
    if query.setting.what.left and query.setting.what.explicit:
        return _left_of_item(query)
    named = [token for token in query.tokens if token.kind == "left"]
    if not named or query.segment.dimension != "money":
        return None
    if query.account is None:
        return UNCLEAR
    planned = [key_of(one, query.account, "budget") for one in subjects_of(named[-1])]
    return Made.of(*planned, key_of(_spent(query), query.account, "under_budget"))


def _left_of_item(query: Query) -> Made:
    """What was not spent of the item of the figure before; unclear where that is of no item."""
    spent = _spent(query)
    plain = kind.change(query.segment) is None and query.segment.dimension == "money"
    if query.account is None or spent == EXPENDITURE or not plain:
        return UNCLEAR
    return Made.of(key_of(spent, query.account, "under_budget"))


def _spent(query: Query) -> Subject:
    """What the budget was for: the item of the figure before, if it is expenditure or a part."""
    item = keys.item(query.last)
    whole = EXPENDITURE
    is_part = whole.item in query.own.standard.wholes_of(item)
    same = keys.fund(query.last) == query.account
    return Subject(keys.ACCOUNTS, item) if is_part and same else whole


# ---------------------------------------------------------------- what goes where
def _use(query: Query) -> Made | None:
    """每百元收入中，有75元来自财政补贴; 收入七成以上来自财政补贴."""
    behind = query.segment.behind
    of_every = query.share_unit is not None
    if not of_every and not (behind and query.segment.is_rate):
        return None
    plain = [token for token in query.segment.tokens if token.kind != "beyond"]
    before = query.setting.lead if of_every else plain
    wholes = _of_every(query) or query.terms(before)
    parts = query.terms(behind or query.segment.tokens)
    clear = len(wholes) == 1 and len(parts) == 1
    return query.shares(query.keys(parts[0]), wholes[0]) if clear else UNCLEAR


def _portion(query: Query) -> Made | None:
    """住院支出超过待遇支出的一半."""
    tokens = query.tokens
    places = [place for place, token in enumerate(tokens) if token.kind == "beyond"]
    if not places or not query.segment.is_rate or not _is_of_part(query.segment):
        return None
    word, before, behind = tokens[places[0]], tokens[: places[0]], tokens[places[0] + 1 :]
    parts, wholes = query.terms(before), query.terms(behind)
    if not behind or len(parts) != 1 or len(wholes) != 1:
        return None
    less = word.text in words("narrative", "signs", "under")
    return replace(query.shares(query.keys(parts[0]), wholes[0]), op="<" if less else ">")


def _is_of_part(segment: Segment) -> bool:
    """Whether a rate can but be what part of something a figure is, 一半, or 不足…的2%, and not by
    how much it is more: 超过…的2%."""
    bounds = [token for token in segment.tokens if token.kind == "beyond"]
    bounded = bool(segment.bound) and not says(bounds, "surpassing")
    return kind.is_share_in_words(segment.number) or bounded


def _of_every(query: Query) -> Sequence[NamedLine]:
    """What is said by hundreds: 支出 of 每支出百元."""
    if query.account is None:
        return ()
    named = [token for token in query.every if token.meaning]
    return [NamedLine(query.account, subjects_of(token)) for token in named[-1:]]


_ASKS = (
    _ratio,
    percentage_points.made,
    amounts_per_head.made,
    _quotient,
    shortfalls.made,
    completion_rates.made,
    shares.as_before,
    shares.of_latter,
    two_lines.apart,
    two_lines.left_of_one,
    two_lines.more_change,
    two_lines.more_than_other,
    differences.from_budget,
    differences.made,
    _left,
    _use,
    _portion,
    sums.of_changes,
    joint_lines.made,
    pensions.made,
    sums.made,
    deficits_together.made,
    sums.shared,
    changes.in_bracket,
    changes.of_two,
    changes.shared,
    changes.made,
    ranked_rates.made,
)
"""What may make a figure, in the order in which it is asked."""
