"""Consistent workbooks made at random, rounded cell by cell: what samples, tests and benchmarks are
made of."""

import random
from typing import Any

from sipipeline.core.standard import Item, Standard

LEAST_EACH, MOST_EACH = 2, 200_000
"""Yuan a year that a fund takes in or pays out for each of those insured."""
FEWEST = 1_000
"""So many are insured at least."""


def consistent(
    standard: Standard,
    seed: int,
    funds: list[str] | None = None,
    unit: str = "万元",
    places: int = 2,
    details: float = 1.0,
) -> dict[str, Any]:
    """Data for `fill`: accounts that agree in yuan, each cell rounded on its own to `places` of the
    money unit.

    `places` may be negative: 元 rounded to 百元 is unit 元, places -2. `details` is the share of
    cells filled in."""
    chance = random.Random(seed)
    funds = funds or [fund.key for fund in standard.funds]
    exact = {fund: _account(standard, fund, chance) for fund in funds}
    exact[standard.total.key] = total_of(standard, exact)
    tables = stated(standard, exact, chance, unit, places, details)
    return {
        "standard": standard.id,
        "cover": {"unit": f"第{seed}号社会保险中心", "year": int(standard.id), "money_unit": unit},
        **tables,
        "headcounts": _people(standard, exact, chance),
    }


def stated(
    standard: Standard,
    exact: dict[str, dict[str, "Figures"]],
    chance: random.Random,
    unit: str = "万元",
    places: int = 2,
    details: float = 1.0,
) -> dict[str, Any]:
    """The tables of money as a clerk fills them in, from accounts in yuan, the total among them."""
    divisor = standard.money_units[unit]
    accounts: dict[str, Any] = {}
    for fund, account in exact.items():
        rows = {}
        for item in standard.items_of(fund):
            cells = _cells(item, account[item.key], divisor, places, chance)
            kept = {
                name: value
                for name, value in cells.items()
                if value is not None and chance.random() < details
            }
            if kept:
                rows[item.key] = kept
        accounts[fund] = rows
    funds = [fund for fund in exact if fund != standard.total.key]
    balances = {fund: found for fund in funds if (found := _balances(exact[fund], chance))}
    return {
        "accounts": accounts,
        "balances": balances,
        "funding": _funding(exact[standard.total.key], divisor, places),
    }


def work_out(data: dict[str, Any], digits: int | None) -> dict[str, Any]:
    """The data with changes and rates worked out from the figures as printed, as a clerk does who
    has only these.

    `digits`: decimals that a rate is rounded to; None leaves it as a formula does."""
    for rows in data["accounts"].values():
        for cells in rows.values():
            budget, actual, prior = (
                cells.get(measure) for measure in ("budget", "actual", "prior")
            )
            if "change" in cells and actual is not None and prior is not None:
                cells["change"] = float(f"{actual - prior:.12g}")
            if "completion_rate" in cells and actual is not None and budget:
                cells["completion_rate"] = _worked_out(actual / budget, digits)
            if "growth_rate" in cells and actual is not None and prior:
                cells["growth_rate"] = _worked_out((actual - prior) / prior, digits)
    return data


def _worked_out(rate: float, digits: int | None) -> float:
    return float(f"{rate:.15g}") if digits is None else round(rate, digits)


Figures = dict[str, int]
"""Measure to yuan: budget, actual, prior."""


def _account(standard: Standard, fund: str, chance: random.Random) -> dict[str, Figures]:
    size = 10 ** chance.uniform(7.5, 10)
    account: dict[str, Figures] = {}
    for item in standard.items_of(fund):
        if not standard.parts_of(fund, item.key):
            account[item.key] = _leaf(item, size, chance)
    account = with_sums(standard, fund, account)
    opening = (
        int(size * chance.uniform(1, 4))
        + abs(account["surplus"]["prior"])
        + abs(account["surplus"]["actual"])
    )
    return with_balances(account, opening, chance.uniform(0.1, 0.9))


def with_sums(standard: Standard, fund: str, leaves: dict[str, Figures]) -> dict[str, Figures]:
    """The account of a fund with its sums and its surplus, from all that is no sum."""
    account = dict(leaves)
    for key in ("benefits", "income_subtotal", "expenditure_subtotal", "income", "expenditure"):
        parts = standard.parts_of(fund, key)
        if parts:
            account[key] = {
                m: sum(account[part.key][m] for part in parts)
                for m in ("budget", "actual", "prior")
            }
    account["surplus"] = {
        m: account["income"][m] - account["expenditure"][m] for m in ("budget", "actual", "prior")
    }
    return account


def with_balances(
    account: dict[str, Figures], opening: int, deposited: float
) -> dict[str, Figures]:
    """The account with its balances: what it opened with the year before, and what share of them
    lies in time deposits."""
    last = opening + account["surplus"]["prior"]
    account["opening_balance"] = {"actual": last, "prior": opening}
    account["closing_balance"] = {"actual": last + account["surplus"]["actual"], "prior": last}
    account["time_deposits"] = {
        m: max(0, int(deposited * account["closing_balance"][m])) for m in ("actual", "prior")
    }
    return account


