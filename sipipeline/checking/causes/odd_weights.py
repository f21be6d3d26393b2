"""The weights of indicators that do not add up because of one row: one that stands twice, or has
a score above its weight."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.causes.consequences import without_when
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
        row = keys.row(finding.cells[0].key)
        mended = (_without_row if is_twice else _with_weight)(submission, row)
        culprit = (_repeated if is_twice else _mistyped)(submission, row)
        _join(result, without_when(result, mended), culprit, next(fresh))
    return _with_only_weight(result, submission)


def _with_only_weight(findings: list[Finding], submission: Submission) -> list[Finding]:
    """The findings; where the weights add up once the only row that could have another weight has
    that of its score, that weight is the wrong one."""
    sums = (one for one in findings if one.rule == _SUM and one.group is None)
    of_sum = next(sums, None)
    rows = {keys.row(cell.key) for cell in of_sum.cells} if of_sum is not None else set[str]()
    settled = {
        row: gone
        for row in sorted(rows)
        if (gone := without_when(findings, _with_weight(submission, row)))
        and any(findings[place].rule == _SUM for place in gone)
    }
    if len(settled) == 1:
        ((row, gone),) = settled.items()
        _join(findings, gone, _mistyped(submission, row), next(fresh_numbers(findings)))
    return findings


def _join(findings: list[Finding], gone: Sequence[int], culprit: Culprit, group: int) -> None:
    """Put the findings at some places in one group, where the sum of the weights is among them."""
    if any(findings[place].rule == _SUM for place in gone):
        for place in gone:
            findings[place] = joined(findings[place], group, [culprit])


def _without_row(submission: Submission, row: str) -> Submission:
    claims = submission.claims.items()
    return replace(submission, claims={key: one for key, one in claims if keys.row(key) != row})


def _with_weight(submission: Submission, row: str) -> Submission:
    """The submission with the weight of a row that its score is."""
    weight, score = (submission.claims.get(f"{row}.{one}") for one in ("weight", "score"))
    if weight is None or score is None:
        return submission
    better = weight._replace(value=score.value, raw=score.raw)
    return replace(submission, claims={**submission.claims, weight.key: better})


def _repeated(submission: Submission, row: str) -> Culprit:
    cell = submission.cell(f"{row}.level3")
    label, shown = submission.standard.label(cell.key), Shown(same(submission.text(cell.key)))
    return Culprit(cell, None, _WHY_TWICE, "likely", None, label, shown, slip_is_known=False)


def _mistyped(submission: Submission, row: str) -> Culprit:
    """The weight of a row, with its score in its place."""
    cell = submission.cell(f"{row}.weight")
    typed, better = (submission.number(f"{row}.{one}") or 0.0 for one in ("weight", "score"))
    shown, label = (
        Shown(same(number(typed)), same(number(better))),
        submission.standard.label(cell.key),
    )
    return Culprit(cell, better, _WHY_BEYOND, "likely", None, label, shown, slip_is_known=False)
