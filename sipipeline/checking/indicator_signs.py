"""The sign of a target turned round: that the target is missed, the reason that is asked for, and
the score, follow from it."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.consequences import without_when
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import i501_target_reached, i503_target_can_fail

_SIGN = i503_target_can_fail.RULE.code
_MISSED = i501_target_reached.RULE.code
_WHY = Text(
    zh="符号写反了；改过来，这一项就达到了",
    en="its sign is turned round; put right, the target is reached",
)


def with_signs(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of an indicator that is missed only because the sign of its target is
    turned round are in one group, with the target as the wrong cell."""
    result = list(findings)
    fresh = fresh_numbers(findings)
    for finding in findings:
        if not _is_turned(finding):
            continue
        key, better = finding.cells[0].key, finding.shown.should.zh
        claim = submission.claims[key]._replace(value=better, raw=better)
        mended = replace(submission, claims={**submission.claims, key: claim})
        gone = without_when(result, mended)
        if any(_is_missed(result[place], key) for place in gone):
            number, culprit = next(fresh), _culprit(finding, better, submission)
            for place in gone:
                result[place] = joined(result[place], number, [culprit])
    return result


def _is_turned(finding: Finding) -> bool:
    """Whether a finding says that a sign is turned round, and with which it was meant."""
    is_asked = finding.rule == _SIGN and finding.severity is Severity.WARNING
    return is_asked and finding.group is None and bool(finding.shown.should.zh)


def _is_missed(finding: Finding, key: str) -> bool:
    """Whether a finding says that the indicator with a target is missed."""
    return finding.rule == _MISSED and keys.row(finding.cells[0].key) == keys.row(key)


def _culprit(finding: Finding, better: str, submission: Submission) -> Culprit:
    """The target, with its sign turned back."""
    label = submission.standard.label(finding.cells[0].key)
    return Culprit(
        finding.cells[0], better, _WHY, "likely", None, label, finding.shown, slip_is_known=False
    )
