"""click in two languages: the headings of its help, and lines that hold ideographs."""

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import click

from sipipeline.cli.complaints import NoSuchCommand
from sipipeline.core.display import columns
from sipipeline.core.text import Lang, Text
from sipipeline.core.wrapping import wrap

Parameter = Callable[[Lang], click.Parameter]
"""An option or argument; its help is in the language that it is given."""

EXAMPLE = Text(zh="例：", en="Example: ")
_IN_CHINESE = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "[COMMAND] [ARGS]...": "[命令] [参数]…",
    "[default: ": "[默认：",
    "[default:": "[默认：",
    "[required]": "[必填]",
    "Show this message and exit.": "显示这份帮助。",
}
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


class _Formatter(click.HelpFormatter):
    """Help whose lines are as wide as a screen shows them: an ideograph takes two columns."""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        paragraphs = ("\n".join(wrap(part, indent, width=self.width)) for part in _paragraphs(text))
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        margin = " " * self.current_indent
        names = (columns(name) for name, _ in rows)
        widest = max(width for width in names if width <= col_max) if rows else 0
        indent = margin + " " * (widest + col_spacing)
        for name, help_ in rows:
            first = margin + name + " " * (widest + col_spacing - columns(name))
            if columns(name) > widest:
                self.write(f"{margin}{name}\n")
                first = indent
            for line in wrap(help_, indent, first, self.width):
                self.write(f"{line}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class _Bilingual:
    """A click command whose help has its headings in the language of the call."""

    lang: Lang

    def __init__(self, name: str, lang: Lang, help: Text, example: Text, **settings: Any) -> None:
        self.lang = lang
        settings |= {
            "help": help.in_(lang),
            "short_help": first_sentence(help, lang),
            "epilog": (EXAMPLE + example).in_(lang),
        }
        super().__init__(name, **settings)  # type: ignore[call-arg]

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        settings |= {"max_content_width": _HELP_WIDTH}
        context: click.Context = super().make_context(*arguments, **settings)  # type: ignore[misc]
        return context

    def get_help(self, ctx: click.Context) -> str:
        english: str = super().get_help(ctx)  # type: ignore[misc]
        return Text(zh=_in_chinese(english), en=english).in_(self.lang)


def first_sentence(text: Text, lang: Lang) -> str:
    """A text up to its first full stop."""
    stop = Text(zh="。", en=". ").in_(lang)
    return text.in_(lang).split(stop)[0].rstrip(".。") + stop.strip()


class Command(_Bilingual, click.Command):
    """One command; its help ends with an example."""

    context_class = _Context


class CommandGroup(_Bilingual, click.Group):
    """The commands together."""

    context_class = _Context

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            raise NoSuchCommand(name, self.commands)
        return super().resolve_command(ctx, args)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n")]


def _in_chinese(help: str) -> str:
    """Help with what click writes into it in Chinese."""
    for english, chinese in _IN_CHINESE.items():
        help = help.replace(english, chinese)
    return help
