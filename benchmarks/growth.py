"""What a file costs as it grows: processor time and peak memory of one validation, at a size and
at twice that size, each in a process of its own.

    python -m benchmarks.growth [CASE...] [--most MB]

Long texts, long lists, blank rows, strays, many sheets, styles and comments, crowded folders and
archives. A case *grows* where twice the size takes more than 2.6 times the time, and is *heavy*
where the process needs more than `--most` (400) MB. Exit status 1 if any is either."""

import argparse
import io
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sipipeline.intake.sources import collect
from sipipeline.jobs.forms import fill
from sipipeline.jobs.validation import Options, validate
from sipipeline.reports.formats import FORMATS

STEEP, QUICK = 2.6, 1.0
"""Growth of the time that is too much, where it takes longer than so many seconds."""
MOST = 400
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "korla-2020.xlsx"
_TYPES = "[Content_Types].xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_COVER = {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}

Files = Mapping[str, bytes]
"""What is validated, by its name."""


@dataclass(frozen=True, slots=True)
class Case:
    size: int
    make: Callable[[int], Files]


# ---------------------------------------------------------------- workbooks
def filled(**data: Any) -> bytes:
    target = io.BytesIO()
    fill({"standard": "2020", "cover": _COVER, **data}, target)
    return target.getvalue()


Change = Callable[[str], str] | str
"""What a part becomes, or what is in a part that is added."""


