"""What the ledger knows of a unit from before, for the check of a new submission; also in another
process."""

from dataclasses import dataclass
from pathlib import Path

from sipipeline.core.past import NO_PAST, LastYear, Past
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.ledger import store, submissions
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Record
from sipipeline.nightly.units import Units

_ORIGIN = Text(
    zh="{year} 年已报送的工作簿（第 {round} 轮）", en="the workbook of {year} (round {round})"
)
_ACCEPTED = ("pass", "explain")


@dataclass(frozen=True, slots=True)
class LedgerPast:
    """Looks a submission's past up in the ledger."""

    path: Path
    units: Units

    def __call__(self, submission: Submission, sha256: str) -> Past:
        unit, year = submission.text("cover.unit"), submission.number("cover.year")
        key = self.units.key_of(unit, submission.choice("cover.region_code").strip())
        if not key:
            return NO_PAST
        with store.looked_at(self.path) as ledger:
            return past_of(ledger, key, None if year is None else int(year), sha256)


def past_of(ledger: Ledger, unit_key: str, year: int | None, sha256: str) -> Past:
    """What is known of a unit for the check of a content: of one that was a round before, what came
    before that round; else all."""
    rounds = submissions.rounds(ledger, unit_key, year)
    contents = [one.sha256 for one in rounds]
    if sha256 in contents:
        rounds = rounds[: contents.index(sha256)]
    last_year = None if year is None else _last_year(ledger, unit_key, year - 1)
    if not rounds:
        return Past(last_year)
    before = rounds[-1]
    answers = submissions.explanations(ledger, before.id)
    return Past(last_year, (before.round or 0) + 1, before.id, answers)


def _last_year(ledger: Ledger, unit_key: str, year: int) -> LastYear | None:
    """What the last round without errors stated; None where there is none."""
    accepted = [
        record
        for record in submissions.rounds(ledger, unit_key, year)
        if record.verdict in _ACCEPTED
    ]
    return _stated(ledger, accepted[-1], year) if accepted else None


def _stated(ledger: Ledger, record: Record, year: int) -> LastYear:
    claims = {claim.key: claim for claim in submissions.claims(ledger, record.id)}
    return LastYear(year, claims, _ORIGIN.fill(year=year, round=record.round))
