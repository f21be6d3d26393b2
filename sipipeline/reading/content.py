"""What a cell holds as a person sees it: dates as dates, numbers by their formats, TRUE as TRUE."""

import datetime
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.figures import read_float
from sipipeline.core.standard import Field
from sipipeline.language.numbers import read_number
from sipipeline.reading.frames import SheetFrame
from sipipeline.xlsx.shown import Formatted, date_shown, is_date, shown

DATE = "date"
"""Detail of a figure under a format of dates."""
PERCENT = "percent"
"""Detail of a figure that is no rate, under a format of percentages."""
_MONEY = ("money", "yuan")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters that show nothing; with format characters and variation selectors all that is
default-ignorable."""
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))

Multiple = Callable[[str], float | None]
"""The multiple of a field's own unit that a written unit is; None where the two do not go
together."""


class Content(NamedTuple):
    raw: object
    stored: float | None = None
    """The number that is stored, where the figure shown is another."""
    detail: str = ""


def is_as_stored(sheet: SheetFrame, ref: str, raw: object, field: Field) -> bool:
    """Whether a cell is sure to show the very figure that it holds, as nearly all do."""
    is_figure = type(raw) is float or type(raw) is int
    return (
        is_figure and field.numeric and not sheet.telling and not _is_odd_percent(sheet, ref, field)
    )


def as_seen(sheet: SheetFrame, ref: str, raw: object, field: Field, multiple: Multiple) -> Content:
    """What a cell holds for a place of the form."""
    if isinstance(raw, bool):
        return Content(str(raw).upper())
    if isinstance(raw, (int, float)):
        return _number(sheet, ref, float(raw), raw, field, multiple)
    if isinstance(raw, (datetime.date, datetime.time, datetime.timedelta)):
        return _date(sheet, ref, raw, field)
    return Content(raw)


def visible(text: str) -> str:
    """The text without the characters that show nothing: direction marks, zero-width spaces."""
    return text if text.isascii() else "".join(c for c in text if not _is_invisible(c))


def invisible(text: str) -> str:
    """The characters of a text that show nothing, each once."""
    return "".join(dict.fromkeys(filter(_is_invisible, text)))


def _is_invisible(character: str) -> bool:
    if character in _FILLERS or unicodedata.category(character) == "Cf":
        return True
    return any(ord(character) in selectors for selectors in _SELECTORS)


def _date(sheet: SheetFrame, ref: str, raw: object, field: Field) -> Content:
    """A date as its format shows it; of the cover as it is, for it is asked for there."""
    if keys.family(field.key) == "cover" and not field.numeric:
        return Content(raw)
    number = sheet.stored.get(ref)
    days = None if number is None else read_float(number.text)
    if number is None or days is None or not is_date(number.number_format):
        return Content(str(raw), detail=DATE)
    return Content(date_shown(days, number.number_format), days, DATE)


def _number(
    sheet: SheetFrame, ref: str, value: float, raw: object, field: Field, multiple: Multiple
) -> Content:
    is_percent = _is_odd_percent(sheet, ref, field)
    number = sheet.stored.get(ref)
    number_format = "" if number is None else number.number_format
    if is_date(number_format):
        return Content(date_shown(value, number_format), value, DATE)
    seen = shown(value, number_format)
    if seen is None:
        return Content(raw)
    if not field.numeric:
        return Content(seen.text)
    if is_percent and seen.percent:
        return Content(_signed(seen), value, PERCENT) if value else Content(raw)
    figure = _figure(seen, field, multiple)
    return Content(raw) if figure is None else Content(figure, value)


def _is_odd_percent(sheet: SheetFrame, ref: str, field: Field) -> bool:
    """Whether a figure that is no rate may be shown as a percentage."""
    return ref in sheet.percents and field.numeric and field.kind != "rate"


def _figure(seen: Formatted, field: Field, multiple: Multiple) -> str | None:
    """The figure that a format makes of the number of a cell; None where it is the number
    itself."""
    number = read_number(seen.text)
    unit = "" if number is None else number.unit
    if field.kind == "rate":
        return seen.text if unit == "%" and not seen.percent else None
    times = multiple(unit) if number is not None else None
    if times is not None and times != 1:
        return seen.text
    divided = seen.scaled and (field.kind in _MONEY or bool(unit))
    if not divided:
        return None
    return seen.text if times is not None else _signed(seen)


def _signed(seen: Formatted) -> str:
    """The figure alone, where the words around it are no unit."""
    return ("-" if "-" in seen.before else "") + seen.figure
