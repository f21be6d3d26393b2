"""What one figure of the tables is of another: 占基金支出的46.6%."""

from collections.abc import Collection, Sequence
from itertools import dropwhile, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions import kind, what, when, whom
from sipipeline.evidence.narrative.questions.names_of_accounts import of_lead
from sipipeline.evidence.narrative.questions.subjects import (
    BALANCES,
    DEPOSIT_SHARE,
    DEPOSITS,
    LEFT,
    Subject,
)
from sipipeline.evidence.narrative.questions.what import What
from sipipeline.evidence.narrative.questions.when import FigureTime
from sipipeline.evidence.narrative.quoting import cells
from sipipeline.evidence.narrative.quoting.links import (
    NOWHERE,
    OF_YEAR,
    Base,
    Link,
    key_of,
    of_year,
    share,
)
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import has, words

_LAST_YEAR = frozenset({"last_year", "same_period"})
_WAY = frozenset({"up", "down", "level", "this_year", "date"})
"""Kinds of words that say but that a figure came to another."""
_NEAR = 2
"""Figures before a share of which one may be the last share of the same whole."""
_FARTHEST = 32
"""Figures before a share, and words of what leads its sentence, that are looked at."""
_PARTICIPANTS = Subject("headcounts", "participants")
_TAKING_PART = frozenset({"contributors", "at_work", "retirees"})
"""Lines of those who take part."""
_OF_FUND = frozenset({"among", "fund", "share", "fillers", "level"})
_OF_LINE = _OF_FUND | {"item", "brief", "each", "join"}
_OF_VIEW = frozenset("item origin fillers share total own among this_year whole_year date".split())
"""Kinds of words that may lead to the shares that funds have in a line of all."""
_OF_CHANGES = {
    "change": "change",
    "growth_rate": "change",
    "over_budget": "over_budget",
    "over_budget_rate": "over_budget",
}
"""By what was stated of a line, how it changed."""
_MEASURES = {"last": "change", "": "change", "budget": "over_budget"}
"""The measure of a change, by what it is measured from."""


def link_of(query: Query) -> Link:
    """The cells that a share can mean; none where it is unclear what it is one of."""
    setting = query.setting
    of_change = setting.follows_change and not (setting.what.explicit or _is_of_line(query.segment))
    of_either = of_change and _is_change_of_line(query)
    if of_change and not of_either:
        return _of_fund_in_change(query)
    found = _of_line(query)
    return _or_of_change(found, query) if of_either else found


def as_before(query: Query) -> Made | None:
    """What a share right before it was last year: 占比重28.7%，上年为34.2%; what it came to, behind
    that of last year: 占收入的比重由21.6% 上升至22.5%. None where more is said than that."""
    if query.segment.dimension != "percent" or not keys.is_share(query.last):
        return None
    kinds = {token.kind for token in query.tokens}
    if _has_come_to(query, kinds) or _was_last_year(query, kinds):
        same = [_in_year(key, query.measure) for key in keys.shared(query.last)]
        return Made(Link((keys.share(*same),)))
    return None


def of_latter(query: Query) -> Made | None:
    """What a line of a fund is of that of the other fund, of which the share before was one:
    居民医保支出是职工医保的2.38倍，结余却只相当于后者的22%. None where no two were compared."""
    told = query.segment.is_rate and query.segment.has("share") and says(query.tokens, "of_latter")
    funds = _two_funds(query.last) if told else None
    if funds is None or query.account != funds[0] or not query.measure:
        return None
    lines = [line for line in query.setting.what.subjects if line.family == keys.ACCOUNTS]
    of_each = [[key_of(line, fund, query.measure) for fund in funds] for line in lines]
    shares = [keys.share(*both) for both in of_each]
    return Made(Link(tuple(shares[:1]), tuple(shares[1:])))


def _in_year(key: str, measure: str) -> str:
    """The same figure in the year that a measure is of; of a sum, each that it adds up."""
    return keys.sum_of_figures([keys.beside(one, measure) for one in keys.summands(key)])


