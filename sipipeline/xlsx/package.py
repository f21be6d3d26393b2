"""A workbook as a package of parts: only what is changed is written anew, everything else comes
back byte for byte."""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from sipipeline.core.errors import SipipelineError
from sipipeline.core.text import Text

CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UTF8_NAME = 0x800
_LEVEL = 2
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)


class AnnotationError(SipipelineError):
    """The file is a zip archive, but not a workbook that can be edited."""


@dataclass(frozen=True, slots=True)
class Relation:
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

    def __init__(self, source: bytes) -> None:
        try:
            archive = zipfile.ZipFile(io.BytesIO(source))
        except zipfile.BadZipFile as error:
            raise broken(str(error)) from error
        self._source = memoryview(source)
        self._members = {info.filename: info for info in archive.infolist()}
        self._names = {_fold(name): name for name in self._members}
        self._bytes: dict[str, bytes] = {}
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._relations: dict[str, list[Relation]] = {}

    @property
    def names(self) -> list[str]:
        """Every part that is there now."""
        return list(self._names.values())

    @property
    def changed(self) -> bool:
        return bool(self._changed or self._removed)

    def find(self, name: str) -> str | None:
        """The part's name as the package spells it."""
        return self._names.get(_fold(name))

    def read(self, name: str) -> bytes:
        """A part's bytes as they were, or as last written; not what an edited tree would say."""
        data = self._bytes.get(name)
        if data is None:
            data = self._bytes[name] = self._inflate(self._members[name])
        return data

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part, for reading."""
        root = self._trees.get(name)
        if root is None:
            try:
                root = self._trees[name] = etree.fromstring(self.read(name), _PARSER)
            except etree.XMLSyntaxError as error:
                raise broken(f"{name}: {error}") from error
        return root

    def has_tree(self, name: str) -> bool:
        return name in self._trees

    def edit(self, name: str) -> etree._Element:
        """The root of an XML part that is going to be changed."""
        self._changed.add(name)
        return self.tree(name)

    def write(self, name: str, data: bytes) -> None:
        """Puts a part in, or in the place of the one that is there."""
        name = self._names.setdefault(_fold(name), name)
        self._bytes[name] = data
        self._trees.pop(name, None)
        self._changed.add(name)
        self._removed.discard(name)

    def plant(self, name: str, root: etree._Element) -> None:
        """Puts a new XML part in."""
        self._names[_fold(name)] = name
        self._trees[name] = root
        self._changed.add(name)
        self._removed.discard(name)

    def remove(self, name: str) -> None:
        """Takes a part out, with its relations and its content type."""
        relations = self.find(relations_of(name))
        for gone in (name, relations):
            if gone is not None and self._names.pop(_fold(gone), ""):
                self._removed.add(gone)
                self._changed.discard(gone)
        self._relations.pop(name, None)
        path = _fold("/" + name)
        for element in self.tree(self._types()).findall(_TYPES_NS + "Override"):
            if _fold(element.get("PartName", "")) == path:
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

    def relations(self, part: str) -> list[Relation]:
        """What a part links to."""
        known = self._relations.get(part)
        if known is None:
            name = self.find(relations_of(part))
            known = (
                []
                if name is None
                else [_relation(part, element, self) for element in self.tree(name)]
            )
            self._relations[part] = known
        return known

    def relate(self, part: str, type_: str, target: str) -> str:
        """Links a part to another and gives the link's id."""
        name = self.find(relations_of(part))
        if name is None:
            name = relations_of(part)
            self.plant(name, etree.fromstring(f'<Relationships xmlns="{_RELATIONS_NS[1:-1]}"/>'))
        root = self.edit(name)
        self._relations.pop(part, None)
        taken = {element.get("Id") for element in root}
        id_ = next(id_ for n in range(1, len(taken) + 2) if (id_ := f"rId{n}") not in taken)
        etree.SubElement(
            root, _RELATIONS_NS + "Relationship", Id=id_, Type=type_, Target=_path(part, target)
        )
        return id_

    def unrelate(self, part: str, relation: Relation) -> None:
        """Takes a link out; relations without any link go as well."""
        name = self.find(relations_of(part))
        if name is None:
            return
        root = self.edit(name)
        self._relations.pop(part, None)
        _drop(root, relation.element)
        if len(root) == 0:
            self.remove(name)

    def to_bytes(self) -> bytes:
        """The package, with unchanged parts copied as they were compressed, after a look at their
        check sums."""
        out = bytearray()
        directory = bytearray()
        names = [name for name in self._members if name not in self._removed]
        names += [name for name in self._names.values() if name not in self._members]
        for name in names:
            self._append(out, directory, name)
        end = _END.pack(b"PK\5\6", 0, 0, len(names), len(names), len(directory), len(out), 0)
        return bytes(out) + bytes(directory) + end

    def _append(self, out: bytearray, directory: bytearray, name: str) -> None:
        info = self._members.get(name)
        if info is not None and name not in self._changed:
            self.read(name)
            method, crc, size, packed = (
                info.compress_type,
                info.CRC,
                info.file_size,
                self._packed(info),
            )
        else:
            data = self._current(name)
            method, crc, size, packed = 8, zlib.crc32(data), len(data), memoryview(_deflate(data))
        flags = info.flag_bits & _UTF8_NAME if info else _UTF8_NAME
        label = (info.orig_filename if info else name).encode("utf-8" if flags else "cp437")
        year, month, day, hour, minute, second = info.date_time if info else _EARLIEST
        date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
        common = (20, flags, method, time, date, crc, len(packed), size, len(label), 0)
        external = info.external_attr if info else 0
        directory += _CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, external, len(out)) + label
        out += _LOCAL.pack(b"PK\3\4", *common) + label
        out += packed

    def _current(self, name: str) -> bytes:
        root = self._trees.get(name)
        if root is None or name not in self._changed:
            return self.read(name)
        return etree.tostring(
            root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True
        )

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        start = info.header_offset
        header = self._source[start : start + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4].tobytes() != b"PK\3\4":
            raise broken(info.filename)
        fields = _LOCAL.unpack(header)
        start += _LOCAL.size + fields[-2] + fields[-1]
        return self._source[start : start + info.compress_size]

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1 or info.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):
            raise broken(info.filename)
        packed = self._packed(info)
        try:
            data = (
                bytes(packed)
                if info.compress_type == zipfile.ZIP_STORED
                else _unpack(packed, info.file_size)
            )
        except zlib.error as error:
            raise broken(f"{info.filename}: {error}") from error
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise broken(info.filename)
        return data

    def _types(self) -> str:
        name = self.find(CONTENT_TYPES)
        if name is None:
            raise broken(CONTENT_TYPES)
        return name


