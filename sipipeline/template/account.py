"""The sheet of a fund, or of the total: its account and what its balance is good for."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from sipipeline.core.standard import NOTE, Column, Fund, Item
from sipipeline.core.text import Text
from sipipeline.template.blank_lines import blank_lines
from sipipeline.template.cover import NOT_RUN
from sipipeline.template.formats import IDLE_FILL, MUTED, with_decimals
from sipipeline.template.layout import FIRST, HEAD, TITLE, Layout, Line, Spot, letters
from sipipeline.template.live_checks import GAP, OPEN, from_any_sheet, reported_flag
from sipipeline.template.sentences import quoted_text, spoken
from sipipeline.template.sheet_writer import CHECK_HEAD, STATUS_TEXT, SheetWriter
from sipipeline.xlsx.hidden import CHECK

_WIDTHS = {"money": 14.5, "rate": 12}
"""Of the columns, by kind of field."""
_WIDTH = 12
_NOTE_WIDTH = 17
_NOTE_PROMPT = Text(
    zh="有增减较大、与上年数不一致等情况，请在此说明。",
    en="Explain large changes here, and figures that are not those of last year's form.",
)
_ROW_HEIGHT = 19.5
_ITEM = Text(zh="科目", en="Item")
_TITLE = Text(zh="{fund}收支情况表", en="{fund}: income and expenditure")
_NO_YEAR = Text(
    zh=f"{OPEN}缺本年实际数{GAP}", en=f"{OPEN}this year's actual figures are missing{GAP}"
)
_NO_TOTAL = Text(
    zh=f"{OPEN}已填 {{funds}} 个险种，本表未填{GAP}",
    en=f"{OPEN}{{funds}} funds are filled in, this sheet is not{GAP}",
)
_NO_YEAR_IN_TOTAL = Text(
    zh=f"{OPEN}缺合计的本年实际数{GAP}",
    en=f"{OPEN}this year's actual figures of the total are missing{GAP}",
)
_ADDS_UP = Text(
    zh="本表校验：由各险种表自动合计，无需填写", en="Checks: added up from the sheets of the funds"
)
_IDLE = Text(
    zh="本表校验：封面选了不经办，本表不用填",
    en="Checks: not run, by the cover; leave this sheet blank",
)
_IDLE_FILLED = Text(
    zh="本表校验：封面选了不经办，本表却有本年数，请核对",
    en="Checks: not run, by the cover, but figures of this year are here; please check",
)
_FINEST, _COARSEST = 4, -6
"""Decimal places that the precision is looked for in."""
_HALF = 0.50005
"""Half a unit, and a little that absorbs floating point."""
_NOT_ZERO = 'COUNTIF({0},">0")+COUNTIF({0},"<0")'
"""The number of figures in an area that are not 0."""
_ROUND_FIGURES = 8
"""Figures that must be round before an account counts as rounded to tens or more."""


def write_account(writer: SheetWriter, fund: Fund) -> None:
    """Write the sheet of one account."""
    layout, standard = writer.layout, writer.standard
    is_total = fund is standard.total
    writer.check_width = _CHECK_WIDTH
    _heads(writer, fund)
    last = layout.after_account - 1
    missing = {_row_of_the_year(layout, fund): [_missing(writer, fund, last)]}
    for row, message in () if is_total else blank_lines(writer, fund):
        missing.setdefault(row, []).append(message)
    folded = False
    for line in layout.lines(fund):
        _line(writer, fund, line, missing.get(line.row, ()), folded)
        folded = line.item is not None and not line.applies
    _precision(writer, fund, last)
    _prompts(writer, last)
    if is_total:
        writer.status_line(last, (*STATUS_TEXT[:3], _ADDS_UP))
    else:
        _count_figures(writer, fund, last)
        last = _balances(writer, fund)
        writer.status_line(last, instead=_idle(writer, last), filled=_filled(writer, last))
    foot = writer.says(_FOOT_TOTAL if is_total else _FOOT)
    writer.merge(last + 1, 1, writer.check_column, foot, "small", "top")
    writer.sheet.set_row(last + 1, 26)
    _page_setup(writer, last + 1)


_CHECK_WIDTH = 42
_FOOT = Text(
    zh="填写说明：浅绿色单元格为填写项，斜纹单元格不需填写，本险种没有的科目已折叠；"
    "没有发生额的填 0，不掌握的留空。结余、委托投资收益和增减额可以是负数，直接键入负号。",
    en="Fill in the light green cells; hatched cells are not needed, and lines that this fund "
    "does not have are folded away. 0 where there was nothing, blank where you do not "
    "know. Balances, investment income and changes may be negative.",
)
_FOOT_TOTAL = Text(
    zh="填写说明：本表由各险种表自动合计，不必填写；两个百分数按合计数计算，不取平均。"
    "账面合计另有数的可以直接改填，校验栏会与各险种核对；要恢复自动合计，撤消改填即可。",
    en="This sheet is added up from the sheets of the funds; its rates are those of the sums. "
    "Where your books have another total, type it over: it is then checked against the funds.",
)


def _heads(writer: SheetWriter, fund: Fund) -> None:
    layout, measures = writer.layout, writer.standard.measures
    columns = {2 + number: measure.key for number, measure in enumerate(measures)}
    writer.key_row(0, {**columns, layout.note: NOTE.key, writer.check_column: CHECK})
    writer.header(_TITLE.fill(fund=fund.name))
    writer.text(HEAD, 1, writer.says(_ITEM), "head")
    writer.column_heads(HEAD, (*measures, NOTE), 2)
    writer.text(HEAD, writer.check_column, writer.says(CHECK_HEAD), "head")
    writer.sheet.set_row(HEAD, 26)


def _idle(writer: SheetWriter, last: int) -> tuple[str, str]:
    """Where the cover says that the unit does not run the fund: the condition, and what the status
    line says. The sheet turns grey."""
    layout, name = writer.layout, writer.name
    idle = layout.idle(name)
    cover = layout.runs_of(name)
    chosen = f"{from_any_sheet(cover)}={quoted_text(writer.says(NOT_RUN))}"
    writer.formula(idle.row, idle.column, f"IF({chosen},1,0)")
    grey = {"bg_color": IDLE_FILL, "font_color": MUTED}
    rule = {
        "type": "formula",
        "criteria": f"={idle.fixed}=1",
        "format": writer.formats.conditional(**grey),
    }
    writer.sheet.conditional_format(TITLE, 1, last, layout.note, {**rule, "stop_if_true": True})
    said = [quoted_text(writer.says(text)) for text in (_IDLE_FILLED, _IDLE)]
    figures = layout.not_zero(name).fixed
    return f"{idle.fixed}=1", f"IF({figures}>0,{said[0]},{said[1]})"


def _filled(writer: SheetWriter, last: int) -> str:
    """Whether the sheet of a fund has any figure, in its account or below."""
    layout = writer.layout
    reported, column = layout.reported(writer.name).fixed, letters(layout.actual)
    balances = f"{column}{layout.after_account + 1}:{column}{last + 1}"
    return f"({reported}=1)+(COUNT({balances})>0)>0"


def _row_of_the_year(layout: Layout, fund: Fund) -> int:
    """The first line that only this year's books can fill: what is missing is told beside it."""
    return layout.spots[layout.standard.figures_of_the_year[fund.key][0]].row


