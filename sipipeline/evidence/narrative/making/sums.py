"""Several figures added up, and what these are of another: 住院与门诊支出之和, 两项合计占80%."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import says
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind, what, whom
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import Subject, is_bare, subjects_of
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link, key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.evidence.narrative.quoting.terms import NamedLine
from sipipeline.language.lexicon import table, words
from sipipeline.language.numbers import number_at

_CHANGE, _BEFORE = "change", "prior"
_LEAST = 2
_MOST_STATED = 32
"""Figures before a sum that are looked at for what it adds up."""
_MOST = 8
"""Figures at most that are added up without being counted."""
_ACCOUNTS = ("fund", "total", "brief")
_NAMELESS = frozenset({"fillers", "count", "sums", "join", "level"})
_COUNTING = _NAMELESS | CHANGES | {"year_on_year"}
"""Kinds of words that lead to a change of what was named before."""


def made(query: Query) -> Made | None:
    """The figures that a sum is of, named with it or stated before it; unclear of the changes of
    several that are named, and where something was added to a line. None where none are."""
    if query.segment.dimension == "month" and query.is_sum:
        return _months_of_all(query)
    within = says(query.segment.plain, "within")
    if not query.is_sum or not _is_of_cells(query.segment) or within:
        return None
    if _is_with_addition(query):
        return UNCLEAR
    return _of_named(query, query.terms(query.tokens))


def of_changes(query: Query) -> Made | None:
    """The changes that were stated before, added up: 合计增加1232人; unclear of the rate behind
    such a sum. None where nothing is added up."""
    word = kind.change(query.segment)
    if word is None or not _COUNTING.issuperset(token.kind for token in query.segment.plain):
        return None
    if query.is_sum:
        return _sum_of_changes(query, kind.falls(word))
    return UNCLEAR if _is_sum_of_changes(query.last) else None


def in_total(summed: str, measure: str, query: Query) -> Sequence[str]:
    """The key of a measure of the line that a sum is of, of all funds: what was handed over since
    is in last year's alone; none where it is of several lines."""
    lines = {keys.of_fund(key, query.own.total) for key in keys.summands(summed)}
    return [keys.beside(key, measure) for key in lines] if len(lines) == 1 else []


def adds_up(query: Query) -> bool:
    """Whether a number is the sum of several figures, named with it or stated before it."""
    if not query.is_sum:
        return False
    items = [token for token in query.segment.plain if token.kind == "item" and not is_bare(token)]
    joined = any(token.kind == "join" for token in query.segment.plain)
    nameless = _NAMELESS.issuperset(token.kind for token in query.segment.plain)
    return (len(items) >= _LEAST and joined) or (nameless and bool(query.preceding))


def shared(query: Query) -> Made | None:
    """What a sum is of a whole; None where a share is of one figure."""
    if not query.segment.is_rate or not query.segment.has("share"):
        return None
    named = any(token.kind == "item" for token in query.segment.plain)
    if named:
        return None if query.of_each else _shares_of_named(query)
    if _is_sum(query.last) and not _names_fund(query):
        shares = _shares(query, [query.last]) or _of_last_whole(query)
        return Made(Link(tuple(shares)) if shares else _of_line_of_all([query.last], query))
    if _is_share_of_several(query):
        return Made(_of_line_of_all([query.last], query))
    return _of_stated_shares(query) if query.is_sum else None


def _months_of_all(query: Query) -> Made | None:
    """How long all funds last, behind how long each does: 职工医保可支付14.6个月，居民医保可支付4.9
    个月，合计可支付9.3个月; unclear of some of the funds, None where none were stated."""
    months = [quote.key or "" for quote in query.preceding[-_MOST_STATED:] if _is_in_months(quote)]
    if len(months) < _LEAST or query.segment.has("fund", "brief"):
        return None
    of_all = {*map(keys.fund, months)} == {*query.own.funds}
    return Made.of(keys.of_fund(months[-1], query.own.total)) if of_all else UNCLEAR


def _is_in_months(quote: Quote) -> bool:
    return quote.mention.unit.dimension == "month"


def _of_named(query: Query, named: Sequence[NamedLine]) -> Made | None:
    """The figures that a sum of some named ones is of, or of those that were stated."""
    if _is_one_line(named):
        return None
    if len({term.subjects for term in named}) > 1:
        if query.segment.has(*CHANGES) or _is_one_of_another(named, query):
            return UNCLEAR
        return Made.of(*query.sums(named))
    return _sum_of_known_parts(query) or _sum_of_unnamed(query)


