"""Files that are on disk when a function returns: written beside, brought to disk, renamed.

What a dead process leaves beside a target has a name of its own, and the next writing takes its
place."""

import errno
import hashlib
import os
import stat
import time
from pathlib import Path

from sipipeline.core.values import frozen

_CHUNK = 1 << 20
_IS_WINDOWS = os.name == "nt"
_WAITS = (0.05, 0.1, 0.2, 0.4)
"""Seconds between two tries of a rename on Windows, where a scanner for viruses has each new file
open for a moment."""


@frozen
class Written:
    """A file that lies beside its place, whole and on disk."""

    path: Path
    sha256: str
    size: int


def write(target: Path, content: bytes) -> None:
    """Write a file so that it is whole and on disk, or not there."""
    make_folder(target.parent)
    beside = _beside(target)
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        move(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def copy_beside(source: Path, target: Path) -> Written:
    """A copy of a file beside where it is to lie, with the hash of what was copied."""
    make_folder(target.parent)
    beside = _beside(target)
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as file, beside.open("wb") as copy:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return Written(beside, digest.hexdigest(), size)


def move(source: Path, target: Path) -> None:
    """Rename within a file system, and have the new name on disk."""
    make_folder(target.parent)
    _rename(source, target)
    sync(target.parent)


def remove(path: Path) -> None:
    """Remove a file, also one that is marked read-only, which Windows would keep; one that is not
    there is removed already."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if not _IS_WINDOWS:
            raise
        path.chmod(stat.S_IWRITE)
        path.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder with all above it, each on disk before the next. Raises OSError, also where the
    drive or the share itself is not there."""
    if folder.is_dir():
        return
    if folder.parent == folder:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on disk; Windows and some shares know no such thing
    for folders."""
    if path.is_dir():
        _sync_folder(path)
        return
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rename(source: Path, target: Path) -> None:
    for seconds in _WAITS if _IS_WINDOWS else ():
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(seconds)
    source.replace(target)


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.part"[-200:])
