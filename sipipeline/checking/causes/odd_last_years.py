"""A figure of last year that is ten or a hundred times too large or too small and was carried into
last year's balance: this year began with what it should have been."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording.amounts_meant import amount_meant
from sipipeline.checking.wording.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.findings import Culprit, Finding
from sipipeline.core.standard import SIDES, SURPLUS, Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.rules import b205_part_within_whole, h701_opening_is_last_closing

_OPENING, _LIMIT = h701_opening_is_last_closing.RULE.code, b205_part_within_whole.RULE.code
_LAST_YEAR, _THIS_YEAR = "prior", ("actual", "budget")
_BEGAN = "opening_balance"
_POWERS = (1, 2, -1, -2)
_RATE_PLACES = 4
_SAME = 1e-4
_LIKE = 2.0
"""A line of two years is at most so many times as much in the one as in the other, to be sure of
it."""
BEGUN = Text(
    zh="；本年的上年末滚存结余是改正后的数",
    en="; this year opened with what last year should have closed with",
)


def with_odd_last_years(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; an opening balance that is not last year's closing balance by just as much as
    one figure of last year is off by its decimal point goes with that figure."""
    result = list(findings)
    for place, finding in enumerate(findings):
        leaves = [*_leaves(finding, submission)] if _is_open(finding) else []
        if len(leaves) == 1:
            beside = [*_of_total(finding, findings, submission)]
            of_total = [findings[at].cells[1].key for at in beside]
            told = _told(leaves[0][0].key, result)
            group = next(fresh_numbers(result)) if told is None else told.group
            culprits = (
                _all_wrong(*leaves[0], finding.cells[1].key, of_total, submission)
                if told is None
                else told.culprits
            )
            for at in (place, *beside, *_of_limits(findings, culprits)):
                result[at] = joined(findings[at], group, culprits)
    return result


def _told(leaf: str, findings: Sequence[Finding]) -> Finding | None:
    """The first finding with a cause that singles a figure out."""
    named = (one for one in findings if one.group is not None)
    return next((one for one in named if _is_singled_out(leaf, one)), None)


def _is_singled_out(leaf: str, finding: Finding) -> bool:
    return any(one.located and one.cell.key == leaf for one in finding.culprits)


def _of_total(
    finding: Finding, findings: Sequence[Finding], submission: Submission
) -> Iterator[int]:
    """The places of the findings that the opening balance of the total is off by as much."""
    total, off = submission.standard.total.key, finding.difference or 0.0
    for place, one in enumerate(findings):
        is_of_total = _is_open(one) and keys.fund(one.cells[0].key) == total
        if is_of_total and math.isclose(one.difference or 0.0, off, rel_tol=_SAME):
            yield place


def _of_limits(findings: Sequence[Finding], culprits: Sequence[Culprit]) -> Iterator[int]:
    """The places of the findings that deposits are more than a balance that is wrong, and would not
    be more than what it should be."""
    limits = {one.cell.key: one.expected[1] for one in culprits if one.expected is not None}
    for place, finding in enumerate(findings):
        if finding.rule == _LIMIT and not any(one.located for one in finding.culprits):
            most, stated = limits.get(finding.cells[1].key), finding.stated
            if isinstance(most, float) and isinstance(stated, float) and stated <= most:
                yield place


def _is_open(finding: Finding) -> bool:
    """Whether it is an opening balance that nothing explains yet."""
    is_asked = finding.rule == _OPENING and not finding.explained
    return is_asked and finding.group is None and bool(finding.difference)


def _leaves(finding: Finding, submission: Submission) -> Iterator[tuple[Claim, float]]:
    """The figures of last year that would settle an opening balance with their point moved, each
    with what it should be."""
    fund, off = keys.fund(finding.cells[0].key), finding.difference or 0.0
    if fund is None or fund == submission.standard.total.key:
        return
    for item in (_BEGAN, *(one.key for one in submission.standard.leaves_of(fund))):
        key = f"{keys.ACCOUNTS}.{fund}.{item}.{_LAST_YEAR}"
        claim, sign = submission.claims.get(key), _sign(item, submission.standard)
        if claim is None or not isinstance(claim.value, float) or not sign:
            continue
        meant = significant(claim.value + sign * off)
        if _is_moved(claim, meant) and _is_like_this_year(key, meant, submission):
            yield claim, meant


def _all_wrong(
    leaf: Claim, meant: float, closing: str, of_total: Sequence[str], submission: Submission
) -> list[Culprit]:
    """A figure of last year and all that was worked out of it, with what each should be: sums, the
    surplus and the closing balance of its account, and of the total where that is off as well; and
    the changes and rates of these lines."""
    assert isinstance(leaf.value, float)
    amounts = {leaf.key: meant}
    for last in (closing, *of_total):
        amounts |= _carried_into(leaf, meant - leaf.value, last, submission)
    for key, amount in [*amounts.items()]:
        amounts |= _beside(key, amount, submission)
    factor = 10 ** round(abs(math.log10(leaf.value / meant)))
    how, label = SLIPS["places"].fill(factor=factor), submission.standard.label(leaf.key)
    why = SLIPS["carried"].fill(leaf=label, how=how, count=len(amounts) - 1) + BEGUN
    wrong = {key: one for key, one in amounts.items() if one != submission.number(key)}
    told = (amount_meant(key, amount, why, "likely", submission) for key, amount in wrong.items())
    return [replace(one, together=True, follows=_follows(one, leaf, submission)) for one in told]


def _follows(culprit: Culprit, leaf: Claim, submission: Submission) -> bool:
    """Whether a cell is a formula, and not the figure itself that was typed wrongly."""
    key = culprit.cell.key
    return submission.claims[key].formula and key != leaf.key


def _carried_into(
    leaf: Claim, off: float, closing: str, submission: Submission
) -> Iterator[tuple[str, float]]:
    """What the sums of an account, its surplus and its closing balance of last year should be once
    an amount is added to one of its lines, or to one of a fund of the total."""
    item = keys.item(leaf.key)
    sign = _sign(item, submission.standard)
    into = dict.fromkeys(submission.standard.wholes_of(item), 1.0)
    if item != _BEGAN:
        into[SURPLUS] = sign
    into[keys.item(closing)] = sign
    if keys.fund(closing) != keys.fund(leaf.key):
        into = {item: 1.0, **into}
    for line, by in into.items():
        key = keys.of_item(closing, line)
        stated = submission.number(key)
        if stated is not None:
            yield key, significant(stated + by * off)


def _beside(key: str, amount: float, submission: Submission) -> Iterator[tuple[str, float]]:
    """The change and the growth rate of a line, where they are stated, as an amount of last year
    makes them."""
    actual = submission.number(keys.beside(key, _THIS_YEAR[0]))
    change, rate = keys.beside(key, "change"), keys.beside(key, "growth_rate")
    if actual is not None and change in submission.claims:
        yield change, significant(actual - amount)
    if actual is not None and rate in submission.claims and amount > 0:
        yield rate, round(actual / amount - 1, _RATE_PLACES)


def _sign(item: str, standard: Standard) -> float:
    """1 for what the year began with and a line of the income, −1 for one of the expenditure, 0 for
    another."""
    if item == _BEGAN:
        return 1.0
    income, expenditure = (side in (item, *standard.wholes_of(item)) for side in SIDES)
    return float(income) - float(expenditure)


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
