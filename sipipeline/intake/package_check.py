"""The parts of an .xlsx: complete, unambiguous, harmless to the programs that will read them."""

import posixpath
import re
import xml.parsers.expat as expat
import zipfile
from collections.abc import Iterator

from sipipeline.core.text import Text
from sipipeline.intake import extent, limits
from sipipeline.intake.archive import Archive, is_encrypted
from sipipeline.intake.refusals import (
    BIG_MERGE,
    BINARY,
    DAMAGED,
    DECLARATION,
    DOUBLE_PART,
    FAR_CELL,
    NUMBERS,
    OPEN_DOCUMENT,
    OTHER,
    OUTSIDE,
    PACKED,
    PASSWORD_ZIP,
    STRICT,
    TOO_MANY_SHEETS,
    TOO_MUCH_INSIDE,
    UNUSUAL,
    Refusal,
    Refused,
)

CONTENT_TYPES = "[content_types].xml"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
ROOT = "_rels/.rels"
STRINGS = "xl/sharedstrings.xml"

_WORD = OTHER.fill(what=Text(zh=" Word / WPS 文字文档", en="a text document (Word, WPS)"))
_KINDS: tuple[tuple[str, Refusal], ...] = (
    ("xl/workbook.bin", BINARY),
    ("word/", _WORD),
    ("ppt/", OTHER.fill(what=Text(zh="演示文稿", en="a presentation"))),
    ("ofd.xml", OTHER.fill(what=Text(zh=" OFD 版式文件", en="an OFD document"))),
    ("index/document.iwa", NUMBERS),
    ("xl/", UNUSUAL),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": OPEN_DOCUMENT,
    b"application/vnd.oasis.opendocument.text": _WORD,
}
_READ = (".xml", ".rels", ".vml")
"""Parts that somebody parses; pictures, macros and remains are carried over as they are."""
_UNREAD_FOLDER = "customxml/"
_ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]*)")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_MANY_STRINGS = re.compile(rb"\bsst\s[^<]*?\buniqueCount\s*=\s*[\"'][^\"'<]{7}")
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

_Members = dict[str, zipfile.ZipInfo]


def check_package(archive: Archive) -> None:
    """Raises Refused unless the archive is a workbook that is safe to read."""
    members = _by_name(archive)
    if WORKBOOK not in members or CONTENT_TYPES not in members:
        raise Refused(_recognise(archive, members))
    archive.check_sizes(limits.PARTS, limits.INFLATED, TOO_MUCH_INSIDE)
    read = {name: member for name, member in members.items() if _is_read(name)}
    titles = _sheet_titles(archive, read)
    total = sum(_check_part(name, data, titles) for name, data in _parts(archive, read))
    if total > limits.CELLS:
        _check_area(archive, read, titles)


def _by_name(archive: Archive) -> _Members:
    """Members by name as readers look for them: whatever case and slashes. Two of one name hide
    something."""
    members = {
        member.filename.replace("\\", "/").lstrip("/").lower(): member for member in archive.members
    }
    if len(members) < len(archive.members):
        raise Refused(DOUBLE_PART)
    return members


def _recognise(archive: Archive, members: _Members) -> Refusal:
    if any(is_encrypted(member) for member in archive.members):
        return PASSWORD_ZIP
    if "mimetype" in members:
        kind = archive.extract(members["mimetype"], 1000).removesuffix(b"-template")
        return _OPEN_DOCUMENTS.get(
            kind, OTHER.fill(what=Text(zh="别的文档", en="another kind of document"))
        )
    for start, refusal in _KINDS:
        if any(name.startswith(start) for name in members):
            return refusal
    return PACKED


def _is_read(name: str) -> bool:
    return name.endswith(_READ) and not name.startswith(_UNREAD_FOLDER)


def _parts(archive: Archive, read: _Members) -> Iterator[tuple[str, bytes]]:
    """One at a time: a large workbook is never in memory as a whole."""
    return ((name, archive.extract(member, limits.PART)) for name, member in read.items())


