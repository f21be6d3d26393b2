"""The attachments of an .eml, with the names that their senders meant.

Chinese mail programs declare gb2312 and write GB 18030, or write raw GBK bytes into the header. So
the message is parsed as Latin-1, which keeps every byte, and the names are decoded here."""

import base64
import binascii
import email
import email.message
import email.policy
import re
from collections.abc import Iterator, Sequence
from email.header import decode_header
from urllib.parse import unquote_to_bytes

from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.intake import names, outlook
from sipipeline.intake.outlook import Enclosed, OutlookError
from sipipeline.kinds import compound
from sipipeline.xlsx.archive import MAGIC

_MARK = b"\xef\xbb\xbf"
_MAILBOX = b"From "
_MESSAGE = "message/rfc822"
_DEPTH = 3
_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")
_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_PERCENTS = re.compile(rb"(?:%[89A-Fa-f][0-9A-Fa-f]){2}")
"""Characters that a program for the web wrote in percents, into a name that knows no such."""
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_LOOSE_NAME = re.compile(r"name\*?\s*=\s*\"?([^\";\r\n]+)", re.IGNORECASE)
_WORKBOOK_MARKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "EncryptedPackage"))
_NAME_PARAMETERS = {"content-disposition": "filename", "content-type": "name"}
"""Headers that may name a file, and the parameter in which they do."""
_DOUBTED = ("", "unknown-8bit", "us-ascii", "utf-8", "gb2312", "gbk", "gb18030", "cp936", "x-gbk")
"""Encodings that mail programs declare and do not keep to."""
_NAMELESS = Text(zh="附件{number}", en="attachment {number}")
_LENGTHS = range(2, 6)
"""Of a suffix that is one, its point included."""
_MEANINGLESS = (".dat", ".bin", ".tmp")


@frozen
class Attachment:
    name: str
    content: bytes
    is_winmail: bool = False


def read_attachments(content: bytes) -> tuple[Attachment, ...]:
    """Everything in a message that is not its text or a picture, forwarded messages included, in
    its order."""
    attachments: list[Attachment] = []
    for part in _parts(_parsed(content), 0):
        name = _name(part)
        if _is_attached(part, name):
            attachments += _attachments(part, name, len(attachments) + 1)
    return tuple(attachments)


def attachments_of(enclosed: Sequence[Enclosed]) -> tuple[Attachment, ...]:
    """What Outlook enclosed as the attachments that they were."""
    return tuple(
        Attachment(_with_suffix(file.name, file.content, number), file.content)
        for number, file in enumerate(enclosed, 1)
    )


def decoded(value: str) -> str:
    """A header with its RFC 2047 words decoded, also inside quotes and also where a character was
    cut in two between words."""
    if not _WORD.search(value):
        raw = value.encode("latin-1", "replace")
        return _decode(unquote_to_bytes(raw) if _PERCENTS.search(raw) else raw, None)
    text = ""
    for piece, charset in decode_header(_BETWEEN_WORDS.sub(" ", value)):
        raw = piece if isinstance(piece, bytes) else piece.encode("latin-1", "replace")
        text += _decode(raw, charset)
    return text


def _parsed(content: bytes) -> email.message.Message:
    """The message; a mark of Unicode, blank lines or the line of a mailbox before its headers are
    no part of it."""
    start = content.removeprefix(_MARK).lstrip()
    if start.startswith(_MAILBOX):
        start = start.partition(b"\n")[2]
    return email.message_from_string(start.decode("latin-1"), policy=email.policy.compat32)


def _parts(message: email.message.Message, depth: int) -> Iterator[email.message.Message]:
    """The parts of a message, in its order, and those of the messages in it."""
    for part in message.walk():
        inner = _encoded_message(part) if depth < _DEPTH else None
        if inner is None:
            yield part
        else:
            yield from _parts(_parsed(inner), depth + 1)


def _encoded_message(part: email.message.Message) -> bytes | None:
    """The bytes of a message that was attached in base64, which the standard does not foresee; None
    for any other part."""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if part.get_content_type() != _MESSAGE or encoding != "base64":
        return None
    body = "".join(str(inner.get_payload()) for inner in part.walk() if not inner.is_multipart())
    try:
        return base64.b64decode(body.encode("latin-1"))
    except (binascii.Error, ValueError):
        return None


def _is_attached(part: email.message.Message, name: str) -> bool:
    """Whether a part of a message is neither a picture nor its text, which has no name."""
    kind = part.get_content_maintype()
    if part.is_multipart() or kind == "image":
        return False
    return bool(name) or kind != "text"


def _attachments(part: email.message.Message, name: str, number: int) -> Sequence[Attachment]:
    """The file that a part is; of a winmail.dat those in it, where it can be read."""
    content = _payload(part)
    is_winmail = part.get_content_type() in _WINMAIL or name.lower() == "winmail.dat"
    if not is_winmail:
        return [Attachment(_with_suffix(name, content, number), content)]
    try:
        enclosed = outlook.in_winmail(content)
    except OutlookError:
        enclosed = []
    return attachments_of(enclosed) or [Attachment(name or "winmail.dat", content, True)]


def _name(part: email.message.Message) -> str:
    """The file name of a part as its sender meant it; "" where it has none."""
    for header, parameter in _NAME_PARAMETERS.items():
        value = part.get_param(parameter, None, header)
        if isinstance(value, tuple):  # RFC 2231: charset, language, value with its bytes as Latin-1
            charset, _, raw = value
            text = _decode(raw.encode("latin-1", "replace"), charset)
            return decoded(text) if _WORD.search(text) else text
        if value:
            return decoded(str(value))
    for header in _NAME_PARAMETERS:
        loose = _LOOSE_NAME.search(str(part.get(header, "")))
        if loose is not None:
            return decoded(loose[1].strip())
    return ""


def _decode(raw: bytes, charset: str | None) -> str:
    declared = (charset or "").lower()
    if declared in _DOUBTED:
        return names.guess(raw)
    try:
        return raw.decode(declared)
    except (LookupError, UnicodeDecodeError):
        return names.guess(raw)


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _with_suffix(name: str, content: bytes, number: int) -> str:
    """The name of an attachment; with .xlsx behind it where the attachment is a workbook that lost
    its name or its suffix on the way, so that it is taken up."""
    name = name or _NAMELESS.fill(number=number).zh
    if names.is_candidate(name) or not _looks_like_workbook(content):
        return name
    suffix = names.suffix(name)
    says_what = len(suffix) in _LENGTHS and suffix not in _MEANINGLESS
    return name if says_what else f"{name}.xlsx"


def _looks_like_workbook(content: bytes) -> bool:
    if content.startswith(MAGIC):
        return b"xl/workbook" in content
    if not content.startswith(compound.MAGIC):
        return False
    return any(mark in content for mark in _WORKBOOK_MARKS)