def edited(content: bytes, parts: Mapping[str, Change]) -> bytes:
    """The workbook with parts changed or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        there = old.namelist()
        for name in there:
            data = old.read(name)
            new.writestr(name, _changed(data, parts[name]) if name in parts else data)
        for name in parts.keys() - set(there):
            new.writestr(name, _changed(b"", parts[name]))
    return target.getvalue()


def _changed(data: bytes, change: Change) -> bytes:
    return (change if isinstance(change, str) else change(data.decode())).encode()


def with_rows(rows: Callable[[int], Iterable[str]], sheets: int = 1) -> bytes:
    """The sample with rows added below each of its first sheets; `rows` makes them from the number
    of the first."""

    def added(sheet: str) -> str:
        last = max(map(int, re.findall(r'<row r="(\d+)"', sheet)))
        return sheet.replace("</sheetData>", "".join(rows(last + 1)) + "</sheetData>")

    numbers = range(2, 2 + sheets)
    parts: Mapping[str, Change] = {f"xl/worksheets/sheet{number}.xml": added for number in numbers}
    return edited(SAMPLE.read_bytes(), parts)


def blank_rows(count: int, sheets: int = 1, columns: str = "BCDEFG") -> Files:
    cells = "".join(f'<c r="{letter}{{0}}" s="3"/>' for letter in columns)
    row = '<row r="{0}">' + cells + "</row>"
    return one(
        with_rows(lambda first: (row.format(n) for n in range(first, first + count)), sheets)
    )


def stray_figures(count: int, comment: str = "") -> Files:
    """Ten figures a row, beside the form; with a comment in the XML of each."""
    cells = "".join(f'<c r="{letter}{{0}}"><v>7</v></c>' for letter in "BCDEFGHIJK")
    row = '<row r="{0}">' + cells + comment + "</row>"
    rows = count // 10
    return one(with_rows(lambda first: (row.format(n) for n in range(first, first + rows))))


def many_sheets(count: int) -> Files:
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>'
    )
    numbers = range(100, 100 + count)
    listed = "".join(f'<sheet name="杂{n}" sheetId="{n}" r:id="x{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="x{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEET_TYPE}"/>'
        for n in numbers
    )
    parts: dict[str, Change] = {
        "xl/workbook.xml": before("</sheets>", listed),
        "xl/_rels/workbook.xml.rels": before("</Relationships>", links),
        _TYPES: before("</Types>", types),
        **{f"xl/worksheets/sheet{n}.xml": sheet for n in numbers},
    }
    return one(edited(SAMPLE.read_bytes(), parts))


def before(end: str, added: str) -> Callable[[str], str]:
    return lambda part: part.replace(end, added + end, 1)


def many_styles(count: int) -> Files:
    style = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    added = before("</cellXfs>", style * count)
    return one(edited(SAMPLE.read_bytes(), {"xl/styles.xml": added}))


def many_comments(count: int) -> Files:
    text = '<comment ref="Z%d" authorId="0"><text><t>说明</t></text></comment>'
    comments = "".join(text % n for n in range(1, count + 1))
    part = (
        f'<comments xmlns="{_MAIN}"><authors><author>甲</author></authors>'
        f"<commentList>{comments}</commentList></comments>"
    )
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = (
        f'<Relationships xmlns="{links}"><Relationship Id="n1" Type="{_OFFICE}/comments" '
        f'Target="../comments99.xml"/></Relationships>'
    )
    type_ = f'<Override PartName="/xl/comments99.xml" ContentType="{_COMMENTS_TYPE}"/>'
    parts: dict[str, Change] = {
        "xl/comments99.xml": part,
        "xl/worksheets/_rels/sheet2.xml.rels": link,
        _TYPES: before("</Types>", type_),
    }
    return one(edited(SAMPLE.read_bytes(), parts))


# ---------------------------------------------------------------- texts and lists
def text(piece: str) -> Callable[[int], Files]:
    """A piece repeated up to a length: as a narrative, as target and actual value."""

    def make(length: int) -> Files:
        long = (piece * (length // len(piece) + 1))[:length]
        row = {"level1": "产出指标", "level2": "数量指标", "level3": "甲", "target": long}
        return one(
            filled(
                accounts={"work_injury": {"income": {"actual": 1}}},
                indicators=[{**row, "actual": long, "reason": long}],
                narrative={"operation": long, "achievement": long},
            )
        )

    return make


def indicators(count: int) -> Files:
    rows = [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": f"参保人数{number}",
            "target": f"≥{number}人",
            "actual": f"{number - number % 2}人",
        }
        for number in range(1, count + 1)
    ]
    return one(filled(indicators=rows))


def causes(count: int) -> Files:
    funds, items = ("work_injury", "unemployment"), ("expenditure", "benefits")
    rows = [
        {
            "fund": funds[number % 2],
            "item": items[number // 2 % 2],
            "cause": f"待遇调整{number}",
            "amount": number,
            "share": "1%",
        }
        for number in range(count)
    ]
    return one(filled(causes=rows))


def distinct_causes(count: int) -> Files:
    rows = [
        {"fund": "work_injury", "item": "expenditure", "cause": "人数", "amount": 1}
        for _ in range(count)
    ]
    account = {"expenditure": {"actual": count, "prior": 1, "change": count - 1}}
    return one(filled(causes=rows, accounts={"work_injury": account}))


# ---------------------------------------------------------------- folders and archives
def one(content: bytes) -> Files:
    return {"a.xlsx": content}


def folder(count: int) -> Files:
    """Names of which few are workbooks."""
    good = filled()
    return {"a.xlsx": good} | {f"报表{number}.txt": b"" for number in range(count)}


def crowd(count: int) -> Files:
    """A folder of workbooks that are none."""
    return {f"报表{number}.xlsx": b"" for number in range(count)}


def echoes(count: int) -> Files:
    """A zip whose directory names the same bytes many times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("a.xlsx", SAMPLE.read_bytes())
        member = file.infolist()[0]
        for number in range(1, count):
            name = zipfile.ZipInfo(f"{number}.xlsx")
            for field in ("CRC", "compress_size", "file_size", "header_offset"):
                setattr(name, field, getattr(member, field))
            file.filelist.append(name)
            file.NameToInfo[name.filename] = name
    return {"a.zip": target.getvalue()}


