"""The JSON of `fill` and `extract`, to keys and values and back; unknown keys are named."""

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sipipeline.core import keys
from sipipeline.core.errors import DataError
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text, join, same

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
)
_DIGITS = 15
_LONGEST = 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_MOST_FAULTS = 20


def flatten(data: Mapping[str, Any], standard: Standard) -> dict[str, object]:
    """Keys with their values, nulls and empty texts left out; raises DataError naming every key
    that is unknown."""
    values: dict[str, object] = {}
    faults: list[Text] = []
    sections = {name: part for name, part in data.items() if name != "standard"}
    for key, value in _walk(sections):
        fault = _fault(key, value, standard)
        if fault is not None:
            faults.append(fault)
        elif value is not None and value != "":
            values[key] = value
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
    """Every value of nested data with its key; an empty table that is one of the form's has
    none."""
    if isinstance(data, list) and path in keys.LISTS:
        data = dict(enumerate(data, 1))
    if not isinstance(data, Mapping) or not data:
        if data != {} or not path:
            yield path, data
        return
    for name, value in data.items():
        yield from _walk(value, f"{path}.{name}" if path else str(name))


def _unknown(key: str, standard: Standard) -> Text:
    near = difflib.get_close_matches(key, standard.fields, n=1, cutoff=0.8)
    hint = (
        Text(zh=f"，是不是 {near[0]}？", en=f"; did you mean {near[0]}?")
        if near
        else Text(zh="。", en=".")
    )
    return (
        Text(zh=f"标准 {standard.id} 中没有 {key}", en=f"The standard {standard.id} has no {key}")
        + hint
    )


def _fault(key: str, value: object, standard: Standard) -> Text | None:
    """What is wrong with a key or its value, if anything."""
    if not standard.has(key):
        return _unknown(key, standard)
    if value is None:
        return None
    if isinstance(value, str):
        return _text_fault(key, value, standard)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Text(
            zh=f"{key} 应是数或文字，实际是 {value!r}。",
            en=f"{key} should be a number or a text, not {value!r}.",
        )
    if not math.isfinite(value) or float(f"{value:.{_DIGITS}g}") != value:
        return Text(
            zh=f"{key} 的 {value!r} 超过 15 位有效数字，单元格存不下。",
            en=f"{key}: {value!r} has more than the 15 digits a cell holds.",
        )
    return None


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
