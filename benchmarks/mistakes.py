"""Slips as people make them in a workbook: each kind draws its cells and says what gets typed
there.

The annual form has no cumulative column, so last year's figure is the only one that can get in this
year's place."""

import itertools
import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.reading.claims import submission_of
from sipipeline.standards.data import flatten
from tools.accounts import consistent

FORMS = [("元", 0), ("万元", 2), ("万元", 0)]
"""Unit of money and decimal places."""
FUNDS = [["resident_pension", "institution_pension"], ["work_injury", "unemployment"], None]
VISIBLE = 50
"""A slip is off by more units of the last place than the rounding of any relation adds up to."""
DRAWS = 200
"""Attempts at cells that a kind of slip can befall."""

_TABLES = ("accounts.", "headcounts.", "funding.")
_RATES = ("completion_rate", "growth_rate")

Typed = dict[str, object]
"""Key to what gets typed there; None where the cell is left blank."""


@dataclass(frozen=True)
class Sheets:
    """A filled workbook before the slips."""

    standard: Standard
    unit: str
    places: int
    values: Mapping[str, object]
    other: Mapping[str, float]
    """The amounts of the accounts in the other unit: 元 for 万元, 万元 with two decimals for 元."""
    relations: tuple[Relation, ...]

    @cached_property
    def amounts(self) -> dict[str, float]:
        return {
            k: float(v)
            for k, v in self.values.items()
            if k.startswith(_TABLES) and isinstance(v, (int, float))
        }

    @cached_property
    def long(self) -> list[str]:
        """Amounts of four digits and more."""
        return [key for key, value in self.amounts.items() if abs(value) > 999]

    @cached_property
    def rates(self) -> dict[str, str]:
        return {
            k: v
            for k, v in self.values.items()
            if k.rpartition(".")[2] in _RATES and isinstance(v, str)
        }

    @cached_property
    def negative(self) -> list[str]:
        return [k for k in self.long if self.amounts[k] < 0] + [
            k for k, text in self.rates.items() if text[0] == "-"
        ]

    @cached_property
    def totals(self) -> list[Relation]:
        return [
            relation
            for relation in self.relations
            if relation.parts and relation.subject in self.amounts
        ]

    @cached_property
    def lines(self) -> list[list[str]]:
        """The amounts of each column as they stand one below the other."""
        lines = [[key for key in run if key in self.amounts] for run in self.standard.runs()]
        return [line for line in lines if line]

    @cached_property
    def read(self) -> Submission:
        return submission_of(self.values, self.standard)

    def text(self, key: str) -> str:
        return f"{self.amounts[key]:.15g}"

    def hidden(self, key: str) -> float:
        """How far off a figure may be without any relation showing it; people are counted one by
        one."""
        return VISIBLE * (1.0 if key.startswith("headcounts.") else 10.0**-self.places)

    def rounded(self, value: float) -> float:
        value = round(value, self.places)
        return int(value) if value == int(value) else value


@dataclass(frozen=True, slots=True)
class Mistake:
    kind: str
    code: str
    """What the tool calls it."""
    typed: Mapping[str, object]
    cells: frozenset[str]
    """Those that state something wrong."""


# ---------------------------------------------------------------- digits of one cell
def transposed(sheets: Sheets, chance: random.Random) -> Typed:
    key, text = _drawn(sheets, chance)
    at = _place(
        [a for a in range(len(text) - 1) if text[a : a + 2].isdigit() and text[a] != text[a + 1]],
        chance,
    )
    return _number(key, text[:at] + text[at + 1] + text[at] + text[at + 2 :]) if at >= 0 else {}


def digit(sheets: Sheets, chance: random.Random) -> Typed:
    key, text = _drawn(sheets, chance)
    at = _place(_digits(text), chance)
    return _number(
        key, text[:at] + chance.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]
    )


def missing(sheets: Sheets, chance: random.Random) -> Typed:
    """Not the last one of a whole number: without it the figure is a tenth, give or take rounding:
    another slip."""
    key, text = _drawn(sheets, chance)
    at = _place(_digits(text)[:-1], chance)
    return _number(key, text[:at] + text[at + 1 :])


def doubled(sheets: Sheets, chance: random.Random) -> Typed:
    key, text = _drawn(sheets, chance)
    at = _place([a for a in _digits(text) if text[a:].strip("0")], chance)
    return _number(key, text[: at + 1] + text[at:]) if at >= 0 else {}


def _drawn(sheets: Sheets, chance: random.Random) -> tuple[str, str]:
    key = chance.choice(sheets.long)
    return key, sheets.text(key)


