"""A copy of the ledger for each day, the latest of them kept."""

from datetime import date
from pathlib import Path

from sipipeline.core.errors import LedgerError
from sipipeline.core.text import Text
from sipipeline.ledger import store
from sipipeline.nightly.taking import Desk

_OURS = ("ledger-????-??-??.sqlite", "ledger-v*-????????-??????.sqlite")
"""Those of each day, and those that were made before a ledger was brought up to date."""
_TIME = len("YYYYMMDD-HHMMSS.sqlite")
_NOT_DELETED = Text(zh="旧的台账备份 {file} 删不掉。", en="Cannot delete the old backup {file}.")


def keep(desk: Desk) -> None:
    """Copy the ledger, one copy a day, and let the oldest copies go; a pass in which nothing
    happened leaves the copy of the day as it is."""
    wanted = desk.settings.backup.keep
    folder = desk.settings.backups
    target = folder / f"ledger-{date.today():%Y-%m-%d}.sqlite"
    if not wanted or (target.exists() and not desk.tally.has_done_something):
        return
    try:
        store.back_up(desk.ledger, target)
    except LedgerError as error:
        desk.tally.add("failed")
        desk.journal.warn(error.text)
        return
    for pattern in _OURS:
        copies = sorted(folder.glob(pattern), key=lambda file: file.name[-_TIME:])
        for old in copies[:-wanted]:
            _delete(desk, old)


def _delete(desk: Desk, old: Path) -> None:
    try:
        old.unlink(missing_ok=True)
    except OSError:
        desk.journal.warn(_NOT_DELETED.fill(file=old.name))
