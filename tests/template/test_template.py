"""The workbook that clerks fill in: its keys, its cells, and the checks that it makes while they
type."""

import io
import re
import shutil
import subprocess
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sipipeline.jobs.forms import fill
from sipipeline.standards.load import known, load
from sipipeline.template.workbook import write_workbook
from tools.accounts import consistent

STANDARD = load("2020")
FUNDS = ["resident_pension", "work_injury"]
OLD_FUNCTIONS = set(
    (
        "ABS AND COUNT COUNTA FIND IF ISNUMBER LEFT LEN MAX MIN OR ROUND ROW SUBSTITUTE SUM "
        "SUMPRODUCT TEXT"
    ).split()
)


def written(standard: Any = STANDARD, **options: Any) -> Any:
    target = io.BytesIO()
    write_workbook(target, standard, **options)
    return target.getvalue()


def opened(content: Any, **options: Any) -> Any:
    return load_workbook(io.BytesIO(content), **options)


def keyed_cells(book: Any) -> Any:
    """Every cell with its full key, by the rule of the hidden keys; list rows are numbered."""
    for sheet in book:
        columns: dict[int, str] = {}
        numbers: Counter[str] = Counter()
        for row in sheet.iter_rows():
            key = row[0].value
            if key == "#":
                columns = {
                    cell.column: cell.value for cell in row[1:] if isinstance(cell.value, str)
                }
                assert sheet.row_dimensions[row[0].row].hidden
            elif isinstance(key, str) and key != "end" and columns:
                numbers[key] += "#" in key
                for cell in row[1:]:
                    name = columns.get(cell.column, "check")
                    if name != "check" and ("*" in key) == (name != "value"):
                        yield key.replace("#", str(numbers[key])).replace("*", name), cell


def places(book: Any, standard: Any = STANDARD) -> Any:
    return {key: cell for key, cell in keyed_cells(book) if standard.field(key) is not None}


@pytest.mark.parametrize("name", known())
def test_every_key_has_exactly_one_place(name: Any) -> None:
    standard = load(name)
    found = Counter(
        key for key, _ in keyed_cells(opened(written(standard))) if standard.field(key) is not None
    )
    lists = {
        f"{table}.{number}.{column.key}"
        for table, columns in (("causes", standard.causes), ("indicators", standard.indicators))
        for number in range(1, standard.rows[table] + 1)
        for column in columns
    }
    assert set(found) == {key for key in standard.fields if "#" not in key} | lists
    assert set(found.values()) == {1}


def test_same_input_gives_the_same_bytes_and_says_which_template_it_is() -> None:
    first = written(year=2020)
    assert first == written(year=2020)
    book = opened(first)
    assert book.defined_names["_sipipeline_template"].value == f'"2020/{STANDARD.version}"'
    assert book.properties.created == datetime(2020, 1, 1)
    shown = {key: cell.value for key, cell in places(book).items() if cell.value is not None}
    assert shown == {"cover.year": 2020, "cover.money_unit": "万元"}


