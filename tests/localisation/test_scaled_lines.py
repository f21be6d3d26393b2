"""A block of lines of a sheet in another unit of money is one cause that names its rows, and leaves
the other lines and a further slip as they are."""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from slips import issues_beyond
from support import filled, read_back

from sipipeline.checking.batch import check
from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["resident_pension", "unemployment", "work_injury"]
AMOUNTS = ("budget", "actual", "prior", "change")
BLOCKS = {
    "income": ("opening_balance", "from_subordinate"),
    "sums of income": ("income", "from_subordinate"),
    "kinds of income": ("contributions", "other_income"),
    "expenditure": ("expenditure", "to_superior"),
    "benefits": ("benefits", "transfer_out"),
    "down to the deposits": ("expenditure", "time_deposits"),
}

Data = dict[str, Any]


def workbook(seed: int = 3, funds: Sequence[str] = FUNDS) -> Data:
    return consistent(STANDARD, seed, list(funds))


def block(fund: str, name: str) -> list[str]:
    """The items of a block of a fund, from its first to its last."""
    items = [item.key for item in STANDARD.items_of(fund)]
    first, last = BLOCKS[name]
    end = next((one for one in (last, "capacity_appraisal") if one in items), last)
    below = items.index(end) + (name != "benefits")
    return items[items.index(first) : below]


def times(
    data: Data, fund: str, items: Sequence[str], factor: float, measures: Sequence[str] = AMOUNTS
) -> None:
    """Lines of a fund, in some columns, so many times as large."""
    for item in items:
        row = data["accounts"][fund].get(item, {})
        for measure in set(measures) & row.keys():
            row[measure] = round(row[measure] * factor, 6)


def wrongly_accused(found: Sequence[Issue], data: Data, right: Data) -> set[str]:
    """The cells of which a cause says that they are wrong, though they are not."""
    accused = {one.cell.key for issue in found for one in issue.culprits if one.located}
    rows = {key: key.split(".")[1:] for key in accused}
    return {
        key
        for key, (fund, item, measure) in rows.items()
        if data["accounts"][fund][item][measure] == right["accounts"][fund][item][measure]
    }


# ---------------------------------------------------------------- one cause
UNITS = [(3, 10_000, "像是按元填的"), (8, 10, "像是按千元填的"), (8, 1000, "都大 1000 倍")]
PLACES = [(fund, name) for fund in (*FUNDS, "total") for name in BLOCKS]
PLACES.remove(("total", "benefits"))  # one line


@pytest.mark.sampled(15)
@pytest.mark.parametrize(
    ("fund", "name", "seed", "factor", "unit"),
    [(*place, *unit) for place, unit in zip(PLACES, itertools.cycle(UNITS))]
    + [(fund, "income", *unit) for fund in (FUNDS[0], "total") for unit in UNITS[1:]],
)
def test_a_block_is_one_cause(fund: str, name: str, seed: int, factor: float, unit: str) -> None:
    right, data = workbook(seed), workbook(seed)
    times(data, fund, block(fund, name), factor)
    (issue,) = issues_beyond(data, right)
    assert unit in issue.message.zh
    assert issue.message.zh.startswith(f"{STANDARD.fund(fund).short.zh}从“")
    assert {one.confidence for one in issue.culprits} == {"likely"}
    assert wrongly_accused([issue], data, right) == set()


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("name", "seed"),
    [("income", 3), ("expenditure", 8), ("benefits", 8), ("benefits", 3), ("kinds of income", 3)],
)
def test_a_block_of_the_only_fund(name: str, seed: int) -> None:
    right, data = workbook(seed, ["unemployment"]), workbook(seed, ["unemployment"])
    del right["accounts"]["total"], data["accounts"]["total"]
    times(data, "unemployment", block("unemployment", name), 10_000)
    (issue,) = issues_beyond(data, right)
    assert "像是按元填的" in issue.message.zh
    assert wrongly_accused([issue], data, right) == set()


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "measure"),
    [("sums of income", "budget"), ("expenditure", "actual"), ("sums of income", "prior")],
)
def test_a_block_of_one_column(name: str, measure: str) -> None:
    right, data = workbook(), workbook()
    times(data, "work_injury", block("work_injury", name), 10_000, [measure])
    (issue,) = issues_beyond(data, right)
    assert "像是按元填的" in issue.message.zh
    assert {one.cell.key.split(".")[3] for one in issue.culprits} == {measure}
    assert wrongly_accused([issue], data, right) == set()


