"""What one submission states, wherever it stands in the workbook."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from statistics import median_low
from typing import Any, NamedTuple, TypeVar

from sipipeline.core import keys
from sipipeline.core.display import as_shown
from sipipeline.core.figures import SLACK
from sipipeline.core.findings import Cell
from sipipeline.core.formulas import Formula
from sipipeline.core.past import NO_PAST, Past
from sipipeline.core.standard import Fund, Standard
from sipipeline.core.values import frozen

T = TypeVar("T")


class Claim(NamedTuple):
    """One stated figure or text."""

    key: str
    value: float | str
    """A figure in the unit of the workbook, a rate as a fraction; or a text."""
    half_width: float
    """Half-width of the figure: it is value ± half. 0 for a text."""
    sheet: str
    ref: str
    raw: object
    """As it stands in the cell."""
    formula: bool = False
    """The value of a formula: exact for the figures that it was computed from."""
    detail: str = ""
    """Of what could not be read: `error` or `date`, where the cell shows one."""


class Noted(StrEnum):
    """What reading can notice about a cell or a sheet."""

    UNREADABLE = "unreadable"
    """A figure is asked for, and what stands there cannot be read as one."""
    NO_VALUE = "no_value"
    """A formula without a value."""
    UNKNOWN_PLACE = "unknown_place"
    """A figure in a cell that is no place of the form."""
    UNKNOWN_PLACES = "unknown_places"
    """So many figures in cells that are no places of the form that they are counted only."""
    UNKNOWN_SHEET = "unknown_sheet"
    """A sheet with figures that is none of the form's."""
    KEYS_GONE = "keys_gone"
    """A sheet without its hidden keys."""
    KEY_GONE = "key_gone"
    """A row or the columns of a sheet without a hidden key."""
    TWICE = "twice"
    """A key stated a second time, with another figure."""
    BLANK_WORD = "blank_word"
    """A dash or 无 where a figure is asked for: no fault."""
    LABEL_OF_ANOTHER = "label_of_another"
    """Rows or columns in another order than their hidden keys, and either may be right: read by
    their labels."""
    FIGURES_MOVED = "figures_moved"
    """Rows or columns that were moved over the hidden keys, as their figures show: read by their
    labels."""
    LABEL_WRONG = "label_wrong"
    """A row or column that is called as another, as its figures show: read by its key."""
    LABEL_UNKNOWN = "label_unknown"
    """A row or column that is called what no line of the form is called: read by its key."""
    LABELS_SHIFTED = "labels_shifted"
    """Labels and keys that do not fit together: not read."""
    COPY = "copy"
    """A sheet that is the copy of another: not read."""
    HOLLOW = "hollow"
    """A sheet with next to nothing in it beside a copy of it that is filled in: not read."""
    COPY_OF_ANOTHER = "copy_of_another"
    """A sheet with the keys of one fund that stands for another: read by its labels."""
    NAME_OF_ANOTHER = "name_of_another"
    """A sheet that is called as another fund than its keys say: read by them."""
    NAMES_EXCHANGED = "names_exchanged"
    """Two sheets without keys, the title of each being that of the fund that the other is called
    as: read by their titles where their labels fit these better."""
    SHOWN = "shown"
    """A figure that its number format shows as another than is stored: read as shown."""
    LONG_LIST = "long_list"
    """So many rows in a list that the last ones are not read."""
    HIDDEN = "hidden"
    """Something filled in where nobody sees it: a hidden row, column or sheet."""
    MERGED = "merged"
    """A merged cell over several places: its text counts for each of the rows, its figure once."""
    ODD = "odd"
    """Sheets that are written in an unusual way: read cell by cell."""
    INVISIBLE = "invisible"
    """A figure with characters in it that nobody sees: read without them."""
    TEMPLATE = "template"
    """A template of another version than the standard that the workbook is held to."""


class Note(NamedTuple):
    """Something that reading noticed about the form; the rules of family F word it."""

    what: Noted
    sheet: str
    ref: str
    key: str
    raw: object
    detail: str = ""


