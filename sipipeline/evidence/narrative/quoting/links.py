"""Which cells a figure can mean, once it is known when, of whom, of what and of which kind."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.text import Role
from sipipeline.evidence.narrative.questions.accounts import Own, Whom
from sipipeline.evidence.narrative.questions.kind import FigureKind
from sipipeline.evidence.narrative.questions.subjects import (
    CONTRIBUTIONS,
    CONTRIBUTORS,
    LEFT,
    OPENING,
    Subject,
)
from sipipeline.evidence.narrative.questions.what import What
from sipipeline.evidence.narrative.questions.when import UNSAID, FigureTime
from sipipeline.evidence.narrative.quoting import cells

OF_YEAR = {"this": "actual", "last": "prior"}
"""The measure of what came about in a year."""
_BALANCES = {"months": "months_payable", "deposit_share": "deposit_share"}
_BALANCES_OF_FUNDS = "balances"
_MONTHLY = {"this": "a_month", "last": "a_month_before"}
BY_MONTH = frozenset(_MONTHLY.values())
"""Measures of a month's part of a year."""
_OF_OUTCOME = frozenset({"change", "growth_rate", "a_month"})
"""Kinds of figures that a budget has none of."""
_NOT_OF_ALL = frozenset(
    {"from_superior", "to_superior", "adjustment_in", "adjustment_out", "fiscal_subsidy"}
)
"""Lines that many funds do not have."""
_STATED = ("budget", "actual", "prior")
_OF_MONTHS = ("months_before", "months_as_before", "months_more")
_TWINS = {
    ("opening_balance", "actual"): "closing_balance.prior",
    ("closing_balance", "prior"): "opening_balance.actual",
    ("closing_balance", "before_prior"): "opening_balance.prior",
    ("retirees", "change"): "average_retirees.change",
    ("retirees", "growth_rate"): "average_retirees.growth_rate",
}


@frozen
class Link:
    """The cells that a figure can mean: it is wrong where none of them says the same."""

    required: tuple[str, ...] = ()
    """All of these must be filled in, or the figure could be that of a blank one."""
    further: tuple[str, ...] = ()
    """These count where they are filled in."""

    @classmethod
    def first_of(cls, meant: Sequence[str]) -> "Link":
        """Of some cells the likeliest, then the others."""
        return cls(tuple(meant[:1]), tuple(meant[1:]))


NOWHERE = Link()


@frozen
class Base:
    """What a share is one of."""

    account: str | None
    subjects: tuple[Subject, ...]


def link(
    found: Sequence[FigureKind], whose: Whom, of: What, at: FigureTime, role: Role, own: Own
) -> Link:
    """The cells of a figure of one of these kinds, the likeliest first; none where one of the four
    questions is open."""
    standard = own.standard

    def exists(key: str) -> bool:
        return cells.kind(key, standard) is not None

    if at.period == "before last":
        return _left_before_last_year(found, whose, of, at, own)
    if OPENING in of.subjects and not at.explicit:
        at = UNSAID
    account = _accounts(whose, of, own)
    measures = [
        measure
        for kind in found
        for measure in _measures(kind, at, role)
        if any(map(exists, _keys(of.subjects, account, (measure,))))
    ]
    first = [*filter(exists, _keys(of.subjects, account, measures[:1]))]
    required = tuple(dict.fromkeys(_filled_in(key, own.submission) for key in first))
    required = _of_lines_in_use(required, own.submission)
    lines = (*of.subjects, *_wholes(of, measures))
    further = [*filter(exists, _keys(lines, _accounts_meant(account, whose, of, own), measures))]
    twins = filter(None, map(twin_of, (*first, *further)))
    return Link(required, tuple(key for key in (*further, *twins) if key not in required))


def share(whose: Whom, of: What, base: Base, at: FigureTime, role: Role, own: Own) -> Link:
    """What one figure is of another; none where it is unclear of which."""
    measure = of_year(at) if role == "report" else ""
    if not measure or not whose.account or not base.account:
        return NOWHERE
    parts, wholes = _paid(of.subjects, base.subjects), _paid(base.subjects, of.subjects)
    lines = _PartsOfWholes(parts, wholes, measure)
    of_base = lines.keys(whose.account, base.account)
    of_total = lines.keys(whose.account, own.total)
    within = lines.within(_instead(whose, base, own))
    known = [key for key in of_base if cells.kind(key, own.standard)]
    if of_base and not known and (base.account == own.total or not within):
        return NOWHERE
    likeliest = _likeliest(known, within, whose, base)
    elsewhere = _unless_named(of_total, known, whose, base, own)
    return Link(tuple(likeliest or of_total), (*of_base, *elsewhere, *within))


