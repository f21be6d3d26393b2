"""Files as they come in, odd and hostile ones and good ones among them: small, and built anew each
time from one workbook that is right.

    python -m tests.corpus.making FOLDER

`verdicts.tsv` says what each is, and what is to be said of it."""

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from functools import cache, partial
from pathlib import Path
from typing import Any

from files import DOCTYPE, FAR, ONE, book, lock, ole, pack, sheet
from openpyxl import load_workbook
from single_files import mht, xml_2003
from support import edited, filled, read_back

from benchmarks.growth import echoes
from sipipeline.standards.load import load
from sipipeline.xlsx.hidden import RESULT_NAME
from tools import samples
from tools.accounts import consistent

BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
ACCOUNT = "accounts.resident_pension"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
Parts = dict[str, str]
Edit = Callable[[str], str]


# ---------------------------------------------------------------- one workbook that is right
@cache
def data() -> Mapping[str, Any]:
    """A consistent account with people, indicators and texts."""
    whole = samples.complete()
    small = consistent(load("2023"), seed=2023, funds=["resident_pension"], places=2)
    insured = small["headcounts"]["resident_pension"]["participants"]["actual"]
    first = {**whole["indicators"][0], "target": f"≥{insured}人", "actual": f"{insured}人"}
    text = samples.narrative(small["accounts"]["resident_pension"])
    text["overview"] = "2023年全县经办城乡居民基本养老保险，做好参保登记、待遇审核和发放工作。"
    cover = {**small["cover"], "unit": "丙县社会保险中心", "project": "城乡居民基本养老保险基金"}
    cover["filled_on"] = "2024-03-15"
    goal = "保障城乡居民老有所养。"
    beside = {"goal": goal, "narrative": text, "indicators": [first, *whole["indicators"][1:]]}
    return {**small, "cover": cover, **beside}


@cache
def good() -> bytes:
    return filled(data())


@cache
def places() -> Mapping[str, tuple[str, str]]:
    return read_back(good()).places


@cache
def parts() -> Parts:
    with zipfile.ZipFile(io.BytesIO(good())) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@cache
def part_of(key: str) -> str:
    """The part of the sheet on which a key stands."""
    names = re.findall(r'<sheet name="([^"]*)"', parts()[BOOK])
    return f"xl/worksheets/sheet{names.index(places()[key][0]) + 1}.xml"


def changed(part: str, edit: Edit) -> bytes:
    """The good workbook with one part changed."""
    after = edit(parts()[part])
    assert after != parts()[part], part
    return packed({**parts(), part: after})


def packed(members: Mapping[str, str]) -> bytes:
    return pack(dict(members))


def typed(key: str, inside: str, more: str = "") -> bytes:
    """The good workbook with something else in the cell of a key."""
    ref = places()[key][1]
    cell = re.compile(rf'<c r="{ref}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')
    new = rf'<c r="{ref}"\g<1>{more}>{inside}</c>'
    return changed(part_of(key), lambda xml: cell.sub(new, xml, count=1))


def text(key: str, string: str) -> bytes:
    return typed(key, f"<is><t>{string}</t></is>", ' t="inlineStr"')


def rows(key: str, added: str) -> bytes:
    """The good workbook with rows below those of a sheet."""
    return changed(part_of(key), lambda xml: xml.replace("</sheetData>", f"{added}</sheetData>"))


def looking(key: str, number_format: str) -> bytes:
    """The good workbook with another number format on the cell of a key."""

    def edit(workbook: Any) -> None:
        name, ref = places()[key]
        workbook[name][ref].number_format = number_format

    return edited(good(), edit)


# ---------------------------------------------------------------- the kinds
AMOUNT = f"{ACCOUNT}.interest.actual"
UNUSED = "accounts.work_injury.income.actual"
TARGET = "indicators.2.target"
TEXT = "narrative.operation"


