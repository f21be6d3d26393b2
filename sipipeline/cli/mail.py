"""What the commands about mail do: check, waiting, send, drop."""

from pathlib import Path

import click

from sipipeline.cli.status import FAILED, OK
from sipipeline.core.text import Lang, Text

_WILL_SEND = Text(
    zh="下一次运行会发出第 {number} 号回复。", en="The next pass sends answer {number}."
)
_DROPPED = Text(zh="第 {number} 号回复不再发送。", en="Answer {number} will not be sent.")


def check(config: Path, lang: Lang) -> int:
    from sipipeline.nightly import settings
    from sipipeline.nightly.correspondence import probe

    status = OK
    for can_be_used, line in probe(settings.load(config)):
        click.echo(line.in_(lang))
        status = status if can_be_used else FAILED
    return status


def waiting(config: Path, lang: Lang) -> None:
    from sipipeline.nightly import correspondence, settings

    for line in correspondence.waiting(settings.load(config)):
        click.echo(line.in_(lang))


def send(number: int, config: Path, lang: Lang) -> None:
    from sipipeline.nightly import correspondence, settings

    correspondence.release(settings.load(config), number)
    click.echo(_WILL_SEND.fill(number=number).in_(lang))


def drop(number: int, config: Path, lang: Lang) -> None:
    from sipipeline.nightly import correspondence, settings

    correspondence.drop(settings.load(config), number)
    click.echo(_DROPPED.fill(number=number).in_(lang))