def _check_part(name: str, data: bytes, titles: dict[str, str]) -> int:
    """Refuses a part with anything that harms its readers; gives the most cells that it may lay
    out.

    Whatever has the body of a sheet is looked at as one: readers differ in how they find the
    sheets."""
    _check_text(data)
    if name == STRINGS:
        _check_strings(data)
    if b"sheetData" not in data:
        return 0
    title = titles.get(name, name)
    try:
        if b"mergeCell" in data or b"hyperlink" in data:
            _check_ranges(data, title)
        area = extent.bound_area(data)
        return _measure(data, title) if area is None else area
    except extent.Misplaced as error:
        raise Refused(OUTSIDE.fill(sheet=title, ref=error)) from error


def _check_text(data: bytes) -> None:
    """Only UTF-8 is looked through here, so nothing else may pass; no office program writes
    anything else."""
    head = data[:200]
    if b"\0" in head[:4] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(UNUSUAL)
    declared = _ENCODING.search(head)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise Refused(UNUSUAL)
    if b"<!DOCTYPE" in data:
        raise Refused(DECLARATION)


def _check_strings(data: bytes) -> None:
    """python-calamine reserves memory for as many strings as `uniqueCount` says, which can abort
    the process."""
    if data.count(b"<si") + data.count(b":si") > limits.STRINGS or _MANY_STRINGS.search(data):
        raise Refused(TOO_MUCH_INSIDE)


def _check_ranges(data: bytes, title: str) -> None:
    total, widest = extent.widest_range(data)
    if total > limits.CELLS:
        raise Refused(BIG_MERGE.fill(sheet=title, ref=widest))


def _measure(data: bytes, title: str) -> int:
    reach = extent.measure(data, limits.CELLS)
    if reach.area > limits.CELLS:
        raise Refused(FAR_CELL.fill(sheet=title, ref=reach.far))
    return reach.area


def _check_area(archive: Archive, read: _Members, titles: dict[str, str]) -> None:
    """The bounds add up to too much: now the exact areas."""
    if (
        sum(_measure(data, titles.get(name, name)) for name, data in _parts(archive, read))
        > limits.CELLS
    ):
        raise Refused(TOO_MUCH_INSIDE)


def _sheet_titles(archive: Archive, read: _Members) -> dict[str, str]:
    """Part name to sheet name. Each sheet has a part of its own, or one part could be laid out a
    thousand times."""
    if not {ROOT, RELATIONS, WORKBOOK} <= read.keys():
        raise Refused(DAMAGED)
    workbook = archive.extract(read[WORKBOOK], limits.PART)
    if _STRICT in workbook:
        raise Refused(STRICT)
    _check_root(archive, read)
    relations = _relations(archive.extract(read[RELATIONS], limits.PART))
    parts = {relation.get("Id", ""): _part_name(relation, "xl/") for relation in relations}
    sheets = _elements(workbook, "sheet")
    if len(sheets) > limits.SHEETS:
        raise Refused(TOO_MANY_SHEETS)
    titles = {parts.get(_relation_id(sheet), ""): sheet.get("name", "")[:40] for sheet in sheets}
    if not titles or not titles.keys() <= read.keys():
        raise Refused(DAMAGED)
    if len(titles) < len(sheets):
        raise Refused(DOUBLE_PART)
    return titles


def _check_root(archive: Archive, read: _Members) -> None:
    """Some readers look for the workbook where the root relations point, some always in the same
    place."""
    for relation in _relations(archive.extract(read[ROOT], limits.PART)):
        if (
            relation.get("Type", "").endswith("/officeDocument")
            and _part_name(relation, "") != WORKBOOK
        ):
            raise Refused(UNUSUAL)


def _relations(data: bytes) -> list[dict[str, str]]:
    """Names spelled in character references would be read differently by different readers."""
    if b"&#" in data:
        raise Refused(UNUSUAL)
    return _elements(data, "Relationship")


def _elements(data: bytes, wanted: str) -> list[dict[str, str]]:
    """Attributes of all elements of a local name."""
    _check_text(data)
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(DAMAGED) from error
    return found


def _relation_id(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _part_name(relation: dict[str, str], folder: str) -> str:
    """Absolute from the package, or relative to a folder; written `xl/…` by some programs that mean
    it absolutely."""
    target = relation.get("Target", "").replace("\\", "/").lower()
    if not target.startswith(("/", "xl/")):
        target = folder + target
    return posixpath.normpath(target).lstrip("/")
