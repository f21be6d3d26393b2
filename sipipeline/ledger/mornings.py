"""The overviews: how the batch stood when each was written."""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from sipipeline.core.values import frozen
from sipipeline.ledger.store import Ledger


@frozen
class MorningKept:
    """How the batch stood on a day."""

    day: str
    verdicts: Mapping[str, int]
    standings: list[Any]
    """What the next morning compares itself with, as JSON has it."""
    made_of: str = ""
    """A hash of what was told beside the submissions."""


def keep(ledger: Ledger, morning: MorningKept) -> None:
    """Keep how the batch stands on a day, in the place of what was kept of that day before."""
    standings = json.dumps(morning.standings, ensure_ascii=False).encode()
    with ledger.transaction():
        ledger.write(
            "INSERT OR REPLACE INTO mornings (day, verdicts, standings, made_of) "
            "VALUES (?, ?, ?, ?)",
            morning.day,
            json.dumps(dict(morning.verdicts)),
            zlib.compress(standings),
            morning.made_of,
        )


def made_of(ledger: Ledger, day: str) -> str:
    """The hash of what the overview of a day told beside the submissions; "" where there is
    none."""
    row = ledger.row("SELECT made_of FROM mornings WHERE day = ?", day)
    return "" if row is None else str(row["made_of"])


def before(ledger: Ledger, day: str) -> MorningKept | None:
    """The last morning before a day."""
    row = ledger.row("SELECT * FROM mornings WHERE day < ? ORDER BY day DESC LIMIT 1", day)
    if row is None:
        return None
    standings = json.loads(zlib.decompress(row["standings"]))
    return MorningKept(row["day"], json.loads(row["verdicts"]), standings)


def days(ledger: Ledger) -> list[tuple[str, dict[str, int]]]:
    """Every day with the number of submissions by verdict, the earliest first."""
    found = ledger.rows("SELECT day, verdicts FROM mornings ORDER BY day")
    return [(row["day"], json.loads(row["verdicts"])) for row in found]
