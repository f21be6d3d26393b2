"""Indicators that are missed only because a text of their row is wrong: that they are missed, the
reasons that are asked for, and the scores, follow from that text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sipipeline.checking.consequences import without_when
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding
from sipipeline.core.submission import Submission
from sipipeline.rules import i501_target_reached

_MISSED = i501_target_reached.RULE.code


def with_texts_put_right(
    culprits: Iterable[Culprit], findings: Sequence[Finding], submission: Submission
) -> list[Finding]:
    """The findings; those that are not there any more once a text is as its culprit suggests are
    one group, if one of them is that the indicator of its row is missed; what only several texts
    together settle is in the last of their groups."""
    result, mended = list(findings), submission
    fresh = fresh_numbers(findings)
    for culprit in culprits:
        key = culprit.cell.key
        better = _with_text(mended, key, str(culprit.suggest))
        gone = without_when(result, better)
        if any(is_missed(result[place], key) for place in gone):
            mended, number = better, next(fresh)
            for place in gone:
                result[place] = joined(result[place], number, [culprit])
    return result


def is_missed(finding: Finding, key: str) -> bool:
    """Whether a finding says that the indicator is missed in whose row a key stands."""
    return finding.rule == _MISSED and keys.row(finding.cells[0].key) == keys.row(key)


def _with_text(submission: Submission, key: str, text: str) -> Submission:
    """The submission with another text in a cell."""
    claim = submission.claims[key]._replace(value=text, raw=text)
    return replace(submission, claims={**submission.claims, key: claim})
