"""Rows of 增支原因 whose amount and share stand in each other's cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.display import number, percent
from sipipeline.core.findings import Culprit, Finding, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join, same
from sipipeline.core.values import frozen
from sipipeline.language.numbers import read_number
from sipipeline.language.units import PERCENT

_FAMILY = "causes"
_CELLS = ("amount", "share")
_NEAR = 0.005
"""So far from its share an amount may be, as a part of the change; or half a unit of its last
digit."""
_WHY = Text(
    zh="增支原因第 {rows} 项的“{amount}”和“{share}”填反了：互换后与增减额相符",
    en="the {amount} and the {share} of cause(s) no. {rows} stand in each other's cell: exchanged "
    "they agree with the change",
)


@frozen
class Meant:
    """What the two cells of a row should hold."""

    amount: float
    share: float


def with_exchanged_causes(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of rows whose amount and share agree with the change of their item once
    they are exchanged are one group, with both cells of each as the wrong ones."""
    told = {row for one in findings if (row := _row(one)) is not None}
    rows = {row: found for row in sorted(told) if (found := _exchanged(row, submission))}
    if not rows:
        return list(findings)
    group, culprits = next(fresh_numbers(findings)), [*_culprits(rows, submission)]
    return [
        joined(replace(one, culprits=()), group, culprits) if _row(one) in rows else one
        for one in findings
    ]


def _row(finding: Finding) -> int | None:
    """The row of 增支原因 whose amount or share a finding is about."""
    key = finding.cells[0].key if finding.cells else ""
    is_one = keys.family(key) == _FAMILY and keys.measure(key) in _CELLS
    return keys.number(key) if is_one else None


def _exchanged(row: int, submission: Submission) -> Meant | None:
    """What a row should hold, where its amount is a share and its share the amount."""
    cause = f"{_FAMILY}.{row}"
    fund, item = (submission.choice(f"{cause}.{one}") for one in ("fund", "item"))
    change = submission.number(f"accounts.{fund}.{item}.change")
    share, amount = (_typed(f"{cause}.{one}", submission) for one in _CELLS)
    if not change or share is None or amount is None or amount[1] == PERCENT.symbol:
        return None
    made = amount[0] / change
    parts = [share[0] / 100] if share[1] == PERCENT.symbol else [share[0], share[0] / 100]
    fitting = [part for part in parts if abs(part - made) <= _NEAR and 0 < abs(part) <= 1]
    return Meant(amount[0], fitting[0]) if fitting else None


def _typed(key: str, submission: Submission) -> tuple[float, str] | None:
    """The number that stands in a cell, as it is written, and its unit; also where it could not be
    read as what its place asks for."""
    claim = submission.claims.get(key)
    notes = (note.raw for note in submission.notes if note.key == key)
    raw = claim.raw if claim is not None else next(notes, None)
    if isinstance(raw, int | float):
        return float(raw), ""
    read = read_number(raw) if isinstance(raw, str) else None
    return (read.value, read.unit) if read is not None else None


def _culprits(rows: Mapping[int, Meant], submission: Submission) -> Iterator[Culprit]:
    """Both cells of each row, with what stands in the other."""
    columns = {column.key: column.name for column in submission.standard.causes}
    listed = join([same(str(row)) for row in rows], "、", ", ")
    why = _WHY.fill(rows=listed, amount=columns["amount"], share=columns["share"])
    for row, meant in rows.items():
        for key, better, words in (
            (f"{_FAMILY}.{row}.amount", meant.amount, number(meant.amount, 2)),
            (f"{_FAMILY}.{row}.share", meant.share, percent(meant.share)),
        ):
            cell = submission.cell(key)
            shown = Shown(same(str(cell.value)), same(words))
            label = submission.standard.label(key)
            yield Culprit(cell, better, why, "likely", None, label, shown, together=True)
