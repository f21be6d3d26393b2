"""Validate files: each chunk of them is opened, checked in one pass and annotated by one worker."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from sipipeline.annotation.annotate import mark, unmarked
from sipipeline.checking.batch import check
from sipipeline.checking.checked import Checked
from sipipeline.core import collection
from sipipeline.core.crashes import crash_of
from sipipeline.core.errors import SipipelineError, UsageError, reason
from sipipeline.core.findings import FileResult, Finding, Verdict, verdict_of
from sipipeline.core.limits import DEFAULT as USUAL_LIMITS
from sipipeline.core.limits import Limits
from sipipeline.core.past import Past
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Lang, Text
from sipipeline.core.values import frozen
from sipipeline.intake.gate import SAVE_ANEW, Accepted
from sipipeline.intake.refusals import Refusal
from sipipeline.intake.sources import Source
from sipipeline.intake.sources import load as open_source
from sipipeline.jobs.bounds import bound_memory, within_seconds
from sipipeline.jobs.executor import Executor, Here
from sipipeline.jobs.outputs import Task, plan, write_beside
from sipipeline.jobs.particulars import particulars_of
from sipipeline.kinds.active import named
from sipipeline.kinds.adapters import WorkbookKind
from sipipeline.reading.claims import read_submission
from sipipeline.reading.frames import ReadingError, load_frames
from sipipeline.reading.report import paragraphs, with_report
from sipipeline.rules import (
    x002_not_annotated,
    x003_program_failed,
    x013_damaged,
    x015_too_large,
    x021_reading_ended,
    x022_active_content,
    x023_one_sheet,
)
from sipipeline.standards.load import load
from sipipeline.standards.rubric import DEFAULT, load_rubric
from sipipeline.xlsx.package import Package, PackageError

FIRST, LARGEST = 8, 64
"""Files that are checked at once: few at first, so that results come soon; then as many as make the
passes cheap and the memory small."""

WORTH_WORKERS = 200
"""From so many files on processes pay: starting them, and handing files over, costs seconds."""

READING_ENDED = Refusal(
    x021_reading_ended.RULE,
    Text(
        zh="读取这个文件时程序异常退出，文件可能已损坏或被特意改动。",
        en="Reading this file ended the program; it may be damaged or tampered with.",
    ),
    SAVE_ANEW,
)
TOOK_LONG = Refusal(
    x015_too_large.RULE,
    Text(
        zh="核对这个文件超过了 {seconds} 秒的限额，没有核对完。",
        en="Checking this file took more than the {seconds} seconds allowed; it was given up.",
    ),
    x015_too_large.RULE.todo,
)
OUT_OF_MEMORY = Refusal(
    x015_too_large.RULE,
    Text(
        zh="核对这个文件需要的内存超过了限额。",
        en="Checking this file needs more memory than is allowed.",
    ),
    x015_too_large.RULE.todo,
)
FAILED = Text(zh="程序出错（{error}）。", en="the program failed ({error}).")
PASS_ON = x003_program_failed.RULE.todo
NOT_ANNOTATED = Text(zh="无法在这个工作簿上加批注：", en="This workbook cannot be annotated: ")
FRESH = Text(
    zh="原文件是{kind}格式。本文件是一份新的标准表（.xlsx），数据、说明和文字已照原文件填入；"
    "请在本文件上修改后报送。",
    en="The original is a workbook of the kind {kind}. This file is the standard form (.xlsx) "
    "with its figures, notes and texts: correct it and send this file.",
)
UNLOCKED = Text(
    zh="原文件设了打开密码，本文件没有密码，请注意保管。",
    en="The original has a password; this file has none, so keep it safe.",
)
CARRIED = Text(
    zh="工作簿里有{parts}，程序没有运行，也没有打开。",
    en="The workbook carries {parts}; they were neither run nor followed.",
)
ONE_SHEET = Text(
    zh="文件是纯文本（CSV），只有一张工作表；这里说缺的，可能在没有报来的表里。",
    en="The file is plain text (CSV) with one sheet; what is missing may be in sheets not sent.",
)
Bounded = AbstractContextManager[None]


@frozen
class Options:
    lang: Lang = "zh"
    standard: str | None = None
    rubric: str = DEFAULT
    report: Path | None = None
    """A report beside the one workbook."""
    out: Path | None = None
    """The folder of the annotated copies; None: no copies."""
    workers: int | None = 1
    """Processes; None: as many as pay for the number of files."""
    force: bool = False
    """Whether a copy may take the place of a file that is no copy of ours."""
    claims: bool = False
    """Whether results carry every claim, as the ledger keeps them."""
    past: Callable[[Submission, str], Past] | None = None
    """What is known from before of the unit of a submission with a hash; has to be known to another
    process."""
    apart: bool = False
    """Whether files are checked in processes of their own also where one would do: only there are
    seconds and memory bounded."""
    limits: Limits = USUAL_LIMITS
    """How much one file may ask of the program."""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Those that may open an encrypted workbook."""
    scheduler: str | None = None
    """The scheduler of a cluster (dask.distributed) whose workers check the files, as
    `tls://10.0.0.5:8786`; None: this machine does."""
    needed: tuple[Path, ...] = ()
    """Files that the workers of a cluster need to see beside those to check."""


