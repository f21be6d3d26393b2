"""Which findings a group explains: those of its relations, and those that its slip makes beside
them."""

from collections.abc import Collection, Sequence

from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Severity
from sipipeline.core.relations import Relation
from sipipeline.core.submission import Noted, Submission
from sipipeline.localisation.exchanged_changes import EXCHANGED
from sipipeline.localisation.suspects import Group, Slip
from sipipeline.rules import (
    f101_unreadable_figure,
    f103_figure_out_of_place,
    f113_submission_complete,
    f119_form_alone,
    f121_labels_agree_with_keys,
    n601_text_agrees_with_tables,
)

OUT_OF_PLACE = f103_figure_out_of_place.RULE
OUT_OF_PLACES = f119_form_alone.RULE
LACKING = f113_submission_complete.RULE
UNREADABLE = f101_unreadable_figure.RULE.code
_LABELS = f121_labels_agree_with_keys.RULE.code
_QUOTING = n601_text_agrees_with_tables.RULE.code
_OF_ACCOUNTS = frozenset({"misplaced", "exchanged sheets"})
"""Slips by which accounts get in the sheets of other funds."""
_PASTED = frozenset({"pasted", "pasted somewhere"})
"""Slips by which the figures of another fund get in a sheet."""
_STUB = "not in the total"
"""The slip of a sheet with a few amounts that the total lacks."""
_ASTRAY = _OF_ACCOUNTS | _PASTED | {"rows too low", "rows too high", _STUB}
"""Slips by which figures get where the fund has no line, or no account."""


def explained_by(
    group: Group, findings: Sequence[Finding], culprits: Sequence[Culprit], submission: Submission
) -> list[int]:
    """The places of the findings that a group explains."""
    told = _places(findings, group, submission)
    return [
        *told,
        *_astray(findings, group, culprits),
        *_unread(findings, group, culprits),
        *_copied(findings, group, submission),
    ]


def _places(findings: Sequence[Finding], group: Group, submission: Submission) -> list[int]:
    """The places of the findings that say that a relation of the group is violated, and have no
    group yet."""
    violated = {_identity(relation, submission) for relation in group.violated}
    open_ = [place for place, finding in enumerate(findings) if finding.group is None]
    return [place for place in open_ if _about(findings[place]) in violated]


def _astray(findings: Sequence[Finding], group: Group, culprits: Sequence[Culprit]) -> list[int]:
    """The places of the findings that a slip of whole columns of the group makes beside errors: of
    figures where there is no line, and of cells that seem to be blank."""
    slips = {suspect.slip.code: suspect.slip for suspect in group.suspects}
    cells = {culprit.cell.key for culprit in culprits}
    if _ASTRAY.isdisjoint(slips):
        return []
    columns = {culprit.cell.column for culprit in culprits}
    with_funds = (_OF_ACCOUNTS | {_STUB}) & slips.keys()
    moved = set[str]().union(*(_funds_of(slips[code]) for code in with_funds))
    of_sheets = not slips.keys().isdisjoint(_OF_ACCOUNTS | _PASTED)
    sheets = {sheet for sheet, _ in columns} if of_sheets else set[str]()

    def follows(finding: Finding) -> bool:
        if finding.rule == OUT_OF_PLACE.code:
            return finding.cells[0].column in columns
        is_beside = _is_of_blanks(finding, cells, sheets)
        return is_beside or _is_of_moved(finding, moved, sheets)

    return [place for place, finding in enumerate(findings) if follows(finding)]


def _unread(findings: Sequence[Finding], group: Group, culprits: Sequence[Culprit]) -> list[int]:
    """The places of the findings that what stands in the place of another column cannot be read
    there, where the group is of these two columns."""
    if all(suspect.slip.code != EXCHANGED for suspect in group.suspects):
        return []
    cells = {culprit.cell.key for culprit in culprits}
    unread = [place for place, one in enumerate(findings) if one.rule == UNREADABLE]
    return [place for place in unread if findings[place].cells[0].key in cells]


def _copied(findings: Sequence[Finding], group: Group, submission: Submission) -> list[int]:
    """The places of the findings that a sheet is a copy of another by its hidden keys, whose
    figures the group says that it still has."""
    slips = (suspect.slip.figures for suspect in group.suspects)
    pasted = {keys.measure(str(one["sheet"])) for one in slips if one.get("copy")}
    notes = (note for note in submission.notes if note.what is Noted.COPY_OF_ANOTHER)
    sheets = {note.sheet for note in notes if note.raw in pasted}
    return [
        place
        for place, one in enumerate(findings)
        if one.rule == _LABELS and one.cells[0].sheet in sheets and not one.cells[0].ref
    ]


def _is_of_blanks(finding: Finding, cells: Collection[str], sheets: Collection[str]) -> bool:
    """Whether a finding notes but what some cells, or those of whole sheets, leave blank."""
    is_note = finding.severity is Severity.INFO and finding.group is None
    return is_note and any(cell.key in cells or cell.sheet in sheets for cell in finding.cells)


def _funds_of(slip: Slip) -> set[str]:
    """The funds of the accounts that stand in other sheets, or are but begun."""
    names = {"sheet", "fund"} & slip.figures.keys()
    return {keys.measure(str(slip.figures[name])) for name in names}


def _is_of_moved(finding: Finding, funds: Collection[str], sheets: Collection[str]) -> bool:
    """Whether a finding is only there because accounts of some funds stand in other sheets, or are
    but begun: what these seem to lack, and how much stands there where the form has no line."""
    if finding.rule == OUT_OF_PLACES.code:
        return finding.cells[0].sheet in sheets
    is_lack = finding.rule == LACKING.code and finding.group is None
    return is_lack and all(keys.fund(cell.key) in funds for cell in finding.cells)


def _identity(relation: Relation, submission: Submission) -> tuple[str, ...]:
    """What tells a relation: its rule and subject; of a quote the field and the cell it quotes."""
    subject = relation.subject
    if relation.rule == _QUOTING:
        words = str(submission.claims[subject].raw)
        return relation.rule, keys.text_of(subject), keys.quoted(subject), words
    return relation.rule, subject


def _about(finding: Finding) -> tuple[str, ...]:
    """What tells the relation that a finding says is violated; empty if it is no error."""
    if finding.severity is not Severity.ERROR:
        return ()
    if finding.rule == _QUOTING:
        return finding.rule, *(cell.key for cell in finding.cells[:2]), finding.shown.was.zh
    return finding.rule, finding.cells[0].key if finding.cells else ""
