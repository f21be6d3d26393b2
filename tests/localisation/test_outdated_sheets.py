"""A sheet of last year, or a column of another year, is one cause, though it agrees with itself; a
column that was worked out of something else is one cause too."""

from collections.abc import Callable
from typing import Any

import pytest
from slips import typed_otherwise
from support import checked

from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Culprit, Severity
from sipipeline.reports.issues import issues
from sipipeline.standards.load import load
from tools.accounts import consistent, work_out

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
SEEDS = (1, 3, 5)

Account = dict[str, dict[str, Any]]


def workbook(seed: int, slip: Callable[[Account], object] = lambda account: None) -> dict[str, Any]:
    """A consistent workbook after a slip in the sheet of 失业."""
    data = consistent(STANDARD, seed, FUNDS)
    slip(data["accounts"]["unemployment"])
    return data


def culprits(found: Checked) -> list[Culprit]:
    """The culprits of the only cause."""
    groups = {finding.group: list(finding.culprits) for finding in found.findings if finding.group}
    errors = [finding for finding in found.findings if finding.severity is Severity.ERROR]
    assert [finding.message.zh for finding in errors if finding.group is None] == []
    ((_, told),) = groups.items()
    return told


# ---------------------------------------------------------------- the slips
def redone(account: Account) -> None:
    """Changes and rates worked out from what stands in the sheet."""
    work_out({"accounts": {"unemployment": account}}, 3)


def shrunk(account: Account, measure: str, times: float) -> None:
    for cells in account.values():
        if measure in cells:
            cells[measure] = round(cells[measure] * times, 2)


def of_last_year(account: Account) -> None:
    for cells in account.values():
        if "actual" in cells:
            cells["actual"] = cells["prior"]
    shrunk(account, "prior", 0.9)
    shrunk(account, "budget", 0.8)
    redone(account)


def with_the_year_before_last(account: Account) -> None:
    shrunk(account, "prior", 0.875)
    redone(account)


def with_the_year_before_last_alone(account: Account) -> None:
    """Changes and rates are right."""
    shrunk(account, "prior", 0.875)


def of_another_draft(account: Account) -> None:
    shrunk(account, "budget", 0.75)
    redone(account)


def divided(column: str, over: str, base: str) -> Callable[[Account], object]:
    def typed(account: Account) -> None:
        for cells in account.values():
            if column in cells and cells.get(base):
                cells[column] = f"{100 * cells[over] / cells[base]:.1f}%"

    return typed


def grown(column: str, over: str, base: str) -> Callable[[Account], object]:
    def typed(account: Account) -> None:
        for cells in account.values():
            if column in cells and cells.get(base):
                cells[column] = f"{100 * (cells[over] - cells[base]) / cells[base]:.1f}%"

    return typed


def less(column: str, over: str, base: str) -> Callable[[Account], object]:
    """As a formula leaves it: with what floating point makes of a difference."""

    def typed(account: Account) -> None:
        for cells in account.values():
            if column in cells and over in cells and base in cells:
                cells[column] = cells[over] - cells[base]

    return typed


