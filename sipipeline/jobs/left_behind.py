"""What of a workbook of another kind is not in the form that its copy is made of."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sipipeline.annotation.comments import without_ours
from sipipeline.core.submission import Noted, Submission
from sipipeline.core.text import Text, join, same
from sipipeline.intake.gate import Accepted
from sipipeline.jobs.left_out import left_out
from sipipeline.kinds.active import named
from sipipeline.reading.content import DATE
from sipipeline.reading.frames import SheetFrame, load_frames, reference
from sipipeline.reading.label_forms import plain
from sipipeline.xlsx.hidden import CHECK, KEY_ROW, LIST_END, ROW_KEY
from sipipeline.xlsx.package import Package

_TEXTS = Text(
    zh="{sheet}：{count} 处文字在表式里没有位置，没有带过来：{cells}。",
    en="{sheet}: {count} {count:text has|texts have} no place in the form and {count:was|were} "
    "left behind: {cells}.",
)
_SHEET = Text(
    zh="工作表“{sheet}”不是表式的表，没有带过来（{count} 格有内容）。",
    en="Sheet “{sheet}” is none of the form's and was left behind ({count} {count:cell|cells}).",
)
_DATES = Text(
    zh="{sheet}：{count} 格是日期，不是表式要的数，没有带过来：{cells}。",
    en="{sheet}: {count} {count:date stands|dates stand} where figures are asked for and "
    "{count:was|were} left behind: {cells}.",
)
_COMMENTS = Text(
    zh="{sheet}：{count} 条批注没有带过来：{cells}。",
    en="{sheet}: {count} {count:comment was|comments were} left behind: {cells}.",
)
_PARTS = Text(zh="{parts}没有带过来。", en="Left behind: {parts}.")
_LOOKS = Text(
    zh="公式只带过来结果；原文件的字体、颜色、图片和自己改的版式没有带过来。",
    en="Of formulas the results came over; fonts, colours, pictures and layout did not.",
)
_MORE = Text(zh="等", en=" and more")
_MOST, _LONGEST = 20, 60
"""Cells that are listed, and characters that are shown of each."""


_TOLD = (Noted.COPY, Noted.HOLLOW, Noted.UNKNOWN_SHEET)


def left_behind(
    accepted: Accepted, package: Package, submission: Submission, form: Package
) -> Iterator[Text]:
    """A sentence for each thing that was filled in and is not in the form."""
    yield from left_out(submission)
    known = _texts_of(form)
    for sheet in load_frames(package).sheets:
        yield from _of_sheet(sheet.name, list(_filled(sheet)), submission, known)
    yield from _comments(accepted)
    if accepted.active:
        yield _PARTS.fill(parts=named(accepted.active))
    yield _LOOKS


class _FilledCell(NamedTuple):
    """A cell with something in it that no formula made."""

    ref: str
    raw: object


def _of_sheet(
    sheet: str, filled: Sequence[_FilledCell], submission: Submission, known: Collection[str]
) -> Iterator[Text]:
    """What of a sheet is not in the form, and was not told yet."""
    if _is_of_form(sheet, submission):
        yield from _told(_TEXTS, sheet, _texts_without_place(sheet, filled, submission, known))
        yield from _told(_DATES, sheet, _dates(sheet, submission))
    elif filled and not any(
        note.sheet == sheet and note.what in _TOLD for note in submission.notes
    ):
        yield _SHEET.fill(sheet=sheet, count=len(filled))


def _is_of_form(sheet: str, submission: Submission) -> bool:
    """Whether a sheet has places of the form, or is called as one of its sheets."""
    if any(sheet == name.zh for name in submission.standard.sheets.values()):
        return True
    return any(sheet == place[0] for place in submission.places.values())


def _texts_without_place(
    sheet: str, filled: Sequence[_FilledCell], submission: Submission, known: Collection[str]
) -> list[_FilledCell]:
    """The texts that are neither a claim nor noted by their cell, nor the form's own."""
    told = {claim.ref for claim in submission.claims.values() if claim.sheet == sheet}
    told |= {note.ref for note in submission.notes if note.sheet == sheet and note.raw != ""}
    texts = (cell for cell in filled if isinstance(cell.raw, str) and cell.ref not in told)
    return [cell for cell in texts if _is_told(cell, known)]


def _dates(sheet: str, submission: Submission) -> list[_FilledCell]:
    """The cells that show a date where a figure is asked for."""
    unread = (note for note in submission.notes if note.what is Noted.UNREADABLE)
    of_sheet = (note for note in unread if (note.sheet, note.detail) == (sheet, DATE))
    return [_FilledCell(note.ref, note.raw) for note in of_sheet]


def _is_told(cell: _FilledCell, known: Collection[str]) -> bool:
    """Whether a text is neither blank nor one of the form's own."""
    text = str(cell.raw).strip()
    is_key = text in (KEY_ROW, LIST_END, CHECK) or ROW_KEY.fullmatch(text) is not None
    return bool(plain(text)) and not is_key and plain(text) not in known


def _told(sentence: Text, sheet: str, cells: Sequence[_FilledCell]) -> Iterator[Text]:
    if cells:
        listed = join([same(_shown(cell)) for cell in cells[:_MOST]], "、", ", ")
        more = listed + _MORE if len(cells) > _MOST else listed
        yield sentence.fill(sheet=sheet, count=len(cells), cells=more)


def _shown(cell: _FilledCell) -> str:
    text = " ".join(str(cell.raw).split())
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{cell.ref} {short}".strip()


def _filled(sheet: SheetFrame) -> Iterator[_FilledCell]:
    for row, values in enumerate(sheet.rows):
        for column, raw in enumerate(values):
            if raw is None or raw == "":
                continue
            ref = reference(row, column)
            if ref not in sheet.marks.formulas:
                yield _FilledCell(ref, raw)


def _texts_of(form: Package) -> frozenset[str]:
    """Every text of the form, labels and what was filled in."""
    frames = load_frames(form)
    cells = (raw for sheet in frames.sheets for row in sheet.rows for raw in row)
    return frozenset(plain(raw) for raw in cells if isinstance(raw, str))


def _comments(accepted: Accepted) -> Iterator[Text]:
    """The comments of each sheet, without what the program wrote into them."""
    own = [
        (sheet, _FilledCell(reference(place[0] - 1, place[1] - 1), without_ours(text)))
        for sheet, (place, text) in accepted.comments
    ]
    written = [(sheet, cell) for sheet, cell in own if str(cell.raw).strip()]
    for sheet, cells in groupby(written, key=itemgetter(0)):
        yield from _told(_COMMENTS, sheet, [cell for _, cell in cells])
