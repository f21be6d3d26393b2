"""The attachments of an .eml, with the names that their senders meant.

Chinese mail programs declare gb2312 and write GB 18030, or write raw GBK bytes into the header. So
the message is parsed as Latin-1, which keeps every byte, and the names are decoded here."""

import email
import email.message
import email.policy
import re
from dataclasses import dataclass
from email.header import decode_header

from sipipeline.intake import names, ole
from sipipeline.xlsx.archive import MAGIC

_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")
_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_LOOSE_NAME = re.compile(r"name\*?\s*=\s*\"?([^\";\r\n]+)", re.IGNORECASE)
_WORKBOOK_MARKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "EncryptedPackage"))


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    is_winmail: bool = False


def read_attachments(content: bytes) -> tuple[Attachment, ...]:
    """Everything in a message that is not its text or a picture, forwarded messages included, in
    its order."""
    message = email.message_from_string(content.decode("latin-1"), policy=email.policy.compat32)
    found: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart() or part.get_content_maintype() == "image":
            continue
        name = _name(part)
        if not name and part.get_content_maintype() == "text":
            continue
        payload = _payload(part)
        winmail = part.get_content_type() in _WINMAIL or name.lower() == "winmail.dat"
        found.append(Attachment(_with_suffix(name, payload, len(found) + 1), payload, winmail))
    return tuple(found)


def _name(part: email.message.Message) -> str:
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(parameter, None, header)
        if isinstance(value, tuple):  # RFC 2231: charset, language, value with its bytes as Latin-1
            return _decode(value[2].encode("latin-1", "replace"), value[0])
        if value:
            return _decode_words(str(value))
    for header in ("content-disposition", "content-type"):
        if loose := _LOOSE_NAME.search(str(part.get(header, ""))):
            return _decode_words(loose[1].strip())
    return ""


def _decode_words(value: str) -> str:
    """RFC 2047 words, also inside quotes and also where a character was cut in two between
    words."""
    if not _WORD.search(value):
        return _decode(value.encode("latin-1", "replace"), None)
    text = ""
    for piece, charset in decode_header(_BETWEEN_WORDS.sub(" ", value)):
        text += _decode(
            piece if isinstance(piece, bytes) else piece.encode("latin-1", "replace"), charset
        )
    return text


def _decode(raw: bytes, charset: str | None) -> str:
    declared = (charset or "").lower()
    if declared in (
        "",
        "unknown-8bit",
        "us-ascii",
        "utf-8",
        "gb2312",
        "gbk",
        "gb18030",
        "cp936",
        "x-gbk",
    ):
        return names.guess(raw)
    try:
        return raw.decode(declared)
    except (LookupError, UnicodeDecodeError):
        return names.guess(raw)


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _with_suffix(name: str, content: bytes, number: int) -> str:
    """A workbook that lost its name or its suffix on the way gets one, so that it is taken up."""
    name = name or f"附件{number}"
    if names.is_candidate(name) or not _looks_like_workbook(content):
        return name
    known = 1 < len(names.suffix(name)) <= 5 and names.suffix(name) not in (".dat", ".bin", ".tmp")
    return name if known else f"{name}.xlsx"


def _looks_like_workbook(content: bytes) -> bool:
    if content.startswith(MAGIC):
        return b"xl/workbook" in content
    return content.startswith(ole.MAGIC) and any(mark in content for mark in _WORKBOOK_MARKS)
