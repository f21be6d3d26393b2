"""A pass that is killed loses nothing and repeats nothing: a sample of its steps; all of them are
tried by `make crashes`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_pass_that_is_killed_loses_nothing_and_repeats_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.crashes", "--files", "1", "--mails", "1"]
    ran = subprocess.run(
        [*command, "--every", "37"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ": 0 faults" in ran.stdout
