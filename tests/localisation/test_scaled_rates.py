"""Columns of rates ten or a hundred times too small or too large are one cause that leaves the
amounts alone; a budget in another unit stays the budget's."""

from collections.abc import Sequence
from typing import Any

import pytest
from slips import issues_beyond
from support import checked

from sipipeline.core.figures import significant
from sipipeline.reports.issues import issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["resident_pension", "unemployment", "work_injury"]

Data = dict[str, Any]


def workbook(seed: int = 3) -> Data:
    return consistent(STANDARD, seed, FUNDS)


def times(data: Data, funds: Sequence[str], measure: str, factor: float) -> int:
    """A column of some funds so many times as large; how many figures that are."""
    count = 0
    for fund in funds:
        for row in data["accounts"][fund].values():
            if row.get(measure):
                row[measure] = _times(row[measure], factor)
                count += 1
    return count


def _times(figure: float | str, factor: float) -> float | str:
    if isinstance(figure, str):
        return f"{significant(float(figure.removesuffix('%')) * factor)}%"
    return significant(figure * factor)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("funds", "measure", "factor", "says"),
    [
        (["unemployment"], "completion_rate", 0.01, "都小 100 倍"),
        (["unemployment"], "growth_rate", 0.1, "都小 10 倍"),
        (["work_injury"], "completion_rate", 0.1, "都小 10 倍"),
        (["work_injury"], "growth_rate", 0.01, "都小 100 倍"),
        (FUNDS, "completion_rate", 0.1, "都小 10 倍"),
        (FUNDS, "growth_rate", 0.01, "都小 100 倍"),
    ],
)
def test_rates_too_small_are_one_cause(
    funds: list[str], measure: str, factor: float, says: str
) -> None:
    data = workbook()
    count = times(data, funds, measure, factor)
    (one,) = issues_beyond(data, workbook())
    assert says in one.message.zh
    assert {each.cell.key.rsplit(".", 1)[-1] for each in one.culprits} == {measure}
    assert len(one.culprits) == count


@pytest.mark.parametrize("measure", ["completion_rate", "growth_rate"])
def test_each_rate_is_told_what_it_should_be(measure: str) -> None:
    data, right = workbook(), workbook()
    times(data, ["work_injury"], measure, 0.01)
    (one,) = issues_beyond(data, workbook())
    for culprit in one.culprits:
        _, fund, item, column = culprit.cell.key.split(".")
        stated = right["accounts"][fund][item][column]
        assert culprit.suggest == stated.replace(".0%", "%")


def test_rates_ten_times_too_large_are_one_cause() -> None:
    data = workbook()
    times(data, ["work_injury"], "growth_rate", 10)
    (one,) = issues_beyond(data, workbook())
    assert "“比上年增减%”一栏的百分数都大 10 倍" in one.message.zh


@pytest.mark.sampled(3)
@pytest.mark.parametrize("factor", [0.1, 0.01, 100.0])
def test_a_budget_in_another_unit_is_the_budgets(factor: float) -> None:
    data = workbook()
    times(data, ["unemployment"], "budget", factor)
    first, *_ = issues_beyond(data, workbook())
    assert {each.cell.key.rsplit(".", 1)[-1] for each in first.culprits} == {"budget"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("factor", [10.0, 1e-4])
def test_changes_in_another_unit_are_not_their_rates(factor: float) -> None:
    data = workbook()
    times(data, FUNDS, "change", factor)
    for one in issues_beyond(data, workbook()):
        assert {each.cell.key.rsplit(".", 1)[-1] for each in one.culprits} == {"change"}


def test_the_same_column_of_several_funds_is_one_cause() -> None:
    data = workbook()
    times(data, FUNDS, "change", 10)
    (one,) = [
        cause
        for cause in issues_beyond(data, workbook())
        if "accounts.total" not in cause.culprits[0].cell.key
    ]
    assert "居民养老、工伤、失业“比上年增减额”整栏像是按千元填的" in one.message.zh


def test_two_columns_of_rates_are_two_causes_and_a_slip_beside_them_a_third() -> None:
    data = workbook()
    times(data, ["unemployment"], "completion_rate", 0.01)
    times(data, ["unemployment"], "growth_rate", 0.01)
    row = data["accounts"]["work_injury"]["expenditure"]
    row["budget"] += 900
    found = issues_beyond(data, workbook())
    rates = [one for one in found if "一栏的百分数都小 100 倍" in one.message.zh]
    assert len(rates) == 2
    assert len(found) == 3


@pytest.mark.sampled(2)
@pytest.mark.parametrize("measure", ["months_payable", "deposit_share"])
@pytest.mark.parametrize("factor", [10, 0.1, 0.01])
def test_what_stands_below_the_accounts_is_no_column_of_rates(measure: str, factor: float) -> None:
    data = workbook()
    for row in data["balances"].values():
        if row.get(measure):
            row[measure] = _times(row[measure], factor)
    found = checked(data).findings
    assert "X001" not in {one.rule for one in found}
    assert not any("一栏的百分数" in one.message.zh for one in issues(found))
