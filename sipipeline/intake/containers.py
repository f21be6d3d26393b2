"""Messages and zip archives: what is in them, and one member taken out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sipipeline.intake import limits, names, ole
from sipipeline.intake.message import Attachment, read_attachments
from sipipeline.intake.refusals import (
    NO_ATTACHMENT,
    NO_MEMBER,
    PASSWORD_ZIP,
    TOO_LARGE,
    TOO_MANY_MEMBERS,
    WINMAIL,
    Refusal,
    Refused,
)
from sipipeline.intake.sizes import check_sizes
from sipipeline.xlsx.archive import EMPTY_MAGIC, MAGIC, Archive, is_encrypted, read_archive
from sipipeline.xlsx.package import CONTENT_TYPES, fold


@dataclass(frozen=True, slots=True)
class Entry:
    """A member that a submitter could mean as a workbook."""

    number: int
    name: str
    """Safe as a relative path, and no other member's."""
    refusal: Refusal | None = None


class Container(Protocol):
    @property
    def nothing(self) -> Refusal:
        """What to say when no entry is in it."""

    def entries(self) -> list[Entry]: ...

    def take(self, number: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Zip:
    archive: Archive
    nothing: Refusal = NO_MEMBER

    def entries(self) -> list[Entry]:
        found = [
            (names.safe(name), number)
            for number, name in enumerate(map(names.member_name, self.archive.members))
            if _is_wanted(name)
        ]
        found.sort(key=lambda pair: names.natural(pair[0]))
        members = self.archive.members
        return [
            Entry(number, name, PASSWORD_ZIP if is_encrypted(members[number]) else None)
            for (_, number), name in zip(found, names.unique(name for name, _ in found))
        ]

    def take(self, number: int) -> bytes:
        member = self.archive.members[number]
        if member.file_size > limits.FILE:
            raise Refused(TOO_LARGE)
        return self.archive.extract(member)


@dataclass(frozen=True, slots=True)
class Mail:
    attachments: tuple[Attachment, ...]
    nothing: Refusal = NO_ATTACHMENT

    def entries(self) -> list[Entry]:
        found = [
            (number, attachment)
            for number, attachment in enumerate(self.attachments)
            if attachment.is_winmail or _is_wanted(attachment.name)
        ]
        shown = names.unique(
            names.safe(attachment.name).replace("/", "_") for _, attachment in found
        )
        return [
            Entry(number, name, WINMAIL if attachment.is_winmail else None)
            for (number, attachment), name in zip(found, shown)
        ]

    def take(self, number: int) -> bytes:
        return self.attachments[number].content


def read_container(content: bytes | Path, name: str) -> Container | None:
    """The container that a name promises, or None where the content is something else: then the
    gate judges it."""
    head = content[:8] if isinstance(content, bytes) else _head(content)
    if names.suffix(name) == ".eml":
        return (
            None
            if head.startswith((MAGIC, ole.MAGIC)) or not head
            else Mail(read_attachments(_message(content)))
        )
    if not head.startswith((MAGIC, EMPTY_MAGIC)):
        return None
    archive = read_archive(content, limits.DIRECTORY)
    if any(member.filename.lower() == fold(CONTENT_TYPES) for member in archive.members):
        return None
    check_sizes(archive, limits.ENTRIES, limits.UNPACKED, TOO_MANY_MEMBERS)
    return Zip(archive)


def _is_wanted(name: str) -> bool:
    return names.is_candidate(name) and not any(map(names.is_hidden, names.safe(name).split("/")))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def _message(content: bytes | Path) -> bytes:
    if isinstance(content, bytes):
        return content
    if content.stat().st_size > limits.MESSAGE:
        raise Refused(TOO_MANY_MEMBERS)
    return content.read_bytes()
