"""What a standard says, as frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sipipeline.core import keys
from sipipeline.core.text import NOTHING, Text

NUMERIC = frozenset({"money", "rate", "months", "count", "yuan", "points", "year"})
"""Kinds of field that hold a number; the others hold text."""


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """Anything with a key and a name."""

    key: str
    name: Text
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Fund(Named):
    short: Text = field(default_factory=lambda: Text(zh="", en=""))
    """Also the name of its sheet."""
    goal_words: tuple[str, ...] = ()
    """Words by which a goal speaks of the fund; several funds may share one."""


@dataclass(frozen=True, slots=True, eq=False)
class Column(Named):
    """A column of a table, or a field of a form: what its cells hold."""

    kind: str = "text"
    signed: bool = False
    """Whether it may be negative."""
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    """The list of the standard that the choices come from: `money_units`, `funds`, `items` …"""
    free: bool = False
    """Whether words that are no choice are taken too."""
    required: bool = False
    """Whether the cover, or a row of a list that is used, needs it."""
    none_answers: bool = False
    """Whether 无 is an answer to it."""
    default: str | None = None
    prompt: Text = field(default_factory=lambda: Text(zh="", en=""))
    """What the clerk is told beside the cell."""
    width: float | None = None
    """Of its column on the form, in characters."""
    mistaken_for: tuple[str, ...] = ()
    """The columns whose figures get in this one's place."""

    @property
    def entered(self) -> bool:
        """Whether it holds an amount or a number of people, and not what is derived from them."""
        return self.kind in ("money", "count") and not self.signed

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def in_words(self) -> bool:
        """Whether it holds what is written in words."""
        return self.kind == "text" and not (self.choices or self.choices_from)


NOTE = Column("note", Text(zh="说明", en="Explanation"))
"""The 说明 column: key `….note` beside the measures of a row."""

RUNS = Column("runs", Text(zh="本单位经办的险种", en="Does your unit run it?"))
"""Beside a fund in the cover's list of sheets: key `….runs`."""

WORKBOOK = Named("workbook", Text(zh="整个文件", en="Whole workbook"))
"""What the last line of the cover's list of sheets is about."""

_EXPLAINED = ("total", "people", "causes", "indicators", "narrative")
"""The sheets behind those of the funds that the cover has a line for."""
SIDES = ("income", "expenditure")
"""The two sides of an account, by their items."""
SURPLUS = "surplus"
"""The item of what is left of the year."""
_BALANCES = {
    SURPLUS: {"income": 1, "expenditure": -1},
    "closing_balance": {"opening_balance": 1, SURPLUS: 1},
}
"""The items that are what others leave, with these and their signs."""
STATING = ("level3", "target", "actual")
"""The columns of the indicator table that make a row an indicator, for the form and the verdict."""


