"""The values of a submission as a person typed them: `114%` as that text, 2020-08-03 as a date."""

from collections.abc import Mapping

from sipipeline.core import keys
from sipipeline.core.submission import Claim, Note, Noted, Submission
from sipipeline.xlsx.number_formats import stored_numbers
from sipipeline.xlsx.package import Package

_EXACT = 1e15
"""Whole numbers below are exact as binary fractions."""


def typed_values(package: Package, submission: Submission) -> dict[str, object]:
    """Key to value as `fill` takes it; a number with a percent format is the percent that was
    typed."""
    formats = _percent_formats(package, submission)
    values = {key: _typed(claim, formats.get(key)) for key, claim in submission.claims.items()}
    unclaimed = {note.key: note.raw for note in submission.notes if _is_unclaimed_text(note)}
    return values | unclaimed


def percent_text(value: float, number_format: str) -> str:
    """A fraction as a percent format shows it: 1.14 and `0.0%` -> 114.0%."""
    decimals = len(number_format.partition("%")[0].partition(".")[2])
    return f"{value * 100:.{decimals}f}%"


def _is_unclaimed_text(note: Note) -> bool:
    """Whether a note is of a text typed where a figure is asked for, unreadable or a dash, of which
    there is no claim; not what the sheet only shows so, as an error or a date."""
    if note.what not in (Noted.UNREADABLE, Noted.BLANK_WORD) or note.detail:
        return False
    return isinstance(note.raw, str)


def _typed(claim: Claim, percent: str | None) -> object:
    raw = claim.raw
    if isinstance(raw, str):
        is_choice = keys.is_of_list(claim.key, "causes") and isinstance(claim.value, str)
        return claim.value if is_choice else raw
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return claim.value
    return _number(float(raw)) if percent is None else percent_text(float(raw), percent)


def _number(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def _percent_formats(package: Package, submission: Submission) -> Mapping[str, str]:
    """Number formats of the rate cells that have a percent format."""
    rates = [claim for claim in submission.claims.values() if _is_stored_rate(claim, submission)]
    if not rates:
        return {}
    sheets = {claim.sheet: stored_numbers(package, claim.sheet) for claim in rates}
    formats = {
        claim.key: sheets[claim.sheet][claim.ref].number_format
        for claim in rates
        if claim.ref in sheets[claim.sheet]
    }
    return {key: shown for key, shown in formats.items() if shown.rstrip().endswith("%")}


def _is_stored_rate(claim: Claim, submission: Submission) -> bool:
    field = submission.standard.field(claim.key)
    return field is not None and field.kind == "rate" and isinstance(claim.raw, (int, float))
