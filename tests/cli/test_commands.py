"""The command in both languages, and the rule book by the command."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import GAPS, account

from sipipeline import catalogue
from sipipeline.cli.bilingual import language
from sipipeline.cli.commands import main
from sipipeline.cli.options import FORMATS as OFFERED
from sipipeline.core.text import Lang
from sipipeline.reports.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PASSING = {
    "standard": "2020",
    "cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"},
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook with one broken sum."""
    data = PASSING | dict(
        account(income={"actual": 100}, expenditure={"actual": 60}, surplus={"actual": 70})
    )
    (tmp_path / "data.json").write_text(json.dumps(data), "utf-8")
    assert main(["fill", str(tmp_path / "data.json"), "-o", str(tmp_path / "甲县.xlsx")]) == 0
    return tmp_path / "甲县.xlsx"


# ---------------------------------------------------------------- language
@pytest.mark.parametrize(
    ("environment", "arguments", "chosen"),
    [
        (None, [], "zh"),
        ("en", [], "en"),
        ("en_GB.UTF-8", [], "en"),
        ("EN", [], "en"),
        ("zh", [], "zh"),
        ("zh_CN.UTF-8", [], "zh"),
        ("fr", [], "zh"),
        ("en", ["--lang", "zh"], "zh"),
        ("en", ["rules", "--lang=zh"], "zh"),
        (None, ["--lang", "en", "rules"], "en"),
        (None, ["rules", "--lang=en"], "en"),
        (None, ["rules", "--lang"], "zh"),
    ],
)
def test_the_call_chooses_the_language_and_else_the_environment(
    environment: str | None, arguments: list[str], chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if environment is None:
        monkeypatch.delenv("SIPIPELINE_LANG", raising=False)
    else:
        monkeypatch.setenv("SIPIPELINE_LANG", environment)
    assert language(arguments) == chosen


def test_the_environment_turns_everything_that_is_shown(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    monkeypatch.setenv("SIPIPELINE_LANG", "en")
    assert main(["validate", str(workbook), "--no-annotate"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == f"[Please correct] {workbook}  甲县社会保险中心 · 2020"
    assert shown[1] == "  7 checks: 1 agree, 0 within rounding, 4 violated, 2 undecided"
    assert any(line.startswith("  Error B202 工伤!") for line in shown)
    assert shown[-1] == "Files: 1; 0 pass, 0 to explain, 1 to fix, 0 unreadable"
    assert main(["--help"]) == 0
    assert "Usage: sipipeline" in capsys.readouterr().out
    assert main(["rules", "B201", "--lang", "zh"]) == 0
    assert "合计等于各明细之和" in capsys.readouterr().out


def test_chinese_without_any_wish(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    monkeypatch.delenv("SIPIPELINE_LANG", raising=False)
    assert main(["validate", str(workbook), "--no-annotate"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("[需修改] ")
    assert shown[-1] == "共 1 个文件：通过 0，需说明 0，需修改 1，无法读取 0"
    assert main(["--help"]) == 0
    shown_help = capsys.readouterr().out
    assert "用法：sipipeline [选项] [命令] [参数]…" in shown_help
    assert "Usage" not in shown_help


# ---------------------------------------------------------------- rules
@pytest.mark.parametrize(("lang", "document"), [("zh", "rules.md"), ("en", "rules.en.md")])
def test_the_rule_book_is_printed_as_it_stands_in_the_documents(
    lang: Lang, document: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "--markdown", "--lang", lang]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / document).read_text("utf-8")


def test_the_rule_book_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--markdown", "--lang", "en"]) == 0
    book = capsys.readouterr().out
    assert book.startswith(
        "# Rule book\n\nGenerated from the declarations of the rules (`make docs`)"
    )
    for rule in catalogue.rules():
        assert f"\n### {rule.code} {rule.title.en}\n\n`{rule.name}` · " in book
    assert "\n**What to do** " in book
    assert "\n## B Sums and balances\n" in book


def test_a_rule_is_explained_by_its_code_or_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    explained = []
    for called in ("B202", "b202", "surplus"):
        assert main(["rules", called, "--lang", "en"]) == 0
        explained.append(capsys.readouterr().out)
    assert len(set(explained)) == 1
    assert explained[0].startswith(
        "B202 surplus · Error · arithmetic\nSurplus = total income − total expenditure\n"
    )
    assert "\nAn example that fails\n{" in explained[0]


def test_a_code_that_is_nearly_one_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "J90"]) == 2
    assert "没有规则 J90。是不是 J901？全部规则：sipipeline rules" in capsys.readouterr().err


def test_the_list_says_why_a_file_may_be_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert "  X002 Note" in listed
    assert "  X021 Error" in listed


# ---------------------------------------------------------------- forms of the results
def test_results_as_rows_of_a_table(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert (
        main(["validate", str(workbook), "--no-annotate", "--format", "csv", "--lang", "en"]) == 1
    )
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("path,unit,year,verdict,rule,severity")
    assert rows[0].split(",")[3:6] == ["fix", "B202", "error"]
    assert {row.split(",")[4] for row in rows[1:]} == {GAPS}


def test_json_is_one_document_whatever_the_number_of_files(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert (
        main(["validate", str(workbook), str(workbook), "--no-annotate", "--format", "json"]) == 1
    )
    document = json.loads(capsys.readouterr().out)
    assert [file["verdict"] for file in document["files"]] == ["fix"] * len(document["files"])


def test_every_format_of_the_option_has_its_printer() -> None:
    assert tuple(FORMATS) == OFFERED


CHOICES = {"format", "force", "json", "jsonl", "csv", "text", "auto"}
"""English words that a Chinese complaint may have beside those of the call."""
COMPLAINTS = {
    "an option that nearly is one": ("validate --forma x", "没有 --forma 这个选项。是不是"),
    "a missing argument": ("fill", "缺少 DATA.json。"),
    "a missing option": ("fill data.json", "缺少 -o。"),
    "a value that is no choice": (
        "validate x --format xml",
        "--format 只能是 text、json、jsonl、csv 之一。",
    ),
    "a value of the wrong kind": (
        "template --year 九八",
        "--year 应是 2000 到 2100 之间的整数，不是 九八。",
    ),
    "a year of another century": ("template --year 1998", "2000 到 2100 之间的整数，不是 1998。"),
    "no number of processes": ("validate x --jobs zwei", "--jobs 应是不小于 1 的整数，或 auto，"),
    "an option without its value": ("validate x -o", "-o 后面要写一个值。"),
    "more than a command takes": ("rules B201 B202", "命令后面多写了内容。"),
    "a command that nearly is one": ("valdate x.xlsx", "没有 valdate 这个命令。是不是 validate？"),
    "an unknown command": ("frobnicate", "没有 frobnicate 这个命令。用 sipipeline"),
}


@pytest.mark.parametrize(("call", "says"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_a_wrong_call_is_told_in_chinese(
    call: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call.split()) == 2
    told = capsys.readouterr().err
    assert says in told
    words = re.findall(r"[A-Za-z]{2,}", told.replace(says, ""))
    assert set(words) <= {"sipipeline", "help", *re.findall(r"[A-Za-z]+", call)} | CHOICES


def test_help_loads_nothing_that_checks_or_reports() -> None:
    code = (
        "import sys; from sipipeline.cli.commands import main; main(['--help'])\n"
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('sipipeline.')}\n"
        "assert rooms <= {'cli', 'core'}, rooms\n"
        "assert not {'numpy', 'pandas', 'lxml'} & sys.modules.keys()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
