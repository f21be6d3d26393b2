"""What a part of the year is of all of it, and what two parts that are the year come to:
1-6月支出7914.6万元，占全年支出的49.6%; 上半年收入486万元，…；下半年收入512万元."""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, is_in_points
from sipipeline.evidence.narrative.lines.sentence_figures import is_whole
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount
from sipipeline.evidence.narrative.questions import what
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import (
    AT_YEAR_END,
    EXPENDITURE,
    INCOME,
    OPENING,
    SURPLUS,
    Subject,
)
from sipipeline.evidence.narrative.quoting.cells import Told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import Compared, beside, quote_of
from sipipeline.language.dates import WRITTEN_YEAR
from sipipeline.language.lexicon import has, table
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "parts_of_year")
_YEAR = re.compile(f"^{WRITTEN_YEAR}")
_NO_FLOWS = AT_YEAR_END | {OPENING, SURPLUS}
_SUBTOTALS = {
    INCOME: Subject(keys.ACCOUNTS, "income_subtotal"),
    EXPENDITURE: Subject(keys.ACCOUNTS, "expenditure_subtotal"),
}
"""What the two sides come to without what other levels give or get, which may be meant."""
_APART = ("part", "plan", "aim", "cause", "elsewhere", "other_year", "average", *CHANGES)
_RATES = frozenset({"share", "completion"})
_TIMES = frozenset({"date", "part_year"})
_OTHERWISE = _TIMES | {"join"}
"""Kinds of words that say of another time, or of another line as well, what a rate is of."""
_BEFORE = ("last_year", "same_period")
_HUNDRED = 100
_FAR = 2
"""How many times what it should be a number must be to be of something else."""


def parts_of_year(clauses: Sequence[Clause]) -> Iterator[Statement]:
    """What clauses say of parts of the year whose amounts stand in the same sentence."""
    parts: list[_StatedPart] = []
    time, rated = "", 0
    for before, clause in zip([None, *clauses], clauses, strict=False):
        if before is None or before.line != clause.line or clause.segment.after in SENTENCE_ENDS:
            parts, time, rated = [], "", 0
        if not clause.segment.tokens:
            continue
        time = _time(clause) or time
        if (part := _part(clause, time)) is not None:
            parts.append(part)
            yield from _of_both(parts)
        elif measure := _measure(clause):
            yield from _of_rate(clause, measure, parts, len(parts) - rated)
            rated = len(parts)


@frozen
class _StatedPart:
    """What a line came to in a part of the year."""

    clause: Clause
    mention: Mention
    account: str
    line: Subject
    time: str
    """The part of the year, as written: 1-6月."""

    @property
    def is_of(self) -> tuple[str, Subject]:
        return self.account, self.line

    def beside(self, line: Subject, measure: str) -> Compared | None:
        """The amount beside a figure of all the year; None where that is none, or nothing."""
        quote = quote_of(self.clause.line, self.mention, key_of(line, self.account, measure))
        year = beside(quote, quote.key or "", self.clause.own.submission)
        return year if year is not None and year.told.low > 0 else None


class _LeastAndMost(NamedTuple):
    low: float
    high: float

    def meets(self, other: "_LeastAndMost") -> bool:
        return self.low <= other.high * (1 + SLACK) and other.low <= self.high * (1 + SLACK)

    def is_near(self, other: "_LeastAndMost") -> bool:
        """Whether both may be of one thing, be it that one of them is wrong."""
        return self.low < other.high * _FAR and other.low < self.high * _FAR


class _BesideYear(NamedTuple):
    """A figure of all the year, what is made with it, and what should be made."""

    year: Told
    made: _LeastAndMost
    said: _LeastAndMost


def _time(clause: Clause) -> str:
    """The words for a time of a clause, from the first to the last; "" where it has none."""
    said = [token for token in clause.segment.tokens if token.kind in _TIMES]
    return _YEAR.sub("", clause.line.text[said[0].start : said[-1].end]) if said else ""


def _part(clause: Clause, time: str) -> _StatedPart | None:
    """What a clause says that a line of an account came to in a part of the year; None where it
    says no such thing, or more than that."""
    amount = clause.segment.number
    if amount is None or amount.mention is None or not _is_level(clause, amount):
        return None
    lines, accounts = clause.setting.what.subjects, clause.named_accounts
    clear = clause.setting.what.explicit and len(lines) == len(accounts) == 1
    told = clear and _flows(lines[0]) and _is_of_part(clause)
    return _StatedPart(clause, amount.mention, accounts[0], lines[0], time) if told else None


def _is_level(clause: Clause, amount: Token) -> bool:
    """Whether a clause leads to an amount to its last digit, and to no change or part of one."""
    segment, mention = clause.segment, amount.mention
    plain = not segment.depth and not segment.unknown and not segment.has(*_APART, *_BEFORE)
    return plain and is_amount(amount) and mention is not None and is_whole(mention)


