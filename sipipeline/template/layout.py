"""Where everything of a workbook stands: sheet, row and column of every key, before a cell is
written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import NOTE, Column, Fund, Item, Named, Standard
from sipipeline.core.text import Lang, Text
from sipipeline.core.values import frozen
from sipipeline.xlsx import own_formulas, references
from sipipeline.xlsx.references import letters_of

TITLE, INFO, STATUS, HEAD = 1, 2, 3, 4
"""Rows at the top of every sheet with a table, counted from 0; row 0 holds the column keys."""
FIRST = 5
SPARE = 12
"""Rows that a list has more than are shown."""


_DERIVED: Mapping[str, tuple[Callable[[str, str], str], str, str]] = {
    "change": (own_formulas.difference, "actual", "prior"),
    "completion_rate": (own_formulas.share, "actual", "budget"),
    "growth_rate": (own_formulas.share, "change", "prior"),
}
"""The measures that the total works out from others of its line, with how and from which."""


class Spot(NamedTuple):
    """A cell, counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def ref(self) -> str:
        return f"{letters(self.column)}{self.row + 1}"

    @property
    def fixed(self) -> str:
        return f"${letters(self.column)}${self.row + 1}"


def letters(column: int) -> str:
    """The letters of a column counted from 0."""
    return letters_of(column + 1)


class Line(NamedTuple):
    """A row of an account: the item, or None for a slot that the fund does not use."""

    row: int
    item: Item | None
    depth: int
    applies: bool


