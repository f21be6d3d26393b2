"""From the cells of a workbook to a submission: every stated figure once, with its precision."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from sipipeline.core import keys
from sipipeline.core.figures import (
    EXACT,
    account_half_width,
    account_place,
    decimals,
    half_unit,
    rate_half_width,
    significant,
)
from sipipeline.core.standard import Fund, Item, Standard
from sipipeline.core.submission import Claim, Note, Noted, Submission
from sipipeline.core.text import Text
from sipipeline.language.numbers import read_number
from sipipeline.reading.frames import ReadingError, SheetFrame, WorkbookFrames, reference
from sipipeline.reading.labels import plain
from sipipeline.reading.places import Places, find, stray_figures
from sipipeline.reading.values import Read, Unreadable, read_cell
from sipipeline.rules import x010_not_a_workbook
from sipipeline.standards.load import for_year, known, load, newest
from sipipeline.standards.rubric import DEFAULT

NO_TEMPLATE = Text(
    zh="这个工作簿里找不到模板的任何内容，可能不是社会保险基金绩效自评表。请使用下发的模板填报。",
    en="Nothing of the template was found in this workbook. Please fill in the standard template.",
)
_Choice = TypeVar("_Choice", Fund, Item)
_YEAR = re.compile(r"20\d\d")
_SURE_FRACTION = 1.5
_TYPED = 6
"""Decimals of a rate that somebody may have typed; more are what a formula left."""
_SURE_POINTS = 3.0


def read_submission(
    workbook: WorkbookFrames, path: str, standard: str | None = None, rubric: str = DEFAULT
) -> Submission:
    """What a workbook states; raises ReadingError where nothing of the template can be found in
    it."""
    chosen = load(standard or _standard_of(workbook), rubric)
    found = [(sheet, find(sheet, chosen)) for sheet in workbook.sheets]
    if not any(places.cells for _, places in found):
        raise ReadingError(x010_not_a_workbook.RULE, NO_TEMPLATE)
    reading = _Reading(chosen, _money_unit([places for _, places in found], chosen))
    for sheet, places in found:
        reading.take(sheet, places)
    return reading.submission(path)


def submission_of(values: Mapping[str, object], standard: Standard, path: str = "") -> Submission:
    """A submission from keys and cell values, without a workbook: for examples and tests."""
    reading = _Reading(standard, str(values.get("cover.money_unit", standard.money_unit)))
    for key, raw in values.items():
        reading.cell(key, raw, "", "")
    return reading.submission(path)


def _standard_of(workbook: WorkbookFrames) -> str:
    """The standard that the template names; else the one in force in the year on the cover."""
    named = (workbook.template or "").partition("/")[0]
    if named in known():
        return named
    for sheet in workbook.sheets:
        for row in sheet.rows[:20]:
            if any("年度" in plain(cell) for cell in row):
                years = _YEAR.findall(" ".join(str(cell) for cell in row))
                if years:
                    return for_year(int(years[0]))
    return newest()


def _money_unit(sheets: Iterable[Places], standard: Standard) -> str:
    for cell in chain.from_iterable(places.cells for places in sheets):
        unit = str(cell.raw).strip()
        if cell.key == "cover.money_unit" and unit in standard.money_units:
            return unit
    return standard.money_unit


@dataclass(slots=True)
class _Reading:
    standard: Standard
    money_unit: str
    reads: dict[str, tuple[Read, str, str, object]] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)
    """Keys whose cells hold formulas."""
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def take(self, sheet: SheetFrame, places: Places) -> None:
        """Read every place of a sheet; say what was not understood."""
        if not places.cells:
            self._foreign(sheet)
            return
        self._labels(sheet, places)
        errors, formulas = sheet.marks.errors, sheet.marks.formulas
        taken: set[tuple[int, int]] = set()
        for place in places.cells:
            ref = reference(place.row, place.column)
            if ref in errors and self.standard.field(place.key) is not None:
                self.notes.append(
                    Note(Noted.UNREADABLE, sheet.name, ref, place.key, errors[ref], "error")
                )
            elif place.raw == "" and formulas.get(ref) is False:
                self.notes.append(Note(Noted.NO_VALUE, sheet.name, ref, place.key, ""))
            if self.cell(place.key, place.raw, sheet.name, ref):
                taken.add((place.row, place.column))
                if ref in formulas and self.places[place.key] == (sheet.name, ref):
                    self.formulas.add(place.key)
        for row, column, raw in stray_figures(sheet.rows, taken):
            if (ref := reference(row, column)) not in formulas:
                self.notes.append(Note(Noted.UNKNOWN_PLACE, sheet.name, ref, "", raw))

    def cell(self, key: str, raw: object, sheet: str, ref: str) -> bool:
        """Read one cell; False where the standard has no such place."""
        found = self.standard.field(key)
        if found is None:
            if isinstance(raw, str) and read_number(raw) is not None:
                self.notes.append(Note(Noted.UNKNOWN_PLACE, sheet, ref, key, raw))
            return False
        here = sheet, ref
        first = self.places.setdefault(key, here)
        try:
            read = read_cell(raw, found, self.standard, self.money_unit)
        except Unreadable:
            self.notes.append(Note(Noted.UNREADABLE, sheet, ref, key, raw))
            return True
        if read is None:
            if isinstance(raw, str) and raw.strip():
                self.notes.append(Note(Noted.BLANK_WORD, sheet, ref, key, raw))
            return True
        if key in self.reads:
            if self.reads[key][0].value != read.value:
                self.notes.append(Note(Noted.TWICE, sheet, ref, key, raw, f"{first[0]}!{first[1]}"))
            return True
        self.places[key] = here
        self.reads[key] = read, sheet, ref, raw
        return True

    def submission(self, path: str) -> Submission:
        places = self._decimal_places()
        claims = {}
        for key, (read, sheet, ref, raw) in self.reads.items():
            value, half_width = self._settled(key, read, places)
            claims[key] = Claim(key, value, half_width, sheet, ref, raw, key in self.formulas)
        return Submission(path, self.standard, claims, tuple(self.notes), self.places)

    def _decimal_places(self) -> dict[str, int]:
        """The decimal place of each account, by the prefix of its keys."""
        figures: dict[str, list[float]] = defaultdict(list)
        for key, (read, _, _, _) in self.reads.items():
            if read.half_width is None and isinstance(read.value, float):
                figures[keys.fund(key) or ""].append(read.value)
        return {fund: account_place(values) for fund, values in figures.items()}

    def _settled(
        self, key: str, read: Read, places: Mapping[str, int]
    ) -> tuple[float | str, float]:
        if isinstance(read.value, str):
            return self._chosen(key, read.value), 0.0
        if read.half_width is None:
            return read.value, account_half_width(read.value, places[keys.fund(key) or ""])
        if (
            not read.points
            and (place := places.get(self.standard.total.key, 0)) < 0
            and self._is_money(key)
        ):
            return read.value, max(read.half_width, account_half_width(read.value, place))
        value, half_width = read.value, read.half_width
        if read.points and self._in_points(key, value):
            value = significant(value / 100, EXACT)
            half_width = min(rate_half_width(value), half_unit(decimals(read.value)) / 100)
        if read.points and (key in self.formulas or decimals(value) > _TYPED):
            half_width = max(half_width, self._room(key, value, places))
        return value, half_width

    def _room(self, key: str, rate: float, places: Mapping[str, int]) -> float:
        """How far a rate that a formula worked out from the amounts of its row may be off by their
        rounding."""
        fund = keys.fund(key)
        if fund is None or fund not in places or not keys.is_account(key):
            return 0.0
        completion = keys.measure(key) == "completion_rate"
        beside, whole = ("budget", rate) if completion else ("prior", 1 + rate)
        actual = self._figure(keys.beside(key, "actual"))
        base = self._figure(keys.beside(key, beside))
        base = base or (actual / whole if actual is not None and whole else None)
        return (2 + abs(rate)) * half_unit(places[fund]) / abs(base) if base else 0.0

    def _is_money(self, key: str) -> bool:
        """Money outside the accounts, as the funding lines: where the total is rounded to 千元 or
        万元, so is this."""
        field = self.standard.field(key)
        return field is not None and field.kind == "money"

    def _chosen(self, key: str, text: str) -> str:
        """A drop-down's text as the key that it stands for; the text where it stands for none."""
        if not keys.is_of_list(key, "causes"):
            return text
        if keys.measure(key) == "fund":
            return _key_of(text, self.standard.accounts, _fund_names) or text
        if keys.measure(key) == "item":
            return _key_of(text, self.standard.items, _item_names) or text
        return text

    def _in_points(self, key: str, value: float) -> bool:
        """Whether a bare number in a rate cell means percent points: 98 is 98 %, 1.14 is 114 %.

        Between the two the reading nearer to what the row's own figures make of it is taken.
        """
        if abs(value) < _SURE_FRACTION:
            return False
        implied = self._implied(key)
        if implied is None:
            return abs(value) > _SURE_POINTS
        return abs(value / 100 - implied) < abs(value - implied)

    def _implied(self, key: str) -> float | None:
        """The rate that the other figures of a row make."""
        row, measure = keys.row(key), keys.measure(key)
        actual = self._figure(f"{row}.actual")
        if measure == "completion_rate":
            return _quotient(actual, self._figure(f"{row}.budget"))
        if measure != "growth_rate":
            return None
        prior, change = self._figure(f"{row}.prior"), self._figure(f"{row}.change")
        if prior is None:
            prior = _difference(actual, change)
        if change is None:
            change = _difference(actual, prior)
        return _quotient(change, prior)

    def _figure(self, key: str) -> float | None:
        entry = self.reads.get(key)
        return entry[0].value if entry is not None and isinstance(entry[0].value, float) else None

    def _labels(self, sheet: SheetFrame, places: Places) -> None:
        if not places.keyed:
            self.notes.append(Note(Noted.KEYS_GONE, sheet.name, "", "", ""))
        for label in places.by_label if places.keyed else ():
            self.notes.append(
                Note(Noted.KEY_GONE, sheet.name, "", label.replace("*", "actual"), "")
            )

    def _foreign(self, sheet: SheetFrame) -> None:
        """A sheet that is none of the template's: its figures are not checked, and that is said."""
        if count := sum(1 for _ in _figures(sheet)):
            self.notes.append(Note(Noted.UNKNOWN_SHEET, sheet.name, "", "", count))


def _fund_names(fund: Fund) -> tuple[str, ...]:
    return fund.short.zh, fund.name.zh, fund.key, *fund.synonyms


def _item_names(item: Item) -> tuple[str, ...]:
    by_fund = (name.zh for name in item.names.values())
    return item.name.zh, item.key, *item.synonyms, *by_fund


def _key_of(
    text: str, choices: Iterable[_Choice], names: Callable[[_Choice], Iterable[str]]
) -> str | None:
    """The key of the choice that a text names."""
    wanted = plain(text)
    named = (choice for choice in choices if wanted in map(plain, names(choice)))
    return next((choice.key for choice in named), None)


def _quotient(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _difference(whole: float | None, part: float | None) -> float | None:
    return whole - part if whole is not None and part is not None else None


def _figures(sheet: SheetFrame) -> Iterator[object]:
    formulas = sheet.marks.formulas
    for row, column, raw in stray_figures(sheet.rows, set()):
        if reference(row, column) not in formulas:
            yield raw
