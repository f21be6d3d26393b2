"""What a cluster costs beside processes of this machine, as ratios in one run.

    python -m benchmarks.cluster [FILES] [--workers N] [--rounds N]

A scheduler and its workers are started on this machine, as a bureau starts them: one worker with a
thread a processor. Each round checks and annotates the same files with processes of this machine,
then on the cluster; both have been used before. What the asking process does for a file bounds how
many workers one run can keep busy."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput import corpus
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate

NIGHT = 100_000
"""Files of a large night."""
MACHINES = (1, 4, 16, 64)
"""Processors for which a night is reckoned."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of a run: on the clock, and of the processor by the process that asked."""

    clock: float
    asking: float


@contextmanager
def cluster(folder: Path, threads: int) -> Iterator[str]:
    """The address of a scheduler with one worker of so many threads, each process of its own."""
    told = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    common = ["--scheduler-file", str(told), "--no-dashboard"]
    here = [*common, "--host", "127.0.0.1"]
    one = ["--nworkers", "1", "--nthreads", str(threads), "--local-directory", str(folder)]
    calls = [[*dask, "scheduler", *here, "--port", "0"], [*dask, "worker", *here, *one]]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    started = [subprocess.Popen(call, env=environment, stderr=subprocess.DEVNULL) for call in calls]
    try:
        while not told.exists():
            time.sleep(0.1)
        yield str(json.loads(told.read_text("utf-8"))["address"])
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def spent(folder: Path, out: Path, workers: int, scheduler: str | None = None) -> Spent:
    begun, asking = time.perf_counter(), time.process_time()
    options = Options(out=out, workers=workers, scheduler=scheduler)
    for _ in validate(collect([str(folder)]), options):
        pass
    return Spent(time.perf_counter() - begun, time.process_time() - asking)


def rounds(files: int, workers: int, count: int) -> Iterator[tuple[Spent, Spent]]:
    """What each round took on this machine and on the cluster."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("in", "few"):
            (folder / name).mkdir()
        corpus(folder / "in", files)
        corpus(folder / "few", 4 * 8 * workers)
        with cluster(folder, workers) as address:
            spent(folder / "few", folder / "out", workers)
            spent(folder / "few", folder / "out", workers, address)
            for _ in range(count):
                here = spent(folder / "in", folder / "out", workers)
                yield here, spent(folder / "in", folder / "out", workers, address)


def night(rate: float, asking: float) -> None:
    """Print how long a large night takes on so many processors: each checks at the rate measured,
    and the process that asks cannot take results faster than it does."""
    print(f"  {NIGHT:,} files, reckoned; the asking process alone: {NIGHT * asking / 60:.0f} min")
    for processors in MACHINES:
        minutes = max(NIGHT / (rate * processors), NIGHT * asking) / 60
        print(f"    {processors:3} processors  {minutes:6.0f} min")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.cluster", description=__doc__)
    parser.add_argument("files", nargs="?", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    print(f"{options.files} files, {options.workers} workers, all annotated")
    done = list(rounds(options.files, options.workers, options.rounds))
    for here, there in done:
        print(
            f"  this machine {options.files / here.clock:6.1f} files/s"
            f"   cluster {options.files / there.clock:6.1f} files/s"
            f"   ratio {here.clock / there.clock:.2f}"
        )
    ratio = statistics.median(here.clock / there.clock for here, there in done)
    print(f"  cluster / this machine: {ratio:.2f}  (target at least 0.85)")
    seconds = statistics.median(there.clock for _, there in done)
    asking = statistics.median(there.asking for _, there in done) / options.files
    print(f"  asking process: {1000 * asking:.1f} ms a file")
    night(options.files / seconds / options.workers, asking)


if __name__ == "__main__":
    main()
