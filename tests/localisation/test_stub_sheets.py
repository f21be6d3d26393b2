"""A sheet with a figure or two that the total lacks: either they are missing there or they should
not stand here, and nobody can tell which."""

from collections.abc import Mapping
from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import checked

from sipipeline.core.findings import Culprit, Severity
from sipipeline.reports.issues import Issue, issues

RUN = ("work_injury", "resident_pension", "employee_medical")
Begun = Mapping[str, Mapping[str, float]]


def workbook(fund: str, begun: Begun) -> dict[str, Any]:
    """Three funds and their total, and a sheet of another fund that is but begun."""
    data = plain_accounts(RUN)
    data["accounts"][fund] = {item: dict(cells) for item, cells in begun.items()}
    return data


def told(data: dict[str, Any]) -> list[Issue]:
    """The causes that are more than a note, without what is missing of funds that are filled in."""
    every = issues(checked(data).findings)
    return [one for one in every if one.severity is Severity.ERROR]


def culprits(data: dict[str, Any]) -> dict[str, Culprit]:
    found = checked(data).findings
    return {one.cell.key: one for finding in found for one in finding.culprits}


BEGUN = [
    ("unemployment", {"interest": {"actual": 52.6}}),
    ("unemployment", {"contributions": {"prior": 811, "budget": 790}}),
    ("institution_pension", {"contributions": {"actual": 1_205}}),
    ("institution_pension", {"other_income": {"actual": 14, "prior": 12}}),
    (
        "unemployment",
        {item: {"actual": 340} for item in ("contributions", "income_subtotal", "income")},
    ),
    ("unemployment", {"opening_balance": {"actual": 4_410}}),
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("fund", "begun"), BEGUN)
def test_both_ways_out_are_said_in_one_cause_and_no_value(fund: str, begun: Begun) -> None:
    data = workbook(fund, begun)
    (only,) = told(data)
    assert "合计里没有：有这个险种就填全这张表并加进合计，没有就清空这些格" in only.message.zh
    found = culprits(data)
    assert found.keys() == {
        f"accounts.{fund}.{item}.{column}" for item, cells in begun.items() for column in cells
    }
    assert {one.suggest for one in found.values()} == {None}
    assert {one.confidence for one in found.values()} == {"likely"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("fund", "begun"), BEGUN[:4])
def test_figures_that_the_total_has_in_their_lines_are_not_said_to_be_missing_there(
    fund: str, begun: Begun
) -> None:
    data = workbook(fund, begun)
    total = data["accounts"]["total"]
    for item, cells in begun.items():
        for column, amount in cells.items():
            total[item][column] = round(total[item].get(column, 0) + amount, 2)
    found = culprits(data)
    assert not any("合计里没有" in one.why.zh for one in found.values())


@pytest.mark.parametrize("amount", [3_120.0, 9.5])
def test_a_cell_of_a_sheet_that_is_filled_in_is_no_stub(amount: float) -> None:
    data = plain_accounts(RUN)
    data["accounts"]["work_injury"]["interest"]["actual"] += amount
    assert not any("合计里没有" in one.why.zh for one in culprits(data).values())
    assert "accounts.work_injury.interest.actual" in culprits(data)