def _digits(text: str) -> list[int]:
    return [at for at, sign in enumerate(text) if sign.isdigit()]


def _place(places: list[int], chance: random.Random) -> int:
    return chance.choice(places) if places else -1


def _number(key: str, text: str) -> Typed:
    """Nobody types a figure with a zero in front."""
    plain = text.lstrip("-")
    return {} if plain[:1] in ("", "0", ".") else {key: float(text)}


# ---------------------------------------------------------------- one cell as a whole
def sign(sheets: Sheets, chance: random.Random) -> Typed:
    if not sheets.negative:
        return {}
    key = chance.choice(sheets.negative)
    return {key: sheets.rates[key][1:] if key in sheets.rates else -sheets.amounts[key]}


def unit(sheets: Sheets, chance: random.Random) -> Typed:
    """元 in a form in 万元, 万元 in a form in 元."""
    key = chance.choice([key for key in sheets.long if key in sheets.other])
    return {key: sheets.other[key]}


def places(sheets: Sheets, chance: random.Random) -> Typed:
    key = chance.choice(sheets.long)
    return {key: float(f"{sheets.amounts[key] * chance.choice((10, 100, 1000)):.15g}")}


def prior(sheets: Sheets, chance: random.Random) -> Typed:
    key = chance.choice([key for key in sheets.long if key.endswith(".actual")])
    last = key.removesuffix("actual") + "prior"
    return {key: sheets.amounts[last]} if last in sheets.amounts else {}


def left_out(sheets: Sheets, chance: random.Random) -> Typed:
    total = chance.choice(sheets.totals)
    part = chance.choice(total.terms)
    left = sheets.amounts[total.subject] - part.coefficient * sheets.amounts.get(part.key, 0.0)
    return {total.subject: sheets.rounded(left)}


def percent(sheets: Sheets, chance: random.Random) -> Typed:
    """0.981% for 98.1%; or 0.9 for 0.9%, which reading takes for 90 %."""
    key = chance.choice(sorted(sheets.rates))
    points = float(sheets.rates[key].rstrip("%"))
    typed = chance.choice((f"{points / 100:.6g}%", points))
    return {key: typed} if _off_by_100(sheets, key, typed) else {}


def _off_by_100(sheets: Sheets, key: str, typed: object) -> bool:
    """Whether reading does not put it right by itself."""
    right = sheets.read.number(key) or 0.0
    wrong = submission_of({**sheets.values, key: typed}, sheets.standard).number(key) or 0.0
    return any(abs(wrong - right * factor) < 0.02 * abs(right * factor) for factor in (100, 0.01))


# ---------------------------------------------------------------- several cells
def sheet_unit(sheets: Sheets, chance: random.Random) -> Typed:
    fund = chance.choice(sorted(sheets.read.accounts))
    return {
        key: value for key, value in sheets.other.items() if key.startswith(f"accounts.{fund}.")
    }


def swapped(sheets: Sheets, chance: random.Random) -> Typed:
    """Two cells one below the other, or two columns of a row."""
    one = chance.choice([key for key in sheets.long if key.startswith("accounts.")])
    row, _, measure = one.rpartition(".")
    line = next(line for line in sheets.lines if one in line)
    below = line[line.index(one) + 1 :][:1]
    beside = [f"{row}.{other}" for other in ("budget", "actual", "prior") if other != measure]
    other = chance.choice([*below, *(key for key in beside if key in sheets.amounts)])
    return {} if _opposed(one, other) else {one: sheets.amounts[other], other: sheets.amounts[one]}


def _opposed(*keys: str) -> bool:
    return {key.split(".")[2] for key in keys} == {"income", "expenditure"}


def reversed_(sheets: Sheets, chance: random.Random) -> Typed:
    one = chance.choice(
        [key for key in sheets.amounts if ".income." in key and not key.endswith(".change")]
    )
    other = one.replace(".income.", ".expenditure.")
    return {one: sheets.amounts[other], other: sheets.amounts[one]}


def shifted(sheets: Sheets, chance: random.Random) -> Typed:
    """Three to six figures a line too low or too high; the line left over keeps its figure or stays
    blank."""
    line = chance.choice([line for line in sheets.lines if len(line) > 3])
    count = chance.randint(3, min(6, len(line) - 1))
    first = chance.randrange(len(line) - count)
    run = line[first : first + count + 1]
    if chance.random() < 0.5:
        run.reverse()
    typed: Typed = {key: sheets.amounts[before] for before, key in itertools.pairwise(run)}
    return typed | {run[0]: None} if chance.random() < 0.5 else typed


