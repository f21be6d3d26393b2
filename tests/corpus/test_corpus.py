"""Whatever arrives: every file its verdict, in one batch with good ones among them; nothing is
written elsewhere, nothing is asked of the network."""

import json
import os
import socket
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

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
REACHING_OUT = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")


class Watch:
    """What is written outside a folder, and what is asked of the network or of another program,
    while it is on. Python keeps the hook for good."""

    def __init__(self, out: Path) -> None:
        self.seen: list[str] = []
        self._allowed = os.path.realpath(out), os.devnull
        self._is_on = False
        sys.addaudithook(self._hear)

    def __enter__(self) -> "Watch":
        self._is_on = True
        return self

    def __exit__(self, *_: object) -> None:
        self._is_on = False

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_on:
            return
        if event.startswith(REACHING_OUT) or (event == "open" and self._writes(*arguments)):
            self.seen.append(f"{event} {arguments}")

    def _writes(self, path: object, mode: object, flags: int | None) -> bool:
        is_written = isinstance(path, str) and (flags or 0) & (os.O_WRONLY | os.O_RDWR)
        return bool(is_written) and not os.path.realpath(str(path)).startswith(self._allowed)


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
def watch(inbox: Path) -> Watch:
    return Watch(inbox.parent / "out")


@pytest.fixture(scope="module")
def results(inbox: Path, watch: Watch) -> Mapping[str, FileResult]:
    """What is said of each, by the file as it lies in the folder."""
    with pytest.MonkeyPatch.context() as patch, watch:
        patch.setattr(sys, "dont_write_bytecode", True)
        told = list(validate(collect([str(inbox)]), Options(out=inbox.parent / "out")))
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
    results: Mapping[str, FileResult], watch: Watch, tmp_path: Path
) -> None:
    assert watch.seen == []
    beside = tmp_path / "beside"
    with watch, socket.socket():
        beside.touch()
    assert [event.split()[0] for event in watch.seen] == ["socket.__new__", "open"]
