"""What stands in one cell, as its place asks: a figure with its precision, a text, or nothing."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.figures import (
    EXACT,
    NOTHING,
    decimals,
    half_unit,
    rate_half_width,
    significant,
)
from sipipeline.core.standard import Field, Standard
from sipipeline.language.lexicon import WordPattern, table, words
from sipipeline.language.numbers import Number, compact, is_blank_word, normalise, read_number
from sipipeline.reading.content import visible

_MOST = 1e18
"""No amount of money or people is larger."""
_DISTINCT, _SHORT = 1 << 14, 40
"""Figures that are kept read, and the characters of such a text: the cells of a batch say the same
again and again."""


_WORKED_OUT = ("months", "rate")
"""Kinds of figures that are worked out of others, and rounded."""
_A_DENIAL = 3
"""Characters of a denial that says what it denies: 不经办, not 否."""


class CellValue(NamedTuple):
    """What a cell states."""

    value: float | str
    half_width: float | None = 0.0
    """None where the place of the account's figures decides it."""
    bare_rate: bool = False
    """Whether it is a rate without a percent sign: a fraction, or percent points."""
    printed: int = 0
    """The decimals of a figure that is written as text, zeros included."""


class Unreadable(Exception):
    """The cell holds something that its place does not ask for."""


def read_cell(raw: object, field: Field, standard: Standard, money_unit: str) -> CellValue | None:
    """The figure or text of a cell; None where it is blank. Raises Unreadable."""
    if raw is None or raw == "":
        return None
    if not field.numeric:
        return _text(raw)
    if isinstance(raw, str):
        raw = visible(raw)
        is_blank = is_blank_word(raw) or _says_nothing_happened(raw) or _says_not_run(raw)
        return None if is_blank else _written(raw, field, standard, money_unit)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise Unreadable
    return _stored(float(raw), field.kind, _is_of_account(field))


def multiple(unit: str, field: Field, standard: Standard, money_unit: str) -> float | None:
    """The multiple of the field's own unit that a written unit is; None where the two do not go
    together."""
    if not unit:
        return 1
    if field.kind == "money":
        yuan = _yuan(unit, standard)
        return None if yuan is None else yuan / standard.yuan(money_unit)
    if field.kind == "yuan":
        return _yuan(unit.partition("/")[0], standard)
    return _units(field.kind).get(unit)


def _says_nothing_happened(raw: str) -> bool:
    """Whether a text where a figure is asked for says that there was none: 未发生."""
    return compact(raw) in words("blank", "not_happened")


def _says_not_run(raw: str) -> bool:
    """Whether a text where a figure is asked for says that the unit does not run the fund:
    本单位不经办此险种. It has no figure in it."""
    said = compact(raw)
    if len(said) > _SHORT or any(map(str.isdigit, said)):
        return False
    return any(denial in said for denial in words("cover", "not_run") if len(denial) >= _A_DENIAL)


@lru_cache(maxsize=_DISTINCT)
def _stored(value: float, kind: str, is_of_account: bool) -> CellValue:
    """The figure of a number cell, whose precision the stored value alone tells."""
    if not abs(value) <= _MOST:  # nor what is no number
        raise Unreadable
    value = 0.0 if abs(value) < NOTHING else value
    if kind == "rate":
        return CellValue(value, rate_half_width(value), bare_rate=True)
    if is_of_account:
        return CellValue(value, None)
    return CellValue(value, half_unit(decimals(value)))


def _written(raw: str, field: Field, standard: Standard, money_unit: str) -> CellValue:
    """The figure of a number written as text, whose printed digits tell the precision."""
    number = _number_of(raw, field)
    if number is None or not abs(number.value) <= _MOST:
        raise Unreadable
    if abs(number.value) < NOTHING or number.decimals > EXACT:
        rest = 0.0 if abs(number.value) < NOTHING else number.value
        number = replace(number, value=rest, decimals=min(number.decimals, EXACT))
    if field.kind == "rate":
        return _written_rate(number)
    half_width = half_unit(number.decimals)
    factor = multiple(number.unit, field, standard, money_unit)
    if factor is None:
        raise Unreadable
    if factor != 1:
        return CellValue(significant(number.value * factor, EXACT), half_width * factor)
    if _is_of_account(field):
        return CellValue(number.value, None, printed=number.decimals)
    return CellValue(number.value, half_width)


