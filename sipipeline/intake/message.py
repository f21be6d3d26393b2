"""The attachments of an .eml, with the names that their senders meant.

Chinese mail programs declare gb2312 and write GB 18030, or write raw GBK bytes into the header. So
the message is parsed as Latin-1, which keeps every byte, and the names are decoded here."""

import email
import email.message
import email.policy
import re
from dataclasses import dataclass
from email.header import decode_header

from sipipeline.core.text import Text
from sipipeline.intake import names
from sipipeline.kinds import compound
from sipipeline.xlsx.archive import MAGIC

_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")
_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_LOOSE_NAME = re.compile(r"name\*?\s*=\s*\"?([^\";\r\n]+)", re.IGNORECASE)
_WORKBOOK_MARKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "EncryptedPackage"))
_NAME_PARAMETERS = {"content-disposition": "filename", "content-type": "name"}
"""Headers that may name a file, and the parameter in which they do."""
_DOUBTED = (
    "",
    "unknown-8bit",
    "us-ascii",
    "utf-8",
    "gb2312",
    "gbk",
    "gb18030",
    "cp936",
    "x-gbk",
)
"""Encodings that mail programs declare and do not keep to."""
_NAMELESS = Text(zh="附件{number}", en="attachment {number}")
_LENGTHS = range(2, 6)
"""Of a suffix that is one, its point included."""
_MEANINGLESS = (".dat", ".bin", ".tmp")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    is_winmail: bool = False


def read_attachments(content: bytes) -> tuple[Attachment, ...]:
    """Everything in a message that is not its text or a picture, forwarded messages included, in
    its order."""
    message = email.message_from_string(content.decode("latin-1"), policy=email.policy.compat32)
    attachments: list[Attachment] = []
    for part in message.walk():
        name = _name(part)
        if _is_attached(part, name):
            number = len(attachments) + 1
            attachments.append(_attachment(part, name, number))
    return tuple(attachments)


def decoded(value: str) -> str:
    """A header with its RFC 2047 words decoded, also inside quotes and also where a character was
    cut in two between words."""
    if not _WORD.search(value):
        return _decode(value.encode("latin-1", "replace"), None)
    text = ""
    for piece, charset in decode_header(_BETWEEN_WORDS.sub(" ", value)):
        raw = piece if isinstance(piece, bytes) else piece.encode("latin-1", "replace")
        text += _decode(raw, charset)
    return text


def _is_attached(part: email.message.Message, name: str) -> bool:
    """Whether a part of a message is neither a picture nor its text, which has no name."""
    kind = part.get_content_maintype()
    if part.is_multipart() or kind == "image":
        return False
    return bool(name) or kind != "text"


def _attachment(part: email.message.Message, name: str, number: int) -> Attachment:
    content = _payload(part)
    is_winmail = part.get_content_type() in _WINMAIL or name.lower() == "winmail.dat"
    return Attachment(
        _with_suffix(name, content, number),
        content,
        is_winmail,
    )


def _name(part: email.message.Message) -> str:
    """The file name of a part as its sender meant it; "" where it has none."""
    for header, parameter in _NAME_PARAMETERS.items():
        value = part.get_param(parameter, None, header)
        if isinstance(value, tuple):  # RFC 2231: charset, language, value with its bytes as Latin-1
            charset, _, raw = value
            return _decode(raw.encode("latin-1", "replace"), charset)
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
