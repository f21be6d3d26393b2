"""What an overview needs of one submission: light, and the same after a round trip through JSON.

The ledger keeps entries; where there is none, they are made of the results of a run, see
`result_entries`. Thousands are read every morning: their lists are tuples, in JSON without names.
"""

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import PurePath
from typing import Any, NamedTuple

from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.particulars import AccountLine
from sipipeline.core.text import NOTHING, Text
from sipipeline.core.values import frozen


class IssueEntry(NamedTuple):
    """What one correction, or one explanation, settles. What is added comes last, with a value for
    the entries of an older ledger."""

    rule: str
    severity: Severity
    message: Text
    todo: Text
    """What to type; "" where nothing is asked any more."""
    cell: str = ""
    """居民养老!D12"""
    key: str = ""
    money: int | None = None
    """Fen by which the figures are off; None where it is about something else."""
    settles: int = 1
    """How many findings go away with it."""
    group: int | None = None
    explained: bool = False


class IndicatorEntry(NamedTuple):
    """A line of the indicator table: `status` reached, exceeded, unmet or undecided."""

    number: int
    name: str
    target: str
    actual: str
    status: str
    completion: float | None = None
    reason: Text = NOTHING
    """Why it is undecided."""
    explanation: str = ""
    """The reason that the submitter gives."""


@frozen
class Entry:
    """One submission. `path` is the name that the file was sent under."""

    path: str
    verdict: Verdict
    sha256: str = ""
    content: str = ""
    """A hash of what is filled in, which an annotated copy has alike; "" where nobody noted it."""
    standard: str = ""
    unit: str = ""
    region_code: str = ""
    year: int | None = None
    round: int = 1
    contact: str = ""
    phone: str = ""
    received: str = ""
    """Date and time, ISO 8601; "" where nobody noted it."""
    copy: str = ""
    """Path of the annotated copy."""
    unreadable: Text = NOTHING
    """Why the file could not be read, and what to do."""
    call: Text = NOTHING
    """Why its clerk is to be called; nothing where the copy says all that there is to do."""
    issues: tuple[IssueEntry, ...] = ()
    indicators: tuple[IndicatorEntry, ...] = ()
    accounts: tuple[AccountLine, ...] = ()

    @property
    def name(self) -> str:
        """The unit; where the file does not say, the name of the file."""
        return self.unit or PurePath(self.path).name

    @property
    def errors(self) -> tuple[IssueEntry, ...]:
        return tuple(issue for issue in self.issues if issue.severity is Severity.ERROR)

    @property
    def to_explain(self) -> tuple[IssueEntry, ...]:
        return tuple(issue for issue in self.issues if issue.severity is Severity.WARNING)

    @property
    def explained(self) -> tuple[IssueEntry, ...]:
        return tuple(issue for issue in self.issues if issue.explained)

    @property
    def unmet(self) -> tuple[IndicatorEntry, ...]:
        return tuple(line for line in self.indicators if line.status == "unmet")

    @property
    def money(self) -> int:
        """Fen by which its errors are off."""
        return sum(issue.money or 0 for issue in self.errors)


def entry_to_json(entry: Entry) -> str:
    """One line of JSON; what is blank is left out."""
    members = ((one.name, getattr(entry, one.name), one.default) for one in fields(Entry))
    record = {name: value for name, value, usual in members if value and value != usual}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=_pair)


def entry_from_json(text: str | bytes, **later: Any) -> Entry:
    """The entry of a line of JSON, of an older program too, with what was known only later; what
    it does not say is blank."""
    record: dict[str, Any] = json.loads(text)
    lists = {
        "issues": tuple(map(_issue_of, record.get("issues", ()))),
        "indicators": tuple(map(_indicator_of, record.get("indicators", ()))),
        "accounts": tuple(map(AccountLine._make, record.get("accounts", ()))),
    }
    texts = {name: Text(*record.get(name, ("", ""))) for name in ("unreadable", "call")}
    known = {name: value for name, value in record.items() if name in _NAMES}
    return Entry(**known | lists | texts | {"verdict": Verdict(record["verdict"])} | later)


# ---------------------------------------------------------------- JSON
_NAMES = frozenset(one.name for one in fields(Entry))


def _pair(value: object) -> object:
    """A text as JSON has it: Chinese and English."""
    return [value.zh, value.en] if isinstance(value, Text) else str(value)


def _issue_of(row: Sequence[Any]) -> IssueEntry:
    rule, severity, message, todo, *more = row
    return IssueEntry(rule, Severity(severity), Text(*message), Text(*todo), *more)


def _indicator_of(row: Sequence[Any]) -> IndicatorEntry:
    number, name, target, actual, status, completion, reason, *more = row
    why = Text(*reason) if any(reason) else NOTHING
    return IndicatorEntry(number, name, target, actual, status, completion, why, *more)
