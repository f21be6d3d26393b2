"""Cells that cannot be read, or formulas without values, are told once for many; one alone by
itself."""

from dataclasses import replace
from typing import Any

import pytest
from support import checked, submitted

from sipipeline.checking.batch import check
from sipipeline.core.submission import Note, Noted
from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "resident_pension"]


def told(data: dict[str, Any]) -> list[Issue]:
    return [one for one in issues(checked(data).findings) if one.severity == "error"]


def with_words(fund: str, measure: str, word: str, count: int) -> dict[str, Any]:
    data = consistent(STANDARD, 8, FUNDS)
    filled = [cells for cells in data["accounts"][fund].values() if measure in cells]
    for cells in filled[:count]:
        cells[measure] = word
    return data


@pytest.mark.parametrize(
    ("measure", "word", "name"),
    [("change", "8%", "比上年增减额"), ("actual", "见附表", "本年实际数")],
)
def test_a_column_that_cannot_be_read_is_told_once(measure: str, word: str, name: str) -> None:
    (issue,) = told(with_words("work_injury", measure, word, 8))
    assert f"工伤“{name}”有 8 格应填数字，现在是“{word}”之类，读不出来" in issue.message.zh


def test_a_column_of_words_beside_zeros_is_not_all_zeros() -> None:
    data = with_words("work_injury", "change", "8%", 100)
    data["accounts"]["work_injury"]["income"]["change"] = 0
    assert not any("都是 0" in one.message.zh for one in told(data))


@pytest.mark.parametrize("count", [1, 2])
def test_few_cells_that_cannot_be_read_are_told_one_by_one(count: int) -> None:
    assert len(told(with_words("work_injury", "change", "8%", count))) == count


PLACES = [
    ("工伤", "D7", "accounts.work_injury.income.actual"),
    ("工伤", "E7", "accounts.work_injury.income.prior"),
    ("基金汇总", "D7", "accounts.total.income.actual"),
]


def of_formulas(*places: tuple[str, str, str]) -> list[str]:
    """What is said of formulas without values, each with its sheet, cell and key."""
    notes = [Note(Noted.NO_VALUE, sheet, ref, key, "") for sheet, ref, key in places]
    read = submitted({"accounts": {"work_injury": {"income": {"budget": 1}}}})
    (result,) = check([replace(read, notes=(*read.notes, *notes))])
    found = [one for one in result.findings if one.rule == "F102"]
    return [one.message.zh for one in issues(found)]


@pytest.mark.parametrize(
    ("places", "says"),
    [
        (PLACES[:1], "工伤“收入合计（本年实际数）”是公式，但文件里没有存它的计算结果。"),
        (PLACES[:2], "“工伤”共有 2 格是公式，但文件里没有存它们的计算结果"),
        (PLACES, "“工伤”、“基金汇总”共有 3 格是公式，但文件里没有存它们的计算结果"),
    ],
)
def test_formulas_without_values_are_told_once(
    places: list[tuple[str, str, str]], says: str
) -> None:
    (said,) = of_formulas(*places)
    assert said.startswith(says)


# ---------------------------------------------------------------- a unit that is not the form's
DEPOSITS = "accounts.resident_pension.time_deposits.actual"


def with_deposits(unit: str) -> tuple[dict[str, Any], str]:
    """One fund whose deposits only their share of the balance holds, with a unit behind them; and
    the digits that they have."""
    data = consistent(STANDARD, 8, ["resident_pension"])
    data["accounts"].pop("total")
    cells = data["accounts"]["resident_pension"]["time_deposits"]
    digits = f"{cells['actual']}"
    cells["actual"] = f"{digits}{unit}"
    return data, digits


def wrong_for_sure(data: dict[str, Any]) -> set[tuple[str, object]]:
    """The deposits and their share, where either is said to be wrong, with what it should be."""
    found = [one for issue in told(data) for one in issue.culprits if one.located]
    names = ("time_deposits.actual", "deposit_share")
    return {(one.cell.key, one.suggest) for one in found if one.cell.key.endswith(names)}


@pytest.mark.parametrize("unit", ["元", "亿元"])
def test_a_unit_that_is_not_the_forms_is_suspected_before_a_share(unit: str) -> None:
    data, digits = with_deposits(unit)
    assert wrong_for_sure(data) == {(DEPOSITS, f"{digits}万元")}


def test_the_unit_of_the_form_is_right() -> None:
    assert wrong_for_sure(with_deposits("万元")[0]) == set()
