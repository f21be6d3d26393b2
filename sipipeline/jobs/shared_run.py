"""A run on a cluster: the files and folders of a run as other machines know them, and the results
as if this machine had made them."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sipipeline.core.findings import FileResult
from sipipeline.core.values import frozen
from sipipeline.jobs.cluster.executor import Cluster, Duty, connected
from sipipeline.jobs.cluster.worker import Needs
from sipipeline.jobs.outputs import Task, folder_beside

if TYPE_CHECKING:
    from sipipeline.jobs.validation import Options

_SAMPLE = 100
"""Folders of which one file each is looked for before anything is begun."""


@contextmanager
def on_cluster(
    address: str,
    tasks: Sequence[Task],
    options: "Options",
    work: Callable[..., list[FileResult]],
    died: Callable[[Task, float], FileResult],
) -> "Iterator[SharedRun]":
    """The cluster of a scheduler, for the chunks of a run. Raises ClusterError where it cannot do
    them.

    Copies are written through a folder of the run, which is gone when the run ends: a worker that
    was given up and comes to itself later can write nothing any more."""
    needed = [os.path.abspath(path) for path in options.needed]
    with _folder_of_run(options.out) as folder:
        duty = Duty(
            work=partial(work, options=_absolute(options)),
            died=died,
            files_of=lambda task: (task.source.file, *needed),
            name_of=lambda task: task.source.name,
            needs=Needs((*needed, *_some_files(tasks)), _settings(options), folder),
        )
        with connected(address, duty) as cluster:
            yield SharedRun(cluster, options.out, folder)


@frozen
class SharedRun:
    """An executor of tasks whose paths are good for this machine only."""

    cluster: Cluster[Task, FileResult]
    out: Path | None
    folder: str | None
    """What copies are written through."""

    @property
    def count(self) -> int:
        return self.cluster.count

    def results(self, chunks: Iterable[Sequence[Task]]) -> Iterator[FileResult]:
        """The results as a run on this machine has them."""
        for result in self.cluster.results(map(self._for_all, chunks)):
            yield self._for_here(result)

    def _for_all(self, chunk: Sequence[Task]) -> list[Task]:
        """Tasks with paths that are good on every machine."""
        return [self._task_for_all(task) for task in chunk]

    def _task_for_all(self, task: Task) -> Task:
        source = replace(task.source, file=os.path.abspath(task.source.file))
        target = None if task.target is None else os.path.abspath(task.target)
        return Task(source, target, self.folder)

    def _for_here(self, result: FileResult) -> FileResult:
        """The result with the path of its copy as the run was called."""
        if result.annotated is None or self.out is None:
            return result
        return replace(result, annotated=str(self.out / Path(result.annotated).name))


def _absolute(options: "Options") -> "Options":
    """What a worker needs to know of the options."""
    return replace(
        options,
        standard=_absolute_if_file(options.standard),
        rubric=_absolute_if_file(options.rubric) or options.rubric,
        report=None if options.report is None else options.report.absolute(),
        out=None,
        scheduler=None,
    )


def _absolute_if_file(name: str | None) -> str | None:
    """A standard or rubric by its path where it is a file of one's own."""
    return os.path.abspath(name) if name is not None and name.endswith(".toml") else name


def _settings(options: "Options") -> tuple[tuple[str, str], ...]:
    """The files that say how to check, each with its hash."""
    named = [_absolute_if_file(name) for name in (options.standard, options.rubric)]
    own = [Path(name) for name in named if name is not None and name.endswith(".toml")]
    if options.report is not None:
        own.append(options.report.absolute())
    return tuple((str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for path in own)


def _some_files(tasks: Iterable[Task]) -> Iterator[str]:
    """A file of each folder, of so many folders as can be looked at in a moment."""
    by_folder: dict[str, str] = {}
    for task in tasks:
        file = os.path.abspath(task.source.file)
        by_folder.setdefault(os.path.dirname(file), file)
    there = filter(os.path.lexists, by_folder.values())
    return islice(there, _SAMPLE)


@contextmanager
def _folder_of_run(out: Path | None) -> Iterator[str | None]:
    """A folder beside the copies that workers write through; None where there are no copies."""
    if out is None:
        yield None
        return
    folder = os.path.abspath(folder_beside(out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
