"""The tables and the funds of the year apart by a power of ten, as units of money are: one side is
in another unit than the cover's, and no single cell is the wrong one."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Culprit, Finding
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text

_FUNDING = "funding"
APART = Text(
    zh="各表和{label}正好相差 {times} 倍，封面的金额单位是{unit}：有一边不是按{unit}填的。",
    en=(
        " The tables and {label} are exactly {times} times apart, and the unit of money on the "
        "cover is {unit}: one side is not in {unit}."
    ),
)
TOO_LARGE = Text(
    zh=(
        "先核对金额单位：如果各表是按{other}填的，金额都除以 {times}；"
        "如果确是按{unit}填的，只改{label}。"
    ),
    en=(
        "Check the unit of money first: if the tables are in {other}, divide all their amounts by "
        "{times}; if they are in {unit}, correct {label} alone."
    ),
)
TOO_SMALL = Text(
    zh=(
        "先核对金额单位：如果各表是按{other}填的，金额都乘以 {times}；"
        "如果确是按{unit}填的，只改{label}。"
    ),
    en=(
        "Check the unit of money first: if the tables are in {other}, multiply all their amounts "
        "by {times}; if they are in {unit}, correct {label} alone."
    ),
)


def with_units_apart(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those that accuse the funds of the year, which are a unit of money apart from
    the tables, name both sides and the unit of the cover instead of a cell."""
    return [_told(finding, submission) for finding in findings]


def _told(finding: Finding, submission: Submission) -> Finding:
    """A finding with both sides, where it accuses one of two that are a unit apart."""
    accused = [culprit for culprit in finding.culprits if culprit.located]
    tables = any(keys.is_account(cell.key) for cell in finding.cells)
    families = {keys.family(culprit.cell.key) for culprit in accused}
    ratios = {_ratio(culprit, submission) for culprit in accused}
    if not tables or families != {_FUNDING} or len(ratios) != 1:
        return finding
    (ratio,) = ratios
    other = _unit_of_tables(ratio, submission)
    if not other:
        return finding
    places = {
        "label": accused[0].label,
        "times": number(max(ratio, 1 / ratio)),
        "unit": submission.money_unit,
        "other": other,
    }
    told = replace(finding.without_answer(), expected=None, difference=None, culprits=())
    todo = TOO_LARGE if ratio > 1 else TOO_SMALL
    return replace(told, message=told.message + APART.fill(**places), todo=todo.fill(**places))


def _ratio(culprit: Culprit, submission: Submission) -> float:
    """How many times as large as a figure the tables have it, where that is a power of ten to the
    last digit; 1 where it is none."""
    claim = submission.claims.get(culprit.cell.key)
    low, high = culprit.expected or (None, None)
    if claim is None or not isinstance(claim.value, float) or low is None or high is None:
        return 1.0
    if claim.value <= 0 or low <= 0:
        return 1.0
    ratio = 10.0 ** round(math.log10((low + high) / 2 / claim.value))
    least, most = claim.value - claim.half_width, claim.value + claim.half_width
    return ratio if least * ratio <= high and low <= most * ratio else 1.0


def _unit_of_tables(ratio: float, submission: Submission) -> str:
    """The unit in which figures are so many times as large as in the cover's; "" where there is
    none, and for the cover's own."""
    standard = submission.standard
    yuan = standard.yuan(submission.money_unit) / ratio
    units = standard.money_units.items()
    return next((unit for unit, size in units if ratio != 1 and math.isclose(size, yuan)), "")
