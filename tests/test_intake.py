"""What comes in: nothing hostile or odd gets past the gate, nothing that was sent is lost on the
way to it."""

import io
import pickle
import struct
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sipipeline.core.errors import UsageError
from sipipeline.intake import refusals
from sipipeline.intake.gate import Refusal, open_workbook
from sipipeline.intake.sources import Source, collect, load
from sipipeline.xlsx.package import Package

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def workbook(sheets: int = 7, rows: int = 40) -> bytes:
    """As a program writes it: styles, shared strings, formulas."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for number in range(sheets):
            sheet = book.add_worksheet(f"表{number}")
            for row in range(rows):
                sheet.write_row(row, 0, [f"项目{row}", row * 17, 0.98, "", row + 1])
                sheet.write_formula(row, 6, f"=B{row + 1}", None, row * 17)
            sheet.merge_range("A50:G50", "合计")
    return buffer.getvalue()


def pack(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def sheet(data: str, before: str = "", after: str = "") -> str:
    return f'{before}<worksheet xmlns="x"><sheetData>{data}</sheetData>{after}</worksheet>'


def book(
    data: str | bytes,
    part: str = "xl/worksheets/sheet1.xml",
    target: str = "worksheets/sheet1.xml",
    sheets: int = 1,
    root: str = "xl/workbook.xml",
    namespace: str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
) -> bytes:
    """The smallest workbook, its sheet written by hand."""
    listed = "".join(
        f'<sheet name="收支{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, sheets + 1)
    )
    to_workbook = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{root}"/>'
    relation = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="{target}"/>'
    return pack(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships">{to_workbook}</Relationships>'
            ),
            "xl/workbook.xml": (
                f'<workbook xmlns="{namespace}" '
                f'xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'
            ),
            part: data,
        }
    )


def ole(*names: str, inner: str = "") -> bytes:
    """A compound file with these streams under the root, and `inner` in a storage below the
    first."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<2I", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, *range(2, 5), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    none = 0xFFFFFFFF

    def entry(name: str, right: int = none, child: int = none) -> bytes:
        raw = name.encode("utf-16-le")
        return struct.pack("<64sHBB3I48x", raw, len(raw) + 2, 2, 1, none, right, child)

    last = len(names)
    entries = [entry("Root Entry", child=1)]
    for number, name in enumerate(names, 1):
        child = last + 1 if inner and number == 1 else none
        entries.append(entry(name, number + 1 if number < last else none, child))
    if inner:
        entries.append(entry(inner))
    return bytes(header) + table + b"".join(entries).ljust(2048, b"\0")


def lock(content: bytes) -> bytes:
    """The same zip with every member marked as encrypted."""
    locked = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(mark)
        while start >= 0:
            locked[start + place] |= 1
            start = locked.find(mark, start + 4)
    return bytes(locked)


def spoil(content: bytes, part: str) -> bytes:
    """One bit turned in the middle of a part."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        member = file.getinfo(part)
    spoilt = bytearray(content)
    spoilt[member.header_offset + 30 + len(part) + member.compress_size // 2] ^= 4
    return bytes(spoilt)


def add(content: bytes, **members: bytes | str) -> bytes:
    """The same zip with more members; `__` in a name stands for `/`, `_` before the end for the
    dot."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as file:
        for name, data in members.items():
            file.writestr(".".join(name.replace("__", "/").rsplit("_", 1)), data)
    return buffer.getvalue()


def opened(source: Source) -> bytes | Refusal:
    """The content that the gate let through, or its refusal."""
    found = load(source)
    return found.content if isinstance(found, Package) else found


