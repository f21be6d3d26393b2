"""A sheet to be read and printed: rows of texts with their styles, high enough for what they say,
on pages that have the head of a table above each of its parts.

Every text is an inline string, so that nothing a submitter typed can become a formula.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from lxml import etree

from sipipeline.annotation.colours import Look, Stylesheet, append
from sipipeline.annotation.comments import FONT
from sipipeline.core.display import lines
from sipipeline.core.text import Lang, Text
from sipipeline.core.values import frozen
from sipipeline.reports.phrases import clean
from sipipeline.xlsx.hidden import RESULT_MARKER
from sipipeline.xlsx.package import namespace
from sipipeline.xlsx.references import reference_of

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LOWEST, _HIGHEST = 15.6, 400.0
"""Heights of rows, in points."""
_LINE_HEIGHT, _HALF_WIDTH, _PADDING = 1.42, 0.7, 1.4
"""Height of a line in points and width of half an ideograph in pixels, by point of the font; points
above and below the lines."""
_POINTS = 0.75
"""Of a pixel."""
_PAPER = 841.9, 595.3
"""A4 on its side, in points."""
_SIDE, _TOP, _BOTTOM = 0.3, 0.35, 0.45
"""Margins in inches."""
_SURE = 0.98
"""How much of the paper is counted on: printers differ."""
_LETTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INK, _GREY, _WHITE, _NAVY, _LINK, _LINE = (
    "FF1E2B3A",
    "FF6A7583",
    "FFFEFFFE",
    "FF1B3A5C",
    "FF1A5FB5",
    "FFC5D0DD",
)
_FILLS = {
    "navy": "FF1F3F66",
    "head": "FF3D6490",
    "pale": "FFF2F6FB",
    "pass": "FF2C8A57",
    "explain": "FFC77E0A",
    "fix": "FFC43A31",
    "met": "FFE3F2E8",
} | {look.name.lower(): f"{int(look.value, 16) - 0x100:08X}" for look in Look}
"""Fills by name. Those of the marks are one step off in colour, so that a cell of this sheet is not
taken for a mark."""
OURS = re.compile(
    "|".join((_INK, _GREY, _WHITE, _NAVY, _LINK, _LINE, *_FILLS.values())).encode(), re.IGNORECASE
)
"""The colours that only fonts, fills and borders of ours have."""
_FONTS = {
    "title": (16, True, False, _WHITE),
    "banner": (14, True, False, _WHITE),
    "head": (10, True, False, _WHITE),
    "section": (12, True, False, _NAVY),
    "strong": (10, True, False, _INK),
    "text": (10, False, False, _INK),
    "link": (10, False, True, _LINK),
    "small": (9, False, False, _GREY),
}


@frozen
class Style:
    """How a cell of the page looks; `font` and `fill` are names of `_FONTS` and `_FILLS`."""

    font: str = "text"
    fill: str = ""
    line: bool = False
    across: str = "left"
    up: str = "center"
    indent: int = 0


@frozen
class PageCell:
    """A cell of the page, which may run over several columns; `link` is a place in the workbook."""

    column: int
    text: Text | str | int
    style: Style
    span: int = 1
    link: str = ""


@frozen
class _PageRow:
    cells: tuple[PageCell, ...]
    height: float
    head: "_PageRow | None" = None
    """What stands above it where a page begins with it."""
    kept: bool = False
    """Whether it stays on one page with the row below."""
    is_gap: bool = False


class Page:
    """Collects rows and writes them as a worksheet."""

    def __init__(self, widths: list[float], lang: Lang) -> None:
        self._widths = widths
        self._lang = lang
        self._rows: list[_PageRow] = []
        self._head: _PageRow | None = None

    def add(self, *cells: PageCell, least: float = 0, kept: bool = False) -> None:
        """A row in the language of the page, high enough for its texts."""
        row = self._row(cells, least)
        self._rows.append(replace(row, head=self._head, kept=kept))

    def head(self, *cells: PageCell, least: float = 0) -> None:
        """The head of a table, which ends with the next gap: it stands above every part of it."""
        self._head = self._row(cells, least)
        self._rows.append(replace(self._head, kept=True))

    def gap(self, height: float = 9) -> None:
        self._head = None
        self._rows.append(_PageRow((), height, is_gap=True))

    def said(self, text: Text | str | int) -> str | int:
        """A text in the language of the page."""
        return text.in_(self._lang) if isinstance(text, Text) else text

    def to_xml(self, styles: Stylesheet, ns: str, tab: str, frozen: int, footer: Text) -> bytes:
        """The worksheet; the styles that it needs are added to the workbook's."""
        numbers = _PageStyles(styles)
        foot = escape(footer.in_(self._lang), quote=False)
        hidden = styles.list_former()
        placed, breaks = self._paged()
        rows = [self._row_xml(number, row, numbers, hidden) for number, row in enumerate(placed, 1)]
        numbers.save()
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet '
            f'xmlns="{ns[1:-1]}">'
            f'<sheetPr><tabColor rgb="{_FILLS[tab]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView showGridLines="0" tabSelected="1" '
            f'workbookViewId="0">{_pane(frozen)}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="16.5" '
            f'customHeight="1"/><cols>{self._columns_xml(styles.digit_width)}</cols>'
            f"<sheetData>{''.join(rows)}</sheetData>{_merges_xml(placed)}{_links_xml(placed)}"
            '<printOptions horizontalCentered="1"/>'
            f'<pageMargins left="{_SIDE}" right="{_SIDE}" top="{_TOP}" bottom="{_BOTTOM}" '
            'header="0.2" footer="0.2"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{foot}</oddFooter></headerFooter>{_breaks_xml(breaks)}"
            f"<ignoredErrors><ignoredError "
            f'sqref="A1:{reference_of((len(placed), len(self._widths)))}" '
            f'numberStoredAsText="1"/>'
            "</ignoredErrors></worksheet>"
        ).encode()

    @property
    def _room(self) -> float:
        """How high the rows of a printed page may be together, which is as wide as the paper."""
        width = sum(map(_pixels, self._widths)) * _POINTS
        scale = min(1.0, (_PAPER[0] - 144 * _SIDE) / width)
        return _SURE * (_PAPER[1] - 72 * (_TOP + _BOTTOM)) / scale

    def _paged(self) -> tuple[list[_PageRow], list[int]]:
        """The rows with the heads that stand again on top of a page; after which of them a page
        ends. What is kept together is not torn unless it is longer than a page."""
        placed: list[_PageRow] = []
        breaks: list[int] = []
        left = room = self._room
        for block in self._blocks():
            height = _height_of(block)
            if placed and height > left and not block[0].is_gap:
                breaks.append(len(placed))
                again = [block[0].head] if block[0].head else []
                placed += again
                left = room - _height_of(again)
            placed += block
            left -= height
        return placed, breaks

    def _blocks(self) -> Iterator[list[_PageRow]]:
        """The rows that stay on one page."""
        block: list[_PageRow] = []
        for row in self._rows:
            block.append(row)
            if not row.kept:
                yield block
                block = []
        if block:
            yield block

    def _row(self, cells: Iterable[PageCell], least: float) -> _PageRow:
        said = tuple(replace(cell, text=self.said(cell.text)) for cell in cells)
        heights = [self._height(cell) for cell in said]
        return _PageRow(said, min(_HIGHEST, max([least, _LOWEST, *heights])))

    def _columns_xml(self, digit: int) -> str:
        """The columns; a width counts digits of the usual font of the workbook."""
        shown = "".join(
            f'<col min="{n}" max="{n}" width="{_pixels(width) / digit:.4g}" customWidth="1"/>'
            for n, width in enumerate(self._widths, 1)
        )
        hidden = len(self._widths) + 1
        return f'{shown}<col min="{hidden}" max="{hidden}" width="9" hidden="1" customWidth="1"/>'

    def _row_xml(self, number: int, row: _PageRow, numbers: "_PageStyles", hidden: str) -> str:
        cells = "".join(_cell_xml(number, cell, numbers[cell.style]) for cell in row.cells)
        if number == 1:
            cells += _string_xml(reference_of((1, len(self._widths) + 1)), 0, RESULT_MARKER)
        if number == 2 and hidden:
            cells += _string_xml(reference_of((2, len(self._widths) + 1)), 0, hidden)
        return f'<row r="{number}" ht="{row.height:g}" customHeight="1">{cells}</row>'

    def _height(self, cell: PageCell) -> float:
        size, first = _FONTS[cell.style.font][0], cell.column - 1
        width = sum(map(_pixels, self._widths[first : first + cell.span]))
        inner = int((width - 8 - 9 * cell.style.indent) / (size * _HALF_WIDTH))
        return lines(str(cell.text), max(4, inner)) * size * _LINE_HEIGHT + _PADDING


