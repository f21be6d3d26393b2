"""Amounts for each of some people that the tables count: 人均年缴费9218元,
按参保人数折合人均685.36元."""

from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.subjects import (
    AVERAGE_RETIRED,
    BENEFITS,
    DRAWING,
    EXPENDITURE,
    Subject,
    subjects_of,
)
from sipipeline.evidence.narrative.quoting.cells import is_a_heads, told
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote, beside
from sipipeline.language.lexicon import has, words
from sipipeline.language.units import NO_UNIT

_PEOPLE = "headcounts"
_LEVELS = "benefit_levels"
_ROUNDED_APART = 3
"""Half-widths by which the difference of two rounded figures may miss the rounded difference."""
_NEAR = 3
"""Numbers before an amount a head of which two may make it."""
_IN_YEAR = "in_year"
_DRAWN = (BENEFITS, Subject(keys.ACCOUNTS, "expenditure_subtotal"), EXPENDITURE)
"""What may be divided among those who draw benefits."""
_PAID_BY_MONTH = "unemployment"
"""The fund whose people get so much a month that no table has."""
_WHO_PAY = tuple(Subject(_PEOPLE, item) for item in ("contributors", "participants", "at_work"))
_SAYING = frozenset(
    "head average item fund brief total own place fillers join level outcome each this_year "
    "whole_year date".split()
)
"""Kinds of words that may lead to an amount for each of some people."""
_BEFORE_DRAWING = frozenset({"fund", "brief", "own", "place", "fillers", "this_year", "whole_year"})
_NAMELESS = frozenset({"average", "level", "this_year", "whole_year"})
_BY_MONTH = ("a_head_a_month", "every_month", "monthly")
_RECKONED = ("narrative", "workings", "reckoned_by")
_AS_BEFORE = frozenset({"than", "last_year", "same_period", "date", "level", "outcome"})


def made(query: Query) -> Made | None:
    """What an amount for each of some people is made of; None where it is for nobody, or is what a
    person is granted."""
    if kind.change(query.segment) is not None:
        return _of_change(query) if _is_of_amount_before(query) else None
    if query.segment.dimension != "money":
        return None
    if is_a_heads(query.last) and query.kinds <= _AS_BEFORE:
        return _of_last_year(query)
    if (of_month := _of_month(query)) is not None:
        return of_month
    if (by_stated := _by_stated(query)) is not None:
        return Made.of(*by_stated, further=() if _is_reckoned(query) else _granted(query))
    if (of_drawing := _of_drawing(query)) is not None:
        return Made.of(*of_drawing)
    amounts = _stated(query)
    if amounts is None:
        amounts = _named(query)
    return Made.of(*amounts) if amounts is not None else None


def _of_change(query: Query) -> Made:
    """By how much the amount a head before it is more than last year's; unclear where either may be
    divided by others than those at the end of its year, or both as rounded lie so far apart."""
    if query.setting.basis != "last" or not query.segment.in_yuan:
        return UNCLEAR
    sure = _by_those_at_end(query.preceding[-1], query)
    apart = [keys.difference(key, keys.made_beside(key, "prior")) for key in sure]
    return UNCLEAR if any(_is_near(key, query) for key in apart) else Made.of(*apart)


def _by_those_at_end(quote: Quote, query: Query) -> Sequence[str]:
    """What makes an amount a head that is sure to be divided by those at the end of the year."""
    shares = [key for key in quote.link.required if is_a_heads(key)]
    by_end = [keys.made_beside(key, "actual") for key in shares]
    return [key for key in by_end if _is_by_those_at_end(key, quote, query)]


def _is_by_those_at_end(share: str, quote: Quote, query: Query) -> bool:
    """Whether an amount a head is that of those at the end of the year, and not of those on average
    over it."""
    amount, people = keys.shared(share)
    begun = told(keys.share(amount, keys.beside(people, "prior")), query.own.submission)
    stated = beside(quote, share, query.own.submission)
    if begun is None or stated is None or not stated.agrees:
        return False
    on_average = (begun.value + stated.told.value) / 2
    return not stated.low <= on_average <= stated.high


def _is_near(difference: str, query: Query) -> bool:
    """Whether two amounts may lie as far apart as a number says, where each is rounded."""
    made = told(difference, query.own.submission)
    number, word = query.segment.number, kind.change(query.segment)
    if made is None or number is None or number.mention is None or word is None:
        return True
    mention = number.mention
    yuan = made.value * query.own.standard.yuan(query.own.submission.money_unit)
    said = mention.base_value * (-1 if kind.falls(word) else 1)
    return abs(yuan - said) <= _ROUNDED_APART * mention.half_width


