"""The main job as a user runs it: `sipipeline validate` on real files, and the copy sent in
again."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from office import XLSX, converted
from openpyxl import load_workbook
from support import submitted

from sipipeline import catalogue
from sipipeline.cli.commands import main
from sipipeline.core.limits import DEFAULT, Limits
from sipipeline.intake.sources import Source, collect
from sipipeline.jobs.forms import carried, fill
from sipipeline.jobs.validation import Options, validate
from sipipeline.reports.json_csv import as_json
from tools.samples import COVER

ROOT = Path(__file__).resolve().parents[2]
MONTHS = "balances.resident_pension.months_payable"
KORLA = ROOT / "samples" / "korla-2020.xlsx"


@pytest.fixture(scope="module")
def samples() -> Path:
    """The samples of the repository; `make built` says whether they are current."""
    return ROOT / "samples"


def results(paths: Any, **options: Any) -> Any:
    return list(validate(collect([str(path) for path in paths]), Options(**options)))


def findings(result: Any) -> Any:
    return as_json(result, "zh")["findings"]


# ---------------------------------------------------------------- the annotated copy
def test_what_is_filled_in_is_known_again_in_a_copy_until_it_is_corrected(
    samples: Path, tmp_path: Path
) -> None:
    (first,) = results([samples / "broken" / "B202-surplus.xlsx"], out=tmp_path)
    (copy,) = results([Path(first.annotated)], out=None)
    assert copy.sha256 != first.sha256
    assert copy.particulars.content == first.particulars.content
    (wrong,) = [finding for finding in first.findings if finding.severity == "error"]
    book = load_workbook(first.annotated)
    book[wrong.cells[0].sheet][wrong.cells[0].ref] = 63.68
    book.save(first.annotated)
    (corrected,) = results([Path(first.annotated)], out=None)
    assert corrected.particulars.content != first.particulars.content


def test_a_corrected_copy_passes_that_error_and_loses_its_mark(
    samples: Path, tmp_path: Path
) -> None:
    (first,) = results([samples / "broken" / "B202-surplus.xlsx"], out=tmp_path / "1")
    (wrong,) = [finding for finding in first.findings if finding.severity == "error"]
    book = load_workbook(first.annotated)
    cell = book[wrong.cells[0].sheet][wrong.cells[0].ref]
    assert "63.68" in cell.comment.text
    assert book.worksheets[0].title == "校验结果"
    cell.value = 63.68
    book.save(first.annotated)
    (second,) = results([Path(first.annotated)], out=tmp_path / "2")
    assert [finding for finding in second.findings if finding.severity == "error"] == []
    again = load_workbook(second.annotated)
    assert again[wrong.cells[0].sheet][wrong.cells[0].ref].comment is None
    assert again.sheetnames.count("校验结果") == 1


def test_libreoffice_opens_the_copy_with_comments_and_result_sheet(
    samples: Path, tmp_path: Path
) -> None:
    (result,) = results([samples / "korla-2020.xlsx"], out=tmp_path)
    (saved,) = converted(XLSX, tmp_path / "lo", Path(result.annotated))
    book = load_workbook(saved)
    assert book.sheetnames[0] == "校验结果"
    assert "本格改成 77" in book["居民养老"]["D41"].comment.text
    (again,) = results([saved])
    assert [f.rule for f in again.findings] == [f.rule for f in result.findings]


# ---------------------------------------------------------------- batch
def test_a_batch_of_mixed_files_gives_each_what_it_gets_alone(
    samples: Path, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    kinds = [*sorted((samples / "broken").glob("*.xlsx"))[::6], *sorted(samples.glob("*.xlsx"))]
    for number, kind in enumerate(kinds):
        content = kind.read_bytes()
        if number % 7 == 0 and kind.parent.name == "broken":
            content = content[: len(content) // 2]
        (inbox / f"{number:03}.xlsx").write_bytes(content)
    (inbox / "note.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    together = results([inbox], workers=2)
    assert len(together) == len(kinds) + 1
    for result in together:
        (expected,) = results([result.path])
        assert (result.verdict, findings(result), result.counts) == (
            expected.verdict,
            findings(expected),
            expected.counts,
        )
    assert {result.verdict for result in together} == {"pass", "explain", "fix", "unreadable"}


WHOLE: Any = catalogue.by_code()["F113"].passing


@pytest.mark.parametrize(
    ("left_out", "verdict"),
    [
        ((), "pass"),
        (("indicators",), "explain"),
        (("narrative",), "explain"),
        (("headcounts",), "explain"),
        (("accounts",), "fix"),
        (("indicators", "narrative", "headcounts"), "explain"),
    ],
)
def test_only_a_workbook_with_all_its_parts_passes(
    left_out: Any, verdict: str, tmp_path: Path
) -> None:
    data = {"standard": "2020", "cover": COVER, **WHOLE}
    with (tmp_path / "a.xlsx").open("wb") as file:
        fill({name: part for name, part in data.items() if name not in left_out}, file)
    (result,) = results([tmp_path / "a.xlsx"])
    assert result.verdict == verdict


def test_a_form_with_last_years_figures_carried_in_does_not_pass(
    samples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "next.xlsx"
    last = samples / "consistent-2023.xlsx"
    assert main(["template", "--year", "2024", "--prior", str(last), "-o", str(out)]) == 0
    (result,) = results([out])
    assert result.verdict == "fix"
    assert "F111" in {finding.rule for finding in result.findings}


@pytest.mark.parametrize(
    ("project", "later"),
    [
        ("甲县2023年社会保险基金", "甲县2024年社会保险基金"),
        ("2023年度城乡居民基本养老保险", "2024年度城乡居民基本养老保险"),
        ("财社〔2023〕65号", "财社〔2023〕65号"),
        ("甲县社会保险基金", "甲县社会保险基金"),
    ],
)
def test_what_is_carried_in_of_the_cover_is_of_the_year_after(project: str, later: str) -> None:
    cover = {**COVER, "year": 2023, "project": project}
    last = submitted({"standard": "2023", "cover": cover}, cover=False)
    values = carried(last, last.standard)
    assert (values["cover.year"], values["cover.project"]) == (2024, later)


def test_two_files_of_one_name_keep_both_copies(samples: Path, tmp_path: Path) -> None:
    for name in ("甲县", "乙县"):
        (tmp_path / "in" / name).mkdir(parents=True)
        shutil.copy(samples / "korla-2020.xlsx", tmp_path / "in" / name / "自评表.xlsx")
    copies = [
        Path(result.annotated).name for result in results([tmp_path / "in"], out=tmp_path / "out")
    ]
    assert sorted(copies) == ["乙县__自评表.xlsx", "甲县__自评表.xlsx"]


# ---------------------------------------------------------------- the command
def test_json_is_the_contract(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    korla, out = str(samples / "korla-2020.xlsx"), str(tmp_path / "out")
    assert main(["validate", korla, "-o", out, "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["sipipeline", "files"]
    (file,) = document["files"]
    fixed = {
        "path",
        "sha256",
        "standard",
        "unit",
        "year",
        "verdict",
        "annotated",
        "rules",
        "findings",
    }
    assert fixed <= set(file)
    assert (file["standard"], file["unit"], file["year"], file["verdict"]) == (
        "2020",
        "库尔勒市社会保险管理局",
        2020,
        "fix",
    )
    assert file["sha256"] == hashlib.sha256((samples / "korla-2020.xlsx").read_bytes()).hexdigest()
    assert set(file["rules"]) == {
        "checked",
        "agree",
        "within_rounding",
        "violated",
        "not_applicable",
    }
    months = next(finding for finding in file["findings"] if finding["rule"] == "R304")
    place = {name: months["cells"][0][name] for name in ("key", "sheet", "value")}
    assert place == {"key": MONTHS, "sheet": "居民养老", "value": 64.0}
    assert (
        load_workbook(samples / "korla-2020.xlsx")["居民养老"][months["cells"][0]["ref"]].value
        == 64
    )
    assert Path(file["annotated"]).exists()


def test_json_lines_csv_summary_and_english(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = str(tmp_path / "s.xlsx")
    several = [str(path) for path in sorted((samples / "broken").iterdir())[::10]]
    broken = ["validate", *several, "--no-annotate", "--jobs", "1"]
    assert main([*broken, "--format", "jsonl", "--summary", summary]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == len(several)
    assert all(line["annotated"] is None for line in lines)
    book = load_workbook(summary)
    assert book["单位一览"].max_row == len(lines) + 1
    assert book["问题清单"].max_row == sum(len(line["causes"]) for line in lines) + 1
    korla = ["validate", str(samples / "korla-2020.xlsx"), "--no-annotate"]
    assert main([*korla, "--format", "csv", "--lang", "en"]) == 1
    table = capsys.readouterr().out
    assert "months" in table.lower()
    assert table.startswith("path,unit,year,verdict,rule")
    assert not (tmp_path / "annotated").exists()


def test_a_terminal_that_cannot_print_chinese_never_ends_the_run(samples: Path) -> None:
    wrong = samples / "broken" / "B202-surplus.xlsx"
    made = subprocess.run(
        [sys.executable, "-m", "sipipeline", "validate", str(wrong), "--no-annotate"],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        timeout=120,
    )
    assert made.returncode == 1, made.stderr
    assert b"B202" in made.stdout


@pytest.mark.sampled(5)
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_a_console_that_cannot_print_a_character_never_ends_the_run(
    samples: Path, encoding: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = io.BytesIO()
    console = io.TextIOWrapper(printed, encoding=encoding, write_through=True)
    monkeypatch.setattr(sys, "stdout", console)
    korla = str(samples / "korla-2020.xlsx")
    assert main(["validate", korla, "--no-annotate", "--format", form]) == 1
    shown = printed.getvalue().decode(encoding, errors="replace")
    if form == "json":
        assert json.loads(shown)["files"][0]["unit"] == "库尔勒市社会保险管理局"
    assert "R304" in shown


BAD_CALLS = [
    (["validate", "nothing-here.xlsx"], "nothing-here.xlsx"),
    (["validate", "empty"], "empty"),
    (["validate", "KORLA", "-o", "file/out"], "file"),
    (["validate", "KORLA", "--standard", "1999"], "1999"),
    (["validate", "KORLA", "--summary", "no/such/s.xlsx"], "no/such"),
    (["validate", "KORLA", "-o", "."], "-o"),
    (["validate"], "PATH"),
    (["fill", "nothing.json", "-o", "x.xlsx"], "nothing.json"),
    (["fill", "KORLA", "-o", "x.xlsx"], "JSON"),
    (["extract", "nothing.xlsx"], "nothing.xlsx"),
    (["extract", "KORLA", "-o", "no/such/data.json"], "no/such"),
    (["template", "-o", "no/such/t.xlsx"], "no/such"),
    (["template", "--funds", "pension"], "pension"),
    (["rules", "Z999"], "Z999"),
    (["frobnicate"], "frobnicate"),
]


@pytest.mark.parametrize(
    ("call", "named"), BAD_CALLS, ids=[" ".join(call) for call, _ in BAD_CALLS]
)
def test_a_bad_call_is_one_clear_line_and_writes_nothing(
    call: Any,
    named: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    samples: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("in the way")
    shutil.copy(samples / "korla-2020.xlsx", tmp_path / "korla-2020.xlsx")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    for lang in ("zh", "en"):
        monkeypatch.setenv("SIPIPELINE_LANG", lang)
        assert (
            main([str(tmp_path / "korla-2020.xlsx") if part == "KORLA" else part for part in call])
            == 2
        )
        printed = capsys.readouterr()
        assert printed.out == ""
        assert len(printed.err.strip().splitlines()) == 1
        assert named in printed.err
        assert "Traceback" not in printed.err
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_unreadable_files_do_not_stop_the_others(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 not really")
    shutil.copy(samples / "consistent-2023.xlsx", tmp_path / "好.xlsx")
    assert main(["validate", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    printed = capsys.readouterr().out
    assert "[无法读取]" in printed
    assert "[通过]" in printed
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["好.xlsx"]


def test_members_of_mails_and_zips_are_checked(samples: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "全县.zip", "w") as pack:
        pack.write(samples / "korla-2020.xlsx", "甲/自评.xlsx")
        pack.write(samples / "consistent-2023.xlsx", "乙/自评.xlsx")
    checked = results([tmp_path / "全县.zip"], out=tmp_path / "out")
    assert sorted(result.verdict for result in checked) == ["fix", "pass"]
    assert all(Path(result.annotated).exists() for result in checked)


# ---------------------------------------------------------------- template
def test_last_years_workbook_is_carried_into_the_prior_columns(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "2021.xlsx"
    korla = str(samples / "korla-2020.xlsx")
    assert main(["template", "--prior", korla, "-o", str(out), "--force"]) == 0
    capsys.readouterr()
    assert main(["extract", str(out)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert main(["extract", str(out), "-o", str(tmp_path / "data.json")]) == 0
    assert json.loads((tmp_path / "data.json").read_text("utf-8")) == data
    assert data["cover"]["year"] == 2021
    pension = data["accounts"]["resident_pension"]
    assert pension["income"] == {"prior": 5306}
    assert pension["closing_balance"] == {"prior": 14388}
    assert pension["opening_balance"] == {"actual": 14388}
    assert "indicators" not in data


def test_help_is_quick_to_import_and_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import sys; from sipipeline.cli.commands import main; main(['--help']); "
        "sys.exit(any(m in sys.modules for m in ('pandas', 'openpyxl', 'numpy')))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode
        == 0
    )
    for command in ("validate", "template", "fill", "extract", "rules"):
        assert main([command, "--help"]) == 0
        assert f"sipipeline {command} " in capsys.readouterr().out


def test_every_rule_can_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out
    for rule in catalogue.rules():
        assert rule.code in listed
        assert main(["rules", rule.code]) == 0
        assert rule.todo.zh[:6] in capsys.readouterr().out


def test_a_word_report_beside_the_workbook_is_checked_by_paragraph(
    samples: Path, tmp_path: Path
) -> None:
    from docx import Document

    document = Document()
    document.add_heading("库尔勒市社会保险基金绩效自评报告")
    document.add_paragraph("机关事业单位养老保险基金收入合计38631万元，完成预算98%。")
    document.add_paragraph("城乡居民基本养老保险基金收入合计5360万元，比上年增加798万元。")
    document.add_paragraph("各项绩效目标完成率100%。")
    document.save(str(tmp_path / "report.docx"))
    report = tmp_path / "report.docx"
    (result,) = results([samples / "korla-2020.xlsx"], report=report, out=tmp_path / "out")
    found = [
        (f.rule, f.cells[0].key, f.cells[0].sheet)
        for f in result.findings
        if f.cells and "report" in f.cells[0].key
    ]
    assert found == [
        ("N601", "report.3", "report.docx 第3段"),
        ("N603", "report.4", "report.docx 第4段"),
    ]
    assert Path(result.annotated).exists()
    assert main(["validate", str(samples), "--report", str(report), "--no-annotate"]) == 2


class Deadly(Source):
    """A file whose reading ends the process, as a crash in a C library would."""

    def read(self, limits: Limits = DEFAULT) -> bytes:
        os._exit(1)


def test_files_that_end_their_workers_are_found_and_the_others_are_checked(samples: Path) -> None:
    good = collect([str(samples / "broken" / "F105-required-field.xlsx")])
    deadly = Deadly(str(samples / "deadly.xlsx"), str(samples / "deadly.xlsx"))
    files = [*good * 7, deadly, *good * 7, deadly]
    checked = list(validate(files, Options(workers=2)))
    verdicts = ["unreadable" if file is deadly else "fix" for file in files]
    assert [result.verdict for result in checked] == verdicts
    assert [finding.rule for finding in checked[7].findings] == ["X021"]


def test_what_the_solver_prints_past_python_is_dropped() -> None:
    code = (
        "import ctypes, os; from sipipeline.core.silence import STDOUT, silence\n"
        "with silence(STDOUT): ctypes.CDLL(None).printf(b'noise'); os.write(1, b'noise')\n"
        "print('{}')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"{}"]


def test_what_the_solver_prints_by_itself_stays_out_of_the_results() -> None:
    code = (
        "import os; from sipipeline.__main__ import results_only; results_only(); "
        "os.write(1, b'noise'); print('{}')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout.split(), done.stderr) == ([b"{}"], b"noise")
