"""What the commands of a place do: init, nightly, ledger."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sipipeline.core.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipipeline.nightly.place import Wishes
    from sipipeline.reports.overview.overview import Overview

_MADE = Text(zh="已建好 {folder}：", en="Made {folder}:")
_INBOX = Text(zh="收件箱：{inbox}", en="Inbox: {inbox}")
_NEXT = Text(
    zh="下一步：1. 填名册 {roster}；2. 看一遍 {config}；"
    "3. 先试一次：sipipeline nightly --config {quoted}；4. 按 {schedule} 里的文件设定每晚运行。",
    en="Next: 1. fill in the roster {roster}; 2. look through {config}; "
    "3. try it: sipipeline nightly --config {quoted}; 4. schedule it with a file of {schedule}.",
)
_ASK_INBOX = Text(zh="收件箱（可以是共享文件夹）", en="Inbox (may be a share)")
_ASK_TIME = Text(zh="每晚几点运行", en="When to run each night")
_WROTE = Text(zh="已写出 {file}", en="Wrote {file}")
_BACKED_UP = Text(zh="台账已备份到 {file}", en="The ledger was copied to {file}")
_WHOLE = Text(
    zh="台账完好：{submissions} 份报送，{units} 个单位，{originals} 个原件都在原件库里。",
    en="The ledger is whole: {submissions} submissions, {units} units, all {originals} originals "
    "in the archive.",
)
_FAULT = Text(zh="有问题：{fault}", en="Fault: {fault}")


def init(folder: Path, inbox: str | None, time: str | None, force: bool, lang: Lang) -> None:
    from sipipeline.nightly import settings
    from sipipeline.nightly.place import make

    wishes = _wishes(inbox, time, lang)
    files = make(folder, wishes, force)
    click.echo(_MADE.fill(folder=folder).in_(lang))
    for file in files:
        click.echo(f"  {file}")
    click.echo(_INBOX.fill(inbox=folder / wishes.inbox).in_(lang))
    config = folder / settings.NAME
    quoted = f'"{config}"' if " " in str(config) else str(config)
    told = _NEXT.fill(
        roster=folder / "roster.xlsx", config=config, quoted=quoted, schedule=folder / "schedule"
    )
    click.echo(told.in_(lang))


def nightly(config: Path, dry_run: bool, again: bool, lang: Lang) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sipipeline.nightly import settings
    from sipipeline.nightly.night import run
    from sipipeline.nightly.preview import preview

    settled = settings.load(config)
    if dry_run:
        for line in preview(settled, again):
            click.echo(line.in_(lang))
        return 0
    closing = run(settled, again)
    click.echo(closing.line.in_(lang))
    return closing.status


def status(config: Path, form: str, output: Path | None, force: bool, lang: Lang) -> None:
    from datetime import date

    from sipipeline.nightly import settings
    from sipipeline.nightly.standing import standing

    settled = settings.load(config)
    if form == "xlsx":
        output = output or Path("status.xlsx")
    if output is not None:
        _ensure_free(output, form, force)
    with standing(settled, date.today(), with_accounts=form == "xlsx") as overview:
        if output is None:
            for line in _status_lines(overview, form, lang):
                click.echo(line)
            return
        _write_status(overview, form, output, lang)
    click.echo(_WROTE.fill(file=output).in_(lang), err=True)


def ledger_backup(config: Path, out: Path | None, lang: Lang) -> None:
    from sipipeline.nightly import settings
    from sipipeline.nightly.records import back_up

    target = back_up(settings.load(config), out)
    click.echo(_BACKED_UP.fill(file=target).in_(lang))


def ledger_check(config: Path, lang: Lang) -> int:
    from sipipeline.nightly import settings
    from sipipeline.nightly.records import check

    report = check(settings.load(config))
    for fault in report.faults:
        click.echo(_FAULT.fill(fault=fault).in_(lang))
    if not report.faults:
        counts = {
            "submissions": report.submissions,
            "units": report.units,
            "originals": report.originals,
        }
        click.echo(_WHOLE.fill(**counts).in_(lang))
    return 1 if report.faults else 0


def ledger_export(config: Path, output: Path | None, force: bool, lang: Lang) -> None:
    from sipipeline.nightly import settings
    from sipipeline.nightly.records import export_lines, export_to

    settled = settings.load(config)
    if output is None:
        for line in export_lines(settled):
            click.echo(line)
        return
    export_to(settled, output, force)


def _wishes(inbox: str | None, time: str | None, lang: Lang) -> "Wishes":
    """What was said on the command line; what was not is asked where somebody sits there."""
    from sipipeline.nightly.place import Wishes, wished_time

    usual = Wishes()
    is_asked = _somebody_is_there()
    if inbox is None and is_asked:
        inbox = click.prompt(_ASK_INBOX.in_(lang), default=usual.inbox)
    if time is None and is_asked:
        time = click.prompt(_ASK_TIME.in_(lang), default=f"{usual.hour}:{usual.minute}")
    hour, minute = wished_time(time) if time is not None else (usual.hour, usual.minute)
    return Wishes(inbox or usual.inbox, lang, hour, minute)


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ensure_free(output: Path, form: str, force: bool) -> None:
    """Raise UsageError where a file would be written over that is none of ours."""
    from sipipeline.jobs import ours
    from sipipeline.jobs.outputs import ensure_free, ensure_free_workbook

    if form == "xlsx":
        ensure_free_workbook(output, force, ours.is_overview)
    else:
        ensure_free(output, force)


def _status_lines(overview: "Overview", form: str, lang: Lang) -> "Iterable[str]":
    from sipipeline.reports.overview.status import status_json, status_lines

    return [status_json(overview, lang)] if form == "json" else status_lines(overview, lang)


def _write_status(overview: "Overview", form: str, output: Path, lang: Lang) -> None:
    """Write how the batch stands into a file."""
    from sipipeline.jobs.outputs import write_file, write_overview

    if form == "xlsx":
        write_overview(overview, output, lang)
    else:
        content = "\n".join([*_status_lines(overview, form, lang), ""])
        write_file(output, content.encode("utf-8", "replace"))
