"""What the ledger knows of a unit from before, for the check of a new submission; also in another
process."""

from pathlib import Path

from sipipeline.core.past import NO_PAST, LastYear, Past
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger import store, submissions
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Record
from sipipeline.nightly.units import Units

_ORIGIN = Text(
    zh="{year} 年已报送的工作簿（第 {round} 轮）", en="the workbook of {year} (round {round})"
)
_ACCEPTED = ("pass", "explain")


@frozen
class LedgerPast:
    """Looks a submission's past up in the ledger."""

    path: Path
    units: Units
    is_copy: bool = False
    """Whether it is a copy that nobody writes to, for workers on other machines."""

    def __call__(self, submission: Submission, sha256: str) -> Past:
        unit, year = submission.text("cover.unit"), submission.number("cover.year")
        key = self.units.key_of(unit, submission.choice("cover.region_code").strip())
        if not key:
            return NO_PAST
        look = store.copy_looked_at if self.is_copy else store.looked_at
        with look(self.path) as ledger:
            return past_of(ledger, key, None if year is None else int(year), sha256)


@frozen
class Earlier:
    """The submissions that a new one is held to."""

    before: Record | None
    """The round before."""
    last_year: Record | None
    """The last round of the year before that has no errors."""

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        return _number(self.before), _number(self.last_year)


def earlier(ledger: Ledger, unit_key: str, year: int | None, sha256: str) -> Earlier:
    """What a content is held to: of one that was a round before, what came before that round."""
    rounds = submissions.rounds(ledger, unit_key, year)
    contents = [one.sha256 for one in rounds]
    if sha256 in contents:
        rounds = rounds[: contents.index(sha256)]
    accepted = [] if year is None else _accepted(ledger, unit_key, year - 1)
    return Earlier(rounds[-1] if rounds else None, accepted[-1] if accepted else None)


def past_of(ledger: Ledger, unit_key: str, year: int | None, sha256: str) -> Past:
    """What is known of a unit for the check of a content."""
    found = earlier(ledger, unit_key, year, sha256)
    last_year = _stated(ledger, found.last_year) if found.last_year is not None else None
    before = found.before
    if before is None:
        return Past(last_year)
    answers = submissions.explanations(ledger, before.id)
    return Past(last_year, (before.round or 0) + 1, before.id, answers)


def _accepted(ledger: Ledger, unit_key: str, year: int) -> list[Record]:
    rounds = submissions.rounds(ledger, unit_key, year)
    return [record for record in rounds if record.verdict in _ACCEPTED]


def _stated(ledger: Ledger, record: Record) -> LastYear:
    claims = {claim.key: claim for claim in submissions.claims(ledger, record.id)}
    year = record.year or 0
    origin = _ORIGIN.fill(year=year, round=record.round)
    return LastYear(year, claims, origin, record.id)


def _number(record: Record | None) -> int | None:
    return None if record is None else record.id
