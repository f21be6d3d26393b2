"""A rate typed without a percent sign is read as what its row makes it, or nearly."""

from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, edited, filled, read_back, submitted

FORMS = ["income_subtotal", "contributions", "interest", "other_income", "expenditure"]


def growth_of_income(typed: float, actual: float) -> object:
    """How the growth of an income of 100 last year is read, beside rates that are fractions."""
    rows = {item: {"actual": 98, "prior": 100, "growth_rate": -0.02} for item in FORMS}
    rows["income"] = {
        "actual": actual,
        "prior": 100,
        "change": actual - 100,
        "growth_rate": typed,
    }
    read = submitted({"accounts": {"work_injury": rows}})
    return read.number("accounts.work_injury.income.growth_rate")


@pytest.mark.parametrize(
    ("typed", "actual", "rate"),
    [
        (8.96, 108.96, 0.0896),
        (9.442, 108.96, 0.09442),  # a slip of a digit in points
        (12.3, 113.2, 0.123),
        (1.14, 214, 1.14),
        (2.31, 333, 2.31),  # a slip of a digit in a fraction
        (-7.5, 95.7, -0.075),
    ],
)
def test_the_reading_far_nearer_to_the_row_is_taken(
    typed: float, actual: float, rate: float
) -> None:
    assert growth_of_income(typed, actual) == pytest.approx(rate)


KEY = "accounts.work_injury.interest.growth_rate"
ROW = {"actual": 126.94, "prior": 122.74, "change": 4.2}
"""A row that grew by 3.42%."""


@pytest.mark.parametrize(
    ("typed", "number_format", "rate"),
    [
        (1.9148, "0.00%", 1.9148),  # shown as 191.48%
        (1.9148, "General", 0.019148),
        (3.42, "0.00%", 0.0342),  # what the row makes, typed in points
        (3, "0.00%", 0.03),  # as far as its digits tell
        (0.0342, "0.00%", 0.0342),
    ],
)
def test_a_cell_that_shows_percentages_is_read_as_it_is_shown(
    typed: float, number_format: str, rate: float
) -> None:
    row = {"interest": ROW | {"growth_rate": 0.0342}}
    data: dict[str, Any] = {"standard": "2020", "cover": COVER, "accounts": {"work_injury": row}}
    sheet, ref = read_back(filled(data)).places[KEY]

    def typed_over(book: Workbook) -> None:
        book[sheet][ref].value = typed
        book[sheet][ref].number_format = number_format

    assert read_back(edited(filled(data), typed_over)).number(KEY) == pytest.approx(rate)
