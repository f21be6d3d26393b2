"""This year's figures beside those that the unit stated last year, each as rounded."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.display import figure
from sipipeline.core.figures import SLACK, significant
from sipipeline.core.particulars import KeptClaim
from sipipeline.core.past import LastYear
from sipipeline.core.standard import Fund, Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.core.values import frozen

_AFTER = {"before": "after", "funeral_before": "funeral_after"}
"""The level of benefits before an adjustment is the one after the last."""


_ONE = Text(
    zh="{label}填 {stated}，{origin}是 {last}。", en="{label} says {stated}, {origin} {last}."
)
_SEVERAL = Text(
    zh="有 {count} 个数与{origin}不同：{named}{more}。",
    en="{count} {count:figure differs|figures differ} from {origin}: {named}{more}.",
)
_TOGETHER = Text(
    zh="照上年改的，要一起改；只改一格，别处又对不上。",
    en=" Change all of them, or none: with one alone, others disagree.",
)
_NAMED = Text(zh="{label}填 {stated}，上年是 {last}", en="{label} says {stated}, last year {last}")
_MORE = Text(zh="等", en=" and more")
_IN_OTHER_LINES = Text(
    zh="这 {count} 个数正好是彼此的数，像是填错了行。",
    en=" These {count} figures are each other's, as if they stood in the wrong lines.",
)
_PUT_BACK = Text(
    zh="照{origin}把这几行的数移回各自的行；同一行的预算数、本年实际数如果也一起错了行，一并移回。",
    en="Put these figures back in their lines by {origin}; if budgets and actuals of these lines "
    "stand in the wrong ones with them, put back these as well.",
)
_LINES_TO_TELL = 3
"""So many figures that differ are hardly each other's by chance."""
_MOST = 8
"""Cells of a finding that are named: whoever corrects them as last year's workbook has them needs
each."""


@frozen
class Break:
    """A figure that is not what last year's workbook says, in the unit of this year's."""

    key: str
    stated: float
    last: float
    half_width: float
    """Of last year's figure."""

    @property
    def difference(self) -> float:
        return self.stated - self.last


@frozen
class WithLastYear:
    """Figures of this year that last year's workbook has too."""

    looked: tuple[str, ...]
    breaks: tuple[Break, ...]
    origin: Text
    """Where last year's figures are from."""

    def besides(self, lines: Container[str]) -> "WithLastYear":
        """Without the breaks in lines that are told elsewhere."""
        told = tuple(one for one in self.breaks if keys.item(one.key) not in lines)
        return replace(self, breaks=told)

    @property
    def keys(self) -> tuple[str, ...]:
        """The cells that break."""
        return tuple(one.key for one in self.breaks)

    def message(self, standard: Standard) -> Text:
        """What breaks, the first cells by name."""
        first = self.breaks[0]
        if len(self.breaks) == 1:
            return _ONE.fill(
                label=standard.label(first.key),
                stated=shown(first.stated, standard, first.key),
                origin=self.origin,
                last=shown(first.last, standard, first.key),
            )
        named = [_named(one, first.key, standard) for one in self.breaks[:_MOST]]
        places = {
            "count": len(self.breaks),
            "origin": self.origin,
            "named": join(named, "；", "; "),
            "more": _MORE if len(self.breaks) > _MOST else NOTHING,
        }
        return _SEVERAL.fill(**places) + (
            _IN_OTHER_LINES.fill(**places) if self.is_in_other_lines else _TOGETHER
        )

    @property
    def is_in_other_lines(self) -> bool:
        """Whether the figures are those of last year's workbook, each in the line of another."""
        pairs = zip(sorted(one.stated for one in self.breaks), sorted(self._lasts))
        are_alike = all(abs(stated - last) <= self._room for stated, last in pairs)
        return len({*self._lasts}) >= _LINES_TO_TELL and are_alike

    @property
    def _lasts(self) -> Sequence[float]:
        return [one.last for one in self.breaks]

    @property
    def _room(self) -> float:
        """How far figures that are alike may be apart as they are rounded."""
        half_width = max((one.half_width for one in self.breaks), default=0.0)
        return 2 * half_width + SLACK * max(map(abs, self._lasts), default=0.0)

    @property
    def todo(self) -> Text | None:
        """What to do about figures that stand in each other's line; None for any others."""
        return _PUT_BACK.fill(origin=self.origin) if self.is_in_other_lines else None

    @property
    def expected(self) -> tuple[float, float]:
        """What the first of them should be."""
        first = self.breaks[0]
        return first.last - first.half_width, first.last + first.half_width


