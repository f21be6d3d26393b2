"""The sheet of a fund, or of the total: its account and what its balance is good for."""

from sipipeline.core.standard import NOTE, Fund, Item
from sipipeline.template import hints
from sipipeline.template.layout import FIRST, HEAD, Line, Spot, letters
from sipipeline.template.sheet_writer import Pen
from sipipeline.xlsx.hidden import CHECK

_WIDTHS = {"money": 13.5, "rate": 9}
_ROW, _NOTE_WIDTH = 27, 17
_FINEST, _COARSEST = 4, -6
_HALF = 0.50005
"""Half a unit, and a little that absorbs floating point."""
_TELLING = 8
"""Figures that must be round before an account counts as rounded to tens or more."""


def write_account(pen: Pen, fund: Fund) -> None:
    """Write the sheet of one account."""
    layout, standard = pen.layout, pen.standard
    keys = {2 + number: measure.key for number, measure in enumerate(standard.measures)}
    pen.key_row(0, {**keys, layout.note: NOTE.key, pen.check: CHECK})
    pen.top(f"{fund.name.zh}收支情况表")
    pen.text(HEAD, 1, "科目", "head")
    pen.heads(HEAD, (*standard.measures, NOTE), 2)
    pen.text(HEAD, pen.check, "校验", "head")
    pen.sheet.set_row(HEAD, 34)
    for line in layout.lines(fund):
        _line(pen, fund, line)
    last = layout.after_account - 1
    _precision(pen, last)
    _ask(pen, last)
    if fund is not standard.total:
        last = _balances(pen, fund)
    pen.status(last)
    pen.merge(
        last + 1, 1, pen.check, _FOOT_TOTAL if fund is standard.total else _FOOT, "small", "top"
    )
    pen.sheet.set_row(last + 1, 28)
    _page(pen, last + 1)


_FOOT = (
    "填写说明：浅绿色单元格为填写项，斜纹单元格不需填写；没有发生额的填 0，不掌握的留空。"
    "收入、支出、结余可填负数的，直接键入负号。"
)
_FOOT_TOTAL = (
    "填写说明：本表各数为本单位所填各险种之和，没有开展的险种不计；完成预算%、比上年增减% "
    "按合计数计算，不取平均。"
)


def _line(pen: Pen, fund: Fund, line: Line) -> None:
    row, item = line.row, line.item
    if item is None:
        pen.sheet.set_row(row, None, None, {"hidden": True})
        return
    looks = (
        ("label",)
        + (("strong",) if _is_sum(pen, fund, item) else ())
        + ((f"in{line.depth}",) if line.depth else ())
    )
    pen.text(row, 1, item.called(fund.key).zh, *looks, *(() if line.applies else ("faint",)))
    if not line.applies:
        for column in range(2, pen.check):
            pen.void(row, column)
        pen.sheet.set_row(row, _ROW)
        pen.checks(row)
        return
    pen.row_key(row, f"accounts.{fund.key}.{item.key}.*")
    for number, measure in enumerate(pen.standard.measures):
        if measure.key in item.measures:
            pen.place(
                f"accounts.{fund.key}.{item.key}.{measure.key}",
                *(("sum",) if _is_sum(pen, fund, item) else ()),
            )
        else:
            pen.void(row, 2 + number)
    pen.place(f"accounts.{fund.key}.{item.key}.note", "fine")
    pen.high(row, _ROW, (f"accounts.{fund.key}.{item.key}.note", _NOTE_WIDTH, 9), grows=False)
    pen.checks(row)


def _is_sum(pen: Pen, fund: Fund, item: Item) -> bool:
    """Totals and balances stand out."""
    return bool(pen.standard.parts_of(fund.key, item.key)) or item.key in (
        "surplus",
        "opening_balance",
        "closing_balance",
    )


