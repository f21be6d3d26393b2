"""The annotated copy: the submitter's own file with our marks, comments and the result sheet
added."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sipipeline.annotation.colours import Stylesheet
from sipipeline.annotation.comments import Comments
from sipipeline.annotation.marks import Reason, Reasons, collect, mark_of
from sipipeline.annotation.result_sheet import SHEET_NAME, Seat, compose, to_xml
from sipipeline.annotation.strip import open_styles, strip
from sipipeline.core.findings import FileResult
from sipipeline.core.text import NOTHING, Lang, Text
from sipipeline.reports.issues import issues
from sipipeline.xlsx.grid import Grid
from sipipeline.xlsx.layout import layout_of
from sipipeline.xlsx.package import Package, open_package
from sipipeline.xlsx.references import Place
from sipipeline.xlsx.sheets import Workbook, Worksheet

_UNDER_A_BOX = 60
"""So many rows a comment's box may cover."""
_SIGNED = Text(
    zh="本文件原有数字签名。加上颜色和批注后，签名会失效；改完后请重新签名。",
    en="This file carries a digital signature, which the marks make invalid; sign it "
    "again after correcting.",
)
_SHOWN = Text(zh="（该表原来隐藏，已显示）", en=" (this sheet was hidden)")
_HIDDEN_ROW = Text(zh="（该行已隐藏）", en=" (hidden row)")
_HIDDEN_COLUMN = Text(zh="（该列已隐藏）", en=" (hidden column)")


def annotate(source: bytes, result: FileResult, lang: Lang) -> bytes:
    """The submitter's workbook with the findings marked in it; marks of an earlier round are taken
    out first.

    Raises PackageError where the file cannot be edited."""
    package = open_package(source)
    strip(package, Workbook(package))
    return mark(package, result, lang)


def mark(
    package: Package,
    result: FileResult,
    lang: Lang,
    notice: Text = NOTHING,
    left: Sequence[Text] = (),
) -> bytes:
    """The bytes of a workbook that has no marks, with the findings marked in it. `notice` is the
    first line of the result sheet; `left` says what of the original is not in this workbook."""
    workbook = Workbook(package)
    styles = open_styles(package, workbook)
    told = issues(result.findings)
    reasons = collect(told)
    notes = [_SIGNED] if any(name.startswith("_xmlsignatures/") for name in package.names) else []
    unseen: dict[Seat, Text] = {}
    for sheet in workbook.sheets():
        if sheet.name in reasons:
            rows = _rows(reasons[sheet.name], package.read(sheet.part))
            grid = Grid(package.edit_rows(sheet.part, rows))
            unseen |= _unseen(sheet.name, grid, reasons[sheet.name], workbook.show(sheet))
            notes += _mark_sheet(package, workbook, sheet, grid, reasons, styles, lang)
    page = compose(result, told, lang, notes, unseen, notice, left)
    data = to_xml(page, result, styles, workbook.ns)
    workbook.put_first(workbook.free_name(SHEET_NAME.in_(lang)), data)
    return package.to_bytes()


def strip_marks(source: bytes) -> bytes:
    """The workbook without anything of ours; the very same bytes when there is nothing."""
    return unmarked(open_package(source)).content


def unmarked(package: Package) -> Package:
    """The package without anything of ours; the very same when there is nothing."""
    strip(package, Workbook(package))
    return open_package(package.to_bytes()) if package.changed else package


def _rows(places: Iterable[Place], sheet: bytes) -> set[int]:
    """The rows of a sheet that are looked at for marks: with the first of what is merged, and those
    under a box."""
    merged = layout_of(sheet).merged
    wanted = sorted({row for row, _ in places})
    rows = {row + below for row in wanted for below in range(-2, _UNDER_A_BOX)}
    for (top, _), (bottom, _) in merged:
        first = bisect_left(wanted, top)
        if first < len(wanted) and wanted[first] <= bottom:
            rows.add(top)
    return rows


def _unseen(name: str, grid: Grid, places: Iterable[Place], shown: bool) -> dict[Seat, Text]:
    """What is said of the places of a sheet that nobody would see."""
    unseen: dict[Seat, Text] = {}
    for place in places:
        row, column = grid.anchor(place)
        said = _SHOWN if shown else NOTHING
        said += _HIDDEN_ROW if grid.is_row_hidden(row) else NOTHING
        said += _HIDDEN_COLUMN if grid.is_column_hidden(column) else NOTHING
        if said.zh:
            unseen[name, place] = said
    return unseen


def _mark_sheet(
    package: Package,
    workbook: Workbook,
    sheet: Worksheet,
    grid: Grid,
    reasons: Reasons,
    styles: Stylesheet,
    lang: Lang,
) -> list[Text]:
    """Mark the cells of one sheet; returns what the result sheet should say about it."""
    by_anchor: defaultdict[Place, list[Reason]] = defaultdict(list)
    for place, at_place in reasons[sheet.name].items():
        by_anchor[grid.anchor(place)].extend(at_place)
    marks = {place: mark_of(gathered, lang) for place, gathered in by_anchor.items()}
    for place, mark in sorted(marks.items()):
        cell = grid.cell(place)
        style = cell.get("s", "0")
        framed = mark.framed and not grid.is_merged(place)
        cell.set("s", str(styles.mark(int(style) if style.isdecimal() else 0, mark.look, framed)))
    comments = Comments(package, sheet.part)
    threaded = comments.threaded() & marks.keys()
    texts = {
        place: mark.runs for place, mark in marks.items() if mark.runs and place not in threaded
    }
    comments.add(texts, grid, workbook.type_base, lang)
    return [_threaded_note(sheet.name, len(threaded))] if threaded else []


def _threaded_note(sheet: str, count: int) -> Text:
    return Text(
        zh=f"工作表“{sheet}”中有 {count} 个单元格原来就有带回复的批注，为免改动，"
        f"问题没有写进批注，请看上面的问题清单。",
        en=f"On sheet “{sheet}”, {count} marked cells already carry a threaded comment; "
        f"it was left alone, so read the "
        "findings above.",
    )
