"""One pass at a time: the system itself holds the lock, and lets it go when its holder dies."""

import json
import os
import platform
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from sipipeline.core import durable
from sipipeline.core.errors import LedgerError, UsageError, reason
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger.store import now, why

_MOMENT = 0.5
"""Seconds in which one of two that begin together has the lock, and in which a holder that has just
begun writes down who it is."""
_HELD = Text(
    zh="另一次夜间核对正在进行（{holder}），这一次什么也没有做。",
    en="Another pass is running ({holder}); nothing was done.",
)
_HOLDER = Text(
    zh="主机 {host}，进程 {process}，{since} 开始",
    en="host {host}, process {process}, since {since}",
)
_UNKNOWN = Text(zh="不知道是谁", en="it does not say who")
_CANNOT = Text(
    zh="不能在 {folder} 里加锁：{reason}。这一次什么也没有做。",
    en="Cannot lock the folder {folder}: {reason}. Nothing was done.",
)


@frozen
class Holder:
    """Who holds the lock."""

    host: str
    process: int
    since: str

    def told(self) -> Text:
        since = self.since[:16].replace("T", " ")
        return _HOLDER.fill(host=self.host, process=self.process, since=since)


@contextmanager
def held(folder: Path) -> Iterator[Holder | None]:
    """Hold the lock of a folder; gives the holder that died with it before, if one did. Raises
    UsageError where a living process holds it.

    The lock is that of an SQLite file, which every system that runs Python knows."""
    note = folder / "nightly.lock.json"
    with closing(_locked(folder / "nightly.lock", note)):
        dead = _read(note)
        holder = Holder(platform.node(), os.getpid(), now())
        with _told(folder):
            durable.write(note, json.dumps(asdict(holder), ensure_ascii=False).encode())
        try:
            yield dead
        finally:
            with suppress(OSError):
                note.replace(_ended(note))


def _locked(file: Path, note: Path) -> sqlite3.Connection:
    connection = None
    try:
        connection = sqlite3.connect(file, timeout=_MOMENT, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        if "locked" in str(error):
            raise UsageError(_HELD.fill(holder=_said(_living(note)))) from error
        raise LedgerError(_CANNOT.fill(folder=file.parent, reason=why(error))) from error
    return connection


def _living(note: Path) -> Holder | None:
    """The holder, who may be about to write down who it is; the last that ended, which may be about
    to let go, where nobody does so within a moment."""
    until = time.monotonic() + _MOMENT
    holder = _read(note)
    while holder is None and time.monotonic() < until:
        time.sleep(_MOMENT / 50)
        holder = _read(note)
    return holder or _read(_ended(note))


def _ended(note: Path) -> Path:
    """What becomes of the note of a holder that ends."""
    return note.with_name("nightly.ended.json")


def _said(holder: Holder | None) -> Text:
    return _UNKNOWN if holder is None else holder.told()


def _read(note: Path) -> Holder | None:
    """The holder that a note names; None where there is none, or it cannot be read."""
    try:
        stated = json.loads(note.read_text("utf-8"))
        return Holder(str(stated["host"]), int(stated["process"]), str(stated["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LedgerError(_CANNOT.fill(folder=folder, reason=reason(error))) from error
