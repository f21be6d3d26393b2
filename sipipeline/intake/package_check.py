"""Whether the parts of an .xlsx are complete, unambiguous and harmless to the programs that read
them."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from xml.parsers import expat

from sipipeline.core.text import Text
from sipipeline.intake import extent, limits
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
    SAME_NAME,
    TOO_MANY_SHEETS,
    TOO_MUCH_INSIDE,
    UNFINISHED,
    UNUSUAL,
    Refusal,
    Refused,
)
from sipipeline.intake.sizes import check_sizes
from sipipeline.xlsx.archive import Archive, is_encrypted
from sipipeline.xlsx.package import CONTENT_TYPES, WORKBOOK, Package, fold, relationships_of
from sipipeline.xlsx.sheets import Workbook

_TYPES = fold(CONTENT_TYPES)
_ROOT = relationships_of("")
_LINKS = relationships_of(WORKBOOK)
_STRINGS = "xl/sharedstrings.xml"

_WORD = OTHER.fill(what=Text(zh=" Word / WPS 文字文档", en="a text document (Word, WPS)"))
_KINDS: tuple[tuple[str, Refusal], ...] = (
    ("xl/workbook.bin", BINARY),
    ("word/", _WORD),
    ("ppt/", OTHER.fill(what=Text(zh="演示文稿", en="a presentation"))),
    ("ofd.xml", OTHER.fill(what=Text(zh=" OFD 版式文件", en="an OFD document"))),
    ("index/document.iwa", NUMBERS),
    ("xl/", UNUSUAL),
)
_DOCUMENT = OTHER.fill(what=Text(zh="别的文档", en="another kind of document"))
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": OPEN_DOCUMENT,
    b"application/vnd.oasis.opendocument.text": _WORD,
}
_LONGEST_TYPE = 1000
_READ = (".xml", ".rels", ".vml")
"""Endings of parts that are parsed; pictures and macros are carried over as they are."""
_UNREAD_FOLDER = "customxml/"
_ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]*)")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_MANY_STRINGS = re.compile(rb"\bsst\s[^<]*?\buniqueCount\s*=\s*[\"'][^\"'<]{7}")

_LONGEST_TITLE = 40
_Titles = dict[str, str]
"""Names of the sheets, cut to a length that can be shown, by the folded name of their parts."""


def check_package(package: Package) -> None:
    """Raises Refused for a package that is no workbook, or none that is safe to read."""
    archive = package.archive
    members = _by_name(archive)
    if WORKBOOK not in members or _TYPES not in members:
        raise Refused(_recognise(archive, members))
    check_sizes(archive, limits.PARTS, limits.INFLATED, TOO_MUCH_INSIDE)
    read = {name: member for name, member in members.items() if _is_read(name)}
    largest = max(member.file_size for member in read.values())
    if largest > limits.PART:
        raise Refused(TOO_MUCH_INSIDE)
    _check_parts(package, {name: member.filename for name, member in read.items()})


def _check_parts(package: Package, read: dict[str, str]) -> None:
    """Raises Refused for parts that harm their readers, or that together lay out too many
    cells."""
    titles = _sheet_titles(package, read)
    most = sum(_check_part(name, data, titles) for name, data in _parts(package, read))
    if most <= limits.CELLS:
        return
    areas = (_measure(data, titles.get(name, name)) for name, data in _parts(package, read))
    if sum(areas) > limits.CELLS:
        raise Refused(TOO_MUCH_INSIDE)


def _by_name(archive: Archive) -> dict[str, zipfile.ZipInfo]:
    """Members by folded name; raises Refused for two of one name, of which one is hidden."""
    members = {fold(member.filename): member for member in archive.members}
    if len(members) < len(archive.members):
        raise Refused(DOUBLE_PART)
    return members


def _recognise(archive: Archive, members: dict[str, zipfile.ZipInfo]) -> Refusal:
    """Why a zip archive that is no workbook cannot be checked."""
    if any(is_encrypted(member) for member in archive.members):
        return PASSWORD_ZIP
    if "mimetype" in members:
        return _recognise_type(archive, members["mimetype"])
    for start, refusal in _KINDS:
        if any(name.startswith(start) for name in members):
            return refusal
    return PACKED


def _recognise_type(archive: Archive, member: zipfile.ZipInfo) -> Refusal:
    if member.file_size > _LONGEST_TYPE:
        return TOO_MUCH_INSIDE
    kind = archive.extract(member).removesuffix(b"-template")
    return _OPEN_DOCUMENTS.get(kind, _DOCUMENT)


def _is_read(name: str) -> bool:
    return name.endswith(_READ) and not name.startswith(_UNREAD_FOLDER)


def _parts(package: Package, read: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """The parts that are read, by folded name; one at a time, so that no two large ones are in
    memory."""
    return ((name, package.read(part)) for name, part in read.items())


def _check_part(name: str, data: bytes, titles: _Titles) -> int:
    """The most cells that a part may lay out; raises Refused for one that harms its readers.

    Whatever has the body of a sheet is looked at as one: readers differ in how they find the
    sheets."""
    _check_text(data)
    title = titles.get(name, name)
    if name == _STRINGS:
        _check_strings(data)
    try:
        area = _check_cells(data, title) if b"sheetData" in data else 0
    except extent.Misplaced as error:
        raise Refused(OUTSIDE.fill(sheet=title, ref=error)) from error
    if name in titles or name == _STRINGS:
        _check_whole(data, title)
    return area


def _check_cells(data: bytes, title: str) -> int:
    """The most cells that a sheet may lay out; raises Refused where they are too many."""
    if b"mergeCell" in data or b"hyperlink" in data:
        _check_ranges(data, title)
    area = extent.bound_area(data)
    return _measure(data, title) if area is None else area


def _check_text(data: bytes) -> None:
    """Raises Refused for XML that is not UTF-8, in which nothing here could be found, or that
    declares entities; no office program writes either."""
    head = data[:200]
    if b"\0" in head[:4] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(UNUSUAL)
    declared = _ENCODING.search(head)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise Refused(UNUSUAL)
    if b"<!DOCTYPE" in data:
        raise Refused(DECLARATION)


def _check_whole(data: bytes, title: str) -> None:
    """Raises Refused for XML that is cut off or has a wrong end tag: readers stop there without a
    word, so that half of a sheet would be checked."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(UNFINISHED.fill(sheet=title, line=error.lineno)) from error


