"""Files of the inbox that were not taken yet, as they were when they were last seen."""

from collections.abc import Iterable

from sipipeline.core.values import frozen
from sipipeline.ledger.store import Ledger, now


@frozen
class Waiting:
    """A file that waits."""

    place: str
    size: int
    stamp: int
    """The time of its last change, in nanoseconds."""
    since: str = ""


def seen(ledger: Ledger) -> dict[str, Waiting]:
    """The files that waited at the last pass, by their places."""
    found = ledger.rows("SELECT place, size, stamp, since FROM waiting")
    return {row["place"]: Waiting(*row) for row in found}


def keep(ledger: Ledger, files: Iterable[Waiting]) -> None:
    """The files that wait now; one that has waited before waits since then."""
    since = {place: one.since for place, one in seen(ledger).items()}
    with ledger.transaction():
        ledger.write("DELETE FROM waiting")
        for one in files:
            ledger.write(
                "INSERT OR REPLACE INTO waiting (place, size, stamp, since) VALUES (?, ?, ?, ?)",
                one.place,
                one.size,
                one.stamp,
                since.get(one.place, now()),
            )
