"""The sheet of people: head-counts by fund, and the level of benefits."""

from sipipeline.core.standard import NOTE, Column
from sipipeline.template import hints
from sipipeline.template.layout import FIRST, HEAD
from sipipeline.template.sheet_writer import Pen
from sipipeline.xlsx.hidden import CHECK

_FIRST_COLUMN = 3
_ROW = 21


def write_people(pen: Pen) -> None:
    """Write both tables; head-counts take the columns of the benefit levels."""
    pen.top("参保人数与待遇水平情况表")
    _headcounts(pen)
    last = _levels(pen)
    pen.status(last)
    pen.merge(last + 1, 1, pen.check, _FOOT, "small")
    _page(pen, last + 1)


_FOOT = "填写说明：人数按人填列；待遇水平按元填列，与封面所选金额单位无关。没有开展的险种不填。"


def _headcounts(pen: Pen) -> None:
    standard, note = pen.standard, pen.layout.people_note
    columns = standard.headcount_measures
    first_note = _FIRST_COLUMN + len(columns)
    keys = {_FIRST_COLUMN + n: column.key for n, column in enumerate((*columns, NOTE))}
    pen.key_row(0, {**keys, pen.check: CHECK})
    pen.text(HEAD, 1, "险种", "head")
    pen.text(HEAD, 2, "人数指标（单位：人）", "head")
    pen.heads(HEAD, columns, _FIRST_COLUMN)
    pen.merge(HEAD, first_note, note, NOTE.name.zh, "head")
    pen.text(HEAD, pen.check, "校验", "head")
    pen.sheet.set_row(HEAD, 30)
    start, rows = FIRST, pen.layout.headcounts
    for number, (fund, item) in enumerate(rows):
        row, prefix = FIRST + number, f"headcounts.{fund.key}.{item.key}"
        pen.row_key(row, f"{prefix}.*")
        pen.sheet.set_row(row, _ROW)
        pen.text(row, 1, fund.short.zh, "label", "strong", "middle")
        pen.text(row, 2, item.name.zh, "label")
        for offset, column in enumerate(columns):
            if column.key in item.measures:
                pen.place(f"{prefix}.{column.key}")
            else:
                pen.void(row, _FIRST_COLUMN + offset)
        pen.place(f"{prefix}.note", to=note)
        pen.checks(row)
    for offset, column in enumerate((*columns, NOTE)):
        place = _FIRST_COLUMN + offset
        pen.ask(
            (start, place, start + len(rows) - 1, place),
            column,
            hints.PEOPLE.get(column.key, ""),
            column.signed,
        )


def _levels(pen: Pen) -> int:
    """The table of benefit levels; returns its last row."""
    standard, start = pen.standard, pen.layout.after_headcounts
    columns = (*standard.benefit_levels, NOTE)
    pen.key_row(
        start,
        {_FIRST_COLUMN + n: column.key for n, column in enumerate(columns)} | {pen.check: CHECK},
    )
    pen.merge(start - 1, 1, pen.check, "待遇水平及调整情况", "section")
    pen.sheet.set_row(start - 1, 26)
    head = start + 1
    pen.merge(head, 1, 2, "险种", "head")
    pen.heads(head, columns, _FIRST_COLUMN)
    pen.text(head, pen.check, "校验", "head")
    pen.sheet.set_row(head, 44)
    for number, fund in enumerate(pen.layout.funds, 1):
        row, prefix = head + number, f"benefit_levels.{fund.key}"
        pen.row_key(row, f"{prefix}.*")
        pen.high(
            row,
            _ROW,
            *(
                (f"{prefix}.{column.key}", _width(column), 10)
                for column in columns
                if not column.numeric
            ),
        )
        pen.merge(row, 1, 2, fund.name.zh, "label", "strong")
        for column in columns:
            pen.place(f"{prefix}.{column.key}")
        pen.checks(row)
    last = head + len(pen.layout.funds)
    for offset, column in enumerate(columns, _FIRST_COLUMN):
        pen.ask(
            (head + 1, offset, last, offset),
            column,
            hints.PEOPLE.get(column.key, ""),
            column.signed,
        )
    return last


def _page(pen: Pen, last: int) -> None:
    pen.sheet.set_column(1, 1, 9)
    pen.sheet.set_column(2, 2, 26)
    for number, column in enumerate((*pen.standard.benefit_levels, NOTE), _FIRST_COLUMN):
        pen.sheet.set_column(number, number, _width(column))
    pen.sheet.set_column(pen.check, pen.check, 22)
    pen.page(last, landscape=True, frozen=(FIRST, 3))
    pen.sheet.repeat_rows(1, HEAD)
    pen.protect()


def _width(column: Column) -> float:
    return {"document": 17, "note": 14}.get(column.key, 10)
