"""Sheets that were left as last year's workbook has them: what texts, indicators, the year on the
cover and the workbook of last year say against their figures is no cause of its own."""

from collections.abc import Collection, Sequence

from sipipeline.checking.causes.copied_columns import disagreeing
from sipipeline.checking.groups import as_one_open, joined
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Kind
from sipipeline.core.submission import Submission
from sipipeline.rules import h706_brought_up_to_date, p407_year_fits

_LEFT, _YEAR = h706_brought_up_to_date.RULE.code, p407_year_fits.RULE.code


def with_sheets_left(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; what does not agree with sheets that were left goes with these, and so does
    what does not follow from last year's workbook; where the cells of these sheets are known to be
    wrong, all of it goes with those."""
    left = next((one for one in findings if one.rule == _LEFT), None)
    if left is None:
        return list(findings)
    members = {findings.index(left), *_members(left, findings, submission)}
    told = _telling(left, findings)
    if told is None:
        return as_one_open(findings, members, (), left.todo)
    return [
        joined(one, told.group, told.culprits) if place in members else one
        for place, one in enumerate(findings)
    ]


def _members(left: Finding, findings: Sequence[Finding], submission: Submission) -> Collection[int]:
    """The places of the findings that there are because of the sheets."""
    funds = {keys.fund(cell.key) for cell in left.cells}
    is_whole = funds == {fund.key for fund in submission.funds}
    if is_whole:
        funds.add(submission.standard.total.key)
    members = disagreeing(
        {key for key in submission.claims if keys.fund(key) in funds}, findings, submission
    )
    for place, one in enumerate(findings):
        is_of_funds = bool(one.cells) and keys.fund(one.cells[0].key) in funds
        of_history = one.kind is Kind.HISTORY and is_of_funds
        if of_history or (is_whole and one.rule == _YEAR):
            members.add(place)
    return members


def _telling(left: Finding, findings: Sequence[Finding]) -> Finding | None:
    """A finding that singles out the cells of the sheets."""
    cells = {cell.key for cell in left.cells}
    return next((one for one in findings if cells <= one.singled_out), None)
