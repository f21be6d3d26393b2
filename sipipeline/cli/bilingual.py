"""click in two languages: the headings of its help, and what it finds wrong with a call."""

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import click

from sipipeline.core.text import Lang, Text

Parameter = Callable[[Lang], click.Parameter]
"""An option or argument; its help is in the language that it is given."""

EXAMPLE = Text(zh="例：", en="Example: ")
_IN_CHINESE = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "[default: ": "[默认：",
    "Show this message and exit.": "显示这份帮助。",
}
_SEE_HELP = "用 sipipeline --help 查看用法。"
_HELP_WIDTH = 80


def language(arguments: Sequence[str]) -> Lang:
    """The value of `--lang`, else of SIPIPELINE_LANG, else Chinese.

    It is looked up before click parses the call, because help and complaints depend on it."""
    wanted = os.environ.get("SIPIPELINE_LANG", "zh")
    for argument, following in pairwise([*arguments, ""]):
        option, _, value = argument.partition("=")
        if option == "--lang":
            wanted = value or following or wanted
    return "en" if wanted.lower().startswith("en") else "zh"


def option(*names: str, help: Text, **settings: Any) -> Parameter:
    return lambda lang: click.Option(list(names), help=help.in_(lang), **settings)


def argument(name: str, **settings: Any) -> Parameter:
    return lambda lang: click.Argument([name], **settings)


class _Bilingual:
    """A click command whose help has its headings in the language of the call."""

    lang: Lang

    def __init__(self, name: str, lang: Lang, help: Text, example: str, **settings: Any) -> None:
        self.lang = lang
        epilog = EXAMPLE.in_(lang) + example
        super().__init__(name, help=help.in_(lang), epilog=epilog, **settings)  # type: ignore[call-arg]

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        settings |= {"max_content_width": _HELP_WIDTH}
        context: click.Context = super().make_context(*arguments, **settings)  # type: ignore[misc]
        return context

    def get_help(self, ctx: click.Context) -> str:
        english: str = super().get_help(ctx)  # type: ignore[misc]
        return Text(zh=_in_chinese(english), en=english).in_(self.lang)


def _in_chinese(help: str) -> str:
    """Help with what click writes into it in Chinese."""
    for english, chinese in _IN_CHINESE.items():
        help = help.replace(english, chinese)
    return help


class Command(_Bilingual, click.Command):
    """One command; its help ends with an example."""


class Group(_Bilingual, click.Group):
    """The commands together."""


def complaint(error: click.ClickException, lang: Lang) -> str:
    """What click found wrong with the call, in one sentence."""
    return Text(zh=_complaint(error), en=error.format_message()).in_(lang)


def _complaint(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error.param)}。{_SEE_HELP}"
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    if "No such command" in error.message:
        command = error.message.partition("command")[2].strip(" .")
        return f"没有这个命令：{command}。{_SEE_HELP}"
    return f"{error.format_message()} {_SEE_HELP}"


def _no_such_option(error: click.NoSuchOption) -> str:
    near = f"是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
    return f"没有 {error.option_name} 这个选项。{near}{_SEE_HELP}"


def _bad_value(error: click.BadParameter) -> str:
    name = _name(error.param)
    if error.param is not None and isinstance(error.param.type, click.Choice):
        choices = "、".join(map(str, error.param.type.choices))
        return f"{name} 只能是 {choices} 之一。{_SEE_HELP}"
    return f"{name} 的值不对（{error.message}）。{_SEE_HELP}"


def _name(parameter: click.Parameter | None) -> str:
    """How a person writes the option or argument on the call."""
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name
