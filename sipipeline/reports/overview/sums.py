"""Money in fen: what the units of a batch add up to by fund and item, and what one unit states."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sipipeline.core.particulars import AccountLine
from sipipeline.core.standard import Standard
from sipipeline.reports.overview.entries import Entry
from sipipeline.reports.overview.forms import FundItem, counted_in


@dataclass(slots=True)
class Measured:
    """A measure of a line, added up over what states it: a blank is no zero."""

    stated: int = 0
    blank: int = 0
    """Lines that state another measure, but not this one."""
    fen: int = 0

    def add(self, fen: int | None) -> None:
        if fen is None:
            self.blank += 1
            return
        self.stated += 1
        self.fen += fen

    @property
    def sum(self) -> int | None:
        """What is stated; None where nothing is."""
        return self.fen if self.stated else None


@dataclass(slots=True)
class Amounts:
    """A line of an account, added up over units. Its rates and its change are those of the sums
    that are shown: there are none where a line lacks one of the two."""

    units: int = 0
    """Accepted units that state it."""
    budget: Measured = field(default_factory=Measured)
    actual: Measured = field(default_factory=Measured)
    prior: Measured = field(default_factory=Measured)
    of_budget: bool = True
    """Whether a budget stands beside every actual figure, and the other way round."""
    of_prior: bool = True
    """Whether last year's figure does."""

    def add(self, line: AccountLine) -> None:
        """Add the money of a line."""
        self.budget.add(line.budget)
        self.actual.add(line.actual)
        self.prior.add(line.prior)
        self.of_budget &= (line.actual is None) == (line.budget is None)
        self.of_prior &= (line.actual is None) == (line.prior is None)

    @property
    def completion(self) -> float | None:
        """Actual ÷ budget."""
        return _ratio(self.actual.fen, self.budget.fen) if self.of_budget else None

    @property
    def growth(self) -> float | None:
        """Change ÷ last year."""
        return None if self.change is None else _ratio(self.change, self.prior.fen)

    @property
    def change(self) -> int | None:
        """Actual − last year."""
        if self.of_prior and self.prior.stated:
            return self.actual.fen - self.prior.fen
        return None


Sums = defaultdict[FundItem, Amounts]


def add(sums: Sums, entry: Entry, standard: Standard) -> None:
    """Add the money of an accepted submission, of a fund also to the total. The sheet of the total
    itself is left out: not every unit fills it in."""
    total, counted = standard.total.key, counted_in(standard)
    touched: set[FundItem] = set()
    for line in entry.accounts:
        fund, place = line.fund, line[:2]
        if fund == total:
            continue
        touched.add(place)
        sums[place].add(line)
        if place in counted:
            place = (total, counted[place])
            touched.add(place)
            sums[place].add(line)
    for place in touched:
        sums[place].units += 1


def funds_run(entry: Entry, total: str) -> set[str]:
    """The accounts that a submission is counted with: its funds, and the total."""
    funds = {line.fund for line in entry.accounts}
    return {*funds, total} if funds else funds


# ---------------------------------------------------------------- of one unit
def amount(entry: Entry, item: str, total: str) -> int | None:
    """This year's figure of an item over all funds: of the sheet of the total, where that is blank
    of the funds. None where a fund has left it blank."""
    lines = [line for line in entry.accounts if line.item == item]
    of_total = next((line.actual for line in lines if line.fund == total), None)
    if of_total is not None:
        return of_total
    of_funds = [line.actual for line in lines if line.fund != total]
    stated = [actual for actual in of_funds if actual is not None]
    return sum(stated) if stated and len(stated) == len(of_funds) else None


def completion(entry: Entry, item: str, total: str) -> float | None:
    """Actual ÷ budget of an item over the funds that state both; where none does, of the total."""
    lines = [line for line in entry.accounts if line.item == item]
    of_funds = _completion([line for line in lines if line.fund != total])
    if of_funds is not None:
        return of_funds
    return _completion([line for line in lines if line.fund == total])


def _completion(lines: Sequence[AccountLine]) -> float | None:
    actual = budget = 0
    for line in lines:
        if line.actual is not None and line.budget is not None:
            actual += line.actual
            budget += line.budget
    return _ratio(actual, budget)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
