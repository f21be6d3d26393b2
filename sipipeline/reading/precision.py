"""How precise a stated figure is: by the last digit of its account, and for rates by what the other
figures of the row make of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sipipeline.core import keys
from sipipeline.core.figures import (
    EXACT,
    account_half_width,
    account_place,
    decimals,
    half_unit,
    is_residue,
    rate_half_width,
    significant,
    without_residue,
)
from sipipeline.core.standard import Standard
from sipipeline.reading.values import CellValue

_SURE_FRACTION = 1.5
"""A bare rate below is a fraction: 1.14 is 114 %."""
_SURE_POINTS = 3.0
"""A bare rate above is percent points where the row says nothing: 98 is 98 %."""
_NEAR = 0.02
"""A rate so near to what its row makes of it is read by the row."""
_FAR = 30
"""A reading so many times nearer than the other is taken, whatever the form of the others."""
_FORM = 3
"""So many times as many rates of one form as of the other tell the form of the workbook."""
_PERSON = 0.05
"""Half-width of a number of people that is written out: there are no parts of people, so that
differences hold exactly."""
_TYPED = 6
"""Decimals of a rate that somebody may have typed; more are what a formula left."""


@dataclass(frozen=True)
class Precision:
    """The figures of one workbook, by whose neighbours each is settled."""

    standard: Standard
    values: Mapping[str, CellValue]
    formulas: Collection[str]
    """Keys whose cells hold formulas."""
    percents: Collection[str] = ()
    """Keys whose cells show percentages: 1.9148 as 191.48%."""

    def settled(self, key: str) -> tuple[float | str, float]:
        """The value of a key and its half-width; a rate as a fraction."""
        value, half_width, bare_rate, printed = self.values[key]
        if isinstance(value, str):
            return value, 0.0
        if half_width is None:
            place = self._places[keys.fund(key) or ""]
            if is_residue(value, place):
                return 0.0, half_unit(place)
            value = without_residue(value, place)
            return value, account_half_width(value, place, printed)
        if bare_rate:
            return self._settled_rate(key, value, half_width)
        if half_width == half_unit(0) and self.standard.counts_people(key):
            return value, _PERSON
        return value, max(half_width, self._half_width_of_total(key, value))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The decimal place of each account, by its fund."""
        figures: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for key, cell in self.values.items():
            if cell.half_width is None and isinstance(cell.value, float):
                figures[keys.fund(key) or ""].append((cell.value, cell.printed))
        return {fund: account_place(stated) for fund, stated in figures.items()}

    def _half_width_of_total(self, key: str, value: float) -> float:
        """The half-width that the total gives to other money, as to the funding lines, where it is
        rounded to 千元 or 万元; else none."""
        place = self._places.get(self.standard.total.key, 0)
        field = self.standard.field(key)
        if place >= 0 or field is None or field.kind != "money":
            return 0.0
        return account_half_width(value, place)

    def _settled_rate(self, key: str, rate: float, half_width: float) -> tuple[float, float]:
        if self._is_in_points(key, rate):
            points, rate = rate, significant(rate / 100, EXACT)
            half_width = min(rate_half_width(rate), half_unit(decimals(points)) / 100)
        if key in self.formulas or decimals(rate) > _TYPED:
            half_width = max(half_width, self._rounding_of_row(key, rate))
        return rate, half_width

    def _rounding_of_row(self, key: str, rate: float) -> float:
        """How far a rate that a formula worked out from the amounts of its row may be off by their
        rounding."""
        fund = keys.fund(key)
        if fund is None or fund not in self._places or not keys.is_account(key):
            return 0.0
        base = self._base(key, rate)
        return (2 + abs(rate)) * half_unit(self._places[fund]) / abs(base) if base else 0.0

    def _base(self, key: str, rate: float) -> float | None:
        """The amount that a rate of an account is a share of: as stated, else from the actual
        figure and the rate."""
        is_completion = keys.measure(key) == "completion_rate"
        stated = self._figure(keys.beside(key, "budget" if is_completion else "prior"))
        if stated:
            return stated
        return _quotient(
            self._figure(keys.beside(key, "actual")), rate if is_completion else 1 + rate
        )

    def _is_in_points(self, key: str, value: float) -> bool:
        """Whether a bare number in a rate cell means percent points: 98 is 98 %, 1.14 is 114 %.

        Between the two the reading nearer to what the row makes of it is taken. Where
        neither is near, a figure of the row may be wrong: then a cell that shows percentages is
        read as it is shown, unless the workbook has them all in points; else the form of the other
        rates decides, unless one of them is far nearer.
        """
        if abs(value) < _SURE_FRACTION:
            return self._is_small_in_points(key, value)
        implied = self._implied(key)
        if implied is None:
            return abs(value) > _SURE_POINTS and not self._is_share_of_deposits(key, value)
        as_points, as_fraction = abs(value / 100 - implied), abs(value - implied)
        nearer, other = sorted((as_points, as_fraction))
        if key in self.percents and nearer > _room(implied, value):
            return self._in_points is True
        is_near = nearer <= _NEAR * abs(implied)
        if is_near or self._in_points is None or nearer * _FAR < other:
            return as_points < as_fraction
        return self._in_points

    def _is_small_in_points(self, key: str, value: float) -> bool:
        """Whether a number that would be a fraction anywhere else stands in a column of percent
        points, and its row does not make it the fraction: 0.87 below 5.44 and 6.3 is 0.87 %."""
        if value == 0 or keys.column(key) not in self._columns_in_points:
            return False
        implied = self._implied(key)
        return implied is None or abs(value - implied) > _room(implied, value)

    @cached_property
    def _columns_in_points(self) -> Collection[tuple[str, str]]:
        """The columns of rates, by their table and measure, that are typed in percent points."""
        forms: dict[tuple[str, str], list[bool]] = defaultdict(list)
        for key, cell in self.values.items():
            if cell.bare_rate and isinstance(cell.value, float):
                forms[keys.column(key)].extend(self._form(key, cell.value))
        return {
            column
            for column, points in forms.items()
            if sum(points) >= _FORM * max(1, points.count(False))
        }

    def _form(self, key: str, value: float) -> Iterator[bool]:
        """Whether a rate that its row makes is in percent points; nothing where it makes neither
        form, or both."""
        implied = self._implied(key)
        if implied is None or value == 0:
            return
        as_points = abs(value / 100 - implied) <= _room(implied, value)
        as_fraction = abs(value - implied) <= max(_NEAR * abs(implied), rate_half_width(value))
        if as_points != as_fraction:
            yield as_points

    @cached_property
    def _in_points(self) -> bool | None:
        """Whether the bare rates of the workbook are percent points; None where too few tell."""
        rates = [cell.value for cell in self.values.values() if cell.bare_rate]
        bare = [abs(rate) for rate in rates if isinstance(rate, float)]
        points = sum(rate > _SURE_POINTS for rate in bare)
        fractions = sum(0 < rate < _SURE_FRACTION for rate in bare)
        if max(points, fractions) < _FORM * max(1, min(points, fractions)):
            return None
        return points > fractions

    def _implied(self, key: str) -> float | None:
        """The rate that the other figures of a row make."""
        actual = self._figure(keys.beside(key, "actual"))
        if keys.measure(key) == "completion_rate":
            return _quotient(actual, self._figure(keys.beside(key, "budget")))
        if keys.measure(key) != "growth_rate":
            return None
        prior = self._figure(keys.beside(key, "prior"))
        change = self._figure(keys.beside(key, "change"))
        if prior is None:
            prior = _difference(actual, change)
        if change is None:
            change = _difference(actual, prior)
        return _quotient(change, prior)

    def _is_share_of_deposits(self, key: str, share: float) -> bool:
        """Whether a rate is what the deposits are of the balance, above 1 as it may be: one of
        these amounts is then wrong, and the share was worked out of it."""
        account = f"{keys.ACCOUNTS}.{keys.fund(key)}"
        amounts = (f"{account}.{item}.actual" for item in ("time_deposits", "closing_balance"))
        made = _quotient(*map(self._figure, amounts))
        is_share = key == f"balances.{keys.fund(key)}.deposit_share"
        return is_share and made is not None and abs(share - made) <= _NEAR * abs(made)

    def _figure(self, key: str) -> float | None:
        cell = self.values.get(key)
        return cell.value if cell is not None and isinstance(cell.value, float) else None


def _room(implied: float, points: float) -> float:
    """How far a rate in points may be from what its row makes: 6 from 6.3%."""
    return max(_NEAR * abs(implied), half_unit(decimals(points)) / 100)


def _quotient(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _difference(whole: float | None, part: float | None) -> float | None:
    return whole - part if whole is not None and part is not None else None