@frozen
class Opened:
    """A file that can be checked."""

    task: Task
    accepted: Accepted
    package: Package
    """Without marks of an earlier round."""
    submission: Submission


def validate(
    sources: Sequence[Source], options: Options, done: Callable[[], None] = lambda: None
) -> Iterator[FileResult]:
    """Results in the order of the sources; `done` is called after each."""
    _refuse_a_wrong_call(sources, options)
    tasks = plan(sources, options.out, options.force)
    with _executor(tasks, options) as executor:
        for result in executor.results(_chunks(tasks, executor.count)):
            done()
            yield result


def validate_chunk(tasks: Sequence[Task], options: Options) -> list[FileResult]:
    """The results of a chunk, for another process, which ends where a file takes too long."""
    bound_memory(options.limits)
    return list(checked_chunk(tasks, options, partial(within_seconds, options.limits)))


def checked_chunk(
    tasks: Sequence[Task], options: Options, bounded: Callable[[], Bounded] = nullcontext
) -> Iterator[FileResult]:
    """Open each file, check all in one pass, then write each annotated copy and give its result; a
    file on which the program fails is told so, and the others go on. The same content is read and
    checked once; what a file holds in memory is let go with its result."""
    with collection.paused():
        read: dict[str, Submission] = {}
        files = deque[Opened | FileResult]()
        for task in tasks:
            with bounded():
                files.append(_opened(task, options, read))
        opened = [file for file in files if isinstance(file, Opened)]
        distinct = {file.accepted.digest: file.submission for file in opened}
        del opened
        with bounded():
            checked = dict(zip(distinct, _checked(list(distinct.values()))))
        while files:
            file = files.popleft()
            if not isinstance(file, Opened):
                yield file
                continue
            with bounded():
                result = _judged(file, checked[file.accepted.digest], options)
            yield result


def annotated_copy(source: Source, result: FileResult, options: Options) -> bytes | Text:
    """The annotated copy of a file that was checked, or why there is none; raises PackageError."""
    accepted = open_source(source, options.limits, options.passwords)
    if isinstance(accepted, Refusal):
        return accepted.reason
    if accepted.kind is WorkbookKind.XLSX:
        return mark(unmarked(accepted.package), result, options.lang, _unlocked(accepted))
    opened = _open(Task(source, None), options, {})
    if isinstance(opened, FileResult):
        return opened.findings[0].message
    return _copy(opened, result, options)


def refused(task: Task, refusal: Refusal, digest: str = "") -> FileResult:
    """The result of a file that cannot be checked."""
    finding = refusal.rule.of_file(refusal.reason, refusal.todo)
    return FileResult(task.source.path, digest, Verdict.UNREADABLE, (finding,))


