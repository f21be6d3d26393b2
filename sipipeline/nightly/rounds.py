"""What a submission is beside those before it, and what has changed since the round before."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sipipeline.core import keys
from sipipeline.core.findings import FileResult, Finding, Severity
from sipipeline.core.past import Explanation, SinceLastRound
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger import submissions
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Cause, Record, Standing
from sipipeline.nightly.units import Units
from sipipeline.reports.issues import Issue, issues
from sipipeline.reports.phrases import where


@frozen
class Position:
    """Where a submission stands among those of its unit and year."""

    standing: Standing
    unit_key: str = ""
    round: int | None = None
    repeats: int | None = None
    before: Record | None = None
    """The round before."""


def place_of(ledger: Ledger, record: Record, result: FileResult, units: Units) -> Position:
    """Where the result of a submission stands."""
    key = units.key_of(result.unit or "", result.particulars.region_code)
    if not key:
        return Position("unknown")
    rounds = submissions.rounds(ledger, key, result.year)
    others = [one for one in rounds if one.id != record.id]
    if (own := _own_round(record, key, result.year)) is not None:
        return Position("round", key, own, None, _before(others, own))
    stated = statements(result)
    same = [one for one in others if one.statements == stated]
    if same:
        return Position("unchanged", key, same[-1].round, same[-1].id)
    last = others[-1] if others else None
    return Position("round", key, _after(last), None, last)


def statements(result: FileResult) -> str:
    """A hash of what a submission states, and of what was found in it before any explanation of
    an earlier round was looked at."""
    stated = sorted((claim.key, claim.value, claim.text) for claim in result.particulars.claims)
    found = sorted(_of_finding(finding) for finding in result.findings)
    return hashlib.sha256(json.dumps([stated, found], default=str).encode()).hexdigest()


def progress(before: Record, causes: Sequence[Cause], told: Sequence[Issue]) -> SinceLastRound:
    """What has changed: an issue is the same as long as one of its findings is; one text says many
    things, and each of them is another finding."""
    asked = [issue for issue in told if issue.severity is not Severity.INFO]
    earlier = [cause for cause in causes if cause.severity != Severity.INFO.value]
    then = set(chain.from_iterable(cause.findings for cause in earlier))
    new = [issue.number for issue in asked if then.isdisjoint(_now_and_then(issue))]
    return SinceLastRound(
        previous=before.round or 0,
        fixed=tuple(_fixed(earlier, asked)),
        open=tuple(issue.number for issue in asked if issue.number not in new),
        new=tuple(new),
    )


def causes_of(result: FileResult) -> list[Cause]:
    """The issues of a result as the ledger keeps them."""
    return [_cause(issue) for issue in issues(result.findings)]


def explanations_of(findings: Iterable[Finding]) -> dict[tuple[str, str], Explanation]:
    """The reasons that stand beside findings, or were given before, by rule and cell: by all cells
    of a finding where an earlier one of its rule is about the same cell."""
    result: dict[tuple[str, str], Explanation] = {}
    for finding in findings:
        if finding.explanation is not None:
            is_taken = (finding.rule, finding.about) in result
            about = finding.about_all if is_taken else finding.about
            result[finding.rule, about] = finding.explanation
    return result


def _own_round(record: Record, key: str, year: int | None) -> int | None:
    """The round that a submission was when it was checked before; None where it was none of this
    unit and year."""
    return record.round if (record.unit_key, record.year) == (key, year) else None


def _after(last: Record | None) -> int:
    return 1 if last is None else (last.round or 0) + 1


def _fixed(earlier: Sequence[Cause], asked: Sequence[Issue]) -> Iterator[tuple[str, Text]]:
    """Cell and sentence of each earlier cause of which no finding is left."""
    now = set(chain.from_iterable(map(_now_and_then, asked)))
    for cause in earlier:
        if now.isdisjoint(cause.findings):
            yield cause.cell, cause.text


def _before(others: Sequence[Record], round: int) -> Record | None:
    earlier = [one for one in others if (one.round or 0) < round]
    return earlier[-1] if earlier else None


def _of_finding(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.cells[0].key if finding.cells else ""


def _findings(issue: Issue) -> tuple[tuple[str, str], ...]:
    return tuple(_known_by(finding) for finding in issue.findings)


def _known_by(finding: Finding) -> tuple[str, str]:
    """By what the next round knows a finding: its rule and its cell; of one about a text, with the
    cells that the text is held to."""
    rule, about = _of_finding(finding)
    is_of_text = keys.family(about) == "narrative"
    return rule, " ".join(cell.key for cell in finding.cells) if is_of_text else about


def _now_and_then(issue: Issue) -> set[tuple[str, str]]:
    """By what its findings are known, and were in ledgers that kept a text alone."""
    return {*_findings(issue), *map(_of_finding, issue.findings)}


def _cause(issue: Issue) -> Cause:
    cell = issue.cell
    return Cause(
        number=issue.number,
        rule=issue.first.rule,
        severity=issue.severity.value,
        explained=issue.first.explained,
        key=cell.key if cell is not None else "",
        cell=where(cell) if cell is not None else "",
        text=issue.message,
        findings=_findings(issue),
    )