def _precision(pen: Pen, last: int) -> None:
    """Hidden cells: half a unit of the finest decimal place that two thirds of the figures use, as
    the validator has it."""
    half, reported = pen.layout.half(pen.name), pen.layout.reported(pen.name)
    areas = _money_areas(pen, last)
    rounding = pen.layout.rounding(pen.name)
    row, column = rounding.row + 1, half.column
    _array(
        pen,
        Spot(pen.name, row, column),
        "+".join(f"SUM(IF(ISNUMBER({a}),--({a}<>0),0))" for a in areas),
    )
    count = f"{letters(column)}{row + 1}"
    places = []
    for number, place in enumerate(range(_FINEST, _COARSEST - 1, -1), row + 1):
        used = "+".join(
            f"SUM(IF(ISNUMBER({a}),--(ABS(ROUND({a},{place - 1})-{a})>1E-7),0))" for a in areas
        )
        enough = f"({count}>0)*(3*({used})>=2*{count})"
        if place < 0:
            large = "+".join(
                f"SUM(IF(ISNUMBER({a}),--(ABS({a})>={10 ** (2 - place)}),0))" for a in areas
            )
            enough = f"{enough}*({large}>={_TELLING})"
        _array(pen, Spot(pen.name, number, column), f"IF({enough},{place},-99)")
        places.append(number)
    area = f"{letters(column)}{places[0] + 1}:{letters(column)}{places[-1] + 1}"
    finest = f"MAX({area})"
    pen.formula(half.row, column, f"{_HALF}*10^-IF({finest}<-9,0,{finest})")
    figures = f"{letters(2)}{FIRST + 1}:{letters(pen.layout.note - 1)}{last + 1}"
    pen.formula(reported.row, column, f"IF(COUNT({figures})>0,1,0)")
    pen.formula(rounding.row, column, f"{half.ref}*{reported.ref}")


def _array(pen: Pen, spot: Spot, formula: str) -> None:
    _, row, column = spot
    pen.sheet.write_array_formula(row, column, row, column, f"{{={formula}}}", pen.look("key"), "")


def _money_areas(pen: Pen, last: int) -> list[str]:
    """The columns of money, as few areas as they make."""
    areas: list[list[int]] = []
    for number, measure in enumerate(pen.standard.measures, 2):
        if measure.kind == "money":
            if areas and areas[-1][1] == number - 1:
                areas[-1][1] = number
            else:
                areas.append([number, number])
    return [f"${letters(a)}${FIRST + 1}:${letters(b)}${last + 1}" for a, b in areas]


def _balances(pen: Pen, fund: Fund) -> int:
    """The lines below the account; returns the last row."""
    layout, standard = pen.layout, pen.standard
    start, actual = layout.after_account, layout.actual
    pen.key_row(start, {actual: "value", pen.check: CHECK})
    for number, column in enumerate(standard.balances, 1):
        row, key = start + number, f"balances.{fund.key}.{column.key}"
        pen.row_key(row, key)
        pen.merge(row, 1, actual - 1, column.name.zh, "label")
        pen.place(key)
        pen.sheet.set_row(row, _ROW)
        pen.merge(
            row, actual + 1, layout.note, hints.BALANCES.get(column.key, ""), "small", "label"
        )
        pen.checks(row)
        pen.ask(
            (row, actual, row, actual), column, hints.BALANCES.get(column.key, ""), column.signed
        )
    return start + len(standard.balances)


def _ask(pen: Pen, last: int) -> None:
    for number, measure in enumerate((*pen.standard.measures, NOTE), 2):
        pen.ask((FIRST, number, last, number), measure, hints.MEASURES.get(measure.key, ""))


def _page(pen: Pen, last: int) -> None:
    pen.sheet.set_column(1, 1, 24)
    for number, measure in enumerate(pen.standard.measures, 2):
        pen.sheet.set_column(number, number, _WIDTHS.get(measure.kind, 11))
    pen.sheet.set_column(pen.layout.note, pen.layout.note, _NOTE_WIDTH)
    pen.sheet.set_column(pen.check, pen.check, 26)
    pen.sheet.repeat_rows(TOP, HEAD)
    pen.page(last, frozen=(FIRST, 2))
    pen.protect()


TOP = 1
