"""The workbooks in what came in: listed once, found again in the archive."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sipipeline.core.errors import UsageError
from sipipeline.core.text import Text
from sipipeline.intake.sources import Source, collect
from sipipeline.ledger import arrivals, submissions
from sipipeline.ledger.arrivals import Arrival
from sipipeline.ledger.submissions import Record
from sipipeline.nightly.taking import Desk

_LOST = Text(
    zh="原件库里没有 {name} 的原件（{path}），无法核对。请从备份恢复。",
    en="The original of {name} ({path}) is not in the archive; restore it from a backup.",
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A submission on its way: what the ledger has, and where its content is."""

    record: Record
    arrival: Arrival
    source: Source
    """With the name that people know."""


def unpack_all(desk: Desk) -> None:
    """List the workbooks of every arrival whose workbooks are not listed yet."""
    for arrival in arrivals.unfinished(desk.ledger):
        if arrival.unpacked_at is None and (members := _members(desk, arrival)):
            submissions.unpack(desk.ledger, arrival.id, members)


def items(desk: Desk, records: Iterable[Record]) -> list[Incoming]:
    """Submissions with their contents, those first that were sent first."""
    found: list[Incoming] = []
    members: dict[int, dict[str, Source]] = {}
    for record in records:
        arrival = arrivals.get(desk.ledger, record.arrival)
        if arrival.id not in members:
            members[arrival.id] = _members(desk, arrival)
        source = members[arrival.id].get(record.member)
        if source is not None:
            shown = f"{arrival.name}/{record.member}" if record.member else arrival.name
            found.append(Incoming(record, arrival, replace(source, path=shown)))
    return sorted(found, key=lambda item: (item.arrival.sent_at, item.record.id))


def _members(desk: Desk, arrival: Arrival) -> dict[str, Source]:
    """The workbooks in an original by where they stand in it; none where it is gone, which is
    told."""
    path = str(desk.settings.folder("archive") / arrival.path)
    try:
        sources = collect([path], limits=desk.settings.limits.limits())
    except UsageError:
        desk.tally.add("failed")
        desk.journal.warn(_LOST.fill(name=arrival.name, path=arrival.path))
        return {}
    return {source.path[len(path) + 1 :]: source for source in sources}
