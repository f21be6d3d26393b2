"""A worksheet for tens of thousands of rows: the cells of a row are written as XML at once, a tenth
of the work that xlsxwriter does for each."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A worksheet of a workbook whose memory is constant: rows are written one after the other."""

    def put_row(self, row: int, cells: Sequence[str]) -> None:
        """Write the cells of a row, one for each column; "" where there is none."""
        columns = [column for column, cell in enumerate(cells) if cell]
        if not columns:
            return
        for column in (columns[0], columns[-1]):
            self._check_dimensions(row, column)
        if row > self.previous_row:
            self._write_single_row(row)
        self.table[row][columns[0]] = "".join(cells)

    def lead(self, row: int, column: int, way: str) -> None:
        """Have a cell of the row that is put next lead somewhere."""
        self.write_url(row, column, way)
        self.table[row].pop(column, None)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, str):
            self.fh.write(cell)
        else:
            super()._write_cell(row, col, cell)
