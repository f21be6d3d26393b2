"""What a fund has of a figure of all funds: 企业养老占全部基金收入的56.8%，居民养老占10.0%."""

from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import says
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.making.wholes_of_shares import last_share, named_wholes
from sipipeline.evidence.narrative.questions import what, whom
from sipipeline.evidence.narrative.questions.subjects import BALANCES, LEFT, Subject
from sipipeline.evidence.narrative.quoting.links import NOWHERE, OF_YEAR, Link, key_of, of_year
from sipipeline.evidence.narrative.quoting.quotes import Quote

_LineAndWhole = tuple[str, str]
"""The keys of a line, and of the figure of which that of a fund in it is a part."""
OF_FUND = frozenset({"among", "fund", "share", "fillers", "level"})
_OF_VIEW = frozenset("item origin fillers share total own among this_year whole_year date".split())
"""Kinds of words that may lead to the shares that funds have in a line of all."""
OF_CHANGES = {
    "change": "change",
    "growth_rate": "change",
    "over_budget": "over_budget",
    "over_budget_rate": "over_budget",
}
"""By what was stated of a line, how it changed."""


def figures_of_all(query: Query) -> Sequence[_LineAndWhole]:
    """The figures of all funds that a fund may have a share of, named without an item or behind its
    own amount, the likeliest first, each behind the line of which the fund's figure is; none where
    it has none."""
    wholes = [*dict.fromkeys(_figures_of_all(query))] or [_itself(_whole_of_fund_before(query))]
    return wholes if any(map(any, wholes)) else [*map(_itself, _viewed_of_all(query))]


def of_fund(line: str, whole: str, query: Query) -> Link:
    """What the line of a fund is of a figure of all: 企业养老占全部基金收入的56.8%，居民养老占
    10.0%."""
    account = query.account
    if account is None or not _is_of_more(whole, query):
        return NOWHERE
    spoken_of, measure = of_year(query.setting.when), keys.measure(whole)
    if measure in OF_CHANGES:
        return _of_change_of_all(whole, query) if spoken_of == "actual" else NOWHERE
    plain = measure == spoken_of
    own = _summands_of(account, line)
    part = own[0] if own else keys.of_fund(line, account)
    return Link((keys.share(part, whole),)) if plain else NOWHERE


def of_fund_in_change(query: Query) -> Link:
    """What the change of a fund is of that of all, which stands right before it, or the fund of
    all: 支出超预算1622.33万元，其中居民医保占77%."""
    measure = OF_CHANGES.get(keys.measure(query.last), "")
    plain = query.kinds <= OF_FUND and query.segment.has("among")
    named = query.setting.whom.source == "said" and query.account not in (None, query.own.total)
    if not plain or not named or not measure or not query.agrees_with_cell(query.preceding[-1]):
        return NOWHERE
    whole = keys.beside(query.last, measure)
    return _of_change_of_all(whole, query) if keys.fund(whole) == query.own.total else NOWHERE


def _viewed_of_all(query: Query) -> Sequence[str]:
    """The figures of all funds that a sentence goes through, fund by fund."""
    viewed = _viewed(query) if _is_fund_alone(query) and not named_wholes(query) else ()
    measure = OF_YEAR.get(query.setting.when.period, "")
    return [key_of(one, query.own.total, measure) for one in viewed]


def _is_fund_alone(query: Query) -> bool:
    """Whether a fund is named without an item, and has a share."""
    setting = query.setting
    alone = setting.whom.source == "said" and not setting.what.explicit
    return alone and query.segment.has("share")


def _figures_of_all(query: Query) -> Iterator[_LineAndWhole]:
    """The figures of all funds that a fund, named without an item, has a share of; none where there
    is none, or it is one of several."""
    if not _is_fund_alone(query):
        return
    if query.segment.base:
        yield _itself(_named_of_all(query))
    elif not named_wholes(query):
        if _is_beside_whole(query):
            yield _itself(query.last)
        elif len(_viewed(query)) <= 1:
            yield from _of_share_before(query)


def _of_share_before(query: Query) -> Iterator[_LineAndWhole]:
    """The whole of the share right before, with the line of its part; and that part, where it is of
    more than the fund that is spoken of: 财政补贴占总收入的51.5%，其中机关养老占50.3%."""
    for key in _meant(query.preceding[-1], query) if query.preceding else ():
        if keys.is_share(key):
            part, whole = keys.shared(key)
            yield (whole if keys.is_made(part) else part), whole
            if not keys.is_made(part) and _is_of_more(part, query):
                yield part, part


