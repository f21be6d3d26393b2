"""The lines of an account as two of its columns have them: alike to the last digit where one was
copied from the other."""

from collections.abc import Iterator

from sipipeline.core.figures import is_whole
from sipipeline.core.standard import SIDES, Fund
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.values import frozen

_DIGITS = 100
"""A figure of fewer units of its last place says nothing: small ones are alike by chance."""


@frozen
class LinePair:
    """A line of an account that adds up no others, with the figures of two columns."""

    copied: Claim
    original: Claim

    @property
    def alike(self) -> bool:
        return self.copied.value == self.original.value

    @property
    def telling(self) -> bool:
        """Whether a figure has so many digits that two are hardly alike by chance."""
        value, unit = abs(float(self.original.value)), 2 * self.original.half_width
        is_round = is_whole(value) and not value % _DIGITS
        return value >= _DIGITS * unit and not is_round


def lines_in_both(
    submission: Submission, fund: Fund, column: str, original: str
) -> Iterator[LinePair]:
    """The lines of income and expenditure of a fund that add up no others, as far as both figures
    are there and not 0."""
    for item in submission.standard.leaves_of(fund.key):
        if not any(side in submission.standard.wholes_of(item.key) for side in SIDES):
            continue
        key = f"accounts.{fund.key}.{item.key}"
        pair = pair_of(f"{key}.{column}", f"{key}.{original}", submission)
        if pair is not None and (pair.copied.value or pair.original.value):
            yield pair


def pair_of(copied: str, original: str, submission: Submission) -> LinePair | None:
    """Two figures, of which one may be copied from the other; None where one of them is not
    there."""
    pair = [submission.figure(key) for key in (copied, original)]
    return None if pair[0] is None or pair[1] is None else LinePair(pair[0], pair[1])
