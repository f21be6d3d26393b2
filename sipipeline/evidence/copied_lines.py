"""The lines of an account as two of its columns have them: alike to the last digit where one was
copied from the other."""

from collections.abc import Iterator

from sipipeline.core.figures import is_whole
from sipipeline.core.standard import SIDES, Fund, Standard
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
        return is_telling(float(self.original.value), self.original.half_width)


def lines_in_both(
    submission: Submission, fund: Fund, column: str, original: str
) -> Iterator[LinePair]:
    """The lines of income and expenditure of a fund that add up no others, as far as both figures
    are there and not 0."""
    for line in lines_of(fund, submission.standard):
        pair = pair_of(f"{line}.{column}", f"{line}.{original}", submission)
        if pair is not None and (pair.copied.value or pair.original.value):
            yield pair


def lines_of(fund: Fund, standard: Standard) -> Iterator[str]:
    """The rows of the lines of income and expenditure of a fund that add up no others."""
    for item in standard.leaves_of(fund.key):
        if any(side in standard.wholes_of(item.key) for side in SIDES):
            yield f"accounts.{fund.key}.{item.key}"


def is_telling(value: float, half_width: float) -> bool:
    """Whether a figure has so many digits that another one is hardly the same by chance."""
    is_round = is_whole(abs(value)) and not value % _DIGITS
    return abs(value) >= _DIGITS * 2 * half_width and not is_round


def pair_of(copied: str, original: str, submission: Submission) -> LinePair | None:
    """Two figures, of which one may be copied from the other; None where one of them is not
    there."""
    pair = [submission.figure(key) for key in (copied, original)]
    return None if pair[0] is None or pair[1] is None else LinePair(pair[0], pair[1])
