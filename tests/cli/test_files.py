"""What the commands write: nothing of the user's is overwritten, nothing is half written, and what
keeps a file from being written is one clear line."""

import contextlib
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from sipipeline.cli.commands import main

ROOT = Path(__file__).resolve().parents[2]
KORLA = ROOT / "samples" / "korla-2020.xlsx"
SMALL = ROOT / "samples" / "broken" / "F105-required-field.xlsx"
DATA = ROOT / "samples" / "data" / "korla-2020.json"
CHECK = f"validate {SMALL} --no-annotate"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def sipipeline(*call: str, **settings: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "sipipeline", *call]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, **settings)  # type: ignore[call-overload,no-any-return]


# ---------------------------------------------------------------- in the way
WRITING = {
    "a template": ("template -o x.xlsx", "x.xlsx"),
    "a template by its usual name": ("template", "input_template.xlsx"),
    "a filled workbook": (f"fill {DATA} -o x.xlsx", "x.xlsx"),
    "extracted data": (f"extract {KORLA} -o x.json", "x.json"),
    "a summary": (f"{CHECK} --summary x.xlsx", "x.xlsx"),
    "a page": (f"{CHECK} --page x.html", "x.html"),
    "results as text": (f"{CHECK} --output x.txt", "x.txt"),
    "results as a table": (f"{CHECK} --format csv --output x.csv", "x.csv"),
    "an annotated copy": (f"validate {KORLA} -o out", "out/korla-2020.xlsx"),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("call", "file"), WRITING.values(), ids=WRITING)
