"""Numbers in places of the text columns are read as their number format shows them."""

from typing import Any

import pytest
from openpyxl import Workbook
from support import edited, filled, indicator, read_back, table

from sipipeline.xlsx.shown import shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (2.0, "0.0%", "200%"),
        (0.985, "0%", "98.5%"),
        (5.0, '0"人"', "5人"),
        (5.5, '#,##0.0"元/人"', "5.5元/人"),
        (9203.0, '"≥"0"人"', "≥9203人"),
        (4.0, "0\\人", "4人"),
        (3.0, "[Red]0%;0", "300%"),
        (5.0, "0", None),
        (5.0, "", None),
        (5.0, "General", None),
        (5.0, "0_ ", None),
        (5.0, "yyyy-mm-dd", None),
        (float("nan"), "0%", None),
        (float("inf"), "0%", None),
    ],
)
def test_a_number_by_its_format(value: float, number_format: str, text: str | None) -> None:
    seen = shown(value, number_format)
    assert (seen and seen.text) == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [(2, "0.0%", "200%"), (0.98, "0.00%", "98%"), (9175, '0"人"', "9175人")],
)
def test_an_actual_value_that_is_a_number_cell(value: Any, number_format: str, text: str) -> None:
    def type_in(book: Workbook) -> None:
        sheet = book["绩效自评表"]
        (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "93%")
        cell.value, cell.number_format = value, number_format

    content = filled({"standard": "2020", **table(indicator("满意度", "≥90%", "93%"))})
    assert read_back(edited(content, type_in)).text("indicators.1.actual") == text
