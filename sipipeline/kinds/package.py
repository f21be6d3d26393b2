"""The .xlsx that a workbook of another kind is read as: its cells, how they are shown, and what is
hidden, without fonts, colours or pictures."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from sipipeline.core.display import NOT_IN_XML
from sipipeline.kinds.book import Book, BookCell, BookSheet, ErrorValue
from sipipeline.xlsx.references import Place, reference_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_FORMAT = 164
"""The number of the first number format that is a workbook's own."""


def to_xlsx(book: Book) -> bytes:
    """The package of a workbook."""
    styles = _styles_of(book)
    parts = {
        "[Content_Types].xml": _types(len(book.sheets)),
        "_rels/.rels": _root_links(),
        "xl/workbook.xml": _workbook(book),
        "xl/_rels/workbook.xml.rels": _links(len(book.sheets)),
        "xl/styles.xml": _stylesheet(styles),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, text in parts.items():
            file.writestr(name, _HEAD + text)
        for number, sheet in enumerate(book.sheets, 1):
            file.writestr(f"xl/worksheets/sheet{number}.xml", _HEAD + _worksheet(sheet, styles))
    return buffer.getvalue()


# ---------------------------------------------------------------- sheets
def _worksheet(sheet: BookSheet, styles: Mapping[str, int]) -> str:
    body = "".join(_rows(sheet, styles))
    return (
        f'<worksheet xmlns="{_MAIN}">{_columns(sheet)}<sheetData>{body}</sheetData>'
        f"{_merged(sheet)}</worksheet>"
    )


def _rows(sheet: BookSheet, styles: Mapping[str, int]) -> Iterator[str]:
    by_row: dict[int, list[tuple[Place, BookCell]]] = {row: [] for row in sheet.hidden_rows}
    for place, cell in sheet.cells.items():
        by_row.setdefault(place[0], []).append((place, cell))
    for row in sorted(by_row):
        hidden = ' hidden="1"' if row in sheet.hidden_rows else ""
        in_order = sorted(by_row[row], key=lambda entry: entry[0])
        cells = "".join(_cell(place, cell, styles) for place, cell in in_order)
        yield f'<row r="{row}"{hidden}>{cells}</row>'


def _cell(place: Place, cell: BookCell, styles: Mapping[str, int]) -> str:
    kind, content = _content(cell)
    style = styles.get(cell.number_format, 0)
    styled = f' s="{style}"' if style else ""
    typed = f' t="{kind}"' if kind else ""
    return f'<c r="{reference_of(place)}"{styled}{typed}>{content}</c>'


def _content(cell: BookCell) -> tuple[str, str]:
    """The type of a cell and what is in it."""
    formula = "" if cell.formula is None else f"<f>{_text(cell.formula)}</f>"
    value = cell.value
    if isinstance(value, str):
        if cell.formula is not None:
            return "str", f"{formula}<v>{_text(value)}</v>"
        return "inlineStr", f'<is><t xml:space="preserve">{_text(value)}</t></is>'
    if isinstance(value, bool):
        return "b", f"{formula}<v>{int(value)}</v>"
    if isinstance(value, ErrorValue):
        return "e", f"{formula}<v>{_text(value.text)}</v>"
    return "", formula if value is None else f"{formula}<v>{_number(value)}</v>"


def _number(value: float) -> str:
    text = repr(float(value))
    return text.removesuffix(".0")


def _columns(sheet: BookSheet) -> str:
    in_order = sorted(sheet.hidden_columns, key=lambda span: span.start)
    columns = (
        f'<col min="{span.start}" max="{span.stop - 1}" width="9" hidden="1"/>' for span in in_order
    )
    return f"<cols>{''.join(columns)}</cols>" if in_order else ""


def _merged(sheet: BookSheet) -> str:
    ranges = [f"{reference_of(first)}:{reference_of(last)}" for first, last in sheet.merged]
    cells = "".join(f'<mergeCell ref="{reference}"/>' for reference in ranges)
    return f"<mergeCells>{cells}</mergeCells>" if ranges else ""


# ---------------------------------------------------------------- the workbook
def _workbook(book: Book) -> str:
    from_1904 = '<workbookPr date1904="1"/>' if book.counts_from_1904 else ""
    sheets = "".join(
        f'<sheet name="{_text(sheet.name)}" sheetId="{number}" state="{sheet.state}" '
        f'r:id="rId{number}"/>'
        for number, sheet in enumerate(book.sheets, 1)
    )
    names = "".join(
        f'<definedName name="{_text(name)}">{_text(formula)}</definedName>'
        for name, formula in book.names.items()
        if formula
    )
    listed = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{from_1904}<sheets>{sheets}</sheets>'
        f"{listed}</workbook>"
    )


def _styles_of(book: Book) -> dict[str, int]:
    """The number of the style of each number format; plain cells have the first."""
    cells = (cell for sheet in book.sheets for cell in sheet.cells.values())
    formats = dict.fromkeys(cell.number_format for cell in cells)
    plain = ("", "General")
    styles = {form: number for number, form in enumerate(_others(formats, plain), 1)}
    return dict.fromkeys(plain, 0) | styles


def _others(formats: Iterable[str], plain: Iterable[str]) -> list[str]:
    return [form for form in formats if form not in plain]


def _stylesheet(styles: Mapping[str, int]) -> str:
    own = [form for form, number in styles.items() if number]
    formats = "".join(
        f'<numFmt numFmtId="{_FIRST_FORMAT + n}" formatCode="{_text(form)}"/>'
        for n, form in enumerate(own)
    )
    declared = f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else ""
    numbers = [0, *range(_FIRST_FORMAT, _FIRST_FORMAT + len(own))]
    styled = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        for number in numbers
    )
    return (
        f'<styleSheet xmlns="{_MAIN}">{declared}<fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(numbers)}">{styled}</cellXfs></styleSheet>'
    )


# ---------------------------------------------------------------- the package
def _types(sheets: int) -> str:
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _root_links() -> str:
    return _relationships({"rId1": ("officeDocument", "xl/workbook.xml")})


def _links(sheets: int) -> str:
    links = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)}
    return _relationships(links | {"rIdStyles": ("styles", "styles.xml")})


def _relationships(links: Mapping[str, tuple[str, str]]) -> str:
    elements = "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{elements}</Relationships>'


def _text(text: str) -> str:
    """A text as XML writes it, without the characters that XML does not have."""
    return escape(NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)).replace("\r", "&#13;")
