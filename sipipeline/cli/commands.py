"""The commands: each calls one job and prints what it returns. Heavy imports stay inside them."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from sipipeline.cli import options
from sipipeline.cli.bilingual import Command, Group, Parameter, complaint, language
from sipipeline.cli.progress import Progress
from sipipeline.core.errors import SipipelineError
from sipipeline.core.findings import FileResult, Verdict
from sipipeline.core.text import Lang, Text

OK, WITH_ERRORS, FAILED = 0, 1, 2
_STATUS = {Verdict.FIX: WITH_ERRORS, Verdict.UNREADABLE: FAILED}
"""Exit status of a run whose worst file has this verdict."""

_ERROR = Text(zh="出错：", en="Error: ")
_STOPPED = Text(zh="已中断，没有写完的文件不会留下。", en="Stopped; nothing is left half written.")
_WROTE = Text(zh="已写出 {file}", en="Wrote {file}")


def main(arguments: Sequence[str]) -> int:
    """Run one call and return its exit status; what goes wrong is one clear line on stderr."""
    _replace_what_cannot_be_printed()
    lang = language(arguments)
    try:
        status = commands(lang).main(list(arguments), "sipipeline", standalone_mode=False)
        return int(status or OK)
    except click.ClickException as error:
        click.echo(_ERROR.in_(lang) + complaint(error, lang), err=True)
    except SipipelineError as error:
        click.echo(_ERROR.in_(lang) + error.text.in_(lang), err=True)
    except (click.Abort, KeyboardInterrupt):
        click.echo(_STOPPED.in_(lang), err=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def commands(lang: Lang) -> click.Group:
    """Every command; help and results are in one language."""
    group = Group(
        "sipipeline",
        lang,
        help=Text(
            zh="核对社会保险基金绩效自评工作簿，指出哪一格可能填错。",
            en="Checks social insurance workbooks and says which cell is probably wrong.",
        ),
        example=Text(zh="sipipeline validate 甲县.xlsx", en="sipipeline validate county.xlsx").in_(
            lang
        ),
        params=[options.VERSION(lang), options.LANG(lang)],
    )
    for declared in COMMANDS:
        group.add_command(declared.in_(lang))
    return group


@dataclass(frozen=True, slots=True)
class Declared:
    """A command as it is declared, in both languages."""

    name: str
    help: Text
    example: str
    run: Callable[..., int | None]
    """Takes `lang` and the value of each parameter."""
    parameters: tuple[Parameter, ...]

    def in_(self, lang: Lang) -> click.Command:
        run = partial(self.run, lang=lang)
        parameters = [parameter(lang) for parameter in (*self.parameters, options.LANG)]
        return Command(self.name, lang, self.help, self.example, callback=run, params=parameters)


# ---------------------------------------------------------------- what they do
def _validate(
    paths: tuple[str, ...],
    out: Path,
    form: str,
    no_annotate: bool,
    summary: Path | None,
    jobs: int,
    report: Path | None,
    rubric: str,
    standard: str | None,
    lang: Lang,
) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sipipeline.intake.sources import collect
    from sipipeline.jobs.outputs import ensure_parent, with_summary
    from sipipeline.jobs.validation import Options, validate

    if summary is not None:
        ensure_parent(summary)
    sources = collect(paths, exclude=[out])
    chosen = Options(lang, standard, rubric, report, None if no_annotate else out, jobs)
    progress = Progress(len(sources), lang)
    results = validate(sources, chosen, progress.step)
    if summary is not None:
        results = with_summary(results, summary, lang)
    with progress:
        return _print_results(results, form, lang)


def _print_results(results: Iterable[FileResult], form: str, lang: Lang) -> int:
    """Print each result as it comes; the exit status that the worst of them asks for."""
    from sipipeline.reports.formats import FORMATS

    worst = OK

    def watched() -> Iterator[FileResult]:
        nonlocal worst
        for result in results:
            worst = max(worst, _STATUS.get(result.verdict, OK))
            yield result

    for piece in FORMATS[form](watched(), lang, not _prints_unicode()):
        click.echo(piece, nl=False)
    return worst


def _template(
    out: Path,
    standard: str | None,
    year: int | None,
    funds: str | None,
    prior: Path | None,
    lang: Lang,
) -> None:
    from sipipeline.jobs.forms import write_template

    write_template(out, standard, year, funds.split(",") if funds else None, prior, lang)
    click.echo(_WROTE.fill(file=out).in_(lang))


def _fill(data: Path, out: Path, standard: str | None, lang: Lang) -> None:
    from sipipeline.jobs.forms import fill_file

    fill_file(data, out, standard, lang)
    click.echo(_WROTE.fill(file=out).in_(lang))


def _extract(workbook: Path, out: Path | None, standard: str | None, lang: Lang) -> None:
    from sipipeline.jobs.forms import extract_file
    from sipipeline.jobs.outputs import ensure_parent, write_beside

    if out is not None:
        ensure_parent(out)
    data = extract_file(workbook, standard)
    if out is None:
        click.echo(json.dumps(data, ensure_ascii=not _prints_unicode(), indent=1))
        return
    write_beside(out, f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode())
    click.echo(_WROTE.fill(file=out).in_(lang))


def _rules(code: str | None, markdown: bool, lang: Lang) -> None:
    from sipipeline.reports.rule_book import explain, listing, manual

    if markdown:
        click.echo(manual(lang), nl=False)
    elif code:
        click.echo(explain(code, lang))
    else:
        click.echo(listing(lang))


def _replace_what_cannot_be_printed() -> None:
    """A console that does not know a character prints a question mark and goes on."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _prints_unicode() -> bool:
    encoding = sys.stdout.encoding or ""
    return encoding.lower().replace("-", "").startswith("utf")


