"""The files that a call names: workbooks in folders, globs, messages and archives, each read when
its turn comes."""

import glob
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from sipipeline.core.errors import UsageError
from sipipeline.core.limits import DEFAULT, Limits
from sipipeline.core.text import Text, join, same
from sipipeline.core.values import frozen
from sipipeline.intake import names
from sipipeline.intake.containers import Container, Member, read_container
from sipipeline.intake.gate import Accepted, open_workbook
from sipipeline.intake.refusals import (
    CANNOT_OPEN,
    DAMAGED,
    TOO_MANY_MEMBERS,
    Refusal,
    Refused,
    refusal_of,
)
from sipipeline.intake.signatures import may_be_workbook
from sipipeline.xlsx.archive import ArchiveError

_NO_SUCH_FILE = Text(zh="找不到文件或文件夹：{path}", en="No such file or folder: {path}")
_NO_FILE = Text(zh="既不是文件也不是文件夹：{path}", en="Neither a file nor a folder: {path}")
_EMPTY_FOLDER = Text(
    zh="文件夹里没有工作簿：{path}", en="The folder has no workbooks in it: {path}"
)
_OTHER_FILES = Text(
    zh="。里面有 {count} 个别的文件，都不是工作簿：{names}{more}",
    en=". {count} other {count:file is|files are} in it, {count:no|none of them a} workbook: "
    "{names}{more}",
)
_MORE = Text(zh="等", en=" and more")
_MOST_NAMES = 10
_NO_MATCH = Text(zh="没有符合的工作簿：{path}", en="No workbook matches: {path}")
_ONLY_LOCKS = Text(
    zh="只有 Excel 或 WPS 打开文件时留下的临时文件：{path}。"
    "请保存并关闭表格，核对名字里没有 ~ 的那个文件。",
    en="Only the lock file of an open workbook: {path}. Save and close the workbook, and check "
    "the file whose name has no ~.",
)


Skipped = Callable[[str], object]
"""Called with the path of a file that is taken for no workbook."""
_File = tuple[str, str]
"""The path of a file as it was found, and the true path, by which the file is taken only once."""


@frozen
class Source:
    """Where one file to check is; light, without its content, and the same in another process."""

    path: str
    """What the user sees: `in/a.xlsx`, `mail.eml/附件.xlsx`, `pack.zip/a/b.xlsx`."""
    file: str
    """The file on disk."""
    steps: tuple[int, ...] = ()
    """Numbers of the members that lead from the file to the content."""
    refusal: Refusal | None = None
    """Why it cannot be checked, where that was seen without reading it."""

    @property
    def name(self) -> str:
        return os.path.basename(self.path)

    def read(self, limits: Limits = DEFAULT) -> bytes:
        """The content, or as much of it as shows the gate that it is too large. Raises Refused,
        ArchiveError and OSError; see `load`."""
        if not self.steps:
            with open(self.file, "rb") as file:
                return file.read(limits.file + 1)
        container = _container(self.file, self.steps[:-1], _stamp(self.file), limits)
        if container is None:
            raise Refused(DAMAGED)
        return container.take(self.steps[-1])

    def digest(self) -> str:
        """The hash of the content; "" where it cannot be read."""
        try:
            return hashlib.sha256(self.read()).hexdigest()
        except Exception:  # what refuses the file may forbid reading it, too
            return ""


def load(
    source: Source, limits: Limits = DEFAULT, passwords: Sequence[str] = ()
) -> Accepted | Refusal:
    """The workbook, opened once for all its readers, or why it cannot be checked. Never raises for
    what a file holds."""
    if source.refusal:
        return source.refusal
    try:
        content = source.read(limits)
    except (Refused, ArchiveError) as error:
        return refusal_of(error)
    except OSError:
        return CANNOT_OPEN
    except MemoryError:
        raise
    except Exception:  # the file changed under its listing
        return DAMAGED
    return open_workbook(content, limits, passwords)


