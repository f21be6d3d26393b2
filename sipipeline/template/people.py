"""The sheet of people: head-counts by fund, and the level of benefits."""

from collections.abc import Sequence

from sipipeline.core.standard import NOTE, Column, Fund, Item
from sipipeline.core.text import Text
from sipipeline.evidence.unfinished_years import EARLIER
from sipipeline.template.blank_people import blank_levels, blank_people
from sipipeline.template.layout import FIRST, HEAD, Spot, letters
from sipipeline.template.live_checks import GAP, OPEN, from_any_sheet, quoted, reported_flag
from sipipeline.template.sentences import quoted_text
from sipipeline.template.sheet_writer import CHECK_HEAD, SheetWriter
from sipipeline.xlsx.hidden import CHECK

_FIRST_COLUMN = 3
_ROW_HEIGHT = 18
_WIDTH, _NOTE_WIDTH = 13.5, 14
_CHECK_WIDTH = 32
_NOTE_PROMPT = Text(zh="需要说明的情况写在这里。", en="What needs an explanation goes here.")
_TITLE = Text(zh="参保人数与待遇水平情况表", en="People insured, and levels of benefits")
_FUND = Text(zh="险种", en="Fund")
_PEOPLE = Text(zh="人数指标（单位：人）", en="Head-count (people)")
_LEVELS = Text(zh="待遇水平及调整情况", en="Levels of benefits, and how they were adjusted")
_NO_PEOPLE = Text(zh=f"{OPEN}{{fund}}缺人数{GAP}", en=f"{OPEN}{{fund}}: no people yet{GAP}")
_ZEROS = Text(
    zh=f"{OPEN}{{fund}}的本年实际数全是 0，请核对{GAP}",
    en=f"{OPEN}all actuals of {{fund}} are 0; please check{GAP}",
)
_NO_ACCOUNT = Text(zh=f"{OPEN}{{fund}}表未填{GAP}", en=f"{OPEN}{{fund}}: its sheet is blank{GAP}")


def write_people(writer: SheetWriter) -> None:
    """Write both tables; head-counts take the columns of the benefit levels."""
    writer.check_width = _CHECK_WIDTH
    writer.header(_TITLE)
    _headcounts(writer)
    last = _levels(writer)
    writer.status_line(last, filled=_filled(writer, last))
    writer.merge(last + 1, 1, writer.check_column, writer.says(_FOOT), "small")
    _page(writer, last + 1)


_FOOT = Text(
    zh="填写说明：人数按人填列；待遇水平按元填列，与封面所选金额单位无关。没有开展的险种不填。",
    en="People are counted one by one; benefits are in yuan, whatever the unit of money on the "
    "cover. Leave blank what your unit does not run.",
)


def _filled(writer: SheetWriter, last: int) -> str:
    """Whether anything stands in one of the two tables."""
    layout, (first, end) = writer.layout, (_FIRST_COLUMN, writer.check_column - 1)
    rows = (FIRST, FIRST + len(layout.headcounts) - 1), (layout.after_headcounts + 2, last)
    areas = [f"{letters(first)}{top + 1}:{letters(end)}{bottom + 1}" for top, bottom in rows]
    return f"COUNTA({','.join(areas)})>0"


def _headcounts(writer: SheetWriter) -> None:
    standard, note = writer.standard, writer.layout.people_note
    columns = standard.headcount_measures
    first_note = _FIRST_COLUMN + len(columns)
    keys = {place: column.key for place, column in enumerate((*columns, NOTE), _FIRST_COLUMN)}
    writer.key_row(0, {**keys, writer.check_column: CHECK})
    writer.text(HEAD, 1, writer.says(_FUND), "head")
    writer.text(HEAD, 2, writer.says(_PEOPLE), "head")
    writer.column_heads(HEAD, columns, _FIRST_COLUMN, _WIDTH)
    writer.merge(HEAD, first_note, note, writer.says(NOTE.name), "head")
    writer.text(HEAD, writer.check_column, writer.says(CHECK_HEAD), "head")
    writer.sheet.set_row(HEAD, 30)
    start, rows = FIRST, writer.layout.headcounts
    for row, (fund, item) in enumerate(rows, start):
        of_fund = [place for place, (other, _) in enumerate(rows, start) if other is fund]
        missing = blank_people(writer, fund, item, _people_of_the_year(writer, of_fund))
        if row == of_fund[0]:
            missing.append(_missing(writer, fund, of_fund))
        _headcount(writer, row, fund, item, missing)
    last = start + len(rows) - 1
    for place, column in enumerate((*columns, NOTE), _FIRST_COLUMN):
        writer.accept((start, place, last, place), column, _prompt(column))


