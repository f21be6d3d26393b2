"""What an overview needs of a submission that its findings do not say."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from sipipeline.core.findings import Finding
from sipipeline.core.particulars import FEN, AccountLine, KeptClaim, Particulars
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Noted, Submission
from sipipeline.language.numbers import normalise

_MEASURES = ("budget", "actual", "prior")


def particulars_of(
    submission: Submission, findings: Sequence[Finding], with_claims: bool
) -> Particulars:
    """What a workbook states of itself; its claims only where they are asked for."""
    last_year = submission.past.last_year
    fen = FEN * submission.standard.yuan(submission.money_unit)
    return Particulars(
        region_code=_written(submission, "cover.region_code"),
        contact=_written(submission, "cover.contact"),
        phone=_written(submission, "cover.phone"),
        fen=fen,
        kinds=_kinds(findings, submission.standard),
        accounts=tuple(_accounts(submission, fen)),
        template=_template(submission),
        previous=submission.past.previous,
        last_year=last_year.number if last_year is not None else None,
        claims=tuple(_stated(submission)) if with_claims else (),
        content=_content(submission),
    )


def _content(submission: Submission) -> str:
    """A hash of what is filled in, wherever it stands, with the reasons beside it."""
    stated = sorted((claim.key, str(claim.raw)) for claim in submission.claims.values())
    noted = sorted((note.what, note.key, str(note.raw)) for note in submission.notes)
    return hashlib.sha256(repr((stated, noted)).encode("utf-8", "surrogatepass")).hexdigest()


def _written(submission: Submission, key: str) -> str:
    """A text of the cover on one line, in plain characters."""
    return " ".join(normalise(submission.choice(key)).split())


def _template(submission: Submission) -> str:
    """Standard and version of the template, as the workbook says; where it has the current one,
    those of the standard."""
    stated = [str(note.raw) for note in submission.notes if note.what == Noted.TEMPLATE]
    standard = submission.standard
    return stated[0] if stated else f"{standard.id}/{standard.version}"


def _kinds(findings: Sequence[Finding], standard: Standard) -> Mapping[str, str]:
    """Kind of the field of each figure that the findings name."""
    cells = [cell for finding in findings for cell in finding.cells]
    cells += [culprit.cell for finding in findings for culprit in finding.culprits]
    fields = {cell.key: standard.field(cell.key) for cell in cells}
    return {key: field.kind for key, field in fields.items() if field and field.numeric}


def _accounts(submission: Submission, fen: float) -> Iterator[AccountLine]:
    """The lines with at least one figure, in the order of the form."""
    accounts = [fund.key for fund in submission.standard.accounts]
    shown = {account for account in accounts if submission.shows(account)}
    for account, item, keys in _lines(submission.standard):
        if account not in shown:
            continue
        figures = [submission.number(key) for key in keys]
        if any(figure is not None for figure in figures):
            yield AccountLine(account, item, *(_in_fen(figure, fen) for figure in figures))


def _in_fen(figure: float | None, fen: float) -> int | None:
    """A figure in fen; None where it is too large to be one."""
    if figure is None or not math.isfinite(figure * fen):
        return None
    return round(figure * fen)


@cache
def _lines(standard: Standard) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Account, item and the keys of the measures of every line of the accounts."""
    return tuple(
        (fund.key, item.key, tuple(f"accounts.{fund.key}.{item.key}.{m}" for m in _MEASURES))
        for fund in standard.accounts
        for item in standard.items_of(fund.key)
    )


def _stated(submission: Submission) -> Iterator[KeptClaim]:
    return (_one_stated(claim, submission) for claim in submission.claims.values())


def _one_stated(claim: Claim, submission: Submission) -> KeptClaim:
    field = submission.standard.field(claim.key)
    unit = field.kind if field is not None and field.numeric else ""
    if unit == "money":
        unit = submission.money_unit
    return KeptClaim(claim.key, claim.value, str(claim.raw), claim.half_width, unit)