def _is_of_amount_before(query: Query) -> bool:
    """Whether a change is that of the amount a head before it, of which no cell has what it was:
    月人均支出3295元，同比增长4.0%, 较上年的3168元增长4.0%."""
    named = query.segment.has("item", "fund", "brief", "total")
    known = [quote for quote in query.preceding[-_NEAR:] if quote.key is not None]
    return bool(known) and not named and any(map(is_a_heads, _meant(known[-1], query)))


def _meant(quote: Quote, query: Query) -> Sequence[str]:
    """The keys of what a number may mean first of all, or of the cell that it agrees with."""
    one = query.compared(quote)
    return [one.told.key] if one is not None and one.agrees else quote.link.required


def _of_last_year(query: Query) -> Made:
    """What the amount before it was last year: known where it is by those at the end of a year."""
    at_end = all(keys.measure(key) == "actual" for key in keys.shared(query.last))
    if not at_end or query.measure != "prior":
        return UNCLEAR
    return Made.of(keys.made_beside(query.last, "prior"))


def _of_month(query: Query) -> Made | None:
    """What the amount for a year that stands before it is for a month: 年人均29604元，月人均2467元;
    None where more is said than that."""
    alone = [token.kind for token in query.tokens] == ["average"] and is_a_heads(query.last)
    if not alone or not says(query.tokens, "a_head_a_month") or not query.measure:
        return None
    stated = [key for key in query.preceding[-1].link.required if keys.is_share(key)]
    shares = [keys.shared(key) for key in stated]
    of_month = [keys.share(keys.beside(one, "a_month"), by) for one, by in shares]
    return Made.of(*of_month)


# ---------------------------------------------------------------- of those who draw benefits
def _of_drawing(query: Query) -> Sequence[str] | None:
    """What each of those who draw benefits got in the year, by their number at any time of it:
    享受待遇人员人均报销2895元; None where these are not named right before that, or a fund gives
    people so much a month."""
    told = _behind_drawing(query)
    if query.account is None or not _tells_drawn(told) or _is_of_months(query):
        return None
    monthly = query.account == _PAID_BY_MONTH or _is_granted(query.account, query)
    if monthly or query.measure != "actual":
        return ()
    amounts = _known([key_of(one, query.account, "actual") for one in _drawn(told)], query)
    people = _known([key_of(DRAWING, query.account, _IN_YEAR)], query)
    return [keys.share(one, by) for one in amounts for by in people]


def _behind_drawing(query: Query) -> Sequence[Token]:
    """The words behind those who draw benefits, before whom only the fund is named; none where
    they are not named."""
    said = [token for token in query.tokens if not says([token], "of_every")]
    named = [place for place, token in enumerate(said) if DRAWING in subjects_of(token)]
    before = {token.kind for token in said[: max(named, default=0)]}
    return said[max(named) + 1 :] if named and before <= _BEFORE_DRAWING else ()


def _tells_drawn(told: Sequence[Token]) -> bool:
    """Whether words say that each gets so much, and of what, and no more."""
    averaged = says(told[:1], "a_head") or says(told[:1], "on_average")
    behind = [token for token in told[1:] if not says([token], "drawn")]
    return averaged and all(token.kind == "item" for token in behind) and len(behind) <= 1


def _drawn(told: Sequence[Token]) -> Sequence[Subject]:
    """The lines that may be divided: the one that is named, or all that is paid."""
    named = [token for token in told[1:] if token.kind == "item" and not says([token], "drawn")]
    return subjects_of(named[-1]) if named else _DRAWN


def _is_of_months(query: Query) -> bool:
    """Whether words, or the unit of an amount, say that it is that of a month."""
    number = query.segment.number
    per = number.mention.unit.per if number is not None and number.mention is not None else ()
    return "month" in per or any(says(query.segment.tokens, sign) for sign in _BY_MONTH)


# ---------------------------------------------------------------- stated right before
def _by_stated(query: Query) -> Sequence[str] | None:
    """What each of the people whose number stands before it got of a line that is named:
    参保158907人，人均待遇支出1038.5元; 按缴费人数28940人计算，人均缴费6653元. None where the people
    may be others, or no one line is named."""
    people = _people_before(query)
    if not _is_of_end(people, query) or not (_is_by_stated(query) and _is_clear(query)):
        return None
    amounts = _amount_before(query) or [*_amounts(query, keys.fund(people) or "")]
    if len(amounts) != 1:
        return None
    return _of_each(amounts[0], people, query)


