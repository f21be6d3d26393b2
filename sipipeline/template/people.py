"""The sheet of people: head-counts by fund, and the level of benefits."""

from collections.abc import Sequence

from sipipeline.core.standard import NOTE, Column, Fund, Item
from sipipeline.template.layout import FIRST, HEAD, letters
from sipipeline.template.live_checks import GAP, OPEN, reported_flag
from sipipeline.template.sheet_writer import SheetWriter
from sipipeline.xlsx.hidden import CHECK

_FIRST_COLUMN = 3
_ROW_HEIGHT = 21
_WIDTH, _NOTE_WIDTH = 10, 14
_NOTE_PROMPT = "需要说明的情况写在这里。"


def write_people(writer: SheetWriter) -> None:
    """Write both tables; head-counts take the columns of the benefit levels."""
    writer.header("参保人数与待遇水平情况表")
    _headcounts(writer)
    last = _levels(writer)
    writer.status_line(last)
    writer.merge(last + 1, 1, writer.check_column, _FOOT, "small")
    _page(writer, last + 1)


_FOOT = "填写说明：人数按人填列；待遇水平按元填列，与封面所选金额单位无关。没有开展的险种不填。"


def _headcounts(writer: SheetWriter) -> None:
    standard, note = writer.standard, writer.layout.people_note
    columns = standard.headcount_measures
    first_note = _FIRST_COLUMN + len(columns)
    keys = {place: column.key for place, column in enumerate((*columns, NOTE), _FIRST_COLUMN)}
    writer.key_row(0, {**keys, writer.check_column: CHECK})
    writer.text(HEAD, 1, "险种", "head")
    writer.text(HEAD, 2, "人数指标（单位：人）", "head")
    writer.column_heads(HEAD, columns, _FIRST_COLUMN)
    writer.merge(HEAD, first_note, note, NOTE.name.zh, "head")
    writer.text(HEAD, writer.check_column, "校验", "head")
    writer.sheet.set_row(HEAD, 30)
    start, rows = FIRST, writer.layout.headcounts
    for row, (fund, item) in enumerate(rows, start):
        of_fund = [place for place, (other, _) in enumerate(rows, start) if other is fund]
        missing = [_missing(writer, fund, of_fund)] if row == of_fund[0] else []
        _headcount(writer, row, fund, item, missing)
    last = start + len(rows) - 1
    for place, column in enumerate((*columns, NOTE), _FIRST_COLUMN):
        writer.accept((start, place, last, place), column, _prompt(column))


def _missing(writer: SheetWriter, fund: Fund, rows: Sequence[int]) -> str:
    """Says that a fund has an account and no head-count, or head-counts and no account."""
    first, last = letters(_FIRST_COLUMN), letters(writer.layout.people_note - 1)
    people = f"COUNT({first}{rows[0] + 1}:{last}{rows[-1] + 1})"
    reported = reported_flag(writer.layout, fund)
    no_people = f'({reported}=1)*({people}=0),"{OPEN}{fund.short.zh}缺人数{GAP}"'
    no_account = f'({reported}=0)*({people}>0),"{OPEN}{fund.short.zh}表未填{GAP}"'
    return f'IF({no_people},IF({no_account},""))'


def _headcount(
    writer: SheetWriter, row: int, fund: Fund, item: Item, missing: Sequence[str]
) -> None:
    """The line of a head-count, with what is `missing` of its fund."""
    prefix = f"headcounts.{fund.key}.{item.key}"
    writer.row_key(row, f"{prefix}.*")
    writer.sheet.set_row(row, _ROW_HEIGHT)
    writer.text(row, 1, fund.short.zh, "label", "strong", "middle")
    writer.text(row, 2, item.name.zh, "label")
    for place, column in enumerate(writer.standard.headcount_measures, _FIRST_COLUMN):
        if column.key in item.measures:
            writer.input_cell(f"{prefix}.{column.key}")
        else:
            writer.unused(row, place)
    writer.input_cell(f"{prefix}.note", to=writer.layout.people_note)
    writer.check_cell(row, *missing)


def _levels(writer: SheetWriter) -> int:
    """The table of benefit levels; returns its last row."""
    standard, start = writer.standard, writer.layout.after_headcounts
    columns = (*standard.benefit_levels, NOTE)
    keys = {place: column.key for place, column in enumerate(columns, _FIRST_COLUMN)}
    writer.key_row(start, {**keys, writer.check_column: CHECK})
    writer.merge(start - 1, 1, writer.check_column, "待遇水平及调整情况", "section")
    writer.sheet.set_row(start - 1, 26)
    head = start + 1
    writer.merge(head, 1, 2, "险种", "head")
    writer.column_heads(head, columns, _FIRST_COLUMN)
    writer.text(head, writer.check_column, "校验", "head")
    writer.sheet.set_row(head, 44)
    for row, fund in enumerate(writer.layout.funds, head + 1):
        _level(writer, row, fund, columns)
    last = head + len(writer.layout.funds)
    for offset, column in enumerate(columns, _FIRST_COLUMN):
        writer.accept((head + 1, offset, last, offset), column, _prompt(column))
    return last


def _level(writer: SheetWriter, row: int, fund: Fund, columns: Sequence[Column]) -> None:
    prefix = f"benefit_levels.{fund.key}"
    texts = [column for column in columns if not column.numeric]
    writer.row_key(row, f"{prefix}.*")
    widths = [(f"{prefix}.{column.key}", _width(column), 10) for column in texts]
    writer.set_height(row, _ROW_HEIGHT, *widths)
    writer.merge(row, 1, 2, fund.name.zh, "label", "strong")
    for column in columns:
        writer.input_cell(f"{prefix}.{column.key}")
    writer.check_cell(row)


def _page(writer: SheetWriter, last: int) -> None:
    writer.sheet.set_column(1, 1, 9)
    writer.sheet.set_column(2, 2, 26)
    for number, column in enumerate((*writer.standard.benefit_levels, NOTE), _FIRST_COLUMN):
        writer.sheet.set_column(number, number, _width(column))
    writer.sheet.set_column(writer.check_column, writer.check_column, 22)
    writer.page_setup(last, landscape=True, frozen=(FIRST, 3))
    writer.sheet.repeat_rows(1, HEAD)
    writer.protect()


def _width(column: Column) -> float:
    return column.width or (_NOTE_WIDTH if column is NOTE else _WIDTH)


def _prompt(column: Column) -> str:
    return _NOTE_PROMPT if column is NOTE else column.prompt
