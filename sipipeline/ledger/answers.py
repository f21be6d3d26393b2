"""The answers: recorded, sent, confirmed; at most one of each leaves the house.

An answer is `sending` from just before the server may have it until the server has said what became
of it. One that is found so later is held: nobody knows whether it was sent."""

import sqlite3
from dataclasses import fields
from typing import Literal

from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger.store import Ledger, now

State = Literal["queued", "sending", "sent", "held", "refused", "dropped"]

DAY = 86_400.0
LONGEST_WAIT = DAY
"""Seconds that an answer waits at most for its next try."""


@frozen
class Answer:
    """One answer to one submission."""

    submission: int
    message: int
    """The message that it answers."""
    recipient: str
    message_id: str
    state: State = "queued"
    tries: int = 0
    zh: str = ""
    en: str = ""
    id: int = 0
    queued_at: str = ""
    sent_at: str | None = None
    returned_at: str | None = None

    @property
    def said(self) -> Text:
        """What became of the last try, or why it is held."""
        return Text(self.zh, self.en)


_FIELDS = [field.name for field in fields(Answer)]
_READ = f"SELECT {', '.join(_FIELDS)} FROM answers"


def queue(ledger: Ledger, answer: Answer) -> None:
    """Keep an answer inside a transaction, unless its submission has one."""
    ledger.write(
        "INSERT OR IGNORE INTO answers (submission, message, recipient, message_id, state, "
        "not_before, zh, en, queued_at) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
        answer.submission,
        answer.message,
        answer.recipient,
        answer.message_id,
        answer.state,
        answer.zh,
        answer.en,
        now(),
    )


def was_told(ledger: Ledger, recipient: str, sha256: str) -> bool:
    """Whether an address has, or will have, an answer about the very same workbook."""
    found = ledger.row(
        "SELECT 1 FROM answers a JOIN submissions s ON s.id = a.submission "
        "WHERE a.recipient = ? AND s.sha256 = ? LIMIT 1",
        recipient,
        sha256,
    )
    return found is not None


def get(ledger: Ledger, number: int) -> Answer | None:
    return _one(ledger, "WHERE id = ?", number)


def of_submission(ledger: Ledger, submission: int) -> Answer | None:
    return _one(ledger, "WHERE submission = ?", submission)


def of_message_id(ledger: Ledger, message_id: str) -> Answer | None:
    return _one(ledger, "WHERE message_id = ?", message_id)


def due(ledger: Ledger, at: float) -> list[Answer]:
    """The answers that may be sent now, the oldest first; one that would have to wait longer than
    any does was queued under another clock."""
    return _several(
        ledger,
        "WHERE state = 'queued' AND (not_before <= ? OR not_before > ?) ORDER BY id",
        at,
        at + LONGEST_WAIT,
    )


def in_state(ledger: Ledger, *states: State) -> list[Answer]:
    places = ", ".join("?" * len(states))
    return _several(ledger, f"WHERE state IN ({places}) ORDER BY id", *states)


def sent_since(ledger: Ledger, since: float, recipient: str | None = None) -> int:
    """How many answers a server has had, or may have had, since a time; to one address, or to
    all."""
    row = ledger.row(
        "SELECT count(*) FROM answers WHERE state <> 'queued' AND tried >= ? "
        "AND recipient = coalesce(?, recipient)",
        since,
        recipient,
    )
    return 0 if row is None else int(row[0])


def sending(ledger: Ledger, number: int, at: float) -> None:
    """Keep that a server may have an answer from now on."""
    with ledger.transaction():
        ledger.write(
            "UPDATE answers SET state = 'sending', tries = tries + 1, tried = ? WHERE id = ?",
            at,
            number,
        )


def sent(ledger: Ledger, number: int, said: Text) -> None:
    with ledger.transaction():
        ledger.write(
            "UPDATE answers SET state = 'sent', sent_at = ?, zh = ?, en = ? WHERE id = ?",
            now(),
            said.zh,
            said.en,
            number,
        )


def wait(ledger: Ledger, number: int, said: Text, not_before: float) -> None:
    """Keep that an answer was not sent and is to be tried again."""
    with ledger.transaction():
        ledger.write(
            "UPDATE answers SET state = 'queued', tries = tries + (state = 'queued'), "
            "zh = ?, en = ?, not_before = ? WHERE id = ?",
            said.zh,
            said.en,
            not_before,
            number,
        )


def settle(ledger: Ledger, number: int, state: State, said: Text) -> None:
    """Keep that an answer is held, refused or dropped, and why."""
    with ledger.transaction():
        ledger.write(
            "UPDATE answers SET state = ?, zh = ?, en = ? WHERE id = ?",
            state,
            said.zh,
            said.en,
            number,
        )


def release(ledger: Ledger, number: int) -> None:
    """Have an answer sent after all."""
    with ledger.transaction():
        ledger.write(
            "UPDATE answers SET state = 'queued', tries = 0, not_before = 0 WHERE id = ?", number
        )


def returned(ledger: Ledger, message_id: str) -> Answer | None:
    """Keep, inside a transaction, that an answer came back as undeliverable; the answer, where it
    is one of ours."""
    answer = of_message_id(ledger, message_id)
    if answer is not None:
        ledger.write("UPDATE answers SET returned_at = ? WHERE id = ?", now(), answer.id)
    return answer


def _one(ledger: Ledger, where: str, value: object) -> Answer | None:
    found = _several(ledger, where, value)
    return found[0] if found else None


def _several(ledger: Ledger, where: str, *values: object) -> list[Answer]:
    return [_answer(row) for row in ledger.rows(f"{_READ} {where}", *values)]


def _answer(row: sqlite3.Row) -> Answer:
    return Answer(**{name: row[name] for name in _FIELDS})
