"""The values of a workbook's cells, and what calamine does not tell: error cells and formulas
without a value."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from sipipeline.core.text import Text
from sipipeline.xlsx.hidden import RESULT_NAME, TEMPLATE_NAME
from sipipeline.xlsx.references import reference_of, sheet_of

Grid = Sequence[Sequence[object]]
"""Rows of cells from A1 on; "" is an empty cell."""

_ERROR = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*?\bt="e"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.S
)
_FORMULA = re.compile(
    rb'<c\b(?>[^>]*?\br="([A-Z]+[0-9]+)")[^>]*+>\s*+<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(<v>[^<]+</v>)?',
    re.S,
)
_NAME = re.compile(rb'<(?:\w+:)?definedName\b[^>]*\bname="(_sipipeline_\w+)"[^>]*>([^<]*)<')
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Place(NamedTuple):
    """A cell that is to hold the figure or text of a key; row and column count from 0."""

    key: str
    row: int
    column: int
    raw: object


class ReadingError(Exception):
    """The cells cannot be read; says why for the submitter, with the code of the finding."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.code = code
        self.reason = reason


@dataclass(slots=True)
class Sheet:
    name: str
    grid: Grid
    xml: bytes = b""
    hidden: bool = False
    _formulas: dict[str, bool] | None = field(default=None, repr=False)

    def errors(self) -> dict[str, str]:
        """Cells that show an error such as #REF!, which calamine reads as empty."""
        if b't="e"' not in self.xml:
            return {}
        return {ref.decode(): shown.decode() for ref, shown in _ERROR.findall(self.xml)}

    def formulas(self) -> dict[str, bool]:
        """Formula cells, and whether a computed value is stored with them."""
        if self._formulas is None:
            found = _FORMULA.findall(self.xml) if b"<f" in self.xml else []
            self._formulas = {ref.decode(): bool(value) for ref, value in found}
        return self._formulas


@dataclass(frozen=True)
class Workbook:
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str]
    """Our own defined names."""

    @cached_property
    def template(self) -> str | None:
        """Standard and version of the template, as in 2020/1."""
        return self.names.get(TEMPLATE_NAME, "").strip('="') or None


def reference(row: int, column: int) -> str:
    """Zero-based row and column as A1."""
    return reference_of((row + 1, column + 1))


def read(content: bytes) -> Workbook:
    """Read all sheets but our own result sheet; the content has passed the gate."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        parts = _sheet_parts(content)
        names = parts.pop("", {})
        own = sheet_of(names.get(RESULT_NAME, ""))
        sheets = tuple(
            Sheet(
                meta.name,
                book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False),
                parts.get(meta.name, b""),
            )
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet and meta.name != own
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # calamine's panics are no Exception
        raise ReadingError(
            "X013",
            Text(
                zh="工作簿的内容读不出来，文件可能已损坏。",
                en="The workbook cannot be read; it may be damaged.",
            ),
        ) from error
    return Workbook(sheets, names)


def _sheet_parts(content: bytes) -> dict:  # type: ignore[type-arg]
    """XML of each worksheet by its name; our defined names under ""."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        members = {name.lower(): name for name in package.namelist()}
        book = package.read(members["xl/workbook.xml"])
        links = ElementTree.fromstring(package.read(members["xl/_rels/workbook.xml.rels"]))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        parts: dict[str, object] = {
            "": {
                name.decode(): value.decode("utf-8").replace("&quot;", '"').replace("&apos;", "'")
                for name, value in _NAME.findall(book)
            }
        }
        for sheet in ElementTree.fromstring(book).iter():
            if sheet.tag.rpartition("}")[2] == "sheet":
                target = targets.get(sheet.get(_REL) or sheet.get(_STRICT_REL), "")
                path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if path.lower() in members:
                    parts[sheet.get("name", "")] = package.read(members[path.lower()])
        return parts
