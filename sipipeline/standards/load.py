"""A standard's TOML file, merged with the one it extends, checked, and made into a `Standard`."""

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from sipipeline.core.errors import StandardError, UsageError
from sipipeline.core.standard import (
    NUMERIC,
    Column,
    Fund,
    Item,
    Level,
    Rubric,
    Standard,
)
from sipipeline.core.text import Text
from sipipeline.standards.rubric import DEFAULT, load_rubric

FOLDER = Path(__file__).parent
KINDS = NUMERIC | {"text", "choice", "date", "wording"}

_TABLES = (
    "funds",
    "measures",
    "items",
    "balances",
    "headcount_measures",
    "headcounts",
    "benefit_levels",
    "cover",
)
_LISTS = (*_TABLES, "funding", "narrative", "levels")


def known() -> list[str]:
    """The standards there are, oldest first."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.toml"))


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


def load_file(path: Path, rubric: str = DEFAULT) -> Standard:
    """A standard from a file of its own; raises StandardError with file and line."""
    source = Source(path)
    return _build(source.data, source, load_rubric(rubric))


class Source:
    """A TOML file that knows in which line an entry stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = _read_lines(path)
        try:
            own = tomllib.loads("\n".join(self.lines))
        except tomllib.TOMLDecodeError as error:
            raise StandardError(
                Text(zh=f"标准文件 {path.name} 写法有误：{error}", en=f"{path.name}: {error}")
            ) from error
        self.base = Source(_file_of(own.pop("extends"), path)) if "extends" in own else None
        self.data: dict[str, Any] = _merge(self.base.data, own) if self.base else own

    def fault(self, table: str, key: str, zh: str, en: str) -> StandardError:
        """An error that names the file and the line of the entry `key` of `table`."""
        name, line = self._locate(table, key)
        return StandardError(
            Text(
                zh=f"标准文件 {name} 第 {line} 行（{key}）：{zh}",
                en=f"{name}, line {line} ({key}): {en}",
            )
        )

    def _locate(self, table: str, key: str) -> tuple[str, int]:
        inside = False
        for number, line in enumerate(self.lines, 1):
            if line.startswith("["):
                inside = line.strip("[] ").startswith(table)
                if inside and not key:
                    return self.path.name, number
            if inside and line.replace(" ", "").startswith(f'key="{key}"'):
                return self.path.name, number
        return self.base._locate(table, key) if self.base else (self.path.name, 1)


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise UsageError(
            Text(zh=f"读不了标准文件 {path}（{reason}）。", en=f"Cannot read {path} ({reason}).")
        ) from error


def _file_of(name: str, path: Path) -> Path:
    """The file of the standard that the one at `path` extends: beside it, or one of ours."""
    beside = path.parent / f"{name}.toml"
    return beside if beside.exists() else FOLDER / f"{name}.toml"


