"""What a worker of the cluster does: it looks whether it can do the work, and has each chunk done
by a process of its own, so that a file that ends the process ends nothing else.

The scheduler imports this module, too; so what is heavy is imported in the process that checks."""

import hashlib
import os
import pickle
import socket
import tempfile
import threading
import time
from collections.abc import Sequence
from functools import partial

from sipipeline.core.values import frozen
from sipipeline.jobs.cluster.program import Program, first_difference, program
from sipipeline.jobs.workers import KeptProcess, Workers

_LATE = 3.0
"""Seconds after which a share shows a file that was just written on another machine."""


@frozen
class Needs:
    """What a worker has to see, under the same path as who asks."""

    files: tuple[str, ...]
    """Some of the files to check."""
    settings: tuple[tuple[str, str], ...]
    """Standards and rubrics of one's own, with the hash of each."""
    folder: str | None
    """The folder that copies are written through."""


@frozen
class Fitness:
    """What a worker is, and what it lacks."""

    worker: str
    """Its address, by which the scheduler knows it."""
    host: str
    program: Program
    unseen: tuple[str, ...]
    differing: tuple[str, ...]
    """Settings that are not there, or others."""
    unwritable: str | None


@frozen
class Order:
    """A chunk to do."""

    run: str
    """Which run it belongs to: nothing is kept from one to the next."""
    program: Program
    needs: Needs
    work: bytes
    """The function that does a chunk, pickled."""
    jobs: tuple[bytes, ...]
    """Each job, pickled."""


Item = bytes | float
"""The result of a job, pickled; or after how many seconds it had ended its process."""


@frozen
class Done:
    """What came of a chunk, an item for each job."""

    items: tuple[Item, ...]


def examine(needs: Needs) -> Fitness:
    """What this worker has of what it needs."""
    from distributed import get_worker

    folder = needs.folder
    return Fitness(
        worker=str(get_worker().address),
        host=socket.gethostname(),
        program=program(),
        unseen=_unseen(needs.files),
        differing=tuple(path for path, digest in needs.settings if _digest(path) != digest),
        unwritable=None if folder is None or _is_writable(folder) else folder,
    )


def lacks(report: Fitness, wanted: Program) -> bool:
    """Whether a worker cannot do its part."""
    is_other = first_difference(wanted, report.program) is not None
    return is_other or bool(report.unseen or report.differing or report.unwritable)


def carry_out(order: Order) -> Done | Fitness:
    """Do a chunk, or say why that cannot be done here."""
    report = examine(order.needs)
    if lacks(report, order.program):
        return report
    workers: Workers[bytes, Item] = Workers(1, partial(_work, order.work), _ended)
    return Done(tuple(_process_of(order.run).results(workers, order.jobs)))


def _work(work: bytes, jobs: Sequence[bytes]) -> list[Item]:
    """The results of jobs; in a process of its own, which imports what they need."""
    results = pickle.loads(work)([pickle.loads(job) for job in jobs])
    return [pickle.dumps(result, pickle.HIGHEST_PROTOCOL) for result in results]


def _ended(_: bytes, seconds: float) -> Item:
    return seconds


# ---------------------------------------------------------------- the process of a thread
_kept = threading.local()


def _process_of(run: str) -> KeptProcess:
    """The process that does the chunks of a run for this thread."""
    if getattr(_kept, "run", None) != run:
        if (before := getattr(_kept, "process", None)) is not None:
            before.end()
        _kept.run, _kept.process = run, KeptProcess()
    process: KeptProcess = _kept.process
    return process


# ---------------------------------------------------------------- what is seen
def _unseen(files: Sequence[str]) -> tuple[str, ...]:
    """The files that are not there, also after a moment."""
    until = time.monotonic() + _LATE
    missing = [file for file in files if not os.path.lexists(file)]
    while missing and time.monotonic() < until:
        time.sleep(0.1)
        missing = [file for file in missing if not os.path.lexists(file)]
    return tuple(missing)


def _digest(path: str) -> str | None:
    """The hash of a file; None where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _is_writable(folder: str) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
