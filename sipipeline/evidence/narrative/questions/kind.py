"""Which kind of figure: a level, a change, a rate, a share, a part."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import Literal, NamedTuple

from sipipeline.evidence.narrative.lines.segments import (
    SENTENCE_ENDS,
    UNKNOWN,
    Segment,
    is_in_points,
)
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.subjects import (
    AVERAGE_RETIRED,
    BALANCES,
    DEPOSIT_SHARE,
    MONTHS,
    OPENING,
    subjects_of,
)
from sipipeline.evidence.narrative.questions.what import What, is_at_year_start
from sipipeline.evidence.narrative.questions.when import FigureTime, period_of
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention

FigureKind = Literal[
    "level",
    "origin",
    "a_month",
    "a_month_before",
    "change",
    "over_budget",
    "growth_rate",
    "over_budget_rate",
    "deficit",
    "completion_rate",
    "of_prior",
    "share",
    "deposit_share",
    "months",
    "months_before",
    "months_more",
]
Basis = Literal["last", "year start", "budget", "target", "long ago", "elsewhere", ""]
"""What a change is measured from; the tables know last year, the budget, and what the year began
with."""
_OF_SENTENCE = ("budget", "target")
"""What changes are measured from to the end of a sentence alone."""

_NO_ACCOUNTS = ("average", "norm", "before_raise", "after_raise", "raising")
"""Kinds of words that speak of what a person gets, or of a budget that was changed."""
_NO_LEVEL = ("share", "completion", "than_end", "year_on_year", "cause")
"""Kinds of words that make an amount something else than a level."""
_FROM_LINE = frozenset({"fund", "item", "origin", "fillers"})
"""Kinds of words that say what a line was before."""
_OF_DEFICIT = frozenset({"deficit", "this_year", "fillers"})
"""Kinds of words that say what was lacking in the year."""
_GOING_ON = frozenset({"origin", "fund", "brief", "fillers", "last_year"})
"""Kinds of words that say of whom a line was so much before."""
_ONE_YUAN = 10
"""Yuan that are no change of an account, but what goes with one yuan of another."""
_DOWN = frozenset({"down", "less_income", "less_expenditure", "under_income"})
_FROM_BUDGET = frozenset({"over_income", "over_expenditure", "under_income"})
CHANGES = _DOWN | _FROM_BUDGET | {"up", "more_income", "more_expenditure"}
_COMPARED = frozenset(
    {"date", "last_year", "same_period", "year_start", "other_year", "budget", "aim", "elsewhere"}
)
"""Kinds of words that say what is compared with."""
_SURPASSED = frozenset({"last_year", "same_period", "budget"})
"""Kinds of words that say of when what something lies beyond is."""
_IN_LISTS = frozenset({"fillers", "join", "level", "each", "among"})
_NAMES = frozenset({"fund", "brief", "item"})
_BEFORE_NUMBER = frozenset({"fillers", "each", "join"})
_SPEAKING = frozenset(
    {"fund", "total", "brief", "own", "place", "budget", "outcome", "last_year", "same_period"}
)
_SPEAKING_OF_TIME = _SPEAKING | {"this_year", "whole_year", "year_start", "date", "aim"}
"""Kinds of words that make clear what a number is without the name of its item."""


class Change(NamedTuple):
    """What a change is measured from, and its way."""

    basis: Basis
    falls: bool


def basis(segment: Segment, before: Basis, year: int | None) -> Basis:
    """What the last comparison of a segment is with; that of the words before where it has none,
    until the next level. One with the budget, or a target, holds to the end of its sentence at
    most."""
    before = "" if before in _OF_SENTENCE and segment.after in SENTENCE_ENDS else before
    if segment.has("other_basis"):
        return "elsewhere"
    if segment.has(*_FROM_BUDGET):
        return "budget"
    if segment.compared:
        return _basis_said(segment.compared, year)
    if begun := _begun_comparison(segment):
        return _basis_said(begun, year)
    if segment.has("origin") and before in ("elsewhere", "long ago"):
        return "long ago"
    if segment.has("year_on_year", "same_period"):
        return "last"
    if segment.has("origin") and period_of(segment.own_tokens, year) in ("before last", "other"):
        return "long ago"
    return _basis_kept(segment, before)


def is_based(segment: Segment) -> bool:
    """Whether a segment itself says what a change in it is measured from: 比上年, 同比, 超预算."""
    return bool(segment.compared) or segment.has("year_on_year") or is_on_budget(segment)


def is_on_budget(segment: Segment) -> bool:
    """Whether a segment itself says that its number is measured from the budget: 超收, 比预算."""
    return segment.beside_budget or segment.has("budget", *_FROM_BUDGET)


def kind_of(
    segment: Segment, mention: Mention, what: What, when: FigureTime, lead: Sequence[Token]
) -> FigureKind | None:
    """Which kind of figure a number is; None where the tables have no such figure, or it is not
    clear."""
    if segment.unknown or mention.unit.per or is_beyond(segment) or segment.has("running"):
        return None
    if _is_monthly(segment, mention):
        return "a_month" if what.explicit else None
    if not _is_of_account(segment, what):
        return None
    match mention.unit.dimension:
        case "percent" | "fold":
            return _rate(segment, mention, what, lead)
        case "month":
            return _months(segment, what)
        case "money" | "people":
            return _amount(segment, what, when)
    return None


def change(segment: Segment) -> Token | None:
    """The word of change that the number follows, or 超 before a budget; none where the number is
    what was arrived at: 增长到."""
    for place in reversed(range(len(segment.plain))):
        token = segment.plain[place]
        if token.kind in CHANGES:
            arrived = _level_behind(segment, token) and token.text not in words("changes", "nouns")
            return None if arrived else token
        if token.kind == "beyond" and _is_off_budget(segment, token):
            return token
        passed = token.kind in _BEFORE_NUMBER or token.kind in ("level", "beyond")
        if not passed and not _is_changing(segment, place):
            return None
    return None


def falls(word: Token) -> bool:
    """Whether a word of change says that something is less."""
    return word.kind in _DOWN or word.text in words("narrative", "signs", "under")


def is_changed_to(segment: Segment) -> bool:
    """Whether the number is what something came to: 增加到."""
    return any(token.kind in CHANGES and _level_behind(segment, token) for token in segment.plain)


def is_changed_otherwise(segment: Segment) -> bool:
    """Whether a word of change stands in it that the number does not follow: 减收保险费."""
    return any(
        token.kind in CHANGES and not _level_behind(segment, token) for token in segment.plain
    )


def is_beyond(segment: Segment) -> bool:
    """Whether the number says how far something lies beyond something else: 高于预算 300万元."""
    behind = _behind_beyond(segment)
    return any(token.kind not in _BEFORE_NUMBER for token in behind) and not is_surpassed(segment)


def is_surpassed(segment: Segment) -> bool:
    """Whether the number is what something lies beyond, of last year or of the budget:
    低于上年的617.9万元."""
    behind = [token for token in _behind_beyond(segment) if token.kind not in _BEFORE_NUMBER]
    timed = bool(behind) and _SURPASSED.issuperset(token.kind for token in behind)
    return timed and says(segment.tokens[-1:], "possessive")


def topic(segment: Segment, lead: Sequence[Token]) -> FigureKind | None:
    """The kind that the words before a list say of the rates in it: 收入完成预算情况为：居民养老
    102.5%、…"""
    named = {token.kind for token in segment.tokens} - _IN_LISTS
    if not segment.lists_funds or not named or not named <= _NAMES:
        return None
    return _topic_of(lead)


def listed(segment: Segment, before: Sequence[Token]) -> tuple[Token, ...]:
    """The words of the first rate of a list that names nothing but funds behind it; none elsewhere:
    收入完成率由高到低依次为职工医保104.6%、企业养老103.3%."""
    if segment.number is None or not segment.is_rate:
        return ()
    named = [token for token in segment.tokens if token.kind not in _IN_LISTS]
    of_funds = all(token.kind in ("fund", "brief") for token in named)
    if of_funds and segment.after in ("", ","):
        return tuple(before)
    done = segment.has("completion") or says(segment.tokens[-1:], "completing")
    return segment.tokens if done and not segment.unknown else ()


def is_share_in_words(number: Token | None) -> bool:
    """Whether a share is in words: 一半, 六成, 四分之三."""
    written = number.text if number is not None else ""
    divided = words("numerals", "divided")[0] in written
    return divided or written.endswith(words("narrative", "signs", "tenths"))


def is_by_month(segment: Segment) -> bool:
    """Whether words say that a figure is that of a month: 月均支出, 月缺口."""
    return says([token for token in segment.tokens if token.kind == "average"], "monthly")


def _behind_beyond(segment: Segment) -> Sequence[Token]:
    """The words behind the last one for being beyond something; none where there is no such."""
    places = [place for place, token in enumerate(segment.plain) if token.kind == "beyond"]
    return segment.plain[places[-1] + 1 :] if places else ()


def _basis_kept(segment: Segment, before: Basis) -> Basis:
    """What the words before compared with, until the next level that is not what came of it."""
    if segment.has("aim") and (_is_measure(segment) or _is_verdict(segment)):
        return "target"
    if segment.has("budget") and segment.of_people:
        return "target"
    if before == "target":
        return before
    changes = segment.number is None or change(segment) is not None
    arrived = before == "long ago" and is_changed_to(segment)
    return before if changes or arrived else ""


def _begun_comparison(segment: Segment) -> Sequence[Token]:
    """The words of a comparison that a bracket parts, or the figure that is compared with:
    较峰值（2021年末36729.85万元）减少, 比2016年的2158元提高."""
    begun = [*dropwhile(lambda token: token.kind != "than", segment.plain)]
    known = any(token.kind in _COMPARED for token in begun)
    return begun if known else ()


def _is_measure(segment: Segment) -> bool:
    """Whether a segment states a figure, or begins a comparison: 与目标（…）相比."""
    return segment.number is not None or segment.tokens[0].kind in ("join", "than")


def _is_verdict(segment: Segment) -> bool:
    """Whether a segment says that a target was reached, or missed: 未完成目标, 达到目标."""
    return segment.number is None and segment.has("outcome", "level", "beyond")


def _basis_said(compared: Sequence[Token], year: int | None) -> Basis:
    """What a comparison is with: 比上年, 较年初, 比2015年."""
    kinds = {token.kind for token in compared}
    if "year_start" in kinds:
        return "year start"
    if "budget" in kinds:
        return "elsewhere" if "last_year" in kinds else "budget"
    if "before_raise" in kinds:
        return "last"
    return "last" if period_of(compared, year) == "last" else "elsewhere"


def _is_changing(segment: Segment, place: int) -> bool:
    """Whether a name stands behind the word of change of a comparison, or of what came to it on
    balance, or is that of a balance: 比预算 少 支出, 同比 多 收入, 净增 参保, 少 结余."""
    if segment.plain[place].kind != "item" or not place:
        return False
    before = segment.plain[place - 1]
    net = before.text in words("narrative", "signs", "net")
    beside = bool(segment.compared) or segment.has("year_on_year")
    balance = BALANCES.issuperset(subjects_of(segment.plain[place]))
    return before.kind in CHANGES and (net or beside or balance)


def _level_behind(segment: Segment, token: Token) -> bool:
    return any(other.kind == "level" and other.start >= token.end for other in segment.plain)


def _is_of_account(segment: Segment, what: What) -> bool:
    """Whether no word leads away from the accounts: to what a person gets, to what a year began
    with that no cell has."""
    if segment.has(*_NO_ACCOUNTS) and not _is_of_tables(segment, what):
        return False
    of_start = is_at_year_start(segment, what) or what.subjects == (OPENING,)
    return not segment.has("year_start") or of_start


def _is_of_tables(segment: Segment, what: What) -> bool:
    """Whether words that mostly speak of what a person gets are said of a budget, or of the people
    whom the tables count on average."""
    other = segment.has(*(kind for kind in _NO_ACCOUNTS if kind != "average"))
    on_average = what.subjects == (AVERAGE_RETIRED,) and not other
    return on_average or _is_budget_before_or_after(segment)


def _months(segment: Segment, what: What) -> FigureKind | None:
    """Months payable, or how many more these are."""
    of_months = MONTHS in what.subjects
    if change(segment) is not None:
        return "months_more" if of_months else None
    if segment.has("origin"):
        return "months_before" if of_months else None
    short = what.deficit or says(segment.plain, "apart_by")  # 距目标相差0.5个月
    return "months" if (of_months or _is_lasting(segment, what)) and not short else None


def _is_lasting(segment: Segment, what: What) -> bool:
    """Whether a number of months may be how long something lasts: it is said of what is left, or
    beside 可支付; not 丧葬补助为12个月的基础养老金."""
    beside = any(MONTHS in subjects_of(token) for token in segment.plain if token.kind == "item")
    return what.explicit and (beside or not BALANCES.isdisjoint(what.subjects))


def _is_budget_before_or_after(segment: Segment) -> bool:
    """Whether 调整前 and 调整后 are said of a budget, and not of what a person gets."""
    other = [kind for kind in _NO_ACCOUNTS if kind not in ("before_raise", "after_raise")]
    return segment.has("budget", "completion") and not segment.has(*other)


def _amount(segment: Segment, what: What, when: FigureTime) -> FigureKind | None:
    if change(segment) is not None:
        return None if _is_of_one_yuan(segment) else "change"
    segment = _behind_reason(segment)
    if segment.has(*_NO_LEVEL) or is_changed_otherwise(segment) or _is_apart(segment):
        return None
    if _is_norm(segment) or _ends_range(segment):
        return None
    if _is_origin(segment, when):
        return _origin(segment, what, when)
    return "level" if _is_clear(segment, what) else None


def _is_of_one_yuan(segment: Segment) -> bool:
    """Whether an amount is so much of one yuan: 支出每增加1元，收入只增加0.84元."""
    mention = segment.number.mention if segment.number is not None else None
    return segment.in_yuan and mention is not None and mention.value <= _ONE_YUAN


def _is_origin(segment: Segment, when: FigureTime) -> bool:
    """Whether an amount is what something was before, of the year before the one that is spoken
    of."""
    return segment.has("origin") and (not when.explicit or _began_before(segment, when))


def _origin(segment: Segment, what: What, when: FigureTime) -> FigureKind | None:
    """What a known line was before; None of one that was so in the year before last."""
    known = not when.explicit and _is_of_known_line(segment, what)
    return "origin" if known else None


def _began_before(segment: Segment, when: FigureTime) -> bool:
    """Whether what something was is that of the year before last: 2022年收入由98万元增长到108万元
    in a report on 2023."""
    kinds = [token.kind for token in segment.tokens]
    timed = _COMPARED.isdisjoint(kinds[kinds.index("origin") :]) if "origin" in kinds else False
    return timed and when.period == "last"


def _is_of_known_line(segment: Segment, what: What) -> bool:
    """Whether what something was before is that of a line which the segment names, or goes on with:
    …下降，由1325.46万元减至, …；机关养老由19.11亿元增至."""
    kinds = {token.kind for token in segment.tokens}
    goes_on = len(what.subjects) == 1 and kinds <= _GOING_ON and segment.after == ","
    return what.explicit or goes_on


def _behind_reason(segment: Segment) -> Segment:
    """What a segment says behind the word for a reason, where that is but what a line was before,
    or the deficit: 减收主要是上级补助由4150万元减至2400万元, 主要是当期赤字680.28万元; the segment
    as it is elsewhere."""
    behind = [*dropwhile(lambda token: token.kind != "cause", segment.tokens)][1:]
    kinds = {token.kind for token in behind}
    from_line = "origin" in kinds and kinds <= _FROM_LINE
    of_line = from_line or ("deficit" in kinds and kinds <= _OF_DEFICIT)
    return replace(segment, tokens=tuple(behind)) if behind and of_line else segment


def _is_apart(segment: Segment) -> bool:
    """Whether a number is how far something lies from its target: 超额1832人, 参保缺口3782人."""
    short = segment.of_people and segment.has("deficit")
    return short or says(segment.plain, "excesses")


def _is_clear(segment: Segment, what: What) -> bool:
    """Whether words make clear what a number is of, or it is what a named item arrived at."""
    speaking = segment.has(*_SPEAKING_OF_TIME)
    return what.explicit or speaking or (bool(what.subjects) and _has_arrived(segment))


def _has_arrived(segment: Segment) -> bool:
    """Whether nothing but 达到 or 增加到 leads to a number."""
    kinds = [token.kind for token in segment.tokens if token.kind != "fillers"]
    return kinds[-1:] == ["level"] and CHANGES.issuperset(kinds[:-1])


def _is_norm(segment: Segment) -> bool:
    """Whether an amount is too small for an account, and is what each person pays or gets."""
    mention = segment.number.mention if segment.number is not None else None
    if mention is None or not segment.of_small_amount:
        return False
    return mention.decimals == 0 and mention.value > 0


def _ends_range(segment: Segment) -> bool:
    """Whether it is the end of a range: 200元 至 5000元."""
    only = [token.text for token in segment.tokens]
    return segment.after == "" and len(only) == 1 and only[0] in words("changes", "ends_at")


def _rate(
    segment: Segment, mention: Mention, what: What, lead: Sequence[Token]
) -> FigureKind | None:
    if is_in_points(mention):
        return None
    if DEPOSIT_SHARE in what.subjects:
        return None if segment.has("origin") else "deposit_share"
    if segment.of_last_year:
        return "of_prior"
    if segment.multiplied or _is_part_in_words(segment, what, lead):
        return "share"
    if segment.has("share") and not segment.has("budget"):
        return "share" if _is_of_one(segment) else None
    if (listed := topic(segment, lead)) is not None:
        return listed
    return _growth_or_completion(segment, what)


def _topic_of(lead: Sequence[Token]) -> FigureKind | None:
    kinds = {token.kind for token in lead}
    if kinds & {*UNKNOWN, "aim", "plan", "number"}:
        return None
    if "share" in kinds:
        return "share"
    if "completion" in kinds or says(lead, "completing"):
        return "completion_rate"
    return "growth_rate" if says(lead, "growing") else None


def _is_part_in_words(segment: Segment, what: What, lead: Sequence[Token]) -> bool:
    """Whether words say how much of something its part is: 待遇支出中 住院费用 过半."""
    said = (*segment.plain, *lead[-1:])
    within = says(said, "within")
    return within and bool(what.whole) and is_share_in_words(segment.number)


def _growth_or_completion(segment: Segment, what: What) -> FigureKind | None:
    if segment.has("deviation"):
        return "over_budget_rate"
    if change(segment) is not None:
        return None if what.deficit else "growth_rate"
    if segment.bound and segment.beside_budget:
        return "completion_rate"
    last = segment.plain[-1].kind if segment.plain else ""
    if last == "year_on_year":
        return "growth_rate"
    done = last == "outcome" and bool(what.subjects)
    return "completion_rate" if done or segment.has("budget", "completion") else None


def _is_off_budget(segment: Segment, token: Token) -> bool:
    """Whether a word for being beyond says by how much the budget was passed, or not reached, and
    neither what part of it a figure is nor what it was."""
    off = segment.beside_budget and not _is_below_part(segment, token)
    return off and not is_surpassed(segment)


def _is_below_part(segment: Segment, token: Token) -> bool:
    """Whether words bound what part of the budget a figure is, and not by how much it lies below:
    不到预算的三分之二."""
    of_it = segment.tokens[-1].text in words("narrative", "workings", "possessive")
    return says([token], "under") and of_it and segment.is_rate


def _is_of_one(segment: Segment) -> bool:
    """Whether a share is that of one figure, as it stands: not 两项占, 合计占, 占增支额, but
    占收入的比重上升至."""
    summed = says(segment.plain, "summed")
    changed = is_changed_otherwise(segment)
    return not (summed or changed or segment.has("count", "sums"))


def _is_monthly(segment: Segment, mention: Mention) -> bool:
    """Whether an amount is that of a month on average, and of no person: 月均支出."""
    return is_by_month(segment) and mention.unit.dimension == "money" and not segment.in_yuan