# ---------------------------------------------------------------- one chunk
def _opened(task: Task, options: Options, read: dict[str, Submission]) -> Opened | FileResult:
    """The file, ready to be checked, or the result that says why it cannot be; what the same
    content was read as before is in `read`."""
    try:
        opened = _open(task, options, read)
        if isinstance(opened, Opened):
            read.setdefault(opened.accepted.digest, opened.submission)
        return opened
    except SipipelineError:
        raise
    except Exception as error:
        return _failed(task, error, task.source.digest())


def _checked(submissions: Sequence[Submission]) -> list[Checked | Exception]:
    """What the rules say of each submission, checked together; where that fails by halves, down to
    the one that makes it fail."""
    try:
        return [*check(submissions)]
    except SipipelineError:
        raise
    except Exception as error:
        if len(submissions) == 1:
            return [error]
    middle = len(submissions) // 2
    return [*_checked(submissions[:middle]), *_checked(submissions[middle:])]


def _judged(file: Opened, checked: Checked | Exception, options: Options) -> FileResult:
    """The result of a file that was checked, with its copy written."""
    if isinstance(checked, Exception):
        return _failed(file.task, checked, file.accepted.digest)
    return _annotated(file, _result(file, checked, options.claims), options)


def _failed(task: Task, error: Exception, digest: str) -> FileResult:
    """The result of a file on which the program failed."""
    if isinstance(error, MemoryError):
        return refused(task, OUT_OF_MEMORY, digest)
    reason = FAILED.fill(error=crash_of(error))
    return refused(task, Refusal(x003_program_failed.RULE, reason, PASS_ON), digest)


def _open(task: Task, options: Options, read: Mapping[str, Submission]) -> Opened | FileResult:
    accepted = open_source(task.source, options.limits, options.passwords)
    if isinstance(accepted, Refusal):
        return refused(task, accepted, task.source.digest())
    try:
        package = unmarked(accepted.package)
        submission = read.get(accepted.digest) or _read(task, package, accepted.digest, options)
    except ReadingError as error:
        return refused(task, accepted.unread(error.rule, error.reason), accepted.digest)
    except PackageError as error:
        damaged = Refusal(x013_damaged.RULE, error.text, SAVE_ANEW)
        return refused(task, damaged, accepted.digest)
    package.forget()
    return Opened(task, accepted, package, submission)


def _read(task: Task, package: Package, digest: str, options: Options) -> Submission:
    """What the file states, with the report beside it and what is known from before."""
    submission = read_submission(
        load_frames(package), task.source.path, options.standard, options.rubric
    )
    if options.report is not None:
        submission = with_report(submission, options.report)
    if options.past is not None:
        submission = replace(submission, past=options.past(submission, digest))
    return submission


def _result(file: Opened, checked: Checked, with_claims: bool) -> FileResult:
    submission = file.submission
    findings = (*checked.findings, *_about_the_file(file.accepted))
    year = submission.number("cover.year")
    return FileResult(
        path=file.task.source.path,
        sha256=file.accepted.digest,
        verdict=verdict_of(findings),
        findings=findings,
        standard=submission.standard.id,
        unit=submission.text("cover.unit") or None,
        year=int(year) if year is not None else None,
        counts=checked.counts,
        undecided=tuple(checked.undecided),
        indicators=tuple(checked.indicators),
        implied=tuple(checked.implied),
        particulars=particulars_of(submission, checked.findings, with_claims),
    )


def _about_the_file(accepted: Accepted) -> Iterator[Finding]:
    """What the workbook carries that could act by itself, and what it cannot carry."""
    if accepted.active:
        yield x022_active_content.RULE.of_file(CARRIED.fill(parts=named(accepted.active)))
    if accepted.kind is WorkbookKind.PLAIN_TEXT:
        yield x023_one_sheet.RULE.of_file(ONE_SHEET)


