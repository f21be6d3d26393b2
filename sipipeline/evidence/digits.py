"""Figures that seem to have digits too many or too few, or to be in another unit, beside those they
are like from year to year: ten times last year's and the budget, a hundred, a thousand or ten
thousand times, or such a part of both."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sipipeline.core.standard import Fund, Standard
from sipipeline.core.submission import Submission
from sipipeline.evidence.account_columns import COLUMNS, lines_in_columns, turnover

_POWERS = (10.0, 100.0, 0.1, 0.01)
_UNITS = (1e3, 1e4, 1e-3, 1e-4)
"""千元 and 元 in a form in 万元, and the reverse."""
_FAR = (100.0, 0.01, *_UNITS)
"""Powers by which even the gains of a good year and a bad one are not apart."""
_PEOPLE = ("actual", "prior")
_MANY_PEOPLE = 100
"""Fewer people than these may well become ten times as many."""


class OffByDigits(NamedTuple):
    """A figure that is so many times all of some others."""

    key: str
    times: float
    """10, 100, 1,000 or 10,000, or one over it."""
    others: Sequence[str]

    def meant(self, submission: Submission) -> float:
        """About what the figure should be."""
        return (submission.number(self.key) or 0.0) / self.times


class LikeFigures(NamedTuple):
    """Figures of one line that are like each other from year to year."""

    keys: Sequence[str]
    off: OffByDigits | None
    """The one that is off from all others."""


def amounts(submission: Submission, fund: Fund) -> Iterator[LikeFigures]:
    """Budget, actual and last year's of the lines of an account that add up no others; lines of a
    small share are left out. A surplus is like no other, and gains only by far."""
    least = turnover(submission, fund) * submission.standard.limits["tenfold_share"]
    for item in lines_in_columns(submission.standard, fund):
        line = [f"accounts.{fund.key}.{item.key}.{one}" for one in COLUMNS]
        powers = _FAR if item.signed else (*_POWERS, *_UNITS)
        yield from _compared(submission, line, powers, one_from=least)


def people(submission: Submission, fund: Fund) -> Iterator[LikeFigures]:
    """The head-counts of this year beside last year's; small ones are left out."""
    for item in submission.standard.headcounts:
        if fund.key in item.funds:
            pair = [f"headcounts.{fund.key}.{item.key}.{one}" for one in _PEOPLE]
            yield from _compared(submission, pair, _POWERS, all_from=_MANY_PEOPLE)


def _compared(
    submission: Submission,
    keys: Sequence[str],
    powers: Sequence[float],
    all_from: float = 0.0,
    one_from: float = 0.0,
) -> Iterator[LikeFigures]:
    """Figures that are all above nothing, all of them and at least one from some size on. Last
    year's is never the one that is off: what was planned may well be another amount."""
    values = {key: submission.number(key) or 0.0 for key in keys}
    least, most = min(values.values()), max(values.values())
    if least > 0 and all_from <= least and one_from <= most:
        found = (_off(key, values, powers, submission.standard) for key in keys[:-1])
        yield LikeFigures(keys, next(filter(None, found), None))


def _off(
    key: str, values: Mapping[str, float], powers: Sequence[float], standard: Standard
) -> OffByDigits | None:
    """A figure, if it is off from all others by one of some powers of ten."""
    others = [one for one in values if one != key]
    for times in powers:
        if all(_is_times(values[key] / values[one], times, standard) for one in others):
            return OffByDigits(key, times, others)
    return None


def _is_times(ratio: float, times: float, standard: Standard) -> bool:
    """Whether one figure is about so many times another, as years differ."""
    low, high = standard.limits["tenfold_low"], standard.limits["tenfold_high"]
    return low <= ratio / times <= high
