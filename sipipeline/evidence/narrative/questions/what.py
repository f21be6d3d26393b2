"""Of what: the line of the tables that a figure is of, as it was read, and what that means for
parts, wholes and balances."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import Token, lines_counted, says, tokens_in
from sipipeline.evidence.narrative.questions.subjects import (
    AT_YEAR_END,
    BALANCES,
    BENEFITS,
    CONTRIBUTIONS,
    EXPENDITURE,
    INCOME,
    LEFT,
    SURPLUS,
    Subject,
    is_bare,
    is_part,
    stands_in,
    subject_of,
    subjects_of,
)
from sipipeline.language.lexicon import has, words

_CHANGED = {
    "more_income": "accounts.income",
    "less_income": "accounts.income",
    "more_expenditure": "accounts.expenditure",
    "less_expenditure": "accounts.expenditure",
    "over_income": "accounts.income",
    "under_income": "accounts.income",
    "over_expenditure": "accounts.expenditure",
}
"""What 增收, 减支 speak of where nothing else is named."""
STANCES = frozenset({"budget", "outcome", "aim", "plan"})
"""Kinds of words that say what a figure is apart from the year it is of."""
TIMES = STANCES | {"this_year", "whole_year", "last_year", "same_period", "date"}
NAMES = frozenset({"item", "deficit", "benefit"})
_IN_TITLES = frozenset({"item", "fund", "total", "fillers", "whole_year", "this_year", "date", ":"})
_OF_TITLES = frozenset({"whole_year", "this_year", "date", "outcome", "level", "fund"})
"""Kinds of words in a title that names a line, and before the figure of the line below it."""
_OF_BALANCE = frozenset({"item", "fillers", "level", "date", "whole_year", "this_year", "until"})
"""Kinds of words that state a balance, and nothing else of it."""
_OF_FUNDS = ("narrative", "signs", "of_funds")
OF_SURPLUS = {SURPLUS, EXPENDITURE, INCOME}
OF_ACCOUNTS = OF_SURPLUS | {LEFT}
"""The lines that all funds have, and are spoken of as a whole by."""
_BARE = OF_ACCOUNTS | {BENEFITS}
"""What 收入, 支出, 结余 and 待遇 mean without another word."""
_OF_UNITS = _BARE | {
    Subject("accounts", "other_income"),
    Subject("accounts", "other_expenditure"),
    Subject("accounts", "fiscal_subsidy"),
}
"""Lines that the budget of the unit itself may have as well."""


@frozen
class What:
    subjects: tuple[Subject, ...] = ()
    """All that the name may mean; none where it is unclear."""
    explicit: bool = False
    """The segment itself names it, and by no word that may mean another line as well."""
    whole: tuple[Subject, ...] = ()
    """What it is a part of, where 其中 says so: a change behind it may be of either."""
    opens: bool = False
    """Its parts follow: 待遇支出中，失业金占46.6%."""
    nameless: bool = False
    """The sentence states a figure that nothing names, 全年征缴31.88亿元，同比增收2.93亿元, or is
    about a part that is no line: 个人账户划入比例下调，少支560.46万元."""
    narrowed: bool = False
    """Words beside the name make it none of the tables, and all that is listed behind it:
    追缴养老保险费92.36万元、工伤保险费8.15万元."""
    foreign: bool = False
    """The sentence is about an amount that the tables do not have: 工作经费85万元，支出82.3万元."""
    deficit: bool = False
    """The name says that the figure is below nothing."""
    budgeted: bool = False
    """A budget was stated of it: what is spent behind it may be of it, too."""
    left: bool = False
    """It is what was not spent of the budget of the item before: 预算94万元，支出49万元，结余
    45万元."""
    deposits: bool = False
    """The sentence was last about time deposits: 年末余额 behind them may be what these are."""
    averaged: bool = False
    """It is what a case or a person costs on average: 次均住院费用增长4.8%，我县增长3.7%."""
    served: bool = False
    """The sentence counts those for whom something was done that no line is of: what it goes on to
    say was spent is spent on them: 资助12864人，共支出488.83万元."""
    topic: tuple[Subject, ...] = ()
    """The items that the sentence is about and whose amount it has not stated yet: what is spent
    behind it may be of them, too: 稳岗返还惠及512户，支出1386.92万元."""
    enrolling: bool = False
    """The people that were last named are those who take part."""
    priced: tuple[Subject, ...] = ()
    """The items whose amount the sentence stated last: what is spent behind a semicolon may be of
    them still: 技能提升补贴287万元；支出规模比上年扩大46.1%."""
    named: tuple[Subject, ...] = ()
    """The lines that were named last, in whichever sentence."""
    themed: bool = False
    """The sentence began with these items alone, and what each fund spent may be of them, too:
    丧葬补助金方面，机关养老支出487.36万元."""


UNNAMED = What()


def of_office(segment: Segment, of: What) -> What:
    """What a segment speaks of; nothing of the tables where it may be what the unit itself got or
    spent: 我中心支出479.8万元."""
    bare = of.explicit and bool(of.subjects) and OF_SURPLUS.issuperset(of.subjects)
    if not bare or segment.number is None or not says(segment.own_tokens, "offices"):
        return of
    of_funds = has("".join(token.text for token in segment.own_tokens), *_OF_FUNDS)
    named = segment.has("fund", "total", "brief")
    return of if of_funds or named else What(foreign=True)


def of_something_else(of: What) -> What:
    """What bare words speak of in a sentence that is about no fund: nothing of the tables."""
    other = of.foreign and _OF_UNITS.issuperset(of.subjects)
    return What(foreign=True, narrowed=of.narrowed) if other else of


def of_funds(segment: Segment, of: What, funds: Sequence[str], standard: Standard) -> What:
    """What a segment speaks of some funds; nothing where it has the name that others have for their
    line, which is but a part of it here: 个人缴费 of employees."""
    if not of.explicit or of.subjects != (CONTRIBUTIONS,) or not _is_a_persons(segment):
        return of
    own_names = standard.item(CONTRIBUTIONS.item).names
    called_so = bool(funds) and all(fund in own_names for fund in funds)
    return of if called_so else replace(of, subjects=())


def of_own_lines(of: What, fund: str, standard: Standard) -> What:
    """What is spoken of a fund; nothing where a bare 支出 may be of an item that it does not have:
    工伤住院412人次，支出286万元."""
    items = [one for one in of.subjects if one != EXPENDITURE]
    unclear = EXPENDITURE in of.subjects and items
    if not unclear or any(stands_in(one, fund, standard) for one in items):
        return of
    return replace(of, subjects=())


def base_of(segment: Segment, of: What) -> tuple[Subject, ...]:
    """What a share is one of: what is named, the same line of another account, or the whole."""
    named = [token for token in segment.base if token.kind in NAMES]
    if named:
        beside = len(named) > 1 and named[-2].end == named[-1].start and is_bare(named[-1])
        return subjects_of(named[-2] if beside else named[-1])
    if segment.base:
        return of.subjects
    return of.whole or (of.subjects if of.opens and not of.explicit else ())


def whole_of(share: str, account: str | None) -> tuple[Subject, ...]:
    """The line of an account that a share before is one of: 占基金支出的84.1%，…占13.4%."""
    if not keys.is_share(share):
        return ()
    whole = keys.shared(share)[-1]
    of_account = keys.fund(whole) == account and not keys.is_made(whole)
    return (Subject(keys.family(whole), keys.item(whole)),) if of_account else ()


def with_part(wholes_said: Sequence[Subject], of: What, standard: Standard) -> tuple[Subject, ...]:
    """The wholes that what is spoken of can be a part of: behind 收入…，支出…，其中保费 no
    expenditure."""
    return tuple(
        whole for whole in wholes_said if any(is_part(one, whole, standard) for one in of.subjects)
    )


def named(tokens: Sequence[Token]) -> tuple[Subject, ...]:
    """What the last name among some words may mean."""
    names = [token for token in tokens if token.kind in NAMES]
    return subjects_of(names[-1]) if names else ()


def is_at_year_start(segment: Segment, of: What) -> bool:
    """Whether a segment speaks of what the year began with: 累计结余由年初的500万元."""
    return segment.has("year_start") and bool(of.subjects) and AT_YEAR_END.issuperset(of.subjects)


def is_overspent(segment: Segment, of: What) -> bool:
    """Whether 超支 says that more was spent than came in, and not more than the budget: 收不抵支，
    超支."""
    return segment.has("over_expenditure") and not segment.has("budget") and of.deficit


def counted_lines(segment: Segment) -> int:
    """How many lines, named before, a bare 支出 adds up, or a deficit, by the words: 三项支出合计,
    三项缺口合计; 0 where it counts none."""
    counts = (
        lines_counted(token)
        for token, behind in pairwise(segment.plain)
        if is_bare(behind) or behind.kind == "deficit"
    )
    return next(filter(None, counts), 0)


def points_back(segment: Segment) -> bool:
    """Whether a number adds up, or is of, as many as were named before it: 以上三项合计."""
    pointing = words("narrative", "statements", "those", "pointing")
    counted = (
        token.kind in ("sums", "count") and token.start == before.end
        for before, token in pairwise(segment.plain)
        if before.text in pointing
    )
    return segment.number is not None and any(counted)


def is_of_own_budget(segment: Segment, of: What) -> bool:
    """Whether a rate is how much was spent of what the unit has for its own work:
    宣传经费预算85万元，支出82.6万元，预算执行率97.2%."""
    own = of.foreign and segment.has("completion")
    return own and not has("".join(token.text for token in segment.own_tokens), *_OF_FUNDS)


def at_year_end(segment: Segment, of: What, long_ago: bool) -> What:
    """What may be compared with the end or beginning of a year: 结余较上年末增加 is the balance;
    most likely 2022年末结余, too, of which year the tables have nothing else; 年初结余 is what was
    left before the year began."""
    balances = {*of.subjects} == BALANCES
    if balances and segment.has("year_start"):
        return replace(of, subjects=(LEFT,))
    if balances and long_ago and _is_dated_at_end(segment):
        return replace(of, subjects=(LEFT,), explicit=False)
    meant = tuple(subject for subject in of.subjects if subject in AT_YEAR_END)
    return replace(of, subjects=meant) if is_beside_year_end(segment) and meant else of


def is_beside_year_end(segment: Segment) -> bool:
    """Whether a segment compares with the end of a year, or its beginning: 比上年末, 较年初."""
    ends = words("narrative", "signs", "year_ends")
    compared = segment.compared
    return any(token.kind == "year_start" or token.text.endswith(ends) for token in compared)


def beside_balance(segment: Segment, of: What, following: Sequence[Segment]) -> What:
    """What 结余 speaks of that may be the year's or the balance, right before the balance itself:
    结余0.29亿元，累计结余2.35亿元 is the year's."""
    unclear = {*of.subjects} == BALANCES and segment.dimension == "money"
    if not unclear or is_at_end(segment) or not following:
        return of
    behind = following[0]
    plain = {token.kind for token in behind.tokens} <= _OF_BALANCE
    balance = behind.after == "," and plain and named(behind.tokens) == (LEFT,)
    of_year = balance and behind.dimension == "money"
    return replace(of, subjects=(SURPLUS,)) if of_year else of


