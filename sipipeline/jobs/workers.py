"""Work spread over processes; a job that kills its process is found and does not end the run."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import Generic, TypeVar

from sipipeline.core.errors import SipipelineError

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Workers(Generic[Job, Result]):
    """Processes that do chunks of jobs."""

    count: int
    work: Callable[[Sequence[Job]], list[Result]]
    """Does one chunk; has to be known to another process, so it is a function of a module."""
    died: Callable[[Job], Result]
    """The result of a job that killed its process."""

    def results(self, chunks: Iterable[Sequence[Job]]) -> Iterator[Result]:
        """Results in the order of the jobs; a few chunks are done ahead of the reader."""
        waiting = iter(chunks)
        ahead: deque[tuple[Sequence[Job], Future[list[Result]] | None]] = deque()
        pool = _pool(self.count)
        try:
            while True:
                for chunk in islice(waiting, 2 * self.count - len(ahead)):
                    ahead.append((chunk, self._submitted(pool, chunk)))
                if not ahead:
                    return
                chunk, future = ahead.popleft()
                results = None if future is None else self._done(future)
                if results is not None:
                    yield from results
                    continue
                pool.shutdown(wait=False)
                yield from self._bisected(chunk)
                pool = _pool(self.count)
                later = [chunk for chunk, _ in ahead]
                ahead = deque((chunk, self._submitted(pool, chunk)) for chunk in later)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _submitted(self, pool: Executor, chunk: Sequence[Job]) -> Future[list[Result]] | None:
        """The chunk on its way; None where a process has died already, which ends all of a pool."""
        try:
            return pool.submit(self.work, chunk)
        except BrokenProcessPool:
            return None

    def _done(self, future: Future[list[Result]]) -> list[Result] | None:
        """The results of a chunk; None where a job killed its process, or has no result that
        another process can be given."""
        try:
            return future.result()
        except SipipelineError:
            raise
        except Exception:
            return None

    def _bisected(self, chunk: Sequence[Job]) -> Iterator[Result]:
        """Results of a chunk that killed a process: by halves, each in a process of its own, down
        to the one job that kills."""
        with _pool(1) as pool:
            results = self._done(pool.submit(self.work, chunk))
        if results is not None:
            yield from results
            return
        if len(chunk) == 1:
            yield self.died(chunk[0])
            return
        middle = len(chunk) // 2
        yield from self._bisected(chunk[:middle])
        yield from self._bisected(chunk[middle:])


def _pool(count: int) -> Executor:
    context = get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_one_thread_each)


def _one_thread_each() -> None:
    """One thread of linear algebra a worker: the workers are the parallelism."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