def of_year(at: FigureTime) -> str:
    """The measure of what came about in the year that is spoken of; "" where that is open."""
    sure = at.stance == "outcome" and at.instead is None
    return OF_YEAR.get(at.period, "") if sure else ""


def key_of(subject: Subject, account: str, measure: str) -> str:
    """The key of a figure of a line; "" where the line has no such figure."""
    if subject.family != _BALANCES_OF_FUNDS:
        return f"{subject.family}.{account}.{subject.item}.{measure}"
    stated = measure == subject.item or measure in _OF_MONTHS
    return f"{subject.family}.{account}.{measure}" if stated else ""


def twin_of(key: str) -> str | None:
    """The other place of a figure that the form asks for twice: what was left last year is what
    this year began with; 领取人数增加334人 may be by the average as well."""
    twin = _TWINS.get((keys.item(key), keys.measure(key)))
    return twin and f"{keys.table(key)}.{twin}"


def _accounts(whose: Whom, of: What, own: Own) -> tuple[str, ...]:
    """The accounts that a figure is of: where it is an amount, it is not said of which, and the
    total has no such line, all funds of the unit that have it."""
    if whose.account is None:
        return ()
    unsaid = whose.source == "far" and whose.account == own.total
    if not unsaid or any(one.family != keys.ACCOUNTS for one in of.subjects):
        return (whose.account,)
    funds = [fund for fund in own.funds if _has_line(fund, of, own)]
    return tuple(funds) if funds and not _has_line(own.total, of, own) else (whose.account,)


def _accounts_meant(account: Sequence[str], whose: Whom, of: What, own: Own) -> tuple[str, ...]:
    """The accounts that a figure can be of: those it is of by the words, and what they may stand
    for."""
    together = (keys.sum_of(account),) if len(account) > 1 else ()
    total = () if _is_named(whose, of, own) else (own.total,)
    return (*(whose.instead(own) or (*account, *total)), *together)


def _wholes(of: What, measures: Sequence[str]) -> Sequence[Subject]:
    """What a line is a part of, which an amount can be of as well; none where the words name the
    line: 支出中，基础养老金4215万元 is not all that was spent."""
    amounts = {*measures} <= {*OF_YEAR.values()}
    return () if of.explicit and amounts else of.whole


def _is_named(whose: Whom, of: What, own: Own) -> bool:
    """Whether the words beside a figure name the fund and the line that it is of, or several funds
    are meant together: it is of no total then."""
    together = whose.account != own.total and len(own.funds_of(whose.account)) > 1
    return together or (whose.source == "said" and of.explicit)


def _has_line(account: str, of: What, own: Own) -> bool:
    has = own.standard.has
    return any(has(key_of(one, account, OF_YEAR["this"])) for one in of.subjects)


def _left_before_last_year(
    found: Sequence[FigureKind], whose: Whom, of: What, at: FigureTime, own: Own
) -> Link:
    """The balance that last year began with, which is all that the tables know of the year before
    it."""
    level = "level" in found and at.explicit and at.stance == "outcome"
    if not level or of.subjects != (LEFT,) or not whose.account:
        return NOWHERE
    return Link((_filled_in(key_of(LEFT, whose.account, "before_prior"), own.submission),))


def _paid(subjects: Sequence[Subject], beside: Sequence[Subject]) -> Sequence[Subject]:
    """Some lines; what is paid in instead of those who pay, where all beside them are amounts:
    缴费占收入的64%."""
    of_money = all(one.family == keys.ACCOUNTS for one in beside)
    return [CONTRIBUTIONS if one == CONTRIBUTORS and of_money else one for one in subjects]


def _likeliest(
    of_base: Sequence[str], within: Sequence[str], whose: Whom, base: Base
) -> Sequence[str]:
    """The shares of an account in that of the whole; those within the latter where nothing says of
    which account the part is."""
    unsaid = whose.source == "far" and base.account != whose.account
    return (within if unsaid else ()) or of_base


def _unless_named(
    of_total: Sequence[str], of_base: Sequence[str], whose: Whom, base: Base, own: Own
) -> Sequence[str]:
    """The shares in the total, which a share can be as well; none where the words name a fund of
    which the form has both."""
    of_fund = base.account in own.funds and whose.source != "far"
    return () if of_base and of_fund else of_total


