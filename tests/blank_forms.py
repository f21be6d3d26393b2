"""Blank and filled workbooks, and their cells by key."""

import io
from collections import Counter
from typing import Any

from openpyxl import load_workbook

from sipipeline.standards.load import load
from sipipeline.template.workbook import write_workbook

STANDARD = load("2020")

FUNDS = ["resident_pension", "work_injury"]


def written(standard: Any = STANDARD, **options: Any) -> Any:
    target = io.BytesIO()
    write_workbook(target, standard, **options)
    return target.getvalue()


def opened(content: Any, **options: Any) -> Any:
    return load_workbook(io.BytesIO(content), **options)


def keyed_cells(book: Any) -> Any:
    """Every cell with its full key, by the rule of the hidden keys; list rows are numbered."""
    for sheet in book:
        columns: dict[int, str] = {}
        numbers: Counter[str] = Counter()
        for row in sheet.iter_rows():
            key = row[0].value
            if key == "#":
                columns = {
                    cell.column: cell.value for cell in row[1:] if isinstance(cell.value, str)
                }
                assert sheet.row_dimensions[row[0].row].hidden
            elif isinstance(key, str) and key != "end" and columns:
                numbers[key] += "#" in key
                for cell in row[1:]:
                    name = columns.get(cell.column, "check")
                    if name == "note" and "*" not in key:
                        family, _, field = key.partition(".")
                        yield f"{family}_notes.{field}", cell
                    elif name != "check" and ("*" in key) == (name != "value"):
                        yield key.replace("#", str(numbers[key])).replace("*", name), cell


def places(book: Any, standard: Any = STANDARD) -> Any:
    return {key: cell for key, cell in keyed_cells(book) if standard.field(key) is not None}