@pytest.mark.parametrize("name", ["income", "benefits"])
def test_changes_may_be_in_the_unit_of_the_form(name: str) -> None:
    right, data = workbook(), workbook()
    times(data, "unemployment", block("unemployment", name), 10_000, ["budget", "actual", "prior"])
    (issue,) = issues_beyond(data, right)
    assert "像是按元填的" in issue.message.zh
    assert wrongly_accused([issue], data, right) == set()


def test_the_rows_of_a_workbook_are_named() -> None:
    data = workbook()
    times(data, "work_injury", block("work_injury", "sums of income"), 10_000)
    found = issues(check([read_back(filled(data))])[0].findings)
    said = [one.message.zh for one in found if "像是按元填的" in one.message.zh]
    assert len(said) == 1
    assert said[0].startswith("工伤第 7–17 行（“收入合计”到“下级上解收入”）像是按元填的")


# ---------------------------------------------------------------- beside another slip
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "fund", "item", "measure"),
    [
        ("income", "unemployment", "time_deposits", "prior"),
        ("benefits", "unemployment", "time_deposits", "prior"),
        ("benefits", "resident_pension", "interest", "prior"),
        ("income", "work_injury", "surplus", "budget"),
        ("benefits", "total", "expenditure", "actual"),
    ],
)
def test_a_further_slip_is_told_by_itself(name: str, fund: str, item: str, measure: str) -> None:
    right, data = workbook(), workbook()
    times(data, "unemployment", block("unemployment", name), 10_000)
    data["accounts"][fund][item][measure] *= -1
    found = issues_beyond(data, right)
    assert len(found) == 2
    of_block, of_cell = sorted(found, key=lambda one: -len(one.culprits))
    assert "像是按元填的" in of_block.message.zh
    first = [of_cell.cell] if of_cell.cell else []
    named = {cell.key for cell in (*first, *(one.cell for one in of_cell.culprits))}
    assert f"accounts.{fund}.{item}.{measure}" in named
    assert wrongly_accused([of_block], data, right) == set()


@pytest.mark.sampled(2)
@pytest.mark.parametrize("item", ["interest", "fiscal_subsidy", "income"])
def test_a_slip_in_the_block_is_told_by_itself(item: str) -> None:
    right, data = workbook(), workbook()
    data["accounts"]["unemployment"][item]["actual"] += 90
    times(data, "unemployment", block("unemployment", "income"), 10_000)
    found = issues_beyond(data, right)
    assert len(found) == 2
    assert [one for one in found if "像是按元填的" in one.message.zh]
    named = {one.culprits[0].cell.key for one in found}
    assert f"accounts.unemployment.{item}.actual" in named


# ---------------------------------------------------------------- what is no block
@pytest.mark.parametrize(("factor", "measure"), [(10, "budget"), (10_000, "actual")])
def test_a_figure_and_the_sums_that_it_was_carried_into_are_no_block(
    factor: float, measure: str
) -> None:
    data = workbook(8)
    rows = data["accounts"]["work_injury"]
    more = rows["interest"][measure] * (factor - 1)
    for item in ("interest", "income_subtotal", "income"):
        rows[item][measure] = round(rows[item][measure] + more, 2)
    found = issues_beyond(data, workbook(8))
    assert found
    assert not any("各行" in one.message.zh for one in found)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [1, 3])
def test_two_lines_by_themselves_are_no_block(seed: int) -> None:
    data = workbook(seed)
    times(data, "unemployment", ["interest", "other_expenditure"], 10_000)
    assert not any("各行" in one.message.zh for one in issues_beyond(data, workbook(seed)))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("fund", ["resident_pension", "work_injury"])
def test_a_whole_sheet_is_told_as_that(fund: str) -> None:
    right, data = workbook(), workbook()
    times(data, fund, list(data["accounts"][fund]), 10_000)
    (issue,) = issues_beyond(data, right)
    assert issue.message.zh.startswith(f"{STANDARD.fund(fund).short.zh}整表像是按元填的")