@frozen
class Layout:
    """One workbook: the standard, which funds it has, how many rows its lists have."""

    standard: Standard
    funds: tuple[Fund, ...]
    rows: dict[str, int]
    lang: Lang = "zh"
    spots: dict[str, Spot] = field(default_factory=dict)
    _lines: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    _checks: dict[str, int] = field(default_factory=dict)

    @property
    def accounts(self) -> tuple[Fund, ...]:
        return (*self.funds, self.standard.total)

    def sheet_of(self, fund: Fund) -> str:
        """The name of a fund's sheet."""
        return self.sheet("total") if fund is self.standard.total else self.says(fund.short)

    def sheet(self, key: str) -> str:
        return self.says(self.standard.sheets[key])

    def says(self, text: Text) -> str:
        """A text in the language of the form."""
        return text.in_(self.lang)

    def check_of(self, sheet: str) -> int:
        """Column of a sheet's checks, the last one that is seen; the one right of it gathers their
        messages."""
        if not self._checks:
            columns = {
                self.sheet("cover"): self.cover_note,
                self.sheet("people"): self.people_note + 1,
                self.sheet("causes"): 2 + len(self.standard.causes),
                self.sheet("indicators"): 2 + len(self.standard.indicators),
                self.sheet("narrative"): 3,
            }
            self._checks.update(columns)
        return self._checks.get(sheet, self.note + 1)

    def read_of(self, spot: Spot) -> Spot:
        """The hidden cell that holds a figure as the validator reads it. Left of the first of them
        stands the precision of an account."""
        return spot._replace(column=spot.column + self.check_of(spot.sheet) + 1)

    def workings_of(self, sheet: str) -> int:
        """The first column of the hidden cells that the checks put their workings into."""
        return 2 * self.check_of(sheet) + 2

    # ------------------------------------------------------------------ accounts
    @property
    def note(self) -> int:
        """Column of the explanations on the account sheets; the checks stand right of it."""
        return 2 + len(self.standard.measures)

    @property
    def actual(self) -> int:
        """Column of the year's own figures, in which the balances stand too."""
        return 2 + [measure.key for measure in self.standard.measures].index("actual")

    def lines(self, fund: Fund) -> tuple[Line, ...]:
        """The rows of an account; every account has the same."""
        if fund.key not in self._lines:
            self._lines[fund.key] = tuple(self._laid(fund))
        return self._lines[fund.key]

    def _laid(self, fund: Fund) -> Iterator[Line]:
        applying = set(self.standard.items_of(fund.key))
        depth_of_whole = 0
        for row, item in enumerate(self.standard.lines_of(fund.key), FIRST):
            if item is None or item.parent in self.standard.slotted:
                depth = depth_of_whole + 1
            else:
                depth = depth_of_whole = self._depth(item)
            yield Line(row, item, depth, item in applying)

    @property
    def after_account(self) -> int:
        """The row below an account: the key row of the balances."""
        return FIRST + len(self.lines(self.standard.total))

    def half(self, sheet: str) -> Spot:
        """The hidden cell of an account's sheet with half a unit of its precision."""
        return Spot(sheet, FIRST, self.note + 3)

    def reported(self, sheet: str) -> Spot:
        """1 where the account has a figure, else 0."""
        return Spot(sheet, FIRST + 1, self.note + 3)

    def of_the_year(self, sheet: str) -> Spot:
        """How many figures of the year itself the account of a fund has, without what is carried
        over."""
        return Spot(sheet, INFO, self.note + 3)

    def not_zero(self, sheet: str) -> Spot:
        """How many of these are not 0."""
        return Spot(sheet, STATUS, self.note + 3)

    def rounding(self, sheet: str) -> Spot:
        """What rounding of one figure may add to a sum over accounts: half a unit, or nothing if
        not reported."""
        return Spot(sheet, FIRST + 2, self.note + 3)

    def own_formula(self, key: str) -> str | None:
        """The formula by which the form itself computes a figure of the total; None for any other
        key."""
        field = self.standard.field(key)
        if field is None or not field.numeric or field.fund != self.standard.total.key:
            return None
        if (derived := _DERIVED.get(keys.measure(key))) is not None:
            make, *measures = derived
            one, other = (self.spots.get(keys.beside(key, measure)) for measure in measures)
            return None if one is None or other is None else make(one.ref, other.ref)
        area = self.over_funds(key)
        return own_formulas.sum_of(area) if area else None

    def over_funds(self, key: str) -> str:
        """The cells of the funds that a figure of the total adds up, one area for each line: all
        sheets have it in the same place, so a sheet that is deleted leaves no hole. "" where no
        fund of the workbook has such a line."""
        parts = self.standard.parts_of_total[key]
        rows = dict.fromkeys(self.spots[part].row for part in parts if part in self.spots)
        column = self.read_of(self.spots[key]).column
        refs = [Spot("", row, column).ref for row in rows]
        return ",".join(f"{sheets}!{ref}" for ref in refs for sheets in self._sheets_of_funds())

    def _sheets_of_funds(self) -> list[str]:
        """The sheets of the funds as a formula writes them: one span; each by itself where a name
        needs quotes, as not every program reads a span of such names."""
        names = [self.sheet_of(fund) for fund in self.funds]
        if all(name.isalpha() for name in names):
            return [names[0] if len(names) == 1 else f"{names[0]}:{names[-1]}"]
        return [references.quoted(name) for name in names]

    @property
    def cover_note(self) -> int:
        """Column of the explanations of the cover."""
        return 4

    @property
    def summary_first(self) -> int:
        """The first line of the cover's list of sheets."""
        return FIRST + len(self.standard.cover) + 2

    @property
    def explained(self) -> list[Named]:
        """What each line of the cover's list of sheets is about; the last one is about all."""
        missing = {fund.key for fund in self.standard.funds if fund not in self.funds}
        return [named for named in self.standard.explained if named.key not in missing]

    def runs_of(self, sheet: str) -> Spot:
        """The cell of the cover that says whether the unit runs the fund of a sheet; for any other
        sheet a cell in no row."""
        names = [self.sheet_of(fund) for fund in self.funds]
        row = self.summary_first + names.index(sheet) if sheet in names else -1
        return Spot(self.sheet("cover"), row, 3)

    def idle(self, sheet: str) -> Spot:
        """1 where the cover says that the unit does not run the fund of a sheet, else 0."""
        return Spot(sheet, HEAD, self.note + 3)

    def _depth(self, item: Item) -> int:
        above = item.parent or item.within
        return 0 if above is None else 1 + self._depth(self.standard.item(above))

    # ------------------------------------------------------------------ people
    @property
    def headcounts(self) -> list[tuple[Fund, Item]]:
        return [
            (fund, item)
            for fund in self.funds
            for item in self.standard.headcounts
            if fund.key in item.funds
        ]

    @property
    def after_headcounts(self) -> int:
        """The key row of the benefit levels."""
        return FIRST + len(self.headcounts) + 2

    @property
    def people_note(self) -> int:
        """Column of the explanations of the benefit levels; the checks stand right of it."""
        return 3 + len(self.standard.benefit_levels)

    # ------------------------------------------------------------------ indicators
    @property
    def funding_first(self) -> int:
        return FIRST + 1

    @property
    def indicator_keys(self) -> int:
        """The key row of the indicator table; its head stands below."""
        return self.funding_first + len(self.standard.funding) + 1