def _is_with_addition(query: Query) -> bool:
    """Whether something of no cell was just added to what the sentence told before, so that a sum
    is more than the line that it names: …；加上市级补助600万元，各级财政投入合计10842万元."""
    adding = words("narrative", "workings", "adding")
    last = query.preceding[-1:]
    return any(quote.key is None and quote.clause.startswith(adding) for quote in last)


def _is_one_line(named: Sequence[NamedLine]) -> bool:
    """Whether some names mean one line of one account, which nobody adds to itself:
    收支相抵后合计结余."""
    lines = [{(term.account, one) for one in term.subjects} for term in named]
    return len(lines) > 1 and bool(set.intersection(*lines))


def _is_one_of_another(named: Sequence[NamedLine], query: Query) -> bool:
    """Whether a line that is added up may be a part of another, which nobody adds to its whole: of
    the latter only the account was meant: 职工医保住院和生育合计支出."""
    standard = query.own.submission.standard
    parts = {
        (term.account, whole)
        for term in named
        for one in term.subjects
        for whole in standard.wholes_of(one.item)
    }
    return any((term.account, one.item) in parts for term in named for one in term.subjects)


def _sum_of_unnamed(query: Query) -> Made | None:
    """The figures that were stated before, of which a sum is that names no more than their line."""
    nameless = _NAMELESS.issuperset(token.kind for token in query.segment.plain)
    counted = what.counted_lines(query.segment) > 0 and not query.setting.what.subjects
    if query.preceding and (nameless or counted):
        return _sum_of_stated(query) if nameless or _is_of_stated(query) else UNCLEAR
    return _sum_of_parts(query) or _sum_of_line(query)


def _is_of_stated(query: Query) -> bool:
    """Whether the figures before a sum are of the line that it names, or of parts of it; not:
    支出分别为774.03万元、1091.06万元，两项收入合计."""
    whole = _bare_line(query.segment)
    stated = [
        quote.key or "" for quote in query.preceding[-(_count(query.segment) or _MOST_STATED) :]
    ]
    items = {keys.item(key) for key in stated if key and not keys.is_made(key)}
    known = query.own.submission.standard
    return whole is None or all(
        item == whole.item or whole.item in known.wholes_of(item) for item in items
    )


def _is_of_cells(segment: Segment) -> bool:
    """Whether a number is of a kind that cells add up to."""
    return segment.dimension in ("money", "people") and not segment.of_small_amount


def _sum_of_changes(query: Query, falls: bool) -> Made | None:
    """The changes of the sentence before; unclear where they did not all go one way, or it is a
    rate. None where fewer than two were stated."""
    near = query.preceding[-_MOST_STATED:]
    stated = [quote for quote in near if quote.changes and not _is_rate(quote)]
    if len(stated) < _LEAST:
        return None
    if query.segment.is_rate or not all(_goes_with(quote, falls, query) for quote in stated):
        return UNCLEAR
    runs = _runs(query, [quote.key or "" for quote in stated])
    return Made.of(*map(keys.sum_of_figures, runs), falls=falls)


def _is_rate(quote: Quote) -> bool:
    return quote.mention.unit.dimension == "percent"


def _goes_with(quote: Quote, falls: bool, query: Query) -> bool:
    """Whether a change that was stated is one on last year, as its cell says, and went the way of
    what it may be a part of."""
    return query.agrees(quote) and keys.measure(quote.key or "") == _CHANGE and quote.falls == falls


def _is_sum_of_changes(key: str) -> bool:
    """Whether a figure is several changes added up, of which no cell has the rate."""
    return _is_sum(key) and keys.measure(keys.summands(key)[0]) == _CHANGE


def _sum_of_stated(query: Query) -> Made:
    """The figures of the sentence before that are added up, if they all went one way, or none is a
    change: a deficit is taken from what others have left, but not from a sum of such behind which
    others are added up: 结余的…，合计8万元；缺口的…，合计5万元. Rates between them are of no sum,
    nor is by how much each of them changed, or what it was: 退休18947人（上年18213人）、…，合计."""
    amounts = _levels([quote for quote in query.preceding if not _is_rate(quote)])
    near = _of_year(amounts, query.measure)
    stated = [quote.key or "" for quote in near]
    ways = {quote.falls for quote in _behind_sum(near)}
    alike = len(ways) == 1 or not any(quote.changes for quote in near)
    added = [*map(keys.sum_of_figures, _runs(query, stated) if alike else ())]
    of_all = [key for one in added[:1] for key in in_total(one, keys.measure(one), query)]
    return Made.of(*added, further=of_all, falls=ways == {True})


