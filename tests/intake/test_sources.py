"""Nothing that was sent is lost on the way to the gate."""

import base64
import pickle
import struct
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from files import GOOD, lock, ole, pack, spoil

from benchmarks.growth import echoes
from sipipeline.core.errors import UsageError
from sipipeline.intake import refusals
from sipipeline.intake.gate import Accepted
from sipipeline.intake.names import safe
from sipipeline.intake.refusals import Refusal
from sipipeline.intake.sources import Source, collect, load


def opened(source: Source) -> bytes | Refusal:
    """The content that the gate let through, or its refusal."""
    found = load(source)
    return found.package.content if isinstance(found, Accepted) else found


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
        (b'filename="%E5%86%B3%E7%AE%97%E8%A1%A8.xlsx"', "决算表.xlsx"),
        (b'filename="%BE%F6%CB%E3%B1%ED.xlsx"', "决算表.xlsx"),
        (b'filename="=?utf-8?B?5Yaz5w==?=\r\n =?utf-8?B?rpfooagueGxzeA==?="', "决算表.xlsx"),
        (b'filename="=?gbk?Q?=BE=F6=CB=E3=B1=ED.xlsx?="', "决算表.xlsx"),
        (b"filename*=utf-8''%3D%3Futf-8%3FB%3F5Yaz566X6KGoLnhsc3g%3D%3F%3D", "决算表.xlsx"),
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


@pytest.mark.parametrize(
    "before",
    [b"\xef\xbb\xbf", b"\r\n", b"\n \n", b"From clerk@example.com Mon Mar  1 08:00:00 2021\n"],
)
def test_what_stands_before_the_headers_hides_no_attachment(tmp_path: Path, before: bytes) -> None:
    mail = tmp_path / "信.eml"
    mail.write_bytes(before + bytes(message(("决算.xlsx", GOOD))))
    [source] = collect([str(mail)])
    assert (source.name, opened(source) == GOOD) == ("决算.xlsx", True)


def test_a_message_attached_in_base64_is_opened(tmp_path: Path) -> None:
    inner = base64.encodebytes(bytes(message(("决算.xlsx", GOOD)))).decode()
    (tmp_path / "信.eml").write_text(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: message/rfc822; name=a.eml\nContent-Transfer-Encoding: base64\n\n"
        f"{inner}\n--b--\n"
    )
    [source] = collect([str(tmp_path / "信.eml")])
    assert (source.name, opened(source) == GOOD) == ("决算.xlsx", True)


def tnef(*files: tuple[bytes, bytes], long_name: str = "") -> bytes:
    """A winmail.dat as Outlook writes it; short names are in the code page of the sender."""

    def attribute(level: int, kind: int, data: bytes) -> bytes:
        checksum = sum(data) & 0xFFFF
        return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", checksum)

    parts = [attribute(1, 0x00089006, struct.pack("<I", 0x10000))]
    for name, content in files:
        parts.append(attribute(2, 0x00069002, bytes(14)))
        parts.append(attribute(2, 0x0006800F, content))
        parts.append(attribute(2, 0x00018010, name + b"\0"))
        if long_name:
            wide = long_name.encode("utf-16-le") + b"\0\0"
            value = struct.pack("<III", 0x3707001F, 1, len(wide)) + wide + bytes(-len(wide) % 4)
            flags = struct.pack("<II", 0x37140003, 4)
            parts.append(attribute(2, 0x00069005, struct.pack("<I", 2) + flags + value))
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(parts)


def test_winmail_and_outlook_messages_are_opened(tmp_path: Path) -> None:
    short = tnef(("决算表.xlsx".encode("gbk"), GOOD), (b"note.txt", b"x"))
    long = tnef((b"JUESUA~1.XLS", GOOD), long_name="库尔勒市决算表.xlsx")
    nested = tnef((b"message", tnef((b"a.xlsx", GOOD))))
    names = {}
    for number, content in enumerate((short, long, nested)):
        mail = tmp_path / f"{number}.eml"
        mail.write_bytes(bytes(message(("winmail.dat", content))))
        [source] = collect([str(mail)])
        assert opened(source) == GOOD
        names[number] = source.name
    assert names == {0: "决算表.xlsx", 1: "库尔勒市决算表.xlsx", 2: "a.xlsx"}


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


