"""The JSON of `fill` and `extract`, to keys and values and back; unknown keys are named."""

import difflib
import math
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


def flatten(data: Mapping[str, Any], standard: Standard) -> dict[str, object]:
    """Keys with their values, nulls and empty texts left out; raises DataError naming every key
    that is unknown."""
    values: dict[str, object] = {}
    faults: list[Text] = []
    for key, value in _walk({name: part for name, part in data.items() if name != "standard"}):
        if standard.field(key) is None:
            faults.append(_unknown(key, standard))
        elif (fault := _fault(key, value, standard)) is not None:
            faults.append(fault)
        elif value is not None and value != "":
            values[key] = value
    if faults:
        raise DataError(join(faults[:20], "\n", "\n"))
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
    if isinstance(data, Mapping) and data:
        for name, value in data.items():
            yield from _walk(value, f"{path}.{name}" if path else str(name))
    elif isinstance(data, list) and path in keys.LISTS:
        for number, value in enumerate(data, 1):
            yield from _walk(value, f"{path}.{number}")
    elif data != {} or not path:
        yield path, data


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
    """What is wrong with a value, if anything."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return Text(
            zh=f"{key} 应是数或文字，实际是 {value!r}。",
            en=f"{key} should be a number or a text, not {value!r}.",
        )
    if isinstance(value, str):
        if any(ord(sign) < 32 and sign not in "\n\t" for sign in value):
            return Text(
                zh=f"{key} 含有不能放进单元格的控制字符。",
                en=f"{key} has control characters that no cell can hold.",
            )
        if len(value) > 32767:
            return Text(
                zh=f"{key} 超过一个单元格能放的 32,767 个字。",
                en=f"{key} is longer than the 32,767 characters of a cell.",
            )
        return _choice_fault(key, value, standard)
    if not math.isfinite(value) or float(f"{value:.{_DIGITS}g}") != value:
        return Text(
            zh=f"{key} 的 {value!r} 超过 15 位有效数字，单元格存不下。",
            en=f"{key}: {value!r} has more than the 15 digits a cell holds.",
        )
    return None


def _choice_fault(key: str, value: str, standard: Standard) -> Text | None:
    allowed = {
        "fund": [fund.key for fund in standard.accounts],
        "item": [item.key for item in standard.items],
    }
    name = keys.measure(key)
    if (
        not value
        or not keys.is_of_list(key, "causes")
        or name not in allowed
        or value in allowed[name]
    ):
        return None
    listed = same(", ".join(allowed[name]))
    return Text(zh=f"{key} 应是以下之一：", en=f"{key} should be one of: ") + listed
