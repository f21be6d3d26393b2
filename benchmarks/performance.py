"""Everything that is claimed about speed, measured in one run and written to docs/performance.md.

    python -m benchmarks.performance [--files N] [--most N] [--output FILE]

Throughput with and without copies, by the share of files with findings; against baselines and,
where they are installed, against other validators; peak memory; growth; locating; start-up; and
the steps and functions that a file's time goes into. Takes some minutes; on a machine that does
nothing else."""

import argparse
import cProfile
import datetime
import importlib.metadata
import os
import platform
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks import peers
from benchmarks.localise import figures, problem
from benchmarks.steps import by_step
from benchmarks.throughput import FUNDS, STANDARD, corpus, ours, spent, timed
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.reading.claims import submission_of
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from tools.accounts import consistent, slipped

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("pandas", "pandera", "numpy", "highspy", "openpyxl", "lxml", "python-calamine")
PROGRAM = (sys.executable, "-m", "sipipeline")
STARTS = 5
"""Times that a process is started; the median counts."""
SLIPS = 200
"""Workbooks with one slip that are located."""
FEW = 62
COSTLIEST = 10
_PEAK = """
import sys
from pathlib import Path
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
if __name__ == "__main__":
    options = Options(out=Path(sys.argv[2]), workers=int(sys.argv[3]))
    for _ in validate(collect([sys.argv[1]]), options):
        pass
    told = Path("/proc/self/status").read_text()
    print(int(told.partition("VmHWM:")[2].split()[0]) // 1024)
"""

Row = Sequence[object]


