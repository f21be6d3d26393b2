"""From the cells of a workbook to a submission: every stated figure once, with its precision."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeVar

from sipipeline.checking.batch import objections
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.formulas import Formula
from sipipeline.core.standard import Field, Fund, Item, Standard
from sipipeline.core.submission import Claim, Note, Noted, Submission
from sipipeline.core.text import Text
from sipipeline.language.lexicon import words
from sipipeline.language.numbers import read_number
from sipipeline.language.units import money_unit_in
from sipipeline.reading.agreement import By, decided
from sipipeline.reading.bases import without_base
from sipipeline.reading.content import (
    DATE,
    PERCENT,
    Content,
    as_seen,
    invisible,
    is_as_stored,
    visible,
)
from sipipeline.reading.copies import CopiedSheet, copies
from sipipeline.reading.frames import ReadingError, SheetFrame, WorkbookFrames, reference
from sipipeline.reading.label_forms import plain
from sipipeline.reading.labels import KeyedCell
from sipipeline.reading.merging import merged
from sipipeline.reading.places import Places, find, is_year_keyed, stray_figures, year_of_cover
from sipipeline.reading.precision import Precision
from sipipeline.reading.sheet_names import renamed
from sipipeline.reading.values import CellValue, Unreadable, multiple, read_cell
from sipipeline.rules import x010_not_a_workbook
from sipipeline.standards.load import for_year, known, load, newest
from sipipeline.standards.rubric import DEFAULT

NO_TEMPLATE = Text(
    zh="这个工作簿里找不到模板的任何内容，可能不是社会保险基金绩效自评表。请使用下发的模板填报。",
    en="Nothing of the template was found in this workbook. Please fill in the standard template.",
)
_Choice = TypeVar("_Choice", Fund, Item)
_YEAR = re.compile(r"20\d\d")
_MONEY_UNIT = "cover.money_unit"
_HEAD_ROWS = 20
MOST_ROWS = 1_000
"""Rows of a list that are read."""
_MOST_STRAYS = 20
"""Figures beside the form that are told one by one; more are counted."""


def read_submission(
    workbook: WorkbookFrames, path: str, standard: str | None = None, rubric: str = DEFAULT
) -> Submission:
    """What a workbook states; raises ReadingError where nothing of the template can be found in
    it."""
    form = load(standard or _standard_of(workbook), rubric)
    is_keyed = is_year_keyed(workbook.sheets)
    year = year_of_cover(workbook.sheets) if is_keyed else _year_of(workbook)
    places = [find(sheet, form, year=year) for sheet in workbook.sheets]
    if not any(of_sheet.cells or of_sheet.unread for of_sheet in places):
        raise ReadingError(x010_not_a_workbook.RULE, NO_TEMPLATE)
    places = renamed(workbook.sheets, places, form)
    for place, of_sheet in enumerate(places):
        if of_sheet.agreed.is_disputed:
            places[place] = _settled(workbook, places, place, form, year)
    return _read(workbook, places, path, form)


def submission_of(values: Mapping[str, object], standard: Standard, path: str = "") -> Submission:
    """A submission from keys and cell values, without a workbook: for examples and tests."""
    unit = str(values.get(_MONEY_UNIT, standard.money_unit))
    reading = _Reading(standard, money_unit_in(unit, standard.money_units) or unit)
    for key, raw in values.items():
        reading.take_value(key, Content(raw), "", "")
    return reading.submission(path)


def _settled(
    workbook: WorkbookFrames,
    places: Sequence[Places],
    place: int,
    standard: Standard,
    year: int | None,
) -> Places:
    """The places of a sheet whose labels and keys disagree, as all other figures have it."""
    before, after = places[:place], places[place + 1 :]
    found = {by: find(workbook.sheets[place], standard, by, year) for by in By}
    read = {by: _read(workbook, [*before, one, *after], "", standard) for by, one in found.items()}
    if read[By.KEYS].claims == read[By.LABELS].claims:
        return found[By.KEYS]
    counts = dict(zip(read, objections(list(read.values()))))
    return found[decided(places[place].agreed, counts)]


def _read(
    workbook: WorkbookFrames, places: Sequence[Places], path: str, standard: Standard
) -> Submission:
    """What a workbook states at some places of its sheets."""
    reading = _Reading(standard, _money_unit(places, standard))
    reading.note_template(workbook.template)
    reading.note_odd([sheet.name for sheet in workbook.sheets if sheet.odd])
    sheets = list(zip(workbook.sheets, places))
    copied = {copy.sheet: copy for copy in copies(sheets, standard)}
    for sheet, of_sheet in sheets:
        if sheet.name in copied:
            reading.note_copy(copied[sheet.name])
        else:
            reading.take(sheet, of_sheet)
    return reading.submission(path)


def _standard_of(workbook: WorkbookFrames) -> str:
    """The standard that the template names; else the one in force in the year on the cover."""
    named = (workbook.template or "").partition("/")[0]
    if named in known():
        return named
    year = _year_of(workbook)
    return newest() if year is None else for_year(year)


def _year_of(workbook: WorkbookFrames) -> int | None:
    """The year that stands in the first rows of a sheet, beside the word for it."""
    heads = chain.from_iterable(sheet.rows[:_HEAD_ROWS] for sheet in workbook.sheets)
    for row in heads:
        label = "".join(map(plain, row))
        if any(word in label for word in words("labels", "year")):
            years = _YEAR.findall(" ".join(map(str, row)))
            if years:
                return int(years[0])
    return None


def _money_unit(places: Iterable[Places], standard: Standard) -> str:
    """The unit of money on the cover; the usual one where it states none that is known."""
    cells = chain.from_iterable(of_sheet.cells for of_sheet in places)
    units = (visible(str(cell.raw)) for cell in cells if cell.key == _MONEY_UNIT)
    read = (money_unit_in(unit, standard.money_units) for unit in units)
    return next(filter(None, read), standard.money_unit)


class _PlacedValue(NamedTuple):
    """A figure or text, and where it stands."""

    value: CellValue
    sheet: str
    ref: str
    raw: object


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    standard: Standard
    money_unit: str
    stated: dict[str, _PlacedValue] = field(default_factory=dict)
    formulas: dict[str, Formula | None] = field(default_factory=dict)
    """Keys whose cells hold formulas, and these as far as they are known."""
    percents: set[str] = field(default_factory=set)
    """Keys whose cells show percentages."""
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    computed: set[str] = field(default_factory=set)
    """Keys of the total whose cells hold formulas of the template's own."""
    notes: list[Note] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def take(self, sheet: SheetFrame, places: Places) -> None:
        """Read every place of a sheet, and note what was not understood."""
        if not places.cells and not places.unread:
            self._note_foreign(sheet)
            return
        self._note_lost_keys(sheet, places)
        self._note_name(sheet, places)
        self._note_conflicts(sheet, places)
        self.unread |= set(places.unread)
        cells, beyond = _divided(sheet, places.cells)
        self._note_long_lists(sheet, beyond)
        known = [cell for cell in self._filled(sheet, cells) if self._take_cell(sheet, cell)]
        self._note_hidden(sheet, known)
        if not places.unread:
            strays = {(cell.row, cell.column): cell.key for cell in cells}
            taken = {(cell.row, cell.column) for cell in (*known, *beyond)}
            self._note_strays(sheet, taken | _row_numbers(cells), strays)

    def note_template(self, template: str | None) -> None:
        """Note a template of another version than the standard's."""
        current = f"{self.standard.id}/{self.standard.version}"
        if template != current:
            self._note(Noted.TEMPLATE, "", "", "", template or "")

    def note_odd(self, sheets: Sequence[str]) -> None:
        """Note the sheets that are written in an unusual way."""
        if sheets:
            self._note(Noted.ODD, "", "", "", "、".join(sheets))

    def note_copy(self, copy: CopiedSheet) -> None:
        what = Noted.HOLLOW if copy.is_hollow else Noted.COPY
        self._note(what, copy.sheet, "", "", copy.different, copy.original)

    def take_value(self, key: str, content: Content, sheet: str, ref: str) -> bool:
        """Read what stands at a key; False where the standard has no such key."""
        place, raw = self.standard.field(key), content.raw
        if place is None:
            if isinstance(raw, str) and read_number(raw) is not None and not _is_zero(raw):
                self._note(Noted.UNKNOWN_PLACE, sheet, ref, key, raw)
            return False
        self.places.setdefault(key, (sheet, ref))
        try:
            value = self._value(place, content)
        except Unreadable:
            self._note(Noted.UNREADABLE, sheet, ref, key, raw, content.detail)
            return True
        if value is not None:
            self._state(key, _PlacedValue(value, sheet, ref, raw))
            if place.numeric:
                self._note_look(key, content, sheet, ref)
        elif isinstance(raw, str) and raw.strip():
            self._note(Noted.BLANK_WORD, sheet, ref, key, raw)
        return True

    def _value(self, place: Field, content: Content) -> CellValue | None:
        if content.detail == DATE and place.numeric:
            raise Unreadable
        return read_cell(content.raw, place, self.standard, self.money_unit)

    def _note_look(self, key: str, content: Content, sheet: str, ref: str) -> None:
        """Note a figure that is not stored as it is seen."""
        raw = content.raw
        if content.stored is not None:
            seen = f"{raw}%" if content.detail == PERCENT else raw
            self._note(Noted.SHOWN, sheet, ref, key, seen, number(content.stored))
        if isinstance(raw, str) and (unseen := invisible(raw)):
            self._note(Noted.INVISIBLE, sheet, ref, key, visible(raw), unseen)

    def _note_points(self, key: str, stated: _PlacedValue, value: float | str) -> None:
        """Note a rate that is read in percent points, though its cell shows a hundred times as
        much."""
        shown = stated.value.value
        if key in self.percents and isinstance(shown, float) and shown != value:
            seen, meant = (f"{number(100 * one, 2)}%" for one in (shown, float(value)))
            place = stated.sheet, stated.ref
            self._note(Noted.SHOWN, *place, key, seen, meant)

    def submission(self, path: str) -> Submission:
        values = {key: stated.value for key, stated in self.stated.items()}
        precision = Precision(self.standard, values, self.formulas, self.percents)
        claims = {}
        for key, stated in self.stated.items():
            value, half_width = precision.settled(key)
            self._note_points(key, stated, value)
            value = self._choice(key, value) if isinstance(value, str) else value
            place = stated.sheet, stated.ref
            claims[key] = Claim(key, value, half_width, *place, stated.raw, key in self.formulas)
        return Submission(
            path,
            self.standard,
            claims,
            tuple(without_base(self.notes, claims, self.standard)),
            self.places,
            frozenset(self.unread - claims.keys()),
            frozenset(self.computed - claims.keys()),
            formulas={key: one for key, one in self.formulas.items() if one is not None},
        )

    def _take_cell(self, sheet: SheetFrame, cell: KeyedCell) -> bool:
        """Read a cell; False where the standard has no such key."""
        ref, marks = reference(cell.row, cell.column), sheet.marks
        if cell.raw == "" and not marks.has(ref):
            return self._take_blank(cell.key, sheet.name, ref)
        if ref in marks.own and keys.fund(cell.key) == self.standard.total.key:
            self.places.setdefault(cell.key, (sheet.name, ref))
            self.computed.add(cell.key)
            return True
        if cell.raw == "" or ref in marks.errors:
            self._note_fault(sheet, cell, ref)
        known = self.take_value(cell.key, self._content(sheet, cell, ref), sheet.name, ref)
        if known and self.places[cell.key] == (sheet.name, ref):
            self._note_form(cell.key, ref, sheet)
        return known

    def _note_form(self, key: str, ref: str, sheet: SheetFrame) -> None:
        """Know what tells how the figure of a cell is meant: a formula, a format of percentages."""
        if ref in sheet.marks.formulas:
            self.formulas[key] = sheet.marks.formula(ref)
        if ref in sheet.percents:
            self.percents.add(key)

    def _take_blank(self, key: str, sheet: str, ref: str) -> bool:
        """Know the place of a blank cell; False where the standard has no such key."""
        known = self.standard.has(key)
        if known:
            self.places.setdefault(key, (sheet, ref))
        return known

    def _filled(self, sheet: SheetFrame, cells: Sequence[KeyedCell]) -> Sequence[KeyedCell]:
        """The cells, with what a merged cell says of the rows it spans."""
        by_place = {}
        for one in merged(sheet, cells, self.standard):
            by_place[one.cell.row, one.cell.column] = one.cell
            if one.told:
                ref, first = reference(one.cell.row, one.cell.column), reference(*one.first)
                raw = sheet.rows[one.first[0]][one.first[1]]
                counts = "counts" if one.cell.raw != "" else ""
                self._note(Noted.MERGED, sheet.name, ref, one.cell.key, raw, f"{first} {counts}")
        return (
            [by_place.get((cell.row, cell.column), cell) for cell in cells] if by_place else cells
        )

    def _content(self, sheet: SheetFrame, cell: KeyedCell, ref: str) -> Content:
        place = self.standard.field(cell.key)
        if isinstance(cell.raw, str):
            is_text = place is not None and not place.numeric
            return Content(visible(cell.raw) if is_text else cell.raw)
        if place is None or is_as_stored(sheet, ref, cell.raw, place):
            return Content(cell.raw)
        factor = partial(multiple, field=place, standard=self.standard, money_unit=self.money_unit)
        return as_seen(sheet, ref, cell.raw, place, factor)

    def _state(self, key: str, stated: _PlacedValue) -> None:
        """Take a value for the key's; of a second one, note only that it differs."""
        first = self.stated.get(key)
        if first is None:
            self.places[key] = stated.sheet, stated.ref
            self.stated[key] = stated
        elif first.value.value != stated.value.value:
            place = "!".join(self.places[key])
            self._note(Noted.TWICE, stated.sheet, stated.ref, key, stated.raw, place)

    def _choice(self, key: str, text: str) -> str:
        """The key that the text of a drop-down stands for; the text where it stands for none."""
        if key == _MONEY_UNIT:
            return money_unit_in(text, self.standard.money_units) or text
        if not keys.is_of_list(key, "causes"):
            return text
        if keys.measure(key) == "fund":
            return _key_of(text, self.standard.accounts, _fund_names) or text
        if keys.measure(key) == "item":
            return _key_of(text, self.standard.items, _item_names) or text
        return text

    def _note(
        self, what: Noted, sheet: str, ref: str, key: str, raw: object, detail: str = ""
    ) -> None:
        self.notes.append(Note(what, sheet, ref, key, raw, detail))

    def _note_fault(self, sheet: SheetFrame, cell: KeyedCell, ref: str) -> None:
        """Note a cell that shows an error, or a formula without a value."""
        marks = sheet.marks
        if ref in marks.errors and self.standard.has(cell.key):
            self._note(
                Noted.UNREADABLE, sheet.name, ref, cell.key, marks.errors[ref], detail="error"
            )
        elif cell.raw == "" and marks.formulas.get(ref) is False:
            self._note(Noted.NO_VALUE, sheet.name, ref, cell.key, "")

    def _note_name(self, sheet: SheetFrame, places: Places) -> None:
        if places.exchanged:
            by = "titles" if places.moved else "names"
            self._note(Noted.NAMES_EXCHANGED, sheet.name, "", "", places.exchanged, by)
        elif places.named:
            what = Noted.COPY_OF_ANOTHER if places.moved else Noted.NAME_OF_ANOTHER
            self._note(what, sheet.name, "", "", places.named, places.kept)

    def _note_lost_keys(self, sheet: SheetFrame, places: Places) -> None:
        if not places.keyed:
            self._note(Noted.KEYS_GONE, sheet.name, "", "", "")
            return
        for key in places.by_label:
            self._note(Noted.KEY_GONE, sheet.name, "", key.replace("*", "actual"), "")

    def _note_conflicts(self, sheet: SheetFrame, places: Places) -> None:
        """Note the labels that do not name what their keys say."""
        for conflict in places.agreed.conflicts:
            ref = reference(conflict.row, conflict.column)
            detail = f"{conflict.axis} {conflict.move}".rstrip()
            note = (sheet.name, ref, conflict.key, conflict.label, detail)
            self._note(conflict.what, *note)

    def _note_long_lists(self, sheet: SheetFrame, cells: Sequence[KeyedCell]) -> None:
        """Note where a list goes on that is not read to its end, and for how many rows."""
        if cells:
            first = reference(cells[0].row, cells[0].column)
            rows = len({cell.row for cell in cells})
            self._note(Noted.LONG_LIST, sheet.name, first, "", rows)

    def _note_hidden(self, sheet: SheetFrame, cells: Sequence[KeyedCell]) -> None:
        """Note what is filled in where nobody sees it; a zero says nothing."""
        for cell in _hidden(sheet, cells):
            stated = self.stated.get(cell.key)
            ref = reference(cell.row, cell.column)
            is_here = stated is not None and (stated.sheet, stated.ref) == (sheet.name, ref)
            if stated is not None and is_here and stated.value.value != 0:
                detail = "sheet" if sheet.hidden else ""
                self._note(Noted.HIDDEN, sheet.name, ref, cell.key, stated.raw, detail)

    def _note_strays(
        self,
        sheet: SheetFrame,
        taken: set[tuple[int, int]],
        keys_of_cells: Mapping[tuple[int, int], str],
    ) -> None:
        """Note the figures in cells that are no place; with the key that the cell would have in an
        account of other items."""
        count, first = 0, ""
        for row, column, raw in _strays(sheet, taken):
            key, ref = keys_of_cells.get((row, column), ""), reference(row, column)
            count, first = count + 1, first or ref
            if key or count <= _MOST_STRAYS:
                self._note(Noted.UNKNOWN_PLACE, sheet.name, ref, key, raw)
        if count > _MOST_STRAYS:
            self._leave_strays(sheet.name)
            self._note(Noted.UNKNOWN_PLACES, sheet.name, first, "", count)

    def _leave_strays(self, sheet: str) -> None:
        """Drop the notes of single figures that are no places of a sheet, and would have no key."""
        strays = (Noted.UNKNOWN_PLACE, sheet, "")
        self.notes = [one for one in self.notes if (one.what, one.sheet, one.key) != strays]

    def _note_foreign(self, sheet: SheetFrame) -> None:
        """Note the figures of a sheet that is none of the template's: they are not checked."""
        if count := sum(1 for _ in _strays(sheet, set())):
            self._note(Noted.UNKNOWN_SHEET, sheet.name, "", "", count)


