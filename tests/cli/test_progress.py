"""The time that a run is said to take, and how a table of many files looks."""

import pytest

from sipipeline.cli.progress import seconds_left, span
from sipipeline.core.display import columns
from sipipeline.core.findings import FileResult, Finding, Kind, Severity, Verdict
from sipipeline.core.text import Text, same
from sipipeline.reports.table import table


@pytest.mark.parametrize(
    ("done", "total", "seconds", "left"),
    [
        (0, 400, 5.0, None),
        (3, 400, 1.0, None),
        (100, 400, 10.0, 30.0),
        (399, 400, 40.0, pytest.approx(0.1, abs=0.01)),
        (5, 10, 2.0, 2.0),
        (400, 400, 40.0, 0.0),
    ],
)
def test_the_time_left_is_that_of_the_files_left(
    done: int, total: int, seconds: float, left: float | None
) -> None:
    assert seconds_left(done, total, seconds) == left


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (1, "1 秒", "1 s"),
        (59.6, "1 分 0 秒", "1 min 0 s"),
        (200, "3 分 20 秒", "3 min 20 s"),
        (3900, "1 小时 5 分", "1 h 5 min"),
    ],
)
def test_a_time_as_it_is_spoken_of(seconds: float, zh: str, en: str) -> None:
    assert span(seconds) == Text(zh=zh, en=en)


def result(unit: str, verdict: Verdict, *severities: Severity, copy: str | None) -> FileResult:
    found = [
        Finding("B201", severity, Kind.ARITHMETIC, (), same("文件不完整。"), same(""))
        for severity in severities
    ]
    return FileResult(f"in/{unit}.xlsx", unit, verdict, tuple(found), unit=unit, annotated=copy)


def test_many_files_are_a_table_that_fits_the_screen_the_worst_first() -> None:
    long = "巴音郭楞蒙古自治州库尔勒市社会保险事业管理局经办中心"
    error, warning = Severity.ERROR, Severity.WARNING
    results = [
        result("甲县", Verdict.PASS, copy="out/甲县.xlsx"),
        result("乙县", Verdict.EXPLAIN, warning, copy="out/乙县.xlsx"),
        result("丙县", Verdict.FIX, error, copy="out/丙县.xlsx"),
        result(long, Verdict.FIX, error, error, warning, copy=f"out/{long}.xlsx"),
        result("丁县", Verdict.UNREADABLE, error, copy=None),
    ]
    lines = "".join(table(results, "zh")).splitlines()
    assert [line.split()[:2] for line in lines if line.startswith(("无", "需", "通"))] == [
        ["无法读取", "丁县"],
        ["需修改", "巴音郭楞蒙古自治州库尔勒市社会"],
        ["需修改", "丙县"],
        ["需说明", "乙县"],
        ["通过", "甲县"],
    ]
    assert max(map(columns, lines)) <= 80
    assert lines[lines.index("  丁县") + 1] == "    文件不完整。"
    assert "批注本都在 out" in lines[0]
    assert "".join(lines).count("心") == 2  # of the unit and of the copy: nothing is cut off
