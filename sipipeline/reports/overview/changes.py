"""What changed since the morning before."""

from collections.abc import Sequence

from sipipeline.core.findings import Verdict
from sipipeline.core.values import frozen
from sipipeline.reports.overview.overview import Before, Tallied, unit_year


@frozen
class SubmissionChange:
    """A submission that is new, or another than the morning before."""

    kept: Tallied
    before: Before | None
    """None where there was none."""


@frozen
class Changes:
    arrived: Sequence[SubmissionChange]
    """Units of which there was nothing."""
    again: Sequence[SubmissionChange]
    """Units that sent another round, or whose verdict is another now."""

    @property
    def accepted(self) -> int:
        """Submissions that pass now, and did not."""
        return sum(one.kept.verdict is Verdict.PASS for one in (*self.arrived, *self.again))

    @property
    def settled(self) -> int:
        """Errors that are gone from the submissions that were there before."""
        return sum(_fewer(one) for one in self.again)


def changes(before: Sequence[Before], kept: Sequence[Tallied]) -> Changes:
    """The changes, the most urgent first."""
    known = {unit_year(one): one for one in before}
    arrived, again = [], []
    for one in sorted(kept):
        earlier = known.get(one.whose)
        if earlier is None:
            arrived.append(SubmissionChange(one, None))
        elif (earlier.round, earlier.verdict) != (one.round, one.verdict):
            again.append(SubmissionChange(one, earlier))
    return Changes(arrived, again)


def _fewer(change: SubmissionChange) -> int:
    before = change.before
    return max(0, before.errors - change.kept.errors) if before is not None else 0
