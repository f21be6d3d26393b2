"""One chunk on its way: given to a worker, and to another one where that is of no use."""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sipipeline.core.errors import ClusterError, SipipelineError
from sipipeline.jobs.cluster import worker
from sipipeline.jobs.cluster.connection import LOST, ClusterLink
from sipipeline.jobs.cluster.crew import Crew
from sipipeline.jobs.cluster.fitness import not_ours, unfit
from sipipeline.jobs.cluster.worker import Done, Fitness, Order

_RETRIES = 2
"""How often a worker that failed with a chunk, not with a file of it, may try again."""
_TICK = 0.5
_MOST = 4
"""Workers that have one chunk at the same time."""

Answer = Done | Fitness | None
"""None: the chunk killed one worker after the other."""


class Errand:
    """What is done until a chunk has its results."""

    def __init__(self, link: ClusterLink, crew: Crew, order: Order, name: str) -> None:
        self._link = link
        self._crew = crew
        self._order = order
        self._name = self._task = name
        self._handed_out = 0
        self._tries: set[asyncio.Task[Answer]] = set()
        self._begun = self._last = time.monotonic()

    async def outcome(self) -> Done | None:
        """What comes of the chunk, from whichever worker has it first; None where it killed them.
        Raises ClusterError where the cluster cannot do it."""
        try:
            while True:
                self._hand_out()
                for answer in await self._answers():
                    if not isinstance(answer, Fitness):
                        self._crew.took(time.monotonic() - self._begun)
                        return answer
                    self._order = self._without_lost_files(answer)
                self._crew.ensure_manned()
        finally:
            for one in self._tries:
                one.cancel()

    def _hand_out(self) -> None:
        """Give the chunk to a worker where none has it, or where the last one seems stuck."""
        waited = (time.monotonic() - self._last) / max(1, len(self._tries))
        if not self._tries:
            self._try(self._crew.usable())
        elif len(self._tries) < _MOST and self._crew.is_stuck(self._task, waited):
            others = self._crew.others(self._task)
            if others:
                self._try(others)

    def _try(self, workers: Sequence[str] | None) -> None:
        self._handed_out += 1
        self._task = f"{self._name} ({self._handed_out})" if self._handed_out > 1 else self._name
        self._last = time.monotonic()
        self._tries.add(asyncio.create_task(self._answer(self._task, workers)))

    async def _answers(self) -> list[Answer]:
        """What has been answered meanwhile; waits for a short time."""
        finished, self._tries = await asyncio.wait(
            self._tries, timeout=_TICK, return_when=asyncio.FIRST_COMPLETED
        )
        return [one.result() for one in finished]

    async def _answer(self, task: str, workers: Sequence[str] | None) -> Answer:
        """What one of some workers, or of all, answers."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        client, address = self._link.client, self._link.address
        where: dict[str, Any] = {} if workers is None else {"workers": workers}
        try:
            answer: Answer = await client.submit(
                worker.carry_out,
                self._order,
                key=task,
                pure=False,
                retries=_RETRIES,
                allow_other_workers=workers is not None,
                **where,
            )
        except KilledWorker:
            return None
        except SipipelineError:
            raise
        except FutureCancelledError as error:
            raise ClusterError(LOST.fill(address=address)) from error
        except Exception as error:
            is_lost = client.status != "running"
            told = LOST.fill(address=address) if is_lost else not_ours(address, error)
            raise ClusterError(told) from error
        return answer

    def _without_lost_files(self, report: Fitness) -> Order:
        """The order without files that are gone for everybody. A worker that does not see what is
        there, or is another program, gets nothing more; raises ClusterError where it is the
        last."""
        gone = {file for file in report.unseen if not os.path.lexists(file)}
        unseen = tuple(file for file in report.unseen if file not in gone)
        fault = unfit(replace(report, unseen=unseen))
        if fault is not None:
            self._crew.ban(report.worker)
            if not self._crew.present:
                raise ClusterError(fault)
        needs = self._order.needs
        files = tuple(file for file in needs.files if file not in gone)
        return replace(self._order, needs=replace(needs, files=files))
