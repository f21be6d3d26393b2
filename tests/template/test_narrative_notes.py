"""A text of the narrative has an explanation beside it, which answers a warning about the text."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, edited, filled, indicator, read_back, table, without_keys

from sipipeline.checking.batch import check
from sipipeline.core.findings import Finding, Severity
from sipipeline.jobs.forms import extract_file

SATISFIED = indicator("群众满意度", "≥90%", "95%", level1="满意度指标", level2="服务对象满意度指标")
TARGET = indicator("城乡居民养老保险退休待遇享受人数", "≥9203人", "9210人")
WARNINGS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "N602": ("targets", "城乡居民基本养老保险退休待遇享受人数超过9203人。", TARGET),
    "N604": ("experience", "群众满意率达100%。", SATISFIED),
}
NOTE = "县里另做了一次问卷，口径不同"


def data(rule: str, note: str | None) -> dict[str, Any]:
    field, text, row = WARNINGS[rule]
    notes = {} if note is None else {"narrative_notes": {field: note}}
    return {"standard": "2020", "cover": COVER, **table(row), "narrative": {field: text}, **notes}


def told(content: bytes, rule: str) -> Finding:
    (found,) = [one for one in check([read_back(content)])[0].findings if one.rule == rule]
    return found


def without_notes(book: Workbook) -> None:
    """As the form was before it had explanations of texts."""
    sheet = book["文字说明"]
    for row in (1, *range(5, sheet.max_row + 1)):
        sheet.cell(row, 4).value = None


@pytest.mark.parametrize("rule", WARNINGS)
def test_a_warning_about_a_text_is_answered_beside_it(rule: str) -> None:
    asked, answered = told(filled(data(rule, None)), rule), told(filled(data(rule, NOTE)), rule)
    assert asked.severity is Severity.WARNING
    assert (answered.severity, answered.explained) == (Severity.INFO, True)
    assert answered.message.zh.endswith(f"（已说明：{NOTE}）")


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "note", ["无", "无。", "已完成", "—", " ", "待补充", "见附件", "0", "确认无误"]
)
def test_what_is_no_reason_answers_nothing(note: str) -> None:
    assert told(filled(data("N604", note)), "N604").severity is Severity.WARNING


def test_the_explanation_of_another_text_answers_nothing() -> None:
    other = {**data("N604", None), "narrative_notes": {"overview": NOTE}}
    assert told(filled(other), "N604").severity is Severity.WARNING


def test_an_error_of_a_text_is_not_answered() -> None:
    wrong = {
        **data("N602", NOTE),
        "narrative": {"targets": "城乡居民基本养老保险退休待遇享受人数9175人以上。"},
    }
    assert told(filled(wrong), "N602").severity is Severity.ERROR


def test_explanations_come_back_as_they_were_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(filled(data("N604", NOTE)))
    assert extract_file(path)[0]["narrative_notes"] == {"experience": NOTE}


def test_a_form_without_that_column_is_read_as_before() -> None:
    content = edited(filled(data("N604", NOTE)), without_notes)
    submission = read_back(content)
    assert submission.text("narrative.experience") == "群众满意率达100%。"
    assert submission.text("narrative_notes.experience") == ""
    assert told(content, "N604").severity is Severity.WARNING


def test_without_keys_the_head_of_the_column_finds_it() -> None:
    content = edited(filled(data("N604", NOTE)), without_keys)
    assert read_back(content).text("narrative_notes.experience") == NOTE
    assert told(content, "N604").explained
