"""A batch checked, from the first rule to the last cause: one wide frame for all submissions, never
a schema call a file."""

from collections.abc import Iterator, Sequence

import numpy as np

from sipipeline.checking.causes.grouping import grouped
from sipipeline.checking.causes.head_counts import told_at_once
from sipipeline.checking.causes.missing_accounts import without_funds_of_some
from sipipeline.checking.causes.strays_at_once import strays_at_once
from sipipeline.checking.causes.texts_in_formulas import with_texts_in_formulas
from sipipeline.checking.causes.unreadable import located
from sipipeline.checking.checked import Checked
from sipipeline.checking.confrontation import Confronted, confront, crash
from sipipeline.checking.supposing.believed_slips import check_with_slips
from sipipeline.checking.suspicion import Joint, reconcile
from sipipeline.checking.units_apart import with_units_apart, with_years_apart
from sipipeline.checking.wording import culprits
from sipipeline.checking.wording.joint_contradictions import CUT_SHORT, JOINT
from sipipeline.core.findings import (
    Finding,
    Implied,
    Kind,
    Outcome,
    Severity,
    Undecided,
    by_severity,
)
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.rules import (
    f113_submission_complete,
    f128_lines_filled_in,
    n601_text_agrees_with_tables,
)

_QUOTING = n601_text_agrees_with_tables.RULE.code
_PARTS = (f113_submission_complete.RULE.code, f128_lines_filled_in.RULE.code)
"""The rules that ask for what a submission lacks."""


@np.errstate(divide="ignore", invalid="ignore", over="ignore")  # open intervals end at infinity
def check(submissions: Sequence[Submission]) -> list[Checked]:
    """Check a batch; the answer for a submission does not depend on the others in the batch."""
    results = [*check_with_slips(submissions, _checked)]
    for result in results:
        result.findings = sorted(strays_at_once(result.findings), key=by_severity)
    return results


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def objections(submissions: Sequence[Submission]) -> list[tuple[int, int]]:
    """How much single rules have against the figures of each submission, and how much they cannot
    decide; nothing is located."""
    results = [Checked() for _ in submissions]
    for alike, their_results in _by_standard(submissions, results):
        confront(alike, their_results)
    return [(_about_figures(result), len(result.undecided)) for result in results]


def _checked(submissions: Sequence[Submission]) -> list[Checked]:
    """What the rules say of each submission as it stands."""
    results = [Checked() for _ in submissions]
    for alike, their_results in _by_standard(submissions, results):
        _put_together(confront(alike, their_results), their_results)
    return results


def _by_standard(
    submissions: Sequence[Submission], results: Sequence[Checked]
) -> Iterator[tuple[Sequence[Submission], Sequence[Checked]]]:
    """The submissions of each standard, of which there is at least one, with their results."""
    of_standard: dict[Standard, list[tuple[Submission, Checked]]] = {}
    for submission, result in zip(submissions, results):
        of_standard.setdefault(submission.standard, []).append((submission, result))
    for members in of_standard.values():
        alike, their_results = map(list, zip(*members))
        yield alike, their_results


def _put_together(confronted: Confronted, results: Sequence[Checked]) -> None:
    """All relations of a submission together: contradictions that no single one shows, and the
    cells that explain them."""
    disputed = [_says(result, _QUOTING) for result in results]
    for result, joint in zip(results, reconcile(*confronted, disputed)):
        result.implied = list(joint.implied)
        if joint.crash is not None:
            result.findings.append(crash(JOINT.code, joint.crash))
            continue
        found = joint.diagnosis
        try:
            result.findings = _with_causes(result, joint)
        except Exception as wording:
            result.findings.append(crash(JOINT.code, wording))
            continue
        known = without_funds_of_some(result.implied, result.findings, joint.submission)
        result.implied = [one for one in known if _is_blank(one, joint.submission)]
        result.ask_about_blanks(joint.submission)
        if found.consistent:
            result.count(Outcome.AGREE)
            continue
        for finding in result.findings:
            if finding.rule == JOINT.code:
                result.count(Outcome.VIOLATED)
        if not found.proved:
            result.undecided.append(Undecided(JOINT.code, (), CUT_SHORT))


def _with_causes(result: Checked, joint: Joint) -> list[Finding]:
    """The findings of a submission with the cells that explain them, those of one cause
    together."""
    submission, groups = joint.submission, joint.diagnosis.groups
    explained = culprits.explained(result.findings, groups, submission)
    apart = with_units_apart(explained, submission)
    read = located(with_texts_in_formulas(apart, submission), result.implied, submission)
    causes = grouped(told_at_once(read, submission), groups, submission)
    return with_years_apart(causes, submission)


def _is_blank(implied: Implied, submission: Submission) -> bool:
    """Whether nothing stands in a cell: what could not be read is told by a finding."""
    return implied.cell.key not in submission.unreadable


def _says(result: Checked, code: str) -> bool:
    """Whether a rule has a finding."""
    return any(finding.rule == code for finding in result.findings)


def _about_figures(result: Checked) -> int:
    """How many findings speak against figures: not those about the form, nor that lines or columns
    are missing where that is only pointed out."""
    return sum(
        finding.kind is not Kind.FORMAT and not _only_lacks(finding) for finding in result.findings
    )


def _only_lacks(finding: Finding) -> bool:
    return finding.rule in _PARTS and finding.severity is Severity.INFO
