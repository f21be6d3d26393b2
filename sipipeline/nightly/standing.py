"""How the batch of a place stands: what the ledger knows, looked at while a pass may be writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sipipeline.ledger import store
from sipipeline.nightly import roster
from sipipeline.nightly.reporting import overview_of
from sipipeline.nightly.settings import Settings
from sipipeline.nightly.units import units_of
from sipipeline.reports.overview.overview import Overview


@contextmanager
def standing(settings: Settings, day: date, with_accounts: bool) -> Iterator[Overview]:
    """The overview of a day, with the accounts or without. Raises LedgerError where there is no
    ledger yet, UsageError where the roster cannot be read."""
    units = units_of(roster.read(settings.folder("roster")) if settings.folders.roster else ())
    with (
        store.looked_at(settings.ledger) as ledger,
        overview_of(ledger, settings, units, day, with_accounts) as overview,
    ):
        yield overview
