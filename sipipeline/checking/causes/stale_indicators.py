"""What was reached of several indicators that is last year's figure of the tables: the column was
not filled in anew, and what texts have otherwise goes with that."""

from collections.abc import Iterator, Sequence

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording.culprits import retyped
from sipipeline.core import keys
from sipipeline.core.findings import Cell, Culprit, Finding, Severity, Shown, known_ends
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.language.numbers import normalise
from sipipeline.rules import (
    i511_indicator_agrees_with_tables,
    n601_text_agrees_with_tables,
    n604_text_agrees_with_indicators,
)

_APART = i511_indicator_agrees_with_tables.RULE.code
_IN_TEXT = n604_text_agrees_with_indicators.RULE.code
_QUOTING = n601_text_agrees_with_tables.RULE.code
_ROWS, _REACHED = "indicators", "actual"
_FEWEST = 3
"""So many rows with last year's figure are no chance."""
STALE = Text(
    zh="绩效自评表“实际完成值”一栏像是没有更新：有 {count} 项填的正是表中的上年数；整栏按本年核对",
    en="what was reached seems to be last year's: {count} rows have last year's figure of the "
    "tables; check the whole column against this year",
)


def with_stale_indicators(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where what was reached is last year's figure in several rows, these are one
    cause, with all that was told of them and with what texts have otherwise."""
    stale = _stale(findings, submission)
    if len({one.cells[0].key for one in stale}) < _FEWEST:
        return list(findings)
    groups = {one.group for one in stale} - {None}
    beside = [one for one in findings if _is_of_text(one) and one.group is None]
    why, number = STALE.fill(count=len(stale)), next(fresh_numbers(findings))
    culprits = [*_as_reached(stale, why, submission), *_in_doubt(beside, why, submission)]
    members = [*stale, *beside]
    return [
        joined(one, number, culprits) if one in members or one.group in groups else one
        for one in findings
    ]


def _stale(findings: Sequence[Finding], submission: Submission) -> Sequence[Finding]:
    """The findings about rows with last year's figure, but where a text has that as well."""
    texts = {(one.cells[1].key, one.stated) for one in findings if _quotes(one)}
    found = (one for one in findings if _is_last_years(one, submission))
    return [one for one in found if (one.cells[1].key, one.stated) not in texts]


def _quotes(finding: Finding) -> bool:
    """Whether a text does not agree with the tables."""
    return finding.rule == _QUOTING and len(finding.cells) > 1


def _is_last_years(finding: Finding, submission: Submission) -> bool:
    """Whether an indicator that does not agree with the tables has their figure of last year, and
    no figure of the tables is known to be wrong."""
    if finding.rule != _APART or finding.severity is Severity.INFO or len(finding.cells) < 2:
        return False
    key = finding.cells[1].key
    last = submission.number(keys.beside(key, "prior")) if keys.measure(key) == _REACHED else None
    of_tables = (one for one in finding.culprits if keys.family(one.cell.key) != _ROWS)
    return last is not None and finding.stated == last and not any(of_tables)


def _is_of_text(finding: Finding) -> bool:
    """Whether a text has another figure than what was reached."""
    return finding.rule == _IN_TEXT and _reached(finding) is not None


def _reached(finding: Finding) -> Cell | None:
    """The cell with what was reached that a finding is about."""
    cells = (one for one in finding.cells if keys.family(one.key) == _ROWS)
    return next((one for one in cells if keys.measure(one.key) == _REACHED), None)


def _as_reached(stale: Sequence[Finding], why: Text, submission: Submission) -> Iterator[Culprit]:
    """The rows with last year's figure, each with that of this year."""
    for finding in stale:
        cell, ends = finding.cells[0], known_ends(finding.expected)
        typed, said = submission.text(cell.key), finding.stated
        better = ""
        if ends is not None and isinstance(said, float):
            better = retyped(sum(ends) / 2, said, normalise(typed))
        shown = Shown(same(typed), same(better))
        yield _culprit(cell, better or None, why, shown, submission)


def _in_doubt(beside: Sequence[Finding], why: Text, submission: Submission) -> Iterator[Culprit]:
    """The rows that a text has otherwise: nobody knows what was reached."""
    cells = filter(None, map(_reached, beside))
    for cell in {one.key: one for one in cells}.values():
        shown = Shown(same(submission.text(cell.key)))
        yield _culprit(cell, None, why, shown, submission)


def _culprit(
    cell: Cell, better: str | None, why: Text, shown: Shown, submission: Submission
) -> Culprit:
    label = submission.standard.label(cell.key)
    return Culprit(cell, better, why, "likely", None, label, shown, together=True)
