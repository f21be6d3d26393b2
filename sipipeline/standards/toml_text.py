"""TOML files of one's own: what is wrong with one is told with its line."""

import re
import tomllib
from pathlib import Path
from typing import Any

from sipipeline.core.errors import StandardError, UsageError, reason
from sipipeline.core.text import Text
from sipipeline.standards.tables import is_ours, table_of

_CANNOT_OPEN = Text(zh="打不开 {file}：{reason}。", en="Cannot open {file}: {reason}.")
_NOT_TEXT = Text(
    zh="{file} 不是 UTF-8 编码的文字。请用记事本打开，另存为，编码选 UTF-8。",
    en="{file} is no UTF-8 text. Save it anew from the editor, as UTF-8.",
)
_AT = Text(
    zh="{file} 第 {line} 行第 {column} 列写法不对（不是 TOML）。",
    en="{file}, line {line}, column {column}: not TOML.",
)
BACKSLASH = Text(
    zh="双引号里的反斜杠要写两个，或改用单引号：'D:\\收件'、'\\\\server\\收件'。",
    en=" A backslash inside double quotes is written twice, or take single quotes: 'D:\\inbox'.",
)
_AT_END = Text(
    zh="{file} 末尾写法不对（不是 TOML），可能缺引号或括号。",
    en="{file} is not TOML at its end: a quote or bracket may be missing.",
)
_PLACE = re.compile(r"line (\d+), column (\d+)")


def read(path: Path) -> str:
    """The text of a file; raises UsageError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(_CANNOT_OPEN.fill(file=path, reason=reason(error))) from error
    except UnicodeDecodeError as error:
        raise UsageError(_NOT_TEXT.fill(file=path)) from error


def parse(text: str, path: Path) -> dict[str, Any]:
    """What the text of a file says; raises StandardError with its line."""
    try:
        return table_of(path) if is_ours(path) else tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        if place is None:
            raise StandardError(_AT_END.fill(file=path.name)) from error
        line, column = place.groups()
        told = _AT.fill(file=path.name, line=line, column=column)
        if "\\" in text.split("\n")[int(line) - 1]:
            told += BACKSLASH
        raise StandardError(told) from error
