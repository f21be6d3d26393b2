"""Whether a file was written by the program itself, so that a new run may take its place."""

from pathlib import Path

from sipipeline.reports.json_csv import CSV_COLUMNS
from sipipeline.reports.overview.marks import OVERVIEW_NAME, PAGE_MARK
from sipipeline.xlsx.package import PackageError, open_package
from sipipeline.xlsx.sheets import Workbook

_BOM = b"\xef\xbb\xbf"
_HEADS = (b'{"sipipeline": ', b'{"path": ', ",".join(CSV_COLUMNS).encode())
"""How results begin."""


def is_copy(path: Path) -> bool:
    """Whether a file is an annotated copy."""
    workbook = _workbook(path)
    return workbook is not None and bool(workbook.results())


def is_overview(path: Path) -> bool:
    """Whether a file is an overview as `--summary` writes it."""
    workbook = _workbook(path)
    return workbook is not None and bool(workbook.defined(OVERVIEW_NAME))


def is_page(path: Path) -> bool:
    """Whether a file is an overview as `--page` writes it."""
    return PAGE_MARK.encode() in _beginning(path)


def is_results(path: Path) -> bool:
    """Whether a file holds results as `--output` writes them, but for text."""
    return _beginning(path).removeprefix(_BOM).startswith(_HEADS)


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1000)
    except OSError:
        return b""


def _workbook(path: Path) -> Workbook | None:
    try:
        return Workbook(open_package(path.read_bytes()))
    except (OSError, PackageError):
        return None
