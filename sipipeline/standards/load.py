"""A standard's TOML file, checked and made into a `Standard`."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sipipeline.core.errors import UsageError
from sipipeline.core.keys import LISTS
from sipipeline.core.standard import Column, Fund, Item, Level, Rubric, Standard
from sipipeline.core.text import Text
from sipipeline.standards.faults import check
from sipipeline.standards.rubric import DEFAULT, load_rubric
from sipipeline.standards.source import Entry, TomlSource
from sipipeline.standards.tables import FOLDER

_Named = TypeVar("_Named", Fund, Column, Item, Level)
_Choices = Mapping[str, tuple[str, ...]]

_COLUMNS = (
    "measures",
    "balances",
    "headcount_measures",
    "benefit_levels",
    "cover",
    "funding",
    "narrative",
)
"""Lists of columns and fields."""
_AS_WRITTEN = ("id", "year", "version", "weights", "limits", "money_units", "provinces")
_NAME = frozenset({"zh", "en", "before"})
"""Names of an entry that make its name and its place."""


def known() -> list[str]:
    """The standards there are, oldest first."""
    return list(_ids())


def newest() -> str:
    return known()[-1]


def for_year(year: int) -> str:
    """The standard in force in a year: the newest that is not of a later year."""
    return max((name for name in known() if int(name) <= year), default=known()[0])


def load(name: str, rubric: str = DEFAULT) -> Standard:
    """The standard of an id, or of a TOML file of one's own, with the rubric that it is scored by.

    The same name and rubric give the same object. Raises UsageError where there is no such
    standard or rubric, StandardError where a file does not hold together.
    """
    return _load(name, rubric)


def load_file(path: Path, rubric: str = DEFAULT) -> Standard:
    """A standard from a file of its own; raises StandardError with file and line."""
    source = TomlSource(path)
    check(source)
    levels = tuple(entry["key"] for entry in source.data["levels"])
    return _build(source.data, load_rubric(rubric, levels))


@cache
def _ids() -> tuple[str, ...]:
    """Looked up in the folder once: every submission asks whether its form is the one in force."""
    return tuple(sorted(path.stem for path in FOLDER.glob("[0-9]*.toml")))


@cache
def _load(name: str, rubric: str) -> Standard:
    if name.endswith(".toml"):
        return load_file(Path(name), rubric)
    if name not in known():
        raise UsageError(
            Text(
                zh=f"没有“{name}”这个标准。可用的标准：{'、'.join(known())}。",
                en=f"There is no standard “{name}”. Known standards: {', '.join(known())}.",
            )
        )
    return load_file(FOLDER / f"{name}.toml", rubric)


def _build(data: Entry, rubric: Rubric) -> Standard:
    funds = tuple(_entry(Fund, entry) for entry in data["funds"])
    choices = _choices(data)
    columns = {name: _columns(data[name], choices) for name in _COLUMNS}
    columns |= {name: _columns(data[name]["fields"], choices) for name in LISTS}
    as_written: dict[str, Any] = {name: data[name] for name in _AS_WRITTEN}
    members = as_written | columns
    return Standard(
        name=_text(data),
        sheets={key: _text(entry) for key, entry in data["sheets"].items()},
        funds=funds,
        total=_entry(Fund, data["total"]),
        items=_items(data["items"], funds, columns["measures"]),
        headcounts=_items(data["headcounts"], funds, columns["headcount_measures"]),
        goal=_column({"key": "goal", **data["goal"]}, choices),
        levels=tuple(_entry(Level, entry) for entry in data["levels"]),
        rows={name: data[name]["rows"] for name in LISTS},
        rubric=rubric,
        **members,
    )


def _choices(data: Entry) -> _Choices:
    """The choices of drop-downs, by the list of the standard that they come from."""
    second_levels = (name for entry in data["levels"] for name in entry["second"])
    return {
        "money_units": tuple(data["money_units"]),
        "funds": tuple(entry["key"] for entry in data["funds"]),
        "items": tuple(entry["key"] for entry in data["items"]),
        "levels": tuple(entry["zh"] for entry in data["levels"]),
        "second_levels": tuple(dict.fromkeys(second_levels)),
    }


def _columns(entries: Iterable[Entry], choices: _Choices) -> tuple[Column, ...]:
    return tuple(_column(entry, choices) for entry in entries)


def _column(entry: Entry, choices: _Choices) -> Column:
    listed = entry.get("choices", "")
    made: Entry = {"choices": choices.get(listed, ()), "choices_from": listed}
    if isinstance(prompt := entry.get("prompt"), str):
        made["prompt"] = {"zh": prompt, "en": prompt}
    return _entry(Column, {**entry, **made})


def _items(
    entries: Iterable[Entry], funds: tuple[Fund, ...], measures: tuple[Column, ...]
) -> tuple[Item, ...]:
    """Items, of every fund and with every measure where the entry does not say of which."""
    everywhere = {
        "funds": [fund.key for fund in funds],
        "measures": [measure.key for measure in measures],
    }
    return tuple(_entry(Item, {**everywhere, **entry}) for entry in entries)


def _entry(kind: type[_Named], entry: Entry) -> _Named:
    """An entry as a value of its kind, whose members have the names that the entry writes."""
    members = {name: _member(value) for name, value in entry.items() if name not in _NAME}
    return kind(name=_text(entry), **members)


def _member(value: Any) -> Any:
    """What an entry writes, so that it cannot be changed: lists as tuples, names as texts."""
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, dict):
        return value
    if value.keys() == {"zh", "en"}:
        return _text(value)
    return {name: _member(inner) for name, inner in value.items()}


def _text(entry: Entry) -> Text:
    return Text(zh=entry["zh"], en=entry["en"])
