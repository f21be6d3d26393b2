"""What goes into a cell for a value: a number, a date or a text, and in which number format."""

import re
from datetime import date
from typing import NamedTuple

from sipipeline.core.standard import Field
from sipipeline.core.text import Text
from sipipeline.template.layout import Layout

_PERCENT = re.compile(r"-?\d+(?:\.(\d{1,8}))?%")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""


class Prefilled(NamedTuple):
    """`value` goes into the cell; `number_format` is "" for the one that the cell has anyway."""

    value: float | date | str
    number_format: str = ""


def entry(value: object, field: Field, layout: Layout) -> Prefilled:
    """A value as `fill` takes it, as a cell holds it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Prefilled(float(value), "General" if field.kind in ("rate", "date") else "")
    text = str(value)
    if field.kind == "choice":
        return Prefilled(_label(text, field, layout))
    read = {"rate": _percent, "date": _day}.get(field.kind)
    understood = read(text) if read is not None else None
    return understood or Prefilled(text, "@")


def _percent(text: str) -> Prefilled | None:
    """A percent that its number and format give back letter by letter, else None."""
    match = _PERCENT.fullmatch(text)
    if match is None:
        return None
    decimals = len(match.group(1) or "")
    value = float(f"{float(text[:-1]) / 100:.16G}")
    is_minus_zero = value == 0 and text.startswith("-")
    if is_minus_zero or f"{value * 100:.{decimals}f}%" != text:
        return None
    return Prefilled(value, f"0.{'0' * decimals}%" if decimals else "0%")


def _day(text: str) -> Prefilled | None:
    if _ISO.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return Prefilled(day) if day >= _FIRST_DAY else None


def _label(text: str, field: Field, layout: Layout) -> str:
    """The label of a key in a drop-down; a text that is no key stays as it is."""
    names: dict[str, Text] = {}
    if field.column.choices_from == "funds":
        names = {fund.key: fund.short for fund in layout.standard.accounts}
    elif field.column.choices_from == "items":
        names = {item.key: item.name for item in layout.standard.items}
    return layout.says(names[text]) if text in names else text
