"""Which standard a workbook is read by, and in which unit its money is."""

from typing import Any

import pytest
from support import COVER, account, edited, filled, read_back

from sipipeline.reading.claims import submission_of
from sipipeline.standards.load import load


def _workbook(standard: Any, year: Any, named: Any = False) -> Any:
    """A filled template, as a rule without its name, which some programs drop."""
    content = filled(
        {"standard": standard, "cover": {**COVER, "year": year}, **account(income={"actual": 1200})}
    )
    return content if named else edited(content, lambda book: book.defined_names.clear())


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("year", "standard"),
    [
        (2019, "2020"),
        (2020, "2020"),
        (2022, "2020"),
        (2023, "2023"),
        (2024, "2023"),
        ("2021年", "2020"),
    ],
)
def test_without_its_name_a_workbook_is_read_by_the_standard_of_the_year_on_its_cover(
    year: Any, standard: Any
) -> None:
    assert read_back(_workbook("2020", year)).standard.id == standard


def test_the_name_of_the_template_is_trusted_before_the_year() -> None:
    assert read_back(_workbook("2023", 2020, named=True)).standard.id == "2023"
    assert read_back(_workbook("2020", 2024, named=True)).standard.id == "2020"


def test_where_no_year_can_be_found_the_newest_standard_is_taken() -> None:
    def without_years(book: Any) -> None:
        book.defined_names.clear()
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=20):
                for cell in row:
                    if "20" in str(cell.value):
                        cell.value = None

    assert (
        read_back(
            edited(filled(account(income={"actual": 1200}) | {"standard": "2020"}), without_years)
        ).standard.id
        == "2023"
    )


@pytest.mark.parametrize(
    ("unit", "written", "stated"),
    [
        (None, "12000000元", 1200),
        ("万元", "12000000元", 1200),
        ("元", "1200万元", 12000000),
        ("千元", "1200万元", 12000),
        ("元", 1200, 1200),
    ],
)
def test_an_amount_written_with_a_unit_is_put_into_that_of_the_cover(
    unit: Any, written: Any, stated: Any
) -> None:
    key = "accounts.work_injury.income.actual"
    values = {key: written} | ({"cover.money_unit": unit} if unit else {})
    assert submission_of(values, load("2020")).number(key) == stated
