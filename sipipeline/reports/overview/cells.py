"""Cells of a worksheet as XML, row and column counted from 0."""

import re
from typing import Any

from sipipeline.reports.phrases import clean
from sipipeline.xlsx.references import letters_of

_LONGEST = 32_767
"""UTF-16 units that a cell of Excel can hold."""
_ODD = re.compile(r"[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x|^\s|\s$")
"""What a text does not have that stands in XML as it is."""
_MARKUP = re.compile("[&<>\r]|_x[0-9A-Fa-f]{4}_")
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "_x000D_"}


def text_cell(row: int, column: int, text: str, look: int) -> str:
    """A cell with a text, in the format of a number."""
    is_plain = len(text) <= _LONGEST // 2 and not _ODD.search(text)
    content = f"<t>{text}</t>" if is_plain else _content(text)
    place = f"{letters_of(column + 1)}{row + 1}"
    return f'<c r="{place}" s="{look}" t="inlineStr"><is>{content}</is></c>'


def number_cell(row: int, column: int, number: float, look: int) -> str:
    """A cell with a finite number."""
    return f'<c r="{letters_of(column + 1)}{row + 1}" s="{look}"><v>{number:.16G}</v></c>'


def blank_cell(row: int, column: int, look: int) -> str:
    return f'<c r="{letters_of(column + 1)}{row + 1}" s="{look}"/>'


def look_of(cell_format: Any) -> int:
    """The number of a format."""
    number: int = cell_format._get_xf_index()
    return number


def _content(text: str) -> str:
    """As much of a text as a cell can hold, as Excel writes it: what looks like one of its own
    escapes is told from one."""
    shown = clean(text).encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
    space = ' xml:space="preserve"' if shown != shown.strip() else ""
    return f"<t{space}>{_MARKUP.sub(_written, shown)}</t>"


def _written(found: re.Match[str]) -> str:
    sign = found.group()
    return _WRITTEN.get(sign, f"_x005F{sign}")
