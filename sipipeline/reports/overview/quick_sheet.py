"""A worksheet for tens of thousands of rows: its cells are written as XML at once, a tenth of the
work that xlsxwriter does for each."""

import re
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from sipipeline.reports.phrases import clean

_LONGEST = 32_767
"""UTF-16 units that a cell of Excel can hold."""
_ODD = re.compile(r"[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x|^\s|\s$")
"""What a text does not have that stands in XML as it is."""
_MARKUP = re.compile("[&<>\r]|_x[0-9A-Fa-f]{4}_")
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "_x000D_"}
_COLUMNS = [xl_col_to_name(column) for column in range(64)]


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A worksheet of a workbook whose memory is constant: rows are written one after the other."""

    def put_text(self, row: int, column: int, text: str, look: int) -> None:
        """Write a text in the format of a number."""
        is_plain = len(text) <= _LONGEST // 2 and not _ODD.search(text)
        content = f"<t>{text}</t>" if is_plain else _content(text)
        cell = f'<c r="{_COLUMNS[column]}{row + 1}" s="{look}" t="inlineStr"><is>{content}</is></c>'
        self._put(row, column, cell)

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


def _content(text: str) -> str:
    """As much of a text as a cell can hold, as Excel writes it: what looks like one of its own
    escapes is told from one."""
    shown = clean(text).encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
    space = ' xml:space="preserve"' if shown != shown.strip() else ""
    return f"<t{space}>{_MARKUP.sub(_written, shown)}</t>"


def _written(found: re.Match[str]) -> str:
    sign = found.group()
    return _WRITTEN.get(sign, f"_x005F{sign}")
