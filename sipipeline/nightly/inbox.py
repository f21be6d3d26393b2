"""What lies in the inbox, and what of it is steady enough to be taken."""

import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sipipeline.core.errors import UsageError, reason
from sipipeline.core.text import Text
from sipipeline.intake import names
from sipipeline.ledger.waiting import Waiting
from sipipeline.nightly.settings import Inbox

_UNREACHABLE = Text(
    zh="收件箱 {folder} 打不开（{reason}）。",
    en="The inbox {folder} cannot be reached ({reason}).",
)
_NOT_OURS = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db"})
"""What systems put into folders."""
_UNFINISHED = (".part", ".crdownload", ".partial", ".filepart", ".download", ".tmp", ".!ut")
"""How programs call a file that they are still writing."""
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Lying:
    """A file of the inbox."""

    path: Path
    name: str
    """Below the inbox, as people see it."""
    size: int
    stamp: int
    """The time of its last change, in nanoseconds."""
    touched: float
    """When anything of it was changed, its name too; seconds since 1970."""
    is_open: bool = False
    """Whether the lock file of an office program lies beside it."""

    @property
    def place(self) -> str:
        """The name by which the next pass knows the file again."""
        return self.name


def lying(inbox: Path, settings: Inbox) -> list[Lying]:
    """The files of the inbox and its subfolders, the oldest first. Raises UsageError where the
    inbox itself cannot be read."""
    ensure_reachable(inbox)
    found = [*_walk(inbox, inbox, settings, time.time())]
    return sorted(found, key=lambda file: (file.stamp, names.natural(file.name)))


def ensure_reachable(inbox: Path) -> None:
    """Raise UsageError where the inbox cannot be read."""
    try:
        os.scandir(inbox).close()
    except OSError as error:
        raise UsageError(_UNREACHABLE.fill(folder=inbox, reason=reason(error))) from error


def is_steady(file: Lying, settings: Inbox, before: Mapping[str, Waiting]) -> bool:
    """Whether a file has not changed for a while, and no office program has it open.

    Where the clock was set back, and a change lies ahead, it is steady when it is as it was at the
    last pass."""
    if file.is_open:
        return False
    age = time.time() - file.touched
    if age >= settings.steady_seconds:
        return True
    last = before.get(file.place)
    return age < 0 and last is not None and (last.size, last.stamp) == (file.size, file.stamp)


def again(file: Lying) -> Lying | None:
    """The file as it is now; None where it is gone."""
    try:
        status = file.path.stat()
    except OSError:
        return None
    return Lying(file.path, file.name, status.st_size, status.st_mtime_ns, _touched(status))


def _walk(folder: Path, inbox: Path, settings: Inbox, now: float) -> Iterator[Lying]:
    """The files in a folder; one that cannot be read is passed over, as one that has vanished."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    beside = {entry.name: entry for entry in entries}
    for entry in entries:
        if _is_passed_over(entry.name):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), inbox, settings, now)
            elif entry.is_file():
                is_open = _is_open(entry.name, beside, now - settings.lock_hours * _HOUR)
                yield _lying(Path(entry.path), inbox, is_open)
        except OSError:
            continue


def _lying(path: Path, inbox: Path, is_open: bool) -> Lying:
    status = path.stat()
    name = names.shown(path.relative_to(inbox).as_posix())
    return Lying(path, name, status.st_size, status.st_mtime_ns, _touched(status), is_open)


def _touched(status: os.stat_result) -> float:
    """The later of the time of the content and, where the system keeps it, of the name."""
    return max(status.st_mtime, status.st_ctime)


def _is_passed_over(name: str) -> bool:
    lowered = name.lower()
    is_ours = names.is_hidden(name) or names.is_lock(name) or lowered in _NOT_OURS
    return is_ours or lowered.endswith(_UNFINISHED)


def _is_open(name: str, beside: Mapping[str, "os.DirEntry[str]"], since: float) -> bool:
    """Whether Excel (~$), WPS (.~) or LibreOffice (.~lock…#) has left its trace beside a file, not
    longer ago than it may."""
    traces = (f"~${name}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")
    found = [beside[trace] for trace in traces if trace in beside]
    return any(_time_of(entry) >= since for entry in found)


def _time_of(entry: "os.DirEntry[str]") -> float:
    status = entry.stat()
    return status.st_mtime if stat.S_ISREG(status.st_mode) else 0.0
