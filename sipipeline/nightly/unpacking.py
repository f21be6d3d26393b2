"""The workbooks in what came in: listed once, found again in the archive."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sipipeline.core.errors import UsageError
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.core.values import frozen
from sipipeline.intake.sources import Source, collect
from sipipeline.ledger import arrivals, submissions
from sipipeline.ledger.arrivals import Arrival
from sipipeline.ledger.submissions import Record
from sipipeline.nightly.taking import Desk

_LOST = Text(
    zh="原件库里没有 {name} 的原件（{path}），无法核对。请从备份恢复。",
    en="The original of {name} ({path}) is not in the archive; restore it from a backup.",
)
_LEFT_OUT = Text(
    zh="{name} 里另有 {count} 个文件不是工作簿，没有核对：{names}",
    en="{name} has {count} more {count:file that is no workbook|files that are no workbooks} and "
    "{count:was|were} not checked: {names}",
)
_AND_MORE = Text(zh=" 等", en=" and others")
_MOST_NAMES = 5


@frozen
class Incoming:
    """A submission on its way: what the ledger has, and where its content is."""

    record: Record
    arrival: Arrival
    source: Source
    """With the name that people know."""


def unpack_all(desk: Desk) -> None:
    """List the workbooks of every arrival whose workbooks are not listed yet."""
    for arrival in arrivals.unfinished(desk.ledger):
        left_out: list[str] = []
        if arrival.unpacked_at is None and (members := _members(desk, arrival, left_out.append)):
            submissions.unpack(desk.ledger, arrival.id, members)
            _tell_left_out(desk, arrival, left_out)


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


def _tell_left_out(desk: Desk, arrival: Arrival, paths: Sequence[str]) -> None:
    """Say which files of a mail or a zip are no workbooks, the first of them by name."""
    if paths:
        named = [same(path.rpartition("/")[2]) for path in paths[:_MOST_NAMES]]
        more = _AND_MORE if len(paths) > _MOST_NAMES else NOTHING
        told = join(named, "、", ", ") + more
        desk.journal.say(_LEFT_OUT.fill(name=arrival.name, count=len(paths), names=told))


def _members(
    desk: Desk, arrival: Arrival, skipped: Callable[[str], object] = lambda _: None
) -> dict[str, Source]:
    """The workbooks in an original by where they stand in it; none where it is gone, which is
    told. `skipped` is called with the path of each file in it that is no workbook."""
    path = str(desk.settings.folder("archive") / arrival.path)
    try:
        sources = collect([path], skipped=skipped, limits=desk.settings.limits.limits())
    except UsageError:
        desk.tally.add("failed")
        desk.journal.warn(_LOST.fill(name=arrival.name, path=arrival.path))
        return {}
    return {source.path[len(path) + 1 :]: source for source in sources}
