"""The annotated copy: ours goes in, is seen, comes out again; nothing else changes."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color

from sipipeline.annotation.annotate import annotate, strip_marks
from sipipeline.annotation.borders import framed, unframed
from sipipeline.annotation.colours import Look
from sipipeline.core.findings import (
    Cell,
    Culprit,
    FileResult,
    Finding,
    IndicatorResult,
    Kind,
    Severity,
    Undecided,
    Verdict,
)
from sipipeline.core.text import Text, same
from sipipeline.xlsx.package import PackageError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SOFFICE = shutil.which("soffice")


def finding(
    *refs: str, sheet: str = "居民养老", severity: Severity = Severity.ERROR, **more: object
) -> Finding:
    cells = tuple(
        Cell(f"accounts.resident_pension.income.{n}", sheet, ref, 1) for n, ref in enumerate(refs)
    )
    values: dict[str, object] = {
        "stated": 43937,
        "expected": (43756.5, 43757.5),
        "difference": 180.0,
    }
    values |= {
        "message": Text(zh="收入小计不等于各项之和", en="The subtotal is not the sum"),
        "todo": Text(zh="核对各项。", en="Check."),
    }
    return Finding("B201", severity, Kind.ARITHMETIC, cells, **(values | more))  # type: ignore[arg-type]


def culprit(ref: str, sheet: str = "居民养老", confidence: str = "certain") -> Culprit:
    cell = Cell("accounts.resident_pension.interest.actual", sheet, ref, 38249)
    return Culprit(cell, 38429, Text(zh="数字颠倒", en="digits transposed"), confidence)


def result(*findings: Finding, **more: object) -> FileResult:
    values = {
        "unit": "库尔勒市社会保险管理局",
        "year": 2020,
        "counts": {"checked": 118, "agree": 117, "violated": 1},
    }
    return FileResult("in/korla.xlsx", "", Verdict.FIX, findings, **(values | more))  # type: ignore[arg-type]


def workbook(edit: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """Two sheets, bordered and coloured cells, a number format, a merged title, a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in ("封面", "居民养老"):
        sheet = book.add_worksheet(name)
        sheet.merge_range("A1:D2", "收支情况表", book.add_format({"bold": 1, "align": "center"}))
        money = book.add_format({"num_format": "#,##0", "border": 1, "bg_color": "#FFFBE6"})
        plain = book.add_format({"num_format": "0.0%", "border": 2, "border_color": "#123456"})
        for row in range(3, 12):
            sheet.write(row, 1, f"科目{row}")
            sheet.write(row, 2, row * 100, money)
            sheet.write(row, 3, 0.98, plain)
        sheet.write_formula("C14", "=SUM(C4:C12)", money, 6300)
    if edit:
        edit(book)
    book.close()
    return buffer.getvalue()


