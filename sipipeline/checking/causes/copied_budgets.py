"""A budget of the total that looks copied from what was reached, and the rates that do not agree
with it: one thought, which begins with the budget."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.wording.joint_contradictions import JOINT, joint_about
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.rules import p404_budget_is_not_actual

COPIED = p404_budget_is_not_actual.RULE.code
_RATE = "completion_rate"


def with_rates_beside(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those that accuse a completion rate because a budget equals what was reached
    are in one group with the one that says that this budget looks copied, and accuse no cell: which
    of the two is wrong the figures do not tell. A budget that is like an actual figure which was
    copied with its whole column is no budget that looks copied."""
    result = _without_copied_actuals(findings)
    for place, copied in enumerate(result):
        if copied.rule != COPIED or copied.severity is not Severity.WARNING:
            continue
        groups = set(_beside(copied, result, submission))
        if groups and copied.group is None:
            number = min(groups)
            result = [
                _unlocated(finding, copied, number, submission)
                if finding.group in groups
                else finding
                for finding in result
            ]
            result[place] = replace(copied, group=number)
    return result


def _without_copied_actuals(findings: Sequence[Finding]) -> list[Finding]:
    """The findings but those that say of a budget that it looks copied where what was reached is
    accused with other cells of one slip, as where it is the one that was copied."""
    every = (one for finding in findings for one in finding.culprits)
    accused = {one.cell.key for one in every if one.located and one.together}
    return [one for one in findings if one.rule != COPIED or one.cells[1].key not in accused]


def _beside(copied: Finding, findings: Sequence[Finding], submission: Submission) -> Iterator[int]:
    """The groups that accuse nothing but the rates of the line of a copied budget, because of that
    budget; or cannot tell whether it is they or the budget."""
    budget, _, *stated = (cell.key for cell in copied.cells)
    rates = {*stated, keys.beside(budget, _RATE)}
    for finding in findings:
        accused = [one for one in _accused(finding) if one.cell.key != budget or one.located]
        are_rates = bool(accused) and all(one.cell.key in rates for one in accused)
        if finding.group is not None and are_rates and _is_of(budget, finding, submission):
            yield finding.group


def _accused(finding: Finding) -> Sequence[Culprit]:
    """The culprits that are singled out; all of them where none is."""
    return [one for one in finding.culprits if one.located] or finding.culprits


def _is_of(budget: str, finding: Finding, submission: Submission) -> bool:
    """Whether a finding speaks of a copied budget, or of one beside the rate of a fund that equals
    what was reached as well."""
    rate, *others = (cell.key for cell in finding.cells)
    if budget in (rate, *others):
        return True
    return len(others) > 1 and len({submission.number(key) for key in others}) == 1


def _unlocated(finding: Finding, copied: Finding, number: int, submission: Submission) -> Finding:
    """A finding in the group of a copied budget: about that budget where all figures together are
    spoken of, else with what does not agree and no answer."""
    budget = copied.cells[0].key
    if finding.rule == JOINT.code and budget in {cell.key for cell in finding.cells}:
        return replace(joint_about(budget, finding, submission), group=number)
    apart = finding.without_answer()
    return replace(apart, group=number, culprits=(), expected=None, difference=None)
