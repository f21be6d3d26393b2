"""What `validate` does: the results of a run, printed or written as they come."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sipipeline.cli import streams
from sipipeline.cli.progress import Progress
from sipipeline.cli.status import FAILED, INTERRUPTED, OK, of_verdict
from sipipeline.core.text import Lang, Text, join, same
from sipipeline.core.values import frozen

if TYPE_CHECKING:
    from sipipeline.core.findings import FileResult
    from sipipeline.intake.sources import Source
    from sipipeline.jobs.last_year import GivenLastYear
    from sipipeline.jobs.validation import Options
    from sipipeline.reports.overview.overview import Overview

_WROTE = Text(zh="已写出 {file}", en="Wrote {file}")
_STOPPED = Text(
    zh="已中断：{done} 个文件已核对完{copies}，其余 {rest} 个没有核对。",
    en="Stopped: {done} files are done{copies}; {rest} were not checked.",
)
_COPIES = Text(zh="，批注本在 {folder}", en=", their copies are in {folder}")
_NO_COPIES = Text(zh="", en="")
_NOT_WRITTEN = Text(zh="没有写 {file}。", en=" {file} was not written.")
_SKIPPED = Text(
    zh="另有 {count} 个文件不是工作簿，没有核对：{names}{more}",
    en="{count} more {count:file is no workbook|files are no workbooks} and {count:was|were} "
    "not checked: {names}{more}",
)
_UNFIT = Text(
    zh="{count} 个工作簿没有与 {file} 对照：单位不同，或不是它的下一年度：{names}{more}",
    en="{count} {count:workbook was|workbooks were} not held to {file}: another unit, or not "
    "the year after: {names}{more}",
)
_MORE = Text(zh="等", en=" and more")
_MOST_NAMES = 10
_BOM = "\ufeff"
"""By which Excel knows that a CSV file is UTF-8."""


def validate(
    paths: tuple[str, ...],
    out: Path,
    form: str,
    output: Path | None,
    details: bool,
    no_annotate: bool,
    summary: Path | None,
    page: Path | None,
    jobs: int | None,
    scheduler: str | None,
    report: Path | None,
    prior: Path | None,
    rubric: str,
    standard: str | None,
    passwords: tuple[str, ...],
    password_file: Path | None,
    limits: tuple[str, ...],
    force: bool,
    lang: Lang,
) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sipipeline.core.limits import limits_of
    from sipipeline.intake.sources import collect
    from sipipeline.jobs.validation import Options
    from sipipeline.reports.formats import FEW

    products = _Products(form, details, output, summary, page)
    _refuse_what_is_in_the_way(products, force)
    skipped: list[str] = []
    allowed = limits_of(_settings(limits))
    sources = collect(paths, exclude=[out], skipped=skipped.append, limits=allowed)
    copies = None if no_annotate else out
    known = (*passwords, *_read_passwords(password_file))
    past = _last_year(prior, standard)
    chosen = Options(lang, standard, rubric, report, copies, jobs, force, limits=allowed)
    chosen = replace(chosen, passwords=known, apart=bool(limits), past=past, scheduler=scheduler)
    products = replace(products, details=details or len(sources) <= FEW)
    run = _RunState(len(sources), past)
    try:
        _check(sources, chosen, run, products)
    except KeyboardInterrupt:
        click.echo(_stopped(run, products, copies).in_(lang), err=True)
        return INTERRUPTED
    if run.unfit:
        click.echo(_unfit(run.unfit, prior).in_(lang), err=True)
    if skipped:
        click.echo(_skipped(skipped).in_(lang), err=form != "text" or output is not None)
    return run.status


@dataclass(slots=True)
class _RunState:
    """How a run stands."""

    total: int
    past: "GivenLastYear | None" = None
    """Last year's workbook, to which the others are held."""
    done: int = 0
    unfit: list[str] = field(default_factory=list)
    """Workbooks that are not of its unit, or not of the year after."""
    status: int = OK

    def watched(self, results: "Iterable[FileResult]") -> "Iterator[FileResult]":
        for result in results:
            self.done += 1
            if self._is_unfit(result):
                self.unfit.append(result.path)
            self.status = max(self.status, of_verdict(result.verdict))
            yield result

    def _is_unfit(self, result: "FileResult") -> bool:
        was_read = of_verdict(result.verdict) != FAILED
        return was_read and self.past is not None and not self.past.fits(result.unit, result.year)


