"""Builds samples/: the real report, a large consistent workbook, and a broken one for each rule."""

import argparse
import io
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook

from sipipeline import catalogue
from sipipeline.jobs.forms import fill
from sipipeline.reading.claims import MOST_ROWS
from sipipeline.rule import Rule
from sipipeline.standards.load import load
from sipipeline.standards.rubric import DEFAULT
from sipipeline.xlsx.hidden import TEMPLATE_NAME
from tools.city import believable

ROOT = Path(__file__).resolve().parent.parent / "samples"
COVER = {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}
SIMPLE = {
    "standard": "2020",
    "cover": COVER,
    "accounts": {"work_injury": {"income": {"actual": 1200}}},
}
NOTHING = {"other_income": {"actual": 0}}
"""A figure of the year, so that no account is without one."""
BESIDE: dict[str, Any] = {
    "indicators": [
        {
            "level1": "产出指标",
            "level2": "质量指标",
            "level3": "社会保险待遇发放准确率",
            "target": "≥99%",
            "actual": "100%",
        }
    ],
    "narrative": {
        "overview": "本中心经办全县社会保险。",
        "targets": "按时足额支付各项待遇。",
        "operation": "基金运行平稳。",
        "achievement": "各项工作按计划进行。",
        "unmet_reasons": "各项指标的偏差和原因在自评表里逐项填写。",
    },
}
"""What stands beside the data that break a rule, so that nothing is missing."""
SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>).*?(</dcterms:modified>)")
EARLIEST = b"1980-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Sample:
    content: bytes
    shows: str
    """What a reader finds in it."""


def build() -> dict[str, Sample]:
    """Every sample by its file name; the same bytes each time."""
    korla = json.loads((ROOT / "data" / "korla-2020.json").read_text(encoding="utf-8"))
    samples = {
        "korla-2020.xlsx": Sample(
            _filled(korla),
            "库尔勒市 2020 年度公开的绩效自评报告，全部数字照录；真实的矛盾都在里面。",
        ),
        "consistent-2023.xlsx": Sample(
            _filled(complete()),
            "七个险种全部填报、各数相符的大工作簿，没有任何错误（一个虚构的市，人数、缴费和待遇彼此相称）。",
        ),
    }
    for rule in catalogue.rules():
        if rule.failing and "last_year" not in rule.failing:
            name = f"broken/{rule.code}-{rule.name}.xlsx"
            judged_by = f"（--rubric {rule.rubric}）" if rule.rubric != DEFAULT else ""
            samples[name] = Sample(broken(rule), f"{rule.title.zh}——不通过的例子{judged_by}")
    return samples


def write(folder: Path) -> dict[str, Sample]:
    """Write every sample into a folder; those that are there already as they should be are left."""
    samples = build()
    for name, sample in samples.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not is_current(target, sample.content):
            target.write_bytes(sample.content)
    return samples


def is_current(target: Path, content: bytes) -> bool:
    """Whether a workbook has the same parts; how they are compressed is no difference."""
    return target.exists() and _parts(target.read_bytes()) == _parts(content)


def complete() -> dict[str, Any]:
    """A consistent workbook with all seven funds, indicators and texts."""
    data = believable(load("2023"))
    data["cover"] |= {
        "unit": "乙市社会保险基金管理局",
        "project": "乙市社会保险基金",
        "filled_on": "2024-03-15",
    }
    insured = data["headcounts"]["resident_pension"]["participants"]["actual"]
    planned = insured // 1000 * 1000
    data["goal"] = "保障参保人员老有所养、病有所医，工伤、失业、生育时依法得到帮助。"
    data["indicators"] = [
        _indicator(
            "产出", "数量指标", "城乡居民基本养老保险参保人数", f"≥{planned}人", f"{insured}人"
        ),
        _indicator("产出", "质量指标", "社会保险待遇发放准确率", "≥99%", "99.8%"),
        _indicator("产出", "时效指标", "社会保险待遇按时发放率", "100%", "100%"),
        _indicator("效益", "社会效益指标", "待遇领取资格认证率", "≥98%", "98.6%"),
        _indicator("效益", "社会效益指标", "违规使用社会保险基金的情况", "0起", "0起"),
        _indicator("满意度", "服务对象满意度指标", "参保人员满意度", "≥90%", "95.2%"),
    ]
    data["narrative"] = narrative(data["accounts"]["total"])
    return data


def _indicator(level1: str, level2: str, name: str, target: str, actual: str) -> dict[str, str]:
    return {"level1": level1, "level2": level2, "level3": name, "target": target, "actual": actual}


def narrative(total: dict[str, Any]) -> dict[str, str]:
    """Texts that say what the total sheet says."""
    income, spent, rate = (
        total["income"]["actual"],
        total["expenditure"]["actual"],
        total["expenditure"]["completion_rate"],
    )
    left, closing = total["surplus"]["actual"], total["closing_balance"]["actual"]
    return {
        "overview": "2023年全市经办七项社会保险，做好参保登记、待遇审核和发放工作。",
        "targets": "按时足额支付各项待遇；参保人员满意度达到90%以上。",
        "operation": (
            f"2023年社会保险基金收入合计{income}万元；支出合计{spent}万元，完成预算{rate}。"
            f"本年收支结余{left}万元，年末滚存结余{closing}万元。"
        ),
        "achievement": "各项绩效指标均已完成。",
        "unmet_reasons": "无",
        "experience": "坚持按月核对账目，待遇按时社会化发放。",
        "plans": "继续扩大参保覆盖面，加强基金监督。",
    }


