"""The workbook part: its list of sheets and its defined names. The result sheet goes in front and
comes out again, and the names of the submitter's sheets stay right."""

import re
from collections.abc import Sequence
from functools import cached_property

from lxml import etree

from sipipeline.core.values import frozen
from sipipeline.xlsx.cells import cells
from sipipeline.xlsx.hidden import HIDDEN_NAME, RESULT_MARKER, RESULT_NAME, ROW_KEY
from sipipeline.xlsx.package import (
    WORKBOOK,
    Package,
    Relationship,
    broken,
    local,
    namespace,
    relationships_of,
)
from sipipeline.xlsx.references import quoted

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SELECTED = re.compile(rb"(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*[\"'](?:1|true)[\"']")
_HEAD = 20_000
_VISIBLE = "visible"
_STATES = ("hidden", "veryHidden")
_MARKER = RESULT_MARKER.encode()
_TYPE_BASE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BEFORE_NAMES = frozenset(
    "fileVersion fileSharing workbookPr AlternateContent workbookProtection bookViews "
    "sheets functionGroups "
    "externalReferences revisionPtr".split()
)


@frozen
class Sheet:
    """A sheet of the list, of whatever kind; `part` is the part with its content, if there."""

    name: str
    part: str | None
    element: etree._Element
    relationship: Relationship | None


@frozen
class Worksheet:
    """A sheet with cells."""

    name: str
    part: str
    element: etree._Element
    relationship: Relationship