def test_a_file_of_the_users_is_overwritten_only_by_force(
    call: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = Path(file)
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    assert main(call.split()) == 2
    assert f"已有 {file}，没有覆盖。" in capsys.readouterr().err
    assert mine.read_text() == "mine"
    assert [path.name for path in Path().rglob("*") if path.is_file()] == [mine.name]
    assert main([*call.split(), "--force"]) < 2
    assert mine.read_bytes() != b"mine"


def test_what_the_program_wrote_itself_is_written_anew_unasked() -> None:
    for form in ("csv", "json", "jsonl"):
        call = f"validate {SMALL} -o out --summary s.xlsx --format {form}"
        call += f" --page p.html --output r.{form}"
        assert [main(call.split()) for _ in range(2)] == [1, 1]


def test_a_copy_that_excel_saved_is_still_ours() -> None:
    assert main(["validate", str(KORLA), "-o", "out"]) == 1
    book = load_workbook("out/korla-2020.xlsx")
    book.save("out/korla-2020.xlsx")
    assert main(["validate", str(KORLA), "-o", "out"]) == 1


NOT_THERE = {
    "a folder for a summary": (f"{CHECK} --summary dir.xlsx", "dir.xlsx 是一个文件夹"),
    "a folder for a page": (f"{CHECK} --page dir.xlsx", "dir.xlsx 是一个文件夹"),
    "a folder for results": (f"{CHECK} --output dir.xlsx", "dir.xlsx 是一个文件夹"),
    "a folder for a template": ("template -o dir.xlsx --force", "dir.xlsx 是一个文件夹"),
    "a summary as a text file": (f"{CHECK} --summary s.csv", "s.csv：文件名要以 .xlsx 结尾。"),
    "a template as a text file": ("template -o t.txt", "t.txt：文件名要以 .xlsx 结尾。"),
    "a file for the copies' folder": (f"validate {KORLA} -o file", "写入输出文件夹 file：已有同名"),
    "a file on the way": (f"validate {KORLA} -o file/x", "路径中有一段不是文件夹"),
    "a folder to extract": ("extract dir.xlsx", "打不开 dir.xlsx：这是一个文件夹。"),
    "no data": ("fill no.json -o x.xlsx", "打不开 no.json：没有这个文件或文件夹。"),
    "no report": (f"{CHECK} --report no.docx", "打不开 no.docx：没有这个文件或文件夹。"),
    "no rubric": (f"{CHECK} --rubric no.toml", "打不开 no.toml：没有这个文件或文件夹。"),
    "no standard": (f"{CHECK} --standard no.toml", "打不开 no.toml：没有这个文件或文件夹。"),
}


@pytest.mark.parametrize(("call", "says"), NOT_THERE.values(), ids=NOT_THERE)
def test_what_cannot_be_read_or_written_is_said_in_chinese_before_anything_is_done(
    call: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("dir.xlsx").mkdir()
    Path("file").write_text("in the way")
    assert main(call.split()) == 2
    assert says in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["dir.xlsx", "file"]


# ---------------------------------------------------------------- no room
@contextlib.contextmanager
def no_room() -> Iterator[list[str]]:
    """As on a full disk: no file may grow beyond a few bytes. What is complained of past the
    program, as by a zip that is let go half written. Bytecode that is cut off would stay for the
    tests that come after."""
    complaints: list[str] = []
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda odd: complaints.append(repr(odd)))
        patch.setattr(sys, "dont_write_bytecode", True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        try:
            yield complaints
            gc.collect(1)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


FILLING = [
    f"{CHECK} --summary s.xlsx",
    f"{CHECK} --page p.html",
    f"{CHECK} --output r.json --format json",
    "template -o t.xlsx",
    f"fill {DATA} -o f.xlsx",
    f"extract {KORLA} -o d.json",
]


@pytest.mark.parametrize("call", FILLING, ids=[call.split()[0] + call[-8:] for call in FILLING])
def test_without_room_nothing_is_left_and_one_line_says_why(
    call: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with no_room() as complaints:
        assert main(call.split()) == 2
    *_, last = capsys.readouterr().err.splitlines()
    assert last.startswith("出错：写不了 ")
    assert last.endswith("：文件超过允许的大小。")
    assert complaints == []
    assert list(Path().iterdir()) == []


def test_results_that_cannot_be_printed_are_one_line() -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "sipipeline", *CHECK.split()]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.stderr.decode() == "出错：写不出结果：磁盘已满。\n"
    assert done.returncode == 2


ASCII_ALONE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ONE_AFTER_THE_OTHER = """
import sys
from sipipeline.__main__ import begin_again_in_utf8
begin_again_in_utf8()
from sipipeline.cli.commands import main
sys.exit(max(main(call.split()) for call in sys.argv[1:]))
"""


def test_chinese_names_on_a_system_that_knows_ascii_alone() -> None:
    shutil.copy(SMALL, "库尔勒.xlsx")
    environment = os.environ | ASCII_ALONE
    validated = sipipeline(
        *"validate 库尔勒.xlsx -o 批注本 --summary 汇总.xlsx".split(), env=environment
    )
    others = (
        "extract 库尔勒.xlsx -o 数据.json",
        "fill 数据.json -o 填好.xlsx",
        "template -o 模板.xlsx --funds 居民养老,工伤",
    )
    command = [sys.executable, "-c", ONE_AFTER_THE_OTHER, *others]
    made = subprocess.run(command, capture_output=True, check=False, env=environment)
    for done in (validated, made):
        assert done.returncode < 2, done.stderr
        assert b"Traceback" not in done.stderr
    there = {path.name for path in Path().rglob("*.*")}
    assert there >= {"汇总.xlsx", "数据.json", "填好.xlsx", "模板.xlsx"}
    assert [path.name for path in Path("批注本").iterdir()] == ["库尔勒.xlsx"]


# ---------------------------------------------------------------- formats
def test_a_table_for_excel_says_that_it_is_utf_8(capsys: pytest.CaptureFixture[str]) -> None:
    csv = [*CHECK.split(), "--format", "csv"]
    assert main([*csv, "--output", "r.csv"]) == 1
    assert Path("r.csv").read_bytes().startswith(b"\xef\xbb\xbfpath,unit,")
    assert capsys.readouterr().out == ""
    with open("redirected.csv", "wb") as file:
        command = [sys.executable, "-m", "sipipeline", *csv]
        subprocess.run(command, stdout=file, check=False, env=os.environ | {"PYTHONUTF8": "1"})
    assert Path("redirected.csv").read_bytes() == Path("r.csv").read_bytes()
    reading, writing = os.pipe()
    with open(writing, "w", encoding="utf-8") as pipe, contextlib.redirect_stdout(pipe):
        main(csv)
    with open(reading, "rb") as piped:
        assert piped.read().startswith(b"path,")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_results_in_a_file_are_those_that_are_printed(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = [*CHECK.split(), "--format", form]
    assert main(call) == 1
    printed = capsys.readouterr().out
    assert main([*call, "--output", "r.json"]) == 1
    assert Path("r.json").read_text("utf-8") == printed
    json.loads(printed)


# ---------------------------------------------------------------- Ctrl-C
LISTENING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("sipipeline", run_name="__main__", alter_sys=True)
"""


def interrupted(call: list[str], when: Callable[[], bool]) -> tuple[float, str, str, int]:
    """How long a call needs to end after Ctrl-C, what it printed, and its status. Results go to a
    file: a pipe that nobody reads would hold the call up. Tests that run in the background have
    Ctrl-C switched off, and so would the call."""
    command = [sys.executable, "-c", LISTENING, *call]
    pipe, printed = subprocess.PIPE, Path("printed")
    with (
        printed.open("wb") as stdout,
        subprocess.Popen(command, stdout=stdout, stderr=pipe, start_new_session=True) as process,
    ):
        until = time.monotonic() + 60
        while not when() and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        start = time.monotonic()
        _, err = process.communicate(timeout=60)
    seconds = time.monotonic() - start
    return seconds, printed.read_text("utf-8"), err.decode(), process.returncode


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_a_run_at_once_and_keeps_what_is_done(jobs: int) -> None:
    Path("in").mkdir()
    for number in range(200):
        shutil.copy(SMALL, f"in/{number:03}.xlsx")
    call = f"validate in -o out --format jsonl --jobs {jobs} --summary s.xlsx".split()
    out, results = Path("out"), Path("printed")
    seconds, printed, told, status = interrupted(call, lambda: results.stat().st_size > 0)
    assert seconds < 5  # two, and the machine may be busy
    assert status == 130
    lines = printed.splitlines()
    assert 0 < len(lines) < 200
    assert all(Path(json.loads(line)["annotated"]).exists() for line in lines)
    assert list(out.glob(".*")) == []
    assert not Path("s.xlsx").exists()
    last = told.splitlines()[-1]
    assert last.startswith("已中断：")
    assert last.endswith("没有写 s.xlsx。")
    assert "Traceback" not in told
    for copy in out.iterdir():
        assert ZipFile(copy).testzip() is None
