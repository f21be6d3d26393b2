"""What came in: each content once, and each time that it came."""

import sqlite3
from dataclasses import fields
from typing import Literal

from sipipeline.core.values import frozen
from sipipeline.ledger.store import Ledger, now

Channel = Literal["folder", "mail"]


@frozen
class Original:
    """A content that came in, whatever it was called."""

    sha256: str
    size: int
    path: str
    """Where it lies in the archive, below its folder, whole."""


@frozen
class Arrival:
    """One time that something came in."""

    sha256: str
    channel: Channel
    name: str
    """As people see it, below the inbox, or of the attachment."""
    place: str
    """Where it was found, by which it is known again."""
    sent_at: str
    """The time of the file, or of the message."""
    sender: str | None = None
    """The address, of mail."""
    id: int = 0
    path: str = ""
    """Where its content lies in the archive."""
    received_at: str = ""
    cleared_at: str | None = None
    """When it was taken out of the inbox."""
    unpacked_at: str | None = None
    """When the workbooks in it were listed."""


_READ = "SELECT a.*, o.path FROM arrivals a JOIN originals o USING (sha256)"
_FIELDS = [field.name for field in fields(Arrival)]


def receive(ledger: Ledger, original: Original, arrival: Arrival) -> Arrival:
    """The arrival as the ledger has it; the same one as long as a file of that place and content
    was not taken out of the inbox."""
    known = ledger.row(
        f"{_READ} WHERE a.place = ? AND a.sha256 = ? AND a.cleared_at IS NULL",
        arrival.place,
        arrival.sha256,
    )
    if known is not None:
        return _arrival(known)
    with ledger.transaction():
        number = add(ledger, original, arrival)
    return get(ledger, number)


def add(ledger: Ledger, original: Original, arrival: Arrival) -> int:
    """Add an arrival, whose content lies in the archive already, inside a transaction; its
    number."""
    ledger.write(
        "INSERT OR IGNORE INTO originals (sha256, size, path, archived_at) VALUES (?, ?, ?, ?)",
        original.sha256,
        original.size,
        original.path,
        now(),
    )
    return ledger.write(
        "INSERT INTO arrivals (sha256, channel, name, place, sender, sent_at, received_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        arrival.sha256,
        arrival.channel,
        arrival.name,
        arrival.place,
        arrival.sender,
        arrival.sent_at,
        now(),
    )


def get(ledger: Ledger, number: int) -> Arrival:
    row = ledger.row(f"{_READ} WHERE a.id = ?", number)
    assert row is not None
    return _arrival(row)


def unfinished(ledger: Ledger) -> list[Arrival]:
    """Arrivals whose workbooks are not listed yet, or that may still lie in the inbox."""
    where = "WHERE a.unpacked_at IS NULL OR a.cleared_at IS NULL ORDER BY a.id"
    return [_arrival(row) for row in ledger.rows(f"{_READ} {where}")]


def original(ledger: Ledger, sha256: str) -> Original | None:
    """A content that came in before."""
    row = ledger.row("SELECT sha256, size, path FROM originals WHERE sha256 = ?", sha256)
    return None if row is None else Original(*row)


def cleared(ledger: Ledger, number: int) -> None:
    """Keep that an arrival was taken out of the inbox."""
    with ledger.transaction():
        ledger.write("UPDATE arrivals SET cleared_at = ? WHERE id = ?", now(), number)


def originals(ledger: Ledger) -> list[Original]:
    """Every content that lies in the archive."""
    found = ledger.rows("SELECT sha256, size, path FROM originals ORDER BY sha256")
    return [Original(*row) for row in found]


def _arrival(row: sqlite3.Row) -> Arrival:
    return Arrival(**{name: row[name] for name in _FIELDS})