@dataclass(frozen=True, slots=True, eq=False)
class Item(Named):
    """A line of a fund's account, or of a head-count table."""

    parent: str | None = None
    """The item whose full split this one is a part of."""
    within: str | None = None
    """The item that this one is only some of."""
    funds: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    signed: bool = False
    names: Mapping[str, Text] = field(default_factory=dict)
    """Names that differ in some funds."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What it may be called in some funds, and not in others."""
    total_in: str | None = None
    """The item of the total sheet that this one is counted in; itself if None."""
    opposite: str | None = None
    """The item whose figures get in this one's place, and this one's in its place."""
    slots: int = 0
    """Rows that every account keeps for its parts, so that all are laid out alike."""
    emphasis: bool = False
    """Whether its line stands out on the form, as sums do."""
    average_of: str | None = None
    """The number of people at the year's end that this one is the average of over the year, which
    may have a fraction."""
    carried_into: str | None = None
    """The item of next year's account that this year's figure is carried into."""

    def called(self, fund: str) -> Text:
        return self.names.get(fund, self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Level(Named):
    """A first level of the indicator table with its second levels."""

    second: tuple[str, ...] = ()
    may_hold: tuple[str, ...] = ()
    """Second levels of another first level that forms print under this one too."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The place of one stated figure or text: its key for life, what it is called, what it
    holds."""

    key: str
    name: Text
    column: Column
    signed: bool
    fund: str | None = None
    row: Text | None = None
    """What its line is called, without fund and measure."""
    average: bool = False

    @property
    def kind(self) -> str:
        return self.column.kind

    @property
    def numeric(self) -> bool:
        return self.column.numeric

    @property
    def whole(self) -> bool:
        """Whether it counts people, and not an average of them."""
        return self.kind == "count" and not self.average


@dataclass(frozen=True, slots=True, eq=False)
class Rubric:
    """How a self-evaluation is scored: weights of levels, bands of words, grades."""

    name: Text
    weights: Mapping[str, float]
    """Points of the levels (`indicators`: of all together), and of `execution`, the budget
    execution rate."""
    bands: Mapping[str, tuple[float, float]]
    """Share of its points that a worded indicator may get, by what was reached."""
    grades: tuple[tuple[str, float], ...]
    """Grade and from how many points, the best first."""
    execution_reason_below: float = 0.0
    """Execution rate below which a reason is asked for."""
    over_target: float = 0.0
    """How many times a target must be reached for a reason to be asked for; 0: never."""

    @property
    def execution(self) -> float:
        return self.weights.get("execution", 0.0)

    def grade(self, points: float) -> str:
        return next((grade for grade, least in self.grades if points >= least), self.grades[-1][0])


@dataclass(frozen=True, eq=False)
class Standard:
    """One year's form, and the rubric that it is scored by. Tuples are in the order of the sheets.

    Two standards are equal only if they are the same object, so caches can hang on a standard.
    """

    id: str
    year: int
    """The first year of the form; one that extends another has that of the other."""
    version: int
    name: Text
    sheets: Mapping[str, Text]
    weights: Mapping[str, float]
    """How readily a figure of a kind is doubted when several could be wrong: the lighter, the
    sooner."""
    limits: Mapping[str, float]
    """Where a figure stops being plausible."""
    money_units: Mapping[str, float]
    """Unit of money to yuan."""
    funds: tuple[Fund, ...]
    total: Fund
    measures: tuple[Column, ...]
    items: tuple[Item, ...]
    balances: tuple[Column, ...]
    headcount_measures: tuple[Column, ...]
    headcounts: tuple[Item, ...]
    benefit_levels: tuple[Column, ...]
    cover: tuple[Column, ...]
    funding: tuple[Column, ...]
    goal: Column
    narrative: tuple[Column, ...]
    causes: tuple[Column, ...]
    indicators: tuple[Column, ...]
    rows: Mapping[str, int]
    """Rows that the template gives each list."""
    provinces: Mapping[str, str]
    """The first two digits of a region code, and the province that they stand for."""
    levels: tuple[Level, ...]
    rubric: Rubric

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The field of every key of the form; in the lists `#` stands for the number of the row."""
        return {field.key: field for field in _fields(self)}

    def field(self, key: str) -> Field | None:
        """The field of a key, `indicators.3.target` and `causes.1.amount` included."""
        return self.fields.get(key) or self.fields.get(keys.pattern(key))

    @cached_property
    def money_unit(self) -> str:
        """The unit of money of a cover that states none."""
        (stated,) = (column for column in self.cover if column.key == "money_unit")
        return stated.default or ""

    @cached_property
    def slotted(self) -> Mapping[str, Item]:
        """The items that every account keeps rows for the parts of, by key."""
        return {item.key: item for item in self.items if item.slots}

    def has(self, key: str) -> bool:
        """Whether the form has a place for a key."""
        return self.field(key) is not None

    def may_be_negative(self, key: str) -> bool:
        """Whether the figure of a key may be below nothing; True where the form has no such key."""
        return (field := self.field(key)) is None or field.signed

    def counts_people(self, key: str) -> bool:
        """Whether the figure of a key is a number of people, and not an average of them."""
        return (field := self.field(key)) is not None and field.whole

    def label(self, key: str) -> Text:
        """What a key is called in a sentence: 居民养老“收入合计”本年实际数."""
        if keys.is_paragraph(key):
            number = keys.paragraph(key)
            return Text(zh=f"报告第 {number} 段", en=f"Report, paragraph {number}")
        if (found := self.field(key)) is None:
            return Text(zh=key, en=key)
        if (row := keys.number(key)) is None:
            return found.name
        return found.name.fill(n=row)

    def line_name(self, key: str) -> Text:
        """What the line is called that a key stands in; the key itself where it is in none."""
        field = self.field(key)
        return Text(zh=key, en=key) if field is None or field.row is None else field.row

    def measure_name(self, measure: str) -> Text:
        """What a column of the accounts is called: 本年实际数."""
        return next(column.name for column in self.measures if column.key == measure)

    def brief(self, key: str, beside: str, alone: bool = True) -> Text:
        """What a key is called next to another one: only what differs is said; the line of another
        fund is said too unless it is the only one named of that fund."""
        field, other = self.field(key), self.field(beside)
        if field is None or other is None:
            return self.label(key)
        if field.row is None or other.row is None:
            return self.label(key)
        if field.fund != other.fund:
            return self._brief_fund(field, field.row, other.row if alone else NOTHING)
        return _brief_line(field, field.row, other)

    def _brief_fund(self, field: Field, row: Text, other_row: Text) -> Text:
        """A field next to one of another fund."""
        fund = self.fund(field.fund).short if field.fund else row
        if row == other_row:
            return fund
        if row.zh.startswith(fund.zh):
            return row
        return Text(zh=f"{fund.zh}{row.zh}", en=f"{fund.en}: {row.en}")

    def yuan(self, money_unit: str) -> float:
        """Yuan in a unit of money; in the one of a cover that states none where it is unknown."""
        return self.money_units.get(money_unit, self.money_units[self.money_unit])

    def fund(self, key: str) -> Fund:
        return next(fund for fund in self.accounts if fund.key == key)

    @property
    def accounts(self) -> tuple[Fund, ...]:
        """Every account: the funds, then the total."""
        return (*self.funds, self.total)

    def items_of(self, fund: str) -> tuple[Item, ...]:
        """The lines of one account; the total has the lines that are common to the funds."""
        return self._items.get(fund, ())

    @cached_property
    def _items(self) -> Mapping[str, tuple[Item, ...]]:
        """Key of an account to its lines."""
        of_funds = {
            fund.key: tuple(item for item in self.items if fund.key in item.funds)
            for fund in self.funds
        }
        in_total = tuple(item for item in self.items if self._in_total(item))
        return {**of_funds, self.total.key: in_total}

    def leaves_of(self, fund: str) -> tuple[Item, ...]:
        """The lines of one account that add up no others and are never below nothing."""
        lines = self.items_of(fund)
        parents = {item.parent for item in lines}
        return tuple(item for item in lines if item.key not in parents and not item.signed)

    def parts_of(self, fund: str, parent: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items_of(fund) if item.parent == parent)

    def wholes_of(self, item: str) -> tuple[str, ...]:
        """The sums that count an item of the accounts, the nearest one first."""
        return self._wholes.get(item, ())

    @cached_property
    def _wholes(self) -> Mapping[str, tuple[str, ...]]:
        """Key of an item to the sums that count it."""
        parents = {item.key: item.parent for item in self.items}
        return {item: tuple(_chain(item, parents)) for item in parents}

    @cached_property
    def figures_of_the_year(self) -> Mapping[str, tuple[str, ...]]:
        """For each account the keys that only this year's books can fill: its actuals, without
        what is carried over from the year before."""
        opening = set(self.carried.values())
        return {
            fund.key: tuple(
                f"accounts.{fund.key}.{item.key}.actual"
                for item in self.items_of(fund.key)
                if item.key not in opening
            )
            for fund in self.accounts
        }

    @cached_property
    def parts_of_total(self) -> Mapping[str, tuple[str, ...]]:
        """For each amount of the total account the amounts of the funds that it adds up."""
        return {
            f"accounts.{self.total.key}.{item.key}.{measure.key}": tuple(
                f"{line}.{measure.key}" for line in self._lines_counted_in(item)
            )
            for item in self.items_of(self.total.key)
            for measure in self.measures
            if measure.kind == "money" and measure.key in item.measures
        }

    def made_of(self, key: str) -> Iterator[Mapping[str, int]]:
        """The amounts that one of the accounts is added up from, each with its sign, one way after
        the other: its parts, those of the funds, what came in and went out."""
        account, item, measure = keys.table(key), keys.item(key) or "", keys.measure(key)
        parts = [part.key for part in self.parts_of(keys.fund(key) or "", item)]
        balance = _BALANCES.get(item, {})
        for way in (dict.fromkeys(parts, 1), balance):
            if way:
                yield {f"{account}.{part}.{measure}": sign for part, sign in way.items()}
        if key in self.parts_of_total:
            yield dict.fromkeys(self.parts_of_total[key], 1)

    def _lines_counted_in(self, item: Item) -> list[str]:
        """The lines of the funds' accounts that an item of the total counts."""
        counted = [part for part in self.items if (part.total_in or part.key) == item.key]
        return [f"accounts.{fund}.{part.key}" for part in counted for fund in part.funds]

    @cached_property
    def carried(self) -> Mapping[str, str]:
        """The items whose figure of this year opens next year's account, each with the item that it
        opens it as."""
        return {item.key: item.carried_into for item in self.items if item.carried_into}

    @cached_property
    def explained(self) -> tuple[Named, ...]:
        """The sheets that the cover has a line for, in their order, then the workbook as a whole:
        what concerns all of one is explained there."""
        funds = (Named(fund.key, fund.short) for fund in self.funds)
        others = (Named(name, self.sheets[name]) for name in _EXPLAINED)
        return (*funds, *others, WORKBOOK)

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)

    def find_item(self, key: str) -> Item | None:
        """The item of a key; None for a line that accounts do not have."""
        return next((item for item in self.items if item.key == key), None)

    def runs(self) -> Iterator[list[str]]:
        """Keys of the accounts as they stand under each other: one run for each fund and
        measure."""
        for fund in self.accounts:
            for measure in self.measures:
                lines = [item for item in self.items_of(fund.key) if measure.key in item.measures]
                yield [f"accounts.{fund.key}.{item.key}.{measure.key}" for item in lines]

    def lines_of(self, fund: str) -> Iterator[Item | None]:
        """The items of an account line by line as they stand on its sheet, those that the fund
        does not have too; None for a line that is kept for parts and not used."""
        for item in self.items:
            if item.parent not in self.slotted:
                yield item
                parts = self.parts_of(fund, item.key)
                yield from (
                    parts[slot] if slot < len(parts) else None for slot in range(item.slots)
                )

    def _in_total(self, item: Item) -> bool:
        return item.total_in is None and item.parent not in self.slotted