def _missing(writer: SheetWriter, fund: Fund, last: int) -> str:
    """Says that the year's figures are blank, or the total of several funds."""
    layout = writer.layout
    if fund is layout.standard.total:
        return _missing_total(writer, last)
    reported = layout.reported(layout.sheet_of(fund)).fixed
    actuals = layout.of_the_year(layout.sheet_of(fund)).fixed
    run = f"{layout.idle(writer.name).fixed}=0"
    blank = f"({reported}=1)*({run})*({actuals}=0)"
    return f'IF({blank},{quoted_text(writer.says(_NO_YEAR))},"")'


def _count_figures(writer: SheetWriter, fund: Fund, last: int) -> None:
    """Write the hidden cells with how many figures of the year itself the account has."""
    layout, name = writer.layout, writer.name
    counts = {layout.of_the_year(name): "COUNT({0})", layout.not_zero(name): _NOT_ZERO}
    for spot, count in counts.items():
        writer.formula(spot.row, spot.column, _of_the_year(layout, fund, last, count))


def _of_the_year(layout: Layout, fund: Fund, last: int, count: str) -> str:
    """How many figures of the year itself a fund has: all that `count`, a formula with `{0}` where
    the area stands, finds in the column of the actuals, without what is carried over."""
    name = layout.sheet_of(fund)
    column = letters(layout.read_of(Spot(name, 0, layout.actual)).column)
    carried = [
        layout.read_of(layout.spots[f"accounts.{fund.key}.{opening}.actual"]).ref
        for opening in layout.standard.carried.values()
    ]
    area = f"{column}{FIRST + 1}:{column}{last + 1}"
    return "-".join(f"({count.format(cells)})" for cells in (area, *carried))


def _missing_total(writer: SheetWriter, last: int) -> str:
    """Says that the total of several funds is blank, its own formulas gone as well; or that it has
    no figure of the year itself, though a fund has."""
    layout = writer.layout
    figures = f"{letters(2)}{FIRST + 1}:{letters(layout.note - 1)}{last + 1}"
    funds = _over_funds(reported_flag(layout, run) for run in layout.funds)
    of_funds = _over_funds(
        from_any_sheet(layout.of_the_year(layout.sheet_of(run))) for run in layout.funds
    )
    column, openings = letters(layout.actual), layout.standard.carried.values()
    total = layout.standard.total.key
    carried = [layout.spots[f"accounts.{total}.{opening}.actual"].ref for opening in openings]
    areas = f"{column}{FIRST + 1}:{column}{last + 1}", *carried
    of_total = "-".join(f"COUNT({area})" for area in areas)
    blank = spoken(writer.says(_NO_TOTAL), {"funds": funds})
    no_year = quoted_text(writer.says(_NO_YEAR_IN_TOTAL))
    lacks_year = f'IF(({of_total}=0)*({of_funds}>0),{no_year},"")'
    return f'IF(COUNT({figures})>0,{lacks_year},IF({funds}>1,{blank},""))'


