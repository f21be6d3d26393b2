"""What a file is that is neither a zip nor ours to read: told by its first bytes, never by its
name."""

from sipipeline.core.text import Text, same
from sipipeline.intake import ole
from sipipeline.intake.refusals import (
    DAMAGED,
    ENCRYPTED,
    OLD,
    OTHER,
    OTHER_ARCHIVE,
    OUTLOOK,
    SEALED,
    UNKNOWN,
    WEB_PAGE,
    XML_2003,
    Refusal,
)

_PICTURE = OTHER.fill(what=Text(zh="图片", en="a picture"))
_TEXT = OTHER.fill(what=Text(zh="纯文本（或 CSV）文件", en="a plain text (or CSV) file"))
_WORD = OTHER.fill(what=Text(zh=" Word / WPS 文字文档", en="a text document (Word, WPS)"))
_SLIDES = OTHER.fill(what=Text(zh="演示文稿", en="a presentation"))
_SHORTCUT = OTHER.fill(
    what=Text(zh="快捷方式（文件本身没有发过来）", en="a shortcut (the file itself was not sent)")
)
_MAIL = OTHER.fill(what=Text(zh="邮件", en="an e-mail message"))

_MAGICS: tuple[tuple[bytes, Refusal], ...] = (
    (b"%PDF", OTHER.fill(what=Text(zh=" PDF 文件", en="a PDF file"))),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", OTHER_ARCHIVE.fill(what=same("RAR"))),
    (b"7z\xbc\xaf\x27\x1c", OTHER_ARCHIVE.fill(what=same("7z"))),
    (b"\x1f\x8b", OTHER_ARCHIVE.fill(what=same("gzip"))),
    (b"{\\rtf", _WORD),
    (b"L\0\0\0\x01\x14\x02\0", _SHORTCUT),
    (b"%TSD-Header", SEALED),
    (
        b"\x09\x08\x10\0\0\x06",
        OLD,
    ),  # BIFF streams without the OLE file around them, as some exporters write
    (b"\x09\x08\x08\0\0\x05", OLD),
    (b"\x09\x04\x06\0", OLD),
    (b"\x09\x02\x06\0", OLD),
    (b"\x09\0\x04\0", OLD),
)
_OLE_KINDS: tuple[tuple[frozenset[str], Refusal], ...] = (
    (frozenset({"encryptedpackage"}), ENCRYPTED),
    (frozenset({"workbook", "book"}), OLD),
    (frozenset({"worddocument"}), _WORD),
    (frozenset({"powerpoint document"}), _SLIDES),
    (frozenset({"__properties_version1.0"}), OUTLOOK),
)
_WEB_STARTS = (
    "<html",
    "<!doctype html",
    "<table",
    "<head",
    "<body",
    "<meta",
    "<style",
    "<div",
    "<script",
)
_MAIL_STARTS = ("received:", "return-path:", "delivered-to:", "from:", "date:", "message-id:", "x-")
_HEAD = 4096


def recognise(content: bytes) -> Refusal:
    """Why this content, which is no zip and not empty, cannot be checked."""
    if content.startswith(ole.MAGIC):
        return _recognise_ole(content)
    for magic, refusal in _MAGICS:
        if content.startswith(magic):
            return refusal
    if _is_picture(content):
        return _PICTURE
    if not content[:_HEAD].strip(b"\0") and not content.strip(b"\0"):
        return DAMAGED
    return _recognise_text(content[:_HEAD])


def _recognise_ole(content: bytes) -> Refusal:
    names = {name.lower() for name in ole.root_names(content)}
    if not names:
        return DAMAGED
    return next((refusal for kinds, refusal in _OLE_KINDS if kinds & names), UNKNOWN)


def _is_picture(content: bytes) -> bool:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return True
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return True
    return content[:2] == b"BM" and int.from_bytes(content[2:6], "little") == len(content)


def _recognise_text(head: bytes) -> Refusal:
    text = _decode(head)
    if text is None:
        return UNKNOWN
    start = text.lstrip().lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith("<?xml"):
        return XML_2003
    if start.startswith(_WEB_STARTS) or (start.startswith("<?xml") and "<html" in start):
        return WEB_PAGE
    if start.startswith("mime-version:") and "multipart/related" in start:
        return WEB_PAGE
    if start.startswith((*_MAIL_STARTS, "mime-version:")) and "\nsubject:" in start:
        return _MAIL
    return _TEXT


def _decode(head: bytes) -> str | None:
    """The head as text, or None where it has control characters or bytes of no encoding in use."""
    encodings = ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        for cut in range(4):  # the head may end in the middle of a character
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return text if all(char >= " " or char in "\t\r\n\f" for char in text) else None
    return None
