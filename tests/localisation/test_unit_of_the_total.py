"""A total that is a unit of money apart from all its funds: where people tell nothing, the funds of
the year beside it tell which side is in another unit."""

from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import checked

from sipipeline.core.findings import Culprit
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2020")
FUNDS = ("work_injury", "unemployment")


def times(rows: dict[str, Any], factor: float) -> None:
    """Put the amounts of an account in another unit."""
    for cells in rows.values():
        for column in ("budget", "actual", "prior", "change"):
            if column in cells:
                cells[column] = round(cells[column] * factor, 2)


def culprits(sheets: tuple[str, ...], factor: float, seed: int) -> list[Culprit]:
    """What is said where the amounts of some sheets are so many times as much, and nothing tells of
    people."""
    data = consistent(STANDARD, seed, [*FUNDS])
    assert data["funding"]["total"]
    for part in ("headcounts", "benefit_levels", "balances"):
        data.pop(part, None)
    for sheet in sheets:
        times(data["accounts"][sheet], factor)
    return [one for finding in checked(data).findings for one in finding.culprits]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("sheets", "factor", "seed"),
    [
        (("total",), 10_000, 1),
        (("total",), 1_000, 2),
        (FUNDS, 1_000, 2),
        (FUNDS, 10_000, 3),
        (FUNDS, 1_000, 6),
    ],
)
def test_the_funds_of_the_year_tell_which_side_it_is(
    sheets: tuple[str, ...], factor: float, seed: int
) -> None:
    told = culprits(sheets, factor, seed)
    assert {one.cell.key.split(".")[1] for one in told} == {*sheets}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_said_of_units_where_all_are_alike(seed: int) -> None:
    assert culprits((), 1, seed) == []


BALANCES = ("opening_balance", "closing_balance", "time_deposits")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("unit", "fund", "lines"),
    [
        pytest.param("元", "resident_pension", BALANCES, id="balances of the one fund in 万元"),
        pytest.param("元", "enterprise_pension", BALANCES[:2], id="all but the deposits in 万元"),
        pytest.param("万元", "work_injury", BALANCES[:2], id="all but the deposits in 元"),
    ],
)
@pytest.mark.parametrize("beside", [(), ("balances", "total")], ids=["all", "the account alone"])
def test_balances_in_another_unit_than_their_sheet_are_one_cause(
    unit: str, fund: str, lines: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    """Deposits that go with the rest of their sheet, and a total beside one fund, are not blamed:
    the balance is one with the surplus of its own sheet only in the unit of that."""
    data = consistent(STANDARD, 2, [fund], unit)
    for line in lines:
        times({line: data["accounts"][fund][line]}, 1e-4 if unit == "元" else 1e4)
    for part in ("headcounts", "benefit_levels", "funding", *beside):
        data.pop(part, None)
        data["accounts"].pop(part, None)
    told = [one for finding in checked(data).findings for one in finding.culprits]
    cells = {f"accounts.{fund}.{line}.{name}" for line in lines for name in ("actual", "prior")}
    assert {one.cell.key for one in told} == cells
    assert {one.why.zh for one in told} == {told[0].why.zh}
    assert f"各行像是按{'万元' if unit == '元' else '元'}填的" in told[0].why.zh


def test_all_funds_in_the_finer_unit_are_told_though_their_amounts_are_round() -> None:
    """The zeros at the end of the other funds say nothing of how finely one is printed."""
    funds = ["employee_medical", "unemployment", "work_injury"]
    data = plain_accounts(funds, 20)
    for fund in funds:
        times(data["accounts"][fund], 1e4)
    told = [one for finding in checked(data).findings for one in finding.culprits]
    assert {one.cell.key.split(".")[1] for one in told} == {*funds}
    assert all("整表像是按元填的" in one.why.zh for one in told)