def test_values_are_written_as_they_were_typed() -> None:
    row = "accounts.resident_pension.income"
    values = {
        f"{row}.budget": 5306.25,
        f"{row}.actual": "43937万元",
        f"{row}.prior": "=1+1",
        f"{row}.completion_rate": "114%",
        f"{row}.growth_rate": "-6.69%",
        "accounts.resident_pension.interest.completion_rate": 1.14,
        "accounts.resident_pension.interest.growth_rate": "98.50 %",
        "accounts.resident_pension.interest.budget": "５％",
        "cover.filled_on": "2021-08-03",
        "cover.phone": "0996-2012345",
        "causes.1.fund": "resident_pension",
        "causes.1.item": "expenditure",
        "indicators.1.actual": 9175,
        "indicators.1.target": "≥9203人",
        "indicators.30.level3": "第三十项",
    }
    cells = places(opened(written(funds=FUNDS, values=values)))
    shown = {
        key: (cells[key].value, cells[key].data_type, cells[key].number_format) for key in values
    }
    assert shown[f"{row}.budget"][:2] == (5306.25, "n")
    assert shown[f"{row}.actual"] == ("43937万元", "s", "@")
    assert shown[f"{row}.prior"] == ("=1+1", "s", "@")
    assert shown[f"{row}.completion_rate"] == (1.14, "n", "0%")
    assert shown[f"{row}.growth_rate"] == (-0.0669, "n", "0.00%")
    assert shown["accounts.resident_pension.interest.completion_rate"] == (1.14, "n", "General")
    assert shown["accounts.resident_pension.interest.growth_rate"] == ("98.50 %", "s", "@")
    assert shown["accounts.resident_pension.interest.budget"] == ("５％", "s", "@")
    assert shown["cover.filled_on"] == (datetime(2021, 8, 3), "d", "yyyy-mm-dd")
    assert shown["causes.1.fund"][0] == "居民养老"
    assert shown["causes.1.item"][0] == "支出合计"
    assert shown["indicators.1.actual"][:2] == (9175, "n")
    assert shown["indicators.1.target"] == ("≥9203人", "s", "@")
    assert shown["indicators.30.level3"][0] == "第三十项"
    assert cells[f"{row}.change"].value is None
    assert cells["accounts.resident_pension.contributions.growth_rate"].number_format == "0.00%"


def test_what_can_be_filled_in_is_open_and_everything_else_is_locked() -> None:
    book = opened(written(funds=FUNDS))
    assert book.sheetnames == [
        "填报说明",
        "封面",
        "居民养老",
        "工伤",
        "基金汇总",
        "参保与待遇",
        "增支原因",
        "绩效自评表",
        "文字说明",
    ]
    inputs = {cell.coordinate + cell.parent.title for cell in places(book).values()}
    for sheet in book.worksheets[1:]:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.protection.insertRows is (
            sheet.title not in ("增支原因", "绩效自评表")
        )  # true is locked
        assert sheet.column_dimensions["A"].hidden
        assert sheet.page_setup.paperSize == 9
        assert sheet.freeze_panes or sheet.title == "封面"
        for row in sheet.iter_rows():
            for cell in row:
                merged_away = type(cell).__name__ == "MergedCell"
                assert merged_away or cell.protection.locked == (
                    cell.coordinate + sheet.title not in inputs
                )


OWN = """
extends = "2020"
id = "2020-own"
version = 1
zh = "自定标准"
en = "A standard of one's own"

[[cover]]
key = "fax"
zh = "传真"
en = "Fax"
required = true
prompt = "填区号和号码。"

[[measures]]
key = "revised"
kind = "money"
zh = "调整预算数"
en = "Revised budget"
width = 20
prompt = "填年中调整后的预算数。"

[[items]]
key = "interest"
emphasis = true
"""


def test_what_the_form_shows_of_a_field_is_said_in_the_standard_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    standard = load(str(path))
    book = opened(written(standard, funds=["work_injury"]))
    cells = places(book, standard)
    fax, revised = cells["cover.fax"], cells["accounts.work_injury.income.revised"]
    assert book["封面"].cell(fax.row, 2).value == "传真 *"
    assert book["封面"].cell(fax.row, 4).value == "填区号和号码。"
    prompts = {rule.prompt for rule in book["工伤"].data_validations.dataValidation}
    assert "填年中调整后的预算数。" in prompts
    assert book["工伤"].column_dimensions[revised.column_letter].width == pytest.approx(20, abs=1)
    bold = {
        item: cells[f"accounts.work_injury.{item}.actual"].font.b
        for item in ("interest", "surplus", "income", "contributions")
    }
    assert bold == {"interest": True, "surplus": True, "income": True, "contributions": False}


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


# ---------------------------------------------------------------- computed by LibreOffice


