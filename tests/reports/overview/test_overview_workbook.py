"""The overview as a workbook, cell by cell."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from mornings import MISSED, PASSED, TODAY, UNREADABLE, WAN, issue, overview, unit
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.particulars import AccountLine, RosterLine
from sipipeline.core.text import Lang, Text, same
from sipipeline.reports.overview.entries import Entry
from sipipeline.reports.overview.overview import Before, DayTotals, Held, Overview
from sipipeline.reports.overview.workbook import write_workbook

ACCOUNTS = (
    AccountLine("work_injury", "income", 100 * WAN, 114 * WAN, 80 * WAN),
    AccountLine("work_injury", "expenditure", 50 * WAN, 40 * WAN, None),
    AccountLine("work_injury", "closing_balance", None, 12345678, None),
)
FIXED = unit(
    "乙县",
    2,
    contact="张会计",
    phone="0996-2012345",
    indicators=(MISSED, MISSED._replace(status="exceeded", explanation="")),
    accounts=ACCOUNTS,
    copy="reports/annotated/乙县.xlsx",
)
OF_FOLDER = ["总览", "图表", "单位一览", "问题清单", "指标完成情况", "基金汇总"]


def written(made: Overview, lang: Lang = "zh") -> bytes:
    content = io.BytesIO()
    with made:
        write_workbook(content, made, lang, Path("reports"))
    return content.getvalue()


def book_of(*entries: Entry, lang: Lang = "zh", **known: object) -> Workbook:
    return load_workbook(io.BytesIO(written(overview(*entries, **known), lang)))


def rows(sheet: Worksheet) -> list[list[object]]:
    return [
        ["" if value is None else value for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def test_a_folder_has_no_sheet_for_what_only_a_ledger_knows() -> None:
    book = book_of(FIXED, unit("甲县", accounts=ACCOUNTS))
    assert book.sheetnames == OF_FOLDER
    heads = [cell.value for cell in book["单位一览"][1]]
    assert "轮次" not in heads
    assert "收到时间" not in heads


def test_a_ledger_has_rounds_who_is_missing_and_what_waits_for_a_person() -> None:
    held = Held(
        Text(zh="发件人不在名册", en="Unknown sender"), "x@example.cn", since="2021-03-09T21:14"
    )
    book = book_of(
        replace(FIXED, received="2021-03-09T20:10:59+08:00", round=2),
        roster=[RosterLine("丙县", "652803", deadline=date(2021, 3, 1))],
        before=[Before("乙县", "652801", 2020, 1, Verdict.FIX, 5)],
        held=[held],
        days=[DayTotals(date(2021, 3, 9), {Verdict.FIX: 1}), DayTotals(TODAY, {Verdict.FIX: 2})],
    )
    assert book.sheetnames == [*OF_FOLDER[:-1], "未报名单", "需人工处理"]
    heads, row = rows(book["单位一览"])
    assert dict(zip(heads, row))["收到时间"] == "2021-03-09 20:10"
    assert rows(book["未报名单"])[1][:4] == ["丙县", "652803", "2021-03-01", 9]
    assert [row[:2] for row in rows(book["需人工处理"])[1:]] == [
        ["发件人不在名册", "x@example.cn"],
        ["名册上没有这个单位", "乙县"],
    ]
    first = [row[0] for row in rows(book["总览"])]
    assert "应报 1 家，已报 0 家，未报 1 家，其中逾期 1 家，名册外 1 家。" in first
    assert "与昨日相比：新报 0 家，重报或结论有变 1 家，新通过 0 家，改好 3 处。" in first
    assert ["乙县", "需修改", "5 → 2", 2, "需修改", "", "", ""] in rows(book["总览"])


def test_the_units_by_need_with_all_that_a_reviewer_asks() -> None:
    book = book_of(unit("甲县"), FIXED, UNREADABLE)
    heads, *units = rows(book["单位一览"])
    assert [row[0] for row in units] == ["坏.xlsx", "乙县", "甲县"]
    assert dict(zip(heads, units[1])) == {
        "填报单位": "乙县",
        "行政区划代码": "652801",
        "年度": 2020,
        "结论": "需修改",
        "要改": 2,
        "待说明": 0,
        "已说明": 0,
        "未达到的指标": "1/2",
        "涉及金额（万元）": "",
        "收入合计（万元）": 114,
        "支出合计（万元）": 40,
        "年末滚存结余（万元）": 12.345678,
        "填报人": "张会计",
        "联系电话": "0996-2012345",
        "读不出的原因": "",
        "文件": "乙县.xlsx",
        "批注本": "乙县.xlsx",
    }
    assert dict(zip(heads, units[0]))["读不出的原因"] == "文件有密码。请去掉密码后重新报送。"
    assert book["单位一览"].auto_filter.ref == "A1:Q4"
    assert book["单位一览"].freeze_panes == "B2"


def test_whom_to_call_first_and_what_to_say() -> None:
    book = book_of(*(unit(f"{n}县", n) for n in range(1, 14)), *[UNREADABLE] * 5, unit("好县"))
    called = rows(book["总览"])
    start = next(place for place, row in enumerate(called) if row[0] == "填报单位")
    names = [str(row[0]) for row in called[start + 1 : start + 11]]
    assert names == ["坏.xlsx"] * 3 + [f"{n}县" for n in range(13, 6, -1)]
    assert called[start + 1][7] == "文件有密码。请去掉密码后重新报送。"
    assert called[start + 4][7] == "收入少 20"
    assert called[start + 11][0] == ""


def test_where_a_call_is_due_is_called_before_many_errors() -> None:
    blank = same("缺：绩效自评表。")
    asked = replace(unit("问县"), verdict=Verdict.EXPLAIN, call=blank)
    called = rows(book_of(*(unit(f"{n}县", n) for n in range(1, 14)), asked)["总览"])
    start = next(place for place, row in enumerate(called) if row[0] == "填报单位")
    assert called[start + 1][0] == "问县"
    assert called[start + 1][7] == "要打电话：缺：绩效自评表。"
    assert called[start + 2][0] == "13县"


def test_every_issue_and_every_indicator() -> None:
    answered = issue("H701", Severity.INFO, explained=True, money=5 * WAN, settles=3)
    book = book_of(replace(FIXED, issues=(*FIXED.issues, answered)))
    heads, *issues = rows(book["问题清单"])
    assert [row[1:4] for row in issues] == [["错误", "B201", "工伤!D5"]] * 2 + [
        ["已说明", "H701", "工伤!D5"]
    ]
    assert dict(zip(heads, issues[2]))["涉及金额（万元）"] == 5
    assert dict(zip(heads, issues[2]))["随之消除"] == 2
    assert [row[5:] for row in rows(book["指标完成情况"])[1:]] == [
        ["未达到", 0.997, "没有填原因"],
        ["超额完成", 0.997, ""],
    ]


def test_the_funds_of_what_is_accepted() -> None:
    book = book_of(FIXED, unit("甲县", accounts=ACCOUNTS), unit("丙县", accounts=ACCOUNTS))
    _, _, *funds = rows(book["基金汇总"])
    assert [row[:8] for row in funds if row[2] == "收入合计"] == [
        [2020, "合计", "收入合计", 2, 3, 200, 228, 1.14],
        [2020, "工伤", "收入合计", 2, 3, 200, 228, 1.14],
    ]
    last_year = {row[2]: row[8:] for row in funds}
    assert last_year["收入合计"] == [160, 68, 0.425, ""]
    assert last_year["支出合计"] == ["", "", "", ""]


def test_in_english() -> None:
    book = book_of(FIXED, unit("甲县", accounts=ACCOUNTS), lang="en")
    assert book.sheetnames == ["Overview", "Charts", "Units", "Issues", "Indicators", "Funds"]
    assert rows(book["Issues"])[1][4:6] == ["Income is 20 too little", "Change 工伤!D5 to 110."]


ODD = ["=1+1", "{=A1}", "http://example.org/x", "mailto:a@example.org", "@SUM(A1)", "a\x00b\ud800c"]


@pytest.mark.parametrize("typed", ODD)
def test_no_text_of_a_submitter_is_a_formula_or_a_link(typed: str) -> None:
    entry = Entry(
        typed,
        Verdict.FIX,
        unit=typed,
        region_code=typed,
        contact=typed,
        phone=typed,
        issues=(issue(typed, message=same(typed), todo=same(typed), cell=typed),),
        indicators=(MISSED._replace(name=typed, target=typed, actual=typed, explanation=typed),),
    )
    for sheet in book_of(entry).worksheets:
        used = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in used} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in used)


@pytest.mark.parametrize(
    ("copy", "target"),
    [
        ("reports/annotated/乙县.xlsx", "annotated\\乙县.xlsx"),
        ("outbox/乙 县/a.xlsx", "..\\outbox\\乙%20县\\a.xlsx"),
        ("reports/a#b%41.xlsx", "a%23b%2541.xlsx"),
        ("reports/javascript:alert(1).xlsx", "javascript%3Aalert(1).xlsx"),
    ],
)
def test_links_lead_to_the_copies_by_a_relative_way(copy: str, target: str) -> None:
    content = written(overview(replace(FIXED, copy=copy)))
    with ZipFile(io.BytesIO(content)) as package:
        told = package.read("xl/worksheets/_rels/sheet3.xml.rels").decode()
    assert f'Target="{target}" TargetMode="External"' in told


@pytest.mark.parametrize("figure", [10**30, -(10**30), 0])
def test_figures_of_any_size_are_written(figure: int) -> None:
    line = AccountLine("work_injury", "income", figure, figure, figure)
    made = replace(PASSED, accounts=(line,), indicators=(MISSED._replace(completion=float("inf")),))
    assert book_of(made, replace(FIXED, year=-5)).sheetnames == OF_FOLDER


def test_nothing_at_all_is_a_workbook_too() -> None:
    assert book_of().sheetnames == ["总览", "图表", "单位一览", "问题清单"]


# ---------------------------------------------------------------- odd texts
@pytest.mark.parametrize(
    "text",
    [
        "<r><t>看似格式</t></r>",
        "a & b < c > d",
        " 前后有空格 ",
        "两\n行",
        "回\r车",
        "_x0041_ 不是 A",
        "=1+1",
        "",
        "\U0001f600" * 3,
        "\"引号\"与'撇号'",
    ],
)
def test_a_text_stands_in_its_cell_as_it_was_written(text: str) -> None:
    told = issue("B201")._replace(message=same(text))
    issues = book_of(replace(FIXED, issues=(told,)))["问题清单"]
    (wrong,) = [column for column in issues.iter_cols() if column[0].value == "问题"]
    assert unescape(wrong[1].value or "") == text
    assert wrong[1].data_type != "f"


def test_a_text_is_cut_where_a_cell_is_full() -> None:
    told = issue("B201")._replace(message=same("\U0001f600" * 20_000))
    (wrong,) = [
        column
        for column in book_of(replace(FIXED, issues=(told,)))["问题清单"].iter_cols()
        if column[0].value == "问题"
    ]
    assert len(str(wrong[1].value).encode("utf-16-le")) // 2 in (32_766, 32_767)
