"""What the XML of a worksheet says of its cells beside their values: which show an error, which
hold a formula, and whether a formula's value is stored with it.

Most programs spell a cell in one way, which two patterns find quickly. Where the patterns do not
account for every formula and error in the XML, the XML is parsed: prefixes, order of attributes,
quotes and missing references then make no difference."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from sipipeline.xlsx.references import Place, place_of, reference_of

_START = rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6}+)"(?: s="[0-9]++")?+'
_VALUE = rb"<v>([^<]*)</v>"
_FORMULA = rb"<f(?:\s[^<>]*+)?+(?:(?<=/)>|>[^<]*+</f>)"
_ERROR_CELL = re.compile(_START + rb' t="e">(?:' + _FORMULA + rb")?" + _VALUE + rb"</c>")
_FORMULA_CELL = re.compile(
    _START + rb'(?: t="[A-Za-z]++")?+>' + _FORMULA + rb"(?:" + _VALUE + rb"|<v/>)?</c>"
)
_ANY_FORMULA = re.compile(rb"<f[\s/>]")
_PREFIXED = re.compile(rb":[cf][\s/>]")
"""A cell or formula with a prefix, perhaps."""
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True
)


@dataclass(frozen=True, slots=True)
class CellMarks:
    """Cells of one worksheet by their references."""

    errors: Mapping[str, str]
    """Cells that show an error such as #REF!, and the error."""
    formulas: Mapping[str, bool]
    """Cells that hold a formula, and whether a value is stored with it."""


NO_MARKS = CellMarks({}, {})


def marks_of(sheet: bytes) -> CellMarks:
    """The error and formula cells of a worksheet's XML, whatever its spelling."""
    return NO_MARKS if not sheet else _found(sheet) or _parsed(sheet)


def cells(root: etree._Element) -> Iterator[tuple[Place, etree._Element]]:
    """Every cell with its place; a row or cell without a reference follows the one before it."""
    number = 0
    for row in root.iter(etree.Element):
        if _name(row) != "row":
            continue
        reference = row.get("r", "")
        number = int(reference) if reference.isdecimal() else number + 1
        column = 0
        for cell in row:
            if _name(cell) == "c":
                place = place_of(cell.get("r", "")) or (number, column + 1)
                column = place[1]
                yield place, cell


def _found(sheet: bytes) -> CellMarks | None:
    """The cells by the usual patterns; None where the patterns do not account for all."""
    if b"<!" in sheet or _PREFIXED.search(sheet):
        return None
    stated_errors = sheet.count(b'"e"') + sheet.count(b"'e'")
    stated_formulas = len(_ANY_FORMULA.findall(sheet))
    errors = _ERROR_CELL.findall(sheet) if stated_errors else []
    formulas = _FORMULA_CELL.findall(sheet) if stated_formulas else []
    if len(errors) < stated_errors or len(formulas) < stated_formulas:
        return None
    return CellMarks(
        {reference.decode(): _text(shown) for reference, shown in errors},
        {reference.decode(): bool(value) for reference, value in formulas},
    )


def _text(shown: bytes) -> str:
    return shown.decode("utf-8", "replace")


def _parsed(sheet: bytes) -> CellMarks:
    errors: dict[str, str] = {}
    formulas: dict[str, bool] = {}
    root = etree.fromstring(sheet, _PARSER)
    for place, cell in cells(root) if root is not None else ():
        parts = {_name(part): part for part in cell}
        value = "".join(map(str, parts["v"].itertext())) if "v" in parts else ""
        if cell.get("t") == "e" and "v" in parts:
            errors[reference_of(place)] = value
        if "f" in parts:
            formulas[reference_of(place)] = bool(value)
    return CellMarks(errors, formulas)


def _name(element: etree._Element) -> str:
    """The local name, also of a prefix that is declared nowhere; "" for comments."""
    tag = element.tag
    return re.split("[}:]", tag)[-1] if isinstance(tag, str) else ""