@pytest.fixture
def recalculated(tmp_path: Path) -> Any:
    """Workbooks as they look once a spreadsheet program has computed them."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")

    def recalculate(*contents: Any) -> Any:
        for number, content in enumerate(contents):
            (tmp_path / f"{number}.xlsx").write_bytes(content)
        sources = [str(tmp_path / f"{number}.xlsx") for number in range(len(contents))]
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        call = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(tmp_path / "out"),
            *sources,
        ]
        subprocess.run(call, check=True, capture_output=True, timeout=150)
        return [
            load_workbook(tmp_path / "out" / f"{n}.xlsx", data_only=True)
            for n in range(len(contents))
        ]

    return recalculate


def filled(data: Any) -> Any:
    target = io.BytesIO()
    fill(data, target)
    return target.getvalue()


def messages(book: Any) -> Any:
    """What the check columns say, by sheet and row."""
    found = {}
    for sheet in book:
        columns = [cell.column for cell in sheet[1] if cell.value == "check"]
        for row in range(6, sheet.max_row + 1) if columns else ():
            text = sheet.cell(row, columns[0]).value
            if text not in (None, "check", "校验"):
                found[sheet.title, sheet.cell(row, 2).value] = text.strip("　")
    return found


def errors(book: Any) -> Any:
    return [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]


def test_live_checks(recalculated: Any) -> None:
    kinds = (("万元", 2), ("万元", 0), ("元", -4), ("千元", 1))
    sound = [
        consistent(STANDARD, seed, FUNDS, unit, places) for seed, (unit, places) in enumerate(kinds)
    ]
    moved = consistent(STANDARD, 1, FUNDS, "万元", 0)
    moved["accounts"]["work_injury"]["benefits"]["actual"] += 40
    total, parts = (
        moved["accounts"]["work_injury"]["benefits"]["actual"],
        ("injury_medical", "disability", "work_death"),
    )
    off = total - sum(moved["accounts"]["work_injury"][part]["actual"] for part in parts)
    *agreeing, wrong, blank = recalculated(*map(filled, (*sound, moved)), written(year=2020))

    for book in agreeing:
        assert set(messages(book).values()) == {"✓"}
        assert {
            book[name]["B4"].value for name in ("居民养老", "工伤", "基金汇总", "参保与待遇")
        } == {"本表校验：全部相符 ✓"}
    said = messages(wrong)
    assert f"✗本年与明细合计差 +{off}" in said["工伤", "社会保险待遇支出"]
    assert re.search(r"✗完成预算%应为 [\d.]+%", said["工伤", "社会保险待遇支出"])
    count = sum(text.count("✗") for (sheet, _), text in said.items() if sheet == "工伤")
    assert wrong["工伤"]["B4"].value == f"本表校验：有 {count} 处不符，请看“校验”栏"
    assert f"有 {count} 处不符，请看“校验”栏" in [cell.value for cell in wrong["封面"]["C"]]
    assert wrong["居民养老"]["B4"].value == "本表校验：全部相符 ✓"
    assert messages(blank) == {}
    assert not any(map(errors, (*agreeing, wrong, blank)))


def test_live_checks_of_unfinished_work(recalculated: Any) -> None:
    """Texts in figures, blank parts, percents and percent points; nothing of it makes an error
    value."""
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
    content = filled(
        {
            "standard": "2020",
            "accounts": {"work_injury": fund, "total": {"income": {"actual": 43937}}},
        }
    )
    (book,) = recalculated(content)
    assert errors(book) == []
    assert {row: text for (sheet, row), text in messages(book).items() if sheet == "工伤"} == {
        "收入合计": "△本年明细未填全，差 +37",
        "收入小计": "△本年明细未填全，差 +43701",
        "社会保险费收入": "✓",
        "利息收入": "✓",
        "本年收支结余": "✓",
        "上年末滚存结余": "△本年与年末滚存结余（上年实际数）差 -2，请在说明栏写明原因",
    }
    assert messages(book)["基金汇总", "收入合计"] == "✓"
