"""Files of the inbox become originals of the archive: copied, kept in the ledger, then taken away.
A process that dies between any two of these steps has lost nothing and repeats nothing."""

import errno
from collections.abc import Collection
from dataclasses import field
from datetime import datetime
from pathlib import Path

from sipipeline.core import durable
from sipipeline.core.errors import reason
from sipipeline.core.limits import MB
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger import arrivals, waiting
from sipipeline.ledger.arrivals import Arrival
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.waiting import Waiting
from sipipeline.nightly import archive, inbox
from sipipeline.nightly.archive import Changed
from sipipeline.nightly.inbox import Lying
from sipipeline.nightly.journal import Journal
from sipipeline.nightly.settings import Settings
from sipipeline.nightly.tally import Tally

_TOOK = Text(zh="收件：{name}", en="Taken in: {name}")
_WAITS = Text(zh="留待下次：{name}（{why}）", en="Waits for the next pass: {name} ({why})")
_TOO_LARGE = Text(
    zh="{name} 有 {size} 兆，太大，没有动。请移出收件箱，或请报送单位压缩图片后重报。",
    en="{name} has {size} MB, which is too large; it was left alone. Move it out of the inbox.",
)
_NOT_READ = Text(
    zh="收件箱里的 {name} 读不了（{reason}），留待下次。",
    en="{name} in the inbox cannot be read ({reason}); it waits for the next pass.",
)
_NOT_ARCHIVED = Text(
    zh="{name} 放不进原件库 {folder}（{reason}），留待下次。请检查原件库的写权限和磁盘。",
    en="{name} cannot be put into the archive {folder} ({reason}); it waits for the next pass. "
    "Please see to the rights of the archive, and its disk.",
)
_NOT_CLEARED = Text(
    zh="{name} 已收进原件库，但不能从收件箱移走（{reason}）；不会重复核对。请检查收件箱的写权限。",
    en="{name} is in the archive, but cannot be taken out of the inbox ({reason}); it is not "
    "checked twice. Please see to the rights of the inbox.",
)
_GONE = Text(
    zh="收件箱 {folder} 中途不见了，没取的文件留待下次。请检查共享是否连着。",
    en="The inbox {folder} has vanished; what was not taken waits for the next pass. See whether "
    "the share is there.",
)
_NO_ROOM = Text(
    zh="磁盘已满，收件停止；没取的文件还在收件箱里。请腾出地方，下一次接着做。",
    en="The disk is full: nothing more is taken in, and what was not taken is still in the inbox. "
    "Make room; the next pass carries on.",
)
_FULL = (errno.ENOSPC, errno.EDQUOT)


@frozen
class Desk:
    """What every step of a pass works with."""

    settings: Settings
    ledger: Ledger
    journal: Journal
    tally: Tally = field(default_factory=Tally)


class Stopped(Exception):
    """Nothing more can be taken in; why is told already."""


def take_all(desk: Desk, stuck: Collection[str] = ()) -> None:
    """Take every steady file of the inbox but for those that are in the archive already and cannot
    be taken away; those that are not steady wait for the next pass."""
    settings = desk.settings
    files = inbox.lying(settings.folder("inbox"), settings.inbox)
    before = waiting.seen(desk.ledger)
    waits: list[Lying] = []
    try:
        for file in (one for one in files if one.place not in stuck):
            why_not = inbox.why_not_yet(file, settings.inbox, before)
            if why_not is not None:
                desk.journal.say(_WAITS.fill(name=file.name, why=why_not))
            if why_not is not None or not _take(desk, file):
                waits.append(file)
    except Stopped:
        pass
    desk.tally.add("waiting", len(waits))
    if waits or before:
        waiting.keep(desk.ledger, [Waiting(one.place, one.size, one.stamp) for one in waits])


