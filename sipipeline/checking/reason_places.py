"""Where the reason for a warning is written: beside what it speaks of; where that has no line of
its own, as a whole sheet has none, in the row of its cell or on the cover."""

from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.findings import Cell, Finding
from sipipeline.core.standard import WORKBOOK
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text
from sipipeline.evidence.notes_of_sheets import note_on
from sipipeline.xlsx import references

_BESIDE = Text(
    zh="没有填错的，在“{column}”栏（{ref}）写明原因。",
    en=" If it is right, write the reason in the column “{column}” ({ref}).",
)
_ON_COVER = Text(
    zh="没有错的，在“{sheet}”表的“{column}”栏（{ref}）写明原因。",
    en=" If nothing is wrong, write the reason on “{sheet}”, column “{column}” ({ref}).",
)
_RECENT = ("cover_notes", "sheets", "causes")
"""The families whose explanations are not on every form that is in use."""


def keys_of(finding: Finding, submission: Submission) -> Sequence[str]:
    """The keys of the explanations that answer a finding: of the lines that it speaks of, on the
    sheet of the cell that it is about, where they have any."""
    beside = [key for key in _beside(finding.cells) if submission.standard.has(key)]
    if beside or not finding.cells:
        return beside or [keys.note_of_sheet(WORKBOOK.key)]
    cell = finding.cells[0]
    return [*_of_row(cell, submission), note_on(cell.sheet, submission, cell.key)]


def told(finding: Finding, submission: Submission) -> Text:
    """Which cell the reason goes into, where the sentences of the rule cannot know whether the form
    has one."""
    recent = [key for key in keys_of(finding, submission) if keys.family(key) in _RECENT]
    key = next((key for key in recent if key in submission.places), "")
    field = submission.standard.field(key)
    if field is None:
        return NOTHING
    sheet, ref = submission.places[key]
    where = _BESIDE if finding.cells and finding.cells[0].sheet == sheet else _ON_COVER
    return where.fill(sheet=sheet, column=field.column.name, ref=ref)


def _beside(cells: Sequence[Cell]) -> Iterator[str]:
    table = keys.table(cells[0].key) if cells else ""
    for cell in cells:
        if cell.key and keys.table(cell.key) == table:
            yield keys.note(cell.key)


def _of_row(cell: Cell, submission: Submission) -> Iterator[str]:
    """The explanations that stand in the row of a cell."""
    row = _row(cell.ref)
    for key, (sheet, ref) in submission.places.items() if row else ():
        if sheet == cell.sheet and keys.is_note(key) and _row(ref) == row:
            yield key


def _row(ref: str) -> int:
    """The row of a reference; 0 where it names none."""
    place = references.place_of(ref)
    return place[0] if place is not None else 0
