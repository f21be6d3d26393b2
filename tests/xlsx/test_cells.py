"""A cell is the same however its XML is spelled: its value, its error, its formula."""

import re
from collections.abc import Callable

import pytest
from files import book

from sipipeline.reading.frames import load_frames
from sipipeline.xlsx.cells import NO_MARKS, cells, marks_of
from sipipeline.xlsx.package import open_package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
USUAL = (
    '<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
    '<row r="2"><c r="A2" s="1" t="str"><f>UPPER("a")</f><v>A</v></c>'
    '<c r="B2"><f>A1+1</f><v>8</v></c><c r="C2"><f>A1*2</f></c></row>'
    '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    '<c r="B3" t="str"><f t="shared" si="0"/><v></v></c></row>'
)
ERRORS = {"B1": "#REF!", "A3": "#DIV/0!"}
FORMULAS = {"A2": True, "B2": True, "C2": False, "A3": True, "B3": True}


def prefixed(rows: str) -> str:
    return rows.replace("<", "<x:").replace("<x:/", "</x:")


def turned(rows: str) -> str:
    """Attributes in the opposite order."""
    return re.sub(r'<c( r="\w+")( s="\w+")?( t="\w+")?', r"<c\3\2\1", rows)


def quoted(rows: str) -> str:
    """Attributes in single quotes, with spaces and lines between."""
    return re.sub(r' (\w+)="(\w+)"(?=[^<>]*>)', r"  \1 =\n'\2'", rows)


def bare(rows: str) -> str:
    """Cells and rows without references."""
    return re.sub(r'<(c|row) r="\w+"', r"<\1", rows)


def commented(rows: str) -> str:
    """Comments, spaces and empty elements between the parts of a cell."""
    return rows.replace("<f>", "<!-- <c r='Z9'><f>1</f></c> --> <f>").replace("<v></v>", "<v/>")


SPELLINGS: list[Callable[[str], str]] = [str, prefixed, turned, quoted, bare, commented]


def worksheet(rows: str) -> str:
    if "<x:" in rows:
        return f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("spell", SPELLINGS)
def test_a_cell_is_the_same_in_every_spelling(spell: Callable[[str], str]) -> None:
    rows = spell(USUAL)
    assert spell is str or rows != USUAL
    (sheet,) = load_frames(open_package(book(worksheet(rows)))).sheets
    assert sheet.marks.errors == ERRORS
    assert sheet.marks.formulas == FORMULAS
    assert sheet.rows[:2] == [[7.0, ""], ["A", 8.0]]


def test_one_odd_cell_makes_no_other_unseen() -> None:
    odd = USUAL.replace('<c r="B2">', '<c  r="B2">')
    assert marks_of(worksheet(odd).encode()).formulas == FORMULAS


def test_a_text_that_looks_like_an_error_is_none() -> None:
    rows = '<row r="1"><c r="A1" t="str"><f>IF(t="e",1,"#REF!")</f><v>#REF!</v></c></row>'
    marks = marks_of(worksheet(rows).encode())
    assert (marks.errors, marks.formulas) == ({}, {"A1": True})


def test_a_sheet_without_cells_has_no_marks() -> None:
    for sheet in (b"", worksheet("").encode()):
        assert (marks_of(sheet).errors, marks_of(sheet).formulas) == ({}, {})


@pytest.mark.parametrize("sheet", [b"", b"<", b"<row", b"\xff\xfe", b"<!-- <c/>", b"<f>1</f>:c "])
def test_what_is_no_sheet_has_no_cells(sheet: bytes) -> None:
    assert list(cells(sheet)) == []
    assert marks_of(sheet) == NO_MARKS