def good_ones() -> Iterator[tuple[str, bytes]]:
    yield "good.xlsx", good()
    yield "good-again.xlsx", good()
    yield "good-strict.xlsx", packed({n: x.replace(_MAIN, _STRICT) for n, x in parts().items()})
    yield "good-backslashes.xlsx", packed({_turned(n): x for n, x in parts().items()})
    yield "good-no-styles.xlsx", packed({n: x for n, x in parts().items() if n != STYLES})
    yield "good-odd-dimension.xlsx", changed(part_of(AMOUNT), _dimension)
    yield "good-blank-rows.xlsx", rows(AMOUNT, "".join(map(_blank_row, range(90, 60_000))))
    yield (
        "good-empty-text-formula.xlsx",
        typed(f"{ACCOUNT}.interest.note", '<f>""</f><v></v>', ' t="str"'),
    )
    yield "good-name-of-ours-on-a-sheet.xlsx", changed(BOOK, _name_of_ours)


def _turned(name: str) -> str:
    return name.replace("/", "\\") if name.startswith("xl/") else name


def _dimension(xml: str) -> str:
    return re.sub("<dimension[^>]*/>", '<dimension ref="Z9:A1"/>', xml)


def _blank_row(number: int) -> str:
    return f'<row r="{number}" s="1" customFormat="1"><c r="B{number}" s="1"/></row>'


def _name_of_ours(xml: str) -> str:
    name = f'<definedName name="{RESULT_NAME}">{places()[AMOUNT][0]}!$A$1</definedName>'
    return xml.replace("<definedNames>", f"<definedNames>{name}")


def figures() -> Iterator[tuple[str, bytes]]:
    spellings = {
        "usual": '<c r="{ref}" t="e"><v>#REF!</v></c>',
        "order": '<c t="e" r="{ref}"><v>#REF!</v></c>',
        "quotes": "<c r='{ref}' t='e'><v>#REF!</v></c>",
        "spaces": '<c  r = "{ref}"  t = "e" ><v>#REF!</v></c >',
        "comment": '<c r="{ref}" t="e"><!-- --><v>#REF!</v></c>',
    }
    ref = places()[AMOUNT][1]
    cell = re.compile(rf'<c r="{ref}"[^>]*>.*?</c>')
    for name, spelling in spellings.items():
        written = spelling.replace("{ref}", ref)
        yield f"error-{name}.xlsx", changed(part_of(AMOUNT), partial(cell.sub, written))
    yield "error-prefixed.xlsx", changed(part_of(AMOUNT), partial(_prefixed, ref))
    yield "error-spill.xlsx", typed(AMOUNT, "<v>#SPILL!</v>", ' t="e"')
    yield "nan.xlsx", typed(AMOUNT, "<v>NaN</v>")
    yield "infinity.xlsx", typed(AMOUNT, "<v>INF</v>")
    yield "huge.xlsx", typed(AMOUNT, "<v>1e300</v>")
    yield "tiny.xlsx", typed(AMOUNT, "<v>1e-300</v>")
    yield "true.xlsx", typed(AMOUNT, "<v>1</v>", ' t="b"')
    yield "formula-without-value.xlsx", typed(AMOUNT, "<f>1+1</f>")
    yield "date-on-an-amount.xlsx", looking(AMOUNT, "yyyy/m/d")
    yield "duration-on-an-amount.xlsx", looking(AMOUNT, "[h]:mm:ss")
    yield "shown-in-ten-thousands.xlsx", looking(f"{ACCOUNT}.income.actual", '0"."0,')
    yield "percent-in-a-text.xlsx", typed("indicators.2.actual", "<v>0.998</v>")
    yield "cdata.xlsx", _inside("<![CDATA[{}]]>")
    yield "comment.xlsx", _inside("<!-- 1 -->{}")
    yield "zero-width.xlsx", text(AMOUNT, f"\u200b{_stored(AMOUNT)}")
    yield "full-width.xlsx", text(AMOUNT, _wide(_stored(AMOUNT)))
    yield "kangxi.xlsx", text(TEXT, "⼊户宣传，⼈⼈知晓。")


