"""A row that was copied over another is one cause, told at that row; two rows that are the same and
right are never spoken of."""

from typing import Any

import pytest
from support import COVER, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.reports.issues import Issue, issues

ACCOUNT = "accounts.resident_pension"
INCOME = {
    "contributions": (5_300.0, 5_364.58, 5_107.22),
    "fiscal_subsidy": (12_900.0, 13_043.66, 12_480.4),
    "collective_subsidy": (0.0, 0.0, 0.0),
    "interest": (740.0, 746.39, 709.04),
    "entrusted_investment": (0.0, 0.0, 0.0),
    "transfer_in": (12.0, 12.46, 11.83),
    "other_income": (12.0, 12.46, 11.83),
}
BENEFITS = {
    "basic_pension": (12_000.0, 12_103.9, 11_483.12),
    "personal_account_pension": (3_400.0, 3_411.27, 3_222.05),
    "funeral_allowance": (200.0, 188.73, 177.95),
}
"""Budget, this year and last year."""
AMOUNTS = ("budget", "actual", "prior")
EVERY = (*AMOUNTS, "change", "completion_rate", "growth_rate")
Lines = dict[str, dict[str, float]]


def line(budget: float, actual: float, prior: float) -> dict[str, float]:
    """A line with what is worked out of it."""
    change = round(actual - prior, 2)
    made = dict(zip(EVERY, (budget, actual, prior, change)))
    if budget and prior:
        made |= {"completion_rate": round(actual / budget, 4)}
        made |= {"growth_rate": round(change / prior, 4)}
    return made


def account() -> Lines:
    lines = {name: line(*amounts) for name, amounts in {**INCOME, **BENEFITS}.items()}
    for names, parts in ((("income_subtotal", "income"), INCOME), (("benefits",), BENEFITS)):
        whole = line(*(round(sum(column), 2) for column in zip(*parts.values())))
        lines |= dict.fromkeys(names, whole)
    return lines


def told(lines: Lines) -> list[Issue]:
    """The errors of arithmetic that are told of an account."""
    data: dict[str, Any] = {"cover": COVER, "accounts": {"resident_pension": lines}}
    (result,) = check([read_back(filled(data))])
    return [one for one in issues(result.findings) if any(f.rule[0] in "BRJ" for f in one.findings)]


def rows(issue: Issue) -> set[str]:
    """The rows of which cells are named."""
    return {one.cell.key.split(".")[2] for one in issue.culprits}


def suggested(issue: Issue, row: str) -> dict[str, object]:
    own = [one for one in issue.culprits if one.cell.key.split(".")[2] == row]
    return {one.cell.key.split(".")[3]: one.suggest for one in own}


@pytest.mark.parametrize(
    ("row", "source", "columns"),
    [
        ("funeral_allowance", "interest", EVERY),  # of the other side: this sum alone is broken
        ("interest", "basic_pension", EVERY),
        ("contributions", "fiscal_subsidy", AMOUNTS),  # rates and change as they were
    ],
)
def test_a_row_that_was_copied_over_is_told_with_its_right_figures(
    row: str, source: str, columns: tuple[str, ...]
) -> None:
    lines, right = account(), account()[row]
    lines[row] |= {one: lines[source][one] for one in columns}
    (issue,) = told(lines)
    assert rows(issue) == {row}
    assert {one.confidence for one in issue.culprits} == {"likely"}
    assert suggested(issue, row) == {one: pytest.approx(right[one], abs=2e-4) for one in columns}
    assert "整行复制" in issue.culprits[0].why.zh


@pytest.mark.parametrize(
    ("row", "source"),
    [
        ("basic_pension", "personal_account_pension"),
        ("funeral_allowance", "basic_pension"),
        ("interest", "contributions"),
    ],
)
def test_of_two_rows_of_one_sum_either_may_be_the_copy(row: str, source: str) -> None:
    lines, right = account(), account()[row]
    lines[row] = dict(lines[source])
    (issue,) = told(lines)
    assert rows(issue) == {row, source}
    assert {one.confidence for one in issue.culprits} == {"possible"}
    for one in (row, source):
        assert suggested(issue, one)["actual"] == pytest.approx(right["actual"])


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"interest": {"actual": 764.39}},
        {"contributions": {"actual": 5_346.58}, "interest": {"budget": 470.0}},
    ],
)
def test_two_rows_that_are_the_same_may_be_right(changed: Lines) -> None:
    lines = account()
    for name, cells in changed.items():
        lines[name] |= cells
    accused = set[str]().union(*map(rows, told(lines)))
    assert accused == changed.keys()
