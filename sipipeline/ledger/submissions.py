"""The workbooks that came in: what is known of each, and how far it has come."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from typing import Any, Literal

from sipipeline.core.particulars import AccountLine, KeptClaim
from sipipeline.core.past import Explanation
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger.packing import (
    claims_of,
    packed,
    packed_claims,
    packed_rows,
    rows_of,
    unpacked,
)
from sipipeline.ledger.store import Ledger, now

State = Literal["archived", "checked", "copied", "answered", "reported"]
STATES: tuple[State, ...] = ("archived", "checked", "copied", "answered", "reported")
"""The steps that a submission goes through, in their order."""
Standing = Literal["round", "repeated", "own_copy", "unchanged", "unknown"]
"""A round of its unit; the very bytes of an earlier one; the copy that we wrote, as it was; the
same statements as the round before; of no unit that could be read."""


@frozen
class Record:
    """What the ledger keeps of a submission."""

    id: int
    arrival: int
    member: str
    """Where it stands in its container; "" for the file itself."""
    state: State
    sha256: str | None = None
    standing: Standing | None = None
    repeats: int | None = None
    """The submission that it repeats."""
    unit: str | None = None
    unit_key: str | None = None
    region_code: str | None = None
    year: int | None = None
    round: int | None = None
    standard: str | None = None
    template: str | None = None
    program: str | None = None
    basis: str | None = None
    """Hash of program, standard and rubric that checked it."""
    statements: str | None = None
    """Hash of what it states, and of what was found."""
    verdict: str | None = None
    copy: str | None = None
    """The annotated copy, below the place."""
    copy_sha256: str | None = None
    archived_at: str = ""
    checked_at: str | None = None
    copied_at: str | None = None
    answered_at: str | None = None
    reported_at: str | None = None

    def has_been(self, state: State) -> bool:
        """Whether it has come so far."""
        return STATES.index(self.state) >= STATES.index(state)


@frozen
class Cause:
    """What one correction or explanation settles."""

    number: int
    rule: str
    severity: str
    explained: bool
    key: str
    cell: str
    text: Text
    findings: tuple[tuple[str, str], ...]
    """Rule and key of each finding that goes away with it."""


@frozen
class Judgement:
    """What a check says of a submission."""

    sha256: str
    standing: Standing
    verdict: str
    result: str
    """The public JSON."""
    entry: str
    """JSON: what the overview needs beside the accounts."""
    repeats: int | None = None
    unit: str | None = None
    unit_key: str | None = None
    region_code: str | None = None
    year: int | None = None
    round: int | None = None
    standard: str | None = None
    template: str | None = None
    program: str | None = None
    basis: str | None = None
    statements: str | None = None
    causes: Sequence[Cause] = ()
    claims: Sequence[KeptClaim] = ()
    accounts: Sequence[AccountLine] = ()
    explanations: Mapping[tuple[str, str], Explanation] = field(default_factory=dict)
    """By rule and key of the finding that they answer."""


_FIELDS = [one.name for one in fields(Record)]
_READ = f"SELECT {', '.join(_FIELDS)} FROM submissions"
_JUDGED = (
    "sha256",
    "standing",
    "verdict",
    "repeats",
    "unit",
    "unit_key",
    "region_code",
    "year",
    "round",
    "standard",
    "template",
    "program",
    "basis",
    "statements",
)
_OF_EXPLANATION = ("rule", "key", "reason", "round", "figures")


# ---------------------------------------------------------------- the steps
def unpack(ledger: Ledger, arrival: int, members: Iterable[str]) -> None:
    """Keep the workbooks that an arrival holds, each once."""
    time = now()
    with ledger.transaction():
        for member in members:
            ledger.write(
                "INSERT OR IGNORE INTO submissions (arrival, member, state, archived_at) "
                "VALUES (?, ?, 'archived', ?)",
                arrival,
                member,
                time,
            )
        ledger.write("UPDATE arrivals SET unpacked_at = ? WHERE id = ?", time, arrival)


def judge(ledger: Ledger, number: int, judgement: Judgement) -> Record:
    """Keep what a check says, in the place of what an earlier check of the same submission said."""
    settings = ", ".join(f"{name} = ?" for name in _JUDGED)
    values = [getattr(judgement, name) for name in _JUDGED]
    with ledger.transaction():
        ledger.write(
            f"UPDATE submissions SET {settings}, state = 'checked', checked_at = ? WHERE id = ?",
            *values,
            now(),
            number,
        )
        ledger.write(
            "INSERT OR REPLACE INTO results "
            "(submission, result, entry, claims, causes, accounts) VALUES (?, ?, ?, ?, ?, ?)",
            number,
            packed(judgement.result),
            packed(judgement.entry),
            packed_claims(judgement.claims),
            packed_rows(map(_of_cause, judgement.causes)),
            packed_rows(judgement.accounts),
        )
        answers = map(_of_explanation, judgement.explanations.items())
        _replace_rows(ledger, "explanations", _OF_EXPLANATION, number, answers)
    return get(ledger, number)


def copy(ledger: Ledger, number: int, path: str | None, sha256: str | None) -> None:
    """Keep where the annotated copy lies; None: there is none."""
    with ledger.transaction():
        ledger.write(
            "UPDATE submissions SET copy = ?, copy_sha256 = ? WHERE id = ?", path, sha256, number
        )
        _advance(ledger, number, "copied")


def advance(ledger: Ledger, numbers: Iterable[int], state: State) -> None:
    """Keep that submissions have come to a step."""
    with ledger.transaction():
        for number in numbers:
            _advance(ledger, number, state)


def reopen(ledger: Ledger, number: int) -> None:
    """Have a submission checked again."""
    with ledger.transaction():
        ledger.write("UPDATE submissions SET state = 'archived' WHERE id = ?", number)


# ---------------------------------------------------------------- looking up
def get(ledger: Ledger, number: int) -> Record:
    row = ledger.row(f"{_READ} WHERE id = ?", number)
    assert row is not None
    return _record(row)


def every(ledger: Ledger) -> list[Record]:
    """All submissions, in the order in which they came in."""
    return _records(ledger, "ORDER BY id")


def unfinished(ledger: Ledger) -> list[Record]:
    """Submissions that have not gone through every step."""
    return _records(ledger, "WHERE state <> 'reported' ORDER BY id")


def of_content(ledger: Ledger, sha256: str) -> list[Record]:
    """The submissions of the very same bytes that were checked, the earliest first."""
    return _records(ledger, "WHERE sha256 = ? AND checked_at IS NOT NULL ORDER BY id", sha256)


def of_copy(ledger: Ledger, sha256: str) -> Record | None:
    """The submission whose annotated copy has these bytes."""
    found = _records(ledger, "WHERE copy_sha256 = ? ORDER BY id DESC LIMIT 1", sha256)
    return found[0] if found else None


def has_copy(ledger: Ledger, path: str, besides: int) -> bool:
    """Whether the copy of another submission lies at a path, in letters of either case."""
    sql = "SELECT 1 FROM submissions WHERE lower(copy) = lower(?) AND id <> ? AND repeats IS NULL"
    return ledger.row(sql, path, besides) is not None


def name_of(ledger: Ledger, number: int) -> str:
    """The name under which a submission came in."""
    row = ledger.row(
        "SELECT a.name, s.member FROM submissions s JOIN arrivals a ON a.id = s.arrival "
        "WHERE s.id = ?",
        number,
    )
    assert row is not None
    return f"{row['name']}/{row['member']}" if row["member"] else str(row["name"])


def rounds(ledger: Ledger, unit_key: str, year: int | None) -> list[Record]:
    """The rounds of a unit and year, the first one first."""
    return _records(
        ledger,
        "WHERE unit_key = ? AND year IS ? AND standing = 'round' AND checked_at IS NOT NULL "
        "ORDER BY round, id",
        unit_key,
        year,
    )


def latest(ledger: Ledger) -> list[Record]:
    """The last round of each unit and year."""
    of_each = "SELECT id, max(round) FROM submissions WHERE standing = 'round' "
    of_each += "AND checked_at IS NOT NULL GROUP BY unit_key, year"
    return _records(ledger, f"WHERE id IN (SELECT id FROM ({of_each})) ORDER BY unit_key, year")


def of_no_unit(ledger: Ledger) -> list[Record]:
    """Submissions of no unit that could be read, unless a round came later under the same name."""
    return _records(
        ledger,
        "WHERE standing = 'unknown' AND NOT EXISTS (SELECT 1 FROM submissions later "
        "JOIN arrivals theirs ON theirs.id = later.arrival "
        "JOIN arrivals ours ON ours.id = submissions.arrival "
        "WHERE later.id > submissions.id AND later.standing IN ('round', 'unknown') "
        "AND theirs.name = ours.name AND later.member = submissions.member) ORDER BY id",
    )


def names(ledger: Ledger) -> dict[int, str]:
    """The name under which each submission came in, by its number."""
    found = ledger.rows(
        "SELECT s.id, CASE s.member WHEN '' THEN a.name ELSE a.name || '/' || s.member END "
        "FROM submissions s JOIN arrivals a ON a.id = s.arrival"
    )
    return dict(map(tuple, found))


def claims(ledger: Ledger, number: int) -> list[KeptClaim]:
    """What a submission states, in the order of the keys."""
    return claims_of(_kept(ledger, "claims", number))


def causes(ledger: Ledger, number: int) -> list[Cause]:
    """What was to be corrected or explained in a submission, in the order of its result sheet."""
    return [_cause(*row) for row in rows_of(_kept(ledger, "causes", number))]


def accounts(ledger: Ledger, number: int) -> list[AccountLine]:
    """The accounts of a submission, in fen."""
    return list(map(AccountLine._make, rows_of(_kept(ledger, "accounts", number))))


def explanations(ledger: Ledger, number: int) -> dict[tuple[str, str], Explanation]:
    """The reasons given in a submission, by rule and key of the finding that they answer."""
    found = ledger.rows("SELECT * FROM explanations WHERE submission = ?", number)
    return {
        (row["rule"], row["key"]): Explanation(
            row["reason"], _pairs(json.loads(row["figures"])), row["round"]
        )
        for row in found
    }


def entry_of(ledger: Ledger, number: int) -> str | None:
    """What the overview needs of a submission beside its accounts, as JSON; None where it was not
    checked."""
    entry = _kept(ledger, "entry", number)
    return None if entry is None else unpacked(entry)


def result_of(ledger: Ledger, number: int) -> str | None:
    """The public result of a submission, as JSON; None where it was not checked."""
    result = _kept(ledger, "result", number)
    return None if result is None else unpacked(result)


# ---------------------------------------------------------------- rows
def _kept(ledger: Ledger, what: str, number: int) -> bytes | None:
    """One of the things that are kept of a check; None where there was none."""
    row = ledger.row(f"SELECT {what} FROM results WHERE submission = ?", number)
    return None if row is None else row[what]


def _advance(ledger: Ledger, number: int, state: State) -> None:
    ledger.write(
        f"UPDATE submissions SET state = ?, {state}_at = ? WHERE id = ?", state, now(), number
    )


def _replace_rows(
    ledger: Ledger, table: str, names: Sequence[str], number: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Rows of a submission in the place of those that it had."""
    places = ", ".join("?" * (len(names) + 1))
    ledger.write(f"DELETE FROM {table} WHERE submission = ?", number)
    ledger.connection.executemany(
        f"INSERT INTO {table} (submission, {', '.join(names)}) VALUES ({places})",
        [(number, *row) for row in rows],
    )


def _of_cause(cause: Cause) -> tuple[Any, ...]:
    return (
        cause.number,
        cause.rule,
        cause.severity,
        cause.explained,
        cause.key,
        cause.cell,
        cause.text.zh,
        cause.text.en,
        cause.findings,
    )


def _of_explanation(answer: tuple[tuple[str, str], Explanation]) -> tuple[Any, ...]:
    (rule, key), explanation = answer
    figures = json.dumps(explanation.figures, ensure_ascii=False)
    return rule, key, explanation.reason, explanation.round, figures


def _records(ledger: Ledger, where: str, *values: object) -> list[Record]:
    return [_record(row) for row in ledger.rows(f"{_READ} {where}", *values)]


def _record(row: sqlite3.Row) -> Record:
    return Record(*row)


def _cause(number: int, *row: Any) -> Cause:
    rule, severity, explained, key, cell, zh, en, findings = row
    together = _pairs(findings)
    return Cause(number, rule, severity, bool(explained), key, cell, Text(zh, en), together)


def _pairs(found: list[list[Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((first, second) for first, second in found)