@pytest.mark.parametrize(("checksum", "name"), [(0, "决算表.xlsx"), (1, "_____.xlsx")])
def test_a_name_in_unicode_beside_that_of_a_member_counts_where_it_is_of_it(
    tmp_path: Path, checksum: int, name: str
) -> None:
    raw = b"?????.xlsx"
    field = b"\1" + struct.pack("<I", zlib.crc32(raw) ^ checksum) + "决算表.xlsx".encode()
    info = zipfile.ZipInfo(raw.decode())
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(info, GOOD)
    [source] = collect([str(tmp_path / "a.zip")])
    assert (source.name, opened(source) == GOOD) == (name, True)


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
        "j.eml": ("X019", ole("__properties_version1.0")),
        "k.zip": ("X019", pack({})),
    }
    for name, (_, content) in files.items():
        (tmp_path / name).write_bytes(content)
    told = {Path(source.file).name: opened(source) for source in collect([str(tmp_path)])}
    refused = {name: one for name, one in told.items() if isinstance(one, Refusal)}
    codes = {name: refusal.rule.code for name, refusal in refused.items()}
    assert codes == {name: code for name, (code, _) in files.items()}


def test_an_archive_that_lists_the_same_bytes_as_several_members_is_not_opened(
    tmp_path: Path,
) -> None:
    named_often = echoes(3)["a.zip"]
    (tmp_path / "a.zip").write_bytes(named_often)
    (source,) = collect([str(tmp_path / "a.zip")])
    assert source.refusal == refusals.OVERLAPPING


def test_folders_are_walked_in_natural_order_without_litter_or_repeats(tmp_path: Path) -> None:
    for name in (
        "表10.xlsx",
        "表2.XLSX",
        "~$表2.xlsx",
        ".~表2.et",
        ".hidden.xlsx",
        "b/表.et",
        "b/x.rar",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    for name in ("annotated/表2.xlsx", ".git/a.xlsx", "__MACOSX/a.xlsx", "renamed.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "说明.docx").write_bytes(b"x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "b" / "again.xlsx").symlink_to(tmp_path / "表2.XLSX")
    (tmp_path / "b" / "circle.xlsx").symlink_to("circle.xlsx")
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


def test_what_is_no_workbook_in_a_container_is_named(tmp_path: Path) -> None:
    inner = pack({"乙县.xlsx": GOOD, "乙县/说明.docx": b"x", "~$乙县.xlsx": b"x"})
    archive: dict[str, bytes | str] = {
        "甲县.xlsx": GOOD,
        "照片/合影.jpg": b"x",
        "照片/": b"",
        "__MACOSX/._甲县.xlsx": b"x",
        ".DS_Store": b"x",
        "再压.zip": inner,
    }
    (tmp_path / "包.zip").write_bytes(pack(archive))
    mail = message(("甲县.xlsx", GOOD), ("请示.pdf", b"%PDF"), ("../读我.txt", b"x"))
    (tmp_path / "信.eml").write_bytes(bytes(mail))
    skipped: list[str] = []
    sources = collect([tmp_path], skipped=skipped.append)
    assert sorted(source.path.removeprefix(f"{tmp_path}/") for source in sources) == [
        "信.eml/甲县.xlsx",
        "包.zip/再压.zip/乙县.xlsx",
        "包.zip/甲县.xlsx",
    ]
    assert sorted(path.removeprefix(f"{tmp_path}/") for path in skipped) == [
        "信.eml/请示.pdf",
        "信.eml/读我.txt",
        "包.zip/再压.zip/乙县/说明.docx",
        "包.zip/照片/合影.jpg",
    ]


# ---------------------------------------------------------------- what honest people send
XML = (
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>'
    b'<Cell><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>'
)
OTHER_XML = b'<?xml version="1.0"?><Invoice/>'


def test_an_xml_document_is_taken_up_where_it_is_a_workbook(tmp_path: Path) -> None:
    files = {"甲县.xml": XML, "发票.xml": OTHER_XML}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a.zip").write_bytes(pack({**files}))
    (tmp_path / "b.eml").write_bytes(bytes(message(*files.items())))
    skipped: list[str] = []
    found = [Path(source.path) for source in collect([tmp_path], skipped=skipped.append)]
    assert [path.name for path in found] == ["甲县.xml"] * 3
    assert {Path(path).name for path in skipped} == {"发票.xml"}


def test_a_damaged_xml_document_does_not_hide_what_lies_beside_it(tmp_path: Path) -> None:
    content = pack({"a.xlsx": GOOD, "b.xml": XML})
    (tmp_path / "a.zip").write_bytes(spoil(content, "b.xml"))
    assert "a.xlsx" in [source.name for source in collect([tmp_path])]


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("甲县.mht", True),
        ("甲县.MHTML", True),
        ("甲县.numbers", True),
        ("甲县.tar", True),
        ("甲县.xlsx.lnk", True),
        ("甲县.xlsx - 快捷方式.lnk", True),
        ("甲县.et.url", True),
        ("通知.lnk", False),
        ("甲县.pdf", False),
        ("甲县.csv", False),
        ("甲县.xlsx.baiduyun.p.downloading", False),
        ("甲县.xlsx ", True),
        ("甲县😀.xlsx", True),
        ("县" * 83 + ".xlsx", True),
    ],
)
def test_what_in_a_folder_is_meant_as_a_submission(
    tmp_path: Path, name: str, is_taken: bool
) -> None:
    (tmp_path / name).write_bytes(b"a")
    (tmp_path / "z.xlsx").write_bytes(b"z")
    skipped: list[str] = []
    found = [source.name for source in collect([tmp_path], skipped=skipped.append)]
    assert (name in found) == is_taken
    assert (str(tmp_path / name) in skipped) == (not is_taken)


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("甲县", True),
        ("甲县.dat", True),
        ("甲县.doc", True),
        ("甲县.PDF", True),
        ("甲县.2023", True),
        ("甲县.xlsx.bak", False),
        ("甲县.xlsx.baiduyun.p.downloading", False),
        ("甲县.xlsx.tmp", False),
        (".甲县", False),
    ],
)
def test_a_workbook_is_taken_up_whatever_its_name(
    tmp_path: Path, name: str, is_taken: bool
) -> None:
    (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "a.zip").write_bytes(pack({name: GOOD, "z.xlsx": GOOD}))
    found = [source.path for source in collect([tmp_path])]
    assert (str(tmp_path / name) in found) == is_taken
    assert (str(tmp_path / "a.zip" / name) in found) == is_taken


