"""What goes into a cell for a value: a number, a date or a text, and in which number format."""

import re
from datetime import date
from typing import NamedTuple

from sipipeline.core.standard import Field, Standard

_PERCENT = re.compile(r"-?\d+(?:\.(\d{1,8}))?%")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""


class Entry(NamedTuple):
    """`value` is float, date or str; `form` names a number format, "" for the one of the place."""

    value: float | date | str
    form: str = ""


def entry(value: object, field: Field, standard: Standard) -> Entry:
    """A value as `fill` takes it, as a cell holds it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Entry(float(value), "General" if field.kind in ("rate", "date") else "")
    text = str(value)
    if field.kind == "rate" and (percent := _percent(text)) is not None:
        return percent
    if field.kind == "date" and (day := _day(text)) is not None:
        return Entry(day)
    if field.kind == "choice":
        return Entry(_shown(text, field, standard))
    return Entry(text, "@")


def _percent(text: str) -> Entry | None:
    """A percent that its number and format give back letter by letter, else None."""
    if (match := _PERCENT.fullmatch(text)) is None:
        return None
    decimals = len(match.group(1) or "")
    value = float(f"{float(text[:-1]) / 100:.16G}")
    if (value == 0 and text.startswith("-")) or f"{value * 100:.{decimals}f}%" != text:
        return None
    return Entry(value, f"0.{'0' * decimals}%" if decimals else "0%")


def _day(text: str) -> date | None:
    if _ISO.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None


def _shown(text: str, field: Field, standard: Standard) -> str:
    """The label of a key in a drop-down; a text that is no key stays as it is."""
    if field.column.key == "fund":
        return next((fund.short.zh for fund in standard.accounts if fund.key == text), text)
    if field.column.key == "item":
        return next((item.name.zh for item in standard.items if item.key == text), text)
    return text
