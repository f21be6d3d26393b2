"""The JSON of `fill` and `extract`, to keys and values and back; unknown keys are named."""

import difflib
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sipipeline.core import keys
from sipipeline.core.errors import DataError
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text, join, same
from sipipeline.standards.json_text import TWICE

_ORDER = (
    "cover",
    "accounts",
    "balances",
    "headcounts",
    "benefit_levels",
    "causes",
    "funding",
    "goal",
    "indicators",
    "narrative",
    "narrative_notes",
    "cover_notes",
    "sheets",
)
_DIGITS = 15
"""What a cell holds of a number."""
_NOISE = 1e-14
"""What a sum of some dozens of binary fractions is off by, as a share of it."""
_LARGEST = 10**300
_LONGEST = 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_MOST_FAULTS = 20

_STANDS_TWICE = Text(zh="{key} 写了两次。", en="{key} stands twice.")
_NO_VALUE = Text(
    zh="{key} 应是数或文字，实际是 {value}。", en="{key} should be a number or a text, not {value}."
)
_NO_NUMBER = Text(
    zh="{key} 不是一个能填的数（无穷大或 NaN）。", en="{key} is no number that a cell can hold."
)
_TOO_LONG = Text(
    zh="{key} 超过 15 位有效数字，单元格存不下。",
    en="{key} has more than the 15 digits a cell holds.",
)
_NO_TABLE = Text(
    zh="{key} 应是一组“名称: 值”，写在花括号里。", en="{key} should be a table of names and values."
)
_NO_LIST = Text(zh="{key} 应是一个列表，写在方括号里。", en="{key} should be a list of rows.")
_NOT_OF_FUND = Text(zh="{fund}没有“{item}”这一项（{key}）。", en="{fund} has no “{item}” ({key}).")
_UNKNOWN = Text(zh="标准 {standard} 中没有 {key}", en="The standard {standard} has no {key}")
_NEAR = Text(zh="，是不是 {near}？", en="; did you mean {near}?")


def flatten(data: Mapping[str, Any], standard: Standard) -> dict[str, object]:
    """Keys with their values, nulls and empty texts left out; raises DataError naming every key
    that is unknown or stands twice."""
    values: dict[str, object] = {}
    faults: list[Text] = []
    sections = {name: part for name, part in data.items() if name != "standard"}
    if data.get("standard") is TWICE:
        faults.append(_STANDS_TWICE.fill(key="standard"))
    for key, value in _walk(sections):
        fault = _fault(key, value, standard)
        if fault is not None:
            faults.append(fault)
        elif value not in (None, "", {}, []):
            values[key] = _as_typed(value)
    if faults:
        raise DataError(join(faults[:_MOST_FAULTS], "\n", "\n"))
    return values


def nest(values: Mapping[str, object], standard: Standard) -> dict[str, Any]:
    """The JSON of keys and values."""
    data: dict[str, Any] = {"standard": standard.id}
    for key in sorted(values, key=lambda key: _ORDER.index(keys.family(key))):
        number = keys.number(key)
        if number is not None:
            rows = data.setdefault(keys.family(key), [])
            rows.extend({} for _ in range(number - len(rows)))
            rows[number - 1][keys.measure(key)] = values[key]
        else:
            *path, last = keys.parts(key)
            inner = data
            for step in path:
                inner = inner.setdefault(step, {})
            inner[last] = values[key]
    return data