def _over_funds(cells: Iterable[str]) -> str:
    """The sum of a cell of each fund's sheet; a sheet that was deleted counts for nothing."""
    return f"SUM({','.join(f'IFERROR({cell},0)' for cell in cells)})"


def _line(
    writer: SheetWriter, fund: Fund, line: Line, missing: Iterable[str], below_folded: bool
) -> None:
    """One line of the account, with what is `missing` of the sheet; a line that the fund does not
    have is folded away, and a row that it does not use is hidden."""
    row, item = line.row, line.item
    if item is None:
        writer.sheet.set_row(row, None, None, {"hidden": True})
        return
    _label(writer, fund, line, item)
    if line.applies:
        _figures(writer, fund, row, item, {"collapsed": True} if below_folded else {})
    else:
        for column in range(2, writer.check_column):
            writer.unused(row, column)
        writer.sheet.set_row(row, _ROW_HEIGHT, None, {"level": 1, "hidden": True})
    writer.check_cell(row, *missing)


def _label(writer: SheetWriter, fund: Fund, line: Line, item: Item) -> None:
    looks = ["label", f"in{line.depth + 1}"]
    if _stands_out(writer, fund, item):
        looks.append("strong")
    if not line.applies:
        looks.append("faint")
    writer.text(line.row, 1, writer.says(item.called(fund.key)), *looks)


def _figures(
    writer: SheetWriter, fund: Fund, row: int, item: Item, outline: Mapping[str, object]
) -> None:
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
    note = f"{prefix}.note", _NOTE_WIDTH, 9
    writer.set_height(row, _ROW_HEIGHT, note, grows=False, outline=outline)


def _stands_out(writer: SheetWriter, fund: Fund, item: Item) -> bool:
    """Whether an item is a sum of others, or stands out by the standard."""
    return item.emphasis or bool(writer.standard.parts_of(fund.key, item.key))


def _precision(writer: SheetWriter, fund: Fund, last: int) -> None:
    """Write the hidden cells with half a unit of the finest decimal place that two thirds of the
    figures use, as the validator determines it; and show the money of the account with as many."""
    layout, name = writer.layout, writer.name
    half, reported, rounding = layout.half(name), layout.reported(name), layout.rounding(name)
    areas = _money_areas(writer, fund, last)
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
    ends = [layout.read_of(Spot(name, row, place)) for row, place in _corners(layout, last)]
    figures = ":".join(end.ref for end in ends)
    writer.formula(reported.row, reported.column, f"IF(COUNT({figures})>0,1,0)")
    writer.formula(rounding.row, rounding.column, f"{half.ref}*{reported.ref}")
    _show_decimals(writer, half.fixed, last)


def _corners(layout: Layout, last: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last cell of the figures of an account."""
    return (FIRST, 2), (last, layout.note - 1)


def _show_decimals(writer: SheetWriter, half: str, last: int) -> None:
    """Show all money of an account with the decimals that most of it has, and what is finer as it
    is: the points stand under one another."""
    unit = f"({half}/{_HALF})"
    rough = f"ABS({{0}}/{unit}-ROUND({{0}}/{unit},0))<0.001"
    for columns in _neighbours(writer.standard.measures):
        area = FIRST, columns[0], last, columns[-1]
        for places in range(_FINEST + 1):
            coarse = f"{half}>{0.4 * 10.0**-places:.{places + 1}f}"
            bounds = [coarse] if places == 0 else [coarse, f"{half}<{4 * 10.0**-places:.{places}f}"]
            writer.show(area, ",".join([*bounds, rough]), with_decimals(places))


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


def _money_areas(writer: SheetWriter, fund: Fund, last: int) -> list[str]:
    """The columns of money, of a fund as the validator reads them, of the total as they are shown;
    neighbours make one area."""
    layout = writer.layout
    areas = []
    for columns in _neighbours(writer.standard.measures):
        ends = Spot(writer.name, FIRST, columns[0]), Spot(writer.name, last, columns[-1])
        read = ends if fund is layout.standard.total else map(layout.read_of, ends)
        areas.append(":".join(end.fixed for end in read))
    return areas


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
        writer.merge(row, 1, actual - 1, writer.says(column.name), "label")
        writer.input_cell(key)
        writer.sheet.set_row(row, _ROW_HEIGHT)
        writer.merge(row, actual + 1, layout.note, writer.says(column.prompt), "label", "small")
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
    sheet.set_column(1, 1, 25 if layout.lang == "zh" else 34)
    for number, measure in enumerate(writer.standard.measures, 2):
        sheet.set_column(number, number, measure.width or _WIDTHS.get(measure.kind, _WIDTH))
    sheet.set_column(layout.note, layout.note, _NOTE_WIDTH)
    sheet.set_column(writer.check_column, writer.check_column, _CHECK_WIDTH)
    sheet.repeat_rows(TITLE, HEAD)
    writer.page_setup(last, landscape=True, frozen=(FIRST, 2))
    writer.protect()
