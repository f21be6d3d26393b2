"""The records of a part of an .xlsb, and the texts in them."""

import struct
from collections.abc import Iterator

from sipipeline.kinds.book import UnreadableBook

_MORE = 0x80
_NO_TEXT = 0xFFFFFFFF


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each record."""
    place = 0
    while place < len(part):
        kind, place = _number(part, place, 2)
        length, place = _number(part, place, 4)
        data = part[place : place + length]
        if len(data) < length:
            raise UnreadableBook
        yield kind, data
        place += length


def text_at(data: bytes, place: int) -> tuple[str, int]:
    """A text, and the place behind it; "" where there is none."""
    (length,) = struct.unpack_from("<I", data, place)
    if length == _NO_TEXT:
        return "", place + 4
    end = place + 4 + 2 * length
    if end > len(data):
        raise UnreadableBook
    return data[place + 4 : end].decode("utf-16-le", "replace"), end


def _number(part: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of at most so many bytes, and the place behind it."""
    value = 0
    for count in range(most):
        if place >= len(part):
            raise UnreadableBook
        byte = part[place]
        place += 1
        value |= (byte & 0x7F) << (7 * count)
        if not byte & _MORE:
            break
    return value, place
