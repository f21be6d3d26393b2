"""A total of another year or unit beside its funds is one cause, and not eighty."""

from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Finding, Severity
from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["resident_pension", "work_injury", "unemployment"]
Data = dict[str, Any]


def workbook(total: dict[str, Any], seed: int = 3) -> Data:
    """Accounts of three funds beside a total."""
    data = consistent(STANDARD, seed, FUNDS)
    data["accounts"]["total"] = total
    return data


def total_of(seed: int) -> dict[str, Any]:
    """The total of another workbook."""
    total: dict[str, Any] = consistent(STANDARD, seed, FUNDS)["accounts"]["total"]
    return total


def a_year_late() -> dict[str, Any]:
    """A total in which last year's figures stand as this year's, beside those of earlier years."""
    earlier = total_of(4)
    return {
        item: {"actual": line["prior"]}
        | {column: earlier[item][column] for column in ("budget", "prior") if column in line}
        for item, line in total_of(3).items()
        if "prior" in line
    }


def told(data: Data) -> tuple[list[Issue], list[Finding]]:
    """The errors that issues are made of, and the findings of the first."""
    found = [one for one in issues(checked(data).findings) if one.severity is Severity.ERROR]
    return found, list(found[0].findings) if found else []


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_a_total_of_another_unit_is_one_cause(seed: int) -> None:
    found, members = told(workbook(total_of(seed)))
    first = found[0]
    assert "别的年份、别的单位" in first.message.zh
    assert not first.culprits
    assert len(members) > 40
    assert {one.rule for issue in found[1:] for one in issue.findings}.isdisjoint({"B204"})


def test_a_total_of_last_year_is_told_as_that() -> None:
    found, _ = told(workbook(a_year_late()))
    assert "像是上年的" in found[0].message.zh


@pytest.mark.sampled(3)
@pytest.mark.parametrize("lines", [1, 2, 4])
def test_a_few_lines_that_are_off_are_told_one_by_one(lines: int) -> None:
    total, other = total_of(3), total_of(4)
    leaves = ["interest", "transfer_in", "other_income", "other_expenditure"]
    for item in leaves[:lines]:
        total[item] = other[item]
    found, _ = told(workbook(total))
    assert found
    assert not any("别的年份、别的单位" in issue.message.zh for issue in found)


def test_a_total_that_is_right_says_nothing() -> None:
    assert told(workbook(total_of(3)))[0] == []