def collect(
    paths: Sequence[str | os.PathLike[str]],
    exclude: Sequence[str | os.PathLike[str]] = (),
    skipped: Skipped = lambda _: None,
    limits: Limits = DEFAULT,
) -> list[Source]:
    """All files to check, each once, in the order of the paths and natural order within folders.

    A file that is named is always taken, unless it is a lock file, which a shell's `*.xlsx` catches
    too; in folders, globs and containers only what could be meant as a workbook. Files and folders
    in `exclude` are passed over, unless they are named themselves. `skipped` is called with the
    path of each file, in a container too, that is taken for no workbook. Raises UsageError when a
    path leads to nothing."""
    passed_over = frozenset(map(_identity, exclude))
    files: dict[str, str] = {}
    for path in paths:
        for file, identity in _files(os.fspath(path), passed_over, skipped):
            files.setdefault(identity, file)
    if paths and not files:
        raise _usage(_ONLY_LOCKS, os.fspath(paths[0]))
    sources = [_unpack(Source(names.shown(file), file), limits, skipped) for file in files.values()]
    return list(chain.from_iterable(sources))


def _files(path: str, exclude: frozenset[str], skipped: Skipped) -> Iterator[_File]:
    """The files that a path of the call names; raises UsageError for a path that names none."""
    if os.path.isfile(path):
        is_lock = names.is_lock(os.path.basename(path))
        return iter([] if is_lock else [(path, _identity(path))])
    if os.path.isdir(path):
        return _in_folder(path, exclude, skipped)
    if os.path.lexists(path) and not os.path.islink(path):
        raise _usage(_NO_FILE, path)
    if glob.has_magic(path):
        return _some(_matches(path, exclude, skipped), _NO_MATCH, path)
    raise _usage(_NO_SUCH_FILE, path)


def _in_folder(path: str, exclude: frozenset[str], skipped: Skipped) -> Iterator[_File]:
    """The files of a folder; raises UsageError where there are none, and says what there is."""
    others: list[str] = []

    def note(name: str) -> None:
        others.append(os.path.basename(name))
        skipped(name)

    files = _walk(path, exclude, note, set())
    first = next(files, None)
    if first is None:
        text = _EMPTY_FOLDER.fill(path=names.shown(path))
        raise UsageError(text + _listed(others) if others else text)
    yield first
    yield from files


def _listed(others: Sequence[str]) -> Text:
    """The names of files that are no workbooks, the first of many."""
    named = join([same(name) for name in others[:_MOST_NAMES]], "、", ", ")
    more = _MORE if len(others) > _MOST_NAMES else same("")
    return _OTHER_FILES.fill(count=len(others), names=named, more=more)


def _some(files: Iterator[_File], otherwise: Text, path: str) -> Iterator[_File]:
    """The files; raises UsageError where there are none."""
    first = next(files, None)
    if first is None:
        raise _usage(otherwise, path)
    yield first
    yield from files


def _matches(pattern: str, exclude: frozenset[str], skipped: Skipped) -> Iterator[_File]:
    for path in sorted(glob.iglob(pattern, recursive=True), key=names.natural):
        identity = _identity(path)
        if identity in exclude:
            continue
        if os.path.isdir(path):
            yield from _walk(path, exclude, skipped, set())
        elif _is_taken(path):
            yield path, identity
        else:
            skipped(names.shown(path))


def _walk(
    folder: str, exclude: frozenset[str], skipped: Skipped, visited: set[str]
) -> Iterator[_File]:
    """Candidates in a folder and its sub-folders, each folder once, however links lead to it.

    A folder that cannot be read is given as if it were a file, so that somebody hears of it.
    """
    here = os.path.realpath(folder)
    if here in visited:
        return
    visited.add(here)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: names.natural(entry.name))
    except OSError:
        yield folder, here
        return
    for entry in entries:
        identity = _identity_in(here, entry)
        kind = _kind(entry)
        if identity in exclude or (names.is_hidden(entry.name) and kind == "folder"):
            continue
        if kind == "folder":
            yield from _walk(entry.path, exclude, skipped, visited)
        elif kind == "file" and _is_taken(entry.path):
            yield entry.path, identity
        else:
            skipped(names.shown(entry.path))


