"""Where the reason for a warning is written: beside what it speaks of; where that has no line of
its own, as a whole sheet has none, in the row of its cell or on the cover; for what a sheet lacks
in either place."""

from collections.abc import Collection, Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.findings import Cell, Finding, Kind
from sipipeline.core.standard import WORKBOOK
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.notes_of_sheets import note_on
from sipipeline.language.wordings import is_no_reason
from sipipeline.xlsx import references

_BESIDE = Text(
    zh="没有填错的，在“{column}”栏（{ref}）写明原因。",
    en=" If it is right, write the reason in the column “{column}” ({ref}).",
)
_ON_COVER = Text(
    zh="没有错的，在“{sheet}”表的“{column}”栏（{ref}）写明原因。",
    en=" If nothing is wrong, write the reason on “{sheet}”, column “{column}” ({ref}).",
)
_WHERE = Text(zh="说明写在{places}。", en=" Write it in {places}.")
_PLACE = Text(zh="“{sheet}”表的 {ref} 格", en="{ref} of “{sheet}”")
_ON_SHEET_OF_PEOPLE = frozenset({"headcounts", "benefit_levels"})
_RECENT = ("cover_notes", "sheets", "causes")
"""The families whose explanations are not on every form that is in use."""


def keys_of(finding: Finding, submission: Submission) -> Sequence[str]:
    """The keys of the explanations that answer a finding: of the lines that it speaks of, on the
    sheet of the cell that it is about, where they have any."""
    beside = [key for key in _beside(finding.cells) if submission.standard.has(key)]
    if beside or not finding.cells:
        on_cover = [*_of_lacking(finding, submission)]
        return [*beside, *on_cover] or [keys.note_of_sheet(WORKBOOK.key)]
    cell = finding.cells[0]
    return [*_of_row(cell, submission), note_on(cell.sheet, submission, cell.key)]


def told(finding: Finding, submission: Submission) -> Text:
    """Which cell the reason goes into, where the sentences of the rule cannot know whether the form
    has one; for what a sheet lacks a cell of the sheet and one of the cover."""
    on_cover = [*_of_lacking(finding, submission)]
    if on_cover:
        return _either(keys_of(finding, submission), on_cover, submission)
    recent = [key for key in keys_of(finding, submission) if keys.family(key) in _RECENT]
    key = next((key for key in recent if key in submission.places), "")
    field = submission.standard.field(key)
    if field is None:
        return NOTHING
    sheet, ref = submission.places[key]
    where = _BESIDE if finding.cells and finding.cells[0].sheet == sheet else _ON_COVER
    return where.fill(sheet=sheet, column=field.column.name, ref=ref)


def _of_lacking(finding: Finding, submission: Submission) -> Iterator[str]:
    """The keys of the explanations on the cover that answer for what the sheets of funds, or that
    of the people, lack: of that sheet, of all funds that are asked for, or where these are several
    of the workbook."""
    lacking = [cell.key for cell in finding.cells]
    families = set(map(keys.family, lacking))
    if finding.kind is not Kind.MISSING or not lacking or not families <= keys.OF_FUNDS:
        return
    if families <= _ON_SHEET_OF_PEOPLE:
        yield note_on("", submission, lacking[0])
    yield from _of_funds({keys.fund(key) or "": None for key in lacking}, submission)


def _of_funds(funds: Collection[str], submission: Submission) -> Iterator[str]:
    notes = [keys.note_of_sheet(fund) for fund in funds]
    several = len(notes) > 1
    if several:
        yield keys.note_of_sheet(WORKBOOK.key)
    if not several or not any(is_no_reason(submission.text(note)) for note in notes):
        yield from filter(submission.standard.has, notes)


def _either(every: Sequence[str], on_cover: Sequence[str], submission: Submission) -> Text:
    """The first cell beside the lines, and the first on the cover, for those that the form has."""
    beside = [key for key in every if key not in on_cover]
    known = [[key for key in some if key in submission.places] for some in (beside, on_cover)]
    places = [submission.places[some[0]] for some in known if some]
    if not known[1]:
        return NOTHING
    cells = [_PLACE.fill(sheet=sheet, ref=ref) for sheet, ref in places]
    return _WHERE.fill(places=join(cells, "或", " or "))


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
