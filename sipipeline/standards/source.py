"""A standard's TOML file on top of the one that it extends, and in which line an entry stands."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sipipeline.core.errors import StandardError
from sipipeline.core.text import Text
from sipipeline.standards import toml_text
from sipipeline.standards.tables import FOLDER

Entry = dict[str, Any]


class TomlSource:
    """A TOML file that knows in which line an entry stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        text = toml_text.read(path)
        self.lines = text.splitlines()
        stated = toml_text.parse(text, path)
        base = stated.pop("extends", None)
        self.base = TomlSource(_file_of(str(base), path)) if base is not None else None
        self.data: Entry = _merge(self.base.data if self.base else {}, stated)

    def fault(self, table: str, key: str, zh: str, en: str, name: str = "") -> StandardError:
        """An error that names the file and the line of the entry `key` of `table`, or of `name` in
        that entry."""
        file, line = self._locate(table, key, name)
        return StandardError(
            Text(
                zh=f"标准文件 {file} 第 {line} 行（{key or name or table}）：{zh}",
                en=f"{file}, line {line} ({key or name or table}): {en}",
            )
        )

    def _locate(self, table: str, key: str, name: str) -> tuple[str, int]:
        """File and line; those of the base where this file does not state it."""
        entry = self._line_of_entry(table, key) if table else 1
        line = self._line_of_name(name, entry) if name and entry else entry
        if line is not None:
            return self.path.name, line
        return self.base._locate(table, key, name) if self.base else (self.path.name, 1)

    def _line_of_entry(self, table: str, key: str) -> int | None:
        """The line of an entry's key, or the first of the table where the key is blank."""
        inside = False
        for number, line in enumerate(self.lines, 1):
            if line.startswith("["):
                inside = line.strip("[] ").startswith(table)
            is_head = line.startswith("[") and not key
            if inside and (is_head or line.replace(" ", "").startswith(f'key="{key}"')):
                return number
        return None

    def _line_of_name(self, name: str, first: int) -> int | None:
        """The line, from the first on, that begins with a name or is the heading of its table."""
        begins = re.compile(rf"[\s\[]*{re.escape(name)}\b")
        for number, line in enumerate(self.lines[first - 1 :], first):
            if begins.match(line):
                return number
        return None


def _file_of(name: str, path: Path) -> Path:
    """The file of the standard that the one at `path` extends: beside it, or one of ours."""
    beside = path.parent / f"{name}.toml"
    return beside if beside.exists() else FOLDER / f"{name}.toml"


def _merge(base: Any, own: Any) -> Any:
    """What `own` states on top of `base`: tables name by name, lists of tables by their keys."""
    if isinstance(own, Mapping):
        below = base if isinstance(base, Mapping) else {}
        changed = {name: _merge(below.get(name), value) for name, value in own.items()}
        return {**below, **changed}
    return _merge_tables(base if _is_tables(base) else [], own) if _is_tables(own) else own


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _merge_tables(base: list[Entry], own: list[Entry]) -> list[Entry]:
    """The entries of both lists, each new one in its place."""
    known = [entry.get("key") for entry in base]
    merged = list(base)
    for entry in _in_turn(own):
        key = entry.get("key")
        if key in known:
            at = _place_of(key, merged)
            merged[at] = _merge(merged[at], entry)
        else:
            merged.insert(_place_for(entry, merged), _merge({}, entry))
    return merged


def _in_turn(own: list[Entry]) -> Iterator[Entry]:
    """The entries, each behind the one that its `before` names."""
    waiting = own
    while waiting:
        keys = [entry.get("key") for entry in waiting]
        ready = [entry for entry in waiting if entry.get("before") not in keys] or waiting
        yield from ready
        waiting = [entry for entry in waiting if entry not in ready]


def _place_of(key: Any, entries: list[Entry]) -> int:
    return next(at for at, entry in enumerate(entries) if entry.get("key") == key)


def _place_for(entry: Entry, entries: list[Entry]) -> int:
    """Where a new entry stands: before the one that its `before` names; else behind the last of
    those that are counted in the same item, or are parts of it, with their own parts; else last."""
    before, total = entry.get("before"), entry.get("total_in")
    above = _above(entry)
    if before is not None and any(one.get("key") == before for one in entries):
        return _place_of(before, entries)
    counted = [at for at, one in enumerate(entries) if total and one.get("total_in") == total]
    of_same = [
        at for at, one in enumerate(entries) if above and above in (_above(one), one.get("key"))
    ]
    beside = counted or of_same
    return _behind_parts(beside[-1], entries) if beside else len(entries)


def _above(entry: Entry) -> Any:
    """The key of the item that an entry is a part of, or the average of."""
    return entry.get("parent") or entry.get("within") or entry.get("average_of")


def _behind_parts(at: int, entries: list[Entry]) -> int:
    """The place behind an entry and those that are parts of it, or of these."""
    inside = {entries[at].get("key")}
    behind = at + 1
    while behind < len(entries) and _above(entries[behind]) in inside:
        inside.add(entries[behind].get("key"))
        behind += 1
    return behind