def table(heads: Row, rows: Iterable[Row]) -> str:
    """A table of Markdown; the first column left, the others right."""
    marks = ["---", *["---:"] * (len(heads) - 1)]
    lines = [heads, marks, *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


# ---------------------------------------------------------------- machine
def machine() -> str:
    """Processor, cores, Python and libraries."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if os.name == "posix" else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor()
    libraries = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores of {processor}, {platform.system()}; {python}; {libraries}."


# ---------------------------------------------------------------- throughput
def throughput(folder: Path, files: int) -> Iterator[str]:
    """Files a second by the share of files with findings, then the ratios that are aimed at."""
    by_share = {
        share: spent(folder / share, files, faulty)
        for share, faulty in (("none", 0), ("a quarter", 4), ("all", 1))
    }
    rows = [
        [share, *[f"{1 / one:.0f}" for one in seconds.values()]]
        for share, seconds in by_share.items()
    ]
    yield table(["files with findings", *by_share["none"]], rows)
    usual = by_share["a quarter"]
    one, few = usual["one worker"], folder / "few"
    corpus(few, FEW)
    jobs = [*PROGRAM, "validate", str(few), "--no-annotate", "--jobs"]
    automatic, alone = processes([*jobs, "auto"], [*jobs, "1"])
    yield table(
        ["ratio", "measured", "aim"],
        [
            ["naive design / one worker", f"{usual['naive'] / one:.1f}", "≥ 12"],
            ["one worker / floor", f"{one / usual['floor']:.1f}", "≤ 2"],
            [f"two workers / one, {files} files", f"{one / usual['two workers']:.2f}", "≥ 1.85"],
            [f"{FEW} files: `--jobs auto` / one worker, time", f"{automatic / alone:.2f}", "≤ 1.0"],
        ],
    )


# ---------------------------------------------------------------- start-up
def processes(*commands: Sequence[str]) -> list[float]:
    """Seconds that each command takes, the median of some; they are started in turn, so that a
    machine that slows down slows down all of them.

    As where the program is installed there is no `hypothesis`, which pandera would import, and
    what Python compiles is kept."""
    with tempfile.TemporaryDirectory() as hidden:
        Path(hidden, "hypothesis.py").write_text("raise ImportError\n")
        places = os.pathsep.join([hidden, os.environ.get("PYTHONPATH", "")])
        environment = os.environ | {"PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": ""}

        def once(command: Sequence[str]) -> float:
            run = partial(subprocess.run, command, capture_output=True, check=False)
            return timed(partial(run, env=environment))

        for command in commands:
            once(command)
        turns = [[once(command) for command in commands] for _ in range(STARTS)]
    return [statistics.median(seconds) for seconds in zip(*turns)]


def start_up(folder: Path) -> str:
    """Seconds of whole processes."""
    (path,) = corpus(folder / "single", 1)
    imports, one, help_, click = processes(
        [sys.executable, "-c", "import pandas, pandera.pandas"],
        [*PROGRAM, "validate", str(path), "--no-annotate"],
        [*PROGRAM, "--help"],
        [sys.executable, "-c", "import click"],
    )
    rows: list[Row] = [
        ["`import click`", f"{1000 * click:.0f} ms", ""],
        ["`--help`", f"{1000 * help_:.0f} ms", "≤ 60 ms"],
        ["`import pandas, pandera.pandas`", f"{imports:.2f} s", ""],
        ["one file", f"{one:.2f} s", ""],
        ["one file / these imports", f"{one / imports:.2f}", "≤ 1.3"],
    ]
    return table(["a whole process", "measured", "aim"], rows)


# ---------------------------------------------------------------- memory, growth
def peak(folder: Path, files: int, workers: int) -> int:
    """MB of the process that is asked to do a batch, with so many workers."""
    inbox = folder / f"peak-{files}"
    if not inbox.exists():
        corpus(inbox, files)
    call = [sys.executable, "-c", _PEAK, str(inbox), str(folder / "copies"), str(workers)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return int(done.stdout)


def memory(folder: Path, most: int) -> str:
    """Peak memory as the batch grows."""
    rows: list[Row] = [
        [files, peak(folder, files, 1), peak(folder, files, 2)] for files in (most // 10, most)
    ]
    return table(["files", "one process that does all, MB", "the parent of two, MB"], rows)


def growth(folder: Path, files: int) -> str:
    """Milliseconds a file with one worker, as files and funds become more."""
    every = tuple(fund.key for fund in load(STANDARD).funds)
    kinds = {
        f"{files // 4} files of two funds": (files // 4, FUNDS),
        f"{files} files of two funds": (files, FUNDS),
        f"{files // 4} files of one fund": (files // 4, FUNDS[:1]),
        f"{files // 4} files of {len(every)} funds": (files // 4, every),
    }
    rows: list[Row] = []
    for number, (name, (count, funds)) in enumerate(kinds.items()):
        inbox = folder / f"growth-{number}"
        corpus(inbox, count, 4, funds)
        seconds = timed(lambda inbox=inbox: ours(inbox, folder / "grown", 1))  # type: ignore[misc]
        rows.append([name, f"{1000 * seconds / count:.0f}"])
    return table(["batch", "ms a file"], rows)


# ---------------------------------------------------------------- locating
def locating() -> str:
    """Milliseconds to find the cells that explain one wrong figure."""
    standard, spans = load(STANDARD), []
    for seed in range(SLIPS):
        data = consistent(standard, seed, list(FUNDS))
        cells = data["accounts"][FUNDS[seed % 2]]["expenditure"]
        cells["actual"] = slipped(cells["actual"], 2)
        one = problem(figures(submission_of(flatten(data, standard), standard)))
        start = time.perf_counter()
        diagnose(one)
        spans.append(1000 * (time.perf_counter() - start))
    median, slowest = statistics.median(spans), statistics.quantiles(spans, n=100)[98]
    rows: list[Row] = [
        ["median", f"{median:.0f} ms", "≤ 10 ms"],
        ["99 of 100", f"{slowest:.0f} ms", "≤ 100 ms"],
    ]
    return table([f"one wrong figure, {SLIPS} workbooks", "measured", "aim"], rows)


# ---------------------------------------------------------------- profile
def profile(folder: Path, files: int) -> str:
    """The functions of the package that a batch spends most time in, by themselves."""
    corpus(folder / "profiled", files)
    profiler = cProfile.Profile()
    profiler.runcall(ours, folder / "profiled", folder / "profiled-out", 1)
    stats = pstats.Stats(profiler)
    spent_in = stats.stats  # type: ignore[attr-defined]
    whole = sum(row[2] for row in spent_in.values())
    own = [
        (row[2], name, line, Path(file).relative_to(ROOT))
        for (file, line, name), row in spent_in.items()
        if file.startswith(str(ROOT / "sipipeline"))
    ]
    rows: list[Row] = [
        [f"`{path}` {name}", f"{100 * seconds / whole:.1f} %"]
        for seconds, name, _, path in sorted(own, reverse=True)[:COSTLIEST]
    ]
    return table(["function", "of all time, without what it calls"], rows)


# ---------------------------------------------------------------- the page
def page(folder: Path, files: int, most: int) -> Iterator[str]:
    today = datetime.date.today().isoformat()
    yield "# What it costs\n"
    yield "Made by `make bench`, all of it in one run; ratios tell more than seconds.\n"
    yield f"Measured on {today}: {machine()}\n"
    yield "## Throughput\n"
    yield f"Files a second, {files} workbooks of two funds, all annotated unless said otherwise."
    yield "*Floor*: unzip, parse, zip. *Naive*: pandas.read_excel, a pandera schema of the same"
    yield "relations for each file, saved again by openpyxl.\n"
    yield from throughput(folder, files)
    yield "## Other validators\n"
    yield from peers.page()
    yield "## Start-up\n"
    yield start_up(folder)
    yield "## Memory\n"
    yield memory(folder, most)
    yield "## Growth\n"
    yield growth(folder, files)
    yield "## Locating\n"
    yield locating()
    yield f"## Where the time goes\n\nOne worker, {files // 4} files, a quarter with findings.\n"
    yield "Milliseconds of the processor a file, by step, beside those of the floor; the corpus has"
    yield "hardly any text.\n"
    yield table(["step", "sipipeline", "floor"], by_step(folder, files // 4))
    yield profile(folder, files // 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument(
        "--most", type=int, default=10_000, help="files that memory is measured with"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    chosen = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as temporary:
        text = "\n".join(page(Path(temporary), chosen.files, chosen.most))
    chosen.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
