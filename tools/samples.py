"""Builds samples/: the real report, a large consistent workbook, and a broken one for each rule."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from sipipeline import catalogue
from sipipeline.jobs.forms import fill
from sipipeline.rule import Rule
from sipipeline.standards.load import load
from tools.accounts import consistent

ROOT = Path(__file__).resolve().parent.parent / "samples"
COVER = {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}
SIMPLE = {
    "standard": "2020",
    "cover": COVER,
    "accounts": {"work_injury": {"income": {"actual": 1200}}},
}


def build(folder: Path = ROOT) -> dict[str, str]:
    """Write every sample; file name to what it shows."""
    (folder / "broken").mkdir(parents=True, exist_ok=True)
    korla = json.loads((ROOT / "data" / "korla-2020.json").read_text(encoding="utf-8"))
    shown = {
        "korla-2020.xlsx": (
            "库尔勒市 2020 年度公开的绩效自评报告，全部数字照录；真实的矛盾都在里面。"
        ),
        "consistent-2023.xlsx": (
            "七个险种全部填报、各数相符的大工作簿，没有任何错误（数据为随机生成）。"
        ),
    }
    _write(folder / "korla-2020.xlsx", korla)
    _write(folder / "consistent-2023.xlsx", complete())
    for rule in catalogue.rules():
        if rule.code != "X001":
            name = f"broken/{rule.code}-{rule.name}.xlsx"
            shown[name] = f"{rule.title.zh}——不通过的例子"
            _broken(rule, folder / name)
    return shown


def complete() -> dict[str, Any]:
    """A consistent workbook with all seven funds."""
    data = consistent(load("2023"), seed=2023, places=2)
    data["cover"] |= {
        "unit": "乙市社会保险基金管理局",
        "project": "乙市社会保险基金",
        "filled_on": "2024-03-15",
    }
    return data


def _write(target: Path, data: dict[str, Any]) -> None:
    content = io.BytesIO()
    fill(data, content)
    target.write_bytes(content.getvalue())


def _broken(rule: Rule, target: Path) -> None:
    """A workbook with the failing data of a rule; what data cannot show is edited into it."""
    if rule.code in EDITS:
        _write(target, SIMPLE)
        book = load_workbook(target)
        EDITS[rule.code](book)
        book.save(target)
    else:
        small = SIMPLE if rule.code != "F111" else {"standard": "2020"}
        _write(target, {**small, "cover": COVER, **rule.failing})


def _actual(book: Workbook) -> Any:
    """The cell of the work injury fund's total income."""
    sheet = book["工伤"]
    column = next(cell.column for cell in sheet[1] if cell.value == "actual")
    row = next(cell.row for cell in sheet["A"] if cell.value == "accounts.work_injury.income.*")
    return sheet.cell(row, column)


def _formula(book: Workbook) -> None:
    _actual(book).value = "=1000+200"


def _stray(book: Workbook) -> None:
    cell = _actual(book)
    cell.parent.cell(cell.row + 60, cell.column, 100)


def _keys(book: Workbook) -> None:
    sheet = book["工伤"]
    for row in sheet.iter_rows():
        if row[0].value is not None:
            for cell in row if row[0].value == "#" else row[:1]:
                cell.value = None


def _twice(book: Workbook) -> None:
    copy = book.copy_worksheet(book["工伤"])
    copy.title = "工伤 (2)"
    copy[_actual(book).coordinate] = 1250


def _foreign(book: Workbook) -> None:
    sheet = book.create_sheet("底稿")
    for row in range(1, 5):
        sheet.append(["草算", row * 12.5])


EDITS: dict[str, Callable[[Workbook], None]] = {
    "F102": _formula,
    "F103": _stray,
    "F104": _keys,
    "F106": _twice,
    "F108": _foreign,
}


def main() -> int:
    lines = [
        "# 样例 / Samples\n",
        (
            "由 `make samples` 生成，请勿手工修改。`data/` 是 `sipipeline fill` 用的数据；"
            "单位名称除库尔勒市外均为虚构。\n"
        ),
        "| 文件 | 内容 |",
        "|---|---|",
        *(f"| [{name}]({name}) | {text} |" for name, text in build().items()),
    ]
    (ROOT / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {len(lines) - 4} samples")
    return 0


if __name__ == "__main__":
    sys.exit(main())
