"""Reads rubrics, which say how a self-evaluation is scored: a TOML file each."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sipipeline.core.display import number
from sipipeline.core.errors import SipipelineError, UsageError
from sipipeline.core.standard import Rubric
from sipipeline.core.text import Text
from sipipeline.standards import toml_text
from sipipeline.standards.tables import FOLDER as STANDARDS
from sipipeline.standards.tables import table_of

FOLDER = STANDARDS / "rubrics"
DEFAULT = "ministry"

_Data = dict[str, Any]
_EXECUTION, _TOGETHER = "execution", "indicators"
_BANDS = ("reached", "partly", "unmet")
_TABLES = ("weights", "bands", "grades")
_NAMES = frozenset({"zh", "en", "execution_reason_below", "over_target", *_TABLES})
_FULL = 100
_EXACT = 1e-9

_NO_RUBRIC = Text(
    zh="没有“{name}”这个评分标准。可用的有 {known}，或写法相同的 .toml 文件。",
    en="There is no rubric “{name}”. Known: {known_en}, or a .toml file of the same form.",
)
_FAULT = Text(
    zh="评分标准 {file} 第 {line} 行（{name}）：{fault}。",
    en="Rubric {file}, line {line} ({name}): {fault}.",
)
_UNKNOWN = Text(zh="不认识这个名称{near}", en="unknown name{near_en}")
_ABSENT = Text(zh="缺少这一项", en="it is missing")
_NO_TABLE = Text(zh="应写成 [{name}] 一节", en="should be a section [{name}]")
_NOT_FULL = Text(
    zh="各项分值合计 {sum}，应为 100", en="the weights make {sum}, and should make 100"
)
_NO_POINTS = Text(zh="分值应是 0 到 100 的数", en="points are a number from 0 to 100")
_NO_BAND = Text(
    zh="应写成 [低, 高]，0 到 1 之间，如 [0.6, 0.8]",
    en="should be [low, high] between 0 and 1, as [0.6, 0.8]",
)
_NO_SHARE = Text(zh="应是 0 到 1 之间的数，如 0.9", en="should be between 0 and 1, as 0.9")
_NO_MULTIPLE = Text(
    zh="应是大于 1 的倍数；不用就写 0", en="should be a multiple above 1, or 0 for none"
)
_NO_NAME = Text(zh="名称应是一段文字", en="the name should be a text")
_NAME_OF_OURS = Text(
    zh="“{value}”是自带的评分标准的名称，请换一个，免得混淆",
    en="“{value}” is the name of a rubric of ours; choose another",
)


def known() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_rubric(name: str = DEFAULT, levels: tuple[str, ...] = ()) -> Rubric:
    """A rubric by name, or from a file of one's own; `levels` are those that the standard has
    beside ours. Raises UsageError for what does not hold together, with its line."""
    is_ours = name in known()
    path = FOLDER / f"{name}.toml" if is_ours else Path(name)
    if not is_ours and path.suffix != ".toml" and not path.exists():
        places = {"known": "、".join(known()), "known_en": ", ".join(known())}
        raise UsageError(_NO_RUBRIC.fill(name=name, **places))
    text = toml_text.read(path)
    data = _parsed(text, path)
    if not is_ours:
        for entry, fault in _faults(data, {*_levels(), *levels}):
            place = {"line": _line(text, entry), "name": entry}
            raise UsageError(_FAULT.fill(file=path.name, fault=fault, **place))
    return _build(data, path)


def _parsed(text: str, path: Path) -> _Data:
    try:
        return toml_text.parse(text, path)
    except SipipelineError as error:
        raise UsageError(error.text) from error


def _build(data: _Data, path: Path) -> Rubric:
    grades = [(grade, float(least)) for grade, least in data["grades"].items()]
    grades.sort(key=lambda entry: -entry[1])
    return Rubric(
        Text(zh=data.get("zh", path.stem), en=data.get("en", path.stem)),
        {name: float(points) for name, points in data["weights"].items()},
        {name: (float(low), float(high)) for name, (low, high) in data["bands"].items()},
        tuple(grades),
        float(data.get("execution_reason_below", 0.0)),
        float(data.get("over_target", 0.0)),
    )


# ---------------------------------------------------------------- what must hold
def _faults(data: _Data, levels: Collection[str]) -> Iterator[tuple[str, Text]]:
    """The names of entries that do not hold, each with what is wrong."""
    yield from _unknown(data, _NAMES)
    for table in _TABLES:
        if not data.get(table):
            yield table, _ABSENT
        elif not isinstance(data[table], dict):
            yield table, _NO_TABLE.fill(name=table)
    yield from _faults_of_names(data)
    yield from _faults_of_weights(data["weights"], levels)
    yield from _faults_of_bands(data["bands"])
    for grade, least in data["grades"].items():
        if not _is_within(least, _FULL):
            yield grade, _NO_POINTS
    if not _is_within(data.get("execution_reason_below", 0), 1):
        yield "execution_reason_below", _NO_SHARE
    multiple = data.get("over_target", 0)
    if not _is_within(multiple, float("inf")) or 0 < multiple <= 1:
        yield "over_target", _NO_MULTIPLE


def _faults_of_names(data: _Data) -> Iterator[tuple[str, Text]]:
    """A file copied from one of ours and not renamed would be told by the name of ours."""
    for lang in ("zh", "en"):
        name = data.get(lang, "")
        if not isinstance(name, str):
            yield lang, _NO_NAME
        elif name in _names_of_ours():
            yield lang, _NAME_OF_OURS.fill(value=name)


def _faults_of_weights(
    weights: Mapping[str, object], levels: Collection[str]
) -> Iterator[tuple[str, Text]]:
    yield from _unknown(weights, {_EXECUTION, _TOGETHER, *levels})
    points = {name: value for name, value in weights.items() if _is_within(value, _FULL)}
    for name in weights.keys() - points.keys():
        yield name, _NO_POINTS
    total = sum(float(str(value)) for value in points.values())
    if abs(total - _FULL) > _EXACT:
        yield "weights", _NOT_FULL.fill(sum=number(total))


def _faults_of_bands(bands: Mapping[str, object]) -> Iterator[tuple[str, Text]]:
    yield from _unknown(bands, _BANDS)
    for name in _BANDS:
        if name not in bands:
            yield name, _ABSENT
        elif not _is_band(bands[name]):
            yield name, _NO_BAND


def _unknown(names: Collection[str], allowed: Collection[str]) -> Iterator[tuple[str, Text]]:
    for name in names:
        if name not in allowed:
            near = difflib.get_close_matches(name, allowed, n=1)
            zh, en = (f"，是不是 {near[0]}", f"; did you mean {near[0]}") if near else ("", "")
            yield name, _UNKNOWN.fill(near=zh, near_en=en)


def _is_within(value: object, most: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= float(str(value)) <= most


def _is_band(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(_is_within(end, 1) for end in value) and value[0] <= value[1]


def _line(text: str, name: str) -> int:
    """The line in which a name or a table begins; the first where it stands nowhere."""
    begins = re.compile(rf'[\s\["]*{re.escape(name)}\b')
    lines = enumerate(text.splitlines(), 1)
    return next((line for line, content in lines if begins.match(content)), 1)


# ---------------------------------------------------------------- ours
@cache
def _levels() -> frozenset[str]:
    """The levels of all our standards."""
    files = map(table_of, STANDARDS.glob("[0-9]*.toml"))
    return frozenset(level["key"] for data in files for level in data.get("levels", ()))


@cache
def _names_of_ours() -> frozenset[str]:
    files = [table_of(path) for path in FOLDER.glob("*.toml")]
    return frozenset(data[lang] for data in files for lang in ("zh", "en"))
