"""One cell that settles all that is broken is told, and no slip of several cells that explains as
much or less: no run, no amount of another line, no sheet in another unit."""

from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import checked

from sipipeline.core.findings import Culprit, Severity

FUNDS = ("work_injury", "resident_pension", "unemployment")
DERIVED = ("completion_rate", "growth_rate", "change")


def told(data: dict[str, Any]) -> dict[str, Culprit]:
    """By key: each culprit of the findings, of which all errors have one cause."""
    findings = checked(data).findings
    assert len({one.group for one in findings if one.severity is Severity.ERROR}) == 1
    culprits = [culprit for finding in findings for culprit in finding.culprits]
    return {one.cell.key: one for one in culprits}


def mistyped(
    data: dict[str, Any], fund: str, item: str, column: str, typed: float
) -> tuple[str, float]:
    """Type an amount, so many times the right one, into a cell: its key and the right amount."""
    cells = data["accounts"][fund][item]
    right, cells[column] = cells[column], round(cells[column] * typed)
    return f"accounts.{fund}.{item}.{column}", right


@pytest.mark.sampled(7)
@pytest.mark.parametrize("without", [(), DERIVED[:2], DERIVED])
@pytest.mark.parametrize(
    ("column", "times"), [("budget", 10), ("actual", 1.1), ("prior", 0.9), ("actual", 10)]
)
@pytest.mark.parametrize("fund", FUNDS)
def test_expenditure_beside_a_computed_total_is_the_only_cell_that_is_told(
    fund: str, times: float, column: str, without: tuple[str, ...]
) -> None:
    data = plain_accounts(FUNDS, without=without, with_total=False)
    key, right = mistyped(data, fund, "expenditure", column, times)
    suspects = told(data)
    assert suspects.keys() == {key}
    assert (suspects[key].suggest, suspects[key].confidence) == (right, "certain")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("item", ["income", "surplus", "income_subtotal", "expenditure_subtotal"])
@pytest.mark.parametrize("without", [(), DERIVED])
@pytest.mark.parametrize("with_total", [True, False])
def test_any_other_sum_is_told_alone_as_well(
    item: str, without: tuple[str, ...], with_total: bool
) -> None:
    data = plain_accounts(FUNDS, without=without, with_total=with_total)
    key, right = mistyped(data, "work_injury", item, "budget", 1.5)
    suspects = told(data)
    assert suspects.keys() == {key}
    assert (suspects[key].suggest, suspects[key].confidence) == (right, "certain")


def test_lines_that_are_blank_have_lost_no_amount_to_the_surplus() -> None:
    data = plain_accounts(FUNDS, with_total=False, is_blank=True)
    key, right = mistyped(data, "resident_pension", "expenditure", "budget", 10)
    suspects = told(data)
    assert suspects.keys() == {key}
    assert suspects[key].suggest == right


@pytest.mark.parametrize("with_total", [True, False])
def test_an_amount_that_two_lines_know_better_is_still_of_the_other_line(with_total: bool) -> None:
    data = plain_accounts(FUNDS, with_total=with_total)
    rows = data["accounts"]["unemployment"]
    one, other = rows["training_subsidy"]["actual"], rows["placement_subsidy"]["actual"]
    rows["training_subsidy"]["actual"] = 0
    rows["placement_subsidy"]["actual"] = one + other
    suspects = told(data)
    assert {key.rpartition("unemployment.")[2]: suspects[key].suggest for key in suspects} == {
        "training_subsidy.actual": one,
        "placement_subsidy.actual": other,
    }