def _divided(
    sheet: SheetFrame, cells: Sequence[KeyedCell]
) -> tuple[Sequence[KeyedCell], Sequence[KeyedCell]]:
    """The cells that are read, and those of lists that are too long."""
    if len(sheet.rows) <= MOST_ROWS:
        return cells, ()
    numbered = [(keys.number(cell.key) or 0, cell) for cell in cells]
    read = [cell for row, cell in numbered if row <= MOST_ROWS]
    return read, [cell for row, cell in numbered if row > MOST_ROWS]


def _hidden(sheet: SheetFrame, cells: Sequence[KeyedCell]) -> Sequence[KeyedCell]:
    """Those of the cells that nobody sees."""
    if sheet.hidden:
        return cells
    rows, spans = sheet.layout.hidden_rows, sheet.layout.hidden_columns
    used = {cell.column for cell in cells}
    columns = {column for column in used if any(column + 1 in span for span in spans)}
    return [cell for cell in cells if cell.row + 1 in rows or cell.column in columns]


def _row_numbers(cells: Iterable[KeyedCell]) -> set[tuple[int, int]]:
    """Where the rows of lists are numbered: left of their first column."""
    first: dict[int, int] = {}
    for cell in cells:
        if keys.family(cell.key) in keys.LISTS:
            first[cell.row] = min(cell.column, first.get(cell.row, cell.column))
    return {(row, column) for row, least in first.items() for column in range(least)}


