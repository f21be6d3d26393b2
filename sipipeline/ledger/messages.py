"""The messages that were met: each once, where it lies, and what became of it."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import fields
from typing import Literal

from sipipeline.core.values import frozen
from sipipeline.ledger.store import Ledger, now

State = Literal["taken", "held", "ignored"]


@frozen
class Message:
    """A message, wherever it lies."""

    identity: str
    """Equal for two copies of one message, whatever servers add to them."""
    state: State
    reason: str | None = None
    """Why it is held or ignored."""
    digest: str | None = None
    message_id: str = ""
    thread: str = ""
    """The messages before it in its thread, parted by spaces."""
    sender: str = ""
    reply_to: str = ""
    subject: str = ""
    silent: bool = False
    arrival: int | None = None
    """The arrival that it is, where it is taken."""
    id: int = 0
    met_at: str = ""


@frozen
class MailPlace:
    """Where a message lies, for ever: a folder with this UIDVALIDITY gives no UID twice."""

    account: str
    folder: str
    validity: int
    uid: int
    size: int


@frozen
class Known:
    """A place that the ledger knows."""

    message: int
    size: int
    state: State
    reason: str | None
    sender: str
    filed: bool


_FIELDS = [field.name for field in fields(Message)]
_KEPT = [name for name in _FIELDS if name != "id"]
_READ = f"SELECT {', '.join(_FIELDS)} FROM messages"


def known_places(ledger: Ledger, account: str, folder: str, validity: int) -> dict[int, Known]:
    """What lies in a folder as far as the ledger knows, by UID."""
    found = ledger.rows(
        "SELECT p.uid, p.message, p.size, p.filed_at, m.state, m.reason, m.sender "
        "FROM message_places p JOIN messages m ON m.id = p.message "
        "WHERE p.account = ? AND p.folder = ? AND p.validity = ?",
        account,
        folder,
        validity,
    )
    return {row["uid"]: _known(row) for row in found}


def of_identity(ledger: Ledger, identity: str) -> Message | None:
    row = ledger.row(f"{_READ} WHERE identity = ?", identity)
    return None if row is None else _message(row)


def of_arrival(ledger: Ledger, arrival: int) -> Message | None:
    """The message that an arrival is; None where it came in another way."""
    row = ledger.row(f"{_READ} WHERE arrival = ?", arrival)
    return None if row is None else _message(row)


def get(ledger: Ledger, number: int) -> Message:
    row = ledger.row(f"{_READ} WHERE id = ?", number)
    assert row is not None
    return _message(row)


def put(ledger: Ledger, message: Message) -> int:
    """Keep a message inside a transaction, in the place of what was known of it; its number."""
    values = [getattr(message, name) for name in _KEPT if name != "met_at"]
    names = [name for name in _KEPT if name != "met_at"]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != "identity")
    ledger.write(
        f"INSERT INTO messages ({', '.join(names)}, met_at) "
        f"VALUES ({', '.join('?' * len(names))}, ?) "
        f"ON CONFLICT (identity) DO UPDATE SET {changes}",
        *values,
        now(),
    )
    row = ledger.row("SELECT id FROM messages WHERE identity = ?", message.identity)
    assert row is not None
    return int(row["id"])


def put_place(ledger: Ledger, place: MailPlace, message: int) -> None:
    """Keep where a message lies, inside a transaction."""
    ledger.write(
        "INSERT OR REPLACE INTO message_places (account, folder, validity, uid, size, message) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        place.account,
        place.folder,
        place.validity,
        place.uid,
        place.size,
        message,
    )


def filed(ledger: Ledger, place: MailPlace) -> None:
    """Keep that a message was moved or marked as read."""
    with ledger.transaction():
        ledger.write(
            "UPDATE message_places SET filed_at = ? "
            "WHERE account = ? AND folder = ? AND validity = ? AND uid = ?",
            now(),
            place.account,
            place.folder,
            place.validity,
            place.uid,
        )


def forget_held(ledger: Ledger, account: str, folder: str, present: Iterable[int]) -> list[Message]:
    """The messages that waited for a person and are no longer in the folder; the ledger forgets
    them inside a transaction, so that one that is put back is met anew."""
    there = json.dumps(sorted(present))
    where = (
        "state = 'held' AND id NOT IN (SELECT value FROM json_each(?)) "
        "AND (id IN (SELECT message FROM message_places WHERE account = ? AND folder = ?) "
        "OR id NOT IN (SELECT message FROM message_places))"
    )
    gone = [_message(row) for row in ledger.rows(f"{_READ} WHERE {where}", there, account, folder)]
    for message in gone:
        ledger.write("DELETE FROM message_places WHERE message = ?", message.id)
        ledger.write("DELETE FROM messages WHERE id = ?", message.id)
    return gone


def _known(row: sqlite3.Row) -> Known:
    return Known(
        row["message"],
        row["size"],
        row["state"],
        row["reason"],
        row["sender"],
        row["filed_at"] is not None,
    )


def _message(row: sqlite3.Row) -> Message:
    values = {name: row[name] for name in _FIELDS}
    return Message(**values | {"silent": bool(row["silent"])})