def test_another_document_is_not_taken_up_for_a_workbook_in_it(tmp_path: Path) -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    letter = pack({**parts, "word/embeddings/表.xlsx": GOOD})
    (tmp_path / "请示.docx").write_bytes(letter)
    (tmp_path / "请示").write_bytes(letter)
    (tmp_path / "z.xlsx").write_bytes(GOOD)
    assert [source.name for source in collect([tmp_path])] == ["z.xlsx"]


def test_a_folder_without_workbooks_says_what_is_in_it(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"扫描{number}.pdf").write_bytes(b"%PDF")
    with pytest.raises(UsageError) as refused:
        collect([tmp_path])
    assert "里面有 12 个别的文件，都不是工作簿：扫描0.pdf、扫描1.pdf" in refused.value.text.zh
    assert refused.value.text.zh.endswith("扫描9.pdf等")


def test_a_lock_file_says_which_file_is_to_be_checked(tmp_path: Path) -> None:
    (tmp_path / "~$甲县.xlsx").write_bytes(b"a")
    with pytest.raises(UsageError) as refused:
        collect([tmp_path / "~$甲县.xlsx"])
    assert "核对名字里没有 ~ 的那个文件" in refused.value.text.zh


def test_a_name_commands_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "甲县\x1b[31m\n[通过].xlsx").write_bytes(GOOD)
    [source] = collect([tmp_path])
    assert source.name == "甲县\ufffd[31m\ufffd[通过].xlsx"
    assert opened(source) == GOOD


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("CON.xlsx", "_CON.xlsx"),
        ("a/aux", "a/_aux"),
        ("Com1.甲县.xls", "_Com1.甲县.xls"),
        ("console.xlsx", "console.xlsx"),
        ("甲县CON.xlsx", "甲县CON.xlsx"),
    ],
)
def test_a_name_that_windows_keeps_for_a_device_is_changed(written: str, name: str) -> None:
    assert safe(written) == name