def _annotated(file: Opened, result: FileResult, options: Options) -> FileResult:
    """The result with its copy written; one that cannot be annotated says so in a finding."""
    if file.task.target is None:
        return result
    with_copy = replace(result, annotated=file.task.target)
    try:
        copy = _copy(file, with_copy, options)
        write_beside(Path(file.task.target), copy, file.task.through)
    except PackageError as error:
        return _not_annotated(result, error.text)
    except OSError as error:
        return _not_annotated(result, reason(error))
    except Exception as error:
        return _not_annotated(result, FAILED.fill(error=crash_of(error)))
    return with_copy


def _copy(file: Opened, result: FileResult, options: Options) -> bytes:
    """The annotated copy: the workbook itself, or the standard form with all that one of another
    kind states."""
    unlocked = _unlocked(file.accepted)
    if file.accepted.kind is WorkbookKind.XLSX:
        return mark(file.package, result, options.lang, unlocked)
    from sipipeline.jobs.fresh_form import fresh_form

    form = fresh_form(file.accepted, file.package, file.submission)
    (checked,) = check([form.submission])
    moved = _result(replace(file, submission=form.submission), checked, with_claims=False)
    moved = replace(moved, annotated=result.annotated, progress=result.progress)
    notice = FRESH.fill(kind=file.accepted.kind.value) + unlocked
    return mark(form.package, moved, options.lang, notice, form.left)


def _unlocked(accepted: Accepted) -> Text:
    return UNLOCKED if accepted.was_encrypted else NOTHING


def _not_annotated(result: FileResult, reason: Text) -> FileResult:
    finding = x002_not_annotated.RULE.of_file(NOT_ANNOTATED + reason)
    return replace(result, findings=(*result.findings, finding))


# ---------------------------------------------------------------- many chunks
def _refuse_a_wrong_call(sources: Sequence[Source], options: Options) -> None:
    """What is wrong with the call stops it before a file is opened."""
    if options.standard is not None:
        load(options.standard, options.rubric)
    load_rubric(options.rubric)
    if options.report is None:
        return
    paragraphs(options.report)
    if len(sources) != 1:
        raise UsageError(
            Text(zh="--report 只能和一个工作簿一起用。", en="--report goes with one workbook.")
        )


def _workers(options: Options, files: int) -> int:
    """How many processes check the files; one is this process itself."""
    wanted = options.workers
    if wanted is None:
        wanted = os.cpu_count() or 1 if files >= WORTH_WORKERS else 1
    return min(wanted, max(1, files // FIRST))


def _chunks(tasks: Sequence[Task], workers: int) -> Iterator[Sequence[Task]]:
    """The tasks in chunks, each twice the last up to the largest, and at the end so small that no
    worker waits long for another."""
    size, start = FIRST, 0
    while start < len(tasks):
        fair = (len(tasks) - start) // (2 * workers) if workers > 1 else LARGEST
        size = max(1, min(size, max(FIRST, fair)))
        yield tasks[start : start + size]
        start, size = start + size, min(2 * size, LARGEST)


@contextmanager
def _executor(tasks: Sequence[Task], options: Options) -> Iterator[Executor[Task, FileResult]]:
    """Who checks the files: this process, processes of this machine, or a cluster."""
    died = partial(_died, limits=options.limits)
    if options.scheduler is not None:
        from sipipeline.jobs.shared_run import on_cluster

        with on_cluster(options.scheduler, tasks, options, validate_chunk, died) as cluster:
            yield cluster
        return
    workers = _workers(options, len(tasks))
    if workers <= 1 and not options.apart:
        yield Here(partial(checked_chunk, options=options))
        return
    from sipipeline.jobs.workers import Workers

    yield Workers(workers, partial(validate_chunk, options=options), died)


def _died(task: Task, seconds: float, limits: Limits) -> FileResult:
    """The result of a file that ended its worker."""
    if seconds < limits.seconds:
        return refused(task, READING_ENDED)
    return refused(task, TOOK_LONG.fill(seconds=limits.seconds))