def _two_funds(key: str) -> tuple[str, str] | None:
    """The funds of which a share compares a figure; None where it does not compare two."""
    pair = keys.shared(key) if keys.is_share(key) else []
    if any(map(keys.is_made, pair)) or not all(map(keys.is_account, pair)):
        return None
    one, other = map(keys.fund, pair) if pair else (None, None)
    return (one, other) if one and other and one != other else None


def _of_line(query: Query) -> Link:
    """The cells that a share of a line, or of a fund in a line of all, can mean."""
    setting = query.setting
    if _is_of_no_cell(query):
        return _of_last_years(query)
    of_all = _figures_of_all(query)
    if of_all:
        return _joined([_of_fund(one, query) for one in of_all])
    of, base = _headed(query) or (setting.what, _base(query))
    found = share(setting.whom, of, base, _when(query), query.role, query.own)
    if found == NOWHERE and not query.segment.base:
        stated = _of_stated(query)
        return _of_any_whole(query) if stated == NOWHERE else stated
    if says(query.segment.tokens, "of_own_fund"):
        found = _within_fund(found)
    return _of_change(found, query) if setting.split is not None else found


def _within_fund(found: Link) -> Link:
    """The shares of some that are of the fund of their part: 占该基金收入的."""
    shares = [(one, keys.shared(one)) for one in found.further]
    of_own = [one for one, (part, whole) in shares if keys.fund(part) == keys.fund(whole)]
    return Link(found.required, tuple(of_own))


def _when(query: Query) -> FigureTime:
    """The time of a share; last year of one that is but what it was before: 比重由37.1%降至."""
    at = query.setting.when
    behind = dropwhile(lambda token: token.kind != "share", query.segment.tokens)
    of_origin = any(token.kind == "origin" for token in behind)
    return when.at_year_start(at) if of_origin and at.period == "this" and not at.origin else at


def _of_change(found: Link, query: Query) -> Link:
    """What the change of a part is of that of the whole, or the part of the whole:
    增加1206.94万元，其中基本养老金占98.3%."""
    basis = query.setting.split.basis if query.setting.split is not None else ""
    measure = _MEASURES.get(basis, "")
    if not measure or query.segment.base:
        return found
    pairs = [[keys.beside(one, measure) for one in keys.shared(key)] for key in found.required]
    known = query.own.standard
    changes = [keys.share(*pair) for pair in pairs if all(cells.kind(one, known) for one in pair)]
    return Link((*changes, *found.required)[:1], (*changes[1:], *found.required, *found.further))


def _is_of_line(segment: Segment) -> bool:
    """Whether a share behind a change is still that of its line: 财政补贴增加2150万元，占收入的比重
    上升至22.5%, 占该基金收入的."""
    named = any(token.kind == "item" for token in segment.base)
    if named and says(segment.tokens, "of_own_fund"):
        return True
    went = segment.has("origin") or kind.is_changed_to(segment)
    return named and went and says(segment.plain, "proportions")


def _is_change_of_line(query: Query) -> bool:
    """Whether a share of a line that is named stands right behind the change of its part, of which
    it may be as well: 财政补贴9.13亿元，增长8.7%，占基金收入的77.6%."""
    named = any(token.kind == "item" for token in query.segment.base)
    key = query.last
    line = Subject(keys.family(key), keys.item(key)) if named and key else None
    changed = line in query.setting.what.subjects and keys.measure(key) in _OF_CHANGES
    return changed and _agrees(query.preceding[-1], query)


def _or_of_change(found: Link, query: Query) -> Link:
    """The shares of a line, or where its change is an amount what that is of the same whole."""
    if query.preceding[-1].mention.unit.dimension != "money":
        return found
    measure = _OF_CHANGES[keys.measure(query.last)]
    pairs = [keys.shared(key) for key in found.required]
    changes = [keys.share(keys.beside(part, measure), whole) for part, whole in pairs]
    return Link(found.required, (*found.further, *changes))


