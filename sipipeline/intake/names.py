"""Names of files as people and programs write them: what they promise, how they are decoded, shown
and sorted."""

import os
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from sipipeline.core.text import Text

OPEN_XML = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
"""Names by which Excel opens an Open XML workbook."""
WORKBOOKS = OPEN_XML | frozenset(
    {".xlsb", ".xls", ".xlt", ".et", ".ett", ".ods", ".ots", ".fods", ".mht", ".mhtml"}
)
"""What a submitter could mean as a workbook."""
CONTAINERS = frozenset({".eml", ".msg", ".zip"})
XML = ".xml"
"""The ending of a workbook that is one XML document, and of much else: the content tells."""
UNOPENED = frozenset({".rar", ".7z", ".tar", ".tgz", ".numbers"})
"""What surely holds a submission, but has to be sent in another way."""
UNFINISHED = (
    ".part",
    ".crdownload",
    ".opdownload",
    ".partial",
    ".filepart",
    ".download",
    ".downloading",
    ".xltd",
    ".tmp",
    ".!ut",
)
"""How programs call a file that they are still writing."""
NAMELESS = Text(zh="未命名", en="unnamed").zh
"""A file without a name; files of a Chinese submitter have Chinese names."""

_CANDIDATES = WORKBOOKS | CONTAINERS | UNOPENED
_SHORTCUTS = frozenset({".lnk", ".url"})
_LOCKS = ("~$", ".~")
_OF_BEFORE = frozenset({".bak", ".old", ".xlk"})
"""Endings of what a file was before it was last saved, kept beside it."""
_SYSTEM = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_UTF8_FLAG = 0x800
_UNICODE_NAME, _FIELD = 0x7075, struct.Struct("<HH")
_LONGEST_PART = 80
"""Characters: file systems allow 255 bytes, a Chinese character has three, and copies get longer
names."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
"""Names of devices, which Windows takes for no files, whatever their ending."""
_COMMANDS = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Control and direction marks and ends of lines, which a terminal would obey."""
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def suffix(name: str) -> str:
    return os.path.splitext(name.rstrip())[1].lower()


def is_candidate(name: str) -> bool:
    """Whether a file met in a folder, a message or a zip is taken up at all; so is a shortcut to a
    workbook, as 甲县.xlsx - 快捷方式.lnk."""
    ending = suffix(name)
    if ending in _SHORTCUTS:
        return any(kind in name.lower() for kind in WORKBOOKS)
    return ending in _CANDIDATES


def is_no_submission(name: str) -> bool:
    """Whether a file is called as one that is not whole yet, or that has a newer one beside it."""
    return suffix(name) in _OF_BEFORE or name.lower().endswith(UNFINISHED)


def is_lock(name: str) -> bool:
    """The traces that Excel (~$) and WPS, LibreOffice (.~) leave beside an open workbook."""
    return name.startswith(_LOCKS)


def is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Sorting key: 表2 before 表10, whatever case."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return tuple(_in_order(part) for part in parts)


def guess(raw: bytes) -> str:
    """Text of bytes whose encoding nobody told: UTF-8 or GB 18030, the two in use."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def shown(path: str) -> str:
    """A path that can be printed on one line: file names in GBK, as old shares have them, come as
    surrogates from the system, and a name may have control characters."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        path = guess(os.fsencode(path))
    return path if path.isprintable() else _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", path)


def member_name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: without the UTF-8 flag zipfile reads it as cp437, but Windows wrote
    GBK, and some programs put the name in Unicode beside it."""
    name = member.orig_filename
    if member.flag_bits & _UTF8_FLAG:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return _name_beside(member.extra, raw) or guess(raw)


def safe(name: str) -> str:
    """A relative path that stays where it is put: no drive, root or `..`, nothing that cannot be in
    a file name."""
    parts = (_safe_part(part) for part in name.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part) or NAMELESS


def unique(names: Iterable[str]) -> Iterator[str]:
    """The names, each once: a second one of a name becomes `name (2).xlsx`."""
    seen: set[str] = set()
    for name in names:
        stem, ending = os.path.splitext(name)
        number = 1
        while name.casefold() in seen:
            number += 1
            name = f"{stem} ({number}){ending}"
        seen.add(name.casefold())
        yield name


def _in_order(part: str) -> tuple[int, str]:
    """Sorting key of a run of digits, or of the text between two runs."""
    digits = part.lstrip("0")
    is_number = part.isascii() and part.isdecimal()
    return (len(digits), digits) if is_number else (0, part)


def _name_beside(extra: bytes, raw: bytes) -> str:
    """The name in Unicode among the extra fields of a member, where it is of this name."""
    place = 0
    while place + _FIELD.size <= len(extra):
        kind, size = _FIELD.unpack_from(extra, place)
        data = extra[place + _FIELD.size :][:size]
        place += _FIELD.size + size
        if kind == _UNICODE_NAME and data[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return data[5:].decode("utf-8", "replace")
    return ""


def _safe_part(part: str) -> str:
    """A step of a path without control and direction marks, which show `xslx.jpg` as
    `gpj.xlsx`."""
    visible = "".join(map(_safe_char, part))
    part = _FORBIDDEN.sub("_", visible).strip().rstrip(". ")
    part = f"_{part}" if _RESERVED.match(part) else part
    if len(part) <= _LONGEST_PART:
        return part
    stem, ending = os.path.splitext(part)
    return stem[: _LONGEST_PART - 10] + ending[:10]


def _safe_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in ("Cc", "Cf", "Zl", "Zp") else char
