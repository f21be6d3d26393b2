"""Rows that nobody looks at are no part of the tree of a large sheet, and come back byte for
byte."""

import pytest
from files import book

from sipipeline.xlsx import rows
from sipipeline.xlsx.package import open_package

PART = "xl/worksheets/sheet1.xml"
LAST = 40_000


def filled(number: int) -> str:
    return f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>'


def blank(number: int) -> str:
    return f'<row r="{number}" s="3" customFormat="1"><c r="B{number}" s="3"/></row>'


def sheet(*pieces: str) -> bytes:
    return f"<worksheet><sheetData>{''.join(pieces)}</sheetData><pageMargins/></worksheet>".encode()


BLANKS = "".join(map(blank, range(3, LAST)))
FILLED = "".join(map(filled, range(3, LAST)))
LARGE = sheet(filled(1), filled(2), BLANKS, filled(LAST))


def test_blank_rows_are_passed_over_and_come_back() -> None:
    thinned = rows.without_blank_rows(LARGE)
    assert thinned.data == sheet(filled(1), filled(2), filled(LAST))
    assert rows.put_back(thinned.data, thinned.gaps, LARGE) == LARGE


@pytest.mark.parametrize(
    "content",
    [
        sheet(filled(1), BLANKS.replace('<c r="B9" s="3"/>', '<c r="B9" s="3"><v>1</v></c>')),
        sheet(filled(1), BLANKS, "<row><c><v>1</v></c></row>"),
        sheet(BLANKS),
        sheet(BLANKS, filled(2), filled(LAST)),
        sheet(filled(1), BLANKS, BLANKS, filled(2)),
        sheet(filled(1), BLANKS, '<row r="50000"><c r="A50000" t="inlineStr"><is/></c></row>'),
    ],
    ids=["a value between", "no number", "nothing else", "out of order", "twice", "a text"],
)
def test_nothing_with_a_value_is_passed_over_and_nothing_is_lost(content: bytes) -> None:
    thinned = rows.without_blank_rows(content)
    assert thinned.data.count(b"<v>") == content.count(b"<v>")
    assert thinned.data.count(b"<is/>") == content.count(b"<is/>")
    whole = rows.put_back(thinned.data, thinned.gaps, content)
    assert len(whole) == len(content)
    assert whole.count(b"<row") == content.count(b"<row")


def test_a_sheet_of_usual_size_is_left_as_it_is() -> None:
    content = sheet(filled(1), *map(blank, range(2, 2000)))
    assert rows.without_blank_rows(content) == rows.Thinned(content)


@pytest.mark.parametrize("wanted", [{1}, {5, 17}, {LAST}, {LAST + 9}, {7, 8, 9}, set[int]()])
def test_wanted_rows_alone_are_in_the_tree(wanted: set[int]) -> None:
    content = sheet(filled(1), FILLED, filled(LAST))
    thinned = rows.with_rows(content, wanted)
    there = {number for number in wanted if number in (1, *range(3, LAST + 1))}
    assert thinned.data == sheet(*map(filled, sorted(there)))
    assert rows.put_back(thinned.data, thinned.gaps, content) == content


def test_comments_between_the_rows_come_back_with_them() -> None:
    content = sheet(filled(1), FILLED.replace("</row>", "<!-- 甲 --></row><!---->"), filled(LAST))
    thinned = rows.with_rows(content, {1, 5})
    assert len(thinned.data) < 1_000
    assert rows.put_back(thinned.data, thinned.gaps, content) == content


@pytest.mark.parametrize("inside", ['<row r="9"/>', "</sheetData>", "<v>", "a -> b"])
def test_a_comment_with_tags_leaves_the_sheet_whole(inside: str) -> None:
    content = sheet(filled(1), f"<!-- {inside} -->", FILLED)
    assert rows.with_rows(content, {1}) == rows.Thinned(content)


def test_a_row_that_is_new_stands_between_its_neighbours() -> None:
    content = sheet(filled(1), *map(filled, range(3, 40)), *map(filled, range(50, 90)))
    thinned = rows.with_rows(content, {45})
    edited = thinned.data.replace(b"</sheetData>", filled(45).encode() + b"</sheetData>")
    whole = rows.put_back(edited, thinned.gaps, content)
    assert whole == content.replace(filled(50).encode(), (filled(45) + filled(50)).encode())


@pytest.mark.parametrize(
    "content",
    [
        sheet(filled(5), filled(3), FILLED),
        sheet('<row spans="1:2" r="2"/>', FILLED),
        sheet("<!-- <row/> -->", FILLED),
        sheet("<x:row/>", FILLED),
    ],
    ids=["out of order", "another spelling", "a comment", "a prefix"],
)
def test_a_sheet_written_in_an_unusual_way_stays_whole(content: bytes) -> None:
    assert rows.with_rows(content, {9}) == rows.Thinned(content)


def test_a_package_writes_what_was_changed_and_all_the_rest() -> None:
    blanks = "".join(map(blank, range(LAST, 2 * LAST)))
    content = sheet(FILLED, blanks, filled(2 * LAST)).replace(
        b"<worksheet>", b'<worksheet xmlns="x">'
    )
    package = open_package(book(content))
    assert len(package.read(PART)) == len(content) - len(blanks)
    for number in (5, 2 * LAST):
        (row,) = package.edit_rows(PART, {number})[0]
        row.set("s", "7")
    written = open_package(package.to_bytes()).archive
    data = written.extract(next(one for one in written.members if one.filename == PART))
    assert len(data) == len(content) + data.index(b"<worksheet") + 2 * len(' s="7"')
    assert blanks.encode() in data
    assert data.count(b'<row r="5" s="7">') == data.count(b'<row r="80000" s="7">') == 1
