"""Figures as their cells show them: no finer than what stands there, unless it takes more decimals
to tell two apart."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from support import account, submitted

from sipipeline.checking.wording.shown import CellForm, compared, form_of, of_problem, within
from sipipeline.core.display import as_shown
from sipipeline.core.findings import Cell
from sipipeline.core.text import same
from sipipeline.rule import Problem

MONEY, RATE = CellForm("money", 0), CellForm("rate", 0)


@pytest.mark.parametrize(
    ("measure", "typed", "form"),
    [
        ("actual", 1200, MONEY),
        ("actual", 1200.5, CellForm("money", 1)),
        ("completion_rate", "98%", RATE),
        ("completion_rate", "17.7%", CellForm("rate", 1)),
        ("completion_rate", "97.75%", CellForm("rate", 2)),
        ("budget", None, CellForm("money", 2)),
    ],
)
def test_a_cell_shows_the_decimals_of_what_it_states(
    measure: str, typed: object, form: CellForm
) -> None:
    said = submitted(account(income={measure: typed}))
    assert form_of(f"accounts.work_injury.income.{measure}", said) == form


@pytest.mark.parametrize("typed", [0, 300, 1200.5])
def test_money_has_at_least_the_decimals_of_its_account(typed: float) -> None:
    parts = {"contributions": {"actual": 1150.37}, "interest": {"actual": 49.88}}
    said = submitted(account(income={"actual": typed}, **parts))
    assert form_of("accounts.work_injury.income.actual", said) == CellForm("money", 2)


@pytest.mark.parametrize(
    ("interval", "form", "shown"),
    [
        ((38429.0, 38429.0), MONEY, "38,429"),
        ((9.2, 20.9), MONEY, "10～20"),  # narrow: only figures that lie in it
        ((10.4, 30.4), MONEY, "11～30"),
        ((10.4, 40.6), MONEY, "10～41"),  # wide: its ends rounded
        ((41763.26, 42198.4), MONEY, "41,763～42,198"),
        ((41763.26, 42198.4), CellForm("money", 1), "41,763.3～42,198.4"),
        ((76.92, 76.96), MONEY, "76.92～76.96"),  # no whole figure lies in it
        ((76.98, 77.02), MONEY, "77"),
        ((76.94, 76.94), MONEY, "77"),  # one figure is rounded
        ((0.9494, 0.9551), RATE, "95%"),
        ((0.94, 0.955), RATE, "94%～95%"),
        ((0.0, None), MONEY, "≥ 0"),
        ((None, 1006.4), MONEY, "≤ 1,006"),
        ((None, None), MONEY, ""),
    ],
)
def test_an_interval_in_the_form_of_a_cell(interval: Any, form: CellForm, shown: str) -> None:
    assert within(interval, form).zh == shown


@pytest.mark.parametrize(
    ("value", "should", "form", "clause", "off"),
    [
        (64, (76.94, 76.94), MONEY, "应为 77", "少 13"),
        (64, (64.4, 64.4), MONEY, "应为 64.4", "少 0.4"),
        (0.95, (0.9689, 0.9689), RATE, "应为 97%", "少 2 个百分点"),
        (0.9775, (0.97747, 0.97747), CellForm("rate", 2), "应为 97.747%", "多 0.003 个百分点"),
        (800, (900.0, None), MONEY, "应不小于 900", "少 100"),
        (120, (None, 100.0), MONEY, "应不大于 100", "多 20"),
        (40673, (41763.1, 42198.4), MONEY, "应在 41,763～42,198 之间", "少 1,090"),
        (-12.5, (12.5, 12.5), CellForm("money", 1), "应为 12.5", "少 25"),
    ],
)
def test_a_figure_against_what_it_should_be(
    value: float, should: Any, form: CellForm, clause: str, off: str
) -> None:
    told = compared(value, should, form)
    assert (told.should.zh, told.off.zh) == (clause, off)


@pytest.mark.parametrize(
    ("text", "value", "should", "shown"),
    [
        ("96%", 96.0, (96.5, 97.5), ("96%", "97%", "少 1 个百分点")),
        ("９８％", 98.0, (99.0, None), ("９８％", "≥ 99%", "少 1 个百分点")),
        ("0.96", 0.96, (0.965, 0.975), ("0.96", "0.97", "少 0.01")),
        ("9175人", 9175.0, (9203.0, None), ("9175人", "≥ 9,203", "少 28")),
        ("约96%", None, (97.0, None), ("约96%", "≥ 97%", "")),
        ("约9千人", None, (9203.0, None), ("约9千人", "≥ 9,203", "")),
    ],
)
def test_an_indicator_is_told_as_it_was_written(
    text: str, value: float | None, should: Any, shown: tuple[str, str, str]
) -> None:
    cell = Cell("indicators.1.actual", "绩效自评表", "F9", text)
    problem = Problem((cell.key,), same("没有达到"), value, should)
    told = of_problem(problem, cell, submitted({}))
    assert (told.was.zh, told.should.zh, told.off.zh) == shown


def test_in_english() -> None:
    told = compared(40673, (41763.1, 42198.4), MONEY)
    assert told.should.en == "should be between 41,763 and 42,198"
    assert told.off.en == "1,090 too little"
    assert told.brief.should.en == "41,763 to 42,198"
    assert compared(0.95, (0.97, 0.97), RATE).off.en == "2 points too little"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "TRUE"),
        (90.0, "90"),
        (-1234.5, "−1,234.5"),
        (datetime(2021, 8, 3), "2021-08-03"),
        (datetime(2021, 8, 3, 9, 5), "2021-08-03 09:05"),
        (timedelta(days=1580), "37920:00:00"),
        (" 约四万 ", "约四万"),
        (None, ""),
    ],
)
def test_a_cell_as_the_sheet_shows_it(value: object, shown: str) -> None:
    assert as_shown(value) == shown
