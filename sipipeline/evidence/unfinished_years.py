"""Accounts of which the year is filled in only in part: a side that is blank, or nothing but 0."""

from collections.abc import Collection, Iterator, Mapping

from sipipeline.core.standard import SIDES, SURPLUS, Standard
from sipipeline.core.submission import Submission
from sipipeline.evidence.completeness import Completeness
from sipipeline.evidence.evidence import Evidence

EARLIER = ("budget", "prior")
"""Measures that show that there should be figures of the year."""


def lines_of(side: str, fund: str, standard: Standard) -> tuple[str, ...]:
    """The items of a side of a fund's account: its sum, and all that is added up to it."""
    within = [side]
    for item in standard.items_of(fund):
        if item.parent in within:
            within.append(item.key)
    return tuple(within)


def blank_lines(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    """For each fund the sides of its account, and its closing balance, that are blank this year,
    though budgeted or there last year, and that nothing else shows; no fund without any figure of
    the year, which is told as a whole."""
    complete, submission = evidence.completeness, evidence.submission
    funds = [fund for fund in complete.funds if complete.of_the_year(fund)]
    accounts = [_HalfFilled(fund, submission, complete) for fund in funds]
    found = {one.fund: tuple(one.blank_lines()) for one in accounts}
    return {fund: lines for fund, lines in found.items() if lines and fund not in complete.not_run}


def years_of_zeros(evidence: Evidence) -> Iterator[str]:
    """The funds with people whose figures of the year are all 0, though they had a budget and
    figures of last year."""
    complete, submission = evidence.completeness, evidence.submission
    measures = {measure.key for measure in evidence.standard.measures}
    for fund in complete.people_of_the_year.keys() & set(complete.funds) - complete.not_run:
        stated = complete.written(evidence.standard.figures_of_the_year[fund])
        items = [item.key for item in evidence.standard.items_of(fund)]
        if stated and all(submission.number(key) == 0 for key in stated):
            earlier = [one for one in EARLIER if one in measures]
            if all(_is_positive(fund, items, (one,), submission) for one in earlier):
                yield fund


class _HalfFilled:
    """The account of a fund, as far as it is filled in."""

    def __init__(self, fund: str, submission: Submission, complete: Completeness) -> None:
        self.fund = fund
        self.submission = submission
        self.complete = complete
        self.closing, self.opening = next(iter(submission.standard.carried.items()))

    def blank_lines(self) -> Iterator[str]:
        one, other = SIDES
        for side, opposite in ((one, other), (other, one)):
            lines = lines_of(side, self.fund, self.submission.standard)
            shown = self._has_surplus and self._has_side(opposite)
            if not self._has_side(side) and self._was_there(lines) and not shown:
                yield from () if self._is_in_total(side) else (side,)
        yield from self._blank_balances()

    def _blank_balances(self) -> Iterator[str]:
        """The closing balance, if it is blank and nothing shows it, though there was one last year,
        something is worked out of it, or other accounts have theirs; with it the opening balance
        that is blank, too."""
        flows = self._has(SURPLUS) or all(map(self._has_side, SIDES))
        shown = (flows and self._has(self.opening)) or self._is_in_total(self.closing)
        due = self._was_there((self.closing,)) or self._is_due
        if due and not shown and not self._has(self.closing):
            yield from (one for one in (self.opening, self.closing) if not self._has(one))

    @property
    def _is_due(self) -> bool:
        """Whether something is worked out of the closing balance, or the account is no mere row of
        zeros and another one has such a balance."""
        standard = self.submission.standard
        worked_out = (f"balances.{self.fund}.{column.key}" for column in standard.balances)
        others = (f"accounts.{fund.key}.{self.closing}.actual" for fund in standard.accounts)
        used = bool(self.complete.money_of_the_year(self.fund))
        return bool(self.complete.written((*worked_out, *(others if used else ()))))

    @property
    def _has_surplus(self) -> bool:
        return self._has(SURPLUS) or (self._has(self.opening) and self._has(self.closing))

    def _has_side(self, side: str) -> bool:
        return any(map(self._has, lines_of(side, self.fund, self.submission.standard)))

    def _has(self, item: str) -> bool:
        return bool(self.complete.written((f"accounts.{self.fund}.{item}.actual",)))

    def _was_there(self, items: Collection[str]) -> bool:
        return _is_positive(self.fund, items, EARLIER, self.submission)

    def _is_in_total(self, item: str) -> bool:
        """Whether the total was typed, and every other fund has the figure: theirs show it."""
        claims, total = self.submission.claims, self.submission.standard.total.key
        accounts = {total, *self.complete.funds} - {self.fund}
        return all(f"accounts.{account}.{item}.actual" in claims for account in accounts)


def _is_positive(
    fund: str, items: Collection[str], measures: Collection[str], submission: Submission
) -> bool:
    """Whether any of the figures is more than 0."""
    keys = (f"accounts.{fund}.{item}.{measure}" for item in items for measure in measures)
    return any((submission.number(key) or 0) > 0 for key in keys)
