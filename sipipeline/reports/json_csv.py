"""Results as the contract's JSON, and as rows of a table."""

import csv
import io
import json
from typing import Any

from sipipeline.core.findings import Cell, Culprit, FileResult, Finding
from sipipeline.core.text import Lang
from sipipeline.reports.issues import Issue, issues
from sipipeline.reports.phrases import culprit_line

CSV_COLUMNS = (
    "path",
    "unit",
    "year",
    "verdict",
    "rule",
    "severity",
    "kind",
    "key",
    "sheet",
    "ref",
    "stated",
    "expected_low",
    "expected_high",
    "difference",
    "message",
    "todo",
    "group",
    "culprits",
)
_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run."""
_COUNTS = ("checked", "agree", "within_rounding", "violated", "not_applicable")


def as_json(result: FileResult, lang: Lang) -> dict[str, Any]:
    """One entry of `files`, as docs/json.md describes it."""
    return {
        "path": result.path,
        "sha256": result.sha256,
        "standard": result.standard,
        "unit": result.unit,
        "year": result.year,
        "verdict": result.verdict.value,
        "annotated": result.annotated,
        "rules": {name: result.counts.get(name, 0) for name in _COUNTS},
        "findings": [_finding(finding, lang) for finding in result.findings],
        "causes": [_cause(issue, lang) for issue in issues(result.findings)],
        "indicators": [
            {
                "number": line.number,
                "name": line.name,
                "target": line.target,
                "actual": line.actual,
                "status": line.status,
                "completion": line.completion,
                "reason": line.reason.in_(lang) if line.reason else None,
            }
            for line in result.indicators
        ],
        "undecided": [
            {
                "rule": entry.rule,
                "cells": [_cell(cell) for cell in entry.cells],
                "reason": entry.reason.in_(lang),
            }
            for entry in result.undecided
        ],
        "implied": [
            _cell(blank.cell) | {"suggest": blank.value, "expected": list(blank.expected)}
            for blank in result.implied
        ],
    }


def dumps(record: dict[str, Any], ascii_only: bool = False) -> str:
    return json.dumps(record, ensure_ascii=ascii_only, default=str)


def as_csv(result: FileResult, lang: Lang) -> str:
    """One line a finding; a file without findings has one line with its verdict."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    head = [result.path, result.unit or "", result.year or "", result.verdict.value]
    for finding in result.findings:
        first = finding.cells[0] if finding.cells else Cell("")
        low, high = finding.expected or (None, None)
        row = [
            finding.rule,
            finding.severity.value,
            finding.kind.value,
            first.key,
            first.sheet,
            first.ref,
        ]
        tail = [
            finding.stated,
            low,
            high,
            finding.difference,
            finding.message.in_(lang),
            finding.todo.in_(lang),
        ]
        culprits = [finding.group, culprit_line(finding.culprits).in_(lang)]
        writer.writerow([_inert(value) for value in (*head, *row, *tail, *culprits)])
    if not result.findings:
        blank = [""] * (len(CSV_COLUMNS) - len(head))
        writer.writerow([_inert(value) for value in (*head, *blank)])
    return out.getvalue()


def _inert(value: object) -> object:
    """The value; a text that a spreadsheet would run as a formula has an apostrophe in front, and
    its lines end in `\\n` alone, because a bare `\\r` would end the row."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if value.startswith(_RUN_AS_FORMULA) else text


def _finding(finding: Finding, lang: Lang) -> dict[str, Any]:
    record: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "kind": finding.kind.value,
        "cells": [_cell(cell) for cell in finding.cells],
        "message": finding.message.in_(lang),
        "todo": finding.todo.in_(lang),
    }
    if finding.stated is not None:
        record["stated"] = finding.stated
    if finding.expected is not None:
        record["expected"] = list(finding.expected)
    if finding.difference is not None:
        record["difference"] = finding.difference
    if finding.culprits:
        record["culprits"] = [_culprit(culprit, lang) for culprit in finding.culprits]
    if finding.group is not None:
        record["group"] = finding.group
    return record


def _cause(issue: Issue, lang: Lang) -> dict[str, Any]:
    return {
        "group": issue.first.group,
        "severity": issue.severity.value,
        "message": issue.message.in_(lang),
        "todo": issue.todo.in_(lang),
        "culprits": [_culprit(culprit, lang) for culprit in issue.culprits],
        "findings": list(issue.places),
        "settles": len(issue.findings),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"key": cell.key, "sheet": cell.sheet, "ref": cell.ref, "value": cell.value}


def _culprit(culprit: Culprit, lang: Lang) -> dict[str, Any]:
    record = {
        "suggest": culprit.suggest,
        "why": culprit.why.in_(lang),
        "confidence": culprit.confidence,
    }
    if culprit.expected is not None:
        record["expected"] = list(culprit.expected)
    return _cell(culprit.cell) | record