def _itself(whole: str) -> _LineAndWhole:
    """A whole, of which a fund's figure in the same line is a part."""
    return whole, whole


def _meant(quote: Quote, query: Query) -> Sequence[str]:
    """The figure that a number says, or all that it can mean where it says none of them."""
    one = query.compared(quote)
    if one is not None and one.agrees:
        return [one.told.key]
    return [*quote.link.required, *quote.link.further]


def _whole_of_fund_before(query: Query) -> str:
    """The figure of all funds that the last share was one of, where another fund has but a share
    behind its own amount of that line: 职工医保结余2.35亿元，占五项基金结余的39.0%；居民养老结余
    3.75亿元，占62.4%; "" elsewhere."""
    share, own = last_share(query), query.last
    if not _is_but_share(query) or not keys.is_share(share):
        return ""
    part, whole = keys.shared(share)
    made = any(map(keys.is_made, (part, whole)))
    alike = len({(keys.item(key), keys.measure(key)) for key in (part, whole, own)}) == 1
    funds = [*map(keys.fund, (part, own))]
    of_all = keys.fund(whole) == query.own.total and query.account == funds[-1]
    return whole if alike and of_all and not made and funds[0] != funds[-1] else ""


def _is_but_share(query: Query) -> bool:
    """Whether a segment says but 占, behind an amount of the year that is spoken of."""
    bare = query.kinds <= {"share", "level"}
    key = query.last
    account = keys.is_account(key) and not keys.is_made(key)
    return bare and account and keys.measure(key) == query.measure


def _viewed(query: Query) -> Sequence[Subject]:
    """The lines of all funds, of which one is meant, with which a sentence begins that goes through
    the shares that funds have in it, and says no more: 从支出看，居民养老占61.1%;
    利息收入中，工伤占2.3%; 按险种看结余分布，居民养老占51.2%."""
    lead = query.setting.lead
    named = what.named(lead)
    plain = all(token.kind in _OF_VIEW or says([token], "views") for token in lead)
    of_fund = query.kinds <= OF_FUND | {"brief"}
    one_line = len(named) == 1 or {*named} == BALANCES
    of_account = all(one.family == keys.ACCOUNTS for one in named)
    clear = plain and of_fund and one_line and of_account
    return sorted(named, key=lambda one: one != LEFT) if clear else ()


def _is_beside_whole(query: Query) -> bool:
    """Whether but a fund has a share, right behind a figure of all, or of several with it:
    年末结余18056.85万元，职工医保占73.3%."""
    plain = query.kinds <= OF_FUND | {"brief"}
    of_all = keys.is_account(query.last) and _is_of_more(query.last, query)
    named_since = {one.item for one in what.named(query.setting.lead)} - {keys.item(query.last)}
    beside = plain and of_all and query.segment.after == "," and not named_since
    return beside and query.agrees(query.preceding[-1])


def _is_of_more(whole: str, query: Query) -> bool:
    """Whether a figure is of all funds, or of several, of which the one that is spoken of is one:
    两项医保结余4.63亿元，其中职工医保占69.2%."""
    account, total = query.account, query.own.total
    if keys.is_made(whole):
        return len(_summands_of(account, whole)) == 1
    several = keys.is_together(whole) and account in keys.added(whole)
    return several or (account != total and keys.fund(whole) == total)


def _summands_of(account: str | None, key: str) -> Sequence[str]:
    """The figures of an account among several that are added up; none where none are."""
    added = keys.is_made(key) and not (keys.is_share(key) or keys.is_difference(key))
    return [one for one in keys.summands(key) if keys.fund(one) == account] if added else []


def _named_of_all(query: Query) -> str:
    """The figure of all funds that words say a share is one of: 占全部基金收入的."""
    account = whom.of_base(query.segment, query.setting.whom, query.own)
    named = what.named(query.segment.base)
    measure = OF_YEAR.get(query.setting.when.period, "")
    clear = account == query.own.total and len(named) == 1
    return key_of(named[0], account or "", measure) if clear else ""


def _of_change_of_all(whole: str, query: Query) -> Link:
    """What a fund has of a change of all, or of the line that changed."""
    account = query.account or query.own.total
    wholes = (whole, keys.beside(whole, "actual"))
    shares = [keys.share(keys.of_fund(one, account), one) for one in wholes]
    return Link.first_of(shares)
