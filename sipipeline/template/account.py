"""The sheet of a fund, or of the total: its account and what its balance is good for."""

from collections.abc import Iterator
from itertools import groupby

from sipipeline.core.standard import NOTE, Column, Fund, Item
from sipipeline.template.layout import FIRST, HEAD, TITLE, Layout, Line, Spot, letters
from sipipeline.template.live_checks import GAP, OPEN, reported_flag
from sipipeline.template.sheet_writer import SheetWriter
from sipipeline.xlsx.hidden import CHECK

_WIDTHS = {"money": 13.5, "rate": 9}
"""Of the columns, by kind of field."""
_WIDTH = 11
_NOTE_WIDTH = 17
_NOTE_PROMPT = "有增减较大、与上年数不一致等情况，请在此说明。"
_ROW_HEIGHT = 27
_FINEST, _COARSEST = 4, -6
"""Decimal places that the precision is looked for in."""
_HALF = 0.50005
"""Half a unit, and a little that absorbs floating point."""
_ROUND_FIGURES = 8
"""Figures that must be round before an account counts as rounded to tens or more."""


def write_account(writer: SheetWriter, fund: Fund) -> None:
    """Write the sheet of one account."""
    layout, standard = writer.layout, writer.standard
    is_total = fund is standard.total
    _heads(writer, fund)
    last = layout.after_account - 1
    missing = {_row_of_the_year(layout, fund): _missing(layout, fund, last)}
    for line in layout.lines(fund):
        _line(writer, fund, line, missing.get(line.row))
    _precision(writer, last)
    _prompts(writer, last)
    if not is_total:
        last = _balances(writer, fund)
    writer.status_line(last)
    foot = _FOOT_TOTAL if is_total else _FOOT
    writer.merge(last + 1, 1, writer.check_column, foot, "small", "top")
    writer.sheet.set_row(last + 1, 28)
    _page_setup(writer, last + 1)


_FOOT = (
    "填写说明：浅绿色单元格为填写项，斜纹单元格不需填写；没有发生额的填 0，不掌握的留空。"
    "收入、支出、结余可填负数的，直接键入负号。"
)
_FOOT_TOTAL = (
    "填写说明：本表各数为本单位所填各险种之和，没有开展的险种不计；完成预算%、比上年增减% "
    "按合计数计算，不取平均。"
)


def _heads(writer: SheetWriter, fund: Fund) -> None:
    layout, measures = writer.layout, writer.standard.measures
    columns = {2 + number: measure.key for number, measure in enumerate(measures)}
    writer.key_row(0, {**columns, layout.note: NOTE.key, writer.check_column: CHECK})
    writer.header(f"{fund.name.zh}收支情况表")
    writer.text(HEAD, 1, "科目", "head")
    writer.column_heads(HEAD, (*measures, NOTE), 2)
    writer.text(HEAD, writer.check_column, "校验", "head")
    writer.sheet.set_row(HEAD, 34)


def _row_of_the_year(layout: Layout, fund: Fund) -> int:
    """The first line that only this year's books can fill: what is missing is told beside it."""
    return layout.spots[layout.standard.figures_of_the_year[fund.key][0]].row


def _missing(layout: Layout, fund: Fund, last: int) -> str:
    """Says that the year's figures are blank, or the total of several funds."""
    column, reported = letters(layout.actual), layout.reported(layout.sheet_of(fund)).fixed
    carried = [
        layout.spots[f"accounts.{fund.key}.{opening}.actual"].ref
        for opening in layout.standard.carried.values()
    ]
    actuals = f"COUNT({column}{FIRST + 1}:{column}{last + 1})-COUNT({','.join(carried)})"
    no_year = f'IF(({reported}=1)*({actuals}=0),"{OPEN}缺本年实际数{GAP}","")'
    if fund is not layout.standard.total:
        return no_year
    funds = f"SUM({','.join(reported_flag(layout, run) for run in layout.funds)})"
    return (
        f'IF(({reported}=0)*({funds}>1),"{OPEN}已填 "&{funds}&" 个险种，本表未填{GAP}",{no_year})'
    )


def _line(writer: SheetWriter, fund: Fund, line: Line, missing: str | None) -> None:
    """One line of the account, with what is `missing` of the sheet; a row that the fund does not
    use is hidden."""
    row, item = line.row, line.item
    if item is None:
        writer.sheet.set_row(row, None, None, {"hidden": True})
        return
    _label(writer, fund, line, item)
    if line.applies:
        _figures(writer, fund, row, item)
    else:
        for column in range(2, writer.check_column):
            writer.unused(row, column)
        writer.sheet.set_row(row, _ROW_HEIGHT)
    writer.check_cell(row, *([missing] if missing else []))


def _label(writer: SheetWriter, fund: Fund, line: Line, item: Item) -> None:
    looks = ["label"]
    if _stands_out(writer, fund, item):
        looks.append("strong")
    if line.depth:
        looks.append(f"in{line.depth}")
    if not line.applies:
        looks.append("faint")
    writer.text(line.row, 1, item.called(fund.key).zh, *looks)


