"""Nothing hostile or odd gets past the gate."""

import struct
import subprocess
import sys

import pytest
from files import DOCTYPE, FAR, GOOD, ONE, add, book, lock, ole, pack, sheet, spoil, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from sipipeline.intake import extent
from sipipeline.intake.gate import Accepted, open_workbook
from sipipeline.intake.refusals import Refusal

OPEN_DOCUMENT: dict[str, bytes | str] = {
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet"
}
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("X014", b"", "0 字节"),
    "zeros": ("X013", bytes(5000), "空字节"),
    "noise": ("X010", bytes(range(256)) * 9, "不是工作簿"),
    "xls without records": ("X013", ole("Workbook", "\x05SummaryInformation"), "损坏"),
    "old xls without records": ("X013", ole("Book"), "损坏"),
    "bare records, cut off": ("X013", b"\x09\x08\x10\0\0\x06\x05\0" + bytes(90), "损坏"),
    "Excel 4": ("X011", b"\x09\x04\x06\0\0\0\x10\0" + bytes(90), "Excel 4.0"),
    "encrypted": ("X012", ole("\x06DataSpaces", "EncryptionInfo", "EncryptedPackage"), "密码"),
    "doc with a workbook in it": (
        "X017",
        ole("ObjectPool", "WordDocument", inner="Workbook"),
        "Word",
    ),
    "xls with a document in it": ("X013", ole("MBD0001", "Workbook", inner="WordDocument"), "损坏"),
    "msg": ("X017", ole("__properties_version1.0"), "Outlook"),
    "cut ole": ("X013", ole("Workbook")[:600], "损坏"),
    "sealed": ("X012", b"%TSD-Header-###%" + bytes(range(200)), "加密软件"),
    "xml 2003, cut off": (
        "X013",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "损坏",
    ),
    "ods with a password": (
        "X012",
        pack({**OPEN_DOCUMENT, "META-INF/manifest.xml": "<m:encryption-data/>"}),
        "解不开，给出密码也不行",
    ),
    "ods encrypted as a whole": (
        "X012",
        pack({**OPEN_DOCUMENT, "encrypted-package": "x"}),
        "OpenDocument",
    ),
    "docx with a workbook in it": (
        "X017",
        pack({"word/document.xml": "", "word/embeddings/Microsoft_Excel_Sheet1.xlsx": GOOD}),
        "里面嵌着工作簿",
    ),
    "numbers": ("X011", pack({"Index/Document.iwa": ""}), "Numbers"),
    "numbers of 2013": ("X011", pack({"Index.zip": "", "Metadata/a.plist": ""}), "Numbers"),
    "numbers of 2009": (
        "X011",
        pack({"index.xml": "", "buildVersionHistory.plist": ""}),
        "Numbers",
    ),
    "tar": ("X017", b"a.xlsx".ljust(257, b"\0") + b"ustar\0" + bytes(90), "TAR"),
    "bzip2": ("X017", b"BZh91AY&SY" + bytes(90), "bzip2"),
    "xz": ("X017", b"\xfd7zXZ\0" + bytes(90), "xz"),
    "cab": ("X017", b"MSCF" + bytes(90), "CAB"),
    "self-extracting": ("X017", b"MZ" + bytes(range(256)), "可执行程序"),
    "shortcut to a page": ("X017", b"[InternetShortcut]\r\nURL=https://a.invalid", "快捷方式"),
    "answer of a drive": ("X017", b'{"code":401,"message":"login"}', "网盘或网站的一段数据"),
    "place of a file in a cloud": ("X017", b"bplist00" + bytes(90), "网盘"),
    "first page without its sheets": (
        "X017",
        b"<html><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>a</x:Name><x:WorksheetSource "
        b'HRef="a.files/sheet001.htm"/></x:ExcelWorksheet></xml><![endif]--></html>',
        ".files 文件夹",
    ),
    "log-in page": ("X017", "<!DOCTYPE html><title>登录</title>".encode(), "登录页"),
    "pdf": ("X017", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "jpeg": ("X017", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(90), "图片"),
    "rar": ("X017", b"Rar!\x1a\x07\x01\0" + bytes(90), "RAR"),
    "shortcut": ("X017", b"L\0\0\0\x01\x14\x02\0" + bytes(90), "快捷方式"),
    "docx": ("X017", pack({"[Content_Types].xml": "", "word/document.xml": ""}), "Word"),
    "pptx": ("X017", pack({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "演示"),
    "ofd": ("X017", pack({"OFD.xml": "", "Doc_0/Document.xml": ""}), "OFD"),
    "ods without tables": (
        "X013",
        pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "损坏",
    ),
    "xlsb without sheets": (
        "X013",
        pack({"[Content_Types].xml": "", "xl/workbook.bin": ""}),
        "损坏",
    ),
    "plain zip": ("X010", pack({"a.xlsx": GOOD}), "压缩包"),
    "empty zip": ("X010", pack({}), "压缩包"),
    "locked zip": ("X018", lock(pack({"a.xlsx": GOOD})), "密码"),
    "cut off": ("X013", GOOD[:-40], "不完整"),
    "half": ("X013", GOOD[: len(GOOD) // 2], "不完整"),
    "bit turned": ("X013", spoil(GOOD, "xl/worksheets/sheet3.xml"), "损坏"),
    "part twice": ("X016", add(book(sheet(ONE)), XL__worksheets__SHEET1_xml=sheet(FAR)), "重复"),
    "sheet part missing": ("X013", book(sheet(ONE), target="worksheets/sheet9.xml"), "损坏"),
    "sheets share a part": ("X016", book(sheet(ONE), sheets=9), "重复"),
    "workbook elsewhere": ("X011", book(sheet(ONE), root="xl/workbook2.xml"), "少见"),
    "too many sheets": ("X015", book(sheet(ONE), sheets=1000), "工作表"),
    "doctype": ("X016", book(sheet(ONE, before=DOCTYPE)), "DOCTYPE"),
    "utf-16 part": ("X011", book(sheet(FAR).encode("utf-16")), "少见"),
    "foreign encoding": (
        "X011",
        book(sheet(FAR, before='<?xml version="1.0" encoding="UTF-7"?>')),
        "少见",
    ),
    "bomb": ("X016", book(sheet(ONE) + " " * (60 << 20)), "膨胀"),
    "huge": ("X015", b"PK\x03\x04" + bytes(51 << 20), "50 MB"),
    "far": ("X015", book(sheet(FAR)), "“收支1”的 XFD1048576"),
    "far, then near": (
        "X015",
        book(sheet(FAR + '<row r="2"><c r="A2"><v>1</v></c></row>')),
        "XFD1048576",
    ),
    "far, in another row's tag": (
        "X015",
        book(sheet('<row r="2"><c r="XFD1048576"><v>1</v></c></row>')),
        "XFD",
    ),
    "far, in lower case": ("X015", book(sheet(FAR.replace("XFD", "xfd"))), "XFD1048576"),
    "far, in single quotes": ("X015", book(sheet(FAR.replace('"', "'"))), "XFD1048576"),
    "far, with spaces": ("X015", book(sheet(FAR.replace("=", " \n= "))), "XFD1048576"),
    "far, with other attributes": (
        "X015",
        book(sheet(FAR.replace("c r", 'c t="n" b=">" r'))),
        "XFD1048576",
    ),
    "far, with a prefix": (
        "X015",
        book(sheet(FAR.replace("<", "<x:").replace("<x:/", "</x:"))),
        "XFD1048576",
    ),
    "far, counted": (
        "X015",
        book(
            sheet(
                '<row><c r="XFC1"><v>1</v></c><c><v>1</v></c></row><row '
                'r="99999"/><row><c/><c><v>1</v></c></row>'
            )
        ),
        "B100000",
    ),
    "far, absolute target": ("X015", book(sheet(FAR), target="/xl/worksheets/sheet1.xml"), "收支1"),
    "far, odd name": ("X015", book(sheet(FAR), part="XL\\Worksheets\\Sheet1.XML"), "收支1"),
    "beyond the sheet": ("X013", book(sheet(ONE.replace("A1", "ZZZZ99999999"))), "ZZZZ99999999"),
    "spelled out": ("X013", book(sheet(FAR.replace("XFD", "&#88;FD"))), "&#88;FD"),
    "broken tag": ("X013", book(sheet(FAR.replace(' r="XFD', ' b="<" r="XFD'))), "位置"),
    "two references": (
        "X013",
        book(sheet('<row r="1"><c r="A1" r="XFD1048576"><v>1</v></c></row>')),
        "位置",
    ),
    "too many strings promised": (
        "X015",
        add(book(sheet(ONE)), xl__sharedStrings_xml='<sst uniqueCount="4294967295"/>'),
        "太多",
    ),
    "merged to the end": (
        "X015",
        book(sheet(ONE, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        "合并",
    ),
}

ACCEPTED: dict[str, bytes] = {
    "as written": GOOD,
    "smallest": book(sheet(ONE)),
    "formatted to the end": book(
        sheet(ONE + '<row r="1048576"><c r="XFD1048576" s="1"/><c r="B9" s="1"></c></row>')
    ),
    "wrong dimension": book(
        sheet(ONE).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    ),
    "no references": book(sheet("<row><c><v>1</v></c><c><v>2</v></c></row>" * 50)),
    "a long list": workbook(1, 5000),
    "remains of a deleted part": add(GOOD, trash__0000_dat=bytes(900)),
    "a picture": add(GOOD, xl__media__image1_png=b"\x89PNG" + bytes(range(256))),
    "foreign custom part": add(GOOD, customXml__item1_xml="<a/>".encode("utf-16")),
    "bytes after the end": GOOD + b"\r\n",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_checked_is_refused_with_a_reason_and_advice(case: str) -> None:
    code, content, words = REFUSED[case]
    refusal = open_workbook(content)
    assert isinstance(refusal, Refusal)
    assert (refusal.rule.code, words in refusal.reason.zh) == (code, True), refusal
    for text in (refusal.reason, refusal.todo):
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
        assert "{" not in text.zh + text.en


READ_ALL = """
import io, struct, sys
from python_calamine import CalamineWorkbook
data = sys.stdin.buffer
while size := data.read(4):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data.read(struct.unpack("<I", size)[0])))
    sheets = map(book.get_sheet_by_name, book.sheet_names)
    print(sum(len(sheet.to_python(skip_empty_area=False)) for sheet in sheets))
"""


def test_calamine_survives_what_the_gate_lets_through() -> None:
    gated = {case: open_workbook(content) for case, content in ACCEPTED.items()}
    assert [case for case, found in gated.items() if isinstance(found, Refusal)] == []
    sent = b"".join(struct.pack("<I", len(content)) + content for content in ACCEPTED.values())
    read = subprocess.run(
        [sys.executable, "-c", READ_ALL], input=sent, capture_output=True, check=False
    )
    assert read.returncode == 0, read.stderr
    assert len(read.stdout.split()) == len(ACCEPTED)


@settings(max_examples=300, deadline=2000)
@given(st.data())
def test_the_gate_never_raises(data: st.DataObject) -> None:
    base = data.draw(
        st.sampled_from([b"", GOOD, book(sheet(FAR)), ole("Workbook", "a", inner="b")])
    )
    content = bytearray(base) or bytearray(data.draw(st.binary(max_size=300)))
    for _ in range(data.draw(st.integers(0, 6)) if content else 0):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
        if not content:
            break
    result = open_workbook(bytes(content))
    assert isinstance(result, (Accepted, Refusal))


@pytest.mark.parametrize(
    ("rows", "reach"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="9000"><c r="B9000" s="3"/></row>', 1),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="900" s="3" customFormat="1"/>', 1),
        ('<row r="9000"><c r="B9000" s="3"><v>1</v></c></row>', 18000),
        ('<row r="9000"><c r="B9000" s="3"></c><c r="C9000"><v>1</v></c></row>', 27000),
        ("<row r='9000'><c r='B9000'><v>1</v></c></row>", 18000),
        ('<x:row r="9000"><x:c r="B9000"><x:v>1</x:v></x:c></x:row>', 18000),
    ],
)
def test_blank_cells_lay_out_nothing_however_they_are_written(rows: str, reach: int) -> None:
    assert extent.measure(rows.encode(), 10**9).area == reach