def _is_of_last_year(segment: Segment) -> bool:
    """Whether a share is one of a figure of last year, and not of the year of its part:
    占上年保费收入的1.8%, but 比重由上年的32.5%."""
    behind = [*dropwhile(lambda token: token.kind != "share", segment.tokens)]
    if not behind or behind[0].text not in _sharing():
        return False
    base = takewhile(lambda token: token.kind not in ("origin", "share"), behind[1:])
    return any(token.kind in ("last_year", "same_period", "year_start") for token in base)


def _is_of_no_cell(query: Query) -> bool:
    """Whether no cell has the part, or the whole, of a share."""
    return _is_of_last_year(query.segment) or _is_of_part_year(query) or _is_of_cause(query)


def _is_of_cause(query: Query) -> bool:
    """Whether it is the share of what a cause comes to, which no cell has, right before it:
    提标影响168.22万元，占66.3%."""
    before = query.preceding[-1] if query.preceding else None
    kinds = {token.kind for token in query.tokens}
    bare = kinds <= {"share", "level"} and not query.segment.base
    amounting = words("narrative", "workings", "amounting")
    return before is not None and bare and not before.key and before.name.endswith(amounting)


def _is_of_part_year(query: Query) -> bool:
    """Whether it is what a part of the year was of all of it: 上半年支出7788.15万元，占全年的."""
    behind = dropwhile(lambda token: token.kind != "share", query.segment.tokens)
    of_whole = any(token.kind == "whole_year" for token in behind)
    before = takewhile(lambda token: token.kind != "share", query.segment.tokens)
    stated = bool(query.preceding) and not query.preceding[-1].of_year
    return of_whole and (stated or any(map(when.is_part_of_year, before)))


def _was_last_year(query: Query, kinds: Collection[str]) -> bool:
    """Whether a number is but what the share of this year right before it was last year."""
    told = query.segment.after in ("", ",") and not _LAST_YEAR.isdisjoint(kinds)
    of_this = all(keys.measure(key) == "actual" for key in keys.shared(query.last))
    return told and of_this and query.measure == "prior" and {*kinds} <= _LAST_YEAR | {"level"}


def _has_come_to(query: Query, kinds: Collection[str]) -> bool:
    """Whether a number is but what the share of last year right before it came to."""
    of_last = all(keys.measure(key) == "prior" for key in keys.shared(query.last))
    arrived = query.segment.after == "" and kind.is_changed_to(query.segment)
    return of_last and arrived and query.measure == "actual" and {*kinds} <= _WAY


# ---------------------------------------------------------------- of the amount before it
def _of_stated(query: Query) -> Link:
    """What the figure right before a share is of the whole that its sentence begins with, or of
    those who take part: 从来源看，保险费收入3.27亿元，占76.9%; 在职缴费8742人，占67.9%."""
    if not _is_bare(query):
        return NOWHERE
    key = query.last
    if _are_deposits_of_fund(key, query):
        return _of_deposits(key, query)
    wholes = _wholes_before(query)
    shares = _shares_of(key, wholes, query) if wholes else ()
    known = [one for one in shares if cells.kind(one, query.own.standard)]
    return Link(tuple(known[:1]), tuple(known[1:]))


def _shares_of(key: str, wholes: Sequence[Subject], query: Query) -> Sequence[str]:
    """What a figure is of each of some lines of its account, or of all funds, and of its own line
    of all; then the same of the accounts that may be meant instead."""
    total = query.own.total
    accounts = dict.fromkeys((keys.fund(key) or total, total))
    of_wholes = [key_of(one, account, query.measure) for account in accounts for one in wholes]
    shares = [keys.share(key, one) for one in (*of_wholes, keys.of_fund(key, total)) if one != key]
    instead = [
        keys.share(keys.of_fund(key, account), key_of(one, account, query.measure))
        for account in query.setting.whom.instead(query.own)
        for one in wholes
    ]
    return [*shares, *instead]


