"""What is ours is known and taken out again, whatever another program made of it."""

import io

import openpyxl
from copies import FINDINGS, looks, parts, rebuilt, saved, workbook

from sipipeline.annotation.annotate import annotate, strip_marks
from sipipeline.annotation.colours import Look


def test_marks_are_known_without_the_result_sheet_and_the_result_sheet_without_its_name() -> None:
    source = workbook()
    book = openpyxl.load_workbook(io.BytesIO(annotate(source, FINDINGS, "zh")))
    del book["校验结果"]
    assert looks(strip_marks(saved(book))) == looks(source)
    book = openpyxl.load_workbook(io.BytesIO(annotate(source, FINDINGS, "zh")))
    del book.defined_names["_sipipeline_result"]
    book["校验结果"].title = "改了名"
    assert looks(strip_marks(saved(book))) == looks(source)


def test_moved_marks_are_still_taken_out() -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotate(workbook(), FINDINGS, "zh")))
    book["居民养老"].insert_rows(2, 3)
    book["居民养老"]["C4"]._style = book["居民养老"]["C17"]._style
    colours = {str(look[1][1]) for look in looks(strip_marks(saved(book))).values()}
    assert not any(colour[:-1] in {look[:-1] for look in Look} for colour in colours)


def test_marks_of_a_copy_of_an_earlier_version_are_taken_out() -> None:
    source = workbook()
    copy = parts(annotate(source, FINDINGS, "zh"))
    styles = copy["xl/styles.xml"].replace(b"FFFE6A5", b"FFFE8A5")
    assert styles != copy["xl/styles.xml"]
    assert looks(strip_marks(rebuilt(source, copy | {"xl/styles.xml": styles}))) == looks(source)
