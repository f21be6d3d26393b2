"""Chunks are handed to a cluster and their results taken back in order, whatever befalls its
workers."""

import asyncio
import pickle
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, count, islice
from typing import Generic

from sipipeline.core.values import frozen
from sipipeline.jobs.cluster import crew
from sipipeline.jobs.cluster.connection import ClusterLink, linked
from sipipeline.jobs.cluster.crew import Crew
from sipipeline.jobs.cluster.errand import Errand
from sipipeline.jobs.cluster.fitness import ensure_fit
from sipipeline.jobs.cluster.program import program
from sipipeline.jobs.cluster.worker import Done, Needs, Order
from sipipeline.jobs.executor import Job, Result
from sipipeline.jobs.workers import Workers

_TICK = 0.5


@frozen
class Duty(Generic[Job, Result]):
    """What the workers are to do."""

    work: Callable[[Sequence[Job]], list[Result]]
    """Does one chunk; a function of a module, so that another machine knows it."""
    died: Callable[[Job, float], Result]
    """The result of a job that killed its process after so many seconds."""
    files_of: Callable[[Job], Sequence[str]]
    """The files that a worker has to see."""
    name_of: Callable[[Job], str]
    """How people know a job."""
    needs: Needs


@contextmanager
def connected(address: str, duty: Duty[Job, Result]) -> "Iterator[Cluster[Job, Result]]":
    """The cluster of the scheduler at an address; raises ClusterError where it cannot be used."""
    run = uuid.uuid4().hex[:8]
    with linked(address) as link:
        ensure_fit(link, duty.needs, run)
        cluster = Cluster(link, duty, run)
        watching = link.begun(cluster.watch)
        try:
            yield cluster
        finally:
            watching.cancel()


@frozen
class _Sent(Generic[Job]):
    """A chunk on its way, and what will come of it: None where it killed its workers."""

    chunk: Sequence[Job]
    outcome: "Future[Done | None]"


class Cluster(Generic[Job, Result]):
    """An executor whose workers are those of a scheduler of dask.distributed."""

    def __init__(self, link: ClusterLink, duty: Duty[Job, Result], run: str) -> None:
        self._link = link
        self._duty = duty
        self._run = run
        self._work = pickle.dumps(duty.work)
        self._numbers = count(1)
        self._crew = Crew(link.address, crew.PATIENCE)
        self._crew.look(link.workers(), {})

    @property
    def count(self) -> int:
        return self._crew.threads

    def results(self, chunks: Iterable[Sequence[Job]]) -> Iterator[Result]:
        """Results in the order of the jobs; a few chunks are done ahead of the reader."""
        waiting = iter(chunks)
        ahead: deque[_Sent[Job]] = deque()
        while True:
            for chunk in islice(waiting, max(0, 2 * self.count + 1 - len(ahead))):
                ahead.append(self._sent(chunk))
            if not ahead:
                return
            yield from self._taken(ahead.popleft())

    async def watch(self) -> None:
        """Look at the workers again and again."""
        scheduler = self._link.client.scheduler
        while True:
            await asyncio.sleep(crew.PATIENCE.look)
            try:
                async with asyncio.timeout(crew.PATIENCE.look):
                    identity = await scheduler.identity(n_workers=-1)
                    self._crew.look(identity["workers"], await scheduler.processing())
            except Exception:  # whatever it is, the next look tells; the crew counts the time
                continue

    # ------------------------------------------------------------ a chunk, there and back
    def _sent(self, chunk: Sequence[Job]) -> _Sent[Job]:
        """A chunk on its way to a worker."""
        files = chain.from_iterable(map(self._duty.files_of, chunk))
        jobs = tuple(pickle.dumps(job, pickle.HIGHEST_PROTOCOL) for job in chunk)
        needs = replace(self._duty.needs, files=tuple(dict.fromkeys(files)))
        order = Order(self._run, program(), needs, self._work, jobs)
        name = f"核对-{next(self._numbers):05}-{self._run} {self._duty.name_of(chunk[0])}"
        errand = Errand(self._link, self._crew, order, name)
        return _Sent(chunk, self._link.begun(errand.outcome))

    def _taken(self, sent: _Sent[Job]) -> Iterator[Result]:
        """The results of a chunk. One that killed its workers is done by a process of this machine,
        which finds the job that does it, as in a run without a cluster."""
        done = _awaited(sent.outcome)
        if done is None:
            yield from Workers(1, self._duty.work, self._duty.died).results([sent.chunk])
            return
        for job, item in zip(sent.chunk, done.items, strict=True):
            yield self._duty.died(job, item) if isinstance(item, float) else pickle.loads(item)


def _awaited(outcome: "Future[Done | None]") -> Done | None:
    """What comes of a chunk; waits in short turns, in which Ctrl-C is heard on every system."""
    while True:
        finished, _ = wait([outcome], _TICK)
        if finished:
            return outcome.result()
