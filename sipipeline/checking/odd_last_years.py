"""A figure of last year that is ten or a hundred times too large or too small and was carried into
last year's balance: this year began with what it should have been."""

import math
from collections.abc import Iterator, Sequence

from sipipeline.checking.amounts_meant import amount_meant
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.rules import h701_opening_is_last_closing

_OPENING = h701_opening_is_last_closing.RULE.code
_LAST_YEAR, _THIS_YEAR = "prior", ("actual", "budget")
_SIDES = {"income": 1.0, "expenditure": -1.0}
_POWERS = (1, 2, -1, -2)
_SAME = 1e-4
_LIKE = 2.0
"""A line of two years is at most so many times as much in the one as in the other, to be sure of
it."""
CARRIED = Text(
    zh="{slip}，并带进了上年的合计和年末滚存结余：本年的上年末滚存结余是改正后的数",
    en=(
        "{slip}, and carried into last year's sums and closing balance: this year opened with what "
        "these should be"
    ),
)


def with_odd_last_years(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; an opening balance that is not last year's closing balance by just as much as
    one figure of last year is off by its decimal point goes with that figure."""
    result = list(findings)
    for place, finding in enumerate(findings):
        culprits = [*_culprits(finding, submission)] if _is_open(finding) else []
        if len(culprits) == 1:
            group = next(fresh_numbers(result))
            for at in (place, *_of_total(finding, findings, submission)):
                result[at] = joined(findings[at], group, culprits)
    return result


def _of_total(
    finding: Finding, findings: Sequence[Finding], submission: Submission
) -> Iterator[int]:
    """The places of the findings that the opening balance of the total is off by as much."""
    total, off = submission.standard.total.key, finding.difference or 0.0
    for place, one in enumerate(findings):
        is_of_total = _is_open(one) and keys.fund(one.cells[0].key) == total
        if is_of_total and math.isclose(one.difference or 0.0, off, rel_tol=_SAME):
            yield place


def _is_open(finding: Finding) -> bool:
    """Whether it is an opening balance that nothing explains yet."""
    is_asked = finding.rule == _OPENING and not finding.explained
    return is_asked and finding.group is None and bool(finding.difference)


def _culprits(finding: Finding, submission: Submission) -> Iterator[Culprit]:
    """The figures of last year that would settle an opening balance with their point moved."""
    fund, off = keys.fund(finding.cells[0].key), finding.difference or 0.0
    if fund is None or fund == submission.standard.total.key:
        return
    for item in submission.standard.leaves_of(fund):
        key = f"{keys.ACCOUNTS}.{fund}.{item.key}.{_LAST_YEAR}"
        claim, sign = submission.claims.get(key), _sign(item.key, submission.standard)
        if claim is None or not isinstance(claim.value, float) or not sign:
            continue
        meant = claim.value + sign * off
        if _is_moved(claim, meant) and _is_like_this_year(key, meant, submission):
            yield _culprit(claim, meant, submission)


def _sign(item: str, standard: Standard) -> float:
    """1 for a line of the income, −1 for one of the expenditure, 0 for another."""
    return sum(_SIDES.get(one, 0.0) for one in (item, *standard.wholes_of(item)))


def _is_moved(claim: Claim, meant: float) -> bool:
    """Whether a figure is another one with its decimal point moved."""
    assert isinstance(claim.value, float)
    if claim.value <= 0 or meant <= 0:
        return False
    factor = 10.0 ** round(math.log10(claim.value / meant))
    moved = claim.value / factor
    room = 4 * max(claim.half_width, claim.half_width / factor)
    return round(math.log10(factor)) in _POWERS and abs(moved - meant) <= room


def _is_like_this_year(key: str, meant: float, submission: Submission) -> bool:
    """Whether an amount is of the size of a figure of its line of this year."""
    beside = (submission.number(keys.beside(key, one)) or 0.0 for one in _THIS_YEAR)
    return any(one / _LIKE <= meant <= one * _LIKE for one in beside)


def _culprit(claim: Claim, meant: float, submission: Submission) -> Culprit:
    """A figure of last year, with what it should be."""
    assert isinstance(claim.value, float)
    factor = 10 ** round(abs(math.log10(claim.value / meant)))
    better = claim.value / factor if claim.value > meant else claim.value * factor
    why = CARRIED.fill(slip=SLIPS["places"].fill(factor=factor))
    return amount_meant(claim.key, better, why, "likely", submission)
