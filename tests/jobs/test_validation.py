"""A run goes on whatever one workbook does: it cannot be annotated, or the solver crashes on it."""

import re
from pathlib import Path
from typing import Any

import pytest
from support import account, beside_gaps, codes, filled

from sipipeline.annotation.annotate import mark
from sipipeline.checking import confrontation, suspicion
from sipipeline.checking.wording import messages
from sipipeline.core.findings import FileResult
from sipipeline.core.text import Text
from sipipeline.evidence import indicators
from sipipeline.intake.sources import collect
from sipipeline.jobs import validation
from sipipeline.jobs.validation import Options, validate
from sipipeline.xlsx.archive import Fault
from sipipeline.xlsx.package import Package, PackageError

COVER = {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}


def workbook(surplus: int) -> bytes:
    """Income 100, expenditure 60: right with a surplus of 40."""
    rows = account(income={"actual": 100}, expenditure={"actual": 60}, surplus={"actual": surplus})
    return filled({"standard": "2020", "cover": COVER, **rows})


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, surplus in (("a", 70), ("b", 40), ("c", 80)):
        (folder / f"{name}.xlsx").write_bytes(workbook(surplus))
    return folder


def results(folder: Path, **options: Any) -> list[FileResult]:
    return list(validate(collect([str(folder)]), Options(**options)))


# ---------------------------------------------------------------- not annotated
def test_a_copy_that_cannot_be_written_keeps_its_findings_and_says_so(
    inbox: Path, tmp_path: Path
) -> None:
    (tmp_path / "out" / "a.xlsx" / "in the way").mkdir(parents=True)
    wrong, sound, other = results(inbox, out=tmp_path / "out")
    assert codes(wrong.findings) == ["B202", "X002"]
    told = beside_gaps(wrong.findings)[1]
    assert (told.severity, told.kind, told.cells) == ("info", "file", ())
    assert told.message.zh.startswith("无法在这个工作簿上加批注：")
    assert told.message.en.startswith("This workbook cannot be annotated: ")
    assert told.todo.zh == "请按这里列出的问题修改原文件。"
    assert told.todo.en == "Please correct the file by what is listed here."
    assert (wrong.verdict, wrong.annotated) == ("fix", None)
    assert [result.verdict for result in (sound, other)] == ["explain", "fix"]
    assert [Path(str(result.annotated)).is_file() for result in (sound, other)] == [True, True]


def test_a_workbook_that_cannot_be_marked_keeps_its_findings_and_says_why(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = mark

    def refuse(package: Package, result: FileResult, *more: Any, **named: Any) -> bytes:
        if result.path.endswith("b.xlsx"):
            raise PackageError(Text(zh="样式太多", en="too many styles"), Fault.DAMAGED)
        return whole(package, result, *more, **named)

    monkeypatch.setattr(validation, "mark", refuse)
    wrong, sound, _ = results(inbox, out=tmp_path / "out")
    assert wrong.annotated == str(tmp_path / "out" / "a.xlsx")
    (told,) = beside_gaps(sound.findings)
    assert (told.rule, told.message.zh) == ("X002", "无法在这个工作簿上加批注：样式太多")
    assert told.message.en == "This workbook cannot be annotated: too many styles"
    assert (sound.verdict, sound.annotated) == ("explain", None)


# ---------------------------------------------------------------- crash
def test_a_crash_of_the_solver_does_not_end_the_run(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(suspicion, "diagnose", crash)
    wrong, _, other = results(inbox)
    for result in (wrong, other):
        assert codes(result.findings) == ["B202", "X001"]
        assert "RuntimeError: out of memory" in beside_gaps(result.findings)[1].message.zh
        assert result.verdict == "fix"


# ---------------------------------------------------------------- results
def test_results_come_in_the_order_of_the_files_and_each_is_counted(inbox: Path) -> None:
    steps: list[None] = []
    found = list(validate(collect([str(inbox)]), Options(), lambda: steps.append(None)))
    assert [Path(result.path).name for result in found] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert len(steps) == 3
    assert [(result.unit, result.year, result.standard) for result in found] == [
        ("甲县社会保险中心", 2020, "2020")
    ] * 3


def test_the_same_content_twice_says_the_same_under_both_names(inbox: Path) -> None:
    (inbox / "again.xlsx").write_bytes((inbox / "a.xlsx").read_bytes())
    by_name = {
        Path(result.path).name: result for result in results(inbox, out=inbox.parent / "out")
    }
    first, again = by_name["a.xlsx"], by_name["again.xlsx"]
    assert (again.findings, again.sha256) == (first.findings, first.sha256)
    assert "again" in (again.annotated or "")
    assert Path(again.annotated or "").is_file()


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("place", "step"),
    [
        (validation, "read_submission"),
        (confrontation, "figures_of"),
        (confrontation, "_record"),
        (messages, "violation"),
        (indicators, "results"),
    ],
)
def test_a_file_on_which_the_program_fails_is_told_so_and_the_others_go_on(
    place: Any, step: str, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "b.xlsx").write_bytes(workbook(17))
    whole = getattr(place, step)

    def fail(*arguments: Any, **named: Any) -> Any:
        if "b.xlsx" in repr(arguments):
            raise KeyError("surplus")
        return whole(*arguments, **named)

    monkeypatch.setattr(place, step, fail)
    wrong, failed, other = results(inbox, out=tmp_path / "out")
    assert [codes(result.findings) for result in (wrong, other)] == [["B202"], ["B202"]]
    assert (failed.verdict, codes(failed.findings)) == ("unreadable", ["X003"])
    message = failed.findings[0].message
    assert "KeyError: 'surplus'" in message.zh
    assert re.search(r"\((jobs/validation|checking/confrontation)\.py:\d+\)", message.en)
    assert failed.findings[0].todo.zh.startswith("填报单位不用修改")


def test_a_copy_that_the_program_cannot_write_says_where_it_failed(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> bytes:
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr(validation, "mark", fail)
    for result in results(inbox, out=tmp_path / "out"):
        (told,) = [finding for finding in result.findings if finding.rule == "X002"]
        assert "ZeroDivisionError: float division by zero (" in told.message.en
