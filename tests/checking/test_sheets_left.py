"""A sheet that was left as last year's workbook has it is one cause with all that does not agree
with it; a fund whose figures hardly changed is none."""

from typing import Any

import pytest
from support import asked

LINES = ("contributions", "fiscal_subsidy", "interest", "basic_pension", "personal_account_pension")
BEFORE_LAST = (2098.11, 5120.4, 480.06, 3790.25, 640.18)
LAST = (2156.32, 5318.61, 495.83, 3985.46, 655.07)
NOW = (2201.08, 5477.3, 512.42, 4102.77, 671.93)


def workbook(actual: Any, prior: Any, text: Any = None, unit: str = "万元", times: int = 1) -> Any:
    """This year's workbook beside last year's, with a text that has some contributions."""
    rows = {
        line: {"actual": now * times, "prior": last * times}
        for line, now, last in zip(LINES, actual, prior)
    }
    last_year = {line: {"actual": amount} for line, amount in zip(LINES, LAST)}
    said = f"2020年城乡居民基本养老保险个人缴费收入{text}万元。" if text else ""
    return {
        "cover": {"unit": "甲县", "year": 2020, "money_unit": unit},
        "accounts": {"resident_pension": rows},
        "narrative": {"operation": said},
        "last_year": {"accounts": {"resident_pension": last_year}},
    }


def rules(data: Any) -> list[list[str]]:
    """The rules of each cause that is about years or texts."""
    every = [[one.rule for one in issue.findings] for issue in asked(data)]
    return [told for told in every if {"H703", "H706", "N601", "P412"} & {*told}]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (workbook(LAST, BEFORE_LAST), {"H703", "H706"}),
        (workbook(LAST, BEFORE_LAST, text=NOW[0]), {"H703", "H706", "N601"}),
        (workbook(LAST, BEFORE_LAST, unit="元", times=10000), {"H703", "H706"}),
        (workbook((*LAST[:4], 671.93), BEFORE_LAST), {"H703"}),
        (workbook(LAST, LAST), {"P412"}),
        (workbook(NOW, BEFORE_LAST), {"H703"}),
    ],
)
def test_a_sheet_that_was_left_is_one_cause(data: Any, told: set[str]) -> None:
    (cause,) = rules(data)
    assert {*cause} == told
    assert "H706" not in cause or cause[0] == "H706"


@pytest.mark.parametrize(
    "actual", [NOW, (*LAST[:4], 671.93), (NOW[0], *LAST[1:]), (NOW[0], LAST[1], *NOW[2:])]
)
def test_figures_that_hardly_changed_are_right(actual: Any) -> None:
    assert rules(workbook(actual, LAST, text=actual[0])) == []
