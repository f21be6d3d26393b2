"""What the figure right before a share is of a line that its sentence has stated:
待遇支出9468.85万元，其中医疗待遇3475.07万元，占36.7%."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.making.shares_of_funds import OF_FUND
from sipipeline.evidence.narrative.making.wholes_of_shares import (
    FARTHEST,
    lines_parted,
    stated_wholes,
    with_between,
)
from sipipeline.evidence.narrative.questions import what, whom
from sipipeline.evidence.narrative.questions.subjects import DEPOSIT_SHARE, DEPOSITS, Subject
from sipipeline.evidence.narrative.quoting import cells
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link, key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote

_PARTICIPANTS = Subject("headcounts", "participants")
_TAKING_PART = frozenset({"contributors", "at_work", "retirees"})
"""Lines of those who take part."""
_OF_LINE = OF_FUND | {"item", "brief", "each", "join"}


def of_stated(query: Query) -> Link:
    """What the figure right before a share is of the whole that its sentence begins with, or of
    those who take part: 从来源看，保险费收入3.27亿元，占76.9%; 在职缴费8742人，占67.9%."""
    if not _is_bare(query):
        return NOWHERE
    key = query.last
    if _are_deposits(key, query):
        return _of_deposits(key, query)
    wholes = _wholes_before(query)
    shares = _shares_of(key, wholes, query) if wholes else ()
    known = [one for one in shares if cells.kind(one, query.own.standard)]
    return Link.first_of(known)


def of_any_whole(query: Query) -> Link:
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
    return Link.first_of(known)


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


def _are_deposits(key: str, query: Query) -> bool:
    """Whether the figure before is what the funds that its sentence names have in deposits."""
    in_sentence = query.setting.whom.source in ("said", "near")
    of_item = keys.item(key) == DEPOSITS.item
    return of_item and in_sentence and query.agrees(query.preceding[-1])


def _of_deposits(key: str, query: Query) -> Link:
    """What the deposits of a fund are of what it has left, or of all deposits: 定期存款6800万元，
    占48.5%."""
    of_left = key_of(DEPOSIT_SHARE, keys.fund(key) or "", DEPOSIT_SHARE.item)
    of_all = keys.of_fund(key, query.own.total)
    return Link((of_left,), (keys.share(key, of_all),) if of_all != key else ())


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
    named = query.kinds <= _OF_LINE and query.setting.what.explicit
    in_sentence = query.setting.whom.source in ("said", "near")
    return named and in_sentence and says(query.tokens, "of_wholes")


def _is_bare(query: Query) -> bool:
    """Whether a segment says but 占, right behind a figure of the year that is spoken of."""
    bare = query.kinds <= {"share", "level", "fillers"}
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
        return [_PARTICIPANTS] if all(map(_is_no_other_people, query.preceding[-FARTHEST:])) else ()
    if _are_shares_of_line(query.setting.lead[-FARTHEST:], query):
        return [Subject(keys.family(query.last), item)]
    return with_between(lines_parted(query) or stated_wholes([item], query), item, query)


def _are_shares_of_line(lead: Sequence[Token], query: Query) -> bool:
    """Whether the words before a list say that it has the shares of funds in a line of all:
    各险种滚存结余占比：…."""
    begun = Segment(tuple(lead), None, "")
    line = Subject(keys.family(query.last), keys.item(query.last))
    named = [token.kind for token in lead if token.kind in ("item", "share")]
    if not begun.has("total") or named[-2:] != ["item", "share"] or line not in what.named(lead):
        return False
    return whom.read(begun, query.setting.whom, query.own).account == query.own.total
