"""The weights of indicators that do not add up because of one row: one that stands twice, or has
a score above its weight."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.consequences import without_when
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Culprit, Finding, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.rules import (
    i509_indicator_stands_once,
    i521_weights_add_up,
    i522_score_within_weight,
)

_TWICE = i509_indicator_stands_once.RULE.code
_SUM = i521_weights_add_up.RULE.code
_BEYOND = i522_score_within_weight.RULE.code
_WHY_TWICE = Text(
    zh="重复的一行；删去它，分值合计就对了",
    en="a row that stands twice; without it the weights add up",
)
_WHY_BEYOND = Text(
    zh="分值和得分填得一样，分值合计就对了", en="with as much as the score the weights add up"
)


def with_weights(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where the weights add up once a row that stands twice is taken out, or one has
    the weight that its score is, they are in one group with it."""
    result = list(findings)
    fresh = fresh_numbers(findings)
    for finding in findings:
        if finding.rule not in (_TWICE, _BEYOND) or finding.group is not None:
            continue
        is_twice = finding.rule == _TWICE
        mended = (_without_row if is_twice else _with_weight)(submission, finding)
        gone = without_when(result, mended)
        if any(result[place].rule == _SUM for place in gone):
            culprit = (_repeated if is_twice else _mistyped)(submission, finding)
            group = next(fresh)
            for place in gone:
                result[place] = joined(result[place], group, [culprit])
    return result


def _without_row(submission: Submission, finding: Finding) -> Submission:
    """The submission without the row that a finding is about."""
    row = keys.row(finding.cells[0].key)
    left = {key: claim for key, claim in submission.claims.items() if keys.row(key) != row}
    return replace(submission, claims=left)


def _with_weight(submission: Submission, finding: Finding) -> Submission:
    """The submission with the weight of a row that its score is."""
    score, weight = (submission.claims[cell.key] for cell in finding.cells[:2])
    better = weight._replace(value=score.value, raw=score.raw)
    return replace(submission, claims={**submission.claims, weight.key: better})


def _repeated(submission: Submission, finding: Finding) -> Culprit:
    cell = finding.cells[0]
    label, shown = submission.standard.label(cell.key), Shown(same(submission.text(cell.key)))
    return Culprit(cell, None, _WHY_TWICE, "likely", None, label, shown, slip_is_known=False)


def _mistyped(submission: Submission, finding: Finding) -> Culprit:
    """The weight, with the score in its place."""
    cell = finding.cells[1]
    better, typed = (submission.number(one.key) or 0.0 for one in finding.cells[:2])
    label, shown = submission.standard.label(cell.key), Shown(same(number(typed)))
    shown = replace(shown, should=same(number(better)))
    return Culprit(cell, better, _WHY_BEYOND, "likely", None, label, shown, slip_is_known=False)
