"""Figures whose signs were turned: expenditure typed as negative amounts, changes that were taken
the wrong way round."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.column_slips import carries_over, crosswise
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_FEWEST = 3
"""Cells whose signs are turned: fewer are slips of cells."""
_MOST = 0.75
"""The part of a column that shows that all of it was turned."""

Cells = Sequence[int]
"""Figures as they stand in the form: sheet by sheet, column by column, from top to bottom."""


def turned_signs(undoing: Undoing) -> Iterator[Hypothesis]:
    """Figures with their signs turned: those that cannot be negative, of one column or of all that
    have such; or changes that are off, with the rates that were worked out of them, unless two
    exchanged columns explain these as well; or the amounts of a line."""
    problem = undoing.problem
    filled = _filled(undoing)
    for cells in _choices(problem, [one for one in filled if undoing.problem.is_impossible(one)]):
        yield from _tried(undoing, filled, cells)
    off = [one for one in filled if _is_off(undoing, one)]
    turned = itertools.chain(
        *(_with_rates(undoing, filled, cells) for cells in _choices(problem, off)),
        *(_tried(undoing, filled, cells, tolerant=True) for cells in _nearly_all(undoing, filled)),
    )
    for hypothesis in turned:
        if not is_crosswise(undoing, hypothesis):
            yield hypothesis
    yield from _of_lines(undoing, filled)


def is_crosswise(undoing: Undoing, hypothesis: Hypothesis) -> bool:
    """Whether two exchanged columns explain as much, and nothing says that they stand right."""
    others = crosswise(undoing)
    alike = (one for one in others if one.explains >= hypothesis.explains)
    return any(carries_over(undoing, one) is not False for one in alike)


def _nearly_all(undoing: Undoing, filled: Cells) -> Iterator[Cells]:
    """The columns of which nearly all cells have the other sign than their line makes, and the
    others may be wrong besides."""
    columns: dict[tuple[str, str], list[int]] = {}
    for figure in filled:
        if undoing.problem.floor[figure] < 0:
            columns.setdefault(keys.column(undoing.problem.keys[figure]), []).append(figure)
    for cells in columns.values():
        off = sum(_is_off(undoing, figure) for figure in cells)
        if off >= max(_FEWEST, _MOST * len(cells)):
            yield cells


def _of_lines(undoing: Undoing, filled: Cells) -> Iterator[Hypothesis]:
    """The entered amounts of a line, as the surplus has, that all have the other sign than their
    sums make."""
    problem, lines = undoing.problem, dict[str, list[int]]()
    entered = problem.arrangement.entered
    for figure in filled:
        key = problem.keys[figure]
        if (
            keys.measure(key) in entered
            and problem.floor[figure] < 0
            and _is_off_in_sums(undoing, figure)
        ):
            lines.setdefault(keys.row(key), []).append(figure)
    for cells in lines.values():
        if len(cells) > 1:
            first = problem.keys[cells[0]]
            names = {"sheet": keys.table(first), "first": first}
            slip = Slip("turned line", {**names, "count": len(cells)})
            yield from undoing.tried(slip, _all_turned(undoing, cells))


def _is_off_in_sums(undoing: Undoing, figure: int) -> bool:
    """Whether a figure is not what a sum makes it, and is with its sign turned."""
    problem = undoing.problem
    key, turned = problem.keys[figure], {figure: _turned(undoing, figure)}
    rows = undoing.broken.intersection(problem.rows_of[figure])
    own = [row for row in rows if problem.matrix.relations[problem.relation[row]].subject == key]
    return any(problem.rate[row] < 0 and undoing.holds(row, turned) for row in own)


def _filled(undoing: Undoing) -> list[int]:
    """The stated figures that are not 0, of the sheets that a broken row touches."""
    problem, sheets = undoing.problem, undoing.touched_sheets()
    form = itertools.chain.from_iterable(problem.arrangement.columns)
    figures = [problem.number[key] for key in form if key in problem.number]
    known = [one for one in figures if problem.stated[one] and problem.value[one]]
    return [one for one in dict.fromkeys(known) if problem.sheet[one] in sheets]


def _choices(problem: LinearProblem, cells: Cells) -> Iterator[Cells]:
    """Cells that may have been turned together: those of a column of one sheet or of all sheets,
    of a sheet, and all; each choice once."""
    groups: dict[tuple[str, str], list[int]] = {}
    for figure in cells:
        sheet, column = problem.sheet[figure], keys.measure(problem.keys[figure])
        for name in ((sheet, column), (sheet, ""), ("", column), ("", "")):
            groups.setdefault(name, []).append(figure)
    for choice in dict.fromkeys(map(tuple, groups.values())):
        if len(choice) >= _FEWEST:
            yield choice


def _is_off(undoing: Undoing, figure: int) -> bool:
    """Whether a change, or its rate, is not what its line makes it, and is with its sign turned."""
    problem = undoing.problem
    if problem.floor[figure] >= 0:
        return False
    turned = {figure: _turned(undoing, figure)}
    rows = [row for row in problem.rows_of[figure] if _is_change(problem, row, figure)]
    is_broken = not undoing.broken.isdisjoint(rows)
    return is_broken and all(undoing.holds(row, turned) for row in rows)


def _is_change(problem: LinearProblem, row: int, figure: int) -> bool:
    """Whether a row says what a figure is: the difference of two others, or a rate."""
    relation = problem.matrix.relations[problem.relation[row]]
    is_worked_out = relation.difference or relation.is_ratio
    return is_worked_out and relation.subject == problem.keys[figure]


def _turned(undoing: Undoing, figure: int) -> Interval:
    lo, hi = undoing.stated(figure)
    return -hi, -lo


def _with_rates(undoing: Undoing, filled: Cells, cells: Cells) -> Iterator[Hypothesis]:
    """The hypothesis about changes alone, and with the signs of the rates that stand beside them
    and follow from them."""
    yield from _tried(undoing, filled, cells)
    rates = undoing.problem.rates.intersection(filled)
    lines = {keys.row(undoing.problem.keys[figure]) for figure in cells}
    failing = undoing.failing_rates(_all_turned(undoing, cells)) & rates
    beside = {one for one in failing if keys.row(undoing.problem.keys[one]) in lines}
    if beside:
        chosen = [figure for figure in filled if figure in beside.union(cells)]
        yield from _tried(undoing, filled, chosen)


def _tried(
    undoing: Undoing, filled: Cells, cells: Cells, tolerant: bool = False
) -> Iterator[Hypothesis]:
    fixed = _all_turned(undoing, cells)
    yield from undoing.tried(_slip(undoing.problem, filled, cells), fixed, tolerant=tolerant)


def _all_turned(undoing: Undoing, cells: Cells) -> Mapping[int, Interval]:
    return {figure: _turned(undoing, figure) for figure in cells}


def _slip(problem: LinearProblem, filled: Cells, cells: Cells) -> Slip:
    """The slip of some cells; of one sheet, where not all of their columns, with the first line and
    the last."""
    sheets, columns = _names(problem, cells)
    figures: dict[str, float | str] = {
        "sheet": " ".join(sheets),
        "columns": " ".join(columns),
        "count": len(cells),
    }
    whole = [
        one
        for one in filled
        if problem.sheet[one] in sheets and keys.measure(problem.keys[one]) in columns
    ]
    if len(sheets) > 1 or len(cells) == len(whole):
        return Slip("turned", figures)
    lines = dict.fromkeys(keys.row(problem.keys[one]) for one in whole)
    own = {keys.row(problem.keys[one]): problem.keys[one] for one in cells}
    first, *_, last = [own[line] for line in lines if line in own]
    return Slip("turned lines", {**figures, "first": first, "last": last})


def _names(problem: LinearProblem, cells: Iterable[int]) -> tuple[list[str], list[str]]:
    """The sheets and the columns of some cells, each once."""
    places = [(problem.sheet[one], keys.measure(problem.keys[one])) for one in cells]
    sheets, columns = zip(*places)
    return [*dict.fromkeys(sheets)], [*dict.fromkeys(columns)]
