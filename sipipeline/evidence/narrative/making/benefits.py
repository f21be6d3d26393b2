"""What a person gets a month, before and after it was raised, and how many got more: 月人均由4862元
提高到5081元，人均增加219元，增长4.5%."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.accounts import Own, Whom
from sipipeline.evidence.narrative.questions.kind import Basis
from sipipeline.evidence.narrative.questions.subjects import DRAWING, RETIRED, Subject, subjects_of
from sipipeline.evidence.narrative.questions.what import What, is_at_end
from sipipeline.evidence.narrative.questions.when import FigureTime
from sipipeline.evidence.narrative.quoting import cells
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link
from sipipeline.evidence.narrative.quoting.quotes import Quote, compared
from sipipeline.language.lexicon import has, words

_FAMILY = "benefit_levels"
_FUNERALS = "funeral_"
_BASIC_PENSION = "basic_pension"
_BASIC = Subject(_FAMILY, "basic")
_PENSION = Subject(_FAMILY, "pension")
_FUNERAL = Subject(_FAMILY, "funeral")
_COUNTED = {Subject(_FAMILY, "eligible"): _PENSION, Subject(_FAMILY, "adjusted"): _PENSION}
"""Lines that count people: an amount behind them is what these get."""
_LEVELS = {
    **_COUNTED,
    _BASIC: _BASIC,
    _PENSION: _PENSION,
    _FUNERAL: _FUNERAL,
    Subject("accounts", _BASIC_PENSION): _BASIC,
    Subject("accounts", "benefits"): _PENSION,
    Subject("accounts", "unemployment_benefit"): _PENSION,
    Subject("headcounts", "retirees"): _PENSION,
    Subject("headcounts", "beneficiaries"): _PENSION,
    Subject("accounts", "funeral_allowance"): _FUNERAL,
}
"""What a person gets, by what an amount for a person is said of."""
_BENEFITS = frozenset({Subject("accounts", _BASIC_PENSION), Subject("accounts", "benefits")})
_PAID_OF = {
    _PENSION: Subject("accounts", "unemployment_benefit"),
    _FUNERAL: Subject("accounts", "funeral_allowance"),
}
"""What was paid behind the amount for each person. What retired people got has several lines, and
of which of them is told is unclear."""
_OF_RAISE = frozenset(
    {"fund", "brief", "item", "average", "fillers", "up", "join", "this_year", "origin", "level"}
)
_OF_PAYING = frozenset({"fillers", "whole_year", "this_year"})
_FROM_BEFORE = ("increase", "funeral_increase", "before", "funeral_before")
"""Fields that are measured from what was paid before the last raise, or say it."""
_CHANGE = ("increase", "funeral_increase")
_PAID = ("basic_pension.a_month", "benefits.a_month")
_MONTHS_OF_A_YEAR = 3
"""Times what a person gets a month above which an amount is that of several months at least."""
_GETTING = frozenset({"average", "norm", "after_raise", "benefit"})
"""Kinds of words that speak of what people get."""
_MOST_LEVELS = 8
"""Figures before those who are said to benefit that are looked at for what they got."""
_OF_RAISES = frozenset({"this", "since", "part"})
"""Periods of a raise of the year, on whichever day it was."""
_OF_ONE_FUND = 2
"""Levels of one fund in a row behind which those who are reached are of that fund."""
_ADJUSTED, _ELIGIBLE = "adjusted", "eligible"
_RETIREES = ".retirees"
_RECIPIENTS = ("average_retirees.actual", "retirees.actual")


def read(segment: Segment, of: What, standard: Standard) -> What:
    """What a segment speaks of, where its number is an amount for each person, or all that was paid
    of such; nothing of the tables where it is an average of another kind: how 户均1.57万元 changed
    is in no cell."""
    if _is_average(segment):
        return replace(of, subjects=())
    if _is_all_paid(segment, of):
        return replace(of, subjects=(_PAID_OF[of.subjects[0]],))
    if segment.in_yuan and _is_pay_of_retired(segment):
        return replace(of, subjects=(_PENSION,), explicit=True)
    if not _is_a_heads(segment, of, standard):
        return of
    meant = {_LEVELS.get(subject) for subject in of.subjects}
    levels = tuple(level for level in meant if level is not None)
    return replace(of, subjects=levels if len(meant) == 1 else ())


def speaks_of(of: What) -> bool:
    """Whether a line of the benefit levels is spoken of."""
    return len(of.subjects) == 1 and of.subjects[0].family == _FAMILY


def link(segment: Segment, whose: Whom, of: What, at: FigureTime, basis: Basis, own: Own) -> Link:
    """The cell of a benefit level, or of the people who got more; none where a question is open, or
    where an average of the year is worked out for a month: 折合每月约176元."""
    if segment.unknown or _is_of_no_level(segment) or at.stance != "outcome":
        return NOWHERE
    field, account = _field(segment, of, at), _account(whose, own)
    if field is None or account is None:
        return NOWHERE
    if field.startswith(_FROM_BEFORE) and basis in ("elsewhere", "long ago", "year start"):
        return NOWHERE
    key = f"{_FAMILY}.{account}.{field}"
    if cells.kind(key, own.standard) is None:
        return NOWHERE
    if _is_said_of_year(segment):
        return _of_year(segment, key, own)
    if _may_be_of_year(segment, key, own):
        return NOWHERE
    others = [keys.of_fund(key, fund) for fund in whose.instead(own)]
    return Link((key,), (*others, *_meant_as_well(segment, field, account, own)))


def benefiting(segment: Segment, account: str | None, own: Own) -> Sequence[str]:
    """The keys of those who got more, who may be meant where people are said to benefit: 22310名
    待遇领取人员全部受益."""
    if account is None or not segment.of_people or not says(segment.tokens, "benefiting"):
        return ()
    counted = [f"{_FAMILY}.{account}.{subject.item}" for subject in _COUNTED]
    return [key for key in counted if own.standard.has(key)]


def reached(query: Query) -> Made | None:
    """Those who got more, behind what each of them gets: 月人均2561.70元，惠及17684人; all who are
    retired may be meant as well. None where a number is of others."""
    if not _is_behind_raise(query) or not _is_reaching(query.segment):
        return None
    stated = query.stated(_MOST_LEVELS)
    funds = [keys.fund(key) for key in stated if keys.family(key) == _FAMILY]
    if len({*funds}) > 1 and len({*funds[-_OF_ONE_FUND:]}) > 1:
        return UNCLEAR
    fund = keys.fund(query.last)
    adjusted, eligible = (f"{_FAMILY}.{fund}.{item}" for item in (_ADJUSTED, _ELIGIBLE))
    return Made.of(adjusted, further=(eligible, f"headcounts.{fund}{_RETIREES}.actual"))


def counts_other_group(query: Query) -> bool:
    """Whether people who got what is owed to them stand behind an amount that is of no level of
    the tables, and so may be others: 高级职称人员月人均增加186元，1268人已补发到位."""
    near = query.preceding[-_MOST_LEVELS:] if says(query.segment.tokens, "got_more") else ()
    units = ((quote.mention.unit, quote.key or "") for quote in near)
    paid = [key for unit, key in units if unit.dimension == "money" and unit.factor == 1]
    return bool(paid) and keys.family(paid[-1]) != _FAMILY


def speaks_of_raise(segment: Segment) -> bool:
    """Whether words say that people get more: 参加调整, 月人均增加, 待遇提高."""
    kinds = {token.kind for token in segment.tokens}
    named = {of for token in segment.tokens for of in subjects_of(token)}
    getting = bool(kinds & _GETTING) or not named.isdisjoint(_BENEFITS)
    more = bool(kinds & {"up", "after_raise"}) and getting
    return more or "raising" in kinds or not named.isdisjoint(_COUNTED)


def with_raised(figures: Link, own: Own) -> Link:
    """The cells that retired people who are counted may be, with those of who among them got more;
    none where the tables do not say how many did."""
    counts = any(map(_counts_retired, figures.required))
    raised = _raised_of(figures, own)
    if not counts or raised:
        return Link(figures.required, (*figures.further, *raised))
    return NOWHERE


def or_raised(figures: Link, segment: Segment, own: Own) -> Link:
    """The cells that retired people who are counted may be, with those of who among them got more
    where no word says that it is the end of the year: 企业退休人员和机关退休人员合计8030人."""
    if is_at_end(segment) or not all(map(_is_of_this_year, figures.required)):
        return figures
    return Link(figures.required, (*figures.further, *_raised_of(figures, own)))


def raised(segment: Segment, of: What, account: str | None, own: Own) -> Sequence[str]:
    """The keys of by how much each person gets more, in percent, which may be meant where no word
    says that all that was spent grew: 失业保险金提高6.7%."""
    levels = {_LEVELS[one] for one in of.subjects if one.family == keys.ACCOUNTS and one in _LEVELS}
    said = "".join(token.text for token in segment.own_tokens)
    spent = has(said, "narrative", "signs", "expenditure")
    if account is None or spent or len(levels) != len(of.subjects) or _FUNERAL in levels:
        return ()
    key = f"{_FAMILY}.{account}.increase_rate"
    return [key] if cells.kind(key, own.standard) is not None else []


def confirmed(quotes: Sequence[Quote], submission: Submission) -> Iterator[Quote]:
    """The quotes of a text; those of a level that may be another one than that of the table lead
    nowhere.

    What a resident gets is put together of a basic pension and more, and the table may have either:
    it has the one that the text speaks of where one of the figures is the same."""
    doubtful = [quote for quote in quotes if _is_doubtful(quote, submission.standard)]
    same = {_level(quote) for quote in doubtful if _is_in_table(quote, submission)}
    for quote in quotes:
        lost = quote in doubtful and _level(quote) not in same
        yield replace(quote, link=NOWHERE) if lost else quote


def _meant_as_well(segment: Segment, field: str, account: str, own: Own) -> Iterator[str]:
    """The keys of what may be meant instead of a field of the table."""
    if field == "after":
        yield from _paid_a_month(segment, account, own)
    if says(segment.tokens, "got_more"):
        yield from _who_got_more(account)


def _who_got_more(account: str) -> Sequence[str]:
    """The keys of those who may be meant where people are said to have got what is owed to them."""
    counted = (f"{_FAMILY}.{account}.{subject.item}" for subject in _COUNTED)
    return (*counted, f"headcounts.{account}{_RETIREES}.actual")


def _is_behind_raise(query: Query) -> bool:
    """Whether a number stands behind what people of the unit got of a raise of the year."""
    at, elsewhere = query.setting.when, query.setting.whom.elsewhere
    of_year = query.role == "report" and at.period in _OF_RAISES and not elsewhere
    return of_year and keys.family(query.last) == _FAMILY


def _is_reaching(segment: Segment) -> bool:
    """Whether words lead to people and say but that something reaches them: 惠及, 惠及老年居民,
    涉及退休人员."""
    if not segment.of_people:
        return False
    tokens = [*segment.tokens]
    while tokens[1:] and _are_retired(tokens[-1]):
        tokens.pop()
    said = "".join(token.text for token in tokens)
    return said in words("narrative", "signs", "reaching")


def _are_retired(token: Token) -> bool:
    drawing = [f"headcounts.{one.item}" for one in (RETIRED, DRAWING)]
    told = bool(token.meaning) and {*drawing}.issuperset(token.meaning)
    return told or token.kind == "fillers"


def _is_of_no_level(segment: Segment) -> bool:
    """Whether a number says how far something lies beyond something else, or says the number before
    it once more: 折合每月约176元."""
    restated = words("narrative", "workings", "restated")
    return kind.is_beyond(segment) or any(token.text in restated for token in segment.tokens)


def _is_pay_of_retired(segment: Segment) -> bool:
    """Whether a segment says but what each person of a fund gets a month, or how much more, and
    names no other line: 企业人均月增108.16元, 企业退休人员由2586.4元."""
    named = [one for token in segment.tokens if token.kind == "item" for one in subjects_of(token)]
    plain = _OF_RAISE.issuperset(token.kind for token in segment.tokens)
    if not plain or not {RETIRED}.issuperset(named):
        return False
    began = bool(named) and segment.has("origin") and segment.of_small_amount
    return began or _is_monthly_raise(segment)


def _is_monthly_raise(segment: Segment) -> bool:
    """Whether words say that a fund pays each person more a month: 企业人均月增108.16元."""
    said = "".join(token.text for token in segment.tokens)
    monthly = words("calendar", "month")[0] in said and segment.has("average")
    return monthly and segment.has("up") and segment.has("fund", "brief")


def _is_all_paid(segment: Segment, of: What) -> bool:
    """Whether a segment says how much was paid in the year, behind what each person gets:
    失业保险金标准1510元，全年发放637.28万元."""
    amount = segment.dimension == "money" and not segment.in_yuan and not of.explicit
    paying = any(
        token.text in words("narrative", "compounds", "paying") for token in segment.tokens
    )
    plain = _OF_PAYING.issuperset(token.kind for token in segment.own_tokens)
    return amount and paying and plain and len(of.subjects) == 1 and of.subjects[0] in _PAID_OF


def _is_of_this_year(key: str) -> bool:
    return all(keys.measure(one) == "actual" for one in keys.made_of(key))


def _raised_of(figures: Link, own: Own) -> Sequence[str]:
    """The keys of how many of the retired people who are counted got more, as far as the tables
    say."""
    counted = [key for key in figures.required if _counts_retired(key)]
    raised = [_of_raised(key, item) for key in counted for item in (_ADJUSTED, _ELIGIBLE)]
    return [key for key in raised if _are_filled_in(key, own.submission)]


def _counts_retired(key: str) -> bool:
    """Whether a figure is how many are retired, of one fund or of several."""
    if keys.is_share(key):
        return False
    counted = keys.summands(key)
    return all(keys.row(one).endswith(_RETIREES) for one in counted)


def _of_raised(key: str, item: str) -> str:
    """The key of how many of some who are retired got more."""
    funds = [keys.fund(one) for one in keys.summands(key)]
    return keys.sum_of_figures([f"{_FAMILY}.{fund}.{item}" for fund in funds])


def _are_filled_in(key: str, submission: Submission) -> bool:
    return all(cells.told(one, submission) is not None for one in keys.summands(key))


def _is_said_of_year(segment: Segment) -> bool:
    """Whether words say that an amount for each person is that of a year: 年人均, 全年人均."""
    if words("calendar", "month")[0] in "".join(token.text for token in segment.tokens):
        return False
    averaged = [token for token in segment.tokens if says([token], "a_head")]
    return bool(averaged) and (segment.has("whole_year") or says(averaged, "a_head_a_year"))


def _of_year(segment: Segment, level: str, own: Own) -> Link:
    """What each person got in the year, where a number is but what they get a month; of any other
    it is unclear which payments it adds up."""
    number = segment.number.mention if segment.number is not None else None
    monthly = cells.told(level, own.submission)
    if number is None or monthly is None or number.unit.per:
        return NOWHERE
    if not monthly.low <= number.base_value <= monthly.high:
        return NOWHERE
    account = keys.fund(level)
    paid = keys.share(
        f"{keys.ACCOUNTS}.{account}.{_BASIC_PENSION}.actual",
        f"headcounts.{account}.{_RECIPIENTS[0]}",
    )
    return Link((paid,)) if cells.kind(paid, own.standard) is not None else NOWHERE


def _may_be_of_year(segment: Segment, level: str, own: Own) -> bool:
    """Whether an amount for each person may be that of a year, by its unit, or where no word says
    that it is a month's and it is many times what a person gets a month: 人均失业保险金8353元."""
    mention = segment.number.mention if segment.number is not None else None
    if mention is None or not segment.in_yuan:
        return False
    if any(per in words("per", "calendar") for per in mention.unit.per):
        return True
    month = words("calendar", "month")[0]
    monthly = month in "".join(token.text for token in segment.tokens) or bool(mention.unit.per)
    told = cells.told(level, own.submission) if keys.measure(level) not in _CHANGE else None
    return not monthly and told is not None and mention.value > _MONTHS_OF_A_YEAR * told.high


