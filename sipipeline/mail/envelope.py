"""What a message says of itself: who sent it, what it answers, what makes it this message and no
other, and why it is not answered.

Headers are read as Latin-1, which keeps every byte, since Chinese mail programs write raw GBK."""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses

from sipipeline.core.values import frozen
from sipipeline.intake import names
from sipipeline.intake.message import Attachment, decoded, read_attachments
from sipipeline.intake.signatures import may_be_workbook
from sipipeline.mail import automatic
from sipipeline.mail.reasons import HoldReason, Ignored

MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s]{1,200}>|<[^<>\s]{1,400}>")
_ANGLE = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
)
_LONGEST_ADDRESS = 254
_LONGEST_SUBJECT = 200
_REFERENCES = 20
"""Earlier messages of a thread that an answer names."""
_OTHER_BREAKS = re.compile(rb"\r\n|\r")


@frozen
class Envelope:
    digest: str
    """SHA-256 of the message, byte for byte."""
    identity: str = ""
    """Equal for two copies of one message, also after a server has written other headers."""
    message_id: str = ""
    """With its angle brackets; "" where there is none that can be named."""
    references: tuple[str, ...] = ()
    """The thread, oldest first, without the message itself."""
    sender: str = ""
    """The one address that it is from; "" where there is none, or several."""
    reply_to: str = ""
    subject: str = ""
    sent: str = ""
    """The date as the header has it."""
    workbooks: tuple[str, ...] = ()
    """Names of attachments that a submitter could mean as workbooks."""
    ignored: Ignored | None = None
    """Why it is no submission, whatever is in it; where it is held, too, a person has to look at it
    all the same."""
    returned: tuple[str, ...] = ()
    """The answers of ours that it brings back."""
    held: HoldReason | None = None
    """Why a person has to look at it before it is taken in."""
    silent: bool = False
    """Whether the sender asks for no automatic answer."""


def read_envelope(content: bytes, own_address: str) -> Envelope:
    """What the message says of itself, whatever is in it."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        return _envelope(content, digest, own_address)
    except Exception:  # the parser of the standard library lets many kinds through
        return Envelope(digest, identity=digest, held=HoldReason.UNREADABLE)


def _envelope(content: bytes, digest: str, own_address: str) -> Envelope:
    message = email.message_from_string(content.decode("latin-1"), policy=email.policy.compat32)
    message_id = _message_id(_header(message, "Message-ID"))
    sender = address_of(_header(message, "From"))
    workbooks = _workbooks(content)
    ignored = automatic.why_ignored(message, sender)
    returned = automatic.ours_in(content) if ignored is Ignored.BOUNCE else ()
    is_ours = bool(returned) or ignored is Ignored.OURS
    may_be_meant = bool(workbooks) and not is_ours
    return Envelope(
        digest=digest,
        identity=_identity(message, message_id),
        message_id=message_id,
        references=_references(message, message_id),
        sender=sender,
        reply_to=address_of(_header(message, "Reply-To")),
        subject=one_line(decoded(_header(message, "Subject")), _LONGEST_SUBJECT),
        sent=one_line(_header(message, "Date"), 60),
        workbooks=workbooks,
        ignored=ignored,
        held=automatic.why_held(ignored, sender, own_address.lower(), may_be_meant),
        returned=returned,
        silent=automatic.asks_for_silence(message),
    )


# ---------------------------------------------------------------- headers
def address_of(header: str) -> str:
    """The one address of a header, in lower case; "" where it has none, several, or one to which
    nothing can be sent."""
    written = header if "@" in header else decoded(header)
    in_angles = _ANGLE.findall(written)
    if len(in_angles) > 1:
        return ""
    found = in_angles or [address for _, address in getaddresses([written])]
    address = found[0].strip() if len(found) == 1 else ""
    is_plain = len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address)
    return address.lower() if is_plain else ""


def one_line(text: str, longest: int) -> str:
    """The text without control characters and line ends, cut where it is too long."""
    visible = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(visible.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))


def _message_id(header: str) -> str:
    found = MESSAGE_ID.search(header)
    return found[0] if found and found[0].isascii() and found[0].isprintable() else ""


def _references(message: Message, message_id: str) -> tuple[str, ...]:
    written = f"{_header(message, 'References')} {_header(message, 'In-Reply-To')}"
    named = [found for found in MESSAGE_ID.findall(written) if _message_id(found)]
    others = (found for found in dict.fromkeys(named) if found != message_id)
    return tuple(others)[-_REFERENCES:]


# ---------------------------------------------------------------- content
def _workbooks(content: bytes) -> tuple[str, ...]:
    attached = [one for one in read_attachments(content) if not _is_clutter(one.name)]
    return tuple(one.name for one in attached if _is_meant(one))


def _is_meant(attachment: Attachment) -> bool:
    """Whether a submitter could mean an attachment as a workbook."""
    name, content = attachment.name, attachment.content
    return _is_winmail(name) or may_be_workbook(name, lambda size: content[:size])


def _is_winmail(name: str) -> bool:
    return name.lower() == "winmail.dat"


def _is_clutter(name: str) -> bool:
    return names.is_hidden(names.safe(name).split("/")[-1])


def _identity(message: Message, message_id: str) -> str:
    """The hash of what its sender wrote: the parts, and what names the message.

    Headers that servers add are left out. Who sent it, when and about what count where it has no
    Message-ID of its own, so that two such messages are two.
    """
    digest = hashlib.sha256()
    named = [message_id] if message_id else [_header(message, name) for name in _NAMING]
    for piece in (*named, *_pieces(message)):
        content = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


_NAMING = ("From", "Date", "Subject")


def _pieces(message: Message) -> Iterator[str | bytes]:
    """Each part that is none of parts: what it is, and its content, line ends all alike."""
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        yield part.get_content_type()
        if isinstance(content, bytes):
            is_text = part.get_content_maintype() == "text"
            yield _OTHER_BREAKS.sub(b"\n", content).strip() if is_text else content
