"""What the parts of a key mean."""

import pytest

from sipipeline.core import keys
from sipipeline.standards.load import load

INCOME = "accounts.work_injury.income.actual"


def test_the_parts_of_a_figure_of_an_account() -> None:
    assert keys.family(INCOME) == "accounts"
    assert keys.fund(INCOME) == "work_injury"
    assert keys.item(INCOME) == "income"
    assert keys.measure(INCOME) == "actual"
    assert keys.row(INCOME) == "accounts.work_injury.income"
    assert keys.table(INCOME) == "accounts.work_injury"
    assert keys.beside(INCOME, "prior") == "accounts.work_injury.income.prior"


@pytest.mark.parametrize(
    ("key", "fund"),
    [
        (INCOME, "work_injury"),
        ("headcounts.unemployment.participants.actual", "unemployment"),
        ("balances.work_injury.months_payable", "work_injury"),
        ("benefit_levels.work_injury.before", "work_injury"),
        ("cover.year", None),
        ("indicators.1.target", None),
        ("goal", None),
    ],
)
def test_some_families_are_of_a_fund(key: str, fund: str | None) -> None:
    assert keys.fund(key) == fund


def test_rows_of_lists_have_a_number() -> None:
    assert keys.number("indicators.12.target") == 12
    assert keys.number("indicators.#.target") is None
    assert keys.number(INCOME) is None
    assert keys.pattern("causes.3.amount") == "causes.#.amount"
    assert keys.pattern(INCOME) == INCOME
    assert keys.is_of_list("causes.3.amount", "causes")
    assert not keys.is_of_list("causes.3.amount", "indicators")


def test_a_figure_of_a_text_quotes_a_cell() -> None:
    quote = f"narrative.operation#7#{INCOME}"
    assert keys.is_quote(quote)
    assert keys.quoted(quote) == INCOME
    assert keys.text_of(quote) == "narrative.operation"
    assert keys.quoted(INCOME) == keys.text_of(INCOME) == INCOME


def test_every_key_of_a_standard_is_put_together_again_from_its_parts() -> None:
    for key in load("2023").fields:
        assert ".".join(keys.parts(key)) == key
        if "." in key:
            assert keys.beside(key, keys.measure(key)) == key
        assert keys.is_pattern(key) == (keys.family(key) in keys.LISTS)
