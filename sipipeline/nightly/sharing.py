"""What a cluster needs for a pass: a copy of the ledger on the share, since the ledger itself lies
on a disk of this machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sipipeline.core.errors import ClusterError, LedgerError
from sipipeline.jobs.validation import Options
from sipipeline.ledger import store
from sipipeline.nightly.past import LedgerPast
from sipipeline.nightly.taking import Desk
from sipipeline.nightly.units import Units


@contextmanager
def shared(desk: Desk, units: Units, options: Options) -> Iterator[Options]:
    """The options by which a cluster checks; the copy of the ledger is gone afterwards. Raises
    ClusterError where there can be none."""
    settings = desk.settings
    copy = settings.base / settings.cluster.shared / f"ledger-{os.getpid()}.sqlite"
    try:
        store.back_up(desk.ledger, copy)
    except LedgerError as error:
        raise ClusterError(error.text) from error
    try:
        yield replace(
            options,
            scheduler=settings.cluster.scheduler,
            past=LedgerPast(copy, units, is_copy=True),
            needed=(copy,),
        )
    finally:
        copy.unlink(missing_ok=True)
