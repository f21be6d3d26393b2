"""The summary workbook, written beside and renamed when the last result has passed through."""

import os
from collections.abc import Iterator
from pathlib import Path

from sipipeline.core.findings import FileResult
from sipipeline.core.text import Lang
from sipipeline.reports.summary import write_summary


def summarised(results: Iterator[FileResult], target: Path, lang: Lang) -> Iterator[FileResult]:
    beside = target.with_name(f".sipipeline-{os.getpid()}-{target.name}")
    try:
        yield from write_summary(beside, results, lang)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
