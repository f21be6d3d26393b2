"""What a cluster costs beside processes of this machine, as ratios in one run.

    python -m benchmarks.cluster [FILES] [--workers N] [--rounds N]

A scheduler and its workers are started on this machine, as a bureau starts them: one worker with a
thread a processor. Each round checks and annotates the same files with processes of this machine,
then on the cluster, which has been used before. Told are the ratios on the clock and of the seconds
of processor that all processes together took; the latter hold on a busy machine, too. What the
asking process does for a file bounds how many workers one run can keep busy."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.throughput import corpus
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate

NIGHT = 100_000
"""Files of a large night."""
PROCESSORS = (1, 4, 16, 64, 256)
"""For how many a night is reckoned."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of a run: on the clock, of processor by all processes, and by the one that asks."""

    clock: float
    all: float
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
    begun, all_, asking = time.perf_counter(), processor(), time.process_time()
    options = Options(out=out, workers=workers, scheduler=scheduler)
    for _ in validate(collect([str(folder)]), options):
        pass
    return Spent(time.perf_counter() - begun, processor() - all_, time.process_time() - asking)


def processor() -> float:
    """Seconds of processor that this process and all below it have taken so far."""
    here = psutil.Process()
    total = 0.0
    for process in (here, *here.children(recursive=True)):
        with suppress(psutil.Error):
            total += sum(process.cpu_times()[:4])
    return total


def rounds(files: int, workers: int, count: int) -> Iterator[tuple[Spent, Spent]]:
    """What each round took on this machine and on the cluster."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        corpus(folder / "in", files)
        corpus(folder / "few", 4 * 8 * workers)
        with cluster(folder, workers) as address:
            spent(folder / "few", folder / "out", workers, address)
            for number in range(count):
                here = spent(folder / "in", folder / f"here{number}", workers)
                yield here, spent(folder / "in", folder / f"there{number}", workers, address)


def night(rate: float, share: float) -> None:
    """Print how long a large night takes on so many processors that check at a rate; more than the
    asking process can serve, whose share of the work is known, stand idle."""
    print(f"  {NIGHT:,} files, reckoned from this curve:")
    for processors in PROCESSORS:
        minutes = NIGHT / (rate * min(processors, 1 / share)) / 60
        print(f"    {processors:3} processors  {minutes:6.1f} min")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.cluster", description=__doc__)
    parser.add_argument("files", nargs="?", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    print(f"{options.files} files, {options.workers} workers, all annotated")
    done = []
    for here, there in rounds(options.files, options.workers, options.rounds):
        done.append((here, there))
        rates = [options.files / one.clock for one in (here, there)]
        print(
            f"  this machine {rates[0]:6.1f} files/s   cluster {rates[1]:6.1f} files/s", flush=True
        )
    clock = statistics.median(here.clock / there.clock for here, there in done)
    by_processor = statistics.median(here.all / there.all for here, there in done)
    print(f"  cluster / this machine, on the clock:  {clock:.2f}  (target at least 0.85)")
    print(f"  the same, by seconds of processor:     {by_processor:.2f}")
    seconds = statistics.median(there.clock for _, there in done)
    share = statistics.median(there.asking / there.all for _, there in done)
    print(f"  share of the asking process: {share:.1%}; it serves {1 / share:.0f} processors")
    night(options.files / seconds / options.workers, share)


if __name__ == "__main__":
    main()
