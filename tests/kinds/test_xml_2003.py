"""XML Spreadsheet 2003: places, spans, styles, dates and formulas as Excel writes them."""

from pathlib import Path

import pytest
from county import COUNTY, checked, told
from single_files import xml_2003
from support import filled

from sipipeline.core.limits import DEFAULT, Limits
from sipipeline.intake.gate import Accepted, open_workbook
from sipipeline.intake.refusals import Refusal
from sipipeline.kinds.adapters import WorkbookKind
from sipipeline.kinds.book import Active, Book, BookCell, BookSheet, ErrorValue
from sipipeline.kinds.xml_2003.adapter import read
from sipipeline.kinds.xml_2003.references import spelled

HEAD = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
)
STYLES = """<Styles>
<Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>
<Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="s2" ss:Parent="s1"/>
<Style ss:ID="s3"><NumberFormat ss:Format="0.0"/></Style></Styles>"""


def book(rows: str, options: str = "", before: str = "", table: str = "") -> Book:
    sheet = (
        f'<Worksheet ss:Name="工伤"><Table {table}>{rows}</Table>'
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        f"{options}</WorksheetOptions></Worksheet>"
    )
    return read(f"{HEAD}{before}{STYLES}{sheet}</Workbook>".encode(), DEFAULT)


def sheet(rows: str, options: str = "", table: str = "") -> BookSheet:
    (only,) = book(rows, options, table=table).sheets
    return only


def cell(inside: str, attributes: str = "") -> BookCell:
    (only,) = sheet(f"<Row><Cell {attributes}>{inside}</Cell></Row>").cells.values()
    return only


def test_a_workbook_saved_by_excel_2003_is_judged_like_the_xlsx(tmp_path: Path) -> None:
    (tmp_path / "county.xlsx").write_bytes(filled(COUNTY))
    found = told(checked(tmp_path / "county.xlsx"))
    for name in ("county.xml", "county.xls"):
        (tmp_path / name).write_bytes(xml_2003(filled(COUNTY)))
        assert told(checked(tmp_path / name)) == found
    result = checked(tmp_path / "county.xml", out=tmp_path / "out")
    assert result.annotated is not None
    assert told(checked(Path(result.annotated))) == found


def test_rows_and_cells_go_on_where_their_index_says() -> None:
    rows = (
        '<Row ss:Index="3"><Cell><Data ss:Type="Number">1</Data></Cell>'
        '<Cell ss:Index="4" ss:MergeAcross="2" ss:MergeDown="1"><Data ss:Type="Number">2</Data>'
        '</Cell><Cell><Data ss:Type="Number">3</Data></Cell></Row>'
        '<Row ss:Span="4"/><Row><Cell><Data ss:Type="Number">4</Data></Cell></Row>'
    )
    found = sheet(rows)
    assert {place: one.value for place, one in found.cells.items()} == {
        (3, 1): 1,
        (3, 4): 2,
        (3, 7): 3,
        (9, 1): 4,
    }
    assert found.merged == (((3, 4), (4, 6)),)


def test_a_table_may_begin_elsewhere() -> None:
    one = '<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
    assert list(sheet(one, table='ss:TopCell="3" ss:LeftCell="2"').cells) == [(3, 2)]


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ('<Data ss:Type="Number">321.55</Data>', 321.55),
        ('<Data ss:Type="Boolean">1</Data>', True),
        ('<Data ss:Type="Error">#REF!</Data>', ErrorValue("#REF!")),
        ('<Data ss:Type="DateTime">2024-03-15T00:00:00.000</Data>', 45366),
        ('<Data ss:Type="DateTime">1899-12-31T12:00:00.000</Data>', 0.5),
        ('<Data ss:Type="DateTime">2024年</Data>', "2024年"),
        ('<Data ss:Type="Number">一</Data>', "一"),
        (
            '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>收入</B>'
            "合计&#10;<Font>（元）</Font></ss:Data>",
            "收入合计\n（元）",
        ),
    ],
)
def test_a_value_is_of_its_type(data: str, value: object) -> None:
    assert cell(data).value == value


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    before = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/>'
    row = '<Row><Cell><Data ss:Type="DateTime">2024-03-15T00:00:00.000</Data></Cell></Row>'
    found = book(row, before=f"{before}</ExcelWorkbook>")
    assert found.counts_from_1904
    assert found.sheets[0].cells[1, 1] == BookCell(45366 - 1462, "yyyy-mm-dd")