def relations_of(part: str) -> str:
    """Name of the part that holds another part's relations."""
    folder, name = posixpath.split(part)
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


def _relation(part: str, element: etree._Element, package: Package) -> Relation:
    target = element.get("Target", "")
    if element.get("TargetMode") != "External":
        path = target.replace("\\", "/")
        path = (
            path[1:]
            if path.startswith("/")
            else posixpath.normpath(posixpath.join(posixpath.dirname(part), path))
        )
        target = package.find(path) or path
    return Relation(
        element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, element
    )


def broken(detail: str) -> AnnotationError:
    """The error for a package that does not hold together."""
    return AnnotationError(
        Text(
            zh=(
                f"无法在这个文件上加标记，文件内部已损坏或不完整（{detail}）。请用 Excel "
                f"或 WPS 打开后另存为 .xlsx 再试。"
            ),
            en=f"This file cannot be marked: it is damaged or incomplete inside ({detail}). "
            "Open it in Excel or WPS, save it as .xlsx and try again.",
        )
    )


def _path(part: str, target: str) -> str:
    """A part's name as seen from the folder of another: ../comments1.xml."""
    folder, up = posixpath.dirname(part), ""
    while folder and not target.startswith(folder + "/"):
        folder, up = posixpath.dirname(folder), up + "../"
    return up + (target[len(folder) + 1 :] if folder else target)


def _fold(name: str) -> str:
    return name.replace("\\", "/").lower()


def _unpack(packed: memoryview, size: int) -> bytes:
    # one byte more than declared is enough to see that a part is larger than it says
    return zlib.decompressobj(-15).decompress(packed, size + 1)


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _drop(root: etree._Element, element: etree._Element) -> None:
    if element.getparent() is root:
        root.remove(element)