@frozen
class _Products:
    """What a run makes beside the copies."""

    form: str
    details: bool
    output: Path | None
    """The file of the results; None: they are printed."""
    summary: Path | None
    """The workbook of the overview."""
    page: Path | None
    """Its page."""

    @property
    def files(self) -> list[Path]:
        """What is written when the last result has come."""
        return [file for file in (self.output, self.summary, self.page) if file is not None]


def _read_passwords(file: Path | None) -> Sequence[str]:
    """The passwords that a file lists, if one is given."""
    if file is None:
        return ()
    from sipipeline.jobs.passwords import read_passwords

    return read_passwords(file)


def _last_year(prior: Path | None, standard: str | None) -> "GivenLastYear | None":
    """Last year's workbook, if one is given."""
    if prior is None:
        return None
    from sipipeline.jobs.last_year import last_year_of

    return last_year_of(prior, standard)


def _settings(limits: Sequence[str]) -> dict[str, object]:
    """The limits as they were set, by name; raises UsageError."""
    parted = [limit.partition("=") for limit in limits]
    return {name.strip(): value.strip() for name, _, value in parted}


def _refuse_what_is_in_the_way(products: _Products, force: bool) -> None:
    from sipipeline.jobs import ours
    from sipipeline.jobs.outputs import ensure_free, ensure_free_workbook

    if products.summary is not None:
        ensure_free_workbook(products.summary, force, ours.is_overview)
    if products.page is not None:
        ensure_free(products.page, force, ours.is_page)
    if products.output is not None:
        ensure_free(products.output, force, ours.is_results)


def _check(
    sources: "Sequence[Source]", options: "Options", run: _RunState, products: _Products
) -> None:
    """Check the sources; print the results or write them into a file, and the overview."""
    from sipipeline.jobs.outputs import with_overview
    from sipipeline.jobs.validation import validate
    from sipipeline.reports.formats import printer

    is_table = products.form == "text" and not products.details
    beside_results = products.output is None and not is_table
    with Progress(len(sources), options.lang, beside_results) as progress:
        results = run.watched(validate(sources, options, progress.step))
        if products.summary is not None or products.page is not None:
            overview = _overview(options)
            results = with_overview(
                results, overview, products.summary, products.page, options.lang
            )
        with _opened(products) as (write, ascii_only):
            pieces = printer(products.form, products.details)
            for piece in pieces(results, options.lang, ascii_only):
                if is_table:
                    progress.end()
                with streams.uninterrupted():
                    write(piece)
    if products.output is not None:
        click.echo(_WROTE.fill(file=products.output).in_(options.lang), err=True)


def _overview(options: "Options") -> "Overview":
    """The overview of a run, to which its results are still to be added."""
    from sipipeline.reports.overview.overview import Overview
    from sipipeline.standards.load import load

    standard = load(options.standard, options.rubric) if options.standard else None
    return Overview(date.today(), standard=standard)


@contextmanager
def _opened(products: _Products) -> "Iterator[tuple[Callable[[str], object], bool]]":
    """What writes a piece of the results, and whether it knows ASCII alone."""
    from sipipeline.jobs.outputs import writing

    is_csv = products.form == "csv"
    if products.output is not None:
        with writing(products.output, "utf-8-sig" if is_csv else "utf-8") as file:
            yield file.write, False
        return
    unicode = streams.prints_unicode()
    if is_csv and unicode and streams.is_file():
        _echo(_BOM)
    yield _echo, not unicode


def _echo(piece: str) -> None:
    click.echo(piece, nl=False)


def _stopped(run: _RunState, products: _Products, copies: Path | None) -> Text:
    """What is done and what is not when a run was interrupted."""
    where = _COPIES.fill(folder=copies) if copies is not None and run.done else _NO_COPIES
    told = _STOPPED.fill(done=run.done, copies=where, rest=run.total - run.done)
    for file in products.files:
        told += _NOT_WRITTEN.fill(file=file)
    return told


def _skipped(names: Sequence[str]) -> Text:
    """The files that were passed over, the first of them by name."""
    return _SKIPPED.fill(count=len(names), **_named(names))


def _unfit(names: Sequence[str], prior: Path | None) -> Text:
    """The workbooks that were not held to last year's, the first of them by name."""
    return _UNFIT.fill(count=len(names), file=str(prior), **_named(names))


def _named(names: Sequence[str]) -> dict[str, Text]:
    """The first of some names, and whether there are more."""
    shown = [same(name) for name in names[:_MOST_NAMES]]
    more = _MORE if len(names) > _MOST_NAMES else _NO_COPIES
    return {"names": join(shown, "、", ", "), "more": more}
