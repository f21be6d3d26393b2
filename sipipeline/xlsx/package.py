"""A workbook as a package of parts: only what is changed is written anew, everything else comes
back byte for byte."""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection

from lxml import etree

from sipipeline.core.errors import SipipelineError
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.xlsx.archive import Archive, ArchiveError, Fault, read_archive
from sipipeline.xlsx.rows import WORTH, Gap, put_back, with_rows, without_blank_rows
from sipipeline.xlsx.safe_xml import SAFE

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UTF8_NAME = 0x800
_LEVEL = 2
_KEPT = 1 << 20
"""Bytes of a part up to which it stays in memory once it was read."""
_SHEET = b"<sheetData"
_PARSER = etree.XMLParser(**SAFE)


class PackageError(SipipelineError):
    """The file is a zip archive, but its parts do not make a workbook that can be edited."""

    def __init__(self, text: Text, fault: Fault) -> None:
        super().__init__(text)
        self.fault = fault


@frozen
class Relationship:
    """A part's link to another; `target` is the part's name, or the address of something
    outside."""

    id: str
    kind: str
    """The last word of the relationship type, the same in transitional and strict files."""
    target: str
    element: etree._Element


class Package:
    """The parts of one workbook; names are compared as the standard asks, without regard to
    case."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._members = {entry.filename: entry for entry in archive.entries}
        self._names = {fold(name): name for name in self._members}
        self._written: dict[str, bytes] = {}
        self._inflated: dict[str, bytes] = {}
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._relationships: dict[str, list[Relationship]] = {}
        self._verified: set[str] = set()
        """Parts whose check sums were looked at."""
        self._blank_rows: dict[str, tuple[Gap, ...]] = {}
        """Long runs of blank rows, of which nobody here reads anything."""
        self._rows: dict[str, tuple[frozenset[int], tuple[Gap, ...]]] = {}
        """The rows that are in the tree of a large sheet, and the gaps of the others."""

    @property
    def content(self) -> bytes:
        """The bytes of the file as it was opened."""
        content = self.archive.content
        return content if isinstance(content, bytes) else content.read_bytes()

    @property
    def light(self) -> bytes:
        """The file for a reader: as it was opened, without the long runs of blank rows."""
        return self._packed(self._light) if any(self._blank_rows.values()) else self.content

    @property
    def names(self) -> list[str]:
        """Every part that is there now."""
        return list(self._names.values())

    @property
    def changed(self) -> bool:
        return bool(self._changed or self._removed)

    def find(self, name: str) -> str | None:
        """The part's name as the package spells it."""
        return self._names.get(fold(name))

    def read(self, name: str) -> bytes:
        """A part's bytes as they were, or as last written; not what an edited tree would say.
        Of a large sheet without the long runs of blank rows, which are put back at the end."""
        if name in self._written:
            return self._written[name]
        if name in self._inflated:
            return self._inflated[name]
        data = self._inflate(self._members[name])
        if len(data) >= WORTH and self._blank_rows.get(name) != () and _SHEET in data:
            thinned = without_blank_rows(data)
            data, self._blank_rows[name] = thinned.data, thinned.gaps
        if len(data) <= _KEPT:
            self._inflated[name] = data
        return data

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a part."""
        if name in self._written or name in self._inflated:
            return self.read(name)[:size]
        return self.archive.head(self._members[name], size)

    def forget(self) -> None:
        """Lets go of what can be read again from the file; trees that were given out must not be
        edited afterwards."""
        small = {name for name, gaps in self._blank_rows.items() if gaps}
        self._inflated = {name: self._inflated[name] for name in self._inflated.keys() & small}
        self._relationships.clear()
        self._trees = {name: tree for name, tree in self._trees.items() if name in self._changed}
        self._rows = {name: rows for name, rows in self._rows.items() if name in self._changed}

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part, for reading."""
        if name in self._rows:
            self._settle(name)
        root = self._trees.get(name)
        if root is None:
            root = self._trees[name] = _parsed(name, self.read(name))
        return root

    def tree_of_rows(self, name: str, wanted: Collection[int]) -> etree._Element:
        """The root of a sheet, for reading; of a large one with the wanted rows only."""
        rows, _ = self._rows.get(name, (frozenset(), ()))
        if name in self._rows and not rows.issuperset(wanted):
            self._settle(name)
        root = self._trees.get(name)
        if root is not None:
            return root
        data = self.read(name)
        if len(data) < WORTH:
            return self.tree(name)
        thinned = with_rows(data, wanted)
        root = self._trees[name] = _parsed(name, thinned.data)
        self._rows[name] = frozenset(wanted), thinned.gaps
        return root

    def edit_rows(self, name: str, wanted: Collection[int]) -> etree._Element:
        """The root of a sheet of which only some rows are going to be changed."""
        root = self.tree_of_rows(name, wanted)
        self._changed.add(name)
        return root

    def _settle(self, name: str) -> None:
        """Writes down what was changed in some rows of a sheet, so that others can be looked at."""
        if name in self._changed:
            self._written[name] = self._current(name)
        del self._rows[name], self._trees[name]

    def has_tree(self, name: str) -> bool:
        return name in self._trees

    def edit(self, name: str) -> etree._Element:
        """The root of an XML part that is going to be changed."""
        self._changed.add(name)
        return self.tree(name)

    def write(self, name: str, data: bytes) -> None:
        """Puts a part in, or in the place of the one that is there."""
        name = self._names.setdefault(fold(name), name)
        self._written[name] = data
        self._trees.pop(name, None)
        self._rows.pop(name, None)
        self._changed.add(name)
        self._removed.discard(name)

    def plant(self, name: str, root: etree._Element) -> None:
        """Puts a new XML part in."""
        self._names[fold(name)] = name
        self._trees[name] = root
        self._changed.add(name)
        self._removed.discard(name)

    def remove(self, name: str) -> None:
        """Takes a part out, with its relationships and its content type."""
        links = self.find(relationships_of(name))
        for gone in (name, links):
            if gone is not None and self._names.pop(fold(gone), ""):
                self._removed.add(gone)
                self._changed.discard(gone)
        self._relationships.pop(name, None)
        path = fold("/" + name)
        for element in self.tree(self._types()).findall(_TYPES_NS + "Override"):
            if fold(element.get("PartName", "")) == path:
                _drop(self.edit(self._types()), element)

    def declare(self, name: str, content_type: str) -> None:
        """Says what a new part is."""
        etree.SubElement(
            self.edit(self._types()),
            _TYPES_NS + "Override",
            PartName="/" + name,
            ContentType=content_type,
        )

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Says what all parts of a file extension are, unless it is said already."""
        root = self.tree(self._types())
        defaults = root.findall(_TYPES_NS + "Default")
        if not any(element.get("Extension", "").lower() == extension for element in defaults):
            element = etree.Element(
                _TYPES_NS + "Default", Extension=extension, ContentType=content_type
            )
            self.edit(self._types()).insert(len(defaults), element)

    def unused(self, pattern: str) -> str:
        """The first free name of a numbered pattern: xl/comments{}.xml."""
        number = 1
        while self.find(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relationships(self, part: str) -> list[Relationship]:
        """What a part links to."""
        known = self._relationships.get(part)
        if known is None:
            name = self.find(relationships_of(part))
            elements = () if name is None else self.tree(name)
            known = [_relationship(part, element, self) for element in elements]
            self._relationships[part] = known
        return known

    def relate(self, part: str, type_: str, target: str) -> str:
        """Links a part to another and gives the link's id."""
        name = self.find(relationships_of(part))
        if name is None:
            name = relationships_of(part)
            blank = f'<Relationships xmlns="{_RELATIONSHIPS_NS[1:-1]}"/>'
            self.plant(name, etree.fromstring(blank))
        root = self.edit(name)
        self._relationships.pop(part, None)
        taken = {element.get("Id") for element in root}
        id_ = next(id_ for n in range(1, len(taken) + 2) if (id_ := f"rId{n}") not in taken)
        etree.SubElement(
            root, _RELATIONSHIPS_NS + "Relationship", Id=id_, Type=type_, Target=_path(part, target)
        )
        return id_

    def unrelate(self, part: str, relationship: Relationship) -> None:
        """Takes a link out; a part without any link left goes as well."""
        name = self.find(relationships_of(part))
        if name is None:
            return
        root = self.edit(name)
        self._relationships.pop(part, None)
        _drop(root, relationship.element)
        if len(root) == 0:
            self.remove(name)

    def to_bytes(self) -> bytes:
        """The package, with unchanged parts copied as they were compressed, after a look at their
        check sums."""
        return self._packed(self._stored)

    def _packed(self, stored: Callable[[str], "_Stored"]) -> bytes:
        out = bytearray()
        directory = bytearray()
        names = [name for name in self._members if name not in self._removed]
        names += [name for name in self._names.values() if name not in self._members]
        for name in names:
            self._append(out, directory, name, stored(name))
        end = _END.pack(b"PK\5\6", 0, 0, len(names), len(names), len(directory), len(out), 0)
        return bytes(out) + bytes(directory) + end

    def _stored(self, name: str) -> "_Stored":
        """A part as it is now."""
        is_copied = name in self._members and name not in self._changed
        return self._copied(self._members[name]) if is_copied else self._new(name)

    def _light(self, name: str) -> "_Stored":
        """A part as it was, without long runs of blank rows."""
        if not self._blank_rows.get(name):
            return self._copied(self._members[name])
        data = self.read(name)
        return _Stored(zipfile.ZIP_STORED, zlib.crc32(data), len(data), data)

    def _append(self, out: bytearray, directory: bytearray, name: str, stored: "_Stored") -> None:
        """Append a part to the archive, and its entry to the directory."""
        info = self._members.get(name) or _new_member(name)
        flags = info.flag_bits & _UTF8_NAME
        label = info.orig_filename.encode("utf-8" if flags else "cp437")
        date, time = _dos_time(info.date_time)
        sizes = len(stored.packed), stored.size
        common = (20, flags, stored.method, time, date, stored.crc, *sizes, len(label), 0)
        places = (0, 0, 0, info.external_attr, len(out))
        directory += _CENTRAL.pack(b"PK\1\2", 20, *common, *places) + label
        out += _LOCAL.pack(b"PK\3\4", *common) + label
        out += stored.packed

    def _new(self, name: str) -> "_Stored":
        data, gaps = self._current(name), self._blank_rows.get(name, ())
        if gaps:
            data = put_back(data, gaps, self._inflate(self._members[name]))
        return _Stored(zipfile.ZIP_DEFLATED, zlib.crc32(data), len(data), _deflate(data))

    def _copied(self, info: zipfile.ZipInfo) -> "_Stored":
        """A member as it was compressed, its check sum looked at."""
        if info.filename not in self._verified:
            self._inflate(info)
        return _Stored(info.compress_type, info.CRC, info.file_size, self.archive.packed(info))

    def _current(self, name: str) -> bytes:
        root = self._trees.get(name)
        if root is None or name not in self._changed:
            return self.read(name)
        data = etree.tostring(
            root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True
        )
        _, gaps = self._rows.get(name, (frozenset(), ()))
        return put_back(data, gaps, self.read(name)) if gaps else data

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        try:
            data = self.archive.extract(info)
            self._verified.add(info.filename)
            return data
        except ArchiveError as error:
            raise broken(error.detail or info.filename, error.fault) from error

    def _types(self) -> str:
        name = self.find(CONTENT_TYPES)
        if name is None:
            raise broken(CONTENT_TYPES)
        return name


