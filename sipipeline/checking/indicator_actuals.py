"""What was reached of an indicator, typed otherwise than in the tables: the target that it misses,
and the score, follow from it."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.consequences import without_when
from sipipeline.checking.culprits import retyped
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Severity, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.language.numbers import normalise
from sipipeline.rules import i501_target_reached, i511_indicator_agrees_with_tables

_APART = i511_indicator_agrees_with_tables.RULE.code
_MISSED = i501_target_reached.RULE.code
_WHY = Text(
    zh="和{label}不是同一个数；按那里的数，这一项达到了",
    en="not the figure of {label}, by which this target is reached",
)


def with_actuals(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of an indicator that is missed only because what was reached is not what
    the tables have are in one group, with what was reached as the wrong cell."""
    result = list(findings)
    fresh = fresh_numbers(findings)
    for finding in _missed_and_apart(findings):
        better = _of_table(finding, findings, submission)
        gone = _gone(finding, better, result, submission) if better else []
        if any(_is_missed(result[place], finding) for place in gone):
            number, culprit = next(fresh), _culprit(finding, better, submission)
            for place in gone:
                result[place] = joined(result[place], number, [culprit])
    return result


def _missed_and_apart(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that what was reached is not what the tables have, of indicators that are
    missed."""
    missed = {_row(finding) for finding in findings if finding.rule == _MISSED}
    return [one for one in findings if one.rule == _APART and _row(one) in missed]


def _is_missed(finding: Finding, apart: Finding) -> bool:
    """Whether a finding says that the indicator of another one is missed."""
    return finding.rule == _MISSED and _row(finding) == _row(apart)


def _row(finding: Finding) -> object:
    """The row of the indicator that a finding is about."""
    return keys.row(finding.cells[0].key) if finding.cells else None


def _of_table(finding: Finding, findings: Sequence[Finding], submission: Submission) -> str:
    """What was reached, as a figure of the tables says it; "" where that may be wrong itself."""
    if not _is_open(finding) or _is_located(finding.cells[1].key, findings):
        return ""
    low, high = finding.expected or (None, None)
    if low is None or high is None:
        return ""
    if not isinstance(finding.stated, float) or not finding.stated:
        return ""
    typed = normalise(submission.text(finding.cells[0].key))
    return retyped((low + high) / 2, finding.stated, typed)


def _is_open(finding: Finding) -> bool:
    """Whether a finding asks about a cell of the tables, and belongs to no cause yet."""
    is_asked = finding.severity is Severity.WARNING
    return is_asked and finding.group is None and len(finding.cells) > 1


def _is_located(key: str, findings: Sequence[Finding]) -> bool:
    """Whether the figure at a key is singled out as wrong."""
    culprits = (culprit for finding in findings for culprit in finding.culprits)
    return any(culprit.located and culprit.cell.key == key for culprit in culprits)


def _gone(
    finding: Finding, better: str, findings: Sequence[Finding], submission: Submission
) -> list[int]:
    """The places of the findings that are not there any more once what was reached is put right."""
    key = finding.cells[0].key
    claim = submission.claims[key]._replace(value=better, raw=better)
    return without_when(findings, replace(submission, claims={**submission.claims, key: claim}))


def _culprit(finding: Finding, better: str, submission: Submission) -> Culprit:
    """What was reached, with the figure of the tables in its place."""
    cell, beside = finding.cells[:2]
    return Culprit(
        cell,
        better,
        _WHY.fill(label=submission.standard.label(beside.key)),
        "likely",
        finding.expected,
        submission.standard.label(cell.key),
        Shown(same(submission.text(cell.key)), same(better)),
        slip_is_known=False,
    )
