"""The annotated copy: ours goes in, is seen, comes out again; nothing else changes."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from copies import (
    FINDINGS,
    MAIN,
    STRICT,
    finding,
    looks,
    parts,
    rebuilt,
    result,
    shown,
    texts,
    workbook,
)
from lxml import etree
from office import XLSX, converted

from sipipeline.annotation.annotate import annotate, strip_marks
from sipipeline.annotation.colours import Look
from sipipeline.xlsx.package import PackageError


def test_marks_are_seen_and_each_says_its_part() -> None:
    out = annotate(workbook(), FINDINGS, "zh")
    colour, comment = shown(out, "居民养老", "C5")
    assert colour[:-1] == Look.CULPRIT[:-1]
    assert "利息收入填 38,249，应为 38,429（数字颠倒）。依据：收入小计不等于各项之和" in comment
    assert "怎么改：本格改成 38,429。" in comment
    colour, comment = shown(out, "居民养老", "C14")
    assert colour[:-1] == Look.ERROR_RELATED[:-1]
    assert comment.startswith("本格多半没有错，请看 C5（“校验结果”第 1 条）。")
    assert shown(out, "居民养老", "C4")[1] == ""
    colour, comment = shown(out, "居民养老", "D6")
    assert colour[:-1] == Look.WARNING[:-1]
    assert "【需说明】收入小计不等于各项之和\n怎么改：核对各项。" in comment
    cell = openpyxl.load_workbook(io.BytesIO(out))["居民养老"]["C5"]
    assert (cell.border.left.style, cell.number_format, cell.value) == ("medium", "#,##0", 400)


def test_untouched_parts_come_back_byte_for_byte() -> None:
    odd = {
        "xl/cellimages.xml": (
            b"<etc:cellImages xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'/>"
        ),
        "xl/vbaProject.bin": bytes(range(256)) * 20,
        "customXml/item1.xml": "<a>附件</a>".encode(),
        "xl/drawings/印章.bin": b"\0seal",
        "_xmlsignatures/sig1.xml": b"<Signature/>",
    }
    source = rebuilt(workbook(), odd, zipfile.ZIP_STORED)
    before, after = parts(source), parts(annotate(source, FINDINGS, "zh"))
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    }
    assert odd.items() <= after.items()
    assert "数字签名" in texts(annotate(source, FINDINGS, "zh"))


def test_the_next_round_finds_the_file_as_it_was() -> None:
    source = workbook()
    marked = annotate(source, FINDINGS, "zh")
    clean = strip_marks(marked)
    assert looks(clean) == looks(source)
    cells = [
        re.findall(rb"<sheetData>.*</sheetData>", parts(each)["xl/worksheets/sheet2.xml"])
        for each in (source, clean)
    ]
    assert cells[0] == cells[1]
    sheets = [
        etree.tostring(etree.fromstring(parts(each)["xl/styles.xml"]), method="c14n")
        for each in (source, clean)
    ]
    assert sheets[0] == sheets[1]
    assert parts(clean).keys() == parts(source).keys()
    assert parts(annotate(marked, FINDINGS, "zh")) == parts(marked)
    assert strip_marks(clean) is clean
    assert strip_marks(source) is source


def test_merged_and_missing_cells() -> None:
    source = workbook()
    out = annotate(source, result(finding("B2", "E5", "AA5", "B30", "A30", "C16")), "zh")
    assert "收入小计" in shown(out, "居民养老", "A1")[1]
    root = etree.fromstring(parts(out)["xl/worksheets/sheet2.xml"])
    rows = [int(row.get("r", "")) for row in root.iter(f"{{{MAIN}}}row")]
    assert rows == sorted(rows)
    assert {16, 30} < set(rows)
    assert [c.get("r") for c in root.iter(f"{{{MAIN}}}c") if c.get("r", "").endswith("30")] == [
        "A30",
        "B30",
    ]
    assert [
        c.get("r") for c in root.iter(f"{{{MAIN}}}c") if re.search(r"\D5$", c.get("r", ""))
    ] == ["B5", "C5", "D5", "E5", "AA5"]
    order = [etree.QName(child).localname for child in root]
    assert order.index("legacyDrawing") > order.index("pageMargins")
    assert looks(strip_marks(out)) == looks(source)


@pytest.mark.parametrize("ns", [MAIN, STRICT])
def test_prefixed_strict_and_unnumbered_cells(ns: str) -> None:
    base = ns.replace("spreadsheetml/main", "officeDocument/relationships").replace(
        "spreadsheetml/2006/main", "officeDocument/2006/relationships"
    )
    sheet = (
        f'<x:worksheet xmlns:x="{ns}" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
        '<x:row r="4"><x:c r="B4"><x:v>3</x:v></x:c><x:c><x:v>4</x:v></x:c></x:row></x:sheetData>'
        "<mc:AlternateContent><mc:Choice "
        'Requires="x14"/></mc:AlternateContent><x:tableParts count="0"/></x:worksheet>'
    )
    book = (
        f'<x:workbook xmlns:x="{ns}" xmlns:q="{base}"><x:sheets><x:sheet name="S" '
        f'sheetId="7" q:id="rId1"/></x:sheets></x:workbook>'
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    source = rebuilt(
        workbook(),
        {
            "xl/workbook.xml": book.encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{package}/relationships">'
                f'<Relationship Id="rId1" Type="{base}/worksheet" '
                f'Target="/xl/worksheets/sheet1.xml"/></Relationships>'
            ).encode(),
        },
    )
    out = annotate(source, result(finding("B1", "C4", "A4", "A2", sheet="S")), "zh")
    root = etree.fromstring(parts(out)["xl/worksheets/sheet1.xml"])
    cells = [
        (cell.get("r"), cell.findtext(f"{{{ns}}}v"), "s" in cell.attrib)
        for cell in root.iter(f"{{{ns}}}c")
    ]
    assert cells == [
        (None, "1", False),
        (None, "2", True),
        ("A2", None, True),
        ("A4", None, True),
        ("B4", "3", False),
        (None, "4", True),
    ]
    assert [etree.QName(child).localname for child in root][1] == "legacyDrawing"
    clean = parts(strip_marks(out))
    assert clean["xl/worksheets/sheet1.xml"].count(b"<x:c") == 4
    assert b" s=" not in clean["xl/worksheets/sheet1.xml"]


def test_hundreds_of_cells_get_colour_but_few_comments() -> None:
    many = finding(*(f"C{row}" for row in range(4, 400)))
    out = annotate(workbook(), result(many), "zh")
    assert parts(out)["xl/comments1.xml"].count(b"<comment ") == 1
    assert shown(out, "居民养老", "C300")[0][:-1] == Look.ERROR_RELATED[:-1]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (b"no zip at all", ""),
        (rebuilt(workbook(), {"xl/styles.xml": b"<styleSheet"}), "xl/styles.xml"),
        (
            rebuilt(
                workbook(), {"_rels/.rels": b"<Relationships/>", "xl/workbook.xml": b"<workbook/>"}
            ),
            "sheets",
        ),
    ],
)
def test_what_cannot_be_edited_is_said_in_both_languages(source: bytes, names: str) -> None:
    with pytest.raises(PackageError) as caught:
        annotate(source, FINDINGS, "zh")
    assert names in caught.value.text.zh
    assert names in caught.value.text.en


def test_a_damaged_part_is_never_passed_on() -> None:
    source = rebuilt(workbook(), {"xl/media.bin": b"unspoilt content"}, zipfile.ZIP_STORED)
    with pytest.raises(PackageError, match=re.escape("xl/media.bin")):
        annotate(source.replace(b"unspoilt content", b"SPOILT.. content"), FINDINGS, "zh")


def test_libreoffice_opens_prints_and_saves_it(tmp_path: Path) -> None:
    source = workbook(lambda book: book.worksheets()[1].write_comment("C14", "本单位的批注"))
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(annotate(source, FINDINGS, "zh"))
    for kind in ("pdf", XLSX):
        converted(kind, tmp_path / "out", marked)
    assert (tmp_path / "out" / "marked.pdf").stat().st_size > 5000
    before, after = (
        looks(source),
        looks(strip_marks((tmp_path / "out" / "marked.xlsx").read_bytes())),
    )
    assert {place: look[:1] + look[3:4] for place, look in after.items() if look[0]} == {
        place: look[:1] + look[3:4] for place, look in before.items() if look[0]
    }
    assert [look[1] for place, look in sorted(after.items()) if look[0]] == [
        look[1] for place, look in sorted(before.items()) if look[0]
    ]
