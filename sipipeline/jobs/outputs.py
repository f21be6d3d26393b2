"""What a run writes: where the annotated copies go, and how nothing is ever half written."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sipipeline.core.errors import UsageError
from sipipeline.core.findings import FileResult
from sipipeline.core.text import Lang, Text
from sipipeline.intake.sources import Source
from sipipeline.reports.summary import write_summary


@dataclass(frozen=True, slots=True)
class Task:
    """One file to validate, and where its annotated copy goes (None: no copy)."""

    source: Source
    target: str | None


# ---------------------------------------------------------------- where copies go
def plan(sources: Sequence[Source], out: Path | None) -> list[Task]:
    """A task for each source; no two copies have one name, none lies where an original lies."""
    if out is None:
        return [Task(source, None) for source in sources]
    ensure_writable(out)
    tasks = []
    for source, name in zip(sources, _names_of_copies(sources)):
        target = out / name
        if _is_original(target, source):
            raise UsageError(
                Text(
                    zh=(
                        f"输出文件夹 {out} 就是原文件所在的文件夹，会盖掉原文件。请用 -o "
                        f"另选一个文件夹。"
                    ),
                    en=(
                        f"{out} holds the originals, which would be overwritten. Choose "
                        f"another folder with -o."
                    ),
                )
            )
        tasks.append(Task(source, str(target)))
    return tasks


def ensure_writable(folder: Path) -> None:
    """Make the output folder, or say clearly that it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".sipipeline-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"无法写入输出文件夹 {folder}：{error.strerror}。",
                en=f"Cannot write to the folder {folder}: {error.strerror}.",
            )
        ) from error


def ensure_parent(target: Path) -> None:
    """Say clearly that a file cannot be written where it is asked for."""
    folder = target.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise UsageError(
            Text(
                zh=f"文件夹 {folder} 不存在或无法写入。",
                en=f"The folder {folder} does not exist or cannot be written to.",
            )
        )


# ---------------------------------------------------------------- whole or not at all
@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside the target; it becomes the target when the block ends without an error, and
    is removed otherwise."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".sipipeline-", suffix=target.suffix)
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_beside(target: Path, content: bytes) -> None:
    """Write a file so that it is either whole or not there."""
    with replacing(target) as beside:
        beside.write_bytes(content)


def write_with(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file that is then either whole or not there."""
    with replacing(target) as beside, beside.open("wb") as file:
        write(file)


def with_summary(results: Iterator[FileResult], target: Path, lang: Lang) -> Iterator[FileResult]:
    """The results as they come; the summary workbook is there when the last has passed."""
    with replacing(target) as beside:
        yield from write_summary(beside, results, lang)


# ---------------------------------------------------------------- names
def _names_of_copies(sources: Iterable[Source]) -> Iterator[str]:
    """The file's own name; with that of its folder in front, then with a number, where two would
    clash. Letters of either case are one, as on Windows."""
    paths = [Path(source.name) for source in sources]
    count = Counter(path.name.lower() for path in paths)
    taken: set[str] = set()
    for source, path in zip(sources, paths):
        folder = Path(source.path).parent.name
        clashes = count[path.name.lower()] > 1
        stem = f"{folder}__{path.stem}" if clashes and folder else path.stem
        name = _free(stem, path.suffix, taken)
        taken.add(name.lower())
        yield name


def _free(stem: str, suffix: str, taken: set[str]) -> str:
    """The name, with the first number that makes it one that is not taken."""
    name, number = stem + suffix, 1
    while name.lower() in taken:
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name


def _is_original(target: Path, source: Source) -> bool:
    original = Path(source.path)
    return target.exists() and original.exists() and target.samefile(original)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
