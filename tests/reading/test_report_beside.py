"""A report beside the workbook: paragraphs and tables of a Word file, lines of a text file."""

from pathlib import Path
from typing import Any

import pytest
from support import account, indicator, submitted, table

from sipipeline.checking.batch import check
from sipipeline.core.errors import UsageError
from sipipeline.reading.report import paragraphs, with_report

DATA = {
    **account(income={"actual": 5306, "completion_rate": "114%"}),
    **table(indicator("工伤保险享受待遇人数", "≥9203人", "9210人")),
}


def _said(path: Any) -> Any:
    findings = check([with_report(submitted(DATA), path)])[0].findings
    return [
        (f.rule, f.cells[0].key, f.cells[0].sheet)
        for f in findings
        if f.cells[0].key.startswith("report.")
    ]


def _word(path: Any, tables: Any = ()) -> Any:
    from docx import Document

    document = Document()
    document.add_paragraph("一、基金运行情况")
    document.add_paragraph("工伤保险基金收入合计5306万元，完成预算114%。")
    for rows in tables:
        grid = document.add_table(len(rows), len(rows[0]))
        for line, cells in zip(grid.rows, rows, strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.text = text
    document.save(path)
    return path


def test_rows_of_a_word_table_come_after_the_paragraphs(tmp_path: Path) -> None:
    report = _word(
        tmp_path / "报告.docx", [[("工伤保险基金收入合计", "5360万元"), ("完成预算", "114%")]]
    )
    assert paragraphs(report)[2:] == ["工伤保险基金收入合计，5360万元", "完成预算，114%"]


def test_a_figure_in_a_table_of_the_report_is_held_to_the_workbook(tmp_path: Path) -> None:
    wrong = _word(tmp_path / "报告.docx", [[("工伤保险基金收入合计5360万元",)]])
    assert _said(wrong) == [("N601", "report.3", "报告.docx 第3段")]
    right = _word(tmp_path / "对.docx", [[("工伤保险基金收入合计5306万元",)]])
    assert _said(right) == []


def test_a_cell_over_two_columns_is_read_once(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    grid = document.add_table(1, 3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "收入合计"
    grid.cell(0, 2).text = "5306万元"
    document.save(str(tmp_path / "报告.docx"))
    assert paragraphs(tmp_path / "报告.docx") == ["收入合计，5306万元"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_is_read_line_by_line_in_any_usual_encoding(
    tmp_path: Path, encoding: Any
) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("工伤保险基金收入合计5360万元。\n\n享受待遇人数9300人以上。\n", encoding)
    assert paragraphs(report) == ["工伤保险基金收入合计5360万元。", "", "享受待遇人数9300人以上。"]
    assert _said(report) == [
        ("N601", "report.1", "报告.txt 第1段"),
        ("N602", "report.3", "报告.txt 第3段"),
    ]


def test_a_report_that_is_no_word_file_or_is_not_there_is_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(UsageError, match="no Word document"):
        paragraphs(tmp_path / "坏.docx")
    with pytest.raises(UsageError, match="Cannot open"):
        paragraphs(tmp_path / "没有.docx")
