"""Workbooks as they look once a spreadsheet program has computed them, and what they say then."""

from pathlib import Path
from typing import Any

from office import converted
from openpyxl import load_workbook


def recalculated(folder: Path, *contents: bytes) -> list[Any]:
    """The workbooks with their formulas computed by LibreOffice."""
    sources = [folder / f"{number}.xlsx" for number in range(len(contents))]
    for source, content in zip(sources, contents):
        source.write_bytes(content)
    saved = converted("xlsx", folder / "out", *sources)
    return [load_workbook(path, data_only=True) for path in saved]


def messages(book: Any) -> dict[tuple[str, str], str]:
    """What the check columns say, by sheet and by the label of the row."""
    found = {}
    for sheet in book:
        columns = [cell.column for cell in sheet[1] if cell.value == "check"]
        for row in range(6, sheet.max_row + 1) if columns else ():
            text = sheet.cell(row, columns[0]).value
            if text not in (None, "", "check", "校验", "Check"):
                found[sheet.title, sheet.cell(row, 2).value] = text.strip("　")
    return found


def all_messages(book: Any) -> list[tuple[str, str]]:
    """All that each row is said to have, by sheet: of a row with several messages the check column
    shows one, the hidden column right of it has them all."""
    found = []
    for sheet in book:
        columns = [cell.column for cell in sheet[1] if cell.value == "check"]
        for row in range(6, sheet.max_row + 1) if columns else ():
            text = sheet.cell(row, columns[0] + 1).value
            found += [(sheet.title, text)] if isinstance(text, str) and text else []
    return found


def errors(book: Any) -> list[str]:
    """The cells that show an error."""
    rows = (row for sheet in book for row in sheet.iter_rows())
    return [f"{cell.parent.title}!{cell.coordinate}" for row in rows for cell in row if _bad(cell)]


def _bad(cell: Any) -> bool:
    return bool(cell.data_type == "e")