def _are_deposits_of_fund(key: str, query: Query) -> bool:
    """Whether the figure before is what a fund that its sentence names has in deposits."""
    of_fund = keys.item(key) == DEPOSITS.item and keys.fund(key) != query.own.total
    in_sentence = query.setting.whom.source in ("said", "near")
    return of_fund and in_sentence and query.agrees(query.preceding[-1])


def _of_deposits(key: str, query: Query) -> Link:
    """What the deposits of a fund are of what it has left, or of all deposits: 定期存款6800万元，
    占48.5%."""
    of_left = key_of(DEPOSIT_SHARE, keys.fund(key) or "", DEPOSIT_SHARE.item)
    return Link((of_left,), (keys.share(key, keys.of_fund(key, query.own.total)),))


def _of_any_whole(query: Query) -> Link:
    """What a line of a fund, named with its share, is of each line that it is a part of, or of that
    of all funds, where nothing says of which: 住院、门诊占比分别为47.9%、21.1%."""
    account, lines = query.account, query.setting.what.subjects
    of_line = len(lines) == 1 and lines[0].family == keys.ACCOUNTS and bool(query.measure)
    if not (of_line and _is_line_with_share(query)) or account not in query.own.funds:
        return NOWHERE
    key, standard = key_of(lines[0], account, query.measure), query.own.standard
    wholes = [Subject(keys.ACCOUNTS, one) for one in standard.wholes_of(lines[0].item)]
    of_own = [key_of(one, account, query.measure) for one in wholes]
    shares = [keys.share(key, one) for one in (*of_own, keys.of_fund(key, query.own.total))]
    known = [one for one in (*_of_part_before(key, query), *shares) if cells.kind(one, standard)]
    return Link(tuple(known[:1]), tuple(known[1:]))


def _of_part_before(whole: str, query: Query) -> Sequence[str]:
    """What the part of a line that is stated right before its share is of it: 财政补贴8964.32万元，
    收入占比75.4%; none where no part of it is."""
    part, standard = query.last, query.own.standard
    if not part or keys.is_made(part) or keys.fund(part) != keys.fund(whole):
        return ()
    within = keys.item(whole) in standard.wholes_of(keys.item(part))
    return [keys.share(part, whole)] if within else ()


def _is_line_with_share(query: Query) -> bool:
    """Whether a segment says but what line of a fund that its sentence names has a share: 住院占比,
    but not 住院报销比例."""
    named = {token.kind for token in query.tokens} <= _OF_LINE and query.setting.what.explicit
    in_sentence = query.setting.whom.source in ("said", "near")
    return named and in_sentence and says(query.tokens, "of_wholes")


def _is_bare(query: Query) -> bool:
    """Whether a segment says but 占, right behind a figure of the year that is spoken of."""
    bare = {token.kind for token in query.tokens} <= {"share", "level", "fillers"}
    key = query.last
    plain = bool(key) and not keys.is_made(key) and keys.measure(key) == query.measure
    return bare and plain and not query.setting.what.explicit


def _is_no_other_people(quote: Quote) -> bool:
    """Whether a number counts no people that no cell has, of whom others may be a part:
    60周岁以下参保…，其中缴费…."""
    return quote.mention.unit.dimension != "people" or quote.key is not None


def _wholes_before(query: Query) -> Sequence[Subject]:
    """What the sentence begins with, where that is said to have parts or is stated and the figure
    before is one of them, then what lies between; those who take part, of some who do."""
    item = keys.item(query.last)
    if item in _TAKING_PART:
        return (
            [_PARTICIPANTS] if all(map(_is_no_other_people, query.preceding[-_FARTHEST:])) else ()
        )
    if _are_shares_of_line(query.setting.lead[-_FARTHEST:], query):
        return [Subject(keys.family(query.last), item)]
    return _with_between(_made_up(query) or _stated_wholes([item], query), item, query)


def _with_between(begun: Sequence[Subject], item: str, query: Query) -> Sequence[Subject]:
    """Those of some lines of which an item is a part, then what lies between."""
    parts_of = [*query.own.standard.wholes_of(item)]
    named = [one for one in begun if one.item in parts_of]
    between = [Subject(keys.ACCOUNTS, one) for one in parts_of if named and one != named[0].item]
    return [*named, *between]