def _instead(whose: Whom, base: Base, own: Own) -> Sequence[str]:
    """The accounts that a share and its whole may be of as well: that of the whole, if it is
    named."""
    named = base.account if base.account != whose.account else None
    return [account for account in whose.instead(own) if named in (None, account)]


class _PartsOfWholes(NamedTuple):
    """That lines of the tables are parts of others."""

    parts: Sequence[Subject]
    wholes: Sequence[Subject]
    measure: str

    def within(self, accounts: Iterable[str]) -> list[str]:
        """The keys of the shares of each account in itself."""
        return [key for account in accounts for key in self.keys(account, account)]

    def keys(self, account: str, of: str) -> list[str]:
        """The keys of all shares of an account in one, but those of a figure in itself, or of
        people in money; of the same line where one name is said of both:
        职工医保结余是居民医保结余的3.5倍."""
        parts = _keys(self.parts, [account], [self.measure])
        wholes = _keys(self.wholes, [of], [self.measure])
        alike = account != of and self.parts == self.wholes
        both = zip(parts, wholes, strict=True) if alike else product(parts, wholes)
        pairs = ((part, whole) for part, whole in both if part != whole)
        return [keys.share(*pair) for pair in pairs if len({*map(keys.family, pair)}) == 1]


def _of_lines_in_use(required: tuple[str, ...], submission: Submission) -> tuple[str, ...]:
    """The keys but for those of lines that many funds do not have, where the whole line is blank
    and another key is left: 上解 of a fund that takes no part in the national adjustment."""
    used = tuple(key for key in required if not _is_unused(key, submission))
    return used or required


def _is_unused(key: str, submission: Submission) -> bool:
    if keys.is_made(key) or keys.item(key) not in _NOT_OF_ALL:
        return False
    return all(keys.beside(key, measure) not in submission.claims for measure in _STATED)


def _filled_in(key: str, submission: Submission) -> str:
    """The key, or its twin where that alone is filled in."""
    twin = twin_of(key)
    return twin if twin and key not in submission.claims and twin in submission.claims else key


def _measures(found: FigureKind, at: FigureTime, role: Role) -> tuple[str, ...]:
    """The measure that a figure is of, then those that may be meant as well."""
    unclear = at.instead in ("part", "before last", "other")
    if role == "plans" or at.stance == "plan" or unclear:
        return ()
    return _of_targets(found, at) if role == "targets" else _of_report(found, at)


def _of_targets(found: FigureKind, at: FigureTime) -> tuple[str, ...]:
    """The measures of a target; of a balance none, for which the form has no budget."""
    if found != "level" or at.period != "this":
        return ()
    return ("budget",) if at.stance == "budget" else ("budget", "actual")


def _of_report(found: FigureKind, at: FigureTime) -> tuple[str, ...]:
    if found == "level":
        return _of_level(at)
    if found == "origin":
        return ("prior",) if at.unsaid else ()
    if found == "months_before" or (found == "months" and at.period == "last"):
        return _of_months_before(found, at)
    if at.stance == "budget" and found in _OF_OUTCOME:
        return ()
    if found == "a_month":
        return _of_month(at)
    return (_BALANCES.get(found, found),) if at.period == "this" else ()


def _of_month(at: FigureTime) -> tuple[str, ...]:
    """The measures of a month's part of a year, or of the other that may be meant as well."""
    periods = (at.period, at.instead) if at.period in _MONTHLY else ()
    return tuple(_MONTHLY[one] for one in periods if one in _MONTHLY)


def _of_months_before(found: FigureKind, at: FigureTime) -> tuple[str, ...]:
    """The measures of how many months could be paid a year before, or what is left now would last
    where a month takes what it took then: 以上年月均支出计算，可支付8.3个月."""
    if found == "months":
        unsure = ("months_as_before", "months_payable") if at.instead == "this" else ()
        return ("months_before", *unsure)
    return (found,) if at.unsaid or at.period == "last" else ()


def _of_level(at: FigureTime) -> tuple[str, ...]:
    if at.period not in OF_YEAR:
        return ()
    measure = OF_YEAR[at.period]
    if at.stance == "budget":
        budget = ("budget",) if "this" in (at.period, at.instead) else ()
        return (*budget, measure) if at.doubtful else budget
    doubtful = ("budget",) if at.doubtful else ()
    instead = (OF_YEAR[at.instead],) if at.instead in OF_YEAR else ()
    return (measure, *doubtful, *instead)


def _keys(
    subjects: Iterable[Subject], accounts: Iterable[str], measures: Iterable[str]
) -> Iterator[str]:
    combined = product(subjects, accounts, measures)
    yield from filter(None, (key_of(*one) for one in combined))
