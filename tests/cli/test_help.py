"""The help of every command, in both languages, on a screen of 80 columns."""

import pytest

from sipipeline.cli.commands import commands, main
from sipipeline.core.display import columns
from sipipeline.core.text import Lang

CALLS = [[], *([name] for name in sorted(commands("zh").commands))]


def help_of(call: list[str], lang: Lang, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*call, "--help", "--lang", lang]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_help_fits_a_screen_of_80_columns(
    call: list[str], lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = [line for line in help_of(call, lang, capsys).splitlines() if columns(line) > 80]
    assert wide == []


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_help_in_chinese_has_no_english_of_the_library(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = help_of(call, "zh", capsys)
    for word in ("Usage", "Options", "default", "required", "Show this", "[OPTIONS]"):
        assert word not in shown


def test_an_option_too_long_for_its_column_has_its_help_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = help_of(["validate"], "zh", capsys).splitlines()
    (place,) = (number for number, line in enumerate(lines) if "--format" in line)
    assert "结果的格式。" in lines[place] + lines[place + 1]
