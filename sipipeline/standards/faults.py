"""What must hold between the entries of a standard; what does not is an error that names the
line."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from functools import cache

from sipipeline.core.errors import StandardError
from sipipeline.core.keys import LISTS
from sipipeline.core.standard import NUMERIC, Column, Fund, Item, Level, Standard
from sipipeline.standards.source import Entry, TomlSource
from sipipeline.standards.tables import FOLDER, table_of

KINDS = NUMERIC | {"text", "choice", "date", "wording"}
"""What the cells of a column may hold."""
CHOICES = ("money_units", "funds", "items", "levels", "second_levels")
"""The lists of a standard that the choices of a column may come from."""

_NEAR = 0.8
_LANGUAGES = frozenset({"zh", "en"})
_TYPES: dict[str, type] = {
    "funds": Fund,
    "measures": Column,
    "items": Item,
    "balances": Column,
    "headcount_measures": Column,
    "headcounts": Item,
    "benefit_levels": Column,
    "cover": Column,
    "funding": Column,
    "narrative": Column,
    "levels": Level,
}
"""The lists of entries, and what an entry of each becomes."""
_TABLES = ("sheets", "weights", "limits", "money_units", "provinces", "total", "goal", *LISTS)
_NOT_OF_FILE = {"name", "rubric", "rows"}
"""Members of a standard that are made of what its file writes otherwise."""
_NOT_WRITTEN = {"name", "choices_from"}
"""Members of an entry that are made of what an entry writes otherwise."""
_POINTERS = ("parent", "within", "total_in", "opposite", "average_of", "carried_into")
"""Names of an item that point to another one."""
_NEEDED = {"funds": ("short",), "levels": ("second",)}
_MEASURES = {"items": "measures", "headcounts": "headcount_measures"}
"""The columns of the tables that have items."""


def check(source: TomlSource) -> None:
    """Raise StandardError for the first entry that does not hold."""
    for fault in _faults(source):
        raise fault


def _faults(source: TomlSource) -> Iterator[StandardError]:
    yield from _faults_of_top(source)
    yield from _faults_of_shape(source)
    yield from _faults_of_names(source)
    for table, entries, kind in _tables(source.data):
        yield from _faults_of_entries(table, entries, kind, source)
    for table, measures in _MEASURES.items():
        yield from _faults_of_items(table, measures, source)
    yield from _faults_of_slots(source)
    yield from _faults_of_money_unit(source)


def _tables(data: Entry) -> Iterator[tuple[str, list[Entry], type]]:
    """Every list of entries, by its name in the file."""
    for table, kind in _TYPES.items():
        yield table, data[table], kind
    for name in LISTS:
        yield f"{name}.fields", data[name]["fields"], Column


# ---------------------------------------------------------------- names and shapes
def _faults_of_top(source: TomlSource) -> Iterator[StandardError]:
    """Unknown and missing names of the file itself."""
    written = ({field.name for field in fields(Standard)} - _NOT_OF_FILE) | _LANGUAGES
    yield from _unknown("", "", source.data, written, source)
    for name in sorted(written - source.data.keys()):
        yield _missing("", "", name, source)


def _faults_of_shape(source: TomlSource) -> Iterator[StandardError]:
    """Tables and lists of tables that are written as something else."""
    data = source.data
    for name in _TABLES:
        if not isinstance(data[name], dict):
            yield source.fault("", "", f"应写成 [{name}]", f"should be [{name}]", name)
    lists = {name: data[name] for name in _TYPES}
    lists |= {f"{name}.fields": data[name].get("fields") for name in LISTS}
    for name, entries in lists.items():
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            yield source.fault("", "", f"应写成 [[{name}]]", f"should be [[{name}]]", name)


def _faults_of_names(source: TomlSource) -> Iterator[StandardError]:
    """Unknown and missing names of the tables that have no lists of entries."""
    data = source.data
    for name in ("sheets", "weights", "limits"):
        yield from _unknown(name, "", data[name], _known(name), source)
    for name in LISTS:
        yield from _unknown(name, "", data[name], {"rows", "fields"}, source)
        if "rows" not in data[name]:
            yield _missing(name, "", "rows", source)
    yield from _unknown("total", "", data["total"], _written(Fund), source)
    yield from _unknown("goal", "", data["goal"], _written(Column), source)
    named = {"total": data["total"], "goal": data["goal"], **data["sheets"]}
    for table, entry in named.items():
        for name in sorted(_LANGUAGES - set(entry)):
            yield _missing(table if table in data else "sheets", "", name, source)


def _written(kind: type) -> set[str]:
    """The names that an entry of a kind may write."""
    members = {field.name for field in fields(kind)}
    return (members - _NOT_WRITTEN) | _LANGUAGES | {"before"}


@cache
def _known(table: str) -> frozenset[str]:
    """The names that one of our own standards has in a table: nothing reads any other."""
    ours = map(table_of, FOLDER.glob("[0-9]*.toml"))
    return frozenset(name for data in ours for name in data.get(table, {}))


def _unknown(
    table: str, key: str, names: Iterable[str], known: Collection[str], source: TomlSource
) -> Iterator[StandardError]:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=_NEAR)
            yield source.fault(
                table,
                key,
                f"不认识名称 {name}" + (f"，是不是 {near[0]}？" if near else "，请删去。"),
                f"unknown name {name}" + (f"; did you mean {near[0]}?" if near else ""),
                name,
            )


def _missing(table: str, key: str, name: str, source: TomlSource) -> StandardError:
    return source.fault(table, key, f"缺少 {name}", f"{name} is missing")


# ---------------------------------------------------------------- entries
def _faults_of_entries(
    table: str, entries: list[Entry], kind: type, source: TomlSource
) -> Iterator[StandardError]:
    seen: set[str] = set()
    places = {entry.get("key") for entry in entries}
    for entry in entries:
        key = str(entry.get("key", ""))
        before = entry.get("before")
        if before is not None and before not in places:
            yield _points_nowhere(table, key, "before", before, source)
        yield from _faults_of_entry(table, key, entry, source)
        yield from _unknown(table, key, entry, _written(kind), source)
        if key in seen:
            yield source.fault(table, key, "重复出现", "stands twice")
        seen.add(key)


def _faults_of_entry(
    table: str, key: str, entry: Entry, source: TomlSource
) -> Iterator[StandardError]:
    for name in ("key", "zh", "en", *_NEEDED.get(table, ())):
        if not entry.get(name):
            yield _missing(table, key, name, source)
    kind = entry.get("kind", "text")
    if kind not in KINDS:
        yield source.fault(table, key, f"未知的类型 {kind}", f"unknown kind {kind}")
    choices = entry.get("choices", CHOICES[0])
    if choices not in CHOICES:
        yield source.fault(table, key, f"未知的选项表 {choices}", f"unknown choices {choices}")


def _faults_of_items(table: str, measures: str, source: TomlSource) -> Iterator[StandardError]:
    """Items that point to something that is not there."""
    data = source.data
    known = {"funds": _keys(data["funds"]), "measures": _keys(data[measures])}
    items = _keys(data[table])
    for entry in data[table]:
        key = entry["key"]
        for name, allowed in known.items():
            if unknown := sorted(set(entry.get(name, ())) - allowed):
                yield source.fault(
                    table, key, f"{name} 中有未知的 {unknown}", f"unknown {unknown} in {name}"
                )
        for name in _POINTERS:
            other = entry.get(name)
            if other is not None and other not in items:
                yield _points_nowhere(table, key, name, other, source)


def _points_nowhere(
    table: str, key: str, name: str, other: object, source: TomlSource
) -> StandardError:
    chinese = f"{name} 指向不存在的 {other}"
    return source.fault(table, key, chinese, f"{name} points to {other}, which is not there")


def _keys(entries: list[Entry]) -> set[str]:
    return {entry["key"] for entry in entries}


# ---------------------------------------------------------------- slots, unit of money
def _faults_of_slots(source: TomlSource) -> Iterator[StandardError]:
    """Funds with more parts of an item than the form keeps rows for."""
    items, funds = source.data["items"], source.data["funds"]
    for whole in items:
        parts = [entry for entry in items if entry.get("parent") == whole["key"]]
        for fund in funds if "slots" in whole else ():
            count = sum(fund["key"] in entry.get("funds", (fund["key"],)) for entry in parts)
            if count > whole["slots"]:
                yield source.fault(
                    "funds",
                    fund["key"],
                    f"{whole['zh']}的明细 {count} 项，多于 slots",
                    f"{count} parts of {whole['key']}, more than its slots",
                )


def _faults_of_money_unit(source: TomlSource) -> Iterator[StandardError]:
    cover = {entry["key"]: entry for entry in source.data["cover"]}
    usual = cover.get("money_unit", {}).get("default")
    if usual not in source.data["money_units"]:
        yield source.fault(
            "cover",
            "money_unit",
            "default 应是 money_units 之一",
            "default should be one of money_units",
        )
