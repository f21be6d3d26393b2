"""Validate files: a chunk of submissions is read, checked in one pass and annotated by one
worker."""

import gc
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sipipeline.annotation.annotate import AnnotationError, annotate, strip_marks
from sipipeline.checking.batch import Checked, check
from sipipeline.core.errors import UsageError
from sipipeline.core.findings import FileResult, Finding, Kind, Severity, Verdict, verdict_of
from sipipeline.core.submission import Submission
from sipipeline.core.text import Lang, Text
from sipipeline.intake.refusals import Refusal
from sipipeline.intake.sources import Source
from sipipeline.intake.sources import load as load_content
from sipipeline.jobs.outputs import write_beside
from sipipeline.reading.claims import read_submission
from sipipeline.reading.report import paragraphs, with_report
from sipipeline.reading.workbook import ReadingError, read
from sipipeline.standards.load import load
from sipipeline.standards.rubric import DEFAULT, load_rubric

CHUNK = 500
"""Files a worker takes at once: one pandera pass each, and what bounds its memory."""

FEW = 16
"""Fewer files than this are checked in this process: starting workers costs a second each."""

FATAL = Text(
    zh="读取这个文件时程序异常退出，文件可能已损坏或被特意改动。",
    en="Reading this file ended the program; it may be damaged or tampered with.",
)
SAVE_ANEW = Text(
    zh=(
        "请确认填的是下发的模板；用 Excel 或 WPS 打开后另存为新的 .xlsx 再报送，"
        "仍然不行的请联系审核人员。"
    ),
    en=(
        "Make sure that it is the standard template, save it anew as .xlsx and send that; "
        "if it still fails, ask the reviewer."
    ),
)
NOT_ANNOTATED = Text(zh="无法在这个工作簿上加批注：", en="This workbook cannot be annotated: ")


@dataclass(frozen=True, slots=True)
class Task:
    """One file to validate, and where its annotated copy goes (None: no copy)."""

    source: Source
    target: str | None


@dataclass(frozen=True, slots=True)
class Options:
    lang: Lang = "zh"
    standard: str | None = None
    rubric: str = DEFAULT
    report: Path | None = None
    """A report beside the one workbook."""
    out: Path | None = None
    workers: int = 1


def validate(
    sources: Sequence[Source], options: Options, done: Callable[[], None] = lambda: None
) -> Iterator[FileResult]:
    """Results in the order of the sources; `done` is called after each."""
    if options.standard is not None:
        load(options.standard, options.rubric)
    load_rubric(options.rubric)
    if options.report is not None:
        paragraphs(options.report)
        if len(sources) != 1:
            raise UsageError(
                Text(zh="--report 只能和一个工作簿一起用。", en="--report goes with one workbook.")
            )
    tasks = plan(sources, options.out)
    chunks = _chunks(tasks, options.workers)
    alone = options.workers <= 1 or len(tasks) < FEW
    for result in _one_by_one(chunks, options) if alone else _in_parallel(chunks, options):
        done()
        yield result


def plan(sources: Sequence[Source], out: Path | None) -> list[Task]:
    """Where each annotated copy goes: under its own name, with that of its folder in front where
    two would clash."""
    if out is None:
        return [Task(source, None) for source in sources]
    ensure_writable(out)
    names = Counter(Path(source.name).name.lower() for source in sources)
    taken: set[str] = set()
    tasks = []
    for source in sources:
        path = Path(source.name)
        parent = Path(source.path).parent.name
        stem = f"{parent}__{path.stem}" if names[path.name.lower()] > 1 and parent else path.stem
        name, number = f"{stem}{path.suffix}", 1
        while name.lower() in taken:
            number += 1
            name = f"{stem} ({number}){path.suffix}"
        taken.add(name.lower())
        target = out / name
        if target.exists() and Path(source.path).exists() and target.samefile(source.path):
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


def work(tasks: Sequence[Task], options: Options) -> list[FileResult]:
    """One chunk, whole: read each file, check all in one pass, annotate each."""
    with _uncollected():
        opened = [_open(task, options) for task in tasks]
        checked = iter(check([file.submission for file in opened if file.submission is not None]))
        return [
            file.refused if file.submission is None else _finish(file, next(checked), options)  # type: ignore[misc]
            for file in opened
        ]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles of garbage: a chunk makes hardly any, and the search goes through
    all its claims."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass(slots=True)
class _File:
    task: Task
    content: bytes = b""
    digest: str = ""
    submission: Submission | None = None
    refused: FileResult | None = None


