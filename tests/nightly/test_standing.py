"""`sipipeline status` says what the ledger knows, and changes nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from places import Site, county, site

from sipipeline.cli.commands import main


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A place after one pass over a right and a wrong workbook."""
    monkeypatch.chdir(tmp_path)
    made = site(tmp_path / "place")
    made.drop("a.xlsx", county("甲县", income=1300))
    made.drop("b.xlsx", county("乙县"))
    made.run()
    return made


def call(place: Site, *more: str) -> int:
    return main(["status", "--config", str(place.settings.base / "sipipeline.toml"), *more])


def test_at_a_prompt(place: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = place.settings.ledger.read_bytes()
    assert call(place) == 0
    told = capsys.readouterr().out
    assert "先联系这些单位：" in told
    assert "甲县" in told
    assert "第 1 轮" in told
    assert place.settings.ledger.read_bytes() == before


def test_for_other_programs(place: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(place, "--format", "json") == 0
    document = json.loads(capsys.readouterr().out)
    assert {one["unit"]: one["verdict"] for one in document["units"]} == {
        "甲县": "fix",
        "乙县": "explain",
    }


def test_as_a_workbook(place: Site) -> None:
    assert call(place, "--format", "xlsx", "--output", "s.xlsx") == 0
    units = load_workbook("s.xlsx")["单位一览"]
    assert [units.cell(row, 1).value for row in (2, 3)] == ["甲县", "乙县"]
    assert call(place, "--format", "xlsx", "--output", "s.xlsx") == 0, "it is ours"
    Path("mine.xlsx").write_bytes(b"mine")
    assert call(place, "--format", "xlsx", "--output", "mine.xlsx") == 2


def test_a_roster_that_was_changed_is_on_the_page_of_the_day(place: Site) -> None:
    (page,) = place.settings.folder("reports").rglob("*.html")
    assert "丙县" not in page.read_text("utf-8")
    roster = Workbook()
    assert roster.active is not None
    for row in (["单位"], ["甲县"], ["乙县"], ["丙县"]):
        roster.active.append(row)
    roster.save(place.settings.folder("roster"))
    place.run()
    assert "丙县" in page.read_text("utf-8")


def test_the_closing_line_counts_for_a_person_what_the_status_lists(
    place: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = Workbook()
    assert roster.active is not None
    for row in (["单位", "行政区划代码"], ["乙县", ""], ["甲县社保局", "652801"]):
        roster.active.append(row)
    roster.save(place.settings.folder("roster"))
    place.drop("c.xlsx", county("乙县", income=1250))
    line = place.run().line.zh
    assert call(place) == 0
    listed = capsys.readouterr().out
    assert "需人工处理 2 件：" in listed, "two on one day, named otherwise"
    assert "需人工处理 2" in line


def test_the_closing_line_is_told_once(place: Site, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["nightly", "--config", str(place.settings.base / "sipipeline.toml")]) == 0
    told = capfd.readouterr()
    assert (told.out + told.err).count("夜间核对完成") == 1
    log = (place.settings.folder("state") / "nightly.log").read_text("utf-8")
    assert log.count("夜间核对完成") == 2, "of both passes"


def test_before_the_first_pass_there_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = site(tmp_path / "new")
    assert call(new) == 2
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told


def test_to_say_how_it_stands_no_frames_are_loaded(place: Site) -> None:
    program = (
        "import sys; from sipipeline.cli.commands import main; main(sys.argv[1:]); "
        "sys.exit(' '.join({'pandas', 'numpy', 'xlsxwriter'} & sys.modules.keys()) or 0)"
    )
    config = str(place.settings.base / "sipipeline.toml")
    command = [sys.executable, "-c", program, "status", "--config", config]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
