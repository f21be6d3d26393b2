"""What a slip is that is supposed of a whole submission: it is put right, the submission is checked
again, and the slip is told where that settles most."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from sipipeline.checking.causes.testimonies import carried_into, depending_on, is_entered
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.supposing.figures_by_hand import identity
from sipipeline.checking.wording import shown
from sipipeline.core.figures import as_cell_holds
from sipipeline.core.findings import Culprit, Finding, Kind, Severity, Shown
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, same
from sipipeline.core.values import frozen
from sipipeline.rules import h701_opening_is_last_closing


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


@frozen
class Correction:
    """Figures that would be others without a slip: what a supposition is made of."""

    submission: Submission
    held: Mapping[str, Claim | None]
    """What each cell would hold; None where nobody knows. The cells in which the slip was made come
    first."""
    why: Text

    @property
    def put_right(self) -> Submission:
        """The submission with these figures, and with those that nobody knows as not read."""
        every = {**self.submission.claims, **self.held}
        claims = {key: claim for key, claim in every.items() if claim is not None}
        unread = self.submission.unread.union(every.keys() - claims.keys())
        return replace(self.submission, claims=claims, unread=unread)

    @property
    def is_known(self) -> bool:
        """Whether it is known what each cell would hold."""
        return None not in self.held.values()

    def breaks(self, before: Sequence[Finding], after: Sequence[Finding]) -> bool:
        """Whether the other figures make errors that were not there, but for what is lacking where
        they are not known."""
        new = (one for one in settled(after, before) if one.severity is Severity.ERROR)
        return any(self.is_known or one.kind is not Kind.FORMAT for one in new)

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What is told afterwards, and what the slip settles, as one cause; what is lacking without
        the figures that nobody knows is not told."""
        known = {identity(one) for one in before}
        still = [one for one in after if self.is_known or identity(one) in known]
        return as_one_cause(before, still, [*self._culprits()])

    def _culprits(self) -> Iterator[Culprit]:
        for key, claim in self.held.items():
            own = self.submission.claims.get(key)
            if claim is None or own is None or claim.value != own.value:
                yield self._culprit(key, None if claim is None else float(claim.value))

    def _culprit(self, key: str, meant: float | None) -> Culprit:
        """A cell, with what it would hold where that is known."""
        own, form = self.submission.claims.get(key), shown.form_of(key, self.submission)
        brief = Shown(shown.stated(key, self.submission))
        if meant is not None and own is not None:
            brief = shown.compared(float(own.value), (meant, meant), form).brief
        elif meant is not None:
            brief = replace(brief, should=same(shown.figure(meant, form)))
        return Culprit(
            self.submission.cell(key),
            None if meant is None else as_cell_holds(meant),
            self.why,
            "likely",
            None if meant is None else (meant, meant),
            self.submission.standard.label(key),
            brief,
            together=True,
            follows=own is not None and own.formula,
        )


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


def with_figures(meant: Mapping[str, float], submission: Submission) -> dict[str, Claim]:
    """What cells would hold with other figures in some of them: these, what is worked out of
    them, blank ones as nothing, and what the year opens with where last year's closing balance is
    one of those."""
    stated, submission = submission, _filled_in(meant, submission)
    added = {key: value - (submission.number(key) or 0.0) for key, value in meant.items()}
    follow = carried_into(added, submission)
    for opening, closing in _opened_with(follow, submission):
        added.setdefault(opening, follow[closing] - (submission.number(closing) or 0.0))
    held = {**meant, **carried_into(added, submission), **meant}
    return {key: _claim(key, amount, stated) for key, amount in held.items()}


def without(cells: Sequence[str], submission: Submission) -> dict[str, None]:
    """Some cells, and those that are worked out of them, as nobody knows what they should hold;
    and what the year opens with where last year's closing balance is one of those."""
    lost = depending_on(cells, submission)
    openings = [opening for opening, _ in _opened_with(lost, submission)]
    lost |= depending_on(openings, submission)
    return dict.fromkeys([*cells, *(key for key in submission.claims if key in lost)])


def _opened_with(closings: Container[str], submission: Submission) -> Iterator[tuple[str, str]]:
    """The balances that the accounts open with, each as some closing balance of last year has
    it."""
    for relation in h701_opening_is_last_closing.relations(submission.standard):
        opening, closing = relation.keys[:2]
        stated = submission.number(opening)
        is_carried = closing in closings and is_entered(opening, submission)
        if not relation.form and is_carried and stated and stated == submission.number(closing):
            yield opening, closing


def _filled_in(cells: Iterable[str], submission: Submission) -> Submission:
    """The submission with nothing in those of some cells that are blank: what is worked out of them
    was worked out so."""
    blank = {key: _claim(key, 0.0, submission) for key in cells if key not in submission.claims}
    return replace(submission, claims={**submission.claims, **blank}) if blank else submission


def _claim(key: str, amount: float, submission: Submission) -> Claim:
    """What a cell would hold with another figure; in one that is blank, to the last digit."""
    own = submission.claims.get(key)
    if own is not None:
        return own._replace(value=amount)
    blank = submission.cell(key)
    return Claim(key, amount, 0.0, blank.sheet, blank.ref, amount)
