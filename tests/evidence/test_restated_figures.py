"""Indicators whose name is that of a figure of the tables, right ones and wrong ones side by side:
restated_figures.tsv."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from support import ask_only

from benchmarks.judgement import FOLDER, submission
from sipipeline.checking.batch import check
from sipipeline.core.findings import Severity

RULE = "I511"
OTHERS = FOLDER.parent / "whole_reports"
LEVELS = {"level1": "产出指标", "level2": "数量指标"}

Row = tuple[str, str, str, str]
"""The unit, target and name of an indicator, and what was reached."""


def _rows() -> list[list[str]]:
    text = Path(__file__).with_name("restated_figures.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _units() -> dict[str, Any]:
    files = [folder / "units.toml" for folder in (FOLDER, OTHERS)]
    return {
        unit: data
        for file in files
        for unit, data in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


@pytest.fixture(scope="module")
def accused() -> dict[Row, bool]:
    """Whether each row, alone in the table of its unit, is accused."""
    units = _units()
    rows = [
        (unit, target, name, actual)
        for unit, target, name, *actuals in _rows()
        for actual in actuals
        if actual != "-"
    ]
    batch = []
    for unit, target, name, actual in rows:
        stated = {"target": "" if target == "-" else target, "actual": actual}
        batch.append(
            submission({**units[unit], "indicators": [{**LEVELS, "level3": name, **stated}]})
        )
    with pytest.MonkeyPatch.context() as patch:
        ask_only(patch, RULE)
        results = check(batch)
    return {
        row: any(one.severity is not Severity.INFO for one in result.findings)
        for row, result in zip(rows, results, strict=True)
    }


@pytest.mark.parametrize(("unit", "target", "name", "right", "wrong"), _rows())
def test_a_row_that_restates_a_figure_is_held_to_it(
    unit: str, target: str, name: str, right: str, wrong: str, accused: dict[Row, bool]
) -> None:
    assert not accused[unit, target, name, right]
    assert wrong == "-" or accused[unit, target, name, wrong]
