"""Whom to call: whose clerk will hardly settle the file from its copy alone, and why."""

from collections.abc import Sequence

from sipipeline.core.findings import FileResult, Severity, Verdict
from sipipeline.core.text import NOTHING, Text
from sipipeline.reports.issues import Issue
from sipipeline.rules import f111_nothing_filled_in

_MANY = 8
"""From so many corrections on a call is quicker."""
_WHOLE = 20
"""Cells that one slip put wrong: a whole sheet or column."""
_UNKNOWN = 3
"""Errors of which it is not known where they are."""
_EMPTY = f111_nothing_filled_in.RULE.code
_MANY_ERRORS = Text(zh="有 {count} 处要改。", en="{count} corrections to make.")
_MANY_UNKNOWN = Text(
    zh="有 {count} 处对不上，找不出是哪一格填错。",
    en="{count} contradictions of which it is not known which cell is wrong.",
)


def why_to_call(result: FileResult, told: Sequence[Issue]) -> Text:
    """Why a call is due about a file; nothing where the copy says all that there is to do."""
    if result.verdict is Verdict.UNREADABLE:
        return result.findings[0].message if result.findings else NOTHING
    errors = [issue for issue in told if issue.severity is Severity.ERROR]
    for issue in errors:
        if issue.first.rule == _EMPTY or len(issue.wrong) >= _WHOLE:
            return issue.message
    unknown = sum(bool(issue.culprits) and not issue.is_located for issue in errors)
    if unknown >= _UNKNOWN:
        return _MANY_UNKNOWN.fill(count=unknown)
    return _MANY_ERRORS.fill(count=len(errors)) if len(errors) >= _MANY else NOTHING