def _number_of(raw: str, field: Field) -> Number | None:
    """The number of a text, also with a remark behind it; where a change is asked for, told in
    words too; where it is worked out of others, be it called about so much."""
    if field.kind in _WORKED_OUT:
        raw = _ABOUT.sub("", compact(raw))
    number = _number(raw) if len(raw) <= _SHORT else read_number(raw)
    if number is None and field.column.signed:
        number = _told_as_change(raw)
    return _before_remark(raw) if number is None else number


def _before_remark(raw: str) -> Number | None:
    """The number with nothing behind it but a remark in brackets: 57953.01（按决算数）. None where
    the remark may say of which unit or sign the number is, or is a number too."""
    remarked = _REMARKED.fullmatch(compact(raw))
    if remarked is None or _SAYS_MORE.search(remarked["remark"]):
        return None
    is_number = read_number(remarked["remark"]) is not None
    return None if is_number else read_number(remarked["number"])


_REMARKED = re.compile(r"(?P<number>[^()]+)\((?P<remark>[^()0-9][^()]*)\)")
_SAYS_MORE = WordPattern("{cells.units_and_signs}")


_ABOUT = WordPattern("^{cells.about}|{cells.about_behind}$")


@lru_cache(maxsize=_DISTINCT)
def _told_as_change(raw: str) -> Number | None:
    """The number of a change that is told in words, a fall being negative: 增加1153.78,
    同比下降3%. None where a sign stands before the number too."""
    said = _CHANGE_IN_WORDS.fullmatch(compact(raw))
    number = None if said is None else read_number(said["number"])
    if said is None or number is None or not said["number"][0].isdigit():
        return None
    return replace(number, value=-number.value) if said["down"] else number


_CHANGE_IN_WORDS = WordPattern(
    "(?:{cells.since})?(?:(?P<down>{cells.down})|(?:{cells.up}))(?P<number>.+)"
)


@lru_cache(maxsize=_DISTINCT)
def _number(raw: str) -> Number | None:
    """The number that a text is, read once for all cells that say the same."""
    return read_number(raw)


def _written_rate(number: Number) -> CellValue:
    if number.unit == "%":
        return CellValue(number.value / 100, half_unit(number.decimals) / 100)
    if number.unit:
        raise Unreadable
    return CellValue(number.value, rate_half_width(number.value), bare_rate=True)


def _is_of_account(field: Field) -> bool:
    """Whether a field holds money of an account, whose figures share one decimal place."""
    return field.kind == "money" and keys.is_account(field.key)


def _yuan(unit: str, standard: Standard) -> float | None:
    """Yuan in a unit of money, also where 元 is left out: 万 for 万元."""
    units = standard.money_units
    return units.get(unit) or units.get(f"{unit}{table()['cells']['money']}")


@cache
def _units(kind: str) -> Mapping[str, float]:
    """The units that may be written into a cell of a kind, as multiples of the kind's own."""
    units: Mapping[str, float] = table()["cells"]["units"].get(kind, {})
    return units


def _text(raw: object) -> CellValue | None:
    text = _plain_text(raw)
    return CellValue(text) if normalise(text).strip() else None


def _plain_text(raw: object) -> str:
    """A date as 2020-08-03, a whole number without a point, anything else as it is."""
    if isinstance(raw, datetime.datetime) and raw.time() == datetime.time():
        return raw.date().isoformat()
    if isinstance(raw, (datetime.date, datetime.datetime)):
        return raw.isoformat()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)