def copies(count: int) -> Files:
    """A zip with the same workbook many times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for number in range(count):
            file.writestr(f"{number}.xlsx", SAMPLE.read_bytes())
    return {"a.zip": target.getvalue()}


_PHRASE = "全年收入合计5306万元，比上年增加798万元，增长17.7%，完成预算的114%。"
CASES: Mapping[str, Case] = {
    "text: 收入合计1万元，": Case(16_383, text("收入合计1万元，")),
    "text: 住院、门诊两类支出": Case(16_383, text("住院、门诊两类支出")),
    "text: 9，": Case(16_383, text("9，")),
    "text: 1:1": Case(16_383, text("1:1")),
    "text: 1年": Case(16_383, text("1年")),
    "text: 1": Case(16_383, text("1")),
    "text: （": Case(16_383, text("（")),
    "text: a phrase, 2,000": Case(2_000, text(_PHRASE)),
    "text: a phrase, 8,000": Case(8_000, text(_PHRASE)),
    "text: a phrase": Case(16_383, text(_PHRASE)),
    "indicators, 1,500": Case(1_500, indicators),
    "indicators, 15,000": Case(15_000, indicators),
    "causes": Case(5_000, causes),
    "causes of one item": Case(1_500, distinct_causes),
    "sheets": Case(100, many_sheets),
    "styles": Case(30_000, many_styles),
    "comments": Case(25_000, many_comments),
    "blank rows, 150,000": Case(150_000, blank_rows),
    "blank rows, 475,000": Case(475_000, lambda count: blank_rows(count, 1, "B")),
    "blank rows on four sheets": Case(475_000, lambda count: blank_rows(count, 4, "B")),
    "strays, 50,000": Case(50_000, stray_figures),
    "strays, 500,000": Case(500_000, stray_figures),
    "strays under comments": Case(200_000, lambda count: stray_figures(count, "<!-- -->")),
    "names in a folder": Case(10_000, folder),
    "empty files in a folder": Case(10_000, crowd),
    "one workbook named often in a zip": Case(100, echoes),
    "copies in a zip": Case(100, copies),
}


# ---------------------------------------------------------------- measuring
@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    megabytes: float
    said: str
    """Rules of the first findings."""


def cost(files: Files) -> Cost:
    """What a validation of the files costs, in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place) / "in"
        inbox.mkdir()
        for name, content in files.items():
            (inbox / name).write_bytes(content)
        call = [sys.executable, "-m", "benchmarks.growth", "--measure", str(inbox)]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        return Cost(
            float("nan"), float("nan"), f"ended with {done.returncode}: {done.stderr[-300:]}"
        )
    seconds, megabytes, said = done.stdout.split(" ", 2)
    return Cost(float(seconds), float(megabytes), said.strip())


def measure(inbox: Path) -> None:
    """Validate a folder as the command does, and print what it took."""
    _validated(SAMPLE, inbox.parent / "warm")
    started = time.process_time()
    said = _validated(inbox, inbox.parent / "out")
    took = time.process_time() - started
    print(f"{took:.2f} {_peak():.0f} {' '.join(said)}")


def _peak() -> float:
    """Megabytes that this process has needed at most; what getrusage says is also that of the
    process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _validated(path: Path, out: Path) -> Sequence[str]:
    results = list(validate(collect([str(path)]), Options(out=out)))
    for write in FORMATS.values():
        for _ in write(results, "zh", False):
            pass
    rules = [finding.rule for result in results[:1] for finding in result.findings]
    return [f"{len(results)} files:", f"{len(rules)} findings", *rules[:3]]


def report(name: str, case: Case, most: float) -> bool:
    """Print a line for a case; whether it grows as its size and is light."""
    first, second = (cost(case.make(size)) for size in (case.size, 2 * case.size))
    growth = second.seconds / max(first.seconds, 0.01)
    faults = []
    if not growth < STEEP and not second.seconds < QUICK:
        faults.append("GROWS")
    if not max(first.megabytes, second.megabytes) <= most:
        faults.append("HEAVY")
    print(
        f"{name:36} {case.size:8,} {first.seconds:7.2f} s "
        f"{2 * case.size:9,} {second.seconds:7.2f} s x{growth:4.1f} "
        f"{first.megabytes:5.0f} {second.megabytes:5.0f} MB "
        f"{' '.join(faults) or 'ok':6} {second.said}",
        flush=True,
    )
    return not faults


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("benchmarks.growth")
    parser.add_argument("case", nargs="*", help="part of a name")
    parser.add_argument("--most", type=float, default=MOST, help="megabytes")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure is not None:
        measure(options.measure)
        return 0
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    chosen = {
        name: case
        for name, case in CASES.items()
        if not options.case or any(part in name for part in options.case)
    }
    good = [report(name, case, options.most) for name, case in chosen.items()]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
