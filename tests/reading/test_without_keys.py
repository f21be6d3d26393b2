"""Sheets and rows whose hidden keys are gone are read by the labels that a person sees, and that is
said."""

from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, edited, filled, read_back, told_by, without_keys

DATA = {
    "standard": "2020",
    "cover": COVER,
    "accounts": {
        "work_injury": {"income": {"actual": 1200}, "interest": {"actual": 50, "prior": 40}}
    },
    "headcounts": {
        "institution_pension": {
            "participants": {"actual": 282305, "prior": 280000, "change": 2305},
            "average_retirees": {"actual": 5939},
        },
        "work_injury": {"beneficiaries": {"actual": 12}},
    },
    "benefit_levels": {
        "institution_pension": {
            "before": 5073.17,
            "after": 5283.43,
            "document": "新人社发〔2020〕22号",
        },
        "resident_pension": {"eligible": 5631},
    },
    "causes": [
        {"fund": "work_injury", "item": "income", "cause": "扩面", "amount": 3},
        {
            "fund": "work_injury",
            "item": "interest",
            "cause": "利率上调",
            "amount": 2,
            "share": "20%",
        },
    ],
}


@pytest.mark.parametrize("sheet", ["封面", "工伤", "参保与待遇", "增支原因"])
def test_a_sheet_without_keys_is_read_by_its_labels(sheet: Any) -> None:
    content = filled(DATA)
    whole = {key: claim.value for key, claim in read_back(content).claims.items()}
    submission = read_back(edited(content, lambda book: without_keys(book, sheet)))
    assert {key: claim.value for key, claim in submission.claims.items()} == whole
    assert [(note.what, note.sheet) for note in submission.notes] == [("keys_gone", sheet)]


def test_sheets_without_keys_and_names_are_known_by_their_titles() -> None:
    """As a program leaves them that exports Sheet1, Sheet2 …"""
    table = {"level1": "产出指标", "level2": "数量指标", "level3": "人数", "target": "5人"}
    data = {
        **DATA,
        "indicators": [table],
        "goal": "保障待遇发放。",
        "narrative": {"overview": "工伤保险基金运行平稳，对照绩效自评表逐项自评。"},
    }

    def as_exported(book: Workbook) -> None:
        without_keys(book)
        for number, sheet in enumerate(book.worksheets, 1):
            sheet.title = f"Sheet{number}"

    content = filled(data)
    whole = {key: claim.value for key, claim in read_back(content).claims.items()}
    submission = read_back(edited(content, as_exported))
    assert {key: claim.value for key, claim in submission.claims.items()} == whole


def _without_the_key(row_key: Any) -> Any:
    def edit(book: Workbook) -> None:
        sheet = book["工伤"]
        next(cell for cell in sheet["A"] if cell.value == row_key).value = None

    return edit


def test_a_single_row_without_its_key_is_read_by_its_label() -> None:
    content = edited(filled(DATA), _without_the_key("accounts.work_injury.interest.*"))
    submission = read_back(content)
    assert submission.number("accounts.work_injury.interest.actual") == 50
    assert submission.number("accounts.work_injury.interest.prior") == 40
    notes = [(note.what, note.sheet, note.key) for note in submission.notes]
    assert notes == [("key_gone", "工伤", "accounts.work_injury.interest.actual")]
    (said,) = told_by(submission, "F104")
    assert "工作表“工伤”中有些行、栏的隐藏定位不见了" in said.message.zh
    assert "利息收入" in said.message.zh


def test_a_blank_row_without_its_key_is_not_worth_a_word() -> None:
    content = edited(filled(DATA), _without_the_key("accounts.work_injury.other_income.*"))
    assert read_back(content).notes == ()


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "retyped",
    [
        {"本年实际数": "本年实际", "上年实际数": "上年实际", "预算数": "本年预算数"},
        {"本年实际数": "本年实际数\n（万元）", "比上年增减额": "比上年增减额（4=2-3）"},
        {
            "本年实际数": "2020年实际数",
            "上年实际数": "2019年实际数",
            "比上年增减%": "同比增长（%）",
        },
        {"收入合计": "一、收 入 合 计", "利息收入": "（一）利息收入"},
        {"收入合计": "（1）收入合计（万元）", "利息收入": "其中：1.1 利息收入合计"},
        {"收入合计": "①收入合计（含补助）", "利息收入": "2 利息收入（单位：万元）"},
    ],
    ids=str,
)
def test_a_form_that_was_typed_anew_is_read_by_usual_labels(retyped: dict[str, str]) -> None:
    def anew(book: Workbook) -> None:
        without_keys(book)
        for row in book["工伤"].iter_rows(max_col=8):
            for cell in row:
                label = str(cell.value).partition("\n")[0]
                if label in retyped:
                    cell.value = retyped[label]

    content = filled(DATA)
    whole = {key: claim.value for key, claim in read_back(content).claims.items()}
    submission = read_back(edited(content, anew))
    assert {key: claim.value for key, claim in submission.claims.items()} == whole