def next_year(key: str, standard: Standard) -> tuple[str, ...]:
    """Where next year's form has a figure of this year: actual as prior, the closing balance as
    opening balance too."""
    if keys.family(key) not in ("accounts", "headcounts") or keys.measure(key) != "actual":
        return ()
    prior = keys.beside(key, "prior")
    carried_into = standard.carried.get(keys.item(key))
    if carried_into is None:
        return (prior,)
    return (prior, f"{keys.table(key)}.{carried_into}.actual")


def shown(value: float, standard: Standard, key: str) -> str:
    """A figure as the cell of a key shows it."""
    field = standard.field(key)
    return figure(significant(value), field.kind if field is not None else "money")


def stated_last_year(key: str, submission: Submission) -> float | None:
    """What last year's workbook has in a cell, in this year's unit; None where it has no figure."""
    last_year = submission.past.last_year
    claim = None if last_year is None else last_year.claims.get(key)
    if claim is None or isinstance(claim.value, str):
        return None
    return claim.value * _factor(key, claim, submission)


def repeats(key: str, last: str, submission: Submission) -> bool:
    """Whether a figure is the one that last year's workbook has at a key."""
    last_year, now = submission.past.last_year, submission.figure(key)
    claim = None if last_year is None else last_year.claims.get(last)
    if now is None or claim is None or isinstance(claim.value, str):
        return False
    return _break(now, claim.value, claim, submission) is None


class BesideLastYear:
    """The figures of a submission that last year's workbook has too; none without one."""

    def __init__(self, submission: Submission) -> None:
        last_year = submission.past.last_year
        self.standard = submission.standard
        self._origin = NOTHING if last_year is None else last_year.origin
        every = dict(_beside(last_year, submission)) if last_year is not None else {}
        self.funds_apart = funds_apart(submission)
        broken = [one for one in every.values() if one is not None]
        self.of_funds_apart = tuple(one.key for one in broken if self.funds_apart.explain(one))
        """The cells of the total that break by what these funds have, no more and no less."""
        self._breaks = {**every, **dict.fromkeys(self.of_funds_apart)}
        """Every key that both years have, and its break if it has one of its own."""

    def confirms(self, key: str) -> bool:
        """Whether last year's workbook has a figure as it is stated."""
        return key in self._breaks and self._breaks[key] is None

    def of_table(self, table: str, measure: str) -> WithLastYear:
        """The lines of a table in one of its columns; balances are left out."""
        return self._compared(
            lambda key: (
                keys.table(key) == table
                and keys.measure(key) == measure
                and not _is_balance(key, self.standard)
            )
        )

    def of_balances(self, account: str) -> WithLastYear:
        """What an account opens with, and what it says last year closed with."""
        return self._compared(
            lambda key: keys.table(key) == account and _is_balance(key, self.standard)
        )

    def of_form(self, form: str) -> WithLastYear:
        """The fields of a form that has no columns."""
        return self._compared(lambda key: keys.row(key) == form)

    def by_account(self, find: Callable[[str], WithLastYear]) -> Iterator[WithLastYear]:
        """What is found in the table of each account; the total's breaks only in lines where no
        fund breaks."""
        told: set[str] = set()
        for account in self.standard.accounts:
            found = find(f"accounts.{account.key}")
            if account is self.standard.total:
                found = found.besides(told)
            told |= set(map(keys.item, found.keys))
            yield found

    def _compared(self, is_wanted: Callable[[str], bool]) -> WithLastYear:
        looked = tuple(filter(is_wanted, self._breaks))
        found = [one for key in looked if (one := self._breaks[key]) is not None]
        order = {key: number for number, key in enumerate(self.standard.fields)} if found else {}
        broken = {one.key for one in found}
        found.sort(key=lambda one: (self._counts_any(one.key, broken), order.get(one.key, 0)))
        return WithLastYear(looked, tuple(found), self._origin)

    def _counts_any(self, key: str, broken: Container[str]) -> bool:
        """Whether a key is of a sum that counts one of the lines that break, which come first."""
        fund = keys.fund(key) or ""
        parts = self.standard.parts_of(fund, keys.item(key)) if keys.is_account(key) else ()
        column = keys.table(key), keys.measure(key)
        return any(f"{column[0]}.{part.key}.{column[1]}" in broken for part in parts)