def _flows(line: Subject) -> bool:
    """Whether a line is of what comes in or goes out in the course of the year."""
    return line.family == keys.ACCOUNTS and line not in _NO_FLOWS


def _is_of_part(clause: Clause) -> bool:
    """Whether a clause of a report says what came about in a part of the year that it is on."""
    at, setting = clause.setting.when, clause.setting
    came_about = at.period == "part" and at.stance == "outcome" and not at.supposes
    own = not setting.whom.elsewhere and not setting.caused
    return clause.line.role == "report" and came_about and own


# ---------------------------------------------------------------- 占全年的, 完成全年预算的
def _of_rate(
    clause: Clause, measure: str, parts: Sequence[_StatedPart], fresh: int
) -> Iterator[Statement]:
    """What a part of the year is of a figure of all of it; of the parts so many are such of which
    no rate was told before."""
    rate, part = _rate(clause), _part_meant(clause, parts, fresh)
    if rate is None or part is None or [*clause.named_accounts] != [part.account]:
        return
    said = _LeastAndMost(*((rate.value + way * rate.half_width) / _HUNDRED for way in (-1, 1)))
    years = [part.beside(line, measure) for line in _lines(part.line)]
    found = [
        _BesideYear(one.told, _LeastAndMost(one.low / one.told.high, one.high / one.told.low), said)
        for one in years
        if one is not None
    ]
    yield from _stated(part, rate, found)


def _rate(clause: Clause) -> Mention | None:
    """The percentage of a clause that is of a part of the year, to its last digit; None where it
    has none."""
    number = clause.segment.number
    rate = number.mention if number is not None and _is_of_part(clause) else None
    if rate is None or rate.unit.dimension != "percent" or is_in_points(rate):
        return None
    return rate if is_whole(rate) and not has(clause.text, "about", "before") else None


def _measure(clause: Clause) -> str:
    """The measure of the year that a rate is said to be of; "" where that is none, or unclear."""
    behind = _behind_rate(clause)
    kinds = [token.kind for token in behind]
    several = kinds.count("item") > 1 or not _OTHERWISE.isdisjoint(kinds)
    text = "".join(token.text for token in behind)
    if several or clause.segment.has(*_BEFORE) or not has(text, *_HERE, "of_year"):
        return ""
    if not clause.segment.names_budget:
        return "actual" if kinds[0] == "share" else ""
    return "" if has(clause.line.text, "narrative", "signs", "adjusted") else "budget"


def _behind_rate(clause: Clause) -> Sequence[Token]:
    """The words of a clause from 占 or 完成预算 on; none where neither stands there."""
    return [*dropwhile(lambda token: token.kind not in _RATES, clause.segment.tokens)]


def _part_meant(clause: Clause, parts: Sequence[_StatedPart], fresh: int) -> _StatedPart | None:
    """The part of the year that a rate is of: the last of the line, and of the time, that words
    before the rate name, or else the only one since the last rate; None where the whole is another
    line."""
    tokens = clause.segment.tokens
    before = [*takewhile(lambda token: token.kind not in _RATES, tokens)]
    named, time = what.named(before), _time(clause)
    alike = [one for one in parts if one.line in named and time in ("", one.time)]
    meant = alike if named else parts if fresh == 1 else ()
    base = clause.segment.base
    of_own = what.named(base) in ((), *[(one.line,) for one in meant[-1:]])
    return meant[-1] if meant and of_own and all(one.kind == "item" for one in base) else None


# ---------------------------------------------------------------- 上半年，下半年
def _of_both(parts: Sequence[_StatedPart]) -> Iterator[Statement]:
    """What the last part and one before it that make up the year come to."""
    last = parts[-1]
    pairs = table()["narrative"]["workings"]["parts_of_year"]
    first = [one for one in parts if one.is_of == last.is_of and [one.time, last.time] in pairs]
    if len(first) != 1:
        return
    found: list[_BesideYear] = []
    for line in _lines(last.line):
        both = [one for part in (*first, last) if (one := part.beside(line, "actual")) is not None]
        if len(both) > 1:
            year, made = (
                both[0].told,
                _LeastAndMost(sum(one.low for one in both), sum(one.high for one in both)),
            )
            found.append(_BesideYear(year, made, _LeastAndMost(year.low, year.high)))
    yield from _stated(first[0], last.mention, found)


def _lines(line: Subject) -> Sequence[Subject]:
    """A line, and what it may be meant to be as well."""
    return [line, _SUBTOTALS[line]] if line in _SUBTOTALS else [line]


def _stated(part: _StatedPart, last: Mention, found: Sequence[_BesideYear]) -> Iterator[Statement]:
    """What is said from a part of the year to a number: whether it may be so of one of the figures
    that may be meant; nothing where it is too far off to be of the first."""
    if not found or not found[0].made.is_near(found[0].said):
        return
    line = part.clause.line
    holds = any(one.made.meets(one.said) for one in found)
    text = line.text[part.clause.start : last.end]
    yield Statement(line.key, text, (found[0].year,), holds)
