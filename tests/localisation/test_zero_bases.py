"""A 0 of which a rate was worked out is the cell that is wrong, and what should stand there is
told; any other 0 comes after a slip that is clear."""

from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Culprit
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["unemployment", "resident_pension"]


def typed(fund: str, **cells: float | str | None) -> dict[str, Any]:
    """Consistent accounts but for some cells, named item__measure."""
    data = consistent(STANDARD, 1, FUNDS)
    for name, value in cells.items():
        item, _, measure = name.partition("__")
        data["accounts"][fund][item][measure] = value
    return data


def right(fund: str, item: str, measure: str) -> float:
    return float(consistent(STANDARD, 1, FUNDS)["accounts"][fund][item][measure])


def culprits(data: dict[str, Any]) -> list[list[Culprit]]:
    groups = {one.group: list(one.culprits) for one in checked(data).findings if one.group}
    return [groups[number] for number in sorted(groups)]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "item"),
    [
        ("unemployment", "skill_subsidy"),
        ("unemployment", "training_subsidy"),
        ("unemployment", "interest"),
        ("resident_pension", "funeral_allowance"),
        ("resident_pension", "basic_pension"),
    ],
)
def test_a_budget_of_0_beside_its_rate_is_what_is_wrong(fund: str, item: str) -> None:
    (found,) = culprits(typed(fund, **{f"{item}__budget": 0}))
    assert found[0].cell.key == f"accounts.{fund}.{item}.budget"
    assert found[0].located
    assert found[0].suggest == pytest.approx(right(fund, item, "budget"), abs=0.02)
    assert not any(one.located for one in found[1:])


@pytest.mark.parametrize("item", ["skill_subsidy", "training_subsidy"])
def test_beside_a_clear_slip_of_another_line_both_are_told(item: str) -> None:
    amount = right("unemployment", "contributions", "actual")
    cells = {f"{item}__budget": 0, "contributions__actual": round(amount / 10, 3)}
    keys = [group[0].cell.key for group in culprits(typed("unemployment", **cells))]
    assert f"accounts.unemployment.{item}.budget" in keys
    assert "accounts.unemployment.contributions.actual" in keys


@pytest.mark.parametrize("rate", [None, "0%"])
def test_a_0_without_a_rate_does_not_come_before_a_clear_slip(rate: str | None) -> None:
    amount = right("unemployment", "training_subsidy", "budget")
    slipped = float("".join(reversed(str(round(amount))[:2])) + str(round(amount))[2:])
    cells: dict[str, Any] = {"training_subsidy__budget": slipped}
    cells |= dict.fromkeys(("skill_subsidy__budget", "skill_subsidy__actual"), 0)
    data = typed("unemployment", **cells, skill_subsidy__completion_rate=rate)
    first = [group[0] for group in culprits(data)]
    located = [one.cell.key for one in first if one.located]
    assert "accounts.unemployment.skill_subsidy.budget" not in located


@pytest.mark.parametrize("off", [1.3, 0.5])
def test_a_rate_that_says_another_amount_than_the_sum_does_not_single_a_0_out(off: float) -> None:
    data = typed("unemployment", skill_subsidy__budget=0)
    actual = data["accounts"]["unemployment"]["skill_subsidy"]["actual"]
    budget = right("unemployment", "skill_subsidy", "budget") * off
    data["accounts"]["unemployment"]["skill_subsidy"]["completion_rate"] = round(actual / budget, 4)
    certain = [one for group in culprits(data) for one in group if one.confidence == "certain"]
    assert not certain


@pytest.mark.parametrize("fund", FUNDS)
def test_deposits_of_0_beside_their_share_are_what_is_wrong(fund: str) -> None:
    data = typed(fund, time_deposits__actual=0)
    data["accounts"] = {fund: data["accounts"][fund]}
    data["balances"] = {fund: data["balances"][fund]}
    data.pop("funding")
    (found,) = culprits(data)
    assert found[0].cell.key == f"accounts.{fund}.time_deposits.actual"
    assert found[0].confidence == "likely"
    low, high = found[0].expected or (None, None)
    assert (low or 0) <= right(fund, "time_deposits", "actual") <= (high or 0)


@pytest.mark.parametrize("fund", FUNDS)
def test_a_wrong_share_of_deposits_that_are_no_0_is_the_share(fund: str) -> None:
    data = typed(fund)
    data["balances"][fund]["deposit_share"] = 0.031
    (found,) = culprits(data)
    assert found[0].cell.key == f"balances.{fund}.deposit_share"
    assert not any("time_deposits" in one.cell.key for one in found if one.located)