def _of_each(amount: str, people: str, query: Query) -> Sequence[str] | None:
    """What each of some people got of an amount, in the year or a month; None where it may not be
    theirs."""
    sure = _is_by_these(people, query)
    if not (sure or _is_divided(amount, people, query)):
        return None
    spans = _spans(query) if sure else (keys.measure(amount),)
    divided = _known([keys.beside(amount, one) for one in spans], query)
    return [share for one in divided for share in _shares_of(one, people, query)]


def _is_by_these(people: str, query: Query) -> bool:
    """Whether an amount was divided by some people and no others: words say so, or they are those
    of the year on average."""
    return keys.item(people) == AVERAGE_RETIRED.item or _is_reckoned(query)


def _granted(query: Query) -> Sequence[str]:
    """What the people of the account that is spoken of are granted a month, as far as the tables
    say: this may be meant as well."""
    levels = (f"{_LEVELS}.{query.account}.{field}" for field in ("after", "before"))
    return _known([*levels], query)


def _amount_before(query: Query) -> Sequence[str]:
    """The amount of the account that stands right before, with the people it was divided by:
    按退休人数3316人和基本养老金支出20918万元推算，月人均支出…; none of other amounts."""
    key = query.last
    of_account = keys.is_account(key) and keys.fund(key) == query.account
    plain = of_account and not keys.is_made(key) and keys.measure(key) == "actual"
    return [key] if plain and _is_reckoned(query) else []


def _is_of_end(people: str, query: Query) -> bool:
    """Whether a number of people is that of the year, of the account that is spoken of."""
    return keys.fund(people) == query.account and keys.measure(people) == "actual"


def _spans(query: Query) -> Sequence[str]:
    """The measures of what is divided by a number that is stated: of a month, or of the year; of
    either where it is not said and people get so much a month."""
    if _is_of_months(query):
        return ("a_month",)
    yearly = says(query.segment.tokens, "a_head_a_year") or not _is_granted(query.account, query)
    return ("actual",) if yearly else ("actual", "a_month")


def _is_by_stated(query: Query) -> bool:
    """Whether an amount may be for each of those counted before it, by words for a year, or where
    it is said that it was divided by their number, for a month."""
    monthly = says(query.tokens, "a_head_a_month") and _is_reckoned(query)
    return _is_averaged(query) or monthly


def _is_reckoned(query: Query) -> bool:
    """Whether the words that lead to an amount say by which number it is divided: 按28940人计算."""
    return any(token.text in words(*_RECKONED) for token in query.setting.lead)


def _people_before(query: Query) -> str:
    """The key of the people of whom one of the last two numbers is the count; "" for none, and
    where the words before the amount name others: 按缴费人数28940人…；按参保人数计算，人均…"""
    levels = [quote for quote in query.preceding if not quote.changes]
    near = [quote for quote in levels[-2:] if _counts_people(quote.key or "")]
    counted = next((quote.key or "" for quote in near[-1:] if query.agrees(quote)), "")
    named = {one.item for one in _counted(query.setting.lead)}
    return "" if named and keys.item(counted) not in named else counted


def _counts_people(key: str) -> bool:
    """Whether a figure is a number of people, and no share of them."""
    return keys.family(key) == _PEOPLE and not keys.is_share(key)


def _stated(query: Query) -> Sequence[str] | None:
    """What the last two figures make that are no shares, an amount and those who got it:
    共463人，598.87万元，人均…; None where they are no such figures."""
    plain = query.kinds <= _NAMELESS
    if not plain or not _is_averaged(query):
        return None
    figures = sorted(quote.key or "" for quote in _last_two(query))
    if [keys.family(key) for key in figures] != [keys.ACCOUNTS, _PEOPLE]:
        return () if _is_of_account(query) else None
    amount, people = figures
    if not _is_divided(amount, people, query):
        return ()
    return _shares(amount, people, query)


def _last_two(query: Query) -> Sequence[Quote]:
    """The last two numbers before that are figures, and no shares: 877.06万元，占89.6%，214人."""
    near = query.preceding[-_NEAR:]
    return [quote for quote in near if not keys.is_share(quote.key or "")][-2:]


