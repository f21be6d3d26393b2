"""The workbook of a county with errors of several rules, and what is said of it in each kind."""

import json
from pathlib import Path
from typing import Any

from sipipeline.core.findings import FileResult
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate

DATA = Path(__file__).parent / "kinds" / "data"
COUNTY = json.loads((DATA / "county.json").read_text("utf-8"))
UNMARKED = "F123"
"""SheetJS keeps no defined names."""


def checked(path: Path, **options: Any) -> FileResult:
    (result,) = validate(collect([path]), Options(**options))
    return result


def told(result: FileResult) -> list[tuple[str, str, str]]:
    """What was found, wherever the cells stand."""
    found = [one for one in result.findings if one.rule != UNMARKED]
    return [
        (one.rule, one.cells[0].key if one.cells else "", one.message.zh)
        for one in sorted(found, key=lambda one: (one.rule, one.message.zh))
    ]
