"""The cover: who fills in what for which year, and how the checks of all sheets stand."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.core.standard import NOTE, RUNS, WORKBOOK, Column, Fund
from sipipeline.core.text import Text
from sipipeline.language.lexicon import words
from sipipeline.template.formats import MUTED
from sipipeline.template.layout import FIRST, HEAD, INFO, STATUS, TITLE, letters
from sipipeline.template.live_checks import quoted
from sipipeline.template.sentences import quoted_text, spoken
from sipipeline.template.sheet_writer import AMBER, GREEN, RED, SHEET_STATUS, SheetWriter
from sipipeline.xlsx import references

_NOTHING = Text(zh="", en="")
_STATUS = (
    _NOTHING,
    Text(zh="封面还有 {open} 项必填内容未填", en="{open} required fields are still blank"),
    Text(zh="封面必填内容已填 ✓", en="All required fields are filled in ✓"),
    _NOTHING,
)
_TITLE = Text(zh="{form}工作簿", en="{form}")
_YEAR = Text(zh="{year} 年度", en="Year {year}")
_HEADS = (
    Text(zh="项目", en="Field"),
    Text(zh="填写内容", en="To be filled in"),
    Text(zh="填写要求", en="How"),
    NOTE.name,
)
_SHEETS = (
    Text(zh="工作表", en="Sheet"),
    Text(
        zh="校验情况（随填随算，点表名可转到该表）", en="Checks (as you type; click a sheet's name)"
    ),
    RUNS.name,
    NOTE.name,
)
_NOTE_PROMPT = Text(
    zh="退回时要求“需说明”的，没有填错，就在此写明原因；没有的留空。",
    en="Where the check asks for an explanation and nothing is wrong, write the reason here.",
)
_SHEET_PROMPT = Text(
    zh="退回时对整张表（如名称、表外的数）要求“需说明”的，在此写明原因；没有的留空。",
    en="Where the check asks about a whole sheet, as for its labels, write the reason here.",
)
_WHOLE = Text(zh="如模板版本、所附的报告", en="As the version of the form, the report beside it")
_WIDTHS = (22, 46, 38, 22)
_NOTE_SIZE = 9
RUN = Text(zh="经办", en="run")
NOT_RUN = Text(zh="不经办", en="not run")
_CHOOSE = Text(
    zh="没有开展的险种可选“不经办”：该表变灰，不用填写。",
    en="Choose “not run” for a fund that your unit does not run: its sheet turns grey.",
)
_SIGNATURES = (
    Text(zh="单位负责人（签字）：", en="Head of unit (signature):"),
    Text(zh="填表人（签字）：", en="Filled in by (signature):"),
    Text(zh="单位公章：", en="Seal:"),
)
_DATE = Text(zh="年　　　月　　　日", en="Date:")


def write_cover(writer: SheetWriter, checked: Sequence[SheetWriter]) -> None:
    """Write the cover, which sums up the checks of the sheets `checked`."""
    standard = writer.standard
    writer.key_row(0, {2: "value", writer.layout.cover_note: NOTE.key})
    _head(writer)
    for row, field in enumerate(standard.cover, FIRST):
        _field(writer, row, field)
    last = FIRST + len(standard.cover) - 1
    writer.status_line(last, _STATUS)
    last = _summary(writer, checked)
    _signatures(writer, last + 2)
    for column, width in enumerate(_WIDTHS, 1):
        writer.sheet.set_column(column, column, width)
    writer.page_setup(last + 4)
    writer.protect()


def _head(writer: SheetWriter) -> None:
    """Title, year, and the heads of the fields."""
    form = Text(*(text.partition(sign)[0] for text, sign in _names(writer.standard.name)))
    writer.sheet.set_row(TITLE, 64)
    writer.merge(TITLE, 1, writer.check_column, writer.says(_TITLE.fill(form=form)), "cover")
    year = writer.cover_text("year")
    plain = f'SUBSTITUTE(SUBSTITUTE({year},"年度",""),"年","")'
    said = spoken(writer.says(_YEAR), {"year": plain})
    writer.merge_formula(
        INFO, 1, writer.check_column, f'IF({year}="","",{said})', "section", "middle"
    )
    writer.sheet.set_row(HEAD, 24)
    for column, text in enumerate(_HEADS, 1):
        writer.text(HEAD, column, writer.says(text), "head")


def _names(name: Text) -> tuple[tuple[str, str], tuple[str, str]]:
    """A name in both languages, each with the sign behind which the year stands."""
    return (name.zh, "（"), (name.en, " (")


def _field(writer: SheetWriter, row: int, field: Column) -> None:
    """One line: label, input, prompt; an open end where a required field is blank."""
    label = writer.says(field.name) + (" *" if field.required else "")
    key = f"cover.{field.key}"
    writer.text(row, 0, key, "taller")
    writer.text(row, 1, label, "label", "in1", *(("strong",) if field.required else ()))
    writer.input_cell(key, "large", "in1")
    writer.text(row, 3, writer.says(field.prompt), "label", "small", "in1")
    _note(writer, row, key=keys.note(key), least=24, prompt=_NOTE_PROMPT)
    writer.accept((row, 2, row, 2), field, _NOTHING if field.kind == "text" else field.prompt)
    if field.required:
        writer.check_filled(row, field, made_up=words("cover", "placeholders"))


def _note(writer: SheetWriter, row: int, key: str, least: float, prompt: Text) -> None:
    """The cell for the explanation of a line, which is as high as its words."""
    writer.input_cell(key, "fine")
    writer.set_height(row, least, (key, _WIDTHS[-1], _NOTE_SIZE))
    column = writer.layout.cover_note
    writer.accept((row, column, row, column), NOTE, prompt)


def _summary(writer: SheetWriter, checked: Sequence[SheetWriter]) -> int:
    """A line for each sheet, and one for the workbook as a whole; returns the last row."""
    row = writer.layout.summary_first - 1
    writer.key_row(row - 1, {3: RUNS.key, writer.layout.cover_note: NOTE.key})
    writer.sheet.set_row(row, 24)
    for column, text in enumerate(_SHEETS, 1):
        writer.text(row, column, writer.says(text), "head")
    for line, sheet in enumerate(checked, row + 1):
        _summary_line(writer, line, sheet)
    for line, named in enumerate(writer.layout.explained, row + 1):
        writer.text(line, 0, f"sheets.{named.key}.*", "tall")
        note = keys.note_of_sheet(named.key)
        _note(writer, line, key=note, least=20, prompt=_SHEET_PROMPT)
    last = row + len(writer.layout.explained)
    writer.text(last, 1, writer.says(WORKBOOK.name), "label", "in1")
    writer.merge(last, 2, 3, writer.says(_WHOLE), "label", "small", "in1")
    return last


def _summary_line(writer: SheetWriter, row: int, sheet: SheetWriter) -> None:
    """A link to the sheet, its status line, for a fund whether the unit runs it, and its counts in
    hidden cells."""
    name, link = quoted(sheet.name), writer.formats("label", "link", "in1")
    writer.sheet.write_url(row, 1, f"internal:{references.quoted(sheet.name)}!B2", link, sheet.name)
    heading = quoted_text(writer.says(SHEET_STATUS))
    status = f'SUBSTITUTE({name}!$B${STATUS + 1},{heading},"")'
    run = [fund for fund in writer.layout.funds if writer.layout.sheet_of(fund) == sheet.name]
    if run:
        writer.formula(row, 2, status, "box", "in1")
        _choice(writer, row, run[0])
    else:
        writer.merge_formula(row, 2, 3, status, "box", "in1")
    for column, counted in enumerate((TITLE, INFO, STATUS), writer.joined_column):
        writer.formula(row, column, f"{name}!{sheet.count_cell(counted)}")
    _paint(writer, row)


def _choice(writer: SheetWriter, row: int, fund: Fund) -> None:
    """Whether the unit runs a fund: its sheet turns grey where it does not."""
    writer.input_cell(keys.runs(fund.key))
    rule = {
        "validate": "list",
        "source": [writer.says(RUN), writer.says(NOT_RUN)],
        "input_message": writer.says(_CHOOSE),
    }
    writer.sheet.data_validation(row, 3, row, 3, rule)


def _paint(writer: SheetWriter, row: int) -> None:
    grey = {"type": "text", "criteria": "containing", "value": writer.says(NOT_RUN)}
    idle = {**grey, "format": writer.formats.conditional(font_color=MUTED), "stop_if_true": True}
    writer.sheet.conditional_format(row, 3, row, 3, idle)
    for offset, colour in enumerate((RED, AMBER, GREEN)):
        cell = f"${letters(writer.joined_column + offset)}${row + 1}"
        mark = writer.formats.conditional(font_color=colour)
        rule = {"type": "formula", "criteria": f"={cell}>0", "format": mark, "stop_if_true": True}
        writer.sheet.conditional_format(row, 2, row, 2, rule)


def _signatures(writer: SheetWriter, row: int) -> None:
    for number, text in enumerate(_SIGNATURES):
        writer.text(row, 1 + number, writer.says(text), "large")
    writer.sheet.set_row(row, 30)
    writer.text(row + 2, 3, writer.says(_DATE), "right", "large")