def _behind_sum(stated: Sequence[Quote]) -> Sequence[Quote]:
    """The figures behind the last sum among some; all of them where fewer than two stand there."""
    behind = [*takewhile(lambda quote: not quote.sums, reversed(stated))]
    return behind if len(behind) >= _LEAST else stated


def _levels(stated: Sequence[Quote]) -> Sequence[Quote]:
    """The figures of a sentence that are no changes; all of them where fewer than two are not."""
    levels = [quote for quote in stated if not quote.changes]
    return levels if len(levels) >= _LEAST else stated


def _of_year(stated: Sequence[Quote], measure: str) -> Sequence[Quote]:
    """The figures of a sentence without last year's, where some are of the year that it is of."""
    measures = [keys.measure(quote.key or "") for quote in stated]
    if measure not in measures:
        return stated
    return [one for one, of in zip(stated, measures, strict=True) if of != _BEFORE]


def _sum_of_known_parts(query: Query) -> Made | None:
    """The parts of a whole that has no cell, all of which were stated: 生育医疗费用264.38万元，
    生育津贴617.45万元，生育待遇合计881.83万元. None where they were not."""
    names = [token.text for token in query.segment.plain if token.kind == "item"]
    items = table()["narrative"]["wholes"].get(names[0], []) if len(names) == 1 else []
    stated = query.stated(_MOST_STATED)
    parts = [key for key in stated if _is_one_of(key, items, query)]
    whole = bool(items) and sorted(map(keys.item, parts)) == sorted(items)
    return Made.of(keys.sum_of_figures(parts)) if whole else None


def _is_one_of(key: str, items: Sequence[str], query: Query) -> bool:
    """Whether a figure is of one of some items, and of the year that is spoken of."""
    return not keys.is_made(key) and keys.item(key) in items and keys.measure(key) == query.measure


def _sum_of_parts(query: Query) -> Made | None:
    """The parts that were stated before of what is named no closer than 支出, or all of it:
    失业保险金236.48万元、代缴医疗保险费52.36万元，合计支出288.84万元. None where fewer than two
    were."""
    whole = _bare_line(query.segment)
    stated = query.stated(_MOST_STATED)
    parts = [key for key in stated if whole is not None and _is_part(key, whole, query)]
    runs = _runs(query, parts)
    if whole is None or not runs:
        return None
    accounts = dict.fromkeys((*map(keys.fund, parts), query.own.total))
    of_all = [key_of(whole, account or "", query.measure) for account in accounts]
    return Made.of(*map(keys.sum_of_figures, runs), further=of_all)


def _bare_line(segment: Segment) -> Subject | None:
    """The line that a segment names by no more than 支出; None where it says more."""
    names = [token for token in segment.plain if token.kind == "item"]
    unnamed = (_NAMELESS | {"item"}).issuperset(token.kind for token in segment.plain)
    bare = len(names) == 1 and is_bare(names[0]) and unnamed
    return subjects_of(names[0])[0] if bare else None


def _is_part(key: str, whole: Subject, query: Query) -> bool:
    """Whether a figure is of the year that is spoken of, and of a part of a line."""
    if keys.is_made(key) or keys.measure(key) != query.measure:
        return False
    return whole.item in query.own.submission.standard.wholes_of(keys.item(key))


def _sum_of_line(query: Query) -> Made | None:
    """The figures of one line of several accounts that were stated before, where the line is named
    again: 职工医保结余9万元、失业收不抵支2万元，两项合计结余7万元. Where none are counted it may be
    of all accounts; None where others are meant, or several accounts are spoken of together."""
    near = query.preceding[-_MOST_STATED:]
    if query.segment.has(*_ACCOUNTS, "among") or any(quote.changes for quote in near):
        return None
    if query.account is not None and keys.is_together(query.account):
        return None
    sums = [one for meant in query.setting.what.subjects for one in _sums_in_line(query, meant)]
    if not sums:
        return None
    of_all = [key_of(one, query.own.total, query.measure) for one in query.setting.what.subjects]
    return Made.of(*sums, further=of_all, falls=query.setting.what.deficit)


def _sums_in_line(query: Query, subject: Subject) -> Sequence[str]:
    """The sums of the last figures of a line: of as many as are counted, or else of any number."""
    count = _count(query.segment) if query.segment.has("sums") else 0
    of_line = [quote for quote in query.preceding[-_MOST_STATED:] if _in_line([quote], subject)]
    most = min(len(of_line), _MOST)
    sizes = [count] if _LEAST <= count <= most else range(most, 1, -1) if not count else ()
    runs = [_in_line(of_line[-size:], subject) for size in sizes]
    return [keys.sum_of_figures(run) for run in runs if run]