def _paid_a_month(segment: Segment, account: str, own: Own) -> Iterator[str]:
    """The keys of what was paid a month for each of those who got it, which may be meant where no
    words say that it was raised, or set anew: 月人均基本养老金3720.59元."""
    set_anew = {"raising", "level"} <= {token.kind for token in segment.tokens}
    if segment.has("after_raise") or set_anew or kind.is_changed_to(segment):
        return
    for paid, people in product(_PAID, _RECIPIENTS):
        key = keys.share(f"{keys.ACCOUNTS}.{account}.{paid}", f"headcounts.{account}.{people}")
        if cells.kind(key, own.standard) is not None:
            yield key


# ---------------------------------------------------------------- of what
def _is_average(segment: Segment) -> bool:
    """Whether an amount is an average that is no month's, and in no such unit as people are paid
    in."""
    amount = segment.dimension == "money" and not segment.in_yuan
    return amount and segment.has("average") and not kind.is_by_month(segment)


def _is_a_heads(segment: Segment, of: What, standard: Standard) -> bool:
    if segment.a_head:
        return True
    if not segment.in_yuan or not of.subjects or segment.number is None:
        return False
    if any(subject.family == _FAMILY for subject in of.subjects):
        return True
    return segment.of_small_amount and all(
        _is_benefit(subject, standard) for subject in of.subjects
    )


