"""Who of the workers of a cluster is there, from one look at them to the next."""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sipipeline.core.errors import ClusterError
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.jobs.cluster.connection import LOST

_DESERTED = Text(
    zh="调度器 {address} 下已经 {seconds} 秒没有能用的工作进程。已核对完的都在；"
    "看一看各工作机上的 dask worker，再运行一次。",
    en="The scheduler {address} has had no usable worker for {seconds} seconds. What is done is "
    "kept; see to dask worker on the machines and run again.",
)


@frozen
class Patience:
    """After how many seconds something is done about it."""

    look: float = 5.0
    """From one look at the workers to the next."""
    silent: float = 15.0
    """Of a worker without a sign of life: it gets nothing more, its chunks go to others."""
    slow: float = 60.0
    """Of a chunk: it is given to another worker as well. Four times the longest so far, if that is
    more."""
    deserted: float = 60.0
    """Without a scheduler, or a worker: the run ends."""


PATIENCE = Patience()
_LONG = 4
"""Times the longest chunk so far."""


class Crew:
    """The workers of a scheduler, as they were when they were last looked at."""

    def __init__(self, address: str, patience: Patience) -> None:
        self.threads = 1
        self.present: tuple[str, ...] = ()
        self._address = address
        self._patience = patience
        self._known: frozenset[str] = frozenset()
        self._banned: set[str] = set()
        self._holders: dict[str, str] = {}
        self._signs: dict[str, tuple[float, float]] = {}
        self._answered = self._manned = time.monotonic()
        self._longest = 0.0

    def look(
        self, workers: Mapping[str, Mapping[str, Any]], tasks: Mapping[str, Iterable[object]]
    ) -> None:
        """Take in what the scheduler says of its workers, and which tasks each of them has."""
        now = time.monotonic()
        self._signs = {one: self._sign(one, workers[one]["last_seen"], now) for one in workers}
        self._known = frozenset(workers)
        self._holders = {}
        for one, held in tasks.items():
            self._holders |= dict.fromkeys(map(str, held), one)
        since = now - self._patience.silent
        alive = (one for one in workers if self._signs[one][1] > since)
        self.present = tuple(one for one in alive if one not in self._banned)
        self.threads = max(1, sum(int(workers[one]["nthreads"]) for one in self.present))
        self._answered = now
        self._manned = now if self.present else self._manned

    def ban(self, worker: str) -> None:
        """Give a worker nothing more: it does not see all, or is another program."""
        self._banned.add(worker)
        self.present = tuple(one for one in self.present if one != worker)

    def usable(self) -> Sequence[str] | None:
        """The workers that may be given something; None: any."""
        is_any = self._known <= set(self.present) or not self.present
        return None if is_any else self.present

    def others(self, task: str) -> Sequence[str]:
        """The workers that may be given what one of them has already."""
        return [one for one in self.present if one != self._holders.get(task)]

    def is_stuck(self, task: str, seconds: float) -> bool:
        """Whether a task that was handed out so long ago is with a worker that gives no sign of
        life, or takes far longer than any before."""
        if seconds > max(self._patience.slow, _LONG * self._longest):
            return True
        is_held = self._holders.get(task) in self.present
        is_any_silent = not self._known <= set(self.present)
        return seconds > self._patience.silent and is_any_silent and not is_held

    def took(self, seconds: float) -> None:
        """Take in that a chunk is done, and how long it took."""
        self._longest = max(self._longest, seconds)
        self._answered = self._manned = time.monotonic()

    def ensure_manned(self) -> None:
        """Raise ClusterError where the scheduler, or all workers, have been gone for too long."""
        now, most = time.monotonic(), self._patience.deserted
        if now - self._answered > most:
            raise ClusterError(LOST.fill(address=self._address))
        if now - self._manned > most:
            raise ClusterError(_DESERTED.fill(address=self._address, seconds=int(most)))

    def _sign(self, worker: str, given: float, now: float) -> tuple[float, float]:
        """The last sign of life of a worker: as the scheduler's clock had it, and when that was
        new to us."""
        before = self._signs.get(worker)
        return before if before is not None and before[0] == given else (given, now)
