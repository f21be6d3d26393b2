"""What a submission lacks: the parts that have to be there before it can be accepted."""

from collections.abc import Iterable, Iterator

from sipipeline.core import keys
from sipipeline.core.standard import STATING, Column
from sipipeline.core.submission import Noted, Submission
from sipipeline.evidence.indicators import is_indicator

_WRITTEN = frozenset({Noted.UNREADABLE, Noted.NO_VALUE})
"""Notes of cells in which something stands that could not be read."""


class Completeness:
    """Which parts of a submission are filled in, readable or not."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.standard = submission.standard
        noted = {note.key for note in submission.notes if note.what in _WRITTEN}
        self._written = noted.union(submission.claims, submission.unread)
        stated = [key for key in self._written if keys.measure(key) != "note"]
        self.accounts = _funds_of(key for key in stated if keys.is_account(key))
        """The accounts with anything in them, the total among them."""
        self.people = _funds_of(key for key in stated if keys.family(key) == "headcounts")
        """The funds with a head-count."""

    @property
    def funds(self) -> list[str]:
        """The funds with an account, in the order of the form."""
        return [fund.key for fund in self.standard.funds if fund.key in self.accounts]

    @property
    def has_total(self) -> bool:
        """Whether the total is filled in, or computed by the form itself."""
        total = self.standard.total.key
        return total in self.accounts or self.submission.shows(total)

    def of_the_year(self, account: str) -> bool:
        """Whether an account has a figure of the year itself, and not only budget, last year or
        what was carried over; the total also where the form computes it from a fund that has."""
        of_the_year = self.standard.figures_of_the_year[account]
        if not self._written.isdisjoint(of_the_year):
            return True
        computed = not self.submission.computed.isdisjoint(of_the_year)
        return computed and any(map(self.of_the_year, self.funds))

    def without_people(self) -> Iterator[str]:
        """The funds with an account, but no head-count."""
        counted = {fund for item in self.standard.headcounts for fund in item.funds}
        return (fund for fund in self.funds if fund in counted - self.people)

    def without_account(self) -> Iterator[str]:
        """The funds with head-counts, but no account."""
        return (fund.key for fund in self.standard.funds if fund.key in self.people - self.accounts)

    def indicators(self) -> bool:
        """Whether a row of the indicator table names an indicator or states its target or what was
        reached."""
        of_table = [key for key in self._written if keys.is_of_list(key, "indicators")]
        numbers = {keys.number(key) for key in of_table if keys.measure(key) in STATING}
        return any(is_indicator(self.submission, number) for number in numbers if number)

    def blank_texts(self) -> list[Column]:
        """The texts of the narrative that are required and blank."""
        return [
            column
            for column in self.standard.narrative
            if column.required and f"narrative.{column.key}" not in self._written
        ]


def _funds_of(stated: Iterable[str]) -> set[str]:
    return {fund for key in stated if (fund := keys.fund(key)) is not None}