def _is_benefit(subject: Subject, standard: Standard) -> bool:
    item = standard.find_item(subject.item) if subject.family == keys.ACCOUNTS else None
    return item is not None and item.parent == "benefits"


def _field(segment: Segment, of: What, at: FigureTime) -> str | None:
    """The field of the table that a number is for."""
    subject = of.subjects[0]
    counted = not segment.in_yuan and not segment.is_rate
    if counted or subject in _COUNTED:
        stated = counted and subject in _COUNTED and of.explicit and at.period in _OF_RAISES
        return subject.item if stated else None
    measure = _measure(segment, at)
    return f"funeral_{measure}" if measure and subject == _FUNERAL else measure


def _measure(segment: Segment, at: FigureTime) -> str | None:
    """Before or after the raise, or by how much."""
    of_year = _is_of_year(at) or (at.period == "part" and _is_step(segment))
    if segment.has("origin") and (of_year or (at.explicit and at.period == "last")):
        return "before"
    if not of_year:
        return None
    if _is_raise(segment):
        return "increase_rate" if segment.is_rate else "increase"
    if segment.is_rate:
        return None
    return "before" if segment.has("before_raise") else "after"


def _is_step(segment: Segment) -> bool:
    """Whether a number is said of a raise, on whichever day of the year: 7月由118元提高到123元."""
    return segment.has("origin", "level") or _is_raise(segment)


