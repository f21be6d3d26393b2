"""An OLE compound file: the streams and storages in it, read within the bounds of the file."""

import struct
from array import array
from collections.abc import Iterator
from functools import cached_property

from sipipeline.core.values import frozen

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_NONE = 0xFFFFFFFA
"""Sector numbers from here on mean end of chain, free, or a table's own sector."""
_HEADER = 512
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
_MOST_ENTRIES = 20_000
_SMALL_SECTOR = 64
_STORAGES = (1, 5)


class CompoundError(Exception):
    """The file is broken, or a chain of its sectors leads nowhere."""


@frozen
class _DirectoryEntry:
    name: str
    is_storage: bool
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """Names are compared without regard to case, as the format asks."""

    def __init__(self, content: bytes) -> None:
        """Raises CompoundError for what has no directory."""
        try:
            self._open(content)
        except (struct.error, IndexError, ValueError) as error:
            raise CompoundError from error

    def _open(self, content: bytes) -> None:
        self._content = content
        self._size = 4096 if struct.unpack_from("<H", content, 30)[0] == 12 else 512
        self._cutoff = struct.unpack_from("<I", content, 56)[0]
        self._table = self._sector_table()
        (first,) = struct.unpack_from("<I", content, 48)
        most = _MOST_ENTRIES * _ENTRY.size // self._size
        raw = b"".join(self._sectors(first, most, whole=False))
        self._entries = [_entry(raw, n) for n in range(len(raw) // _ENTRY.size)]
        if not self._entries:
            raise CompoundError

    def names(self, *path: str) -> list[str]:
        """Names of the streams and storages directly in a storage, the root by default."""
        return [entry.name for entry in self._children(self._find(path))]

    def has(self, *path: str) -> bool:
        try:
            self._find(path)
        except CompoundError:
            return False
        return True

    def is_storage(self, *path: str) -> bool:
        return self.has(*path) and self._find(path).is_storage

    def read(self, *path: str) -> bytes:
        """The bytes of a stream; raises CompoundError where it is not there or not whole."""
        entry = self._find(path)
        if entry.is_storage or entry.size > len(self._content):
            raise CompoundError
        return self._stream(entry)

    def _stream(self, entry: _DirectoryEntry) -> bytes:
        if entry.size == 0:
            return b""
        if entry.size < self._cutoff:
            data = self._small(entry)
        else:
            count = -(-entry.size // self._size)
            data = b"".join(self._sectors(entry.start, count))
        if len(data) < entry.size:
            raise CompoundError
        return data[: entry.size]

    def _small(self, entry: _DirectoryEntry) -> bytes:
        """A stream whose sectors lie in the stream of the root."""
        count = -(-entry.size // _SMALL_SECTOR)
        numbers = _chain(self._small_table, entry.start, count)
        small = self._small_sectors
        pieces = (small[n * _SMALL_SECTOR : (n + 1) * _SMALL_SECTOR] for n in numbers)
        return b"".join(pieces)

    @cached_property
    def _small_sectors(self) -> bytes:
        root = self._entries[0]
        count = -(-min(root.size, len(self._content)) // self._size)
        return b"".join(self._sectors(root.start, count, whole=False))

    @cached_property
    def _small_table(self) -> "array[int]":
        (first,) = struct.unpack_from("<I", self._content, 60)
        data = b"".join(self._sectors(first, len(self._table), whole=False))
        return _numbers(data)

    def _sectors(self, start: int, most: int, whole: bool = True) -> Iterator[bytes]:
        """The sectors of a chain, no more than given; where it has to be whole, none is missing."""
        for number in _chain(self._table, start, most, whole):
            yield self._sector(number)

    def _sector(self, number: int) -> bytes:
        """Sector 0 follows the header, which takes a whole sector also where sectors are 4096
        bytes."""
        start = max(_HEADER, self._size) + number * self._size
        return self._content[start : start + self._size]

    def _sector_table(self) -> "array[int]":
        """The number of the sector that follows each; the sectors of this table are listed in the
        header, and in a chain of their own."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        (number,) = struct.unpack_from("<I", self._content, 68)
        most = len(self._content) // self._size
        seen = 0
        while number < _NONE and seen <= most:
            seen += 1
            *more, number = struct.unpack(f"<{self._size // 4}I", self._sector(number))
            listed.extend(more)
        table = array("I")
        for sector in [one for one in listed if one < _NONE][: most + 1]:
            table.extend(_numbers(self._sector(sector)))
        return table

    def _find(self, path: tuple[str, ...]) -> _DirectoryEntry:
        entry = self._entries[0]
        for name in path:
            wanted = name.casefold()
            found = (one for one in self._children(entry) if one.name.casefold() == wanted)
            child = next(found, None)
            if child is None:
                raise CompoundError
            entry = child
        return entry

    def _children(self, storage: _DirectoryEntry) -> Iterator[_DirectoryEntry]:
        """The children of a storage hang in a binary tree."""
        pending = [storage.child]
        seen: set[int] = set()
        while pending:
            number = pending.pop()
            if number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            yield entry
            pending += [entry.right, entry.left]


def root_names(content: bytes) -> frozenset[str]:
    """Names of the streams and storages directly under the root; empty where the file is broken."""
    try:
        return frozenset(CompoundFile(content).names())
    except CompoundError:
        return frozenset()


def _entry(raw: bytes, number: int) -> _DirectoryEntry:
    name, length, kind, _, left, right, child, start, size = _ENTRY.unpack_from(
        raw, number * _ENTRY.size
    )
    text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _DirectoryEntry(text, kind in _STORAGES, left, right, child, start, size & 0xFFFFFFFF)


def _chain(table: "array[int]", start: int, most: int, whole: bool = True) -> list[int]:
    """The numbers of a chain, no more than given; raises CompoundError where it has to be whole
    and leads out of the table."""
    numbers: list[int] = []
    while len(numbers) < most and start < _NONE:
        numbers.append(start)
        if start >= len(table):
            if whole and len(numbers) < most:
                raise CompoundError
            break
        start = table[start]
    return numbers


def _numbers(data: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(data[: len(data) // 4 * 4])
    return numbers
