"""Limits are settings, and a worker that is over its own is ended and its file named."""

import time
from pathlib import Path

import pytest

from sipipeline.cli.commands import main
from sipipeline.core.errors import UsageError
from sipipeline.core.limits import DEFAULT, MB, Limits, limits_of
from sipipeline.intake.sources import Source, collect
from sipipeline.jobs.validation import Options, validate

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "broken" / "F105-required-field.xlsx"


class Slow(Source):
    """A file that takes its time."""

    def read(self, limits: Limits = DEFAULT) -> bytes:
        time.sleep(60)
        return b""


class Hungry(Source):
    """A file that asks for memory without end."""

    def read(self, limits: Limits = DEFAULT) -> bytes:
        return bytes(8_000 * MB)


def test_a_file_over_its_limit_is_named_and_the_others_are_checked() -> None:
    good = collect([str(SAMPLE)])
    odd = [kind(str(SAMPLE), str(SAMPLE)) for kind in (Slow, Hungry)]
    limits = Limits(seconds=2, memory=1_500 * MB)
    results = list(validate([*good, *odd, *good], Options(limits=limits, apart=True)))
    assert [result.verdict for result in results] == ["fix", "unreadable", "unreadable", "fix"]
    for result, says in zip(results[1:3], ("2 秒", "内存")):
        (finding,) = result.findings
        assert (finding.rule, says in finding.message.zh) == ("X015", True)


def test_limits_are_set_by_name_and_sizes_in_mb() -> None:
    limits = limits_of({"file": "80", "seconds": 30})
    assert (limits.file, limits.seconds, limits.parts) == (80 * MB, 30, DEFAULT.parts)


@pytest.mark.parametrize(
    "setting", [{"files": 1}, {"seconds": "ten"}, {"seconds": 0}, {"file": -1}, {"cells": True}]
)
def test_a_limit_that_is_none_is_refused(setting: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        limits_of(setting)


def test_the_command_takes_limits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(SAMPLE), "--no-annotate", "--limit", "sheets=2"]) == 2
    assert "工作表超过 2 张" in capsys.readouterr().out
    assert main(["validate", str(SAMPLE), "--no-annotate", "--limit", "sheet=2"]) == 2
    assert "没有这个限额：sheet" in capsys.readouterr().err
