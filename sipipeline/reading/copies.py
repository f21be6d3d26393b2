"""Sheets that are copies of each other, and which of them counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.language.numbers import read_number
from sipipeline.reading.frames import SheetFrame
from sipipeline.reading.places import Places

_AMOUNTS = ("budget", "actual", "prior")
_SLACK = 1e-6
_NEXT_TO_NOTHING = 0.1
"""A sheet with less than this part of what another one has filled in has next to nothing in it."""
_FAMILIES = {
    "headcounts": "people",
    "benefit_levels": "people",
    "funding": "indicators",
    "goal": "indicators",
}
"""Families of keys that stand on a sheet of another name."""


class CopiedSheet(NamedTuple):
    """A sheet that does not count, beside the one that does."""

    sheet: str
    original: str
    different: int
    """Cells in which the two differ."""
    is_hollow: bool
    """Whether it has next to nothing in it, and the one that counts is filled in."""


def copies(sheets: Sequence[tuple[SheetFrame, Places]], standard: Standard) -> list[CopiedSheet]:
    """The sheets that do not count, in the order of the book."""
    filled = [_FilledSheet(sheet.name, _values(places)) for sheet, places in sheets]
    result: list[CopiedSheet] = []
    for group in _groups([sheet for sheet in filled if sheet.values]):
        if len(group) > 1:
            counted = _counted(group, filled, standard)
            rest = [sheet for sheet in group if sheet is not counted]
            result += [_copied(one, counted) for one in rest]
    return result


@dataclass(frozen=True)
class _FilledSheet:
    """A sheet with what stands at its keys."""

    name: str
    values: Mapping[str, object]

    @property
    def filled(self) -> int:
        """How many cells have something in them that is not 0."""
        return sum(_plain(value) not in ("", 0, "0") for value in self.values.values())

    def is_hollow_beside(self, other: "_FilledSheet") -> bool:
        """Whether it has next to nothing in it, and another one is filled in."""
        return self.filled < _NEXT_TO_NOTHING * other.filled


def _values(places: Places) -> dict[str, object]:
    values: dict[str, object] = {}
    for cell in places.cells:
        values.setdefault(cell.key, "" if cell.raw is None else cell.raw)
    return values | dict.fromkeys(places.unread, "")


def _groups(sheets: Sequence[_FilledSheet]) -> list[list[_FilledSheet]]:
    """Sheets of which at least half of the keys are the same."""
    groups: list[list[_FilledSheet]] = []
    for sheet in sheets:
        for group in groups:
            shared = len(sheet.values.keys() & group[0].values.keys())
            if 2 * shared >= min(len(sheet.values), len(group[0].values)):
                group.append(sheet)
                break
        else:
            groups.append([sheet])
    return groups


def _counted(
    group: Sequence[_FilledSheet], sheets: Sequence[_FilledSheet], standard: Standard
) -> _FilledSheet:
    """The sheet that counts: filled in, named as on the template, else the one that fits the
    totals, else the first."""
    fullest = max(group, key=lambda sheet: sheet.filled)
    in_use = [sheet for sheet in group if not sheet.is_hollow_beside(fullest)]
    name = _template_name(next(iter(group[0].values)), standard)
    named = [sheet for sheet in in_use if sheet.name.strip() == name]
    if named:
        return named[0]
    beside = [sheet for sheet in sheets if not any(sheet is one for one in group)]
    return min(in_use, key=lambda sheet: _misfits(sheet, beside, standard))


def _copied(sheet: _FilledSheet, counted: _FilledSheet) -> CopiedSheet:
    """A sheet beside the one that counts."""
    different = _different(sheet, counted)
    return CopiedSheet(sheet.name, counted.name, different, sheet.is_hollow_beside(counted))


def _template_name(key: str, standard: Standard) -> str:
    """The name of the sheet of a key on the template."""
    family, fund = keys.family(key), keys.fund(key)
    if family in ("accounts", "balances") and fund != standard.total.key:
        return standard.fund(fund).short.zh if fund else ""
    area = "total" if family == "accounts" else _FAMILIES.get(family, family)
    name = standard.sheets.get(area)
    return name.zh if name is not None else ""


def _misfits(sheet: _FilledSheet, beside: Sequence[_FilledSheet], standard: Standard) -> int:
    """How many amounts of the total sheet are not the sum over the funds with this sheet."""
    values = {key: value for one in (*beside, sheet) for key, value in one.values.items()}
    funds = [fund.key for fund in standard.funds]
    total = standard.total.key
    misfits = 0
    for item in standard.items_of(total):
        for measure in _AMOUNTS:
            tail = f"{item.key}.{measure}"
            stated = _amount(values.get(f"accounts.{total}.{tail}"))
            parts = [_amount(values.get(f"accounts.{fund}.{tail}")) for fund in funds]
            known = [part for part in parts if part is not None]
            if stated is not None and known:
                room = (1 + len(known)) / 2 + _SLACK * abs(stated)
                misfits += abs(stated - sum(known)) > room
    return misfits


def _amount(raw: object) -> float | None:
    if isinstance(raw, str):
        number = read_number(raw)
        return None if number is None else number.value
    return float(raw) if isinstance(raw, (int, float)) else None


def _different(one: _FilledSheet, other: _FilledSheet) -> int:
    every = one.values.keys() | other.values.keys()
    pairs = ((one.values.get(key, ""), other.values.get(key, "")) for key in every)
    return sum(_plain(first) != _plain(second) for first, second in pairs)


def _plain(raw: object) -> object:
    return raw.strip() if isinstance(raw, str) else raw
