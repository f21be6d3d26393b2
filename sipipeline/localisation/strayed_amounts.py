"""Amounts that stand in another line of their sheet than they are of: the rates and changes of the
line that they left, and the sums around it, still know them."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.figures import decimals, half_unit
from sipipeline.core.values import frozen
from sipipeline.localisation.cell_slips import rounded
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.hypotheses import Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.report import Report
from sipipeline.localisation.restatements import Restatement, restatements, with_ends
from sipipeline.localisation.single_cells import settled_by_one
from sipipeline.localisation.suspects import Slip

_ANY = (-np.inf, np.inf)
_NOTHING = (0.0, 0.0)
_TELLING = 50
"""A row tells an amount if that is so many times what the row leaves open."""
_WIDTHS = 8
"""What the line of an amount may leave of it, in half-widths of the figures beside it."""

Line = Mapping[str, int]
"""The figures of a line that are entered, by column."""


def strayed_amounts(problem: LinearProblem, broken: Collection[int]) -> Iterator[Restatement]:
    """Amounts of a line that stand in another one of their sheet, in place of its own or added to
    these; where several lines may be meant, none."""
    undoing = Undoing(problem, broken)
    by_source: dict[str, list[_Stray]] = {}
    for lines in _lines(undoing):
        for stray in _strays(undoing, lines):
            by_source.setdefault(_line_of(problem, stray.right), []).append(stray)
    for strays in by_source.values():
        widest = max(len(stray.right) for stray in strays)
        found = [stray for stray in strays if len(stray.right) == widest]
        if len(found) == 1:
            yield from _restated(undoing, found[0])


@frozen
class _Stray:
    """Amounts that stand in another line than they are of."""

    right: Mapping[int, Interval]
    """The figures of the line that they are of, with what these should hold."""
    left: Mapping[int, Interval]
    """The figures in whose place they stand, with what these should hold."""
    is_added: bool
    """Whether they were added to what should stand there."""

    @property
    def changed(self) -> Mapping[int, Interval]:
        return {**self.right, **self.left}


def _line_of(problem: LinearProblem, figures: Collection[int]) -> str:
    """The key of the line that some figures stand in."""
    return keys.row(problem.keys[min(figures)])


def _lines(undoing: Undoing) -> Iterator[Sequence[Line]]:
    """Of each account with a broken row the lines, from top to bottom."""
    problem, touched = undoing.problem, set(undoing.touched_sheets())
    entered = problem.arrangement.entered
    sheets: dict[str, dict[str, dict[str, int]]] = {}
    for key in itertools.chain.from_iterable(problem.arrangement.columns):
        figure, name = problem.number.get(key, -1), keys.measure(key)
        sheet = keys.table(key)
        if figure >= 0 and name in entered and keys.is_account(key) and sheet in touched:
            sheets.setdefault(sheet, {}).setdefault(keys.row(key), {})[name] = figure
    for lines in sheets.values():
        yield list(lines.values())


def _strays(undoing: Undoing, lines: Sequence[Line]) -> Iterator[_Stray]:
    """The amounts of one line that may stand in another one of a sheet, as far as all that touches
    both lines holds once they are back, and tells them."""
    targets = [line for line in lines if not undoing.involved.isdisjoint(line.values())]
    pairs = ((one, other) for one in lines for other in targets if other is not one)
    for source, target in pairs:
        columns = _columns(undoing, source, target)
        moved = _moved(undoing, source, target, columns)
        added = _added(undoing, source, target, columns)
        for stray in itertools.chain(moved, added):
            if _mends(undoing, stray) and _is_told(undoing, stray):
                yield stray


def _columns(undoing: Undoing, source: Line, target: Line) -> list[str]:
    """The columns in which a line has no amount, or 0, and another one has one."""
    value = undoing.problem.value
    both = [name for name in source if name in target]
    return [name for name in both if not value[source[name]] and value[target[name]]]


def _moved(
    undoing: Undoing, source: Line, target: Line, columns: Sequence[str]
) -> Iterator[_Stray]:
    """Every choice of columns whose amounts may have been typed in another line."""
    for count in range(len(columns), 0, -1):
        for names in itertools.combinations(columns, count):
            if count == 1 and undoing.problem.stated[source[names[0]]]:
                continue  # two cells in each other's place
            right = {source[name]: undoing.stated(target[name]) for name in names}
            left = {target[name]: undoing.problem.may_be(target[name]) for name in names}
            yield _Stray(right, left, False)


def _added(
    undoing: Undoing, source: Line, target: Line, columns: Sequence[str]
) -> Iterator[_Stray]:
    """The amounts that the rates and changes of their own line tell, and that may have been added
    to those of another line."""
    problem = undoing.problem
    for name in columns:
        one, other = source[name], target[name]
        amount = _by_own_line(undoing, one, other)
        if amount is None:
            continue
        half_width = problem.grain(other)
        rest = float(problem.value[other]) - amount
        if rest >= problem.floor[other] and abs(rest) > half_width:
            right = {one: (amount - half_width, amount + half_width)}
            left = {other: (rest - half_width, rest + half_width)}
            yield _Stray(right, left, True)


def _by_own_line(undoing: Undoing, figure: int, other: int) -> float | None:
    """What the rows of a figure that another one is not part of make of it, where they leave one
    value; None where they do not, or make it 0."""
    problem = undoing.problem
    rows = set(problem.rows_of[figure]) - set(problem.rows_of[other])
    lo, hi = problem.bounds([figure])
    least, most = problem.implied(figure, rows, lo, hi)
    half_width = problem.grain(other)
    amount = rounded((least + most) / 2, half_width) if np.isfinite(least + most) else 0.0
    is_one = abs(amount) > half_width and most - least <= _WIDTHS * half_width
    return amount if is_one else None


# ---------------------------------------------------------------- what speaks for it
def _mends(undoing: Undoing, stray: _Stray) -> bool:
    """Whether a broken row holds once the amounts are back, and every row that touches them
    does."""
    rows = undoing.problem.rows_touching(stray.changed)
    is_broken = not undoing.broken.isdisjoint(rows)
    return is_broken and all(undoing.holds(row, stray.changed) for row in rows)


def _is_told(undoing: Undoing, stray: _Stray) -> bool:
    """Whether relations tell the amounts that are back in their line; where they were added to
    another also what is left of that, else fewer tell them where they stand than are mended."""
    telling = _telling(undoing, stray.right, stray.changed)
    if not telling - _of_nothing(undoing, stray):
        return False
    if stray.is_added:
        return bool(_telling(undoing, stray.left, stray.changed))
    return not _is_told_in_place(undoing, stray)


def _of_nothing(undoing: Undoing, stray: _Stray) -> set[int]:
    """The relations of the line of amounts that hold as well where these are all 0; a rate of
    nothing is blank, 0 or 100 %."""
    problem = undoing.problem
    zeros = {**stray.changed, **dict.fromkeys(stray.right, _NOTHING)}
    rows = problem.rows_touching(stray.right)
    failing = {problem.relation[row] for row in rows if not undoing.holds(row, zeros)}
    rates = {problem.relation[row]: int(problem.rate[row]) for row in rows}
    odd = {
        number for number, rate in rates.items() if rate >= 0 and problem.value[rate] not in (0, 1)
    }
    return rates.keys() - failing - odd


def _is_told_in_place(undoing: Undoing, stray: _Stray) -> bool:
    """Whether as many relations tell amounts where they stand as are mended; of those of the line
    alone, or of all."""
    problem = undoing.problem
    stated = {figure: undoing.stated(figure) for figure in stray.left}
    telling = _telling(undoing, stated, {**stray.changed, **stated})
    alone = problem.rows_touching(stray.left) - problem.rows_touching(stray.right)
    broken = {problem.relation[row] for row in undoing.broken & alone}
    own = {number for number in telling | broken if _is_of_one_line(problem, number)}
    is_by_line = bool(telling & own) and len(telling & own) >= len(broken & own)
    return is_by_line or len(telling) >= len(broken)


def _is_of_one_line(problem: LinearProblem, number: int) -> bool:
    """Whether a relation is of the figures of one line."""
    return len(set(map(keys.row, problem.matrix.relations[number].keys))) == 1


def _telling(
    undoing: Undoing, line: Mapping[int, Interval], changed: Mapping[int, Interval]
) -> set[int]:
    """The relations that hold once some figures are changed, have none of these but those of one
    line, and leave much less open than the amounts of that line in them are."""
    problem, others = undoing.problem, changed.keys() - line.keys()
    telling, failing = set[int](), set[int]()
    for row in problem.rows_touching(line):
        weighted, relation = problem.weighted[row], problem.relation[row]
        own = [abs(weight * sum(line[figure])) / 2 for figure, weight in weighted if figure in line]
        is_alone = bool(own) and others.isdisjoint(figure for figure, _ in weighted)
        least, most = undoing.range(row, changed)
        if is_alone and max(own) > _TELLING * (most - least):
            telling.add(relation)
        if not undoing.holds(row, changed):
            failing.add(relation)
    return telling - failing


# ---------------------------------------------------------------- what is told
def _restated(undoing: Undoing, stray: _Stray) -> Iterator[Restatement]:
    """The figures with the amounts back in their line."""
    problem = undoing.problem
    columns = problem.figures.columns
    lost = np.zeros(problem.figures.stated.shape, bool)
    lost[0, [columns[problem.keys[figure]] for figure in stray.left]] = True
    known = stray.changed if stray.is_added else stray.right
    ends = {columns[problem.keys[figure]]: interval for figure, interval in known.items()}
    figures = with_ends(problem.figures.without(lost), ends)
    first, last = (problem.keys[min(cells)] for cells in (stray.right, stray.left))
    code = "amount added" if stray.is_added else "amounts strayed"
    names = {"first": first, "last": last}
    slip = Slip(code, {"sheet": keys.table(first), **names, "count": len(stray.right)})
    cells = {problem.keys[figure]: _middle(interval) for figure, interval in known.items()}
    for one in restatements(problem, undoing.broken, slip, figures, cells):
        if _goes_on(one.problem, last) or _is_of_one_cell(problem, stray, one.explains):
            continue
        left = {} if stray.is_added else _left(undoing, stray, one.problem)
        yield replace(one, cells={**cells, **left})


def _is_of_one_cell(problem: LinearProblem, stray: _Stray, explained: Collection[int]) -> bool:
    """Whether one cell alone settles what amounts explain that are back in their line: any, or
    where that changes but one that is filled in another one than that."""
    changed = problem.stated_among(stray.changed)
    own = changed.pop() if len(changed) == 1 else None
    return settled_by_one(problem, explained, own)


def _goes_on(better: LinearProblem, left: str) -> bool:
    """Whether what belongs in the line that amounts were in place of stands in a further line, as
    where a block stands a line off."""
    undoing = Undoing(better, better.violated())
    line = keys.row(left)
    return any(
        _line_of(better, stray.right) == line
        for lines in _lines(undoing)
        for stray in _strays(undoing, lines)
    )


def _middle(interval: Interval) -> Interval:
    return (sum(interval) / 2,) * 2


def _left(undoing: Undoing, stray: _Stray, better: LinearProblem) -> dict[str, Interval]:
    """What the rest leaves of the figures in whose place amounts stood: the only value as fine as
    its column that may be, where there is but one, and 0 where that may be."""
    problem, report = undoing.problem, Report(better, Feasibility(better))
    left: dict[str, Interval] = {}
    for figure in stray.left:
        key = problem.keys[figure]
        ends = report.implied(better.number[key], ()) if key in better.number else _ANY
        half_width = _fineness(problem, figure)
        value = rounded(sum(ends) / 2, half_width) if np.isfinite(sum(ends)) else 0.0
        if ends[0] <= 0 <= ends[1] and ends[1] - ends[0] < abs(problem.value[figure]) / _TELLING:
            left[key] = 0.0, 0.0
        elif ends[0] <= value <= ends[1] and ends[1] - ends[0] < 2 * half_width:
            left[key] = value, value
        else:
            left[key] = ends
    return left


def _fineness(problem: LinearProblem, figure: int) -> float:
    """Half a unit of the last digit that the amounts in the column of a figure have."""
    key = problem.keys[figure]
    column = [
        other for name, other in problem.number.items() if keys.column(name) == keys.column(key)
    ]
    return half_unit(max(decimals(float(problem.value[other])) for other in column))