def _figures(writer: SheetWriter, fund: Fund, row: int, item: Item) -> None:
    """The cells of a line: its measures, then its explanation."""
    prefix = f"accounts.{fund.key}.{item.key}"
    looks = ("sum",) if _stands_out(writer, fund, item) else ()
    writer.row_key(row, f"{prefix}.*")
    for column, measure in enumerate(writer.standard.measures, 2):
        if measure.key in item.measures:
            writer.input_cell(f"{prefix}.{measure.key}", *looks)
        else:
            writer.unused(row, column)
    writer.input_cell(f"{prefix}.note", "fine")
    writer.set_height(row, _ROW_HEIGHT, (f"{prefix}.note", _NOTE_WIDTH, 9), grows=False)


def _stands_out(writer: SheetWriter, fund: Fund, item: Item) -> bool:
    """Whether an item is a sum of others, or stands out by the standard."""
    return item.emphasis or bool(writer.standard.parts_of(fund.key, item.key))


def _precision(writer: SheetWriter, last: int) -> None:
    """Write the hidden cells with half a unit of the finest decimal place that two thirds of the
    figures use, as the validator determines it."""
    layout, name = writer.layout, writer.name
    half, reported, rounding = layout.half(name), layout.reported(name), layout.rounding(name)
    areas = _money_areas(writer, last)
    first = rounding.row + 1
    count = Spot(name, first, half.column)
    _array(writer, count, _summed(areas, "ISNUMBER({0}),--({0}<>0)"))
    places = range(_FINEST, _COARSEST - 1, -1)
    for row, place in enumerate(places, first + 1):
        enough = _enough_figures(areas, count.ref, place)
        _array(writer, Spot(name, row, half.column), f"IF({enough},{place},-99)")
    column = letters(half.column)
    finest = f"MAX({column}{first + 2}:{column}{first + 1 + len(places)})"
    writer.formula(half.row, half.column, f"{_HALF}*10^-IF({finest}<-9,0,{finest})")
    figures = f"{letters(2)}{FIRST + 1}:{letters(layout.note - 1)}{last + 1}"
    writer.formula(reported.row, reported.column, f"IF(COUNT({figures})>0,1,0)")
    writer.formula(rounding.row, rounding.column, f"{half.ref}*{reported.ref}")


def _enough_figures(areas: list[str], count: str, place: int) -> str:
    """Whether two thirds of the figures use a decimal place; below the unit also whether enough of
    them are large enough to tell rounding from chance."""
    used = _summed(areas, f"ISNUMBER({{0}}),--(ABS(ROUND({{0}},{place - 1})-{{0}})>1E-7)")
    enough = f"({count}>0)*(3*({used})>=2*{count})"
    if place >= 0:
        return enough
    large = _summed(areas, f"ISNUMBER({{0}}),--(ABS({{0}})>={10 ** (2 - place)})")
    return f"{enough}*({large}>={_ROUND_FIGURES})"


def _summed(areas: list[str], condition: str) -> str:
    """How many cells of the areas meet a condition, which has `{0}` where the area stands."""
    return "+".join(f"SUM(IF({condition.format(area)},0))" for area in areas)


def _array(writer: SheetWriter, spot: Spot, formula: str) -> None:
    cell = (spot.row, spot.column, spot.row, spot.column)
    writer.sheet.write_array_formula(*cell, f"{{={formula}}}", writer.formats("key"), "")


def _money_areas(writer: SheetWriter, last: int) -> list[str]:
    """The columns of money; neighbours make one area."""
    return [
        f"${letters(columns[0])}${FIRST + 1}:${letters(columns[-1])}${last + 1}"
        for columns in _neighbours(writer.standard.measures)
    ]


def _neighbours(measures: tuple[Column, ...]) -> Iterator[list[int]]:
    """The numbers of the columns of money, those side by side together."""
    numbered = enumerate(measures, 2)
    for kind, group in groupby(numbered, key=lambda entry: entry[1].kind):
        if kind == "money":
            yield [column for column, _ in group]


def _balances(writer: SheetWriter, fund: Fund) -> int:
    """The lines below the account; returns the last row."""
    layout, standard = writer.layout, writer.standard
    start, actual = layout.after_account, layout.actual
    writer.key_row(start, {actual: "value", writer.check_column: CHECK})
    for row, column in enumerate(standard.balances, start + 1):
        key = f"balances.{fund.key}.{column.key}"
        writer.row_key(row, key)
        writer.merge(row, 1, actual - 1, column.name.zh, "label")
        writer.input_cell(key)
        writer.sheet.set_row(row, _ROW_HEIGHT)
        writer.merge(row, actual + 1, layout.note, column.prompt, "small", "label")
        writer.check_cell(row)
        writer.accept((row, actual, row, actual), column, column.prompt)
    return start + len(standard.balances)


def _prompts(writer: SheetWriter, last: int) -> None:
    for number, measure in enumerate(writer.standard.measures, 2):
        writer.accept((FIRST, number, last, number), measure, measure.prompt)
    note = writer.layout.note
    writer.accept((FIRST, note, last, note), NOTE, _NOTE_PROMPT)


def _page_setup(writer: SheetWriter, last: int) -> None:
    layout, sheet = writer.layout, writer.sheet
    sheet.set_column(1, 1, 24)
    for number, measure in enumerate(writer.standard.measures, 2):
        sheet.set_column(number, number, measure.width or _WIDTHS.get(measure.kind, _WIDTH))
    sheet.set_column(layout.note, layout.note, _NOTE_WIDTH)
    sheet.set_column(writer.check_column, writer.check_column, 26)
    sheet.repeat_rows(TITLE, HEAD)
    writer.page_setup(last, frozen=(FIRST, 2))
    writer.protect()