def _chain(item: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """The parent of an item, that of this one, and so on."""
    while (parent := parents.get(item)) is not None:
        yield parent
        item = parent


def _brief_line(field: Field, row: Text, other: Field) -> Text:
    """A field next to one of the same fund."""
    measure = field.column.name
    if row == other.row:
        return measure
    if field.column is other.column or row == measure:
        return row
    return Text(zh=f"{row.zh}（{measure.zh}）", en=f"{row.en} ({measure.en})")


def _fields(standard: Standard) -> Iterator[Field]:
    """Every place of the workbook, in its order; in the lists `#` stands for the number of the
    row."""
    sheets = standard.sheets
    yield from _form("cover", standard.cover, sheets["cover"])
    yield from _notes("cover", standard.cover, sheets["cover"])
    for named in standard.explained:
        yield _note(keys.note_of_sheet(named.key), sheets["cover"], named)
    for fund in standard.funds:
        yield _beside(keys.runs(fund.key), sheets["cover"], fund.short, RUNS)
    for fund in standard.accounts:
        yield from _table("accounts", fund, standard.items_of(fund.key), standard.measures)
        if fund is not standard.total:
            yield from _line("balances", fund, standard.balances)
    for fund in standard.funds:
        counted = tuple(item for item in standard.headcounts if fund.key in item.funds)
        yield from _table("headcounts", fund, counted, standard.headcount_measures)
        yield from _line("benefit_levels", fund, (*standard.benefit_levels, NOTE))
    yield from _form("funding", standard.funding, sheets["indicators"])
    yield _field("goal", sheets["indicators"], standard.goal.name, standard.goal)
    yield from _form("narrative", standard.narrative, sheets["narrative"])
    yield from _notes("narrative", standard.narrative, sheets["narrative"])
    yield from _list("causes", standard.causes, sheets["causes"])
    yield from _list("indicators", standard.indicators, sheets["indicators"])


def _form(prefix: str, columns: tuple[Column, ...], sheet: Text) -> Iterator[Field]:
    for column in columns:
        yield _field(f"{prefix}.{column.key}", sheet, column.name, column, row=column.name)


def _notes(prefix: str, columns: tuple[Column, ...], sheet: Text) -> Iterator[Field]:
    """The explanations beside the fields of a form."""
    for column in columns:
        yield _note(keys.note(f"{prefix}.{column.key}"), sheet, column)


def _note(key: str, sheet: Text, of: Named) -> Field:
    """The place of the explanation of something that has a name."""
    return _beside(key, sheet, of.name, NOTE)


def _beside(key: str, sheet: Text, of: Text, column: Column) -> Field:
    """The place of what stands in a column beside something that has a name."""
    name = Text(zh=f"{of.zh}（{column.name.zh}）", en=f"{of.en} ({column.name.en})")
    return _field(key, sheet, name, column)


def _line(prefix: str, fund: Fund, columns: tuple[Column, ...]) -> Iterator[Field]:
    """The places of one line of a fund."""
    for column in columns:
        yield _field(
            f"{prefix}.{fund.key}.{column.key}",
            fund.short,
            column.name,
            column,
            fund.key,
            row=column.name,
        )


def _list(name: str, columns: tuple[Column, ...], sheet: Text) -> Iterator[Field]:
    place = sheet + Text(zh="第 {n} 项", en=" no. {n}")
    for column in columns:
        yield _field(f"{name}.#.{column.key}", place, column.name, column)


def _table(
    prefix: str, fund: Fund, items: tuple[Item, ...], measures: tuple[Column, ...]
) -> Iterator[Field]:
    """The places of the items of a fund, with the measures that each has."""
    for item in items:
        label = item.called(fund.key)
        for measure in (*measures, NOTE):
            if measure is not NOTE and measure.key not in item.measures:
                continue
            yield _field(
                f"{prefix}.{fund.key}.{item.key}.{measure.key}",
                fund.short,
                Text(zh=f"{label.zh}（{measure.name.zh}）", en=f"{label.en} ({measure.name.en})"),
                measure,
                fund.key,
                item.signed,
                row=label,
                average=item.average_of is not None,
            )


def _field(
    key: str,
    place: Text,
    name: Text,
    column: Column,
    fund: str | None = None,
    signed: bool = False,
    row: Text | None = None,
    average: bool = False,
) -> Field:
    whole = Text(zh=f"{place.zh}“{name.zh}”", en=f"{place.en}: {name.en}")
    return Field(key, whole, column, signed or column.signed, fund, row, average)