def is_bare_spending(segment: Segment) -> bool:
    """Whether a segment says no more than 支出, of no fund and no time."""
    names = [token for token in segment.plain if token.kind in NAMES]
    bare = len(names) == 1 and is_of_any_line(names[0]) and EXPENDITURE in subjects_of(names[0])
    return bare and not segment.has("fund", "total", *TIMES)


def changed(segment: Segment) -> Sequence[Subject]:
    """What 增收 and 减支 speak of, where nothing is named."""
    named = [_CHANGED[token.kind] for token in segment.own_tokens if token.kind in _CHANGED]
    return [subject_of(named[0])] if named else ()


def is_at_end(segment: Segment) -> bool:
    """Whether a segment says that it is of the end of a year: 年末领取失业保险金1215人."""
    ends = words("narrative", "signs", "closing")
    return any(token.text.endswith(ends) for token in segment.plain)


def is_foreign(segment: Segment) -> bool:
    """Whether a segment leads to an amount of money, or counts something, of which it is unknown
    what it is: 举办招聘会42场; not an amount of the funds, 基金盘子突破4亿元."""
    funds = words("narrative", "statements", "one_fund")
    of_funds = any(token.text in funds for token in segment.plain)
    amount = segment.dimension == "money" and not of_funds
    return segment.unknown and (amount or segment.has("count"))