Kind = Callable[[Sheets, random.Random], Typed]

SHEET = "unit, whole sheet"
KINDS: dict[str, tuple[str, Kind]] = {
    "digits transposed": ("transposed", transposed),
    "one digit wrong": ("digit", digit),
    "one digit missing": ("missing", missing),
    "one digit doubled": ("doubled", doubled),
    "lost sign": ("sign", sign),
    "unit, one cell": ("unit", unit),
    SHEET: ("scaled", sheet_unit),
    "×10, ×100, ×1000": ("places", places),
    "two cells swapped": ("swapped", swapped),
    "收支颠倒": ("reversed", reversed_),
    "last year's figure": ("prior", prior),
    "a row shifted": ("shifted", shifted),
    "one item left out": ("left_out", left_out),
    "percent as fraction": ("percent", percent),
}
"""What a slip is called in the report, the tool's code for it, and how it is made."""


def drawn(sheets: Sheets, slips: int, chance: random.Random) -> list[Mistake]:
    """So many slips that share no cell and that rounding cannot hide.

    At most one sheet is in the wrong unit: of three, the two that agree would look like the right
    ones."""
    mistakes: list[Mistake] = []
    while len(mistakes) < slips:
        taken = {key for mistake in mistakes for key in mistake.typed}
        kinds = [
            kind
            for kind in sorted(KINDS)
            if kind != SHEET or all(one.kind != SHEET for one in mistakes)
        ]
        mistake = _one(sheets, chance.choice(kinds), chance)
        if mistake is not None and taken.isdisjoint(mistake.typed):
            mistakes.append(mistake)
    return mistakes


def _one(sheets: Sheets, kind: str, chance: random.Random) -> Mistake | None:
    """A slip of a kind, drawn until there is one; None where the workbook has no cells for it."""
    code, make = KINDS[kind]
    for _ in range(DRAWS):
        typed = make(sheets, chance)
        cells = _other(sheets, typed) if kind == SHEET else _visible(sheets, typed)
        stated = {key for key, value in typed.items() if value is not None}
        if cells and (cells == stated or kind == SHEET):
            return Mistake(kind, code, typed, cells)
    return None


def _other(sheets: Sheets, typed: Typed) -> frozenset[str]:
    """The cells of a sheet but those with nothing, which is the same in any unit."""
    return frozenset(key for key, value in typed.items() if value and value != sheets.amounts[key])


def _visible(sheets: Sheets, typed: Typed) -> frozenset[str]:
    """The cells that get a figure farther off than rounding can hide."""
    wrong = {
        key
        for key, value in typed.items()
        if isinstance(value, (int, float)) and key in sheets.amounts
    }
    wrong = {
        key
        for key in wrong
        if abs(float(str(typed[key])) - sheets.amounts[key]) > sheets.hidden(key)
    }
    return frozenset(
        wrong
        | {key for key in typed if key in sheets.rates and _visible_rate(sheets, key, typed[key])}
    )


def _visible_rate(sheets: Sheets, key: str, typed: object) -> bool:
    """Only where the amounts of the row are large enough to tell."""
    row = key.rpartition(".")[0]
    sizes = [
        abs(sheets.amounts.get(f"{row}.{measure}", math.inf))
        for measure in ("budget", "actual", "prior")
    ]
    after = submission_of({**sheets.values, key: typed}, sheets.standard).claims[key]
    before = sheets.read.claims[key]
    assert isinstance(before.value, float)
    assert isinstance(after.value, float)
    least = max(4 * before.half_width, 4 * after.half_width, 0.001)
    return min(sizes) * 10**sheets.places > 1e4 and abs(before.value - after.value) > least


# ---------------------------------------------------------------- workbooks
def sheets_of(seed: int, standard: Standard, relations: Sequence[Relation]) -> Sheets:
    """A consistent workbook, each cell rounded on its own."""
    chance = random.Random(seed)
    money, funds = chance.choice(FORMS), chance.choice(FUNDS)
    other = ("万元", 2) if money[0] == "元" else ("元", 0)
    values, exchanged = (
        flatten(consistent(standard, seed, funds, *form), standard) for form in (money, other)
    )
    amounts = {
        k: float(v)
        for k, v in exchanged.items()
        if k.startswith("accounts.") and isinstance(v, (int, float))
    }
    return Sheets(standard, *money, values, amounts, tuple(relations))


def with_mistakes(sheets: Sheets, mistakes: Iterable[Mistake]) -> dict[str, object]:
    values = dict(sheets.values)
    for mistake in mistakes:
        values |= mistake.typed
    return {key: value for key, value in values.items() if value is not None}
