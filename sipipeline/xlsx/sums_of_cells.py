"""What a formula adds up, where it does nothing but add and take off cells:
SUM(D9:D12)+D14, D7-D19, 企业养老!D9+失业!D9."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from itertools import product

from sipipeline.core.formulas import Formula
from sipipeline.xlsx.references import column_of, letters_of, reference_of

CellOfBook = tuple[str, str]
"""Sheet and reference."""

_SHEET = r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^\s'\"()+\-*/^&=<>,;:!\[\]]+))!)?"
_CELL = r"(?P<{0}_fixed>\$?)(?P<{0}>[A-Za-z]{{1,3}})(?P<{1}_fixed>\$?)(?P<{1}>[0-9]{{1,7}})"
_REFERENCE = _SHEET + _CELL.format("left", "top") + rf"(?::{_CELL.format('end', 'bottom')})?"
_PLACE = re.compile(_REFERENCE + r"(?![\w(!.])")
_TOKEN = re.compile(
    rf"\s*(?:(?P<function>SUM|ROUND)\(|(?P<reference>{_REFERENCE})(?![\w(!.])"
    r"|(?P<number>[0-9]+)(?![\w.])|(?P<sign>[-+(),]))",
    re.IGNORECASE,
)
_LARGEST = 400
"""So many cells at most are added up as one area."""
_END = "end"


@lru_cache(maxsize=8192)
def cells_added(formula: Formula, sheet: str) -> Mapping[CellOfBook, int] | None:
    """How often a formula of a sheet adds each cell, below 0 where it takes it off; None where it
    does anything else, or is nested deeper than anybody writes. That it rounds the sum makes no
    difference."""
    try:
        return _SumReader(formula, sheet).cells()
    except (_Otherwise, RecursionError):
        return None


def cells_named(formula: Formula, sheet: str) -> set[CellOfBook]:
    """The single cells that a formula of a sheet names, whatever it does with them."""
    single = (found for found in _PLACE.finditer(formula.text) if not found["end"])
    return {
        (
            _sheet_named(found) or sheet,
            reference_of((_moved(formula, found, "top"), _moved(formula, found, "left"))),
        )
        for found in single
    }


def as_filled(formula: Formula) -> str:
    """A formula that adds up cells as its own cell shows it."""
    return _PLACE.sub(partial(_shown, formula), formula.text)


def _sheet_named(reference: re.Match[str]) -> str:
    """The sheet that a reference names; "" for that of its formula."""
    quoted: str | None = reference["quoted"]
    return quoted.replace("''", "'") if quoted else reference["plain"] or ""


def _shown(formula: Formula, reference: re.Match[str]) -> str:
    """A reference as the cell shows it that the formula was filled into."""
    sheet = reference[0][: reference.start("left_fixed") - reference.start()]
    ends = [("left", "top"), ("end", "bottom")] if reference["end"] else [("left", "top")]
    return sheet + ":".join(_shown_cell(formula, reference, *end) for end in ends)


def _shown_cell(formula: Formula, reference: re.Match[str], column: str, row: str) -> str:
    letters = letters_of(_moved(formula, reference, column))
    number = _moved(formula, reference, row)
    return f"{reference[f'{column}_fixed']}{letters}{reference[f'{row}_fixed']}{number}"


def _moved(formula: Formula, reference: re.Match[str], end: str) -> int:
    """The row or column of one end of a reference: as far from the one that is written as the
    formula was filled, unless that is fixed."""
    is_row = end in ("top", "bottom")
    number = int(reference[end]) if is_row else column_of(reference[end])
    if reference[f"{end}_fixed"]:
        return number
    return number + (formula.down if is_row else formula.right)


class _Otherwise(Exception):
    """The formula does something else than to add up cells."""


class _SumReader:
    """Reads a formula from left to right."""

    def __init__(self, formula: Formula, sheet: str) -> None:
        self.formula, self.sheet = formula, sheet
        self.tokens = _tokens(formula.text)
        self.token = next(self.tokens)

    def cells(self) -> Mapping[CellOfBook, int]:
        """The cells of the whole formula."""
        cells = self._sum()
        self._pass(_END)
        return {cell: times for cell, times in cells.items() if times}

    def _sum(self) -> Counter[CellOfBook]:
        """Members with + or - between them."""
        cells = self._member()
        while (sign := self._sign()) in ("+", "-"):
            self._pass(sign)
            _add(cells, self._member(), sign)
        return cells

    def _member(self) -> Counter[CellOfBook]:
        """A cell, a function, something in brackets; with a sign before it, perhaps."""
        if (sign := self._sign()) in ("+", "-"):
            self._pass(sign)
            cells = Counter[CellOfBook]()
            _add(cells, self._member(), sign)
            return cells
        if sign == "(":
            self._pass(sign)
            cells = self._sum()
            self._pass(")")
            return cells
        if self.token is not None and self.token["function"]:
            return self._function(self.token["function"].upper())
        return self._area(is_summed=False)

    def _function(self, name: str) -> Counter[CellOfBook]:
        """The sum of the arguments; of what is rounded the first argument."""
        self._next()
        cells = self._argument() if name == "SUM" else self._sum()
        while self._sign() == ",":
            self._pass(",")
            if name == "SUM":
                cells.update(self._argument())
            else:
                self._number()
        self._pass(")")
        return cells

    def _argument(self) -> Counter[CellOfBook]:
        """An area of cells, or a sum."""
        token = self.token
        is_area = token is not None and token["reference"] and token["end"]
        return self._area(is_summed=True) if is_area else self._sum()

    def _area(self, is_summed: bool) -> Counter[CellOfBook]:
        """The cells of a reference, of an area only where all of it is summed."""
        token = self._next()
        if token is None or not token["reference"] or (token["end"] and not is_summed):
            raise _Otherwise
        sheet = _sheet_named(token) or self.sheet
        rows, columns = self._span(token, "top", "bottom"), self._span(token, "left", "end")
        if len(rows) * len(columns) > _LARGEST:
            raise _Otherwise
        return Counter((sheet, reference_of(place)) for place in product(rows, columns))

    def _span(self, token: re.Match[str], first: str, last: str) -> range:
        """The rows or the columns of a reference."""
        ends = [_moved(self.formula, token, end) for end in (first, last) if token[end]]
        if min(ends) < 1:
            raise _Otherwise
        return range(min(ends), max(ends) + 1)

    def _number(self) -> None:
        """Pass the decimals that are rounded to."""
        if self._sign() == "-":
            self._next()
        token = self._next()
        if token is None or not token["number"]:
            raise _Otherwise

    def _sign(self) -> str:
        """The sign that comes next; "" where none does."""
        return (self.token["sign"] or "") if self.token is not None else _END

    def _pass(self, sign: str) -> None:
        if self._sign() != sign:
            raise _Otherwise
        self._next()

    def _next(self) -> "re.Match[str] | None":
        """The token that comes next, which is passed."""
        token = self.token
        self.token = next(self.tokens, None)
        return token


def _tokens(text: str) -> Iterator["re.Match[str] | None"]:
    """What a formula is made of, one by one; None is its end."""
    place, end = 0, len(text.rstrip())
    while place < end:
        token = _TOKEN.match(text, place)
        if token is None:
            raise _Otherwise
        yield token
        place = token.end()
    yield None


def _add(cells: Counter[CellOfBook], more: Mapping[CellOfBook, int], sign: str) -> None:
    """Add some cells to others, or take them off."""
    for cell, times in more.items():
        cells[cell] += times if sign == "+" else -times