def open_package(content: bytes) -> Package:
    """The package of a file that has passed the gate, or that the program itself wrote."""
    try:
        return Package(read_archive(content))
    except ArchiveError as error:
        raise broken(error.detail, error.fault) from error


def fold(name: str) -> str:
    """A part's name as readers look for it: whatever case and slashes."""
    return _with_slashes(name).lstrip("/").lower()


def relationships_of(part: str) -> str:
    """Name of the part that holds another part's relationships; "" is the package itself."""
    folder, name = posixpath.split(_with_slashes(part))
    return posixpath.join(folder, "_rels", name + ".rels")


def local(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """An element's namespace in braces, as lxml wants it before a name."""
    head, brace, _ = str(element.tag).rpartition("}")
    return head + brace


def attributes(element: etree._Element) -> dict[str, str]:
    """An element's attributes as plain strings."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def broken(detail: str, fault: Fault = Fault.DAMAGED) -> PackageError:
    """The error for a package that does not hold together."""
    return PackageError(
        Text(
            zh=f"无法在这个文件上加标记，文件内部已损坏或不完整（{detail}）。请用 Excel "
            f"或 WPS 打开后另存为 .xlsx 再试。",
            en=f"This file cannot be marked: it is damaged or incomplete inside ({detail}). "
            "Open it in Excel or WPS, save it as .xlsx and try again.",
        ),
        fault,
    )


def _parsed(name: str, data: bytes) -> etree._Element:
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise broken(f"{name}: {error}") from error


def _with_slashes(name: str) -> str:
    """A part's name as the standard writes it, where a program wrote backslashes."""
    return name.replace("\\", "/")


@frozen
class _Stored:
    """A part as it stands in an archive."""

    method: int
    crc: int
    size: int
    packed: bytes | memoryview


def _new_member(name: str) -> zipfile.ZipInfo:
    """The entry of a part that the archive did not have."""
    member = zipfile.ZipInfo(name, _EARLIEST)
    member.flag_bits = _UTF8_NAME
    return member


def _relationship(part: str, element: etree._Element, package: Package) -> Relationship:
    target = element.get("Target", "")
    if element.get("TargetMode") != "External":
        target = _target(part, target, package)
    kind = element.get("Type", "").rpartition("/")[2]
    return Relationship(element.get("Id", ""), kind, target, element)


def _target(part: str, target: str, package: Package) -> str:
    """The part that a target means: absolute from the package, or relative to the part's folder.
    Some programs write `xl/…` and mean it absolutely; python-calamine takes it so."""
    path = _with_slashes(target)
    if path.startswith("xl/") and (absolute := package.find(path)):
        return absolute
    path = posixpath.normpath(
        posixpath.join("/", posixpath.dirname(_with_slashes(part)), path)
    ).lstrip("/")
    return package.find(path) or path


def _path(part: str, target: str) -> str:
    """A part's name as seen from the folder of another: ../comments1.xml."""
    folder, up = posixpath.dirname(_with_slashes(part)), ""
    while folder and not target.startswith(folder + "/"):
        folder, up = posixpath.dirname(folder), up + "../"
    return up + (target[len(folder) + 1 :] if folder else target)


def _dos_time(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    year, month, day, hour, minute, second = moment
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _drop(root: etree._Element, element: etree._Element) -> None:
    if element.getparent() is root:
        root.remove(element)