def _strays(sheet: SheetFrame, taken: set[tuple[int, int]]) -> Iterator[tuple[int, int, object]]:
    """The numbers but 0 that somebody typed into cells that are no place of the standard."""
    for row, column, raw in stray_figures(sheet.rows, taken):
        if reference(row, column) not in sheet.marks.formulas and not _is_zero(raw):
            yield row, column, raw


def _is_zero(raw: object) -> bool:
    """Whether a 0 stands in a cell, which says there no more than a dash."""
    if isinstance(raw, str):
        return (read := read_number(raw)) is not None and read.value == 0
    return raw == 0


def _fund_names(fund: Fund) -> tuple[str, ...]:
    return fund.short.zh, fund.name.zh, fund.short.en, fund.name.en, fund.key, *fund.synonyms


def _item_names(item: Item) -> tuple[str, ...]:
    by_fund = (name.zh for name in item.names.values())
    return item.name.zh, item.name.en, item.key, *item.synonyms, *by_fund


def _key_of(
    text: str, choices: Iterable[_Choice], names: Callable[[_Choice], Iterable[str]]
) -> str | None:
    """The key of the choice that a text names."""
    wanted = plain(text)
    named = (choice for choice in choices if wanted in map(plain, names(choice)))
    return next((choice.key for choice in named), None)