# ---------------------------------------------------------------- one cause
@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_sheet_of_last_year_is_told_and_no_right_cell_with_it(seed: int) -> None:
    data = workbook(seed, of_last_year)
    found = checked(data)
    told, wrong = culprits(found), typed_otherwise(data, workbook(seed))
    said = f"失业表像是上年的表：“本年实际数”一栏的数在合计里是“上年实际数”，整表 {len(told)} 格"
    assert issues(found.findings)[0].message.zh.startswith(said)
    assert {culprit.cell.key for culprit in told} <= wrong.keys()
    should = {culprit.cell.key: culprit.suggest for culprit in told if culprit.suggest is not None}
    assert len(should) > 40
    assert should == {key: pytest.approx(wrong[key], abs=0.03) for key in should}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_column_of_the_year_before_last_is_no_fund_that_is_missing(seed: int) -> None:
    data = workbook(seed, with_the_year_before_last)
    told, wrong = culprits(checked(data)), typed_otherwise(data, workbook(seed))
    assert told[0].why.zh.startswith("失业表的“上年实际数”、“比上年增减额”和合计对不上")
    assert {culprit.cell.key for culprit in told} <= wrong.keys()
    rates = {one.cell.key: one.suggest for one in told if one.cell.key.endswith("growth_rate")}
    known = {key.split(".")[2]: rate for key, rate in rates.items() if rate is not None}
    right = workbook(seed)["accounts"]["unemployment"]
    made = {item: right[item]["change"] / right[item]["prior"] for item in known}
    assert made
    assert known == {item: pytest.approx(rate, abs=0.0002) for item, rate in made.items()}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_changes_and_rates_that_are_right_say_what_the_column_should_hold(seed: int) -> None:
    data = workbook(seed, with_the_year_before_last_alone)
    told, wrong = culprits(checked(data)), typed_otherwise(data, workbook(seed))
    assert {culprit.cell.key for culprit in told} <= wrong.keys()
    should = {culprit.cell.key: culprit.suggest for culprit in told if culprit.suggest is not None}
    assert len(should) > 15
    assert should == {key: pytest.approx(wrong[key], abs=0.03) for key in should}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_tells_which_sheet_is_of_another_draft_none_is_named(seed: int) -> None:
    told = culprits(checked(workbook(seed, of_another_draft)))
    assert "像是有一张表（某个险种的或合计的）填的是另一年或另一稿的数" in told[0].why.zh
    assert {culprit.suggest for culprit in told} == {None}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_lines_that_differ_from_the_total_are_told_line_by_line(seed: int) -> None:
    def typed(account: Account) -> None:
        for item in ("from_superior", "to_superior", "other_income"):
            account[item]["prior"] = round(account[item]["prior"] + 40, 2)

    groups = {finding.group for finding in checked(workbook(seed, typed)).findings}
    assert len(groups - {None}) == 3


# ---------------------------------------------------------------- rates, changes
@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("working", "column", "over", "base", "says", "seed"),
    [
        (divided, "growth_rate", "change", "actual", "像是用“比上年增减额”除以“本年实际数”算的", 1),
        (divided, "growth_rate", "actual", "prior", "像是用“本年实际数”除以“上年实际数”算的", 2),
        (
            divided,
            "completion_rate",
            "actual",
            "prior",
            "像是用“本年实际数”除以“上年实际数”算的",
            3,
        ),
        (
            grown,
            "growth_rate",
            "actual",
            "budget",
            "像是用“本年实际数”减“预算数”、再除以“预算数”算的",
            4,
        ),
        (less, "change", "actual", "budget", "像是用“本年实际数”减“预算数”算的", 5),
    ],
)
def test_a_column_worked_out_of_another_is_one_cause(
    working: Callable[[str, str, str], Callable[[Account], object]],
    column: str,
    over: str,
    base: str,
    says: str,
    seed: int,
) -> None:
    data = workbook(seed, working(column, over, base))
    told = culprits(checked(data))
    assert says in told[0].why.zh
    assert told[0].why.zh.startswith("失业")
    named = {culprit.cell.key for culprit in told}
    assert {tuple(key.split(".")[1::2]) for key in named} == {("unemployment", column)}
    wrong = typed_otherwise(data, workbook(seed)).keys()
    assert len(named & wrong) > 0.8 * len(wrong)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_rates_that_are_wrong_each_in_its_own_way_are_told_one_by_one(seed: int) -> None:
    def typed(account: Account) -> None:
        items = [item for item, cells in account.items() if "completion_rate" in cells]
        for place, item in enumerate(items[:8]):
            account[item]["completion_rate"] = f"{23.7 + 11.3 * place:.1f}%"

    groups = {finding.group for finding in checked(workbook(seed, typed)).findings}
    assert len(groups - {None}) >= 7