_AMOUNTS = ("budget", "actual", "prior")
"""The columns of an account that amounts are entered in."""
_FINE = 50.0
"""Half of 0.01 万元 in yuan."""
_NO_FIGURE = (Noted.UNREADABLE, Noted.NO_VALUE)


@frozen
class Submission:
    """One workbook as read."""

    path: str
    standard: Standard
    claims: Mapping[str, Claim]
    notes: Sequence[Note] = ()
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Key to sheet and cell, of blank cells too."""
    unread: frozenset[str] = frozenset()
    """Keys of cells whose figures belong to nobody knows which key: not blank, but not known."""
    computed: frozenset[str] = frozenset()
    """Keys of cells with a formula of the template's own: what they show is stated by nobody."""
    past: Past = NO_PAST
    """What is known of the unit from before."""
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    """Key to formula, where one is known: not the template's own."""
    accounts: frozenset[str] = field(init=False)
    """The accounts with at least one figure that is not 0, read or not: the funds that the unit
    runs, and the total."""
    unreadable: frozenset[str] = field(init=False)
    """Keys of cells in which something stands that is no figure, or of formulas without a value."""
    _made: dict[Callable[..., Any], Any] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _rows: dict[str, list[int]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _rounded: dict[str, float] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        stated = (key for key, claim in self.claims.items() if claim.value != 0)
        of_accounts = filter(keys.is_account, (*stated, *self.unread))
        object.__setattr__(self, "accounts", frozenset(filter(None, map(keys.fund, of_accounts))))
        unreadable = {note.key for note in self.notes if note.what in _NO_FIGURE}
        object.__setattr__(self, "unreadable", frozenset(unreadable - self.claims.keys()))

    def once(self, make: Callable[["Submission"], T]) -> T:
        """What a function makes of the submission, made once however many ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def figure(self, key: str) -> Claim | None:
        """What stands at a key: as stated, else as the form computes it."""
        return self.claims.get(key) or self._sum_over_funds(key)

    def parts(self, key: str) -> list[str]:
        """The keys of the funds that are reported which a key of the total adds up."""
        every = self.standard.parts_of_total.get(key, ())
        return [part for part in every if self.reports(keys.fund(part) or "")]

    def is_computed(self, key: str) -> bool:
        """Whether the form adds up a figure of the total, and every fund that is reported has its
        part."""
        if key not in self.computed:
            return False
        claims = [self.claims.get(part) for part in self.parts(key)]
        known = [claim is not None and isinstance(claim.value, float) for claim in claims]
        return bool(known) and all(known)

    def _sum_over_funds(self, key: str) -> Claim | None:
        """What the form computes for a key of the total; None where a fund that is reported leaves
        its part blank."""
        if not self.is_computed(key):
            return None
        stated = [self.claims[part] for part in self.parts(key)]
        value = math.fsum(claim.value for claim in stated if isinstance(claim.value, float))
        half_width = math.fsum(map(self._rounding, stated))
        return Claim(key, value, half_width, *self.places[key], value, formula=True)

    def rounded_off(self, key: str) -> float:
        """How far a figure may be from the true one: its half-width, or, of an amount that was
        added up from rounder ones, what these rounded off together; 0 of a blank."""
        claim = self.figure(key)
        if claim is None or not keys.is_account(key):
            return 0.0 if claim is None else claim.half_width
        return max(claim.half_width, self._rounding(claim))

    def _rounding(self, claim: Claim) -> float:
        """What an amount rounded off as most of its account do, or as what it was added up from.
        What is printed to 0.01 万元 or finer rounded off nothing that a sum would show."""
        if claim.key not in self._rounded:
            usual = self.once(_usual_roundings).get(keys.fund(claim.key) or "", 0.0)
            own = min(claim.half_width, usual)
            is_coarse = claim.formula and own * self.standard.yuan(self.money_unit) > _FINE
            least = 0.0 if is_coarse else usual * (1 + SLACK)
            ways = [[*map(self._rounding, parts)] for parts in self._sums(claim)]
            added = [math.fsum(way) for way in ways if max(way) > least]
            self._rounded[claim.key] = max([own, *added])
        return self._rounded[claim.key]

    def _sums(self, claim: Claim) -> list[list[Claim]]:
        """What an amount was added up from as it is printed, one way after the other."""
        ways = self.standard.made_of(claim.key) if isinstance(claim.value, float) else ()
        found = []
        for way in ways:
            parts = [part for key in way if (part := self.figure(key)) is not None]
            made = math.fsum(way[part.key] * float(part.value) for part in parts)
            if parts and abs(float(claim.value) - made) <= claim.half_width:
                found.append(parts)
        return found

    def number(self, key: str) -> float | None:
        """The figure that stands at a key, as stated, else as the form computes it."""
        claim = self.figure(key)
        return claim.value if claim is not None and isinstance(claim.value, float) else None

    @property
    def money_unit(self) -> str:
        """The unit of money on the cover; the usual one of the standard where it says none."""
        return self.choice("cover.money_unit") or self.standard.money_unit

    def text(self, key: str) -> str:
        """The text of a key, stripped; "" where there is none. A figure as it stands in the
        cell."""
        claim = self.claims.get(key)
        return "" if claim is None else as_shown(claim.raw, "text")

    def choice(self, key: str) -> str:
        """The key that a drop-down's text stands for; the text itself where it stands for none; ""
        if blank."""
        claim = self.claims.get(key)
        return claim.value if claim is not None and isinstance(claim.value, str) else ""

    def cell(self, key: str) -> Cell:
        """Where a key stands, and what stands there."""
        if (claim := self.figure(key)) is not None:
            return Cell(claim.key, claim.sheet, claim.ref, claim.raw)
        return Cell(key, *self.places.get(key, ("", "")))

    def is_blank(self, key: str) -> bool:
        """Whether nothing stands in a cell of the form."""
        read = self.claims, self.unreadable, self.unread, self.computed
        return key in self.places and not any(key in some for some in read)

    def rows(self, name: str) -> list[int]:
        """The numbers of the rows of a list (`indicators`, `causes`) that have something in
        them."""
        if name not in self._rows:
            numbers = {keys.number(key) for key in self.claims if keys.is_of_list(key, name)}
            self._rows[name] = sorted(number for number in numbers if number is not None)
        return self._rows[name]

    @property
    def funds(self) -> Sequence[Fund]:
        """The funds that the unit runs, in the order of the form."""
        return [fund for fund in self.standard.funds if self.reports(fund.key)]

    def reports(self, account: str) -> bool:
        return account in self.accounts

    def has_sheet(self, account: str) -> bool:
        """Whether the workbook has the sheet of an account; not known, and so yes, where the blank
        cells of others have no places either."""
        own = any(keys.fund(key) == account for key in filter(keys.is_account, self.places))
        return own or all(key in self.claims for key in filter(keys.is_account, self.places))

    def has_part(self, family: str) -> bool:
        """Whether the workbook has the sheet of the cover, of the people …; not known, and so yes,
        where the blank cells of others have no places either."""
        own = any(keys.family(key) == family for key in self.places)
        return own or all(key in self.claims for key in self.places)

    def shows(self, account: str) -> bool:
        """Whether an account has a figure, or formulas of the template's own that compute it."""
        return self.reports(account) or any(keys.fund(key) == account for key in self.computed)


def _usual_roundings(submission: Submission) -> Mapping[str, float]:
    """By account, the half-width of most of its amounts: a single round one may be exact."""
    amounts: dict[str, list[float]] = {}
    for key, claim in submission.claims.items():
        if claim.value and keys.measure(key) in _AMOUNTS:
            amounts.setdefault(keys.fund(key) or "", []).append(claim.half_width)
    return {account: median_low(some) for account, some in amounts.items()}
