"""Results as rows of a table: one line a finding, and nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace

import pytest

from sipipeline.core.findings import (
    Cell,
    Culprit,
    FileResult,
    Finding,
    Kind,
    Severity,
    Shown,
    Verdict,
)
from sipipeline.core.text import Lang, Text, same
from sipipeline.reports.json_csv import CSV_COLUMNS, as_csv, as_json

CELL = Cell("accounts.work_injury.income.actual", "工伤", "D5", 90)
FINDING = Finding(
    "B201",
    Severity.ERROR,
    Kind.ARITHMETIC,
    (CELL,),
    Text(zh="少 20", en="20 too little"),
    Text(zh="核对。", en="Check."),
    stated=90.0,
    expected=(109.0, None),
    difference=-20.0,
    culprits=(
        Culprit(
            CELL,
            110,
            Text(zh="漏加", en="left out"),
            "certain",
            label=Text(zh="工伤“收入”", en="Income"),
            shown=Shown(same("90"), same("110")),
        ),
    ),
    group=1,
)


def test_each_finding_belongs_to_one_cause() -> None:
    other = replace(FINDING, culprits=(), group=None)
    also = replace(FINDING, cells=(replace(CELL, key="accounts.work_injury.surplus.actual"),))
    record = as_json(FileResult("a.xlsx", "", Verdict.FIX, (other, FINDING, also)), "zh")
    located, alone = record["causes"]
    assert (located["group"], located["findings"], located["settles"]) == (1, [1, 2], 2)
    assert located["message"] == "工伤“收入”填 90，应为 110（漏加）。依据：少 20"
    assert [culprit["suggest"] for culprit in located["culprits"]] == [110]
    assert (alone["group"], alone["findings"], alone["culprits"]) == (None, [0], [])


def rows(result: FileResult, lang: Lang = "zh") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(result, lang)), CSV_COLUMNS))


def test_a_finding_is_a_line() -> None:
    (row,) = rows(FileResult("a.xlsx", "", Verdict.FIX, (FINDING,), unit="甲县", year=2020))
    assert row == {
        "path": "a.xlsx", "unit": "甲县", "year": "2020", "verdict": "fix",
        "rule": "B201", "severity": "error", "kind": "arithmetic",
        "key": "accounts.work_injury.income.actual", "sheet": "工伤", "ref": "D5",
        "stated": "90.0", "expected_low": "109.0", "expected_high": "", "difference": "-20.0",
        "message": "少 20", "todo": "核对。", "group": "1", "culprits": "工伤!D5 90 → 110",
    }  # fmt: skip


def test_a_file_without_findings_is_a_line_with_its_verdict() -> None:
    (row,) = rows(FileResult("a.xlsx", "", Verdict.PASS, ()))
    assert {name: value for name, value in row.items() if value} == {
        "path": "a.xlsx",
        "verdict": "pass",
    }


def test_sentences_are_in_the_language_asked_for() -> None:
    (row,) = rows(FileResult("a.xlsx", "", Verdict.FIX, (FINDING,)), "en")
    assert (row["message"], row["todo"]) == ("20 too little", "Check.")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_of_a_submitter_is_a_formula(sign: str) -> None:
    typed = f"{sign}HYPERLINK(A1)"
    cell = Cell(typed, typed, typed, typed)
    finding = Finding(
        typed,
        Severity.ERROR,
        Kind.ARITHMETIC,
        (cell,),
        Text(zh=typed, en=typed),
        Text(zh=typed, en=typed),
        stated=typed,
    )
    (row,) = rows(FileResult(typed, "", Verdict.FIX, (finding,), unit=typed))
    shown = f"'{typed}".replace("\r", "\n")
    guarded = {name for name, value in row.items() if value == shown}
    assert guarded == {"path", "unit", "rule", "key", "sheet", "ref", "stated", "message", "todo"}
    (row,) = rows(FileResult(typed, "", Verdict.PASS, (), unit=typed))
    assert (row["path"], row["unit"], row["verdict"]) == (shown, shown, "pass")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r", "\n\r"])
def test_a_line_end_in_a_text_does_not_end_the_row(ending: str) -> None:
    typed = f"甲{ending}乙"
    cell = Cell("k", typed, "D5", typed)
    said = replace(FINDING, cells=(cell,), stated=typed, message=Text(zh=typed, en=typed))
    table = as_csv(FileResult(typed, "", Verdict.FIX, (said, FINDING), unit=typed), "zh")
    assert "\r" not in table
    first, second = csv.DictReader(io.StringIO(table), CSV_COLUMNS)
    places = ("path", "unit", "sheet", "stated", "message")
    assert {"".join(first[name].split()) for name in places} == {"甲乙"}
    assert second["message"] == "少 20"


def test_a_negative_figure_stays_a_figure() -> None:
    (row,) = rows(FileResult("a.xlsx", "", Verdict.FIX, (FINDING,)))
    assert row["difference"] == "-20.0"