def _made_up(query: Query) -> Sequence[Subject]:
    """The lines that the sentence begins with, to say what they are made up of: 从待遇支出构成看，
    住院占…; none of other sentences."""
    lead = query.setting.lead[-_FARTHEST:]
    made_up = any(has(token.text, "narrative", "signs", "made_up_of") for token in lead)
    return what.named(lead) if made_up else ()


def _are_shares_of_line(lead: Sequence[Token], query: Query) -> bool:
    """Whether the words before a list say that it has the shares of funds in a line of all:
    各险种滚存结余占比：…."""
    begun = Segment(tuple(lead), None, "")
    line = Subject(keys.family(query.last), keys.item(query.last))
    named = [token.kind for token in lead if token.kind in ("item", "share")]
    if not begun.has("total") or named[-2:] != ["item", "share"] or line not in what.named(lead):
        return False
    return whom.read(begun, query.setting.whom, query.own).account == query.own.total


# ---------------------------------------------------------------- of a fund in all funds
def _figures_of_all(query: Query) -> Sequence[str]:
    """The figures of all funds that a fund may have a share of, named without an item or behind its
    own amount, the likeliest first; none where it has none."""
    whole = _figure_of_all(query) or _whole_of_fund_before(query)
    return [whole] if whole else _viewed_of_all(query)


def _viewed_of_all(query: Query) -> Sequence[str]:
    """The figures of all funds that a sentence goes through, fund by fund."""
    viewed = _viewed(query) if _is_fund_alone(query) and not _wholes(query) else ()
    measure = OF_YEAR.get(query.setting.when.period, "")
    return [key_of(one, query.own.total, measure) for one in viewed]


def _is_fund_alone(query: Query) -> bool:
    """Whether a fund is named without an item, and has a share."""
    setting = query.setting
    alone = setting.whom.source == "said" and not setting.what.explicit
    return alone and query.segment.has("share")


def _figure_of_all(query: Query) -> str:
    """The figure of all funds that a fund, named without an item, has a share of; "" where there is
    none, or it is one of several."""
    if not _is_fund_alone(query):
        return ""
    if query.segment.base:
        return _named_of_all(query)
    if _wholes(query):
        return ""
    if _is_beside_whole(query):
        return query.last
    several = len(_viewed(query)) > 1
    return keys.shared(query.last)[-1] if keys.is_share(query.last) and not several else ""


def _whole_of_fund_before(query: Query) -> str:
    """The figure of all funds that the last share was one of, where another fund has but a share
    behind its own amount of that line: 职工医保结余2.35亿元，占五项基金结余的39.0%；居民养老结余
    3.75亿元，占62.4%; "" elsewhere."""
    share, own = _last_share(query), query.last
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
    bare = {token.kind for token in query.tokens} <= {"share", "level"}
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
    of_fund = {token.kind for token in query.tokens} <= _OF_FUND | {"brief"}
    one_line = len(named) == 1 or {*named} == BALANCES
    of_account = all(one.family == keys.ACCOUNTS for one in named)
    clear = plain and of_fund and one_line and of_account
    return sorted(named, key=lambda one: one != LEFT) if clear else ()


def _joined(links: Sequence[Link]) -> Link:
    """Links as one, whose first is the likeliest."""
    further = [key for one in links[1:] for key in (*one.required, *one.further)]
    return Link(links[0].required, (*links[0].further, *further))


def _is_beside_whole(query: Query) -> bool:
    """Whether but a fund has a share, right behind a figure of all: 年末结余18056.85万元，职工医保
    占73.3%."""
    plain = {token.kind for token in query.tokens} <= _OF_FUND | {"brief"}
    of_all = keys.is_account(query.last) and keys.fund(query.last) == query.own.total
    named_since = {one.item for one in what.named(query.setting.lead)} - {keys.item(query.last)}
    beside = plain and of_all and query.segment.after == "," and not named_since
    return beside and _agrees(query.preceding[-1], query)


