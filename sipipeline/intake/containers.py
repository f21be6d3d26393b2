"""Messages and zip archives: what is in them, and one member taken out."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sipipeline.core.limits import MB, Limits
from sipipeline.core.values import frozen
from sipipeline.intake import names
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
from sipipeline.intake.signatures import may_be_workbook
from sipipeline.intake.sizes import check_container, directory_bounds
from sipipeline.kinds import compound
from sipipeline.xlsx.archive import (
    EMPTY_MAGIC,
    MAGIC,
    Archive,
    ArchiveError,
    is_encrypted,
    read_archive,
)
from sipipeline.xlsx.package import CONTENT_TYPES, fold

if TYPE_CHECKING:
    from sipipeline.intake.message import Attachment

_MESSAGES = (".eml", ".msg")


@frozen
class Member:
    """A member that a submitter could mean as a workbook."""

    number: int
    name: str
    """Safe as a relative path, and no other member's."""
    refusal: Refusal | None = None


class Container(Protocol):
    @property
    def nothing(self) -> Refusal:
        """What to say when no entry is in it."""

    def entries(self) -> list[Member]: ...

    def left_out(self) -> list[str]:
        """The names of the other members that a person sees in it."""
        ...

    def take(self, number: int) -> bytes: ...


@frozen
class Zip:
    archive: Archive
    largest: int
    """Bytes of a member that is taken out."""
    nothing: Refusal = NO_MEMBER

    def entries(self) -> list[Member]:
        members = self.archive.members
        written = [names.member_name(member) for member in members]
        wanted = [number for number, name in enumerate(written) if self._is_wanted(number, name)]
        safe = {number: names.safe(written[number]) for number in wanted}
        wanted.sort(key=lambda number: names.natural(safe[number]))
        unique = names.unique(safe[number] for number in wanted)
        return [
            Member(number, name, PASSWORD_ZIP if is_encrypted(members[number]) else None)
            for number, name in zip(wanted, unique)
        ]

    def left_out(self) -> list[str]:
        members = enumerate(self.archive.members)
        written = ((n, names.member_name(one)) for n, one in members if not one.is_dir())
        return _seen(name for n, name in written if not self._is_wanted(n, name))

    def _is_wanted(self, number: int, name: str) -> bool:
        return _is_wanted(name, partial(self._beginning, number))

    def _beginning(self, number: int, size: int) -> bytes:
        """The first bytes of a member; none where it is damaged or locked."""
        try:
            return self.archive.head(self.archive.members[number], min(size, self.largest))
        except ArchiveError:
            return b""

    def take(self, number: int) -> bytes:
        member = self.archive.members[number]
        if member.file_size > self.largest:
            raise Refused(TOO_LARGE.fill(size=self.largest // MB))
        return self.archive.extract(member)


@frozen
class Mail:
    attachments: "tuple[Attachment, ...]"
    nothing: Refusal = NO_ATTACHMENT

    def entries(self) -> list[Member]:
        wanted = {
            number: attachment
            for number, attachment in enumerate(self.attachments)
            if attachment.is_winmail or _is_wanted(attachment.name, partial(_beginning, attachment))
        }
        safe = (names.safe(attachment.name) for attachment in wanted.values())
        unique = names.unique(name.replace("/", "_") for name in safe)
        return [
            Member(number, name, WINMAIL if attachment.is_winmail else None)
            for (number, attachment), name in zip(wanted.items(), unique)
        ]

    def left_out(self) -> list[str]:
        others = [one for one in self.attachments if one.name and not one.is_winmail]
        return _seen(
            one.name for one in others if not _is_wanted(one.name, partial(_beginning, one))
        )

    def take(self, number: int) -> bytes:
        return self.attachments[number].content


def read_container(content: bytes | Path, name: str, limits: Limits) -> Container | None:
    """The message or archive that a file is; None for a file that is none of them, which the gate
    then judges."""
    head = content[:8] if isinstance(content, bytes) else _head(content)
    if names.suffix(name) in _MESSAGES:
        return _mail(content, head, limits)
    if head.startswith((MAGIC, EMPTY_MAGIC)):
        return _zip(content, limits)
    return None


def _mail(content: bytes | Path, head: bytes, limits: Limits) -> Mail | None:
    """The message; None where a workbook or nothing stands under its name."""
    if not head or head.startswith(MAGIC):
        return None
    from sipipeline.intake.message import attachments_of, read_attachments
    from sipipeline.intake.outlook import in_message, is_message

    message = _message(content, limits)
    if not head.startswith(compound.MAGIC):
        return Mail(read_attachments(message))
    return Mail(attachments_of(in_message(message))) if is_message(message) else None


def _zip(content: bytes | Path, limits: Limits) -> Zip | None:
    """The archive; None where it is a document of an office program."""
    archive = read_archive(content, directory_bounds(limits))
    members = {member.filename.lower() for member in archive.members}
    if fold(CONTENT_TYPES) in members:
        return None
    check_container(archive, limits)
    return Zip(archive, limits.file)


def _is_wanted(name: str, read: Callable[[int], bytes]) -> bool:
    """Whether a member could be meant as a workbook."""
    return not _is_hidden(name) and may_be_workbook(name, read)


def _beginning(attachment: "Attachment", size: int) -> bytes:
    return attachment.content[:size]


def _is_hidden(name: str) -> bool:
    return any(map(names.is_hidden, names.safe(name).split("/")))


def _seen(written: Iterable[str]) -> list[str]:
    """The names, safe to be shown, of members that a person sees."""
    return [names.safe(name) for name in written if not _is_hidden(name)]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def _message(content: bytes | Path, limits: Limits) -> bytes:
    if isinstance(content, bytes):
        return content
    if content.stat().st_size > limits.message:
        raise Refused(TOO_MANY_MEMBERS)
    return content.read_bytes()
