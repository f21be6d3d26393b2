"""The standard form filled with what a workbook of another kind states: what its annotated copy is
made of."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.submission import Note, Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.intake.gate import Accepted
from sipipeline.jobs.left_behind import left_behind
from sipipeline.reading.typed import typed_values
from sipipeline.template.workbook import places_of, write_workbook
from sipipeline.xlsx.archive import read_archive
from sipipeline.xlsx.package import Package

_ELSEWHERE = Text(zh="原文件 {place}", en="original file, {place}")
"""Where something stands that has no place in the form; named in Chinese, as all places are."""


@frozen
class FreshForm:
    package: Package
    submission: Submission
    """What the original states, at the places where it stands in the form."""
    left: tuple[Text, ...]
    """What of the original is not in the form, in sentences."""


def fresh_form(accepted: Accepted, package: Package, submission: Submission) -> FreshForm:
    """The form that holds all that a workbook states and the form has a place for."""
    standard = submission.standard
    typed = typed_values(package, submission)
    values = {key: value for key, value in typed.items() if standard.field(key) is not None}
    stated_in = {keys.fund(key) for key in (*submission.places, *values)}
    funds = [fund.key for fund in standard.funds if fund.key in stated_in]
    buffer = io.BytesIO()
    write_workbook(buffer, standard, funds=funds, values=values)
    form = Package(read_archive(buffer.getvalue()))
    left = left_behind(accepted, package, submission, form)
    moved = _moved(submission, places_of(standard, funds, values))
    return FreshForm(form, moved, tuple(left))


def _moved(submission: Submission, places: Mapping[str, tuple[str, str]]) -> Submission:
    """The submission as if it had been read from the form."""
    claims = {
        key: claim._replace(sheet=sheet, ref=ref)
        for key, claim in submission.claims.items()
        for sheet, ref in [places.get(key, (claim.sheet, claim.ref))]
    }
    notes = tuple(_moved_notes(submission.notes, places))
    return replace(submission, claims=claims, notes=notes, places=places)


def _moved_notes(notes: Iterable[Note], places: Mapping[str, tuple[str, str]]) -> Iterable[Note]:
    """The notes at the places of the form; where it has none, the place in the original is part of
    the name."""
    for note in notes:
        if note.key in places:
            sheet, ref = places[note.key]
            yield note._replace(sheet=sheet, ref=ref)
        elif note.ref:
            place = _ELSEWHERE.fill(place=f"{note.sheet}!{note.ref}").zh
            yield note._replace(sheet=place, ref="")
        else:
            yield note