def _named_of_all(query: Query) -> str:
    """The figure of all funds that words say a share is one of: 占全部基金收入的."""
    account = whom.of_base(query.segment, query.setting.whom, query.own)
    named = what.named(query.segment.base)
    measure = OF_YEAR.get(query.setting.when.period, "")
    clear = account == query.own.total and len(named) == 1
    return key_of(named[0], account or "", measure) if clear else ""


def _of_fund(whole: str, query: Query) -> Link:
    """What a fund is of a figure of all: 企业养老占全部基金收入的56.8%，居民养老占10.0%."""
    account, total = query.account, query.own.total
    if account is None or account == total or keys.fund(whole) != total:
        return NOWHERE
    spoken_of, measure = of_year(query.setting.when), keys.measure(whole)
    if measure in _OF_CHANGES:
        return _of_change_of_all(whole, query) if spoken_of == "actual" else NOWHERE
    plain = measure == spoken_of
    return Link((keys.share(keys.of_fund(whole, account), whole),)) if plain else NOWHERE


def _of_fund_in_change(query: Query) -> Link:
    """What the change of a fund is of that of all, which stands right before it, or the fund of
    all: 支出超预算1622.33万元，其中居民医保占77%."""
    measure = _OF_CHANGES.get(keys.measure(query.last), "")
    plain = {token.kind for token in query.tokens} <= _OF_FUND and query.segment.has("among")
    named = query.setting.whom.source == "said" and query.account not in (None, query.own.total)
    if not plain or not named or not measure or not _agrees(query.preceding[-1], query):
        return NOWHERE
    whole = keys.beside(query.last, measure)
    return _of_change_of_all(whole, query) if keys.fund(whole) == query.own.total else NOWHERE


def _agrees(quote: Quote, query: Query) -> bool:
    """Whether a figure that was stated says what its own cell does."""
    return not keys.is_made(quote.key or "") and query.agrees(quote)


def _of_change_of_all(whole: str, query: Query) -> Link:
    """What a fund has of a change of all, or of the line that changed."""
    account = query.account or query.own.total
    wholes = (whole, keys.beside(whole, "actual"))
    shares = [keys.share(keys.of_fund(one, account), one) for one in wholes]
    return Link(tuple(shares[:1]), tuple(shares[1:]))


# ---------------------------------------------------------------- of a line of last year
def _of_last_years(query: Query) -> Link:
    """What a line of the year is of one of last year that is named, of which it may be a part:
    工伤预防费占上年度工伤保险费收入的1.8%; none of other figures that no cell has."""
    wholes = what.named(query.segment.base)
    account = whom.of_base(query.segment, query.setting.whom, query.own)
    parts = query.setting.what.subjects
    pair = (*parts, *wholes)
    of_two = len(parts) == len(wholes) == 1 and parts != wholes
    clear = of_two and all(one.family == keys.ACCOUNTS for one in pair)
    if not (clear and _is_of_last_year(query.segment) and _is_part_named(query)):
        return NOWHERE
    if account is None or account != query.account or query.role != "report":
        return NOWHERE
    part = key_of(parts[0], account, "actual")
    return Link((keys.share(part, key_of(wholes[0], account, "prior")),))


def _is_part_named(query: Query) -> bool:
    """Whether the part is named with its share, or its figure of the year stands right before."""
    stated = keys.is_account(query.last) and keys.measure(query.last) == "actual"
    meant = [one.item for one in query.setting.what.subjects]
    return query.setting.what.explicit or (stated and [keys.item(query.last)] == meant)


# ---------------------------------------------------------------- of an item in another
def _headed(query: Query) -> tuple[What, Base] | None:
    """The item and what it is a share of, where the words before a list say both:
    缴费人员占参保比例：机关养老66.0%、…"""
    lead = query.setting.lead
    if kind.topic(query.segment, lead) is None or query.segment.has("share"):
        return None
    places = [place for place, token in enumerate(lead) if token.text in _sharing()]
    parts = what.named(lead[: places[0]]) if places else ()
    behind = lead[places[0] + 1 :] if places else ()
    wholes = what.named(behind)
    of_others = any(token.kind in ("fund", "brief", "total", "own", "place") for token in behind)
    if not parts or not wholes or parts == wholes or of_others:
        return None
    return What(parts, explicit=True), Base(query.account, wholes)


