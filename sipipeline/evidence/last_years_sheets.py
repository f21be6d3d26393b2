"""Sheets of funds that were left as last year's workbook has them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.past import LastYear, Past
from sipipeline.core.standard import Fund
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.copied_lines import is_telling, lines_of
from sipipeline.evidence.last_year import repeats

_THIS, _LAST = "actual", "prior"
_MOSTLY = 0.8
"""The part of the lines that must be alike: a few may have been brought up to date."""


@frozen
class SheetBesideLast:
    """The actuals of a fund that last year's workbook has too."""

    fund: Fund
    looked: tuple[str, ...]
    """Keys of lines whose figure is hardly that of another year by chance."""
    alike: tuple[str, ...]
    """Those that are last year's to the last digit."""
    carried: tuple[str, ...]
    """Those of which the column of last year holds that figure as well, as it should."""

    @property
    def is_last_years(self) -> bool:
        """Whether nearly all actuals are last year's, and the column of last year holds others."""
        is_same = len(self.alike) >= max(1.0, _MOSTLY * len(self.looked))
        return is_same and 2 * len(self.carried) < len(self.looked)


def last_years_sheets(submission: Submission) -> Sequence[SheetBesideLast]:
    """The sheets of funds that are last year's; none where no fund has lines enough to tell."""
    every = [one for one in sheets_beside_last(submission) if one.is_last_years]
    enough = submission.standard.limits["copied_budgets"]
    return every if any(len(one.alike) >= enough for one in every) else ()


def is_after(submission: Submission, given: LastYear) -> bool:
    """Whether the column of last year holds the actuals of a workbook, line by line."""
    beside = [*sheets_beside_last(replace(submission, past=Past(given)))]
    looked = sum(len(one.looked) for one in beside)
    carried = sum(len(one.carried) for one in beside)
    return carried >= max(submission.standard.limits["copied_budgets"], _MOSTLY * looked)


def sheets_beside_last(submission: Submission) -> Iterator[SheetBesideLast]:
    """The funds that have actuals in both years."""
    last_year = submission.past.last_year
    for fund in submission.funds if last_year is not None else ():
        looked = tuple(_telling(fund, submission))
        alike = tuple(key for key in looked if repeats(key, key, submission))
        carried = tuple(key for key in looked if repeats(keys.beside(key, _LAST), key, submission))
        if looked:
            yield SheetBesideLast(fund, looked, alike, carried)


def _telling(fund: Fund, submission: Submission) -> Iterator[str]:
    """The actuals of the lines of a fund that tell in last year's workbook, as far as this year's
    has them."""
    last_year = submission.past.last_year
    claims = {} if last_year is None else last_year.claims
    for line in lines_of(fund, submission.standard):
        claim = claims.get(f"{line}.{_THIS}")
        if claim is None or isinstance(claim.value, str) or submission.figure(claim.key) is None:
            continue
        if is_telling(claim.value, claim.half_width):
            yield claim.key
