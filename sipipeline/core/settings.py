"""Settings of a configuration: each is declared once, with its default, what is allowed and what it
is for; read and written from that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, field, fields
from difflib import get_close_matches
from typing import Any, TypeVar

from sipipeline.core.text import NOTHING, Lang, Text
from sipipeline.core.values import frozen

Section = TypeVar("Section")

_UNKNOWN = Text(
    zh="[{section}] 不认识 {name}{near}。可用的有：{known}。",
    en="[{section}] has no setting {name}{near}. Known: {known}.",
)
_MEANT = Text(zh="，是不是 {name}", en="; is {name} meant")
_WRONG = Text(zh="[{section}] {name} 应是{allowed}。", en="[{section}] {name} should be {allowed}.")
_TEXT = Text(zh="加引号的一段文字", en="a text in quotation marks")
_TEXTS = Text(zh='加引号的文字的列表，如 ["甲", "乙"]', en='a list of texts, as ["a", "b"]')
_FLAG = Text(zh="true 或 false", en="true or false")
_CHOICE = Text(zh="其中之一：{choices}", en="one of {choices}")
_WHOLE = Text(zh="{low} 到 {high} 的整数", en="a whole number from {low} to {high}")
_FROM = Text(zh="不小于 {low} 的整数", en="a whole number from {low} up")
_FILLED = Text(zh="不能空着", en="something: it may not be blank")


@frozen
class Allowed:
    """What a setting is for, and what it may be."""

    help: Text
    low: int = 0
    high: int | None = None
    choices: tuple[str, ...] = ()
    may_be_blank: bool = True
    """Of a text."""


def setting(
    default: Any,
    help: Text,
    *,
    low: int = 0,
    high: int | None = None,
    choices: Sequence[str] = (),
    may_be_blank: bool = True,
) -> Any:
    """A member of a dataclass that is a section of the configuration."""
    allowed = Allowed(help, low, high, tuple(choices), may_be_blank)
    return field(default=default, metadata={"allowed": allowed})


def read(kind: type[Section], table: object, name: str, faults: list[Text]) -> Section:
    """The section as a table of the file states it; what is wrong is added to `faults`, and has its
    default."""
    stated = table if isinstance(table, Mapping) else {}
    if not isinstance(table, Mapping):
        faults.append(_WRONG.fill(section=name, name="", allowed=Text(zh="一节", en="a section")))
    faults += _unknown(kind, stated, name)
    values: dict[str, Any] = {}
    for one in _settings(kind):
        if one.name not in stated:
            continue
        value = stated[one.name]
        expected = _expected(one, value)
        if expected is None:
            values[one.name] = tuple(value) if isinstance(value, list) else value
        else:
            faults.append(_WRONG.fill(section=name, name=one.name, allowed=expected))
    return kind(**values)


def written(kind: type, name: str, lang: Lang, values: Mapping[str, object] | None = None) -> str:
    """The section as TOML: each setting below what it is for; `values` in the place of defaults."""
    lines = [f"[{name}]"]
    for one in _settings(kind):
        allowed: Allowed = one.metadata["allowed"]
        value = (values or {}).get(one.name, one.default)
        lines += [f"# {line}" for line in allowed.help.in_(lang).splitlines()]
        lines += [f"{one.name} = {_toml(value)}", ""]
    return "\n".join(lines)


def _settings(kind: Any) -> Iterator["Field[Any]"]:
    return (one for one in fields(kind) if "allowed" in one.metadata)


def _unknown(kind: type, stated: Mapping[str, Any], name: str) -> Iterator[Text]:
    """A fault for each name that is no setting of the section."""
    known = [one.name for one in _settings(kind)]
    for unknown in (one for one in stated if one not in known):
        near = get_close_matches(unknown, known, 1)
        meant = _MEANT.fill(name=near[0]) if near else NOTHING
        yield _UNKNOWN.fill(section=name, name=unknown, near=meant, known=", ".join(known))


def _expected(one: "Field[Any]", value: object) -> Text | None:
    """What the value should be instead; None where it is allowed."""
    allowed: Allowed = one.metadata["allowed"]
    if isinstance(one.default, bool):
        return None if isinstance(value, bool) else _FLAG
    if isinstance(one.default, int):
        return None if _is_in_range(value, allowed) else _range(allowed)
    if isinstance(one.default, tuple):
        return None if _is_list_of_texts(value) else _TEXTS
    return _expected_text(value, allowed)


def _expected_text(value: object, allowed: Allowed) -> Text | None:
    if not isinstance(value, str):
        return _TEXT
    if allowed.choices and value not in allowed.choices:
        return _CHOICE.fill(choices=", ".join(allowed.choices))
    return None if value.strip() or allowed.may_be_blank else _FILLED


def _is_in_range(value: object, allowed: Allowed) -> bool:
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return allowed.low <= value and (allowed.high is None or value <= allowed.high)


def _range(allowed: Allowed) -> Text:
    if allowed.high is None:
        return _FROM.fill(low=allowed.low)
    return _WHOLE.fill(low=allowed.low, high=allowed.high)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, str):
        return _quoted(value)
    return str(value)


def _quoted(text: str) -> str:
    """A text in quotation marks; one with backslashes, as a path of Windows, in single ones."""
    if "\\" in text and "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