def _height_of(rows: Iterable[_PageRow]) -> float:
    return sum(row.height for row in rows)


def _pixels(width: float) -> int:
    """Pixels of a column of so many digits of eleven points."""
    return round(7 * width + 5)


def _placed_cells(rows: Sequence[_PageRow]) -> Iterator[tuple[int, PageCell]]:
    """Every cell with the number of its row."""
    for number, row in enumerate(rows, 1):
        for cell in row.cells:
            yield number, cell


def _merges_xml(rows: Sequence[_PageRow]) -> str:
    merged = [
        f'<mergeCell ref="{reference_of((row, cell.column))}:'
        f'{reference_of((row, cell.column + cell.span - 1))}"/>'
        for row, cell in _placed_cells(rows)
        if cell.span > 1
    ]
    return f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else ""


def _links_xml(rows: Sequence[_PageRow]) -> str:
    links = [
        f'<hyperlink ref="{reference_of((row, cell.column))}" '
        f'location="{_attribute(clean(cell.link))}"/>'
        for row, cell in _placed_cells(rows)
        if cell.link
    ]
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""


def _breaks_xml(breaks: Sequence[int]) -> str:
    if not breaks:
        return ""
    count = len(breaks)
    listed = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in breaks)
    return f'<rowBreaks count="{count}" manualBreakCount="{count}">{listed}</rowBreaks>'


