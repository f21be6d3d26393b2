"""Text in the lines of a terminal, where a Chinese character takes two columns."""

import re
from collections.abc import Iterator

from sipipeline.core.display import columns

WIDTH = 78
_CLOSING = "，。；：、）”！？%,.;:)!"
_UNITS = re.compile(
    r"[^\s，。；：、（）“”…!]{1,31}(?:（[^（）]{1,9}）)?!\$?[A-Z]{1,3}\$?[0-9]+|.", re.DOTALL
)
"""What a line is made of: the name of a cell, as in 基金汇总!C7, or a sign."""


def wrap(text: str, indent: str, first: str | None = None, width: int = WIDTH) -> Iterator[str]:
    """Wrapped to the width of a terminal, a Chinese character counting two; words are kept
    whole."""
    line = indent if first is None else first
    used = columns(line)
    for piece in _pieces(text):
        if used + columns(piece) > width and line.strip():
            yield line.rstrip()
            line, used, piece = indent, columns(indent), piece.lstrip()
        line, used = line + piece, used + columns(piece)
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """The pieces that a line may be broken between: a Chinese character, a word, or the name of a
    cell; closing signs stay with what is before them."""
    piece = ""
    for unit in _UNITS.findall(text.replace("\n", " ")):
        if piece and _may_break(piece[-1], unit[0]):
            yield piece
            piece = ""
        piece += unit
    if piece:
        yield piece


def _may_break(last: str, sign: str) -> bool:
    """Whether a line may end before a sign."""
    if sign in _CLOSING:
        return False
    return sign == " " or 2 in (columns(last), columns(sign))
