"""The worked examples of CONTRIBUTING.md, tried on a copy of the package."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WORKED = GUIDE.partition("## Worked examples")[2].partition("\n## ")[0]
EXAMPLES = dict(part.split("\n", 1) for part in WORKED.split("\n### ")[1:])
BLOCK = re.compile(
    r"(?:^(?P<before>[^\n]*):\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```", re.M | re.S
)
ONE_AFTER_THE_OTHER = """
import contextlib, io, json, subprocess, sys
from sipipeline.cli.commands import main
told = []
for program, *arguments in json.loads(sys.argv[1]):
    with io.StringIO() as printed:
        if program == "sipipeline":
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                main(arguments)
            told.append(printed.getvalue())
        else:
            call = [sys.executable, *arguments]
            pipe, both = subprocess.PIPE, subprocess.STDOUT
            told.append(subprocess.run(call, stdout=pipe, stderr=both, text=True).stdout)
print(json.dumps(told))
"""
"""Each command as `sipipeline` runs it, in one process: to start one takes longer than most."""


@pytest.mark.sampled(7)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_example_does_what_it_says(name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sipipeline", tmp_path / "sipipeline")
    shutil.copytree(ROOT / "tests" / "rules", tmp_path / "tests" / "rules")
    for file in ("tests/conftest.py", "tests/support.py", "pyproject.toml"):
        shutil.copy(ROOT / file, tmp_path / file)
    path, commands = tmp_path, 0
    for block in BLOCK.finditer(EXAMPLES[name]):
        text = block["text"]
        if named := re.search(r"`(.+)`$", block["before"] or ""):
            path = tmp_path / named[1]
        if block["kind"] == "console":
            commands += run(text, tmp_path)
        elif block["kind"] == "diff":
            apply(text, path)
        elif block["before"].startswith("Added to"):
            path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text, "utf-8")
        else:
            path.write_text(text, "utf-8")
    assert commands > 0


def apply(diff: str, path: Path) -> None:
    """Replace the lines that a diff shows as they were by the lines as they become."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    source = path.read_text("utf-8")
    assert source.count(before) == 1, f"{path.name} has changed: {before}"
    path.write_text(source.replace(before, after), "utf-8")


def run(console: str, folder: Path) -> int:
    """Run each command; what the console shows below it is part of what it prints. How many there
    were."""
    calls = re.findall(r"^\$ (.*)\n((?:[^$].*\n)*)", console, re.M)
    commands = [shlex.split(command) for command, _ in calls]
    done = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_THE_OTHER, json.dumps(commands)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for (command, shown), printed in zip(calls, json.loads(done.stdout), strict=True):
        assert "Traceback" not in printed
        assert "X001" not in printed
        for line in shown.splitlines():
            assert line in printed, f"{command}\n{printed}"
    return len(calls)
