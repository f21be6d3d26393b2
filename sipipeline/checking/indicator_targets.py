"""A target with its sign turned round, its point moved, or last year's year: that the target is
missed, the reason that is asked for, and the score, follow from it."""

from collections.abc import Sequence

from sipipeline.checking.missed_indicators import with_texts_put_right
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import i503_target_can_fail, p407_year_fits

_WHY = {
    i503_target_can_fail.RULE.code: Text(
        zh="符号或小数点错了；改过来，这一项就达到了",
        en="its sign or its point is wrong; put right, the target is reached",
    ),
    p407_year_fits.RULE.code: Text(
        zh="年份像是上年的；改过来，这一项就达到了",
        en="its year seems to be last year's; put right, the target is reached",
    ),
}
"""By the rule that tells of a target, what is wrong with it."""


def with_targets(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of an indicator that is missed only because its target is not as it was
    meant are in one group, with the target as the wrong cell."""
    culprits = (_culprit(one, submission) for one in findings if _is_known(one))
    return with_texts_put_right(culprits, findings, submission)


def _is_known(finding: Finding) -> bool:
    """Whether a finding says that a target is wrong, and how it was meant."""
    is_asked = finding.rule in _WHY and finding.severity is Severity.WARNING
    is_open = is_asked and finding.group is None and bool(finding.cells)
    return (
        is_open and keys.measure(finding.cells[0].key) == "target" and bool(finding.shown.should.zh)
    )


def _culprit(finding: Finding, submission: Submission) -> Culprit:
    """The target as it was meant."""
    cell, shown = finding.cells[0], finding.shown
    return Culprit(
        cell,
        shown.should.zh,
        _WHY[finding.rule],
        "likely",
        None,
        submission.standard.label(cell.key),
        shown,
        slip_is_known=False,
    )
