"""A new place: what lies in it can be used as it is."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support import edited

from sipipeline.cli.commands import main
from sipipeline.core.errors import UsageError
from sipipeline.nightly import roster, settings
from sipipeline.nightly.place import FOLDERS, Wishes, make, schedules, wished_time

NAMESPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_a_new_place_can_run_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "夜间 核对"
    assert main(["init", str(folder), "--time", "3:05"]) == 0
    assert "sipipeline nightly --config" in capsys.readouterr().out
    assert {path.name for path in folder.iterdir()} == {
        *FOLDERS,
        "schedule",
        "roster.xlsx",
        settings.NAME,
    }
    assert main(["nightly", "--config", str(folder / settings.NAME)]) == 0
    assert capsys.readouterr().out.startswith("夜间核对完成：收件 0，核对 0")


def test_a_place_that_is_there_is_left_alone(tmp_path: Path) -> None:
    make(tmp_path, Wishes())
    path = tmp_path / settings.NAME
    path.write_text("[log]\nkeep = 3\n")
    with pytest.raises(UsageError):
        make(tmp_path, Wishes())
    assert path.read_text() == "[log]\nkeep = 3\n"


def test_force_writes_the_configuration_anew_but_not_the_roster(tmp_path: Path) -> None:
    make(tmp_path, Wishes())
    (tmp_path / "roster.xlsx").write_bytes(b"filled in")
    make(tmp_path, Wishes(lang="en"), force=True)
    assert (tmp_path / "roster.xlsx").read_bytes() == b"filled in"
    assert settings.load(tmp_path / settings.NAME).lang == "en"


def test_the_inbox_may_lie_elsewhere(tmp_path: Path) -> None:
    share = tmp_path / "共享"
    make(tmp_path / "place", Wishes(inbox=str(share)))
    settled = settings.load(tmp_path / "place" / settings.NAME)
    assert settled.folder("inbox") == share
    assert share.is_dir()


@pytest.mark.parametrize("text", ["25:00", "12", "12:60", "noon", "-1:30", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        wished_time(text)


def test_a_time_may_be_typed_in_full_width() -> None:
    assert wished_time("22：30") == (22, 30)


# ---------------------------------------------------------------- schedules
ODD = Path("/srv/夜间 核对/50%$x")


def test_the_line_of_cron_runs_as_a_shell_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "夜间 核对 50%"
    make(folder, Wishes(hour=3, minute=5))
    line = (folder / "schedule" / "cron.txt").read_text("utf-8").splitlines()[-1]
    minute, hour, _, _, _, command = line.split(" ", 5)
    assert (minute, hour) == ("5", "3")
    shown = subprocess.run(
        command.replace("\\%", "%"),
        shell=True,
        capture_output=True,
        text=True,
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    assert shown.stdout.startswith("夜间核对完成"), shown.stderr


def test_the_task_of_windows_is_xml_with_program_and_arguments() -> None:
    text = schedules(Path("C:/夜间 核对 & Co"), Wishes(hour=3, minute=5))["windows-task.xml"]
    task = ElementTree.fromstring(text.encode("utf-16"))
    action = task.find(f"{NAMESPACE}Actions/{NAMESPACE}Exec")
    assert action is not None
    assert action.findtext(f"{NAMESPACE}Command") == sys.executable
    arguments = action.findtext(f"{NAMESPACE}Arguments") or ""
    assert '-m sipipeline nightly --config "' in arguments
    assert "夜间 核对 & Co" in arguments
    start = task.findtext(
        f"{NAMESPACE}Triggers/{NAMESPACE}CalendarTrigger/{NAMESPACE}StartBoundary"
    )
    assert start == "2020-01-01T03:05:00"


def test_the_units_of_systemd_keep_odd_signs() -> None:
    files = schedules(ODD, Wishes())
    service = files["sipipeline-nightly.service"]
    assert "WorkingDirectory=/srv/夜间 核对/50%%$x\n" in service
    assert f'"{ODD}/sipipeline.toml"'.replace("%", "%%").replace("$", "$$") in service
    assert "OnCalendar=*-*-* 22:30:00" in files["sipipeline-nightly.timer"]


# ---------------------------------------------------------------- the roster
def test_the_example_of_a_new_roster_is_no_unit(tmp_path: Path) -> None:
    make(tmp_path, Wishes())
    assert roster.read(tmp_path / "roster.xlsx") == []


def test_a_roster_is_read_as_people_fill_it_in(tmp_path: Path) -> None:
    make(tmp_path, Wishes())
    path = tmp_path / "roster.xlsx"

    def fill_in(book: object) -> None:
        sheet = book.active  # type: ignore[attr-defined]
        sheet["A3"], sheet["B3"], sheet["C3"] = " 乙县 社保中心 ", 652802, "A@b.cn；c@d.cn, e@f.cn"
        sheet["D3"], sheet["A4"], sheet["D4"] = "2021年3月31日", "丙县", "明天"
        sheet["G1"], sheet["G3"] = "险种", "居民养老、工伤"

    path.write_bytes(edited(path.read_bytes(), fill_in))
    second, third = roster.read(path)
    assert (second.unit, second.region_code) == ("乙县 社保中心", "652802")
    assert second.addresses == ("a@b.cn", "c@d.cn", "e@f.cn")
    assert str(second.deadline) == "2021-03-31"
    assert (third.unit, third.addresses, third.deadline) == ("丙县", (), None)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_a_roster_that_cannot_be_read_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        roster.read(path)
    assert "roster.xlsx" in refused.value.text.zh


def test_no_roster_is_no_fault(tmp_path: Path) -> None:
    assert roster.read(tmp_path / "none.xlsx") == []
