"""The records of a BIFF stream, and the texts in them."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from sipipeline.core.values import frozen
from sipipeline.kinds.book import UnreadableBook

_HEAD = struct.Struct("<HH")
CONTINUE = 0x3C
_RICH, _FAR_EAST, _WIDE = 0x08, 0x04, 0x01


class BiffRecord(NamedTuple):
    kind: int
    data: bytes


def records(stream: bytes, start: int = 0) -> Iterator[BiffRecord]:
    """The records from an offset on, up to the end or to one that is cut off."""
    while start + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, start)
        data = stream[start + _HEAD.size : start + _HEAD.size + length]
        if len(data) < length:
            raise UnreadableBook
        yield BiffRecord(kind, data)
        start += _HEAD.size + length


@frozen
class Texts:
    """How the texts of a workbook are written: in Unicode since Excel 97, in a code page before."""

    is_unicode: bool
    encoding: str

    def short(self, data: bytes, place: int) -> str:
        """A text whose length is one byte."""
        return self._text(data, place + 1, data[place])

    def long(self, data: bytes, place: int) -> str:
        """A text whose length is two bytes."""
        (length,) = struct.unpack_from("<H", data, place)
        return self._text(data, place + 2, length)

    def _text(self, data: bytes, place: int, length: int) -> str:
        if not self.is_unicode:
            return data[place : place + length].decode(self.encoding, "replace")
        flags = data[place]
        start = place + 1 + 2 * bool(flags & _RICH) + 4 * bool(flags & _FAR_EAST)
        return characters(data[start:], length, flags)


def characters(data: bytes, length: int, flags: int) -> str:
    """So many characters, of two bytes each or of one."""
    if flags & _WIDE:
        return data[: 2 * length].decode("utf-16-le", "replace")
    return data[:length].decode("latin-1")


class SharedTexts:
    """The table of shared texts, whose texts run on from record to record."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece = 0
        self._place = 8

    def __iter__(self) -> Iterator[str]:
        """The texts, as far as the table goes."""
        while self._next_piece():
            try:
                yield self._text()
            except (struct.error, IndexError):
                return

    def _next_piece(self) -> bool:
        """Whether anything is left."""
        while self._piece < len(self._pieces) and self._place >= len(self._pieces[self._piece]):
            self._piece, self._place = self._piece + 1, 0
        return self._piece < len(self._pieces)

    def _text(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & _FAR_EAST else 0
        text = self._characters(length, flags)
        self._skip(4 * runs + extra)
        return text

    def _characters(self, length: int, flags: int) -> str:
        """The characters of a text; where they go on in the next record, a byte there says anew how
        they are written."""
        parts = []
        while length > 0:
            piece = self._pieces[self._piece]
            width = 2 if flags & _WIDE else 1
            count = min(length, (len(piece) - self._place) // width)
            parts.append(characters(piece[self._place :][: count * width], count, flags))
            self._place += count * width
            length -= count
            if length > 0:
                self._piece, self._place = self._piece + 1, 1
                flags = self._pieces[self._piece][0]
        return "".join(parts)

    def _take(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            if not self._next_piece():
                raise IndexError
            piece = self._pieces[self._piece][self._place :][: count - len(data)]
            self._place += len(piece)
            data += piece
        return data

    def _skip(self, count: int) -> None:
        while count > 0 and self._next_piece():
            step = min(count, len(self._pieces[self._piece]) - self._place)
            self._place += step
            count -= step
