"""The names on the top level of an OLE compound file: enough to tell .xls, encrypted .xlsx, .doc
and .msg apart."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_NONE = 0xFFFFFFFA
"""Sector numbers from here on mean end of chain, free, or a table's own sector."""
_HEADER = 512
_ENTRY = 128
_NO_ENTRY = 0xFFFFFFFF
_MOST_ENTRIES = 20_000


def root_names(content: bytes) -> frozenset[str]:
    """Names of the streams and storages directly under the root; empty where the file is broken."""
    try:
        entries = _directory(content)
        return frozenset(_children(entries))
    except (struct.error, IndexError):
        return frozenset()


def _directory(content: bytes) -> bytes:
    size = 4096 if struct.unpack_from("<H", content, 30)[0] == 12 else 512
    table = _sector_table(content, size)
    (number,) = struct.unpack_from("<I", content, 48)
    sectors: list[bytes] = []
    seen: set[int] = set()
    while number < _NONE and number not in seen and len(sectors) * size < _MOST_ENTRIES * _ENTRY:
        seen.add(number)
        sectors.append(_sector(content, number, size))
        number = _next(content, table, number, size)
    return b"".join(sectors)


def _sector_table(content: bytes, size: int) -> list[int]:
    """The sectors that hold the allocation table: 109 in the header, the rest in a chain of their
    own."""
    table = list(struct.unpack_from("<109I", content, 76))
    (number,) = struct.unpack_from("<I", content, 68)
    seen: set[int] = set()
    while number < _NONE and number not in seen:
        seen.add(number)
        *more, number = struct.unpack(f"<{size // 4}I", _sector(content, number, size))
        table.extend(more)
    return table


def _next(content: bytes, table: list[int], number: int, size: int) -> int:
    index, place = divmod(number, size // 4)
    return int(struct.unpack_from("<I", _sector(content, table[index], size), 4 * place)[0])


def _sector(content: bytes, number: int, size: int) -> bytes:
    """Sector 0 follows the header, which takes a whole sector also where sectors are 4096 bytes."""
    start = max(_HEADER, size) + number * size
    return content[start : start + size]


def _children(entries: bytes) -> list[str]:
    """The root's children hang in a binary tree: left, right and child numbers at 68, 72 and 76."""
    pending = [struct.unpack_from("<I", entries, 76)[0]]
    seen: set[int] = set()
    names = []
    while pending:
        number = pending.pop()
        if number == _NO_ENTRY or number in seen:
            continue
        seen.add(number)
        entry = entries[number * _ENTRY : (number + 1) * _ENTRY]
        (length,) = struct.unpack_from("<H", entry, 64)
        names.append(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        pending.extend(struct.unpack_from("<2I", entry, 68))
    return names
