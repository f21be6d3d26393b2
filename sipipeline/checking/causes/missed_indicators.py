"""Indicators that are missed only because a text of their row is wrong: the target, with its sign
turned round, its point moved or last year's year, or what was reached, typed otherwise than in the
tables. That they are missed, the reasons that are asked for, and the scores, follow from that."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.causes.consequences import without_when
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording.culprits import retyped
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Severity, Shown, known_ends
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.language.numbers import normalise
from sipipeline.rules import (
    i501_target_reached,
    i503_target_can_fail,
    i511_indicator_agrees_with_tables,
    p407_year_fits,
)

_MISSED = i501_target_reached.RULE.code
_APART = i511_indicator_agrees_with_tables.RULE.code
_OF_TABLES = Text(
    zh="和{label}不是同一个数；按那里的数，这一项达到了",
    en="not the figure of {label}, by which this target is reached",
)
_OF_TARGETS = {
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


def with_texts_put_right(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of an indicator that is missed only because of what was reached, or of
    its target, are in one group, with that text as the wrong cell."""
    by_actuals = _settled(_actuals(findings, submission), findings, submission)
    return _settled(_targets(by_actuals, submission), by_actuals, submission)


def _settled(
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
        if any(_is_missed(result[place], key) for place in gone):
            mended, number = better, next(fresh)
            for place in gone:
                result[place] = joined(result[place], number, [culprit])
    return result


def _is_missed(finding: Finding, key: str) -> bool:
    """Whether a finding says that the indicator is missed in whose row a key stands."""
    return finding.rule == _MISSED and keys.row(finding.cells[0].key) == keys.row(key)


def _with_text(submission: Submission, key: str, text: str) -> Submission:
    """The submission with another text in a cell."""
    claim = submission.claims[key]._replace(value=text, raw=text)
    return replace(submission, claims={**submission.claims, key: claim})


def _is_open(finding: Finding) -> bool:
    """Whether a finding asks about a cell, and belongs to no cause yet."""
    is_asked = finding.severity is Severity.WARNING and finding.group is None
    return is_asked and bool(finding.cells)


# ---------------------------------------------------------------- what was reached
def _actuals(findings: Sequence[Finding], submission: Submission) -> Iterator[Culprit]:
    """What was reached of missed indicators, where the tables have another figure."""
    for finding in findings:
        better = _of_table(finding, findings, submission) if finding.rule == _APART else ""
        if better and any(_is_missed(one, finding.cells[0].key) for one in findings):
            cell, beside = finding.cells[:2]
            why = _OF_TABLES.fill(label=submission.standard.label(beside.key))
            shown = Shown(same(submission.text(cell.key)), same(better))
            label = submission.standard.label(cell.key)
            yield Culprit(
                cell, better, why, "likely", finding.expected, label, shown, slip_is_known=False
            )


def _of_table(finding: Finding, findings: Sequence[Finding], submission: Submission) -> str:
    """What was reached, as a figure of the tables says it; "" where that may be wrong itself."""
    of_table = finding.cells[1].key if _is_open(finding) and len(finding.cells) > 1 else ""
    if not of_table or _is_located(of_table, findings):
        return ""
    known, said = known_ends(finding.expected), finding.stated
    if known is None or not isinstance(said, float) or not said:
        return ""
    return retyped(sum(known) / 2, said, normalise(submission.text(finding.cells[0].key)))


def _is_located(key: str, findings: Sequence[Finding]) -> bool:
    """Whether the figure at a key is singled out as wrong."""
    culprits = (culprit for finding in findings for culprit in finding.culprits)
    return any(culprit.located and culprit.cell.key == key for culprit in culprits)


# ---------------------------------------------------------------- targets
def _targets(findings: Sequence[Finding], submission: Submission) -> Iterator[Culprit]:
    """The targets of which a finding says that they are wrong, and how they were meant."""
    for finding in findings:
        if finding.rule in _OF_TARGETS and _is_open(finding):
            cell, shown = finding.cells[0], finding.shown
            if keys.measure(cell.key) == "target" and shown.should.zh:
                why, label = _OF_TARGETS[finding.rule], submission.standard.label(cell.key)
                better = shown.should.zh
                yield Culprit(cell, better, why, "likely", None, label, shown, slip_is_known=False)
