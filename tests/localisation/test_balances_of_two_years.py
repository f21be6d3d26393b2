"""A balance that last year's closing says as well is not the one that is wrong."""

from typing import Any

import pytest
from support import checked

from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")


def whole() -> dict[str, Any]:
    """An account in whole units, without rates, the year beginning as the last one ended."""
    data = consistent(STANDARD, 1, ["unemployment"])
    data["accounts"] = {
        "unemployment": {
            "opening_balance": {"actual": 7467.0},
            "income": {"actual": 4950.0},
            "expenditure": {"actual": 4557.0},
            "surplus": {"actual": 393.0},
            "closing_balance": {"actual": 7860.0, "prior": 7467.0},
        }
    }
    return data


@pytest.mark.parametrize("closing", [7869.0, 7851.0, 8760.0])
def test_the_closing_is_wrong_where_the_opening_is_last_years_closing(closing: float) -> None:
    data = whole()
    data["accounts"]["unemployment"]["closing_balance"]["actual"] = closing
    culprits = [one for found in checked(data).findings for one in found.culprits]
    assert culprits[0].cell.key == "accounts.unemployment.closing_balance.actual"
    located = {one.cell.key for one in culprits if one.located}
    assert "accounts.unemployment.opening_balance.actual" not in located


@pytest.mark.parametrize("opening", [7476.0, 7647.0, 746.7])
def test_an_opening_unlike_last_years_closing_is_the_one_that_is_wrong(opening: float) -> None:
    data = whole()
    data["accounts"]["unemployment"]["opening_balance"]["actual"] = opening
    culprits = [one for found in checked(data).findings for one in found.culprits]
    assert culprits[0].cell.key == "accounts.unemployment.opening_balance.actual"
    assert culprits[0].suggest == 7467


# ---------------------------------------------------------------- carried into this year
LEAVES = [("unemployment", "job_retention"), ("resident_pension", "basic_pension")]


def last_years(fund: str, leaf: str, amount: float, *, begins: bool) -> dict[str, Any]:
    """An amount too much in last year's part of the expenditure, in all sums of it in the fund and
    in the total; where this year `begins` with it, in the fund's opening balance too."""
    data = consistent(STANDARD, 1, ["unemployment", "resident_pension"])
    for sheet in (fund, "total"):
        account = data["accounts"][sheet]
        for item in (leaf, "benefits", "expenditure_subtotal", "expenditure"):
            if item in account:
                account[item]["prior"] = round(account[item]["prior"] + amount, 2)
        for item in ("surplus", "closing_balance"):
            account[item]["prior"] = round(account[item]["prior"] - amount, 2)
    if begins:
        account = data["accounts"][fund]
        account["opening_balance"]["actual"] = account["closing_balance"]["prior"]
    return data


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("fund", "leaf"), LEAVES)
@pytest.mark.parametrize("amount", [90.0, -45.0])
def test_last_years_slip_that_this_year_begins_with_is_one_cause(
    fund: str, leaf: str, amount: float
) -> None:
    found = checked(last_years(fund, leaf, amount, begins=True)).findings
    groups = {one.group: one.culprits for one in found if one.culprits}
    (culprits,) = groups.values()
    assert culprits[0].cell.key == f"accounts.{fund}.{leaf}.prior"
    opening = f"accounts.{fund}.opening_balance.actual"
    (told,) = [one.suggest for one in culprits if one.cell.key == opening]
    right = consistent(STANDARD, 1, ["unemployment", "resident_pension"])["accounts"][fund]
    assert told == pytest.approx(right["opening_balance"]["actual"], abs=0.02)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("fund", "leaf"), LEAVES)
def test_last_years_slip_leaves_a_right_opening_alone(fund: str, leaf: str) -> None:
    found = checked(last_years(fund, leaf, 90.0, begins=False)).findings
    located = {one.cell.key for finding in found for one in finding.culprits if one.located}
    assert f"accounts.{fund}.{leaf}.prior" in located
    assert not any(key.endswith("opening_balance.actual") for key in located)


# ---------------------------------------------------------------- one piece of advice
@pytest.mark.parametrize("surplus", [349.0, 339.0, 933.0, 3930.0])
def test_a_finding_gives_no_other_value_than_its_culprit(surplus: float) -> None:
    """349 for 394: what the printed sums make, 393, is one of the values that rounding leaves."""
    data = whole()
    data["accounts"]["unemployment"]["surplus"]["actual"] = surplus
    found = [one for one in checked(data).findings if one.cells]
    (finding,) = [one for one in found if one.cells[0].key.endswith("surplus.actual")]
    (culprit,) = finding.culprits
    assert culprit.suggest in (393, 394)
    assert finding.shown.should.zh in ("", str(culprit.suggest))
    assert ("应为" in finding.message.zh) == (culprit.suggest == 393)


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("fund", "leaf"), LEAVES)
@pytest.mark.parametrize("amount", [36.0, 270.0, -18.0])
def test_last_years_slip_that_the_total_begins_with_too_is_one_cause(
    fund: str, leaf: str, amount: float
) -> None:
    data = last_years(fund, leaf, amount, begins=True)
    total = data["accounts"]["total"]
    total["opening_balance"]["actual"] = total["closing_balance"]["prior"]
    found = checked(data).findings
    (culprits,) = {one.group: one.culprits for one in found if one.culprits}.values()
    assert culprits[0].cell.key == f"accounts.{fund}.{leaf}.prior"
    assert {one.confidence for one in culprits} == {"likely"}