def _open(task: Task, options: Options) -> _File:
    file = _File(task)
    content = load_content(task.source)
    if isinstance(content, Refusal):
        file.refused = refused(task, _digest(task.source), content)
        return file
    file.digest = hashlib.sha256(content).hexdigest()
    try:
        file.content = strip_marks(content)
        file.submission = read_submission(
            read(file.content), task.source.path, options.standard, options.rubric
        )
        if options.report is not None:
            file.submission = with_report(file.submission, options.report)
    except (ReadingError, AnnotationError) as error:
        code, reason = (
            (error.code, error.reason) if isinstance(error, ReadingError) else ("X013", error.text)
        )
        file.refused = refused(task, file.digest, Refusal(code, reason, SAVE_ANEW))
    return file


def _digest(source: Source) -> str:
    """Of a file that cannot be checked; "" where it cannot even be read."""
    try:
        return hashlib.sha256(source.read()).hexdigest()
    except Exception:
        return ""


def refused(task: Task, digest: str, refusal: Refusal) -> FileResult:
    """The result of a file that cannot be checked."""
    finding = Finding(refusal.code, Severity.ERROR, Kind.FILE, (), refusal.reason, refusal.todo)
    return FileResult(task.source.path, digest, Verdict.UNREADABLE, (finding,))


def _finish(file: _File, checked: Checked, options: Options) -> FileResult:
    submission = file.submission
    assert submission is not None
    year = submission.number("cover.year")
    result = FileResult(
        path=file.task.source.path,
        sha256=file.digest,
        verdict=verdict_of(tuple(checked.findings)),
        findings=tuple(checked.findings),
        standard=submission.standard.id,
        unit=submission.text("cover.unit") or None,
        year=int(year) if year is not None else None,
        annotated=file.task.target,
        counts=checked.counts,
        undecided=tuple(checked.undecided),
        indicators=tuple(checked.indicators),
        implied=tuple(checked.implied),
    )
    if file.task.target is None:
        return result
    return _annotated(result, file.content, Path(file.task.target), options.lang)


def _annotated(result: FileResult, content: bytes, target: Path, lang: Lang) -> FileResult:
    """Write the copy; a workbook that cannot be annotated keeps its findings and says so."""
    try:
        write_beside(target, annotate(content, result, lang, stripped=True))
    except (AnnotationError, OSError) as error:
        reason = (
            error.text if isinstance(error, AnnotationError) else Text(zh=str(error), en=str(error))
        )
        todo = Text(
            zh="请按这里列出的问题修改原文件。",
            en="Please correct the file by what is listed here.",
        )
        finding = Finding("X002", Severity.INFO, Kind.FILE, (), NOT_ANNOTATED + reason, todo)
        return replace(result, annotated=None, findings=(*result.findings, finding))
    return result


def _chunks(tasks: Sequence[Task], workers: int) -> list[Sequence[Task]]:
    size = max(1, min(CHUNK, -(-len(tasks) // (4 * workers)) if workers > 1 else CHUNK))
    return [tasks[start : start + size] for start in range(0, len(tasks), size)]


def _one_by_one(chunks: list[Sequence[Task]], options: Options) -> Iterator[FileResult]:
    for chunk in chunks:
        yield from work(chunk, options)


def _in_parallel(chunks: list[Sequence[Task]], options: Options) -> Iterator[FileResult]:
    """Chunks over processes, a few ahead of the reader; a chunk that kills its worker is looked at
    file by file."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(options)
    ahead: list[tuple[Sequence[Task], Future[list[FileResult]]]] = []
    waiting = iter(chunks)
    try:
        while True:
            while len(ahead) < 2 * options.workers and (chunk := next(waiting, None)) is not None:
                ahead.append((chunk, pool.submit(work, chunk, options)))
            if not ahead:
                return
            chunk, future = ahead.pop(0)
            try:
                yield from future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                yield from _bisect(chunk, options)
                pool = _pool(options)
                ahead = [(later, pool.submit(work, later, options)) for later, _ in ahead]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _bisect(chunk: Sequence[Task], options: Options) -> Iterator[FileResult]:
    """A worker died on this chunk: find the file by halves, each in a process of its own."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(replace(options, workers=1)) as pool:
        try:
            yield from pool.submit(work, chunk, options).result()
            return
        except BrokenProcessPool:
            pass
    if len(chunk) == 1:
        yield refused(chunk[0], "", Refusal("X021", FATAL, SAVE_ANEW))
        return
    middle = len(chunk) // 2
    yield from _bisect(chunk[:middle], options)
    yield from _bisect(chunk[middle:], options)


def _pool(options: Options) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(options.workers, mp_context=get_context("spawn"), initializer=_quiet)


def _quiet() -> None:
    """One thread of linear algebra a worker: the workers are the parallelism."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
