"""Warnings that the submitter has answered: the reason stands beside the figure, or was given in
the round before and the figures are the same.

A reason is good for the figures that it was written for: where they have changed since, and the
words are the same, the question is open again."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sipipeline.checking import reason_places
from sipipeline.checking.units_apart import is_of_units
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Kind, Severity
from sipipeline.core.past import Explanation, Past
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.language.lexicon import has
from sipipeline.language.wordings import is_no_reason
from sipipeline.rules import (
    i501_target_reached,
    i511_indicator_agrees_with_tables,
    i517_share_follows_counts,
)

_MISSED = i501_target_reached.RULE.code
_OF_FIGURES = (
    i511_indicator_agrees_with_tables.RULE.code,
    i517_share_follows_counts.RULE.code,
)
"""Rules that ask how the figure of an indicator comes about."""
_WEIGHT, _SCORE, _REASON = "weight", "score", "reason"
_ANSWERED = Text(zh="（已说明：{reason}）", en=" (Explained: {reason})")
_ANSWERED_BEFORE = Text(
    zh="（第 {round} 轮已说明：{reason}）", en=" (Explained in round {round}: {reason})"
)
_OUTDATED = Text(
    zh="（第 {round} 轮的说明“{reason}”写在数字改动之前，请按现在的数重新说明）",
    en=" (The explanation of round {round}, “{reason}”, was written before the figures changed: "
    "please explain them as they are now)",
)
_OF_THE_MISS = Text(
    zh="偏差原因栏写的是为什么没有达到指标值，没有说这个数是怎么来的。",
    en=" The reason given says why the target was missed, not how this figure comes about.",
)
_ANSWERED_ON_FUNDS = Text(zh="（已在{funds}表说明）", en=" (Explained on: {funds})")


def answered(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings, every warning that the submitter has answered as an explained info; a warning
    of the total is answered where those of the funds that it comes from are."""
    missed = {keys.note(one.cells[0].key) for one in findings if one.rule == _MISSED}
    of_rows = [_with_reason(finding, submission, missed) for finding in findings]
    of_funds = [_with_funds(finding, of_rows, submission) for finding in of_rows]
    return [_with_place(finding, submission) for finding in of_funds]


def of_funds(
    finding: Finding, findings: Sequence[Finding], submission: Submission
) -> list[Finding]:
    """The findings of the funds that a warning of the total comes from; none where they do not
    make up its amount."""
    total = submission.standard.total.key
    if finding.severity is not Severity.WARNING or _fund(finding) != total:
        return []
    sources = [one for one in findings if _fund(one) != total and _line(one) == _line(finding)]
    return sources if _add_up(finding, sources, submission) else []


def names(sources: Sequence[Finding], submission: Submission) -> Text:
    """The short names of the funds that findings are about."""
    funds = [submission.standard.fund(_fund(one)).short for one in sources]
    return join(funds, "、", ", ")


def _with_place(finding: Finding, submission: Submission) -> Finding:
    """A finding that is still asked with the cell for its reason."""
    if not _is_asked(finding, submission):
        return finding
    return replace(finding, todo=finding.todo + reason_places.told(finding, submission))


def _with_reason(finding: Finding, submission: Submission, missed: Collection[str]) -> Finding:
    """The finding, explained where a reason answers it; the reasons for missed targets answer only
    that these were missed, unless they say how a figure comes about as well."""
    if not _is_asked(finding, submission):
        return finding
    if _has_reason_of_miss(finding, submission, missed):
        return replace(finding, message=finding.message + _OF_THE_MISS)
    past = submission.past
    before = _before(finding, past)
    reason = _reason(finding, submission)
    now = Explanation(reason, _figures(finding), past.round)
    if reason and (before is None or before.reason != reason):
        return _explained(finding, _ANSWERED.fill(reason=reason), now)
    if before is None:
        return finding
    if before.figures == now.figures:
        answer = _ANSWERED if reason else _ANSWERED_BEFORE
        told = answer.fill(reason=before.reason, round=before.round)
        return _explained(finding, told, before)
    return _reopened(finding, before) if reason else finding