# ---------------------------------------------------------------- what there is
COMMANDS = (
    Declared(
        "validate",
        Text(
            zh="核对工作簿，写出批注本，列出发现的问题。可给文件、文件夹、通配符、.eml 和 .zip。",
            en=(
                "Check workbooks, write an annotated copy of each and list the findings. "
                "Takes files, folders, globs, .eml and .zip."
            ),
        ),
        "sipipeline validate 2020/ -o annotated --summary summary.xlsx",
        _validate,
        (
            options.PATHS,
            options.COPIES,
            options.FORMAT,
            options.NO_ANNOTATE,
            options.SUMMARY,
            options.JOBS,
            options.REPORT,
            options.RUBRIC,
            options.STANDARD,
        ),
    ),
    Declared(
        "template",
        Text(zh="写出空白的标准工作簿。", en="Write the blank standard workbook."),
        "sipipeline template -o 2023.xlsx --year 2023 --funds resident_pension,work_injury",
        _template,
        (
            options.BLANK_WORKBOOK,
            options.STANDARD,
            options.YEAR,
            options.FUNDS,
            options.PRIOR,
        ),
    ),
    Declared(
        "fill",
        Text(zh="用 JSON 数据写出填好的工作簿。", en="Write a filled workbook from JSON data."),
        "sipipeline fill data.json -o filled.xlsx",
        _fill,
        (options.DATA, options.FILLED_WORKBOOK, options.STANDARD),
    ),
    Declared(
        "extract",
        Text(
            zh="把填好的工作簿变成 JSON，是 fill 的逆操作。",
            en="Turn a filled workbook into JSON: the inverse of fill.",
        ),
        "sipipeline extract filled.xlsx > data.json",
        _extract,
        (options.WORKBOOK, options.EXTRACTED_DATA, options.STANDARD),
    ),
    Declared(
        "rules",
        Text(zh="列出全部规则，或讲解其中一条。", en="List the rules, or explain one."),
        "sipipeline rules B201",
        _rules,
        (options.CODE, options.MARKDOWN),
    ),
)
