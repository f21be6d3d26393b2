"""Every command of the README works as it is written, in a clone where `make demo` has run."""

import re
import shlex
from pathlib import Path

import pytest

from sipipeline.cli.commands import main

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


def commands(document: str) -> list[list[str]]:
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.S | re.M)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("sipipeline")]


def test_every_command_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "data").symlink_to(ROOT / "samples" / "data")
    for name in ("korla-2020.xlsx", "consistent-2023.xlsx", "korla-2020.txt"):
        (tmp_path / "samples" / name).symlink_to(ROOT / "samples" / name)
    calls = commands(READMES[0])
    assert len(calls) >= 9
    for call in calls:
        assert main(call) == (1 if call[0] == "validate" else 0), call
    made = {"summary.xlsx", "findings.csv", "2024.xlsx", "filled.xlsx", "data.json", "annotated"}
    assert made <= {path.name for path in tmp_path.iterdir()}


def test_both_languages_show_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])


@pytest.mark.parametrize("page", ["clerk.zh-CN.md", "reviewer.zh-CN.md"])
def test_pictures_are_there_and_small(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures
    for picture in pictures:
        assert (ROOT / "docs" / picture).stat().st_size < 150_000
