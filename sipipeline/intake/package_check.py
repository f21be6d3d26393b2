"""Whether the parts of an .xlsx are complete, unambiguous and harmless to the programs that read
them."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from xml.parsers import expat

from sipipeline.core.limits import Limits
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.intake import extent
from sipipeline.intake.refusals import (
    BIG_MERGE,
    DAMAGED,
    DECLARATION,
    DOUBLE_PART,
    FAR_CELL,
    NUMBERS,
    OTHER,
    OUTSIDE,
    PACKED,
    PASSWORD_ZIP,
    SAME_NAME,
    SLIDES,
    TOO_MANY_SHEETS,
    TOO_MUCH_INSIDE,
    UNFINISHED,
    UNUSUAL,
    WORD,
    WORD_WITH_BOOK,
    Refusal,
    Refused,
)
from sipipeline.intake.sizes import UNREAD_FOLDER, check_workbook
from sipipeline.kinds.adapters import WorkbookKind
from sipipeline.xlsx.archive import Archive, is_encrypted
from sipipeline.xlsx.package import CONTENT_TYPES, WORKBOOK, Package, fold, relationships_of
from sipipeline.xlsx.sheets import Workbook

_TYPES = fold(CONTENT_TYPES)
_ROOT = relationships_of("")
_LINKS = relationships_of(WORKBOOK)
_STRINGS = "xl/sharedstrings.xml"

_KINDS: tuple[tuple[str, WorkbookKind | Refusal], ...] = (
    ("xl/workbook.bin", WorkbookKind.XLSB),
    ("word/embeddings/", WORD_WITH_BOOK),
    ("word/", WORD),
    ("ppt/", SLIDES),
    ("ofd.xml", OTHER.fill(what=Text(zh=" OFD 版式文件", en="an OFD document"))),
    ("index/document.iwa", NUMBERS),
    ("index.zip", NUMBERS),
    ("buildversionhistory.plist", NUMBERS),
    ("xl/", UNUSUAL),
)
_DOCUMENT = OTHER.fill(what=Text(zh="别的文档", en="another kind of document"))
_OPEN_DOCUMENTS: dict[bytes, WorkbookKind | Refusal] = {
    b"application/vnd.oasis.opendocument.spreadsheet": WorkbookKind.ODS,
    b"application/vnd.oasis.opendocument.text": WORD,
}
_LONGEST_TYPE = 1000
_READ = (".xml", ".rels", ".vml")
"""Endings of parts that are parsed; pictures and macros are carried over as they are."""
_ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]*)")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_TAGS = re.compile(rb"<[^>]*>")
_MANY_STRINGS = re.compile(rb"\bsst\s[^<]*?\buniqueCount\s*=\s*[\"'][^\"'<]{7}")

_LONGEST_TITLE = 40
_Titles = dict[str, str]
"""Names of the sheets, cut to a length that can be shown, by the folded name of their parts."""


def kind_of_package(package: Package) -> WorkbookKind | Refusal:
    """The kind of workbook that a zip archive is, or why it is none; raises Refused."""
    archive = package.archive
    members = _by_name(archive)
    if WORKBOOK in members and _TYPES in members:
        return WorkbookKind.XLSX
    return _recognise(archive, members)


def check_package(package: Package, limits: Limits) -> None:
    """Raises Refused for a package that is no .xlsx that is safe to read."""
    check_workbook(package.archive, limits)
    members = _by_name(package.archive)
    read = {name: member.filename for name, member in members.items() if _is_read(name)}
    _Check(package, read, limits).parts()


@frozen
class _Check:
    """Looks at the parts of a package that are read, by their folded names."""

    package: Package
    read: dict[str, str]
    limits: Limits

    def parts(self) -> None:
        """Raises Refused for parts that harm their readers, or that together lay out too many
        cells."""
        titles = _sheet_titles(self.package, self.read, self.limits)
        self._check_trees(titles)
        areas = (self._part(name, data, titles) for name, data in self._data())
        if sum(areas) <= self.limits.cells:
            return
        measured = (self._measure(data, titles.get(name, name)) for name, data in self._data())
        if sum(measured) > self.limits.cells:
            raise Refused(TOO_MUCH_INSIDE)

    def _check_trees(self, titles: _Titles) -> None:
        """Raises Refused where the parts that become trees, a hundred times their bytes, have too
        many elements and attributes."""
        trees = [part for name, part in self.read.items() if name not in (*titles, _STRINGS)]
        if sum(_nodes(self.package.read(part)) for part in trees) > self.limits.nodes:
            raise Refused(TOO_MUCH_INSIDE)

    def _data(self) -> Iterator[tuple[str, bytes]]:
        """The parts that are read, one at a time, so that no two large ones are in memory."""
        return ((name, self.package.read(part)) for name, part in self.read.items())

    def _part(self, name: str, data: bytes, titles: _Titles) -> int:
        """The most cells that a part may lay out; raises Refused for one that harms its readers.

        Whatever has the body of a sheet is looked at as one: readers differ in how they find the
        sheets."""
        _check_text(data)
        title = titles.get(name, name)
        if name == _STRINGS:
            self._check_strings(data)
        try:
            area = self._check_cells(data, title) if b"sheetData" in data else 0
        except extent.Misplaced as error:
            raise Refused(OUTSIDE.fill(sheet=title, ref=error)) from error
        if name in titles or name == _STRINGS:
            _check_whole(data, title)
        return area

    def _check_cells(self, data: bytes, title: str) -> int:
        """The most cells that a sheet may lay out; raises Refused where they are too many."""
        if b"mergeCell" in data or b"hyperlink" in data:
            self._check_ranges(data, title)
        area = extent.bound_area(data)
        return self._measure(data, title) if area is None else area

    def _check_strings(self, data: bytes) -> None:
        """Raises Refused for more shared texts than a reader should make room for: python-calamine
        takes as much memory as `uniqueCount` says, which can abort the process."""
        count = data.count(b"<si") + data.count(b":si")
        is_too_many = count > self.limits.strings or _MANY_STRINGS.search(data)
        if is_too_many or _characters(data, self.limits.characters) > self.limits.characters:
            raise Refused(TOO_MUCH_INSIDE)

    def _check_ranges(self, data: bytes, title: str) -> None:
        total, widest = extent.widest_range(data)
        if total > self.limits.cells:
            raise Refused(BIG_MERGE.fill(sheet=title, ref=widest))

    def _measure(self, data: bytes, title: str) -> int:
        reach = extent.measure(data, self.limits.cells)
        if reach.area > self.limits.cells:
            raise Refused(FAR_CELL.fill(sheet=title, ref=reach.far))
        return reach.area


def _nodes(data: bytes) -> int:
    """Elements and attributes of a part, or more."""
    return data.count(b"<") - data.count(b"</") + data.count(b"=")


def _characters(data: bytes, most: int) -> int:
    """How many characters the texts of a part have at least; counted only where they may be more
    than given."""
    if len(data) <= most:
        return 0
    return len(_TAGS.sub(b"", data).decode("utf-8", "replace"))


def _by_name(archive: Archive) -> dict[str, zipfile.ZipInfo]:
    """Members by folded name; raises Refused for two of one name, of which one is hidden."""
    members = {fold(member.filename): member for member in archive.members}
    if len(members) < len(archive.members):
        raise Refused(DOUBLE_PART)
    return members


def _recognise(archive: Archive, members: dict[str, zipfile.ZipInfo]) -> WorkbookKind | Refusal:
    """The kind of workbook that a zip archive without the parts of an .xlsx is, or why it cannot be
    checked."""
    if any(is_encrypted(member) for member in archive.members):
        return PASSWORD_ZIP
    if "mimetype" in members:
        return _recognise_type(archive, members["mimetype"])
    for start, kind in _KINDS:
        if any(name.startswith(start) for name in members):
            return kind
    return PACKED


def _recognise_type(archive: Archive, member: zipfile.ZipInfo) -> WorkbookKind | Refusal:
    if member.file_size > _LONGEST_TYPE:
        return TOO_MUCH_INSIDE
    kind = archive.extract(member).removesuffix(b"-template")
    return _OPEN_DOCUMENTS.get(kind, _DOCUMENT)


def _is_read(name: str) -> bool:
    return name.endswith(_READ) and not name.startswith(UNREAD_FOLDER)


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


def _sheet_titles(package: Package, read: dict[str, str], limits: Limits) -> _Titles:
    """The names of the sheets by their parts; raises Refused where two sheets have one part, which
    could be laid out a thousand times."""
    if not {_ROOT, _LINKS, WORKBOOK} <= read.keys():
        raise Refused(DAMAGED)
    _check_links(package, read)
    sheets = Workbook(package).listed()
    if len(sheets) > limits.sheets:
        raise Refused(TOO_MANY_SHEETS.fill(count=limits.sheets))
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
