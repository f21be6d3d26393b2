"""A row that the form does not have, added up with the others."""

import pytest
from support import account, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Culprit

ROWS = {
    "injury_medical": {"actual": 812.5},
    "disability": {"actual": 402.37},
    "work_death": {"actual": 95.25},
    "benefits": {"actual": 1_410.12},
}


def _named(amount: float) -> list[Culprit]:
    """The culprits of a sum that is 100 too large, with an amount below its last part."""
    content = filled(account(**ROWS))

    def typed(book: object) -> None:
        sheet = book["工伤"]  # type: ignore[index]
        row = next(cell.row for cell in sheet["D"] if cell.value == 95.25)
        sheet.insert_rows(row + 1)
        sheet.cell(row + 1, 2).value, sheet.cell(row + 1, 4).value = "一次性补助", amount

    (result,) = check([read_back(edited(content, typed))])
    return [one for finding in result.findings for one in finding.culprits]


def test_the_row_that_the_sum_has_beyond_its_parts_is_the_cause() -> None:
    culprits = _named(100.0)
    assert culprits
    assert {(one.cell.value, one.confidence) for one in culprits} == {(100.0, "likely")}


@pytest.mark.parametrize("amount", [99.0, 412.5])
def test_another_amount_there_explains_nothing(amount: float) -> None:
    assert amount not in {one.cell.value for one in _named(amount)}


def test_beside_an_error_that_is_of_no_cell_it_is_looked_for_all_the_same() -> None:
    last_year = {line: {"prior": amount["actual"]} for line, amount in ROWS.items()}

    def typed(book: object) -> None:
        book["工伤"]["L3"].value = 7  # type: ignore[index]

    content = edited(filled(account(**last_year)), typed)
    (result,) = check([read_back(content)])
    found = {finding.rule for finding in result.findings}
    assert found >= {"B201", "F103", "F111"}
    assert "X001" not in found
