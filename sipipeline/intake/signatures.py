"""What a file is that is neither a zip nor ours to read: told by its first bytes, never by its
name."""

import re
from collections.abc import Callable

from sipipeline.core.limits import DEFAULT
from sipipeline.core.text import Text, same
from sipipeline.intake import names
from sipipeline.intake.package_check import kind_of_package
from sipipeline.intake.refusals import (
    DAMAGED,
    ENCRYPTED,
    LINK,
    OLD,
    OTHER,
    OTHER_ARCHIVE,
    OUTLOOK,
    PROGRAM,
    SEALED,
    SLIDES,
    UNKNOWN,
    WORD,
    ZEROS,
    Refusal,
    Refused,
)
from sipipeline.kinds import compound
from sipipeline.kinds.adapters import WorkbookKind
from sipipeline.kinds.decoding import UTF16_MARKS
from sipipeline.xlsx.archive import MAGIC, ArchiveError, read_archive
from sipipeline.xlsx.package import Package, PackageError

_PICTURE = OTHER.fill(what=Text(zh="图片", en="a picture"))
_SHORTCUT = LINK.fill(what=Text(zh="快捷方式", en="a shortcut"))
_DATA_OF_A_SITE = LINK.fill(
    what=Text(zh="网盘或网站的一段数据", en="some data of a cloud drive or web site")
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
    (b"BZh", OTHER_ARCHIVE.fill(what=same("bzip2"))),
    (b"\xfd7zXZ\0", OTHER_ARCHIVE.fill(what=same("xz"))),
    (b"MSCF", OTHER_ARCHIVE.fill(what=same("CAB"))),
    (b"MZ", PROGRAM),
    (b"bplist00", _DATA_OF_A_SITE),
    (b"{\\rtf", WORD),
    (b"L\0\0\0\x01\x14\x02\0", _SHORTCUT),
    (b"%TSD-Header", SEALED),
    (b"\x09\x04\x06\0", OLD),
    (b"\x09\x02\x06\0", OLD),
    (b"\x09\0\x04\0", OLD),
)
_TAR, _TAR_PLACE = b"ustar", 257
_BARE_XLS = b"\x09\x08"
"""How the records of an .xls begin without the OLE file around them, as some exporters write."""
_OLE_KINDS: tuple[tuple[frozenset[str], WorkbookKind | Refusal], ...] = (
    (frozenset({"encryptedpackage"}), ENCRYPTED),
    (frozenset({"workbook", "book"}), WorkbookKind.XLS),
    (frozenset({"worddocument"}), WORD),
    (frozenset({"powerpoint document"}), SLIDES),
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
HEAD = 4096
"""Bytes in which a text shows what it is."""
_MIME = "mime-version:"
_SNAPSHOT = "\nsnapshot-content-location:"
_JSON = re.compile(r"\{\s*(\"[^\"]*\"\s*:|\})")
_XML_STARTS = ("<?xml", "<workbook", "<ss:workbook", "<office:document")
_XML_KINDS: tuple[tuple[str, WorkbookKind], ...] = (
    ("urn:schemas-microsoft-com:office:spreadsheet", WorkbookKind.XML_2003),
    ("application/vnd.oasis.opendocument.spreadsheet", WorkbookKind.FODS),
)
"""What stands in the first bytes of documents that are one XML file."""
_PHOTOS = (b"heic", b"heix", b"mif1", b"avif")
_LONGEST_CHARACTER = 4


def recognise(content: bytes) -> WorkbookKind | Refusal:
    """The kind of workbook that content is that is no zip and not empty, or why it cannot be
    checked."""
    if content.startswith(compound.MAGIC):
        return _recognise_ole(content)
    if content.startswith(_BARE_XLS):
        return WorkbookKind.XLS
    known = (refusal for magic, refusal in _MAGICS if content.startswith(magic))
    refusal = next(known, None)
    if refusal is not None:
        return refusal
    if _is_picture(content):
        return _PICTURE
    if content.startswith(_TAR, _TAR_PLACE):
        return OTHER_ARCHIVE.fill(what=same("TAR"))
    is_void = not content[:HEAD].strip(b"\0") and not content.strip(b"\0")
    return ZEROS if is_void else _recognise_text(content[:HEAD])


def may_be_workbook(name: str, read: Callable[[int], bytes]) -> bool:
    """Whether a file could be meant as a workbook: by its name, else by what it is, whatever its
    name. `read` gives its first bytes, as many as are asked for, or none where it cannot be
    read."""
    if names.is_candidate(name):
        return True
    if names.is_no_submission(name):
        return False
    head = read(HEAD)
    if names.suffix(name) == names.XML:
        text = _decode(head)
        return text is not None and _xml_kind(text.lstrip().lower()) is not None
    is_packed = head.startswith((MAGIC, compound.MAGIC))
    return is_packed and _is_workbook(read(DEFAULT.file))


def _is_workbook(content: bytes) -> bool:
    """Whether content that is a zip archive or an OLE file is a workbook."""
    if content.startswith(compound.MAGIC):
        return isinstance(_recognise_ole(content), WorkbookKind)
    try:
        kind = kind_of_package(Package(read_archive(content)))
    except (Refused, ArchiveError, PackageError):
        return False
    return isinstance(kind, WorkbookKind)


def _recognise_ole(content: bytes) -> WorkbookKind | Refusal:
    streams = {name.lower() for name in compound.root_names(content)}
    if not streams:
        return DAMAGED
    return next((kind for names, kind in _OLE_KINDS if names & streams), UNKNOWN)


def _is_picture(content: bytes) -> bool:
    """Whether content is a picture of a kind whose first bytes alone do not tell it."""
    start, kind = content[:4], content[8:12]
    if start == b"RIFF":
        return kind == b"WEBP"
    if content[4:8] == b"ftyp":
        return kind in _PHOTOS
    length = int.from_bytes(content[2:6], "little")
    return start.startswith(b"BM") and length == len(content)


def _recognise_text(head: bytes) -> WorkbookKind | Refusal:
    text = _decode(head)
    if text is None:
        return UNKNOWN
    start = text.lstrip().lower()
    known = (kind for is_such, kind in _TEXTS if is_such(start))
    return _xml_kind(start) or next(known, WorkbookKind.PLAIN_TEXT)


def _xml_kind(start: str) -> WorkbookKind | None:
    if not start.startswith(_XML_STARTS):
        return None
    return next((kind for word, kind in _XML_KINDS if word in start), None)


def _is_web_page(start: str) -> bool:
    is_document = start.startswith("<?xml") and "<html" in start
    return is_document or start.startswith(_WEB_STARTS)


def _is_web_archive(start: str) -> bool:
    """Whether a text is a page saved as a single file with its pictures, by an office program or a
    browser."""
    if "multipart/related" not in start:
        return False
    return start.startswith(_MIME) or _SNAPSHOT in start


def _is_mail(start: str) -> bool:
    return start.startswith((*_MAIL_STARTS, _MIME)) and "\nsubject:" in start


def _is_internet_shortcut(start: str) -> bool:
    return start.startswith("[internetshortcut]")


def _is_data(start: str) -> bool:
    """Whether a text is what programs send each other (JSON), as where a file should have been
    downloaded."""
    return _JSON.match(start) is not None


def _decode(head: bytes) -> str | None:
    """The first bytes of a file as text; None where they have control characters, or are of no
    encoding in use."""
    is_utf16 = head.startswith(UTF16_MARKS)
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


_TEXTS: tuple[tuple[Callable[[str], bool], WorkbookKind | Refusal], ...] = (
    (_is_web_page, WorkbookKind.WEB_PAGE),
    (_is_web_archive, WorkbookKind.WEB_ARCHIVE),
    (_is_mail, _MAIL),
    (_is_internet_shortcut, _SHORTCUT),
    (_is_data, _DATA_OF_A_SITE),
)
"""What shows in the first characters of a text that it is of a kind, the surest first."""