def _missing(writer: SheetWriter, fund: Fund, rows: Sequence[int]) -> str:
    """Says that a fund has an account of this year and no people, or head-counts and no account;
    nothing of a fund that is not run."""
    first, last = letters(_FIRST_COLUMN), letters(writer.layout.people_note - 1)
    lines = rows[0] + 1, rows[-1] + 1
    counts = f"{first}{lines[0]}:{last}{lines[1]}"
    people = f"SUMPRODUCT(ISNUMBER({counts})*({counts}<>0))"
    cells, now = _this_year(writer, rows), _people_of_the_year(writer, rows)
    layout, sheet = writer.layout, writer.layout.sheet_of(fund)
    reported, active = reported_flag(layout, fund), from_any_sheet(layout.not_zero(sheet))
    run = f"{from_any_sheet(layout.idle(sheet))}=0"
    no_people, no_account = (
        quoted_text(writer.says(text.fill(fund=fund.short))) for text in (_NO_PEOPLE, _NO_ACCOUNT)
    )
    zeros = quoted_text(writer.says(_ZEROS.fill(fund=fund.short)))
    of_zeros = f"({active}=0)*({now}>0)*({run})*{_all_of_zeros(writer, fund)}"
    without_account = f'IF(({reported}=0)*({people}>0)*({run}),{no_account},"")'
    left = f"1-COUNT({cells})*{_is_used_up(writer, fund)}"
    alone = f"({active}>0)*({now}=0)*({run})*({left}>0)"
    without_people = f"IF({alone},{no_people},{without_account})"
    return f"IF({of_zeros},{zeros},{without_people})"


def _people_of_the_year(writer: SheetWriter, rows: Sequence[int]) -> str:
    """How many numbers of people of the year are not 0 in the rows of a fund."""
    cells = _this_year(writer, rows)
    return f'SUMPRODUCT(({cells}<>0)*({cells}<>""))'


def _this_year(writer: SheetWriter, rows: Sequence[int]) -> str:
    """The cells of this year's people in the rows of a fund."""
    measures = [column.key for column in writer.standard.headcount_measures]
    column = letters(_FIRST_COLUMN + measures.index("actual"))
    return f"${column}${rows[0] + 1}:${column}${rows[-1] + 1}"


def _is_used_up(writer: SheetWriter, fund: Fund) -> str:
    """Whether it is stated of a fund that nothing of its money was left at the end of the year."""
    layout = writer.layout
    lines = (f"accounts.{fund.key}.{line}.actual" for line in writer.standard.carried)
    closing = [from_any_sheet(layout.read_of(layout.spots[line])) for line in lines]
    return "*".join(f"ISNUMBER({cell})*({cell}=0)" for cell in closing)


def _all_of_zeros(writer: SheetWriter, fund: Fund) -> str:
    """Whether a fund has figures of the year, and figures but 0 of all that came before it; where
    none of the year is anything but 0, that asks for a word, as rule F127 has it."""
    layout, sheet = writer.layout, writer.layout.sheet_of(fund)
    columns = [
        letters(layout.read_of(Spot(sheet, 0, column)).column)
        for column, measure in enumerate(writer.standard.measures, 2)
        if measure.key in EARLIER
    ]
    rows = FIRST + 1, layout.after_account
    areas = [f"{quoted(sheet)}!{column}{rows[0]}:{column}{rows[1]}" for column in columns]
    earlier = "".join(f'*(COUNTIF({area},">0")>0)' for area in areas)
    return f"({from_any_sheet(layout.of_the_year(sheet))}>0){earlier}"


def _headcount(
    writer: SheetWriter, row: int, fund: Fund, item: Item, missing: Sequence[str]
) -> None:
    """The line of a head-count, with what is `missing` of its fund."""
    prefix = f"headcounts.{fund.key}.{item.key}"
    writer.row_key(row, f"{prefix}.*")
    writer.sheet.set_row(row, _ROW_HEIGHT)
    writer.text(row, 1, writer.says(fund.short), "label", "strong")
    writer.text(row, 2, writer.says(item.name), "label")
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
    writer.merge(start - 1, 1, writer.check_column, writer.says(_LEVELS), "section")
    writer.sheet.set_row(start - 1, 26)
    head = start + 1
    writer.merge(head, 1, 2, writer.says(_FUND), "head")
    writer.column_heads(head, columns, _FIRST_COLUMN, _WIDTH)
    writer.text(head, writer.check_column, writer.says(CHECK_HEAD), "head")
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
    writer.merge(row, 1, 2, writer.says(fund.name), "label", "strong")
    for column in columns:
        writer.input_cell(f"{prefix}.{column.key}")
    writer.check_cell(row, *blank_levels(writer, fund))


def _page(writer: SheetWriter, last: int) -> None:
    writer.sheet.set_column(1, 1, 12 if writer.layout.lang == "zh" else 18)
    writer.sheet.set_column(2, 2, 31)
    for number, column in enumerate((*writer.standard.benefit_levels, NOTE), _FIRST_COLUMN):
        writer.sheet.set_column(number, number, _width(column))
    writer.sheet.set_column(writer.check_column, writer.check_column, _CHECK_WIDTH)
    writer.page_setup(last, landscape=True, frozen=(FIRST, 3))
    writer.sheet.repeat_rows(1, HEAD)
    writer.protect()


def _width(column: Column) -> float:
    return column.width or (_NOTE_WIDTH if column is NOTE else _WIDTH)


def _prompt(column: Column) -> Text:
    return _NOTE_PROMPT if column is NOTE else column.prompt