GOOD = workbook()
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("X014", b"", "0 字节"),
    "zeros": ("X013", bytes(5000), "损坏"),
    "noise": ("X010", bytes(range(256)) * 9, "不是工作簿"),
    "xls": ("X011", ole("Workbook", "\x05SummaryInformation"), ".xls / .et"),
    "old xls": ("X011", ole("Book"), ".xls / .et"),
    "bare biff": ("X011", b"\x09\x08\x10\0\0\x06\x05\0" + bytes(90), ".xls / .et"),
    "encrypted": ("X012", ole("\x06DataSpaces", "EncryptionInfo", "EncryptedPackage"), "密码"),
    "doc with a workbook in it": (
        "X017",
        ole("ObjectPool", "WordDocument", inner="Workbook"),
        "Word",
    ),
    "xls with a document in it": ("X011", ole("MBD0001", "Workbook", inner="WordDocument"), ".xls"),
    "msg": ("X017", ole("__properties_version1.0"), "Outlook"),
    "cut ole": ("X013", ole("Workbook")[:600], "损坏"),
    "sealed": ("X012", b"%TSD-Header-###%" + bytes(range(200)), "加密软件"),
    "html": ("X011", "\ufeff<html><table><tr><td>收入".encode(), "网页"),
    "html in gbk": ("X011", "\r\n<TABLE><tr><td>收入合计".encode("gbk"), "网页"),
    "mht": (
        "X011",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n",
        "网页",
    ),
    "xml 2003": (
        "X011",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "2003",
    ),
    "csv": ("X017", "科目,预算数\n收入合计,43937\n".encode("gbk"), "文本"),
    "utf-16 text": ("X017", "科目\t43937\n".encode("utf-16"), "文本"),
    "pdf": ("X017", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "jpeg": ("X017", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(90), "图片"),
    "rar": ("X017", b"Rar!\x1a\x07\x01\0" + bytes(90), "RAR"),
    "shortcut": ("X017", b"L\0\0\0\x01\x14\x02\0" + bytes(90), "快捷方式"),
    "docx": ("X017", pack({"[Content_Types].xml": "", "word/document.xml": ""}), "Word"),
    "pptx": ("X017", pack({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "演示"),
    "ofd": ("X017", pack({"OFD.xml": "", "Doc_0/Document.xml": ""}), "OFD"),
    "ods": ("X011", pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
    "xlsb": ("X011", pack({"[Content_Types].xml": "", "xl/workbook.bin": ""}), ".xlsb"),
    "strict": (
        "X011",
        book(sheet(ONE), namespace="http://purl.oclc.org/ooxml/spreadsheetml/main"),
        "Strict",
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
    "wrong dimension": book(sheet(ONE, before='<dimension ref="A1:XFD1048576"/>')),
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
    assert (refusal.code, words in refusal.reason.zh) == (code, True), refusal
    assert code in refusals.CODES
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
    assert isinstance(result, (Package, Refusal))


def message(*attachments: tuple[str, bytes]) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = "报送"
    mail.set_content("见附件")
    mail.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline"
    )
    for name, content in attachments:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def named_mail(header: bytes) -> bytes:
    """A message whose attachment's name is written as it is given, byte for byte."""
    return bytes(message(("NAME.bin", GOOD))).replace(b'filename="NAME.bin"', header)


def gbk_zip(*members: tuple[str, bytes]) -> bytes:
    """As Windows and WinRAR pack it in China: names in GBK, no UTF-8 flag."""
    stand_ins = {chr(65 + n) * len(name.encode("gbk")): name for n, (name, _) in enumerate(members)}
    content = pack({stand_in: data for stand_in, (_, data) in zip(stand_ins, members)})
    for stand_in, name in stand_ins.items():
        content = content.replace(stand_in.encode(), name.encode("gbk"))
    return content


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('filename="决算表.xlsx"'.encode("gbk"), "决算表.xlsx"),
        ('filename="决算表.xlsx"'.encode(), "决算表.xlsx"),
        (b'filename="=?gb2312?B?vvbL47HtLnhsc3g=?="', "决算表.xlsx"),
        (b'filename="=?utf-8?B?5Yaz566X?=\r\n =?utf-8?B?6KGoLnhsc3g=?="', "决算表.xlsx"),
        (b"filename*=gb2312''%BE%F6%CB%E3%B1%ED.xlsx", "决算表.xlsx"),
        (b"filename*0*=utf-8''%E5%86%B3%E7%AE%97;\r\n filename*1*=%E8%A1%A8.xlsx", "决算表.xlsx"),
        (b"foo=bar", "附件1.xlsx"),
        (b'filename="ATT00001.dat"', "ATT00001.dat.xlsx"),
        (b'filename="../../etc/a.xlsx"', "etc_a.xlsx"),
    ],
)
def test_attachment_names_are_read_as_they_were_meant(
    tmp_path: Path, header: bytes, name: str
) -> None:
    mail = tmp_path / "信.eml"
    mail.write_bytes(named_mail(header))
    [source] = collect([str(mail)])
    assert source.path == f"{mail}/{name}"
    assert opened(source) == GOOD


def test_messages_and_archives_are_opened_to_the_last_workbook(tmp_path: Path) -> None:
    inner = gbk_zip(("伊州区/决算.xlsx", GOOD), ("说明.txt", b"x"), ("__MACOSX/._a.xlsx", b"x"))
    pack_ = gbk_zip(
        ("表10.xlsx", GOOD),
        ("表2.xls", ole("Workbook")),
        ("内层.zip", inner),
        ("../../外.xlsx", GOOD),
    )
    forwarded = message(("转发.xlsx", GOOD))
    mail = message(("全部.zip", pack_), ("说明.pdf", b"%PDF"), ("a.xlsx", GOOD), ("a.xlsx", GOOD))
    mail.add_attachment(forwarded)
    path = tmp_path / "信.eml"
    path.write_bytes(bytes(mail))
    sources = collect([str(path)])
    assert {
        source.path.removeprefix(f"{path}/"): opened(source) == GOOD
        for source in pickle.loads(pickle.dumps(sources))
    } == {
        "全部.zip/内层.zip/伊州区/决算.xlsx": True,
        "全部.zip/外.xlsx": True,
        "全部.zip/表2.xls": False,
        "全部.zip/表10.xlsx": True,
        "a.xlsx": True,
        "a (2).xlsx": True,
        "转发.xlsx": True,
    }
    assert "全部.zip/表10.xlsx" in sources[3].path


def test_a_container_without_a_workbook_says_why(tmp_path: Path) -> None:
    deep = GOOD
    for level in range(4):
        deep = pack({f"{level}.zip" if level else "a.xlsx": deep})
    files = {
        "a.eml": ("X019", bytes(message(("说明.pdf", b"%PDF")))),
        "b.eml": ("X019", bytes(message(("winmail.dat", b"x")))),
        "c.zip": ("X019", pack({"说明.docx": b"x"})),
        "d.zip": ("X018", lock(pack({"a.xlsx": GOOD}))),
        "e.zip": ("X013", pack({"a.xlsx": GOOD})[:-30]),
        "f.zip": ("X015", deep),
        "g.zip": ("X016", pack({"a.xlsx": bytes(40 << 20)})),
        "h.zip": ("X013", spoil(pack({"a.xlsx": GOOD}), "a.xlsx")),
        "i.zip": ("X014", b""),
        "j.eml": ("X017", ole("__properties_version1.0")),
        "k.zip": ("X019", pack({})),
    }
    for name, (_, content) in files.items():
        (tmp_path / name).write_bytes(content)
    told = {Path(source.file).name: opened(source) for source in collect([str(tmp_path)])}
    assert {name: told[name].code for name in told if isinstance(told[name], Refusal)} == {
        name: code for name, (code, _) in files.items()
    }


def test_folders_are_walked_in_natural_order_without_litter_or_repeats(tmp_path: Path) -> None:
    for name in (
        "表10.xlsx",
        "表2.XLSX",
        "~$表2.xlsx",
        ".~表2.et",
        ".hidden.xlsx",
        "说明.docx",
        "b/表.et",
        "b/x.rar",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    for name in ("annotated/表2.xlsx", ".git/a.xlsx", "__MACOSX/a.xlsx", "renamed.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "b" / "again.xlsx").symlink_to(tmp_path / "表2.XLSX")
    out = tmp_path / "annotated"
    expected = ["b/again.xlsx", "b/x.rar", "b/表.et", "renamed.zip", "表10.xlsx"]
    found = collect([str(tmp_path), str(tmp_path / "表10.xlsx")], exclude=[out])
    assert [source.path.removeprefix(f"{tmp_path}/") for source in found] == expected
    assert opened(next(source for source in found if source.name == "renamed.zip")) == GOOD
    assert len(collect([str(out)], exclude=[out])) == 1
    assert [source.name for source in collect([f"{tmp_path}/表*", f"{tmp_path}/~$表2.xlsx"])] == [
        "表2.XLSX",
        "表10.xlsx",
    ]
    assert isinstance(opened(collect([str(tmp_path / "说明.docx")])[0]), bytes)


def test_a_path_that_leads_nowhere_is_an_error_of_the_call(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "~$a.xlsx").touch()
    for path in ("nothing.xlsx", "empty", "*.xlsx", "~$a.xlsx"):
        with pytest.raises(UsageError):
            collect([str(tmp_path / path)])
    gone = Source("a.xlsx", str(tmp_path / "gone.xlsx"))
    assert opened(gone) == refusals.CANNOT_OPEN
