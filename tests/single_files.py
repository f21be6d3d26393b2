"""A workbook in one text file, as Excel saves it: an XML Spreadsheet 2003, and a page with all its
parts (.mht)."""

import io
import quopri
import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

_REFERENCE = re.compile(r"(?<![A-Za-z_.\"])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![\w(])")
_TEXT = re.compile(r"(\"(?:[^\"]|\"\")*\")")
_BOUNDARY = "----=_NextPart_01DB3F20.5A6B7C80"
Cell = Any
Sheet = Any


# ---------------------------------------------------------------- XML Spreadsheet 2003
def xml_2003(workbook: bytes) -> bytes:
    """The workbook as one XML document, its formulas by row and column."""
    book, values = load_workbook(io.BytesIO(workbook)), _values(workbook)
    formats = _formats(book)
    names = "".join(
        f'<NamedRange ss:Name="{name}" ss:RefersTo="={escape(_by_number(defined.value, 1, 1))}"/>'
        for name, defined in book.defined_names.items()
    )
    sheets = "".join(_xml_sheet(sheet, values[sheet.title], formats) for sheet in book)
    styles = "".join(
        f'<Style ss:ID="s{n}"><NumberFormat ss:Format="{escape(code)}"/></Style>'
        for code, n in formats.items()
    )
    return (
        '<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"\r\n'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"\r\n'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"\r\n'
        ' xmlns:html="http://www.w3.org/TR/REC-html40">'
        '<Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>'
        f"{styles}</Styles><Names>{names}</Names>{sheets}</Workbook>"
    ).encode()


def _values(workbook: bytes) -> Any:
    return load_workbook(io.BytesIO(workbook), data_only=True)


def _formats(book: Any) -> dict[str, int]:
    codes = (cell.number_format for sheet in book for row in sheet.iter_rows() for cell in row)
    return {code: number for number, code in enumerate(dict.fromkeys(codes), 60)}


def _xml_sheet(sheet: Sheet, values: Sheet, formats: dict[str, int]) -> str:
    columns = "".join(
        f'<Column ss:Index="{number}" ss:Hidden="1" ss:AutoFitWidth="0"/>'
        for number in _hidden_columns(sheet)
    )
    rows = "".join(_xml_row(sheet, row, values, formats) for row in range(1, sheet.max_row + 1))
    hidden = "" if sheet.sheet_state == "visible" else "<Visible>SheetHidden</Visible>"
    return (
        f'<Worksheet ss:Name="{escape(sheet.title)}"><Table x:FullColumns="1">{columns}{rows}'
        '</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        f"{hidden}<Selected/></WorksheetOptions></Worksheet>"
    )


def _xml_row(sheet: Sheet, number: int, values: Sheet, formats: dict[str, int]) -> str:
    covered, spans = _merged(sheet)
    cells = ""
    for cell in sheet[number]:
        if cell.coordinate in covered or cell.value is None:
            continue
        down, across = spans.get(cell.coordinate, (0, 0))
        merged = f' ss:MergeAcross="{across}" ss:MergeDown="{down}"' if down or across else ""
        cells += (
            f'<Cell ss:Index="{cell.column}" ss:StyleID="s{formats[cell.number_format]}"{merged}'
            f"{_formula(cell)}>{_data(values[cell.coordinate].value)}</Cell>"
        )
    hidden = ' ss:Hidden="1"' if sheet.row_dimensions[number].hidden else ""
    return f'<Row ss:Index="{number}"{hidden}>{cells}</Row>' if cells or hidden else ""


def _formula(cell: Cell) -> str:
    if cell.data_type != "f":
        return ""
    text = cell.value if isinstance(cell.value, str) else cell.value.text
    return f' ss:Formula="={escape(_by_number(text[1:], cell.row, cell.column))}"'


def _data(value: object) -> str:
    if value is None:
        return '<Data ss:Type="String"></Data>'
    if isinstance(value, bool):
        return f'<Data ss:Type="Boolean">{int(value)}</Data>'
    if isinstance(value, int | float):
        return f'<Data ss:Type="Number">{value!r}</Data>'
    if isinstance(value, datetime):
        return f'<Data ss:Type="DateTime">{value:%Y-%m-%dT%H:%M:%S}.000</Data>'
    return f'<Data ss:Type="String">{escape(str(value)).replace(chr(10), "&#10;")}</Data>'


def _by_number(formula: str, row: int, column: int) -> str:
    """A formula with its references by row and column."""

    def numbered(found: re.Match[str]) -> str:
        across, down = column_index_from_string(found[2]), int(found[4])
        rows = f"R{down}" if found[3] else f"R[{down - row}]"
        return rows + (f"C{across}" if found[1] else f"C[{across - column}]")

    pieces = _TEXT.split(formula)
    return "".join(
        piece if piece.startswith('"') else _REFERENCE.sub(numbered, piece) for piece in pieces
    )


