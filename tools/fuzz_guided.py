"""Feeds what is never written on purpose to the readers of packages, cells, other kinds and texts,
guided by the code that it reaches: no input may make them fail.

    python -m tools.fuzz_guided [package|cells|kinds|texts] [--seconds 60] [--corpus FOLDER]

Needs atheris (`pip install atheris`, on Linux). Inputs that fail are written beside the corpus."""

import argparse
import importlib
import importlib.util
import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tools import pipes

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "korla-2020.xlsx"
SHEET = "xl/worksheets/sheet3.xml"
USUAL = 60
_LONGEST = 4_000
_PARTS = ("sipipeline",)


# ---------------------------------------------------------------- what is tried
def package(data: bytes) -> None:
    """The gate and the reader, on an archive that was changed in some places."""
    _read(_spoilt(SAMPLE.read_bytes(), data))


def cells(data: bytes) -> None:
    """The readers of cells, on a sheet that begins with anything."""
    from sipipeline.xlsx.cells import marks_of
    from sipipeline.xlsx.layout import layout_of
    from sipipeline.xlsx.rows import put_back, with_rows, without_blank_rows

    rows = data[:_LONGEST]
    marks_of(rows)
    layout_of(rows)
    for thinned in (without_blank_rows(rows), with_rows(rows, {1, 3})):
        put_back(thinned.data, thinned.gaps, rows)
    _read(_with_rows(rows))


def kinds(data: bytes) -> None:
    """The readers of workbooks that are texts, on a document that has anything in its middle."""
    from sipipeline.core.limits import DEFAULT
    from sipipeline.kinds.adapters import WorkbookKind, read_book
    from sipipeline.kinds.book import EncryptedBook, TooMuch, UnreadableBook, UnsafeBook
    from sipipeline.kinds.package import to_xlsx

    middle = data[:_LONGEST]
    for kind, (before, behind) in DOCUMENTS.items():
        try:
            book = read_book(before + middle + behind, WorkbookKind[kind], DEFAULT)
        except (EncryptedBook, TooMuch, UnreadableBook, UnsafeBook):
            continue
        _read(to_xlsx(book))


def texts(data: bytes) -> None:
    """The readers of figures, targets and sentences."""
    from sipipeline.language.attainment import attain
    from sipipeline.language.mentions import mentions_in
    from sipipeline.language.numbers import read_number
    from sipipeline.language.targets import parse

    text = data[:_LONGEST].decode("utf-8", "replace")
    target, _, actual = text.partition("\n")
    read_number(text)
    parse(target)
    mentions_in(text)
    attain(target, actual, "", "数量指标")


TRIED: Mapping[str, Callable[[bytes], None]] = {
    "package": package,
    "cells": cells,
    "kinds": kinds,
    "texts": texts,
}
DOCUMENTS: Mapping[str, tuple[bytes, bytes]] = {
    "XML_2003": (
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>',
        b"</Table></Worksheet></Workbook>",
    ),
    "WEB_ARCHIVE": (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html\r\n\r\n<table><tr><td>1</td></tr>",
        b"</table>\r\n--b--",
    ),
    "PLAIN_TEXT": ("工伤保险基金收支情况表\n科目,预算数\n".encode(), b"\n"),
}
"""Documents of each kind, up to their middle and from there on."""
SEEDS: Mapping[str, Sequence[str]] = {
    "package": ("", "\0" * 12, "\x01PK\x05\x06"),
    "cells": (
        '<row r="60"><c r="C60" t="e"><v>#REF!</v></c></row>',
        "<row><c t='inlineStr'><is><t>１２万元</t></is></c><c><f>1</f></c></row>",
        '<row r="60" hidden="1"><c r="C60" s="9"><v>1e300</v></c><c/></row><!-- -->',
        '<row r="60"><c r="C60"><v><![CDATA[5]]></v></c></row><mergeCell ref="A1:B2"/>',
    ),
    "kinds": (
        '<Row ss:Index="3"><Cell ss:Formula="=R[-1]C"><Data ss:Type="Number">1</Data></Cell></Row>',
        '<Column ss:Span="2" ss:Hidden="1"/><Row><Cell ss:MergeAcross="1"/></Row>',
        '<Row><Cell><Data ss:Type="DateTime">2024-03-15T00:00:00.000</Data></Cell></Row>',
        '<tr><td colspan=2 x:num="1">a</td></tr>\r\n--b\r\nContent-Type: text/css\r\n\r\n.x {}',
        '收入合计,"1,260.00",17.7%',
    ),
    "texts": (
        "≥95%或≤105%\n约1000余人次（其中线上2次）",
        "每季度结束后的5日内\n2021年1月10日",
        "收入、支出分别为5306万元和3003万元，同比增长17.7%。",
        "小于５次\n万分之三",
    ),
}


def _read(content: bytes) -> None:
    """A whole workbook through gate, reader and checks; what is refused is well."""
    from sipipeline.checking.batch import check
    from sipipeline.intake.gate import open_workbook
    from sipipeline.intake.refusals import Refusal
    from sipipeline.reading.claims import read_submission
    from sipipeline.reading.frames import ReadingError, load_frames

    opened = open_workbook(content)
    if isinstance(opened, Refusal):
        return
    try:
        submission = read_submission(load_frames(opened.package), "x.xlsx")
    except ReadingError:
        return
    check([submission])


def _spoilt(content: bytes, data: bytes) -> bytes:
    """The file with bytes changed: where, and to what, is what the input says."""
    spoilt = bytearray(content)
    for start in range(0, len(data) - 3, 4):
        place = int.from_bytes(data[start : start + 3], "little") % len(spoilt)
        spoilt[place] = data[start + 3]
    return bytes(spoilt)


@cache
def _parts() -> Mapping[str, bytes]:
    with zipfile.ZipFile(SAMPLE) as file:
        return {name: file.read(name) for name in file.namelist()}


def _with_rows(rows: bytes) -> bytes:
    """The sample with rows added to a sheet."""
    packed = io.BytesIO()
    changed = _parts()[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    with zipfile.ZipFile(packed, "w") as file:
        for name, part in {**_parts(), SHEET: changed}.items():
            file.writestr(name, part)
    return packed.getvalue()


# ---------------------------------------------------------------- trying
def try_out(name: str, seconds: int, corpus: Path) -> int:
    """Run in a process of its own, as the fuzzer ends its process; the exit status."""
    folder = corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (folder / f"seed-{number}").write_text(seed, encoding="utf-8")
    call = [sys.executable, "-m", "tools.fuzz_guided", "--inside", name, str(folder)]
    bounds = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST}",
        "-timeout=60",
        "-rss_limit_mb=2048",
    ]
    return subprocess.run(
        [*call, *bounds, f"-artifact_prefix={corpus}/failed-"], check=False
    ).returncode


def _inside(name: str, arguments: Sequence[str]) -> None:
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=list(_PARTS)):
        TRIED[name](random.Random(0).randbytes(40))
    atheris.Setup([sys.argv[0], *arguments], TRIED[name])
    atheris.Fuzz()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("tools.fuzz_guided")
    parser.add_argument("what", nargs="*", default=list(TRIED), help=", ".join(TRIED))
    parser.add_argument("--seconds", type=int, default=USUAL, help="for each")
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"), help="what was found so far")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not there: pip install atheris", file=sys.stderr)
        return 2
    failed = [name for name in options.what if try_out(name, options.seconds, options.corpus)]
    print(f"failed: {', '.join(failed)}" if failed else "nothing failed")
    return int(bool(failed))


if __name__ == "__main__":
    if "--inside" in sys.argv[1:2]:
        _inside(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(pipes.run(main))
