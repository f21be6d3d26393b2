"""Workbooks as they look once a spreadsheet program has computed them, and what they say then."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook


def recalculated(folder: Path, *contents: bytes) -> list[Any]:
    """The workbooks with their formulas computed by LibreOffice; skips the test where it is not
    installed."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    sources = [folder / f"{number}.xlsx" for number in range(len(contents))]
    for source, content in zip(sources, contents):
        source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    options = ["--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    call = ["soffice", profile, *options, *map(str, sources)]
    subprocess.run(call, check=True, capture_output=True, timeout=150)
    return [load_workbook(folder / "out" / source.name, data_only=True) for source in sources]


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


def errors(book: Any) -> list[str]:
    """The cells that show an error."""
    rows = (row for sheet in book for row in sheet.iter_rows())
    return [f"{cell.parent.title}!{cell.coordinate}" for row in rows for cell in row if _bad(cell)]


def _bad(cell: Any) -> bool:
    return bool(cell.data_type == "e")
