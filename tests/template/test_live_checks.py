"""The checks that the workbook makes while clerks type."""

import re
from typing import Any

import pytest
from blank_forms import FUNDS, STANDARD, opened, written
from recalculation import errors, messages, recalculated
from support import filled, indicator

from sipipeline.standards.load import load
from tools.accounts import consistent

OLD_FUNCTIONS = set(
    (
        "ABS AND CHAR COUNT COUNTA COUNTIF FIND IF IFERROR ISNUMBER ISTEXT LEFT LEN MAX MID MIN OR "
        "ROUND ROW SUBSTITUTE SUM SUMIF SUMPRODUCT TEXT VALUE"
    ).split()
)


def test_formulas_are_for_old_programs() -> None:
    content = written(load("2023"))
    formulas = [
        formula.text if hasattr(formula, "text") else formula
        for sheet in opened(content)
        for row in sheet.iter_rows()
        for formula in (cell.value for cell in row if cell.data_type == "f")
    ]
    used = set(
        re.findall(
            r"\b([A-Z][A-Z.]+)\(", " ".join(re.sub(r'"[^"]*"', "", formula) for formula in formulas)
        )
    )
    assert used <= OLD_FUNCTIONS
    assert max(map(len, formulas)) < 8192


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Each form of these tests as a spreadsheet program computes it."""
    forms = [*map(filled, (*sound(), moved())), written(year=2020), filled(unfinished())]
    return recalculated(tmp_path_factory.mktemp("live"), *forms)


def sound() -> list[dict[str, Any]]:
    kinds = (("万元", 2), ("万元", 0), ("元", -4), ("千元", 1))
    return [
        consistent(STANDARD, seed, FUNDS, unit, places) for seed, (unit, places) in enumerate(kinds)
    ]


def moved() -> dict[str, Any]:
    """One with a figure that is off."""
    data = consistent(STANDARD, 1, FUNDS, "万元", 0)
    data["accounts"]["work_injury"]["benefits"]["actual"] += 40
    return data


def test_live_checks(books: list[Any]) -> None:
    *agreeing, wrong, blank, _ = books
    account = moved()["accounts"]["work_injury"]
    total, parts = (account["benefits"]["actual"], ("injury_medical", "disability", "work_death"))
    off = total - sum(account[part]["actual"] for part in parts)
    for book in agreeing:
        assert set(messages(book).values()) == {"✓", "△还没有一项指标"}
        assert {
            book[name]["B4"].value for name in ("居民养老", "工伤", "基金汇总", "参保与待遇")
        } == {"本表校验：全部相符 ✓"}
    said = messages(wrong)
    of_benefits = said["工伤", "社会保险待遇支出"]
    assert f"✗本年：社会保险待遇支出比明细合计多 {off}" in of_benefits
    assert of_benefits.endswith("（另 2 处）")
    count = 4
    assert wrong["工伤"]["B4"].value == f"本表校验：有 {count} 处不符，请看“校验”栏"
    assert f"有 {count} 处不符，请看“校验”栏" in [cell.value for cell in wrong["封面"]["C"]]
    assert wrong["居民养老"]["B4"].value == "本表校验：全部相符 ✓"
    assert list(messages(blank).values()) == ["△还没有一项指标"]
    assert not any(map(errors, (*agreeing, wrong, blank)))


def unfinished() -> dict[str, Any]:
    """Texts in figures, blank parts, percents and percent points."""
    fund = {
        "income": {
            "budget": "5,306万元",
            "actual": 43937,
            "prior": "—",
            "completion_rate": "约98％",
        },
        "income_subtotal": {"actual": 43900},
        "from_superior": {"budget": "无"},
        "contributions": {
            "budget": 200,
            "actual": 196,
            "completion_rate": 98,
            "prior": 0,
            "change": 196,
            "growth_rate": "100%",
        },
        "interest": {"actual": 3, "prior": 2, "change": 2},
        "expenditure": {"actual": 100},
        "surplus": {"actual": 43837},
        "opening_balance": {"actual": 10},
        "closing_balance": {"actual": "面议", "prior": 12},
    }
    total = {"income": {"actual": 43937}}
    rows = [
        indicator("参保人数", "≥5500人", "5600人", weight=15, score=score)
        for score in (15, 16, 0, -1, None)
    ]
    accounts = {"work_injury": fund, "total": total}
    return {"standard": "2020", "accounts": accounts, "indicators": rows}


def test_live_checks_of_unfinished_work(books: list[Any]) -> None:
    """Nothing of it makes an error value."""
    *_, book = books
    assert errors(book) == []
    assert {row: text for (sheet, row), text in messages(book).items() if sheet == "工伤"} == {
        "收入合计": "✗标色的格填的不是数　（另 1 处）",
        "收入小计": "△本年：明细未填全，比已填明细合计多 43701",
        "社会保险费收入": "✓",
        "利息收入": "✓",
        "本年收支结余": "✓",
        "上年末滚存结余": "△本年：比年末滚存结余（上年实际数）少 2，请说明原因",
        "年末滚存结余": "✗标色的格填的不是数",
    }
    of_scores = [text for (sheet, _), text in messages(book).items() if sheet == "绩效自评表"]
    over = "✗得分应在 0 和分值之间"
    assert of_scores[:5] == ["✓", over, "✓", over, "✓"]
