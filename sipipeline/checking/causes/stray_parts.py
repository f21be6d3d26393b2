"""Figures in rows that the form does not have, and the causes that they go with: a sum that has
exactly as much beyond its parts as such a figure of its column, so that the row was added up with
the others; a run of a column that was typed a row off, and ends in such a row."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sipipeline.checking.groups import joined
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Cell, Culprit, Finding, Severity, lies_within
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.localisation.suspects import Group
from sipipeline.rules import f103_figure_out_of_place

_OUT_OF_PLACE = f103_figure_out_of_place.RULE.code
_ABOUT = 1e-6
"""What floating point may leave of a sum."""
_FEWEST = 3
"""Cells of a column that are wrong by one cause, where a figure astray may be of them."""
COUNTED_IN = Text(
    zh="{label}正好多出这一行的 {amount}：表里没有这一行，把它并进所属的科目",
    en="{label} has exactly this {amount} beyond its parts: the form has no such row; add it to "
    "the item it belongs to",
)


def with_stray_parts(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission
) -> list[Finding]:
    """The findings; where each broken sum of a group has as much beyond its parts as a figure of
    its column that stands where the form has no row, these figures are the cause, and no amount of
    the sums."""
    result = list(findings)
    strays = [one for one in findings if one.rule == _OUT_OF_PLACE]
    numbers = {one.group for one in findings if one.group is not None} if strays else set[int]()
    for number_ in sorted(numbers):
        added = _added(number_, findings, strays, groups)
        culprits = tuple(_culprit(stray, broken, submission) for broken, stray in added)
        for place in _places(number_, findings, [stray for _, stray in added]):
            apart = replace(findings[place].without_answer(), expected=None)
            result[place] = replace(apart, group=number_, culprits=culprits)
    return result


def with_strays_of_runs(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; a figure where the form has no row, that one of several wrong cells of its
    column should hold, goes with the cause of these."""
    wrong = {one.group: one.culprits for one in findings if one.group is not None}
    result = list(findings)
    for place, stray in enumerate(findings):
        if stray.rule != _OUT_OF_PLACE or stray.group is not None:
            continue
        for group, culprits in wrong.items():
            if _is_of_run(stray, culprits):
                result[place] = joined(stray, group, culprits)
                break
    return result


def _places(number_: int, findings: Sequence[Finding], added: Sequence[Finding]) -> list[int]:
    """The places of the findings of a group and of those about the rows of stray figures; none
    without such figures."""
    rows = {stray.cells[0].row for stray in added}
    return [
        place
        for place, one in enumerate(findings)
        if rows and (one.group == number_ or _is_in_row(one, rows))
    ]


def _is_in_row(finding: Finding, rows: Collection[tuple[str, str]]) -> bool:
    return finding.rule == _OUT_OF_PLACE and finding.cells[0].row in rows


def _added(
    number_: int, findings: Sequence[Finding], strays: Sequence[Finding], groups: Sequence[Group]
) -> list[tuple[Finding, Finding]]:
    """Each broken sum of a group with the figure that was added up with its parts; empty where one
    has none, or cells beyond the lines of the sums may be wrong."""
    errors = [one for one in findings if one.group == number_ and one.severity is Severity.ERROR]
    if not _are_by_themselves(errors, groups):
        return []
    beyond = [[one for one in strays if _is_beyond(error, one)] for error in errors]
    return [(error, of_error[0]) for error, of_error in zip(errors, beyond)] if all(beyond) else []


def _are_by_themselves(errors: Sequence[Finding], groups: Sequence[Group]) -> bool:
    """Whether the errors of a group are broken sums, and cells of their lines alone are said to be
    wrong."""
    sums = {one.subject for group in groups for one in group.violated if one.parts}
    lines = {keys.row(cell.key) for error in errors for cell in error.cells}
    are_sums = all(cell.key in sums for error in errors for cell in error.cells[:1])
    accused = (one.cell.key for error in errors for one in error.culprits)
    return are_sums and lines.issuperset(map(keys.row, accused))


def _is_beyond(broken: Finding, stray: Finding) -> bool:
    """Whether a sum is off by a stray figure of its column."""
    return broken.cells[0].column == stray.cells[0].column and _is_off_by(broken, stray.stated)


def _is_of_run(stray: Finding, culprits: Sequence[Culprit]) -> bool:
    """Whether one of several wrong cells in the column of a stray figure should hold it."""
    place, amount = stray.cells[0], stray.stated
    column = [one for one in culprits if _stands_above_or_below(one.cell, place)]
    if len(column) < _FEWEST or not isinstance(amount, (int, float)):
        return False
    return any(lies_within(amount, one.expected) for one in column)


def _stands_above_or_below(cell: Cell, other: Cell) -> bool:
    return (cell.sheet, cell.column) == (other.sheet, other.column)


def _is_off_by(finding: Finding, amount: object) -> bool:
    """Whether a sum is an amount, not 0, more than its parts."""
    stated = [cell.value or 0.0 for cell in finding.cells]
    numbers = [float(one) for one in (*stated, amount) if isinstance(one, (int, float))]
    if len(numbers) <= len(stated) or not amount:
        return False
    total, *parts = numbers
    return abs(total - sum(parts)) < _ABOUT * abs(total)


def _culprit(stray: Finding, broken: Finding, submission: Submission) -> Culprit:
    """The figure in the row that the form does not have."""
    label = submission.standard.label(broken.cells[0].key)
    amount = number(stray.stated) if isinstance(stray.stated, float) else ""
    return Culprit(stray.cells[0], None, COUNTED_IN.fill(label=label, amount=amount), "likely")
