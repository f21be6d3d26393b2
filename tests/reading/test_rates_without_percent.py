"""A rate typed without a percent sign is read as what its row makes it, or nearly."""

import pytest
from support import submitted

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
