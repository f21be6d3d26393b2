"""Figures as a clerk reads them, and as somebody would type them into the cell."""

from typing import Any

import pytest

from sipipeline.core.findings import Cell, Finding, Kind, Severity
from sipipeline.core.text import Text
from sipipeline.reports.phrases import difference, expected, span, stated, typed

RATE = "accounts.work_injury.income.completion_rate"
MONEY = "accounts.work_injury.income.actual"


@pytest.mark.parametrize(
    ("value", "key", "shown"),
    [
        (0.98, RATE, "98%"),
        (0.97256, RATE, "97.256%"),
        (-0.0669, RATE, "−6.69%"),
        (9.99, RATE, "999%"),
        (98.0, RATE, "98"),  # percent points, as they stand in the cell
        (10.0, RATE, "10"),
        (1234567.5, MONEY, "1234567.5"),
        (-12.0, MONEY, "-12"),
        (0.98, MONEY, "0.98"),
        ("约四万", MONEY, "约四万"),
        (None, MONEY, ""),
    ],
)
def test_a_figure_as_it_is_typed(value: Any, key: Any, shown: Any) -> None:
    assert typed(value, key) == shown


@pytest.mark.parametrize(
    ("interval", "beside", "key", "shown"),
    [
        ((38429.0, 38429.0), 38249.0, MONEY, "38,429"),
        ((9.2, 20.9), 15.0, MONEY, "10～20"),  # narrow: only figures that lie in it
        ((10.4, 30.4), 15.0, MONEY, "11～30"),
        ((10.4, 40.6), 15.0, MONEY, "10～41"),  # wide: its ends rounded
        ((41763.26, 42198.4), 40673.0, MONEY, "41,763～42,198"),
        ((41763.26, 42198.4), 40673.5, MONEY, "41,763.3～42,198.4"),
        ((76.92, 76.96), 64.0, MONEY, "76.92～76.96"),  # no whole figure lies in it
        ((76.98, 77.02), 64.0, MONEY, "77"),
        ((0.9494, 0.9551), 0.8, RATE, "95%"),
        ((0.94, 0.955), 0.981, RATE, "94%～95.5%"),
        ((0.0, None), -12.0, MONEY, "≥ 0"),
        ((None, 1006.4), 2269.0, MONEY, "≤ 1,006.4"),
        ((None, None), 1.0, MONEY, ""),
    ],
)
def test_what_it_should_be_is_no_finer_than_what_stands_there(
    interval: Any, beside: Any, key: Any, shown: Any
) -> None:
    assert span(interval, beside, key).zh == shown


def test_an_interval_in_english() -> None:
    assert span((41763.26, 42198.4), 40673.0, MONEY).en == "41,763 to 42,198"


@pytest.mark.parametrize(
    ("text", "stated_as", "interval", "by", "shown"),
    [
        ("96%", 96.0, (96.5, 97.5), -1.0, ("96%", "97%", "少 1 个百分点")),
        ("９８％", 98.0, (99.0, None), -1.0, ("９８％", "≥ 99%", "少 1 个百分点")),
        ("0.96", 0.96, (0.965, 0.975), -0.01, ("0.96", "0.97", "少 0.01")),
        ("9175人", 9175.0, (9203.0, None), -28.0, ("9175人", "≥ 9,203", "少 28")),
    ],
)
def test_an_indicator_is_told_as_it_was_written(
    text: Any, stated_as: Any, interval: Any, by: Any, shown: Any
) -> None:
    cell = Cell("indicators.1.actual", "绩效自评表", "F9", text)
    rule = ("I501", Severity.ERROR, Kind.INDICATOR)
    message = Text(zh="第 1 项没有达到。", en="No. 1 was not reached.")
    finding = Finding(*rule, (cell,), message, message, stated_as, interval, by)
    told = (stated(finding).zh, expected(finding).zh, difference(finding).zh)
    assert told == shown
