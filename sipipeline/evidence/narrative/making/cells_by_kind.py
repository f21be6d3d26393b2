"""Which cells a number can mean, once it is known when, of whom and of what: those of its kind."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import Token, lines_counted, says
from sipipeline.evidence.narrative.making import benefits, shares
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.questions import kind, what, when
from sipipeline.evidence.narrative.questions.kind import FigureKind
from sipipeline.evidence.narrative.questions.subjects import (
    AT_YEAR_END,
    AVERAGE_RETIRED,
    EXPENDITURE,
    MONTHS,
    OPENING,
    SURPLUS,
    Subject,
    is_bare,
)
from sipipeline.evidence.narrative.questions.what import What
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.links import BY_MONTH, NOWHERE, Link, key_of, link
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.evidence.narrative.rewording.ranges import is_of_each
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import number_at

_FROM_BUDGET: dict[FigureKind, FigureKind] = {
    "change": "over_budget",
    "growth_rate": "over_budget_rate",
}
"""The kinds of change on last year, and those on the budget."""
_ON_BUDGET = frozenset({"over_budget", "under_budget", "over_budget_rate"})
"""Measures of how far a figure lies from the budget."""
_AS_BEFORE = frozenset(
    "than last_year same_period date average level origin up down year_on_year".split()
)
"""Kinds of words that say but when, behind a figure of a month."""
_OF_LINE = kind.CHANGES | {"fillers", "fund", "item"}
"""Kinds of words that say that a line changed."""
_PEOPLE = "headcounts"
_STATED = 4
"""Figures of a sentence before a change that are looked at."""
_CHANGES = _FROM_BUDGET.keys() | {"months_more"}
_ORIGINS = frozenset({"origin", "months_before"})
"""What a figure, or the months that a fund lasts, came from."""
_NEAR = 4
"""Figures before a change that may say what benefits were raised by."""
_BOTH = ("prior", "actual")
"""Measures of what a line was, and is."""
_PUT_IN = ("actual", "budget")
"""Measures of what came about, and of the budget that is put behind it."""
_LEVELS = frozenset({"money", "people"})
_SUBSIDY = "accounts.fiscal_subsidy"
_MOST_STATED = 8
"""Figures before a change that are looked at for a budget."""
_OF_OTHERS = frozenset({"change", "growth_rate", "of_prior"})
"""Kinds of figures that a number of cases, or an average, may have as well."""


def link_of(query: Query, mention: Mention) -> Link:
    """The cells that a number can mean; none where the tables have no such figure."""
    if benefits.speaks_of(query.setting.what):
        return _of_benefits(query)
    if what.is_overspent(query.segment, query.setting.what):
        return _of_line(SURPLUS, "level", query)
    found = _kind(query, mention)
    if found is None:
        return NOWHERE
    if found == "share":
        return shares.link_of(query)
    meant = _of_kinds(_kinds(found, query), query.setting.what, query)
    if found == "level" and not meant.required:
        return _of_all_funds(query)
    if _is_short(meant, mention, query):
        return NOWHERE
    got_more = benefits.benefiting(query.segment, query.account, query.own)
    raised = _raised(query) if found == "growth_rate" else ()
    further = _without_averages(meant.further, query)
    meant = Link(meant.required, (*further, *got_more, *raised))
    beyond = query.segment.has("over_expenditure") and not query.segment.has("budget")
    return _of_overspending(meant, query) if beyond else meant


def of_change(query: Query) -> Link:
    """The cells of a change of what is spoken of; none where the tables do not know it."""
    if not _is_known_change("change", query):
        return NOWHERE
    return _of_kinds(_kinds("change", query), query.setting.what, query)


def _of_all_funds(query: Query) -> Link:
    """What a line that the total lacks comes to in the funds that have it, behind a figure of all
    of which it is a part, or each of these: 两项基金待遇支出4.47亿元，其中住院2.97亿元."""
    lines = query.setting.what.subjects
    known = [one for one in lines if one.item in words("narrative", "signs", "added_over_funds")]
    of_all = query.account == query.own.total and bool(query.measure)
    if len(known) != 1 or not of_all or not _is_behind_whole_of_all(known[0], query):
        return NOWHERE
    of_each = [key_of(known[0], fund, query.measure) for fund in query.own.funds]
    filled = [key for key in of_each if told(key, query.own.submission) is not None]
    several = len(filled) >= len(_PUT_IN)
    return Link((keys.sum_of_figures(filled),), tuple(filled)) if several else NOWHERE


def _is_behind_whole_of_all(line: Subject, query: Query) -> bool:
    """Whether the sentence has stated a figure of all funds of which a line is a part."""
    wholes = query.own.standard.wholes_of(line.item)
    stated = query.stated(_MOST_STATED)
    of_total = [one for one in stated if keys.is_account(one) and not keys.is_made(one)]
    return any(keys.fund(one) == query.own.total and keys.item(one) in wholes for one in of_total)


def _without_averages(keys_meant: Sequence[str], query: Query) -> Sequence[str]:
    """The keys of what may be meant as well; beside the end of a year none of an average over
    it: 比上年末减少420人."""
    if not what.is_beside_year_end(query.segment):
        return keys_meant
    return [key for key in keys_meant if keys.item(key) != AVERAGE_RETIRED.item]


def _raised(query: Query) -> Sequence[str]:
    """The keys of by how much a benefit was raised, which a growth may be as well."""
    return benefits.raised(query.segment, query.setting.what, query.account, query.own)


def _is_short(meant: Link, mention: Mention, query: Query) -> bool:
    """Whether 不足 is no bound but by how much something falls short: it is far below the figure:
    参保不足3782人."""
    bounds = query.segment.of_people and says(query.segment.plain, "shortages")
    levels = [told(key, query.own.submission) for key in meant.required] if bounds else []
    number = mention.base_value
    return any(one is not None and number < one.low * tolerances.FAR_BELOW for one in levels)


def _of_kinds(kinds: Sequence[FigureKind], of: What, query: Query) -> Link:
    setting = query.setting
    at = replace(setting.when, stance="outcome") if _is_beside_budget(query) else setting.when
    at = when.at_year_start(at) if _is_part_of_opening(of, query) else at
    return link(kinds, setting.whom, of, at, query.role, query.own)


def _is_part_of_opening(of: What, query: Query) -> bool:
    """Whether a figure is a part of what the year began with: 年初结余353.54亿元，其中定存…."""
    opened = keys.item(query.last) == OPENING.item and not keys.is_made(query.last)
    return opened and query.segment.has("among") and AT_YEAR_END.issuperset(of.subjects)


def _is_beside_budget(query: Query) -> bool:
    """Whether the figure before it is how far something that came about lies from its budget, or
    the budget is but put behind that, and no word speaks of the budget again: 比预算超收239万元，
    增长8.0%."""
    if query.setting.when.doubtful is None or query.segment.has("budget"):
        return False
    return keys.measure(query.last) in _ON_BUDGET or _is_behind_put_in_budget(query)


def _is_behind_put_in_budget(query: Query) -> bool:
    """Whether the sentence has stated what came about, then its budget, and since then nothing but
    changes and rates: 收入1266万元，预算1249万元，比上年增长11%."""
    levels = [quote for quote in query.preceding[-_MOST_STATED:] if not _is_change_or_rate(quote)]
    if query.setting.what.explicit or len(levels) < len(_PUT_IN):
        return False
    stated = [quote.key or "" for quote in levels[-len(_PUT_IN) :]]
    one_line = len({*map(keys.row, stated)}) == 1
    return one_line and tuple(map(keys.measure, stated)) == _PUT_IN


def _is_change_or_rate(quote: Quote) -> bool:
    return quote.changes or quote.mention.unit.dimension not in _LEVELS


def _of_line(subject: Subject, found: FigureKind, query: Query) -> Link:
    """The cells of a figure of one line of the tables."""
    return _of_kinds((found,), What((subject,)), query)


def _of_benefits(query: Query) -> Link:
    if query.role != "report" or benefits.counts_other_group(query):
        return NOWHERE
    setting = query.setting
    return benefits.link(
        query.segment, setting.whom, setting.what, setting.when, setting.basis, query.own
    )


def _of_overspending(meant: Link, query: Query) -> Link:
    """Of 超支 without a word on what: beyond the budget, or beyond what came in."""
    beyond_income = _of_line(SURPLUS, "deficit", query).required
    if SURPLUS not in query.setting.what.subjects:
        return Link(meant.required, (*meant.further, *beyond_income))
    beyond_budget = _of_line(EXPENDITURE, "over_budget", query).required
    return Link((), (*beyond_budget, *beyond_income))


# ---------------------------------------------------------------- of which kind
def _kind(query: Query, mention: Mention) -> FigureKind | None:
    """Which kind of figure a number is; None where the tables do not have it."""
    segment, setting = query.segment, query.setting
    if is_of_each(segment) or _counts_some(segment) or _is_before_its_name(segment):
        return None
    if _is_part_of_subsidy(query):
        return None
    if _multiplies_growth(segment):
        return None
    if _is_by_month_as_before(query):
        return "a_month"
    leading = setting.listed or setting.lead
    found = kind.kind_of(segment, mention, setting.what, setting.when, leading)
    if found is None or _is_unknown(found, query, mention):
        return None
    return _of_which_year(found, query)


def _of_which_year(found: FigureKind, query: Query) -> FigureKind:
    """The kind; of what a month's part went up or down from, that of last year:
    月均支出由204.9万元升至239.5万元."""
    began = query.segment.has("origin") and query.setting.when.unsaid
    return "a_month_before" if found == "a_month" and began else found


def _is_part_of_subsidy(query: Query) -> bool:
    """Whether a figure is but what the budget gave for something, in a list of what it gave:
    财政补贴里，…，丧葬补贴171.75万元."""
    lead = query.setting.lead
    named = [token.meaning for token in lead if token.kind not in ("fund", "fillers")]
    return named == [(_SUBSIDY,)] and says(lead[-1:], "within_lead")


def _is_by_month_as_before(query: Query) -> bool:
    """Whether an amount is that of a month, as the one before it is: 月均支出3093万元，
    上年月均2746万元."""
    amount = query.segment.dimension == "money" and not query.segment.of_small_amount
    kinds = query.kinds
    goes_on = not query.setting.what.explicit and bool(kinds) and kinds <= _AS_BEFORE
    goes_on = goes_on and kind.change(query.segment) is None
    return amount and goes_on and keys.measure(query.last) in BY_MONTH


def _is_unknown(found: FigureKind, query: Query, mention: Mention) -> bool:
    """Whether the tables have such figures, but not this one."""
    if found in _ORIGINS and query.setting.basis == "long ago":
        return True
    if found == "origin" and _is_reason_of_all(query):
        return True
    if query.role == "targets" and _is_reached_for(query, mention):
        return True
    if _is_of_count(found, query) or (query.setting.what.averaged and found in _OF_OTHERS):
        return True
    if found not in _CHANGES:
        return False
    return _is_change_apart(query) or not _is_known_change(found, query)


def _is_change_apart(query: Query) -> bool:
    """Whether a change is that of something else than a line: a raise, some lines, a cause."""
    return _is_of_raise(query) or _is_sum_of_some(query) or _is_effect_of_rate(query)


def _is_reason_of_all(query: Query) -> bool:
    """Whether a figure is in the reason of something, of which no fund is named."""
    return query.segment.has("cause") and query.account == query.own.total


def _is_sum_of_some(query: Query) -> bool:
    """Whether a change is that of several which are counted and are not the funds of the unit:
    三项合计增支2187.87万元."""
    counts = [_counted(token) for token in query.segment.plain if token.kind in ("sums", "count")]
    named = [token for token in query.segment.plain if token.kind == "item" and not is_bare(token)]
    if not any(counts) or named or query.segment.has("fund", "total"):
        return False
    return counts[-1] not in query.own.counted


def _counted(token: Token) -> float:
    """How many lines a word counts: 三 of 三项合计, 三项; 0 where it counts none."""
    if token.kind == "count":
        return lines_counted(token)
    number = number_at(token.text, 0)
    return number.value if number is not None else 0


def _is_of_raise(query: Query) -> bool:
    """Whether an amount that is more may be what a raise of benefits costs, which its sentence
    states: 基础养老金提高15元，惠及30.9万人，全年增支5620万元."""
    raised = any(quote.benefit for quote in query.preceding[-_NEAR:])
    more = query.segment.has("more_expenditure", "up") and not query.segment.has("item")
    return (
        raised and more and query.segment.dimension == "money" and not query.segment.of_small_amount
    )


def _is_effect_of_rate(query: Query) -> bool:
    """Whether a change stands right behind a rate that no cell has, and is but what that led to,
    住院人次增长2.8%多支约3100万元, and not what the rate came to."""
    last = query.preceding[-1] if query.preceding else None
    of_rate = last is not None and last.mention.unit.dimension == "percent" and not last.key
    return of_rate and query.segment.after == "" and not query.segment.has("item", "level")


def _is_of_count(found: FigureKind, query: Query) -> bool:
    """Whether a figure may be by how much a number of cases changed, or how much of it was done
    where no word says that it is one of the budget: 计划180人次，实际162人次，完成90%."""
    if found == "completion_rate":
        return not query.segment.names_budget and (
            query.setting.counted != "" or _is_of_target(query)
        )
    return found in _OF_OTHERS and query.setting.is_of_count(query.segment)


def _is_of_target(query: Query) -> bool:
    """Whether a rate of completion is that of a target which its sentence names, or of an indicator
    of which the figure before it is: 差错率0.3%，低于目标，完成率100%."""
    last = query.preceding[-1] if query.preceding else None
    of_indicator = last is not None and last.mention.unit.dimension == "percent" and not last.key
    return of_indicator or query.setting.targeted


def _counts_some(segment: Segment) -> bool:
    """Whether a number is that of so many of all funds, one by one: 五项基金中两项增幅超过20%."""
    kinds = [token.kind for token in segment.tokens if token.kind in ("total", "count")]
    return kinds == ["total", "count"]


def _multiplies_growth(segment: Segment) -> bool:
    """Whether a number is how many times as fast something grew, or by how many times as much:
    支出增速是收入增速的2倍多, 收入增量是支出增量的2.2倍."""
    told = says(segment.tokens, "growth_rates") or says(segment.tokens, "increments")
    return segment.dimension == "fold" and told


def _is_before_its_name(segment: Segment) -> bool:
    """Whether what stands before a number names the one before it:
    3.72万企业退休人员、21.48万城乡老年居民."""
    return segment.after == "" and len(segment.tokens) > 1 and segment.tokens[-1].kind == "join"


def _is_reached_for(query: Query, mention: Mention) -> bool:
    """Whether an amount among the targets is one to reach, and no budget: 达到7500万元."""
    at = query.setting.when
    if at.stance == "budget" and at.doubtful is None:
        return False
    return bool(mention.op) or query.segment.has("level", "beyond", "plan", "aim")


def _kinds(found: FigureKind, query: Query) -> Sequence[FigureKind]:
    """The kinds that a figure may be of: a change is one on last year unless the budget is said,
    and may be one on the budget where nothing is, or be either where the budget was said before;
    behind that of a month one may be of the year."""
    if found == "a_month":
        return (found,) if kind.is_by_month(query.segment) else (found, "level")
    on_budget, basis = _FROM_BUDGET.get(found), query.setting.basis
    if on_budget is None or basis in ("last", "year start") or _is_planned(query):
        return (found,)
    if basis != "budget":
        return (found,) if _may_be_of_budget(query) else (found, on_budget)
    if kind.is_on_budget(query.segment):
        return (on_budget,)
    return (found, on_budget) if _is_beside_budget(query) else (on_budget, found)


def _may_be_of_budget(query: Query) -> bool:
    """Whether it is open if a change is of a budget that was stated before, or of what came about:
    支出1137万元，预算1139万元，分别增长11%、3.8%."""
    at = query.setting.when
    return at.stance == "budget" and at.doubtful is not None and not _is_beside_budget(query)


def _is_planned(query: Query) -> bool:
    """Whether a change is what the budget foresaw, and not one on the budget:
    年初预计支出增长9%."""
    beside = query.segment.beside_budget or query.setting.basis == "budget"
    return query.segment.has("budget") and query.setting.when.stance == "budget" and not beside


# ---------------------------------------------------------------- changes
def turned_to_deficit(query: Query) -> bool:
    """Whether a deficit is said to be less than something that was above nothing, which can but be
    by how much that fell: 亏损264万元，比上年减少1111万元."""
    word = kind.change(query.segment)
    falls = word is not None and kind.falls(word) and query.setting.what.deficit
    before = _compared(query) if falls else ()
    return bool(before) and all(one is not None and one.low > 0 for one in before)


def _is_known_change(found: FigureKind, query: Query) -> bool:
    """Whether the tables know what a change is measured from, and the way that it went."""
    if _is_change_of_budget(query):
        return False
    turned = found == "change" and query.setting.what.deficit and not _was_deficit(query)
    return _is_measured(query) and (not turned or turned_to_deficit(query))


def _was_deficit(query: Query) -> bool:
    """Whether there was a deficit to compare with: where there was none, it may be the surplus
    that is said to have grown."""
    return all(before is not None and before.high < 0 for before in _compared(query))


def _compared(query: Query) -> Sequence[Told | None]:
    """What the budget, or the year before, has for the lines that are spoken of."""
    setting = query.setting
    measure = "budget" if setting.basis == "budget" else "prior"
    return [
        told(key_of(one, setting.whom.account or "", measure), query.own.submission)
        for one in setting.what.subjects
    ]


def _is_measured(query: Query) -> bool:
    """Whether the tables know what a change is measured from, and it is all of it; behind a reason
    only where it says so or is that of a line, behind a budget only where it is measured from
    that."""
    segment, setting = query.segment, query.setting
    if setting.basis == "target" and says(segment.plain, "net"):
        return _is_change_of_people(segment)
    if setting.basis in ("elsewhere", "long ago", "target") or _is_from_unsaid(query):
        return False
    if _is_of_amount_of_no_cell(query):
        return False
    of_year_end = AT_YEAR_END | {MONTHS}
    if setting.basis == "year start" and not of_year_end.issuperset(setting.what.subjects):
        return False
    if setting.basis in ("", "budget") and _is_right_behind_budget(query):
        return kind.is_on_budget(segment)
    return setting.basis == "budget" or not setting.caused or _is_told_as_reason(query)


def _is_told_as_reason(query: Query) -> bool:
    """Whether a change that is the reason of another is one on last year, of all of a line."""
    segment = query.segment
    said = segment.has("year_on_year") or bool(segment.compared)
    of_line = _is_change_of_line(segment, query.setting.lead) or _is_change_of_people(segment)
    return said or of_line or _is_behind_both(query) or _is_behind_level(query)


def _is_behind_level(query: Query) -> bool:
    """Whether a rate stands right behind what its line came to, whatever the reason:
    受利率下行影响，…，其中机关养老利息收入54.87万元，下降17.2%."""
    key, named = query.last, query.segment.has("item", "fund", "brief", "total")
    level = keys.is_account(key) and not keys.is_made(key) and keys.measure(key) == "actual"
    of_line = level and keys.fund(key) == query.account
    alike = of_line and Subject(keys.family(key), keys.item(key)) in query.setting.what.subjects
    return alike and query.segment.is_rate and query.segment.after == "," and not named


def _is_of_amount_of_no_cell(query: Query) -> bool:
    """Whether a change, with no name of its own, stands behind an amount of which it is unknown
    what it is of, other changes between them or not: 为11.29万名离退休人员发放基本养老金41.53亿元，
    增加2.91亿元，增长7.5%."""
    near = query.preceding[-_STATED:]
    changed = [*takewhile(lambda quote: quote.changes and quote.key is None, reversed(near))]
    level = near[-1 - len(changed) :][:1] if len(near) > len(changed) else []
    unknown = [one for one in level if one.key is None and one.mention.unit.dimension == "money"]
    return bool(unknown) and query.segment.after == "," and not query.setting.what.explicit


def _is_change_of_budget(query: Query) -> bool:
    """Whether a change is that from last year's figure, right before it, to a budget, of which the
    sentence has no outcome: 支出预算为40818万元，较2023年支出决算38805.09万元增长5.2%."""
    stated = query.preceding[-_STATED:]
    measures = [keys.measure(quote.key or "") for quote in stated]
    beside = query.segment.after == "" and measures[-1:] == ["prior"] and "actual" not in measures
    return beside and any(quote.budget is not None for quote in stated[-2:-1])


def _is_right_behind_budget(query: Query) -> bool:
    """Whether the figure before is a budget, and none that is put behind what came about."""
    behind = query.segment.after != "" and keys.measure(query.last) == "budget"
    return behind and not _is_behind_put_in_budget(query)


def _is_change_of_line(segment: Segment, lead: Sequence[Token]) -> bool:
    """Whether a reason is but that a line changed by so much: 主要是财政补贴增加1104.25万元,
    收入增长得益于财政补贴增加591.18万元, 主要原因：门诊增支4911.71万元."""
    behind = [*dropwhile(lambda token: token.kind != "cause", segment.tokens)]
    begins = behind[:1] or lead[-1:]
    told = behind[1:] or segment.tokens
    reason = any(says(begins, sign) for sign in ("mostly", "main_reasons", "thanks_to"))
    return reason and _names_one_line(told) and segment.dimension in _LEVELS


def _names_one_line(tokens: Sequence[Token]) -> bool:
    """Whether words say but that one line changed, and which."""
    named = [token for token in tokens if token.kind == "item" and not is_bare(token)]
    return len(named) == 1 and _OF_LINE.issuperset(token.kind for token in tokens)


def _is_behind_both(query: Query) -> bool:
    """Whether a change stands right behind what a line was and what it is: 由501748人减至486312人，
    减少15436人."""
    stated = query.stated(len(_BOTH))
    named = query.segment.has("item", "fund", "brief")
    both = tuple(map(keys.measure, stated)) == _BOTH and len({*map(keys.row, stated)}) == 1
    return both and query.segment.after == "," and not named


def _is_change_of_people(segment: Segment) -> bool:
    """Whether a reason is but by how many more or fewer those are whom it names: 退休人数当年净增
    149人."""
    kinds = {token.kind for token in segment.tokens}
    named = [token for token in segment.tokens if token.kind == "item"]
    counts = len(named) == 1 and all(keys.family(name) == _PEOPLE for name in named[0].meaning)
    return counts and segment.of_people and kinds <= _OF_LINE | {"this_year", "whole_year"}


def _is_from_unsaid(query: Query) -> bool:
    """Whether people or months are more or fewer, and no word says than when: it may be than the
    target: 参保多1832人，完成101.7%."""
    word = kind.change(query.segment)
    signs = ["bare_changes"] + ["bare_changes_of_line"] * (not query.setting.what.explicit)
    bare = word is not None and any(says([word], sign) for sign in signs)
    counted = query.segment.of_people or query.segment.dimension == "month"
    return bare and counted and query.setting.basis == ""
