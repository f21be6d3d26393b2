"""What the XML of a worksheet says of its cells beside their values: which show an error, which
hold a formula, and whether a formula's value is stored with it.

Most programs spell a cell in one way, which two patterns find quickly. Where the patterns do not
account for every formula and error in the XML, the XML is parsed: prefixes, order of attributes,
quotes and missing references then make no difference."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from html import escape, unescape
from io import BytesIO

from lxml import etree

from sipipeline.core.formulas import Formula
from sipipeline.core.values import frozen
from sipipeline.xlsx.own_formulas import OWN_BEGINS, is_own
from sipipeline.xlsx.references import Place, place_of, reference_of
from sipipeline.xlsx.safe_xml import SAFE

_START = rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6}+)"(?: s="[0-9]++")?+'
_VALUE = rb"<v>([^<]*)</v>"
_FORMULA = rb"<f((?:\s[^<>]*+)?+)(?:(?<=/)>|>([^<]*+)</f>)"
_ERROR_CELL = re.compile(_START + rb' t="e">(?:' + _FORMULA + rb")?" + _VALUE + rb"</c>")
_SHARED = re.compile(rb"""\ssi=["']([0-9]+)["']""")
"""The number of a formula that was filled into several cells; the first of them has its text."""
_FORMULA_CELL = re.compile(
    _START + rb'(?: t="([A-Za-z]++)")?+>' + _FORMULA + rb"((?:<v>[^<]*</v>|<v/>)?)</c>"
)
_NO_VALUE = frozenset({b"", b"<v></v>", b"<v/>"})
_TEXT = "str"
"""The type of a formula whose value is a text; that text may be empty."""
_ANY_FORMULA = re.compile(rb"<f[\s/>]")
_ANY_ERROR = re.compile(rb"t\s*=\s*[\"']e[\"']")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_CDATA = b"<!["
_DECLARED = re.compile(rb"<!")
"""How comments and CDATA begin; a pattern finds two characters in half the time of `in`."""
_PREFIXED = re.compile(rb":[cf][\s/>]")
"""A cell or formula with a prefix, perhaps."""
_OWN_BEGINS = OWN_BEGINS.encode()
_PREFIXED_ROW = b":row"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_INSIDE_ROWS = frozenset(f"{_MAIN}{name}" for name in ("c", "v", "f", "is", "t"))
"""What most elements of a sheet are, and no row is."""


@frozen
class CellMarks:
    """Cells of one worksheet by their references."""

    errors: Mapping[str, str]
    """Cells that show an error such as #REF!, and the error."""
    formulas: Mapping[str, bool]
    """Cells that hold a formula, and whether a value is stored with it: also the empty text."""
    own: frozenset[str] = frozenset()
    """Cells that hold a formula of the template's own."""
    written: Mapping[str, Formula] = field(default_factory=dict)
    """The formulas of the other cells as XML writes them, as far as they are known."""

    def has(self, ref: str) -> bool:
        """Whether a cell shows an error or holds a formula."""
        return ref in self.formulas or ref in self.errors

    def formula(self, ref: str) -> Formula | None:
        """The formula of a cell, if it is known and none of the template's own."""
        written = self.written.get(ref)
        return None if written is None else written._replace(text=unescape(written.text))


NO_MARKS = CellMarks({}, {})


def marks_of(sheet: bytes) -> CellMarks:
    """The error and formula cells of a worksheet's XML, whatever its spelling."""
    if not sheet:
        return NO_MARKS
    plain = _without_comments(sheet)
    found = _found(plain) if plain is not None else None
    return found or _parsed(sheet)


def is_parted(xml: bytes) -> bool:
    """Whether there are comments or CDATA, which part what stands in a cell."""
    return _DECLARED.search(xml) is not None


def cells(sheet: bytes) -> Iterator[tuple[Place, etree._Element]]:
    """Every cell of a sheet's XML with its place, one row in memory at a time. XML that is cut off
    or wrong ends there."""
    rows = etree.iterparse(
        BytesIO(sheet),
        events=("end",),
        tag=None if _PREFIXED_ROW in sheet else "{*}row",
        **SAFE,
        recover=True,
        huge_tree=True,
    )
    number = 0
    with suppress(etree.XMLSyntaxError):
        for _, row in rows:
            if row.tag not in _INSIDE_ROWS and _name(row) == "row":
                number = _number(row, number)
                yield from _of_row(row, number)
                row.clear()
                _drop_before(row)


def _without_comments(sheet: bytes) -> bytes | None:
    """A worksheet's XML without its comments; None where something else begins as they do."""
    if not is_parted(sheet):
        return sheet
    plain = sheet if _CDATA in sheet else _COMMENT.sub(b"", sheet)
    return None if is_parted(plain) else plain


def _number(row: etree._Element, before: int) -> int:
    reference = row.get("r", "")
    return int(reference) if reference.isdecimal() else before + 1


def _of_row(row: etree._Element, number: int) -> Iterator[tuple[Place, etree._Element]]:
    column = 0
    for cell in row:
        if _name(cell) == "c":
            place = place_of(cell.get("r", "")) or (number, column + 1)
            column = place[1]
            yield place, cell


def _drop_before(row: etree._Element) -> None:
    """Free the rows before this one, which have been read."""
    parent = row.getparent()
    while parent is not None and row.getprevious() is not None:
        del parent[0]


def _found(sheet: bytes) -> CellMarks | None:
    """The cells by the usual patterns; None where the patterns do not account for all."""
    if _PREFIXED.search(sheet):
        return None
    errors = _all_of(_ERROR_CELL, sheet, len(_ANY_ERROR.findall(sheet)))
    formulas = _all_of(_FORMULA_CELL, sheet, len(_ANY_FORMULA.findall(sheet)))
    if errors is None or formulas is None:
        return None
    return CellMarks(
        {reference.decode(): _text(shown) for reference, _, _, shown in errors},
        {
            reference.decode(): value not in _NO_VALUE or (type_ == _TEXT.encode() and value != b"")
            for reference, type_, _, _, value in formulas
        },
        frozenset(reference.decode() for reference, _, _, text, _ in formulas if _is_own(text)),
        _written(
            (reference.decode(), *_spelled(attributes, text))
            for reference, _, attributes, text, _ in formulas
        ),
    )


def _spelled(attributes: bytes, text: bytes) -> tuple[str, str]:
    """The number of a formula that is shared, "" of another, and the formula."""
    shared = _SHARED.search(attributes) if attributes else None
    return shared[1].decode() if shared else "", _text(text)


def _written(spelled: Iterable[tuple[str, str, str]]) -> dict[str, Formula]:
    """The formula of each cell as XML writes it; of those that share one, as it was filled from the
    first of them. The formulas of the template's own are left out."""
    written: dict[str, Formula] = {}
    first: dict[str, tuple[str, str]] = {}
    for reference, shared, text in spelled:
        if text and not text.startswith(OWN_BEGINS):
            written[reference] = Formula(text)
            if shared:
                first[shared] = reference, text
        elif shared in first:
            written[reference] = _filled(*first[shared], reference)
    return written


def _filled(first: str, text: str, reference: str) -> Formula:
    """A formula as it was filled from its first cell into another."""
    (row, column), (own_row, own_column) = place_of(first) or (0, 0), place_of(reference) or (0, 0)
    return Formula(text, own_row - row, own_column - column)


def _is_own(formula: bytes) -> bool:
    """Whether a formula, as XML writes it, is one of the template's own."""
    return formula.startswith(_OWN_BEGINS) and is_own(unescape(_text(formula)))


def _all_of(
    pattern: re.Pattern[bytes], sheet: bytes, count: int
) -> Sequence[tuple[bytes, ...]] | None:
    """What the groups of a pattern hold for every cell of it; None where there are fewer than
    `count`."""
    cells: list[tuple[bytes, ...]] = pattern.findall(sheet) if count else []
    return cells if len(cells) >= count else None


def _text(shown: bytes) -> str:
    return shown.decode("utf-8", "replace")


def _parsed(sheet: bytes) -> CellMarks:
    """The cells by their elements, whatever their spelling."""
    errors: dict[str, str] = {}
    formulas: dict[str, bool] = {}
    own, spelled = set(), []
    for place, cell in cells(sheet):
        parts = {_name(part): part for part in cell}
        value = _text_of(parts.get("v"))
        if cell.get("t") == "e" and value is not None:
            errors[reference_of(place)] = value
        if "f" in parts:
            is_text = cell.get("t") == _TEXT and value is not None
            formulas[reference_of(place)] = is_text or bool(value)
            text = _text_of(parts["f"]) or ""
            spelled.append((reference_of(place), parts["f"].get("si", ""), escape(text)))
            if is_own(text):
                own.add(reference_of(place))
    return CellMarks(errors, formulas, frozenset(own), _written(spelled))


def _text_of(element: etree._Element | None) -> str | None:
    return None if element is None else "".join(map(str, element.itertext()))


def _name(element: etree._Element) -> str:
    """The local name, also of a prefix that is declared nowhere; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""
