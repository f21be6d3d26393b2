"""What was reached of an indicator, typed otherwise than in the tables: the target that it misses,
and the score, follow from it."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.consequences import without_when
from sipipeline.checking.culprits import retyped, told_apart
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
    numbers = (finding.group for finding in findings if finding.group is not None)
    fresh = itertools.count(max(numbers, default=0) + 1)
    missed = {_row(finding) for finding in findings if finding.rule == _MISSED}
    for finding in findings:
        is_missed = finding.rule == _APART and _row(finding) in missed
        better = _of_table(finding, findings, submission) if is_missed else ""
        gone = _gone(finding, better, result, submission) if better else []
        if any(result[one].rule == _MISSED and _row(result[one]) == _row(finding) for one in gone):
            number, culprit = next(fresh), _culprit(finding, better, submission)
            for place in gone:
                member = replace(result[place], group=number, culprits=(culprit,))
                result[place] = told_apart(member)
    return result


def _row(finding: Finding) -> object:
    """The row of the indicator that a finding is about."""
    return keys.row(finding.cells[0].key) if finding.cells else None


def _of_table(finding: Finding, findings: Sequence[Finding], submission: Submission) -> str:
    """What was reached, as a figure of the tables says it; "" where that may be wrong itself."""
    is_asked = finding.severity is Severity.WARNING
    if not is_asked or finding.group is not None or len(finding.cells) < 2:
        return ""
    located = {culprit.cell.key for one in findings for culprit in one.culprits if culprit.located}
    low, high = finding.expected or (None, None)
    if finding.cells[1].key in located or low is None or high is None:
        return ""
    if not isinstance(finding.stated, float) or not finding.stated:
        return ""
    typed = normalise(submission.text(finding.cells[0].key))
    return retyped((low + high) / 2, finding.stated, typed)


def _gone(
    finding: Finding, better: str, findings: Sequence[Finding], submission: Submission
) -> list[int]:
    """The places of the findings that are not there any more once what was reached is put right."""
    key = finding.cells[0].key
    claim = submission.claims[key]._replace(value=better, raw=better)
    return without_when(findings, replace(submission, claims={**submission.claims, key: claim}))


def _culprit(finding: Finding, better: str, submission: Submission) -> Culprit:
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
