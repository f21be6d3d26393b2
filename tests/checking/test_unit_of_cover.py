"""A wrong unit of money on the cover is one cause, at its cell, and no amount is to be multiplied.
A text in another unit leaves the cover alone."""

from typing import Any

import pytest
from support import asked

from sipipeline.reports.issues import Issue

INCOME = {"work_injury": 1200.55, "unemployment": 2345.67}
SPENT = {"work_injury": 900.21, "unemployment": 2011.32}
NAMES = {"work_injury": "工伤保险", "unemployment": "失业保险"}
TIMES = {"元": 10000, "万元": 1, "亿元": 0.0001}


def amount(value: float, unit: str) -> float:
    return round(value * TIMES[unit], 6)


def workbook(cover: str, tables: str, texts: str, times: str = "") -> Any:
    """Two funds, with the unit that is on the cover, and those of the tables and the texts; the
    numbers of the texts are those of another unit where that is given."""
    accounts = {
        fund: {
            "income": {"actual": amount(INCOME[fund], tables)},
            "expenditure": {"actual": amount(SPENT[fund], tables)},
        }
        for fund in NAMES
    }
    people = {fund: {"participants": {"actual": 43210}} for fund in NAMES}
    said = "".join(
        f"2020年{NAMES[fund]}基金收入合计{amount(INCOME[fund], times or texts)}{texts}，"
        f"支出合计{amount(SPENT[fund], times or texts)}{texts}。"
        for fund in NAMES
    )
    return {
        "cover": {"unit": "甲县", "year": 2020, "money_unit": cover},
        "accounts": accounts,
        "headcounts": people,
        "narrative": {"operation": said},
    }


def told(data: Any) -> list[Issue]:
    """What is asked about amounts and their unit."""
    about = {"N601", "J901", "P410", "P411"}
    return [one for one in asked(data) if {each.rule for each in one.findings} & about]


@pytest.mark.parametrize(
    ("cover", "tables", "texts"),
    [
        ("元", "万元", "万元"),
        ("万元", "元", "元"),
        ("亿元", "万元", "万元"),
        ("元", "万元", "亿元"),
    ],
)
def test_the_cover_is_the_one_cell_that_is_wrong(cover: str, tables: str, texts: str) -> None:
    (issue,) = told(workbook(cover, tables, texts))
    wrong = {(one.cell.key, one.suggest) for one in issue.wrong}
    assert wrong <= {("cover.money_unit", tables)}
    assert issue.cell is not None
    assert issue.cell.key == "cover.money_unit"
    assert "除以" not in issue.message.zh


@pytest.mark.parametrize("unit", ["元", "万元"])
@pytest.mark.parametrize("texts", ["元", "万元", "亿元"])
def test_texts_in_another_unit_than_the_tables_are_right(unit: str, texts: str) -> None:
    assert told(workbook(unit, unit, texts)) == []


def test_the_cover_is_right_where_the_texts_have_but_the_wrong_word() -> None:
    every = told(workbook("万元", "万元", "元", times="万元"))
    assert every
    assert "cover.money_unit" not in {one.cell.key for issue in every for one in issue.wrong}


def test_a_wrong_number_beside_it_is_told_by_itself() -> None:
    data = workbook("元", "万元", "万元")
    said = data["narrative"]["operation"]
    data["narrative"]["operation"] = said.replace("2011.32", "2017.32")
    cover, text = told(data)
    assert [one.cell.key for one in cover.wrong] == ["cover.money_unit"]
    assert [one.shown.was.zh for one in text.findings] == ["2017.32万元"]
