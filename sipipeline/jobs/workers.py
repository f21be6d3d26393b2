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
        ahead: deque[tuple[Sequence[Job], Future[list[Result]]]] = deque()
        pool = _pool(self.count)
        try:
            while True:
                for chunk in islice(waiting, 2 * self.count - len(ahead)):
                    ahead.append((chunk, pool.submit(self.work, chunk)))
                if not ahead:
                    return
                chunk, future = ahead.popleft()
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    pool.shutdown(wait=False)
                    yield from self._bisected(chunk)
                    pool = _pool(self.count)
                    ahead = deque((later, pool.submit(self.work, later)) for later, _ in ahead)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _bisected(self, chunk: Sequence[Job]) -> Iterator[Result]:
        """Results of a chunk that killed a process: by halves, each in a process of its own, down
        to the one job that kills."""
        with _pool(1) as pool:
            try:
                yield from pool.submit(self.work, chunk).result()
                return
            except BrokenProcessPool:
                pass
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
