"""Amounts of this year or last year and their changes, each in the place of the other, are one slip
that leaves the rates alone."""

from typing import Any

import pytest
from slips import issues_beyond

from sipipeline.reports.issues import Issue
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
Data = dict[str, Any]
FUNDS = ["resident_pension", "unemployment", "work_injury"]


def workbook(funds: list[str]) -> Data:
    return consistent(STANDARD, 3, funds)


def exchanged(data: Data, fund: str, one: str, other: str) -> None:
    for row in data["accounts"][fund].values():
        if one in row and other in row:
            row[one], row[other] = row[other], row[one]


def told(data: Data, right: Data) -> list[Issue]:
    return [one for one in issues_beyond(data, right) if one.severity == "error"]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("funds", [["unemployment"], ["resident_pension"], FUNDS], ids=len)
@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("prior", "“上年实际数”和“比上年增减额”两栏的数互换了"),
        ("actual", "“本年实际数”和“比上年增减额”"),
    ],
)
@pytest.mark.parametrize("total", [True, False], ids=["total", "no total"])
def test_amounts_and_their_changes_exchanged_are_one_cause(
    funds: list[str], column: str, says: str, total: bool
) -> None:
    data, right = workbook(funds), workbook(funds)
    if not total:
        data["accounts"].pop("total", None)
        right["accounts"].pop("total", None)
    exchanged(data, funds[0], column, "change")
    (one,) = told(data, right)
    assert says in one.message.zh
    told_columns = {each.cell.key.rsplit(".", 1)[-1] for each in one.culprits}
    assert told_columns == {column, "change"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("column", ["prior", "budget"])
def test_two_columns_of_amounts_exchanged_stay_these(column: str) -> None:
    data, right = workbook(FUNDS), workbook(FUNDS)
    exchanged(data, "unemployment", "actual", column)
    first, *_ = told(data, right)
    told_columns = {each.cell.key.rsplit(".", 1)[-1] for each in first.culprits}
    assert told_columns == {"actual", column}


def test_growth_on_the_wrong_base_stays_the_rates() -> None:
    data, right = workbook(["unemployment"]), workbook(["unemployment"])
    for row in data["accounts"]["unemployment"].values():
        if row.get("growth_rate") and row.get("change"):
            row["growth_rate"] = f"{100 * row['change'] / row['actual']:.2f}%"
    found = told(data, right)
    columns = {each.cell.key.rsplit(".", 1)[-1] for one in found for each in one.culprits}
    assert columns == {"growth_rate"}
