"""What is known of a unit from before: last year's figures, the round before, and what was
explained in it."""

from collections.abc import Mapping
from dataclasses import field

from sipipeline.core.particulars import KeptClaim
from sipipeline.core.text import Text
from sipipeline.core.values import frozen


@frozen
class Explanation:
    """A reason that the submitter gave, and the figures that it spoke of when it was written."""

    reason: str
    figures: tuple[tuple[str, object], ...]
    round: int = 0
    """In which it was written; 0 where rounds are not counted."""


@frozen
class LastYear:
    """What the unit stated for the year before."""

    year: int
    claims: Mapping[str, KeptClaim]
    origin: Text
    """Where that is from, as people know it."""
    number: int | None = None
    """Of that submission in the ledger."""


@frozen
class NotHeld:
    """A workbook given as last year's to which a submission is not held."""

    given: LastYear
    unit: str
    """Whose it is; "" where it states none."""
    of_other_unit: bool
    """Whether the submission is another unit's; else it is not of the year after."""


@frozen
class Past:
    """What was known when a submission was checked."""

    last_year: LastYear | None = None
    round: int = 1
    """Of the submission itself."""
    previous: int | None = None
    """The number of the round before in the ledger."""
    explanations: Mapping[tuple[str, str], Explanation] = field(default_factory=dict)
    """Those of the round before, by rule and cell of the finding that they answer."""
    not_held: NotHeld | None = None


NO_PAST = Past()


@frozen
class SinceLastRound:
    """What has changed since the round before."""

    previous: int
    """The number of that round."""
    fixed: tuple[tuple[str, Text], ...] = ()
    """Cell and sentence of each issue that is gone."""
    open: tuple[int, ...] = ()
    """Numbers of the issues that were there before."""
    new: tuple[int, ...] = ()
    """Numbers of the issues that were not."""
