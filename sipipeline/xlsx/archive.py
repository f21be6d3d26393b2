"""A zip archive, in memory or on disk: its directory, and its members inflated within bounds."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from sipipeline.core.values import frozen

MAGIC = b"PK\x03\x04"
EMPTY_MAGIC = b"PK\x05\x06"

_END_SIZE = 22
_END_SPAN = _END_SIZE + 0xFFFF
_ZIP64 = 0xFFFFFFFF
_ENTRY = b"PK\x01\x02"
_ENTRY_SIZE = 400
"""Generous bytes of one entry in the directory, its name included."""
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


class Fault(Enum):
    """Why an archive, or a member of it, cannot be read."""

    INCOMPLETE = auto()
    DAMAGED = auto()
    ENCRYPTED = auto()
    UNUSUAL = auto()
    TOO_MANY_MEMBERS = auto()
    OVERLAPPING = auto()


class ArchiveError(Exception):
    """An archive that cannot be read; `detail` names the member and what is wrong with it."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail


@frozen
class DirectoryLimits:
    """How long a directory may be that somebody else wrote."""

    members: int
    zip64: int
    """Bytes of an archive whose directory has a length of more than 32 bits."""


@frozen
class Archive:
    content: bytes | Path
    entries: tuple[zipfile.ZipInfo, ...]
    """Files and folders, in the order of the directory."""
    members: tuple[zipfile.ZipInfo, ...]
    """The files alone."""

    def extract(self, member: zipfile.ZipInfo) -> bytes:
        """The bytes of a member, its length and check sum verified; inflates no further than the
        size that the directory declares."""
        if is_encrypted(member):
            raise ArchiveError(Fault.ENCRYPTED, member.filename)
        packed = self.packed(member)
        if member.compress_type == zipfile.ZIP_DEFLATED:
            data = _inflate(packed, member)
        elif member.compress_type == zipfile.ZIP_STORED:
            data = bytes(packed)
        else:
            raise ArchiveError(Fault.UNUSUAL, member.filename)
        if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
            raise ArchiveError(Fault.DAMAGED, member.filename)
        return data

    def head(self, member: zipfile.ZipInfo, size: int) -> bytes:
        """The first bytes of a member, no more than the directory declares it to have."""
        packed, most = self.packed(member), min(size, member.file_size)
        if member.compress_type != zipfile.ZIP_DEFLATED or not most:
            return bytes(packed[:most])
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
        except zlib.error as error:
            raise ArchiveError(Fault.DAMAGED, f"{member.filename}: {error}") from error

    def packed(self, member: zipfile.ZipInfo) -> bytes | memoryview:
        """The bytes of a member as they are compressed in the archive."""
        header = bytes(self._slice(member.header_offset, _LOCAL_HEADER))
        if len(header) < _LOCAL_HEADER or not header.startswith(MAGIC):
            raise ArchiveError(Fault.DAMAGED, member.filename)
        name, extra = struct.unpack_from("<HH", header, 26)
        start = member.header_offset + _LOCAL_HEADER + name + extra
        return self._slice(start, member.compress_size)

    def _slice(self, offset: int, size: int) -> bytes | memoryview:
        if offset < 0:
            raise ArchiveError(Fault.DAMAGED)
        if isinstance(self.content, bytes):
            return memoryview(self.content)[offset : offset + size]
        with self.content.open("rb") as file:
            file.seek(offset)
            return file.read(size)


def read_archive(content: bytes | Path, bounds: DirectoryLimits | None = None) -> Archive:
    """The archive with its directory; an ArchiveError for what is no archive, is cut off, or has a
    directory out of bounds."""
    if bounds is not None:
        _check_directory(content, bounds)
    try:
        with zipfile.ZipFile(_opened(content)) as file:
            entries = tuple(file.infolist())
            files = tuple(entry for entry in entries if not entry.is_dir())
            _check_places(entries)
            return Archive(content, entries, files)
    except (OSError, ArchiveError):
        raise
    except Exception as error:  # zipfile lets many kinds of error through on hostile directories
        raise ArchiveError(Fault.DAMAGED, str(error)) from error


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & _ENCRYPTED)


def _check_places(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Raises ArchiveError for members that share bytes: a small archive could unpack to any number
    of large files."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ArchiveError(Fault.OVERLAPPING, entry.filename)
        end = entry.header_offset + _LOCAL_HEADER + entry.compress_size


def _opened(content: bytes | Path) -> io.BytesIO | Path:
    return io.BytesIO(content) if isinstance(content, bytes) else content


def _check_directory(content: bytes | Path, bounds: DirectoryLimits) -> None:
    """zipfile reads a directory whole, whatever its length; so its length is looked at first."""
    tail, size = _tail(content)
    end = tail.rfind(EMPTY_MAGIC)
    if end < 0 or len(tail) < end + _END_SIZE:
        raise ArchiveError(Fault.INCOMPLETE)
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    if length != _ZIP64:
        too_long = length > bounds.members * _ENTRY_SIZE
    else:
        # the length stands elsewhere; few writers use Zip64 for small files, where counting is
        # cheap
        too_long = size > bounds.zip64 or _whole(content).count(_ENTRY) > bounds.members
    if too_long:
        raise ArchiveError(Fault.TOO_MANY_MEMBERS)


def _tail(content: bytes | Path) -> tuple[bytes, int]:
    if isinstance(content, bytes):
        return content[-_END_SPAN:], len(content)
    with content.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_SPAN))
        return file.read(), size


def _whole(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _inflate(packed: bytes | memoryview, member: zipfile.ZipInfo) -> bytes:
    # one byte more than declared is enough to see that a member is larger than it says
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
    except zlib.error as error:
        raise ArchiveError(Fault.DAMAGED, f"{member.filename}: {error}") from error
