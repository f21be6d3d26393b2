"""Slips of many cells, as a person may make them in a consistent workbook, and what is told of
them."""

from collections.abc import Callable
from typing import Any

from support import checked

from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Culprit, Severity
from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
MONEY = ("budget", "actual", "prior", "change")
Accounts = dict[str, dict[str, dict[str, Any]]]
Slip = Callable[[Accounts], object]
Lines = Callable[[list[str]], list[str]]
"""Of the items of an account those that a slip is about."""


def workbook(*slips: Slip, funds: list[str] = FUNDS, seed: int = 1) -> dict[str, Any]:
    """A consistent workbook after some slips."""
    data = consistent(STANDARD, seed, funds)
    for slip in slips:
        slip(data["accounts"])
    return data


def causes(found: Checked) -> dict[int, list[Culprit]]:
    """The culprits of each cause, by its number."""
    groups = {finding.group: list(finding.culprits) for finding in found.findings if finding.group}
    return {number: groups[number] for number in sorted(groups)}


def issues_beyond(data: dict[str, Any], right: dict[str, Any]) -> list[Issue]:
    """The issues of a workbook that are more than a note and that the right one has not."""
    found, before = issues(checked(data).findings), said_of(right)
    return [one for one in found if one.severity != "info" and one.message.zh not in before]


_SAID: dict[str, frozenset[str]] = {}


def said_of(data: dict[str, Any]) -> frozenset[str]:
    """What the issues of a workbook say; asked once for the same data."""
    written = repr(data)
    if written not in _SAID:
        _SAID[written] = frozenset(one.message.zh for one in issues(checked(data).findings))
    return _SAID[written]


def errors_beside(found: Checked) -> list[str]:
    """The errors that no cause explains."""
    errors = [one for one in found.findings if one.severity is Severity.ERROR]
    return [one.message.zh for one in errors if one.group is None]


def in_unit(fund: str, times: float, *measures: str) -> Slip:
    """A sheet, or some of its columns, in a unit of which 万元 is so many times as much."""

    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            for measure in set(measures or MONEY) & cells.keys():
                cells[measure] = round(cells[measure] * times, 6)

    return typed


def in_yuan(fund: str, *measures: str) -> Slip:
    return in_unit(fund, 10_000, *measures)


def exchanged_rates(fund: str) -> Slip:
    """Changes and their rates in each other's place."""

    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            rate = cells.get("growth_rate")
            if isinstance(rate, str):
                fraction = round(float(rate.strip("%")) / 100, 6)
                cells["growth_rate"], cells["change"] = cells["change"], fraction

    return typed


def exchanged(fund: str, one: str, other: str, lines: Lines = lambda items: items) -> Slip:
    """Two columns in each other's place, in all lines or some."""

    def typed(accounts: Accounts) -> None:
        for item in lines([*accounts[fund]]):
            cells = accounts[fund][item]
            if one in cells and other in cells:
                cells[one], cells[other] = cells[other], cells[one]

    return typed


def copied(fund: str, into: str, source: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            if into in cells and source in cells:
                cells[into] = cells[source]

    return typed


def rows_exchanged(fund: str, one: str, other: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        rows = accounts[fund]
        rows[one], rows[other] = rows[other], rows[one]

    return typed


def pasted(fund: str, source: str, *measures: str) -> Slip:
    """The figures of another fund, all or those of some columns, in the lines that both have."""

    def typed(accounts: Accounts) -> None:
        for item, cells in accounts[fund].items():
            others = accounts[source].get(item, {})
            cells.update({name: others[name] for name in measures or others if name in others})

    return typed


def negative(fund: str, *items: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for item in items:
            for measure in ("budget", "actual", "prior"):
                accounts[fund][item][measure] *= -1

    return typed


def total_is(*funds: str, measures: tuple[str, ...] = MONEY, sign: float = 1.0) -> Slip:
    """The total sheet adds up only some funds; or, with a sign, the funds beside itself."""

    def typed(accounts: Accounts) -> None:
        for item, cells in accounts["total"].items():
            for measure in set(measures) & cells.keys():
                rows = [accounts[fund].get(item, {}) for fund in funds]
                cells[measure] = round(sum(row.get(measure, 0.0) for row in rows) * sign, 2)

    return typed


def without(fund: str) -> Slip:
    return lambda accounts: accounts.pop(fund)


def of_zeros(fund: str) -> Slip:
    """The sheet of a fund with 0 in every cell, those of a fund that is not run too."""

    def typed(accounts: Accounts) -> None:
        stated = accounts.get(fund, accounts["total"])
        accounts[fund] = {
            item: {name: 0 for name in cells if f"accounts.{fund}.{item}.{name}" in STANDARD.fields}
            for item, cells in stated.items()
            if any(key.startswith(f"accounts.{fund}.{item}.") for key in STANDARD.fields)
        }

    return typed


def carried(fund: str, measure: str, amount: float, *items: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for item in items:
            sign = -1 if item.startswith("-") else 1
            cells = accounts[fund][item.removeprefix("-")]
            cells[measure] = round(cells[measure] + sign * amount, 2)

    return typed


ENTERED = ("budget", "actual", "prior")
DERIVED = ("change", "completion_rate", "growth_rate")


def exchanged_with(
    fund: str, other: str, *measures: str, lines: Lines = lambda items: items
) -> Slip:
    """Columns of two funds in each other's place, in the lines that both have or some of them."""

    def typed(accounts: Accounts) -> None:
        one, two = accounts[fund], accounts[other]
        for item in lines([item for item in one if item in two]):
            for measure in measures:
                if measure in one[item] and measure in two[item]:
                    one[item][measure], two[item][measure] = two[item][measure], one[item][measure]

    return typed


def right_cells(data: dict[str, Any], right: dict[str, Any]) -> set[str]:
    """The cells of the accounts that hold what they should."""
    return typed_otherwise({"accounts": {}}, right).keys() - typed_otherwise(data, right).keys()


def typed_otherwise(data: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """What should stand in the cells of the accounts that hold something else."""
    return {
        f"accounts.{fund}.{item}.{measure}": should
        for fund, rows in right["accounts"].items()
        for item, cells in rows.items()
        for measure, should in cells.items()
        if data["accounts"].get(fund, {}).get(item, {}).get(measure) != should
    }


INCOME = ("contributions", "income_subtotal", "income", "surplus", "closing_balance")
BALANCES = ("opening_balance", "closing_balance", "time_deposits")


def flows(items: list[str]) -> list[str]:
    return [item for item in items if item not in BALANCES]


def only(*some: str) -> Lines:
    return lambda items: [item for item in items if item in some]
