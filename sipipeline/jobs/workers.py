"""Work spread over processes; a job that kills its process is found and does not end the run."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from typing import Any, Generic

from sipipeline.core import collection
from sipipeline.core.errors import SipipelineError
from sipipeline.core.values import frozen
from sipipeline.jobs.executor import Job, Result

_PRELOADED = ("sipipeline.jobs.warm", "highspy")
"""What a process needs before it can check: seconds of imports."""
_LONG = 10.0
"""Seconds of a chunk whose halves would take as long again."""
_GRACE = 1.0
"""Seconds in which a worker that is told to end puts away what it was writing."""


@frozen
class Workers(Generic[Job, Result]):
    """Processes that do chunks of jobs."""

    count: int
    work: Callable[[Sequence[Job]], list[Result]]
    """Does one chunk; has to be known to another process, so it is a function of a module."""
    died: Callable[[Job, float], Result]
    """The result of a job that killed its process after so many seconds."""

    def results(self, chunks: Iterable[Sequence[Job]]) -> Iterator[Result]:
        """Results in the order of the jobs; a few chunks are done ahead of the reader."""
        waiting = iter(chunks)
        ahead: deque[tuple[Sequence[Job], Future[list[Result]] | None]] = deque()
        pool = _pool(self.count)
        try:
            while True:
                for chunk in islice(waiting, 2 * self.count - len(ahead)):
                    ahead.append((chunk, self.begin(pool, chunk)))
                if not ahead:
                    return
                chunk, future = ahead.popleft()
                results = _results_of(future)
                if results is not None:
                    yield from results
                    continue
                pool.shutdown(wait=False)
                yield from self.bisected(chunk)
                pool = _pool(self.count)
                later = [chunk for chunk, _ in ahead]
                ahead = deque((chunk, self.begin(pool, chunk)) for chunk in later)
        finally:
            _end(pool)

    def begin(self, pool: ProcessPoolExecutor, chunk: Sequence[Job]) -> Future[list[Result]] | None:
        """The chunk on its way; None where a process has died already, which ends all of a pool.
        Processes are started as they are needed, and Ctrl-C is not for them."""
        try:
            with _as_parent(), _deaf(), _one_thread():
                return pool.submit(_until_told_to_end, self.work, chunk)
        except BrokenProcessPool:
            return None

    def bisected(self, chunk: Sequence[Job]) -> Iterator[Result]:
        """Results of a chunk that killed a process: by halves, each in a process of its own, down
        to the one job that kills; one by one where that took long."""
        begun = time.monotonic()
        with _pool(1) as pool:
            results = _results_of(self.begin(pool, chunk))
        if results is not None:
            yield from results
            return
        took = time.monotonic() - begun
        if len(chunk) == 1:
            yield self.died(chunk[0], took)
            return
        size = len(chunk) // 2 if took < _LONG else 1
        for start in range(0, len(chunk), size):
            yield from self.bisected(chunk[start : start + size])


class KeptProcess:
    """A process that is kept from one chunk to the next, and begun anew where a job has killed
    it."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def results(self, workers: Workers[Job, Result], chunk: Sequence[Job]) -> list[Result]:
        """The results of a chunk, in the order of its jobs."""
        pool = self._pool or _pool(1)
        results = _results_of(workers.begin(pool, chunk))
        if results is not None:
            self._pool = pool
            return results
        self._pool = None
        pool.shutdown(wait=False)
        return list(workers.bisected(chunk))

    def end(self) -> None:
        """Let the process go."""
        if self._pool is not None:
            _end(self._pool)
            self._pool = None


def _results_of(future: Future[list[Result]] | None) -> list[Result] | None:
    """The results of a chunk; None where it was not begun, where a job killed its process, or has
    no result that another process can be given."""
    if future is None:
        return None
    try:
        return future.result()
    except SipipelineError:
        raise
    except Exception:
        return None


def _until_told_to_end(
    work: Callable[[Sequence[Job]], list[Result]], chunk: Sequence[Job]
) -> list[Result]:
    """The results of a chunk. A process that is told to end does so here, when all that was half
    done has been put away: the pool would go on with the next chunk."""
    try:
        return work(chunk)
    except SystemExit:
        os._exit(1)


_MOST_PROCESSES = 61 if os.name == "nt" else 10_000
"""Windows waits for no more at once."""


def _pool(count: int) -> ProcessPoolExecutor:
    processes = min(count, _MOST_PROCESSES)
    return ProcessPoolExecutor(processes, mp_context=_context(), initializer=_begin)


def _context() -> BaseContext:
    """Where the system can fork, processes are forked from one that has imported what they need and
    does nothing else; elsewhere each imports it itself. So it is, too, in a process that was forked
    from one that had such a server, which is not its own."""
    if "forkserver" not in get_all_start_methods() or _first_to_ask() != os.getpid():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([*_PRELOADED])
    return context


@cache
def _first_to_ask() -> int:
    """The process that first wanted a server to fork from."""
    return os.getpid()


def _begin() -> None:
    """Ctrl-C is for the process that has started this one, and tells it to end."""
    collection.look_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that has started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


_starting = threading.Lock()


@contextmanager
def _as_parent() -> Iterator[None]:
    """Processes may be started meanwhile, by one thread at a time, also where this process is a
    daemonic one, as a worker of dask is: multiprocessing forbids that lest something be left
    behind, and our processes end with their parent."""
    settings: dict[str, Any] = getattr(multiprocessing.current_process(), "_config", {})
    with _starting:
        before = settings.get("daemon")
        settings["daemon"] = None
        try:
            yield
        finally:
            settings["daemon"] = before


@contextmanager
def _one_thread() -> Iterator[None]:
    """Processes that are started meanwhile do linear algebra in one thread: the workers are the
    parallelism, and only a process of one thread can be forked safely."""
    name = "OPENBLAS_NUM_THREADS"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started meanwhile never hear Ctrl-C, not even before they have begun; for
    this one it waits."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(pool: ProcessPoolExecutor) -> None:
    """Let the processes go, whatever they are doing: nobody waits for it any more."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    until = time.monotonic() + _GRACE
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
