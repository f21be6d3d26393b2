"""What was reached of an indicator, typed otherwise than in the tables: the target that it misses,
and the score, follow from it."""

from collections.abc import Iterator, Sequence

from sipipeline.checking.culprits import retyped
from sipipeline.checking.missed_indicators import is_missed, with_texts_put_right
from sipipeline.core.findings import Culprit, Finding, Severity, Shown, known_ends
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.language.numbers import normalise
from sipipeline.rules import i511_indicator_agrees_with_tables

_APART = i511_indicator_agrees_with_tables.RULE.code
_WHY = Text(
    zh="和{label}不是同一个数；按那里的数，这一项达到了",
    en="not the figure of {label}, by which this target is reached",
)


def with_actuals(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of an indicator that is missed only because what was reached is not what
    the tables have are in one group, with what was reached as the wrong cell."""
    return with_texts_put_right(_culprits(findings, submission), findings, submission)


def _culprits(findings: Sequence[Finding], submission: Submission) -> Iterator[Culprit]:
    """What was reached of missed indicators, where the tables have another figure."""
    for finding in findings:
        better = _of_table(finding, findings, submission) if finding.rule == _APART else ""
        if better and any(is_missed(one, finding.cells[0].key) for one in findings):
            yield _culprit(finding, better, submission)


def _of_table(finding: Finding, findings: Sequence[Finding], submission: Submission) -> str:
    """What was reached, as a figure of the tables says it; "" where that may be wrong itself."""
    if not _is_open(finding) or _is_located(finding.cells[1].key, findings):
        return ""
    known, said = known_ends(finding.expected), finding.stated
    if known is None or not isinstance(said, float) or not said:
        return ""
    return retyped(sum(known) / 2, said, normalise(submission.text(finding.cells[0].key)))


def _is_open(finding: Finding) -> bool:
    """Whether a finding asks about a cell of the tables, and belongs to no cause yet."""
    is_asked = finding.severity is Severity.WARNING
    return is_asked and finding.group is None and len(finding.cells) > 1


def _is_located(key: str, findings: Sequence[Finding]) -> bool:
    """Whether the figure at a key is singled out as wrong."""
    culprits = (culprit for finding in findings for culprit in finding.culprits)
    return any(culprit.located and culprit.cell.key == key for culprit in culprits)


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