def parts(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rebuilt(source: bytes, changes: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in (parts(source) | changes).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def looks(source: bytes) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What a person sees of every cell."""
    book = openpyxl.load_workbook(io.BytesIO(source))
    seen = {}
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            fill = (cell.fill.fill_type, cell.fill.fgColor.value if cell.fill.fill_type else None)
            edges = tuple(
                (s.style, s.color.value if s.style and s.color else None)
                for s in (cell.border.left, cell.border.top)
            )
            comment = cell.comment.text if cell.comment else None
            look = (cell.value, fill, edges, comment, cell.number_format, cell.font.b)
            if look != (None, (None, None), ((None, None), (None, None)), None, "General", False):
                seen[sheet.title, cell.coordinate] = look
    return seen


def shown(source: bytes, sheet: str, ref: str) -> tuple[str, str]:
    """Fill colour and comment of a cell."""
    cell = openpyxl.load_workbook(io.BytesIO(source))[sheet][ref]
    return str(cell.fill.fgColor.rgb), cell.comment.text if cell.comment else ""


def texts(source: bytes, sheet: str = "校验结果") -> str:
    rows = openpyxl.load_workbook(io.BytesIO(source))[sheet].iter_rows(values_only=True)
    return "\n".join(str(value) for row in rows for value in row if value is not None)


FINDINGS = result(
    finding("C14", "C4", "C5", culprits=(culprit("C5"),), group=1),
    finding("D6", severity=Severity.WARNING),
)


def test_marks_are_seen_and_each_says_its_part() -> None:
    out = annotate(workbook(), FINDINGS, "zh")
    colour, comment = shown(out, "居民养老", "C14")
    assert colour[:-1] == Look.ERROR[:-1]
    assert "收入小计不等于各项之和" in comment
    assert "填报 43,937，应为 43,757，多 180" in comment
    assert "核对各项" in comment
    assert "C5 填错" in comment
    colour, comment = shown(out, "居民养老", "C5")
    assert colour[:-1] == Look.CULPRIT[:-1]
    assert "此处很可能填错：填 38249，按其余数据应为 38429（数字颠倒）" in comment
    assert shown(out, "居民养老", "C4")[1].startswith("与 C14 的问题有关")
    assert shown(out, "居民养老", "D6")[0][:-1] == Look.WARNING[:-1]
    cell = openpyxl.load_workbook(io.BytesIO(out))["居民养老"]["C5"]
    assert (cell.border.left.style, cell.number_format, cell.value) == ("medium", "#,##0", 400)


def test_result_sheet_stands_first_and_leads_to_the_cells() -> None:
    indicator = IndicatorResult(1, "参保人数", "≥9203人", "9175人", "unmet", 0.99696)
    undecided = Undecided(
        "B203", (Cell("a", "居民养老", "C9"),), Text(zh="预算数没有填写", en="No budget")
    )
    out = annotate(
        workbook(), replace(FINDINGS, indicators=(indicator,), undecided=(undecided,) * 3), "zh"
    )
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert book.sheetnames[0] == book.active.title == "校验结果"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["校验结果"]
    assert "'居民养老'!C14" in {
        cell.hyperlink.location
        for row in book["校验结果"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    said = texts(out)
    for words in (
        "需修改",
        "库尔勒市社会保险管理局",
        "43,757",
        "99.7%",
        "未达到",
        "预算数没有填写",
        "先看这里",
        "第 1 条",
    ):
        assert words in said
    assert "Please correct" in texts(annotate(workbook(), FINDINGS, "en"), "Check result")


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


COLOURS = st.sampled_from(
    [
        None,
        Color(rgb="FFFFC7CE"),
        Color(theme=4, tint=0.5999),
        Color(indexed=22),
        Color(rgb=Look.ERROR),
        Color(theme=0),
    ]
)
SIDES = st.sampled_from([None, "thin", "medium", "double", "dotted"])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(COLOURS, SIDES, COLOURS, st.booleans()), min_size=4, max_size=4),
    st.lists(st.sampled_from(["A1", "B2", "C3", "D4", "E9", "H8"]), min_size=1, max_size=5),
    st.sampled_from(["certain", "likely", "possible"]),
)
def test_any_style_survives_another_program_saving_the_file(
    styles: list[tuple[Color | None, str | None, Color | None, bool]],
    refs: list[str],
    confidence: str,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for number, (fill, edge, colour, bold) in enumerate(styles, 1):
        cell = sheet.cell(number, number, number)
        cell.font = Font(b=bold)
        if fill is not None and fill.value != Look.ERROR:
            cell.fill = PatternFill("solid", fgColor=fill)
        side = Side(style=edge, color=colour)
        cell.border = Border(left=side, right=side, top=side, bottom=side if bold else Side())
        if bold:
            cell.comment = Comment(f"本单位的批注 {number}", "张三")
    source = saved(book)
    said = result(
        *(
            finding(ref, sheet="Sheet", culprits=(culprit(ref, "Sheet", confidence),))
            for ref in refs
        )
    )
    marked = annotate(source, said, "zh")
    assert len(
        {ref for (name, ref), look in looks(marked).items() if name == "Sheet" and look[3]}
    ) >= len(set(refs))
    elsewhere = saved(openpyxl.load_workbook(io.BytesIO(marked)))
    assert looks(strip_marks(marked)) == looks(source)
    assert looks(strip_marks(elsewhere)) == looks(source)
    again = annotate(annotate(elsewhere, said, "zh"), said, "en")
    assert len(parts(again)["xl/styles.xml"]) <= len(
        parts(annotate(elsewhere, said, "en"))["xl/styles.xml"]
    )


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


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


def test_own_comment_is_kept_and_ours_added_below() -> None:
    source = workbook(
        lambda book: book.worksheets()[1].write_comment(
            "C14", "财务科王会计：待核", {"author": "王会计"}
        )
    )
    marked = annotate(source, FINDINGS, "zh")
    comment = shown(marked, "居民养老", "C14")[1]
    assert comment.startswith("财务科王会计：待核\n────")
    assert "收入小计不等于各项之和" in comment
    assert looks(strip_marks(marked)) == looks(source)
    assert parts(annotate(marked, FINDINGS, "zh")) == parts(marked)
    drawing = next(
        data for name, data in parts(strip_marks(marked)).items() if name.endswith(".vml")
    )
    assert drawing.count(b'ObjectType="Note"') == 1


def test_what_the_clerk_writes_in_our_comment_is_kept() -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotate(workbook(), FINDINGS, "zh")))
    book["居民养老"]["D6"].comment.text += "\n已核实，数据无误"
    clean = strip_marks(saved(book))
    assert shown(clean, "居民养老", "D6")[1] == "已核实，数据无误"
    assert (
        shown(strip_marks(annotate(clean, FINDINGS, "zh")), "居民养老", "D6")[1]
        == "已核实，数据无误"
    )


def test_threaded_comment_is_left_alone_and_told() -> None:
    source = workbook(
        lambda book: book.worksheets()[1].write_comment(
            "C14", "[Threaded comment]", {"author": "tc={1}"}
        )
    )
    relations = parts(source)["xl/worksheets/_rels/sheet2.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" '
        b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        b" "
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>',
    )
    thread = (
        b"<ThreadedComments "
        b'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="C14" id="{1}"><text>?</text></threadedComment></ThreadedComments>'
    )
    changes = {
        "xl/worksheets/_rels/sheet2.xml.rels": relations,
        "xl/threadedComments/threadedComment1.xml": thread,
    }
    out = annotate(rebuilt(source, changes), FINDINGS, "zh")
    assert shown(out, "居民养老", "C14")[1] == "[Threaded comment]"
    assert "带回复的批注" in texts(out)
    assert parts(out)["xl/threadedComments/threadedComment1.xml"] == thread


def test_badly_formed_drawing_of_controls_is_extended_and_restored() -> None:
    def edit(book: xlsxwriter.Workbook) -> None:
        book.worksheets()[1].insert_button("F2", {"caption": "打印"})

    source = workbook(edit)
    name = next(name for name in parts(source) if name.endswith(".vml"))
    drawing = parts(source)[name].replace("打印".encode(), "打<br>印".encode())
    source = rebuilt(source, {name: drawing})
    marked = annotate(source, FINDINGS, "zh")
    assert parts(marked)[name].count(b'ObjectType="Note"') == 4
    assert "打<br>印".encode() in parts(marked)[name]
    assert parts(strip_marks(marked))[name].replace(b"\n", b"").count(b"ClientData ObjectType") == 1


def test_own_sheet_of_the_same_name_and_local_names_stay() -> None:
    def edit(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("校验结果").write("A1", "我们自己的表")
        book.worksheets()[1].print_area("A1:D14")
        book.worksheets()[1].repeat_rows(0, 2)

    source = workbook(edit)
    marked = annotate(annotate(source, FINDINGS, "zh"), FINDINGS, "zh")
    book = openpyxl.load_workbook(io.BytesIO(marked))
    assert book.sheetnames == ["校验结果 (2)", "封面", "居民养老", "校验结果"]
    assert book["居民养老"].print_area == "'居民养老'!$A$1:$D$14"
    assert book["居民养老"].print_title_rows == "$1:$3"
    restored = openpyxl.load_workbook(io.BytesIO(strip_marks(marked)))
    assert restored.sheetnames == ["封面", "居民养老", "校验结果"]
    assert restored["居民养老"].print_title_rows == "$1:$3"


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
    ] == [
        "B5",
        "C5",
        "D5",
        "E5",
        "AA5",
    ]
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


def test_submitted_text_never_becomes_a_formula_or_breaks_the_file() -> None:
    nasty = "=1+1 <b>&\x00\x0b _x0041_ ]]>" + "长" * 40_000
    out = annotate(
        workbook(), result(finding("C4", stated="=HYPERLINK(1)", message=same(nasty))), "zh"
    )
    data = parts(out)["xl/worksheets/sheet3.xml"]
    assert b"<f>" not in data
    book = openpyxl.load_workbook(io.BytesIO(out))
    values = [
        cell
        for row in book["校验结果"].iter_rows()
        for cell in row
        if str(cell.value).startswith("=")
    ]
    assert {cell.data_type for cell in values} <= {"s", "inlineStr"}
    assert "=HYPERLINK(1)" in {cell.value for cell in values}
    assert all(len(str(cell.value)) < 32_767 for cell in values)


def test_hundreds_of_cells_get_colour_but_few_comments() -> None:
    many = finding(*(f"C{row}" for row in range(4, 400)))
    out = annotate(workbook(), result(many), "zh")
    assert parts(out)["xl/comments1.xml"].count(b"<comment ") == 1
    assert shown(out, "居民养老", "C300")[0][:-1] == Look.ERROR_RELATED[:-1]


@given(st.lists(SIDES, min_size=4, max_size=4), COLOURS)
def test_a_frame_tells_the_border_it_covers(styles: list[str | None], colour: Color | None) -> None:
    sides = [Side(style=style, color=colour if style else None) for style in styles]
    border = etree.fromstring(
        etree.tostring(
            Border(left=sides[0], right=sides[1], top=sides[2], bottom=sides[3]).to_tree("border")
        )
    )
    frame = framed(border, border)
    assert frame is not None
    assert unframed(border) is None
    restored = unframed(frame)
    assert restored is not None
    assert [side.get("style") for side in restored][:4] == [side.get("style") for side in border][
        :4
    ]
    assert [[tuple(c.attrib.keys()) for c in s] for s in restored] == [
        [tuple(c.attrib.keys()) for c in s] for s in border
    ]


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


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_prints_and_saves_it(tmp_path: Path) -> None:
    source = workbook(lambda book: book.worksheets()[1].write_comment("C14", "本单位的批注"))
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(annotate(source, FINDINGS, "zh"))
    for kind in ("pdf", "xlsx:Calc MS Excel 2007 XML"):
        command = [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run(
            [*command, "--outdir", tmp_path / "out", marked],
            check=True,
            capture_output=True,
            timeout=180,
        )
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
