"""Signs that were turned in many cells are one cause; what only looks like it blames no right
cell."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from support import checked

from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Culprit
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
Accounts = dict[str, dict[str, dict[str, Any]]]
Slip = Callable[[Accounts], object]


def workbook(*slips: Slip, funds: Sequence[str] = FUNDS, total: bool = True) -> dict[str, Any]:
    data = consistent(STANDARD, 1, list(funds))
    if not total:
        data["accounts"].pop("total")
    for slip in slips:
        slip(data["accounts"])
    return data


def below(item: str, cells: Sequence[str]) -> bool:
    """Whether an item stands between the expenditure and the surplus."""
    return [*cells].index("expenditure") <= [*cells].index(item) < [*cells].index("surplus")


def other_sign(stated: Any) -> Any:
    """An amount, or a rate as it is printed, with the other sign."""
    if isinstance(stated, str):
        return stated.removeprefix("-") if stated.startswith("-") else f"-{stated}"
    return -stated


def turned(fund: str, *measures: str, spent: bool = False) -> Slip:
    """The signs of some columns, or of the expenditure in them."""

    def typed(accounts: Accounts) -> None:
        rows = accounts[fund]
        for item, cells in rows.items():
            for measure in measures if not spent or below(item, [*rows]) else ():
                if measure in cells:
                    cells[measure] = other_sign(cells[measure])

    return typed


def without(*measures: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for cells in (row for rows in accounts.values() for row in rows.values()):
            for measure in measures:
                cells.pop(measure, None)

    return typed


def exchanged(fund: str) -> Slip:
    """This year's figures and last year's in each other's place."""

    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            if {"actual", "prior"} <= cells.keys():
                cells["actual"], cells["prior"] = cells["prior"], cells["actual"]

    return typed


def fraction(stated: Any) -> float:
    """An amount, or what a printed rate says."""
    if isinstance(stated, str):
        return float(stated.rstrip("%")) / 100
    return float(stated)


def causes(found: Checked) -> list[list[Culprit]]:
    groups = {finding.group: list(finding.culprits) for finding in found.findings if finding.group}
    return list(groups.values())


def cells_off(data: dict[str, Any], right: dict[str, Any]) -> set[str]:
    """The cells of the accounts that do not hold what they should."""
    return {
        f"accounts.{fund}.{item}.{measure}"
        for fund, rows in right["accounts"].items()
        for item, cells in rows.items()
        for measure, should in cells.items()
        if fund in data["accounts"]
        and fraction(data["accounts"][fund][item].get(measure, should)) != fraction(should)
    }


ENTERED = ("budget", "actual", "prior")


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("slips", "funds", "total", "says"),
    [
        (
            [turned("unemployment", "actual", spent=True)],
            FUNDS,
            True,
            "失业“本年实际数”从“支出合计”",
        ),
        (
            [turned("work_injury", *ENTERED, spent=True)],
            FUNDS,
            True,
            "“预算数”、“本年实际数”、“上年",
        ),
        ([turned("work_injury", *ENTERED, spent=True)], ["work_injury"], False, "从“支出合计”到"),
        (
            [turned(fund, "actual", spent=True) for fund in FUNDS],
            FUNDS,
            True,
            "居民养老、工伤、失业“本年实际数”的正负号填反了",
        ),
        ([turned("unemployment", "change")], FUNDS, True, "失业“比上年增减额”的正负号填反了"),
        ([turned("unemployment", "growth_rate")], FUNDS, True, "失业“比上年增减%”的正负号"),
        (
            [turned("unemployment", "change", "growth_rate")],
            ["unemployment"],
            False,
            "失业“比上年增减额”、“比上年增减%”的正负号填反了",
        ),
        (  # what this year began with says that the columns stand right
            [without("growth_rate", "completion_rate"), turned("unemployment", "change")],
            ["unemployment"],
            False,
            "失业“比上年增减额”的正负号填反了",
        ),
    ],
)
def test_signs_of_many_cells_are_one_cause(
    slips: list[Slip], funds: list[str], total: bool, says: str
) -> None:
    data, right = workbook(*slips, funds=funds, total=total), workbook(funds=funds)
    (culprits,) = causes(checked(data))
    assert says in culprits[0].why.zh
    assert {culprit.cell.key for culprit in culprits} == cells_off(data, right)
    for culprit in culprits:
        _, fund, item, measure = culprit.cell.key.split(".")
        should = right["accounts"][fund][item][measure]
        assert fraction(culprit.suggest) == pytest.approx(fraction(should))


@pytest.mark.parametrize("rates", [True, False])
def test_exchanged_columns_are_no_turned_signs(rates: bool) -> None:
    slips = (
        [exchanged("unemployment")]
        if rates
        else [without("growth_rate", "completion_rate"), exchanged("unemployment")]
    )
    found = checked(workbook(*slips, funds=["unemployment"], total=False))
    named = [culprit for culprits in causes(found) for culprit in culprits if culprit.located]
    assert named
    assert all("两栏的数互换了" in culprit.why.zh for culprit in named)


def test_where_nothing_tells_neither_columns_nor_signs_are_blamed() -> None:
    """Differences of the other sign, and no balance that is carried over."""

    def without_balances(accounts: Accounts) -> None:
        for item in ("opening_balance", "closing_balance", "time_deposits"):
            accounts["unemployment"].pop(item)

    slips = [without("growth_rate", "completion_rate"), without_balances]
    data = workbook(*slips, turned("unemployment", "change"), funds=["unemployment"], total=False)
    named = [one for culprits in causes(checked(data)) for one in culprits if one.located]
    assert named == []


def test_two_lost_signs_are_slips_of_cells() -> None:
    def typed(accounts: Accounts) -> None:
        for item in ("interest", "other_income"):
            accounts["unemployment"][item]["actual"] *= -1

    told = causes(checked(workbook(typed)))
    assert [len(culprits) for culprits in told] == [1, 1]