@pytest.mark.parametrize(
    ("row", "column", "own", "shown"),
    [
        ("", "", "s1", "0.00%"),
        ("", "", "s2", "0.00%"),
        ("s3", "s1", "", "0.0"),
        ("", "s3", "", "0.0"),
        ("", "", "", "General"),
        ("", "", "s9", "General"),
    ],
)
def test_a_format_is_that_of_the_cell_else_of_its_row_else_of_its_column(
    row: str, column: str, own: str, shown: str
) -> None:
    styles = [f'ss:StyleID="{style}"' if style else "" for style in (column, row, own)]
    found = sheet(
        f'<Column {styles[0]}/><Row {styles[1]}><Cell {styles[2]}><Data ss:Type="Number">1</Data>'
        "</Cell></Row>"
    )
    assert found.cells[1, 1].number_format == shown


def test_what_is_hidden_is_known() -> None:
    rows = (
        '<Column ss:Index="2" ss:Span="1" ss:Hidden="1"/><Column ss:Width="0"/>'
        '<Row ss:Hidden="1" ss:Span="1"/>'
        '<Row ss:Hidden="1"><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
    )
    found = sheet(rows, "<Visible>SheetVeryHidden</Visible>")
    assert found.state == "veryHidden"
    assert found.hidden_rows == {1, 2, 3}
    assert found.hidden_columns == (range(2, 4), range(4, 5))


def test_a_comment_is_kept_with_its_cell() -> None:
    note = (
        '<Comment ss:Author="张"><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>张：</B>'
        "已核</ss:Data></Comment>"
    )
    (only,) = sheet(f'<Row><Cell ss:Index="2">{note}</Cell></Row>').comments
    assert (only.place, only.text) == ((1, 2), "张：已核")


@pytest.mark.parametrize(
    ("formula", "told_as"),
    [
        ("=SUM(R[-2]C:R[-1]C)", "SUM(B3:B4)"),
        ("=RC[1]/R5C3", "C5/C5"),
        ('=封面!R8C[1]&"R1C1"', '封面!C8&"R1C1"'),
        ("='基金 汇总'!RC", "'基金 汇总'!B5"),
        ("=[1]Sheet1!R1C1", ""),
        ("=SUM(C[-1])", ""),
        ("of:=[.A1]", ""),
    ],
)
def test_a_formula_is_spelled_as_excel_shows_it(formula: str, told_as: str) -> None:
    assert spelled(formula, (5, 2)) == told_as


def test_a_formula_without_a_value_has_none() -> None:
    assert cell("", 'ss:Formula="=R[1]C"') == BookCell(None, "General", "A2")


def test_links_to_other_workbooks_are_told() -> None:
    before = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><SupBook/>'
    found = book("<Row/>", before=f"{before}</ExcelWorkbook>")
    assert found.active == {Active.LINKS}


def gate(content: bytes, limits: Limits = DEFAULT) -> Accepted | Refusal:
    return open_workbook(content, limits)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_in_use_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = xml_2003(filled(COUNTY)).decode()
    text = text.replace('version="1.0"', f'version="1.0" encoding="{declared}"')
    opened = gate(text.encode(encoding))
    assert isinstance(opened, Accepted)
    assert opened.kind is WorkbookKind.XML_2003


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    text = HEAD.replace("?><W", '?><!DOCTYPE a [<!ENTITY b "c">]><W') + "</Workbook>"
    opened = gate(text.replace("1.0", f'1.0" encoding="{encoding}').encode(encoding))
    assert isinstance(opened, Refusal)
    assert opened.rule.code == "X016"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<Row ss:Index="1048577"/>', "X013"),
        ('<Row><Cell ss:Index="16385"/></Row>', "X013"),
        ("<Row>", "X013"),
        ('<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>' * 4_001, "X015"),
        (f"<Row>{'<Cell/>' * 16_385}</Row>", "X013"),
        (f"<Row>{'<Cell/>' * 100}</Row>" * 201, "X015"),
        (f'<Row><Cell ss:Formula="={"R1C1+" * 1_600}1"/></Row>' * 5, "X015"),
    ],
)
def test_what_no_sheet_has_is_refused(rows: str, code: str) -> None:
    content = f'{HEAD}<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet></Workbook>'
    opened = gate(content.encode(), Limits(filled=4_000, characters=20_000))
    assert isinstance(opened, Refusal)
    assert opened.rule.code == code


def test_a_sheet_up_to_the_limits_is_read() -> None:
    """As many cells as may be filled, five times as many blank ones."""
    rows = '<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>' * 300
    blank = f"<Row>{'<Cell/>' * 100}</Row>" * 15
    content = f'{HEAD}<Worksheet ss:Name="a"><Table>{rows}{blank}</Table></Worksheet></Workbook>'
    assert isinstance(gate(content.encode(), Limits(filled=300)), Accepted)
