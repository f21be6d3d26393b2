"""The workbook that clerks fill in: its keys, its cells, what is open and what is locked."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from blank_forms import FUNDS, STANDARD, keyed_cells, opened, places, written

from sipipeline.core import keys
from sipipeline.standards.load import known, load
from sipipeline.template.layout import SPARE


@pytest.mark.parametrize("name", known())
def test_every_key_has_exactly_one_place(name: Any) -> None:
    standard = load(name)
    found = Counter(
        key for key, _ in keyed_cells(opened(written(standard))) if standard.field(key) is not None
    )
    lists = {
        f"{table}.{number}.{column.key}"
        for table, columns in (("causes", standard.causes), ("indicators", standard.indicators))
        for number in range(1, standard.rows[table] + SPARE + 1)
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
    cells = places(book).items()
    shown = {key: cell.value for key, cell in cells if cell.data_type != "f" and cell.value}
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


def rows_of(book: Any, family: str) -> set[int]:
    """The rows of a list, which are numbered."""
    return {cell.row for key, cell in places(book).items() if keys.is_of_list(key, family)}


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
    inputs |= {f"B{row}增支原因" for row in rows_of(book, "causes")}
    inputs |= {f"B{row}绩效自评表" for row in rows_of(book, "indicators")}
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
