"""The figures of the charts: verdicts, funds against their budgets, completion rates, days."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sipipeline.core.findings import Verdict
from sipipeline.core.text import Text, same
from sipipeline.reports.overview.forms import EXPENDITURE, INCOME, fund_name
from sipipeline.reports.overview.overview import DayTotals, Overview, Share
from sipipeline.reports.overview.sums import Amounts

SHOWN = (Verdict.PASS, Verdict.EXPLAIN, Verdict.FIX, Verdict.UNREADABLE)
"""The verdicts in the order in which charts show them."""
ITEMS = ((INCOME, Text(zh="收入", en="Income")), (EXPENDITURE, Text(zh="支出", en="Expenditure")))
_EDGES = (0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2)
_BANDS = (
    Text(zh="80%以下", en="< 80%"),
    *(same(f"{low:.0%}–{high:.0%}") for low, high in pairwise(_EDGES)),
    Text(zh="120%以上", en="≥ 120%"),
)
_LAST_DAYS = 31


class FundBar(NamedTuple):
    """A fund, or the total, with what was accepted of it."""

    fund: str
    name: Text
    amounts: dict[str, Amounts]
    """By item; of income and expenditure those that somebody stated."""


def verdicts(overview: Overview) -> list[tuple[Verdict, int]]:
    counts = overview.verdicts
    return [(verdict, counts[verdict]) for verdict in SHOWN]


def year_of_funds(overview: Overview) -> int | None:
    """The year of most accepted figures."""
    accepted = {
        year: max((amounts.units for amounts in sums.values()), default=0)
        for year, sums in overview.sums.items()
    }
    return max(accepted, key=lambda year: (accepted[year], year or 0), default=None)


def fund_bars(overview: Overview) -> list[FundBar]:
    """The funds with accepted figures in the year of most of them; without the total, beside which
    each would be short."""
    year = year_of_funds(overview)
    if year not in overview.sums:
        return []
    form, sums = overview.forms[year], overview.sums[year]
    bars = []
    for fund in form.funds:
        stated = {item: sums[fund.key, item] for item, _ in ITEMS if (fund.key, item) in sums}
        accepted = {item: line for item, line in stated.items() if line.actual.stated}
        if accepted:
            bars.append(FundBar(fund.key, fund_name(form, fund.key), accepted))
    return bars


def bands(shares: Sequence[Share]) -> list[tuple[Text, int]]:
    """How many units lie in each band of completion rates."""
    counts = Counter(bisect_right(_EDGES, share.rate) for share in shares)
    return [(name, counts[place]) for place, name in enumerate(_BANDS)]


def days(overview: Overview) -> list[tuple[str, list[int]]]:
    """The last days and today, each with its submissions by verdict; nothing where there is one
    alone."""
    earlier = [day for day in overview.days if day.day < overview.day]
    shown = [*earlier, DayTotals(overview.day, overview.verdicts)][-_LAST_DAYS:]
    if len(shown) < 2:
        return []
    return [(f"{day:%m-%d}", [counts.get(one, 0) for one in SHOWN]) for day, counts in shown]
