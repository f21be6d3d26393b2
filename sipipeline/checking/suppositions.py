"""What a slip is that is supposed of a whole submission: it is put right, the submission is checked
again, and the slip is told where that settles most."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from sipipeline.checking.figures_by_hand import identity
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core.findings import Culprit, Finding, Severity
from sipipeline.core.submission import Submission


class Supposition(Protocol):
    """A slip that is supposed of a submission."""

    @property
    def put_right(self) -> Submission:
        """The submission without the slip."""
        ...

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How much speaks for the slip, by what is told of the submission and of it put right; 0
        where it is not to be believed."""
        ...

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What is told of the submission, with the slip as one cause of what it settles."""
        ...


def settled(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings, but those that are only pointed out, which are not told afterwards."""
    still = {identity(one) for one in after}
    serious = (one for one in before if one.severity is not Severity.INFO)
    return [one for one in serious if identity(one) not in still]


def as_one_cause(
    before: Sequence[Finding], after: Sequence[Finding], culprits: Sequence[Culprit]
) -> list[Finding]:
    """What is told afterwards, and what a slip settles, as one cause with its culprits."""
    group = next(fresh_numbers([*before, *after]))
    gone = (replace(one, culprits=()) for one in settled(before, after))
    return [*after, *(joined(one, group, tuple(culprits)) for one in gone)]


Suppose = Callable[[Sequence[Finding], Submission], Iterable[Supposition]]
"""The slips that what is told of a submission gives reason to suppose."""
