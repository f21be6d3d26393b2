"""What a run writes: where the annotated copies go, and how nothing is ever half written."""

import io
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, TextIO

from sipipeline.core.errors import OutputError, UsageError, reason
from sipipeline.core.findings import FileResult
from sipipeline.core.text import Lang, Text
from sipipeline.core.values import frozen
from sipipeline.intake.names import OPEN_XML, is_candidate
from sipipeline.intake.sources import Source
from sipipeline.jobs.ours import is_copy

if TYPE_CHECKING:
    from sipipeline.reports.overview.overview import Overview

_ORIGINALS = Text(
    zh="输出文件夹 {folder} 就是原文件所在的文件夹，会盖掉原文件。请用 -o 另选一个文件夹。",
    en="{folder} holds the originals, which would be overwritten. Choose another with -o.",
)
_NO_FOLDER = Text(
    zh="无法写入输出文件夹 {folder}：{reason}。", en="Cannot write to {folder}: {reason}."
)
_NO_PARENT = Text(
    zh="文件夹 {folder} 不存在或无法写入。",
    en="The folder {folder} does not exist or cannot be written to.",
)
_IS_FOLDER = Text(zh="{file} 是一个文件夹，请写文件名。", en="{file} is a folder: name a file.")
_IN_THE_WAY = Text(
    zh="已有 {file}，没有覆盖。换一个文件名；确要覆盖，请加 --force。",
    en="{file} is there already and was left alone. Choose another name, or add --force.",
)
_NOT_XLSX = Text(zh="{file}：文件名要以 .xlsx 结尾。", en="{file}: the name must end in .xlsx.")
_NOT_WRITTEN = Text(zh="写不了 {file}：{reason}。", en="Cannot write {file}: {reason}.")


@frozen
class Task:
    """One file to validate, and where its annotated copy goes (None: no copy)."""

    source: Source
    target: str | None
    through: str | None = None
    """The folder that the copy is written through, on the disk of the target; None: that of the
    target itself."""


# ---------------------------------------------------------------- where copies go
def plan(sources: Sequence[Source], out: Path | None, force: bool = False) -> list[Task]:
    """A task for each source; no two copies have one name, none lies where an original lies, or,
    without `force`, a file that is no copy of ours."""
    if out is None:
        return [Task(source, None) for source in sources]
    ensure_writable(out)
    tasks = []
    for source, name in zip(sources, _names_of_copies(sources)):
        target = out / name
        if _is_original(target, source):
            raise UsageError(_ORIGINALS.fill(folder=out))
        if target.is_file() and not force and not is_copy(target):
            raise UsageError(_IN_THE_WAY.fill(file=target))
        tasks.append(Task(source, str(target)))
    return tasks


