"""Money in fen: what the units of a batch add up to by fund and item, and what one unit states."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sipipeline.core.particulars import AccountLine
from sipipeline.core.standard import Standard
from sipipeline.reports.overview.entries import Entry
from sipipeline.reports.overview.forms import FundItem, counted_in


@dataclass(slots=True)
class Amounts:
    """A line of an account, added up over units."""

    units: int = 0
    """Accepted units that state it."""
    budget: int = 0
    actual: int = 0
    prior: int = 0
    actual_of_budget: int = 0
    """The actual figures beside which a budget stands, and those budgets: a blank is not zero."""
    budget_of_actual: int = 0
    actual_of_prior: int = 0
    """The actual figures beside which last year's stand, and those of last year."""
    prior_of_actual: int = 0

    def add(self, line: AccountLine) -> None:
        """Add the money of a line."""
        _, _, budget, actual, prior = line
        if budget is not None:
            self.budget += budget
        if prior is not None:
            self.prior += prior
        if actual is None:
            return
        self.actual += actual
        if budget is not None:
            self.actual_of_budget += actual
            self.budget_of_actual += budget
        if prior is not None:
            self.actual_of_prior += actual
            self.prior_of_actual += prior

    @property
    def completion(self) -> float | None:
        """Actual ÷ budget, of the lines that state both."""
        return _ratio(self.actual_of_budget, self.budget_of_actual)

    @property
    def growth(self) -> float | None:
        """Change ÷ last year, of the lines that state both."""
        return _ratio(self.change, self.prior_of_actual)

    @property
    def change(self) -> int:
        return self.actual_of_prior - self.prior_of_actual


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
    of the funds."""
    lines = [line for line in entry.accounts if line.item == item and line.actual is not None]
    of_total = [line.actual for line in lines if line.fund == total]
    stated = of_total or [line.actual for line in lines]
    return sum(filter(None, stated)) if stated else None


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
