"""Columns of an account that were pasted a line too low or too high, the lines that the fund does
not have with them: figures in these say so."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from sipipeline.arithmetic.figures import Figures, Interval
from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.restatements import Restatement, restatements, with_further
from sipipeline.localisation.suspects import Slip

_FEWEST = 3
"""Broken rows that must hold once the lines are moved back: fewer may by chance."""
_ANY = (-np.inf, np.inf)


def shifted_sheets(problem: LinearProblem, broken: Collection[int]) -> Iterator[Restatement]:
    """The sheets whose figures stand a line too low or too high from one line to another."""
    sheet_of = problem.arrangement.sheet_of
    for sheet in sorted(set(map(sheet_of, _strays(problem)))):
        block = _block(problem, sheet)
        for first, last in _spans(problem, block):
            yield from _moved_back(problem, broken, block, range(first, last), 1)
            yield from _moved_back(problem, broken, block, range(last, first, -1), -1)


@frozen
class _Typed:
    """What stands in a cell."""

    value: float
    half_width: float

    @property
    def ends(self) -> Interval:
        return self.value - self.half_width, self.value + self.half_width


@frozen
class _ColumnsWithoutLines:
    """The columns of an account that hold figures where the fund has no line."""

    sheet: str
    columns: Sequence[str]
    items: Sequence[str]
    """Of all lines of the sheet, from top to bottom."""
    typed: Mapping[str, _Typed]
    """What stands in each cell, by the key that the cell would have."""

    def keys(self, place: int) -> list[str]:
        """The keys of a line, also of one that the fund does not have."""
        return [f"{self.sheet}.{self.items[place]}.{column}" for column in self.columns]

    def is_filled(self, place: int) -> bool:
        return any(key in self.typed for key in self.keys(place))


def _strays(problem: LinearProblem) -> Mapping[str, float]:
    """The figures in lines of the form that their fund does not have; those below the form are in
    none."""
    form = problem.arrangement
    return {
        key: value
        for key, value in problem.contents.strays.items()
        if keys.measure(key) in form.measures
        and keys.item(key) in form.lines.get(form.sheet_of(key), ())
    }


def _block(problem: LinearProblem, sheet: str) -> _ColumnsWithoutLines:
    figures, sheet_of = problem.figures, problem.arrangement.sheet_of
    own = {key: value for key, value in _strays(problem).items() if sheet_of(key) == sheet}
    usual = float(np.median(figures.half_width[figures.stated]))
    typed = {key: _Typed(value, usual) for key, value in own.items()}
    astray = {keys.measure(key) for key in own}
    columns = [name for name in problem.arrangement.measures if name in astray]
    for key, place in figures.columns.items():
        on_sheet = problem.arrangement.sheet_of(key) == sheet and keys.measure(key) in columns
        if on_sheet and figures.stated[0, place]:
            ends = float(figures.value[0, place]), float(figures.half_width[0, place])
            typed[key] = _Typed(*ends)
    return _ColumnsWithoutLines(sheet, columns, problem.arrangement.lines[sheet], typed)


def _spans(problem: LinearProblem, block: _ColumnsWithoutLines) -> Iterator[tuple[int, int]]:
    """The first and the last line between which all figures may stand a line off: all those where
    the fund has no line are among them; none where these are in no line of the sheet."""
    places = range(len(block.items))
    strays = _strays(problem).keys()
    astray = [place for place in places if not strays.isdisjoint(block.keys(place))]
    if not astray:
        return
    filled = [place for place in places if block.is_filled(place)]
    firsts = range(max(0, filled[0] - 1), astray[0] + 1)
    lasts = range(astray[-1], min(filled[-1] + 1, places[-1]) + 1)
    yield from itertools.product(firsts, lasts)


def _moved_back(
    problem: LinearProblem,
    broken: Collection[int],
    block: _ColumnsWithoutLines,
    places: range,
    step: int,
) -> Iterator[Restatement]:
    """The figures with a span of lines moved back by one line; none where one would then stand in a
    line that the fund does not have, or little is mended."""
    should = _should(block, places, step)
    moved = {key: should[key] for key in should if should[key] != block.typed.get(key)}
    if any(_is_astray(problem, key, typed) for key, typed in moved.items()):
        return
    own = {key: typed for key, typed in moved.items() if _is_place(problem, key)}
    ends = {key: _ANY if typed is None else typed.ends for key, typed in own.items()}
    slip, figures = _slip(block, step, len(own)), _with(problem.figures, own)
    found = restatements(problem, broken, slip, figures, ends)
    yield from (one for one in found if len(one.explains) >= _FEWEST)


def _should(block: _ColumnsWithoutLines, places: range, step: int) -> Mapping[str, _Typed | None]:
    """By key from top to bottom what should stand in a span of lines, each of whose figures stands
    `step` lines below; nothing is known of the last."""
    lines: dict[int, list[_Typed | None]] = {places.stop: [None] * len(block.columns)}
    for place in places:
        lines[place] = [block.typed.get(key) for key in block.keys(place + step)]
    return {
        key: typed for place in sorted(lines) for key, typed in zip(block.keys(place), lines[place])
    }


def _slip(block: _ColumnsWithoutLines, step: int, count: int) -> Slip:
    code = "rows too low" if step > 0 else "rows too high"
    names = {"sheet": block.sheet, "columns": " ".join(block.columns)}
    return Slip(code, {**names, "count": count})


def _is_astray(problem: LinearProblem, key: str, typed: _Typed | None) -> bool:
    """Whether a figure would stand in a line that the fund does not have."""
    return typed is not None and typed.value != 0 and not _is_place(problem, key)


def _is_place(problem: LinearProblem, key: str) -> bool:
    """Whether the fund has the line of a key."""
    return key in problem.figures.columns


def _with(figures: Figures, moved: Mapping[str, _Typed | None]) -> Figures:
    """The figures with others in some cells; a cell of which nothing is known is blank."""
    changed = np.zeros(figures.value.shape, bool)
    changed[0, [figures.columns[key] for key in moved]] = True
    known = {key: typed for key, typed in moved.items() if typed is not None}
    amounts = {figures.columns[key]: typed.value for key, typed in known.items()}
    half_widths = [typed.half_width for typed in known.values()]
    return with_further(figures.without(changed), amounts, half_widths)
