"""The configuration: what is written can be read, and every fault is told by name."""

from dataclasses import fields
from pathlib import Path

import pytest

from sipipeline.core.errors import SipipelineError
from sipipeline.core.limits import MB, Limits
from sipipeline.nightly import settings
from sipipeline.nightly.limit_settings import FileLimits
from sipipeline.nightly.settings import SECTIONS, Settings, load, written


def place(folder: Path, text: str) -> Path:
    path = folder / settings.NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_the_defaults(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        text = written("zh" if lang == "zh" else "en")
        assert load(place(tmp_path, text)) == Settings(base=tmp_path.resolve())
        assert all(f"[{name}]" in text for name in SECTIONS)


def test_every_limit_is_a_setting_with_what_is_usual(tmp_path: Path) -> None:
    assert load(place(tmp_path, "")).limits.limits() == Limits()
    assert {field.name for field in fields(FileLimits)} == {field.name for field in fields(Limits)}
    set_ = load(place(tmp_path, "[limits]\nmemory = 512\nnodes = 7\n")).limits.limits()
    assert (set_.memory, set_.nodes) == (512 * MB, 7)


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    assert load(place(tmp_path, "")) == Settings(base=tmp_path.resolve())


def test_values_are_written_so_that_they_come_back(tmp_path: Path) -> None:
    values = {"folders": {"inbox": r"\\server\收件", "roster": 'a"b'}, "check": {"lang": "en"}}
    settled = load(place(tmp_path, written("zh", values)))
    assert settled.folders.inbox == r"\\server\收件"
    assert settled.folders.roster == 'a"b'
    assert settled.lang == "en"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[folder]\n", "是不是 [folders]"),
        ("[inbox]\nsteady = 3\n", "是不是 steady_seconds"),
        ("[inbox]\nsteady_seconds = -1\n", "0 到 86400 的整数"),
        ("[inbox]\nsteady_seconds = '60'\n", "0 到 86400 的整数"),
        ("[inbox]\nsteady_seconds = true\n", "0 到 86400 的整数"),
        ("[check]\nlang = 'fr'\n", "zh, en"),
        ("[folders]\ninbox = ''\n", "不能空着"),
        ("[folders]\ninbox = 7\n", "加引号的一段文字"),
        ("inbox = 7\n", "[inbox]"),
        ("[folders]\narchive = 'inbox/archive'\n", "重叠"),
        ("[folders]\ninbox = '.'\n", "重叠"),
        ("[folders\n", "第 1 行"),
        (
            '[folders]\ninbox = "D:\\收件"\n',
            "第 2 行第 14 列写法不对（不是 TOML）。双引号里的反斜杠要写两个",
        ),
        ('[folders]\ninbox = "D:\\temp"\n', "控制字符。双引号里的反斜杠要写两个，或改用单引号"),
    ],
)
def test_a_fault_is_told_with_its_name_and_what_is_allowed(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(SipipelineError) as refused:
        load(place(tmp_path, text))
    assert told in refused.value.text.zh
    assert refused.value.text.en


def test_without_a_configuration_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SipipelineError) as refused:
        load(tmp_path / "sipipeline.toml")
    assert "先用 sipipeline init" in refused.value.text.zh


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SipipelineError) as refused:
        load(place(tmp_path, "[inbox]\nlock_hours = 'x'\n[log]\nkeep = 0\n[post]\n"))
    for name in ("lock_hours", "keep", "[post]"):
        assert name in refused.value.text.zh
