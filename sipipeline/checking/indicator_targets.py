"""A target with its sign turned round, or with last year's year: that the target is missed, the
reason that is asked for, and the score, follow from it."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.consequences import without_when
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import i501_target_reached, i503_target_can_fail, p407_year_fits

_MISSED = i501_target_reached.RULE.code
_WHY = {
    i503_target_can_fail.RULE.code: Text(
        zh="符号写反了；改过来，这一项就达到了",
        en="its sign is turned round; put right, the target is reached",
    ),
    p407_year_fits.RULE.code: Text(
        zh="年份像是上年的；改过来，这一项就达到了",
        en="its year seems to be last year's; put right, the target is reached",
    ),
}
"""By the rule that tells of a target, what is wrong with it."""


def with_targets(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of an indicator that is missed only because its target is not as it was
    meant are in one group, with the target as the wrong cell; what only several targets together
    settle is in the last of their groups."""
    result, mended = list(findings), submission
    fresh = fresh_numbers(findings)
    for finding in filter(_is_known, findings):
        gone = without_when(result, better := _mended(mended, finding))
        if any(_is_missed(result[place], finding) for place in gone):
            mended, number = better, next(fresh)
            for place in gone:
                result[place] = joined(result[place], number, [_culprit(finding, submission)])
    return result


def _mended(submission: Submission, finding: Finding) -> Submission:
    """The submission with a target as it was meant."""
    key, better = finding.cells[0].key, finding.shown.should.zh
    claim = submission.claims[key]._replace(value=better, raw=better)
    return replace(submission, claims={**submission.claims, key: claim})


def _is_known(finding: Finding) -> bool:
    """Whether a finding says that a target is wrong, and how it was meant."""
    is_asked = finding.rule in _WHY and finding.severity is Severity.WARNING
    is_open = is_asked and finding.group is None and bool(finding.cells)
    return is_open and finding.cells[0].key.endswith(".target") and bool(finding.shown.should.zh)


def _is_missed(finding: Finding, of_target: Finding) -> bool:
    """Whether a finding says that the indicator of another one is missed."""
    rows = {keys.row(one.cells[0].key) for one in (finding, of_target)}
    return finding.rule == _MISSED and len(rows) == 1


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
