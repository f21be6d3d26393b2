"""Worksheets as we want them from xlsxwriter, and how high a row must be for its texts."""

import unicodedata
from functools import cache
from typing import Any

_HIGHEST = 409.0
_LINE = 1.32
"""Height of a line, as a multiple of the size of its letters."""


def height(least: float, *texts: tuple[object, float, int]) -> float:
    """Points that a row needs for texts, each with the width of its column and the size of its
    letters."""
    needed = (
        _lines(str(text), width * 10 / size) * size * _LINE + 4
        for text, width, size in texts
        if text
    )
    return min(_HIGHEST, max(least, *needed, 0))


@cache
def sheet_class() -> type:
    """The class of our worksheets; a function, so that xlsxwriter is imported only where something
    is written."""
    from xlsxwriter.worksheet import Worksheet

    class FormSheet(Worksheet):  # type: ignore[misc]
        """Takes formulas as they are: looking for the newest functions in each is half of the time.

        Rows in `growing` have a height to begin with and fit what is typed later.
        """

        def __init__(self) -> None:
            super().__init__()
            self.growing: set[int] = set()

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula[2:-1] if formula[0] == "{" else formula[1:]

        def _xml_start_tag(self, tag: str, attributes: Any = ()) -> None:
            if tag == "row" and self.growing and attributes[0][1] - 1 in self.growing:
                attributes = [pair for pair in attributes if pair[0] != "customHeight"]
            super()._xml_start_tag(tag, attributes)

    return FormSheet


def _lines(text: str, width: float) -> int:
    return sum(1 + int(max(0, _width(part) - 0.01) // width) for part in text.split("\n"))


def _width(text: str) -> int:
    """Columns that a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
