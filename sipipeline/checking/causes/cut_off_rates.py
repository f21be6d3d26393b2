"""Rates of one column whose last digits were cut off instead of rounded, or rounded otherwise: one
habit, told once, with what each should be."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers
from sipipeline.checking.wording import shown
from sipipeline.checking.wording.culprits import typed
from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.core.findings import Culprit, Finding, Severity, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, same
from sipipeline.localisation.cell_slips import rounded

_FEWEST = 3
"""So many rates of a column that are cut off are no chance."""
CUT_OFF = Text(
    zh="“{column}”有 {count} 格像是直接去掉了尾数，没有四舍五入",
    en="“{column}”: in {count} cells the last digits seem to be cut off instead of rounded",
)
ROUNDED_OTHERWISE = Text(
    zh="“{column}”有 {count} 格与算出的数相差不到末位的 1，像是没有按四舍五入取数",
    en="“{column}”: {count} cells miss what their amounts make by less than 1 in the last digit, "
    "as if rounded in some other way",
)


def with_cut_off_rates(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of rates of one column, on whatever sheets, that miss what their amounts
    make by less than their last digit are one cause."""
    columns: dict[str, list[int]] = {}
    for place, one in enumerate(findings):
        if _is_near(one, submission) and _is_alone(one, findings):
            columns.setdefault(keys.measure(one.cells[0].key), []).append(place)
    result = list(findings)
    for places in columns.values():
        if len(places) >= _FEWEST:
            group = next(fresh_numbers(result))
            why = _why([findings[place] for place in places], submission)
            culprits = tuple(_culprit(findings[place], why, submission) for place in places)
            for place in places:
                apart = replace(findings[place].without_answer(), expected=None)
                result[place] = replace(apart, group=group, culprits=culprits)
    return result


def _is_near(finding: Finding, submission: Submission) -> bool:
    """Whether a finding is that the rate of an account is not what its amounts make, but for less
    than its last digit."""
    stated, (low, high) = finding.stated, finding.expected or (None, None)
    if finding.severity is not Severity.ERROR or not isinstance(stated, float):
        return False
    if low is None or high is None or not _is_rate(finding.cells[0].key, submission):
        return False
    unit = 2 * submission.claims[finding.cells[0].key].half_width
    is_alike = low * stated > 0 and high * stated > 0
    return is_alike and abs((low + high) / 2 - stated) < unit * (1 + SLACK)


def _is_cut_off(finding: Finding) -> bool:
    """Whether the rate of a finding is less than its amounts make."""
    stated, (low, high) = finding.stated, finding.expected or (None, None)
    if not isinstance(stated, float) or low is None or high is None:
        return False
    return abs(stated) < min(abs(low), abs(high))


def _is_rate(key: str, submission: Submission) -> bool:
    """Whether a key is of a rate that an account states."""
    field = submission.standard.field(key)
    is_stated = keys.is_account(key) and key in submission.claims
    return is_stated and field is not None and field.kind == "rate"


def _is_alone(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a finding has no cause but its own, in which no other cell is singled out."""
    members = [one for one in findings if one.group == finding.group]
    is_own = finding.singled_out <= {finding.cells[0].key}
    return is_own and (finding.group is None or len(members) == 1)


def _why(rates: Sequence[Finding], submission: Submission) -> Text:
    field = submission.standard.field(rates[0].cells[0].key)
    column = NOTHING if field is None else field.column.name
    told = CUT_OFF if all(map(_is_cut_off, rates)) else ROUNDED_OTHERWISE
    return told.fill(column=column, count=len(rates))


def _culprit(finding: Finding, why: Text, submission: Submission) -> Culprit:
    """The rate that is cut off, with what it is once it is rounded."""
    key, (low, high) = finding.cells[0].key, finding.expected or (None, None)
    claim = submission.claims[key]
    better = rounded(((low or 0.0) + (high or 0.0)) / 2, claim.half_width)
    told = shown.figure(better, shown.form_of(key, submission))
    return Culprit(
        finding.cells[0],
        typed(better, claim),
        why,
        "likely",
        (low, high),
        submission.standard.label(key),
        Shown(shown.stated(key, submission), same(told)),
        together=True,
    )