# ---------------------------------------------------------------- a single file web page
def mht(workbook: bytes, charset: str = "gb18030") -> bytes:
    """The workbook as a page for each sheet, a style sheet, and a page that lists them."""
    book, shown = load_workbook(io.BytesIO(workbook)), _values(workbook)
    formats = _formats(book)
    pages = {f"甲县.files/sheet{n:03}.htm": sheet for n, sheet in enumerate(book, 1)}
    listed = "".join(
        f'<x:ExcelWorksheet><x:Name>{escape(sheet.title)}</x:Name><x:WorksheetSource HRef="'
        f'{place}"/></x:ExcelWorksheet>'
        for place, sheet in pages.items()
    )
    main = (
        "<html><head><meta name=ProgId content=Excel.Sheet><!--[if gte mso 9]><xml>"
        f"<x:ExcelWorkbook><x:ExcelWorksheets>{listed}</x:ExcelWorksheets></x:ExcelWorkbook>"
        "<x:ExcelName><x:Name>Print_Area</x:Name></x:ExcelName></xml><![endif]--></head>"
        '<frameset rows="*,39"><frame src="甲县.files/sheet001.htm"></frameset></html>'
    )
    css = "".join(
        f'.xl{n}\r\n\t{{mso-style-parent:style0;\r\n\tmso-number-format:"{_quoted(code)}";}}\r\n'
        for code, n in formats.items()
    )
    parts = [("甲县.htm", "text/html", main), ("甲县.files/stylesheet.css", "text/css", css)]
    parts += [
        (place, "text/html", _page(sheet, shown[sheet.title], formats))
        for place, sheet in pages.items()
    ]
    head = (
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
        f'Content-Type: multipart/related; boundary="{_BOUNDARY}"\r\n\r\n'
        "This document is a Single File Web Page.\r\n\r\n"
    )
    body = b"".join(_part(*part, charset) for part in parts)
    return head.encode() + body + f"--{_BOUNDARY}--\r\n".encode()


def _part(place: str, kind: str, text: str, charset: str) -> bytes:
    head = (
        f"--{_BOUNDARY}\r\nContent-Location: file:///C:/D2A5/{place}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        f'Content-Type: {kind}; charset="{charset}"\r\n\r\n'
    )
    return head.encode(charset) + quopri.encodestring(text.encode(charset)) + b"\r\n\r\n"


def _page(sheet: Sheet, values: Sheet, formats: dict[str, int]) -> str:
    hidden = _hidden_columns(sheet)
    columns = "".join(
        "<col width=0 style='display:none'>" if number in hidden else "<col width=64>"
        for number in range(1, sheet.max_column + 1)
    )
    rows = "\r\n".join(
        f" <tr{_unseen(sheet, row)}>{''.join(_page_cells(sheet, row, values, formats))}</tr>"
        for row in range(1, sheet.max_row + 1)
    )
    state = "" if sheet.sheet_state == "visible" else "<x:Visible>SheetHidden</x:Visible>"
    return (
        "<html><head><link rel=Stylesheet href=stylesheet.css><!--[if gte mso 9]><xml>"
        f"<x:WorksheetOptions>{state}</x:WorksheetOptions></xml><![endif]--></head><body>"
        f"<table border=0>\r\n{columns}{rows}</table></body></html>"
    )


def _unseen(sheet: Sheet, row: int) -> str:
    return " style='display:none'" if sheet.row_dimensions[row].hidden else ""


def _page_cells(sheet: Sheet, row: int, values: Sheet, formats: dict[str, int]) -> Iterator[str]:
    covered, spans = _merged(sheet)
    for cell in sheet[row]:
        if cell.coordinate in covered:
            continue
        down, across = spans.get(cell.coordinate, (0, 0))
        span = f" colspan={across + 1} rowspan={down + 1}" if down or across else ""
        style = formats[cell.number_format]
        text = _seen(values[cell.coordinate].value, cell.number_format)
        yield f"<td class=xl{style}{span}>{text}</td>"


def _seen(value: object, code: str) -> str:
    """What a page shows of a value."""
    if value is None:
        return ""
    if isinstance(value, int | float) and "%" in code:
        decimals = len(code.partition(".")[2].rstrip('%"'))
        return f"{value:.{decimals}%}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return escape(str(value)).replace("\n", "<br>")


def _quoted(code: str) -> str:
    """A number format as a style sheet writes it."""
    return re.sub(r"([^\w])", r"\\\1", code)


# ---------------------------------------------------------------- what both need
def _hidden_columns(sheet: Sheet) -> list[int]:
    spans = (one for one in sheet.column_dimensions.values() if one.hidden)
    return sorted({n for one in spans for n in range(one.min, min(one.max, 200) + 1)})


def _merged(sheet: Sheet) -> tuple[set[str], dict[str, tuple[int, int]]]:
    """The cells that a merged range covers, and how far its first cell reaches."""
    covered: set[str] = set()
    spans = {}
    for area in sheet.merged_cells.ranges:
        names = [
            f"{get_column_letter(column)}{row}"
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        ]
        covered |= set(names[1:])
        spans[names[0]] = (area.max_row - area.min_row, area.max_col - area.min_col)
    return covered, spans
