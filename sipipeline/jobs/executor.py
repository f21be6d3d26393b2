"""Where chunks of jobs are done: the seam between a run and the processes that do its work."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from sipipeline.core.values import frozen

Job = TypeVar("Job")
Result = TypeVar("Result")
_Job = TypeVar("_Job", contravariant=True)
_Result = TypeVar("_Result", covariant=True)


class Executor(Protocol[_Job, _Result]):
    """Chunks go in, results come out in the order of the jobs, whoever does them."""

    @property
    def count(self) -> int:
        """How many chunks are done at the same time."""

    def results(self, chunks: Iterable[Sequence[_Job]]) -> Iterator[_Result]:
        """One result for each job, in the order of the jobs; chunks are taken a few at a time, so
        that memory stays flat."""


@frozen
class Here(Generic[Job, Result]):
    """This process, which does one chunk after the other."""

    work: Callable[[Sequence[Job]], Iterable[Result]]
    count: int = 1

    def results(self, chunks: Iterable[Sequence[Job]]) -> Iterator[Result]:
        for chunk in chunks:
            yield from self.work(chunk)
