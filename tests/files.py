"""Files as they come in: whole workbooks and handmade ones, compound files, broken zips."""

import io
import struct
import zipfile

import xlsxwriter

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
                f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
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


GOOD = workbook()
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
