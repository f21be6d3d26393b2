"""Of what: the line of the tables that a figure is of."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, UNKNOWN, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, lines_counted, says, tokens_in
from sipipeline.evidence.narrative.questions.subjects import (
    AT_YEAR_END,
    AVERAGE_RETIRED,
    BALANCES,
    BENEFITS,
    CONTRIBUTIONS,
    DEPOSIT_SHARE,
    DEPOSITS,
    EXPENDITURE,
    INCOME,
    LEFT,
    MONTHS,
    OPENING,
    PARTICIPANTS,
    RETIRED,
    SURPLUS,
    TAKING_PART,
    Subject,
    is_bare,
    is_part,
    stands_in,
    subject_of,
    subjects_of,
    wholes_of,
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
_OF_END = frozenset({"date", "level", "fillers", ","})
"""Kinds of words that say but that there was something at a time."""
_STANCES = frozenset({"budget", "outcome", "aim", "plan"})
_TIMES = _STANCES | {"this_year", "whole_year", "last_year", "same_period", "date"}
_OF_PARTS = _TIMES | {"fund", "brief"}
"""Kinds of words that say which part of a figure 其中 is of, where no item is named."""
_UNLIKE = {"money": "headcounts", "people": "accounts"}
"""What a number of a dimension does not count."""
_PEOPLE = frozenset({"eligible", "adjusted"})
"""Lines of the benefit levels that count people."""
_NAMES = frozenset({"item", "deficit", "benefit"})
_IN_TITLES = frozenset({"item", "fund", "total", "fillers", "whole_year", "this_year", "date", ":"})
_OF_AVERAGES = frozenset({"fillers", "average", "whole_year", "level", "this_year"})
_OF_FUND_CHANGES = frozenset(
    {"fund", "brief", "fillers", "up", "down", "than", "last_year", "year_start", "among", "join"}
)
"""Kinds of words that say but by how much a fund has more."""
_OF_TITLES = frozenset({"whole_year", "this_year", "date", "outcome", "level", "fund"})
"""Kinds of words in a title that names a line, and before the figure of the line below it."""
_OF_TARGETS = frozenset({"fund", "brief", "aim", "fillers"})
"""Kinds of words for the target of a fund, of a line that was named before."""
_REFERRING = words("narrative", "signs", "referring")
_OF_FUNDS = ("narrative", "signs", "of_funds")
_WHOSE = ("fund", "total", "brief")
_OF_SURPLUS = {SURPLUS, EXPENDITURE, INCOME}
_LEFT = (SURPLUS, LEFT)
_LEFT_OF_DEPOSITS: dict[tuple[Subject, ...], tuple[Subject, ...]] = {
    (LEFT,): (DEPOSITS, LEFT),
    (OPENING,): (),
}
"""What a balance may be behind time deposits; no cell has what these began the year with."""
_BARE = _OF_SURPLUS | {LEFT, BENEFITS}
"""What 收入, 支出, 结余 and 待遇 mean without another word."""
_OF_UNITS = _BARE | {
    Subject("accounts", "other_income"),
    Subject("accounts", "other_expenditure"),
    Subject("accounts", "fiscal_subsidy"),
}
"""Lines that the budget of the unit itself may have as well."""
_WHO_TAKE_PART = {"participants", "contributors", "at_work", "retirees"}
_BEFORE_NAMES = frozenset({"fund", "total", "fillers", "sums"})
"""Kinds of words that may part a name from what it narrows."""
_OPPOSITE = {"income": "expenditure", "expenditure": "income"}


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
    """The sentence states a figure that nothing names: 全年征缴31.88亿元，同比增收2.93亿元."""
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
    themed: bool = False
    """The sentence began with these items alone, and what each fund spent may be of them, too:
    丧葬补助金方面，机关养老支出487.36万元."""


UNNAMED = What()


def read(segment: Segment, before: What, standard: Standard) -> What:
    """What a segment speaks of, given what the words before it did."""
    anew = _begins_anew(segment) and not _goes_on_with_people(segment, before)
    enrolling = _is_enrolling(segment, before)
    before = _left_behind(segment.after, before) if anew else before
    before = replace(before, enrolling=enrolling)
    names = _counted(
        [token for token in _before_reason(segment) if _is_name(token, segment)], segment
    )
    deposits = _is_about_deposits(segment, names, before)
    of = _read(segment, names, before, standard)
    if not names and _has_come_to_end(segment, of):
        of = replace(of, subjects=(SURPLUS, LEFT))
    if deposits:
        of = replace(of, subjects=_LEFT_OF_DEPOSITS.get(of.subjects, of.subjects))
    served = before.served or _serves(segment, of)
    topic = _topic(segment, names, before, standard)
    priced = _priced(segment, names, before, standard)
    themed = bool(topic) and (_is_theme(segment) or before.themed)
    of = replace(of, deposits=deposits, served=served, topic=topic, priced=priced)
    return replace(of, themed=themed, enrolling=enrolling)


def of_office(segment: Segment, of: What) -> What:
    """What a segment speaks of; nothing of the tables where it may be what the unit itself got or
    spent: 我中心支出479.8万元."""
    bare = of.explicit and bool(of.subjects) and _OF_SURPLUS.issuperset(of.subjects)
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
    named = [token for token in segment.base if token.kind in _NAMES]
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
    names = [token for token in tokens if token.kind in _NAMES]
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
    ends = words("narrative", "signs", "year_ends")
    compared = segment.compared
    to_end = any(token.kind == "year_start" or token.text.endswith(ends) for token in compared)
    meant = tuple(subject for subject in of.subjects if subject in AT_YEAR_END)
    return replace(of, subjects=meant) if to_end and meant else of


def is_bare_spending(segment: Segment) -> bool:
    """Whether a segment says no more than 支出, of no fund and no time."""
    names = [token for token in segment.plain if token.kind in _NAMES]
    bare = len(names) == 1 and _is_of_any_line(names[0]) and EXPENDITURE in subjects_of(names[0])
    return bare and not segment.has("fund", "total", *_TIMES)


def changed(segment: Segment) -> Sequence[Subject]:
    """What 增收 and 减支 speak of, where nothing is named."""
    named = [_CHANGED[token.kind] for token in segment.own_tokens if token.kind in _CHANGED]
    return [subject_of(named[0])] if named else ()


def is_at_end(segment: Segment) -> bool:
    """Whether a segment says that it is of the end of a year: 年末领取失业保险金1215人."""
    ends = words("narrative", "signs", "closing")
    return any(token.text.endswith(ends) for token in segment.plain)


def _has_come_to_end(segment: Segment, of: What) -> bool:
    """Whether a segment behind the surplus says but what there was at the end:
    加本年收支结余5万元，期末为20万元."""
    plain = {token.kind for token in segment.plain} <= _OF_END
    return plain and is_at_end(segment) and of.subjects == (SURPLUS,)


def _is_enrolling(segment: Segment, before: What) -> bool:
    """Whether the last people that are named are those who take part."""
    counted = [token.meaning for token in segment.plain if any(map(_is_of_people, token.meaning))]
    other = any(token.kind == "item" for token in segment.plain)
    return counted[-1] == TAKING_PART if counted else before.enrolling and not other


def _serves(segment: Segment, of: What) -> bool:
    """Whether a segment counts people, firms or cases for whom something was done that no line is
    of, or says what each got."""
    other = any(token.kind == "item" and not token.meaning for token in segment.plain)
    done = other or segment.has("rest") or says(segment.tokens[-1:], "on_behalf")
    named = of.explicit and any(one.family != _UNLIKE.get(segment.dimension) for one in of.subjects)
    return done and not named and (segment.of_people or segment.has("count") or segment.a_head)


def _spent_on_them(
    segment: Segment,
    names: Sequence[Token],
    before: What,
    subjects: tuple[Subject, ...],
    of_topic: tuple[Subject, ...],
) -> tuple[Subject, ...]:
    """What some names mean, or the items that the sentence is about; of a bare 支出 on
    those whom the sentence counts only the latter."""
    meant = {*subjects_of(names[-1])}
    spent = meant & {EXPENDITURE, BENEFITS} and _is_of_any_line(names[-1])
    if not before.served or not spent or segment.has("fund", "total"):
        return (*subjects, *of_topic)
    return tuple(one for one in of_topic if one != BENEFITS)


def _is_about_deposits(segment: Segment, names: Sequence[Token], before: What) -> bool:
    """Whether a segment names time deposits, or may say what is left of those named before it in
    its sentence."""
    if not names:
        return before.deposits
    if any(DEPOSITS in subjects_of(name) for name in names):
        return True
    left = says(names[-1:], "remainders") and not segment.has("fund", "total")
    return before.deposits and left


def _read(segment: Segment, names: Sequence[Token], before: What, standard: Standard) -> What:
    """What a segment with some names speaks of."""
    if (known := _at_once(segment, names, before)) is not None:
        return known
    if _is_left_of_item(segment, names, before, standard):
        return What(explicit=True, left=True)
    return _named(segment, names, before, standard)


def _named(segment: Segment, names: Sequence[Token], before: What, standard: Standard) -> What:
    """What the names of a segment say that it speaks of."""
    subjects = _subjects(segment, names, before)
    if names[-1].text in words("narrative", "signs", "left_this_year"):
        subjects = before.subjects if before.subjects == _LEFT else subjects
    whole = _whole(segment, names, before)
    goes_on = _goes_on(segment, names, before, standard)
    if goes_on:
        subjects, whole = before.subjects, subjects
    of_topic = _of_topic(before, segment, names, standard)
    subjects = _spent_on_them(segment, names, before, subjects, of_topic)
    averaged = _is_averaged(segment)
    if averaged and segment.of_people and subjects == (RETIRED,):
        subjects, averaged = (AVERAGE_RETIRED,), False
    return What(
        subjects,
        explicit=not _is_beside("brief", names[-1], segment),
        whole=whole,
        opens=segment.number is None and bool(_within(segment, names[-1:])),
        narrowed=_is_narrowed(segment, subjects),
        foreign=before.foreign or (not subjects and _is_foreign(segment)),
        deficit=names[-1].kind == "deficit",
        budgeted=_states_budget(segment) or (goes_on and before.budgeted),
        averaged=averaged,
    )


def _is_averaged(segment: Segment) -> bool:
    """Whether a segment names what something costs on average, and not what a month does."""
    return segment.has("average") and not says(segment.plain, "monthly")


def _at_once(segment: Segment, names: Sequence[Token], before: What) -> What | None:
    """What a segment speaks of that its names alone do not tell, or no names are needed to tell;
    None where it is what the names say."""
    if _is_deposit_share(segment, names, before):
        return What((DEPOSIT_SHARE,), explicit=True)
    if segment.has("norm") and segment.is_rate:
        return What(foreign=True)
    if not names:
        return _unnamed(segment, before)
    if before.narrowed and segment.joined:
        return What(explicit=True, narrowed=True)
    if _is_source(names):
        return What(subjects_of(names[0]), explicit=True, whole=subjects_of(names[-1]))
    return None


def _before_reason(segment: Segment) -> Sequence[Token]:
    """The words of a segment before the reason that it gives: 利息收入 因存款利率下调."""
    named = [*takewhile(lambda token: token.kind != "cause", segment.plain)]
    told = segment.number is None and any(token.kind in _NAMES for token in named)
    return named if told else segment.plain


def _is_clear(name: Token, segment: Segment, said: What) -> bool:
    """Whether what is said beside a name tells that it is a line of the tables: 在职 and 退休 of
    those who take part, 领取失业保险金 of the end of a year, 当年亏损 of no investment; deposits at
    the end of the year."""
    if _are_moved(segment, name):
        return False
    if name.text in words("narrative", "signs", "at_end"):
        return not segment.of_people or is_at_end(segment)
    if name.text in words("narrative", "signs", "of_people"):
        return _is_of_fund(name, segment) or any(
            one.item in _WHO_TAKE_PART for one in (*said.subjects, *said.whole)
        )
    if says([name], "losses") and SURPLUS in subjects_of(name):
        named = segment.has("fund", "total") or says(segment.plain, "certain_briefs")
        return named or bool(_OF_SURPLUS.intersection(said.subjects))
    return True


def _is_of_fund(name: Token, segment: Segment) -> bool:
    """Whether 在职 or 退休 stands between a fund and so many people: 机关养老在职9018人; a short
    name may be that of the office, which has staff but none who are 退休: 机关退休4382人."""
    if not segment.of_people or segment.tokens[-1] is not name:
        return False
    retired = RETIRED in subjects_of(name)
    return _is_beside("fund", name, segment) or (retired and _is_beside("brief", name, segment))


def _is_beside(kind: str, name: Token, segment: Segment) -> bool:
    """Whether 在职 or 退休 stands right behind a word of some kind."""
    before = segment.plain[: segment.plain.index(name)][-1:]
    named = bool(before) and before[0].kind == kind and before[0].end == name.start
    return named and says([name], "of_people")


def _is_source(names: Sequence[Token]) -> bool:
    """Whether the first name is where what the last one says comes from: 保费收入是主要来源."""
    return len(names) > 1 and names[-1].text in words("narrative", "signs", "sources")


def _begins_anew(segment: Segment) -> bool:
    """Whether nothing of the words before holds on: it does before 其中, and behind ; in a list of
    funds, or of comparisons."""
    if _opens_parts(segment):
        return False
    if segment.after == ";":
        goes_on = (
            _begins_comparison,
            _names_funds,
            _names_target,
            _is_average,
            _arrives_at_another_time,
        )
        return not any(goes(segment) for goes in goes_on)
    return segment.after in SENTENCE_ENDS


def _names_funds(segment: Segment) -> bool:
    """Whether a segment goes on a list of funds."""
    return segment.lists_funds and segment.has("fund", "brief")


def _names_target(segment: Segment) -> bool:
    """Whether a segment goes on a list of the targets of funds: 机关养老目标13400人."""
    kinds = {token.kind for token in segment.tokens}
    return {"aim"} < kinds <= _OF_TARGETS and segment.of_people


def _begins_comparison(segment: Segment) -> bool:
    """Whether a segment names nothing, and compares what was named before once more:
    参保人数比2019年减少0.9万人；与2020年相比减少0.47万人."""
    compared = [token.kind for token in segment.tokens[:1]] in (["join"], ["than"])
    return compared and bool(segment.compared) and not segment.has(*_NAMES, *_WHOSE)


def _arrives_at_another_time(segment: Segment) -> bool:
    """Whether a segment names nothing, and says what it came to at another time:
    2023年末，三项基金滚存结余46131.19万元；2024年末增加到48929.20万元."""
    arrived = [token.kind for token in segment.tokens[-2:]] in (["up", "level"], ["down", "level"])
    timed = segment.has("date", "this_year") and not segment.has(*_NAMES, *_WHOSE)
    return arrived and timed and segment.number is not None


def _goes_on_with_people(segment: Segment, before: What) -> bool:
    """Whether a segment names others of those who take part: 在职8742人，占67.9%；退休4124人."""
    names = [token.kind for token in segment.plain if token.kind in _NAMES]
    taking_part = any(one.item in _WHO_TAKE_PART for one in before.subjects)
    said = says(segment.plain[:1], "of_people") and len(names) == 1
    return segment.after == ";" and taking_part and said


def _opens_parts(segment: Segment) -> bool:
    """Whether a segment is but 其中: the parts of what was said before follow."""
    return segment.number is None and [token.kind for token in segment.tokens] == ["among"]


def _is_a_persons(segment: Segment) -> bool:
    """Whether a segment names what each person pays, and not their employers as well."""
    tokens = segment.plain
    places = [place for place, token in enumerate(tokens) if says([token], "a_persons")]
    return bool(places) and [token.kind for token in tokens[1 : places[-1]]][-1:] != ["join"]


def _turns_foreign(segment: Segment, before: What) -> bool:
    """Whether a sentence that is of no line of the tables yet is about something else."""
    return before.foreign or (not before.subjects and _is_foreign(segment))


def _is_foreign(segment: Segment) -> bool:
    """Whether a segment leads to an amount of money, or counts something, of which it is unknown
    what it is: 举办招聘会42场; not an amount of the funds, 基金盘子突破4亿元."""
    funds = words("narrative", "statements", "one_fund")
    of_funds = any(token.text in funds for token in segment.plain)
    amount = segment.dimension == "money" and not of_funds
    return segment.unknown and (amount or segment.has("count"))


def _whole(segment: Segment, names: Sequence[Token], before: What) -> tuple[Subject, ...]:
    """What the last name is a part of, where 其中 or 中 says so, or goes on saying it."""
    if segment.has("among"):
        return before.subjects or before.whole
    within = _within(segment, names[:-1])
    if within:
        return tuple(map(subject_of, within[-1].meaning))
    if before.opens:
        return before.subjects
    goes_on = segment.has("share") and segment.after not in SENTENCE_ENDS
    return before.whole if goes_on else ()


def _within(segment: Segment, names: Sequence[Token]) -> list[Token]:
    """The names behind which 中 stands: 基金收入 中 财政补贴."""
    behind = {one.start: following.text for one, following in pairwise(segment.plain)}
    return [one for one in names if behind.get(one.start) in words("narrative", "signs", "within")]


def _is_dated_at_end(segment: Segment) -> bool:
    """Whether a segment names the end of a year by its number: 2022年末."""
    ends = words("narrative", "signs", "year_ends")
    return any(token.kind == "date" and token.text.endswith(ends[:2]) for token in segment.plain)


def _is_name(token: Token, segment: Segment) -> bool:
    """Whether a word names what a number is of; 调整 does of people alone."""
    counts = segment.of_people
    return token.kind in _NAMES or (token.kind == "raising" and counts and bool(token.meaning))


def _counted(names: Sequence[Token], segment: Segment) -> Sequence[Token]:
    """The names that a number can count: 退休人员, where people got 养老金; all, if it can none."""
    if not segment.of_people:
        return names
    return [name for name in names if any(map(_is_of_people, name.meaning))] or names


def _is_of_people(name: str) -> bool:
    return keys.family(name) == "headcounts" or keys.measure(name) in _PEOPLE


def _is_narrowed(segment: Segment, subjects: Sequence[Subject]) -> bool:
    """Whether words beside a name make its figure none of the tables: 追缴保险费, 影响利息收入."""
    caused = segment.number is not None and segment.has("cause")
    return caused or (segment.unknown and not subjects)


def _are_moved(segment: Segment, name: Token) -> bool:
    """Whether time deposits are said to be made, prolonged or to fall due, and not to stand at the
    end of the year: 全年办理定期存款30000万元, 定期存款到期8700万元."""
    if DEPOSITS not in subjects_of(name) or says([name], "remainders"):
        return False
    said = "".join(token.text for token in segment.plain)
    at_end = has(said, "narrative", "signs", "closing") or segment.has("share")
    return has(said, "narrative", "workings", "flows") and not at_end


def _goes_on(segment: Segment, names: Sequence[Token], before: What, standard: Standard) -> bool:
    """Whether 实际支出 or 本年支出 may be that of the item named before."""
    beside = segment.after == "," or segment.joined
    of_it = segment.has(*_TIMES) or (before.budgeted and beside)
    bare = len(names) == 1 and is_bare(names[0]) and of_it
    if not bare or len(before.subjects) != 1:
        return False
    subject, own = before.subjects[0], subject_of(names[0].meaning[0])
    return subject.family == own.family and own.item in wholes_of(subject.item, standard)


def _states_budget(segment: Segment) -> bool:
    return segment.number is not None and segment.has("budget")


def _is_budgeted(segment: Segment, before: What) -> bool:
    """Whether a segment without a name states a budget of what is spoken of, or one before did."""
    return before.budgeted or _states_budget(segment)


def _is_left_of_item(
    segment: Segment, names: Sequence[Token], before: What, standard: Standard
) -> bool:
    """Whether 结余 behind the budget of an item is what was not spent of that, and of no fund."""
    of_fund = segment.has("fund", "total", "brief", "among")
    left = len(names) == 1 and BALANCES.issuperset(subjects_of(names[0]))
    if of_fund or not left or names[0].kind != "item" or not before.budgeted:
        return False
    items = [one.item for one in before.subjects if one.family == keys.ACCOUNTS]
    return len(items) == 1 and EXPENDITURE.item in wholes_of(items[0], standard)


def _topic(
    segment: Segment, names: Sequence[Token], before: What, standard: Standard
) -> tuple[Subject, ...]:
    """The items that a sentence is about, until an amount is stated of what another name names, or
    any figure of a fund with a line of its own."""
    if _states_amount(segment, names) or says(segment.plain, "leaving_out"):
        return ()
    tasks = [token for token in segment.plain if token.kind == "task"]
    aids = _starts_of_aids(segment)
    named = [token for token in (*names, *tasks) if token.end not in aids]
    lines = {one for token in named for one in _lines_of(token)}
    items = tuple(one for one in sorted(lines) if any(wholes_of(one.item, standard)))
    return items or _topic_before(segment, names, before)


def _topic_before(segment: Segment, names: Sequence[Token], before: What) -> tuple[Subject, ...]:
    """The items that a sentence was about, unless a figure of a fund with a line ends that."""
    ends = segment.number is not None and bool(names) and segment.has("fund")
    return () if ends and not before.themed else before.topic


def _left_behind(sign: str, before: What) -> What:
    """What is left of it where a segment begins anew behind a sign."""
    topic = before.topic or (before.priced if sign == ";" else ())
    return What(topic=topic, themed=before.themed, priced=before.priced)


def _priced(
    segment: Segment, names: Sequence[Token], before: What, standard: Standard
) -> tuple[Subject, ...]:
    """The items whose amount a sentence stated last, up to a segment."""
    if not _states_amount(segment, names):
        return () if segment.after in SENTENCE_ENDS else before.priced
    lines = {one for name in names for one in subjects_of(name) if one.family == keys.ACCOUNTS}
    return tuple(one for one in sorted(lines) if any(wholes_of(one.item, standard)))


def _lines_of(name: Token) -> Sequence[Subject]:
    """The lines that a name may mean; benefits too where it counts those who draw them."""
    drawn = says([name], "drawing") and all(
        keys.family(one) == "headcounts" for one in name.meaning
    )
    return (*subjects_of(name), *[BENEFITS] * drawn)


def _starts_of_aids(segment: Segment) -> Collection[int]:
    """Where words for aid begin; a name right before one is but its beginning: 住院 of 住院补助."""
    aids = words("narrative", "signs", "aids")
    return {token.start for token in segment.plain if token.text.startswith(aids)}


def _states_amount(segment: Segment, names: Sequence[Token]) -> bool:
    """Whether a segment states the amount of a line that it names, by more than 支出."""
    named = any(not is_bare(name) for name in names)
    return named and segment.dimension == "money" and not segment.of_small_amount


def _of_topic(
    before: What, segment: Segment, names: Sequence[Token], standard: Standard
) -> tuple[Subject, ...]:
    """The items named before that a bare 支出 may be of as well; none where a fund is named with
    it, unless they are the theme of the sentence, or it is but a word of a title:
    表二（支出）列示如下：."""
    titled = segment.number is None and segment.after in SENTENCE_ENDS and segment.unknown
    of_fund = segment.has("fund", "total") and not before.themed
    if len(names) != 1 or not _is_of_any_line(names[0]) or of_fund or titled:
        return ()
    own = subject_of(names[0].meaning[0]).item
    return tuple(one for one in before.topic if own in wholes_of(one.item, standard))


def _is_theme(segment: Segment) -> bool:
    """Whether a segment does but name what its sentence is about: 丧葬补助金方面，…."""
    bare = segment.number is None and not segment.has("fund", "total", "brief")
    return bare and says(segment.tokens[-1:], "titles")


def _is_of_any_line(name: Token) -> bool:
    """Whether a name may be said of any line of an account: 支出, 基金支出."""
    return is_bare(name) or says([name], "of_any_line")


def _unnamed(segment: Segment, before: What) -> What:
    """Words that name nothing of the tables lead away from it, if a number follows them. Behind the
    share of deposits an amount is of these."""
    if before.subjects == (DEPOSIT_SHARE,) and not segment.is_rate:
        before = replace(before, subjects=(DEPOSITS,), whole=(LEFT,))
    if _lasts(segment):
        return What((MONTHS,), explicit=True)
    if _opens_parts(segment):
        return replace(before, explicit=False, opens=len(before.subjects) == 1)
    if is_overspent(segment, before):
        return replace(before, explicit=False)
    if segment.number is not None and segment.has("among") and not segment.has(*_OF_PARTS):
        return What(whole=before.subjects, foreign=before.foreign)
    return _led_on(segment, before)


def _lasts(segment: Segment) -> bool:
    """Whether a segment says of a fund no more than some months, to a tenth: 机关养老1.3个月 is how
    long it lasts."""
    mention = segment.number.mention if segment.number is not None else None
    of_fund = segment.has("fund", "brief") and segment.lists_funds
    plain = {token.kind for token in segment.own_tokens} <= {"fund", "brief", "fillers", "origin"}
    months = mention is not None and segment.dimension == "month" and mention.decimals > 0
    return of_fund and plain and months


def _led_on(segment: Segment, before: What) -> What:
    """What 增收 speaks of, or 期末 behind an opening balance; nothing where other words lead to a
    number."""
    if changed(segment) and not segment.unknown:
        return _of_change(changed(segment), before, segment.has("fund", "total"))
    if segment.number is not None and segment.unknown:
        return What(foreign=before.foreign or _is_foreign(segment))
    if before.subjects == (OPENING,) and segment.number is not None and _is_of_end(segment):
        return What((LEFT,), explicit=True)
    if _passes_budget(segment, before):
        return What((EXPENDITURE, INCOME))
    people = _people_meant(segment, before)
    return _goes_on_with(segment, before) if people is None else _of_people(before, people)


def _of_people(before: What, people: Subject) -> What:
    return replace(before, subjects=(people,), explicit=True)


def _goes_on_with(segment: Segment, before: What) -> What:
    """What was spoken of before, as words without a name leave it."""
    nameless = before.nameless or (segment.number is not None and not before.subjects)
    foreign = _turns_foreign(segment, before)
    return replace(
        before,
        explicit=False,
        foreign=foreign,
        nameless=nameless,
        budgeted=_is_budgeted(segment, before),
    )


def _people_meant(segment: Segment, before: What) -> Subject | None:
    """The people whom a number counts that words without a name lead to; None where these leave
    it open."""
    if _is_average_of(segment, before):
        return AVERAGE_RETIRED
    return PARTICIPANTS if _changes_in_fund(segment, before) else None


def _is_average_of(segment: Segment, before: What) -> bool:
    """Whether a segment says but how many those who are retired were on average: 年平均36584人."""
    return _is_average(segment) and RETIRED in before.subjects


def _is_average(segment: Segment) -> bool:
    kinds = {token.kind for token in segment.tokens}
    return segment.of_people and {"average"} <= kinds <= _OF_AVERAGES


def _changes_in_fund(segment: Segment, before: What) -> bool:
    """Whether a segment says but by how many more or fewer people a fund has, or is to have, where
    it was last spoken of those who take part: 职工医保净增743人, 工伤目标3.7万人."""
    kinds = {token.kind for token in segment.tokens}
    changes = segment.of_people and segment.has("up", "down") and kinds <= _OF_FUND_CHANGES
    changes = changes or _names_target(segment)
    unnamed = not before.subjects and not before.nameless and not before.foreign
    return changes and segment.has("fund", "brief") and unnamed and before.enrolling


def _passes_budget(segment: Segment, before: What) -> bool:
    """Whether a segment says of a fund, and of none of its lines, by what share the budget was
    passed: 居民医保超预算7.1%."""
    alone = before == replace(UNNAMED, topic=before.topic)
    passed = segment.is_rate and segment.beside_budget and segment.has("beyond")
    return alone and passed and segment.has("fund") and not segment.unknown


def _of_change(meant: Sequence[Subject], before: What, of_account: bool) -> What:
    """What 多收 and 少支 are of, by themselves or behind a name, or either where an account is
    named with them; nothing behind a figure of which it is unclear what it is."""
    unclear = before.explicit or before.nameless or before.foreign
    if unclear and not before.subjects:
        return UNNAMED
    opposed = Subject(meant[0].family, _OPPOSITE[meant[0].item]) in before.subjects
    if opposed or not before.subjects:
        return What(tuple(meant))
    further = meant if of_account else ()
    return What(tuple(dict.fromkeys((*before.subjects, *further))))


def _is_of_end(segment: Segment) -> bool:
    """Whether it says 期末 or 年末: behind an opening balance it is of the closing one."""
    return says(segment.plain, "closing")


def _subjects(segment: Segment, names: Sequence[Token], said: What) -> tuple[Subject, ...]:
    """What the last name means; nothing where it is one of several, or where words before it make
    it a part of what it says."""
    last = names[-1]
    if not _is_clear(last, segment, said) or _is_of_rate(last, segment):
        return ()
    before = segment.plain[: segment.plain.index(last)]
    if _is_of_no_line(before, last, segment):
        return ()
    beside = _beside(before, last)
    if len(names) > 1 and beside and beside[-1].kind in ("item", "join"):
        last = _of_two(beside[-1], last)
    elif (parted := _before_fund(beside)) is not None and _narrows(parted, last):
        last = _of_two(parted, last)
    meant = map(subject_of, last.meaning)
    return tuple(subject for subject in meant if _is_measured(segment, subject))


def _is_of_no_line(before: Sequence[Token], name: Token, segment: Segment) -> bool:
    """Whether words beside a name say that its figure is of no line of the tables."""
    referring = _is_referring(before, segment) or _make_a_part(before, name, segment)
    return referring or _is_one_of_unknown(name, segment) or _is_of_those_at_work(before, name)


def _is_of_those_at_work(before: Sequence[Token], name: Token) -> bool:
    """Whether an amount is but what some of those insured paid: 在职人员 缴费收入."""
    return says(before[-1:], "at_work") and all(map(keys.is_account, name.meaning))


def _is_one_of_unknown(name: Token, segment: Segment) -> bool:
    """Whether a name is added up with another that is unknown: 生育医疗费和津贴合计."""
    behind = segment.plain[segment.plain.index(name) + 1 :]
    listed = [token.kind for token in behind[:2]] in (["join", "rest"], ["join", "brief"])
    return listed and says(behind, "summed")


def _beside(before: Sequence[Token], name: Token) -> Sequence[Token]:
    """The words before a name without those that may part it from another; before a bare 支出 these
    say when it was as well: 稳岗返还 全年共 支出."""
    whole = is_bare(name) and not says(before, "leaving_out")
    passed = _TIMES if whole else _STANCES
    idle = ("summed", "no_more") if whole else ("summed",)
    return [
        token
        for token in before
        if token.kind not in passed and not any(says([token], sense) for sense in idle)
    ]


def _before_fund(beside: Sequence[Token]) -> Token | None:
    """The name that nothing but a fund parts from the one behind it: 在职 职工医保 参保; None where
    there is none."""
    behind = [*takewhile(lambda token: token.kind in _BEFORE_NAMES, reversed(beside))]
    named = [token for token in beside[: len(beside) - len(behind)][-1:] if token.kind == "item"]
    parted = any(token.kind in ("fund", "total") for token in behind)
    return named[0] if parted and named else None


def _narrows(first: Token, last: Token) -> bool:
    """Whether a name before a fund tells which part of it is meant by the one behind: 在职 of those
    who take part, 丧葬抚恤 of 支出."""
    if last.meaning == TAKING_PART:
        return all(keys.family(name) == "headcounts" for name in first.meaning)
    of_account = bool(first.meaning) and all(map(keys.is_account, first.meaning))
    return is_bare(last) and of_account and not is_bare(first)


def _is_of_rate(name: Token, segment: Segment) -> bool:
    """Whether a name is but the beginning of that of a rate: 缴费 of 缴费率."""
    place = segment.plain.index(name)
    behind = segment.plain[place + 1 : place + 2]
    adjoins = [token for token in behind if token.start == name.end and token.kind == "rest"]
    return segment.is_rate and says(adjoins, "rate")


def _is_referring(before: Sequence[Token], segment: Segment) -> bool:
    """Whether words before a name say that it is no line of the tables: 该项支出, 平均人数."""
    averaged = segment.of_people and any(token.kind == "average" for token in before)
    return averaged or (bool(before) and before[-1].text in _REFERRING)


def _make_a_part(before: Sequence[Token], name: Token, segment: Segment) -> bool:
    """Whether words before a name narrow it: 困难群体 参保人数, 养老金 支出."""
    foreign = UNKNOWN if segment.lists_funds else {*UNKNOWN, "brief"}
    of_benefits = name.kind in ("benefit", "raising")
    kinds = {token.kind for token in before}
    return not kinds.isdisjoint(foreign if of_benefits else foreign | {"benefit"})


def _of_two(first: Token, last: Token) -> Token:
    """Of two names side by side the one that says more: 住院 支出; what both may mean; two of a
    list say nothing."""
    if first.kind == "item" and is_bare(last):
        return first
    if first.kind == "item" and is_bare(first):
        return last
    if common := tuple(name for name in last.meaning if name in first.meaning):
        return replace(last, meaning=common)
    families = {keys.family(name) for token in (first, last) for name in token.meaning}
    return last if first.kind == "item" and len(families) > 1 else replace(last, meaning=())


def _is_measured(segment: Segment, subject: Subject) -> bool:
    """Whether the number of a segment can count a line: people are no amount."""
    return segment.a_head or subject.family != _UNLIKE.get(segment.dimension)


def _is_deposit_share(segment: Segment, names: Sequence[Token], before: What) -> bool:
    """Whether deposits are put to the balance: 定期存款7500万元，占基金结余的52%; so are those of
    the next fund of a list: 失业3200万元，占64.7%."""
    if not names and not segment.base:
        listed = before.subjects == (DEPOSITS,) and before.whole == (LEFT,)
        return listed and segment.has("share") and segment.is_rate
    named = {subject_of(name) for token in (*names, *segment.base) for name in token.meaning}
    deposits = DEPOSITS in before.subjects or bool(named & {DEPOSITS, DEPOSIT_SHARE})
    shared = segment.has("share") or DEPOSIT_SHARE in named
    return deposits and shared and LEFT in named


# ---------------------------------------------------------------- titles
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
    return segment.dimension == "money" and not segment.in_yuan and dated <= _OF_TITLES
