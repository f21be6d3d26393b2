"""How the batch stands, at a prompt: as text, and as JSON for other programs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sipipeline.core.display import columns, number
from sipipeline.core.findings import Verdict
from sipipeline.core.particulars import FEN
from sipipeline.core.text import NOTHING, Lang, Text
from sipipeline.core.version import __version__
from sipipeline.core.wrapping import wrap
from sipipeline.reports.overview import tables
from sipipeline.reports.overview.attendance import Expected
from sipipeline.reports.overview.headline import TITLE, Morning, day_of, morning_of, sentences
from sipipeline.reports.overview.overview import Held, Overview
from sipipeline.reports.overview.tables import UnitRow
from sipipeline.reports.phrases import VERDICTS, clean, of_several_years

_CALLS = Text(zh="先联系这些单位：", en="Call these units first:")
_MISSING = Text(zh="未报 {count} 家：", en="{count} missing:")
_LATE = Text(zh="迟报 {count} 家：", en="{count} came late:")
_HELD = Text(zh="需人工处理 {count} 件：", en="{count} for a person:")
_UNITS = Text(zh="各单位：", en="Units:")
_OVERDUE = Text(zh="逾期 {days} 天", en="days overdue: {days}")
_ROUND = Text(zh="第 {round} 轮", en="round {round}")
_ERRORS = Text(zh="要改 {count}", en="{count} to fix")
_TO_EXPLAIN = Text(zh="待说明 {count}", en="{count} to explain")
_INDENT = "  "
_WIDEST = 36
"""Columns that the name of a unit may take before the rest of its line moves along."""


# ---------------------------------------------------------------- text
def status_lines(overview: Overview, lang: Lang) -> Iterator[str]:
    """Who has submitted, which round, what is open, who is missing or late, what waits for a
    person."""
    morning = morning_of(overview)
    yield f"{TITLE.in_(lang)} {day_of(overview).in_(lang)}"
    for sentence in sentences(morning):
        yield from wrap(sentence.in_(lang), "", "")
    calls = [line for row in tables.to_call(overview) for line in _call(row, lang)]
    yield from _part(_CALLS, calls, lang)
    if (attended := morning.attended) is not None:
        for title, members in ((_MISSING, attended.missing), (_LATE, attended.late)):
            named = title.fill(count=len(members))
            yield from _part(named, [_expected(one, lang) for one in members], lang)
    held = tables.held_rows(overview, attended)
    told = [line for one in held for line in _held(one, lang)]
    yield from _part(_HELD.fill(count=len(held)), told, lang)
    yield from _part(_UNITS, _units(overview, lang), lang)


def _part(title: Text, lines: Iterable[str], lang: Lang) -> Iterator[str]:
    """Lines under a title; nothing where there are none."""
    given = iter(lines)
    first = next(given, None)
    if first is None:
        return
    yield ""
    yield title.in_(lang)
    yield first
    yield from given


def _call(row: UnitRow, lang: Lang) -> Iterator[str]:
    entry = row.entry
    parts = (entry.name, VERDICTS[entry.verdict].in_(lang), _open(row, lang), *_clerk(row))
    yield from wrap(clean(_INDENT.join(filter(None, parts))), _INDENT * 2, _INDENT)
    yield from wrap(clean(tables.first_to_say(row, lang)), _INDENT * 2, _INDENT * 2)


def _clerk(row: UnitRow) -> tuple[str, str]:
    return row.entry.contact, row.entry.phone


def _open(row: UnitRow, lang: Lang) -> str:
    """What is open: 要改 5，待说明 12."""
    entry = row.entry
    errors = 0 if entry.verdict is Verdict.UNREADABLE else len(entry.errors)
    counts = ((_ERRORS, errors), (_TO_EXPLAIN, len(entry.to_explain)))
    told = [text.fill(count=number(count)).in_(lang) for text, count in counts if count]
    return ("，" if lang == "zh" else ", ").join(told)


def _expected(one: Expected, lang: Lang) -> str:
    overdue = _OVERDUE.fill(days=one.days_late) if one.days_late else NOTHING
    line = one.line
    another = tables.another_year(one).in_(lang)
    parts = (line.unit, line.region_code, overdue.in_(lang), line.contact, line.phone, another)
    return _INDENT + clean(_INDENT.join(filter(None, parts)))


def _held(one: Held, lang: Lang) -> Iterator[str]:
    parts = (one.what.in_(lang), one.who, one.file)
    yield from wrap(clean(_INDENT.join(filter(None, parts))), _INDENT * 2, _INDENT)
    said = one.why.in_(lang) + one.todo.in_(lang)
    if said:
        yield from wrap(clean(said), _INDENT * 2, _INDENT * 2)


def _units(overview: Overview, lang: Lang) -> Iterator[str]:
    """A line a submission, the most urgent first."""
    widest = max((columns(VERDICTS[verdict].in_(lang)) for verdict in Verdict), default=0)
    several = of_several_years((one.name, one.whose.year) for one in overview.kept)
    for row in tables.unit_rows(overview):
        entry = row.entry
        year = f" {entry.year}" if entry.name in several and entry.year is not None else ""
        is_round = bool(entry.received and entry.unit)
        known = _ROUND.fill(round=entry.round) if is_round else NOTHING
        parts = (known.in_(lang), tables.moment(entry.received), _open(row, lang))
        verdict = _padded(VERDICTS[entry.verdict].in_(lang), widest)
        name = _padded(clean(entry.name + year), _WIDEST)
        yield f"{_INDENT}{verdict}  {name}  {_INDENT.join(filter(None, parts))}".rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


# ---------------------------------------------------------------- JSON
def status_json(overview: Overview, lang: Lang) -> str:
    """The answer of `status` as one JSON document."""
    morning = morning_of(overview)
    document = {
        "sipipeline": __version__,
        "date": overview.day.isoformat(),
        "verdicts": {verdict.value: overview.verdicts[verdict] for verdict in Verdict},
        **_attendance(morning),
        "held": [_held_json(one, lang) for one in tables.held_rows(overview, morning.attended)],
        "units": [_unit_json(row, lang) for row in tables.unit_rows(overview)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _attendance(morning: Morning) -> dict[str, Any]:
    """Who was expected, and who is missing or late; nothing without a roster."""
    attended = morning.attended
    if attended is None:
        return {}
    return {
        "roster": {
            "expected": len(attended.expected),
            "arrived": attended.arrived,
            "missing": [_expected_json(one) for one in attended.missing],
            "late": [_expected_json(one) for one in attended.late],
            "not_on_roster": [one.name for one in attended.strangers],
        }
    }


def _expected_json(one: Expected) -> dict[str, Any]:
    line = one.line
    deadline = line.deadline.isoformat() if line.deadline is not None else None
    named = {"unit": line.unit, "region_code": line.region_code, "deadline": deadline}
    return named | {"days_late": one.days_late, "phone": line.phone, "contact": line.contact}


def _held_json(one: Held, lang: Lang) -> dict[str, Any]:
    told = {"what": one.what.in_(lang), "why": one.why.in_(lang), "todo": one.todo.in_(lang)}
    return told | {"who": one.who, "file": one.file, "since": one.since}


def _unit_json(row: UnitRow, lang: Lang) -> dict[str, Any]:
    entry = row.entry
    named: Sequence[str] = ("unit", "region_code", "year", "round", "contact", "phone")
    record = {name: getattr(entry, name) for name in named}
    return record | {
        "file": entry.path,
        "verdict": entry.verdict.value,
        "received": entry.received,
        "copy": entry.copy,
        "errors": len(entry.errors),
        "to_explain": len(entry.to_explain),
        "explained": len(entry.explained),
        "indicators": len(entry.indicators),
        "indicators_unmet": len(entry.unmet),
        "yuan_affected": entry.money / FEN,
        "unreadable": entry.unreadable.in_(lang) or None,
    }