@frozen
class FundsApart:
    """The funds that only one of two years has, and what they take from the total, or add to it."""

    submission: Submission
    gone: tuple[Fund, ...]
    """Those with figures in last year's workbook alone."""
    new: tuple[Fund, ...]

    def explain(self, broken: Break) -> bool:
        """Whether a figure of the total breaks by just what these funds have."""
        parts = self.submission.standard.parts_of_total.get(broken.key, ())
        gone = [self._last(key) for key in parts if self._is_of(key, self.gone)]
        new = [self.submission.number(key) or 0.0 for key in parts if self._is_of(key, self.new)]
        if not any((*gone, *new)):
            return False
        now = self.submission.figure(broken.key)
        half_width = max(broken.half_width, now.half_width if now is not None else 0.0)
        room = (len(gone) + len(new) + 2) * half_width + SLACK * abs(broken.last)
        return abs(broken.difference - (sum(new) - sum(gone))) <= room

    def _last(self, key: str) -> float:
        """What last year's workbook has where this year's has a figure of last year."""
        standard, source = self.submission.standard, keys.beside(key, "actual")
        if keys.measure(key) != "prior":
            into = {opening: closing for closing, opening in standard.carried.items()}
            closing = into.get(keys.item(key), keys.item(key))
            source = f"{keys.table(key)}.{closing}.actual"
        return stated_last_year(source, self.submission) or 0.0

    @staticmethod
    def _is_of(key: str, funds: Iterable[Fund]) -> bool:
        return keys.fund(key) in {fund.key for fund in funds}


def funds_apart(submission: Submission) -> FundsApart:
    """The funds with amounts in one of two years alone; none where no workbook of last year is
    known."""
    last_year, standard = submission.past.last_year, submission.standard
    claims = last_year.claims.values() if last_year is not None else ()
    last = {keys.fund(one.key) for one in claims if _is_amount(one)}
    apart = [fund for fund in standard.funds if (fund.key in last) != submission.reports(fund.key)]
    gone = tuple(fund for fund in apart if fund.key in last)
    new = tuple(fund for fund in apart if fund.key not in last and last_year is not None)
    return FundsApart(submission, gone, new)


def following(key: str, standard: Standard) -> Iterator[str]:
    """The keys of this year's form that say what a key of last year's says: benefits before this
    year's adjustment are those after the last."""
    yield from (one for one in next_year(key, standard) if standard.has(one))
    if keys.family(key) == "benefit_levels":
        for before, after in _AFTER.items():
            if keys.measure(key) == after and standard.has(keys.beside(key, before)):
                yield keys.beside(key, before)


def _is_amount(claim: KeptClaim) -> bool:
    """Whether last year's workbook has an amount of its own year in an account."""
    is_actual = keys.is_account(claim.key) and keys.measure(claim.key) == "actual"
    return is_actual and not isinstance(claim.value, str) and claim.value != 0


def _beside(last_year: LastYear, submission: Submission) -> Iterator[tuple[str, Break | None]]:
    """Each key of this year's that last year's workbook has a figure for, and its break."""
    for claim in last_year.claims.values():
        for key in following(claim.key, submission.standard):
            now = submission.figure(key)
            if now is None or not isinstance(now.value, float) or isinstance(claim.value, str):
                continue
            yield key, _break(now, claim.value, claim, submission)


def _break(now: Claim, stated: float, claim: KeptClaim, submission: Submission) -> Break | None:
    """The figure, where it cannot be last year's, as both are rounded."""
    factor = _factor(now.key, claim, submission)
    value, last = float(now.value), stated * factor
    half_width = claim.half_width * factor
    allowed = now.half_width + half_width + SLACK * max(abs(value), abs(last))
    if not abs(value - last) > allowed:
        return None
    return Break(now.key, value, last, half_width)


def _is_balance(key: str, standard: Standard) -> bool:
    """Whether a key is of a balance that one year hands on to the next."""
    return keys.item(key) in {*standard.carried, *standard.carried.values()}


def _factor(key: str, claim: KeptClaim, submission: Submission) -> float:
    """By which last year's figure is multiplied to be in this year's unit of money."""
    standard = submission.standard
    field = standard.field(key)
    if field is None or field.kind != "money" or claim.unit not in standard.money_units:
        return 1.0
    return standard.yuan(claim.unit) / standard.yuan(submission.money_unit)


def _named(one: Break, first: str, standard: Standard) -> Text:
    is_first = one.key == first
    return _NAMED.fill(
        label=standard.label(one.key) if is_first else standard.brief(one.key, first),
        stated=shown(one.stated, standard, one.key),
        last=shown(one.last, standard, one.key),
    )
