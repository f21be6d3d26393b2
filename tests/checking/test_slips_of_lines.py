"""Cells of one line or column that are wrong alike are one cause; those that are wrong each in a
way of its own are told one by one."""

from collections.abc import Sequence
from typing import Any

import pytest
from slips import issues_beyond
from support import checked

from sipipeline.reports.issues import issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]

Rows = dict[str, dict[str, Any]]


def workbook() -> dict[str, Any]:
    return consistent(STANDARD, 5, FUNDS)


def measures(rows: Rows, item: str) -> Sequence[str]:
    return [name for name in ("budget", "actual", "prior", "change") if rows[item].get(name)]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "item", "factor", "says"),
    [
        ("work_injury", "interest", 10_000, "工伤“利息收入”一行的 4 格像是按元填的：都除以"),
        ("resident_pension", "basic_pension", 10_000, "一行的 4 格像是按元填的：都除以 10,000"),
        ("unemployment", "contributions", 10, "一行的 4 格都大 10 倍：都除以 10"),
        ("work_injury", "work_death", 100, "一行的 4 格都大 100 倍：都除以 100"),
    ],
)
def test_a_line_in_another_unit(fund: str, item: str, factor: int, says: str) -> None:
    data = workbook()
    rows = data["accounts"][fund]
    for measure in measures(rows, item):
        rows[item][measure] = round(rows[item][measure] * factor, 2)
    (issue,) = issues_beyond(data, workbook())
    assert says in issue.message.zh
    assert len(issue.wrong) == 4


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "item"),
    [
        ("work_injury", "disability"),
        ("resident_pension", "contributions"),
        ("unemployment", "contributions"),
    ],
)
@pytest.mark.parametrize("by", [1, -1])
def test_a_line_a_column_to_the_side(fund: str, item: str, by: int) -> None:
    data = workbook()
    row = data["accounts"][fund][item]
    amounts = [row.pop(name) for name in ("budget", "actual", "prior")]
    into = ("actual", "prior", "completion_rate") if by > 0 else ("budget", "actual")
    row.update(zip(into, amounts if by > 0 else amounts[1:], strict=True))
    found = issues_beyond(data, workbook())
    side = "右" if by > 0 else "左"
    assert f"的数往{side}错了一格" in found[0].message.zh
    assert len(found) == 1


@pytest.mark.parametrize("column", ["completion_rate", "growth_rate", "actual"])
def test_a_column_filled_down(column: str) -> None:
    data = workbook()
    rows = data["accounts"]["resident_pension"]
    lines = ["contributions", "fiscal_subsidy", "collective_subsidy", "interest"]
    for item in lines[1:]:
        rows[item][column] = rows[lines[0]][column]
    (issue,) = issues_beyond(data, workbook())
    assert "像是从上一行往下拖出来的，3 格都要重填" in issue.message.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize("fund", ["work_injury", "unemployment", "resident_pension"])
def test_a_column_that_was_filled_with_zeros(fund: str) -> None:
    data = workbook()
    for line in data["accounts"][fund].values():
        line["actual"] = 0
    assert "一栏填的都是 0" in issues_beyond(data, workbook())[0].message.zh


def test_rates_that_were_filled_with_zeros_are_told_as_finely_as_their_amounts_make_them() -> None:
    data = workbook()
    for line in data["accounts"]["work_injury"].values():
        if "growth_rate" in line:
            line["growth_rate"] = 0
    (issue,) = issues_beyond(data, workbook())
    income = next(one for one in issue.wrong if ".income.growth_rate" in one.cell.key)
    line = data["accounts"]["work_injury"]["income"]
    assert income.suggest == pytest.approx(line["change"] / line["prior"], abs=5e-5)


PEOPLE = {
    "resident_pension": {"participants": (9_792, 10_043), "contributors": (6_574, 7_100)},
    "unemployment": {"participants": (83_653, 83_402), "contributors": (58_417, 57_891)},
}


def _people() -> dict[str, Any]:
    data = workbook()
    data["headcounts"] = {
        fund: {
            item: {"actual": now, "prior": before, "change": now - before}
            for item, (now, before) in counts.items()
        }
        for fund, counts in PEOPLE.items()
    }
    return data


def test_people_of_two_funds_exchanged_are_one_cause() -> None:
    data = _people()
    one, other = data["headcounts"]["resident_pension"], data["headcounts"]["unemployment"]
    for item in one:
        one[item]["actual"], other[item]["actual"] = other[item]["actual"], one[item]["actual"]
    right = {finding.message.zh for finding in checked(_people()).findings}
    found = issues([one for one in checked(data).findings if one.message.zh not in right])
    errors = [issue for issue in found if issue.severity == "error"]
    assert len(errors) == 1
    assert "（本年人数）填反了，共 4 格：两边对换" in errors[0].message.zh


def test_cells_of_a_line_that_are_wrong_each_in_its_way_are_told_one_by_one() -> None:
    data = workbook()
    row = data["accounts"]["work_injury"]["disability"]
    row["budget"] += 300
    row["actual"] = round(row["actual"] - 41.3, 2)
    row["prior"] = round(row["prior"] + 17.45, 2)
    found = issues_beyond(data, workbook())
    assert len(found) == 3
    assert not any("一行" in one.message.zh for one in found)


def test_equal_rates_that_are_right_are_silent() -> None:
    data = workbook()
    for item, row in data["accounts"]["work_injury"].items():
        if row.get("budget") and "completion_rate" in row:
            row["completion_rate"] = f"{100 * row['actual'] / row['budget']:.0f}%"
            assert item
    assert issues_beyond(data, workbook()) == []
