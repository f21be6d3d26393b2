"""Whom a reviewer should call, and on which number."""

from dataclasses import replace

import pytest

from sipipeline.core.findings import Cell, Culprit, FileResult, Finding, Kind, Severity, Verdict
from sipipeline.core.particulars import Particulars
from sipipeline.core.text import Text, same
from sipipeline.reports.calls import why_to_call
from sipipeline.reports.issues import issues
from sipipeline.reports.table import table


def error(number: int, rule: str = "B201", **more: object) -> Finding:
    cell = Cell(f"accounts.work_injury.income.{number}", "工伤", f"D{number}", 90)
    found = Finding(
        rule, Severity.ERROR, Kind.ARITHMETIC, (cell,), same(f"{number} 不符。"), same("")
    )
    return replace(found, **more)  # type: ignore[arg-type]


def located(count: int, confidence: str = "certain") -> tuple[Culprit, ...]:
    cells = [Cell(f"accounts.work_injury.income.{n}", "工伤", f"D{n}", 90) for n in range(count)]
    why = Text(zh="工伤整表像是按元填的", en="in 元")
    return tuple(Culprit(cell, 1, why, confidence, together=True) for cell in cells)


def result(name: str, *found: Finding, unit: str = "甲县", sha256: str = "") -> FileResult:
    clerk = Particulars(contact="王芳", phone="0996-2023456")
    verdict = Verdict.FIX if found else Verdict.PASS
    path = f"in/{name}"
    return FileResult(
        path,
        sha256 or name,
        verdict,
        found,
        unit=unit,
        year=2023,
        annotated=path,
        particulars=clerk,
    )


CALLS = {
    "nothing filled in": ((error(1, "F111"),), "1 不符。"),
    "a whole sheet in yuan": ((error(1, culprits=located(81), group=1),), "工伤整表像是按元填的。"),
    "eight corrections": (tuple(map(error, range(8))), "有 8 处要改。"),
    "three that nobody can locate": (
        tuple(error(n, culprits=located(2, "possible"), group=n + 1) for n in range(3)),
        "有 3 处对不上，找不出是哪一格填错。",
    ),
    "seven corrections": (tuple(map(error, range(7))), ""),
    "two cells exchanged": ((error(1, culprits=located(2), group=1),), ""),
    "three parts that are missing": (
        tuple(error(n, "F113", severity=Severity.WARNING) for n in range(3)),
        "有 3 处没有填，在：工伤。",
    ),
    "two parts that are missing": (
        tuple(error(n, "F113", severity=Severity.WARNING) for n in range(2)),
        "",
    ),
    "parts whose lack was explained": (
        tuple(error(n, "F113", severity=Severity.INFO, explained=True) for n in range(5)),
        "",
    ),
    "no indicator at all": (
        (error(1, "F113", severity=Severity.WARNING, cells=(Cell("indicators.1.level3"),)),),
        "1 不符。",
    ),
    "another year": (
        (error(1, "P407", severity=Severity.WARNING, cells=(Cell("cover.year"),)),),
        "1 不符。",
    ),
    "another year that was explained": (
        (error(1, "P407", severity=Severity.INFO, cells=(Cell("cover.year"),)),),
        "",
    ),
    "filled in late": (
        (error(1, "P407", severity=Severity.WARNING, cells=(Cell("cover.filled_on"),)),),
        "",
    ),
    "warnings alone": (tuple(error(n, severity=Severity.WARNING) for n in range(20)), ""),
    "nothing at all": ((), ""),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_call_is_due_where_the_copy_will_hardly_do(case: str) -> None:
    found, why = CALLS[case]
    assert why_to_call(result("甲.xlsx", *found), issues(found)).zh == why


def test_whom_to_call_stands_below_the_table_with_number_and_reason() -> None:
    unreadable = FileResult("in/丙.xls", "", Verdict.UNREADABLE, (error(1),))
    files = [result("甲.xlsx", error(1, "F111")), result("乙.xlsx", unit="乙县"), unreadable]
    lines = "".join(table(files, "zh")).splitlines()
    start = lines.index("要打电话的 2 家，只看批注本恐怕改不好：")
    assert lines[start + 1 : start + 5] == [
        "  丙.xls",
        "    1 不符。",
        "  甲县  王芳 0996-2023456",
        "    1 不符。",
    ]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("甲.xlsx", "甲(最终版).xlsx"), "报来 2 份，内容不同，要问以哪份为准"),
        (("甲.xlsx", "乙.xlsx", "丙.xlsx"), "报来 3 份，内容不同，要问以哪份为准"),
    ],
)
def test_a_unit_that_sends_files_that_differ_is_asked_which_counts(
    files: tuple[str, ...], said: str
) -> None:
    text = "".join(table(map(result, files), "zh"))
    assert said in text
    assert "要打电话的 1 家" in text


def test_a_unit_is_called_once_about_all_its_files() -> None:
    unread = replace(result("甲(1).xlsx", sha256="b"), findings=(error(1, rule="F111"),))
    wrong = replace(result("甲.xlsx", sha256="a"), findings=(error(1, rule="F111"),))
    lines = "".join(table([wrong, unread], "zh")).split("要打电话的 1 家")[1]
    assert lines.count("  甲县") == 1
    for name in ("甲.xlsx：", "甲(1).xlsx：", "报来 2 份，内容不同"):
        assert lines.count(name) == 1


def test_files_with_the_same_content_are_named_and_no_reason_to_call() -> None:
    copies = [result("甲.xlsx", sha256="a"), result("甲(1).xlsx", sha256="a")]
    text = "".join(table(copies, "zh"))
    assert "内容相同的文件：甲.xlsx、甲(1).xlsx" in text
    assert "要打电话" not in text


def test_a_copy_that_says_the_same_is_the_same_and_files_called_alike_have_their_folders() -> None:
    filled = Particulars(content="a")
    file = replace(result("甲/表.xlsx"), particulars=filled)
    copy = replace(result("批注本/表.xlsx"), particulars=filled)
    text = "".join(table([file, copy], "zh"))
    assert "内容相同的文件：in/甲/表.xlsx、in/批注本/表.xlsx" in text
    assert "要打电话" not in text


def test_a_unit_with_two_years_has_the_year_beside_it() -> None:
    other = replace(result("甲(1).xlsx"), year=2024)
    text = "".join(table([result("甲.xlsx"), other, result("乙.xlsx", unit="乙县")], "zh"))
    assert [name in text for name in ("甲县 2023", "甲县 2024", "乙县 2023")] == [True, True, False]


def test_without_copies_the_table_names_the_files() -> None:
    file = replace(result("甲.xlsx"), annotated=None)
    lines = "".join(table([file], "zh")).splitlines()
    assert lines[0].split() == ["结论", "填报单位", "要改", "说明", "文件"]
    assert lines[1].split() == ["通过", "甲县", "in/甲.xlsx"]
