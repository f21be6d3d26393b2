"""The entry of an overview that the result of a file makes."""

import math
from collections.abc import Mapping, Sequence

from sipipeline.core.findings import Culprit, FileResult, Finding, IndicatorResult, Verdict
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.reports.calls import why_to_call
from sipipeline.reports.issues import Issue, issues
from sipipeline.reports.overview.entries import Entry, IndicatorEntry, IssueEntry
from sipipeline.reports.phrases import where


def entry_of(
    result: FileResult,
    *,
    path: str | None = None,
    round: int = 1,
    received: str = "",
    copy: str | None = None,
) -> Entry:
    """The entry of a file's result; `path` and `copy` where they are others than it was checked
    under."""
    particulars = result.particulars
    is_unreadable = result.verdict is Verdict.UNREADABLE
    told = issues(result.findings)
    return Entry(
        path=path or result.path,
        verdict=result.verdict,
        sha256=result.sha256,
        content=particulars.content,
        standard=result.standard or "",
        unit=result.unit or "",
        region_code=particulars.region_code,
        year=result.year,
        round=round,
        contact=particulars.contact,
        phone=particulars.phone,
        received=received,
        copy=copy or result.annotated or "",
        unreadable=_unreadable(result.findings) if is_unreadable else NOTHING,
        call=why_to_call(result, told),
        issues=tuple(_issue(issue, result) for issue in told),
        indicators=tuple(_indicator(line) for line in result.indicators),
        accounts=particulars.accounts,
    )


def _unreadable(findings: Sequence[Finding]) -> Text:
    return join([findings[0].message, findings[0].todo], "", " ") if findings else NOTHING


def _issue(issue: Issue, result: FileResult) -> IssueEntry:
    cell = issue.cell
    return IssueEntry(
        rule=issue.first.rule,
        severity=issue.severity,
        message=issue.message,
        todo=issue.todo,
        cell=where(cell) if cell is not None else "",
        key=cell.key if cell is not None else "",
        money=_money(issue, result),
        settles=len(issue.findings),
        group=issue.first.group,
        explained=issue.first.explained,
    )


_ANOTHER_UNIT = 10
"""The least factor between two units of money."""


def _money(issue: Issue, result: FileResult) -> int | None:
    """Fen by which the wrong cells are off; where it is not known which are wrong, or how far, the
    most that one of the findings is off."""
    kinds = result.particulars.kinds
    wrong = [culprit for culprit in issue.wrong if kinds.get(culprit.cell.key) == "money"]
    off = [distance for culprit in wrong if (distance := _distance(culprit)) is not None]
    amounts = [_amount(finding, kinds) for finding in issue.findings]
    largest = max(amounts, default=0.0)
    fen = (sum(off) or largest) * result.particulars.fen
    return round(fen) or None if math.isfinite(fen) else None


def _distance(culprit: Culprit) -> float | None:
    """How far a cell is from what it should be; None where that is not known. Of a figure that is
    ten times too large and more, as one in another unit, what it should be."""
    stated = culprit.cell.value
    if culprit.expected is None or isinstance(stated, bool) or not isinstance(stated, int | float):
        return None
    low, high = culprit.expected
    if low is not None and stated < low:
        return low - stated
    if high is None or stated <= high:
        return None
    return high if 0 < high <= stated / _ANOTHER_UNIT else stated - high


def _amount(finding: Finding, kinds: Mapping[str, str]) -> float:
    """By how much a finding is off; 0 where the first figure that it names is no money."""
    figures = (kinds[cell.key] for cell in finding.cells if cell.key in kinds)
    return abs(finding.difference or 0.0) if next(figures, "") == "money" else 0.0


def _indicator(line: IndicatorResult) -> IndicatorEntry:
    return IndicatorEntry(
        line.number,
        line.name,
        line.target,
        line.actual,
        line.status,
        line.completion,
        line.reason or NOTHING,
        line.explanation,
    )
