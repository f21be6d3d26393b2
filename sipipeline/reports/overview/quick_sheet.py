"""A worksheet for tens of thousands of rows: its cells are written as XML at once, a tenth of the
work that xlsxwriter does for each."""

import re
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767
"""UTF-16 units that a cell of Excel can hold."""
_MARKUP = re.compile("[&<>\r]|_x[0-9A-Fa-f]{4}_")
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "_x000D_"}
_COLUMNS = [xl_col_to_name(column) for column in range(64)]


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A worksheet of a workbook whose memory is constant: rows are written one after the other."""

    def put_text(self, row: int, column: int, text: str, look: int) -> None:
        """Write a text that XML can hold, in the format of a number."""
        if len(text) > _LONGEST // 2:
            text = _cut(text)
        space = ' xml:space="preserve"' if text != text.strip() else ""
        content = f"<is><t{space}>{_escaped(text)}</t></is>"
        place = f"{_COLUMNS[column]}{row + 1}"
        self._put(row, column, f'<c r="{place}" s="{look}" t="inlineStr">{content}</c>')

    def put_number(self, row: int, column: int, number: float, look: int) -> None:
        """Write a finite number."""
        place = f"{_COLUMNS[column]}{row + 1}"
        self._put(row, column, f'<c r="{place}" s="{look}"><v>{number:.16G}</v></c>')

    def put_blank(self, row: int, column: int, look: int) -> None:
        self._put(row, column, f'<c r="{_COLUMNS[column]}{row + 1}" s="{look}"/>')

    def _put(self, row: int, column: int, cell: str) -> None:
        """Add a cell to the row that is written when the next one begins."""
        if row != self.dim_rowmax or column > self.dim_colmax:
            self._check_dimensions(row, column)
        if row > self.previous_row:
            self._write_single_row(row)
        self.table[row][column] = cell

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, str):
            self.fh.write(cell)
        else:
            super()._write_cell(row, col, cell)


def look_of(cell_format: Any) -> int:
    """The number of a format."""
    number: int = cell_format._get_xf_index()
    return number


def _cut(text: str) -> str:
    """As much of a text as a cell can hold."""
    return text.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")


def _escaped(text: str) -> str:
    """A text as Excel writes it: what looks like one of its own escapes is told from one."""
    if not _MARKUP.search(text):
        return text
    return _MARKUP.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    sign = found.group()
    return _WRITTEN.get(sign, f"_x005F{sign}")
