"""The funds of the year that hold what was spent, or last year's expenditure, instead of what was
budgeted are told as that."""

from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Culprit
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")


def culprits(amount: float, funds: list[str]) -> list[Culprit]:
    """The culprits of the funds of the year, where these are an amount."""
    data: dict[str, Any] = consistent(STANDARD, 1, funds)
    data["funding"] = {"total": amount, "fund": amount}
    (finding,) = [one for one in checked(data).findings if one.rule == "B207"]
    return list(finding.culprits)


def spent(measure: str, funds: list[str]) -> float:
    accounts = consistent(STANDARD, 1, funds)["accounts"]
    return float(accounts["total"]["expenditure"][measure])


@pytest.mark.parametrize("funds", [["unemployment"], ["work_injury", "unemployment"]])
@pytest.mark.parametrize(("measure", "says"), [("actual", "本年实际数"), ("prior", "上年数")])
def test_funds_that_are_the_expenditure_of_another_column(
    measure: str, says: str, funds: list[str]
) -> None:
    found = culprits(spent(measure, funds), funds)
    assert {one.cell.key for one in found} == {"funding.total", "funding.fund"}
    assert {one.suggest for one in found} == {spent("budget", funds)}
    assert all(says in one.why.zh and one.confidence == "likely" for one in found)


def test_funds_that_are_no_expenditure_are_not_said_to_be_one() -> None:
    found = culprits(spent("actual", ["unemployment"]) + 1.5, ["unemployment"])
    assert not any("填成了" in one.why.zh for one in found)
