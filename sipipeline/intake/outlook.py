"""What Outlook wraps attachments into: winmail.dat (TNEF), and messages saved as .msg."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sipipeline.core.values import frozen
from sipipeline.intake.names import guess
from sipipeline.kinds.compound import CompoundError, CompoundFile

_MAGIC = struct.pack("<I", 0x223E9F78)
_DEPTH = 3
_TITLE, _DATA, _RENDERING, _PROPERTIES = 0x8010, 0x800F, 0x9002, 0x9005
_LONG_NAME, _SHORT_NAME, _CONTENT = 0x3707, 0x3704, 0x3701
_WIDE, _NARROW, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4}
_SIZES |= {0x000B: 4, 0x0014: 8, 0x0040: 8, 0x0048: 16}
"""Bytes of a property's value by its kind, where they are always as many."""
_COUNTED = frozenset({_WIDE, _NARROW, _BINARY, _OBJECT})
_SEVERAL, _NAMED = 0x1000, 0x8000
_MOST = 5_000
_ATTACHMENT = "__attach_version1.0_"
_STREAM = "__substg1.0_{number:04X}{kind:04X}"
_INSIDE = 16
"""Bytes before a message or file that is an object."""


@frozen
class Enclosed:
    """A file in what Outlook wrote; "" where it has no name."""

    name: str
    content: bytes


class OutlookError(Exception):
    """The bytes are neither a whole winmail.dat nor a whole .msg."""


# ---------------------------------------------------------------- winmail.dat
def in_winmail(content: bytes) -> list[Enclosed]:
    """The files in a winmail.dat; raises OutlookError."""
    try:
        if not content.startswith(_MAGIC):
            raise OutlookError
        return list(_opened(_in_winmail(content), 1))
    except (struct.error, IndexError) as error:
        raise OutlookError from error


def _in_winmail(content: bytes) -> Iterator[Enclosed]:
    file: Enclosed | None = None
    for kind, data in _attributes(content):
        if kind == _RENDERING:
            if file is not None:
                yield file
            file = Enclosed("", b"")
        elif file is not None:
            file = _with_attribute(file, kind, data)
    if file is not None:
        yield file


def _with_attribute(file: Enclosed, kind: int, data: bytes) -> Enclosed:
    """The file with what an attribute says of it."""
    if kind == _TITLE and not file.name:
        return replace(file, name=guess(data.rstrip(b"\0")))
    if kind == _DATA:
        return replace(file, content=data)
    return _with_properties(file, data) if kind == _PROPERTIES else file


def _opened(files: Iterable[Enclosed], depth: int) -> Iterator[Enclosed]:
    """The files, and in the place of a message that was attached those in it."""
    for file in files:
        if depth < _DEPTH and file.content.startswith(_MAGIC):
            yield from _opened(_in_winmail(file.content), depth + 1)
        else:
            yield file


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each attribute; the last one may be cut off."""
    place = 6
    while place + 9 <= len(content):
        kind, length = struct.unpack_from("<xHxxI", content, place)
        yield kind, content[place + 9 : place + 9 + length]
        place += 9 + length + 2


def _with_properties(file: Enclosed, data: bytes) -> Enclosed:
    """The file with the long name that its properties have, and the content, if it is there."""
    for number, kind, value in _properties(data):
        if number == _LONG_NAME:
            file = replace(file, name=_text(value, kind) or file.name)
        elif number == _CONTENT and not file.content:
            file = replace(file, content=value[_INSIDE:] if kind == _OBJECT else value)
    return file


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, kind and value of each property, until one of an unknown kind."""
    (count,) = struct.unpack_from("<I", data)
    place = 4
    for _ in range(min(count, _MOST)):
        kind, number = struct.unpack_from("<HH", data, place)
        place += 4
        if number & _NAMED:
            place = _behind_name(data, place)
        several = bool(kind & _SEVERAL) or kind in _COUNTED
        values = struct.unpack_from("<I", data, place)[0] if several else 1
        place += 4 * several
        for _ in range(min(values, _MOST)):
            plain = kind & ~_SEVERAL
            size = _SIZES.get(plain)
            if size is None and plain not in _COUNTED:
                return
            if size is None:
                (size,) = struct.unpack_from("<I", data, place)
                place += 4
            yield number, plain, data[place : place + size]
            place += size + -size % 4


def _behind_name(data: bytes, place: int) -> int:
    """Where the value of a property begins that has a name, or a number of its own."""
    (is_text,) = struct.unpack_from("<I", data, place + 16)
    if not is_text:
        return place + 24
    length: int = struct.unpack_from("<I", data, place + 20)[0]
    return place + 24 + length + -length % 4


def _text(value: bytes, kind: int) -> str:
    if kind == _WIDE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return guess(value.rstrip(b"\0"))


# ---------------------------------------------------------------- .msg
def is_message(content: bytes) -> bool:
    """Whether a compound file is a message of Outlook."""
    try:
        return "__properties_version1.0" in CompoundFile(content).names()
    except CompoundError:
        return False


def in_message(content: bytes) -> list[Enclosed]:
    """The files attached to a .msg, those of messages attached to it included; raises
    OutlookError."""
    try:
        file = CompoundFile(content)
        return list(_in_storage(file, (), 0))
    except CompoundError as error:
        raise OutlookError from error


def _in_storage(file: CompoundFile, path: tuple[str, ...], depth: int) -> Iterator[Enclosed]:
    if depth > _DEPTH:
        return
    for name in sorted(file.names(*path))[:_MOST]:
        if not name.startswith(_ATTACHMENT):
            continue
        inner = (*path, name, _STREAM.format(number=_CONTENT, kind=_OBJECT))
        if file.is_storage(*inner):
            yield from _in_storage(file, inner, depth + 1)
        elif file.has(*path, name, _STREAM.format(number=_CONTENT, kind=_BINARY)):
            content = file.read(*path, name, _STREAM.format(number=_CONTENT, kind=_BINARY))
            yield Enclosed(_name(file, (*path, name)), content)


def _name(file: CompoundFile, path: tuple[str, ...]) -> str:
    """The name of an attachment: the long one in Unicode, if it has that."""
    for number in (_LONG_NAME, _SHORT_NAME):
        for kind in (_WIDE, _NARROW):
            stream = (*path, _STREAM.format(number=number, kind=kind))
            if file.has(*stream):
                return _text(file.read(*stream), kind)
    return ""