class _PageStyles:
    """Numbers the styles of the page as they are used, and adds them to the workbook's at the
    end."""

    def __init__(self, styles: Stylesheet) -> None:
        self._sheet = styles
        self._made: dict[str, dict[object, tuple[int, str]]] = {
            "font": {},
            "fill": {},
            "border": {},
            "xf": {},
        }
        self._sections = {
            "font": styles.fonts,
            "fill": styles.fills,
            "border": styles.borders,
            "xf": styles.xfs,
        }

    def __getitem__(self, style: Style) -> int:
        known = self._made["xf"].get(style)
        return known[0] if known else self._add("xf", style, self._xf(style))

    def save(self) -> None:
        """Add the styles that were used to the workbook's."""
        for kind, section in self._sections.items():
            made = "".join(xml for _, xml in self._made[kind].values())
            for element in list(
                etree.fromstring(f'<all xmlns="{namespace(section)[1:-1]}">{made}</all>')
            ):
                append(section, element)

    def _xf(self, style: Style) -> str:
        fill = self._part("fill", style.fill, _fill_xml) if style.fill else 0
        border = self._part("border", "line", _border_xml) if style.line else 0
        indent = f' indent="{style.indent}"' if style.indent else ""
        return (
            f'<xf numFmtId="0" fontId="{self._part("font", style.font, _font_xml)}" '
            f'fillId="{fill}" borderId="{border}" '
            'xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{style.across}" vertical="{style.up}" '
            f'wrapText="1"{indent}/></xf>'
        )

    def _part(self, kind: str, name: str, xml: Callable[[str], str]) -> int:
        known = self._made[kind].get(name)
        return known[0] if known else self._add(kind, name, xml(name))

    def _add(self, kind: str, key: object, xml: str) -> int:
        number = len(self._sections[kind]) + len(self._made[kind])
        self._made[kind][key] = number, xml
        return number


def _font_xml(name: str) -> str:
    size, bold, underlined, colour = _FONTS[name]
    marks = ("<b/>" if bold else "") + ("<u/>" if underlined else "")
    return (
        f'<font>{marks}<sz val="{size}"/><color rgb="{colour}"/><name '
        f'val="{FONT}"/><family val="2"/>'
        '<charset val="134"/></font>'
    )


def _fill_xml(name: str) -> str:
    colours = f'<fgColor rgb="{_FILLS[name]}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{colours}</patternFill></fill>'


def _border_xml(_: str) -> str:
    sides = ("left", "right", "top", "bottom")
    drawn = "".join(f'<{side} style="thin"><color rgb="{_LINE}"/></{side}>' for side in sides)
    return f"<border>{drawn}<diagonal/></border>"


def _cell_xml(row: int, text: PageCell, style: int) -> str:
    ref = f"{_LETTERS[text.column]}{row}"
    if isinstance(text.text, int):
        first = f'<c r="{ref}" s="{style}"><v>{text.text}</v></c>'
    elif text.text:
        first = _string_xml(ref, style, str(text.text))
    else:
        first = f'<c r="{ref}" s="{style}"/>'
    covered = range(text.column + 1, text.column + text.span)
    return first + "".join(f'<c r="{_LETTERS[column]}{row}" s="{style}"/>' for column in covered)


def _string_xml(ref: str, style: int, text: str) -> str:
    shown = escape(clean(text), quote=False)
    if "_x" in shown:
        shown = _ESCAPED.sub("_x005F_", shown)
    return (
        f'<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
    )


def _attribute(text: str) -> str:
    return escape(text, quote=False).translate({34: "&quot;", 9: "&#9;", 10: "&#10;", 13: "&#13;"})


def _pane(rows: int) -> str:
    if not rows:
        return ""
    return (
        f'<pane ySplit="{rows}" topLeftCell="A{rows + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{rows + 1}" sqref="A{rows + 1}"/>'
    )
