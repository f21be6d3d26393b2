"""Our own TOML files are kept parsed; whatever is wrong with what is kept, they say the same."""

import sys
import tomllib
from pathlib import Path

import pytest

from sipipeline.standards.tables import FOLDER, table_of

WRITTEN = '[units]\nwan = ["万", "w"]\nshare = 0.5\nis_money = true\n'
SAID = {"units": {"wan": ["万", "w"], "share": 0.5, "is_money": True}}


@pytest.fixture(autouse=True)
def _keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.toml")), ids=lambda path: path.name)
def test_what_is_kept_of_our_tables_is_what_they_say(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    said = tomllib.loads(path.read_text("utf-8"))
    assert table_of(copy) == said
    assert [entry.name for entry in copy.parent.rglob("*.json*")] == [f"{path.stem}.json"]
    assert table_of(copy) == said


def test_a_changed_file_says_what_it_says_now(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text("[old]\n", "utf-8")
    table_of(path)
    path.write_text(WRITTEN, "utf-8")
    assert table_of(path) == SAID


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"of": "another", "table": {}}', "\x00"])
def test_what_is_kept_and_unusable_is_made_anew(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(WRITTEN, "utf-8")
    table_of(path)
    (place,) = path.parent.rglob("words.json")
    place.write_text(kept, "utf-8")
    assert table_of(path) == SAID
    assert table_of(path) == SAID


def test_where_nothing_can_be_kept_the_file_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(WRITTEN, "utf-8")
    (tmp_path / "__pycache__").write_text("in the way", "utf-8")
    assert table_of(path) == SAID


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path = tmp_path / "words.toml"
    path.write_text(WRITTEN, "utf-8")
    assert table_of(path) == SAID
    assert [entry.name for entry in tmp_path.iterdir()] == ["words.toml"]
