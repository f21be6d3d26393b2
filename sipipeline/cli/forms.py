"""What the commands about forms do: template, fill, extract."""

import re
from pathlib import Path

import click

from sipipeline.cli import streams
from sipipeline.core.text import Lang, Text

_WROTE = Text(zh="已写出 {file}", en="Wrote {file}")
_BETWEEN = Text(zh="，", en="; ")
_SEPARATORS = re.compile("[,，、;；]")


def template(
    out: Path,
    standard: str | None,
    year: int | None,
    funds: str | None,
    prior: Path | None,
    force: bool,
    lang: Lang,
) -> None:
    from sipipeline.jobs.forms import write_template

    named = [name.strip() for name in _SEPARATORS.split(funds or "") if name.strip()]
    carried = write_template(out, standard, year, named, prior, force, lang)
    told = _WROTE.fill(file=out)
    if carried.zh:
        told += _BETWEEN + carried
    click.echo(told.in_(lang))


def fill(data: Path, out: Path, standard: str | None, force: bool, lang: Lang) -> None:
    from sipipeline.jobs.forms import fill_file

    fill_file(data, out, standard, force, lang)
    click.echo(_WROTE.fill(file=out).in_(lang))


def extract(
    workbook: Path, out: Path | None, standard: str | None, force: bool, lang: Lang
) -> None:
    import json

    from sipipeline.jobs.forms import extract_file
    from sipipeline.jobs.outputs import ensure_free, write_file

    if out is not None:
        ensure_free(out, force)
    data, left_out = extract_file(workbook, standard)
    for sentence in left_out:
        click.echo(sentence.in_(lang), err=True)
    if out is None:
        click.echo(json.dumps(data, ensure_ascii=not streams.prints_unicode(), indent=1))
        return
    write_file(out, f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode())
    click.echo(_WROTE.fill(file=out).in_(lang))
