"""How far a run has come, on stderr."""

import sys
from typing import Any

import click

from sipipeline.core.text import Lang, Text

_CHECKING = Text(zh="正在核对", en="Checking")
_FILES_A_LINE = 500


class Progress:
    """A bar where a terminal is there; a line every few hundred files where not."""

    def __init__(self, total: int, lang: Lang) -> None:
        self.total = total
        self.done = 0
        self.label = _CHECKING.in_(lang)
        self.bar = _bar(total, self.label)

    def step(self) -> None:
        """One file more is done."""
        self.done += 1
        if self.bar is not None:
            self.bar.update(1)
        elif self.done % _FILES_A_LINE == 0:
            click.echo(f"{self.label} {self.done}/{self.total}", err=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.render_finish()


def _bar(total: int, label: str) -> Any:
    """None where one file is checked or nobody looks at a terminal."""
    if total <= 1 or not sys.stderr.isatty():
        return None
    return click.progressbar(length=total, label=label, file=sys.stderr)