def _walk(data: Any, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of nested data with its key, empty tables included."""
    if isinstance(data, list) and path in keys.LISTS:
        data = dict(enumerate(data, 1))
    elif path in keys.LISTS:
        yield path, data
        return
    if not isinstance(data, Mapping) or (path and not data):
        yield path, data
        return
    for name, value in data.items():
        yield from _walk(value, f"{path}.{name}" if path else str(name))


# ---------------------------------------------------------------- what is wrong with an entry
def _fault(key: str, value: object, standard: Standard) -> Text | None:
    """What is wrong with a key or its value, if anything."""
    if value is TWICE:
        return _STANDS_TWICE.fill(key=key)
    if not standard.has(key):
        return _fault_of_part(key, value, standard)
    if value is None:
        return None
    if isinstance(value, str):
        return _text_fault(key, value, standard)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _NO_VALUE.fill(key=key, value=json.dumps(value, ensure_ascii=False, default=str))
    if not _is_finite(value):
        return _NO_NUMBER.fill(key=key)
    return _TOO_LONG.fill(key=key) if _is_too_long(value) else None


def _fault_of_part(key: str, value: object, standard: Standard) -> Text | None:
    """What is wrong with a key that is none of the form's cells: it may name a part of it."""
    if not _is_part(key, standard):
        return _unknown(key, standard)
    if key in keys.LISTS:
        return None if value in (None, {}) else _NO_LIST.fill(key=key)
    return None if value in (None, {}) else _NO_TABLE.fill(key=key)


def _is_part(key: str, standard: Standard) -> bool:
    """Whether a key is the beginning of others: a section, a fund, a line, a row of a list."""
    beginning = keys.pattern(f"{key}.")
    return any(field.startswith(beginning) for field in standard.fields)


def _unknown(key: str, standard: Standard) -> Text:
    """That there is no such key; where the fund does not have the item, so; else what is near."""
    fund, item = keys.fund(key), keys.parts(key)[2:3]
    items = {known.key: known for known in (*standard.items, *standard.headcounts)}
    funds = {known.key: known for known in standard.accounts}
    if fund in funds and item and item[0] in items and not _is_part(_line(key), standard):
        names = {"fund": funds[fund].short, "item": items[item[0]].name}
        return _NOT_OF_FUND.fill(key=key, **names)
    near = difflib.get_close_matches(key, standard.fields, n=1, cutoff=0.8)
    hint = _NEAR.fill(near=near[0]) if near else Text(zh="。", en=".")
    return _UNKNOWN.fill(standard=standard.id, key=key) + hint


def _line(key: str) -> str:
    """The first three parts of a key."""
    return ".".join(keys.parts(key)[:3])


# ---------------------------------------------------------------- numbers
def _is_finite(value: float) -> bool:
    return abs(value) <= _LARGEST if isinstance(value, int) else math.isfinite(value)


def _is_too_long(value: float) -> bool:
    """Whether a whole number has more digits than a cell holds."""
    return isinstance(value, int) and len(str(abs(value)).rstrip("0")) > _DIGITS


def _as_typed(value: object) -> object:
    """The value; a number without the noise of binary sums: 9030.279999999999 is 9030.28."""
    if not isinstance(value, float) or float(f"{value:.{_DIGITS}g}") == value:
        return value
    rounded = (float(f"{value:.{digits}g}") for digits in range(1, _DIGITS))
    near = (number for number in rounded if abs(number - value) <= _NOISE * abs(value))
    return next(near, float(f"{value:.{_DIGITS}g}"))


# ---------------------------------------------------------------- texts
def _text_fault(key: str, value: str, standard: Standard) -> Text | None:
    """What keeps a text out of its cell, if anything."""
    if _CONTROL.search(value):
        return Text(
            zh=f"{key} 含有不能放进单元格的控制字符。",
            en=f"{key} has control characters that no cell can hold.",
        )
    if len(value) > _LONGEST:
        return Text(
            zh=f"{key} 超过一个单元格能放的 32,767 个字。",
            en=f"{key} is longer than the 32,767 characters of a cell.",
        )
    return _choice_fault(key, value, standard)


def _choice_fault(key: str, value: str, standard: Standard) -> Text | None:
    """Says so where a fund or an item of the causes is none of the standard's."""
    choices = {
        "fund": [fund.key for fund in standard.accounts],
        "item": [item.key for item in standard.items],
    }
    of_cause = keys.is_of_list(key, "causes")
    allowed = choices.get(keys.measure(key), []) if of_cause else []
    if not allowed or not value or value in allowed:
        return None
    listed = same(", ".join(allowed))
    return Text(zh=f"{key} 应是以下之一：", en=f"{key} should be one of: ") + listed
