"""What a person should know or do: told once, until it is settled."""

import sqlite3

from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger.store import Ledger, now


@frozen
class Notice:
    """Something that a person should know or do."""

    kind: str
    subject: str
    """What it is about: one notice of a kind and subject is open at a time."""
    text: Text
    submission: int | None = None
    noticed_at: str = ""
    id: int = 0


def notice(ledger: Ledger, kind: str, subject: str, text: Text, submission: int | None) -> bool:
    """Keep a notice inside or outside a transaction; whether it is a new one."""
    before = ledger.connection.total_changes
    ledger.write(
        "INSERT OR IGNORE INTO notices (kind, subject, zh, en, submission, noticed_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        kind,
        subject,
        text.zh,
        text.en,
        submission,
        now(),
    )
    return ledger.connection.total_changes > before


def settle(ledger: Ledger, kind: str, subject: str) -> None:
    """Keep that nothing is left to do about a subject."""
    ledger.write(
        "UPDATE notices SET settled_at = ? WHERE kind = ? AND subject = ? AND settled_at IS NULL",
        now(),
        kind,
        subject,
    )


def unsettled(ledger: Ledger, since: str = "") -> list[Notice]:
    """The notices that are not settled, the oldest first."""
    found = ledger.rows(
        "SELECT * FROM notices WHERE settled_at IS NULL AND noticed_at >= ? ORDER BY id", since
    )
    return [_notice(row) for row in found]


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(
        row["kind"],
        row["subject"],
        Text(zh=row["zh"], en=row["en"]),
        row["submission"],
        row["noticed_at"],
        row["id"],
    )