def _prefixed(ref: str, xml: str) -> str:
    """The sheet with a prefix before each of its own elements, and an error in one cell."""
    bad = re.sub(rf'<c r="{ref}"[^>]*>.*?</c>', f'<c r="{ref}" t="e"><v>#REF!</v></c>', xml)
    named = re.sub(r"<(/?)(?=[a-z][A-Za-z]*[\s/>])", r"<\1x:", bad)
    return named.replace("xmlns=", "xmlns:x=", 1)


def _stored(key: str) -> str:
    ref = places()[key][1]
    found = re.search(rf'<c r="{ref}"[^>]*><v>([^<]*)</v>', parts()[part_of(key)])
    assert found is not None
    return found[1]


def _inside(wrapped: str) -> bytes:
    return typed(AMOUNT, f"<v>{wrapped.format(_stored(AMOUNT))}</v>")


def _wide(number: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in number)


def sheets() -> Iterator[tuple[str, bytes]]:
    part = part_of(AMOUNT)
    yield "cut-off.xlsx", changed(part, lambda xml: xml[: len(xml) // 2])
    yield "no-end-tag.xlsx", changed(part, lambda xml: xml.removesuffix("</worksheet>"))
    yield "wrong-end-tag.xlsx", changed(part, lambda xml: xml.replace("</row>", "</rows>", 1))
    yield "styles-without-end.xlsx", changed(STYLES, _many_styles)
    yield "two-sheets-of-one-name.xlsx", changed(BOOK, _same_names)
    yield "strays.xlsx", rows(AMOUNT, "".join(map(_stray_row, range(90, 3_000))))
    yield (
        "text-of-32767.xlsx",
        text(TEXT, "收入合计1万元。" + (("按时足额发放待遇" * 10 + "。") * 500)[:32_758]),
    )
    yield "text-of-a-bare-figure.xlsx", text(TEXT, "5306。1.5；3。")
    yield "target-of-32767.xlsx", text(TARGET, ("1:1" * 20_000)[:32_767])


def _many_styles(xml: str) -> str:
    return xml.replace("</cellXfs>", '<xf numFmtId="0" xfId="0"/>' * 400_000 + "</cellXfs>")


def _same_names(xml: str) -> str:
    first, second, *_ = re.findall(r'<sheet name="([^"]*)"', xml)
    return xml.replace(f'<sheet name="{second}"', f'<sheet name="{first}"')


def _stray_row(number: int) -> str:
    return f'<row r="{number}"><c r="D{number}"><v>{number}</v></c></row>'


def texts() -> Iterator[tuple[str, bytes]]:
    """What a submitter may type to be run, followed or written elsewhere."""
    unit = "cover.unit"
    yield "unit-formula.xlsx", text(unit, "=HYPERLINK(&quot;http://x.invalid&quot;,&quot;a&quot;)")
    yield "unit-dde.xlsx", text(unit, "=cmd|' /C calc'!A0")
    yield "unit-path.xlsx", text(unit, "../../../tmp/evil")
    yield "unit-markup.xlsx", text(unit, "&lt;img src=x onerror=alert(1)&gt;")
    yield "unit-bidi.xlsx", text(unit, "甲县\u202ecod.exe")
    yield "unit-escapes.xlsx", text(unit, "甲县_x001B_[31m_x0007_")
    yield "unit-lines.xlsx", text(unit, "甲县&#10;Bcc: a@x.invalid&#10;&#10;text")


def containers() -> Iterator[tuple[str, bytes]]:
    yield "empty.xlsx", b""
    yield "noise.xlsx", bytes(range(256)) * 9
    yield "pdf.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"
    yield "encrypted.xlsx", ole("\x06DataSpaces", "EncryptionInfo", "EncryptedPackage")
    yield "half.xlsx", good()[: len(good()) // 2]
    yield "docx.xlsx", pack({"[Content_Types].xml": "", "word/document.xml": ""})
    yield "doctype.xlsx", book(sheet(ONE, before=DOCTYPE))
    yield "far-cell.xlsx", book(sheet(FAR))
    yield "bomb.xlsx", book(sheet(ONE) + " " * (60 << 20))
    yield "too-many-sheets.xlsx", book(sheet(ONE), sheets=1000)
    yield "another-workbook.xlsx", book(sheet(ONE))
    yield "named-often.zip", echoes(200)["a.zip"]
    yield "locked.zip", lock(pack({"a.xlsx": good()}))
    yield "climbing.zip", pack({"../../climbed.xlsx": good()})
    yield "nothing.zip", pack({"a.txt": "a"})
    yield "mail.eml", _mail("丙县.xlsx", good())
    yield "mail-climbing.eml", _mail("../../../丙县.xlsx", good())
    yield "mail-without.eml", _mail("a.txt", b"a")


def kinds() -> Iterator[tuple[str, bytes]]:
    """What honest people send instead of an .xlsx, or call it."""
    yield "good-xml-2003.xml", xml_2003(good())
    yield "good-xml-2003.xls", xml_2003(good())
    yield "good-template.xltx", _of_type("template.main")
    yield "good-template.xltm", _of_type("template.macroEnabled.main")
    yield "good-trailing .xlsx", good()
    yield "good-😀.xlsx", good()
    yield f"good-{'县' * 81}ab.xlsx", good()
    yield "page.mht", mht(good())
    yield "xml-2003-with-a-slip.xls", xml_2003(typed(AMOUNT, "<v>99999</v>"))
    yield "page-with-a-slip.xls", mht(typed(AMOUNT, "<v>99999</v>"))
    yield "xml-2003.zip", pack({"丙县/丙县.xml": xml_2003(good()), "发票.xml": "<a/>"})
    yield "device.zip", pack({"CON.xlsx": good()})
    yield "one-sheet.xls", _one_sheet()
    yield "locked.ods", pack({"mimetype": _ODS, "META-INF/manifest.xml": "<m:encryption-data/>"})
    yield "apple.numbers", pack({"Index/Document.iwa": ""})
    yield "archive.rar", b"Rar!\x1a\x07\x01\0" + bytes(90)
    yield "archive.7z", b"7z\xbc\xaf\x27\x1c" + bytes(90)
    yield "archive.tar", b"a.xlsx".ljust(257, b"\0") + b"ustar\0" + bytes(90)
    yield "archive-called.xlsx", b"Rar!\x1a\x07\x01\0" + bytes(90)
    yield "unpacks-itself.xlsx", b"MZ" + bytes(range(256))
    yield "docx-with-a-workbook.xlsx", pack({"word/embeddings/a.xlsx": good()})
    yield "scan.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(90)
    yield "shortcut.xlsx - 快捷方式.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(90)
    yield "shortcut-to-a-page.et", b"[InternetShortcut]\r\nURL=https://a.invalid"
    yield "answer-of-a-drive.et", b'{"code": 401, "message": "login"}'
    yield "page-without-its-sheets.xls", b'<html><!--<x:WorksheetSource HRef="a.htm"/>--></html>'
    yield "log-in-page.xlsx", "<!DOCTYPE html><title>登录</title>".encode()
    yield "not-synchronised.xlsx", bytes(20_000)


def _of_type(kind: str) -> bytes:
    """The good workbook as a template."""
    return changed("[Content_Types].xml", lambda xml: xml.replace("sheet.main", kind))


def _one_sheet() -> bytes:
    """A sheet of the good workbook as Excel exports it to a .csv."""
    sheet = load_workbook(io.BytesIO(good()), data_only=True)[places()[AMOUNT][0]]
    lines = io.StringIO()
    csv.writer(lines).writerows(sheet.iter_rows(values_only=True))
    return lines.getvalue().encode("gb18030")


def _mail(name: str, content: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "报送"
    message.set_content("请查收")
    message.add_attachment(content, maintype=_XLSX[0], subtype=_XLSX[1], filename=name)
    return message.as_bytes()


def corpus() -> dict[str, bytes]:
    """Every file by its name."""
    families = (good_ones, figures, sheets, texts, containers, kinds)
    return {name: content for family in families for name, content in family()}


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in corpus().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