def is_of_any_line(name: Token) -> bool:
    """Whether a name may be said of any line of an account: 支出, 基金支出."""
    return is_bare(name) or says([name], "of_any_line")


def of_title(title: str, standard: Standard) -> What | None:
    """What a title says that the figure below it is of: 二、基金支出情况; None where it names no
    line alone, or says more."""
    tokens = tokens_in(title, standard)
    names = [token for token in tokens if token.kind == "item"]
    plain = {token.kind for token in tokens} <= _IN_TITLES
    return What(subjects_of(names[0]), explicit=True) if len(names) == 1 and plain else None


def is_of_title(segment: Segment) -> bool:
    """Whether a figure that begins a line says but when it is, or of which fund:
    全年17668.63万元, 机关养老24840万元."""
    told = [token for token in segment.tokens if not says([token], "adding_nothing")]
    dated = {token.kind for token in told}
    return segment.dimension == "money" and not segment.of_small_amount and dated <= _OF_TITLES


def _is_a_persons(segment: Segment) -> bool:
    """Whether a segment names what each person pays, and not their employers as well."""
    tokens = segment.plain
    places = [place for place, token in enumerate(tokens) if says([token], "a_persons")]
    return bool(places) and [token.kind for token in tokens[1 : places[-1]]][-1:] != ["join"]


def _is_dated_at_end(segment: Segment) -> bool:
    """Whether a segment names the end of a year by its number: 2022年末."""
    ends = words("narrative", "signs", "year_ends")
    return any(token.kind == "date" and token.text.endswith(ends[:2]) for token in segment.plain)
