"""Whether a file was written by the program itself, so that a new run may take its place."""

from pathlib import Path

from sipipeline.reports.json_csv import CSV_COLUMNS
from sipipeline.reports.summary import SUMMARY_NAME
from sipipeline.xlsx.package import PackageError, open_package
from sipipeline.xlsx.sheets import Workbook

_BOM = b"\xef\xbb\xbf"
_HEADS = (b'{"sipipeline": ', b'{"path": ', ",".join(CSV_COLUMNS).encode())
"""How results begin."""


def is_copy(path: Path) -> bool:
    """Whether a file is an annotated copy."""
    workbook = _workbook(path)
    return workbook is not None and bool(workbook.results())


def is_summary(path: Path) -> bool:
    workbook = _workbook(path)
    return workbook is not None and bool(workbook.defined(SUMMARY_NAME))


def is_results(path: Path) -> bool:
    """Whether a file holds results as `--output` writes them, but for text."""
    try:
        with path.open("rb") as file:
            head = file.read(1000)
    except OSError:
        return False
    return head.removeprefix(_BOM).startswith(_HEADS)


def _workbook(path: Path) -> Workbook | None:
    try:
        return Workbook(open_package(path.read_bytes()))
    except (OSError, PackageError):
        return None
