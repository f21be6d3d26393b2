"""A rate typed without a percent sign is read as what its row makes it, or nearly."""

from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, edited, filled, read_back, submitted

FORMS = ["income_subtotal", "contributions", "interest", "other_income", "expenditure"]


def growth_of_income(typed: float, actual: float) -> object:
    """How the growth of an income of 100 last year is read, beside rates that are fractions."""
    rows = {item: {"actual": 98, "prior": 100, "growth_rate": -0.02} for item in FORMS}
    rows["income"] = {"actual": actual, "prior": 100, "change": actual - 100, "growth_rate": typed}
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


@pytest.mark.parametrize(
    ("typed", "deposits", "share"),
    [(3.3752, 3375.2, 3.3752), (33.75, 337.52, 0.3375), (33.75, 3375.2, 0.3375), (0.34, 337, 0.34)],
)
def test_a_share_of_deposits_above_1_is_read_as_the_amounts_make_it(
    typed: float, deposits: float, share: float
) -> None:
    rows = {"time_deposits": {"actual": deposits}, "closing_balance": {"actual": 1000}}
    balances = {"work_injury": {"deposit_share": typed}}
    read = submitted({"accounts": {"work_injury": rows}, "balances": balances})
    assert read.number("balances.work_injury.deposit_share") == pytest.approx(share)


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


def growths(typed: dict[str, tuple[float, object]]) -> dict[str, float]:
    """The growth of each income, which was 100 last year: what it is now and what was typed."""
    rows = {
        item: {"actual": actual, "prior": 100, "change": actual - 100, "growth_rate": growth}
        for item, (actual, growth) in typed.items()
    }
    read = submitted({"accounts": {"work_injury": rows}})
    keys = {item: f"accounts.work_injury.{item}.growth_rate" for item in rows}
    return {item: read.number(key) or 0.0 for item, key in keys.items()}


POINTS = {
    "income": (105.44, 5.44),
    "income_subtotal": (106.3, 6.3),
    "contributions": (107.12, 7.12),
    "expenditure": (103.91, 3.91),
}
FRACTIONS = {item: (now, float(points) / 100) for item, (now, points) in POINTS.items()}


@pytest.mark.parametrize(
    ("actual", "typed", "rate"),
    [
        (100.87, 0.87, 0.0087),
        (101.12, "1.12", 0.0112),
        (99.6, -0.4, -0.004),
        (101, 1, 0.01),
        (102.5, 0.87, 0.0087),  # a wrong figure, in the form of its column
        (187, 0.87, 0.87),  # one row in the other form
        (106.5, 0.065, 0.065),
        (100, 0, 0),
    ],
)
def test_a_small_rate_in_a_column_of_points_is_in_points(
    actual: float, typed: object, rate: float
) -> None:
    read = growths({**POINTS, "interest": (actual, typed)})
    assert read["interest"] == pytest.approx(rate)
    assert read["income"] == pytest.approx(0.0544)


@pytest.mark.parametrize(("actual", "typed"), [(187, 0.87), (100.87, 0.87), (212, 1.12)])
def test_a_small_rate_in_a_column_of_fractions_stays_a_fraction(
    actual: float, typed: float
) -> None:
    read = growths({**FRACTIONS, "interest": (actual, typed)})
    assert read["interest"] == pytest.approx(typed)


def test_one_rate_in_points_makes_no_column_of_points() -> None:
    read = growths({"income": (105.44, 5.44), "interest": (100.87, 0.87)})
    assert read["interest"] == pytest.approx(0.87)
