"""A column of rates or changes that is nowhere what its lines make is one cause, be it left from
last year, dragged down or worked out otherwise; amounts that are wrong stay the amounts'."""

import random
from typing import Any

import pytest
from slips import issues_beyond

from sipipeline.reports.issues import Issue
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["resident_pension", "unemployment", "work_injury"]

Data = dict[str, Any]


def workbook(seed: int = 3) -> Data:
    return consistent(STANDARD, seed, FUNDS)


def column(data: Data, fund: str, measure: str) -> list[dict[str, Any]]:
    """The lines of a fund in which a column is filled in."""
    return [row for row in data["accounts"][fund].values() if row.get(measure)]


def people(data: Data) -> list[dict[str, Any]]:
    """The lines of the head-counts of all funds."""
    return [row for fund in data["headcounts"].values() for row in fund.values()]


def columns_blamed(one: Issue) -> set[str]:
    return {each.cell.key.rsplit(".", 1)[-1] for each in one.culprits}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("measure", ["completion_rate", "growth_rate"])
@pytest.mark.parametrize("fund", ["unemployment", "resident_pension"])
def test_rates_from_elsewhere_are_one_cause(fund: str, measure: str) -> None:
    data, chance = workbook(), random.Random(fund + measure)
    for row in column(data, fund, measure):
        row[measure] = f"{chance.uniform(11, 19):.1f}%"
    (one,) = issues_beyond(data, workbook())
    assert "一栏都和本行的数算出来的不符" in one.message.zh
    assert columns_blamed(one) == {measure}
    assert len(one.culprits) == len(column(data, fund, measure))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("rate", ["100%", "95%"])
def test_one_rate_in_every_line_is_one_cause(rate: str) -> None:
    data = workbook()
    for row in column(data, "work_injury", "completion_rate"):
        row["completion_rate"] = rate
    (one,) = issues_beyond(data, workbook())
    assert "从上到下都是同一个数" in one.message.zh


def test_people_are_one_column_over_all_funds() -> None:
    data, chance = workbook(), random.Random(5)
    for row in people(data):
        if row.get("growth_rate"):
            row["growth_rate"] = f"{chance.uniform(31, 39):.1f}%"
    (one,) = issues_beyond(data, workbook())
    assert "参保与待遇“比上年增减%”一栏都和本行的数算出来的不符" in one.message.zh


def test_changes_of_people_with_the_other_sign_are_one_cause() -> None:
    data = workbook()
    for row in people(data):
        if row.get("change"):
            row["change"] = -row["change"]
    (one,) = issues_beyond(data, workbook())
    assert columns_blamed(one) == {"change"}


def test_budgets_of_another_year_are_not_the_rates() -> None:
    data = workbook()
    for row in column(data, "unemployment", "budget"):
        row["budget"] = round(row["budget"] * 0.83, 2)
    assert not any("这一栏要重算" in one.message.zh for one in issues_beyond(data, workbook()))


def test_a_few_wrong_rates_are_told_one_by_one() -> None:
    data = workbook()
    lines = column(data, "unemployment", "completion_rate")
    for row, rate in zip(lines, ("61.7%", "44.3%", "18.2%", "73.9%")):
        row["completion_rate"] = rate
    found = issues_beyond(data, workbook())
    assert len(found) == 4
    assert not any("一栏" in one.message.zh for one in found)
