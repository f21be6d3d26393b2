"""Lines that are blank in every column, as the unit has nothing of them: what is wrong is named as
if they held 0; a line that was forgotten is still asked about, and no sum is accused for it."""

from typing import Any

import pytest
from support import filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Severity
from sipipeline.reports.issues import Issue, issues

ACCOUNT = "accounts.resident_pension"
LINES: dict[str, tuple[float, float, float]] = {
    "contributions": (5_300.0, 5_364.58, 5_107.22),
    "fiscal_subsidy": (12_900.0, 13_043.66, 12_480.4),
    "interest": (740.0, 746.39, 709.04),
    "income_subtotal": (18_940.0, 19_154.63, 18_296.66),
    "income": (18_940.0, 19_154.63, 18_296.66),
    "basic_pension": (15_600.0, 15_703.9, 14_883.12),
    "benefits": (15_600.0, 15_703.9, 14_883.12),
    "expenditure_subtotal": (15_600.0, 15_703.9, 14_883.12),
    "expenditure": (15_600.0, 15_703.9, 14_883.12),
    "surplus": (3_340.0, 3_450.73, 3_413.54),
}
"""Budget, this year and last year; of all other lines the unit has nothing."""
TEXT = "居民养老保险基金收入19154.63万元，支出15703.90万元，本年收支结余3450.73万元。"
MEASURES = ("budget", "actual", "prior")


def told(zeros: bool, text: str = TEXT, **changed: Any) -> list[Issue]:
    """What is told of the account with some cells changed, with 0 or nothing in lines of which the
    unit has nothing."""
    lines: dict[str, Any] = {name: dict(zip(MEASURES, line)) for name, line in LINES.items()}
    for name, cells in changed.items():
        lines[name] |= cells
    if zeros:
        nothing = dict.fromkeys(MEASURES, 0)
        lines |= dict.fromkeys(("entrusted_investment", "other_income", "transfer_in"), nothing)
    data = {"accounts": {"resident_pension": lines}, "narrative": {"operation": text}}
    (result,) = check([read_back(filled(data))])
    found = [one for one in issues(result.findings) if one.severity is not Severity.INFO]
    about = {f"{ACCOUNT}.{name}" for name in LINES}
    return [one for one in found if _is_about(one, about)]


def _is_about(issue: Issue, lines: set[str]) -> bool:
    keys = (cell.key.rpartition(".")[0] for one in issue.findings for cell in one.cells)
    return any(one.rule[0] in "BRN" for one in issue.findings) and not lines.isdisjoint(keys)


@pytest.mark.parametrize("zeros", [True, False])
def test_a_rate_that_was_typed_by_hand_is_named(zeros: bool) -> None:
    (issue,) = told(zeros, income={"completion_rate": "97.46%"})
    assert [one.cell.key for one in issue.wrong] == [f"{ACCOUNT}.income.completion_rate"]


@pytest.mark.parametrize("zeros", [True, False])
def test_a_sum_that_leaves_out_a_line_is_named(zeros: bool) -> None:
    short = 19_154.63 - 746.39
    (issue,) = told(
        zeros,
        income_subtotal={"actual": short},
        income={"actual": short},
        surplus={"actual": round(short - 15_703.9, 2)},
    )
    assert f"{ACCOUNT}.income_subtotal.actual" in [one.cell.key for one in issue.wrong]


def test_of_a_forgotten_line_no_sum_is_accused_whatever_else_is_unclear() -> None:
    whole = 19_154.63 + 345.37
    sums = {name: {"actual": whole} for name in ("income_subtotal", "income")}
    (issue,) = told(
        False,
        text=f"居民养老保险基金收入{whole:.2f}万元，支出15730.90万元。",
        **sums,
        surplus={"actual": round(whole - 15_703.9, 2)},
    )
    assert [one.rule for one in issue.findings] == ["N601"]
    assert issue.wrong == ()


def test_blank_lines_of_a_right_account_raise_nothing() -> None:
    assert told(False) == []
