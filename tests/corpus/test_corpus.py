"""Whatever arrives: every file its verdict, in one batch with good ones among them; nothing is
written elsewhere, nothing is asked of the network."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from corpus import making
from sipipeline.annotation.annotate import strip_marks
from sipipeline.core.findings import FileResult
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
from sipipeline.reports.formats import FORMATS
from sipipeline.xlsx.package import open_package
from sipipeline.xlsx.sheets import Workbook

TABLE = Path(__file__).with_name("verdicts.tsv")
WATCH = """
import os, pathlib, sys
inbox, out = map(os.path.realpath, sys.argv[1:3])
seen = []
def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")):
        seen.append(f"{event} {arguments}")
    writes = event == "open" and isinstance(arguments[0], str) and (arguments[2] or 0) & 3
    if writes and not os.path.realpath(arguments[0]).startswith((out, "/dev/null")):
        seen.append(f"{event} {arguments}")
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
paths = [inbox + "/" + name for name in sys.argv[3:]]
sys.addaudithook(watch)
for result in validate(collect(paths), Options(out=pathlib.Path(out))):
    pass
print("\\n".join(seen))
"""


class Row(NamedTuple):
    """A file, what it is, and what is to be said of it."""

    file: str
    what: str
    verdict: str
    rules: str


ROWS = [Row(*line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "in"
    making.write(folder)
    return folder


@pytest.fixture(scope="module")
def results(inbox: Path) -> Mapping[str, FileResult]:
    """What is said of each, by the file as it lies in the folder."""
    told = validate(collect([str(inbox)]), Options(out=inbox.parent / "out"))
    return {Path(result.path).relative_to(inbox).parts[0]: result for result in told}


def rules_of(result: FileResult) -> str:
    counts = Counter(finding.rule for finding in result.findings)
    return " ".join(sorted(counts))


def test_every_file_of_the_table_is_made_and_every_one_made_is_in_the_table(inbox: Path) -> None:
    assert sorted(row.file for row in ROWS) == sorted(path.name for path in inbox.iterdir())


def test_every_file_has_its_verdict_for_its_reasons(results: Mapping[str, FileResult]) -> None:
    told = {name: (result.verdict.value, rules_of(result)) for name, result in results.items()}
    assert told == {row.file: (row.verdict, row.rules) for row in ROWS}


def test_good_ones_are_judged_as_alone(results: Mapping[str, FileResult], tmp_path: Path) -> None:
    (tmp_path / "good.xlsx").write_bytes(making.good())
    (alone,) = validate(collect([str(tmp_path / "good.xlsx")]), Options())
    good = [result for name, result in results.items() if name.startswith("good")]
    assert {result.findings for result in good} == {alone.findings} == {()}
    assert [result.counts for result in good] == [alone.counts] * len(good)


def test_every_copy_has_every_sheet_and_gives_the_file_back(
    results: Mapping[str, FileResult], inbox: Path
) -> None:
    for name, result in results.items():
        if result.annotated is None or not name.endswith(".xlsx"):
            continue
        original, copy = (inbox / name).read_bytes(), Path(result.annotated).read_bytes()
        before = [sheet.name for sheet in Workbook(open_package(original)).sheets()]
        after = [sheet.name for sheet in Workbook(open_package(copy)).sheets()]
        assert after[1:] == before, name
        stripped = Workbook(open_package(strip_marks(copy)))
        assert [sheet.name for sheet in stripped.sheets()] == before, name


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_what_a_submitter_typed_commands_no_terminal_and_no_spreadsheet(
    results: Mapping[str, FileResult], form: str
) -> None:
    text = "".join(FORMATS[form](list(results.values()), "zh", True))
    controls = {c for c in text if (ord(c) < 32 and c not in "\r\n\t") or 0x7F <= ord(c) < 0xA0}
    assert controls == set()
    assert "\u202e" not in text
    if form == "csv":
        cells = [cell for line in text.splitlines() for cell in line.split(",")]
        assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "@", "\t"))]
    if form == "jsonl":
        assert all(map(json.loads, text.splitlines()))


def test_nothing_is_written_elsewhere_and_nothing_asked_of_the_network(
    inbox: Path, tmp_path: Path
) -> None:
    heavy = ("good-blank-rows.xlsx", "bomb.xlsx", "text-of-32767.xlsx", "strays.xlsx")
    files = [path.name for path in sorted(inbox.iterdir()) if path.name not in heavy]
    call = [sys.executable, "-c", WATCH, str(inbox), str(tmp_path / "out"), *files]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr[-500:]
