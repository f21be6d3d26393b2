"""The passes: when each ran, and how it ended."""

import os
import platform
import sqlite3
from dataclasses import fields

from sipipeline.core.values import frozen
from sipipeline.core.version import __version__
from sipipeline.ledger.store import Ledger, now


@frozen
class Pass:
    """One run of the nightly pass."""

    id: int
    started_at: str
    ended_at: str | None
    """None while it runs, and for ever where it was killed."""
    host: str
    process: int
    program: str
    status: int | None
    line: str | None
    """The closing line."""


def begin(ledger: Ledger) -> int:
    """Keep that a pass has begun; its number."""
    with ledger.transaction():
        return ledger.write(
            "INSERT INTO passes (started_at, host, process, program) VALUES (?, ?, ?, ?)",
            now(),
            platform.node(),
            os.getpid(),
            __version__,
        )


def end(ledger: Ledger, number: int, status: int, line: str) -> None:
    """Keep how a pass ended."""
    with ledger.transaction():
        ledger.write(
            "UPDATE passes SET ended_at = ?, status = ?, line = ? WHERE id = ?",
            now(),
            status,
            line,
            number,
        )


def last(ledger: Ledger, before: int | None = None) -> Pass | None:
    """The last pass, or the last one before another."""
    row = ledger.row(
        "SELECT * FROM passes WHERE id < coalesce(?, id + 1) ORDER BY id DESC LIMIT 1", before
    )
    return None if row is None else _pass(row)


def _pass(row: sqlite3.Row) -> Pass:
    return Pass(**{field.name: row[field.name] for field in fields(Pass)})
