"""What click finds wrong with a call, in one sentence of either language."""

from collections.abc import Callable, Collection

import click

from sipipeline.cli.values import Count
from sipipeline.core.text import Lang, Text, same

_SEE_HELP = Text(
    zh="用 sipipeline --help 查看用法。", en=" See sipipeline --help for how to call it."
)
_NO_COMMAND = Text(zh="没有 {command} 这个命令。", en="There is no command {command}.")
_NO_OPTION = Text(zh="没有 {option} 这个选项。", en="There is no option {option}.")
_NEAR = Text(zh="是不是 {near}？", en=" Did you mean {near}?")
_MISSING = Text(zh="缺少 {name}。", en="{name} is missing.")
_CHOICES = Text(zh="{name} 只能是 {choices} 之一。", en="{name} is one of {choices}.")
_RANGE = Text(
    zh="{name} 应是 {low} 到 {high} 之间的整数，不是 {value}。",
    en="{name} should be a whole number from {low} to {high}, not {value}.",
)
_AT_LEAST = Text(
    zh="{name} 应是不小于 {low} 的整数，不是 {value}。",
    en="{name} should be a whole number of at least {low}, not {value}.",
)
_EXPECTED = Text(
    zh="{name} 应是{expected}，不是 {value}。", en="{name} should be {expected}, not {value}."
)
_NEEDS_VALUE = Text(zh="{option} 后面要写一个值。", en="{option} needs a value.")
_TOO_MANY = Text(zh="命令后面多写了内容。", en="There is more behind the command than it takes.")
_WRONG = Text(zh="{name} 的值不对。", en="The value of {name} is wrong.")
_NOT_UNDERSTOOD = Text(zh="看不懂这个命令。", en="The call was not understood.")


def complaint(error: click.ClickException, lang: Lang) -> str:
    """What is wrong with the call, and what may have been meant."""
    told = next(tell for kind, tell in _KINDS if isinstance(error, kind))
    return (told(error) + _SEE_HELP).in_(lang)


def unknown_command(command: str, known: Collection[str]) -> Text:
    """That there is no such command, and the one that may have been meant."""
    import difflib

    near = difflib.get_close_matches(command.lower(), known, n=1, cutoff=0.6)
    return _NO_COMMAND.fill(command=command) + _meant(near)


class NoSuchCommand(click.UsageError):
    """A command that is none, with those that are."""

    def __init__(self, command: str, known: Collection[str]) -> None:
        super().__init__(command)
        self.text = unknown_command(command, known)


def _meant(near: Collection[str]) -> Text:
    if not near:
        return same("")
    return _NEAR.fill(near=Text(zh="、".join(near), en=" or ".join(near)))


def _no_such_option(error: click.NoSuchOption) -> Text:
    return _NO_OPTION.fill(option=error.option_name) + _meant(error.possibilities or ())


def _missing(error: click.MissingParameter) -> Text:
    return _MISSING.fill(name=_name(error.param))


def _bad_value(error: click.BadParameter) -> Text:
    name = _name(error.param)
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        listed = list(map(str, kind.choices))
        return _CHOICES.fill(name=name, choices=Text(zh="、".join(listed), en=", ".join(listed)))
    if isinstance(kind, click.IntRange):
        bounds = _AT_LEAST if kind.max is None else _RANGE
        return bounds.fill(name=name, low=kind.min, high=kind.max, value=_value(error))
    if isinstance(kind, Count):
        return _EXPECTED.fill(name=name, expected=Count.expected, value=_value(error))
    return _WRONG.fill(name=name)


def _value(error: click.BadParameter) -> str:
    """What was typed: click quotes it when it is no number, and has it bare when it is."""
    first, _, rest = error.message.partition("'")
    return rest.partition("'")[0] if rest else first.split()[0]


def _name(parameter: click.Parameter | None) -> str:
    """How a person writes the option or argument on the call."""
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name


_KINDS: tuple[tuple[type[click.ClickException], Callable[..., Text]], ...] = (
    (NoSuchCommand, lambda error: error.text),
    (click.NoSuchOption, _no_such_option),
    (click.MissingParameter, _missing),
    (click.BadParameter, _bad_value),
    (click.BadOptionUsage, lambda error: _NEEDS_VALUE.fill(option=error.option_name)),
    (click.BadArgumentUsage, lambda _: _TOO_MANY),
    (click.UsageError, lambda error: _TOO_MANY if "extra" in error.message else _NOT_UNDERSTOOD),
    (click.ClickException, lambda _: _NOT_UNDERSTOOD),
)
"""How each kind of complaint is worded, the most special first."""