def _is_raise(segment: Segment) -> bool:
    """Whether a number is by how much more: 增加5元, 增加养老金5元, 每人每月加12元."""
    changed = kind.change(segment) is not None or kind.is_changed_otherwise(segment)
    return changed or says(segment.tokens[-1:], "more_a_head")


def _is_of_year(at: FigureTime) -> bool:
    return at.period in ("this", "since")


# ---------------------------------------------------------------- of whom
def line_of(of: What) -> str:
    """The line of the benefit levels that is spoken of; "" for none."""
    return of.subjects[0].item if speaks_of(of) else ""


def _account(whose: Whom, own: Own) -> str | None:
    """The fund that is spoken of; where all are, the only one whose benefit levels are stated."""
    if whose.account != own.total:
        return whose.account
    of_table = [key for key in own.submission.claims if keys.family(key) == _FAMILY]
    funds = {keys.fund(key) for key in of_table}
    return funds.pop() if len(funds) == 1 else None


def _is_put_together(fund: str, standard: Standard) -> bool:
    """Whether the basic pension of a fund has a name of its own, and is not all that people get."""
    return fund in standard.item(_BASIC_PENSION).names


def _is_doubtful(quote: Quote, standard: Standard) -> bool:
    key = quote.key or ""
    fund = keys.fund(key) if keys.family(key) == _FAMILY else None
    counts = quote.mention.unit.dimension == "people"
    funeral = keys.measure(key).startswith(_FUNERALS)
    return fund is not None and not counts and not funeral and _is_put_together(fund, standard)


def _level(quote: Quote) -> tuple[str, str]:
    """The fund of a level, and the line of it that the text speaks of."""
    return keys.fund(quote.key or "") or "", quote.benefit


def _is_in_table(quote: Quote, submission: Submission) -> bool:
    beside = compared(quote, submission, submission.money_unit) if quote.exact else None
    return beside is not None and beside.agrees