def ensure_writable(folder: Path) -> None:
    """Make the output folder, or say clearly that it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(_NO_FOLDER.fill(folder=folder, reason=reason(error))) from error


def ensure_free(
    target: Path, force: bool = False, is_ours: Callable[[Path], bool] = lambda _: False
) -> None:
    """Raise UsageError where a file cannot be written, or would take the place of one that the
    program did not write itself."""
    folder = target.parent
    if target.is_dir():
        raise UsageError(_IS_FOLDER.fill(file=target))
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise UsageError(_NO_PARENT.fill(folder=folder))
    if target.exists() and not force and not is_ours(target):
        raise UsageError(_IN_THE_WAY.fill(file=target))


def ensure_free_workbook(
    target: Path, force: bool = False, is_ours: Callable[[Path], bool] = lambda _: False
) -> None:
    """As `ensure_free`; Excel would not open a workbook of another ending either."""
    if target.suffix.lower() != ".xlsx":
        raise UsageError(_NOT_XLSX.fill(file=target))
    ensure_free(target, force, is_ours)


# ---------------------------------------------------------------- whole or not at all
_OURS = ".sipipeline-"
"""How the names of what is not whole yet begin."""


@contextmanager
def replacing(target: Path, through: str | None = None) -> Iterator[Path]:
    """A path beside the target, or in the folder that is written through; it becomes the target
    when the block ends without an error, and is removed otherwise."""
    beside = Path(through or target.parent, f"{_OURS}{token_hex(8)}{target.suffix}")
    try:  # before there is a file: Ctrl-C may come at any moment
        beside.touch(mode=0o600, exist_ok=False)
        yield beside
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_beside(target: Path, content: bytes, through: str | None = None) -> None:
    """Write a file so that it is either whole or not there."""
    with replacing(target, through) as beside:
        beside.write_bytes(content)


def folder_beside(out: Path) -> str:
    """A new folder in that of the copies, for what is not whole yet; raises UsageError."""
    try:
        folder = tempfile.mkdtemp(dir=out, prefix=_OURS)
        os.chmod(folder, 0o777 & ~_umask())
    except OSError as error:
        raise UsageError(_NO_FOLDER.fill(folder=out, reason=reason(error))) from error
    return folder


def write_file(target: Path, content: bytes) -> None:
    """Write a file, whole or not at all; raises OutputError where it cannot be written."""
    with _told(target):
        write_beside(target, content)


@contextmanager
def writing(target: Path, encoding: str) -> Iterator[TextIO]:
    """A text file that is there, whole, when the block ends without an error."""
    with _told(target), replacing(target) as beside, _text(beside, encoding) as file:
        yield file


def with_overview(
    results: Iterable[FileResult],
    overview: "Overview",
    summary: Path | None,
    page: Path | None,
    lang: Lang,
) -> Iterator[FileResult]:
    """The results as they come; workbook and page are there when the last has passed."""
    from sipipeline.reports.overview.result_entries import entry_of

    with overview:
        for result in results:
            with _told(summary or page or Path()):
                overview.add(entry_of(result))
            yield result
        if summary is not None:
            write_overview(overview, summary, lang)
        if page is not None:
            write_overview_page(overview, page, lang)


def write_overview(overview: "Overview", target: Path, lang: Lang) -> None:
    """The overview as a workbook."""
    from sipipeline.reports.overview.workbook import write_workbook

    content = _Open()
    with _told(target):
        write_workbook(content, overview, lang, target.parent)
    write_file(target, content.getvalue())


def write_overview_page(overview: "Overview", target: Path, lang: Lang) -> None:
    """The overview as a page."""
    from sipipeline.reports.overview.page import write_page

    with writing(target, "utf-8") as file:
        write_page(file, overview, lang, target.parent)


class _Open(io.BytesIO):
    """Bytes that nobody closes: a zip whose writing failed ends itself when it is let go, and would
    complain that its file is gone."""

    def close(self) -> None:
        return


def _text(path: Path, encoding: str) -> TextIO:
    return path.open("w", encoding=encoding, errors="replace", newline="")


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Raise OutputError for what keeps a file from being written."""
    try:
        yield
    except OSError as error:
        raise OutputError(_NOT_WRITTEN.fill(file=target, reason=reason(error))) from error


# ---------------------------------------------------------------- names
def _names_of_copies(sources: Iterable[Source]) -> Iterator[str]:
    """The file's own name, of another kind of workbook with .xlsx, behind its own ending where an
    .xlsx of the name is there too; with that of its folder in front, then with a number, where two
    would clash. Letters of either case are one, as on Windows."""
    paths = [Path(source.name) for source in sources]
    originals = Counter(path.name.lower() for path in paths)
    stems = Counter(_as_xlsx(Path(name)).name for name in originals)
    taken: set[str] = set()
    for source, path in zip(sources, paths):
        copy = _as_xlsx(path)
        is_ambiguous = stems[copy.name.lower()] > 1 and copy != path
        stem = path.name if is_ambiguous else copy.stem
        folder = Path(source.path).parent.name
        clashes = originals[path.name.lower()] > 1
        stem = f"{folder}__{stem}" if clashes and folder else stem
        name = _free(stem, copy.suffix, taken)
        taken.add(name.lower())
        yield name


def _as_xlsx(name: Path) -> Path:
    """The name of a copy, which is an .xlsx whatever was sent."""
    if name.suffix.lower() in OPEN_XML:
        return name
    return name.with_suffix(".xlsx") if is_candidate(name.name) else Path(f"{name}.xlsx")


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
