"""Whom to call: whose clerk will hardly settle the file from its copy alone, and why."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.core.findings import FileResult, Severity, Verdict
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.reports.issues import Issue
from sipipeline.rules import f111_nothing_filled_in, f113_submission_complete, p407_year_fits

_MANY = 8
"""From so many corrections on a call is quicker."""
_WHOLE = 20
"""Cells that one slip put wrong: a whole sheet or column."""
_UNKNOWN = 3
"""Errors of which it is not known where they are."""
_PARTS = 3
"""Parts that are missing."""
_EMPTY = f111_nothing_filled_in.RULE.code
_MISSING = f113_submission_complete.RULE.code
_YEAR = p407_year_fits.RULE.code
_PARTS_MISSING = Text(
    zh="有 {count} 处没有填，在：{sheets}。",
    en="{count} {count:part is|parts are} not filled in, on: {sheets}.",
)
_MANY_ERRORS = Text(zh="有 {count} 处要改。", en="{count} {count:correction|corrections} to make.")
_MANY_UNKNOWN = Text(
    zh="有 {count} 处对不上，找不出是哪一格填错。",
    en="{count} {count:contradiction|contradictions} of which it is not known which cell is wrong.",
)


def why_to_call(result: FileResult, told: Sequence[Issue]) -> Text:
    """Why a call is due about a file; nothing where the copy says all that there is to do."""
    if result.verdict is Verdict.UNREADABLE:
        return result.findings[0].message if result.findings else NOTHING
    asked = [issue for issue in told if issue.severity is Severity.WARNING]
    errors = [issue for issue in told if issue.severity is Severity.ERROR]
    return _missing(asked) or _grave([*errors, *asked]) or _many(errors) or NOTHING


def _missing(asked: Sequence[Issue]) -> Text | None:
    missing = [issue for issue in asked if issue.first.rule == _MISSING]
    if len(missing) < _PARTS:
        return None
    return _PARTS_MISSING.fill(count=len(missing), sheets=_sheets(missing))


def _grave(told: Sequence[Issue]) -> Text | None:
    return next((issue.message for issue in told if _is_grave(issue)), None)


def _many(errors: Sequence[Issue]) -> Text | None:
    unknown = sum(bool(issue.culprits) and not issue.is_located for issue in errors)
    if unknown >= _UNKNOWN:
        return _MANY_UNKNOWN.fill(count=unknown)
    return _MANY_ERRORS.fill(count=len(errors)) if len(errors) >= _MANY else None


def _is_grave(issue: Issue) -> bool:
    """Whether an issue puts all of a sheet, or all of the workbook, in question."""
    rule, about = issue.first.rule, issue.first.about
    if rule == _MISSING:
        return keys.is_of_list(about, "indicators")
    is_of_another_year = rule == _YEAR and about == "cover.year"
    return rule == _EMPTY or is_of_another_year or len(issue.wrong) >= _WHOLE


def _sheets(told: Sequence[Issue]) -> Text:
    """The sheets that issues are on, each once."""
    names = dict.fromkeys(issue.cell.sheet for issue in told if issue.cell is not None)
    return join(list(map(same, names)), "、", ", ")
