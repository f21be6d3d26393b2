"""A standard's TOML file, merged with the one it extends, checked, and made into a `Standard`."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sipipeline.core.errors import StandardError, UsageError
from sipipeline.core.text import Text
from sipipeline.standards.model import NOTE, NUMERIC, Column, Field, Fund, Item, Level, Standard

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


@cache
def load(name: str) -> Standard:
    if name not in known():
        raise UsageError(
            Text(
                zh=f"没有“{name}”这个标准。可用的标准：{'、'.join(known())}。",
                en=f"There is no standard “{name}”. Known standards: {', '.join(known())}.",
            )
        )
    return load_file(FOLDER / f"{name}.toml")


def load_file(path: Path) -> Standard:
    """A standard from a file of its own; raises StandardError with file and line."""
    source = Source(path)
    return _build(source.data, source)


class Source:
    """A TOML file that knows in which line an entry stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = path.read_text(encoding="utf-8").splitlines()
        try:
            own = tomllib.loads("\n".join(self.lines))
        except tomllib.TOMLDecodeError as error:
            raise StandardError(
                Text(zh=f"标准文件 {path.name} 写法有误：{error}", en=f"{path.name}: {error}")
            ) from error
        self.base = Source(path.parent / f"{own.pop('extends')}.toml") if "extends" in own else None
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


def _build(data: dict[str, Any], source: Source) -> Standard:
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
    bare = Standard(
        id=data["id"],
        version=data["version"],
        name=_text(data),
        benefit_slots=data["benefit_slots"],
        sheets={key: _text(entry) for key, entry in data["sheets"].items()},
        weights=data["weights"],
        limits=data["limits"],
        money_units=data["money_units"],
        rows={"causes": data["causes"]["rows"], "indicators": data["indicators"]["rows"]},
        fields={},
        **parts,
    )
    bare.fields.update({field.key: field for field in _fields(bare)})  # type: ignore[attr-defined]
    return bare


def _text(entry: dict[str, Any]) -> Text:
    return Text(zh=entry["zh"], en=entry["en"])


def _fund(entry: dict[str, Any]) -> Fund:
    return Fund(
        entry["key"], _text(entry), tuple(entry.get("synonyms", ())), short=_text(entry["short"])
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
    )


def _column(entry: dict[str, Any], choices: dict[str, tuple[str, ...]]) -> Column:
    return Column(
        entry["key"],
        _text(entry),
        tuple(entry.get("synonyms", ())),
        kind=entry.get("kind", "text"),
        signed=entry.get("signed", False),
        choices=choices[entry["choices"]] if "choices" in entry else (),
        required=entry.get("required", False),
        default=entry.get("default"),
    )


def _fields(standard: Standard) -> Iterator[Field]:
    """Every place of the workbook, in its order; in the lists `#` stands for the number of the
    row."""
    yield from _form("cover", standard.cover, standard.sheets["cover"])
    for fund in standard.accounts:
        yield from _table("accounts", fund, standard.items_of(fund.key), standard.measures)
        for column in standard.balances if fund is not standard.total else ():
            yield _field(
                f"balances.{fund.key}.{column.key}",
                fund.short,
                column.name,
                column,
                fund.key,
                row=column.name,
            )
    for fund in standard.funds:
        counted = tuple(item for item in standard.headcounts if fund.key in item.funds)
        yield from _table("headcounts", fund, counted, standard.headcount_measures)
        for column in (*standard.benefit_levels, NOTE):
            key = f"benefit_levels.{fund.key}.{column.key}"
            yield _field(key, fund.short, column.name, column, fund.key, row=column.name)
    yield from _form("funding", standard.funding, standard.sheets["indicators"])
    yield _field("goal", standard.sheets["indicators"], standard.goal.name, standard.goal)
    yield from _form("narrative", standard.narrative, standard.sheets["narrative"])
    for name, columns in (("causes", standard.causes), ("indicators", standard.indicators)):
        place = standard.sheets[name] + Text(zh="第 {n} 项", en=" no. {n}")
        for column in columns:
            yield _field(f"{name}.#.{column.key}", place, column.name, column)


def _form(prefix: str, columns: tuple[Column, ...], sheet: Text) -> Iterator[Field]:
    for column in columns:
        yield _field(f"{prefix}.{column.key}", sheet, column.name, column, row=column.name)


def _table(
    prefix: str, fund: Fund, items: tuple[Item, ...], measures: tuple[Column, ...]
) -> Iterator[Field]:
    for item in items:
        for measure in (*measures, NOTE):
            if measure is NOTE or measure.key in item.measures:
                name = Text(
                    zh=f"{item.called(fund.key).zh}（{measure.name.zh}）",
                    en=f"{item.called(fund.key).en} ({measure.name.en})",
                )
                key = f"{prefix}.{fund.key}.{item.key}.{measure.key}"
                yield _field(
                    key, fund.short, name, measure, fund.key, item.signed, item.called(fund.key)
                )


def _field(
    key: str,
    place: Text,
    name: Text,
    column: Column,
    fund: str | None = None,
    signed: bool = False,
    row: Text | None = None,
) -> Field:
    whole = Text(zh=f"{place.zh}“{name.zh}”", en=f"{place.en}: {name.en}")
    return Field(key, whole, column, signed or column.signed, fund, row)


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
            for name in ("parent", "within", "total_in"):
                if name in entry and entry[name] not in keys:
                    raise fault(
                        f"{name} 指向不存在的 {entry[name]}",
                        f"{name} points to {entry[name]}, which is not there",
                    )
    _check_slots(data, source)


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
    benefits = [entry for entry in data["items"] if entry.get("parent") == "benefits"]
    for fund in data["funds"]:
        count = sum(fund["key"] in entry.get("funds", (fund["key"],)) for entry in benefits)
        if count > data["benefit_slots"]:
            raise source.fault(
                "funds",
                fund["key"],
                f"待遇明细 {count} 项，多于 benefit_slots",
                f"{count} benefit items",
            )


def _faults(table: str, key: str, source: Source) -> Callable[[str, str], StandardError]:
    return lambda zh, en: source.fault(table, key, zh, en)
