"""The amounts and the rates of the changes on last year in each other's column are one cause,
however they are written there; and so are amounts where rates are asked for."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from plain_accounts import plain_accounts
from slips import issues_beyond
from support import checked

from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["employee_medical", "resident_pension", "unemployment"]
NAMES = {"resident_pension": "居民养老", "unemployment": "失业", "total": "合计"}

Row = dict[str, Any]
Data = dict[str, Any]
Write = Callable[[Row], object]


def workbook(seed: int, funds: Sequence[str] = FUNDS) -> Data:
    return consistent(STANDARD, seed, list(funds))


def points(row: Row) -> float:
    return float(str(row["growth_rate"]).rstrip("%"))


def as_points(row: Row) -> None:
    row["change"], row["growth_rate"] = points(row), row["change"]


def as_fractions(row: Row) -> None:
    row["change"], row["growth_rate"] = round(points(row) / 100, 4), row["change"]


def as_text(row: Row) -> None:
    row["change"], row["growth_rate"] = row["growth_rate"], row["change"]


def as_text_in_percent(row: Row) -> None:
    row["change"], row["growth_rate"] = row["growth_rate"], f"{row['change']}%"


def rewritten(rows: dict[str, Row], write: Write) -> None:
    """Each line with a change and its rate written otherwise."""
    for row in rows.values():
        if "growth_rate" in row and "change" in row:
            write(row)


def told(data: Data, seed: int, funds: Sequence[str] = FUNDS) -> list[Issue]:
    """The causes that a workbook has and the right one has not."""
    return issues_beyond(data, workbook(seed, funds))


def is_of_the_columns(issue: Issue, name: str) -> bool:
    """Whether a cause is the exchange, and says of each amount what it should be."""
    return issue.message.zh.startswith(f"{name}“比上年增减额”和“比上年增减%”两栏的数互换了")


# ---------------------------------------------------------------- one cause
@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "write", "seed"),
    [
        ("resident_pension", as_points, 3),
        ("unemployment", as_fractions, 9),
        ("total", as_text, 9),
        ("unemployment", as_text_in_percent, 3),
        ("total", as_points, 3),
        ("resident_pension", as_text, 9),
    ],
)
def test_both_columns_are_exchanged(fund: str, write: Write, seed: int) -> None:
    right, data = workbook(seed)["accounts"][fund], workbook(seed)
    rewritten(data["accounts"][fund], write)
    (issue,) = told(data, seed)
    assert is_of_the_columns(issue, NAMES[fund])
    assert {one.confidence for one in issue.culprits} == {"likely"}
    for culprit in issue.culprits:
        _, _, item, measure = culprit.cell.key.split(".")
        if measure == "change":
            assert culprit.suggest == pytest.approx(right[item]["change"], abs=0.011)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("write", [as_points, as_text])
def test_the_only_fund(write: Write) -> None:
    data = workbook(4, ["work_injury"])
    rewritten(data["accounts"]["work_injury"], write)
    rewritten(data["accounts"]["total"], write)
    (issue,) = told(data, 4, ["work_injury"])
    assert "“比上年增减额”和“比上年增减%”两栏的数互换了" in issue.message.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize("write", [as_points, as_text])
def test_all_sheets_are_one_cause(write: Write) -> None:
    data = workbook(3)
    for rows in data["accounts"].values():
        rewritten(rows, write)
    (issue,) = told(data, 3)
    assert "“比上年增减额”和“比上年增减%”两栏的数互换了" in issue.message.zh
    assert {*issue.message.zh.partition("“")[0].split("、")} == {"职工医保", *NAMES.values()}


@pytest.mark.parametrize("write", [as_points, as_text])
def test_the_head_counts_of_all_funds(write: Write) -> None:
    data = workbook(3)
    for rows in data["headcounts"].values():
        rewritten(rows, write)
    (issue,) = told(data, 3)
    assert "“比上年增减”和“比上年增减%”两栏的数互换了" in issue.message.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize("is_change_blank", [True, False])
@pytest.mark.parametrize("fund", NAMES)
def test_amounts_alone_in_the_column_of_rates(fund: str, is_change_blank: bool) -> None:
    def write(row: Row) -> None:
        row["growth_rate"] = row.pop("change") if is_change_blank else row["change"]

    data = workbook(9)
    rewritten(data["accounts"][fund], write)
    (issue,) = told(data, 9)
    assert issue.message.zh.startswith(
        f"{NAMES[fund]}“比上年增减%”一栏填的像是增减额，不是增减的百分比"
    )


@pytest.mark.sampled(2)
@pytest.mark.parametrize("fund", NAMES)
def test_rates_alone_in_the_column_of_amounts(fund: str) -> None:
    def write(row: Row) -> None:
        row["change"] = points(row)

    data = workbook(3)
    rewritten(data["accounts"][fund], write)
    (issue,) = told(data, 3)
    assert f"{NAMES[fund]}“比上年增减额”一栏填的像是增减的百分点数" in issue.message.zh


# ---------------------------------------------------------------- beside another slip
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("fund", "item", "measure", "write"),
    [
        ("unemployment", "contributions", "actual", as_points),
        ("unemployment", "contributions", "actual", as_text),
        ("resident_pension", "interest", "prior", as_points),
        ("employee_medical", "surplus", "budget", as_text),
        ("total", "closing_balance", "actual", as_points),
    ],
)
def test_a_further_slip_is_told_by_itself(fund: str, item: str, measure: str, write: Write) -> None:
    data = workbook(3)
    rewritten(data["accounts"]["unemployment"], write)
    data["accounts"][fund][item][measure] += 90
    found = told(data, 3)
    assert len(found) == 2
    of_columns, of_cell = sorted(found, key=lambda one: -len(one.culprits))
    assert is_of_the_columns(of_columns, "失业")
    assert of_cell.culprits[0].cell.key == f"accounts.{fund}.{item}.{measure}"


# ---------------------------------------------------------------- none
@pytest.mark.sampled(2)
@pytest.mark.parametrize("fund", NAMES)
def test_a_few_lines_are_no_column(fund: str) -> None:
    data = workbook(9)
    rows = data["accounts"][fund]
    rewritten({item: rows[item] for item in ("income", "expenditure")}, as_points)
    assert not any("两栏" in one.message.zh for one in told(data, 9))


@pytest.mark.parametrize("text", ["约3%", "3%左右", "暂缺%"])
def test_texts_that_are_not_the_rates_are_no_exchange(text: str) -> None:
    def write(row: Row) -> None:
        row["change"] = text

    data = workbook(9)
    rewritten(data["accounts"]["unemployment"], write)
    found = told(data, 9)
    assert found
    assert not any("两栏" in one.message.zh for one in found)


@pytest.mark.parametrize("seed", [1, 3, 5])
def test_right_books_have_neither(seed: int) -> None:
    found = issues(checked(workbook(seed)).findings)
    assert not any("两栏" in one.message.zh or "增减额" in one.message.zh for one in found)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("column", ["growth_rate", "completion_rate"])
@pytest.mark.parametrize("lines", [("contributions", "interest"), ("benefits", "other_income")])
def test_two_rates_of_a_column_in_each_other_s_place_are_one_cause(
    column: str, lines: tuple[str, str]
) -> None:
    data = plain_accounts(["work_injury", "unemployment"], 5)
    one, other = (data["accounts"]["unemployment"][line] for line in lines)
    right = one[column], other[column]
    one[column], other[column] = right[::-1]
    told = {(c.cell.key, c.suggest) for found in checked(data).findings for c in found.culprits}
    cells = [f"accounts.unemployment.{line}.{column}" for line in lines]
    assert told == {*zip(cells, right)}
    one[column] = right[0] + 0.137
    causes = {found.group for found in checked(data).findings if found.culprits}
    assert len(causes) == 2
