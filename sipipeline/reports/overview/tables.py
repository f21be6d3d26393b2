"""The tables of the morning, each declared once: the workbook makes a sheet of it, the page a
section."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from sipipeline import catalogue
from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.standard import Standard
from sipipeline.core.text import NOTHING, Lang, Text, join, same
from sipipeline.core.values import frozen
from sipipeline.reports.overview.attendance import Attendance, Expected
from sipipeline.reports.overview.changes import SubmissionChange
from sipipeline.reports.overview.entries import Entry, IndicatorEntry, IssueEntry
from sipipeline.reports.overview.forms import (
    BALANCE,
    EXPENDITURE,
    INCOME,
    fund_name,
    item_name,
    lines,
)
from sipipeline.reports.overview.overview import Held, OfRule, Overview, Rank, Tallied, plain
from sipipeline.reports.overview.sums import Amounts, amount
from sipipeline.reports.phrases import EXPLAINED, INDICATOR_STATUSES, VERDICTS, word


class Form(StrEnum):
    """How the values of a column are shown."""

    TEXT = "text"
    LONG = "long"
    """A text of several lines."""
    COUNT = "count"
    """A number; nothing is left blank."""
    YEAR = "year"
    MONEY = "money"
    """Fen, shown in ten thousand yuan."""
    RATE = "rate"
    VERDICT = "verdict"
    COPY = "copy"
    """Path of an annotated copy."""


Value = str | int | float | Verdict | None
Row = TypeVar("Row")


@frozen
class TableColumn(Generic[Row]):
    """A column: what it is called, how wide it is in half ideographs, and its value of a row."""

    head: Text
    width: int
    form: Form
    value: Callable[[Row, Lang], Value]


# ---------------------------------------------------------------- units
class UnitRow(NamedTuple):
    kept: Tallied
    entry: Entry
    total: str
    """Key of the account of the total."""


UNIT = Text(zh="填报单位", en="Unit")
CODE = Text(zh="行政区划代码", en="Region code")
YEAR = Text(zh="年度", en="Year")
VERDICT = Text(zh="结论", en="Verdict")
ERRORS = Text(zh="要改", en="To fix")
TO_EXPLAIN = Text(zh="待说明", en="To explain")
MONEY = Text(zh="涉及金额", en="Money affected")
CONTACT = Text(zh="填报人", en="Contact")
PHONE = Text(zh="联系电话", en="Telephone")
FILE = Text(zh="文件", en="File")


def unit_columns(overview: Overview) -> list[TableColumn[UnitRow]]:
    """The columns of the list of units; rounds and times only where somebody noted them."""
    of_ledger = _OF_LEDGER if any(kept.received for kept in overview.kept) else ()
    return [*_WHO, *of_ledger, *_HOW, *_WHERE]


def unit_rows(overview: Overview) -> Iterator[UnitRow]:
    """Every submission, the most urgent first."""
    for kept, entry in overview.entries(overview.by_need()):
        yield UnitRow(kept, entry, overview.form(entry).total.key)


def _why(row: UnitRow, lang: Lang) -> str:
    return row.entry.unreadable.in_(lang)


def _called(row: UnitRow, _: Lang) -> str:
    return " ".join(filter(None, (row.entry.contact, row.entry.phone)))


def _called_or_why(row: UnitRow, lang: Lang) -> str:
    return " ".join(filter(None, (_called(row, lang), _why(row, lang))))


def _round(row: UnitRow, _: Lang) -> int | None:
    return row.entry.round if row.entry.unit else None


def _errors(row: UnitRow, _: Lang) -> int | None:
    return None if row.entry.verdict is Verdict.UNREADABLE else len(row.entry.errors)


def _money(item: str) -> Callable[[UnitRow, Lang], int | None]:
    return lambda row, _: amount(row.entry, item, row.total)


def _missed(row: UnitRow, lang: Lang) -> str:
    """Indicators that are not reached, of how many: 2/14."""
    count = len(row.entry.indicators)
    return f"{len(row.entry.unmet)}/{count}" if count else ""


_WHO: tuple[TableColumn[UnitRow], ...] = (
    TableColumn(UNIT, 30, Form.TEXT, lambda row, _: row.entry.name),
    TableColumn(CODE, 9, Form.TEXT, lambda row, _: row.entry.region_code),
    TableColumn(YEAR, 6, Form.YEAR, lambda row, _: row.entry.year),
    TableColumn(VERDICT, 13, Form.VERDICT, lambda row, _: row.entry.verdict),
)
_OF_LEDGER: tuple[TableColumn[UnitRow], ...] = (
    TableColumn(Text(zh="轮次", en="Round"), 6, Form.COUNT, _round),
    TableColumn(
        Text(zh="收到时间", en="Received"), 16, Form.TEXT, lambda row, _: moment(row.entry.received)
    ),
)
_HOW: tuple[TableColumn[UnitRow], ...] = (
    TableColumn(ERRORS, 6, Form.COUNT, _errors),
    TableColumn(TO_EXPLAIN, 8, Form.COUNT, lambda row, _: len(row.entry.to_explain)),
    TableColumn(EXPLAINED, 8, Form.COUNT, lambda row, _: len(row.entry.explained)),
    TableColumn(Text(zh="未达到的指标", en="Indicators missed"), 9, Form.TEXT, _missed),
    TableColumn(MONEY, 14, Form.MONEY, lambda row, _: row.entry.money or None),
    TableColumn(Text(zh="收入合计", en="Income"), 14, Form.MONEY, _money(INCOME)),
    TableColumn(Text(zh="支出合计", en="Expenditure"), 14, Form.MONEY, _money(EXPENDITURE)),
    TableColumn(Text(zh="年末滚存结余", en="Closing balance"), 14, Form.MONEY, _money(BALANCE)),
)
_WHY_UNREADABLE = Text(zh="读不出的原因", en="Why unreadable")
_CALLED = TableColumn(Text(zh="联系人", en="Contact"), 18, Form.TEXT, _called)
_CALLED_OR_WHY = TableColumn(
    Text(zh="联系人；读不出的原因", en="Contact; why unreadable"), 32, Form.LONG, _called_or_why
)
_WHERE: tuple[TableColumn[UnitRow], ...] = (
    TableColumn(CONTACT, 10, Form.TEXT, lambda row, _: row.entry.contact),
    TableColumn(PHONE, 15, Form.TEXT, lambda row, _: row.entry.phone),
    TableColumn(_WHY_UNREADABLE, 40, Form.LONG, _why),
    TableColumn(FILE, 36, Form.TEXT, lambda row, _: row.entry.path),
    TableColumn(
        Text(zh="批注本", en="Annotated copy"), 26, Form.COPY, lambda row, _: row.entry.copy
    ),
)


def page_columns(overview: Overview) -> list[TableColumn[UnitRow]]:
    """The columns of the list of units on the page, which is narrower: what is alike everywhere is
    left out, who is to be called or why nobody can be stands in one cell, a file is named where it
    does not say its unit; the copy stands where no screen cuts it off."""
    years = {kept.whose.year for kept in overview.kept if kept.verdict is not Verdict.UNREADABLE}
    alike = {YEAR} if len(years) < 2 else set()
    moved = {CONTACT, PHONE, FILE, _WHY_UNREADABLE, *alike}
    kept = [column for column in unit_columns(overview) if column.head not in moved]
    called = _CALLED_OR_WHY if overview.verdicts[Verdict.UNREADABLE] else _CALLED
    *others, copy = kept
    after_verdict = 1 + [column.head for column in others].index(VERDICT)
    return [*others[:after_verdict], copy, *others[after_verdict:], called]


def moment(written: str) -> str:
    """A moment as people read it, to the minute: 2021-03-05 20:10."""
    return written[:16].replace("T", " ")


# ---------------------------------------------------------------- issues
class IssueRow(NamedTuple):
    entry: Entry
    issue: IssueEntry


def issue_rows(row: UnitRow) -> Iterator[IssueRow]:
    return (IssueRow(row.entry, issue) for issue in row.entry.issues)


RULE = Text(zh="规则", en="Rule")
SEVERITY = Text(zh="程度", en="Severity")
WRONG = Text(zh="问题", en="What is wrong")
TODO = Text(zh="怎么办", en="What to do")
_WHOLE = Text(zh="整个文件", en="the file")

ISSUES: tuple[TableColumn[IssueRow], ...] = (
    TableColumn(UNIT, 26, Form.TEXT, lambda row, _: row.entry.name),
    TableColumn(
        SEVERITY,
        8,
        Form.TEXT,
        lambda row, lang: word(row.issue.severity, row.issue.explained).in_(lang),
    ),
    TableColumn(RULE, 7, Form.TEXT, lambda row, _: row.issue.rule),
    TableColumn(
        Text(zh="位置", en="Place"),
        18,
        Form.TEXT,
        lambda row, lang: row.issue.cell or _WHOLE.in_(lang),
    ),
    TableColumn(WRONG, 70, Form.LONG, lambda row, lang: row.issue.message.in_(lang)),
    TableColumn(TODO, 44, Form.LONG, lambda row, lang: row.issue.todo.in_(lang)),
    TableColumn(MONEY, 13, Form.MONEY, lambda row, _: row.issue.money),
    TableColumn(
        Text(zh="随之消除", en="Go away with it"),
        9,
        Form.COUNT,
        lambda row, _: row.issue.settles - 1 or None,
    ),
)
_OF_FILE: TableColumn[IssueRow] = TableColumn(FILE, 30, Form.TEXT, lambda row, _: row.entry.path)


def issue_columns(overview: Overview) -> list[TableColumn[IssueRow]]:
    """The columns of the list of issues; the file only where a unit has more than one."""
    return [*ISSUES, _OF_FILE] if overview.duplicates else [*ISSUES]


# ---------------------------------------------------------------- indicators
class IndicatorRow(NamedTuple):
    entry: Entry
    line: IndicatorEntry


def indicator_rows(row: UnitRow) -> Iterator[IndicatorRow]:
    return (IndicatorRow(row.entry, line) for line in row.entry.indicators)


def _status(row: IndicatorRow, lang: Lang) -> str:
    words = INDICATOR_STATUSES.get(row.line.status)
    return words.in_(lang) if words is not None else row.line.status


NO_REASON = Text(zh="没有填原因", en="no reason given")


def _reason(row: IndicatorRow, lang: Lang) -> str:
    """The reason that the submitter gives; of an undecided one why it is."""
    line = row.line
    if line.status == "undecided":
        return line.reason.in_(lang)
    return line.explanation or (NO_REASON.in_(lang) if line.status == "unmet" else "")


INDICATORS: tuple[TableColumn[IndicatorRow], ...] = (
    TableColumn(UNIT, 28, Form.TEXT, lambda row, _: row.entry.name),
    TableColumn(Text(zh="第几项", en="No."), 7, Form.COUNT, lambda row, _: row.line.number),
    TableColumn(Text(zh="三级指标", en="Indicator"), 36, Form.LONG, lambda row, _: row.line.name),
    TableColumn(Text(zh="指标值", en="Target"), 22, Form.LONG, lambda row, _: row.line.target),
    TableColumn(Text(zh="实际完成值", en="Actual"), 22, Form.LONG, lambda row, _: row.line.actual),
    TableColumn(Text(zh="完成情况", en="Outcome"), 10, Form.TEXT, _status),
    TableColumn(
        Text(zh="完成程度", en="Completion"), 10, Form.RATE, lambda row, _: row.line.completion
    ),
    TableColumn(Text(zh="原因", en="Reason"), 44, Form.LONG, _reason),
)


# ---------------------------------------------------------------- funds
class FundRow(NamedTuple):
    year: int | None
    form: Standard
    fund: str
    item: str
    amounts: Amounts
    submitted: int
    """Units with figures of the fund, accepted or not."""


def fund_rows(overview: Overview) -> Iterator[FundRow]:
    """The lines that accepted submissions state, by year, the newest first; the total first."""
    for year in sorted(overview.sums, key=lambda year: year or 0, reverse=True):
        form, sums = overview.forms[year], overview.sums[year]
        known = [line for line in lines(form) if line in sums]
        unknown = sorted(sums.keys() - set(known))
        for fund, item in (*known, *unknown):
            submitted = overview.submitted[year][fund]
            yield FundRow(year, form, fund, item, sums[fund, item], submitted)


_BUDGET, _ACTUAL, _LAST_YEAR = (
    Text(zh="预算数", en="Budget"),
    Text(zh="本年实际数", en="Actual"),
    Text(zh="上年实际数", en="Last year"),
)
_LEFT_BLANK = Text(zh="{measure}有 {count} 处没有填", en="{measure}: {count} left blank")


def _incomplete(row: FundRow, lang: Lang) -> str:
    """The sums of a row that lack what a line has left blank."""
    amounts = row.amounts
    sums = ((_BUDGET, amounts.budget), (_ACTUAL, amounts.actual), (_LAST_YEAR, amounts.prior))
    told = [
        _LEFT_BLANK.fill(measure=measure, count=one.blank)
        for measure, one in sums
        if one.blank and one.stated
    ]
    return join(told, "，", ", ").in_(lang)


FUNDS: tuple[TableColumn[FundRow], ...] = (
    TableColumn(YEAR, 6, Form.YEAR, lambda row, _: row.year),
    TableColumn(
        Text(zh="险种", en="Fund"),
        14,
        Form.TEXT,
        lambda row, lang: fund_name(row.form, row.fund).in_(lang),
    ),
    TableColumn(
        Text(zh="科目", en="Item"),
        34,
        Form.TEXT,
        lambda row, lang: item_name(row.form, row.fund, row.item).in_(lang),
    ),
    TableColumn(
        Text(zh="已通过单位", en="Units accepted"), 9, Form.COUNT, lambda row, _: row.amounts.units
    ),
    TableColumn(Text(zh="已报单位", en="Units in"), 9, Form.COUNT, lambda row, _: row.submitted),
    TableColumn(_BUDGET, 16, Form.MONEY, lambda row, _: row.amounts.budget.sum),
    TableColumn(_ACTUAL, 16, Form.MONEY, lambda row, _: row.amounts.actual.sum),
    TableColumn(
        Text(zh="完成预算%", en="Completion"), 10, Form.RATE, lambda row, _: row.amounts.completion
    ),
    TableColumn(_LAST_YEAR, 16, Form.MONEY, lambda row, _: row.amounts.prior.sum),
    TableColumn(
        Text(zh="比上年增减额", en="Change"), 16, Form.MONEY, lambda row, _: row.amounts.change
    ),
    TableColumn(
        Text(zh="比上年增减%", en="Growth"), 10, Form.RATE, lambda row, _: row.amounts.growth
    ),
    TableColumn(Text(zh="没有填全的", en="Incomplete"), 36, Form.TEXT, _incomplete),
)


# ---------------------------------------------------------------- who is missing
_ANOTHER_YEAR = Text(zh="只报来 {year} 年的（{file}）", en="Only {year} has come ({file})")
MISSING: tuple[TableColumn[Expected], ...] = (
    TableColumn(UNIT, 34, Form.TEXT, lambda row, _: row.line.unit),
    TableColumn(CODE, 12, Form.TEXT, lambda row, _: row.line.region_code),
    TableColumn(
        Text(zh="截止日期", en="Deadline"),
        12,
        Form.TEXT,
        lambda row, _: row.line.deadline.isoformat() if row.line.deadline else "",
    ),
    TableColumn(
        Text(zh="逾期天数", en="Days overdue"), 9, Form.COUNT, lambda row, _: row.days_late or None
    ),
    TableColumn(CONTACT, 12, Form.TEXT, lambda row, _: row.line.contact),
    TableColumn(PHONE, 16, Form.TEXT, lambda row, _: row.line.phone),
    TableColumn(
        Text(zh="邮箱", en="E-mail"), 34, Form.TEXT, lambda row, _: "; ".join(row.line.addresses)
    ),
    TableColumn(
        Text(zh="备注", en="Remark"), 30, Form.TEXT, lambda row, lang: another_year(row).in_(lang)
    ),
)


def another_year(missing: Expected) -> Text:
    """That a unit has sent a workbook, but one of another year; nothing where it has sent none."""
    came = missing.of_another_year
    return NOTHING if came is None else _ANOTHER_YEAR.fill(year=came.whose.year, file=came.file)


# ---------------------------------------------------------------- what waits for a person
_TWICE = Text(zh="同一单位报了不止一份", en="More than one workbook of a unit")
_TWICE_WHY = Text(
    zh="{other} 也是这个单位同一年度的。", en="{other} is of the same unit and year, too."
)
_TWICE_TODO = Text(
    zh="问清以哪一份为准，把另一份移走；金额只计了一份。",
    en="Ask which one counts and take the other away; the money of one is counted.",
)
_NAMED_OTHERWISE = Text(zh="单位名称与名册不同", en="Named otherwise than on the roster")
_NO_NAME = Text(zh="没有填单位名称", en="Without the name of a unit")
_KNOWN_BY_CODE = Text(
    zh="按行政区划代码 {code} 认作名册上的“{unit}”。",
    en="By its region code {code} it is taken for {unit} of the roster.",
)
_NAMED_OTHERWISE_TODO = Text(
    zh="是同一个单位的，把名册改成封面上的名称；代码填错的，请报送单位改正后重报。",
    en="If it is that unit, put its name right on the roster; if the code is wrong, have it sent "
    "again.",
)
_STRANGER = Text(zh="名册上没有这个单位", en="Not on the roster")
_STRANGER_TODO = Text(
    zh="单位名称或行政区划代码写得不同的，请单位改正；确是新单位的，补进名册。",
    en="Where the name or the code is written otherwise, have it put right; else add the unit.",
)

HELD: tuple[TableColumn[Held], ...] = (
    TableColumn(Text(zh="什么事", en="What"), 22, Form.TEXT, lambda row, lang: row.what.in_(lang)),
    TableColumn(Text(zh="谁", en="Who"), 30, Form.TEXT, lambda row, _: row.who),
    TableColumn(FILE, 32, Form.TEXT, lambda row, _: row.file),
    TableColumn(Text(zh="时间", en="Since"), 16, Form.TEXT, lambda row, _: moment(row.since)),
    TableColumn(Text(zh="原因", en="Why"), 44, Form.LONG, lambda row, lang: row.why.in_(lang)),
    TableColumn(TODO, 44, Form.LONG, lambda row, lang: row.todo.in_(lang)),
)


def held_rows(overview: Overview, attended: Attendance | None) -> list[Held]:
    """What waits for a person: what the ledger holds, two workbooks of a unit, what only its
    region code says the unit of, units that are not on the roster where the ledger has not told so
    itself."""
    told = {(one.who, one.file) for one in overview.held}
    strangers = attended.strangers if attended is not None else ()
    expected = attended.expected if attended is not None else ()
    return [
        *overview.held,
        *(_twice(one, other) for one, other in overview.duplicates),
        *(held for one in expected if (held := _named_otherwise(one)) is not None),
        *(_stranger(one) for one in strangers if (one.name, one.file) not in told),
    ]


def _twice(one: Tallied, other: Tallied) -> Held:
    why = _TWICE_WHY.fill(other=other.file)
    return Held(_TWICE, one.name, one.file, one.received, why, _TWICE_TODO)


def _named_otherwise(one: Expected) -> Held | None:
    """A submission of a unit of the roster that is named otherwise there; None for any other."""
    kept, line = one.kept, one.line
    if kept is None or plain(line.unit) == kept.whose.name:
        return None
    what = _NAMED_OTHERWISE if kept.has_unit else _NO_NAME
    why = _KNOWN_BY_CODE.fill(code=line.region_code, unit=line.unit)
    return Held(what, kept.name, kept.file, kept.received, why, _NAMED_OTHERWISE_TODO)


def _stranger(one: Tallied) -> Held:
    return Held(_STRANGER, one.name, one.file, one.received, NOTHING, _STRANGER_TODO)


# ---------------------------------------------------------------- whom to call
_CALLS, _UNREADABLE_CALLS = 10, 3
"""So many units are to be called first, and so many of them at most because nothing of their file
could be read, as long as there are others."""


_CALL_IS_DUE = Text(zh="要打电话：{why}", en="A call is due: {why}")


def to_call(overview: Overview) -> list[UnitRow]:
    """The units to call first: what is unreadable, then where a call is due, then errors, then what
    is to be explained."""
    urgent = [kept for kept in overview.by_need() if kept.verdict is not Verdict.PASS]
    urgent.sort(key=_call_rank)
    unreadable = [kept for kept in urgent if kept.verdict is Verdict.UNREADABLE]
    readable = urgent[len(unreadable) :]
    chosen = [*unreadable[:_UNREADABLE_CALLS], *readable][:_CALLS]
    chosen = sorted([*chosen, *unreadable[_UNREADABLE_CALLS:]][:_CALLS], key=_call_rank)
    return [
        UnitRow(kept, entry, overview.form(entry).total.key)
        for kept, entry in overview.entries(chosen)
    ]


def first_to_say(row: UnitRow, lang: Lang) -> str:
    """What to say first on the telephone: why the file is unreadable, why a call is due, or its
    first issue."""
    if row.entry.verdict is Verdict.UNREADABLE:
        return _why(row, lang)
    if row.entry.call.zh:
        return _CALL_IS_DUE.fill(why=row.entry.call).in_(lang)
    messages = (issue.message.in_(lang) for issue in row.entry.issues)
    return next(filter(None, messages), "")


def _call_rank(kept: Tallied) -> tuple[bool, bool, Rank]:
    _, no_call_is_due, *_ = kept.rank
    return kept.verdict is not Verdict.UNREADABLE, no_call_is_due, kept.rank


CALLS: tuple[TableColumn[UnitRow], ...] = (
    TableColumn(UNIT, 32, Form.TEXT, lambda row, _: row.entry.name),
    TableColumn(VERDICT, 11, Form.VERDICT, lambda row, _: row.entry.verdict),
    TableColumn(ERRORS, 9, Form.COUNT, _errors),
    TableColumn(TO_EXPLAIN, 9, Form.COUNT, lambda row, _: len(row.entry.to_explain)),
    TableColumn(MONEY, 14, Form.MONEY, lambda row, _: row.entry.money or None),
    TableColumn(CONTACT, 12, Form.TEXT, lambda row, _: row.entry.contact),
    TableColumn(PHONE, 16, Form.TEXT, lambda row, _: row.entry.phone),
    TableColumn(Text(zh="先说这一件", en="Say this first"), 60, Form.LONG, first_to_say),
)


# ---------------------------------------------------------------- rules
class RuleRow(NamedTuple):
    code: str
    found: OfRule
    submissions: int
    """Of the whole batch."""


_AND_MORE = Text(zh="{names}等 {count} 家", en="{names} and more, {count} in all")


def rule_rows(overview: Overview) -> list[RuleRow]:
    """The rules that found something to do, those of most units first."""
    count = len(overview.kept)
    rows = [RuleRow(code, found, count) for code, found in overview.rules.items() if found.units]
    return sorted(rows, key=lambda row: (-row.found.units, row.code))


def rule_title(code: str) -> Text:
    """What a rule checks; nothing of one that this program does not have."""
    rule = catalogue.by_code().get(code)
    return rule.title if rule is not None else NOTHING


def names_of(found: OfRule) -> Text:
    """The units that a rule found something in: the first by name, all by their number."""
    names = found.names
    listed = join([same(name) for _, name in names], "、", ", ")
    if found.units <= len(names):
        return listed
    return _AND_MORE.fill(names=listed, count=found.units)


def _severity(severity: Severity) -> Callable[[RuleRow, Lang], int | None]:
    return lambda row, _: row.found.severities[severity] or None


def _code_and_title(row: RuleRow, lang: Lang) -> str:
    return f"{row.code} {rule_title(row.code).in_(lang)}"


RULES: tuple[TableColumn[RuleRow], ...] = (
    TableColumn(RULE, 32, Form.LONG, _code_and_title),
    TableColumn(Text(zh="单位数", en="Units"), 11, Form.COUNT, lambda row, _: row.found.units),
    TableColumn(word(Severity.ERROR, False), 9, Form.COUNT, _severity(Severity.ERROR)),
    TableColumn(word(Severity.WARNING, False), 9, Form.COUNT, _severity(Severity.WARNING)),
    TableColumn(word(Severity.INFO, False), 14, Form.COUNT, _severity(Severity.INFO)),
    TableColumn(
        Text(zh="已说明", en="Explained"),
        12,
        Form.COUNT,
        lambda row, _: row.found.explained or None,
    ),
    TableColumn(
        Text(zh="占已报单位", en="Share of units"),
        16,
        Form.RATE,
        lambda row, _: row.found.units / row.submissions,
    ),
    TableColumn(
        Text(zh="哪些单位", en="Which units"),
        60,
        Form.LONG,
        lambda row, lang: names_of(row.found).in_(lang),
    ),
)


# ---------------------------------------------------------------- since yesterday
_NEW = Text(zh="新报", en="new")


def _errors_then_and_now(row: SubmissionChange, lang: Lang) -> str:
    """5 → 2"""
    then = row.before.errors if row.before is not None else None
    return str(row.kept.errors) if then is None else f"{then} → {row.kept.errors}"


def _verdict_before(row: SubmissionChange, lang: Lang) -> str:
    return (VERDICTS[row.before.verdict] if row.before is not None else _NEW).in_(lang)


CHANGES: tuple[TableColumn[SubmissionChange], ...] = (
    TableColumn(UNIT, 32, Form.TEXT, lambda row, _: row.kept.name),
    TableColumn(VERDICT, 11, Form.VERDICT, lambda row, _: row.kept.verdict),
    TableColumn(ERRORS, 9, Form.TEXT, _errors_then_and_now),
    TableColumn(Text(zh="轮次", en="Round"), 9, Form.COUNT, lambda row, _: row.kept.round),
    TableColumn(Text(zh="昨日", en="Yesterday"), 14, Form.TEXT, _verdict_before),
)