def clear_all(desk: Desk) -> set[str]:
    """Take out of the inbox what a pass that died had put into the archive and not taken away; the
    places of what cannot be taken away."""
    left = [
        arrival
        for arrival in arrivals.unfinished(desk.ledger)
        if arrival.channel == "folder" and arrival.cleared_at is None
    ]
    return {arrival.place for arrival in left if not _clear_left(desk, arrival)}


def _take(desk: Desk, file: Lying) -> bool:
    """Take a file; whether that was done."""
    if file.size > desk.settings.limits.limits().message:
        desk.journal.warn(_TOO_LARGE.fill(name=file.name, size=file.size // MB))
        desk.tally.add("failed")
        return False
    try:
        original = archive.put(file.path, file.name, file.size, desk.settings.folder("archive"))
    except Changed:
        return False
    except OSError as error:
        _not_taken(desk, file, error)
        return False
    if not _is_as_it_was(file):
        return False
    arrival = Arrival(original.sha256, "folder", file.name, file.place, _sent_at(file))
    kept = arrivals.receive(desk.ledger, original, arrival)
    desk.tally.add("taken")
    desk.journal.say(_TOOK.fill(name=file.name))
    _clear(desk, kept, file.path)
    return True


def _sent_at(file: Lying) -> str:
    """The time of a file; now, where it is none that a calendar has."""
    try:
        time = datetime.fromtimestamp(file.stamp / 1e9).astimezone()
    except (OverflowError, ValueError, OSError):
        time = datetime.now().astimezone()
    return time.isoformat(timespec="seconds")


def _is_as_it_was(file: Lying) -> bool:
    now = inbox.again(file)
    return now is not None and (now.size, now.stamp) == (file.size, file.stamp)


def _not_taken(desk: Desk, file: Lying, error: OSError) -> None:
    """Say why a file was not taken; raises Stopped where no other will be taken either."""
    folder = desk.settings.folder("inbox")
    if isinstance(error, FileNotFoundError) and folder.is_dir():
        return
    desk.tally.add("failed")
    if not folder.is_dir():
        desk.journal.warn(_GONE.fill(folder=folder))
        raise Stopped
    if error.errno in _FULL:
        desk.journal.warn(_NO_ROOM)
        raise Stopped
    if _is_of_archive(desk, error):
        archive_folder = desk.settings.folder("archive")
        told = _NOT_ARCHIVED.fill(name=file.name, folder=archive_folder, reason=reason(error))
    else:
        told = _NOT_READ.fill(name=file.name, reason=reason(error))
    desk.journal.warn(told)


def _is_of_archive(desk: Desk, error: OSError) -> bool:
    """Whether it is the archive that the system refused."""
    named = Path(str(error.filename or ""))
    return named.is_relative_to(desk.settings.folder("archive"))


def _clear(desk: Desk, arrival: Arrival, path: Path) -> bool:
    """Take a file out of the inbox that the ledger has; whether that was done."""
    try:
        durable.remove(path)
    except OSError as error:
        desk.tally.add("failed")
        desk.journal.warn(_NOT_CLEARED.fill(name=arrival.name, reason=reason(error)))
        return False
    arrivals.cleared(desk.ledger, arrival.id)
    return True


def _clear_left(desk: Desk, arrival: Arrival) -> bool:
    """Take a file away whose arrival the ledger has; whether nothing of it is left. Another file in
    its place is left for `take_all`."""
    folder = desk.settings.folder("inbox")
    path = folder / arrival.place
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        if folder.is_dir():
            arrivals.cleared(desk.ledger, arrival.id)
        return True
    except OSError:
        return False
    original = arrivals.original(desk.ledger, arrival.sha256)
    if original is not None and original.size == size and _holds(path, arrival.sha256):
        return _clear(desk, arrival, path)
    arrivals.cleared(desk.ledger, arrival.id)
    return True


def _holds(path: Path, sha256: str) -> bool:
    try:
        return durable.digest_of(path) == sha256
    except OSError:
        return False
