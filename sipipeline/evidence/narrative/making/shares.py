"""What one figure of the tables is of another: 占基金支出的46.6%."""

from collections.abc import Collection, Sequence
from itertools import dropwhile, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import Segment, sharing
from sipipeline.evidence.narrative.lines.tokens import is_of_account, says
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.making.shares_of_funds import (
    OF_CHANGES,
    figures_of_all,
    of_fund,
    of_fund_in_change,
)
from sipipeline.evidence.narrative.making.shares_of_stated import of_any_whole, of_stated
from sipipeline.evidence.narrative.making.wholes_of_shares import base_of, headed
from sipipeline.evidence.narrative.questions import kind, what, when, whom
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.questions.when import FigureTime
from sipipeline.evidence.narrative.quoting import cells
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link, key_of, share
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import words

_LAST_YEAR = frozenset({"last_year", "same_period"})
_WAY = frozenset({"up", "down", "level", "this_year", "date"})
"""Kinds of words that say but that a figure came to another."""
_BARE = frozenset({"share", "level", "fillers", "this_year", "whole_year"})
"""Kinds of words that say of a share neither of what it is nor when else."""
_MEASURES = {"last": "change", "": "change", "budget": "over_budget"}
"""The measure of a change, by what it is measured from."""


def link_of(query: Query) -> Link:
    """The cells that a share can mean; none where it is unclear what it is one of."""
    setting = query.setting
    of_change = setting.follows_change and not (setting.what.explicit or _is_of_line(query.segment))
    of_either = of_change and _is_change_of_line(query)
    if of_change and not of_either:
        return of_fund_in_change(query)
    found = _of_line(query)
    return _or_of_change(found, query) if of_either else found


def as_before(query: Query) -> Made | None:
    """What a share right before it was last year: 占比重28.7%，上年为34.2%; what it came to, behind
    that of last year: 占收入的比重由21.6% 上升至22.5%. None where more is said than that."""
    if query.segment.dimension != "percent" or not keys.is_share(query.last):
        return None
    kinds = query.kinds
    if _has_come_to(query, kinds) or _was_last_year(query, kinds):
        return Made.of(keys.made_beside(query.last, query.measure))
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
    return Made.first_of(shares)


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
    if _is_origin(query) and query.compares_with_long_ago:
        return NOWHERE
    if _is_of_no_cell(query):
        return _of_last_years(query)
    of_all = figures_of_all(query)
    if of_all:
        return _joined([of_fund(*one, query) for one in of_all])
    of, base = headed(query) or (setting.what, base_of(query))
    found = share(setting.whom, of, base, _when(query), query.role, query.own)
    if found == NOWHERE and not query.segment.base:
        stated = of_stated(query)
        return of_any_whole(query) if stated == NOWHERE else stated
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
    return when.at_year_start(at) if _is_origin(query) and at.period == "this" else at


def _is_origin(query: Query) -> bool:
    """Whether a share is but what it was before, and no word beside it says when."""
    behind = dropwhile(lambda token: token.kind != "share", query.segment.tokens)
    of_origin = any(token.kind == "origin" for token in behind)
    return of_origin and not query.setting.when.origin


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
    changed = line in query.setting.what.subjects and keys.measure(key) in OF_CHANGES
    return changed and query.agrees_with_cell(query.preceding[-1])


def _or_of_change(found: Link, query: Query) -> Link:
    """The shares of a line, or where its change is an amount what that is of the same whole."""
    if query.preceding[-1].mention.unit.dimension != "money":
        return found
    measure = OF_CHANGES[keys.measure(query.last)]
    pairs = [keys.shared(key) for key in found.required]
    changes = [keys.share(keys.beside(part, measure), whole) for part, whole in pairs]
    return Link(found.required, (*found.further, *changes))


def _is_of_last_year(segment: Segment) -> bool:
    """Whether a share is one of a figure of last year, and not of the year of its part:
    占上年保费收入的1.8%, but 比重由上年的32.5%."""
    behind = [*dropwhile(lambda token: token.kind != "share", segment.tokens)]
    if not behind or behind[0].text not in sharing():
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
    plain = _BARE.issuperset(token.kind for token in query.segment.plain)
    bare = plain and query.segment.after in ("", ",")
    if before is None or before.key or not bare:
        return False
    amounting = words("narrative", "workings", "amounting")
    return before.name.endswith(amounting) or _is_of_other_amount(before)


def _is_of_other_amount(before: Quote) -> bool:
    """Whether a number is an amount of this year that no cell has, be it that words name its line:
    生育类支出3056.48万元，占6.9%; 加上补助600万元，各级财政投入合计10842万元，占37.3%."""
    return is_of_account(before.mention) and before.of_year and not before.sums


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


def _joined(links: Sequence[Link]) -> Link:
    """Links as one, whose first is the likeliest."""
    further = [key for one in links[1:] for key in (*one.required, *one.further)]
    return Link(links[0].required, (*links[0].further, *further))


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