def _merge(base: Any, own: Any) -> Any:
    """What `own` states on top of `base`: tables entry by entry, lists of tables by their key."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {
            **base,
            **{name: _merge(base[name], own[name]) if name in base else own[name] for name in own},
        }
    if isinstance(base, list) and base and isinstance(base[0], dict):
        return _merge_tables(base, own)
    return own


def _merge_tables(base: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    merged = {entry["key"]: entry for entry in base}
    order = list(merged)
    for entry in own:
        if entry["key"] not in merged:
            order.insert(
                order.index(entry["before"]) if "before" in entry else len(order), entry["key"]
            )
        merged[entry["key"]] = _merge(merged.get(entry["key"], {}), entry)
    return [merged[key] for key in order]


def _build(data: dict[str, Any], source: Source, rubric: Rubric) -> Standard:
    _check(data, source)
    funds = tuple(_fund(entry) for entry in data["funds"])
    everywhere = tuple(fund.key for fund in funds)
    items = tuple(
        _item(entry, everywhere, [m["key"] for m in data["measures"]]) for entry in data["items"]
    )
    choices = {
        "money_units": tuple(data["money_units"]),
        "funds": tuple(fund.key for fund in funds),
        "items": tuple(dict.fromkeys(item.key for item in items)),
        "levels": tuple(entry["zh"] for entry in data["levels"]),
        "second_levels": tuple(
            dict.fromkeys(name for entry in data["levels"] for name in entry["second"])
        ),
    }

    def columns(entries: Iterable[dict[str, Any]]) -> tuple[Column, ...]:
        return tuple(_column(entry, choices) for entry in entries)

    parts: dict[str, Any] = {
        "funds": funds,
        "total": _fund(data["total"]),
        "measures": columns(data["measures"]),
        "items": items,
        "balances": columns(data["balances"]),
        "headcount_measures": columns(data["headcount_measures"]),
        "headcounts": tuple(
            _item(entry, everywhere, [m["key"] for m in data["headcount_measures"]])
            for entry in data["headcounts"]
        ),
        "benefit_levels": columns(data["benefit_levels"]),
        "cover": columns(data["cover"]),
        "funding": columns(data["funding"]),
        "goal": _column({"key": "goal", **data["goal"]}, choices),
        "narrative": columns(data["narrative"]),
        "causes": columns(data["causes"]["fields"]),
        "indicators": columns(data["indicators"]["fields"]),
        "levels": tuple(
            Level(e["key"], _text(e), tuple(e.get("synonyms", ())), second=tuple(e["second"]))
            for e in data["levels"]
        ),
    }
    return Standard(
        id=data["id"],
        year=data["year"],
        version=data["version"],
        name=_text(data),
        sheets={key: _text(entry) for key, entry in data["sheets"].items()},
        weights=data["weights"],
        limits=data["limits"],
        money_units=data["money_units"],
        rows={"causes": data["causes"]["rows"], "indicators": data["indicators"]["rows"]},
        rubric=rubric,
        **parts,
    )


def _text(entry: dict[str, Any]) -> Text:
    return Text(zh=entry["zh"], en=entry["en"])


def _fund(entry: dict[str, Any]) -> Fund:
    return Fund(
        entry["key"],
        _text(entry),
        tuple(entry.get("synonyms", ())),
        short=_text(entry["short"]),
        goal_words=tuple(entry.get("goal_words", ())),
    )


def _item(entry: dict[str, Any], everywhere: tuple[str, ...], measures: list[str]) -> Item:
    return Item(
        entry["key"],
        _text(entry),
        tuple(entry.get("synonyms", ())),
        parent=entry.get("parent"),
        within=entry.get("within"),
        funds=tuple(entry.get("funds", everywhere)),
        measures=tuple(entry.get("measures", measures)),
        signed=entry.get("signed", False),
        names={fund: _text(name) for fund, name in entry.get("names", {}).items()},
        total_in=entry.get("total_in"),
        opposite=entry.get("opposite"),
        slots=entry.get("slots", 0),
        emphasis=entry.get("emphasis", False),
        average=entry.get("average", False),
    )


def _column(entry: dict[str, Any], choices: dict[str, tuple[str, ...]]) -> Column:
    return Column(
        entry["key"],
        _text(entry),
        tuple(entry.get("synonyms", ())),
        kind=entry.get("kind", "text"),
        signed=entry.get("signed", False),
        choices=choices[entry["choices"]] if "choices" in entry else (),
        choices_from=entry.get("choices", ""),
        free=entry.get("free", False),
        required=entry.get("required", False),
        default=entry.get("default"),
        prompt=entry.get("prompt", ""),
        width=entry.get("width"),
        mistaken_for=tuple(entry.get("mistaken_for", ())),
    )


def _check(data: dict[str, Any], source: Source) -> None:
    """What must hold between the entries of a standard."""
    for table in _LISTS:
        _check_table(table, data.get(table, []), source)
    funds = [entry["key"] for entry in data["funds"]]
    for table, measures in (
        ("items", data["measures"]),
        ("headcounts", data["headcount_measures"]),
    ):
        keys = [entry["key"] for entry in data[table]]
        for entry in data[table]:
            fault = _faults(table, entry["key"], source)
            for name, allowed in (("funds", funds), ("measures", [m["key"] for m in measures])):
                if unknown := set(entry.get(name, ())) - set(allowed):
                    raise fault(
                        f"{name} 中有未知的 {sorted(unknown)}",
                        f"unknown {sorted(unknown)} in {name}",
                    )
            for name in ("parent", "within", "total_in", "opposite"):
                if name in entry and entry[name] not in keys:
                    raise fault(
                        f"{name} 指向不存在的 {entry[name]}",
                        f"{name} points to {entry[name]}, which is not there",
                    )
    _check_slots(data, source)
    _check_money_unit(data, source)


def _check_table(table: str, entries: list[dict[str, Any]], source: Source) -> None:
    seen: set[str] = set()
    for entry in entries:
        fault = _faults(table, str(entry.get("key", "")), source)
        for name in ("key", "zh", "en"):
            if not entry.get(name):
                raise fault(f"缺少 {name}", f"{name} is missing")
        if entry["key"] in seen:
            raise fault("重复出现", "stands twice")
        if entry.get("kind", "text") not in KINDS:
            raise fault(f"未知的类型 {entry['kind']}", f"unknown kind {entry['kind']}")
        seen.add(entry["key"])


def _check_slots(data: dict[str, Any], source: Source) -> None:
    for whole in data["items"]:
        if "slots" not in whole:
            continue
        parts = [entry for entry in data["items"] if entry.get("parent") == whole["key"]]
        for fund in data["funds"]:
            count = sum(fund["key"] in entry.get("funds", (fund["key"],)) for entry in parts)
            if count > whole["slots"]:
                raise source.fault(
                    "funds",
                    fund["key"],
                    f"{whole['zh']}的明细 {count} 项，多于 slots",
                    f"{count} parts of {whole['key']}, more than its slots",
                )


def _check_money_unit(data: dict[str, Any], source: Source) -> None:
    stated = [entry.get("default") for entry in data["cover"] if entry["key"] == "money_unit"]
    if not stated or stated[0] not in data["money_units"]:
        raise source.fault(
            "cover",
            "money_unit",
            "default 应是 money_units 之一",
            "default should be one of money_units",
        )


def _faults(table: str, key: str, source: Source) -> Callable[[str, str], StandardError]:
    return lambda zh, en: source.fault(table, key, zh, en)
