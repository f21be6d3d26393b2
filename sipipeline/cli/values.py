"""Kinds of values that options take, beyond those of click."""

import click

from sipipeline.core.text import Text


class Count(click.ParamType):  # type: ignore[type-arg]
    """How many processes: a whole number, or None for `auto`."""

    name = "count"
    expected = Text(zh="不小于 1 的整数，或 auto", en="a whole number of at least 1, or auto")

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | None:
        if value == "auto":
            return None
        if not value.isdecimal() or int(value) < 1:
            self.fail(repr(value), param, ctx)
        return int(value)