def _in_line(quotes: Sequence[Quote], subject: Subject) -> Sequence[str]:
    """The key of each quote that is of a line; none where one of them is not, or two are of one
    account, or they are of several years."""
    found = [
        next((key for key in quote.link.required if _is_of_item(key, subject.item)), "")
        for quote in quotes
    ]
    accounts = {keys.fund(key) for key in found}
    alike = len({(keys.family(key), keys.measure(key)) for key in found}) == 1
    return found if all(found) and alike and len(accounts) == len(found) else ()


def _is_of_item(key: str, item: str) -> bool:
    """Whether a key is of one figure of an item, and not itself of a sum."""
    return not keys.is_made(key) and keys.item(key) == item


def _of_stated_shares(query: Query) -> Made | None:
    """The shares that were stated, added up, or what the stated figures are together of a whole
    that is named: 两项合计占全部利息收入的59.8%; unclear where others are spoken of: 其他三项合计占
    9.1%."""
    if _names_fund(query):
        return None
    if query.segment.unknown:
        return UNCLEAR
    stated = _sums_of_shares(query)
    if not stated and not query.segment.base:
        return Made(_in_line_of_all(query))
    if stated or not query.segment.base:
        return Made.of(*stated)
    stated = [quote.key or "" for quote in query.preceding[-_MOST_STATED:] if _is_amount(quote)]
    runs = _runs(query, stated)
    return Made.of(*_shares(query, [keys.sum_of_figures(run) for run in runs]))


def _names_fund(query: Query) -> bool:
    """Whether words name one fund, of which a share is then, and of no sum."""
    return any(token.kind in ("fund", "brief") for token in query.segment.plain)


def _of_last_whole(query: Query) -> Sequence[str]:
    """What a sum is of the whole that the share before it is one of, where all its figures are
    parts of that: 财政补贴占36.2%；上级补助和调剂收入69995万元，占11.5%."""
    near = query.stated(_MOST_STATED)
    wholes = [keys.shared(key)[-1] for key in reversed(near) if keys.is_share(key)][:1]
    if query.segment.base:
        return ()
    return [keys.share(query.last, one) for one in wholes if _is_whole_of(one, query)]


def _is_whole_of(whole: str, query: Query) -> bool:
    """Whether all figures of the sum before are parts of another of their account and year."""
    standard = query.own.submission.standard
    summands = keys.summands(query.last)
    alike = {(keys.fund(key), keys.measure(key)) for key in (*summands, whole)}
    parts = all(keys.item(whole) in standard.wholes_of(keys.item(key)) for key in summands)
    return parts and len(alike) == 1 and not keys.is_made(whole)


def _in_line_of_all(query: Query) -> Link:
    """What the last figures of a line, each of another fund, are of that line of all funds, of what
    it is a part of, or of what the sentence says of several: 滚存结余分别为X、Y、Z，三项合计占7.2%;
    none where it states other amounts, of which it is unclear what they are."""
    stated = [quote.key or "" for quote in query.preceding[-_MOST_STATED:] if _is_amount(quote)]
    runs = _runs(query, stated) if _count(query.segment) and all(stated) else ()
    if not runs or not _are_of_funds(runs[0], query.own.total):
        return NOWHERE
    part, whole = keys.sum_of_figures(runs[0]), keys.of_fund(runs[0][0], query.own.total)
    others = [key for key in stated if key not in runs[0] and keys.item(key) == keys.item(whole)]
    wholes = [*_lines_around(whole, query), *others]
    return Link((keys.share(part, whole),), tuple(keys.share(part, one) for one in wholes))


def _lines_around(key: str, query: Query) -> Sequence[str]:
    """The keys of the figures of an account that one is a part of."""
    items = query.own.submission.standard.wholes_of(keys.item(key))
    return [f"{keys.table(key)}.{one}.{keys.measure(key)}" for one in items]


def _are_of_funds(run: Sequence[str], total: str) -> bool:
    """Whether figures are of one line and year, each of another account, none of all of them."""
    if any(map(keys.is_made, run)) or any(keys.family(key) != keys.ACCOUNTS for key in run):
        return False
    funds = {keys.fund(key) for key in run}
    lines = {(keys.item(key), keys.measure(key)) for key in run}
    return len(funds) == len(run) and total not in funds and len(lines) == 1


def _is_amount(quote: Quote) -> bool:
    """Whether a number is one of money or people, and no change."""
    return not quote.changes and quote.mention.unit.dimension in ("money", "people")


def _is_sum(key: str) -> bool:
    return len(keys.summands(key)) > 1 and not keys.is_share(key)


