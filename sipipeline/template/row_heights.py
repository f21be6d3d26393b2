"""Worksheets as we want them from xlsxwriter, and how high a row must be for its texts."""

from functools import cache
from typing import Any

from sipipeline.core.display import columns

_HIGHEST = 409.0
_LINE = 1.32
"""Height of a line, as a multiple of the size of its letters."""


def height(least: float, *texts: tuple[object, float, int]) -> float:
    """Points that a row needs for texts, each with the width of its column and the size of its
    letters."""
    needed = [_height(str(text), width, size) for text, width, size in texts if text]
    return min(_HIGHEST, max(least, *needed, 0))


@cache
def sheet_class() -> type:
    """The class of our worksheets; a function, so that xlsxwriter is imported only where something
    is written."""
    from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

    class FormSheet(Worksheet):  # type: ignore[misc]
        """Takes formulas as they are: looking for the newest functions in each is half of the time.

        Rows in `growing` have a height to begin with and fit what is typed later.
        """

        def __init__(self) -> None:
            super().__init__()
            self.growing: set[int] = set()

        def _write_formula(
            self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
        ) -> int:
            if self._check_dimensions(row, col):
                return -1
            self.table[row][col] = CellFormulaTuple(formula[1:], cell_format, value)
            return 0

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula[2:-1] if formula[0] == "{" else formula[1:]

        def _xml_start_tag(self, tag: str, attributes: Any = ()) -> None:
            if tag == "row" and self.growing and attributes[0][1] - 1 in self.growing:
                attributes = [pair for pair in attributes if pair[0] != "customHeight"]
            super()._xml_start_tag(tag, attributes)

    return FormSheet


def _height(text: str, width: float, size: int) -> float:
    return _lines(text, width * 10 / size) * size * _LINE + 4


def _lines(text: str, width: float) -> int:
    lengths = [columns(part, ambiguous=2) for part in text.split("\n")]
    return sum(1 + int(max(0, length - 0.01) // width) for length in lengths)