def _kind(entry: os.DirEntry[str]) -> Literal["folder", "file", "neither"]:
    """What an entry is or leads to; neither where a link leads to nothing, into a closed folder or
    in a circle."""
    try:
        return "folder" if entry.is_dir() else "file" if entry.is_file() else "neither"
    except OSError:
        return "neither"


def _is_taken(path: str) -> bool:
    name = os.path.basename(path)
    return not names.is_hidden(name) and may_be_workbook(name, partial(_beginning, path))


def _beginning(path: str, size: int) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _unpack(source: Source, limits: Limits, skipped: Skipped) -> list[Source]:
    """The workbooks in a message or archive; any other file as it is."""
    if names.suffix(source.name) not in names.CONTAINERS:
        return [source]
    members = list(islice(_members(source, 1, limits, skipped), limits.entries + 1))
    if len(members) > limits.entries:
        return [replace(source, refusal=TOO_MANY_MEMBERS)]
    return members


def _members(source: Source, depth: int, limits: Limits, skipped: Skipped) -> Iterator[Source]:
    """The sources in a container, at least one of each, so that bounding the sources bounds the
    work."""
    entries = _entries(source, limits, skipped) if depth <= limits.depth else TOO_MANY_MEMBERS
    if entries is None:
        yield source
    elif isinstance(entries, Refusal):
        yield replace(source, refusal=entries)
    else:
        for entry in entries:
            yield from _of_entry(source, entry, depth, limits, skipped)


def _of_entry(
    source: Source, entry: Member, depth: int, limits: Limits, skipped: Skipped
) -> Iterator[Source]:
    """The source that an entry of a container is, or the sources in it."""
    member = Source(
        f"{source.path}/{entry.name}", source.file, (*source.steps, entry.number), entry.refusal
    )
    if entry.refusal is None and names.suffix(entry.name) in names.CONTAINERS:
        yield from _members(member, depth + 1, limits, skipped)
    else:
        yield member


def _entries(source: Source, limits: Limits, skipped: Skipped) -> list[Member] | Refusal | None:
    """What is in a container, or why there is nothing; None where the file is none, whatever its
    name says."""
    try:
        container = _container(source.file, source.steps, _stamp(source.file), limits)
        if container is None:
            return None
        for name in container.left_out():
            skipped(f"{source.path}/{name}")
        return container.entries() or container.nothing
    except (Refused, ArchiveError) as error:
        return refusal_of(error)
    except OSError:
        return CANNOT_OPEN
    except Exception:  # the mail parser of the standard library lets many kinds through
        return DAMAGED


@lru_cache(maxsize=2)
def _container(
    file: str, steps: tuple[int, ...], stamp: tuple[int, int], limits: Limits
) -> Container | None:
    """An open container; the last two are kept, as members are read one after the other."""
    if not steps:
        return read_container(Path(file), file, limits)
    outer = _container(file, steps[:-1], stamp, limits)
    if outer is None:
        raise Refused(DAMAGED)
    name = next(entry.name for entry in outer.entries() if entry.number == steps[-1])
    return read_container(outer.take(steps[-1]), name, limits)


def _stamp(file: str) -> tuple[int, int]:
    status = os.stat(file)
    return status.st_mtime_ns, status.st_size


def _identity(path: str | os.PathLike[str]) -> str:
    return os.path.normcase(os.path.realpath(path))


def _identity_in(folder: str, entry: os.DirEntry[str]) -> str:
    """The true path of an entry of a folder whose own true path is given: links alone need to be
    followed."""
    if entry.is_symlink():
        return _identity(entry.path)
    return os.path.normcase(os.path.join(folder, entry.name))


def _usage(text: Text, path: str) -> UsageError:
    return UsageError(text.fill(path=names.shown(path)))
