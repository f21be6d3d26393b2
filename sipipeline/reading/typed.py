"""The values of a submission as a person typed them: `114%` as that text, 2020-08-03 as a date."""

from collections.abc import Mapping
from io import BytesIO

from sipipeline.core import keys
from sipipeline.core.submission import Claim, Note, Submission


def typed_values(content: bytes, submission: Submission) -> dict[str, object]:
    """Key to value as `fill` takes it; a number with a percent format is the percent that was
    typed."""
    formats = _percent_formats(content, submission)
    values = {key: _typed(claim, formats.get(key)) for key, claim in submission.claims.items()}
    return values | {note.key: note.raw for note in submission.notes if _is_text(note)}


def _is_text(note: Note) -> bool:
    """A text where a figure is asked for, unreadable or a dash: it makes no claim, but it was
    typed."""
    return (
        note.what in ("unreadable", "blank_word")
        and note.detail != "error"
        and isinstance(note.raw, str)
    )


def percent_text(value: float, number_format: str) -> str:
    """1.14 and `0.0%` -> 114.0%."""
    decimals = len(number_format.partition("%")[0].partition(".")[2])
    return f"{value * 100:.{decimals}f}%"


def _typed(claim: Claim, percent: str | None) -> object:
    if isinstance(claim.raw, (int, float)) and not isinstance(claim.raw, bool):
        value = float(claim.raw)
        if percent is not None:
            return percent_text(value, percent)
        return int(value) if value == int(value) and abs(value) < 1e15 else value
    if isinstance(claim.raw, str):
        return (
            claim.value
            if keys.is_of_list(claim.key, "causes") and isinstance(claim.value, str)
            else claim.raw
        )
    return claim.value


def _percent_formats(content: bytes, submission: Submission) -> Mapping[str, str]:
    """Number formats of the rate cells that have a percent format."""
    rates = [
        claim
        for key, claim in submission.claims.items()
        if (found := submission.standard.field(key)) is not None
        and found.kind == "rate"
        and isinstance(claim.raw, (int, float))
    ]
    if not rates:
        return {}
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content))
    formats = {claim.key: str(book[claim.sheet][claim.ref].number_format) for claim in rates}
    return {key: form for key, form in formats.items() if form.rstrip().endswith("%")}