def _shares(amount: str, people: str, query: Query) -> Sequence[str]:
    """What each of so many has of an amount, and of any other line that this may be of."""
    meant = next(quote.link.required for quote in _last_two(query) if quote.key == amount)
    return [share for one in meant for share in _shares_of(one, people, query)]


def _shares_of(amount: str, people: str, query: Query) -> Sequence[str]:
    """What each of so many has of one amount: of those at the end of a year any number between that
    and its beginning may be meant, unless words say that it is divided by this."""
    sure = _is_by_these(people, query)
    by = (people, *([] if sure else _known([keys.beside(people, _IN_YEAR)], query)))
    return [keys.share(amount, one) for one in by]


def _is_divided(amount: str, people: str, query: Query) -> bool:
    """Whether an amount can be that of so many people: of the same fund and year, and of those who
    pay where its people get so much a month."""
    if keys.fund(people) != keys.fund(amount) or keys.measure(people) != "actual":
        return False
    paying = keys.item(people) in {one.item for one in _WHO_PAY}
    return paying or not _is_granted(keys.fund(amount), query)


def _is_granted(fund: str | None, query: Query) -> bool:
    """Whether the people of a fund get so much a month."""
    stated = query.own.submission.claims
    return any(keys.family(key) == _LEVELS and keys.fund(key) == fund for key in stated)


def _is_of_account(query: Query) -> bool:
    """Whether the figure right before is an amount that is no person's."""
    unit = query.preceding[-1].mention.unit if query.preceding else NO_UNIT
    return unit.dimension == "money" and unit.factor > 1


def _is_averaged(query: Query) -> bool:
    return says(query.tokens, "a_head")


# ---------------------------------------------------------------- by their names
def _named(query: Query) -> Sequence[str] | None:
    """What an amount that words name makes, by the people whom they name; None where they do not
    say that it was divided."""
    headed = any(token.kind == "head" for token in query.tokens)
    said = "".join(token.text for token in (*query.setting.lead, *query.segment.tokens))
    averaged = _is_averaged(query) or says(query.tokens, "a_head_a_month")
    divided = has(said, "narrative", "signs", "divided_by") and averaged
    if not headed and not divided:
        return None
    if query.account is None or not _is_clear(query):
        return ()
    people = [*_people(query, query.account)]
    return [keys.share(one, by) for one in _amounts(query, query.account) for by in people]


def _is_clear(query: Query) -> bool:
    """Whether it is clear of when an amount is and of what, and it is not of all funds, into
    several of which the same people pay."""
    known = query.kinds <= _SAYING
    several = query.account == query.own.total and len(query.own.funds) > 1
    return known and query.measure == "actual" and not several


def _amounts(query: Query, account: str) -> Iterator[str]:
    """The keys of what is divided: the last amount that is named, or what it is of it a month."""
    named = [token for token in query.tokens if token.kind in ("head", "item")]
    amounts = [
        token for token in named if token.meaning and all(map(keys.is_account, token.meaning))
    ]
    of = subjects_of(amounts[-1]) if amounts else ()
    measure = "a_month" if _is_of_months(query) else "actual"
    yield from _known([key_of(one, account, measure) for one in of], query)


def _people(query: Query, account: str) -> Sequence[str]:
    """The keys of the people that an amount may be divided by: those at the end of the year where
    that is said, else any number between its beginning and its end; where its own words name no
    people, those that its sentence begins with, and all who may pay. None where one is unknown."""
    said = [*query.setting.lead, *query.tokens]
    own, before = _counted(query.tokens), _counted(query.setting.lead)
    at_end = has("".join(token.text for token in said), "narrative", "signs", "closing")
    measure = "actual" if at_end and (own or before) else _IN_YEAR
    by_these = before if _is_reckoned(query) else ()
    may_be = own or by_these or dict.fromkeys((*before, *_WHO_PAY))
    people = [key_of(one, account, measure) for one in may_be]
    known = _known(people, query)
    return known if people[:1] == known[:1] else ()


def _counted(tokens: Sequence[Token]) -> Sequence[Subject]:
    """The people that words name."""
    named = [one for token in tokens if token.kind == "item" for one in subjects_of(token)]
    return [one for one in named if one.family == _PEOPLE]


def _known(figures: Sequence[str], query: Query) -> list[str]:
    """The keys of the figures that the tables have."""
    return [key for key in figures if told(key, query.own.submission) is not None]
