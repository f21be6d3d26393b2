"""What lies in the inbox, and what of it is steady enough to be taken."""

import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sipipeline.core.errors import UsageError, reason
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.intake import names
from sipipeline.ledger.waiting import Waiting
from sipipeline.nightly.settings import Inbox

_UNREACHABLE = Text(
    zh="收件箱 {folder} 打不开（{reason}），这一次什么也没有做。"
    "请检查共享是否连着、运行程序的用户有没有读写权限。",
    en="The inbox {folder} cannot be reached ({reason}); nothing was done. See whether the share "
    "is there, and the user that runs the program may read and write it.",
)
_OPEN = Text(
    zh="正在 Excel 或 WPS 里打开；关掉以后，下一次会取。旁边的锁文件 {hours} 小时以后不再算数",
    en="open in Excel or WPS; the next pass takes it once it is closed. The lock file beside it "
    "counts for {hours} hours",
)
_CHANGED = Text(zh="刚改动过，可能还在复制", en="changed just now, perhaps still being copied")
_AHEAD = Text(
    zh="改动的时间比这台机器的时钟还晚，请校对时钟；没有再变动，下一次会取",
    en="changed later than the clock of this machine says: see to the clock; the next pass takes "
    "it as it is now",
)
_LINK = Text(
    zh="是一个链接，不会跟着它去取别处的文件；请把文件本身放进来",
    en="a link, which is not followed; put the file itself here",
)
_LEFT_OVER = Text(
    zh="文件名像是没有传完的，{hours} 小时没有再变动；传完了的，把扩展名改回来，没有用的请删除",
    en="called as a file that is still being written, and unchanged for {hours} hours: if it is "
    "complete, give it its own ending, else delete it",
)
_NOT_OURS = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db"})
"""What systems put into folders."""
_HOUR = 3600


@frozen
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
    is_link: bool = False
    is_unfinished: bool = False
    """Whether it is called as a file that is still being written, and has not changed for long."""

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


def why_not_yet(file: Lying, settings: Inbox, before: Mapping[str, Waiting]) -> Text | None:
    """Why a file is not taken yet; None where it is steady: it has not changed for a while, and no
    office program has it open. Links, and what was left half written, are never taken.

    Where the clock was set back, and a change lies ahead, it is steady when it is as it was at the
    last pass."""
    if file.is_link:
        return _LINK
    if file.is_unfinished:
        return _LEFT_OVER.fill(hours=settings.lock_hours)
    if file.is_open:
        return _OPEN.fill(hours=settings.lock_hours)
    age = time.time() - file.touched
    if age >= settings.steady_seconds:
        return None
    if age >= 0:
        return _CHANGED
    last = before.get(file.place)
    is_as_it_was = last is not None and (last.size, last.stamp) == (file.size, file.stamp)
    return None if is_as_it_was else _AHEAD


def again(file: Lying) -> Lying | None:
    """The file as it is now; None where it is gone."""
    try:
        status = file.path.stat()
    except OSError:
        return None
    return Lying(file.path, file.name, status.st_size, status.st_mtime_ns, _touched(status))


def _walk(folder: Path, inbox: Path, settings: Inbox, now: float) -> Iterator[Lying]:
    """The files in a folder; one that cannot be read is passed over, as one that has vanished, and
    one that is being written."""
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
            elif entry.is_symlink():
                yield replace(_lying(Path(entry.path), inbox), is_link=True)
            elif entry.is_file():
                since = now - settings.lock_hours * _HOUR
                file = _lying(Path(entry.path), inbox)
                if not entry.name.lower().endswith(names.UNFINISHED):
                    yield replace(file, is_open=_is_open(entry.name, beside, since))
                elif file.stamp < since * 1e9:
                    yield replace(file, is_unfinished=True)
        except OSError:
            continue


def _lying(path: Path, inbox: Path) -> Lying:
    status = path.lstat()
    name = names.shown(path.relative_to(inbox).as_posix())
    return Lying(path, name, status.st_size, status.st_mtime_ns, _touched(status))


def _touched(status: os.stat_result) -> float:
    """The later of the time of the content and, where the system keeps it, of the name."""
    return max(status.st_mtime, status.st_ctime)


def _is_passed_over(name: str) -> bool:
    return names.is_hidden(name) or names.is_lock(name) or name.lower() in _NOT_OURS


def _is_open(name: str, beside: Mapping[str, "os.DirEntry[str]"], since: float) -> bool:
    """Whether Excel (~$), WPS (.~) or LibreOffice (.~lock…#) has left its trace beside a file, not
    longer ago than it may."""
    traces = (f"~${name}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")
    found = [beside[trace] for trace in traces if trace in beside]
    return any(_time_of(entry) >= since for entry in found)


def _time_of(entry: "os.DirEntry[str]") -> float:
    status = entry.stat()
    return status.st_mtime if stat.S_ISREG(status.st_mode) else 0.0