def _check_strings(data: bytes) -> None:
    """Raises Refused for more shared texts than a reader should make room for: python-calamine
    takes as much memory as `uniqueCount` says, which can abort the process."""
    count = data.count(b"<si") + data.count(b":si")
    if count > limits.STRINGS or _MANY_STRINGS.search(data):
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


def _sheet_titles(package: Package, read: dict[str, str]) -> _Titles:
    """The names of the sheets by their parts; raises Refused where two sheets have one part, which
    could be laid out a thousand times."""
    if not {_ROOT, _LINKS, WORKBOOK} <= read.keys():
        raise Refused(DAMAGED)
    _check_links(package, read)
    sheets = Workbook(package).listed()
    if len(sheets) > limits.SHEETS:
        raise Refused(TOO_MANY_SHEETS)
    titles = {fold(sheet.part or ""): sheet.name[:_LONGEST_TITLE] for sheet in sheets}
    if not titles or not titles.keys() <= read.keys():
        raise Refused(DAMAGED)
    if len(titles) < len(sheets):
        raise Refused(DOUBLE_PART)
    _check_names([sheet.name for sheet in sheets])
    return titles


def _check_names(names: Sequence[str]) -> None:
    """Raises Refused for two sheets of one name, of which a reader sees one twice; no program
    makes them."""
    count = Counter(name.casefold() for name in names)
    double = next((name for name in names if count[name.casefold()] > 1), None)
    if double is not None:
        raise Refused(SAME_NAME.fill(sheet=double[:_LONGEST_TITLE]))


def _check_links(package: Package, read: dict[str, str]) -> None:
    """Raises Refused for what would make readers find different sheets."""
    workbook = package.read(read[WORKBOOK])
    _check_text(workbook)
    for name in (_ROOT, _LINKS):
        links = package.read(read[name])
        _check_text(links)
        if b"&#" in links:
            raise Refused(UNUSUAL)
    _check_root(package)


def _check_root(package: Package) -> None:
    """Raises Refused for a workbook part in an unusual place: some readers look for it where the
    root relationships point, some always in the same place."""
    for link in package.relationships(""):
        if link.kind == "officeDocument" and fold(link.target) != WORKBOOK:
            raise Refused(UNUSUAL)
