"""A zip archive, in memory or on disk: its directory, and its members inflated within bounds."""

import io
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from sipipeline.intake import limits
from sipipeline.intake.refusals import (
    BOMB,
    DAMAGED,
    INCOMPLETE,
    PASSWORD_ZIP,
    TOO_MANY_MEMBERS,
    TOO_MUCH_INSIDE,
    UNUSUAL,
    Refusal,
    Refused,
)

MAGIC = b"PK\x03\x04"
EMPTY_MAGIC = b"PK\x05\x06"

_END_SPAN = 22 + 0xFFFF
_ENTRY = b"PK\x01\x02"
_ENTRY_SIZE = 400
"""Generous bytes of one entry in the directory, its name included."""
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Archive:
    content: bytes | Path
    members: tuple[zipfile.ZipInfo, ...]
    """Files only, in the order of the directory."""

    def check_sizes(self, members: int, unpacked: int, too_much: Refusal) -> None:
        """Refuses, by what the directory declares, an archive that is too large or a bomb."""
        total = sum(member.file_size for member in self.members)
        if total > limits.RATIO_FLOOR and total > limits.RATIO * sum(
            m.compress_size for m in self.members
        ):
            raise Refused(BOMB)
        if total > unpacked or len(self.members) > members:
            raise Refused(too_much)

    def extract(self, member: zipfile.ZipInfo, limit: int) -> bytes:
        """The bytes of a member, its length and checksum verified; never inflates past what it
        declares."""
        if is_encrypted(member):
            raise Refused(PASSWORD_ZIP)
        if member.file_size > limit:
            raise Refused(TOO_MUCH_INSIDE)
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_DEFLATED:
            data = _inflate(packed, member.file_size)
        elif member.compress_type == zipfile.ZIP_STORED:
            data = packed
        else:
            raise Refused(UNUSUAL)
        if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
            raise Refused(DAMAGED)
        return data

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        header = self._slice(member.header_offset, _LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(MAGIC):
            raise Refused(DAMAGED)
        name, extra = struct.unpack_from("<HH", header, 26)
        return self._slice(
            member.header_offset + _LOCAL_HEADER + name + extra, member.compress_size
        )

    def _slice(self, offset: int, size: int) -> bytes:
        if offset < 0:
            raise Refused(DAMAGED)
        if isinstance(self.content, bytes):
            return self.content[offset : offset + size]
        with self.content.open("rb") as file:
            file.seek(offset)
            return file.read(size)


def read_archive(content: bytes | Path) -> Archive:
    """The directory of an archive; refuses what is no archive, cut off, or has an absurdly long
    directory."""
    _check_directory(content)
    try:
        with zipfile.ZipFile(
            io.BytesIO(content) if isinstance(content, bytes) else content
        ) as file:
            return Archive(
                content, tuple(member for member in file.infolist() if not member.is_dir())
            )
    except OSError:
        raise
    except (
        Exception
    ) as error:  # zipfile lets struct, value and decoding errors through on hostile directories
        raise Refused(DAMAGED) from error


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & _ENCRYPTED)


def _check_directory(content: bytes | Path) -> None:
    """zipfile reads a directory whole, whatever its length; so its length is looked at first."""
    tail, size = _tail(content)
    end = tail.rfind(EMPTY_MAGIC)
    if end < 0 or len(tail) < end + 22:
        raise Refused(INCOMPLETE)
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    if directory != 0xFFFFFFFF:
        longest = limits.ENTRIES * _ENTRY_SIZE
        if directory > longest:
            raise Refused(TOO_MANY_MEMBERS)
        return
    # Zip64 tells the length elsewhere; few writers use it for small files, and counting is cheap
    # there.
    if size > limits.FILE or _whole(content).count(_ENTRY) > limits.ENTRIES:
        raise Refused(TOO_MANY_MEMBERS)


def _tail(content: bytes | Path) -> tuple[bytes, int]:
    if isinstance(content, bytes):
        return content[-_END_SPAN:], len(content)
    with content.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_SPAN))
        return file.read(), size


def _whole(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _inflate(packed: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    except zlib.error as error:
        raise Refused(DAMAGED) from error
