"""Columns pasted a line too low or too high, over the lines that the fund does not have: one cause,
with what each cell should hold."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from support import edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Kind, Severity
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
SHEETS = {"work_injury": "工伤", "unemployment": "失业", "resident_pension": "居民养老"}
Edit = Callable[[Workbook], object]


def pasted(fund: str, columns: str, first: int, last: int, by: int, cut: bool = True) -> Edit:
    """Lines of some columns cut or copied, and pasted one line lower (1) or higher (-1)."""

    def edit(book: Workbook) -> None:
        sheet: Worksheet = book[SHEETS[fund]]
        for column in columns:
            values = [sheet[f"{column}{row}"].value for row in range(first, last + 1)]
            for row in range(first, last + 1) if cut else ():
                sheet[f"{column}{row}"].value = None
            for row, value in enumerate(values, first + by):
                sheet[f"{column}{row}"].value = value

    return edit


def told(data: dict[str, Any], edit: Edit) -> Checked:
    return check([read_back(edited(filled(data), edit))])[0]


def groups(found: Checked) -> set[int | None]:
    """The causes of all that is wrong or asks to be explained, but for what is not filled in at
    all; None for what has none."""
    asked = [one for one in found.findings if one.severity is not Severity.INFO]
    return {one.group for one in asked if one.kind is not Kind.MISSING}


CASES = [
    ("unemployment", "CDE", 6, 38, 1),
    ("work_injury", "D", 7, 38, 1),
    ("work_injury", "CDE", 7, 37, 1),
    ("resident_pension", "DE", 6, 38, 1),
    ("unemployment", "CDE", 8, 38, -1),
]


@pytest.mark.sampled(10)
@pytest.mark.parametrize(("fund", "columns", "first", "last", "by"), CASES)
@pytest.mark.parametrize("cut", [True, False], ids=["cut", "copied"])
def test_a_block_a_line_off_is_one_cause(
    fund: str, columns: str, first: int, last: int, by: int, cut: bool
) -> None:
    data = consistent(STANDARD, 5, FUNDS)
    found = told(data, pasted(fund, columns, first, last, by, cut))
    assert groups(found) == {1}
    culprits = next(one.culprits for one in found.findings if one.group == 1)
    way = "往下错了一行" if by > 0 else "往上错了一行"
    assert all(way in culprit.why.zh for culprit in culprits)
    assert {culprit.cell.sheet for culprit in culprits} == {SHEETS[fund]}
    for culprit in culprits:
        _, account, item, measure = culprit.cell.key.split(".")
        right = data["accounts"][account].get(item, {}).get(measure)
        assert culprit.suggest is None or culprit.suggest == right


def test_figures_where_the_fund_has_no_line_are_no_block_by_themselves() -> None:
    data = consistent(STANDARD, 5, FUNDS)
    data["accounts"]["work_injury"]["contributions"]["actual"] += 90

    def edit(book: Workbook) -> None:
        book["工伤"]["D11"].value = 12.5

    found = told(data, edit)
    assert not any("错了一行" in one.why.zh for each in found.findings for one in each.culprits)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("label", ["转移收入", "失业保险金", "稳岗返还"])
def test_a_line_of_another_fund_below_the_sheet_is_no_block_of_it(label: str) -> None:
    data = consistent(STANDARD, 5, FUNDS)
    data["accounts"]["work_injury"]["contributions"]["actual"] += 90

    def edit(book: Workbook) -> None:
        for column, value in zip("BCDE", (label, 10, 12.53, 11.96)):
            book["工伤"][f"{column}45"].value = value

    found = told(data, edit).findings
    assert "X001" not in {one.rule for one in found}
    culprits = {one.cell.key for each in found for one in each.culprits}
    assert culprits == {"accounts.work_injury.contributions.actual"}


def test_columns_typed_a_line_too_low_past_hidden_lines_are_one_cause() -> None:
    """Typed from a list, over the lines that the fund has and no others: one figure alone gets
    where there is no line."""
    data = consistent(STANDARD, 5, FUNDS)

    def edit(book: Workbook) -> None:
        sheet: Worksheet = book["失业"]
        keyed = [row for row in range(6, 40) if sheet[f"A{row}"].value]
        for column in "CDE":
            values = [sheet[f"{column}{row}"].value for row in keyed]
            for row, value in zip(keyed, [None, *values]):
                sheet[f"{column}{row}"].value = value

    found = told(data, edit)
    assert groups(found) == {1}
    culprits = next(one.culprits for one in found.findings if one.group == 1)
    assert "失业“预算数”、“本年实际数”、“上年实际数”的数往下错了一行" in culprits[0].why.zh
    for culprit in culprits:
        _, account, item, measure = culprit.cell.key.split(".")
        right = data["accounts"][account].get(item, {}).get(measure)
        assert culprit.suggest is None or culprit.suggest == pytest.approx(right or 0, abs=0.03)