def _runs(query: Query, stated: Sequence[str]) -> Sequence[Sequence[str]]:
    """The last figures that may be added up: as many as are counted, or else any number; none where
    one is of no cell."""
    count = _count(query.segment)
    run = stated[-count:] if count else stated
    clear = all(run) and len(set(run)) == len(run)
    if not clear or len(run) < max(count, _LEAST):
        return ()
    return [run] if count else [run[start:] for start in range(len(run) - 1)]


def _count(segment: Segment) -> int:
    """How many are added up, by the words: 三 of 三项合计; 0 where they do not say."""
    counted = (
        number_at(token.text, 0) for token in segment.tokens if token.kind in ("sums", "count")
    )
    return next((int(found.value) for found in counted if found is not None), 0)


def _shares_of_named(query: Query) -> Made | None:
    """What several named ones are of a whole: 住院与门诊支出之和占待遇支出的69%."""
    tokens = query.segment.tokens
    places = [place for place, token in enumerate(tokens) if token.kind == "share"]
    before = tokens[: places[0]]
    within = says(before, "within")
    parts = query.terms(before)
    if within or len(parts) < _LEAST or not any(token.kind == "join" for token in before):
        return None
    sums = query.sums(parts)
    shares = _shares(query, sums)
    return Made(Link(tuple(shares)) if shares else _of_line_of_all(sums, query))


def _of_line_of_all(sums: Sequence[str], query: Query) -> Link:
    """What the figures of several funds in one line have together of that line of all, or else of
    what it is a part of, where nothing says of what: 两项财政补贴合计21.80亿元，占78.7%."""
    total = query.own.total
    alike = [
        one for one in sums if keys.is_together(one) or _are_of_funds(keys.summands(one), total)
    ]
    if len(alike) != 1 or not _is_but_share(query):
        return NOWHERE
    (part,) = alike
    run = keys.summands(part)
    whole = keys.of_fund(run[0], total)
    of_these = map(keys.sum_of_figures, zip(*(_lines_around(key, query) for key in run)))
    wholes = (*_lines_around(whole, query), *of_these)
    return Link((keys.share(part, whole),), tuple(keys.share(part, one) for one in wholes))


def _is_share_of_several(query: Query) -> bool:
    """Whether a bare share stands behind the figure of several funds together, and is of no one of
    them: 两项财政补贴合计21.80亿元，占78.7%."""
    several = keys.is_together(query.last) and not keys.is_made(query.last)
    return several and _is_but_share(query) and not _names_fund(query)


def _is_but_share(query: Query) -> bool:
    """Whether the words behind the figures say no more than 占, 合计占, and not of what."""
    if query.segment.base:
        return False
    behind = dropwhile(lambda token: token.kind not in ("share", "sums"), query.tokens)
    return {token.kind for token in behind} <= {"share", "sums", "level"}


def _shares(query: Query, parts: Sequence[str]) -> Sequence[str]:
    """What sums are of what the words name, or of the whole whose parts are added up."""
    account = _account_of_base(query, parts)
    base = what.base_of(query.segment, query.setting.what)
    if account is None or not base:
        return ()
    wholes = query.keys(NamedLine(account, tuple(base)))
    named = any(token.kind == "item" for token in query.segment.base)
    pairs = [(part, whole) for part in parts for whole in wholes]
    return [keys.share(*pair) for pair in pairs if named or _is_of_line(*pair)]


def _account_of_base(query: Query, parts: Sequence[str]) -> str | None:
    """The account of a whole: that of all its parts, unless words name another."""
    funds = {keys.fund(one) for part in parts for one in keys.summands(part)}
    bare = all(token.kind == "item" for token in query.segment.base)
    if bare and len(funds) == 1:
        return funds.pop()
    return whom.of_base(query.segment, query.setting.whom, query.own)


def _is_of_line(part: str, whole: str) -> bool:
    """Whether a sum is of figures of the line that the whole is of, if any of its figures is."""
    lines = {keys.item(key) for key in keys.summands(part)}
    return lines == {keys.item(whole)} or keys.item(whole) not in lines


def _sums_of_shares(query: Query) -> Sequence[str]:
    """The shares of one whole that were stated before, added up."""
    runs = _runs(query, [quote.key or "" for quote in query.preceding])
    return [sum for run in runs if (sum := _sum_of_shares(run))]


def _sum_of_shares(shares: Sequence[str]) -> str:
    """The share that several have together; "" where they are of several wholes."""
    if not all(map(keys.is_share, shares)):
        return ""
    parts, wholes = zip(*map(keys.shared, shares))
    return keys.share(keys.sum_of_figures(parts), wholes[0]) if len(set(wholes)) == 1 else ""