def _filled(data: dict[str, Any]) -> bytes:
    content = io.BytesIO()
    fill(data, content)
    return content.getvalue()


def broken(rule: Rule) -> bytes:
    """A workbook with the failing data of a rule; what data cannot show is edited into it."""
    if rule.code in EDITS:
        book = load_workbook(io.BytesIO(_filled(SIMPLE)))
        EDITS[rule.code](book)
        return _saved(book)
    if rule.code == "F111":
        return _filled({"standard": "2020", "cover": COVER})
    data = {**SIMPLE, **rule.failing}
    data["accounts"] = {fund: {**NOTHING, **rows} for fund, rows in data["accounts"].items()}
    beside = {} if rule.code == "F113" else {**_people(data), **BESIDE}
    return _filled({**beside, "cover": COVER, **data})


def _people(data: dict[str, Any]) -> dict[str, Any]:
    """A head-count for each fund with an account, so that none is missing."""
    funds = [fund for fund in data["accounts"] if fund != "total"]
    return {"headcounts": {fund: {"participants": {"actual": 5600}} for fund in funds}}


def _saved(book: Workbook) -> bytes:
    """The workbook as openpyxl saves it, but without the time of saving."""
    saved, content = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        for name, part in _parts(saved.getvalue()).items():
            if name == "docProps/core.xml":
                part = SAVED_AT.sub(rb"\g<1>" + EARLIEST + rb"\g<2>", part)
            package.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return content.getvalue()


def _parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


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


UNUSED_ROW = 29
"""A row of the account that work injury has no item for."""


def _twice(book: Workbook) -> None:
    cell = _actual(book)
    sheet = cell.parent
    sheet.cell(UNUSED_ROW, 1, sheet.cell(cell.row, 1).value)
    sheet.cell(UNUSED_ROW, cell.column, 1250)


def _exchanged(book: Workbook) -> None:
    """Move two rows, but not their hidden keys."""
    sheet = book["工伤"]
    for column in range(2, 10):
        upper, lower = sheet.cell(9, column), sheet.cell(12, column)
        upper.value, lower.value = lower.value, upper.value


def _copied(book: Workbook) -> None:
    copy = book.copy_worksheet(book["工伤"])
    copy.title = "工伤 (2)"
    copy[_actual(book).coordinate] = 1250


def _old_template(book: Workbook) -> None:
    book.defined_names[TEMPLATE_NAME].value = '"2019/1"'


def _foreign(book: Workbook) -> None:
    sheet = book.create_sheet("底稿")
    for row in range(1, 5):
        sheet.append(["草算", row * 12.5])


def _in_thousands(book: Workbook) -> None:
    cell = _actual(book)
    cell.value, cell.number_format = 1200000, "#,##0,"


def _hidden(book: Workbook) -> None:
    cell = _actual(book)
    cell.parent.row_dimensions[cell.row].hidden = True


def _merged(book: Workbook) -> None:
    cell = _actual(book)
    cell.parent.merge_cells(
        start_row=cell.row, end_row=cell.row + 1, start_column=cell.column, end_column=cell.column
    )


def _unknown_error(book: Workbook) -> None:
    cell = _actual(book).parent.cell(60, 3)
    cell.value, cell.data_type = "#SPILL!", "e"


def _draft(book: Workbook) -> None:
    sheet = _actual(book).parent
    for row in range(60, 90):
        sheet.cell(row, 3, row * 12.5)


def _long_list(book: Workbook) -> None:
    """Rows below the list, each with the hidden key of the list."""
    sheet = book["绩效自评表"]
    for row in range(60, 62 + MOST_ROWS):
        sheet.cell(row, 1, "indicators.#.*")
        sheet.cell(row, 5, f"指标{row}")


EDITS: dict[str, Callable[[Workbook], None]] = {
    "F102": _formula,
    "F103": _stray,
    "F104": _keys,
    "F106": _twice,
    "F108": _foreign,
    "F114": _in_thousands,
    "F115": _hidden,
    "F116": _merged,
    "F118": _unknown_error,
    "F119": _draft,
    "F121": _exchanged,
    "F122": _copied,
    "F123": _old_template,
    "F124": _long_list,
}


def readme(samples: Mapping[str, Sample]) -> str:
    lines = [
        "# 样例 / Samples\n",
        (
            "由 `make samples` 生成，请勿手工修改。`data/` 是 `sipipeline fill` 用的数据；"
            "单位名称除库尔勒市外均为虚构。\n"
        ),
        "| 文件 | 内容 |",
        "|---|---|",
        *(f"| [{name}]({name}) | {sample.shows} |" for name, sample in samples.items()),
    ]
    return "\n".join(lines) + "\n"


def check() -> int:
    """Name every sample that is not as it is built; the exit status."""
    samples = build()
    stale = [
        name for name, sample in samples.items() if not is_current(ROOT / name, sample.content)
    ]
    there = {f"broken/{path.name}" for path in (ROOT / "broken").iterdir()}
    stale += sorted(there - samples.keys())
    if (ROOT / "README.md").read_text(encoding="utf-8") != readme(samples):
        stale.append("README.md")
    for name in stale:
        print(f"samples/{name}: not current, run `make samples`")
    if not stale:
        print(f"samples: {len(samples)} current")
    return int(bool(stale))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools.samples", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which are not current")
    if parser.parse_args(arguments).check:
        return check()
    samples = write(ROOT)
    (ROOT / "README.md").write_text(readme(samples), encoding="utf-8")
    print(f"wrote {len(samples)} samples")
    return 0


if __name__ == "__main__":
    sys.exit(main())