def _sharing() -> tuple[str, ...]:
    """Words before what a share is one of: 占, but not 占比."""
    return words("narrative", "signs", "sharing")


def _base(query: Query) -> Base:
    """What a share is one of: what the sentence began with, what is said, or what the share before
    was one of; unclear where a fund would be a share of itself: 占全县养老保险基金收入的100%."""
    segment, setting = query.segment, query.setting
    if kind.topic(segment, setting.lead) is not None and not segment.has("share"):
        return Base(setting.whom.account, what.named(setting.lead))
    account = whom.of_base(segment, setting.whom, query.own)
    said = _wholes(query)
    named = any(token.kind in ("fund", "brief") for token in segment.base)
    if named and account == query.account and said == setting.what.subjects:
        return Base(None, said)
    if said or segment.base:
        return Base(account if segment.base else _account_of_lead(query, account), said)
    if not (setting.what.explicit or _is_of_amount_before(query)):
        return Base(account, said)
    return Base(account, _whole_before(query, account))


def _account_of_lead(query: Query, account: str | None) -> str | None:
    """The account of the line that the words before a share of a fund name; that of the fund where
    they name it, or all."""
    if query.setting.whom.source != "said":
        return account
    led = of_lead(query.setting.lead, query.own)
    return account if led in (query.account, query.own.total) else led


def _whole_before(query: Query, account: str | None) -> tuple[Subject, ...]:
    """What the share before was one of, or else the wholes that the sentence has stated."""
    of = query.setting.what
    parts = [one.item for one in of.subjects]
    made_up = _with_between(_made_up(query), parts[0], query) if len(parts) == 1 else ()
    last = what.whole_of(_last_share(query), account)
    before = last or tuple(made_up) or _stated_wholes(parts, query)
    return what.with_part(before, of, query.own.standard)


def _stated_wholes(parts: Sequence[str], query: Query) -> tuple[Subject, ...]:
    """The lines of the account that the sentence has stated of the year, and of which some items
    are parts: 待遇支出9468.85万元，医疗待遇占36.7%."""
    known = query.own.standard
    wholes = {whole for part in parts for whole in known.wholes_of(part)}
    near = [key for quote in query.preceding[-_FARTHEST:] for key in _meant(quote)]
    of_account = [key for key in near if keys.is_account(key) and not keys.is_made(key)]
    lines = [
        Subject(keys.ACCOUNTS, keys.item(key))
        for key in of_account
        if keys.fund(key) == query.account and keys.measure(key) == query.measure
        if keys.item(key) in wholes
    ]
    return tuple(dict.fromkeys(lines))


def _meant(quote: Quote) -> Sequence[str]:
    return (*quote.link.required, *quote.link.further)


def _is_of_amount_before(query: Query) -> bool:
    """Whether a share is that of the amount right before it: 门诊支出7354.18万元，占11.5%."""
    kinds = {token.kind for token in query.tokens}
    meant = [one.item for one in query.setting.what.subjects]
    return kinds <= {"share", "level"} and meant == [keys.item(query.last)]


def _last_share(query: Query) -> str:
    """The share before it, the amount of its own part between them or not, and by how much either
    changed: 住院…，占待遇支出的50.8%，较预算超883万元；门诊7354.18万元，占11.5%."""
    levels = [quote.key or "" for quote in query.preceding[-_FARTHEST:] if not quote.changes]
    return next((key for key in reversed(levels[-_NEAR:]) if keys.is_share(key)), "")


def _wholes(query: Query) -> tuple[Subject, ...]:
    """What words say that a share is one of."""
    of = query.setting.what
    whole = what.base_of(query.segment, of)
    if query.segment.base:
        return whole
    return what.with_part(whole, of, query.own.standard)
