"""A change that is told in words is read as the figure that it says; where words say no change, or
say it twice, the cell cannot be read."""

import pytest
from support import submitted

CHANGE = "accounts.work_injury.income.change"
GROWTH = "accounts.work_injury.income.growth_rate"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("增加1153.78", 1153.78),
        ("增加1,153.78万元", 1153.78),
        ("减少20.5", -20.5),
        ("比上年减少20.5万元", -20.5),
        ("同比增长 3", 3.0),
        ("↓12", -12.0),
        ("下降12", -12.0),
    ],
)
def test_an_amount_of_change_in_words(typed: str, value: float) -> None:
    read = submitted({"accounts": {"work_injury": {"income": {"change": typed}}}})
    assert read.number(CHANGE) == pytest.approx(value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("增长5.2%", 0.052), ("下降3.25%", -0.0325), ("较上年上升0.8%", 0.008), ("5.2%", 0.052)],
)
def test_a_rate_of_change_in_words(typed: str, value: float) -> None:
    read = submitted({"accounts": {"work_injury": {"income": {"growth_rate": typed}}}})
    assert read.number(GROWTH) == pytest.approx(value)


@pytest.mark.parametrize("typed", ["增加-5", "减少", "增加了不少", "8%", "增加5件", "增减5"])
def test_words_that_are_no_amount_of_change(typed: str) -> None:
    read = submitted({"accounts": {"work_injury": {"income": {"change": typed}}}})
    assert read.number(CHANGE) is None
    assert CHANGE in read.unreadable


@pytest.mark.parametrize("measure", ["budget", "actual", "prior", "completion_rate"])
def test_no_other_column_takes_words(measure: str) -> None:
    read = submitted({"accounts": {"work_injury": {"income": {measure: "增加5"}}}})
    assert read.number(f"accounts.work_injury.income.{measure}") is None


@pytest.mark.parametrize(
    ("typed", "months"),
    [("约19.4个月", 19.4), ("19.4个月左右", 19.4), ("大约 19 个月", 19.0), ("≈19.4", 19.4)],
)
def test_what_is_worked_out_may_be_called_about_so_much(typed: str, months: float) -> None:
    key = "balances.work_injury.months_payable"
    read = submitted({"balances": {"work_injury": {"months_payable": typed}}})
    assert read.number(key) == months
    read = submitted({"balances": {"work_injury": {"months_payable": "近两年"}}})
    assert key in read.unreadable
    read = submitted({"accounts": {"work_injury": {"income": {"actual": "约1200"}}}})
    assert "accounts.work_injury.income.actual" in read.unreadable