class Workbook:
    """The workbook part of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = _workbook_part(package)
        self.root = package.tree(self.part)
        self.ns = namespace(self.root)
        self._list = self.root.find(self.ns + "sheets")
        if self._list is None or len(self._list) == 0:
            raise broken("sheets")

    @cached_property
    def type_base(self) -> str:
        """What relationship types begin with: not the same in transitional and strict files."""
        first = next(iter(self.sheets()), None)
        type_ = first.relationship.element.get("Type", "") if first else ""
        return type_.rpartition("/")[0] or _TYPE_BASE

    def listed(self) -> list[Sheet]:
        """Every sheet, in order; also those outside the list proper, as some readers take them."""
        links = {link.id: link for link in self.package.relationships(self.part)}
        sheets = []
        for element in self.root.iter(etree.Element):
            if local(element) != "sheet":
                continue
            link = links.get(_relationship_id(element))
            part = self.package.find(link.target) if link else None
            sheets.append(Sheet(element.get("name", ""), part, element, link))
        return sheets

    def sheets(self) -> list[Worksheet]:
        """The worksheets, in order; sheets of other kinds hold no cells."""
        return [
            Worksheet(sheet.name, sheet.part, sheet.element, sheet.relationship)
            for sheet in self.listed()
            if sheet.part and sheet.relationship and sheet.relationship.kind == "worksheet"
        ]

    def defined(self, name: str) -> list[str]:
        """What a defined name stands for, as it is written; a copied sheet has the name again."""
        return [element.text or "" for element in self._names() if element.get("name") == name]

    def target(self, kind: str) -> str | None:
        """The part of a kind that the workbook has one of: styles, sharedStrings."""
        links = self.package.relationships(self.part)
        link = next((link for link in links if link.kind == kind), None)
        return self.package.find(link.target) if link else None

    def free_name(self, name: str) -> str:
        """The name, numbered when the submitter has a sheet of that name."""
        taken = {element.get("name", "").lower() for element in self._sheet_elements()}
        candidates = (
            name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2)
        )
        return next(candidate for candidate in candidates if candidate.lower() not in taken)

    def put_first(self, name: str, data: bytes) -> None:
        """Puts a sheet in front, opens the workbook on it and leaves no other sheet selected."""
        base = self.type_base
        for relation in self.package.relationships(self.part):
            if relation.kind.lower().endswith("sheet") and self.package.find(relation.target):
                self._deselect(relation.target)
        root = self.package.edit(self.part)
        part = self.package.unused("xl/worksheets/sheet{}.xml")
        self.package.write(part, data)
        self.package.declare(part, _SHEET_TYPE)
        id_ = self.package.relate(self.part, base + "/worksheet", part)
        number = 1 + max(_int(element.get("sheetId")) for element in self._sheet_elements())
        element = etree.Element(
            self.ns + "sheet", {"name": name, "sheetId": str(number), f"{{{base}}}id": id_}
        )
        self._sheets_element().insert(0, element)
        self._shift_names(0, 1)
        self._open_first(root)
        self._add_name(RESULT_NAME, f"{quoted(name)}!$A$1", hidden="1")

    def show(self, sheet: Worksheet) -> bool:
        """Shows a sheet that is hidden, and notes how it was; returns whether it was hidden."""
        state = sheet.element.get("state", _VISIBLE)
        if state == _VISIBLE:
            return False
        self.package.edit(self.part)
        sheet.element.set("state", _VISIBLE)
        place = self._sheet_elements().index(sheet.element)
        self._add_name(HIDDEN_NAME, f'"{state}"', hidden="1", localSheetId=str(place))
        return True

    def hide_again(self) -> None:
        """Hides the sheets that were shown, as they were hidden before."""
        elements = dict(enumerate(self._sheet_elements()))
        for name in self._names():
            if name.get("name") != HIDDEN_NAME:
                continue
            self.package.edit(self.part)
            state = (name.text or "").strip('"')
            element = elements.get(_int(name.get("localSheetId")))
            if element is not None and state in _STATES:
                element.set("state", state)
            _drop_name(name)

    def results(self) -> list[Worksheet]:
        """The result sheets: those with our marker in a cell, and none of the form's hidden keys in
        its first column. Wherever our defined name points, a sheet of the form is none."""
        return [sheet for sheet in self._marked(self.sheets()) if not self._is_of_form(sheet.part)]

    def remove(self, sheet: Worksheet) -> None:
        """Takes a sheet out, with the parts that only it uses and the names that only it has; the
        last sheet stays."""
        elements = self._sheet_elements()
        if len(elements) == 1 or sheet.element not in elements:
            return
        root = self.package.edit(self.part)
        place = elements.index(sheet.element)
        self._sheets_element().remove(sheet.element)
        self.package.unrelate(self.part, sheet.relationship)
        self._remove_parts(sheet.part)
        self._drop_names_of(place)
        self._shift_names(place, -1)
        self._reopen(root, place)

    def _remove_parts(self, part: str) -> None:
        """Takes out the part of a sheet, and the parts that no other links to."""
        for link in self.package.relationships(part):
            if self.package.find(link.target) and not self._is_shared(link.target, part):
                self.package.remove(link.target)
        self.package.remove(part)

    def _drop_names_of(self, place: int) -> None:
        """Takes out the names that belong to the sheet of a place."""
        for name in self._names():
            if name.get("localSheetId") == str(place):
                _drop_name(name)

    def drop_name(self) -> None:
        """Takes our defined name out, wherever it points."""
        for name in self._names():
            if name.get("name") == RESULT_NAME:
                self.package.edit(self.part)
                _drop_name(name)

    def _is_of_form(self, part: str) -> bool:
        """Whether a sheet has a hidden key of the form in its first column."""
        strings = self.target("sharedStrings")
        shared = [] if strings is None else list(map(_text, self.package.tree(strings)))
        for (_, column), cell in cells(self.package.read(part)):
            if column == 1 and ROW_KEY.fullmatch(_shown(cell, shared)):
                return True
        return False

    def _marked(self, sheets: list[Worksheet]) -> list[Worksheet]:
        """The sheets with our marker in a cell: as a text of the cell's own, or as a shared one."""
        inline = [sheet for sheet in sheets if self._has(sheet.part, _MARKER)]
        return inline + [sheet for sheet in self._marked_by_shared(sheets) if sheet not in inline]

    def _marked_by_shared(self, sheets: list[Worksheet]) -> list[Worksheet]:
        strings = self.target("sharedStrings")
        if strings is None or not self._has(strings, _MARKER):
            return []
        numbers = "|".join(map(str, self._marker_numbers(strings)))
        if not numbers:
            return []
        pattern = re.compile(rb"t=\"s\"[^>]*>\s*<(?:\w+:)?v>(?:%s)<" % numbers.encode())
        return [sheet for sheet in sheets if pattern.search(self.package.read(sheet.part))]

    def _has(self, part: str, text: bytes) -> bool:
        return text in self.package.read(part)

    def _marker_numbers(self, strings: str) -> list[int]:
        """The numbers of the shared texts that are our marker."""
        texts = map(_text, self.package.tree(strings))
        return [number for number, text in enumerate(texts) if text == RESULT_MARKER]

    def _deselect(self, part: str) -> None:
        """Leaves a sheet unselected; in its bytes, where nobody has parsed it yet."""
        if self.package.has_tree(part):
            self._deselect_views(part)
            return
        head = self.package.head(part, _HEAD)
        if _SELECTED.search(head):
            data = self.package.read(part)
            self.package.write(part, _SELECTED.sub(rb"\1", data[:_HEAD]) + data[_HEAD:])

    def _deselect_views(self, part: str) -> None:
        root = self.package.tree_of_rows(part, ())
        for view in root.iterfind(f"{namespace(root)}sheetViews/{namespace(root)}sheetView"):
            if view.get("tabSelected") in ("1", "true"):
                self.package.edit_rows(part, ())
                del view.attrib["tabSelected"]

    def _open_first(self, root: etree._Element) -> None:
        for view in root.iterfind(f"{self.ns}bookViews/{self.ns}workbookView"):
            view.attrib.pop("activeTab", "")
            view.attrib.pop("firstSheet", "")

    def _reopen(self, root: etree._Element, place: int) -> None:
        """Keeps the workbook opening on the same sheet, or on the first that can be seen."""
        visible = self._visible()
        for view in root.iterfind(f"{self.ns}bookViews/{self.ns}workbookView"):
            active = _without(place, _int(view.get("activeTab")))
            if visible and active not in visible:
                active = visible[0]
            view.attrib.pop("firstSheet", "")
            view.attrib.pop("activeTab", "")
            if active:
                view.set("activeTab", str(active))

    def _visible(self) -> list[int]:
        """The places of the sheets that can be seen."""
        states = [element.get("state", _VISIBLE) for element in self._sheet_elements()]
        return [place for place, state in enumerate(states) if state == _VISIBLE]

    def _is_shared(self, target: str, part: str) -> bool:
        others = (
            name
            for name in self.package.names
            if name.endswith(".rels") and name != relationships_of(part)
        )
        return any(target.rpartition("/")[2].encode() in self.package.read(name) for name in others)

    def _shift_names(self, place: int, by: int) -> None:
        for name in self._names():
            own = name.get("localSheetId")
            if own is not None and own.isdecimal() and int(own) >= place:
                name.set("localSheetId", str(int(own) + by))

    def _add_name(self, name: str, text: str, **attributes: str) -> None:
        names = self.root.find(self.ns + "definedNames")
        if names is None:
            names = etree.Element(self.ns + "definedNames")
            earlier = [n for n, child in enumerate(self.root) if local(child) in _BEFORE_NAMES]
            self.root.insert(earlier[-1] + 1, names)
        etree.SubElement(names, self.ns + "definedName", {"name": name, **attributes}).text = text

    def _names(self) -> list[etree._Element]:
        return self.root.findall(f"{self.ns}definedNames/{self.ns}definedName")

    def _sheets_element(self) -> etree._Element:
        if self._list is None:
            raise broken("sheets")
        return self._list

    def _sheet_elements(self) -> list[etree._Element]:
        return self._sheets_element().findall(self.ns + "sheet")


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _shown(cell: etree._Element, shared: Sequence[str]) -> str:
    """The text of a cell, also where it is one of the shared texts."""
    text = _text(cell)
    if cell.get("t") != "s" or not text.isdecimal():
        return text
    return shared[int(text)] if int(text) < len(shared) else ""


def _workbook_part(package: Package) -> str:
    """The name of the workbook part: as the root relationships have it, else the usual one."""
    links = package.relationships("")
    named = [link.target for link in links if link.kind == "officeDocument"]
    for name in (*named, WORKBOOK):
        part = package.find(name)
        if part is not None:
            return part
    raise broken(WORKBOOK)


def _without(gone: int, place: int) -> int:
    """The place that a sheet has after another is gone; the first in the place of the one gone."""
    if place == gone:
        return 0
    return place - 1 if place > gone else place


def _relationship_id(element: etree._Element) -> str:
    for name, value in element.attrib.items():
        if str(name).endswith("}id"):
            return str(value)
    return ""


def _drop_name(name: etree._Element) -> None:
    names = name.getparent()
    if names is None:
        return
    names.remove(name)
    parent = names.getparent()
    if len(names) == 0 and parent is not None:
        parent.remove(names)


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