def _leaf(item: Item, size: float, chance: random.Random) -> Figures:
    if chance.random() < 0.1:
        return dict.fromkeys(("budget", "actual", "prior"), 0)
    prior = size * 10 ** chance.uniform(-3, 0)
    budget, actual = prior * chance.uniform(0.8, 1.4), prior * chance.uniform(0.8, 1.4)
    if item.signed and chance.random() < 0.3:
        return {
            "budget": int(-budget / 1e6),
            "actual": int(-actual / 1e6),
            "prior": int(-prior / 1e6),
        }
    return {"budget": int(budget), "actual": int(actual), "prior": int(prior)}


def total_of(standard: Standard, accounts: dict[str, dict[str, Figures]]) -> dict[str, Figures]:
    """The account of the total: what the funds make together."""
    total: dict[str, Figures] = {}
    for item in standard.items_of(standard.total.key):
        counted = [part.key for part in standard.items if (part.total_in or part.key) == item.key]
        rows = [account[key] for account in accounts.values() for key in counted if key in account]
        measures = (
            ("budget", "actual", "prior") if "budget" in item.measures else ("actual", "prior")
        )
        total[item.key] = {m: sum(row.get(m, 0) for row in rows) for m in measures}
    return total


def _cells(
    item: Item, figures: Figures, divisor: float, places: int, chance: random.Random
) -> dict[str, object]:
    money = {measure: rounded(figures[measure], divisor, places) for measure in figures}
    cells: dict[str, object] = {
        measure: money[measure] for measure in item.measures if measure in money
    }
    if "change" in item.measures:
        cells["change"] = rounded(figures["actual"] - figures["prior"], divisor, places)
        digits = chance.choice((0, 1, 2))
        if figures["budget"] > 0:
            cells["completion_rate"] = percent(figures["actual"] / figures["budget"], digits)
        if figures["prior"] > 0:
            cells["growth_rate"] = percent(
                (figures["actual"] - figures["prior"]) / figures["prior"], digits
            )
    return cells


def _balances(account: dict[str, Figures], chance: random.Random) -> dict[str, object]:
    found: dict[str, object] = {}
    closing, spent = account["closing_balance"]["actual"], account["expenditure"]["actual"]
    if spent > 0:
        found["months_payable"] = round(12 * closing / spent, chance.choice((0, 1, 2)))
    if closing > 0:
        found["deposit_share"] = percent(account["time_deposits"]["actual"] / closing, 1)
    return found


def _people(
    standard: Standard, exact: dict[str, dict[str, Figures]], chance: random.Random
) -> dict[str, Any]:
    """Head-counts as they may be: so many are insured that each has a believable share of the
    money, nobody contributes or receives benefits who is not insured, and an average lies between
    the year-ends."""
    people: dict[str, Any] = {}
    for fund, account in exact.items():
        money = [account[line]["actual"] for line in ("income", "expenditure")]
        believable = int(max(money) / MOST_EACH), max(FEWEST, int(min(money) / LEAST_EACH))
        counts: dict[str, tuple[int, int]] = {}
        for item in standard.headcounts:
            if fund in item.funds:
                counts[item.key] = _counts(item, counts, believable, chance)
                people.setdefault(fund, {})[item.key] = _head_row(*counts[item.key])
    return people


def _counts(
    item: Item,
    counts: dict[str, tuple[int, int]],
    believable: tuple[int, int],
    chance: random.Random,
) -> tuple[int, int]:
    """The number of people of this year and of last year; of those insured so many at least and,
    if that is possible, at most."""
    if item.average_of is not None:
        this, last = counts[item.average_of]
        return (this + last) // 2, last - chance.randint(0, last // 50)
    if item.within is not None:
        share = chance.uniform(0.2, 0.9)
        this, last = counts[item.within]
        return int(this * share), int(last * share)
    least, most = believable
    last = max(least, min(chance.randint(FEWEST, 900_000), most))
    return max(least, min(last + chance.randint(-900, 9_000), most)), last


def _head_row(actual: int, prior: int) -> dict[str, object]:
    growth = percent((actual - prior) / prior, 2)
    return {"actual": actual, "prior": prior, "change": actual - prior, "growth_rate": growth}


def _funding(total: dict[str, Figures], divisor: float, places: int) -> dict[str, object]:
    spent = rounded(total["expenditure"]["budget"], divisor, places)
    return {"total": spent, "fund": spent}


def rounded(yuan: float, divisor: float, places: int) -> float:
    """Yuan in a unit of money, rounded to decimal places of that unit."""
    value = round(yuan / divisor, places)
    return int(value) if value == int(value) else value


def percent(rate: float, digits: int) -> str:
    return f"{rate * 100:.{digits}f}%"


def slipped(value: float, places: int) -> float:
    """A figure moved by more than any relation's rounding, and than the slack for floating point,
    allows."""
    return round(value + 40 * 10.0**-places + 1e-7 * abs(value), max(places, 0))
