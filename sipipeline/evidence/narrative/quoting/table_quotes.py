"""The figures of tables that were pasted into a text, each beside the cell that its line and its
column name.

A table is read in the way under which most of its figures agree: that it is of some other year, or
of a part of the fund, is never said of one figure. Only a column of which most agree is looked at.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import product
from typing import TypeVar

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.pasted_tables import PastedTable, figure_in, pasted_tables
from sipipeline.evidence.narrative.lines.signs import SENTENCE
from sipipeline.evidence.narrative.lines.text import ENUMERATOR, Role, cleaned
from sipipeline.evidence.narrative.lines.tokens import MEASURED, Token, tokens_in
from sipipeline.evidence.narrative.questions.accounts import Own, own_accounts
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.evidence.narrative.questions.subjects import (
    EXPENDITURE,
    INCOME,
    Subject,
    subjects_of,
)
from sipipeline.evidence.narrative.quoting.cells import kind
from sipipeline.evidence.narrative.quoting.links import Link, key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote, compared
from sipipeline.language.lexicon import table, words
from sipipeline.language.mentions import Mention
from sipipeline.language.units import read_unit

_HERE = ("narrative", "pasted_tables")
_Said = TypeVar("_Said")
_BRACKET = re.compile(r"\(([^()]*)\)")
_PERCENT = re.compile("%$")
_YEAR = re.compile(r"20\d\d")
_RATES = ("completion_rate", "growth_rate")
_FEWEST_AGREEING = 3
_LEAST_AGREEING = 2 / 3
"""The share of the figures of a table that agree where it is read rightly."""
_BALANCES = "balances"
_LONGEST_TITLE = 40
_SIDES = ((INCOME,), (EXPENDITURE,))
"""What a table may be of that names no line."""
_INTENDED = ("targets", "plans")
"""Fields whose figures did not come about."""
_REPORT: Role = "report"
_NAMES = ("fund", "brief", "total", "item", "among", ":")
"""Kinds of words that say no measure."""


def quotes(submission: Submission) -> Iterator[Quote]:
    """The figures of all tables of the narrative that are read rightly."""
    own = submission.once(own_accounts)
    for field in submission.standard.narrative:
        key = f"narrative.{field.key}"
        if field.key in _INTENDED:
            continue
        for pasted in pasted_tables(submission.text(key)):
            yield from _TableReader(key, pasted, own).quotes()


@frozen
class _TableName:
    """What the name of a line or a column says."""

    text: str
    known: bool = True
    """Whether all of its words are understood."""
    account: str | None = None
    subjects: tuple[Subject, ...] = ()
    measures: tuple[str, ...] = ()
    unit: str = ""


@frozen
class _SaidOfTable:
    """What is not said in a line or a column of a table, but of all of it."""

    account: str | None
    subjects: tuple[Subject, ...]
    money: str


@frozen
class _TableFigure:
    """A figure of a table with the names of its line and its column."""

    text: str
    row: _TableName
    column: _TableName


@frozen
class _TableReader:
    field: str
    pasted: PastedTable
    own: Own

    def quotes(self) -> Iterator[Quote]:
        """The figures of the table, column by column; none where too few agree with their cells."""
        cells = self._cells()
        read = [[*self._read(cells, reading)] for reading in self._readings(cells)]
        best = max(read, key=self._agreeing, default=[])
        agreeing = self._agreeing(best)
        if agreeing < max(_FEWEST_AGREEING, _LEAST_AGREEING * len(best)):
            return
        for column in dict.fromkeys(cell.column for cell, _ in best):
            of_column = [one for one in best if one[0].column is column]
            if 2 * self._agreeing(of_column) >= len(of_column):
                yield from (quote for _, quote in of_column)

    def _agreeing(self, read: Sequence[tuple[_TableFigure, Quote]]) -> int:
        return sum(self._agrees(quote) for _, quote in read)

    def _agrees(self, quote: Quote) -> bool:
        submission = self.own.submission
        one = compared(quote, submission, submission.money_unit)
        return one is not None and one.agrees

    # ------------------------------------------------------------ what a table has
    def _cells(self) -> Sequence[_TableFigure]:
        """The figures of the table whose line and column are understood."""
        columns = [*map(self._label, self.pasted.heading[1:])]
        return [
            _TableFigure(text, label, column)
            for name, *figures in self.pasted.rows
            if (label := self._label(name)).known
            for text, column in zip(figures, columns, strict=True)
            if column.known and figure_in(text)
        ]

    def _readings(self, cells: Sequence[_TableFigure]) -> Iterator[_SaidOfTable]:
        """What may be said of all of the table: an account, where no line or column names one, the
        line of the form that its title or one column names, and the unit of money."""
        named = any(cell.row.account or cell.column.account for cell in cells)
        accounts = [None] if named else [*self.own.accounts()]
        title = self._label(self.pasted.above if _is_title(self.pasted.above) else "")
        subjects = {cell.column.subjects for cell in cells if cell.column.subjects}
        stated = title.subjects or (next(iter(subjects)) if len(subjects) == 1 else ())
        lines = [stated] if stated else _SIDES
        units = [title.unit] if title.unit else [self.own.submission.money_unit, *_money_units()]
        for account, line, unit in product(accounts, lines, dict.fromkeys(units)):
            yield _SaidOfTable(account, line, unit)

    def _read(
        self, cells: Sequence[_TableFigure], reading: _SaidOfTable
    ) -> Iterator[tuple[_TableFigure, Quote]]:
        """The figures with what they state, as a table is read."""
        for cell in cells:
            if quote := self._quote(cell, reading):
                yield cell, quote

    def _quote(self, cell: _TableFigure, reading: _SaidOfTable) -> Quote | None:
        """What a figure states; None where it is unclear of what it is."""
        meant = self._meant(cell, reading)
        stated = [(key, self._mention(cell, key, reading)) for key in meant]
        linked = [(key, mention) for key, mention in stated if mention is not None]
        if not linked:
            return None
        mention = linked[0][1]
        return Quote(
            self.field,
            _REPORT,
            "",
            words=_words(cell.text, mention, self.own.submission),
            clause=f"{cell.row.text},{cell.column.text}:{cell.text}",
            mention=mention,
            link=Link(tuple(key for key, other in linked if other == mention)),
            carried=True,
            explicit=True,
        )

    def _meant(self, cell: _TableFigure, reading: _SaidOfTable) -> Sequence[str]:
        """The keys that line and column name; none where both name an account, or a line."""
        account = _said_once(cell.row.account, cell.column.account, reading.account)
        subjects = _said_once(cell.row.subjects, cell.column.subjects, reading.subjects)
        measures = cell.column.measures or ("actual",)
        if not account or not self._has(account):
            return ()
        return [key for one in subjects or () for key in self._keys(one, account, measures)]

    def _has(self, account: str) -> bool:
        return account in self.own.funds or (account == self.own.total and self.own.has_total)

    def _keys(self, line: Subject, account: str, measures: Sequence[str]) -> Iterator[str]:
        """The keys of a line that the form has."""
        of_balance = line.family == _BALANCES
        for measure in measures:
            key = key_of(line, account, line.item if of_balance else measure)
            if kind(key, self.own.standard) and (not of_balance or measure == "actual"):
                yield key

    def _mention(self, cell: _TableFigure, key: str, reading: _SaidOfTable) -> Mention | None:
        """A figure in the unit that it has where it is that of a key."""
        what = kind(key, self.own.standard)
        plain = {"money": reading.money, **_units_of_kinds()}.get(what or "", "")
        found = figure_in(cell.text, cell.column.unit or plain)
        rate = keys.measure(key) in _RATES
        if found is None or rate != (found.unit.dimension == "percent") or not found.unit.symbol:
            return None
        return found

    # ------------------------------------------------------------ names
    def _label(self, name: str) -> _TableName:
        """What the name of a line or a column says."""
        text = cleaned(name)
        unit = next(filter(None, map(_unit_in, _units_said(text))), "")
        bare = ENUMERATOR.sub("", _BRACKET.sub("", text), count=1)
        years = {int(year) for year in _YEAR.findall(bare)}
        tokens = tokens_in(_YEAR.sub("", bare), self.own.standard)
        named = [token for token in tokens if token.kind in ("fund", "brief", "total")]
        items = [token for token in tokens if token.kind == "item"]
        account = self._account(named, bare)
        measures = self._measures(tokens, years)
        known = len(items) <= 1 and measures is not None and (account is not None or not named)
        subjects = subjects_of(items[0]) if len(items) == 1 else ()
        return _TableName(text, known, account, subjects, measures or (), unit)

    def _account(self, named: Sequence[Token], text: str) -> str | None:
        """The account that a name says; None where it says none, or several."""
        if text in words(*_HERE, "together"):
            return self.own.total
        found = {
            self.own.total if token.kind == "total" else resolved(token, self.own)
            for token in named
        }
        return found.pop() if len(found) == 1 else None

    def _measures(self, tokens: Sequence[Token], years: Collection[int]) -> tuple[str, ...] | None:
        """The measures that a name may mean, none where it says none; None where it is not
        understood."""
        said = "".join(token.text for token in tokens if token.kind not in _NAMES)
        if said in words(*_HERE, "together"):
            return () if not years else None
        found = tuple(one for one in _measures() if said in words(*_HERE, "measures", one))
        if said and not found:
            return None
        return self._in_year(found, years)

    def _in_year(self, found: tuple[str, ...], years: Collection[int]) -> tuple[str, ...] | None:
        """The measures of a year that a name states; None where the form has no such year."""
        if not years:
            return found
        year = self.own.submission.number("cover.year")
        if len(years) > 1 or year is None:
            return None
        before = int(year) - min(years)
        if before == 0:
            return found or ("actual",)
        return ("prior",) if before == 1 and found in ((), ("actual",)) else None


def _said_once(row: _Said, column: _Said, otherwise: _Said) -> _Said | None:
    """What a line or else a column says, or what is said of the whole table; None where both say
    something."""
    return None if row and column else row or column or otherwise


def _words(text: str, mention: Mention, submission: Submission) -> str:
    """A figure as written; an amount in another unit than the form's with its unit."""
    other = mention.unit.dimension == "money" and mention.unit.symbol != submission.money_unit
    return f"{text}{mention.unit.symbol}" if other and text[-1:].isdigit() else text


def _is_title(line: str) -> bool:
    """Whether a line can be the title of a table, and is no sentence."""
    return len(line) <= _LONGEST_TITLE and not SENTENCE.search(line.rstrip())


def _units_said(name: str) -> Sequence[str]:
    """What may be the unit in the name of a column: what a bracket has, or the sign at its end."""
    return [*_BRACKET.findall(name), *_PERCENT.findall(name)]


def _unit_in(bracket: str) -> str:
    """The unit that a bracket says; "" where it says none."""
    said = bracket.rpartition(":")[2]
    unit = read_unit(said)
    return said if unit is not None and unit.dimension in MEASURED else ""


def _money_units() -> Sequence[str]:
    return words(*_HERE, "money")


def _measures() -> Sequence[str]:
    return [*table()["narrative"]["pasted_tables"]["measures"]]


def _units_of_kinds() -> dict[str, str]:
    return dict(table()["narrative"]["pasted_tables"]["units"])
