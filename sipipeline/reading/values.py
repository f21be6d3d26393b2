"""What stands in one cell, as its place asks: a figure with its precision, a text, or nothing."""

import datetime
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.figures import (
    EXACT,
    decimals,
    half_unit,
    rate_half_width,
    significant,
)
from sipipeline.core.standard import Field, Standard
from sipipeline.language.numbers import is_blank_word, normalise, read_number

_HEADS = {
    "": 1,
    "人": 1,
    "人次": 1,
    "名": 1,
    "户": 1,
    "个": 1,
    "位": 1,
    "万人": 10000,
    "万人次": 10000,
    "万": 10000,
    "万户": 10000,
}
_MONTHS = {"": 1, "月": 1, "个月": 1, "个": 1, "年": 12}
_POINTS = {"": 1, "分": 1}
_YEAR = {"": 1, "年": 1, "年度": 1}


_MOST = 1e18
"""No amount of money or people is larger."""


class Read(NamedTuple):
    """A cell's figure: the half-width is None where the account decides it."""

    value: float | str
    half_width: float | None = 0.0
    points: bool = False
    """A rate given as a bare number, which may be a fraction or percent points."""


class Unreadable(Exception):
    """The cell holds something that its place does not ask for."""


def read_cell(raw: object, field: Field, standard: Standard, money_unit: str) -> Read | None:
    """Read a cell; None where it is blank. Raises Unreadable."""
    if raw is None or raw == "":
        return None
    if not field.numeric:
        return _text(raw, field)
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise Unreadable
    if isinstance(raw, str):
        return None if is_blank_word(raw) else _written(raw, field, standard, money_unit)
    return _bare(float(raw), field)


def _bare(value: float, field: Field) -> Read:
    """A number cell: its stored value alone tells the precision."""
    if abs(value) > _MOST:
        raise Unreadable
    if field.kind == "rate":
        return Read(value, rate_half_width(value), points=True)
    if field.kind == "money" and keys.is_account(field.key):
        return Read(value, None)
    return Read(value, half_unit(decimals(value)))


def _written(raw: str, field: Field, standard: Standard, money_unit: str) -> Read:
    """A number written as text: its printed digits tell the precision."""
    number = read_number(raw)
    if number is None or abs(number.value) > _MOST:
        raise Unreadable
    own = half_unit(number.decimals)
    if field.kind == "rate":
        if number.unit == "%":
            return Read(number.value / 100, own / 100)
        if number.unit:
            raise Unreadable
        return Read(number.value, rate_half_width(number.value), points=True)
    factor = _factor(number.unit, field, standard, money_unit)
    if factor is None:
        raise Unreadable
    if factor == 1:
        return Read(
            number.value,
            None if field.kind == "money" and keys.is_account(field.key) else own,
        )
    return Read(significant(number.value * factor, EXACT), own * factor)


def _factor(unit: str, field: Field, standard: Standard, money_unit: str) -> float | None:
    """What a figure in a unit is multiplied with to be in the unit of its place; None where they do
    not go together."""
    match field.kind:
        case "money":
            if not unit:
                return 1
            yuan = standard.money_units.get(unit) or standard.money_units.get(f"{unit}元")
            return None if yuan is None else yuan / standard.money_units.get(money_unit, 10000)
        case "yuan":
            amount, _, _ = unit.partition("/")
            return (
                1
                if not unit
                else standard.money_units.get(amount) or standard.money_units.get(f"{amount}元")
            )
        case "count":
            return _HEADS.get(unit)
        case "months":
            return _MONTHS.get(unit)
        case "points":
            return _POINTS.get(unit)
        case _:
            return _YEAR.get(unit)


def _text(raw: object, field: Field) -> Read | None:
    if isinstance(raw, datetime.datetime) and raw.time() == datetime.time():
        raw = raw.date()
    if isinstance(raw, (datetime.date, datetime.datetime)):
        return Read(raw.isoformat())
    if isinstance(raw, float) and raw == int(raw):
        raw = int(raw)
    text = str(raw)
    return Read(text) if normalise(text).strip() else None
