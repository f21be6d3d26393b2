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
"""Bytes in which a text shows what it is."""
_MIME = "mime-version:"
_SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_PHOTOS = (b"heic", b"heix", b"mif1", b"avif")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_CHARACTER = 4


def recognise(content: bytes) -> Refusal:
    """Why content that is no zip and not empty cannot be checked."""
    if content.startswith(ole.MAGIC):
        return _recognise_ole(content)
    known = (refusal for magic, refusal in _MAGICS if content.startswith(magic))
    refusal = next(known, None)
    if refusal is not None:
        return refusal
    if _is_picture(content):
        return _PICTURE
    is_void = not content[:_HEAD].strip(b"\0") and not content.strip(b"\0")
    return DAMAGED if is_void else _recognise_text(content[:_HEAD])


def _recognise_ole(content: bytes) -> Refusal:
    streams = {name.lower() for name in ole.root_names(content)}
    if not streams:
        return DAMAGED
    return next((refusal for kinds, refusal in _OLE_KINDS if kinds & streams), UNKNOWN)


def _is_picture(content: bytes) -> bool:
    """Whether content is a picture of a kind whose first bytes alone do not tell it."""
    start, kind = content[:4], content[8:12]
    if start == b"RIFF":
        return kind == b"WEBP"
    if content[4:8] == b"ftyp":
        return kind in _PHOTOS
    length = int.from_bytes(content[2:6], "little")
    return start.startswith(b"BM") and length == len(content)


def _recognise_text(head: bytes) -> Refusal:
    text = _decode(head)
    if text is None:
        return UNKNOWN
    start = text.lstrip().lower()
    if start.startswith("<?xml") and _SPREADSHEET_2003 in start:
        return XML_2003
    if _is_web_page(start):
        return WEB_PAGE
    is_mail = start.startswith((*_MAIL_STARTS, _MIME)) and "\nsubject:" in start
    return _MAIL if is_mail else _TEXT


def _is_web_page(start: str) -> bool:
    """Whether a text is a page of the web, or one saved as a single file with its pictures."""
    if start.startswith(_WEB_STARTS):
        return True
    if start.startswith("<?xml"):
        return "<html" in start
    return start.startswith(_MIME) and "multipart/related" in start


def _decode(head: bytes) -> str | None:
    """The first bytes of a file as text; None where they have control characters, or are of no
    encoding in use."""
    is_utf16 = head.startswith(_UTF16_MARKS)
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        text = _decoded(head, encoding)
        if text is not None:
            return text if all(map(_is_of_text, text)) else None
    return None


def _decoded(head: bytes, encoding: str) -> str | None:
    """The bytes in an encoding, without the last ones where these cut a character in two."""
    for cut in range(_LONGEST_CHARACTER):
        try:
            return head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_of_text(character: str) -> bool:
    return character >= " " or character in "\t\r\n\f"
