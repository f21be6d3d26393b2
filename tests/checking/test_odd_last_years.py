"""A figure of last year with its point moved, carried into last year's balance, is what an opening
balance that does not follow from it tells."""

from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Finding
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUND = "work_injury"
CHAIN = {
    "contributions": ("income_subtotal", "income", "surplus", "closing_balance"),
    "opening_balance": ("closing_balance",),
}
"""What a figure is carried into."""
Data = dict[str, Any]


def workbook(item: str, factor: float, funds: tuple[str, ...] = (FUND,)) -> Data:
    """A figure of last year so many times as large, and carried on as formulas would."""
    data = consistent(STANDARD, 2, list(funds))
    off = round(data["accounts"][FUND][item]["prior"] * (factor - 1), 2)
    for lines in data["accounts"].values():
        for name in (item, *CHAIN[item]):
            lines[name]["prior"] = round(lines[name]["prior"] + off, 2)
        for line in lines.values():
            line.pop("change", None)
            line.pop("growth_rate", None)
    return data


def openings(data: Data) -> list[Finding]:
    return [one for one in checked(data).findings if one.rule == "H701"]


@pytest.mark.parametrize(
    ("item", "factor"),
    [
        ("contributions", 10),
        ("contributions", 100),
        ("contributions", 0.1),
        ("opening_balance", 10),
    ],
)
def test_a_figure_of_last_year_with_its_point_moved_is_named(item: str, factor: float) -> None:
    data = workbook(item, factor)
    right = consistent(STANDARD, 2, [FUND])["accounts"][FUND][item]["prior"]
    told = openings(data)
    assert {one.group for one in told} == {told[0].group}
    culprit, *sums = told[0].culprits
    assert culprit.cell.key == f"accounts.{FUND}.{item}.prior"
    assert culprit.suggest == pytest.approx(right, abs=0.1)
    assert {one.cell.key for one in sums} >= {
        f"accounts.{FUND}.{line}.prior" for line in CHAIN[item]
    }


@pytest.mark.parametrize("deposits", [0.5, 1.5])
def test_deposits_that_were_more_than_the_wrong_balance_alone_go_with_it(deposits: float) -> None:
    data = workbook("contributions", 0.1)
    right = consistent(STANDARD, 2, [FUND])["accounts"][FUND]["closing_balance"]["prior"]
    wrong = data["accounts"][FUND]["closing_balance"]["prior"]
    held = wrong + deposits * (right - wrong)
    data["accounts"][FUND]["time_deposits"] = {"prior": round(held, 2)}
    found = {one.rule: one.group for one in checked(data).findings if one.rule in ("H701", "B205")}
    assert (found["H701"] == found["B205"]) == (deposits < 1)


@pytest.mark.parametrize("factor", [1.5, 3, 7])
def test_what_no_point_explains_names_nothing(factor: float) -> None:
    assert not any(one.culprits for one in openings(workbook("contributions", factor)))


def test_a_balance_that_is_off_otherwise_names_nothing() -> None:
    data = consistent(STANDARD, 2, [FUND])
    data["accounts"][FUND]["opening_balance"]["actual"] += 12.34
    data["accounts"][FUND]["closing_balance"]["actual"] += 12.34
    assert not any(
        one.cell.key.endswith(".prior") for told in openings(data) for one in told.culprits
    )
