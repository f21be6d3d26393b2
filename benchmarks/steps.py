"""Where the time of a file goes, step by step, beside what anything costs that reads a workbook and
writes one.

    python -m benchmarks.steps [FILES]

Processor time. A step that another one calls counts by itself alone: reading a sheet is without
unzipping it."""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

from benchmarks.throughput import corpus, floor, ours

Steps = Mapping[str, Sequence[str]]
"""A step, and the functions that do it."""

UNZIP, PARSE, ZIP = "unzip", "parse the sheets (by python-calamine, lxml)", "zip"
REST, ALL = "everything else", "all"
VALIDATION, READING = "sipipeline.jobs.validation", "sipipeline.evidence.narrative.reading"
OURS: Steps = {
    UNZIP: ["sipipeline.xlsx.archive.Archive.extract"],
    PARSE: ["sipipeline.reading.frames._Values.rows"],
    "gate: is each part whole and harmless": [f"{VALIDATION}.open_source"],
    "marks of an earlier round": [f"{VALIDATION}.unmarked"],
    "errors, formulas, formats, what is hidden": [f"{VALIDATION}.load_frames"],
    "what each cell states": [f"{VALIDATION}.read_submission"],
    "rules, each by itself": ["sipipeline.checking.confrontation.confront"],
    "texts": [f"{READING}.read", f"{READING}.quotes", "sipipeline.evidence.evidence.statements"],
    "all relations together, locating": ["sipipeline.checking.batch._put_together"],
    "linear programs": ["sipipeline.localisation.feasibility.optimum"],
    "colours, comments, result sheet": [f"{VALIDATION}.mark"],
    ZIP: ["sipipeline.xlsx.package.Package.to_bytes"],
    "writing the copy": [f"{VALIDATION}.write_beside"],
}
FLOOR: Steps = {
    UNZIP: ["zipfile.ZipFile.read"],
    PARSE: ["lxml.etree.fromstring"],
    ZIP: ["zipfile.ZipFile.writestr"],
}


class Clock:
    """Seconds of the processor by the step that they were spent in."""

    def __init__(self) -> None:
        self.spent = defaultdict[str, float](float)
        self._step, self._since = REST, time.process_time()

    def turn(self, step: str) -> str:
        """Counts for another step from now on; returns the one before."""
        before, now = self._step, time.process_time()
        self.spent[before] += now - self._since
        self._step, self._since = step, now
        return before

    def counting(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, which counts for a step while it runs."""

        @wraps(function)
        def counted(*arguments: Any, **options: Any) -> Any:
            before = self.turn(step)
            try:
                return function(*arguments, **options)
            finally:
                self.turn(before)

        return counted


@contextmanager
def watched(steps: Steps) -> Iterator[Clock]:
    """A clock that the functions of some steps count for meanwhile."""
    clock = Clock()
    with ExitStack() as patches:
        for step, names in steps.items():
            for name in names:
                counted = clock.counting(step, resolve_name(name))
                patches.enter_context(patch(name, counted))
        yield clock
        clock.turn(REST)


def by_step(folder: Path, files: int) -> list[list[str]]:
    """Milliseconds a file by step, of sipipeline with one worker and of the floor."""
    paths = corpus(folder / "steps", files)
    ours(paths[0], folder / "steps-out", 1)
    with watched(OURS) as mine:
        ours(folder / "steps", folder / "steps-out", 1)
    with watched(FLOOR) as least:
        floor(paths)
    return [
        [step, *(_milliseconds(clock, step, files) for clock in (mine, least))]
        for step in (*OURS, REST, ALL)
    ]


def _milliseconds(clock: Clock, step: str, files: int) -> str:
    """Milliseconds a file; nothing for a step that was not done."""
    seconds = sum(clock.spent.values()) if step == ALL else clock.spent[step]
    return f"{1000 * seconds / files:.1f}" if seconds else ""


def main(files: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        for step, mine, least in by_step(Path(temporary), files):
            print(f"{step:45}{mine:>8}{least:>8}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 64)