def _is_asked(finding: Finding, submission: Submission) -> bool:
    """Whether the submitter can answer; what the program itself failed at is none of theirs,
    nothing explains balances that are a unit of money apart, and no reason itself."""
    is_question = finding.severity is Severity.WARNING and finding.kind is not Kind.FILE
    of_reason = bool(finding.cells) and keys.measure(finding.cells[0].key) == _REASON
    return is_question and not of_reason and not is_of_units(finding, submission)


def _has_reason_of_miss(finding: Finding, submission: Submission, missed: Collection[str]) -> bool:
    """Whether a finding asks how the figure of a missed indicator comes about, and the reason in
    its row says nothing of that."""
    key = keys.note(finding.cells[0].key) if finding.rule in _OF_FIGURES else ""
    reason = submission.text(key) if key in missed else ""
    return not is_no_reason(reason) and not has(reason, "reasons", "of_figures")


def _before(finding: Finding, past: Past) -> Explanation | None:
    """The reason of the round before."""
    of_all = past.explanations.get((finding.rule, finding.about_all))
    return of_all or past.explanations.get((finding.rule, finding.about))


def _reason(finding: Finding, submission: Submission) -> str:
    """What stands beside the figures of a finding; "" where that is no reason."""
    reasons = map(submission.text, reason_places.keys_of(finding, submission))
    return next((reason for reason in reasons if _answers(finding, reason)), "")


def _answers(finding: Finding, reason: str) -> bool:
    """Whether a reason speaks of what is asked: why a target was missed says nothing of weights,
    nor of scores that no row has."""
    if is_no_reason(reason):
        return False
    measures = {keys.measure(cell.key) for cell in finding.cells}
    of_all = measures == {_WEIGHT} or (measures == {_SCORE} and len(finding.cells) > 1)
    return not of_all or has(reason, "reasons", "of_weights")


def _figures(finding: Finding) -> tuple[tuple[str, object], ...]:
    """What a finding speaks of, as the ledger can keep it."""
    return tuple((cell.key, _plain(cell.value)) for cell in finding.cells)


def _plain(value: object) -> object:
    is_plain = value is None or isinstance(value, bool | int | float | str)
    return value if is_plain else str(value)


def _reopened(finding: Finding, before: Explanation) -> Finding:
    """The finding with why its explanation holds no more."""
    outdated = _OUTDATED.fill(round=before.round, reason=before.reason)
    return replace(finding, message=finding.message + outdated, explanation=before)


def _with_funds(finding: Finding, findings: Sequence[Finding], submission: Submission) -> Finding:
    sources = of_funds(finding, findings, submission)
    if not sources or not all(one.explained for one in sources):
        return finding
    return _explained(finding, _ANSWERED_ON_FUNDS.fill(funds=names(sources, submission)), None)


def _fund(finding: Finding) -> str:
    """The fund in whose account the cell is that a finding is about; "" where there is none."""
    key = finding.cells[0].key if finding.cells else ""
    return keys.fund(key) or "" if keys.is_account(key) else ""


def _line(finding: Finding) -> tuple[str, ...]:
    """Rule, item and measure: what the findings of the funds and of the total have in common."""
    if not _fund(finding):
        return ()
    key = finding.cells[0].key
    return finding.rule, keys.item(key), keys.measure(key)


def _add_up(finding: Finding, sources: Sequence[Finding], submission: Submission) -> bool:
    """Whether the total is off by as much as the funds together, as they are rounded."""
    if finding.difference is None:
        return True
    apart = finding.difference - sum(one.difference or 0 for one in sources)
    involved = {cell.key for one in (finding, *sources) for cell in one.cells}
    claims = [submission.claims[key] for key in involved & submission.claims.keys()]
    return abs(apart) <= sum(claim.half_width for claim in claims)


def _explained(finding: Finding, answer: Text, explanation: Explanation | None) -> Finding:
    """The finding without what the figure should be: it may stay as it is."""
    apart = finding.without_answer()
    return replace(
        apart,
        severity=Severity.INFO,
        message=apart.message + answer,
        todo=NOTHING,
        explained=True,
        explanation=explanation,
    )