def plan(
    standard: Standard, funds: tuple[Fund, ...], rows: dict[str, int], lang: Lang = "zh"
) -> Layout:
    """Lay out a workbook."""
    layout = Layout(standard, funds, rows, lang)
    layout.spots.update(_spots(layout))
    return layout


def list_first(layout: Layout, name: str) -> int:
    """The first row of a list."""
    return FIRST if name == "causes" else layout.indicator_keys + 2


def _spots(layout: Layout) -> Iterator[tuple[str, Spot]]:
    standard = layout.standard
    for prefix, column in (("cover", 2), ("cover_notes", layout.cover_note)):
        yield from _form(layout.sheet("cover"), prefix, standard.cover, FIRST, column)
    for row, named in enumerate(layout.explained, layout.summary_first):
        spot = Spot(layout.sheet("cover"), row, layout.cover_note)
        yield keys.note_of_sheet(named.key), spot
    for fund in layout.funds:
        yield keys.runs(fund.key), layout.runs_of(layout.sheet_of(fund))
    for fund in layout.accounts:
        yield from _account(layout, fund)
    yield from _people(layout)
    yield from _form(
        layout.sheet("indicators"), "funding", standard.funding, layout.funding_first, 3
    )
    yield "goal", Spot(layout.sheet("indicators"), layout.indicator_keys - 1, 3)
    for prefix, column in (("narrative", 2), ("narrative_notes", 3)):
        yield from _form(layout.sheet("narrative"), prefix, standard.narrative, FIRST, column)
    for name, columns in (("causes", standard.causes), ("indicators", standard.indicators)):
        first = list_first(layout, name)
        for number in range(layout.rows[name]):
            yield from _row(layout.sheet(name), f"{name}.{number + 1}", columns, first + number, 2)


def _account(layout: Layout, fund: Fund) -> Iterator[tuple[str, Spot]]:
    sheet = layout.sheet_of(fund)
    columns = (*layout.standard.measures, NOTE)
    for line in layout.lines(fund):
        if line.item is None or not line.applies:
            continue
        for place, column in enumerate(columns, 2):
            if column is NOTE or column.key in line.item.measures:
                key = f"accounts.{fund.key}.{line.item.key}.{column.key}"
                yield key, Spot(sheet, line.row, place)
    if fund is not layout.standard.total:
        yield from _form(
            sheet,
            f"balances.{fund.key}",
            layout.standard.balances,
            layout.after_account + 1,
            layout.actual,
        )


def _people(layout: Layout) -> Iterator[tuple[str, Spot]]:
    sheet, standard = layout.sheet("people"), layout.standard
    for number, (fund, item) in enumerate(layout.headcounts):
        columns = (*standard.headcount_measures, NOTE)
        yield from _row(sheet, f"headcounts.{fund.key}.{item.key}", columns, FIRST + number, 3)
    for number, fund in enumerate(layout.funds):
        row = layout.after_headcounts + 2 + number
        yield from _row(
            sheet, f"benefit_levels.{fund.key}", (*standard.benefit_levels, NOTE), row, 3
        )


def _form(
    sheet: str, prefix: str, columns: Iterable[Column], first: int, column: int
) -> Iterator[tuple[str, Spot]]:
    for number, entry in enumerate(columns):
        yield f"{prefix}.{entry.key}", Spot(sheet, first + number, column)


def _row(
    sheet: str, prefix: str, columns: Iterable[Column], row: int, first: int
) -> Iterator[tuple[str, Spot]]:
    for number, entry in enumerate(columns):
        yield f"{prefix}.{entry.key}", Spot(sheet, row, first + number)
