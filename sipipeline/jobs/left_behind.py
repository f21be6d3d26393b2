"""What of a workbook of another kind is not in the form that its copy is made of."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sipipeline.annotation.comments import without_ours
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join, same
from sipipeline.intake.gate import Accepted
from sipipeline.jobs.left_out import left_out
from sipipeline.kinds.book import Active
from sipipeline.reading.frames import SheetFrame, load_frames, reference
from sipipeline.reading.labels import plain
from sipipeline.xlsx.hidden import CHECK, KEY_ROW, LIST_END, ROW_KEY
from sipipeline.xlsx.package import Package

_TEXTS = Text(
    zh="{sheet}：{count} 处文字在表式里没有位置，没有带过来：{cells}。",
    en="{sheet}: {count} texts have no place in the form and were left behind: {cells}.",
)
_SHEET = Text(
    zh="工作表“{sheet}”不是表式的表，没有带过来（{count} 格有内容）。",
    en="Sheet “{sheet}” is none of the form's and was left behind ({count} cells).",
)
_DATES = Text(
    zh="{sheet}：{count} 格是日期，不是表式要的数，没有带过来：{cells}。",
    en="{sheet}: {count} dates stand where figures are asked for and were left behind: {cells}.",
)
_COMMENTS = Text(
    zh="{sheet}：{count} 条批注没有带过来：{cells}。",
    en="{sheet}: {count} comments were left behind: {cells}.",
)
_OTHER_PARTS = {
    Active.MACROS: Text(zh="宏", en="macros"),
    Active.LINKS: Text(zh="外部链接", en="external links"),
    Active.DDE: Text(zh="DDE 链接", en="DDE links"),
    Active.OBJECTS: Text(zh="嵌入的对象", en="embedded objects"),
}
_PARTS = Text(zh="{parts}没有带过来。", en="Left behind: {parts}.")
_LOOKS = Text(
    zh="公式只带过来结果；原文件的字体、颜色、图片和自己改的版式没有带过来。",
    en="Of formulas the results came over; fonts, colours, pictures and layout did not.",
)
_MORE = Text(zh="等", en=" and more")
_MOST, _LONGEST = 20, 60
"""Cells that are listed, and characters that are shown of each."""


class _Filled(NamedTuple):
    """A cell with something in it that no formula made."""

    ref: str
    raw: object


def left_behind(
    accepted: Accepted, package: Package, submission: Submission, form: Package
) -> Iterator[Text]:
    """A sentence for each thing that was filled in and is not in the form."""
    yield from left_out(submission)
    known = _texts_of(form)
    forms_own = {place[0] for place in submission.places.values()}
    names = {name.zh for name in submission.standard.sheets.values()}
    told = {note.sheet for note in submission.notes if note.what in ("copy", "unknown_sheet")}
    for sheet in load_frames(package).sheets:
        filled = list(_filled(sheet))
        if sheet.name in forms_own or sheet.name in names:
            yield from _of_sheet(sheet.name, filled, submission, known)
        elif filled and sheet.name not in told:
            yield _SHEET.fill(sheet=sheet.name, count=len(filled))
    yield from _comments(accepted)
    if accepted.active:
        parts = [_OTHER_PARTS[part] for part in sorted(accepted.active)]
        yield _PARTS.fill(parts=join(parts, "、", ", "))
    yield _LOOKS


def _of_sheet(
    sheet: str, filled: Sequence[_Filled], submission: Submission, known: Collection[str]
) -> Iterator[Text]:
    """What of a sheet of the form has no place, or is not what its place asks for."""
    claimed = {claim.ref for claim in submission.claims.values() if claim.sheet == sheet}
    noted = {note.ref for note in submission.notes if note.sheet == sheet and note.raw != ""}
    texts = [
        cell
        for cell in filled
        if isinstance(cell.raw, str) and cell.ref not in claimed | noted and _is_told(cell, known)
    ]
    yield from _told(_TEXTS, sheet, texts)
    dates = [
        _Filled(note.ref, note.raw)
        for note in submission.notes
        if note.sheet == sheet and note.what == "unreadable" and note.detail == "date"
    ]
    yield from _told(_DATES, sheet, dates)


def _is_told(cell: _Filled, known: Collection[str]) -> bool:
    """Whether a text is neither blank nor one of the form's own."""
    text = str(cell.raw).strip()
    is_key = text in (KEY_ROW, LIST_END, CHECK) or ROW_KEY.fullmatch(text) is not None
    return bool(plain(text)) and not is_key and plain(text) not in known


def _told(sentence: Text, sheet: str, cells: Sequence[_Filled]) -> Iterator[Text]:
    if cells:
        listed = join([same(_shown(cell)) for cell in cells[:_MOST]], "、", ", ")
        more = listed + _MORE if len(cells) > _MOST else listed
        yield sentence.fill(sheet=sheet, count=len(cells), cells=more)


def _shown(cell: _Filled) -> str:
    text = " ".join(str(cell.raw).split())
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{cell.ref} {short}".strip()


def _filled(sheet: SheetFrame) -> Iterator[_Filled]:
    for row, values in enumerate(sheet.rows):
        for column, raw in enumerate(values):
            if raw is None or raw == "":
                continue
            ref = reference(row, column)
            if ref not in sheet.marks.formulas:
                yield _Filled(ref, raw)


def _texts_of(form: Package) -> frozenset[str]:
    """Every text of the form, labels and what was filled in."""
    frames = load_frames(form)
    cells = (raw for sheet in frames.sheets for row in sheet.rows for raw in row)
    return frozenset(plain(raw) for raw in cells if isinstance(raw, str))


def _comments(accepted: Accepted) -> Iterator[Text]:
    """The comments of each sheet, without what the program wrote into them."""
    own = [
        (sheet, _Filled(reference(place[0] - 1, place[1] - 1), without_ours(text)))
        for sheet, (place, text) in accepted.comments
    ]
    written = [(sheet, cell) for sheet, cell in own if str(cell.raw).strip()]
    for sheet, cells in groupby(written, key=itemgetter(0)):
        yield from _told(_COMMENTS, sheet, [cell for _, cell in cells])
