"""A workbook saved as a single file web page (.mht), by Excel, WPS and browsers."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from county import COUNTY, checked, told
from single_files import mht
from support import filled

from sipipeline.core.limits import DEFAULT
from sipipeline.intake.signatures import recognise
from sipipeline.kinds.adapters import WorkbookKind
from sipipeline.kinds.book import BookSheet, TooMuch, UnreadableBook
from sipipeline.kinds.web_page.adapter import read as read_page
from sipipeline.kinds.web_page.archive import read

ASIDE = "F108"
"""The sheet of explanations has no mark by which it is known, and is named as another sheet."""
HEAD = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
LISTED = (
    "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>{sheets}</x:ExcelWorksheets>"
    "</x:ExcelWorkbook><x:ExcelName><x:Name>Print_Area</x:Name></x:ExcelName></xml><![endif]-->"
)
SHEET = (
    "<x:ExcelWorksheet><x:Name>{name}</x:Name>"
    '<x:WorksheetSource HRef=3D"a.files/{page}"/></x:ExcelWorksheet>'
)


def archive(*parts: tuple[str, str]) -> tuple[BookSheet, ...]:
    """The sheets of an archive of pages by their places, which are quoted-printable already."""
    body = "".join(
        f"--b\r\nContent-Location: file:///C:/a/{place}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Type: text/{'css' if place.endswith('css') else 'html'}\r\n\r\n{text}\r\n"
        for place, text in parts
    )
    return read(f"{HEAD}{body}--b--".encode(), DEFAULT).sheets


def table(cells: str, before: str = "") -> str:
    return f"<html>{before}<table><tr>{cells}</tr></table></html>"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["county.mht", "county.xls"])
def test_a_workbook_saved_as_one_page_is_judged_like_the_xlsx(
    tmp_path: Path, name: str, charset: str
) -> None:
    (tmp_path / "county.xlsx").write_bytes(filled(COUNTY))
    (tmp_path / name).write_bytes(mht(filled(COUNTY), charset))
    found = [one for one in told(checked(tmp_path / name)) if one[0] != ASIDE]
    assert found == told(checked(tmp_path / "county.xlsx"))


def test_sheets_come_in_the_order_of_the_list_with_their_names() -> None:
    pages = {"sheet001.htm": "封面", "sheet002.htm": "工伤"}
    listed = "".join(SHEET.format(page=page, name=name) for page, name in pages.items())
    found = archive(
        ("a.htm", LISTED.format(sheets=listed)),
        ("a.files/tabstrip.htm", table("<td>封面</td>")),
        ("a.files/sheet002.htm", table("<td>2</td>")),
        ("a.files/sheet001.htm", table("<td>1</td>")),
    )
    assert [(one.name, one.cells[1, 1].value) for one in found] == [("封面", 1), ("工伤", 2)]


def test_a_single_sheet_is_named_on_its_own_page() -> None:
    own = "<x:ExcelWorksheet><x:Name>工伤</x:Name></x:ExcelWorksheet>"
    (only,) = archive(("a.htm", table("<td>1</td>", LISTED.format(sheets=own))))
    assert only.name == "工伤"
    page = table("<td>1</td>", LISTED.format(sheets=own)).encode()
    assert read_page(page, DEFAULT).sheets[0].name == "工伤"


def test_formats_of_the_style_sheet_are_those_of_the_cells() -> None:
    styles = '.xl1\r\n\t{mso-number-format:Percent;}\r\n.xl2\r\n\t{mso-number-format:"0\\.0";}'
    cells = "<td class=3Dxl1>17.70%</td><td class=3Dxl2>3.5</td>"
    (only,) = archive(("a.htm", table(cells)), ("a.files/stylesheet.css", styles))
    assert [tuple(cell[:2]) for cell in only.cells.values()] == [(0.177, "0.00%"), (3.5, "0.0")]


def test_a_text_that_the_source_wraps_is_one() -> None:
    (only,) = archive(("a.htm", table("<td>基金运行\r\n  平稳，支出 12\r\n  万元<br>完</td>")))
    assert only.cells[1, 1].value == "基金运行平稳，支出 12 万元\n完"


def test_what_is_hidden_is_known() -> None:
    page = (
        "<html><!--[if gte mso 9]><xml><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>"
        "</x:WorksheetOptions></xml><![endif]--><table><col width=3D64 span=3D2>"
        "<col width=3D0 style=3D'display:none'><tr><td>1</td></tr></table></html>"
    )
    (only,) = archive(("a.htm", page))
    assert (only.state, only.hidden_columns) == ("hidden", (range(3, 4),))


def test_blank_cells_written_as_one_are_not_merged() -> None:
    cells = "<td colspan=3D3 style=3D'mso-ignore:colspan'></td><td colspan=3D2>1</td>"
    (only,) = archive(("a.htm", table(cells)))
    assert only.merged == (((1, 4), (1, 5)),)


def test_parts_are_read_as_they_were_packed() -> None:
    page = base64.b64encode(table("<td>1</td>").encode()).decode()
    parts = (
        "--b\r\nContent-Type: TEXT/HTML; a=b\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{page}\r\n"
    )
    plain = f"--b\nContent-Type: text/html\n\n{table('<td>2</td>')}\n"
    found = read(f"{HEAD}{parts}{plain}--b--".encode(), DEFAULT).sheets
    assert [one.cells[1, 1].value for one in found] == [1, 2]


@pytest.mark.parametrize(
    "content",
    [
        HEAD.replace("boundary", "b"),
        HEAD,
        HEAD + "--b\r\nno head",
        HEAD + "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n=a",
    ],
)
def test_an_archive_that_is_broken_is_no_workbook(content: str) -> None:
    with pytest.raises(UnreadableBook):
        read(content.encode(), DEFAULT)


def test_a_page_beyond_all_measure_is_refused() -> None:
    few = replace(DEFAULT, characters=100)
    long = HEAD + "--b\r\nContent-Type: text/html\r\n\r\n" + table("<td>1</td>" * 20)
    with pytest.raises(TooMuch):
        read(long.encode(), few)


def test_an_archive_without_a_table_is_no_workbook() -> None:
    with pytest.raises(UnreadableBook):
        archive(("a.htm", "<html><p>请登录</p></html>"))


@pytest.mark.parametrize(
    "start",
    [
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related",
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: file:///a\r\nSubject: a\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/related",
    ],
)
def test_archives_of_office_programs_and_browsers_are_known(start: str) -> None:
    assert recognise(start.encode()) is WorkbookKind.WEB_ARCHIVE
