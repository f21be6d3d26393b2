"""Two lines of a sheet, each with the figures of the other, in all of their columns or in some."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

IN_PART = "rows exchanged in part"
"""The code of the slip of some columns."""
_COLUMNS = 3
"""In so many columns amounts must differ: fewer are pairs of cells."""
_OF_BALANCES = 2
_LINES = 24
"""Where more lines of a sheet are in broken rows, something else is wrong with it."""

Line = Mapping[str, int]
"""The stated figures of a line, by column."""
Pair = tuple[int, int]
"""The figures of two lines in one column."""


def exchanged_rows(undoing: Undoing) -> Iterator[Hypothesis]:
    """Two lines of an account, each in the place of the other."""
    problem = undoing.problem
    form = problem.arrangement
    accounts = set(filter(undoing.seeks_on, (*form.accounts, form.total)))
    for first, last in _pairs_of_lines(undoing, undoing.broken, accounts):
        fixed = _crosswise(undoing, _differing(undoing, first, last))
        if sum(map(undoing.is_money, fixed)) >= 2 * _columns_needed(problem, fixed):
            yield from undoing.tried(_slip("exchanged rows", problem, first, last, fixed), fixed)


def rows_exchanged_in_part(undoing: Undoing) -> Iterator[Hypothesis]:
    """Two lines, each with the figures of the other in two columns and more, as what the figures of
    each line say of each other shows; where fewer cells would do as well, none."""
    problem = undoing.problem
    of_lines = {row for row in undoing.broken if len(_lines_of(problem, row)) == 1}
    sheets = {exchange.sheet for exchange in problem.arrangement.exchanges}
    for first, last in _pairs_of_lines(undoing, of_lines, sheets):
        found = [*_in_part(undoing, first, last)]
        for hypothesis in found:
            is_wide = len(hypothesis.cells) > 2
            if is_wide and not any(_outdoes(problem, one, hypothesis) for one in found):
                yield hypothesis


def is_of_amounts(problem: LinearProblem, hypothesis: Hypothesis) -> bool:
    """Whether a slip is of amounts that are entered, maybe with what is between them, and of no
    rate."""
    entered, cells = problem.arrangement.entered, hypothesis.cells
    columns = {keys.measure(problem.keys[figure]) for figure in cells}
    return not columns.isdisjoint(entered) and cells.isdisjoint(problem.rates)


def lines_of(problem: LinearProblem, hypothesis: Hypothesis) -> frozenset[str]:
    """The lines that the cells of a slip stand in."""
    return frozenset(keys.row(problem.keys[figure]) for figure in hypothesis.cells)


def _columns_needed(problem: LinearProblem, figures: Collection[int]) -> int:
    """In how many columns the amounts of two lines must differ: balances have no more than two."""
    balances = frozenset(problem.arrangement.balances)
    are_balances = balances.issuperset(problem.keys[figure] for figure in figures)
    return _OF_BALANCES if are_balances else _COLUMNS


def _in_part(undoing: Undoing, first: Line, last: Line) -> Iterator[Hypothesis]:
    """Every choice of columns, but not all of them, in which two lines may be exchanged, so that
    all holds that figures of one line say of each other."""
    problem, differing = undoing.problem, _differing(undoing, first, last)
    for pairs in _choices(problem, differing):
        fixed = _crosswise(undoing, pairs)
        slip = _slip(IN_PART, problem, first, last, fixed)
        for hypothesis in undoing.tried(slip, fixed):
            if not any(len(_lines_of(problem, row)) == 1 for row in hypothesis.trusted):
                yield hypothesis


def _choices(problem: LinearProblem, differing: Sequence[Pair]) -> list[tuple[Pair, ...]]:
    """The runs of columns, those of all rates, and those of none; not all columns."""
    places = itertools.combinations(range(len(differing) + 1), 2)
    runs = [tuple(differing[start:end]) for start, end in places]
    rates = tuple(pair for pair in differing if pair[0] in problem.rates)
    amounts = tuple(pair for pair in differing if pair not in rates)
    every = dict.fromkeys((*runs, rates, amounts))
    return [one for one in every if 0 < len(one) < len(differing)]


def _outdoes(problem: LinearProblem, one: Hypothesis, other: Hypothesis) -> bool:
    """Whether a slip explains as much as another one with fewer cells; not of what is worked out,
    where the other is of amounts that are entered."""
    if not is_of_amounts(problem, one) and is_of_amounts(problem, other):
        return False
    return len(one.cells) < len(other.cells) and one.explains >= other.explains


def _pairs_of_lines(
    undoing: Undoing, rows: Collection[int], among: Collection[str]
) -> Iterator[tuple[Line, Line]]:
    """The pairs of lines of some sheets that broken rows touch, or that are doubted, with all that
    is stated in them."""
    problem = undoing.problem
    touched = set[str]().union(*(_lines_of(problem, row) for row in rows))
    touched |= {keys.row(problem.keys[figure]) for figure in undoing.doubted}
    sheets: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, figure in problem.number.items():
        sheet, line = problem.sheet[figure], keys.row(key)
        if line in touched and sheet in among and problem.stated[figure]:
            sheets[sheet][line][keys.measure(key)] = figure
    for lines in sheets.values():
        if len(lines) <= _LINES:
            yield from itertools.combinations(lines.values(), 2)


def _lines_of(problem: LinearProblem, row: int) -> frozenset[str]:
    """The lines of the figures of a row, its rate among them."""
    figures = problem.figures_and_rate[row]
    return frozenset(keys.row(problem.keys[figure]) for figure in figures if figure >= 0)


def _differing(undoing: Undoing, first: Line, last: Line) -> list[Pair]:
    """The figures of two lines, column by column, where these differ."""
    order = undoing.problem.arrangement.measures
    columns = [name for name in order if name in first and name in last]
    pairs = [(first[column], last[column]) for column in columns]
    return [pair for pair in pairs if undoing.stated(pair[0]) != undoing.stated(pair[1])]


def _crosswise(undoing: Undoing, pairs: Sequence[Pair]) -> dict[int, Interval]:
    """The cells of two lines, each with what stands in the other."""
    return dict(sorted(undoing.exchanged(pairs).items()))


def _slip(
    code: str, problem: LinearProblem, first: Line, last: Line, fixed: Collection[int]
) -> Slip:
    one, other = (problem.keys[next(iter(line.values()))] for line in (first, last))
    figures: dict[str, float | str] = {"sheet": keys.table(one), "first": one, "last": other}
    if code == IN_PART:
        figures["cells"] = " ".join(
            problem.keys[figure] for figure in first.values() if figure in fixed
        )
    return Slip(code, {**figures, "count": len(fixed)})
